"""A document carries the record that it was made from, and stays tagged and archivable with it."""

from datetime import datetime, timedelta, timezone
from functools import cache

import msgspec
import pytest
from consultation.fhir_record_builders import find_faults
from documents.document_builders import fonts
from documents.pdf_checks import find_pdf_faults
from shipped import get_content

from stemsup_desktop.consultation.addendum import Addendum, AddendumFile, Original
from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.consultation.fhir_record import FILE_NAME
from stemsup_desktop.consultation.fhir_record_model import FhirRecord, RecordedKind
from stemsup_desktop.consultation.fhir_record_reading import read_fhir_record
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.content import Content
from stemsup_desktop.documents.attached_reading import find_attached
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_follow import render_addendum, render_withdrawal_slip
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import render_paper
from stemsup_desktop.resources import find_resources

NOW = datetime(2026, 12, 1, 10, 44, tzinfo=timezone(timedelta(hours=9)))
HEAD = AuditHead(7, "ab" * 32)


@cache
def content() -> Content:
    return get_content()


def read_example(name: str) -> ConsultationFile:
    return msgspec.json.decode((find_resources() / "examples" / f"{name}.json").read_bytes(), type=ConsultationFile)


def render(paper: Paper, name: str, language: Language = Language.JA, *, is_preview: bool = False) -> RenderedDocument:
    file = read_example(name)
    request = DocumentRequest("CNS-2026-00007", NOW, LanguageForm(language), is_preview, HEAD)
    return render_paper(paper, file, content().derive_gate(file, NOW), content(), fonts(), request)


def record_in(pdf: bytes) -> FhirRecord:
    data = find_attached(pdf, FILE_NAME)
    assert data is not None
    assert find_faults(data) == []
    return read_fhir_record(data, content().clinical.questionnaire)


@pytest.mark.parametrize("paper", [Paper.CONSENT, Paper.SUMMARY])
def test_a_document_carries_its_record_and_is_archivable_with_it(paper: Paper) -> None:
    rendered = render(paper, "treated")
    record = record_in(rendered.pdf)
    assert (record.document.number, record.document.kind) == ("CNS-2026-00007", RecordedKind(paper.value))
    assert (record.document.made_at, record.document.history_head) == (NOW, HEAD)
    assert not record.document.is_draft
    assert len(record.responses) > 50
    assert (record.treatment is not None) == (paper is Paper.SUMMARY)
    assert len(record.consent.texts) == (1 if paper is Paper.CONSENT else 0)
    assert find_pdf_faults(rendered.pdf) == []


def test_a_draft_says_that_it_is_one() -> None:
    file = read_example("opinion")
    waiting = msgspec.structs.replace(file.consultation.examination, opinions=())
    file = msgspec.structs.replace(file, consultation=msgspec.structs.replace(file.consultation, examination=waiting))
    gate = content().derive_gate(file, NOW)
    rendered = render_paper(Paper.CONSENT, file, gate, content(), fonts(), DocumentRequest("X-1", NOW, LanguageForm.EN))
    assert rendered.is_draft
    assert record_in(rendered.pdf).document.is_draft


def test_a_page_that_is_only_looked_at_carries_none() -> None:
    assert find_attached(render(Paper.CONSENT, "clear", is_preview=True).pdf, FILE_NAME) is None


def test_the_same_snapshot_gives_the_same_bytes_with_its_record() -> None:
    assert render(Paper.CONSENT, "clear").pdf == render(Paper.CONSENT, "clear").pdf


TAKEN = Withdrawal("CNS-2026-00007", NOW, SignerRole.PATIENT, "A", reason="no time", recorded_by="B")


def test_a_slip_carries_what_was_taken_back_until_then() -> None:
    file = read_example("treated")
    later = msgspec.structs.replace(TAKEN, withdrawn_at=NOW + timedelta(days=1), scope=("photographs",))
    request = DocumentRequest("WDS-2026-00001", NOW, LanguageForm.JA)
    slips = []
    for withdrawals in ((TAKEN,), (TAKEN, later)):
        consent = msgspec.structs.replace(file.consultation.consent, withdrawals=withdrawals)
        visit = msgspec.structs.replace(file.consultation, consent=consent)
        taken = msgspec.structs.replace(file, consultation=visit)
        slips.append(render_withdrawal_slip(taken, TAKEN, content(), fonts(), request).pdf)
    assert slips[0] == slips[1]
    assert record_in(slips[0]).consent.withdrawals == (TAKEN,)
    assert find_pdf_faults(slips[0]) == []


def test_an_addendum_carries_what_it_adds_to_which_document() -> None:
    original = render(Paper.SUMMARY, "treated")
    named = Original("SUM-2026-00001", "summary", NOW, original.sha256)
    addendum = Addendum(named, "Dr A", NOW, "a slip", "more", "id")
    request = DocumentRequest("ADD-2026-00001", NOW, LanguageForm.EN)
    written = AddendumFile(read_example("treated"), addendum)
    record = record_in(render_addendum(written, original.pdf, content(), fonts(), request).pdf)
    assert (record.document.kind, record.document.addendum) == (RecordedKind.ADDENDUM, addendum)
