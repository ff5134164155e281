"""The sites of step 6: the map of what was given, its table, the points of the current site, and the balance."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stemsup_desktop.consultation.sites.drawings import Drawing
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Card, Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.pages.treatment.parts import Part
from stemsup_desktop.ui.pages.treatment.site_table import SiteTable
from stemsup_desktop.ui.pages.treatment.view import SiteRow, TreatmentView
from stemsup_desktop.ui.site_map.map_board import MapBoard
from stemsup_desktop.ui.site_map.marks import MarkedSite
from stemsup_desktop.ui.site_map.points_detail import PointsDetail
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

BOARD_PX = 440


class SitesPart(Part):
    """Shows the same sites on the map and in the table; `take_over_requested` asks for the planned points."""

    take_over_requested = Signal()
    rows_changed = Signal()

    def __init__(self, theme: Theme, words: Words, drawings: tuple[Drawing, ...]) -> None:
        super().__init__(theme, words, words("treatment.sites"), words("treatment.sites_note"))
        self._rows: tuple[SiteRow, ...] = ()
        self._is_locked = False
        self._take_over = SecondaryButton(theme, words("sites.take_over"), icon_name="check")
        self._take_over.setObjectName("take_over_points")
        self._take_over.clicked.connect(self.take_over_requested)
        self._take_over_note = Label(theme, role="small", tone="text-3", wraps=True)
        self.board = MapBoard(theme, words, drawings, wants_choice=False)
        self.board.setFixedHeight(BOARD_PX)
        self.refused = InlineMessage(theme)
        self.refused.setObjectName("points_refused")
        self.table = SiteTable(theme, words)
        self.detail = PointsDetail(theme, words, has_volume=True)
        self.detail.rows_added.connect(self.rows_changed)
        self._title = Label(theme, role="section")
        self._card = Card(theme)
        self._card.rows.addWidget(self._title)
        self._card.rows.addWidget(self.detail)
        self._balance = InlineMessage(theme)
        self._balance.setObjectName("volume_balance")
        self._lay_out()

    def show_view(self, view: TreatmentView) -> None:
        """Show what each site received; reports nothing."""
        self._rows, self._is_locked = view.sites, view.is_locked
        has_planned = any(row.planned.points for row in view.sites if row.is_planned)
        set_shown(self._take_over, has_planned)
        set_shown(self._take_over_note, has_planned)
        self._take_over.setEnabled(view.can_take_points and not view.is_locked)
        note = self.words("sites.take_over_note" if view.can_take_points else "sites.take_over_none")
        self._take_over_note.setText(note)
        say_reason(self._take_over, "" if view.can_take_points else note)
        self.table.show_view(view)
        marked = tuple(_mark(row) for row in view.sites if row.is_drawn)
        self.board.show_sites(marked, view.background, is_read_only=view.is_locked)
        self._show_detail()
        if view.balance is None:
            self._balance.show_message(TagState.INFORMATION, "")
        else:
            self._balance.show_message(view.balance.state, view.balance.sentence)

    def select(self, site_id: str, point: int | None) -> None:
        """Make a site and perhaps one of its points current on the map and in the table; reports nothing."""
        self.board.select(site_id, point)
        self.table.select(site_id)
        self.refused.show_message(TagState.CAUTION, "")
        self._show_detail()

    def _show_detail(self) -> None:
        """Show the points of the current site, if there are any."""
        site_id, point = self.board.current
        row = next((one for one in self._rows if one.planned.site_id == site_id and one.treated.marked), None)
        reason = self.words("treatment.points_locked") if self._is_locked else ""
        set_shown(self._card, row is not None)
        self.table.select(site_id)
        self.detail.set_locked(reason)
        if row is not None:
            site = _mark(row)
            self._title.setText(f"{site.letter}  {site.title}")
            self.detail.show_site(site, point, reason, can_remove=False)

    def _lay_out(self) -> None:
        top = QWidget()
        row = QHBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.S)
        row.addWidget(self._take_over)
        row.addWidget(self._take_over_note, 1)
        for widget in (top, self.board, self.refused, self.table, self._card, self._balance):
            self.column.addWidget(widget)


def _mark(row: SiteRow) -> MarkedSite:
    return MarkedSite(row.planned.site_id, row.letter, row.title, row.treated.marked)
