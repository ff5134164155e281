"""The table of step 6: what each site received, as counted from its points or as entered for the whole."""

from dataclasses import dataclass, replace
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.consultation.course import count_points, sum_site_ml
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.ui.components.cells import VOLUME_DECIMALS, VOLUME_RANGE, NumberCell, TextCell
from stemsup_desktop.ui.components.labels import IconLabel, Label
from stemsup_desktop.ui.components.leaving import drop
from stemsup_desktop.ui.pages.treatment.changes import whole
from stemsup_desktop.ui.pages.treatment.view import SiteRow, TreatmentView
from stemsup_desktop.ui.site_map.letter import LetterDisc
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_POINTS = (Decimal(0), Decimal(10_000))
_COLUMNS = ("site", "points", "volume_ml", "site_note")


@dataclass(frozen=True, slots=True)
class _Cells:
    """The widgets of one site, and the row that its title was made for."""

    row: SiteRow
    title: QWidget
    name: Label
    letter: LetterDisc
    points: NumberCell
    volume: NumberCell
    note: TextCell

    def is_titled(self, row: SiteRow) -> bool:
        """Whether the title says what it would say of this row."""
        known = self.row
        return (known.title, known.is_caution, known.is_planned) == (row.title, row.is_caution, row.is_planned)

    @property
    def fields(self) -> tuple[NumberCell, NumberCell, TextCell]:
        return self.points, self.volume, self.note


class SiteTable(QWidget):
    """`site_changed` carries the planned site, the record's field and its value. Up and Down walk a column."""

    site_changed = Signal(object, str, object)
    site_reached = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._cells: dict[str, _Cells] = {}
        self._planned: dict[str, PlannedSite] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(sizes.S)
        self._grid.setVerticalSpacing(sizes.XS)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 2)
        self._grid.setColumnStretch(3, 5)
        for column, key in enumerate(_COLUMNS):
            self._grid.addWidget(Label(theme, words(f"treatment.{key}"), role="small", tone="text-3"), 0, column)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XS)
        rows.addLayout(self._grid)

    def show_view(self, view: TreatmentView) -> None:
        """Show what each site received; reports nothing."""
        is_same = [row.planned.site_id for row in view.sites] == list(self._cells)
        if not is_same or not all(self._cells[row.planned.site_id].is_titled(row) for row in view.sites):
            self._place(view.sites)
        self._planned = {row.planned.site_id: row.planned for row in view.sites}
        for row in view.sites:
            cells, treated = self._cells[row.planned.site_id], row.treated
            count = count_points(treated)
            cells.letter.set_letter(row.letter)
            cells.points.set_value(None if count is None else Decimal(count))
            cells.volume.set_value(sum_site_ml(treated))
            cells.note.set_value(treated.note)
            reason = self._words("sites.marked") if treated.marked else ""
            for field in cells.fields:
                field.set_locked(reason if field is not cells.note else "")
                field.set_read_only(view.is_locked or bool(reason and field is not cells.note))

    def select(self, site_id: str) -> None:
        """Show which site is current; reports nothing."""
        for known, cells in self._cells.items():
            cells.name.set_role("body", 700 if known == site_id else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            reached = next(
                (one for one, cells in self._cells.items() if any(watched is f.line_edit for f in cells.fields)), None
            )
            if reached is not None:
                self.site_reached.emit(reached)
        return False

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

    def _place(self, sites: tuple[SiteRow, ...]) -> None:
        """The rows follow the plan; fields stay as long as their site does, with what is being typed into them."""
        before, self._cells = self._cells, {}
        for number, row in enumerate(sites, start=1):
            site_id = row.planned.site_id
            cells = before.pop(site_id, None)
            if cells is None or cells.row.title != row.title:  # the fields are called by the title
                self._drop(() if cells is None else (cells.title, *cells.fields))
                cells = self._make_cells(row)
            elif not cells.is_titled(row):
                self._drop((cells.title,))
                title, name, letter = self._make_title(row)
                cells = replace(cells, row=row, title=title, name=name, letter=letter)
            for column, widget in enumerate((cells.title, *cells.fields)):
                self._grid.removeWidget(widget)
                self._grid.addWidget(widget, number, column, Qt.AlignmentFlag.AlignTop)
            self._cells[site_id] = cells
        for cells in before.values():
            self._drop((cells.title, *cells.fields))

    def _drop(self, widgets: tuple[QWidget, ...]) -> None:
        for widget in widgets:
            self._grid.removeWidget(widget)
            drop(widget)

    def _make_cells(self, row: SiteRow) -> _Cells:
        theme, words, site_id = self._theme, self._words, row.planned.site_id

        def name(key: str) -> str:
            return words("treatment.cell", site=row.title, what=words(f"treatment.{key}"))

        points = NumberCell(theme, words, name("points"), possible=_POINTS)
        volume = NumberCell(theme, words, name("volume_ml"), decimals=VOLUME_DECIMALS, possible=VOLUME_RANGE)
        note = TextCell(theme, words, name("site_note"))

        def report(field: str, value: object) -> None:
            self.site_changed.emit(self._planned[site_id], field, value)

        points.value_changed.connect(lambda number: report("points", whole(number)))
        volume.value_changed.connect(lambda number: report("volume_ml", number))
        note.value_changed.connect(lambda text: report("note", normalise_text(str(text))))
        points.setObjectName(f"points:{site_id}")
        volume.setObjectName(f"volume_ml:{site_id}")
        note.setObjectName(f"site_note:{site_id}")
        for field in (points, volume, note):
            field.line_edit.installEventFilter(self)
        return _Cells(row, *self._make_title(row), points, volume, note)

    def _make_title(self, row: SiteRow) -> tuple[QWidget, Label, LetterDisc]:
        name, letter = Label(self._theme, row.title, wraps=True), LetterDisc(self._theme)
        title = QWidget()
        across = QHBoxLayout(title)
        across.setContentsMargins(0, sizes.XXS, 0, 0)
        across.setSpacing(sizes.XS)
        across.addWidget(letter, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout()
        outer.setSpacing(0)
        across.addLayout(outer, 1)
        # A word without end, typed for the site "other", must not push the numbers out of sight.
        within = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        within.setHeightForWidth(True)
        name.setSizePolicy(within)
        outer.addWidget(name)
        if row.is_caution:
            outer.addLayout(self._make_mark("caution_site"))
        if not row.is_planned:
            outer.addLayout(self._make_mark("not_planned"))
        outer.addStretch(1)
        return title, name, letter

    def _make_mark(self, key: str) -> QHBoxLayout:
        mark = QHBoxLayout()
        mark.setSpacing(sizes.XS)
        mark.addWidget(IconLabel(self._theme, "caution", "caut", 16))
        mark.addWidget(Label(self._theme, self._words(f"treatment.{key}"), role="small", tone="caut", weight=700), 1)
        return mark
