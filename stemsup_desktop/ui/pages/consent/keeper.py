"""Keeps unfinished forms of a signature in the vault, until recorded or discarded, or the visit is closed."""

from PySide6.QtCore import QObject

from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.draft_keeper import DraftKeeper, load_kept_record
from stemsup_desktop.ui.pages.consent.memory import KeptSignings, SigningMemory
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.visit_state import VisitState

SETTING = "signing-forms"


def derive_kept(memory: SigningMemory) -> KeptSignings:
    """Return what would be lost."""
    return KeptSignings(tuple(memory.forms.values()))


def restore_kept(memory: SigningMemory, kept: KeptSignings) -> None:
    """Put kept forms back into the memory of a new window; a form that is under way there already stays."""
    for form in kept.forms:
        memory.forms.setdefault(form.consultation_id, form)


def make_signing_keeper(
    memory: SigningMemory, kept: KeptSignings, session: Session, access: VaultAccess, parent: QObject
) -> DraftKeeper[KeptSignings]:
    """Return a keeper that has taken over what the vault kept, and looks at the memory from now on."""

    def on_state_changed(state: VisitState | None) -> None:
        if state is not None and state.is_closed:
            memory.forget(state.consultation.consultation_id)

    restore_kept(memory, kept)
    session.state_changed.connect(on_state_changed)
    keeper = DraftKeeper(SETTING, lambda: derive_kept(memory), access, parent)
    keeper.start(kept)
    return keeper


def load_kept(vault: Vault) -> KeptSignings:
    """Return what was under way; forms of another version of the program are left out."""
    return load_kept_record(vault, SETTING, KeptSignings)
