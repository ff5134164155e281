"""Patient, clinic and physician in the record, and the document itself: as much as the document prints, no more."""

import msgspec

from stemsup_desktop.consultation.addendum import Addendum
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.fhir_record_json import (
    Code,
    make_coding,
    make_concept,
    without_empty,
    write_extension,
    write_fields,
    write_record,
)
from stemsup_desktop.consultation.fhir_record_model import RecordedDocument, RecordedKind, RecordSource
from stemsup_desktop.consultation.patient import Allergy, Patient
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.fhir_values import write_moment
from stemsup_desktop.questionnaire.response_tree import Json

REPRESENTATION = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation"
IDEOGRAPHIC, SYLLABIC, ALPHABETIC = "IDE", "SYL", "ABC"
"""How a Japanese name is written, as JP Core says it: kanji, kana, Latin letters."""

_LOINC = "http://loinc.org"
_ACTIVE = make_concept("http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active")
_TYPES = {RecordedKind.CONSENT: "59284-0", RecordedKind.SUMMARY: "34133-9"}
_KIND_WORDS = {
    RecordedKind.CONSENT: Text("Explanation and consent", "説明書・同意書"),
    RecordedKind.SUMMARY: Text("Treatment summary", "治療のまとめ"),
    RecordedKind.SELF_ADMINISTRATION: Text("Self-administration sheet", "自己投与の説明書"),
    RecordedKind.WITHDRAWAL: Text("Withdrawal of consent", "同意撤回書"),
    RecordedKind.ADDENDUM: Text("Addendum", "追記"),
}


def make_patient(patient: Patient, kind: RecordedKind) -> Json:
    """Return the Patient: a summary names most of a person, a consent form less, a slip name, number and birth."""
    is_summary = kind is RecordedKind.SUMMARY
    names = {IDEOGRAPHIC: patient.name}
    if is_summary:
        names |= {SYLLABIC: patient.kana, ALPHABETIC: patient.romaji}
    elif kind is RecordedKind.CONSENT:
        names |= {SYLLABIC: patient.kana} if patient.kana.strip() else {ALPHABETIC: patient.romaji}
    return without_empty(
        {
            "resourceType": "Patient",
            "identifier": _make_identifier(Code.CHART_NUMBER, patient.chart_number),
            "name": _make_names(names),
            "gender": patient.sex.value if kind in (RecordedKind.SUMMARY, RecordedKind.CONSENT) else None,
            "birthDate": patient.birth_date.isoformat(),
            "telecom": _make_telecom(patient.phone) if is_summary else None,
            "address": _make_address(patient.address) if is_summary else None,
        }
    )


def make_allergies(patient: Patient, patient_address: str) -> list[Json]:
    """Return what a summary says of allergies: each one, or that none is known; nothing if nobody asked."""
    base: Json = {
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": _ACTIVE,
        "patient": {"reference": patient_address},
    }
    if patient.allergies:
        return [{**base, **_make_allergy(allergy)} for allergy in patient.allergies]
    if patient.allergies_asked_on is None:
        return []
    none_known = make_concept(Code.ALLERGY, "none-known", "No known allergy")
    return [{**base, "code": none_known, "recordedDate": patient.allergies_asked_on.isoformat()}]


def make_organization(clinic: Clinic) -> Json:
    """Return the clinic."""
    return without_empty(
        {
            "resourceType": "Organization",
            "name": clinic.name,
            "alias": [clinic.name_en] if clinic.name_en else None,
            "telecom": _make_telecom(clinic.phone),
            "address": _make_address(clinic.address),
        }
    )


def make_practitioner(physician: Physician) -> Json:
    """Return the physician of the visit."""
    return without_empty(
        {
            "resourceType": "Practitioner",
            "identifier": _make_identifier(Code.LICENCE_NUMBER, physician.licence_number),
            "name": _make_names({IDEOGRAPHIC: physician.name, ALPHABETIC: physician.name_en}),
        }
    )


def make_document_reference(source: RecordSource, document: RecordedDocument, addresses: dict[str, str]) -> Json:
    """Return the PDF that carries the record: number, kind, clock, hashes of its text, head of the history."""
    words = _KIND_WORDS[document.kind].in_language(document.languages[0])
    loinc = [make_coding(_LOINC, _TYPES[document.kind])] if document.kind in _TYPES else []
    attachment: Json = {"contentType": "application/pdf", "language": document.languages[0].value, "title": words}
    extensions = [write_extension("document-language", one) for one in document.languages]
    if document.content_sha256:
        extensions.append(write_extension("content-sha256", document.content_sha256))
    for language, consent in source.consents.items():
        extensions += write_fields("text", {"language": language, "sha256": consent.text_sha256})
    if document.history_head is not None:
        head = document.history_head
        extensions += write_fields("history-head", {"sequence": f"{head.sequence}", "hash": head.hash})
    session = source.file.consultation.session
    if session is not None and document.kind is RecordedKind.SUMMARY:
        extensions += write_record("session", session)
    if document.addendum is not None:
        extensions += _describe_addendum(document.addendum)
    made: Json = {
        "resourceType": "DocumentReference",
        "extension": extensions,
        "masterIdentifier": {"system": Code.DOCUMENT_NUMBER.system, "value": document.number},
        "status": "current",
        "docStatus": "preliminary" if document.is_draft else "final",
        "type": {"coding": [*loinc, make_coding(Code.DOCUMENT_KIND, document.kind)], "text": words},
        "subject": {"reference": addresses["patient"]},
        "date": write_moment(document.made_at),
        "author": [{"reference": addresses["physician"]}],
        "custodian": {"reference": addresses["clinic"]},
        "relatesTo": _relate(document),
        "content": [{"attachment": attachment}],
    }
    return without_empty(made)


def make_product(file: ConsultationFile) -> Json | None:
    """Return the product and the lot that were planned and agreed to, as Medication; None before there is any."""
    product = file.consultation.plan.product
    source = "" if product.cell_source is None else product.cell_source.value
    expires = None if product.expires is None else product.expires.isoformat()
    medication = without_empty(
        {
            "extension": write_fields("product", {"cell-source": source, "approval-status": product.approval_status}),
            "code": without_empty({"text": product.name}),
            "manufacturer": without_empty({"display": product.maker}),
            "batch": without_empty({"lotNumber": product.lot_number, "expirationDate": expires}),
        }
    )
    return {"resourceType": "Medication", **medication} if medication else None


def _describe_addendum(addendum: Addendum) -> list[Json]:
    fields = msgspec.structs.asdict(addendum)
    original = fields.pop("original")
    return [*write_fields("addendum", fields), *write_record("original", original)]


def _relate(document: RecordedDocument) -> list[Json]:
    if document.addendum is None:
        return []
    number = document.addendum.original.number
    return [{"code": "appends", "target": {"identifier": {"system": Code.DOCUMENT_NUMBER.system, "value": number}}}]


def _make_names(texts: dict[str, str]) -> list[Json]:
    return [
        {"extension": [{"url": REPRESENTATION, "valueCode": form}], "use": "official", "text": text}
        for form, text in texts.items()
        if text
    ]


def _make_identifier(system: Code, value: str) -> list[Json]:
    return [{"system": system.system, "value": value}] if value else []


def _make_telecom(phone: str) -> list[Json]:
    return [{"system": "phone", "value": phone}] if phone else []


def _make_address(text: str) -> list[Json]:
    return [{"text": text}] if text else []


def _make_allergy(allergy: Allergy) -> Json:
    reaction = [{"manifestation": [{"text": allergy.reaction}]}] if allergy.reaction else None
    onset = None if allergy.year is None else f"{allergy.year:04}"
    return without_empty(
        {"code": without_empty({"text": allergy.substance}), "onsetDateTime": onset, "reaction": reaction}
    )
