"""What was typed in a window and is no record yet: kept in the vault as it comes, and written before it ends."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from stemsup_desktop.consultation.people import Right
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
    """The drafts of one window: what its pages remember of them, and what keeps each in the vault."""

    def __init__(
        self, kept: KeptDrafts, session: Session, content: Content, access: VaultAccess, owner: QObject
    ) -> None:
        self.patients, self.lots, self.form = PatientsMemory(), LotsMemory(), FormsMemory()
        self.measures, self.signings = MeasureMemory(), SigningMemory()
        kept_form = read_stored_form(kept.form, content.consent.coverage)
        self.form.restore(kept_form)
        self.signing_keeper = make_signing_keeper(self.signings, kept.signings, session, access, owner)
        self._keepers: list[DraftKeeper[Any]] = [
            make_form_keeper(self.patients, kept.forms, access, owner),
            make_lot_form_keeper(self.lots, kept.lot_forms, access, owner),
            self.signing_keeper,
            make_measure_keeper(self.measures, kept.measures, session, access, owner),
        ]
        if session.may(Right.ADMINISTER):
            self._keepers.append(make_form_draft_keeper(self.form, kept_form, access, owner))
        self._gate_texts = kept.gate_texts
        self._access = access
        self._owner = owner

    def keep_gate_texts(self, window: MainWindow) -> None:
        """Give the window what was being written at the gate, and keep it from now on."""
        window.read_gate_texts().restore(self._gate_texts)
        keeper = DraftKeeper(SETTING, lambda: window.read_gate_texts().derive_kept(), self._access, self._owner)
        keeper.start(self._gate_texts)
        self._keepers.append(keeper)

    def close(self) -> None:
        """Write what is unwritten."""
        for keeper in self._keepers:
            keeper.close()
