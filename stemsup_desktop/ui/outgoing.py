"""Documents of the vault on their way out, to a printer or a file: each that went leaves a row in the history."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from stemsup_desktop.documents.files import save_document
from stemsup_desktop.errors import Problem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.jobs import Err, JobRunner, Lane, Ok
from stemsup_desktop.ui.printing import PrintRun
from stemsup_desktop.ui.vault_access import VaultAccess

Note = Callable[[Vault], None]
"""Keeps in the history that something left the vault."""


class OutgoingDocuments(QObject):
    """One for each window, which outlives its pages.

    Prints and copies that fail or are cancelled leave no row. What is on its way when the window is left counts as
    gone: its end comes after the vault was closed. Drafts and reference cards are not the vault's and leave none.
    """

    def __init__(self, runner: JobRunner, access: VaultAccess, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._access = access
        self._saving: list[Note] = []

    def watch_print(self, run: PrintRun, number: str, on_failed: Callable[[Problem], None]) -> None:
        """See that a print of a kept document is noted; `on_failed` hears of a history that took no row."""
        run.sent.connect(partial(self._note, lambda vault: vault.note_document_printed(number), on_failed))

    def save_copy(self, pdf: bytes, path: Path, number: str, on_saved: Callable[[Ok[None] | Err], None]) -> None:
        """Write a copy to a file, then note it; `number` is empty for what the vault does not keep.

        A copy that was written but could not be noted is reported as what the history said.
        """

        self.save(pdf, path, partial(_note_saved, (number,)) if number else None, on_saved)

    def save(self, data: bytes, path: Path, note: Note | None, on_saved: Callable[[Ok[None] | Err], None]) -> None:
        """Write a file whole, then do what notes that it left."""

        def on_result(result: Ok[None] | Err) -> None:
            if note is None or note not in self._saving:
                on_saved(result)  # noted when the window was left, or nothing to note
                return
            self._saving.remove(note)
            if isinstance(result, Err):
                on_saved(result)
            else:
                self._access.run(note, on_saved)

        if note is not None:
            self._saving.append(note)
        self._runner.run(partial(save_document, data, path), on_result, lane=Lane.WORK)

    def save_joined(
        self, pdf: bytes, path: Path, numbers: Sequence[str], on_saved: Callable[[Ok[None] | Err], None]
    ) -> None:
        """Write a file that holds several kept documents, then note each."""
        self.save(pdf, path, partial(_note_saved, tuple(numbers)), on_saved)

    def leave(self) -> None:
        """Note the copies that are being written: the vault closes before they are."""
        for note in self._saving:
            self._note(note, _ignore)
        self._saving.clear()

    def _note(self, act: Callable[[Vault], None], on_failed: Callable[[Problem], None]) -> None:
        def on_result(result: Ok[None] | Err) -> None:
            if isinstance(result, Err):
                on_failed(result.problem)

        self._access.run(act, on_result)


def _note_saved(numbers: Sequence[str], vault: Vault) -> None:
    for number in numbers:
        vault.note_document_saved(number)


def _ignore(problem: Problem) -> None:
    """The window that could say it is gone."""
