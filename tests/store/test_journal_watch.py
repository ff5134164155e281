"""How far SQLite is with every page is read off its journal; what is raised meanwhile is raised at the end."""

import threading
from pathlib import Path

import pytest

from stemsup_desktop.store import journal_watch
from stemsup_desktop.store.journal_watch import watching_journal

LONGEST_S = 20


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_watch, "LOOK_S", 0.001)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "copy.db"
    path.write_bytes(b"x" * 1000)
    return path


def test_the_part_is_that_of_the_pages_in_the_journal_and_never_more_than_all(database: Path) -> None:
    heard: list[float] = []
    news = {part: threading.Event() for part in (0.0, 0.25, 1.0)}

    def hear(part: float) -> None:
        heard.append(part)
        news[part].set()

    with watching_journal(database, hear):
        assert news[0.0].wait(LONGEST_S)
        Path(f"{database}-journal").write_bytes(b"x" * 250)
        assert news[0.25].wait(LONGEST_S)
        Path(f"{database}-journal").write_bytes(b"x" * 2000)
        assert news[1.0].wait(LONGEST_S)
    assert set(heard) == {0.0, 0.25, 1.0}
    assert not [one for one in threading.enumerate() if one.name.startswith("stemsup-journal")]


def test_what_is_raised_ends_the_looking_and_comes_once_the_block_has_ended(database: Path) -> None:
    asked: list[float] = []
    raised = threading.Event()
    ended: list[bool] = []

    def give_up(part: float) -> None:
        asked.append(part)
        raised.set()
        raise LookupError

    def work() -> None:
        with watching_journal(database, give_up):
            assert raised.wait(LONGEST_S)
            ended.append(True)

    with pytest.raises(LookupError):
        work()
    assert (ended, len(asked)) == ([True], 1)


def test_what_the_block_raises_comes_first(database: Path) -> None:
    raised = threading.Event()

    def give_up(_: float) -> None:
        raised.set()
        raise LookupError

    def work() -> None:
        with watching_journal(database, give_up):
            assert raised.wait(LONGEST_S)
            raise OSError(28, "full")

    with pytest.raises(OSError, match="full"):
        work()
    assert not [one for one in threading.enumerate() if one.name.startswith("stemsup-journal")]
