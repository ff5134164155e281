"""Keeps unfinished patient forms in the vault, so that a killed program loses at most the last second of them."""

import msgspec
from PySide6.QtCore import QObject

from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.draft_keeper import DraftKeeper, load_kept_record, save_kept_record
from stemsup_desktop.ui.pages.patients.draft import PatientDraft
from stemsup_desktop.ui.pages.patients.memory import FormEntry, PatientsMemory
from stemsup_desktop.ui.vault_access import VaultAccess

SETTING = "patient-forms"


class KeptForm(msgspec.Struct, frozen=True):
    """One form under way: as typed, and as it began."""

    draft: PatientDraft
    before: PatientDraft


class KeptForms(msgspec.Struct, frozen=True):
    """All forms under way; `form_id` is the one that was open."""

    forms: tuple[KeptForm, ...] = ()
    form_id: str | None = None


def derive_kept(memory: PatientsMemory) -> KeptForms:
    """Return what would be lost: forms that differ from how they began."""
    forms = tuple(KeptForm(entry.draft, entry.before) for entry in memory.entries.values() if entry.is_unfinished)
    is_open = any(form.draft.patient_id == memory.form_id for form in forms)
    return KeptForms(forms, memory.form_id if is_open else None)


def restore_kept(memory: PatientsMemory, kept: KeptForms) -> None:
    """Put kept forms back into the memory of a new window; a form that is under way there already stays."""
    for form in kept.forms:
        memory.entries.setdefault(form.draft.patient_id, FormEntry(form.draft, form.before))
    if memory.form_id is None:
        memory.form_id = kept.form_id


def make_form_keeper(
    memory: PatientsMemory, kept: KeptForms, access: VaultAccess, parent: QObject
) -> DraftKeeper[KeptForms]:
    """Return a keeper that has taken over what the vault kept, and looks at the memory from now on."""
    restore_kept(memory, kept)
    keeper = DraftKeeper(SETTING, lambda: derive_kept(memory), access, parent)
    keeper.start(kept)
    return keeper


def load_kept(vault: Vault) -> KeptForms:
    """Return what was under way; forms of another version of the program are left out."""
    return load_kept_record(vault, SETTING, KeptForms)


def save_kept(vault: Vault, kept: KeptForms) -> None:
    """Keep what is under way."""
    save_kept_record(vault, SETTING, kept)
