"""Notes in the vault whose charts were opened, so that the palette can offer them first."""

from PySide6.QtCore import QObject

from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.vault_access import VaultAccess


class RecentNoter(QObject):
    """Writes each chart that is opened once; a vault that is locked by then takes no note."""

    def __init__(self, access: VaultAccess, parent: QObject) -> None:
        super().__init__(parent)
        self._access = access
        self._last = ""

    def note(self, patient_id: str) -> None:
        """Note that a patient's chart is on screen."""
        if patient_id and patient_id != self._last:
            self._last = patient_id
            self._access.run(lambda vault: vault.note_recent_patient(patient_id), self._on_noted)

    def _on_noted(self, result: Ok[None] | Err) -> None:
        if isinstance(result, Err):
            self._last = ""  # noted when it is opened again
