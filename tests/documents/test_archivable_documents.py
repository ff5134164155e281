"""Documents are tagged and archivable at once, hold what was attached, and are the same bytes for the same input."""

import hashlib
import io
import os
import random
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pikepdf
import pytest
from consultation.fhir_record_builders import make_source, with_marks
from documents import test_sheets
from documents.document_builders import (
    CLEAR,
    LANGUAGES,
    MADE_AT,
    NAMES,
    RESOURCES,
    consent_of,
    empty_file,
    fonts,
    full_file,
    make_file,
    make_request,
    shipped_consent_text,
    summary_of,
    with_verdict,
)
from documents.pdf_checks import find_pdf_faults
from documents.read_aloud import list_bookmarks, read_aloud
from documents.test_recovery_sheet import sheet
from documents.test_reference_card import card, library

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.signing_seal import ConsentMarks
from stemsup_desktop.documents import words
from stemsup_desktop.documents.consent import render_consent
from stemsup_desktop.documents.document_model import AttachedFile, DocumentRequest, RenderedDocument
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.documents.sealing.sealing import SealRequest, seal_pdf
from stemsup_desktop.language import Language
from stemsup_desktop.paper_kinds import Paper

ROOT = Path(__file__).resolve().parents[2]
RECORD = AttachedFile("record.json", "application/json", "The record it was made from", "Data", b'{"a": 1}\n')
LETTER = AttachedFile("医師の手紙.txt", "text/plain", "Eine Anlage", "Supplement", "日本語\r".encode())


def render(language: Language = Language.EN, **changes: object) -> RenderedDocument:
    """Render the empty consent form from a request with changes."""
    file = empty_file()
    consent = derive_consent(file, CLEAR, shipped_consent_text(), NAMES, language)
    request: DocumentRequest = msgspec.structs.replace(make_request(language), **changes)
    return render_consent((consent,), file, CLEAR, request, fonts())


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_validators_and_the_linter_accept_every_kind_of_document(language: Language) -> None:
    file = full_file()
    documents = {
        "consent": consent_of(file, language),
        "draft": consent_of(file, language, with_verdict(Verdict.NOT_COMPLETE)),
        "summary": summary_of(file, language),
        "sheet": sheet(language),
        "card": card(library().get_page("vegf"), language),
        "with files": render(language, attached=(RECORD, LETTER), seal_fields=("ClinicSeal", "PhysicianSeal")),
    }
    assert {name: faults for name, one in documents.items() if (faults := find_pdf_faults(one.pdf))} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_accept_the_papers_around_a_consent(language: Language) -> None:
    withdrawn = test_sheets.with_consent(empty_file(), test_sheets.WHOLE)
    papers = {
        "slip": test_sheets.render(Paper.WITHDRAWAL, withdrawn, language),
        "addendum": test_sheets.add(test_sheets.ADDENDUM, language, full_file()),
        "home": test_sheets.render(Paper.SELF_ADMINISTRATION, test_sheets.with_home_use(full_file()), language),
    }
    assert {name: faults for name, one in papers.items() if (faults := find_pdf_faults(one.pdf))} == {}
    for paper in papers.values():
        headings = [said.words for said in read_aloud(paper.pdf) if said.tag == "H2"]
        assert len(headings) == len(list_bookmarks(paper.pdf)) > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_accept_a_form_signed_on_screen_and_its_marks_are_read(language: Language) -> None:
    source = with_marks(make_source(full_file(), CLEAR, *Language, names=NAMES))
    consent, form = source.file.consultation.consent, source.consents[language]
    marks = ConsentMarks(
        {one.clause_id: one.ink for one in consent.initials}, {one.role: one for one in consent.signatures}, ()
    )
    document = render_consent((form,), source.file, CLEAR, make_request(language), fonts(), marks)
    assert find_pdf_faults(document.pdf) == []
    figures = [said.words for said in read_aloud(document.pdf) if said.tag == "Figure"]
    assert figures.count(words.INITIALS_INK.in_language(language)) == len(consent.initials) > 0
    assert words.INITIALS_BOX.in_language(language) not in figures
    for line in form.signatures:
        assert words.SIGNATURE_INK.in_language(language).format(role=line.role) in figures


@pytest.mark.parametrize("seed", [0, 4, 5, 19])
def test_they_accept_what_generated_consultations_print(seed: int) -> None:
    file = make_file(random.Random(seed), fill=(seed % 10) / 9)
    language = LANGUAGES[seed % 2]
    assert find_pdf_faults(summary_of(file, language).pdf) == []
    assert find_pdf_faults(consent_of(file, language).pdf) == []


def test_a_sealed_form_is_the_form_with_a_seal_behind_it_and_still_conforms() -> None:
    form = render(Language.JA, attached=(RECORD,)).pdf
    sealed = seal_pdf(
        form, make_clinic_key("見本クリニック東京", MADE_AT), SealRequest("ClinicSeal", "", MADE_AT, True)
    )
    assert sealed.startswith(form)
    assert len(sealed) > len(form)
    assert find_pdf_faults(sealed) == []


def test_attached_files_come_out_as_they_went_in_and_say_what_they_are() -> None:
    with pikepdf.open(io.BytesIO(render(attached=(LETTER, RECORD)).pdf)) as pdf:
        associated = list(pdf.Root.AF)
        assert [str(one.UF) for one in associated] == [LETTER.name, RECORD.name]
        for file in (RECORD, LETTER):
            attached = pdf.attachments[file.name]
            assert attached.get_file().read_bytes() == file.data
            assert attached.description == file.description
            stream = attached.obj.EF.F
            assert str(stream.Subtype) == f"/{file.media_type}"
            assert str(attached.obj.AFRelationship) == f"/{file.relationship}"
            assert int(stream.Params.Size) == len(file.data)


def test_two_files_of_one_name_are_a_bug_and_say_so() -> None:
    with pytest.raises(AssertionError, match="same name"):
        render(attached=(RECORD, RECORD))


def test_a_field_to_seal_is_there_for_each_name_and_invisible() -> None:
    document = render(seal_fields=("ClinicSeal", "PhysicianSeal"))
    with pikepdf.open(io.BytesIO(document.pdf)) as pdf:
        fields = list(pdf.Root.AcroForm.Fields)
        assert [str(field.T) for field in fields] == ["ClinicSeal", "PhysicianSeal"]
        assert all(field.FT == "/Sig" and "/V" not in field and list(field.Rect) == [0, 0, 0, 0] for field in fields)
        assert pdf.Root.AcroForm.SigFlags == 3


def test_a_sheet_and_a_card_have_nothing_to_seal() -> None:
    for document in (sheet(Language.EN), card(library().get_page("vegf"), Language.EN)):
        with pikepdf.open(io.BytesIO(document.pdf)) as pdf:
            assert "/AcroForm" not in pdf.Root


def test_the_file_says_the_same_of_itself_twice_with_the_clock_and_the_head_of_the_history() -> None:
    made_at = datetime(2026, 11, 17, 20, 52, 7, tzinfo=timezone(timedelta(hours=9)))
    document = render(Language.JA, made_at=made_at, history_head=AuditHead(17, "ab" * 32))
    with pikepdf.open(io.BytesIO(document.pdf)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261117205207+09'00'"
        assert str(pdf.docinfo["/Keywords"]) == f"history 17:{'ab' * 32}"
        xmp = pdf.Root.Metadata.read_bytes().decode("utf-8")
        for key in ("/Title", "/Author", "/Subject", "/Keywords", "/Producer"):
            assert f">{pdf.docinfo[key]}<" in xmp
        assert ">2026-11-17T20:52:07+09:00<" in xmp
        assert str(pdf.Root.Lang) == "ja-JP"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/Filter" not in pdf.Root.Metadata


@pytest.mark.parametrize("number", ["A<b>&amp;", "endstream %%EOF", '<?xpacket end="r"?>', "{title}"])
def test_what_is_written_in_a_title_is_no_markup_of_the_description(number: str) -> None:
    document = render(document_number=number)
    with pikepdf.open(io.BytesIO(document.pdf)) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"].endswith(number)
    assert find_pdf_faults(document.pdf) == []


def test_a_value_of_spaces_alone_keeps_its_place_in_the_list() -> None:
    patient = msgspec.structs.replace(empty_file().patient, name="   ", chart_number="  ")
    document = consent_of(msgspec.structs.replace(empty_file(), patient=patient), Language.EN)
    assert find_pdf_faults(document.pdf) == []


def test_the_same_input_gives_the_same_bytes_in_another_process() -> None:
    script = """
import hashlib
from documents.test_archivable_documents import LETTER, RECORD, render
from stemsup_desktop.language import Language
print(hashlib.sha256(render(Language.JA, attached=(RECORD, LETTER)).pdf).hexdigest())
"""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "PYTHONHASHSEED": "4711"}
    result = subprocess.run(
        [sys.executable, "-c", script],
        env={**environment, "TZ": "America/St_Johns", "LC_ALL": "C"},
        cwd=RESOURCES,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.stderr == ""
    here = render(Language.JA, attached=(RECORD, LETTER)).pdf
    assert result.stdout.strip() == hashlib.sha256(here).hexdigest()


def test_other_input_gives_other_bytes_and_another_id() -> None:
    documents = [render(), render(document_number="CNS-2026-00419"), render(attached=(RECORD,))]
    ids = set()
    for document in documents:
        with pikepdf.open(io.BytesIO(document.pdf)) as pdf:
            ids.add(bytes(pdf.trailer.ID[0]))
    assert len(ids) == len(documents)
