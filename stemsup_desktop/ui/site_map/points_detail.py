"""What is entered for the points of one site: depth and needle for all, and each single point."""

from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.ui.components.buttons import IconButton, QuietButton
from stemsup_desktop.ui.components.cells import (
    DEPTH_DECIMALS,
    DEPTH_RANGE,
    VOLUME_DECIMALS,
    VOLUME_RANGE,
    NumberCell,
    TextCell,
    make_volume_cell,
)
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.site_map.marks import MarkedSite, say_point
from stemsup_desktop.ui.site_map.point_changes import get_shared, is_shared
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_NUMBER_PX = 20

_CELL_PAD_PX = 7
_HEADINGS = ("volume", "depth", "needle")


class PointRow(QWidget):
    """One point: its number, volume, depth, needle, and a button that removes it."""

    changed = Signal(int, str, object)
    removed = Signal(int)
    reached = Signal(int)

    def __init__(self, theme: Theme, words: Words, position: int) -> None:
        super().__init__()
        self._words = words
        self._position = position
        self._number = Label(theme, str(position + 1), role="compact", tone="text-2")
        self._number.setFixedWidth(theme.grown(_NUMBER_PX))
        self.volume_cell = make_volume_cell(theme, words, "")
        self._depth = NumberCell(theme, words, "", decimals=DEPTH_DECIMALS, possible=DEPTH_RANGE)
        self._needle = TextCell(theme, words, "")
        self._remove = IconButton(theme, "close", words("sites.remove_point", number=position + 1))
        self._remove.setObjectName(f"remove_point:{position}")
        self._remove.clicked.connect(lambda: self.removed.emit(position))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.XS)
        row.addWidget(self._number)
        self.fields: dict[str, NumberCell | TextCell] = {
            "volume_ml": self.volume_cell,
            "depth_mm": self._depth,
            "needle": self._needle,
        }
        for name, field in self.fields.items():
            field.setObjectName(f"point.{name}:{position}")
            field.box.row.setContentsMargins(_CELL_PAD_PX, sizes.HAIR, _CELL_PAD_PX, sizes.HAIR)
            field.value_changed.connect(lambda value, name=name: self._on_changed(name, value))
            field.line_edit.installEventFilter(self)
            row.addWidget(field, 3 if name == "needle" else 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)

    def show_point(self, site: MarkedSite, *, is_current: bool, reason: str) -> None:
        """Show a point; reports nothing."""
        point: SitePoint = site.points[self._position]
        name = say_point(site, self._position, self._words)
        self.volume_cell.set_value(point.volume_ml)
        self._depth.set_value(point.depth_mm)
        self._needle.set_value(point.needle)
        for key, field in zip(_HEADINGS, self.fields.values(), strict=True):
            field.set_name(self._words("sites.cell", point=name, what=self._words(f"sites.{key}")))
            field.set_locked(reason)
        self._number.set_role("compact", 700 if is_current else None)
        self._number.set_tone("accent" if is_current else "text-2")
        self._remove.setEnabled(not reason)
        self._remove.setAccessibleName(f"{self._words('sites.remove_point', number=self._position + 1)}. {name}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.reached.emit(self._position)
        return False

    def _on_changed(self, name: str, value: object) -> None:
        self.changed.emit(self._position, name, normalise_text(value) if isinstance(value, str) else value)


class PointsDetail(QWidget):
    """Stands under the current site; `each_changed` is for all its points, `point_changed` for a single one."""

    each_changed = Signal(str, object)
    point_changed = Signal(int, str, object)
    point_removed = Signal(int)
    point_reached = Signal(int)
    remove_requested = Signal()
    rows_added = Signal()

    def __init__(self, theme: Theme, words: Words, *, has_volume: bool = False) -> None:
        super().__init__()
        self.setObjectName("points_detail")
        self._theme = theme
        self._words = words
        self._is_open = False
        self._site: MarkedSite | None = None
        self._point: int | None = None
        self._reason = ""
        self._rows: list[PointRow] = []
        depth = NumberField(
            theme, words, words("sites.depth_each"), unit="mm", decimals=DEPTH_DECIMALS, possible=DEPTH_RANGE
        )
        self._each: dict[str, NumberField | TextField] = {
            "depth_mm": depth,
            "needle": TextField(theme, words, words("sites.needle_each")),
        }
        if has_volume:
            volume = NumberField(
                theme, words, words("sites.volume_each"), unit="mL", decimals=VOLUME_DECIMALS, possible=VOLUME_RANGE
            )
            self._each = {"volume_ml": volume, **self._each}
        for name, field in self._each.items():
            field.setObjectName(f"points.{name}")
            field.value_changed.connect(lambda value, name=name: self._on_each_changed(name, value))
        self._none = Label(theme, role="small", tone="text-2", wraps=True)
        self._singles = QuietButton(theme, words("sites.singles"), icon_name="chevron-right")
        self._singles.setObjectName("single_points")
        self._singles.clicked.connect(self._toggle)
        self.remove = QuietButton(theme, words("sites.remove_site"), icon_name="close")
        self.remove.setObjectName("remove_site")
        self.remove.clicked.connect(self.remove_requested)
        self._headings = self._make_headings()
        self._shelf = QVBoxLayout()
        self._shelf.setSpacing(sizes.XXS)
        self._lay_out()

    def show_site(
        self, site: MarkedSite, point: int | None, reason: str = "", *, is_drawn: bool = True, can_remove: bool = True
    ) -> None:
        """Show the points of a site, with the current one in any case; reports nothing."""
        if self._site is not None and self._site.site_id != site.site_id:
            self._is_open = False
        self._site, self._point, self._reason = site, point, reason
        points = site.points
        for name, field in self._each.items():
            self._show_shared(field, points, name)
            field.set_placeholder("" if is_shared(points, name) else self._words("sites.varies"))
            set_shown(field, bool(points))
        self._none.setText(self._words("sites.no_points" if is_drawn else "sites.not_drawn"))
        set_shown(self._none, not points and not (is_drawn and reason))
        set_shown(self._singles, bool(points))
        set_shown(self.remove, can_remove)
        self.remove.setAccessibleName(f"{self._words('sites.remove_site')}: {site.title}")
        self.set_locked(reason)
        self._show_rows()

    def set_locked(self, reason: str) -> None:
        """Let nothing be changed and say why; an empty reason lets it be changed."""
        for field in self._each.values():
            field.set_locked(reason)
        self.remove.setEnabled(not reason)
        say_reason(self.remove, reason)

    def _show_shared(self, field: NumberField | TextField, points: tuple[SitePoint, ...], name: str) -> None:
        value = get_shared(points, name)
        if isinstance(field, NumberField):
            field.set_value(value if isinstance(value, Decimal) else None)
        else:
            field.set_value(str(value))

    def _on_each_changed(self, name: str, value: object) -> None:
        self.each_changed.emit(name, normalise_text(value) if isinstance(value, str) else value)

    def _make_headings(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(sizes.XXL, 0, sizes.XXXL, 0)
        for column, key in enumerate(_HEADINGS):
            unit = {"volume": " (mL)", "depth": " (mm)"}.get(key, "")
            text = f"{self._words(f'sites.{key}')}{unit}"
            grid.addWidget(Label(self._theme, text, role="label", tone="text-2"), 0, column)
            grid.setColumnStretch(column, 3 if key == "needle" else 2)
        return holder

    def _lay_out(self) -> None:
        both = QHBoxLayout()
        both.setSpacing(sizes.S)
        for name, field in self._each.items():
            both.addWidget(field, 3 if name == "needle" else 2, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.addWidget(self._singles)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(sizes.XXS, sizes.XXS, sizes.XXS, sizes.XS)
        rows.setSpacing(sizes.XS)
        rows.addWidget(self._none)
        rows.addLayout(both)
        rows.addWidget(self._headings)
        rows.addLayout(self._shelf)
        rows.addLayout(buttons)

    def _toggle(self) -> None:
        self._is_open = not self._is_open
        self._show_rows()

    def _show_rows(self) -> None:
        site = self._site
        count = 0 if site is None else len(site.points)
        shown = [n for n in range(count) if self._is_open or n == self._point]
        before = len(self._rows)
        while shown and len(self._rows) <= shown[-1]:
            self._add_row()
        if len(self._rows) > before:
            self.rows_added.emit()
        for position, row in enumerate(self._rows):
            is_shown = position in shown
            if is_shown and site is not None:
                row.show_point(site, is_current=position == self._point, reason=self._reason)
            set_shown(row, is_shown)
        set_shown(self._headings, bool(shown))
        self._singles.set_icon_name("chevron-down" if self._is_open else "chevron-right")

    def _add_row(self) -> None:
        row = PointRow(self._theme, self._words, len(self._rows))
        row.changed.connect(self.point_changed)
        row.removed.connect(self.point_removed)
        row.reached.connect(self.point_reached)
        self._rows.append(row)
        self._shelf.addWidget(row)
