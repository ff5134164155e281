"""A document's record is FHIR by the word of a validator that nobody here wrote, and comes back as it was."""

import base64
import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
import pytest
from consultation.signing_builders import NAME_INK
from documents.document_builders import CLEAR, full_file, make_file
from fhir_record_builders import (
    EARLIER,
    GIVEN,
    HEAD,
    INKS,
    NOON,
    SCREENS,
    TEACH_BACKS,
    WITHDRAWALS,
    find_faults,
    make_document,
    make_source,
    shipped,
    with_consent,
    with_marks,
)
from gate_factories import make_yes_no, read_items
from hostile_strings import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.consultation.addendum import Addendum, Original
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.courses.course_model import SessionRef
from stemsup_desktop.consultation.fhir_record import write_fhir_record
from stemsup_desktop.consultation.fhir_record_model import FhirRecord, RecordedKind, RecordedPatient, RecordSource
from stemsup_desktop.consultation.fhir_record_reading import read_fhir_record
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import (
    AnswerNote,
    CarriedAnswer,
    ConsultationFile,
    Declined,
    Examination,
    Opinion,
)
from stemsup_desktop.consultation.same_record import is_same
from stemsup_desktop.consultation.screen_model import ScreenRecord
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.consultation.treatment_model import DripRecord, NasalRecord, SiteTreated, Treatment, VialUsed
from stemsup_desktop.consultation_file import read_consultation_file
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.questionnaire.answers import YES, DecimalAnswer, ItemAnswers, StringAnswer
from stemsup_desktop.questionnaire.form import derive_form
from stemsup_desktop.questionnaire.typed_text import is_blank
from stemsup_desktop.resources import find_resources

EXAMPLES = sorted((find_resources() / "examples").rglob("*.json"))
TODAY = date(2027, 6, 1)
CONSENT, SUMMARY = RecordedKind.CONSENT, RecordedKind.SUMMARY


def read_example(name: str) -> ConsultationFile:
    path = next(path for path in EXAMPLES if path.stem == name)
    return read_consultation_file(path, TODAY)


def source_of(file: ConsultationFile, *languages: Language) -> RecordSource:
    """Return the source with the gate and names of what ships."""
    return make_source(file, shipped().derive_gate(file, NOON), *languages, names=shipped().names)


def record_of(source: RecordSource, kind: RecordedKind = CONSENT, **fields: Any) -> FhirRecord:
    """Write the record of a document, see that it is FHIR, and read it back."""
    data = write_fhir_record(source, make_document(kind, **fields))
    assert find_faults(data) == []
    return read_fhir_record(data, source.questionnaire)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_record_of_every_example_is_fhir_and_gives_its_answers_back(path: Any) -> None:
    file = read_consultation_file(path, TODAY)
    examination = file.consultation.examination
    for kind, languages in ((CONSENT, tuple(Language)), (SUMMARY, ())):
        source = source_of(file, *languages)
        record = record_of(source, kind)
        surroundings = derive_surroundings(file.patient, file.consultation.started_at.date())
        wanted = derive_form(source.questionnaire, examination.responses, surroundings)
        counted = {wanted.item_at(one).link_id for one in wanted.enabled_indices() if wanted.values[one]}
        assert {one.link_id for one in record.responses} == counted
        assert set(record.opinions) | set(record.lapsed_opinions) == set(examination.opinions)
        assert record.stops_lifted == examination.stops_lifted
        assert [one.rule_id for one in record.findings] == [one.rule_id for one in source.gate.findings]
        assert record.document == make_document(kind)
        assert (record.patient.name, record.patient.birth_date) == (file.patient.name, file.patient.birth_date)
        treated = file.consultation.treatment
        assert record.treatment == (treated if kind is SUMMARY and treated != Treatment() else None)


def without_ink(earlier: Any) -> Any:
    """Return an earlier consent as a summary tells it."""
    if earlier is None:
        return None
    taken = tuple(msgspec.structs.replace(one, ink=None) for one in earlier.withdrawals)
    return msgspec.structs.replace(earlier, withdrawals=taken)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.3, 0.7, 1.0]), GIVEN | st.none(), EARLIER | st.none())
def test_a_summary_gives_back_treatment_consent_and_opinions(seed: int, fill: float, agreed: Any, earlier: Any) -> None:
    file = make_file(random.Random(seed), fill)
    source = with_consent(make_source(file, CLEAR), signature=agreed, earlier=earlier)
    record = record_of(source, SUMMARY)
    visit = source.file.consultation
    treated = visit.treatment
    assert is_same(record.treatment, treated if treated != Treatment() else None)
    assert is_same(record.consent.given, agreed)
    assert is_same(record.consent.earlier, without_ink(earlier))
    assert record.consent.declined == visit.consent.declined
    assert record.consent.choices == visit.consent.choices
    assert sorted(map(repr, record.lapsed_opinions)) == sorted(map(repr, visit.examination.opinions))
    assert sorted(map(repr, record.stops_lifted)) == sorted(map(repr, visit.examination.stops_lifted))
    assert (record.patient.phone, record.patient.address) == (file.patient.phone, file.patient.address)
    assert (record.patient.kana, record.patient.romaji) == (file.patient.kana, file.patient.romaji)


@cache
def signed_source(language: Language = Language.JA) -> RecordSource:
    """Return a visit that was wholly signed on screen, in one language."""
    source = with_consent(
        make_source(full_file(), CLEAR, *Language), signature=None, declined=None, language=LanguageForm(language)
    )
    return with_marks(make_source(source.file, CLEAR, *Language))


@settings(deadline=None, max_examples=15)
@given(st.sampled_from(list(Language)), TEACH_BACKS, WITHDRAWALS, st.lists(INKS, min_size=5, max_size=5))
def test_a_consent_gives_back_every_mark_and_attempt(
    language: Language, attempts: Any, withdrawals: Any, inks: list[Any]
) -> None:
    source = signed_source(language)
    consent = source.file.consultation.consent
    inked = tuple(msgspec.structs.replace(one, ink=ink) for one, ink in zip(consent.signatures, inks, strict=True))
    answers = (*attempts, *consent.teach_back)
    source = with_consent(source, signatures=inked, teach_back=answers, withdrawals=withdrawals)
    record = record_of(source, CONSENT, languages=tuple(Language)).consent
    assert is_same(record.signatures, inked)
    assert is_same(record.initials, consent.initials)
    assert len(record.initials) > 10
    assert is_same(record.teach_back, answers)
    assert is_same(record.withdrawals, withdrawals)
    assert (record.status, record.choices_seen_sha256) == ("active", consent.choices_seen_sha256)


@settings(deadline=None, max_examples=15)
@given(SCREENS)
def test_a_consent_gives_back_what_was_shown_and_answered_on_the_patient_screen(screen: ScreenRecord) -> None:
    source = signed_source()
    explanation = msgspec.structs.replace(source.file.consultation.explanation, screen=screen)
    visit = msgspec.structs.replace(source.file.consultation, explanation=explanation)
    source = replace(source, file=msgspec.structs.replace(source.file, consultation=visit))
    assert is_same(record_of(source, CONSENT).consent.screen, screen)
    assert record_of(source, SUMMARY).consent.screen == ScreenRecord()


def test_the_texts_have_their_hashes_in_both_languages_of_a_form() -> None:
    source = make_source(full_file(), CLEAR, *Language)
    record = record_of(source, CONSENT, languages=tuple(Language)).consent
    assert [text.language for text in record.texts] == list(Language)
    for text, form in zip(record.texts, source.consents.values(), strict=True):
        assert text.text_sha256 == form.text_sha256
        assert len(text.clauses) > 20
    english, japanese = record.texts
    assert [one.clause_id for one in english.clauses] == [one.clause_id for one in japanese.clauses]
    assert {one.sha256 for one in english.clauses}.isdisjoint(one.sha256 for one in japanese.clauses)
    assert record.basis_sha256 == source.consents[Language.EN].basis_sha256
    assert record.form_version == source.consents[Language.EN].form_version


def test_the_same_snapshot_gives_the_same_canonical_bytes() -> None:
    data = write_fhir_record(signed_source(), make_document())
    source = make_source(signed_source().file, CLEAR, *Language)
    assert data == write_fhir_record(source, make_document())
    canonical = json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert data.decode() == canonical


def test_hidden_and_carried_answers_leave_no_trace() -> None:
    source = source_of(read_example("clear"))
    examination = source.file.consultation.examination
    hidden = next(
        item.link_id
        for item in source.questionnaire.iter_items()
        if item.is_question and item.link_id not in {one.link_id for one in examination.responses} and item.enable_when
    )
    late = NOON + timedelta(days=300)
    with_more = msgspec.structs.replace(
        examination,
        responses=(*examination.responses, ItemAnswers(hidden, (StringAnswer("never asked"),), late, "Nobody")),
        carried=(CarriedAnswer("x06", (YES,), late.date(), "c0"),),
        notes=(*examination.notes, AnswerNote(hidden, "beside nothing", "Nobody", late)),
    )
    changed = replace(source, file=_with_examination(source.file, with_more))
    for kind in (CONSENT, SUMMARY):
        document = make_document(kind)
        assert write_fhir_record(changed, document) == write_fhir_record(source, document)


def _with_examination(file: ConsultationFile, examination: Examination) -> ConsultationFile:
    visit = msgspec.structs.replace(file.consultation, examination=examination)
    return msgspec.structs.replace(file, consultation=visit)


def with_first_changed(marks: tuple[Any, ...], **fields: Any) -> tuple[Any, ...]:
    return (msgspec.structs.replace(marks[0], **fields), *marks[1:])


def test_void_marks_are_in_no_record() -> None:
    source = signed_source()
    consent = source.file.consultation.consent
    other_words = with_first_changed(consent.initials, clause_sha256="0" * 64)
    record = record_of(with_consent(source, initials=other_words)).consent
    assert record.initials == consent.initials[1:]
    # Whoever signed before everything was initialled again has signed too early.
    assert (record.signatures, record.status) == ((), "proposed")
    for fields in ({"text_sha256": "0" * 64}, {"basis_sha256": "0" * 64}, {"language": Language.EN}):
        patient = with_first_changed(consent.signatures, **fields)
        record = record_of(with_consent(source, signatures=patient)).consent
        assert (record.initials, record.signatures) == (consent.initials, ())


def test_marks_are_in_no_form_of_another_language_and_in_none_that_was_signed_on_paper() -> None:
    source = signed_source()
    english = make_source(source.file, CLEAR, Language.EN)
    assert record_of(english, languages=(Language.EN,)).consent.signatures == ()
    basis = source.consents[Language.JA].basis_sha256
    on_paper = make_given(basis_sha256=basis, signed_on=NOON.date())
    assert record_of(with_consent(source, signature=on_paper)).consent.signatures == ()
    on_screen = msgspec.structs.replace(on_paper, medium="screen", recorded_at=NOON + timedelta(minutes=9))
    sealed = with_consent(source, signature=on_screen)
    assert record_of(sealed).consent.signatures == source.file.consultation.consent.signatures


def test_a_summary_carries_no_strokes_and_a_consent_names_no_more_than_it_prints() -> None:
    source = signed_source()
    assert b"sigFormat" not in write_fhir_record(source, make_document(SUMMARY))
    consent = write_fhir_record(source, make_document())
    patient = source.file.patient
    for words in (patient.phone, patient.address, patient.romaji, patient.allergies[0].substance, patient.alerts[0]):
        assert words
        assert json.dumps(words, ensure_ascii=False)[1:-1].encode() not in consent
    assert read_fhir_record(consent).treatment is None


@cache
def clear_source() -> RecordSource:
    """Return a visit with a checklist of two questions."""
    remark = {"linkId": "remark", "type": "string", "text": "Remark"}
    checklist = read_items(make_yes_no("x06"), remark)
    return replace(source_of(read_example("clear"), Language.JA), questionnaire=checklist)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_comes_back_as_it_was_typed(name: str) -> None:
    text, kept = HOSTILE[name], normalise_text(HOSTILE[name])
    source = clear_source()
    opinion = Opinion("X06", "1", "0" * 64, text, text, NOON)
    answers = (
        ItemAnswers("x06", (YES,), NOON, text),
        ItemAnswers("remark", (StringAnswer(text),), NOON, text),
    )
    examination = Examination(responses=answers, opinions=(opinion,), notes=(AnswerNote("x06", text, text, NOON),))
    patient = msgspec.structs.replace(source.file.patient, name=text, address=text)
    file = msgspec.structs.replace(_with_examination(source.file, examination), patient=patient)
    treatment = Treatment(note=text, sites=(SiteTreated("vertex", 1, Decimal(1), note=text),))
    visit = msgspec.structs.replace(file.consultation, treatment=treatment)
    source = replace(source, file=msgspec.structs.replace(file, consultation=visit))
    withdrawal = Withdrawal("CNS-1", NOON, SignerRole.PATIENT, text, (text,), text, text, text)
    source = with_consent(source, withdrawals=(withdrawal,))
    record = record_of(source, SUMMARY)
    (read,) = record.lapsed_opinions
    assert (read.reason, read.physician) == (kept, kept)
    assert (record.patient.name, record.patient.address) == (kept, kept)
    assert [one.text for one in record.notes] == ([] if is_blank(kept) else [kept])
    assert {one.answered_by for one in record.responses} == {kept}
    typed = [one.answers for one in record.responses if one.link_id == "remark"]
    assert typed == ([] if is_blank(kept) else [(StringAnswer(kept),)])
    assert record.treatment is not None
    assert (record.treatment.note, record.treatment.sites[0].note) == (kept, kept)
    (taken,) = record.consent.withdrawals
    assert (taken.by_name, taken.scope, taken.reason, taken.recorded_by) == (kept, (kept,), kept, kept)
    signed = with_marks(make_source(source.file, source.gate, Language.JA, names=source.names), text)
    marks = read_fhir_record(write_fhir_record(signed, make_document())).consent.signatures
    assert [one.role for one in marks] == list(SignerRole)
    assert marks[0].name == kept
    assert marks[1].name == normalise_text(f"guardian {text}".strip())


def test_numbers_stand_as_they_were_written() -> None:
    source = make_source(full_file(), CLEAR)
    treatment = Treatment(
        drawn_up_ml=Decimal("5.00"),
        sites=(SiteTreated("vertex", 3, Decimal("0.10")), SiteTreated("vertex", None, None)),
        nasal=NasalRecord(Decimal("1E+1"), 0, 0),
    )
    visit = msgspec.structs.replace(source.file.consultation, treatment=treatment)
    source = replace(source, file=msgspec.structs.replace(source.file, consultation=visit))
    data = write_fhir_record(source, make_document(SUMMARY))
    assert b'"value":5.00}' in data
    assert b'"value":0.10}' in data
    assert b'"value":1E+1}' in data
    assert is_same(read_fhir_record(data).treatment, treatment)


def test_points_come_back_as_they_were_set_beside_the_published_code_of_their_site() -> None:
    source = source_of(full_file())
    points = (
        SitePoint("face-front/2", Decimal("105.5"), Decimal(220), Decimal("0.10"), Decimal("1.50"), "33G"),
        SitePoint("head-right/1", Decimal(220), Decimal("230.0"), Decimal("0.05")),
    )
    open_point = SitePoint("face-front/2", Decimal(160), Decimal(200))
    sites = (SiteTreated("cheek-r", marked=points), SiteTreated("nose", marked=(open_point,)), SiteTreated("other"))
    treatment = Treatment(sites=sites)
    visit = msgspec.structs.replace(source.file.consultation, treatment=treatment)
    source = replace(source, file=msgspec.structs.replace(source.file, consultation=visit))
    data = write_fhir_record(source, make_document(SUMMARY))
    assert find_faults(data) == []
    assert read_fhir_record(data).treatment == treatment
    assert b'"valueDecimal":1.50}' in data
    assert b'"dose":{"code":"mL","system":"http://unitsofmeasure.org","unit":"mL","value":0.15}' in data
    given_at = [one["resource"] for one in json.loads(data)["entry"] if "Administration" in str(one)]
    cheek, nose, other = (one for one in given_at if one["resourceType"] == "MedicationAdministration")
    (structure,) = cheek["contained"]
    assert structure["location"]["coding"][0]["code"] == "CHEEK"
    assert [one["coding"][0]["code"] for one in structure["locationQualifier"]] == ["R"]
    assert cheek["dosage"]["site"]["extension"][0]["valueReference"] == {"reference": "#site"}
    assert "dosage" not in nose
    assert "locationQualifier" not in nose["contained"][0]
    assert "contained" not in other


def test_vials_drip_and_session_come_back_as_they_were_entered() -> None:
    source = source_of(full_file())
    begun = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
    treatment = Treatment(
        drip=DripRecord(line="22G, left arm", started_at=begun, ended_at=begun + timedelta(minutes=40)),
        vials=(
            VialUsed("L-1", "7", Route.INTRADERMAL, "lot-a", date(2027, 1, 31), Decimal("1.00"), Decimal("0.10")),
            VialUsed("L-2", "8", Route.INTRAVENOUS),
        ),
    )
    visit = msgspec.structs.replace(source.file.consultation, treatment=treatment, session=SessionRef("course-1", 2))
    source = replace(source, file=msgspec.structs.replace(source.file, consultation=visit))
    record = record_of(source, SUMMARY)
    assert is_same(record.treatment, treatment)
    assert record.session == SessionRef("course-1", 2)
    assert record_of(source, CONSENT).session is None


def test_an_exact_answer_stands_as_it_was_written() -> None:
    source = source_of(read_example("opinion"))
    record = record_of(source)
    weight = next(one for one in record.responses if one.link_id == "vital-weight")
    assert weight.answers == (DecimalAnswer(Decimal("52.0")),)
    assert b'"valueDecimal":52.0' in record.response


def test_an_opinion_that_lapsed_is_none() -> None:
    source = source_of(read_example("opinion"))
    assert record_of(source).opinions == source.file.consultation.examination.opinions
    opinion = source.file.consultation.examination.opinions[0]
    old = msgspec.structs.replace(opinion, answers_sha256="0" * 64)
    examination = msgspec.structs.replace(source.file.consultation.examination, opinions=(old,))
    record = record_of(source_of(_with_examination(source.file, examination)))
    assert (record.opinions, record.lapsed_opinions) == ((), (old,))


def test_an_opinion_on_what_holds_no_longer_is_kept_apart() -> None:
    source = make_source(full_file(), CLEAR)
    assert record_of(source).opinions == ()
    assert len(record_of(source).lapsed_opinions) == len(source.file.consultation.examination.opinions)
    issues = [one for one in _list_resources(source) if one["resourceType"] == "DetectedIssue"]
    assert {one["status"] for one in issues} == {"cancelled"}


def _list_resources(source: RecordSource, kind: RecordedKind = CONSENT) -> list[dict[str, Any]]:
    bundle = json.loads(write_fhir_record(source, make_document(kind)))
    return [entry["resource"] for entry in bundle["entry"]]


def test_a_note_stands_beside_its_answer() -> None:
    source = source_of(read_example("clear"))
    note = AnswerNote("x06", "since spring", "Nurse", NOON)
    examination = msgspec.structs.replace(source.file.consultation.examination, notes=(note,))
    assert record_of(replace(source, file=_with_examination(source.file, examination))).notes == (note,)


def make_given(**fields: Any) -> Any:
    return msgspec.structs.replace(full_file().consultation.consent.signature, **fields)


def test_consent_stands_as_it_was_said_last() -> None:
    source = make_source(full_file(), CLEAR, Language.JA)
    agreed = make_given()
    day = agreed.signed_on

    def status_of(**fields: Any) -> str:
        changed = with_consent(source, **{"signature": None, **fields})
        return record_of(changed, number="CNS-2026-00999").consent.status

    whole = Withdrawal(agreed.document_number, NOON, SignerRole.PATIENT, "A")
    part = msgspec.structs.replace(whole, scope=("photographs",))
    other = msgspec.structs.replace(whole, document_number="CNS-2025-00001")
    assert status_of() == "proposed"
    assert status_of(signature=agreed) == "active"
    assert status_of(signature=agreed, withdrawals=(part,)) == "active"
    assert status_of(signature=agreed, withdrawals=(other,)) == "active"
    assert status_of(signature=agreed, withdrawals=(whole,)) == "inactive"
    assert status_of(declined=Declined(day)) == "rejected"
    assert status_of(signature=agreed, declined=Declined(day - timedelta(days=1))) == "active"


def test_each_choice_is_a_provision_and_one_taken_back_is_denied() -> None:
    source = make_source(full_file(), CLEAR)
    agreed = make_given()
    taken = Withdrawal(agreed.document_number, NOON, SignerRole.PATIENT, "A", ("photographs",))
    source = with_consent(source, signature=agreed, withdrawals=(taken,))
    (consent,) = [one for one in _list_resources(source, SUMMARY) if one["resourceType"] == "Consent"]
    said = {one["code"][0]["coding"][0]["code"]: one["type"] for one in consent["provision"]["provision"]}
    assert said == {"treatment": "permit", "photographs": "deny", "teaching": "permit", "publication": "permit"}
    assert record_of(source, SUMMARY).consent.choices.photographs


def test_a_form_does_not_say_that_it_was_taken_back_later() -> None:
    source = make_source(full_file(), CLEAR, Language.JA)
    document = make_document()
    taken = Withdrawal(document.number, NOON, SignerRole.PATIENT, "A")
    assert write_fhir_record(with_consent(source, withdrawals=(taken,)), document) == write_fhir_record(
        source, document
    )


def test_the_strokes_are_documented_json_in_the_signature() -> None:
    source = signed_source()
    signed = [one for one in _list_resources(source) if one["id"].startswith("signature-")]
    assert len(signed) == len(SignerRole)
    for one in signed:
        (signature,) = one["signature"]
        assert signature["sigFormat"] == "application/vnd.stemsup.ink+json"
        strokes = json.loads(base64.b64decode(signature["data"]))
        assert (strokes["width"], strokes["height"]) == (NAME_INK.width, NAME_INK.height)
        first = NAME_INK.strokes[0][0]
        assert strokes["strokes"][0][0] == [first.x, first.y, first.t_ms, first.pressure]


def test_the_head_of_the_history_and_a_draft_are_named() -> None:
    source = make_source(full_file(), CLEAR)
    assert record_of(source).document.history_head == HEAD
    assert record_of(source, history_head=None, is_draft=True).document.is_draft
    assert record_of(source, content_sha256="cd" * 32).document.content_sha256 == "cd" * 32


FAULTS: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"%PDF", "not readable as JSON"),
    "a list": (b"[]", "expected a JSON object"),
    "another resource": (b'{"resourceType":"Patient"}', "expected the record of a document"),
    "nothing in it": (b'{"resourceType":"Bundle","type":"collection"}', "a resource with the id document"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_record_is_refused_by_name(name: str) -> None:
    data, expected = FAULTS[name]
    with pytest.raises(InputProblem, match=rf"x\.json.*{expected}") as caught:
        read_fhir_record(data, name="x.json")
    assert caught.value.code == "content-invalid"


def test_a_damaged_part_of_a_record_is_named_by_its_path() -> None:
    source = signed_source()
    bundle = json.loads(write_fhir_record(source, make_document()))
    for entry in bundle["entry"]:
        resource = entry["resource"]
        if resource["id"] == "signature-1":
            resource["signature"][0]["data"] = "AAAA"
    with pytest.raises(InputProblem, match=r"strokes of ink - at `\$\.entry\[\d+\]\.resource\.signature\[0\]\.data`"):
        read_fhir_record(json.dumps(bundle).encode())
    bundle["entry"][0]["resource"]["date"] = "yesterday"
    with pytest.raises(InputProblem, match=r"at `\$\.entry\[0\]\.resource`"):
        read_fhir_record(json.dumps(bundle).encode())


ODD: tuple[Any, ...] = (None, True, -1, 1.5, "", "x", "2026-99-99", "\ud800", [], {}, [[]], [None], {"url": 1}, 10**40)


def list_places(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the place of everything in JSON."""
    match value:
        case dict():
            return [place, *(one for key, below in value.items() for one in list_places(below, (*place, key)))]
        case list():
            return [place, *(one for key, below in enumerate(value) for one in list_places(below, (*place, key)))]
        case _:
            return [place]


@pytest.mark.parametrize("kind", [CONSENT, SUMMARY])
def test_whatever_is_wrong_with_a_record_is_a_problem_with_a_sentence(kind: RecordedKind) -> None:
    source = clear_source() if kind is SUMMARY else signed_source()
    bundle = json.loads(write_fhir_record(source, make_document(kind)))
    chance, outcomes = random.Random(11), set[bool]()
    for place in chance.sample(list_places(bundle)[1:], 120):
        changed = json.loads(json.dumps(bundle))
        *above, last = place
        holder = changed
        for key in above:
            holder = holder[key]
        if chance.random() < 0.4:
            del holder[last]
        else:
            holder[last] = chance.choice(ODD)
        try:
            read_fhir_record(json.dumps(changed).encode(), source.questionnaire)
            outcomes.add(True)
        except InputProblem:
            outcomes.add(False)
    assert outcomes == {True, False}


def test_a_summary_names_allergies_or_that_none_is_known() -> None:
    source = make_source(full_file(), CLEAR)
    patient = source.file.patient

    def allergies_of(**fields: Any) -> list[dict[str, Any]]:
        file = msgspec.structs.replace(source.file, patient=msgspec.structs.replace(patient, **fields))
        record_of(replace(source, file=file), SUMMARY)
        resources = _list_resources(replace(source, file=file), SUMMARY)
        return [one for one in resources if one["resourceType"] == "AllergyIntolerance"]

    assert [one["code"]["text"] for one in allergies_of()] == [one.substance for one in patient.allergies]
    assert [one["onsetDateTime"] for one in allergies_of()] == ["1999"] * len(patient.allergies)
    assert [one["recordedDate"] for one in allergies_of(allergies=())] == ["2026-09-08"]
    assert allergies_of(allergies=(), allergies_asked_on=None) == []


OTHERS = (RecordedKind.SELF_ADMINISTRATION, RecordedKind.WITHDRAWAL, RecordedKind.ADDENDUM)


@pytest.mark.parametrize("kind", OTHERS)
def test_slips_addenda_and_sheets_for_home_name_nothing_of_the_examination(kind: RecordedKind) -> None:
    taken = Withdrawal("CNS-2026-00418", NOON, SignerRole.PATIENT, "A", ink=NAME_INK)
    source = with_consent(make_source(full_file(), CLEAR), withdrawals=(taken,))
    record = record_of(replace(source, gate=None), kind)
    assert (record.response, record.responses, record.findings, record.lapsed_opinions) == (b"", (), (), ())
    patient = source.file.patient
    assert record.patient == RecordedPatient(patient.name, patient.chart_number, patient.birth_date)
    expected = taken if kind is RecordedKind.WITHDRAWAL else msgspec.structs.replace(taken, ink=None)
    assert record.consent.withdrawals == (expected,)
    done = source.file.consultation.treatment
    spray = Treatment(lot_number=done.lot_number, lot_expires=done.lot_expires, nasal=done.nasal)
    assert record.treatment == (spray if kind is RecordedKind.SELF_ADMINISTRATION else None)


def test_an_addendum_says_what_it_adds_to_which_document() -> None:
    original = Original("SUM-2026-00001", "summary", NOON, "ab" * 32)
    addendum = Addendum(original, "Dr A", NOON, "a slip", "two\nlines", "account-1")
    source = make_source(full_file(), CLEAR)
    record = record_of(replace(source, gate=None), RecordedKind.ADDENDUM, addendum=addendum)
    assert record.document.addendum == addendum
    (document,) = [
        entry["resource"]
        for entry in json.loads(write_fhir_record(source, make_document(RecordedKind.ADDENDUM, addendum=addendum)))[
            "entry"
        ]
        if entry["resource"]["id"] == "document"
    ]
    assert document["relatesTo"][0]["code"] == "appends"
    assert document["relatesTo"][0]["target"]["identifier"]["value"] == "SUM-2026-00001"
