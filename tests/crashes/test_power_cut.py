"""The model of a power cut, on journals written by hand; it needs no compiler. `.ci/run` runs the harness itself."""

import random
from pathlib import Path

import pytest
from crashes.desk import read_notes
from crashes.journal import Event, Kind, read_journal
from crashes.power_cut import Disk, File, Folder, write_state
from crashes.steps import SECTOR_BYTES, Survival

EIO = 5
OLD, NEW = b"o" * 4 * SECTOR_BYTES, b"n" * 4 * SECTOR_BYTES


def states(first: Path, events: list[Event], point: int | None = None) -> list[Folder]:
    """Every survival, fifty times each, of a power cut after the first `point` events, by default all of them."""
    disk, at = Disk(first, events, "/disk"), len(events) if point is None else point
    return [disk.state(at, survival, random.Random(seed)) for survival in Survival for seed in range(50)]


def read(state: Folder, name: str) -> bytes | None:
    node = state.entries.get(name)
    assert not isinstance(node, Folder)
    return None if node is None else bytes(node.data)


def write(name: str, data: bytes, offset: int = 0) -> Event:
    return Event(Kind.WRITE, f"/disk/{name}", offset=offset, data=data)


def sync(name: str = "", error: int = 0) -> Event:
    return Event(Kind.SYNC, f"/disk/{name}".rstrip("/"), error=error)


def create(name: str) -> Event:
    return Event(Kind.OPEN, f"/disk/{name}", is_created=True)


def rename(old: str, new: str) -> Event:
    return Event(Kind.RENAME, f"/disk/{old}", f"/disk/{new}")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    (tmp_path / "file").write_bytes(OLD)
    return tmp_path


def test_synced_bytes_are_there_whatever_happens(first: Path) -> None:
    found = {read(state, "file") for state in states(first, [write("file", NEW), sync("file")])}
    assert found == {NEW}


def test_bytes_that_were_not_synced_are_any_mixture_of_old_and_new_sectors(first: Path) -> None:
    found = {read(state, "file") for state in states(first, [write("file", NEW)])}
    sectors = {data[at : at + SECTOR_BYTES] for data in found if data for at in range(0, len(OLD), SECTOR_BYTES)}
    assert {OLD, NEW} < found
    assert {OLD[:SECTOR_BYTES], NEW[:SECTOR_BYTES]} < sectors
    assert {len(data) for data in found if data is not None} == {len(OLD)}


def test_no_byte_outside_of_a_write_changes(first: Path) -> None:
    for state in states(first, [write("file", b"n" * 700, offset=300)]):
        data = read(state, "file")
        assert data is not None
        assert (data[:300], data[1000:]) == (OLD[:300], OLD[1000:])


def test_a_sync_of_a_file_does_not_make_its_name_safe_and_a_sync_of_the_folder_does(first: Path) -> None:
    events = [create("new"), write("new", NEW), sync("new")]
    assert {read(state, "new") for state in states(first, events)} == {None, NEW}
    assert {read(state, "new") for state in states(first, [*events, sync()])} == {NEW}


def test_a_replaced_file_is_the_old_or_the_new_one_and_never_neither(first: Path) -> None:
    events = [create("new"), write("new", NEW), sync("new"), rename("new", "file")]
    assert {read(state, "file") for state in states(first, events)} == {OLD, NEW}
    assert {read(state, "file") for state in states(first, [*events, sync()])} == {NEW}


def test_a_file_that_is_renamed_before_its_bytes_are_synced_may_be_empty(first: Path) -> None:
    found = {read(state, "file") for state in states(first, [create("new"), write("new", NEW), rename("new", "file")])}
    assert {b"", bytes(len(NEW)), OLD, NEW} <= found


def test_what_a_failed_sync_did_not_make_safe_no_later_one_makes_safe(first: Path) -> None:
    events = [write("file", NEW), sync("file", EIO), sync("file")]
    assert {OLD, NEW} < {read(state, "file") for state in states(first, events)}
    assert {read(state, "file") for state in states(first, [*events, write("file", NEW), sync("file")])} == {NEW}


def test_nothing_that_came_after_the_cut_is_there(first: Path) -> None:
    events = [sync("file"), write("file", NEW), sync("file")]
    assert {read(state, "file") for state in states(first, events, point=1)} == {OLD}


def test_a_removed_file_may_be_there_until_its_folder_is_synced(first: Path) -> None:
    events = [Event(Kind.UNLINK, "/disk/file")]
    assert {read(state, "file") for state in states(first, events)} == {None, OLD}
    assert {read(state, "file") for state in states(first, [*events, sync()])} == {None}


def test_what_is_in_a_new_folder_goes_with_it(first: Path) -> None:
    events = [Event(Kind.MKDIR, "/disk/sub"), create("sub/new"), sync("sub/new"), sync("sub")]
    found = {"sub" in state.entries for state in states(first, events)}
    assert found == {True, False}
    assert all("sub" in state.entries for state in states(first, [*events, sync()]))


def test_a_state_is_written_as_it_is(first: Path, tmp_path: Path) -> None:
    state = Folder({"file": File(bytearray(NEW)), "sub": Folder({"empty": File()})})
    write_state(state, tmp_path / "restart")
    assert (tmp_path / "restart" / "file").read_bytes() == NEW
    assert (tmp_path / "restart" / "sub" / "empty").read_bytes() == b""


def test_what_the_shim_could_not_follow_stops_the_harness(first: Path) -> None:
    with pytest.raises(ValueError, match="cannot follow"):
        Disk(first, [Event(Kind.REFUSED, "/disk/file")], "/disk")


def test_a_journal_that_ends_within_a_line_is_refused(tmp_path: Path) -> None:
    head = (3).to_bytes(4, "little") + bytes(4 + 8 + 8) + (9).to_bytes(8, "little") + bytes(8)
    (tmp_path / "journal").write_bytes(head + b"short")
    with pytest.raises(ValueError, match="ends within a line"):
        read_journal(tmp_path / "journal")


def test_a_change_that_was_begun_may_be_there_and_one_that_was_acknowledged_must() -> None:
    lines = ['["begin", "visit", "1", "a"]', '["done", "visit", "1", "a"]', '["begin", "visit", "1", "b"]']
    expected = read_notes(lines)
    assert expected.allows(("visit", "1"), "a")
    assert expected.allows(("visit", "1"), "b")
    assert not expected.allows(("visit", "1"), None)
    assert not read_notes([*lines, '["done", "visit", "1", "b"]']).allows(("visit", "1"), "a")
