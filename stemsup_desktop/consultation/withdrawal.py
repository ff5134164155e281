"""Consent that was taken back: what still counts of a consent, and which withdrawal may be recorded."""

from datetime import date, datetime, timedelta

import msgspec

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.patient_check import LONGEST_LINE
from stemsup_desktop.consultation.record import Choices, Consent, Consultation
from stemsup_desktop.consultation.same_record import write_canonically
from stemsup_desktop.consultation.signing_model import AgreedClause, Withdrawal
from stemsup_desktop.errors import InputProblem

CHOICE_NAMES: tuple[str, ...] = Choices.__struct_fields__
"""The separate choices; a choice that is taken back counts as no and closes nothing else."""

LONGEST_REASON = 2_000

_CLOCKS_DIFFER_BY = timedelta(minutes=10)


class TakenBack(msgspec.Struct, frozen=True):
    """What was taken back of one consent, in the order in which it was recorded."""

    withdrawals: tuple[Withdrawal, ...] = ()

    @property
    def whole(self) -> Withdrawal | None:
        """The withdrawal of the whole consent, the first if there are several."""
        return next((one for one in self.withdrawals if not one.scope), None)

    @property
    def closing(self) -> Withdrawal | None:
        """The first withdrawal that closes the treatment: of the whole, or of a clause that is no separate choice."""
        return self.whole or next((one for one in self.withdrawals if find_clauses(one)), None)

    @property
    def parts(self) -> tuple[str, ...]:
        """Every clause and choice that was taken back by itself, each once."""
        return tuple(dict.fromkeys(part for one in self.withdrawals for part in one.scope))


def find_clauses(withdrawal: Withdrawal) -> tuple[str, ...]:
    """Return the clauses that a withdrawal names, without the separate choices."""
    return tuple(part for part in withdrawal.scope if part not in CHOICE_NAMES)


def find_consent_number(consent: Consent) -> str:
    """Return the number of the consent that counts in a visit: its own, else that of an earlier visit, else empty."""
    if consent.signature is not None:
        return consent.signature.document_number
    return consent.earlier.document_number if consent.earlier is not None else ""


def derive_taken_back(consent: Consent) -> TakenBack:
    """Return what was taken back of the consent that counts.

    What was taken back of one that a new signature replaced counts no more.
    """
    number = find_consent_number(consent)
    kept = consent.withdrawals
    if consent.signature is None and consent.earlier is not None:
        kept = consent.earlier.withdrawals
    return TakenBack(tuple(one for one in kept if number and one.document_number == number))


def derive_choices(consent: Consent) -> Choices:
    """Return the separate choices as they count now: one that was taken back, by itself or with all, is a no."""
    taken = derive_taken_back(consent)
    if taken.whole is not None:
        return Choices()
    gone = {part: False for part in taken.parts if part in CHOICE_NAMES}
    return msgspec.structs.replace(consent.choices, **gone)


def list_agreed_parts(consent: Consent) -> tuple[tuple[str, ...], tuple[AgreedClause, ...]]:
    """Return the choices at yes and the clauses of the visit's own consent that can still be taken back."""
    taken = set(derive_taken_back(consent).parts)
    choices = derive_choices(consent)
    open_choices = tuple(name for name in CHOICE_NAMES if getattr(choices, name))
    clauses = consent.signature.agreed_clauses if consent.signature is not None else ()
    return open_choices, tuple(one for one in clauses if one.clause_id not in taken)


def check_withdrawal(
    consultation: Consultation, withdrawal: Withdrawal, now: datetime, other_numbers: tuple[str, ...] = ()
) -> None:
    """Raise `InputProblem` unless a withdrawal can be recorded in the visit whose consent it takes back.

    `other_numbers` are consents of the visit that were signed and that a later signature replaced. Nothing else keeps
    a withdrawal back: no verdict, no closed visit, no lapsed form.
    """
    consent = consultation.consent
    signature = consent.signature
    number = withdrawal.document_number
    is_present = signature is not None and signature.document_number == number
    if not number or not (is_present or number in other_numbers):
        raise InputProblem(
            "withdrawal-no-consent", "There is no consent of this number in this visit that could be taken back."
        )
    if is_blank(withdrawal.by_name) or len(withdrawal.by_name) > LONGEST_LINE:
        raise InputProblem("withdrawal-name", "Enter the name of the person who takes the consent back.")
    if len(withdrawal.reason) > LONGEST_REASON:
        raise InputProblem("withdrawal-long", "The reason of the withdrawal is too long. Shorten it.")
    is_before = is_present and signature is not None and _find_day(withdrawal, now) < signature.signed_on
    if is_before or withdrawal.withdrawn_at > now + _CLOCKS_DIFFER_BY:
        raise InputProblem(
            "withdrawal-time", "The moment of the withdrawal lies before the signature or in the future. Correct it."
        )
    _refuse_unknown_parts(withdrawal, signature.agreed_clauses if is_present and signature is not None else ())
    earlier = [one for one in consent.withdrawals if one.document_number == number]
    is_whole = any(not one.scope for one in earlier)
    gone = {part for one in earlier for part in one.scope}
    if is_whole or (withdrawal.scope and gone.issuperset(withdrawal.scope)):
        raise InputProblem("withdrawal-twice", "This was taken back before. The earlier withdrawal stands.")


def _find_day(withdrawal: Withdrawal, now: datetime) -> date:
    return withdrawal.withdrawn_at.astimezone(now.tzinfo).date()


def _refuse_unknown_parts(withdrawal: Withdrawal, agreed: tuple[AgreedClause, ...]) -> None:
    known = {*CHOICE_NAMES, *(one.clause_id for one in agreed)}
    is_twice = len(set(withdrawal.scope)) != len(withdrawal.scope)
    if is_twice or any(is_blank(part) or (agreed and part not in known) for part in withdrawal.scope):
        raise InputProblem(
            "withdrawal-scope", "A part that is to be taken back is none of the parts that were agreed to."
        )


def with_kept_withdrawals(before: Consultation | None, after: Consultation) -> Consultation:
    """Return a visit with every withdrawal that is kept of it: none is lost to someone who has not seen it yet.

    Raises `InputProblem` withdrawal-kept for one that is there in other words, in another order, or amid others.
    """
    if before is None:
        return after
    old, new = before.consent, after.consent
    withdrawals = _join(old.withdrawals, new.withdrawals)
    earlier = new.earlier
    if earlier is not None and old.earlier is not None and old.earlier.document_number == earlier.document_number:
        earlier = msgspec.structs.replace(earlier, withdrawals=_join(old.earlier.withdrawals, earlier.withdrawals))
    if withdrawals == new.withdrawals and earlier == new.earlier:
        return after
    consent = msgspec.structs.replace(new, withdrawals=withdrawals, earlier=earlier)
    return msgspec.structs.replace(after, consent=consent)


def with_withdrawal(consultation: Consultation, consultation_id: str, withdrawal: Withdrawal) -> Consultation:
    """Return a visit with a withdrawal of the visit `consultation_id`: its own, or of the consent it rests on."""
    consent = consultation.consent
    if consultation.consultation_id == consultation_id and withdrawal not in consent.withdrawals:
        consent = msgspec.structs.replace(consent, withdrawals=(*consent.withdrawals, withdrawal))
    earlier = consent.earlier
    if (
        earlier is not None
        and (earlier.consultation_id, earlier.document_number) == (consultation_id, withdrawal.document_number)
        and withdrawal not in earlier.withdrawals
    ):
        earlier = msgspec.structs.replace(earlier, withdrawals=(*earlier.withdrawals, withdrawal))
        consent = msgspec.structs.replace(consent, earlier=earlier)
    return consultation if consent == consultation.consent else msgspec.structs.replace(consultation, consent=consent)


def carry_withdrawals(previous: Consultation, following: Consultation) -> Consultation:
    """Return the following state with every withdrawal that the previous one had recorded: nobody takes one back.

    For undo and redo, which come from states of the same visit.
    """
    kept = previous.consent.withdrawals
    withdrawals = tuple(dict.fromkeys((*kept, *following.consent.withdrawals)))
    earlier, before = following.consent.earlier, previous.consent.earlier
    if earlier is not None and before is not None and earlier.document_number == before.document_number:
        joined = tuple(dict.fromkeys((*before.withdrawals, *earlier.withdrawals)))
        earlier = msgspec.structs.replace(earlier, withdrawals=joined)
    consent = msgspec.structs.replace(following.consent, withdrawals=withdrawals, earlier=earlier)
    return following if consent == following.consent else msgspec.structs.replace(following, consent=consent)


def _join(kept: tuple[Withdrawal, ...], given: tuple[Withdrawal, ...]) -> tuple[Withdrawal, ...]:
    one, other = tuple(map(write_canonically, kept)), tuple(map(write_canonically, given))
    if one[: len(other)] == other:
        return kept
    if other[: len(one)] == one:
        return given
    raise InputProblem(
        "withdrawal-kept", "Consent that was taken back stays recorded: a withdrawal cannot be changed or removed."
    )
