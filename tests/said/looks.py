"""Finds what the eye trips over: an icon that says nothing to the pointer, a heading whose last word stands alone."""

from collections.abc import Iterator

from PySide6.QtGui import QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from said.names import tell_place
from stemsup_desktop.ui.components.buttons import IconButton

HEADINGS = frozenset(("section", "heading", "title", "name", "display"))
"""The type roles that headings are set in."""
READING_WEIGHT = "400"
"""What is set in one of them to be read in large type, and is no heading."""
FEWEST_LETTERS = 3
"""What is shorter, in Japanese, looks lost on a line of its own."""


def find_ugly(shown: list[QWidget]) -> Iterator[str]:
    """Yield what is ugly among what is on show."""
    for widget in shown:
        if _is_icon_alone(widget) and not widget.toolTip().strip():
            yield f"{tell_place(widget)}: an icon without a word for the pointer"
        if isinstance(widget, QLabel) and widget.wordWrap() and _is_heading(widget):
            last = find_orphan(widget)
            if last:
                yield f"{tell_place(widget)}: the heading ends in a line of its own, {last!r}"


def _is_heading(label: QLabel) -> bool:
    return label.property("role") in HEADINGS and label.property("weight") != READING_WEIGHT


def _is_icon_alone(widget: QWidget) -> bool:
    has_icon = isinstance(widget, IconButton) or (isinstance(widget, QAbstractButton) and not widget.icon().isNull())
    return has_icon and isinstance(widget, QAbstractButton) and not widget.text().strip()


def find_orphan(label: QLabel) -> str:
    """Return the last line of a heading where that is one word, or nothing."""
    text = QLabel.text(label)
    layout = QTextLayout(text, label.font())
    option = QTextOption(label.alignment())
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(label.contentsRect().width())
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].replace("\u2060", "").strip())
    layout.endLayout()
    if len(lines) < 2:
        return ""
    last, before = lines[-1], lines[-2]
    is_one_word = " " in before and last.isascii() and " " not in last
    return last if is_one_word or len(last) < FEWEST_LETTERS else ""
