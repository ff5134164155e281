"""Reading a whole file that somebody else put there: it ends, whatever it is."""

import os
import sys
from pathlib import Path

import pytest

from stemsup_desktop.bounded_files import OversizeError, read_bounded

if sys.platform == "win32":
    pytest.skip("Windows has neither named pipes in folders nor devices", allow_module_level=True)


def test_a_plain_file_is_read_whole_also_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("file")
    assert read_bounded(tmp_path / "link", 5) == b"12345"


def test_a_file_of_one_byte_too_many_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"123456")
    with pytest.raises(OversizeError):
        read_bounded(tmp_path / "file", 5)


def test_neither_pipe_nor_device_nor_folder_stands_for_a_plain_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path, tmp_path / "missing"):
        with pytest.raises(OSError, match=r"."):
            read_bounded(path, 5)


def test_a_pipe_at_which_nobody_writes_is_empty_and_a_device_without_an_end_too_large(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert read_bounded(tmp_path / "pipe", 5, may_be_pipe=True) == b""
    with pytest.raises(OversizeError):
        read_bounded(Path("/dev/zero"), 5, may_be_pipe=True)


def test_a_name_that_no_file_can_have_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="null"):
        read_bounded(Path("a\0b"), 5)
