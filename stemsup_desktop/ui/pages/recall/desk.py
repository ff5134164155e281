"""Brings what the page of a recall asks to the vault and to the writing room, and says how each went."""

from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6

from stemsup_desktop.errors import Problem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.jobs import Err, JobControl, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

T = TypeVar("T")


class RecallDesk:
    """`note` is the strip that says how it went; one sheet is open at a time."""

    def __init__(self, page: Page[Any], access: VaultAccess, note: InlineMessage) -> None:
        self.page = page
        self._access = access
        self._note = note
        self._sheet: Sheet | None = None
        self._control: JobControl | None = None
        page.busy.cancel_requested.connect(self.cancel)

    def ask(
        self,
        work: Callable[[Vault], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Ask the vault for something; a problem is said, unless `on_failed` takes it."""
        access = self._access
        self.page.run_job(lambda: work(access.get_vault()), self.answer(on_done, on_failed), lane=Lane.VAULT)

    def make(
        self,
        work: Callable[[JobControl], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Problem], None] | None = None,
        *,
        busy: str = "",
    ) -> JobControl:
        """Make something beside the vault; with `busy` it is said what, how far it is, and it can be cancelled."""
        control = JobControl()
        deliver = self.answer(on_done, on_failed)

        def on_result(result: Ok[T] | Err) -> None:
            if busy:
                self._end_busy()
            deliver(result)

        if busy:
            self._control = control
            self.page.busy.start(busy, can_cancel=True)
        return self.page.run_job(
            lambda: work(control), on_result, control=control, on_progress=self.page.busy.show_progress
        )

    def cancel(self) -> None:
        """Give up what is being made: nothing of it is left."""
        if self._control is not None:
            self._control.cancel()
            self._end_busy()

    def open(self, sheet: Sheet, first: Any = None) -> None:
        """Show a sheet in place of the one that is open."""
        self.close_top()
        self.say("")
        self._sheet = sheet
        sheet.dismissed.connect(lambda: self._on_gone(sheet))
        sheet.open(first)

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is open, if one is."""
        return self._sheet

    def close_top(self) -> bool:
        """Close the sheet on show; return whether there was one."""
        if self._sheet is None:
            return False
        self._sheet.dismiss()
        return True

    def say(self, sentence: str, state: TagState = TagState.CLEAR) -> None:
        """Say how something went."""
        self._note.show_message(state, sentence)

    def refuse(self, problem: Problem) -> None:
        """Say why something was refused."""
        self.say(self.page.words.sentence_of(problem), TagState.STOP)

    def answer(
        self, on_done: Callable[[T], None], on_failed: Callable[[Problem], None] | None = None
    ) -> Callable[[Ok[T] | Err], None]:
        """Return what takes a result, as long as the page is there."""

        def answer(result: Ok[T] | Err) -> None:
            match result:
                case _ if not shiboken6.isValid(self.page):
                    return  # locked meanwhile
                case Ok(value):
                    on_done(value)
                case Err(problem):
                    (on_failed or self.refuse)(problem)

        return answer

    def _end_busy(self) -> None:
        self._control = None
        self.page.busy.stop()

    def _on_gone(self, sheet: Sheet) -> None:
        if self._sheet is sheet:
            self._sheet = None
