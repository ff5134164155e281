"""What the page of documents adds to the open one: an addendum, a withdrawal with its slip."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from stemsup_desktop.consultation.signing_model import Withdrawal
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.follow_desk import FollowDesk
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.stamping import say_stamp

if TYPE_CHECKING:
    from stemsup_desktop.ui.pages.documents.page import DocumentsPage


class Following(QObject):
    """Without a desk nothing is offered."""

    def __init__(
        self,
        page: "DocumentsPage",
        desk: FollowDesk | None,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._desk = desk
        if desk is not None:
            desk.recorded.connect(self._on_recorded)
            desk.slip_made.connect(lambda _, number, stamp: self._show(number, "withdrawal.recorded", stamp))
            desk.slip_failed.connect(self._on_slip_failed)
            desk.addendum_made.connect(lambda number, stamp: self._show(number, "documents.addendum_kept", stamp))
            desk.failed.connect(page.say_problem)

    def ask_addendum(self) -> None:
        """Ask for an addendum to the open document."""
        opened = self._page.opened
        if opened is not None and self._desk is not None:
            self._desk.ask_addendum(self._page, opened.copy.entry, opened.patient.name)

    def ask_withdrawal(self) -> None:
        """Ask what of the open consent is taken back."""
        opened = self._page.opened
        if opened is not None and self._desk is not None:
            entry = opened.copy.entry
            self._desk.ask_withdrawal(self._page, entry.consultation_id, entry.number)

    def make_slip(self, number: str) -> None:
        """Make the slip of a withdrawal that is recorded and has none yet."""
        opened, desk = self._page.opened, self._desk
        if opened is None or desk is None:
            return
        visit_id = opened.copy.entry.consultation_id

        def on_listed(result: Ok[tuple[Withdrawal, ...]] | Err) -> None:
            match result:
                case Ok(withdrawals):
                    wanted = next((one for one in withdrawals if one.slip_number == number), None)
                    if wanted is not None:
                        desk.make_slip(visit_id, wanted)
                case Err(problem):
                    self._page.say_problem(problem)

        self._page.ask(lambda vault: vault.list_withdrawals(visit_id), on_listed)

    def _on_recorded(self, visit_id: str, withdrawal: Withdrawal) -> None:
        self._page.load()

    def _on_slip_failed(self, problem: Problem) -> None:
        words, opened = self._page.words, self._page.opened
        if opened is not None:
            self._page.open_document(opened.number)
        self._page.say_done(words("withdrawal.recorded_only", reason=words.sentence_of(problem)))

    def _show(self, number: str, key: str, stamp_problem: Problem | None) -> None:
        self._page.open_document(number)
        self._page.load()
        words = self._page.words
        self._page.say_done(words(key, number=number), say_stamp(stamp_problem, words))
