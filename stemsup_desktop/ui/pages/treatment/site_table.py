"""The table of step 6: what each site received, as counted from its points or as entered for the whole."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.consultation.course import count_points, sum_site_ml
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.ui.components.cells import VOLUME_DECIMALS, VOLUME_RANGE, NumberCell, TextCell
from stemsup_desktop.ui.components.labels import IconLabel, Label
from stemsup_desktop.ui.pages.treatment.changes import whole
from stemsup_desktop.ui.pages.treatment.view import SiteRow, TreatmentView
from stemsup_desktop.ui.site_map.letter import LetterDisc
from stemsup_desktop.ui.theme import Theme, sizes
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
    name: Label
    letter: LetterDisc
    points: NumberCell
    volume: NumberCell
    note: TextCell

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
        if [row.planned.site_id for row in view.sites] != list(self._cells):
            self._remake(view.sites)
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
        for field in (points, volume, note):
            field.line_edit.installEventFilter(self)
        name_label, letter = Label(theme, row.title, wraps=True), LetterDisc(theme)
        return _Cells(self._make_title(row, name_label, letter), name_label, letter, points, volume, note)

    def _make_title(self, row: SiteRow, name: Label, letter: LetterDisc) -> QWidget:
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
        return title

    def _make_mark(self, key: str) -> QHBoxLayout:
        mark = QHBoxLayout()
        mark.setSpacing(sizes.XS)
        mark.addWidget(IconLabel(self._theme, "caution", "caut", 16))
        mark.addWidget(Label(self._theme, self._words(f"treatment.{key}"), role="small", tone="caut", weight=700), 1)
        return mark
