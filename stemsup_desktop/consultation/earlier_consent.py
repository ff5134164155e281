"""The last consent that a patient gave before a visit, as the visit begins with it."""

from collections.abc import Iterable

import msgspec

from stemsup_desktop.consultation.record import Consultation, GivenConsent
from stemsup_desktop.consultation.signing_model import EarlierConsent


def find_last_consent(visits: Iterable[Consultation]) -> EarlierConsent | None:
    """Find the last consent given in a patient's visits, which come the latest first.

    A refusal after it ends it: the next treatment wants a new one. What was taken back comes along with it.
    """
    for visit in visits:
        signature, declined = visit.consent.signature, visit.consent.declined
        if declined is not None and (signature is None or declined.declined_on >= signature.signed_on):
            return None
        if signature is not None and signature.all_initials_present:
            return _make_earlier(visit, signature)
    return None


def with_earlier_consent(visit: Consultation, earlier: EarlierConsent | None) -> Consultation:
    """Return a visit that begins with the consent of an earlier one, or with none."""
    return msgspec.structs.replace(visit, consent=msgspec.structs.replace(visit.consent, earlier=earlier))


def with_given_consent(visit: Consultation, signature: GivenConsent, *, is_outdated: bool) -> Consultation:
    """Return a visit with a new signature.

    One that it replaces because it was outdated stays known as the earlier consent, against which the new form was
    marked.
    """
    before = visit.consent.signature
    earlier = _make_earlier(visit, before) if before is not None and is_outdated else visit.consent.earlier
    return msgspec.structs.replace(
        visit, consent=msgspec.structs.replace(visit.consent, signature=signature, earlier=earlier)
    )


def with_signature_as_earlier(visit: Consultation) -> Consultation:
    """Return a visit whose own signature is outdated as one that is to be signed anew: marked against what it had."""
    signature = visit.consent.signature
    return visit if signature is None else with_earlier_consent(visit, _make_earlier(visit, signature))


def _make_earlier(visit: Consultation, signature: GivenConsent) -> EarlierConsent:
    return EarlierConsent(
        consultation_id=visit.consultation_id,
        document_number=signature.document_number,
        signed_on=signature.signed_on,
        form_version=signature.form_version,
        basis_sha256=signature.basis_sha256,
        agreed_parts=signature.agreed_parts,
        agreed_clauses=signature.agreed_clauses,
        withdrawals=visit.consent.withdrawals,
    )
