"""A consent of an earlier visit covers a later one as long as everything agreed to still holds."""

from collections.abc import Callable
from datetime import date, timedelta

import msgspec
import pytest
from consultation.consent_builders import (
    make_file,
    shipped_text,
    with_consent,
    with_consultation,
    with_product,
)

from stemsup_desktop.consultation.clinic import Clinic
from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_basis import (
    ConsentStanding,
    ConsentState,
    consent_basis_sha256,
    derive_agreed_clauses,
    derive_agreed_parts,
    derive_consent_standing,
)
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.earlier_consent import find_last_consent, with_earlier_consent
from stemsup_desktop.consultation.plan_model import Certificate, Plan, PlannedSite, Product
from stemsup_desktop.consultation.record import Consultation, ConsultationFile, Declined, GivenConsent, Reason, Summary
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal

SIGNED_ON = date(2026, 9, 22)
LATER = date(2026, 10, 20)


def sign(file: ConsultationFile) -> ConsultationFile:
    text = shipped_text()
    signature = GivenConsent(
        "CNS-2026-00001",
        SIGNED_ON,
        "山田 花子",
        "青木 健",
        True,
        consent_basis_sha256(file, text),
        agreed_parts=derive_agreed_parts(file, text),
        form_version=text.form.version,
        agreed_clauses=derive_agreed_clauses(file, text),
    )
    return with_consent(file, signature=signature)


SIGNED = sign(make_file())


def follow(after: ConsultationFile, before: ConsultationFile = SIGNED) -> ConsultationFile:
    """Return a later visit that began with the consent of an earlier one."""
    visit = with_earlier_consent(after.consultation, find_last_consent([before.consultation]))
    return msgspec.structs.replace(after, consultation=visit)


def judge(file: ConsultationFile, text: ConsentText | None = None, today: date = LATER) -> ConsentStanding:
    return derive_consent_standing(file, text or shipped_text(), today)


def said(standing: ConsentStanding) -> list[str]:
    return [one.en for one in standing.changed]


def test_the_same_plan_is_covered_by_the_consent_of_the_visit_before() -> None:
    standing = judge(follow(make_file()))
    assert standing.state is ConsentState.EARLIER
    assert standing.is_given
    assert (standing.signed_on, standing.document_number, standing.is_earlier) == (SIGNED_ON, "CNS-2026-00001", True)


def test_another_lot_of_the_same_product_is_covered() -> None:
    other = with_product(make_file(), lot_number="UC-2610-01", expires=date(2027, 4, 30))
    assert judge(follow(other)).state is ConsentState.EARLIER


def test_a_lot_whose_form_says_more_than_the_signed_one_is_not_covered() -> None:
    unproven = with_product(make_file(), lot_number="UC-2610-01", certificate=Certificate(is_on_file=False))
    standing = judge(follow(unproven))
    assert standing.state is ConsentState.OUTDATED
    title = shipped_text().clauses["product-no-certificate"].title
    assert said(standing) == [f"The form now says what the signed one did not: {title.en}."]
    assert title.ja in standing.changed[0].ja


def test_where_the_signed_clauses_are_not_known_the_lot_must_be_the_same() -> None:
    signature = msgspec.structs.replace(SIGNED.consultation.consent.signature, agreed_clauses=())
    before = with_consent(SIGNED, signature=signature)
    assert judge(follow(make_file(), before)).state is ConsentState.EARLIER
    other = follow(with_product(make_file(), lot_number="UC-2610-01"), before)
    assert said(judge(other)) == ["The lot has changed."]


MOVED: dict[str, tuple[Callable[[], ConsultationFile], str]] = {
    "product": (lambda: with_product(make_file(), name="Other"), "The product has changed."),
    "tissue": (lambda: with_product(make_file(), cell_source=CellSource.ADIPOSE), "The product has changed."),
    "approval": (lambda: with_product(make_file(), approval_status="Approved"), "The product has changed."),
    "route": (lambda: make_file((Route.INTRADERMAL, Route.INTRAVENOUS)), "The route has changed."),
    "symptoms": (lambda: make_file(symptom_ids=("SYM02",)), "The symptoms to be treated have changed."),
    "sites": (lambda: make_file(sites=(PlannedSite("vertex"),)), "The sites have changed."),
    "sessions": (lambda: make_file(sessions=6), "The number of sessions or the interval has changed."),
    "cost": (lambda: make_file(fee_per_session_yen=70_000), "The cost has changed."),
}


@pytest.mark.parametrize("name", list(MOVED))
def test_what_moved_since_the_earlier_consent_is_named(name: str) -> None:
    make, sentence = MOVED[name]
    standing = judge(follow(make()))
    assert (standing.state, said(standing), standing.is_given) == (ConsentState.OUTDATED, [sentence], False)


def test_a_clause_that_the_clinic_now_prints_is_named() -> None:
    silent = msgspec.structs.replace(make_file().clinic, harm_policy="")
    without = msgspec.structs.replace(make_file(), clinic=silent)
    standing = judge(follow(make_file(), sign(without)))
    assert standing.state is ConsentState.OUTDATED
    assert shipped_text().clauses["harm-policy"].title.en in said(standing)[0]


def test_a_new_form_version_outdates_an_earlier_consent() -> None:
    text = shipped_text()
    newer = msgspec.structs.replace(text, form=msgspec.structs.replace(text.form, version="9.9"))
    assert said(judge(follow(make_file()), newer)) == ["The consent text has a new version."]


@pytest.mark.parametrize(
    ("today", "state"), [(date(2027, 9, 21), ConsentState.EARLIER), (date(2027, 9, 22), ConsentState.OUTDATED)]
)
def test_an_earlier_consent_lasts_a_year(today: date, state: ConsentState) -> None:
    assert judge(follow(make_file()), today=today).state is state


def test_an_empty_plan_has_not_changed_and_is_not_covered() -> None:
    begun = with_consultation(make_file(), plan=Plan(), reason=Reason())
    standing = judge(follow(begun))
    assert (standing.state, standing.changed) == (ConsentState.NONE, ())
    routed = with_consultation(make_file(), plan=Plan(routes=(Route.INTRADERMAL, Route.INTRAVENOUS)))
    assert said(judge(follow(routed))) == ["The route has changed."]
    nearly = make_file(product=Product(name="Sample supernatant UC"))
    assert judge(follow(nearly)).state is ConsentState.NONE


def test_a_signature_of_the_visit_counts_before_an_earlier_one() -> None:
    both = follow(make_file(sessions=6))
    assert judge(with_consent(both, signature=sign(both).consultation.consent.signature)).state is ConsentState.SIGNED


def test_a_refusal_in_the_visit_counts_before_an_earlier_consent() -> None:
    assert judge(with_consent(follow(make_file()), declined=Declined(LATER))).state is ConsentState.DECLINED


def test_a_closed_visit_is_judged_on_the_day_it_was_closed() -> None:
    closed_at = SIGNED.consultation.started_at + timedelta(days=30)
    closed = with_consultation(SIGNED, summary=Summary(closed_at=closed_at))
    assert judge(closed, today=date(2030, 1, 1)).state is ConsentState.SIGNED
    assert judge(SIGNED, today=date(2030, 1, 1)).state is ConsentState.OUTDATED


def visit(name: str, **consent: object) -> Consultation:
    blank = Consultation(name, SIGNED.consultation.started_at)
    return msgspec.structs.replace(blank, consent=msgspec.structs.replace(blank.consent, **consent))


def test_the_last_consent_given_is_found_past_visits_without_one() -> None:
    found = find_last_consent([visit("c3"), SIGNED.consultation, visit("c0")])
    assert found is not None
    assert (found.consultation_id, found.form_version) == ("c1", shipped_text().form.version)
    assert found.agreed_clauses == derive_agreed_clauses(SIGNED, shipped_text())


def test_a_refusal_ends_an_earlier_consent() -> None:
    assert find_last_consent([visit("c2", declined=Declined(LATER)), SIGNED.consultation]) is None
    both = with_consent(SIGNED, declined=Declined(SIGNED_ON)).consultation
    assert find_last_consent([both]) is None
    taken_back = with_consent(SIGNED, declined=Declined(SIGNED_ON - timedelta(days=1))).consultation
    assert find_last_consent([taken_back]) is not None


def test_a_signature_without_all_initials_is_no_consent() -> None:
    bare = msgspec.structs.replace(SIGNED.consultation.consent.signature, all_initials_present=False)
    assert find_last_consent([visit("c2", signature=bare)]) is None


def test_what_was_taken_back_comes_along() -> None:
    withdrawal = Withdrawal("CNS-2026-00001", SIGNED.consultation.started_at, SignerRole.PATIENT, "山田 花子")
    found = find_last_consent([with_consent(SIGNED, withdrawals=(withdrawal,)).consultation])
    assert found is not None
    assert found.withdrawals == (withdrawal,)


def test_the_clinic_s_own_details_do_not_move_an_earlier_consent() -> None:
    moved = msgspec.structs.replace(make_file().clinic, phone="03-9999-0000")
    assert isinstance(moved, Clinic)
    assert judge(follow(msgspec.structs.replace(make_file(), clinic=moved))).state is ConsentState.EARLIER
