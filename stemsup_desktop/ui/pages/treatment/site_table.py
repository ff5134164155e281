"""The table of step 6: what each site received, with the balance against what was drawn up."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.ui.components.labels import IconLabel, Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.pages.treatment.changes import whole
from stemsup_desktop.ui.pages.treatment.fields import VOLUME_DECIMALS, VOLUME_RANGE, NumberCell, TextCell
from stemsup_desktop.ui.pages.treatment.view import SiteRow, TreatmentView
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

_POINTS = (Decimal(0), Decimal(10_000))
_COLUMNS = ("site", "points", "volume_ml", "site_note")


def _drop(widget: QWidget) -> None:
    """Take a widget out at once, so that nobody finds it by its name while it waits to be deleted."""
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()


@dataclass(frozen=True, slots=True)
class _Cells:
    """The widgets of one site."""

    title: QWidget
    points: NumberCell
    volume: NumberCell
    note: TextCell

    @property
    def fields(self) -> tuple[NumberCell, NumberCell, TextCell]:
        return self.points, self.volume, self.note


class SiteTable(QWidget):
    """`site_changed` carries the planned site, the record's field and its value. Up and Down walk a column."""

    site_changed = Signal(object, str, object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._cells: dict[str, _Cells] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 2)
        self._grid.setColumnStretch(3, 5)
        for column, key in enumerate(_COLUMNS):
            self._grid.addWidget(Label(theme, words(f"treatment.{key}"), role="small", tone="text-3"), 0, column)
        self._balance = InlineMessage(theme)
        self._balance.setObjectName("volume_balance")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(self._grid)
        rows.addWidget(self._balance)

    def show_view(self, view: TreatmentView) -> None:
        """Show what each site received; reports nothing."""
        if [row.planned.site_id for row in view.sites] != list(self._cells):
            self._remake(view.sites)
        for row in view.sites:
            cells, treated = self._cells[row.planned.site_id], row.treated
            cells.points.set_value(None if treated.points is None else Decimal(treated.points))
            cells.volume.set_value(treated.volume_ml)
            cells.note.set_value(treated.note)
            for field in cells.fields:
                field.set_read_only(view.is_locked)
        if view.balance is None:
            self._balance.show_message(TagState.INFORMATION, "")
        else:
            self._balance.show_message(view.balance.state, view.balance.sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()
                return
            self._move(-1 if event.key() == Qt.Key.Key_Up else 1)
            return
        super().keyPressEvent(event)

    def _move(self, by: int) -> None:
        """Go one row up or down in the column of the focus."""
        every = list(self._cells.values())
        for position, cells in enumerate(every):
            for column, field in enumerate(cells.fields):
                if field.line_edit.hasFocus() and 0 <= position + by < len(every):
                    below = every[position + by].fields[column]
                    below.setFocus(Qt.FocusReason.OtherFocusReason)
                    below.line_edit.selectAll()
                    return

    def _remake(self, sites: tuple[SiteRow, ...]) -> None:
        """The rows follow the plan, so they change only when a site is planned or taken out."""
        for cells in self._cells.values():
            for widget in (cells.title, *cells.fields):
                self._grid.removeWidget(widget)
                _drop(widget)
        self._cells = {}
        for number, row in enumerate(sites, start=1):
            cells = self._make_cells(row)
            self._grid.addWidget(cells.title, number, 0, Qt.AlignmentFlag.AlignTop)
            for column, field in enumerate(cells.fields, start=1):
                self._grid.addWidget(field, number, column, Qt.AlignmentFlag.AlignTop)
            self._cells[row.planned.site_id] = cells

    def _make_cells(self, row: SiteRow) -> _Cells:
        theme, words, site = self._theme, self._words, row.planned

        def name(key: str) -> str:
            return words("treatment.cell", site=row.title, what=words(f"treatment.{key}"))

        points = NumberCell(theme, words, name("points"), possible=_POINTS)
        volume = NumberCell(theme, words, name("volume_ml"), decimals=VOLUME_DECIMALS, possible=VOLUME_RANGE)
        note = TextCell(theme, words, name("site_note"))
        points.value_changed.connect(lambda number: self.site_changed.emit(site, "points", whole(number)))
        volume.value_changed.connect(lambda number: self.site_changed.emit(site, "volume_ml", number))
        note.value_changed.connect(lambda text: self.site_changed.emit(site, "note", normalise_text(str(text))))
        points.setObjectName(f"points:{site.site_id}")
        volume.setObjectName(f"volume_ml:{site.site_id}")
        note.setObjectName(f"site_note:{site.site_id}")
        return _Cells(self._make_title(row), points, volume, note)

    def _make_title(self, row: SiteRow) -> QWidget:
        title = QWidget()
        outer = QVBoxLayout(title)
        outer.setContentsMargins(0, 5, 0, 0)
        outer.setSpacing(0)
        name = Label(self._theme, row.title, wraps=True)
        # A word without end, typed for the site "other", must not push the numbers out of sight.
        within = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        within.setHeightForWidth(True)
        name.setSizePolicy(within)
        outer.addWidget(name)
        if row.is_caution:
            outer.addLayout(self._make_mark("caution_site"))
        if not row.is_planned:
            outer.addLayout(self._make_mark("not_planned"))
        return title

    def _make_mark(self, key: str) -> QHBoxLayout:
        mark = QHBoxLayout()
        mark.setSpacing(6)
        mark.addWidget(IconLabel(self._theme, "caution", "caut", 16))
        mark.addWidget(Label(self._theme, self._words(f"treatment.{key}"), role="small", tone="caut", weight=700), 1)
        return mark
