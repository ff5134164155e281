"""The window's way to the vault: every act runs on the vault lane, whose thread owns the open vault."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.ui.jobs import Err, JobControl, JobRunner, Lane, Ok

if TYPE_CHECKING:
    from stemsup_desktop.store.closed_vault import ClosedVault
    from stemsup_desktop.store.keys import KdfParameters
    from stemsup_desktop.store.vault import Vault

T = TypeVar("T")


class VaultAccess:
    """Opens, uses and closes one vault; `_vault` is touched by work on the vault lane only.

    Work that arrives while the vault is locked fails with `EnvironmentProblem` vault-locked.
    """

    def __init__(
        self, runner: JobRunner, folder: Path, clock: Callable[[], datetime], kdf: "KdfParameters | None" = None
    ) -> None:
        self._runner = runner
        self._folder = folder
        self._clock = clock
        self._kdf = kdf
        self._vault: Vault | None = None

    @property
    def folder(self) -> Path:
        """Where the vault lies."""
        return self._folder

    @property
    def runner(self) -> JobRunner:
        """What work beside the vault runs on."""
        return self._runner

    @property
    def clock(self) -> Callable[[], datetime]:
        """Returns the present moment, aware, in the clinic's time zone."""
        return self._clock

    def create(
        self, passphrase: str, clinic: Clinic, physician: Physician, on_result: Callable[[Ok[None] | Err], None]
    ) -> JobControl:
        """Create a vault and keep it open."""

        def work() -> None:
            from stemsup_desktop.store.vault import create_vault  # 70 ms that the first window does not wait for

            self._vault = create_vault(self._folder, passphrase, clinic, physician, clock=self._clock, kdf=self._kdf)

        return self._runner.run(work, on_result, lane=Lane.VAULT)

    def open(self, passphrase: str, on_result: Callable[[Ok[None] | Err], None], sign_in_name: str = "") -> JobControl:
        """Open the vault as the person of this name and passphrase, closing one that is open."""
        return self._enter(passphrase, sign_in_name, on_result, is_recovery=False)

    def open_by_recovery(self, code: str, on_result: Callable[[Ok[None] | Err], None]) -> JobControl:
        """Open the vault with the code of its recovery sheet, closing one that is open."""
        return self._enter(code, "", on_result, is_recovery=True)

    def _enter(
        self, secret: str, sign_in_name: str, on_result: Callable[[Ok[None] | Err], None], *, is_recovery: bool
    ) -> JobControl:
        def work() -> None:
            from stemsup_desktop.store.entering import Entry, enter_vault
            from stemsup_desktop.store.keys import Credentials

            self._close_now()
            entry = Entry(Credentials(secret, sign_in_name), is_recovery)
            self._vault = enter_vault(self._folder, entry, clock=self._clock)

        return self._runner.run(work, on_result, lane=Lane.VAULT)

    def read_closed(self, on_result: "Callable[[Ok[ClosedVault] | Err], None]") -> JobControl:
        """Find out from the key file alone what is asked for, and how long the next try must wait."""

        def work() -> "ClosedVault":
            from stemsup_desktop.store.closed_vault import read_closed_vault

            return read_closed_vault(self._folder, self._clock())

        return self._runner.run(work, on_result, lane=Lane.VAULT)

    def run(self, work: "Callable[[Vault], T]", on_result: Callable[[Ok[T] | Err], None]) -> JobControl:
        """Do something with the open vault."""
        return self._runner.run(lambda: work(self.get_vault()), on_result, lane=Lane.VAULT)

    def get_vault(self) -> "Vault":
        """Return the open vault, for work that runs on the vault lane already."""
        if self._vault is None:
            raise EnvironmentProblem("vault-locked", "The records are locked. Enter the passphrase to go on.")
        return self._vault

    def lock(self, on_result: Callable[[Ok[None] | Err], None]) -> JobControl:
        """Close the vault after everything queued before, and keep in its history that it was locked."""
        return self._runner.run(self._lock_now, on_result, lane=Lane.VAULT)

    def close(self, on_result: Callable[[Ok[None] | Err], None]) -> JobControl:
        """Close the vault after everything queued before; nothing is lost."""
        return self._runner.run(self._close_now, on_result, lane=Lane.VAULT)

    def _lock_now(self) -> None:
        try:
            if self._vault is not None:
                from stemsup_desktop.consultation.audit import AuditAct, AuditEvent

                self._vault.note_event(AuditEvent(AuditAct.VAULT_LOCKED))
        finally:
            self._close_now()  # whatever the disk says: a lock locks

    def _close_now(self) -> None:
        vault, self._vault = self._vault, None
        if vault is not None:
            vault.close()
