"""Boxes of the form that a hand ticks where their sentence is true; none is ticked beforehand, and none has to be."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.pages.consent.marks import TickLine
from stemsup_desktop.ui.theme import Theme, sizes


class _Row(QWidget):
    """A box with a sentence that wraps; a click on the sentence ticks the box."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.box = CheckBox(theme)
        self.tick_id = ""
        self._text = Label(theme, role="compact", wraps=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.XXS, 0, 0, 0)
        row.setSpacing(sizes.XS)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)

    def show_tick(self, line: TickLine, name: str, locked: str) -> None:
        self.tick_id = line.tick_id
        self.box.setObjectName(f"{name}:{line.tick_id}")
        self.box.setAccessibleName(line.spoken)
        self.box.set_value(line.is_ticked)
        self.box.set_locked(locked)
        self._text.setText(line.spoken if line.number else line.text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.box.click()


class TickList(QWidget):
    """`ticked` carries the box and whether it is ticked; `name` begins the object name of every box."""

    ticked = Signal(str, bool)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._lines: list[_Row] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(sizes.XS)

    def show_ticks(self, lines: tuple[TickLine, ...], locked: str = "") -> None:
        """Show the boxes, and why none can be ticked here; reports nothing."""
        while len(self._lines) < len(lines):
            self._add()
        for index, row in enumerate(self._lines):
            set_shown(row, index < len(lines))
            if index < len(lines):
                row.show_tick(lines[index], self._name, locked)
        set_shown(self, bool(lines))

    def _add(self) -> None:
        row = _Row(self._theme)
        row.box.toggled.connect(lambda is_on: self.ticked.emit(row.tick_id, is_on))
        self._lines.append(row)
        self._rows.addWidget(row)
