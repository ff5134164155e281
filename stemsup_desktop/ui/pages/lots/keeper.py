"""Keeps unfinished forms of the lot book in the vault, so that a killed program loses at most their last second."""

import msgspec
from PySide6.QtCore import QObject

from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.draft_keeper import DraftKeeper, load_kept_record
from stemsup_desktop.ui.pages.lots.draft import Draft
from stemsup_desktop.ui.pages.lots.memory import FormEntry, LotsMemory
from stemsup_desktop.ui.vault_access import VaultAccess

SETTING = "lot-forms"


class KeptLotForm(msgspec.Struct, frozen=True):
    """One form under way: as typed, and as it began."""

    draft: Draft
    before: Draft


class KeptLotForms(msgspec.Struct, frozen=True):
    """All forms under way; `form_key` is the one that was open, or empty."""

    forms: tuple[KeptLotForm, ...] = ()
    form_key: str = ""


def derive_kept(memory: LotsMemory) -> KeptLotForms:
    """Return what would be lost: forms that differ from how they began."""
    forms = tuple(KeptLotForm(entry.draft, entry.before) for entry in memory.entries.values() if entry.is_unfinished)
    is_open = any(form.draft.key == memory.form_key for form in forms)
    return KeptLotForms(forms, memory.form_key if is_open else "")


def restore_kept(memory: LotsMemory, kept: KeptLotForms) -> None:
    """Put kept forms back into the memory of a new window; a form that is under way there already stays."""
    for form in kept.forms:
        memory.entries.setdefault(form.draft.key, FormEntry(form.draft, form.before))
    if not memory.form_key:
        memory.form_key = kept.form_key


def make_lot_form_keeper(
    memory: LotsMemory, kept: KeptLotForms, access: VaultAccess, parent: QObject
) -> DraftKeeper[KeptLotForms]:
    """Return a keeper that has taken over what the vault kept, and looks at the memory from now on."""
    restore_kept(memory, kept)
    keeper = DraftKeeper(SETTING, lambda: derive_kept(memory), access, parent)
    keeper.start(kept)
    return keeper


def load_kept(vault: Vault) -> KeptLotForms:
    """Return what was under way; forms of another version of the program are left out."""
    return load_kept_record(vault, SETTING, KeptLotForms)
