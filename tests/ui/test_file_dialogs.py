"""A file dialog leaves nothing outside the vault that tells of a patient."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.file_dialogs import choose_copy_path, choose_files
from stemsup_desktop.ui.printing import choose_save_path

OPENERS: dict[str, Callable[[QWidget], QFileDialog]] = {
    "files": lambda parent: choose_files(parent, "Files", lambda _: None, takes_several=True),
    "copy": lambda parent: choose_copy_path(parent, "scan.pdf", "Copy", lambda _: None),
    "pdf": lambda parent: choose_save_path(parent, "CNS-2026-00001.pdf", "Save", lambda _: None),
}


@pytest.fixture
def qt_folder(tmp_path: Path) -> Iterator[Path]:
    """Where Qt keeps what it remembers, for the length of a test."""
    usual = Path(QSettings(QSettings.Scope.UserScope, "QtProject").fileName()).parent
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path / "qt"))
    yield tmp_path / "qt"
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(usual))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's own dialogs remember in their own way")
@pytest.mark.parametrize("kind", OPENERS)
@pytest.mark.parametrize("left_by_others", ["", "file:///tmp/else"])
def test_a_file_dialog_does_not_write_down_where_somebody_was(
    qtbot: QtBot, qt_folder: Path, tmp_path: Path, kind: str, left_by_others: str
) -> None:
    if left_by_others:
        settings = QSettings(QSettings.Scope.UserScope, "QtProject")
        settings.setValue("FileDialog/lastVisited", left_by_others)
        settings.sync()
    folder = tmp_path / "Takahashi Hanako"
    folder.mkdir()
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = OPENERS[kind](parent)
    dialog.setDirectory(str(folder))
    gone: list[bool] = []
    dialog.destroyed.connect(lambda: gone.append(True))
    dialog.close()
    qtbot.waitUntil(lambda: bool(gone))
    text = "".join(file.read_text("utf-8") for file in qt_folder.rglob("*") if file.is_file())
    assert "FileDialog" in text
    assert "Takahashi" not in text
    assert ("file:///tmp/else" in text) is bool(left_by_others)
