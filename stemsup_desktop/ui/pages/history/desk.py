"""Loads a history page by page, and derives its lines off the window's thread."""

from dataclasses import dataclass, replace
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Signal

from stemsup_desktop.consultation.audit import AuditRow, without_chart
from stemsup_desktop.consultation.history_words import Names
from stemsup_desktop.consultation.people import Account
from stemsup_desktop.content import Content
from stemsup_desktop.store.audit_trail import MOST_ROWS
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, JobControl, Lane, Ok
from stemsup_desktop.ui.pages.history.entries import HistoryEntry, derive_entries
from stemsup_desktop.ui.pages.history.names import Glossary, make_base_names, make_glossary
from stemsup_desktop.ui.pages.history.place import EVERY_VISIT, EVERYONE, HistoryFilter, Subject
from stemsup_desktop.ui.pages.history.view import History
from stemsup_desktop.ui.vault_access import VaultAccess


@dataclass(frozen=True, slots=True)
class _Ask:
    """What the vault is asked for: whose rows, of which visit or person, before which one."""

    subject: Subject
    visit: str = ""
    account_id: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class _Portion:
    """One page of rows with the words for what they name; `head` has the rest of a first page, else None."""

    rows: tuple[AuditRow, ...]
    glossaries: dict[str, Glossary]
    head: History | None


class HistoryDesk(QObject):
    """`changed` says that `history` is another one. A visit and, of the whole history, a person are asked of the vault;
    all else is narrowed down by whoever shows it.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self, context: PageContext, content: Content, access: VaultAccess, library: ChecklistLibrary, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._content = content
        self._access = access
        self._library = library
        self._history = History()
        self._ask = _Ask(Subject())
        self._rows: tuple[AuditRow, ...] = ()
        self._glossaries: dict[str, Glossary] = {}
        self._control: JobControl | None = None

    @property
    def history(self) -> History:
        """What is loaded so far."""
        return self._history

    @property
    def rows_read(self) -> int:
        """How many rows that is."""
        return len(self._rows)

    def open(self, subject: Subject, wanted: HistoryFilter) -> None:
        """Begin at the newest row, also where the same history is open already: something was done meanwhile."""
        visit = wanted.visit if wanted.visit != EVERY_VISIT and not subject.is_whole else ""
        account_id = wanted.who if wanted.who != EVERYONE and subject.is_whole else ""
        ask = _Ask(subject, visit, account_id)
        self.drop()
        if subject != self._history.subject:
            self._history = History(subject)
        elif ask != replace(self._ask, before=None):
            self._history = replace(self._history, entries=(), is_complete=False)
        self._ask = ask
        if subject:
            self._load(ask)
        else:
            self.changed.emit()

    def load_more(self) -> None:
        """Load the next older page, unless one is on its way or there is none."""
        if not self._history.is_loading and not self._history.is_complete and self._rows:
            self._load(replace(self._ask, before=self._rows[-1].sequence))

    def drop(self) -> None:
        """Wait for nothing any more."""
        if self._control is not None:
            self._control.cancel()
            self._control = None
        self._history = replace(self._history, is_loading=False)

    def _load(self, ask: _Ask) -> None:
        self._history = replace(self._history, is_loading=True)
        known = frozenset() if ask.before is None else frozenset(self._glossaries)
        content, library = self._content, self._library
        self._control = self._access.run(
            lambda vault: _load_portion(vault, ask, known, content, library), partial(self._on_loaded, ask)
        )
        self.changed.emit()

    def _on_loaded(self, ask: _Ask, result: Ok[_Portion] | Err) -> None:
        if not shiboken6.isValid(self):
            return  # its window was locked meanwhile
        if isinstance(result, Err):
            self.drop()
            self.failed.emit(result.problem)
            self.changed.emit()
            return
        portion = result.value
        rows = portion.rows if ask.before is None else (*self._rows, *portion.rows)
        glossaries = portion.glossaries if ask.before is None else self._glossaries | portion.glossaries
        words, zone = self._context.words, self._context.clock().tzinfo
        self._control = self._context.runner.run(
            lambda: derive_entries(rows, glossaries, words, zone),
            partial(self._on_derived, rows, glossaries, portion),
            lane=Lane.WORK,
        )

    def _on_derived(
        self,
        rows: tuple[AuditRow, ...],
        glossaries: dict[str, Glossary],
        portion: _Portion,
        result: Ok[tuple[HistoryEntry, ...]] | Err,
    ) -> None:
        if not shiboken6.isValid(self):
            return
        self._control = None
        if isinstance(result, Err):
            self._history = replace(self._history, is_loading=False)
            self.failed.emit(result.problem)
        else:
            self._rows, self._glossaries = rows, glossaries
            head = portion.head or self._history
            is_complete = len(portion.rows) < MOST_ROWS
            self._history = replace(head, entries=result.value, is_loading=False, is_complete=is_complete)
        self.changed.emit()


def _load_portion(
    vault: Vault, ask: _Ask, known: frozenset[str], content: Content, library: ChecklistLibrary
) -> _Portion:
    """Return a page of rows; raises what the vault says of rights and disk. Runs where the vault does."""
    head = _load_head(vault, ask) if ask.before is None else None
    if ask.subject.is_whole:
        found = vault.list_whole_history(ask.account_id or None, before_sequence=ask.before)
        rows = tuple(without_chart(row) for row in found)
    else:
        rows = vault.list_patient_history(ask.subject.patient_id, ask.visit or None, before_sequence=ask.before)
    glossaries: dict[str, Glossary] = {}
    base = _make_names(vault, content)
    if "" not in known:
        glossaries[""] = Glossary(base)
    if not ask.subject.is_whole:
        for visit in {row.consultation_id for row in rows} - known - {""}:
            clinical = library.look_up(vault, vault.find_visit_checklist(visit) or "")
            glossaries[visit] = make_glossary(clinical, base)
    return _Portion(rows, glossaries, head)


def _load_head(vault: Vault, ask: _Ask) -> History:
    if ask.subject.is_whole:
        return History(ask.subject, people=tuple(_list_people(vault.list_accounts())))
    patient_id = ask.subject.patient_id
    patient, visits = vault.get_patient(patient_id), vault.list_consultations(patient_id)
    return History(ask.subject, patient, visits, vault.list_history_people(patient_id))


def _list_people(accounts: tuple[Account, ...]) -> list[tuple[str, str]]:
    return [(account.account_id, account.name) for account in accounts]


def _make_names(vault: Vault, content: Content) -> Names:
    titles = {entry.name.canonical: entry.name.title for entry in vault.list_checklists()}
    return make_base_names(content, vault.list_accounts(), titles)
