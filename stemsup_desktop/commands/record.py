"""`stemsup record`: the machine-readable record that a document carries."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemsup_desktop.commands.desk import FILE, LANGUAGE, read_path
from stemsup_desktop.commands.printing import plain, print_json, print_words
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.input_files import read_input
from stemsup_desktop.language import Language, Text

if TYPE_CHECKING:
    from stemsup_desktop.consultation.fhir_record_model import FhirRecord

MOST_BYTES = 200_000_000

DOCUMENT = Text("Document", "書類")
MADE_AT = Text("Made", "作成日時")
PATIENT = Text("Patient", "患者")
CONSENT = Text("Consent", "同意")
SIGNED = Text("Signed", "署名")
TEXT = Text("Text", "文章")
ANSWERS = Text("Findings {findings}, opinions {opinions}", "所見{findings}件、医師の判断{opinions}件")


@click.command(short_help="Take the machine-readable record out of a document.")
@click.argument("file", type=FILE)
@LANGUAGE
@click.option("--json", "as_json", is_flag=True, help="Print the record as it is: a FHIR R4 Bundle.")
def record(file: Path, language: str, as_json: bool) -> None:
    """Print the record that the document FILE carries: who agreed to what, and the answers it was made from.

    Nothing is said about whether FILE is genuine: that is asked of `stemsup verify`.
    """
    import msgspec

    from stemsup_desktop.consultation.fhir_record import FILE_NAME
    from stemsup_desktop.consultation.fhir_record_reading import read_fhir_record
    from stemsup_desktop.documents.attached_reading import find_attached

    data = find_attached(read_input(read_path(file), MOST_BYTES), FILE_NAME)
    if data is None:
        raise InputProblem("record-missing", f"{file.name}: this file carries no record.")
    read = read_fhir_record(data)
    if as_json:
        print_json(msgspec.Raw(data))
    else:
        print_words("\n".join(map(plain, _describe(read, Language(language)))))


def _describe(read: "FhirRecord", language: Language) -> Iterator[str]:
    from stemsup_desktop.consultation.formats import format_date, format_datetime, format_offset

    document, patient, consent = read.document, read.patient, read.consent
    yield f"{DOCUMENT.in_language(language)}: {document.number} ({document.kind})"
    moment = f"{format_datetime(document.made_at, language)} {format_offset(document.made_at)}"
    yield f"{MADE_AT.in_language(language)}: {moment}"
    yield f"{PATIENT.in_language(language)}: {patient.name}, {format_date(patient.birth_date, language)}"
    given = "" if consent.given is None else f", {consent.given.document_number}"
    yield f"{CONSENT.in_language(language)}: {consent.status}{given}"
    for one in consent.signatures:
        when = format_datetime(one.signed_at, language)
        yield f"{SIGNED.in_language(language)}: {one.role}, {one.name}, {when} {format_offset(one.signed_at)}"
    for text in consent.texts:
        yield f"{TEXT.in_language(language)} ({text.language}): sha256 {text.text_sha256}"
    counts = {"findings": len(read.findings), "opinions": len(read.opinions)}
    yield ANSWERS.in_language(language).format(**counts)
