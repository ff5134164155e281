"""Keeps unfinished patient forms in the vault, so that a killed program loses at most the last second of them."""

import msgspec
from PySide6.QtCore import QObject, QTimer

from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.pages.patients.draft import PatientDraft
from stemsup_desktop.ui.pages.patients.memory import FormEntry, PatientsMemory
from stemsup_desktop.ui.vault_access import VaultAccess

SETTING = "patient-forms"
LOOK_EVERY_MS = 400


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


class FormKeeper(QObject):
    """Looks at the memory several times a second and writes it when it changed; writes nothing while it did not."""

    def __init__(self, memory: PatientsMemory, access: VaultAccess, parent: QObject) -> None:
        super().__init__(parent)
        self._memory = memory
        self._access = access
        self._written = KeptForms()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.flush)

    def restore(self, kept: KeptForms) -> None:
        """Take over what the vault kept, and begin to look."""
        restore_kept(self._memory, kept)
        self._written = kept
        self._timer.start()

    def flush(self) -> None:
        """Write now if anything changed."""
        kept = derive_kept(self._memory)
        if kept == self._written:
            return
        before, self._written = self._written, kept

        def on_result(result: Ok[None] | Err) -> None:
            if isinstance(result, Err) and self._written is kept:
                self._written = before  # tried again at the next look

        self._access.run(lambda vault: save_kept(vault, kept), on_result)

    def close(self) -> None:
        """Write what is unwritten and look no more."""
        self._timer.stop()
        self.flush()


def load_kept(vault: Vault) -> KeptForms:
    """Return what was under way; forms of another version of the program are left out."""
    text = vault.load_settings().get(SETTING, "")
    if not text:
        return KeptForms()
    try:
        return msgspec.json.decode(text, type=KeptForms)
    except msgspec.DecodeError:
        return KeptForms()


def save_kept(vault: Vault, kept: KeptForms) -> None:
    """Keep what is under way."""
    vault.save_settings({SETTING: msgspec.json.encode(kept).decode()})
