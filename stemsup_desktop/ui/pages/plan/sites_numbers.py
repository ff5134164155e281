"""The upper half of the numbers of step 4: zones, points and volumes as the physician enters them."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.labels import Label, SectionHeading, laid_out_once, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import Lockable
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.plan.rows import CheckRow
from stemsup_desktop.ui.pages.plan.site_list import SiteList
from stemsup_desktop.ui.pages.plan.site_row import EACH_PX, POINTS_PX, SUM_PX
from stemsup_desktop.ui.pages.plan.view import PlanView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.turns import iter_shared
from stemsup_desktop.ui.words import Words

OTHER_SITE = "other"


class SitesNumbers(QWidget):
    """Reports each change of sites and points; `place_changed` says which site and point are current now."""

    site_toggled = Signal(str, bool)
    site_described = Signal(str, str)
    place_changed = Signal(str, object)
    each_changed = Signal(str, str, object)
    """Site, field and value, for all points of the site."""
    point_changed = Signal(str, int, str, object)
    point_removed = Signal(str, int)
    rows_changed = Signal()

    def __init__(self, theme: Theme, words: Words, content: Content) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._content = content
        self._waits = False
        self._chosen: tuple[str, int | None] | None = None
        """The place that was selected while a view is waited for."""
        self._making = self._iter_fields()

    def fill(self) -> None:
        """Make the fields, unless they are there; they are many, so whoever has the time does it ahead."""
        for _ in self._making:
            pass

    def iter_filling(self) -> Iterator[None]:
        """Make the fields as `fill` does, a piece at a time."""
        yield from iter_shared(self._making)

    def iter_spares(self) -> Iterator[None]:
        """Make ahead, in pieces, the rows of the sites that are chosen next."""
        self.fill()
        yield from self._sites.iter_spares()

    def _iter_fields(self) -> Iterator[None]:
        theme, words, content = self._theme, self._words, self._content
        self._heading = SectionHeading(theme, words("sites.heading"))
        self._sites = SiteList(theme, words)
        self._no_sites = Label(theme, words("plan.no_sites"), role="compact", tone="text-3", wraps=True)
        self._total = self._make_total()
        yield
        self._open_note = InlineMessage(theme)
        self._open_note.setObjectName("points_note")
        self._later = Label(theme, words("sites.drawn_up_later"), role="small", tone="text-3", wraps=True)
        self._note = InlineMessage(theme)
        self._undrawn = {
            site.site_id: self._make_undrawn(site.site_id, site.name.in_language(words.language))
            for site in content.reference.sites
            if not site.views
        }
        self._other = TextField(theme, words, words("plan.site_other"))
        self._other.setObjectName("site_other")
        self._other.value_changed.connect(lambda text: self.site_described.emit(OTHER_SITE, str(text)))
        yield
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XS)
        for widget in (self._heading, self._no_sites, self._sites, self._total, self._open_note, self._later):
            rows.addWidget(widget)
        for widget in (self._note, self._make_column(), self._other):
            rows.addWidget(widget)
        self._connect()

    def show_view(self, view: PlanView) -> None:
        """Show the sites; reports nothing."""
        self.fill()
        with laid_out_once(self):
            self._show(view)

    def wait(self) -> None:
        """Take no selection before the next view: it may be that of a site that comes with it."""
        self._waits = True

    def _show(self, view: PlanView) -> None:
        self._waits = False
        if self._chosen is not None:
            chosen, self._chosen = self._chosen, None
            self._sites.select(*chosen)
        count = len(view.sites)
        self._heading.show_text(self._words("sites.heading"), self._words("plan.sites_count", count=count))
        self._sites.show_sites(view.sites, view.locked)
        has_points = view.points_count > 0
        set_shown(self._sites, count > 0)
        set_shown(self._no_sites, count == 0)
        set_shown(self._total, has_points)
        set_shown(self._later, has_points)
        self._zones.setText(self._words("sites.total", count=sum(bool(site.points) for site in view.sites)))
        self._points.setText(str(view.points_count))
        self._volume.setText(view.points_ml)
        self._open_note.show_message(TagState.OPEN, view.points_note)
        self._note.show_message(TagState.INFORMATION, view.sites_note)
        for site in view.undrawn:
            self._undrawn[site.site_id].set_value(bool(site.letter))
        other = next((site.other for site in view.sites if site.site_id == OTHER_SITE), None)
        set_shown(self._other, other is not None)
        self._other.set_value(other or "")
        parts: tuple[Lockable, ...] = (self._other, *self._undrawn.values())
        for part in parts:
            part.set_locked(view.locked)

    def select(self, site_id: str, point: int | None) -> None:
        """Show which site and point are current; reports nothing."""
        self.fill()
        if self._waits:
            self._chosen = site_id, point
        else:
            self._sites.select(site_id, point)

    def _connect(self) -> None:
        sites, detail = self._sites, self._sites.detail
        sites.remove_requested.connect(lambda site_id: self.site_toggled.emit(site_id, False))
        sites.reached.connect(self._on_reached)
        sites.rows_changed.connect(self.rows_changed)
        sites.each_changed.connect(lambda site_id, value: self.each_changed.emit(site_id, "volume_ml", value))
        detail.each_changed.connect(lambda field, value: self.each_changed.emit(sites.current, field, value))
        detail.point_changed.connect(
            lambda position, field, value: self.point_changed.emit(sites.current, position, field, value)
        )
        detail.point_removed.connect(lambda position: self.point_removed.emit(sites.current, position))
        detail.point_reached.connect(lambda position: self.place_changed.emit(sites.current, position))

    def _on_reached(self, site_id: str) -> None:
        if site_id != self._sites.current:
            self.place_changed.emit(site_id, None)

    def _make_total(self) -> QWidget:
        theme = self._theme
        self._zones = Label(theme, role="compact", weight=700)
        self._points, self._volume = (Label(theme, role="compact", weight=700) for _ in range(2))
        self._points.setObjectName("points_total")
        self._volume.setObjectName("volume_total")
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(sizes.XXS, 0, sizes.XXS, 0)
        row.setSpacing(sizes.XS)
        row.addWidget(self._zones, 1)
        volume_px = theme.grown(EACH_PX) + sizes.XS + theme.grown(SUM_PX)
        for label, width in ((self._points, theme.grown(POINTS_PX)), (self._volume, volume_px)):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            label.setFixedWidth(width)
            row.addWidget(label)
        return holder

    def _make_column(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, sizes.XXS, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(self._theme, self._words("plan.undrawn"), role="compact", tone="text-2"))
        for row in self._undrawn.values():
            column.addWidget(row)
        return part

    def _make_undrawn(self, site_id: str, title: str) -> CheckRow:
        row = CheckRow(self._theme, title, name=f"site_box:{site_id}")
        row.toggled.connect(lambda is_chosen: self.site_toggled.emit(site_id, is_chosen))
        return row
