"""The chosen sites of step 4 as a table: letter, zone, points, mL a point, mL."""

from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.consultation.formats import format_number
from stemsup_desktop.consultation.sites.sums import sum_points_ml
from stemsup_desktop.ui.components.cells import make_volume_cell
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, set_shown
from stemsup_desktop.ui.components.leaving import drop
from stemsup_desktop.ui.pages.plan.view import SiteChoice
from stemsup_desktop.ui.site_map.letter import LetterDisc
from stemsup_desktop.ui.site_map.marks import MarkedSite
from stemsup_desktop.ui.site_map.point_changes import get_shared, is_shared
from stemsup_desktop.ui.site_map.points_detail import PointsDetail
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

POINTS_PX, EACH_PX, SUM_PX = 40, 64, 50
_DASH = "–"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@spoken_as(Role.ListItem)
class SiteRow(QFrame):
    """One chosen site. The focus makes it current, as on the map; Delete removes it."""

    remove_requested = Signal(str)
    reached = Signal(str)
    each_changed = Signal(str, object)

    def __init__(self, theme: Theme, words: Words, site: SiteChoice) -> None:
        super().__init__()
        self.site_id = site.site_id
        self._theme = theme
        self._words = words
        self._reason = ""
        self._is_current = False
        self.setObjectName(f"site:{site.site_id}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._letter = LetterDisc(theme)
        self._title = Label(theme, role="compact", wraps=True)
        within = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        within.setHeightForWidth(True)
        self._title.setSizePolicy(within)
        self._points, self._sum = Label(theme, role="compact"), Label(theme, role="compact")
        self.each = make_volume_cell(theme, words, words("sites.each", site=site.title))
        self.each.setObjectName(f"each_ml:{site.site_id}")
        self.each.box.row.setContentsMargins(sizes.XS, sizes.HAIR, sizes.XS, sizes.HAIR)
        self.each.line_edit.setAlignment(_RIGHT)
        self.each.value_changed.connect(lambda number: self.each_changed.emit(self.site_id, number))
        self.each.line_edit.installEventFilter(self)
        self._lay_out(site)

    def show_view(self, site: SiteChoice, reason: str, *, is_current: bool) -> None:
        """Show letter, name and numbers, and with a reason why the site cannot be changed."""
        self._reason = reason
        self._is_current = is_current
        count = len(site.points)
        self._letter.set_letter(site.letter)
        separator = "：" if self._words.language == "ja" else ": "
        title = f"{site.title}{separator}{site.other}" if site.other.strip() else site.title
        self._title.setText(title)
        self._points.setText(str(count) if site.is_drawn else _DASH)
        each, volume = get_shared(site.points, "volume_ml"), sum_points_ml(site.points)
        self.each.set_value(each if isinstance(each, Decimal) else None)
        self.each.set_placeholder("" if is_shared(site.points, "volume_ml") else self._words("sites.varies"))
        self.each.set_locked(reason)
        set_shown(self.each, count > 0)
        self._sum.setText(_DASH if volume is None else format_number(volume))
        for label in (self._title, self._points, self._sum):
            label.set_role("compact", 700 if is_current else None)
        name = self._words("plan.site_name", letter=site.letter, site=title)
        caution = self._words("plan.caution_site") if site.is_caution else ""
        numbers = self._words("sites.row", count=count, volume=self._sum.text()) if count else ""
        self.setAccessibleName(name)
        self.setAccessibleDescription(" ".join(part for part in (numbers, caution, reason) if part))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_current:
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._theme.colour("tint-2"))
            painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit(self.site_id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.reached.emit(self.site_id)
        super().mousePressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.reached.emit(self.site_id)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.hasFocus() and not self._reason:
            self.remove_requested.emit(self.site_id)
        else:
            super().keyPressEvent(event)

    def _lay_out(self, site: SiteChoice) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        if site.is_caution:
            mark = QHBoxLayout()
            mark.setSpacing(sizes.XXS)
            mark.addWidget(IconLabel(self._theme, "caution", "caut", 16))
            mark.addWidget(Label(self._theme, self._words("plan.caution_site"), role="small", tone="caut", weight=700))
            mark.addStretch(1)
            names.addLayout(mark)
        holder = QWidget()
        each = QVBoxLayout(holder)
        each.setContentsMargins(0, 0, 0, 0)
        each.addWidget(self.each)
        row = QHBoxLayout()
        row.setContentsMargins(sizes.XXS, sizes.TIGHT, sizes.XXS, sizes.TIGHT)
        row.setSpacing(sizes.XS)
        row.addWidget(self._letter)
        row.addLayout(names, 1)
        for widget, width in ((self._points, POINTS_PX), (holder, EACH_PX), (self._sum, SUM_PX)):
            widget.setFixedWidth(self._theme.grown(width))
            row.addWidget(widget)
        for label in (self._points, self._sum):
            label.setAlignment(_RIGHT)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(row)
        outer.addWidget(Hairline(self._theme))


def _holds(row: QWidget, focused: QWidget) -> bool:
    return focused is row or row.isAncestorOf(focused)


@spoken_as(Role.List)
class SiteList(QWidget):
    """The chosen sites in the order of choosing; rows are made and dropped only when the choice changes."""

    remove_requested = Signal(str)
    reached = Signal(str)
    each_changed = Signal(str, object)
    rows_changed = Signal()
    """Fields came or moved, so that Tab has to follow them anew."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.setObjectName("sites")
        self._theme = theme
        self._words = words
        self._rows: dict[str, SiteRow] = {}
        self._sites: tuple[SiteChoice, ...] = ()
        self._reason = ""
        self._current = ""
        self._point: int | None = None
        self.detail = PointsDetail(theme, words)
        self.detail.remove_requested.connect(lambda: self.remove_requested.emit(self._current))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._make_headings())
        self._column.addWidget(self.detail)
        self.detail.rows_added.connect(self.rows_changed)
        self.detail.hide()

    @property
    def current(self) -> str:
        """The current site, or empty."""
        return self._current

    def show_sites(self, sites: tuple[SiteChoice, ...], reason: str = "") -> None:
        """Show the chosen sites; when the focused row goes, the focus moves to the next."""
        order = list(self._rows)
        before = self._rows
        self._sites, self._reason = sites, reason
        self._rows = {site.site_id: before.get(site.site_id) or self._add(site) for site in sites}
        gone = {site_id: row for site_id, row in before.items() if site_id not in self._rows}
        focused = self.window().focusWidget()
        left = next((one for one, row in gone.items() if focused is not None and _holds(row, focused)), None)
        for row in gone.values():
            self._column.removeWidget(row)
            drop(row)
        if left is not None:
            self._focus_after(order, left)
        self._place()
        self._show()
        self.detail.set_locked(reason)

    def select(self, site_id: str, point: int | None) -> None:
        """Show which site and point are current; reports nothing."""
        if (site_id, point) != (self._current, self._point):
            self._current, self._point = site_id, point
            self._place()
            self._show()

    def find_row(self, site_id: str) -> SiteRow | None:
        """Return the row of a chosen site."""
        return self._rows.get(site_id)

    def _show(self) -> None:
        for site in self._sites:
            self._rows[site.site_id].show_view(site, self._reason, is_current=site.site_id == self._current)
        current = next((one for one in self._sites if one.site_id == self._current), None)
        if current is not None:
            marked = MarkedSite(current.site_id, current.letter, current.title, current.points)
            self.detail.show_site(marked, self._point, self._reason, is_drawn=current.is_drawn)
        set_shown(self.detail, current is not None)

    def _place(self) -> None:
        """Put the rows into their order and the detail under the current one, moving only what is elsewhere."""
        wanted: list[QWidget] = []
        for site_id, row in self._rows.items():
            wanted += [row, self.detail] if site_id == self._current else [row]
        elsewhere = [(at, one) for at, one in enumerate(wanted, start=1) if self._column.indexOf(one) != at]
        for position, widget in elsewhere:
            self._column.insertWidget(position, widget)
        if elsewhere:
            self.rows_changed.emit()

    def _focus_after(self, order: list[str], site_id: str) -> None:
        place = order.index(site_id)
        left = [one for one in (*order[place + 1 :], *reversed(order[:place])) if one in self._rows]
        if left:
            self._rows[left[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, site: SiteChoice) -> SiteRow:
        row = SiteRow(self._theme, self._words, site)
        row.remove_requested.connect(self.remove_requested)
        row.reached.connect(self.reached)
        row.each_changed.connect(self.each_changed)
        return row

    def _make_headings(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(sizes.XXS, 0, sizes.XXS, sizes.TIGHT)
        row.setSpacing(sizes.XS)
        row.addWidget(Label(self._theme, self._words("sites.zone"), role="label", tone="text-3"), 1)
        for key, width in (("points", POINTS_PX), ("each_ml", EACH_PX), ("sum_ml", SUM_PX)):
            label = Label(self._theme, self._words(f"sites.{key}"), role="label", tone="text-3")
            label.setAlignment(_RIGHT)
            label.setFixedWidth(self._theme.grown(width))
            row.addWidget(label)
        return holder
