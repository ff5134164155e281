"""The drawings of the site map with their switch and legend; which zone and point are current is kept here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.record import NO_BACKGROUND, Background
from stemsup_desktop.consultation.sites.drawings import Drawing, name_drawing
from stemsup_desktop.consultation.sites.ghosts import count_other_version, derive_ghosts
from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.site_map.canvas import SiteCanvas
from stemsup_desktop.ui.site_map.legend import Legend
from stemsup_desktop.ui.site_map.marks import (
    GhostMark,
    MapView,
    MarkedSite,
    ZoneMemo,
    derive_ghost_marks,
)
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.turns import run_in_turns
from stemsup_desktop.ui.words import Words

PAIR_FROM_PX = 500
LEGEND_FROM_PX = 340
GROUPS = (("scalp-top", "face-front"), ("head-right", "head-left"), ("head-back",))
"""What is worth seeing side by side."""
ORDER = tuple(view_id for group in GROUPS for view_id in group)


def list_map_keys(words: Words) -> tuple[tuple[str, str], ...]:
    """Return the keys of the map for the sheet of keys."""
    return (
        ("[ / ]", words("sites.keys_zone")),
        (", / .", words("sites.keys_point")),
        ("Enter", words("sites.keys_add")),
        ("← ↑ ↓ →", words("sites.keys_move")),
        ("Shift+← ↑ ↓ →", words("sites.keys_move_far")),
        ("Del", words("sites.keys_remove")),
    )


class MapBoard(QWidget):
    """Shows the views side by side where they have room, else one with a switch; reports by site.

    `place_changed` carries the current site (or "") and the position of the current point (or None).
    """

    site_toggled = Signal(str)
    place_changed = Signal(str, object)
    point_added = Signal(str, str, object)
    point_moved = Signal(str, int, object)
    point_nudged = Signal(str, int, object)
    point_removed = Signal(str, int)
    files_dropped = Signal(str, object)
    """The site, and the paths of files that were dropped on it."""

    def __init__(self, theme: Theme, words: Words, drawings: tuple[Drawing, ...], *, wants_choice: bool = True) -> None:
        super().__init__()
        self._wants_choice = wants_choice
        self._theme = theme
        self._words = words
        self._sites: tuple[MarkedSite, ...] = ()
        self._background = NO_BACKGROUND
        self._ghosts: dict[str, tuple[GhostMark, ...]] = {}
        self._current: str | None = None
        self._point: int | None = None
        self._is_read_only = False
        self._is_single = False
        self._wants_single = False
        self._drawings = tuple(
            sorted(drawings, key=lambda one: ORDER.index(one.view_id) if one.view_id in ORDER else len(ORDER))
        )
        self._zones = {drawing.view_id: ZoneMemo(drawing, words) for drawing in self._drawings}
        self._view_id = self._drawings[0].view_id
        self._names = {
            zone.zone_id: zone.name.in_language(words.language) for drawing in drawings for zone in drawing.zones
        }
        self.canvases = tuple(self._make_canvas(drawing) for drawing in self._drawings)
        self._titles: list[Label] = []
        self._columns = tuple(self._make_column(canvas) for canvas in self.canvases)
        self._groups = tuple(
            group for group in (tuple(v for v in one if v in self._view_ids()) for one in GROUPS) if group
        )
        self._switches = (self._make_switch(self._groups), self._make_switch(tuple((v,) for v in self._view_ids())))
        self._older = Label(theme, role="small", tone="text-3", wraps=True)
        self.legend = Legend(theme, words)
        self._lay_out()
        self._show_views()
        theme.theme_changed.connect(self._repaint)

    # What is shown

    def show_sites(self, sites: tuple[MarkedSite, ...], background: Background, *, is_read_only: bool) -> None:
        """Show chosen sites with their points, and those of the last visit; reports nothing."""
        if background is not self._background:
            self._background = background
            self._ghosts = {
                drawing.view_id: derive_ghost_marks(derive_ghosts(background, drawing), self._words)
                for drawing in self._drawings
            }
            older = sum(count_other_version(background, drawing) for drawing in self._drawings)
            self._older.setText(self._words("sites.older", count=older) if older else "")
            set_shown(self._older, older > 0)
        self._sites = sites
        self._is_read_only = is_read_only
        self._keep_point()
        self._show()

    def select(self, site_id: str, point: int | None = None) -> None:
        """Make a site, and perhaps one of its points, current and bring it into view; reports nothing."""
        self._current, self._point = site_id or None, point
        self._bring_current()
        self._show()

    def take_files(self) -> None:
        """Let files be dropped on the zones of every drawing."""
        for canvas in self.canvases:
            canvas.take_files()
            canvas.files_dropped.connect(self.files_dropped)

    @property
    def current(self) -> tuple[str, int | None]:
        """The current site or "", and the position of the current point or None."""
        return self._current or "", self._point

    def step(self, by: int) -> None:
        """Go to the next zone (`by` 1) or the one before (-1), through every drawing and round the end."""
        order = list(dict.fromkeys(zone_id for canvas in self.canvases for zone_id in canvas.zone_ids))
        start = -1 if by > 0 else 0
        here = order.index(self._current) if self._current in order else start
        self._reach(order[(here + by) % len(order)], None)
        self.focus_map()

    def focus_map(self) -> None:
        """Put the focus on a drawing that is seen, that with the current zone first."""
        seen = [canvas for canvas in self.canvases if canvas.view_id in self._seen()]
        wanted = next((canvas for canvas in seen if self._current in canvas.zone_ids), seen[0])
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_single(self, wants_single: bool) -> None:
        """Show one view at a time also where two had room."""
        self._wants_single = wants_single
        self._fit(self.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in ("[", "]"):
            self.step(1 if event.text() == "]" else -1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())
        set_shown(self.legend, event.size().height() >= LEGEND_FROM_PX)

    # Layout

    def _view_ids(self) -> tuple[str, ...]:
        return tuple(drawing.view_id for drawing in self._drawings)

    def _make_canvas(self, drawing: Drawing) -> SiteCanvas:
        canvas = SiteCanvas(drawing, self._theme.colour, self._words.language)
        canvas.setFont(self._theme.font("label", 700))
        canvas.setAccessibleName(drawing.name.in_language(self._words.language))
        canvas.zone_reached.connect(lambda zone_id: self._reach(zone_id, None))
        canvas.point_reached.connect(self._reach)
        canvas.zone_toggled.connect(self.site_toggled)
        canvas.point_added.connect(lambda zone_id, place: self.point_added.emit(zone_id, name_drawing(drawing), place))
        canvas.point_moved.connect(self.point_moved)
        canvas.point_nudged.connect(self.point_nudged)
        canvas.point_removed.connect(self.point_removed)
        return canvas

    def _make_column(self, canvas: SiteCanvas) -> QWidget:
        theme, words = self._theme, self._words
        title = Label(theme, canvas.drawing.name.in_language(words.language), role="section")
        self._titles.append(title)
        note = Label(theme, words(f"plan.{canvas.view_id}_note"), role="small", tone="text-3", wraps=True)
        note.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        left, right = (words(f"sites.edge_{edge}") for edge in canvas.drawing.edges)
        heading = QGridLayout()
        heading.setVerticalSpacing(0)
        heading.setHorizontalSpacing(sizes.XS)
        heading.addWidget(title, 0, 1, Qt.AlignmentFlag.AlignHCenter)
        heading.addWidget(Label(theme, left, role="compact", tone="text-2", weight=700), 1, 0)
        heading.addWidget(note, 1, 1)
        heading.addWidget(Label(theme, right, role="compact", tone="text-2", weight=700), 1, 2)
        heading.setColumnStretch(1, 1)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.XXS)
        column.addLayout(heading)
        column.addWidget(canvas, 1)
        return holder

    def _make_switch(self, groups: tuple[tuple[str, ...], ...]) -> ViewSwitch:
        options = tuple((group[0], self._words(f"sites.switch_{'_'.join(group)}")) for group in groups)
        switch = ViewSwitch(self._theme, self._words("sites.switch"), options)
        switch.setObjectName("map_view" if all(len(group) == 1 for group in groups) else "map_views")
        switch.value_changed.connect(lambda code: self._on_switched(str(code)))
        return switch

    def _lay_out(self) -> None:
        switches = QHBoxLayout()
        switches.addStretch(1)
        for switch in self._switches:
            switches.addWidget(switch)
        switches.addStretch(1)
        maps = QHBoxLayout()
        maps.setSpacing(sizes.XL)
        for column in self._columns:
            maps.addWidget(column, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(sizes.M, sizes.S, sizes.M, sizes.XS)
        rows.setSpacing(sizes.XS)
        rows.addLayout(switches)
        rows.addLayout(maps, 1)
        rows.addWidget(self._older)
        rows.addWidget(self.legend)
        set_shown(self._older, False)

    def _fit(self, width: int) -> None:
        is_single = self._wants_single or width < PAIR_FROM_PX
        self.legend.set_room(width - 32)
        if is_single != self._is_single:
            self._is_single = is_single
            self._show_views()

    def _seen(self) -> tuple[str, ...]:
        if self._is_single:
            return (self._view_id,)
        return next(group for group in self._groups if self._view_id in group)

    def _show_views(self) -> None:
        seen = self._seen()
        for canvas, column in zip(self.canvases, self._columns, strict=True):
            set_shown(column, canvas.view_id in seen)
        pairs, singles = self._switches
        pairs.set_value(seen[0])
        singles.set_value(self._view_id)
        for title in self._titles:
            set_shown(title, not self._is_single)
        set_shown(pairs, not self._is_single and len(pairs.buttons) > 1)
        set_shown(singles, self._is_single and len(singles.buttons) > 1)

    def _on_switched(self, view_id: str) -> None:
        self._view_id = view_id
        self._show_views()

    def _bring_current(self) -> None:
        """Switch to a view that shows the current point, or else the current zone."""
        drawing = self._drawing_of_point()
        wanted = [canvas.view_id for canvas in self.canvases if self._current in canvas.zone_ids]
        if drawing is not None:
            wanted = [drawing]
        if wanted and not set(wanted) & set(self._seen()):
            self._on_switched(wanted[0])

    def _drawing_of_point(self) -> str | None:
        site = next((site for site in self._sites if site.site_id == self._current), None)
        if site is None or self._point is None or self._point >= len(site.points):
            return None
        view_id = site.points[self._point].drawing.rpartition("/")[0]
        return view_id if view_id in self._view_ids() else None

    # What the person does

    def _reach(self, zone_id: str, point: int | None) -> None:
        self.select(zone_id, point)
        self.place_changed.emit(zone_id, point)

    def _keep_point(self) -> None:
        """Keep the current point within what there is after a point was removed or taken back."""
        site = next((site for site in self._sites if site.site_id == self._current), None)
        count = 0 if site is None else len(site.points)
        if self._point is not None and self._point >= count:
            self._point = count - 1 if count else None

    def _show(self) -> None:
        """Show the state on each drawing; those that are seen paint it one after the other, in turns of their own."""
        changed: list[SiteCanvas] = []
        for canvas in self.canvases:
            zones = self._zones[canvas.view_id].derive(self._sites)
            ghosts = self._ghosts.get(canvas.view_id, ())
            view = MapView(zones, ghosts, self._current, self._point, self._is_read_only, self._wants_choice)
            if canvas.show_view(view, self._words.language, is_painted=False):
                changed.append(canvas)
            canvas.setAccessibleName(self._name(canvas, view))
        run_in_turns(self, *(canvas.update for canvas in changed if canvas.isVisible()))
        self.legend.show_state(has_ghosts=any(self._ghosts.values()), is_read_only=self._is_read_only)

    def _name(self, canvas: SiteCanvas, view: MapView) -> str:
        """Return what is read out when the focus comes to a drawing or goes on in it."""
        title = canvas.drawing.name.in_language(self._words.language)
        if self._current is None or self._current not in canvas.zone_ids:
            return title
        zone, point = view.find_zone(self._current), view.find_point()
        if point is not None:
            return f"{title}. {point.name}"
        if zone is not None:
            return f"{title}. {zone.name}"
        return f"{title}. {self._words('plan.zone_open', zone=self._names[self._current])}"

    def _repaint(self) -> None:
        for canvas in self.canvases:
            canvas.repaint_all()
