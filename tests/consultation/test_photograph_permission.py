"""Photographs need the choice in the last consent that was given; a table of visits and what follows."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from stemsup_desktop.consultation.photographs.permission import WORDS, Permission, Refusal, may_keep_photographs
from stemsup_desktop.consultation.record import Choices, Consent, Consultation, Declined, GivenConsent
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


def visit(
    day: int, number: str = "", *, is_chosen: bool = True, gone: tuple[Withdrawal, ...] = (), is_declined: bool = False
) -> Consultation:
    at = NOON + timedelta(days=day)
    given = GivenConsent(number, at.date(), "A", "B", True, "0" * 64) if number else None
    declined = Declined(at.date()) if is_declined else None
    consent = Consent(choices=Choices(photographs=is_chosen), signature=given, declined=declined, withdrawals=gone)
    return Consultation(f"visit-{day}", at, consent=consent)


def take_back(number: str, *scope: str) -> Withdrawal:
    return Withdrawal(number, NOON + timedelta(days=9), SignerRole.PATIENT, "A", scope)


CASES: dict[str, tuple[tuple[Consultation, ...], Refusal | None]] = {
    "no visit": ((), Refusal.NO_CONSENT),
    "a choice without a signature": ((visit(1),), Refusal.NO_CONSENT),
    "signed with the choice": ((visit(1, "C-1"),), None),
    "signed without the choice": ((visit(1, "C-1", is_chosen=False),), Refusal.NOT_CHOSEN),
    "signed in an earlier visit": ((visit(2, is_chosen=False), visit(1, "C-1")), None),
    "a later consent without the choice": ((visit(2, "C-2", is_chosen=False), visit(1, "C-1")), Refusal.NOT_CHOSEN),
    "a later consent with the choice": ((visit(2, "C-2"), visit(1, "C-1", gone=(take_back("C-1"),))), None),
    "the whole taken back": ((visit(1, "C-1", gone=(take_back("C-1"),)),), Refusal.WITHDRAWN),
    "the choice taken back": ((visit(1, "C-1", gone=(take_back("C-1", "photographs"),)),), Refusal.WITHDRAWN),
    "another choice taken back": ((visit(1, "C-1", gone=(take_back("C-1", "teaching"),)),), None),
    "a clause taken back": ((visit(1, "C-1", gone=(take_back("C-1", "drip-risk"),)),), None),
    "taken back of a consent that was replaced": ((visit(1, "C-2", gone=(take_back("C-1"),)),), None),
    "declined later": ((visit(2, is_declined=True), visit(1, "C-1")), Refusal.DECLINED),
    "declined earlier": ((visit(2, "C-2"), visit(1, is_declined=True)), None),
}


@pytest.mark.parametrize("name", list(CASES))
def test_photographs_follow_the_last_consent(name: str) -> None:
    visits, refusal = CASES[name]
    assert may_keep_photographs(visits).refusal is refusal


def test_a_permission_names_the_consent_and_the_day() -> None:
    assert may_keep_photographs((visit(1, "C-1"),)) == Permission(None, date(2026, 11, 17), "C-1")
    gone = may_keep_photographs((visit(1, "C-1", gone=(take_back("C-1"),)),))
    assert gone == Permission(Refusal.WITHDRAWN, date(2026, 11, 25), "C-1")


def test_initials_that_are_missing_make_no_consent() -> None:
    signed = visit(1, "C-1")
    assert signed.consent.signature is not None
    open_signature = msgspec.structs.replace(signed.consent.signature, all_initials_present=False)
    consent = msgspec.structs.replace(signed.consent, signature=open_signature)
    assert not may_keep_photographs((msgspec.structs.replace(signed, consent=consent),)).is_given


def test_every_refusal_says_where_the_choice_is_recorded_or_why_nothing_is_deleted() -> None:
    assert set(WORDS) == set(Refusal)
    for refusal, text in WORDS.items():
        wanted = ("not deleted", "削除せず") if refusal is Refusal.WITHDRAWN else ("step 5", "手順5")
        assert wanted[0] in text.en
        assert wanted[1] in text.ja
