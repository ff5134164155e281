"""Opens one form at a time over the page of people, brings it to the vault, and says how it went."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.sheet import Sheet, find_cover, find_top_sheet
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

T = TypeVar("T")


class FormDesk:
    """`note` is the strip that says how it went; `reload` follows each change."""

    def __init__(self, page: Page[Any], access: VaultAccess, note: InlineMessage, reload: Callable[[], None]) -> None:
        self._page = page
        self._access = access
        self._note = note
        self._reload = reload
        self._sheet: Sheet | None = None
        self._undo: Callable[[], None] = lambda: None
        note.link_followed.connect(lambda: self._undo())

    def open(self, sheet: Sheet, first: QWidget | None, home: QWidget) -> None:
        """Show a form with the focus on `first`; `home` takes the focus if what had it before is gone by then."""
        self.close_top()
        self.say("")
        self._sheet = sheet
        sheet.dismissed.connect(partial(self._on_gone, sheet, home))
        sheet.open(first)

    def close_top(self) -> bool:
        """Close the form on show; return whether there was one."""
        if self._sheet is None:
            return False
        self._sheet.dismiss()
        return True

    def send(self, form: FormSheet, work: Callable[[Vault], T], on_done: Callable[[T], None]) -> None:
        """Do what a form asks for; it closes when it is done, and says why where it is not."""
        form.show_busy(self._page.words("people.working"))

        def on_result(result: Ok[T] | Err) -> None:
            is_there = shiboken6.isValid(form) and self._sheet is form
            match result:
                case Ok(value):
                    if is_there:
                        form.end()
                    on_done(value)
                    self._reload()
                case Err(problem) if is_there:
                    form.show_problem(problem)
                case Err(problem):
                    self.refuse(problem)

        access = self._access
        self._page.run_job(lambda: work(access.get_vault()), on_result, lane=Lane.VAULT)

    def ask(self, work: Callable[[Vault], T], on_done: Callable[[T], None]) -> None:
        """Do something without a form."""

        def on_result(result: Ok[T] | Err) -> None:
            match result:
                case Ok(value):
                    on_done(value)
                case Err(problem):
                    self.refuse(problem)

        access = self._access
        self._page.run_job(lambda: work(access.get_vault()), on_result, lane=Lane.VAULT)

    def say(self, sentence: str, undo: Callable[[], None] | None = None) -> None:
        """Say what was done, and offer to undo it."""
        self._undo = undo or (lambda: None)
        link = self._page.words("common.undo") if undo is not None else ""
        self._note.show_message(TagState.CLEAR, sentence, link)

    def refuse(self, problem: Problem) -> None:
        """Say why the vault refused."""
        self._note.show_message(TagState.STOP, self._page.words.sentence_of(problem))

    def _on_gone(self, sheet: Sheet, home: QWidget) -> None:
        if self._sheet is sheet:
            self._sheet = None
        if find_top_sheet(find_cover(self._page)) is not None:
            return  # what it had put aside is there again, with the focus in it
        focused = self._page.window().focusWidget()
        if focused is None or not self._page.isAncestorOf(focused):
            home.setFocus(Qt.FocusReason.OtherFocusReason)
