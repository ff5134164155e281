"""What stands in the fields of a measure before it is recorded: it outlives page, window and program.

A visit that is closed is forgotten; whatever is still in its fields was never recorded.
"""

from dataclasses import dataclass, field

import msgspec
from PySide6.QtCore import QObject

from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.draft_keeper import DraftKeeper, load_kept_record
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.visit_state import VisitState

SETTING = "measure-forms"


class MeasureDraft(msgspec.Struct, frozen=True):
    """The form of one visit: which kind was chosen, and the text of each field by form and field ("hair.value")."""

    consultation_id: str
    kind: str = "instrument"
    texts: dict[str, str] = {}


class KeptMeasures(msgspec.Struct, frozen=True):
    """All forms under way."""

    drafts: tuple[MeasureDraft, ...] = ()


@dataclass(slots=True)
class MeasureMemory:
    """The forms under way, by visit."""

    drafts: dict[str, MeasureDraft] = field(default_factory=dict)

    def get(self, consultation_id: str) -> MeasureDraft:
        """Return the form of a visit, an empty one where nothing is under way."""
        return self.drafts.get(consultation_id, MeasureDraft(consultation_id))

    def keep(self, draft: MeasureDraft) -> None:
        """Keep a form, or forget it where nothing stands in it."""
        if any(draft.texts.values()):
            self.drafts[draft.consultation_id] = draft
        else:
            self.drafts.pop(draft.consultation_id, None)


def make_measure_keeper(
    memory: MeasureMemory, kept: KeptMeasures, session: Session, access: VaultAccess, parent: QObject
) -> DraftKeeper[KeptMeasures]:
    """Return a keeper that has taken over what the vault kept, and looks at the memory from now on."""

    def on_state_changed(state: VisitState | None) -> None:
        if state is not None and state.is_closed:
            memory.drafts.pop(state.consultation.consultation_id, None)

    for draft in kept.drafts:
        memory.drafts.setdefault(draft.consultation_id, draft)
    session.state_changed.connect(on_state_changed)
    keeper = DraftKeeper(SETTING, lambda: KeptMeasures(tuple(memory.drafts.values())), access, parent)
    keeper.start(kept)
    return keeper


def load_kept(vault: Vault) -> KeptMeasures:
    """Return what was under way; forms of another version of the program are left out."""
    return load_kept_record(vault, SETTING, KeptMeasures)
