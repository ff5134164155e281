"""Brings the acts of the page to the vault, one sheet at a time, and says how each went."""

from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtWidgets import QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

T = TypeVar("T")


class ActDesk:
    """`note` is the strip that says how it went; `on_changed` follows each change of the lot book."""

    def __init__(
        self, page: Page[Any], access: VaultAccess, note: InlineMessage, on_changed: Callable[[], None]
    ) -> None:
        self._page = page
        self._access = access
        self._note = note
        self._on_changed = on_changed
        self._sheet: FormSheet | None = None
        self._on_followed: Callable[[], None] = lambda: None
        self._is_busy = False
        note.link_followed.connect(lambda: self._on_followed())

    # Sheets

    def open(self, sheet: FormSheet, first: QWidget | None = None) -> None:
        """Show a sheet with the focus on `first`."""
        self.close_top()
        self.say("")
        self._sheet = sheet
        sheet.dismissed.connect(lambda: self._on_gone(sheet))
        sheet.open(first)

    def close_top(self) -> bool:
        """Close the sheet on show; return whether there was one."""
        if self._sheet is None:
            return False
        self._sheet.dismiss()
        return True

    def send(self, sheet: FormSheet, work: Callable[[Vault], T], on_done: Callable[[T], None]) -> None:
        """Do what a sheet asks for; it closes when it is done, and says why where it is not."""
        sheet.show_busy(self._page.words("lots.working"))

        def on_result(result: Ok[T] | Err) -> None:
            is_there = shiboken6.isValid(sheet) and self._sheet is sheet
            match result:
                case Ok(value):
                    if is_there:
                        sheet.end()
                    on_done(value)
                    self._on_changed()
                case Err(problem) if is_there:
                    sheet.show_problem(problem)
                case Err(problem):
                    self.refuse(problem)

        self._run(work, on_result)

    # Without a sheet

    def read(self, work: Callable[[Vault], T], on_done: Callable[[T], None]) -> None:
        """Ask the vault for something."""

        def on_result(result: Ok[T] | Err) -> None:
            match result:
                case Ok(value):
                    on_done(value)
                case Err(problem):
                    self.refuse(problem)

        self._run(work, on_result)

    def act(self, work: Callable[[Vault], T], on_done: Callable[[T], None]) -> None:
        """Change the lot book; while a change is under way no second one begins."""
        if self._is_busy:
            return
        self._is_busy = True

        def on_result(result: Ok[T] | Err) -> None:
            self._is_busy = False
            match result:
                case Ok(value):
                    on_done(value)
                    self._on_changed()
                case Err(problem):
                    self.refuse(problem)

        self._run(work, on_result)

    # Saying

    def say(
        self,
        sentence: str,
        undo: Callable[[], None] | None = None,
        *,
        state: TagState = TagState.CLEAR,
        link: str = "common.undo",
    ) -> None:
        """Say what was done, and offer to undo it, or what another `link` says."""
        self._on_followed = undo or (lambda: None)
        self._note.show_message(state, sentence, self._page.words(link) if undo is not None else "")

    def refuse(self, problem: Problem) -> None:
        """Say why the vault refused."""
        self.say(self._page.words.sentence_of(problem), state=TagState.STOP)

    def _run(self, work: Callable[[Vault], T], on_result: Callable[[Ok[T] | Err], None]) -> None:
        access = self._access
        self._page.run_job(lambda: work(access.get_vault()), on_result, lane=Lane.VAULT)

    def _on_gone(self, sheet: FormSheet) -> None:
        if self._sheet is sheet:
            self._sheet = None
