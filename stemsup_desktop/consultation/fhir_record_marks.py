"""Which marks of a signing on screen still count, and each of them as Provenance with its signature and strokes."""

import base64
from datetime import date

import msgspec

from stemsup_desktop.consultation.fhir_record_json import (
    Code,
    make_coding,
    make_concept,
    without_empty,
    write_fields,
    write_record,
)
from stemsup_desktop.consultation.fhir_record_model import RecordSource
from stemsup_desktop.consultation.signing import derive_signing
from stemsup_desktop.consultation.signing_clauses import find_clause
from stemsup_desktop.consultation.signing_entries import MarkState
from stemsup_desktop.consultation.signing_hashes import hash_clause
from stemsup_desktop.consultation.signing_model import AgreedPart, HandSignature, Initial, Ink, SignerRole, Withdrawal
from stemsup_desktop.consultation.signing_roles import get_read_languages
from stemsup_desktop.questionnaire.fhir_values import write_moment
from stemsup_desktop.questionnaire.response_tree import Json

INK = "application/vnd.stemsup.ink+json"
"""Strokes as JSON, see docs/decisions/0029: {"height", "strokes": [[[x, y, t_ms, pressure], ...], ...], "width"}."""

SIGNATURE, INITIALS, WITHDRAWAL, EARLIER_WITHDRAWAL = "signature", "initials", "withdrawal", "earlier-withdrawal"

_ASTM = "urn:iso-astm:E1762-95:2013"
_TYPES = {
    SignerRole.PATIENT: ("1.2.840.10065.1.12.1.7", "Consent Signature"),
    SignerRole.GUARDIAN: ("1.2.840.10065.1.12.1.7", "Consent Signature"),
    SignerRole.INTERPRETER: ("1.2.840.10065.1.12.1.12", "Interpreter Signature"),
    SignerRole.WITNESS: ("1.2.840.10065.1.12.1.11", "Consent Witness Signature"),
    SignerRole.PHYSICIAN: ("1.2.840.10065.1.12.1.1", "Author's Signature"),
}


class Marks(msgspec.Struct, frozen=True):
    """The marks that count."""

    initials: tuple[Initial, ...] = ()
    signatures: tuple[HandSignature, ...] = ()


def judge_marks(source: RecordSource, today: date) -> Marks:
    """Return the initials and signatures that count on a day, and that are of this very text.

    None where the form is not in a language in which it is read, or where consent was given on paper.
    """
    file, forms = source.file, source.consents
    if source.gate is None or any(language not in forms for language in get_read_languages(file)):
        return Marks()
    given = file.consultation.consent.signature
    signing = derive_signing(file, source.gate, source.text, forms, today)
    if signing.is_given and given is not None and given.medium == "paper":
        return Marks()
    initials = (one.mark for one in signing.clauses if one.state is MarkState.DONE and one.mark is not None)
    signatures = (one.mark for one in signing.signers if one.state is MarkState.DONE and one.mark is not None)
    return Marks(
        tuple(one for one in initials if _is_of_text(one, source)),
        tuple(one for one in signatures if _has_hashes(one, source)),
    )


def _is_of_text(initial: Initial, source: RecordSource) -> bool:
    form = source.consents.get(initial.language)
    clause = None if form is None else find_clause(form, initial.clause_id)
    return clause is not None and hash_clause(clause) == initial.clause_sha256


def _has_hashes(signature: HandSignature, source: RecordSource) -> bool:
    form = source.consents.get(signature.language)
    wanted = None if form is None else (form.text_sha256, form.basis_sha256)
    return (signature.text_sha256, signature.basis_sha256) == wanted


def make_signature(signature: HandSignature, addresses: dict[str, str]) -> Json:
    """Return one signature as Provenance of the consent and its document."""
    made = _begin(SIGNATURE, write_moment(signature.signed_at), addresses)
    fields = {
        "language": signature.language,
        "text-sha256": signature.text_sha256,
        "basis-sha256": signature.basis_sha256,
        "spoken-language": signature.spoken_language,
        "relation": signature.relation,
    }
    extensions = [*write_fields("signed", fields), *describe_parts(signature.agreed_parts)]
    who = _refer(signature.role, signature.name, addresses)
    signed = _sign(signature.role, write_moment(signature.signed_at), who, signature.ink)
    return {
        **made,
        "agent": [_make_agent(signature.role, who)],
        "signature": [{"extension": extensions, **signed}],
    }


def make_initial(initial: Initial, patient_name: str, addresses: dict[str, str]) -> Json:
    """Return the patient's initials beside one clause as Provenance."""
    made = _begin(INITIALS, write_moment(initial.made_at), addresses)
    fields = {
        "clause-id": initial.clause_id,
        "clause-version": initial.clause_version,
        "clause-sha256": initial.clause_sha256,
        "language": initial.language,
    }
    who = _refer(SignerRole.PATIENT, patient_name, addresses)
    signed = _sign(SignerRole.PATIENT, write_moment(initial.made_at), who, initial.ink)
    return {
        **made,
        "agent": [_make_agent(SignerRole.PATIENT, who)],
        "signature": [{"extension": write_fields("initialled", fields), **signed}],
    }


def make_withdrawal(withdrawal: Withdrawal, addresses: dict[str, str], activity: str = WITHDRAWAL) -> Json:
    """Return consent taken back, wholly or in part, as Provenance; with ink where it was signed on screen."""
    moment = write_moment(withdrawal.withdrawn_at)
    made = _begin(activity, moment, addresses)
    who = _refer(withdrawal.by_role, withdrawal.by_name, addresses)
    recorded = {"display": withdrawal.recorded_by}
    fields = {
        "document-number": withdrawal.document_number,
        "slip-number": withdrawal.slip_number,
        "scope": withdrawal.scope,
    }
    agents = [_make_agent(withdrawal.by_role, who)]
    if withdrawal.recorded_by:
        enterer = make_concept("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "enterer")
        agents.append({"type": enterer, "who": recorded})
    made |= {"agent": agents, "extension": write_fields("withdrawal", fields)}
    if withdrawal.reason:
        made["reason"] = [{"text": withdrawal.reason}]
    if withdrawal.ink is not None:
        made["signature"] = [_sign(withdrawal.by_role, moment, who, withdrawal.ink)]
    return made


def describe_parts(parts: tuple[AgreedPart, ...]) -> list[Json]:
    """Return the hashes of the parts of what was agreed to, one extension each."""
    return [one for part in parts for one in write_record("agreed-part", part)]


def _begin(activity: str, moment: str, addresses: dict[str, str]) -> Json:
    return {
        "resourceType": "Provenance",
        "target": [{"reference": addresses["consent"]}, {"reference": addresses["document"]}],
        "recorded": moment,
        "activity": make_concept(Code.PROVENANCE, activity),
    }


def _make_agent(role: SignerRole, who: Json) -> Json:
    return {"type": make_concept(Code.ROLE, role), "who": who}


def _refer(role: SignerRole, name: str, addresses: dict[str, str]) -> Json:
    """Name a signer; patient and physician are resources of the record, whatever name they signed with."""
    known = {SignerRole.PATIENT: "patient", SignerRole.PHYSICIAN: "physician"}
    address = addresses[known[role]] if role in known else ""
    kind = "" if address else "RelatedPerson"
    return without_empty({"reference": address, "type": kind, "display": name})


def _sign(role: SignerRole, moment: str, who: Json, ink: Ink) -> Json:
    code, display = _TYPES[role]
    return {
        "type": [make_coding(_ASTM, code, display), make_coding(Code.ROLE, role)],
        "when": moment,
        "who": who,
        "sigFormat": INK,
        "data": base64.b64encode(msgspec.json.encode(ink, order="sorted")).decode("ascii"),
    }
