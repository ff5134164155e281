"""`stemsup scans`: files the signed pages of a document that came back as scans or photographs."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stemsup_desktop.commands.desk import AS_JSON, FILE, LANGUAGE, read_path
from stemsup_desktop.commands.printing import Refusal, print_json, print_words
from stemsup_desktop.commands.signing_in import SignIn, sign_in_options
from stemsup_desktop.commands.watching import PROGRESS, watching
from stemsup_desktop.language import Language

if TYPE_CHECKING:
    from stemsup_desktop.documents.scans.matching import ExpectedPages, PageMatch
    from stemsup_desktop.documents.scans.scan_model import ScannedPage
    from stemsup_desktop.store.entries import DocumentRecord
    from stemsup_desktop.store.vault import Vault

    Pile = list[tuple[int, ScannedPage]]
    """Every read page with the number of its file, from 1 as they were given."""


@click.command(short_help="File the signed pages of a document.")
@click.argument("number")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@sign_in_options
@LANGUAGE
@PROGRESS
@AS_JSON
def scans(number: str, files: tuple[Path, ...], sign_in: SignIn, language: str, as_lines: bool, as_json: bool) -> None:
    """File the signed pages of the document NUMBER, from PDF, JPEG, PNG or TIFF files in any order.

    Each page is known by the code at its foot. Pages of other documents are refused by name; while a page is missing,
    nothing is filed. A page whose code cannot be read is placed by hand in the window.
    """
    from stemsup_desktop.documents.scans.matching import match_pages
    from stemsup_desktop.documents.scans.pdf_pages import read_expected_pages

    with sign_in.open() as vault:
        record, pdf = vault.load_document(number.strip().upper())
        expected = read_expected_pages(pdf, record.number, _find_earlier(vault, record))
        pile = _read_files(files, as_lines=as_lines)
        match = match_pages(expected, [page.found for _, page in pile])
        if match.is_complete:
            _file(vault, record, match, pile)
    _report(expected, match, pile, Language(language), as_json=as_json)


def _find_earlier(vault: "Vault", record: "DocumentRecord") -> frozenset[str]:
    entries = vault.list_documents(record.patient_id)
    return frozenset(
        one.number for one in entries if (one.kind, one.consultation_id) == (record.kind, record.consultation_id)
    )


def _read_files(files: Sequence[Path], *, as_lines: bool) -> "Pile":
    """Read all files; one that cannot be read ends it, by its number as it was given."""
    from stemsup_desktop.documents.scans.reading import read_scan_file
    from stemsup_desktop.errors import InputProblem

    pile: Pile = []
    with watching(as_lines=as_lines) as watcher:
        for index, path in enumerate(files):

            def report(done: int, total: int, index: int = index) -> None:
                watcher.advance("scan", index + done / total, len(files))
                if watcher.is_cancelled():
                    raise InputProblem("scans-cancelled", "Cancelled; nothing was filed.")

            try:
                pile += [(index + 1, page) for page in read_scan_file(read_path(path), report)]
            except InputProblem as problem:
                if problem.code == "scans-cancelled":
                    raise
                raise InputProblem(problem.code, f"File {index + 1}: {problem.sentence}") from problem
    return pile


def _file(vault: "Vault", record: "DocumentRecord", match: "PageMatch", pile: "Pile") -> None:
    from stemsup_desktop.store.entries import ScanToKeep

    pages = [
        ScanToKeep(one.page, pile[one.scan][1].media_type, pile[one.scan][1].data, one.is_by_hand)
        for one in match.pages
    ]
    vault.save_scans(record.number, pages, patient_id=record.patient_id)


def _report(
    expected: "ExpectedPages",
    match: "PageMatch",
    pile: "Pile",
    language: Language,
    *,
    as_json: bool,
) -> None:
    from stemsup_desktop.documents.scans.words import FILED, NOT_FILED, UNREAD, say_missing, say_refusal

    def find_place(scan: int) -> dict[str, Any]:
        return {"file": pile[scan][0], "place": pile[scan][1].place}

    said = say_missing(match, expected).in_language(language)
    if as_json:
        print_json(
            {
                "number": expected.number,
                "page_count": expected.page_count,
                "is_filed": match.is_complete,
                "pages": [{"page": one.page, **find_place(one.scan)} for one in match.pages],
                "missing": match.missing,
                "refused": [
                    {**find_place(one.scan), "why": one.why, "words": say_refusal(one).in_language(language)}
                    for one in match.refused
                ],
                "spare": [{"page": one.page, **find_place(one.scan)} for one in match.spare],
                "unplaced": [find_place(scan) for scan in match.unplaced],
                "words": said,
            }
        )
    for one in () if as_json else match.refused:
        click.echo(f"{_say_place(pile, one.scan, language)}: {say_refusal(one).in_language(language)}", err=True)
    for scan in () if as_json else match.unplaced:
        click.echo(f"{_say_place(pile, scan, language)}: {UNREAD.in_language(language)}", err=True)
    if not match.is_complete:
        raise Refusal(f"{said} {NOT_FILED.in_language(language)}")
    if not as_json:
        print_words(f"{said} {FILED.in_language(language)}")


def _say_place(pile: "Pile", scan: int, language: Language) -> str:
    from stemsup_desktop.documents.scans.words import PLACE

    return PLACE.in_language(language).format(file=pile[scan][0], place=pile[scan][1].place)
