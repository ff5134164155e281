"""The chosen sites of step 4 as a table, with what is entered for the points of the current one under it."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Label, laid_out_once, set_shown
from stemsup_desktop.ui.components.leaving import drop
from stemsup_desktop.ui.laying_out import iter_styling
from stemsup_desktop.ui.pages.plan.site_row import EACH_PX, POINTS_PX, RIGHT, SUM_PX, SiteRow
from stemsup_desktop.ui.pages.plan.view import SiteChoice
from stemsup_desktop.ui.site_map.marks import MarkedSite
from stemsup_desktop.ui.site_map.points_detail import PointsDetail
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.turns import iter_until
from stemsup_desktop.ui.words import Words

SPARE = 3
"""Rows that are made ahead: as many sites come at once where a change with them is taken back."""


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
        self._spare: list[SiteRow] = []
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
        with laid_out_once(self):
            self._put_sites(sites, reason)

    def _put_sites(self, sites: tuple[SiteChoice, ...], reason: str) -> None:
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
            if widget is not self.detail:
                set_shown(widget, True)
        if elsewhere:
            self.rows_changed.emit()

    def _focus_after(self, order: list[str], site_id: str) -> None:
        place = order.index(site_id)
        left = [one for one in (*order[place + 1 :], *reversed(order[:place])) if one in self._rows]
        if left:
            self._rows[left[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, site: SiteChoice) -> SiteRow:
        row = self._spare.pop() if self._spare else self._make_row()
        row.take(site)
        return row

    def iter_spares(self) -> Iterator[None]:
        """Make the rows of the sites that are chosen next, in pieces: a row takes long to make, and to be styled."""
        while len(self._spare) < SPARE:
            row = self._make_row()
            row.setParent(self)
            row.hide()
            self._spare.append(row)
            yield
        for row in tuple(self._spare):
            yield from iter_until(partial(self._is_taken, row), iter_styling(row))

    def _is_taken(self, row: SiteRow) -> bool:
        return row not in self._spare

    def _make_row(self) -> SiteRow:
        row = SiteRow(self._theme, self._words)
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
            label.setAlignment(RIGHT)
            label.setFixedWidth(self._theme.grown(width))
            row.addWidget(label)
        return holder
