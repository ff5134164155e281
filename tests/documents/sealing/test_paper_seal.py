"""A form signed in ink is sealed with its scans: the printed document stays, byte for byte, at the beginning."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pikepdf
import pytest
from documents.document_builders import (
    CLEAR,
    NAMES,
    consent_of,
    fonts,
    full_file,
    make_request,
    shipped_consent_text,
)
from documents.pdf_checks import find_pdf_faults

from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.seal_model import KnownCertificate, KnownSeals, SealState
from stemsup_desktop.documents.consent import render_consent
from stemsup_desktop.documents.document_model import AttachedFile
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.documents.sealing.paper_seal import make_paper_seal_input
from stemsup_desktop.documents.sealing.verification import verify_pdf
from stemsup_desktop.language import Language
from stemsup_desktop.ui.paper_seal_desk import PaperToSeal, seal_paper

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = make_clinic_key("Sample Clinic", AT)
JPEG, PNG = b"\xff\xd8\xff scan of a page", b"\x89PNG scan of another"
PRINTED = consent_of(full_file(), Language.JA).pdf
PAPER = PaperToSeal("CNS-2026-00418", Language.JA, PRINTED, (("image/jpeg", JPEG), ("image/png", PNG)), KEY)


def scan(name: str, data: bytes = JPEG) -> AttachedFile:
    return AttachedFile(name, "image/jpeg", "Signed page", "Source", data)


def test_the_sealed_file_begins_with_the_printed_one_and_holds_every_signed_page() -> None:
    sealed = seal_paper(PAPER, AT).sealed
    assert sealed.pdf.startswith(PRINTED)
    with pikepdf.open(io.BytesIO(sealed.pdf)) as pdf:
        scans = {name: file.get_file() for name, file in pdf.attachments.items() if name.startswith("signed-page")}
        assert {name: (one.mime_type, one.read_bytes()) for name, one in scans.items()} == {
            "signed-page-001.jpg": ("image/jpeg", JPEG),
            "signed-page-002.png": ("image/png", PNG),
        }
        assert len(pdf.Root.AF) == len(pdf.attachments)
    known = KnownSeals((KnownCertificate(KEY.certificate),))
    assert verify_pdf(sealed.pdf, known, AT).state is SealState.GENUINE


def test_it_stays_tagged_and_archivable_with_the_scans_and_the_seal() -> None:
    assert find_pdf_faults(make_paper_seal_input(PRINTED, (scan("signed-page-001.jpg"),), AT)) == []
    assert find_pdf_faults(seal_paper(PAPER, AT).sealed.pdf) == []


def test_a_changed_scan_is_a_changed_file() -> None:
    sealed = seal_paper(PAPER, AT).sealed.pdf
    known = KnownSeals((KnownCertificate(KEY.certificate),))
    at = len(PRINTED) + 200
    changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    assert verify_pdf(changed, known, AT).state is SealState.CHANGED


@pytest.mark.parametrize(
    "names", [(), ("a.jpg",), ("signed-page-002.jpg", "signed-page-001.jpg"), ("signed-page-001.jpg",) * 2]
)
def test_names_that_no_reader_would_find_again_are_refused(names: tuple[str, ...]) -> None:
    with_record = make_paper_seal_input(PRINTED, (scan("record.json", b"{}"),), AT)
    with pytest.raises(ValueError, match="names in order"):
        make_paper_seal_input(with_record, tuple(map(scan, names)), AT)


def test_pages_beside_a_record_are_associated_with_the_document_too() -> None:
    request = msgspec.structs.replace(make_request(Language.JA), attached=(scan("record.json", b"{}"),))
    file = full_file()
    consent = derive_consent(file, CLEAR, shipped_consent_text(), NAMES, Language.JA)
    printed = render_consent([consent], file, CLEAR, request, fonts()).pdf
    sealed = seal_paper(replace(PAPER, pdf=printed), AT).sealed.pdf
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        assert [str(one.UF) for one in pdf.Root.AF] == ["record.json", "signed-page-001.jpg", "signed-page-002.png"]
    assert find_pdf_faults(sealed) == []
