"""The system's dialogs for files that become answers, for copies of them, and for folders."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def choose_files(
    parent: QWidget, title: str, on_chosen: Callable[[tuple[Path, ...]], None], *, takes_several: bool
) -> QFileDialog:
    """Ask for a file, or for several; call `on_chosen` with their paths, or not at all. Returns at once."""
    dialog = QFileDialog(parent, title)
    mode = QFileDialog.FileMode.ExistingFiles if takes_several else QFileDialog.FileMode.ExistingFile
    dialog.setFileMode(mode)
    dialog.filesSelected.connect(lambda paths: on_chosen(tuple(Path(path) for path in paths)))
    return open_forgetful(dialog)


def choose_folder(parent: QWidget, title: str, on_chosen: Callable[[Path], None]) -> QFileDialog:
    """Ask for a folder; call `on_chosen` with its path, or not at all. Returns at once."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda path: on_chosen(Path(path)))
    return open_forgetful(dialog)


def choose_copy_path(
    parent: QWidget, suggested_name: str, title: str, on_chosen: Callable[[Path], None]
) -> QFileDialog:
    """Ask where to save a copy; `suggested_name` names no person, and the system asks before it replaces a file."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(suggested_name.rpartition(".")[2])
    dialog.selectFile(suggested_name)
    dialog.fileSelected.connect(lambda path: on_chosen(Path(path)))
    return open_forgetful(dialog)


def open_forgetful(dialog: QFileDialog) -> QFileDialog:
    """Open a dialog that is deleted when it closes and leaves no trace of the folder that was gone to.

    A folder may be named after a patient, and Qt writes where somebody was into a plain file that all its programs
    share. What other programs left there stays.
    """
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    before = {key: settings.value(key) for key in _REMEMBERED}

    def put_back() -> None:
        for key, value in before.items():
            if value is None:
                settings.remove(key)
            else:
                settings.setValue(key, value)
        settings.sync()

    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.destroyed.connect(put_back)
    dialog.open()
    return dialog


_REMEMBERED = ("FileDialog/history", "FileDialog/lastVisited")
