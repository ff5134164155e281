"""The work at a certificate from CSV: reads it off the window's thread, previews it, imports all of it or nothing."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from stemsup_desktop.consultation.lots.allergens import list_allergens
from stemsup_desktop.consultation.lots.certificate_csv import (
    MOST_BYTES,
    CsvPreview,
    import_certificate_csv,
    preview_certificate_csv,
)
from stemsup_desktop.consultation.lots.lot_model import Lot, LotCertificate, LotEntry
from stemsup_desktop.content import Content
from stemsup_desktop.documents.files import save_document
from stemsup_desktop.errors import Problem
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.file_dialogs import choose_copy_path
from stemsup_desktop.ui.file_reading import read_chosen_file
from stemsup_desktop.ui.jobs import Err, JobControl, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.lots.act_desk import ActDesk
from stemsup_desktop.ui.pages.lots.file_desk import FileDesk
from stemsup_desktop.ui.pages.lots.import_pane import ImportPane
from stemsup_desktop.ui.pages.lots.import_view import derive_import
from stemsup_desktop.ui.pages.lots.saving import say_certificate_kept

EXAMPLE = Path("lots", "certificate-example.csv")


@dataclass(frozen=True, slots=True)
class _Import:
    """An import under way: of which lot, and the file once it was read."""

    lot: Lot
    file_name: str = ""
    preview: CsvPreview | None = None
    problem: str = ""


class ImportDesk(QObject):
    """Owns the pane; `changed` says that what it shows differs, `finished` that it is to be left."""

    changed = Signal()
    finished = Signal()

    def __init__(self, page: Page[Any], content: Content, acts: ActDesk, files: FileDesk) -> None:
        super().__init__(page)
        self._page = page
        self._content = content
        self._acts = acts
        self._files = files
        self._words = page.words
        self._import: _Import | None = None
        self.pane = ImportPane(page.theme, page.words)
        self.pane.choose_requested.connect(self._on_choose)
        self.pane.file_dropped.connect(self.read)
        self.pane.example_requested.connect(self._on_example)

    @property
    def is_open(self) -> bool:
        """Whether an import is under way."""
        return self._import is not None

    @property
    def action(self) -> tuple[str, str]:
        """The text of the main action, and why it cannot be used now."""
        preview = None if self._import is None else self._import.preview
        if preview is None:
            return self._words("lots.import_none"), self._words("lots.import_choose_first")
        view = derive_import("", preview, self._words)
        return view.action, view.reason

    def begin(self, entry: LotEntry) -> None:
        """Open the place for a file of a lot."""
        self._import = _Import(entry.lot)

    def close(self) -> bool:
        """Let go of the import; return whether there was one. Nothing was kept yet."""
        was_open, self._import = self.is_open, None
        return was_open

    def show(self) -> None:
        """Show the import under way."""
        if self._import is not None:
            one = self._import
            view = None if one.preview is None else derive_import(one.file_name, one.preview, self._words)
            title = self._words("lots.import_title", number=one.lot.number)
            self.pane.show_view(title, view, one.problem)

    def read(self, path: Path) -> None:
        """Read a file and preview it."""
        if self._import is None:
            return
        lot, control = self._import.lot, JobControl()
        allergens = list_allergens(self._content.clinical.questionnaire)

        def work() -> CsvPreview:
            chosen = read_chosen_file(path, control.report)
            return preview_certificate_csv(chosen.data[: MOST_BYTES + 1], allergens=allergens, lot=lot)

        self._page.run_job(
            work, partial(self._on_read, lot, path.name), busy=self._words("lots.import_reading"), control=control
        )

    def accept(self) -> None:
        """Import every row, or none."""
        one = self._import
        if one is None or one.preview is None or not one.preview.is_importable:
            return
        preview, lot_id, today = one.preview, one.lot.lot_id, self._page.context.clock().date()

        def work(vault: Vault) -> tuple[LotCertificate | None, LotEntry]:
            lot = vault.get_lot(lot_id).lot
            made = import_certificate_csv(preview, lot.certificate, lot, today)
            return lot.certificate, vault.save_certificate(lot_id, made)

        def on_done(result: tuple[LotCertificate | None, LotEntry]) -> None:
            before, kept = result
            self._import = None
            self.finished.emit()
            sentence = self._words("lots.imported", count=len(preview.rows), number=kept.lot.number)
            say_certificate_kept(self._page, self._acts, kept, before, sentence)

        self._acts.act(work, on_done)

    def _on_read(self, lot: Lot, name: str, result: Ok[CsvPreview] | Err) -> None:
        if self._import is None or self._import.lot.lot_id != lot.lot_id:
            return
        match result:
            case Ok(preview):
                self._import = _Import(lot, name, preview)
            case Err(problem):
                self._import = _Import(lot, name, None, self._say(problem))
        self.changed.emit()

    def _say(self, problem: Problem) -> str:
        return self._words.sentence_of(problem)

    def _on_choose(self) -> None:
        self._files.choose(self._words("lots.import"), self.read)

    def _on_example(self) -> None:
        choose_copy_path(self._page, EXAMPLE.name, self._words("lots.import_example"), self._save_example)

    def _save_example(self, path: Path) -> None:
        source = find_resources() / EXAMPLE

        def on_saved(result: Ok[None] | Err) -> None:
            match result:
                case Ok():
                    self._acts.say(self._words("lots.copy_saved"))
                case Err(problem):
                    self._acts.refuse(problem)

        self._page.run_job(lambda: save_document(source.read_bytes(), path), on_saved)
