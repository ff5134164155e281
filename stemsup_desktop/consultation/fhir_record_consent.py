"""The consent in the record: how it stands, form and clauses as policies, each separate choice as a provision."""

from collections.abc import Iterator
from urllib.parse import quote

import msgspec

from stemsup_desktop.consultation.fhir_record_json import (
    BASE,
    Code,
    make_coding,
    make_concept,
    without_empty,
    write_extension,
    write_fields,
    write_record,
)
from stemsup_desktop.consultation.fhir_record_marks import Marks, describe_parts
from stemsup_desktop.consultation.fhir_record_model import RecordSource
from stemsup_desktop.consultation.record import Consent, GivenConsent
from stemsup_desktop.consultation.signing_hashes import derive_agreed_clauses
from stemsup_desktop.consultation.signing_model import (
    AgreedClause,
    EarlierConsent,
    HandSignature,
    SignerRole,
    TeachBackAnswer,
)
from stemsup_desktop.consultation.withdrawal import CHOICE_NAMES, derive_taken_back
from stemsup_desktop.questionnaire.fhir_values import write_moment
from stemsup_desktop.questionnaire.response_tree import Json

TREATMENT = "treatment"
"""The code of the provision for the treatment itself."""

FORM, CLAUSE = f"{BASE}/consent-form", f"{BASE}/consent-clause"

_SCOPE = make_concept("http://terminology.hl7.org/CodeSystem/consentscope", "treatment")
_CATEGORY = make_concept("http://loinc.org", "59284-0")
_SIGNS_FOR_CONSENT = (SignerRole.PATIENT, SignerRole.GUARDIAN)


def derive_status(source: RecordSource, marks: Marks) -> str:
    """Return how consent stands in FHIR's words: rejected, inactive once withdrawn, active once given, else proposed.

    A form on screen is given once the physician, who is last, has signed what it says now.
    """
    consent = source.file.consultation.consent
    given, declined = consent.signature, consent.declined
    if declined is not None and (given is None or declined.declined_on >= given.signed_on):
        return "rejected"
    if given is not None:
        return "active" if derive_taken_back(consent).whole is None else "inactive"
    return "active" if any(one.role is SignerRole.PHYSICIAN for one in marks.signatures) else "proposed"


def make_consent(source: RecordSource, marks: Marks, addresses: dict[str, str]) -> Json:
    """Return the Consent of this visit."""
    consent = source.file.consultation.consent
    given, status = consent.signature, derive_status(source, marks)
    signed = marks.signatures
    made: Json = {
        "resourceType": "Consent",
        "extension": [*_describe_given(given), *_describe_declined(consent), *_describe_basis(source)],
        "identifier": _make_identifier(given.document_number) if given is not None else None,
        "status": status,
        "scope": _SCOPE,
        "category": [_CATEGORY],
        "patient": {"reference": addresses["patient"]},
        "dateTime": _find_moment(consent, signed),
        "performer": [{"reference": addresses["patient"]}],
        "organization": [{"reference": addresses["clinic"]}],
        "sourceReference": {"reference": addresses["document"]},
        "policy": [*_make_policies(source)],
        "verification": _make_verifications(given, signed, addresses),
        "provision": {"provision": _make_provisions(source, status, addresses)},
    }
    return without_empty(made)


def make_earlier_consent(earlier: EarlierConsent, addresses: dict[str, str]) -> Json:
    """Return the consent of an earlier visit on which this one rests; what was taken back of it is in Provenance."""
    fields = {
        "document-number": earlier.document_number,
        "consultation-id": earlier.consultation_id,
        "form-version": earlier.form_version,
        "basis-sha256": earlier.basis_sha256,
    }
    taken_back = any(not one.scope for one in earlier.withdrawals)
    made: Json = {
        "resourceType": "Consent",
        "extension": [*write_fields("earlier", fields), *describe_parts(earlier.agreed_parts)],
        "identifier": _make_identifier(earlier.document_number),
        "status": "inactive" if taken_back else "active",
        "scope": _SCOPE,
        "category": [_CATEGORY],
        "patient": {"reference": addresses["patient"]},
        "dateTime": earlier.signed_on.isoformat(),
        "policy": [_make_form_policy(earlier.form_version), *map(_make_agreed_clause, earlier.agreed_clauses)],
    }
    return without_empty(made)


def make_teach_back(answers: tuple[TeachBackAnswer, ...], addresses: dict[str, str]) -> Json:
    """Return the teach-back as QuestionnaireResponse: each question once, with every attempt in its order."""
    items: dict[str, list[Json]] = {}
    for number, answer in enumerate(answers, 1):
        fields = {"attempt": number, **msgspec.structs.asdict(answer)}
        del fields["question_id"], fields["option_id"]
        attempt: Json = {
            "extension": write_fields("attempt", fields),
            "valueCoding": make_coding(f"{BASE}/teach-back-option", answer.option_id),
        }
        items.setdefault(answer.question_id, []).append(attempt)
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{BASE}/Questionnaire/teach-back",
        "status": "completed",
        "subject": {"reference": addresses["patient"]},
        "authored": write_moment(max(answer.answered_at for answer in answers)),
        "item": [{"linkId": question, "answer": attempts} for question, attempts in items.items()],
    }


def _make_identifier(number: str) -> list[Json]:
    return [{"system": Code.DOCUMENT_NUMBER.system, "value": number}] if number else []


def _find_moment(consent: Consent, marks: tuple[HandSignature, ...]) -> str | None:
    if consent.signature is not None:
        return consent.signature.signed_on.isoformat()
    if consent.declined is not None:
        return consent.declined.declined_on.isoformat()
    return write_moment(max(one.signed_at for one in marks)) if marks else None


def _describe_given(given: GivenConsent | None) -> list[Json]:
    if given is None:
        return []
    fields = msgspec.structs.asdict(given)
    del fields["agreed_parts"], fields["agreed_clauses"]
    agreed = [one for clause in given.agreed_clauses for one in write_record("agreed-clause", clause)]
    return [*write_fields("given", fields), *describe_parts(given.agreed_parts), *agreed]


def _describe_declined(consent: Consent) -> list[Json]:
    return [] if consent.declined is None else write_record("declined", consent.declined)


def _describe_basis(source: RecordSource) -> Iterator[Json]:
    for form in list(source.consents.values())[:1]:
        yield write_extension("basis-sha256", form.basis_sha256)
    if seen := source.file.consultation.consent.choices_seen_sha256:
        yield write_extension("choices-seen-sha256", seen)


def _make_policies(source: RecordSource) -> Iterator[Json]:
    """Yield the form and its clauses; a consent without its text names the form, for FHIR wants a policy."""
    given = source.file.consultation.consent.signature
    forms = source.consents
    version = next((form.form_version for form in forms.values()), "") or (given.form_version if given else "")
    yield _make_form_policy(version)
    for language, form in forms.items():
        for printed in derive_agreed_clauses(form):
            fields = {"language": language, **msgspec.structs.asdict(printed)}
            policy = _make_clause_policy(printed.clause_id, printed.version)
            yield {**policy, "extension": write_fields("printed-clause", fields)}


def _make_form_policy(version: str) -> Json:
    extension = [write_extension("form-version", version)] if version else None
    return without_empty({"extension": extension, "uri": f"{FORM}/{quote(version, safe='.-')}".rstrip("/")})


def _make_clause_policy(clause_id: str, version: str) -> Json:
    return {"uri": f"{CLAUSE}/{quote(clause_id, safe='.-')}/{quote(version, safe='.-')}"}


def _make_agreed_clause(clause: AgreedClause) -> Json:
    policy = _make_clause_policy(clause.clause_id, clause.version)
    return {**policy, "extension": write_record("agreed-clause", clause)}


def _make_verifications(
    given: GivenConsent | None, marks: tuple[HandSignature, ...], addresses: dict[str, str]
) -> list[Json]:
    """Return who agreed and when: the patient, and a guardian, whose name stands for them."""
    patient: Json = {"reference": addresses["patient"]}
    signed = [(one.role, one.name, write_moment(one.signed_at)) for one in marks if one.role in _SIGNS_FOR_CONSENT]
    if given is not None and not signed:
        names = {SignerRole.PATIENT: given.patient_name, SignerRole.GUARDIAN: given.guardian_name}
        signed = [(role, name, given.signed_on.isoformat()) for role, name in names.items() if name]
    return [
        {
            "verified": True,
            "verifiedWith": {**(patient if role is SignerRole.PATIENT else {"type": "RelatedPerson"}), "display": name},
            "verificationDate": moment,
        }
        for role, name, moment in signed
    ]


def _make_provisions(source: RecordSource, status: str, addresses: dict[str, str]) -> list[Json]:
    """Return what is allowed and what is not: the treatment, the choices, and what was taken back of either."""
    consent, plan = source.file.consultation.consent, source.file.consultation.plan
    taken_back = derive_taken_back(consent)
    is_open = status in ("proposed", "active") and taken_back.closing is None
    treatment: Json = {
        "type": "permit" if is_open else "deny",
        "code": [
            make_concept(Code.CONSENT_PART, TREATMENT),
            *(make_concept(Code.ROUTE, route) for route in plan.routes),
        ],
    }
    if "product" in addresses:
        treatment["data"] = [{"meaning": "related", "reference": {"reference": addresses["product"]}}]
    chosen = msgspec.structs.asdict(consent.choices)
    choices = [_make_choice(choice, is_yes, choice in taken_back.parts) for choice, is_yes in chosen.items()]
    denied: list[Json] = [
        {"type": "deny", "code": [make_concept(Code.CONSENT_PART, part)]}
        for part in taken_back.parts
        if part not in CHOICE_NAMES
    ]
    return [treatment, *choices, *denied]


def _make_choice(choice: str, is_yes: bool, is_withdrawn: bool) -> Json:
    """Return a choice as it counts now; one that was taken back says what it was."""
    made: Json = {
        "type": "permit" if is_yes and not is_withdrawn else "deny",
        "code": [make_concept(Code.CHOICE, choice)],
    }
    return {"extension": [write_extension("chosen", is_yes)], **made} if is_withdrawn else made
