"""The advice that fits the routes, as boxes to tick, under how soon the patient acts."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.aftercare import Urgency
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.labels import IconLabel, Label
from stemsup_desktop.ui.pages.summary.view import AdviceGroup, AdviceRow
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_ICONS = {Urgency.CARE: ("info", "text-3"), Urgency.SAME_DAY: ("phone", "caut"), Urgency.AT_ONCE: ("phone", "stop")}


class _Row(QWidget):
    """A box with a sentence that wraps; a click on the sentence ticks the box."""

    def __init__(self, theme: Theme, words: Words, view: AdviceRow) -> None:
        super().__init__()
        self.box = CheckBox(theme)
        self.box.setObjectName(f"aftercare:{view.item_id}")
        self.box.setAccessibleName(view.text)
        planned = f"  ·  {words('summary.planned')}" if view.is_planned else ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.XS)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(theme, f"{view.text}{planned}", role="compact", wraps=True), 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.box.isEnabled():
            self.box.toggle()


class AdviceList(QWidget):
    """`advice_toggled` carries the item's id and whether it was given."""

    advice_toggled = Signal(str, bool)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._shown: tuple[tuple[str, bool], ...] = ()
        self._rows: dict[str, _Row] = {}
        self._made: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(sizes.XS)

    def show_groups(self, groups: tuple[AdviceGroup, ...], *, is_closed: bool) -> None:
        """Show what was given; reports nothing."""
        wanted = tuple((row.item_id, row.is_planned) for group in groups for row in group.rows)
        if wanted != self._shown:
            self._shown = wanted
            self._make_anew(groups)
        for group in groups:
            for row in group.rows:
                self._rows[row.item_id].box.set_value(row.is_given)
                self._rows[row.item_id].box.setEnabled(not is_closed)

    def stops(self) -> list[QWidget]:
        """Return what Tab can stop at, in reading order."""
        return [row.box for row in self._rows.values()]

    def _make_anew(self, groups: tuple[AdviceGroup, ...]) -> None:
        for old in self._made:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._made.clear()
        self._rows.clear()
        for group in groups:
            self._add(self._make_heading(group))
            for view in group.rows:
                row = _Row(self._theme, self._words, view)
                item_id = view.item_id
                row.box.toggled.connect(lambda is_on, at=item_id: self.advice_toggled.emit(at, is_on))
                self._rows[item_id] = row
                self._add(row)

    def _make_heading(self, group: AdviceGroup) -> QWidget:
        icon, tone = _ICONS[group.urgency]
        heading = QWidget()
        row = QHBoxLayout(heading)
        row.setContentsMargins(0, sizes.XS, 0, 0)
        row.setSpacing(sizes.XS)
        row.addWidget(IconLabel(self._theme, icon, tone))
        row.addWidget(Label(self._theme, group.heading, role="compact", weight=700), 1)
        return heading

    def _add(self, widget: QWidget) -> None:
        self._made.append(widget)
        self._column.addWidget(widget)
