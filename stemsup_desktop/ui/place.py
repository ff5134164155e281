"""Where the keyboard was on a page, kept over a lock: the page is another then, but its names are the same."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from stemsup_desktop.ui.page import Page


@dataclass(frozen=True, slots=True)
class Place:
    """The names on the way from the page to what had the focus, and where in its text the cursor stood."""

    names: tuple[str, ...] = ()
    cursor: int = 0


NOWHERE = Place()


def read_place(page: Page[Any], focused: QWidget | None) -> Place:
    """Return where the focus is; nowhere if it is not on the page."""
    names: list[str] = []
    widget = focused
    while widget is not None and widget is not page:
        if widget.objectName() and not widget.objectName().startswith("qt_"):
            names.append(widget.objectName())
        widget = widget.parentWidget()
    if widget is None:
        return NOWHERE
    return Place(tuple(reversed(names)), _read_cursor(focused))


def go_to_place(page: Page[Any], place: Place) -> None:
    """Put focus and cursor where they were, as far as that still stands on the page."""
    found: QWidget = page
    for name in place.names:
        page.reveal(name)
        inner = found.findChild(QWidget, name)
        if not isinstance(inner, QWidget):
            break
        found = inner
    if found is page or not found.isVisibleTo(page):
        return
    found.setFocus(Qt.FocusReason.OtherFocusReason)
    focused = page.window().focusWidget()
    if focused is not None and (focused is found or found.isAncestorOf(focused)):
        _put_cursor(focused, place.cursor)


def _read_cursor(widget: QWidget | None) -> int:
    if isinstance(widget, QLineEdit):
        return widget.cursorPosition()
    return widget.textCursor().position() if isinstance(widget, QPlainTextEdit) else 0


def _put_cursor(widget: QWidget, position: int) -> None:
    if isinstance(widget, QLineEdit):
        widget.setCursorPosition(position)
    elif isinstance(widget, QPlainTextEdit):
        cursor = widget.textCursor()
        cursor.setPosition(min(position, widget.document().characterCount() - 1))
        widget.setTextCursor(cursor)
