"""What was typed in a window and is no record yet: kept in the vault as it comes, and written before it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QObject

from stemsup_desktop.consultation.people import Author, Right
from stemsup_desktop.content import Content
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.draft_keeper import DraftKeeper, load_kept_record
from stemsup_desktop.ui.pages.consent.keeper import load_kept as load_kept_signings
from stemsup_desktop.ui.pages.consent.keeper import make_signing_keeper
from stemsup_desktop.ui.pages.consent.memory import KeptSignings, SigningMemory
from stemsup_desktop.ui.pages.forms.keeper import make_form_draft_keeper
from stemsup_desktop.ui.pages.forms.memory import FormsMemory, read_stored_form
from stemsup_desktop.ui.pages.lots.keeper import KeptLotForms, make_lot_form_keeper
from stemsup_desktop.ui.pages.lots.keeper import load_kept as load_kept_lot_forms
from stemsup_desktop.ui.pages.lots.memory import LotsMemory
from stemsup_desktop.ui.pages.patients.keeper import KeptForms, make_form_keeper
from stemsup_desktop.ui.pages.patients.keeper import load_kept as load_kept_forms
from stemsup_desktop.ui.pages.patients.memory import PatientsMemory
from stemsup_desktop.ui.pages.summary.measure_memory import KeptMeasures, MeasureMemory, make_measure_keeper
from stemsup_desktop.ui.pages.summary.measure_memory import load_kept as load_kept_measures
from stemsup_desktop.ui.patient_desk.seen_keeper import NOTHING_SEEN, KeptSeen, load_kept_seen
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.shell.gate_texts import SETTING, KeptTexts
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.vault_access import VaultAccess

NOTHING_UNWRITTEN: Mapping[str, Any] = MappingProxyType({})
FORM = "form"
PATIENTS_DRAFTS = ("forms", "signings", "gate_texts", "lot_forms", "measures")
"""The drafts of whoever may see patients, as `KeptDrafts` names them."""


@dataclass(frozen=True, slots=True)
class KeptDrafts:
    """What was typed before and is no record yet."""

    forms: KeptForms
    signings: KeptSignings
    gate_texts: KeptTexts
    lot_forms: KeptLotForms
    measures: KeptMeasures
    form: str = ""
    """The consent form that is being edited, as the vault keeps it."""
    seen: KeptSeen = NOTHING_SEEN


def load_kept_drafts(vault: Vault) -> KeptDrafts:
    """Return what the vault keeps of what is under way; nothing for whoever may not see patients."""
    form = vault.load_form_draft() if vault.author.may(Right.ADMINISTER) else ""
    if not vault.author.may(Right.PATIENTS):
        return KeptDrafts(KeptForms(), KeptSignings(), KeptTexts(), KeptLotForms(), KeptMeasures(), form)
    gate_texts = load_kept_record(vault, SETTING, KeptTexts)
    lot_forms = load_kept_lot_forms(vault)
    measures = load_kept_measures(vault)
    forms, signings, seen = load_kept_forms(vault), load_kept_signings(vault), load_kept_seen(vault)
    return KeptDrafts(forms, signings, gate_texts, lot_forms, measures, form, seen)


class WindowDrafts:
    """The drafts of one window: what its pages remember of them, and what keeps each in the vault.

    `unwritten` is what an earlier window could not write, by name: it counts over what the vault holds of it.
    """

    def __init__(
        self,
        kept: KeptDrafts,
        session: Session,
        content: Content,
        access: VaultAccess,
        owner: QObject,
        unwritten: Mapping[str, Any] = NOTHING_UNWRITTEN,
    ) -> None:
        self.patients, self.lots, self.form = PatientsMemory(), LotsMemory(), FormsMemory()
        self.measures, self.signings = MeasureMemory(), SigningMemory()
        held = {name: getattr(kept, name) for name in PATIENTS_DRAFTS}
        held[FORM] = read_stored_form(kept.form, content.consent.coverage)
        now = {**held, **unwritten}
        self.form.restore(now[FORM])
        self.signing_keeper = make_signing_keeper(self.signings, now["signings"], session, access, owner)
        self._keepers: dict[str, DraftKeeper[Any]] = {
            "forms": make_form_keeper(self.patients, now["forms"], access, owner),
            "lot_forms": make_lot_form_keeper(self.lots, now["lot_forms"], access, owner),
            "signings": self.signing_keeper,
            "measures": make_measure_keeper(self.measures, now["measures"], session, access, owner),
        }
        if session.may(Right.ADMINISTER):
            self._keepers[FORM] = make_form_draft_keeper(self.form, now[FORM], access, owner)
        self._held, self._now = held, now
        self._access = access

    def keep(self, window: MainWindow, owner: QObject) -> None:
        """Give the window what was being written at the gate, and write whatever is not in the vault from now on."""
        window.read_gate_texts().restore(self._now["gate_texts"])
        keeper = DraftKeeper(SETTING, lambda: window.read_gate_texts().derive_kept(), self._access, owner)
        self._keepers["gate_texts"] = keeper
        for name, one in self._keepers.items():
            one.start(self._held[name])

    def close(self) -> None:
        """Write what is unwritten."""
        for keeper in self._keepers.values():
            keeper.close()

    def give_up_unwritten(self, author: Author) -> dict[str, Any]:
        """Return what the vault refused and this person may write, once, by name."""
        found = {
            name: keeper.unwritten
            for name, keeper in self._keepers.items()
            if keeper.unwritten is not None and author.may(Right.ADMINISTER if name == FORM else Right.PATIENTS)
        }
        for name in found:
            del self._keepers[name]
        return found

    @property
    def has_unwritten(self) -> bool:
        """Whether the vault refused anything that nobody has taken over."""
        return any(keeper.unwritten is not None for keeper in self._keepers.values())


def take_unwritten(left: list[WindowDrafts], author: Author) -> dict[str, Any]:
    """Return what windows that were left could not write and a person may, the latest of each; the rest stays."""
    taken: dict[str, Any] = {}
    for drafts in left:
        taken |= drafts.give_up_unwritten(author)
    left[:] = [drafts for drafts in left if drafts.has_unwritten]
    return taken
