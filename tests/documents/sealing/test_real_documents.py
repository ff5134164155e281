"""Seals on the documents that the program really makes: they stay tagged, archivable and whole, and are accepted."""

import io
from datetime import timedelta

import msgspec
import pikepdf
import pytest
from documents.document_builders import (
    CLEAR,
    LANGUAGES,
    MADE_AT,
    NAMES,
    fonts,
    full_file,
    make_request,
    shipped_consent_text,
    summary_of,
)
from documents.pdf_checks import find_pdf_faults
from documents.sealing.seal_samples import NUMBER, TimeStampAuthority, know, make_key, seal
from documents.sealing.test_sealing import ask_pyhanko
from documents.sealing.test_tampering import change_attachment, replace_content, update

from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.seal_model import SealState
from stemsup_desktop.documents.consent import render_consent
from stemsup_desktop.documents.document_model import AttachedFile
from stemsup_desktop.documents.sealing.verification import verify_pdf
from stemsup_desktop.language import Language

KEY = make_key()
SEALED = MADE_AT + timedelta(minutes=20)
RECORD = AttachedFile("record.json", "application/json", "The record", "Data", b'{"resourceType":"Bundle"}')


def make_consent(language: Language, *fields: str) -> bytes:
    """Return a consent form that fills much, with its record attached."""
    file = full_file()
    consent = derive_consent(file, CLEAR, shipped_consent_text(), NAMES, language)
    request = msgspec.structs.replace(make_request(language), seal_fields=fields, attached=(RECORD,))
    return render_consent((consent,), file, CLEAR, request, fonts()).pdf


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sealed_consent_form_is_still_tagged_and_archivable_and_accepted_by_pyhanko(language: Language) -> None:
    pdf = make_consent(language, "ClinicSeal")
    sealed = seal(pdf, KEY, at=SEALED)
    assert sealed.startswith(pdf)
    assert find_pdf_faults(sealed) == []
    assert [one.bottom_line for one in ask_pyhanko(sealed, KEY)] == [True]
    report = verify_pdf(sealed, know(KEY), SEALED)
    assert (report.state, report.number) == (SealState.GENUINE, NUMBER)


def test_a_consent_form_sealed_in_steps_is_too() -> None:
    pdf = make_consent(Language.JA, "PatientSeal", "PhysicianSeal", "ClinicSeal")
    for place, field in enumerate(("PatientSeal", "PhysicianSeal", "ClinicSeal")):
        pdf = seal(pdf, KEY, field, is_last=field == "ClinicSeal", at=SEALED + timedelta(minutes=place))
    # Only of the last seal can be true what `page` wants of every one, that it covers the whole file.
    assert [one for one in find_pdf_faults(pdf) if "PDFA3A-SIGNATURE-BYTERANGE-001" not in one] == []
    assert [one.bottom_line for one in ask_pyhanko(pdf, KEY)] == [True] * 3
    assert verify_pdf(pdf, know(KEY), SEALED).is_genuine


def test_a_consent_form_with_a_time_stamp_is_too() -> None:
    authority = TimeStampAuthority()
    try:
        sealed = seal(make_consent(Language.EN, "ClinicSeal"), KEY, at=SEALED, time_stamp_url=authority.url)
    finally:
        authority.close()
    assert find_pdf_faults(sealed) == []
    assert verify_pdf(sealed, know(KEY), SEALED).is_genuine


def test_a_sealed_summary_is_genuine() -> None:
    sealed = seal(summary_of(full_file(), Language.EN).pdf, KEY, at=SEALED)
    assert find_pdf_faults(sealed) == []
    assert verify_pdf(sealed, know(KEY), SEALED).is_genuine


def test_where_a_real_document_was_changed_is_said() -> None:
    sealed = seal(make_consent(Language.EN, "ClinicSeal"), KEY, at=SEALED)

    def lines(pdf: bytes) -> list[str]:
        report = verify_pdf(pdf, know(KEY), SEALED)
        assert report.state is SealState.CHANGED
        return [line.en for line in report.lines]

    assert "Page 1 was changed." in lines(update(replace_content)(sealed))
    exchanged = lines(update(change_attachment)(sealed))
    assert "The attached file “record.json” was changed." in exchanged
    assert not any(line.startswith("Page") for line in exchanged)


def test_a_damaged_page_or_file_of_a_real_document_is_named_without_the_original() -> None:
    sealed = seal(make_consent(Language.EN, "ClinicSeal"), KEY, at=SEALED)
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        page = pdf.pages[1].obj.Contents.read_raw_bytes()
        record = next(iter(pdf.attachments.values())).get_file().obj.read_raw_bytes()
    for raw, said in ((page, "Page 2 is damaged."), (record, "attached file “record.json” is damaged")):
        at = sealed.index(raw) + len(raw) // 2
        damaged = sealed[:at] + bytes([sealed[at] ^ 0xFF]) + sealed[at + 1 :]
        report = verify_pdf(damaged, know(KEY), SEALED)
        assert report.state is SealState.CHANGED
        assert any(said in line.en for line in report.lines), report.lines
