"""The page of people: oneself, everyone who may open the records, and the recovery sheet."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.consultation.people import Account
from stemsup_desktop.store.recovery_code import make_recovery_code
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.people.form_sheet import FormSheet
from stemsup_desktop.ui.pages.people.house_part import HousePart
from stemsup_desktop.ui.pages.people.own_form import OwnForm
from stemsup_desktop.ui.pages.people.own_part import OwnPart
from stemsup_desktop.ui.pages.people.person_form import PassphraseForm, PersonForm, RemovalForm
from stemsup_desktop.ui.pages.people.sheet_form import SheetForm
from stemsup_desktop.ui.pages.people.view import (
    Household,
    PeopleView,
    derive_people,
    is_last_administrator,
    load_household,
)
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

T = TypeVar("T")
_WIDEST_PX = 880


class PeoplePage(Page[PeopleView | None]):
    """Accounts are changed in the vault at once; what a form was told is forgotten when it closes.

    `can_rekey` offers to change the vault's key: `rekey_requested` asks for it.
    """

    rekey_requested = Signal()

    needs_visit = False
    shows_ahead = False

    def __init__(self, context: PageContext, access: VaultAccess, *, can_rekey: bool = False) -> None:
        super().__init__(context, has_actions=False)
        self.setObjectName("people")
        self._access = access
        self._can_rekey = can_rekey
        self._household: Household | None = None
        self._sheet: Sheet | None = None
        self._undo: Callable[[], None] = lambda: None
        self._note = InlineMessage(self.theme, is_strip=True)
        self._note.setObjectName("note")
        self._note.link_followed.connect(lambda: self._undo())
        self._own = OwnPart(self.theme, self.words)
        self._own.change_requested.connect(self._on_own_requested)
        self._house = HousePart(self.theme, self.words, can_rekey=can_rekey)
        self._house.add_requested.connect(self._on_add_requested)
        self._house.edit_requested.connect(self._on_edit_requested)
        self._house.reset_requested.connect(self._on_reset_requested)
        self._house.removal_requested.connect(self._on_removal_requested)
        self._house.sheet_requested.connect(self._on_sheet_requested)
        self._house.rekey_requested.connect(self.rekey_requested)
        self._pane = ScrollPane(margins=(24, 16, 24, 32), spacing=16)
        self._pane.add(self._own)
        self._pane.add(self._house)
        self._pane.add_stretch()
        self._pane.content.setMaximumWidth(_WIDEST_PX)
        self._pane.setAlignment(Qt.AlignmentFlag.AlignLeft)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pane)
        self.add_strip(self._note)
        self.set_body(body)

    # Derive and show

    def derive(self) -> PeopleView | None:
        return None if self._household is None else derive_people(self._household, self.words)

    def show_view(self, view: PeopleView | None) -> None:
        is_administered = self._household is not None and self._household.is_administered
        subtitle = "people.subtitle" if is_administered else "people.subtitle_own"
        self.header.show_text(self.words("people.title"), self.words(subtitle))
        if view is not None:
            self._own.show_view(view)
            self._house.show_view(view)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load()

    def find_start(self) -> QWidget | None:
        return self._own.button

    def close_top(self) -> bool:
        if self._sheet is None:
            return False
        self._sheet.dismiss()
        return True

    def _load(self) -> None:
        self._ask(load_household, self._on_loaded)

    def _on_loaded(self, household: Household) -> None:
        self._household = household
        self.refresh()

    # Oneself

    def _on_own_requested(self) -> None:
        self._open_own(needs_name=False, then=lambda: None)

    def _open_own(self, *, needs_name: bool, then: Callable[[], None]) -> None:
        if self._household is None:
            return
        form = OwnForm(self.theme, self.words, self, self._household.own, needs_name=needs_name)

        def submit() -> None:
            change = form.take()
            self._send(
                form,
                lambda vault: vault.change_own_passphrase(change.present, change.passphrase, change.sign_in_name),
                partial(self._on_own_changed, then),
            )

        form.submitted.connect(submit)
        self._open(form, form.present.line_edit)

    def _on_own_changed(self, then: Callable[[], None], account: Account) -> None:
        self._say(self.words("people.own_done"))
        if self._household is not None:
            self._household = replace(self._household, own=account)
        then()

    # The others

    def _on_add_requested(self) -> None:
        if self._household is None:
            return
        if not self._household.own.sign_in_name:
            self._open_own(needs_name=True, then=self._open_add)
        else:
            self._open_add()

    def _open_add(self) -> None:
        form = PersonForm(self.theme, self.words, self)

        def submit() -> None:
            draft = form.take()
            self._send(
                form,
                lambda vault: vault.add_account(draft.account, draft.passphrase),
                lambda account: self._say(self.words("people.added", name=account.name)),
            )

        form.submitted.connect(submit)
        self._open(form, form.name.line_edit)

    def _on_edit_requested(self, account_id: str) -> None:
        household, before = self._household, self._find(account_id)
        if household is None or before is None:
            return
        keeps = is_last_administrator(before, household)
        form = PersonForm(self.theme, self.words, self, before, keeps_administrator=keeps)

        def submit() -> None:
            account = form.take().account
            self._send(form, lambda vault: vault.change_account(account), partial(self._on_edited, before))

        form.submitted.connect(submit)
        self._open(form, form.name.line_edit)

    def _on_edited(self, before: Account, account: Account) -> None:
        def undo() -> None:
            self._ask(lambda vault: vault.change_account(before), self._on_undone)

        if account != before:
            self._undo = undo
            said = self.words("people.changed", name=account.name)
            self._note.show_message(TagState.CLEAR, said, self.words("common.undo"))

    def _on_undone(self, account: Account) -> None:
        self._say(self.words("people.undone", name=account.name))
        self._load()

    def _on_reset_requested(self, account_id: str) -> None:
        account = self._find(account_id)
        if account is None:
            return
        form = PassphraseForm(self.theme, self.words, self, account)

        def submit() -> None:
            passphrase, name = form.pair.take(), form.sign_in_name.text()
            self._send(
                form,
                lambda vault: vault.reset_passphrase(account_id, passphrase, name),
                lambda account: self._say(self.words("people.reset_done", name=account.name)),
            )

        form.submitted.connect(submit)
        self._open(form, form.pair.first.line_edit)

    def _on_removal_requested(self, account_id: str) -> None:
        account = self._find(account_id)
        if account is None:
            return
        form = RemovalForm(self.theme, self.words, self, account, wants_rekey=self._can_rekey)

        def submit() -> None:
            wants_rekey = form.rekey.isChecked()
            self._send(
                form,
                lambda vault: vault.remove_account(account_id),
                lambda _: self._on_removed(account.name, wants_rekey),
            )

        form.submitted.connect(submit)
        self._open(form, None)

    def _on_removed(self, name: str, wants_rekey: bool) -> None:
        self._say(self.words("people.removed_done", name=name))
        if wants_rekey:
            self.rekey_requested.emit()

    # The recovery sheet

    def _on_sheet_requested(self) -> None:
        if self._household is None:
            return
        form = SheetForm(
            self.theme,
            self.words,
            self,
            self._access,
            make_recovery_code(),
            has_older=self._household.has_recovery_sheet,
        )
        form.kept.connect(self._load)
        self._open(form, form.first)

    # Forms

    def _open(self, sheet: Sheet, first: QWidget | None) -> None:
        if self._sheet is not None:
            self._sheet.dismiss()
        self._say("")
        self._sheet = sheet
        sheet.dismissed.connect(partial(self._on_sheet_gone, sheet))
        sheet.open(first)

    def _on_sheet_gone(self, sheet: Sheet) -> None:
        if self._sheet is sheet:
            self._sheet = None
        focused = self.window().focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self._own.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self, form: FormSheet, work: Callable[[Vault], T], on_done: Callable[[T], None]) -> None:
        """Do what a form asks for; it closes when it is done, and says why where it is not."""
        form.show_busy(self.words("people.working"))

        def on_result(result: Ok[T] | Err) -> None:
            is_there = shiboken6.isValid(form) and self._sheet is form
            match result:
                case Ok(value):
                    if is_there:
                        form.end()
                    on_done(value)
                    self._load()
                case Err(problem) if is_there:
                    form.show_problem(problem)
                case Err(problem):
                    self._note.show_message(TagState.STOP, self.words.sentence_of(problem))

        access = self._access
        self.run_job(lambda: work(access.get_vault()), on_result, lane=Lane.VAULT)

    def _ask(self, work: Callable[[Vault], T], on_done: Callable[[T], None]) -> None:
        def on_result(result: Ok[T] | Err) -> None:
            match result:
                case Ok(value):
                    on_done(value)
                case Err(problem):
                    self._note.show_message(TagState.STOP, self.words.sentence_of(problem))

        access = self._access
        self.run_job(lambda: work(access.get_vault()), on_result, lane=Lane.VAULT)

    def _say(self, sentence: str) -> None:
        self._undo = lambda: None
        self._note.show_message(TagState.CLEAR, sentence)

    def _find(self, account_id: str) -> Account | None:
        accounts = () if self._household is None else self._household.accounts
        return next((account for account in accounts if account.account_id == account_id), None)
