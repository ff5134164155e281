"""The section on how long records are kept, what could go, and its deletion; for administrators alone."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.retention import LEAST, MOST_YEARS, RetentionPolicy
from stemsup_desktop.store.retention import DueList
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.settings.retention_list import RetentionList
from stemsup_desktop.ui.pages.settings.retention_view import (
    YEARS,
    Outcome,
    RetentionState,
    delete_charts,
    derive_retention,
    find_charts,
    say_question,
)
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.vault_access import VaultAccess

T = TypeVar("T")
_FIELD_PX = 128


class RetentionPart(QWidget):
    """Nothing happens here by itself: not even the list is read before somebody asks for it."""

    def __init__(self, page: Page[Any], access: VaultAccess) -> None:
        super().__init__()
        self._page = page
        self._access = access
        self._state = RetentionState()
        self._is_administered = page.context.session.may(Right.ADMINISTER)
        theme, words = page.theme, page.words
        self._years = [self._make_years(name) for name in YEARS]
        self._look = SecondaryButton(theme, words("retention.show"), icon_name="list")
        self._look.setObjectName("show_what_could_go")
        self._list = RetentionList(theme, words)
        self._outcome = InlineMessage(theme)
        self._outcome.setObjectName("retention_outcome")
        self._copies = InlineMessage(theme)
        self._copies.setObjectName("retention_copies")
        self._traces = InlineMessage(theme)
        self._traces.setObjectName("retention_traces")
        self._clear = SecondaryButton(theme, words("retention.clear_traces"))
        self._clear.setObjectName("clear_traces")
        self._lay_out()
        self._look.clicked.connect(self._on_look)
        self._clear.clicked.connect(self._on_clear)
        self._list.chosen_changed.connect(lambda chosen: self._set(chosen=chosen))
        self._list.reason_changed.connect(lambda reason: self._set(reason=reason))
        self._list.sort_requested.connect(self._on_sort)
        self._list.delete_requested.connect(self._ask_first)
        self._show()
        set_shown(self, self._is_administered)

    def load(self) -> None:
        """Read the times, and whether traces are left, for whoever can change them."""
        if self._is_administered:
            self._run(lambda vault: (vault.load_retention_policy(), vault.has_traces()), self._on_loaded)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._is_administered:
            self._finish_typing()

    # What the person does

    def _finish_typing(self) -> None:
        """Keep the times once a field is left; a text that is no time is put back as it stays."""
        policy = self._state.policy
        if policy is None or self._state.is_working:
            return
        typed = [field.value() for field in self._years]
        if None in typed:
            for field in self._years:
                if field.value() is None and not field.line_edit.hasFocus():
                    field.set_value(Decimal(getattr(policy, field.objectName())))
            return
        wanted = RetentionPolicy(*(int(value) for value in typed if value is not None))
        if wanted != policy:
            self._set(policy=wanted, due=None, chosen=(), outcome=None)
            self._run(lambda vault: vault.save_retention_policy(wanted), lambda _: None)

    def _on_look(self) -> None:
        self._set(is_working=True, outcome=None)
        self._run(lambda vault: vault.list_what_could_go(), self._on_listed, busy="retention.looking")

    def _on_sort(self, column: int) -> None:
        is_same = column == self._state.sorted_by
        self._set(sorted_by=column, is_descending=is_same and not self._state.is_descending)

    def _ask_first(self) -> None:
        page, words, chosen = self._page, self._page.words, self._state.chosen
        title, *paragraphs = say_question(find_charts(self._state), page.context.clock().date(), words)
        sheet = Sheet(
            page.theme,
            page,
            title,
            accept_text=words("retention.confirm_accept"),
            dismiss_text=words("common.cancel"),
            is_grave=True,
            width=520,
        )
        for paragraph in paragraphs:
            sheet.add_text(paragraph)
        sheet.accepted.connect(partial(self._on_accepted, sheet, chosen))
        sheet.dismissed.connect(sheet.deleteLater)
        sheet.open()

    def _on_accepted(self, sheet: Sheet, chosen: tuple[str, ...]) -> None:
        sheet.dismiss()
        reason = self._state.reason
        self._set(is_working=True, outcome=None)
        self._run(lambda vault: delete_charts(vault, chosen, reason), self._on_deleted, busy="retention.deleting")

    def _on_clear(self) -> None:
        self._set(is_working=True, outcome=None)
        self._run(lambda vault: vault.clear_traces(), lambda _: self._on_cleared(), busy="retention.clearing")

    # What the vault says

    def _on_loaded(self, known: tuple[RetentionPolicy, bool]) -> None:
        policy, has_traces = known
        for field in self._years:
            field.set_value(Decimal(getattr(policy, field.objectName())))
        self._set(policy=policy, has_traces=has_traces, is_working=False)

    def _on_listed(self, due: DueList) -> None:
        there = {chart.patient_id for chart in due.charts}
        chosen = tuple(key for key in self._state.chosen if key in there)
        self._set(due=due, chosen=chosen, is_working=False)

    def _on_deleted(self, outcome: Outcome) -> None:
        self._set(outcome=outcome, is_working=False)
        if outcome.problem is None:
            self._list.show_reason("")
            self._set(chosen=(), reason="")
        self.load()
        self._run(lambda vault: vault.list_what_could_go(), self._on_listed)

    def _on_cleared(self) -> None:
        self._set(is_working=False)
        self.load()

    # Showing

    def _set(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]
        self._show()

    def _show(self) -> None:
        state = self._state
        view = derive_retention(state, self._page.words)
        for field in self._years:
            field.setEnabled(view.can_change)
        self._look.setEnabled(view.can_look)
        self._list.show_view(view, state.sorted_by, is_descending=state.is_descending)
        set_shown(self._list, state.due is not None)
        self._outcome.show_message(*view.outcome)
        self._copies.show_message(*view.copies)
        self._traces.show_message(*view.traces)
        set_shown(self._clear, bool(view.traces[1]))

    def _lay_out(self) -> None:
        theme, words = self._page.theme, self._page.words
        years = QHBoxLayout()
        years.setSpacing(sizes.M)
        for field in self._years:
            years.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        years.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.S)
        rows.addWidget(SectionHeading(theme, words("retention.title"), words("retention.note")))
        basis = words("retention.basis", charts=LEAST.charts_years, others=LEAST.consents_years)
        rows.addWidget(Label(theme, basis, role="compact", tone="text-2", wraps=True, keeps_phrases=True))
        rows.addLayout(years)
        rows.addWidget(self._look, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self._list, self._outcome, self._copies, self._traces):
            rows.addWidget(part)
        rows.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignLeft)

    def _make_years(self, name: str) -> NumberField:
        words = self._page.words
        field = NumberField(
            self._page.theme,
            words,
            words(f"retention.{name}"),
            unit=words("retention.years"),
            possible=(Decimal(msgspec.structs.asdict(LEAST)[name]), Decimal(MOST_YEARS)),
            is_required=True,
        )
        field.setObjectName(name)
        field.setFixedWidth(self._page.theme.grown(_FIELD_PX))
        field.left.connect(self._finish_typing)
        field.line_edit.returnPressed.connect(self._finish_typing)
        return field

    def _run(self, act: Callable[[Vault], T], on_done: Callable[[T], None], *, busy: str = "") -> None:
        def on_result(result: Ok[T] | Err) -> None:
            match result:
                case Ok(value):
                    on_done(value)
                case Err(problem):
                    self._set(outcome=Outcome(problem=problem), is_working=False)

        access, said = self._access, self._page.words(busy) if busy else ""
        self._page.run_job(lambda: act(access.get_vault()), on_result, lane=Lane.VAULT, busy=said)
