"""Takes photographs in: reads the chosen files, and hands what was entered of them to the vault, one by one."""

from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal

from stemsup_desktop.consultation.photograph_model import Photograph
from stemsup_desktop.store.entries import PhotographToAdd
from stemsup_desktop.ui.jobs import Cancelled, Err, JobControl, Ok
from stemsup_desktop.ui.photographs.adding import AddedRow, Adding
from stemsup_desktop.ui.photographs.reading import MOST_FILES, ReadFiles, read_files
from stemsup_desktop.ui.vault_access import VaultAccess

if TYPE_CHECKING:
    from stemsup_desktop.store.vault import Vault


class Intake(QObject):
    """At work on one thing at a time; `cancel` ends it, and what is kept by then is kept."""

    busy_changed = Signal(str)
    """The key of the words that say what is being done, empty once nothing is."""
    progressed = Signal(int, int)
    files_read = Signal(object)
    """The `ReadFiles`, whose photographs are in the list now."""
    kept = Signal(int)
    """Every photograph of the list was kept, of this many."""
    one_kept = Signal()
    failed = Signal(object)

    def __init__(self, access: VaultAccess, adding: Adding, patient_id: str, consultation_id: str) -> None:
        super().__init__(adding)
        self._access = access
        self._adding = adding
        self._patient_id = patient_id
        self._consultation_id = consultation_id
        self._control: JobControl | None = None

    @property
    def is_busy(self) -> bool:
        """Whether files are being read or photographs kept."""
        return self._control is not None

    def read(self, paths: Sequence[Path], site_id: str = "") -> None:
        """Read files into the list, each at a site if one is given; of too many the first."""
        if not paths or self.is_busy:
            return
        control, chosen = self._begin("photographs.reading"), tuple(paths[:MOST_FILES])

        def on_read(result: Ok[ReadFiles] | Err) -> None:
            if not shiboken6.isValid(self):
                return
            self._rest()
            match result:
                case Err(problem):
                    self.failed.emit(problem)
                case Ok(read):
                    self._adding.add_files(read.files, site_id)
                    self._adding.show_faults(read.faults)
                    self.files_read.emit(read)

        self._access.runner.run(
            lambda: read_files(chosen, control.report), on_read, control=control, on_progress=self.progressed.emit
        )

    def keep(self) -> None:
        """Hand the list to the vault; what is kept leaves it."""
        if not self.is_busy and self._adding.is_complete:
            self._keep_next(self._begin("photographs.keeping"), 0, len(self._adding.rows))

    def cancel(self) -> bool:
        """Stop what is being done; return whether there was anything."""
        if self._control is None:
            return False
        self._control.cancel()
        self._rest()
        return True

    def _keep_next(self, control: JobControl, done: int, total: int) -> None:
        if not self._adding.rows:
            self._rest()
            self.kept.emit(total)
            return
        self.progressed.emit(done, total)
        row = self._adding.rows[0]
        given, data = self._make_added(row), row.file.clean.data

        def add(vault: "Vault") -> Photograph:
            if control.is_cancelled:
                raise Cancelled
            return vault.add_photograph(given, data)

        def on_kept(result: Ok[Photograph] | Err) -> None:
            if not shiboken6.isValid(self):
                return
            if isinstance(result, Ok):
                self.one_kept.emit()
                if row in self._adding.rows:
                    self._adding.drop_row(row)
            if control.is_cancelled:
                return
            if isinstance(result, Err):
                self._rest()
                self.failed.emit(result.problem)
            else:
                self._keep_next(control, done + 1, total)

        self._access.run(add, on_kept)

    def _make_added(self, row: AddedRow) -> PhotographToAdd:
        entered = row.take()
        return PhotographToAdd(
            patient_id=self._patient_id,
            taken_at=datetime.combine(entered.taken_on, time(), self._access.clock().tzinfo),
            preview=entered.file.clean.preview,
            consultation_id=self._consultation_id,
            site_id=entered.site_id,
            view=entered.view,
            note=entered.note,
        )

    def _begin(self, key: str) -> JobControl:
        self._control = control = JobControl()
        self.busy_changed.emit(key)
        return control

    def _rest(self) -> None:
        self._control = None
        self.busy_changed.emit("")
