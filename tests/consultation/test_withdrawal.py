"""What counts of a consent that was taken back, wholly or in part, and how a visit keeps it."""

import msgspec
import pytest
from gate_factories import EMPTY, NOON, TODAY

from stemsup_desktop.consultation.record import Choices, Consent, Consultation, GivenConsent
from stemsup_desktop.consultation.signing_model import AgreedClause, EarlierConsent, SignerRole, Withdrawal
from stemsup_desktop.consultation.withdrawal import (
    carry_withdrawals,
    derive_choices,
    derive_taken_back,
    find_consent_number,
    list_agreed_parts,
    with_kept_withdrawals,
    with_withdrawal,
)
from stemsup_desktop.errors import InputProblem

AGREED = (AgreedClause("drip-risk", "1.0", "a"), AgreedClause("cost", "1.0", "b"))
SIGNATURE = GivenConsent("CNS-1", TODAY, "Patient", "Dr Example", True, "0", agreed_clauses=AGREED)
ALL = Choices(photographs=True, teaching=True, publication=True)
EARLIER = EarlierConsent("visit-0", "CNS-0", TODAY, "1.0", "0")


def take_back(*scope: str, number: str = "CNS-1", reason: str = "") -> Withdrawal:
    return Withdrawal(number, NOON, SignerRole.PATIENT, "Patient", scope, reason)


def make_consent(*withdrawals: Withdrawal, signature: GivenConsent | None = SIGNATURE) -> Consent:
    return Consent(choices=ALL, signature=signature, withdrawals=withdrawals)


def make_visit(*reasons: str) -> Consultation:
    return msgspec.structs.replace(EMPTY, consent=make_consent(*(take_back(reason=reason) for reason in reasons)))


@pytest.mark.parametrize(
    ("scopes", "closes", "choices"),
    [
        ((), False, ALL),
        (((),), True, Choices()),
        ((("photographs",),), False, Choices(teaching=True, publication=True)),
        ((("photographs",), ("publication", "teaching")), False, Choices()),
        ((("cost",),), True, ALL),
        ((("teaching", "drip-risk"),), True, Choices(photographs=True, publication=True)),
        ((("teaching",), ()), True, Choices()),
    ],
)
def test_what_is_taken_back_counts_as_no_and_closes_the_treatment_if_it_is_of_the_treatment(
    scopes: tuple[tuple[str, ...], ...], closes: bool, choices: Choices
) -> None:
    consent = make_consent(*(take_back(*scope) for scope in scopes))
    assert (derive_taken_back(consent).closing is not None) == closes
    assert derive_choices(consent) == choices


def test_only_what_was_taken_back_of_the_consent_that_counts_closes_it() -> None:
    consent = make_consent(take_back(number="CNS-0"))
    assert derive_taken_back(consent).withdrawals == ()
    assert derive_choices(consent) == ALL
    assert derive_taken_back(make_consent(take_back(), signature=None)).withdrawals == ()


def test_an_earlier_consent_counts_until_the_visit_has_its_own() -> None:
    earlier = msgspec.structs.replace(EARLIER, withdrawals=(take_back(number="CNS-0"),))
    consent = msgspec.structs.replace(make_consent(signature=None), earlier=earlier)
    assert find_consent_number(consent) == "CNS-0"
    assert derive_taken_back(consent).whole is not None
    own = msgspec.structs.replace(consent, signature=SIGNATURE)
    assert (find_consent_number(own), derive_taken_back(own).whole) == ("CNS-1", None)


def test_what_is_left_to_take_back_is_what_was_agreed_and_not_taken_back() -> None:
    choices, clauses = list_agreed_parts(make_consent(take_back("teaching", "cost")))
    assert choices == ("photographs", "publication")
    assert [one.clause_id for one in clauses] == ["drip-risk"]


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ((), (), ()),
        (("a",), (), ("a",)),
        ((), ("a",), ("a",)),
        (("a",), ("a", "b"), ("a", "b")),
        (("a", "b"), ("a",), ("a", "b")),
        (("a", "b"), ("b",), None),
        (("a", "b"), ("b", "a"), None),
        (("a",), ("b",), None),
    ],
)
def test_a_state_that_has_not_seen_a_withdrawal_gets_it_and_one_that_changed_it_is_refused(
    before: tuple[str, ...], after: tuple[str, ...], kept: tuple[str, ...] | None
) -> None:
    if kept is None:
        with pytest.raises(InputProblem) as caught:
            with_kept_withdrawals(make_visit(*before), make_visit(*after))
        assert caught.value.code == "withdrawal-kept"
    else:
        assert with_kept_withdrawals(make_visit(*before), make_visit(*after)) == make_visit(*kept)
    carried = carry_withdrawals(make_visit(*before), make_visit(*after)).consent.withdrawals
    assert {one.reason for one in carried} == {*before, *after}
    assert carried[: len(before)] == make_visit(*before).consent.withdrawals


def test_a_withdrawal_reaches_the_visit_itself_and_one_that_rests_on_its_consent_once() -> None:
    visit = msgspec.structs.replace(make_visit(), consultation_id="visit-1")
    later = msgspec.structs.replace(EMPTY, consultation_id="visit-2", consent=Consent(earlier=EARLIER))
    taken = with_withdrawal(visit, "visit-1", take_back())
    assert taken.consent.withdrawals == (take_back(),)
    assert with_withdrawal(taken, "visit-1", take_back()) is taken
    assert with_withdrawal(visit, "visit-9", take_back()) is visit
    resting = with_withdrawal(later, "visit-0", take_back(number="CNS-0"))
    assert derive_taken_back(resting.consent).whole == take_back(number="CNS-0")
    assert with_withdrawal(later, "visit-0", take_back(number="CNS-5")) is later
    assert carry_withdrawals(resting, later).consent.earlier == resting.consent.earlier
    assert with_kept_withdrawals(resting, later).consent.earlier == resting.consent.earlier
