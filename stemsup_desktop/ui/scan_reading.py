"""Reads the files that a person chose into pages, and what the document expects of them. No Qt; for the work lane."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from stemsup_desktop.documents.scans.matching import ExpectedPages
from stemsup_desktop.documents.scans.scan_model import ScannedPage
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.attachments import make_title
from stemsup_desktop.store.entries import KeptScan

if TYPE_CHECKING:
    from stemsup_desktop.store.vault import Vault

Report = Callable[[int, int], None]
_PARTS = 100


@dataclass(frozen=True, slots=True)
class PilePage:
    """A read page and the name of its file, for the window alone."""

    file_name: str
    page: ScannedPage


@dataclass(frozen=True, slots=True)
class FileFault:
    """A file of which no page was taken, and why."""

    file_name: str
    problem: InputProblem


@dataclass(frozen=True, slots=True)
class ReadFiles:
    """What came of the files that were chosen."""

    pages: tuple[PilePage, ...]
    faults: tuple[FileFault, ...]


@dataclass(frozen=True, slots=True)
class PaperDocument:
    """A kept document that waits for its pages; `earlier` are other papers of the same kind and visit."""

    number: str
    patient_id: str
    pdf: bytes
    earlier: frozenset[str]
    kept: tuple[KeptScan, ...]


def load_paper_document(vault: "Vault", number: str) -> PaperDocument:
    """Return a document and the pages kept of it; raises document-unknown, document-damaged."""
    record, pdf = vault.load_document(number)
    same = (record.kind, record.consultation_id)
    entries = vault.list_documents(record.patient_id)
    earlier = frozenset(one.number for one in entries if (one.kind, one.consultation_id) == same)
    return PaperDocument(record.number, record.patient_id, pdf, earlier - {number}, vault.list_scans(number))


def read_expected(document: PaperDocument) -> ExpectedPages:
    """Return what the pages of a document say."""
    from stemsup_desktop.documents.scans.pdf_pages import read_expected_pages

    return read_expected_pages(document.pdf, document.number, document.earlier)


def read_files(paths: Sequence[Path], report: Report) -> ReadFiles:
    """Read files one after the other; one that cannot be read leaves the others as they are.

    `report` takes how far it is, of 100 parts a file, and may raise what ends it.
    """
    from stemsup_desktop.documents.scans.reading import read_scan_file

    pages: list[PilePage] = []
    faults: list[FileFault] = []
    total = _PARTS * len(paths)
    for index, path in enumerate(paths):
        report(_PARTS * index, total)

        def report_page(done: int, count: int, start: int = _PARTS * index) -> None:
            report(start + _PARTS * done // count, total)

        name = make_title(path.name)
        try:
            pages += [PilePage(name, page) for page in read_scan_file(path, report_page)]
        except InputProblem as problem:
            faults.append(FileFault(name, problem))
    return ReadFiles(tuple(pages), tuple(faults))
