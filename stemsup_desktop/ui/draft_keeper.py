"""Keeps in the vault what is typed but is no record yet, so that a killed program loses at most its last second."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.vault_access import VaultAccess

if TYPE_CHECKING:
    from stemsup_desktop.store.vault import Vault

K = TypeVar("K", bound=msgspec.Struct)
LOOK_EVERY_MS = 400


class DraftKeeper(QObject, Generic[K]):
    """Looks several times a second at what `derive` gives and writes it when it changed, under one setting's name."""

    kept_changed = Signal(object)
    """None once everything looked at is on disk; the `Problem` when it could not be written."""

    def __init__(
        self,
        setting: str,
        derive: Callable[[], K],
        access: VaultAccess,
        parent: QObject,
        save: "Callable[[Vault, str, msgspec.Struct], None] | None" = None,
    ) -> None:
        """`save` writes a draft under its name; without one it goes where patients' drafts do."""
        super().__init__(parent)
        self._save = save or save_kept_record
        self._setting = setting
        self._derive: Callable[[], K] | None = derive
        self._access = access
        self._written: K | None = None
        """What the vault holds."""
        self._asked: K | None = None
        """What it was asked to hold; where that fails, it is asked again at the next look."""
        self._refused: K | None = None
        self._problem: Problem | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.flush)

    @property
    def problem(self) -> Problem | None:
        """Why what was typed last is not on disk, or None."""
        return self._problem

    @property
    def unwritten(self) -> K | None:
        """What the vault was asked to hold and does not, as with a full disk, or None."""
        if self._asked is not self._written:
            return self._asked
        return self._refused

    def start(self, written: K) -> None:
        """Begin to look; `written` is what the vault holds."""
        self._written = self._asked = written
        self._timer.start()

    def flush(self) -> None:
        """Write now if anything changed."""
        if self._derive is None:
            return
        kept = self._derive()
        if kept == self._asked:
            if self._asked is self._written:  # what was refused is not wanted any more
                self._refused = None
            return
        self._asked = kept

        def on_result(result: Ok[None] | Err) -> None:
            match result:
                case Ok():
                    self._written, self._refused = kept, None
                case Err() if self._asked is kept:
                    self._asked, self._refused = self._written, kept
            if self._derive is not None:
                self._say(result.problem if isinstance(result, Err) else None)

        setting, save = self._setting, self._save
        self._access.run(lambda vault: save(vault, setting, kept), on_result)

    def close(self) -> None:
        """Write what is unwritten and look no more; what was looked at may go, and the window with it."""
        self._timer.stop()
        self.flush()
        self._derive = None

    def _say(self, problem: Problem | None) -> None:
        if problem is None and self._problem is None:
            return
        self._problem = problem
        self.kept_changed.emit(problem)


def load_kept_record(vault: "Vault", setting: str, kind: type[K]) -> K:
    """Return what was kept under a setting's name; an empty one if there is none that this version can read."""
    text = vault.load_unfinished(setting)
    if not text:
        return kind()
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.DecodeError, RecursionError):
        return kind()


def save_kept_record(vault: "Vault", setting: str, kept: msgspec.Struct) -> None:
    """Keep what is under way."""
    vault.save_unfinished(setting, msgspec.json.encode(kept).decode())
