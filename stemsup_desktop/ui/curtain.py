"""Takes everything off the screen and out of the clipboard that a locked program must not show."""

from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget

_OWN_CLIPBOARD_ONLY = frozenset({"offscreen", "minimal"})
"""Platforms whose clipboard no other program sees: what is on it is the program's own."""


def finish_composing() -> None:
    """Put into its field what an input method holds and nobody has confirmed yet."""
    QGuiApplication.inputMethod().commit()


def close_all_but(application: QApplication, *kept: QWidget) -> None:
    """Close every dialog as if it had been cancelled, and every open list, menu and tip."""
    QToolTip.hideText()
    for window in application.topLevelWidgets():
        if window in kept or not window.isVisible():
            continue
        if isinstance(window, QDialog):
            window.reject()
        else:
            window.close()


def clear_clipboard(clipboard: QClipboard) -> None:
    """Empty the clipboard, and the selection where the system has one, if what is on it was copied from the program."""
    is_own_only = QGuiApplication.platformName() in _OWN_CLIPBOARD_ONLY
    if clipboard.ownsClipboard() or is_own_only:
        clipboard.clear(QClipboard.Mode.Clipboard)
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
    if clipboard.supportsFindBuffer() and clipboard.ownsFindBuffer():
        clipboard.clear(QClipboard.Mode.FindBuffer)
