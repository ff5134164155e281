"""The checklists of a vault: which one a visit began with, and which one new visits begin with. No Qt."""

import hashlib
from dataclasses import dataclass

from stemsup_desktop.consultation.checklists import Checklist, read_checklist, with_checklist
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.entries import ChecklistEntry, ChecklistName
from stemsup_desktop.store.vault import Vault

FOR_NEW_VISITS = "checklist.for_new_visits"
"""The setting that names the checklist new visits begin with; empty for the shipped one."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The checklists that can be chosen, the shipped one first, and the canonical name of the one in use."""

    shipped: ChecklistName
    added: tuple[ChecklistEntry, ...]
    in_use: str


class ChecklistLibrary:
    """Reads each checklist once. Everything here runs where the vault does."""

    def __init__(self, shipped: ClinicalContent) -> None:
        self._shipped = shipped
        self._read = {hashlib.sha256(shipped.source).hexdigest(): shipped}

    @property
    def shipped(self) -> ClinicalContent:
        """The checklist and rules of this version of the program."""
        return self._shipped

    def begin(self, vault: Vault) -> ClinicalContent:
        """Return what a new visit begins with, its bytes kept for as long as the vault is.

        Raises `InputProblem` if the clinic's checklist can no longer be read, and what the vault says.
        """
        chosen = vault.load_settings().get(FOR_NEW_VISITS, "")
        entry = vault.find_checklist(chosen) if chosen else None
        return self._begin_shipped(vault) if entry is None else self._open(vault, entry)

    def load(self, vault: Vault, canonical: str) -> ClinicalContent:
        """Return what a visit began with. A visit without any answer yet begins now.

        Where the vault lacks it, or it can no longer be read, the shipped content stands in, and the gate says so.
        """
        if not canonical:
            return self.begin(vault)
        entry = vault.find_checklist(canonical)
        if entry is not None:
            try:
                return self._open(vault, entry)
            except InputProblem:
                return self._shipped
        if canonical == self._shipped.questionnaire.canonical:
            return self._begin_shipped(vault)
        return self._shipped

    def look_up(self, vault: Vault, canonical: str) -> ClinicalContent:
        """Return what names the questions of a checklist; unlike `load` it keeps nothing in the vault."""
        entry = vault.find_checklist(canonical) if canonical else None
        try:
            return self._shipped if entry is None else self._open(vault, entry)
        except InputProblem:
            return self._shipped

    def load_shelf(self, vault: Vault) -> Shelf:
        """Return the checklists that can be chosen for new visits."""
        shipped = name_checklist(self._shipped)
        added = tuple(entry for entry in vault.list_checklists() if not entry.is_shipped)
        chosen = vault.load_settings().get(FOR_NEW_VISITS, "")
        is_known = any(entry.name.canonical == chosen for entry in added)
        return Shelf(shipped, added, chosen if is_known else shipped.canonical)

    def add(self, vault: Vault, checklist: Checklist, added_by: str) -> Shelf:
        """Keep a clinic's checklist.

        Raises `InputProblem` checklist-taken if its name stands for other bytes, those of the shipped one among them.
        """
        self._keep_shipped(vault)
        questionnaire = checklist.questionnaire
        name = ChecklistName(questionnaire.canonical, questionnaire.version, questionnaire.title)
        vault.add_checklist(name, checklist.data, added_by=added_by)
        return self.load_shelf(vault)

    def use(self, vault: Vault, canonical: str) -> Shelf:
        """Begin new visits with a checklist; any name but an added one's means the shipped one."""
        vault.save_settings({FOR_NEW_VISITS: canonical})
        return self.load_shelf(vault)

    def _begin_shipped(self, vault: Vault) -> ClinicalContent:
        entry = self._keep_shipped(vault)
        return self._open(vault, entry)

    def _keep_shipped(self, vault: Vault) -> ChecklistEntry:
        """Keep the shipped bytes. A name that stands for others already goes on standing for them."""
        name = name_checklist(self._shipped)
        kept = vault.find_checklist(name.canonical)
        return kept or vault.add_checklist(name, self._shipped.source, is_shipped=True)

    def _open(self, vault: Vault, entry: ChecklistEntry) -> ClinicalContent:
        if entry.sha256 not in self._read:
            data = vault.load_checklist(entry.name.canonical)
            self._read[entry.sha256] = with_checklist(self._shipped, read_checklist(data, entry.name.title.en))
        return self._read[entry.sha256]


def name_checklist(content: ClinicalContent) -> ChecklistName:
    """Return the name of the checklist of some content."""
    questionnaire = content.questionnaire
    return ChecklistName(questionnaire.canonical, questionnaire.version, questionnaire.title)
