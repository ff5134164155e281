"""The page of people: oneself, everyone who may open the records, and the recovery sheet."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.consultation.people import Account
from stemsup_desktop.store.problems import make_input_problem
from stemsup_desktop.store.recovery_code import make_recovery_code
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.copy_work import CANCELLED
from stemsup_desktop.ui.jobs import Err, JobControl, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.people.form_desk import FormDesk
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
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.vault_access import VaultAccess

T = TypeVar("T")
_WIDEST_PX = 880
_PARTS = 1000


class PeoplePage(Page[PeopleView | None]):
    """Accounts are changed in the vault at once; what a form was told is forgotten when it closes."""

    needs_visit = False
    shows_ahead = False

    def __init__(self, context: PageContext, access: VaultAccess) -> None:
        super().__init__(context, has_actions=False)
        self.setObjectName("people")
        self._access = access
        self._household: Household | None = None
        self._note = InlineMessage(self.theme, is_strip=True)
        self._note.setObjectName("note")
        self._desk = FormDesk(self, access, self._note, self._load)
        self._own = OwnPart(self.theme, self.words)
        self._own.change_requested.connect(self._on_own_requested)
        self._house = HousePart(self.theme, self.words)
        self._house.add_requested.connect(self._on_add_requested)
        self._house.edit_requested.connect(self._on_edit_requested)
        self._house.reset_requested.connect(self._on_reset_requested)
        self._house.removal_requested.connect(self._on_removal_requested)
        self._house.sheet_requested.connect(self._on_sheet_requested)
        self._house.rekey_requested.connect(self._rekey)
        self._rekeying = threading.Event()
        self.busy.cancel_requested.connect(self._on_rekeying_cancelled)
        self._pane = ScrollPane(margins=(sizes.XL, sizes.M, sizes.XL, sizes.XXXL), spacing=sizes.M)
        self._pane.add(self._own)
        self._pane.add(self._house)
        self._pane.add_stretch()
        self._pane.content.setMaximumWidth(self.theme.grown(_WIDEST_PX))
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
        return self._desk.close_top()

    def _load(self) -> None:
        self._desk.ask(load_household, self._on_loaded)

    def _on_loaded(self, household: Household) -> None:
        is_first = self._household is None
        self._household = household
        self.refresh()
        if is_first and self.isVisible():
            self._own.button.setFocus(Qt.FocusReason.OtherFocusReason)  # there was no stop to take it before

    # Oneself

    def _on_own_requested(self) -> None:
        self._open_own(needs_name=False, then=lambda: None)

    def _open_own(self, *, needs_name: bool, then: Callable[[], None]) -> None:
        if self._household is None:
            return
        form = OwnForm(self.theme, self.words, self, self._household.own, needs_name=needs_name)

        def submit() -> None:
            change = form.take()
            self._desk.send(
                form,
                lambda vault: vault.change_own_passphrase(change.present, change.passphrase, change.sign_in_name),
                partial(self._on_own_changed, then),
            )

        form.submitted.connect(submit)
        self._desk.open(form, form.present.line_edit, self._own.button)

    def _on_own_changed(self, then: Callable[[], None], account: Account) -> None:
        self._desk.say(self.words("people.own_done"))
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
            self._desk.send(
                form,
                lambda vault: vault.add_account(draft.account, draft.passphrase),
                lambda account: self._desk.say(self.words("people.added", name=account.name)),
            )

        form.submitted.connect(submit)
        self._desk.open(form, form.name.line_edit, self._own.button)

    def _on_edit_requested(self, account_id: str) -> None:
        household, before = self._household, self._find(account_id)
        if household is None or before is None:
            return
        keeps = is_last_administrator(before, household)
        form = PersonForm(self.theme, self.words, self, before, keeps_administrator=keeps)

        def submit() -> None:
            account = form.take().account
            self._desk.send(form, lambda vault: vault.change_account(account), partial(self._on_edited, before))

        form.submitted.connect(submit)
        self._desk.open(form, form.name.line_edit, self._own.button)

    def _on_edited(self, before: Account, account: Account) -> None:
        def undo() -> None:
            self._desk.ask(lambda vault: vault.change_account(before), self._on_undone)

        if account != before:
            self._desk.say(self.words("people.changed", name=account.name), undo)

    def _on_undone(self, account: Account) -> None:
        self._desk.say(self.words("people.undone", name=account.name))
        self._load()

    def _on_reset_requested(self, account_id: str) -> None:
        account = self._find(account_id)
        if account is None:
            return
        form = PassphraseForm(self.theme, self.words, self, account)

        def submit() -> None:
            passphrase, name = form.pair.take(), form.sign_in_name.text()
            self._desk.send(
                form,
                lambda vault: vault.reset_passphrase(account_id, passphrase, name),
                lambda account: self._desk.say(self.words("people.reset_done", name=account.name)),
            )

        form.submitted.connect(submit)
        self._desk.open(form, form.pair.first.line_edit, self._own.button)

    def _on_removal_requested(self, account_id: str) -> None:
        account = self._find(account_id)
        if account is None:
            return
        form = RemovalForm(self.theme, self.words, self, account)

        def submit() -> None:
            wants_rekey = form.rekey.isChecked()
            self._desk.send(
                form,
                lambda vault: vault.remove_account(account_id),
                lambda _: self._on_removed(account.name, wants_rekey),
            )

        form.submitted.connect(submit)
        self._desk.open(form, None, self._own.button)

    def _on_removed(self, name: str, wants_rekey: bool) -> None:
        self._desk.say(self.words("people.removed_done", name=name))
        if wants_rekey:
            self._rekey()

    def _rekey(self) -> None:
        """Change the vault's key; whatever else is asked of the vault waits meanwhile. Cancelled, nothing changes."""
        self._house.set_rekeying(True)
        self._desk.say("")
        control, access, given_up = JobControl(), self._access, threading.Event()
        self._rekeying = given_up

        def on_part(part: float) -> None:
            control.report(round(part * _PARTS), _PARTS)
            if given_up.is_set() and part < 1.0:
                raise make_input_problem(CANCELLED)

        self.busy.start(self.words("people.rekeying"), can_cancel=True)
        self.run_job(
            lambda: access.get_vault().rekey(on_part),
            self._on_rekeyed,
            lane=Lane.VAULT,
            control=control,
            on_progress=self.busy.show_progress,
        )

    def _on_rekeying_cancelled(self) -> None:
        """Ask the change to stop; the step under way comes to its end first."""
        self._rekeying.set()
        self.busy.start(self.words("rekeying.stopping"))

    def _on_rekeyed(self, result: Ok[None] | Err) -> None:
        self.busy.stop()
        self._house.set_rekeying(False)
        if not isinstance(result, Err):
            self._desk.say(self.words("people.rekeyed"))
        elif result.problem.code == CANCELLED:
            self._desk.say(self.words("rekeying.stopped"))
        else:
            self._desk.refuse(result.problem)

    # The recovery sheet

    def _on_sheet_requested(self) -> None:
        if self._household is None:
            return
        has_older = self._household.has_recovery_sheet
        form = SheetForm(self.theme, self.words, self, self._access, make_recovery_code(), has_older=has_older)
        form.kept.connect(self._load)
        self._desk.open(form, form.first, self._own.button)

    def _find(self, account_id: str) -> Account | None:
        accounts = () if self._household is None else self._household.accounts
        return next((account for account in accounts if account.account_id == account_id), None)
