"""Exports documents: reads them, writes them beside a manifest of their hashes, and notes that they left."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject

from stemsup_desktop.documents.export import ExportReport, write_export
from stemsup_desktop.outgoing_export import make_exported
from stemsup_desktop.store.entries import DocumentCopy
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.vault_access import VaultAccess

Exported = Callable[[Ok[ExportReport] | Err], None]


class ExportRun(QObject):
    """Reads documents, writes them beside a manifest of their hashes, and notes in the history that they left."""

    def __init__(self, context: PageContext, access: VaultAccess, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._access = access

    def write(self, folder: Path, numbers: Sequence[str], on_done: Exported) -> None:
        """Export into a folder; what was written but could not be noted is reported as what the history said."""

        def on_loaded(result: Ok[tuple[tuple[DocumentCopy, ...], str]] | Err) -> None:
            match result:
                case _ if not shiboken6.isValid(self):
                    return  # locked meanwhile: nothing was written
                case Ok((copies, history)):
                    at = self._context.clock()
                    work = partial(write_export, folder, make_exported(copies), at, history)
                    self._context.runner.run(work, on_written)
                case Err():
                    on_done(result)

        def on_written(result: Ok[ExportReport] | Err) -> None:
            match result:
                case Ok(report):
                    note = partial(_note, numbers=numbers, sha256=report.manifest_sha256)
                    self._access.run(note, lambda noted: on_done(result if isinstance(noted, Ok) else noted))
                case Err():
                    on_done(result)

        self._access.run(partial(_load, numbers=numbers), on_loaded)


def _load(vault: Vault, numbers: Sequence[str]) -> tuple[tuple[DocumentCopy, ...], str]:
    head = vault.read_audit_head()
    return tuple(vault.load_copy(number) for number in numbers), f"{head.sequence}:{head.hash}"


def _note(vault: Vault, numbers: Sequence[str], sha256: str) -> None:
    vault.note_documents_exported(numbers, sha256)
