"""What the window remembers outside the vault."""

import os
from pathlib import Path

import pytest

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.language import Language
from stemsup_desktop.ui.preferences import FILE_NAME, Preferences, read_preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme


def test_language_and_look_come_back(tmp_path: Path) -> None:
    kept = Preferences(Language.JA, Scheme.DARK)
    save_preferences(tmp_path, kept)
    assert read_preferences(tmp_path) == kept


@pytest.mark.parametrize("damage", [b"", b"{", b'{"language": "fr"}', b"\xff\xfe", b"[]"])
def test_a_damaged_file_means_the_defaults(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(damage)
    assert read_preferences(tmp_path) == Preferences()


def test_nothing_kept_means_the_defaults(tmp_path: Path) -> None:
    assert read_preferences(tmp_path / "nowhere") == Preferences()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="kept"):
        save_preferences(tmp_path / "nowhere" / "deeper", Preferences())
    assert not any(tmp_path.iterdir())


def test_settings_that_nest_without_end_or_are_a_pipe_mean_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text('{"x":' + "[" * 100_000)
    assert read_preferences(tmp_path) == Preferences()
    if hasattr(os, "mkfifo"):
        (tmp_path / "window.json").unlink()
        os.mkfifo(tmp_path / "window.json")
        assert read_preferences(tmp_path) == Preferences()


def test_a_link_left_where_settings_are_written_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("mine")
    (tmp_path / "window.json.new").symlink_to("elsewhere")
    save_preferences(tmp_path, Preferences())
    assert (tmp_path / "elsewhere").read_text() == "mine"
    assert read_preferences(tmp_path) == Preferences()
