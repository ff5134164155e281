"""Taking consent back from step 5: the sheet that asks, and what is said once it is recorded."""

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.signing_model import Withdrawal
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.follow_desk import FollowDesk
from stemsup_desktop.ui.stamping import join_sentences, say_stamp


class Withdrawing(QObject):
    """Of the open visit; `note` is the strip that says what was recorded, with the way to its slip."""

    slip_followed = Signal(str)
    """The number of a slip that is to be opened."""
    failed = Signal(object)
    """The `Problem` of a withdrawal that could not be begun."""

    def __init__(self, context: PageContext, desk: FollowDesk, host: QWidget) -> None:
        super().__init__(host)
        self._context = context
        self._desk = desk
        self._host = host
        self._slip = ""
        self.note = InlineMessage(context.theme, is_strip=True)
        self.note.setObjectName("consent.withdrawal_note")
        self.note.link_followed.connect(lambda: self.slip_followed.emit(self._slip))
        desk.recorded.connect(self._on_recorded)
        desk.slip_made.connect(self._on_slip_made)
        desk.slip_failed.connect(self._on_slip_failed)
        desk.failed.connect(self.failed)

    def ask(self, consultation_id: str, number: str) -> None:
        """Ask what of the consent of this number is taken back."""
        self.forget()
        self._desk.ask_withdrawal(self._host, consultation_id, number)

    def forget(self) -> None:
        """Say nothing more of the last withdrawal."""
        self._show(TagState.CLEAR, "")

    def accept_sheet(self) -> bool:
        """Hand on the open sheet, as the main key does; return whether there was one."""
        sheet = self._desk.sheet
        if sheet is not None:
            sheet.submit()
        return sheet is not None

    def dismiss_sheet(self) -> bool:
        """Close the open sheet; return whether there was one."""
        sheet = self._desk.sheet
        if sheet is not None:
            sheet.dismiss()
        return sheet is not None

    def _on_recorded(self, visit_id: str, withdrawal: Withdrawal) -> None:
        self._show(TagState.INFORMATION, self._context.words("withdrawal.recorded_now"))

    def _on_slip_made(self, pdf: bytes, number: str, stamp_problem: Problem | None) -> None:
        words, caution = self._context.words, say_stamp(stamp_problem, self._context.words)
        sentence = join_sentences(words("withdrawal.recorded", number=number), caution, words)
        self._show(TagState.CAUTION if caution else TagState.CLEAR, sentence, number)

    def _on_slip_failed(self, problem: Problem) -> None:
        words = self._context.words
        self._show(TagState.CAUTION, words("withdrawal.recorded_only", reason=words.sentence_of(problem)))

    def _show(self, state: TagState, sentence: str, slip: str = "") -> None:
        if shiboken6.isValid(self.note):
            self._slip = slip
            self.note.show_message(state, sentence, self._context.words("withdrawal.open_slip") if slip else "")
