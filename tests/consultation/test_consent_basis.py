"""What was agreed to has one hash in every language; each change of it is named, and nothing blank is a signature."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from consultation.consent_builders import (
    CLEAR,
    make_file,
    shipped_text,
    with_consent,
    with_consultation,
    with_patient,
    with_product,
)
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.clinic import Clinic
from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_basis import (
    ConsentState,
    SignatureDraft,
    consent_basis_sha256,
    derive_agreed_parts,
    derive_consent_standing,
    make_paper_signature,
    missing_for_signature,
)
from stemsup_desktop.consultation.consent_clauses import ClauseReference
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.consultation.record import Choices, Complaint, ConsultationFile, Declined, GivenConsent, Reason
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import LanguageForm

SIGNED_ON = date(2026, 9, 22)


def with_symptoms(file: ConsultationFile, *symptom_ids: str) -> ConsultationFile:
    complaints = tuple(Complaint(symptom_id) for symptom_id in symptom_ids)
    return with_consultation(file, reason=msgspec.structs.replace(file.consultation.reason, complaints=complaints))


RELEVANT: dict[str, tuple[Callable[[], ConsultationFile], tuple[str, ...]]] = {
    "another symptom": (
        lambda: with_symptoms(make_file(), "SYM02", "SYM05"),
        ("The symptoms to be treated have changed.",),
    ),
    "another product": (lambda: with_product(make_file(), name="Other"), ("The product has changed.",)),
    "another maker": (lambda: with_product(make_file(), maker="Other"), ("The product has changed.",)),
    "another tissue": (
        lambda: with_product(make_file(), cell_source=CellSource.ADIPOSE),
        ("The product has changed.",),
    ),
    "another lot": (lambda: with_product(make_file(), lot_number="UC-2609-01"), ("The lot has changed.",)),
    "another expiry": (lambda: with_product(make_file(), expires=date(2027, 3, 1)), ("The lot has changed.",)),
    "another route": (
        lambda: make_file((Route.INTRADERMAL, Route.INTRAVENOUS)),
        ("The route has changed.",),
    ),
    "another site": (lambda: make_file(sites=(PlannedSite("vertex"),)), ("The sites have changed.",)),
    "another free site": (
        lambda: make_file(sites=(PlannedSite("vertex"), PlannedSite("other", "neck"))),
        ("The sites have changed.",),
    ),
    "more sessions": (
        lambda: make_file(sessions=4),
        ("The number of sessions or the interval has changed.",),
    ),
    "another interval": (
        lambda: make_file(interval_days=14),
        ("The number of sessions or the interval has changed.",),
    ),
    "another fee": (lambda: make_file(fee_per_session_yen=66_001), ("The cost has changed.",)),
    "other fees": (lambda: make_file(extra_fees_yen=0), ("The cost has changed.",)),
}

IRRELEVANT: dict[str, Callable[[], ConsultationFile]] = {
    "the language": lambda: with_consent(make_file(), language=LanguageForm.EN),
    "a choice": lambda: with_consent(make_file(), choices=Choices(photographs=True)),
    "the order of sites": lambda: make_file(sites=(PlannedSite("other", "behind the ear"), PlannedSite("vertex"))),
    "the order of symptoms": lambda: with_symptoms(make_file(), "SYM04", "SYM02"),
    "the same symptom noted twice": lambda: with_symptoms(make_file(), "SYM02", "SYM04", "SYM02"),
    "a corrected name": lambda: with_patient(make_file(), name="山田 華子"),
    "a new telephone": lambda: make_file(clinic=Clinic("見本クリニック東京", phone="03-1111-1111")),
    "the goal": lambda: with_consultation(
        make_file(), reason=msgspec.structs.replace(make_file().consultation.reason, goal="other")
    ),
}


def basis(file: ConsultationFile, text: ConsentText | None = None) -> str:
    return consent_basis_sha256(file, text or shipped_text())


@pytest.mark.parametrize("name", list(RELEVANT))
def test_a_relevant_change_changes_the_basis(name: str) -> None:
    assert basis(RELEVANT[name][0]()) != basis(make_file())


@pytest.mark.parametrize("name", list(IRRELEVANT))
def test_an_irrelevant_change_leaves_the_basis(name: str) -> None:
    assert basis(IRRELEVANT[name]()) == basis(make_file())


def with_form_version(version: str) -> ConsentText:
    text = shipped_text()
    return msgspec.structs.replace(text, form=msgspec.structs.replace(text.form, version=version))


def test_a_new_form_version_changes_the_basis() -> None:
    assert basis(make_file(), with_form_version("9.0")) != basis(make_file())


@given(st.permutations(list(Route)))
def test_the_order_of_choosing_routes_does_not_matter(routes: list[Route]) -> None:
    assert basis(make_file(tuple(routes))) == basis(make_file(tuple(Route)))


@given(st.text())
def test_any_lot_a_person_types_has_a_basis(lot: str) -> None:
    assert len(basis(with_product(make_file(), lot_number=lot))) == 64


def test_a_lone_surrogate_has_a_basis() -> None:
    assert len(basis(with_product(make_file(), lot_number="\ud800"))) == 64


def sign(file: ConsultationFile, *, names_parts: bool = True) -> ConsultationFile:
    signature = GivenConsent(
        "CNS-2026-00001",
        SIGNED_ON,
        "山田 花子",
        "青木 健",
        True,
        basis(file),
        agreed_parts=derive_agreed_parts(file, shipped_text()) if names_parts else (),
    )
    return with_consent(file, signature=signature)


def carry_signature(signed: ConsultationFile, changed: ConsultationFile) -> ConsultationFile:
    return with_consultation(changed, consent=signed.consultation.consent)


def test_without_a_signature_there_is_no_consent() -> None:
    assert derive_consent_standing(make_file(), shipped_text(), SIGNED_ON).state is ConsentState.NONE


def test_a_signature_stands_while_nothing_changes() -> None:
    standing = derive_consent_standing(sign(make_file()), shipped_text(), SIGNED_ON)
    assert (standing.state, standing.changed, standing.signed_on) == (ConsentState.SIGNED, (), SIGNED_ON)


@pytest.mark.parametrize("name", list(RELEVANT))
def test_a_signature_is_outdated_by_a_relevant_change_which_is_named(name: str) -> None:
    make_changed, sentences = RELEVANT[name]
    standing = derive_consent_standing(carry_signature(sign(make_file()), make_changed()), shipped_text(), SIGNED_ON)
    assert standing.state is ConsentState.OUTDATED
    assert tuple(change.en for change in standing.changed) == sentences


def test_a_new_text_version_is_named() -> None:
    standing = derive_consent_standing(sign(make_file()), with_form_version("9.0"), SIGNED_ON)
    assert [change.en for change in standing.changed] == ["The consent text has a new version."]


def test_a_new_version_of_a_clause_that_applies_is_a_new_text() -> None:
    text = shipped_text()
    clause = msgspec.structs.replace(text.clauses["risk-unknown"], version="1.1")
    sections = tuple(
        msgspec.structs.replace(
            section,
            clauses=tuple(ClauseReference(one.id, "1.1") if one.id == clause.id else one for one in section.clauses),
        )
        for section in text.form.sections
    )
    form = msgspec.structs.replace(text.form, sections=sections)
    newer = msgspec.structs.replace(text, form=form, clauses=text.clauses | {clause.id: clause})
    standing = derive_consent_standing(sign(make_file()), newer, SIGNED_ON)
    assert [change.en for change in standing.changed] == ["The consent text has a new version."]


def test_a_signature_without_parts_still_says_that_something_changed() -> None:
    signed = sign(make_file(), names_parts=False)
    standing = derive_consent_standing(carry_signature(signed, make_file(sessions=9)), shipped_text(), SIGNED_ON)
    assert standing.state is ConsentState.OUTDATED
    assert [change.en for change in standing.changed] == [
        "Something that was agreed to has changed since the signature."
    ]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2027, 9, 21), ConsentState.SIGNED),
        (date(2027, 9, 22), ConsentState.OUTDATED),
        (date(2030, 1, 1), ConsentState.OUTDATED),
    ],
)
def test_a_signature_is_outdated_after_a_year(today: date, state: ConsentState) -> None:
    assert derive_consent_standing(sign(make_file()), shipped_text(), today).state is state


@pytest.mark.parametrize(
    ("signed_on", "today", "is_outdated"),
    [
        (date(2028, 2, 29), date(2029, 2, 28), False),
        (date(2028, 2, 29), date(2029, 3, 1), True),
        (date.max, date.max, False),
    ],
)
def test_a_year_from_odd_days(signed_on: date, today: date, is_outdated: bool) -> None:
    signed = sign(make_file())
    signature = msgspec.structs.replace(signed.consultation.consent.signature, signed_on=signed_on)
    standing = derive_consent_standing(with_consent(signed, signature=signature), shipped_text(), today)
    assert (standing.state is ConsentState.OUTDATED) is is_outdated


@pytest.mark.parametrize(
    ("declined_on", "state"),
    [
        (SIGNED_ON - timedelta(days=1), ConsentState.SIGNED),
        (SIGNED_ON, ConsentState.DECLINED),
        (SIGNED_ON + timedelta(days=1), ConsentState.DECLINED),
    ],
)
def test_the_later_of_signature_and_refusal_counts(declined_on: date, state: ConsentState) -> None:
    file = with_consent(sign(make_file()), declined=Declined(declined_on))
    assert derive_consent_standing(file, shipped_text(), SIGNED_ON + timedelta(days=2)).state is state


def test_a_refusal_alone_is_a_result() -> None:
    file = with_consent(make_file(), declined=Declined(SIGNED_ON))
    standing = derive_consent_standing(file, shipped_text(), SIGNED_ON)
    assert (standing.state, standing.declined_on) == (ConsentState.DECLINED, SIGNED_ON)


def complete_draft(file: ConsultationFile) -> SignatureDraft:
    return SignatureDraft("CNS-2026-00001", SIGNED_ON, "山田 花子", "青木 健", True, basis(file))


def missing(file: ConsultationFile, draft: SignatureDraft, verdict: Verdict = Verdict.CLEAR) -> list[str]:
    gate = msgspec.structs.replace(CLEAR, verdict=verdict)
    return [text.en for text in missing_for_signature(file, gate, shipped_text(), draft, SIGNED_ON)]


def test_nothing_is_missing_from_a_complete_signature() -> None:
    file = make_file()
    assert missing(file, complete_draft(file)) == []
    assert missing(file, complete_draft(file), Verdict.CONDITIONS) == []


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        (Verdict.STOP, "A stop stands at the gate."),
        (Verdict.SPECIALIST, "An opinion on a finding is not recorded yet."),
        (Verdict.NOT_COMPLETE, "Required answers are still missing."),
    ],
)
def test_an_open_gate_keeps_a_signature_from_being_recorded(verdict: Verdict, sentence: str) -> None:
    file = make_file()
    assert missing(file, complete_draft(file), verdict) == [sentence]


BLANKS = ["", " ", "\u3000", "\u200b", "\t\n", "\u2060\ufeff", "\u3164 "]


@pytest.mark.parametrize("blank", BLANKS[:-1], ids=repr)
@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("patient_name", "The patient's name is missing."),
        ("physician_name", "The physician's name is missing."),
        ("document_number", "The document number is missing."),
    ],
)
def test_a_blank_is_not_a_name(field: str, sentence: str, blank: str) -> None:
    file = make_file()
    draft = msgspec.structs.replace(complete_draft(file), **{field: blank})
    assert missing(file, draft) == [sentence]


@pytest.mark.parametrize("blank", BLANKS, ids=repr)
def test_what_cannot_be_seen_is_blank(blank: str) -> None:
    assert is_blank(blank)
    assert not is_blank(f"{blank}山{blank}")


def test_initials_must_be_confirmed() -> None:
    file = make_file()
    draft = msgspec.structs.replace(complete_draft(file), all_initials_present=False)
    assert missing(file, draft) == ["It is not confirmed that all initials are present."]


def test_a_form_of_another_text_or_plan_is_refused() -> None:
    printed = complete_draft(make_file())
    expected = ["The signed form does not match the present text or plan. Print it again."]
    assert missing(make_file(sessions=9), printed) == expected
    assert missing(make_file(), msgspec.structs.replace(printed, basis_sha256="")) == expected


@pytest.mark.parametrize(
    ("signed_on", "sentence"),
    [
        (None, "The date of signature is missing."),
        (SIGNED_ON + timedelta(days=1), "The date of signature is in the future."),
        (date(2026, 9, 7), "The date of signature is before this consultation began."),
    ],
)
def test_the_date_of_signature_must_be_possible(signed_on: date | None, sentence: str) -> None:
    file = make_file()
    assert missing(file, msgspec.structs.replace(complete_draft(file), signed_on=signed_on)) == [sentence]


def test_the_day_the_consultation_began_is_a_possible_day() -> None:
    file = make_file()
    assert missing(file, msgspec.structs.replace(complete_draft(file), signed_on=date(2026, 9, 8))) == []


def test_the_agreed_time_to_think_is_kept() -> None:
    file = with_consent(make_file(), thinking_until=SIGNED_ON + timedelta(days=1))
    assert missing(file, complete_draft(file)) == ["The agreed time to think is not over."]
    over = with_consent(make_file(), thinking_until=SIGNED_ON)
    assert missing(over, complete_draft(over)) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"expires": SIGNED_ON - timedelta(days=1)}, "The lot has expired on the day of signature."),
        ({"expires": None}, "The expiry date of the lot is missing."),
        ({"lot_number": "\u3000"}, "No lot is chosen."),
    ],
)
def test_an_expired_or_unknown_lot_is_named(changes: dict[str, object], sentence: str) -> None:
    file = with_product(make_file(), **changes)
    assert missing(file, complete_draft(file)) == [sentence]


def test_a_lot_may_be_used_on_its_last_day() -> None:
    file = with_product(make_file(), expires=SIGNED_ON)
    assert missing(file, complete_draft(file)) == []


def test_a_minor_needs_a_guardian() -> None:
    file = with_patient(make_file(), birth_date=date(2009, 1, 1))
    assert missing(file, complete_draft(file)) == ["The guardian's name is missing."]
    assert missing(file, msgspec.structs.replace(complete_draft(file), guardian_name="山田 太郎")) == []


def test_a_form_in_another_language_needs_an_interpreter() -> None:
    file = with_consent(make_file(), language=LanguageForm.EN)
    assert missing(file, complete_draft(file)) == [
        "The form is not in the patient's language, and the interpreter's name is missing."
    ]
    assert missing(file, msgspec.structs.replace(complete_draft(file), interpreter_name="J. Smith")) == []


def test_everything_missing_is_named_at_once() -> None:
    file = with_product(make_file(), lot_number="", expires=None)
    named = missing(file, SignatureDraft(), Verdict.STOP)
    assert len(named) == 9
    assert len(set(named)) == len(named)


def test_a_recorded_signature_stands_and_names_what_changes_later() -> None:
    file = make_file()
    recorded_at = datetime(2026, 9, 22, 17, 0, tzinfo=UTC)
    draft = msgspec.structs.replace(complete_draft(file), witness_name="佐藤")
    signature = make_paper_signature(file, CLEAR, shipped_text(), draft, recorded_at)
    assert (signature.signed_on, signature.witness_name, signature.recorded_at) == (SIGNED_ON, "佐藤", recorded_at)
    signed = with_consent(file, signature=signature)
    assert derive_consent_standing(signed, shipped_text(), SIGNED_ON).state is ConsentState.SIGNED
    changed = carry_signature(signed, with_product(make_file(), lot_number="UC-2609-01"))
    assert [change.en for change in derive_consent_standing(changed, shipped_text(), SIGNED_ON).changed] == [
        "The lot has changed."
    ]


def test_an_incomplete_signature_is_refused_by_name() -> None:
    file = make_file()
    draft = msgspec.structs.replace(complete_draft(file), patient_name="", signed_on=None)
    with pytest.raises(InputProblem) as caught:
        make_paper_signature(file, CLEAR, shipped_text(), draft, datetime(2026, 9, 22, 17, 0, tzinfo=UTC))
    assert caught.value.sentence == "The patient's name is missing. The date of signature is missing."
    assert "青木" not in caught.value.sentence


def test_a_reason_without_symptoms_has_a_basis() -> None:
    assert len(basis(with_consultation(make_file(), reason=Reason()))) == 64
