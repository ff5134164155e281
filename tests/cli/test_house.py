"""Where data lives, what the log says, and what is said where no window can open."""

import logging
import os
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from stemsup_desktop.display import check_display, has_display
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.logs import LOGGER, UNEXPECTED, describe_failure, install_failure_hooks, start_log, stop_log
from stemsup_desktop.paths import find_data_paths, make_private_folder

SENTINEL = "白石由紀Sentinel"


@pytest.fixture(autouse=True)
def _closed_log() -> Iterator[None]:
    hooks = sys.excepthook, threading.excepthook
    yield
    stop_log()
    sys.excepthook, threading.excepthook = hooks


def test_the_folder_given_wins_over_the_variable_and_that_over_the_usual_place(tmp_path: Path) -> None:
    named = {"STEMSUP_DATA": str(tmp_path / "named")}
    assert find_data_paths(tmp_path / "given", named).data == tmp_path / "given"
    assert find_data_paths(None, named).data == tmp_path / "named"
    assert find_data_paths(None, named).logs == tmp_path / "named" / "logs"
    assert "StemSup" in str(find_data_paths(None, {}).data)


@pytest.mark.skipif(os.name != "posix", reason="folder modes are those of POSIX")
def test_a_private_folder_can_be_entered_by_its_owner_only(tmp_path: Path) -> None:
    open_folder = tmp_path / "open"
    open_folder.mkdir(mode=0o755)
    for folder in (open_folder, tmp_path / "a" / "b"):
        assert stat.S_IMODE(make_private_folder(folder).stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentProblem) as caught:
        make_private_folder(tmp_path / "file" / "inside")
    assert caught.value.code == "folder-not-private"


def fail_with(value: str) -> None:
    try:
        int(value)
    except ValueError as error:
        raise RuntimeError(f"cannot use {value}") from error


def test_a_failure_is_described_by_type_and_place_without_its_values() -> None:
    with pytest.raises(RuntimeError) as caught:
        fail_with(SENTINEL)
    words = describe_failure(caught.value)
    assert "builtins.RuntimeError" in words
    assert "builtins.ValueError" in words
    assert "fail_with" in words
    assert SENTINEL not in words


def test_the_log_holds_type_and_stack_but_no_value(tmp_path: Path) -> None:
    path = start_log(tmp_path)
    try:
        fail_with(SENTINEL)
    except RuntimeError:
        LOGGER.exception("a step failed")
    stop_log()
    text = path.read_text("utf-8")
    assert "a step failed" in text
    assert "fail_with" in text
    assert SENTINEL not in text


def test_the_log_takes_no_library_s_records(tmp_path: Path) -> None:
    path = start_log(tmp_path)
    logging.getLogger("pikepdf").warning("a name: %s", SENTINEL)
    stop_log()
    assert SENTINEL not in path.read_text("utf-8")


def test_the_log_rotates(tmp_path: Path) -> None:
    path = start_log(tmp_path)
    for _ in range(6):
        LOGGER.info("x" * 300_000)
    stop_log()
    assert path.with_name("stemsup.log.1").exists()
    assert path.stat().st_size <= 1_000_000


def test_the_log_goes_on_where_the_last_run_left_off(tmp_path: Path) -> None:
    for words in ("the first run", "the second run"):
        path = start_log(tmp_path)
        LOGGER.info(words)
        stop_log()
    assert [line.rpartition(" the ")[2] for line in path.read_text("utf-8").splitlines()] == ["first run", "second run"]


def test_a_log_that_can_no_longer_be_written_stops_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    start_log(folder).unlink()
    folder.rmdir()
    LOGGER.info("a record for nobody")
    stop_log()
    assert "Logging error" in capsys.readouterr().err


def test_a_log_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        start_log(tmp_path / "nowhere")
    assert caught.value.code == "log-unwritable"


def test_what_nobody_caught_is_logged_without_values_and_told_in_one_sentence(tmp_path: Path) -> None:
    path = start_log(tmp_path)
    told: list[str] = []
    install_failure_hooks(told.append)
    try:
        fail_with(SENTINEL)
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=fail_with, args=(SENTINEL,))
    thread.start()
    thread.join()
    stop_log()
    text = path.read_text("utf-8")
    assert text.count("unexpected failure: builtins.RuntimeError") == 2
    assert SENTINEL not in text
    assert told == [UNEXPECTED, UNEXPECTED]


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_display_is_there_or_not(platform: str, environment: dict[str, str], expected: bool) -> None:
    assert has_display(platform, environment) is expected


def test_without_a_display_the_sentence_says_what_to_do() -> None:
    with pytest.raises(EnvironmentProblem, match="stemsup demo") as caught:
        check_display({}, "linux", lambda library: True)
    assert caught.value.code == "no-display"


def test_missing_libraries_are_named_as_packages() -> None:
    missing = {"libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1"}
    with pytest.raises(EnvironmentProblem, match=r"libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1$"):
        check_display({"DISPLAY": ":0"}, "linux", lambda library: library not in missing)
    check_display({"WAYLAND_DISPLAY": "w"}, "linux", lambda library: library not in missing)
    check_display({}, "win32", lambda library: False)
