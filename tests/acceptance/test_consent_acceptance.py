"""Scenarios of electronic consent that go through several rooms at once; docs/consent-acceptance.md says which."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from consultation.fhir_record_builders import with_marks
from printed_text import list_page_texts
from PySide6.QtWidgets import QApplication
from shipped import get_content, get_fonts
from ui.pages.paper_samples import NOW, Room, make_state, read_example, with_consultation

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.fhir_record import FILE_NAME
from stemsup_desktop.consultation.fhir_record_model import FhirRecord, RecordSource
from stemsup_desktop.consultation.fhir_record_reading import read_fhir_record
from stemsup_desktop.consultation.record import ConsultationFile, GivenConsent
from stemsup_desktop.consultation.signing_hashes import derive_agreed_clauses
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.documents.attached_reading import find_attached
from stemsup_desktop.documents.document_model import DocumentRequest
from stemsup_desktop.documents.files import suggested_file_name
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import derive_consent, make_loose_number, render_paper
from stemsup_desktop.questionnaire.answers import DecimalAnswer, ItemAnswers
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.jobs import Ok
from stemsup_desktop.ui.paper_desk import PaperDesk, Produced
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.words import read_catalogue

Open = Callable[..., "Office"]


class Office:
    """A vault with one visit in it, and the desk at which its consent form is made."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.desk = PaperDesk(Paper.CONSENT, room.context, get_content(), room.access, get_fonts())

    def look(self, file: ConsultationFile) -> None:
        """Have the form of a visit on the screen."""
        self.desk.look(file, make_state(file).gate, LanguageForm.JA)
        self.settle()

    def settle(self) -> None:
        self.room.settle(self)  # type: ignore[arg-type]

    def produce(self, file: ConsultationFile) -> Produced:
        """Make the form of a visit as for printing."""
        self.look(file)
        results: list[Any] = []
        self.desk.produce(results.append)
        self.settle()
        assert isinstance(results[0], Ok), results[0]
        produced: Produced = results[0].value
        return produced

    def load(self, number: str) -> bytes:
        """Return what the vault keeps under a number."""
        pdf: bytes = self.room.in_vault(lambda vault: vault.load_document(number))[1]
        return pdf


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Theme:
    return Theme(find_resources(), qapp, Scheme.LIGHT)


@pytest.fixture
def office(tmp_path: Path, theme: Theme) -> Iterator[Office]:
    room = Room(tmp_path / "vault", theme, read_catalogue(find_resources() / "i18n"), read_example("clear"))
    made = Office(room)
    yield made
    made.desk.deleteLater()
    room.close()


def record_in(pdf: bytes) -> FhirRecord:
    data = find_attached(pdf, FILE_NAME)
    assert data is not None
    return read_fhir_record(data, get_content().clinical.questionnaire)


def text_of(pdf: bytes) -> str:
    return "\n".join(list_page_texts(pdf))


def with_weight(file: ConsultationFile, kilograms: str) -> ConsultationFile:
    examination = file.consultation.examination
    answer = ItemAnswers("vital-weight", (DecimalAnswer(Decimal(kilograms)),), NOW, "Nurse")
    others = tuple(one for one in examination.responses if one.link_id != "vital-weight")
    return with_consultation(file, examination=msgspec.structs.replace(examination, responses=(*others, answer)))


def test_what_is_handed_out_is_what_the_vault_keeps(office: Office) -> None:
    produced = office.produce(office.room.file)
    assert not produced.is_draft
    assert office.load(produced.number) == produced.pdf
    assert [one.number for one in office.room.documents()] == [produced.number]


def test_the_pages_that_are_looked_at_are_the_pages_that_are_kept(office: Office) -> None:
    office.look(office.room.file)
    looked_at = office.desk.state.rendered
    assert looked_at is not None
    produced = office.produce(office.room.file)
    loose = make_loose_number(Paper.CONSENT, office.room.file)
    kept = text_of(produced.pdf).replace(produced.number, loose)
    # Only the foot, which says of a page on screen that it is no document yet, may differ.
    others = set(text_of(looked_at.pdf).splitlines()) ^ set(kept.splitlines())
    feet = ("確認用の表示（未発行）", "未封印")
    assert [line for line in others if not re.match(r"\d+ / \d+", line) and not line.startswith(feet)] == []
    office.settle()
    assert office.desk.state.rendered is not None
    assert office.desk.state.rendered.pdf == produced.pdf


def test_a_corrected_answer_leaves_the_kept_form_as_it_was(office: Office) -> None:
    first, second = (with_weight(office.room.file, weight) for weight in ("51.0", "52.5"))
    before, after = office.produce(first), office.produce(second)
    assert before.number != after.number
    for produced, weight in ((before, "51.0"), (after, "52.5")):
        pdf = office.load(produced.number)
        assert pdf == produced.pdf
        said = next(one for one in record_in(pdf).responses if one.link_id == "vital-weight")
        assert f"{said.answers[0].value}" == weight  # type: ignore[union-attr]


def test_a_kept_form_names_its_version_and_the_hash_of_every_clause(office: Office) -> None:
    file = office.room.file
    record = record_in(office.produce(file).pdf).consent
    content = get_content()
    form = derive_consent(file, make_state(file).gate, content.consent, content.names, Language.JA)
    assert record.form_version == content.consent.form.version
    assert [text.language for text in record.texts] == [Language.JA]
    assert record.texts[0].clauses == derive_agreed_clauses(form)
    assert record.basis_sha256 == form.basis_sha256


@cache
def signed_visit() -> ConsultationFile:
    """Return a visit in which everyone has signed on screen."""
    file, content = read_example("clear"), get_content()
    consent = msgspec.structs.replace(file.consultation.consent, signature=None, language=LanguageForm.JA)
    file = with_consultation(file, consent=consent)
    gate = make_state(file).gate
    forms = {Language.JA: derive_consent(file, gate, content.consent, content.names, Language.JA)}
    source = RecordSource(file, gate, content.clinical.questionnaire, content.names, content.consent, forms)
    return with_marks(source).file


def render(file: ConsultationFile, *, is_sealed: bool = False) -> bytes:
    request = DocumentRequest("CNS-2026-00099", NOW, LanguageForm.JA, is_sealed=is_sealed)
    return render_paper(Paper.CONSENT, file, make_state(file).gate, get_content(), get_fonts(), request).pdf


def test_one_document_holds_everyone_who_signed() -> None:
    pdf = render(signed_visit(), is_sealed=True)
    record = record_in(pdf).consent
    assert record.given is not None
    assert (record.status, record.given.document_number, record.given.medium) == ("active", "CNS-2026-00099", "screen")
    assert all(one.name in text_of(pdf) for one in record.signatures)
    assert [one.role for one in record.signatures] == list(SignerRole)
    assert len(record.initials) > 10
    assert record.teach_back
    assert all(one.ink.strokes for one in (*record.signatures, *record.initials))


def test_what_is_about_to_be_sealed_is_seen_with_its_marks_and_printed_for_ink_without(office: Office) -> None:
    file = signed_visit()
    office.desk.look(file, make_state(file).gate, LanguageForm.JA, is_ready_to_seal=True)
    office.settle()
    shown = office.desk.state.rendered
    assert shown is not None
    assert find_attached(shown.pdf, FILE_NAME) is None
    seen, sealed = text_of(shown.pdf), text_of(render(file, is_sealed=True))
    printed = text_of(office.produce(file).pdf)
    said = [one.signed_at.strftime("%H時%M分") for one in file.consultation.consent.signatures]
    assert [seen.count(moment) for moment in said] == [sealed.count(moment) for moment in said]
    assert all(moment in seen for moment in said)
    assert not any(moment in printed for moment in said)


def test_a_form_that_lacks_a_mark_is_not_shown_as_about_to_be_sealed(office: Office) -> None:
    consent = signed_visit().consultation.consent
    short = with_consultation(signed_visit(), consent=msgspec.structs.replace(consent, initials=consent.initials[1:]))
    office.desk.look(short, make_state(short).gate, LanguageForm.JA, is_ready_to_seal=True)
    office.settle()
    assert office.desk.state.rendered is None
    assert office.desk.state.problem is not None
    assert office.desk.state.problem.code == "signature-incomplete"


def test_a_consent_counts_from_the_last_signature_on_and_not_before() -> None:
    consent = signed_visit().consultation.consent
    for count in range(len(SignerRole) + 1):
        some = msgspec.structs.replace(consent, signatures=consent.signatures[:count])
        record = record_in(render(with_consultation(signed_visit(), consent=some))).consent
        assert len(record.signatures) == count
        assert record.status == ("active" if count == len(SignerRole) else "proposed")


def test_a_document_that_is_not_kept_has_a_number_that_names_nobody() -> None:
    file = read_example("clear")
    for paper in Paper:
        name = suggested_file_name(make_loose_number(paper, file))
        patient = file.patient
        parts = (patient.name, patient.kana, patient.romaji, patient.chart_number, *patient.romaji.split())
        assert not any(part and part.casefold() in name.casefold() for part in parts)


def test_each_act_on_a_document_is_a_row_with_who_and_when(office: Office) -> None:
    number = office.produce(office.room.file).number
    given = GivenConsent(number, NOW.date(), "A", "B", True, "0" * 64)
    office.room.in_vault(lambda vault: vault.mark_document_signed(number, msgspec.json.encode(given), NOW))
    office.load(number)
    office.room.in_vault(lambda vault: vault.note_document_printed(number))
    office.room.in_vault(lambda vault: vault.note_document_saved(number))
    rows = office.room.in_vault(lambda vault: vault.list_whole_history())
    acts = [row.act for row in reversed(rows) if row.subject == number]
    assert acts == [
        AuditAct.DOCUMENT_NUMBER_TAKEN,
        AuditAct.DOCUMENT_SEALED,
        AuditAct.DOCUMENT_SIGNED,
        AuditAct.DOCUMENT_VIEWED,
        AuditAct.DOCUMENT_PRINTED,
        AuditAct.DOCUMENT_SAVED,
    ]
    assert {(row.account_name, row.at) for row in rows if row.subject == number} == {
        (office.room.file.physician.name, NOW)
    }
