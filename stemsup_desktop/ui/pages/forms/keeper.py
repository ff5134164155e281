"""Keeps the edited consent form in the vault within a second of every edit; for administrators alone."""

import msgspec
from PySide6.QtCore import QObject

from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.draft_keeper import DraftKeeper
from stemsup_desktop.ui.pages.forms.memory import FormsMemory, KeptForm, store_form
from stemsup_desktop.ui.vault_access import VaultAccess

_NAME = "consent-form"


def make_form_draft_keeper(
    memory: FormsMemory, kept: KeptForm, access: VaultAccess, parent: QObject
) -> DraftKeeper[KeptForm]:
    """Return a keeper that is at work; `kept` is what the vault holds."""
    keeper = DraftKeeper(_NAME, memory.derive_kept, access, parent, _save)
    keeper.start(kept)
    return keeper


def _save(vault: Vault, _name: str, kept: msgspec.Struct) -> None:
    """Runs where the vault does: to write the whole form down takes longer than a keystroke may."""
    vault.save_form_draft(store_form(kept) if isinstance(kept, KeptForm) else "")
