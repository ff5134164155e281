"""The twelve symptoms as a list of check boxes, each with how much is known about supernatant for it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.labels import Hairline, Label
from stemsup_desktop.ui.pages.reason.view import SymptomChoice
from stemsup_desktop.ui.theme import Theme, sizes

_INDENT_PX = 30


class _Row(QWidget):
    """One symptom: box and name, the name in the other language, and the evidence in words."""

    def __init__(self, theme: Theme, choice: SymptomChoice) -> None:
        super().__init__()
        self.box = CheckBox(theme, choice.title)
        self.box.setObjectName(choice.symptom_id)
        self.box.setAccessibleName(f"{choice.title}, {choice.other_title}")
        self.box.setAccessibleDescription(choice.badge)
        self._parts = (choice.other_title, choice.badge)
        self._locked = ""
        self._note = Label(theme, role="small", tone="text-3", wraps=True)
        words = QWidget()
        self.box.setProperty("ring_owner", words)
        inner = QVBoxLayout(words)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.box)
        inner.addWidget(self._note)
        self._note.setContentsMargins(_INDENT_PX, 0, 0, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addSpacing(sizes.XXS)
        outer.addWidget(words)
        outer.addSpacing(sizes.XS)
        outer.addWidget(Hairline(theme))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._fit()

    def show_choice(self, choice: SymptomChoice) -> None:
        """Show whether it is chosen, and why it cannot be taken out."""
        self.box.set_value(choice.is_chosen)
        if choice.locked != self._locked:
            self._locked = choice.locked
            self.box.set_locked(choice.locked)
            self.box.setAccessibleDescription(" ".join(part for part in (choice.badge, choice.locked) if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Break between name and evidence, not inside either, where both do not fit on one line."""
        line = "  ·  ".join(self._parts)
        needed = self._note.fontMetrics().horizontalAdvance(line) + _INDENT_PX
        self._note.setText(line if needed <= self.width() else "\n".join(self._parts))


class SymptomList(QWidget):
    """`symptom_toggled` carries the symptom's id and whether it is chosen now."""

    symptom_toggled = Signal(str, bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("complaints")
        self._theme = theme
        self._rows: dict[str, _Row] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_choices(self, choices: tuple[SymptomChoice, ...]) -> None:
        """Show which symptoms are chosen; reports nothing."""
        for choice in choices:
            if choice.symptom_id not in self._rows:
                self._add(choice)
            self._rows[choice.symptom_id].show_choice(choice)

    def _add(self, choice: SymptomChoice) -> None:
        row = _Row(self._theme, choice)
        symptom_id = choice.symptom_id
        row.box.toggled.connect(lambda is_chosen: self.symptom_toggled.emit(symptom_id, is_chosen))
        if not self._rows:
            self.setFocusProxy(row.box)
        self._rows[symptom_id] = row
        self._column.addWidget(row)
