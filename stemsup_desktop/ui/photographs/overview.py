"""The photographs of one patient by day, or why there is none; adding begins here, and one or two are looked at."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import Button, SecondaryButton
from stemsup_desktop.ui.components.drop_area import DropArea
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import EmptyState, InlineMessage
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.photographs.reason_box import ReasonBox
from stemsup_desktop.ui.photographs.tile import TILE_PX, PhotographTile
from stemsup_desktop.ui.photographs.view import DayGroup, OverviewView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_GAP_PX = 8
MOST_CHOSEN = 2


class Overview(QWidget):
    """Shows an `OverviewView`; keeps which photographs are chosen, at most two, the first chosen first."""

    files_dropped = Signal(object)
    choose_requested = Signal()
    chosen_changed = Signal()
    hidden_removal_confirmed = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._view: OverviewView | None = None
        self._pictures: Mapping[str, QImage] = {}
        self.tiles: list[PhotographTile] = []
        self._chosen: list[str] = []
        self._columns = 0
        self.refusal = InlineMessage(theme)
        self.refusal.setObjectName("photographs_refused")
        self._hidden = Label(theme, role="compact", tone="text-2", wraps=True, keeps_phrases=True)
        self._remove_hidden = Button(theme, words("photographs.remove_hidden"), kind="danger")
        self._remove_hidden.setObjectName("remove_hidden")
        self._remove_hidden.clicked.connect(self._on_remove_hidden)
        self.reason = ReasonBox(theme, words)
        self.reason.removal_confirmed.connect(self.hidden_removal_confirmed)
        self.reason.given_up.connect(self._remove_hidden.setFocus)
        self.choose = SecondaryButton(theme, words("photographs.choose"), icon_name="plus")
        self.choose.setObjectName("choose_photographs")
        self.choose.clicked.connect(self.choose_requested)
        self.drop = DropArea(theme, words("photographs.drop"), self.choose, takes_several=True)
        self.drop.setObjectName("photographs_drop")
        self.drop.files_dropped.connect(self.files_dropped)
        self._empty = EmptyState(theme, "camera", "")
        self.pane = ScrollPane(margins=(sizes.XXS, sizes.XXS, sizes.XXS, sizes.XXS), spacing=sizes.S)
        self._hint = Label(theme, words("photographs.choose_hint"), role="compact", tone="text-3", wraps=True)
        self._lay_out()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the chosen photographs."""
        return tuple(self._chosen)

    def show_view(self, view: OverviewView, pictures: Mapping[str, QImage]) -> None:
        """Show the list; what is not listed any more is not chosen any more."""
        listed = [line.photo_id for group in view.groups for line in group.lines]
        self._chosen = [one for one in self._chosen if one in listed]
        self._pictures = pictures
        self._view = view
        state = TagState.CAUTION
        self.refusal.show_message(state, view.refusal)
        self._hidden.setText(view.hidden)
        set_shown(self._hidden, bool(view.hidden))
        set_shown(self._remove_hidden, bool(view.hidden))
        if not view.hidden:
            self.reason.hide()
        set_shown(self.drop, view.can_add)
        self._empty.show_text("camera", view.empty)
        set_shown(self._empty, bool(view.empty))
        set_shown(self.pane, bool(view.groups or view.removed))
        set_shown(self._hint, bool(view.groups))
        set_shown(self._rest, not (view.empty or view.groups or view.removed))
        self._fill(view)
        self.chosen_changed.emit()

    @property
    def has_view(self) -> bool:
        """Whether anything is known yet."""
        return self._view is not None

    def clear(self) -> None:
        """Show nothing until the next view comes."""
        self.show_view(OverviewView(), {})
        self._view = None

    def find_first(self) -> QWidget | None:
        """Return where the keyboard begins, None where nothing can be added: never on what removes."""
        return self.choose if self._view is not None and self._view.can_add else None

    def set_room(self, width: int) -> None:
        """Put as many photographs beside each other as there is room for."""
        columns = max(1, (width - 30) // (TILE_PX + _GAP_PX))
        if columns != self._columns:
            self._columns = columns
            if self._view is not None:
                self._fill(self._view)

    def _fill(self, view: OverviewView) -> None:
        while (item := self.pane.rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.tiles = []
        for group in view.groups:
            self.pane.rows.addWidget(self._make_group(group))
        if view.removed:
            self.pane.rows.addWidget(SectionHeading(self._theme, self._words("photographs.removed")))
        for line in view.removed:
            self.pane.rows.addWidget(Label(self._theme, line, role="compact", tone="text-2", wraps=True))
        self.pane.add_stretch()

    def _make_group(self, group: DayGroup) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.XS)
        note = self._words("photographs.count", count=len(group.lines))
        column.addWidget(SectionHeading(self._theme, group.day, note))
        grid = QGridLayout()
        grid.setSpacing(_GAP_PX)
        columns = self._columns or 5
        for place, line in enumerate(group.lines):
            tile = PhotographTile(self._theme, line)
            tile.setChecked(line.photo_id in self._chosen)
            tile.show_picture(self._pictures.get(line.photo_id, QImage()))
            tile.toggled.connect(lambda is_chosen, tile=tile: self._on_toggled(tile, is_chosen))
            grid.addWidget(tile, place // columns, place % columns)
            self.tiles.append(tile)
        grid.setColumnStretch(columns, 1)
        column.addLayout(grid)
        return part

    def _on_remove_hidden(self) -> None:
        self.reason.ask(self._words("photographs.remove_hidden_question"))

    def _on_toggled(self, tile: PhotographTile, is_chosen: bool) -> None:
        photo_id = tile.photo_id
        if is_chosen and photo_id not in self._chosen:
            self._chosen.append(photo_id)
        elif not is_chosen and photo_id in self._chosen:
            self._chosen.remove(photo_id)
        while len(self._chosen) > MOST_CHOSEN:
            first = self._chosen[0]
            next(one for one in self.tiles if one.photo_id == first).setChecked(False)
        self.chosen_changed.emit()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.S)
        hidden = QHBoxLayout()
        hidden.setSpacing(sizes.S)
        hidden.addWidget(self._hidden, 1)
        hidden.addWidget(self._remove_hidden)
        rows.addWidget(self.refusal)
        rows.addLayout(hidden)
        rows.addWidget(self.reason)
        rows.addWidget(self.drop)
        rows.addWidget(self._empty, 1)
        rows.addWidget(self.pane, 1)
        self._rest = QWidget()
        rows.addWidget(self._rest, 1)
        rows.addWidget(self._hint)
