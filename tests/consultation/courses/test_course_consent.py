"""Whether an earlier consent covers a session, or is asked for again and why; and the hint on contract papers."""

from datetime import date, timedelta

import msgspec
import pytest
from consultation.consent_builders import make_file, shipped_text
from consultation.course_builders import PLAN

from stemsup_desktop.consultation.consent_basis import consent_basis_sha256, derive_agreed_clauses, derive_agreed_parts
from stemsup_desktop.consultation.courses.consent import derive_session_consent, say_session_consent
from stemsup_desktop.consultation.courses.consumer_law import say_consumer_law
from stemsup_desktop.consultation.courses.course_model import CourseSession
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Consent, ConsultationFile, Declined
from stemsup_desktop.consultation.signing_model import EarlierConsent, SignerRole, Withdrawal

SIGNED_ON = date(2026, 9, 22)
SECOND = CourseSession(2, SIGNED_ON + timedelta(days=28))


def make_earlier(file: ConsultationFile, **changes: object) -> EarlierConsent:
    text = shipped_text()
    earlier = EarlierConsent(
        consultation_id="visit-0",
        document_number="CNS-2026-00001",
        signed_on=SIGNED_ON,
        form_version=text.form.version,
        basis_sha256=consent_basis_sha256(file, text),
        agreed_parts=derive_agreed_parts(file, text),
        agreed_clauses=derive_agreed_clauses(file, text),
    )
    return msgspec.structs.replace(earlier, **changes)


def judge(file: ConsultationFile, consent: Consent, session: CourseSession = SECOND) -> tuple[bool, bool, str, str]:
    asked = msgspec.structs.replace(file, consultation=msgspec.structs.replace(file.consultation, consent=consent))
    found = derive_session_consent(asked, shipped_text(), session, SIGNED_ON)
    said = say_session_consent(found)
    return found.is_covered, found.needs_consent, said.en, said.ja


def test_an_earlier_consent_covers_the_session_whose_plan_is_the_same() -> None:
    file = make_file()
    assert judge(file, Consent(earlier=make_earlier(file))) == (
        True,
        False,
        "The consent of 22 Sep 2026 covers this session.",
        "2026年9月22日の同意は、この回にも有効です。",
    )


def test_another_route_asks_for_consent_again_and_says_so() -> None:
    earlier = make_earlier(make_file(sessions=4))
    is_covered, needs, en, ja = judge(make_file(), Consent(earlier=earlier))
    assert (is_covered, needs) == (False, True)
    assert en == "Consent is asked for again: The number of sessions or the interval has changed."
    assert ja.startswith("改めて同意を得てください。")


def test_a_session_more_than_a_year_after_the_signature_asks_again() -> None:
    file = make_file()
    late = CourseSession(3, SIGNED_ON + timedelta(days=400))
    is_covered, needs, en, _ = judge(file, Consent(earlier=make_earlier(file)), late)
    assert (is_covered, needs) == (False, True)
    assert "year" in en


def test_before_the_plan_is_made_the_earlier_consent_waits_for_it() -> None:
    earlier = make_earlier(make_file())
    blank = make_file()
    blank = msgspec.structs.replace(blank, consultation=msgspec.structs.replace(blank.consultation, plan=Plan()))
    is_covered, needs, en, _ = judge(blank, Consent(earlier=earlier))
    assert (is_covered, needs) == (False, False)
    assert en.endswith("if the plan stays the same.")


def test_no_consent_a_refusal_and_a_withdrawal_are_asked_for_anew() -> None:
    file = make_file()
    assert judge(file, Consent())[1:3] == (True, "No consent is recorded. It is asked for before this session.")
    assert judge(file, Consent(declined=Declined(SIGNED_ON)))[1]
    at = file.consultation.started_at
    taken = Withdrawal("CNS-2026-00001", at, SignerRole.PATIENT, "山田 花子")
    en = judge(file, Consent(earlier=make_earlier(file, withdrawals=(taken,))))[2]
    assert en == "The consent was taken back. It is asked for anew before any session."


def test_the_hint_names_both_bounds_and_leaves_it_to_the_clinic() -> None:
    hint = say_consumer_law(PLAN)
    assert hint is not None
    for part in ("84 days", "¥264,000", "one month", "¥50,000", "8 days", "for the clinic to decide"):
        assert part in hint.en
    for part in ("84日間", "264,000円", "1か月", "50,000円", "クリニックで判断"):
        assert part in hint.ja


@pytest.mark.parametrize(
    "changes", [{"fee_per_session_yen": 12_500}, {"interval_days": 10}, {"sessions": 1}, {"fee_per_session_yen": None}]
)
def test_below_a_bound_there_is_no_hint(changes: dict[str, object]) -> None:
    assert say_consumer_law(msgspec.structs.replace(PLAN, **changes)) is None
