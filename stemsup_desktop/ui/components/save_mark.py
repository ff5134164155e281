"""How the draft stands on disk, in words; a failure stays until it is mended. And the bar that offers to undo."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from stemsup_desktop.ui.ages import find_next_change_ms, say_saved
from stemsup_desktop.ui.components.buttons import Button, LinkLabel
from stemsup_desktop.ui.components.labels import IconLabel, Label, set_shown
from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.spoken import Role, say, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.visit_state import NOT_ALLOWED, SaveKind, SaveState
from stemsup_desktop.ui.words import Words

_BAR_PX = 40
UNDO_BAR_MS = 10_000


_ICONS = {SaveKind.SAVED: "check", SaveKind.SAVING: "clock", SaveKind.NOT_SAVED: "stop"}


def say_save_state(state: SaveState, words: Words) -> tuple[str, str]:
    """Return how the draft stands in words, and why it is not saved and what to do, or empty."""
    time = f"{state.at.hour}:{state.at.minute:02}"
    match state.kind:
        case SaveKind.SAVED:
            return words("common.saved_at", time=time), ""
        case SaveKind.SAVING:
            return words("common.saving"), ""
        case SaveKind.NOT_SAVED:
            why = words.sentence_of(state.problem) if state.problem is not None else ""
            is_refused = state.problem is not None and state.problem.code in NOT_ALLOWED
            # What to do comes first where it helps: a narrow header cuts the end off.
            parts = (words("common.take_back"), why) if is_refused else (why, words("common.kept_in_memory"))
            return words("common.not_saved_since", time=time), " ".join(part for part in parts if part)


@spoken_as(Role.StatusBar)
class SaveMark(QWidget):
    """Saving, Saved 20 s ago, or Not saved since 10:44 with the reason and a way to try again.

    Its name for screen readers has the time of day instead, so that it does not change while nothing happens.
    """

    try_again_requested = Signal()

    def __init__(
        self, theme: Theme, words: Words, clock: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._clock = clock
        self._saved_at: datetime | None = None
        self._grow_older = QTimer(self)
        self._grow_older.setSingleShot(True)
        self._grow_older.timeout.connect(self._show_age)
        self._icon = IconLabel(theme, size=16)
        self._text = Label(theme, role="compact", tone="text-2")
        self._reason = Label(theme, role="compact", tone="stop")
        self._again = LinkLabel(theme, words("common.try_again"))
        self._again.clicked.connect(self.try_again_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.XS)
        for widget in (self._icon, self._text, self._reason, self._again):
            row.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_state(self, state: SaveState) -> None:
        """Show how the draft stands."""
        is_failed = state.kind is SaveKind.NOT_SAVED
        self._saved_at = state.at if state.kind is SaveKind.SAVED else None
        icon, tone = _ICONS[state.kind], "stop" if is_failed else "text-2"
        text, reason = say_save_state(state, self._words)
        self._icon.set_icon(icon, tone)
        self._text.setText(text)
        self._text.set_tone(tone)
        self._text.set_role("compact", 700 if is_failed else 400)
        self._reason.setText(reason)
        set_shown(self._reason, is_failed)
        set_shown(self._again, is_failed)
        self.setAccessibleName(" ".join(part for part in (text, reason) if part))
        self.setToolTip(reason or text)
        self._show_age()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_age()

    def _show_age(self) -> None:
        """Say how long ago the draft was saved, and look again when that has changed, as long as it is seen."""
        self._grow_older.stop()
        if self._saved_at is None:
            return
        now = self._clock()
        self._text.setText(say_saved(self._saved_at, now, self._words))
        if self.isVisible() and (wait_ms := find_next_change_ms(self._saved_at, now)):
            self._grow_older.start(wait_ms)


@spoken_as(Role.Grouping)
class UndoBar(QWidget):
    """Says what was just done and offers to take it back; it leaves after ten seconds, undo itself stays."""

    undo_requested = Signal()

    def __init__(self, theme: Theme, undo_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = Label(theme, role="compact", tone="base")
        self.button = Button(theme, undo_text, kind="inverse")
        self.button.set_type("compact", 700)
        self.button.setProperty("ring_token", "base")  # the accent would not be seen on the dark bar
        self.button.clicked.connect(self._on_undo)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(sizes.M)
        self._row.addWidget(self._text)
        self._row.addWidget(self.button)
        self._show_button(is_shown=True)
        self.grow()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(UNDO_BAR_MS)
        self._leave.timeout.connect(self.hide)
        self.hide()

    def grow(self) -> None:
        """Be as high as the size of text in use asks for."""
        self.setMinimumHeight(self._theme.grown(_BAR_PX))

    def show_change(self, description: str) -> None:
        """Offer to undo a change for ten seconds."""
        self._text.setText(description)
        self.setAccessibleName(description)
        say(self, description)
        self._show_button(is_shown=True)
        self.show()
        self._leave.start()

    def show_done(self, description: str) -> None:
        """Say what was taken back or done again, with nothing to press."""
        self.show_change(description)
        self._show_button(is_shown=False)

    def _show_button(self, *, is_shown: bool) -> None:
        """Show the button, which brings its own room, or leave as much at the right of the text as at its left."""
        set_shown(self.button, is_shown)
        self._row.setContentsMargins(sizes.M, sizes.XXS, sizes.XXS if is_shown else sizes.M, sizes.XXS)

    def paintEvent(self, event: object) -> None:
        painter = start_painting(self)
        draw_box(painter, self.rect().toRectF(), fill=self._theme.colour("text"), radius=6)
        painter.end()

    def _on_undo(self) -> None:
        self.hide()
        self.undo_requested.emit()
