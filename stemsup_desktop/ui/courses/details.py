"""One session in full: its day, what became of it and why, how consent stands, and what may be done to it."""

from PySide6.QtCore import Signal

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.flow_row import FlowRow
from stemsup_desktop.ui.components.labels import Card, Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import ReasonLine, say_reason
from stemsup_desktop.ui.courses.view import SessionLine
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words


class SessionDetails(Card):
    """Each signal says what the person wants to do with the session that is shown."""

    move_wanted = Signal()
    miss_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self.setObjectName("session_details")
        self._title = Label(theme, role="compact", weight=700, wraps=True)
        self._notes = Label(theme, role="compact", tone="text-2", wraps=True, keeps_phrases=True)
        self._consent = InlineMessage(theme)
        self._consent.setObjectName("session_consent")
        self._reason = ReasonLine(theme)
        self._move = SecondaryButton(theme, words("courses.move"), icon_name="calendar")
        self._move.setObjectName("session_move")
        self._move.clicked.connect(self.move_wanted)
        self._miss = SecondaryButton(theme, words("courses.miss"))
        self._miss.setObjectName("session_miss")
        self._miss.clicked.connect(self.miss_wanted)
        self._restore = SecondaryButton(theme, words("courses.restore"), icon_name="undo")
        self._restore.setObjectName("session_restore")
        self._restore.clicked.connect(self.restore_wanted)
        self._buttons = FlowRow(gap=sizes.XS, line_gap=sizes.XS)
        for button in (self._move, self._miss, self._restore):
            self._buttons.add(button)
        for part in (self._title, self._notes, self._consent):
            self.rows.addWidget(part)
        self.rows.addWidget(self._buttons)
        self.rows.addWidget(self._reason)

    def show_line(self, line: SessionLine, *, is_asking: bool) -> None:
        """Show a session; while an act is being entered, its buttons wait."""
        self._title.setText(line.title)
        self._notes.setText("\n".join(line.notes))
        set_shown(self._notes, bool(line.notes))
        state, sentence = line.consent or (TagState.INFORMATION, "")
        self._consent.show_message(state, sentence)
        for button, can, reason in (
            (self._move, line.can_move, line.move_reason),
            (self._miss, line.can_miss, line.miss_reason),
            (self._restore, line.can_restore, ""),
        ):
            set_shown(button, can and not is_asking)
            button.setEnabled(not reason)
            say_reason(button, reason)
        set_shown(self._buttons, not self._buttons.is_empty)
        reasons = dict.fromkeys(reason for reason in (line.move_reason, line.miss_reason) if reason)
        self._reason.show_reason("" if is_asking else next(iter(reasons), ""))
