"""A clinic with an open vault, a folder for its backups and the keeper of them; a test steps every lane by hand."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from store.backup.backup_builders import limiting_files
from vault_samples import SteppedVault, make_patient
from visit_samples import SteppedClock

from stemsup_desktop.errors import Problem
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.backup.shelf import BackupRecord, list_backups
from stemsup_desktop.ui.backup_keeper import BackupKeeper
from stemsup_desktop.ui.jobs import JobRunner, Lane, ManualExecutor

PASSPHRASE = "correct horse battery"


class BackedUp:
    """The vault is in `folder`, its backups go to `target`; `ends` has what each work ended with."""

    def __init__(self, runner: JobRunner, executor: ManualExecutor, parent: Path, clock: SteppedClock) -> None:
        self.stepped = SteppedVault(runner, executor, parent / "clinic", clock)
        self.executor, self.clock, self.runner = executor, clock, runner
        self.folder, self.target = parent / "clinic", parent / "stick"
        self.target.mkdir()
        self.keeper = BackupKeeper(self.stepped.access, runner, clock, "0.1.0")
        self.ends: list[Problem | None] = []
        self.keeper.ended.connect(self.ends.append)
        self.choose()
        self.keeper.start()
        executor.run_all()

    def choose(self, **changes: object) -> None:
        settings = BackupSettings(**{"folder": self.target, **changes})  # type: ignore[arg-type]
        self.stepped.vault.save_backup_settings(settings)

    def add_patient(self, number: int) -> None:
        self.stepped.vault.save_patient(make_patient(number))

    def back_up(self) -> BackupRecord:
        self.keeper.back_up()
        self.executor.run_all()
        assert self.ends[-1] is None
        return self.records[0]

    def step_to(self, lane: Lane, times: int = 1) -> None:
        """Run jobs until the next one is on a lane, for the given time."""
        for _ in range(times):
            if self.executor.queued[0][0] is lane:
                self.executor.step()
            while self.executor.queued[0][0] is not lane:
                self.executor.step()

    def run_until(self, is_so: Callable[[], bool]) -> None:
        while not is_so():
            self.executor.step()

    @property
    def records(self) -> tuple[BackupRecord, ...]:
        return list_backups(self.target).records

    @property
    def codes(self) -> list[str]:
        return ["" if end is None else end.code for end in self.ends]

    @property
    def left(self) -> list[str]:
        """What lies beside the vault, and what is no whole backup in the folder."""
        return self.left_beside + [path.name for path in self.target.iterdir() if path.suffix == ".part"]

    @property
    def left_beside(self) -> list[str]:
        return [path.name for path in self.folder.iterdir() if path.name.startswith("vault.trial")]

    def run_copies(self) -> None:
        """Run every job; those beside the vault may write small files only, as on a stick without space."""
        while self.executor.queued:
            is_copy = self.executor.queued[0][0] is Lane.COPY
            with limiting_files(8192) if is_copy else nullcontext():
                self.executor.step()

    def list_acts(self) -> list[str]:
        rows = self.stepped.vault.list_whole_history()
        return [f"{row.act} {row.subject}" for row in rows if row.act.startswith("backup-")]

    def close(self) -> None:
        self.keeper.stop()
        self.stepped.close()
