"""What a locked program takes off the screen and out of the clipboard."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox, QToolTip, QWidget

from stemsup_desktop.ui.curtain import clear_clipboard, close_all_but
from stemsup_desktop.ui.file_dialogs import choose_copy_path, choose_files

Mode = QClipboard.Mode


@dataclass
class Board:
    """A clipboard of a system that says who put something on it."""

    own: set[Mode]
    cleared: list[Mode] = field(default_factory=list)

    def ownsClipboard(self) -> bool:
        return Mode.Clipboard in self.own

    def ownsSelection(self) -> bool:
        return Mode.Selection in self.own

    def ownsFindBuffer(self) -> bool:
        return Mode.FindBuffer in self.own

    def supportsSelection(self) -> bool:
        return True

    def supportsFindBuffer(self) -> bool:
        return True

    def clear(self, mode: Mode) -> None:
        self.cleared.append(mode)


@pytest.mark.parametrize("own", [set(), {Mode.Clipboard}, {Mode.Selection}, {Mode.Clipboard, Mode.FindBuffer}])
def test_only_what_was_copied_from_the_program_is_taken_away(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, own: set[Mode]
) -> None:
    monkeypatch.setattr("stemsup_desktop.ui.curtain.QGuiApplication.platformName", lambda: "xcb")
    board = Board(own)
    clear_clipboard(board)  # type: ignore[arg-type]
    assert set(board.cleared) == own


def test_a_clipboard_that_no_other_program_sees_is_emptied(qapp: QApplication) -> None:
    qapp.clipboard().setText("白石 拓也")
    clear_clipboard(qapp.clipboard())
    assert qapp.clipboard().text() == ""


@pytest.fixture
def window(shown: Callable[[QWidget, int, int], QWidget]) -> QWidget:
    return shown(QWidget(), 400, 300)


def list_seen(qapp: QApplication) -> list[QWidget]:
    return [one for one in qapp.topLevelWidgets() if one.isVisible()]


@pytest.fixture
def kept(qapp: QApplication, tmp_path: Path) -> Iterator[list[object]]:
    """What a dialog that was closed may have done."""
    chosen: list[object] = []
    yield chosen
    assert chosen == []


def test_a_dialog_for_files_closes_without_a_choice(
    qapp: QApplication, window: QWidget, kept: list[object], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("a", "utf-8")
    dialogs = [
        choose_files(window, "Choose", kept.append, takes_several=False),
        choose_copy_path(window, "copy.pdf", "Copy", kept.append),
    ]
    for dialog in dialogs:
        dialog.setDirectory(str(tmp_path))
    close_all_but(qapp, window)
    assert list_seen(qapp) == [window]


def test_the_question_over_a_dialog_closes_as_no(
    qapp: QApplication, window: QWidget, kept: list[object], tmp_path: Path
) -> None:
    (tmp_path / "copy.pdf").write_text("a", "utf-8")
    dialog = choose_copy_path(window, "copy.pdf", "Copy", kept.append)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile("copy.pdf")
    asked: list[bool] = []

    def lock() -> None:
        asked.append(bool(dialog.findChildren(QMessageBox)))
        close_all_but(qapp, window)

    QTimer.singleShot(50, lock)
    QFileDialog.accept(dialog)  # asks whether to replace the file, in a loop of its own
    assert asked == [True]
    assert list_seen(qapp) == [window]


def test_an_open_menu_and_a_tip_go_with_it(qapp: QApplication, window: QWidget) -> None:
    menu = QMenu(window)
    menu.addAction("Copy")
    menu.popup(QPoint(10, 10))
    QToolTip.showText(QPoint(20, 20), "白石 拓也", window)
    assert len(list_seen(qapp)) == 3
    close_all_but(qapp, window)
    assert list_seen(qapp) == [window]
