"""The machine-readable record that a kept document carries: one FHIR R4 Bundle, from the frozen snapshot alone.

The same snapshot and document give the same bytes. Hidden and carried answers and void marks are not in it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import msgspec

from stemsup_desktop.consultation.fhir_record_consent import make_consent, make_earlier_consent, make_teach_back
from stemsup_desktop.consultation.fhir_record_events import make_events
from stemsup_desktop.consultation.fhir_record_findings import make_issues
from stemsup_desktop.consultation.fhir_record_json import Code, make_address, write_fields
from stemsup_desktop.consultation.fhir_record_marks import (
    EARLIER_WITHDRAWAL,
    Marks,
    judge_marks,
    make_initial,
    make_signature,
    make_withdrawal,
)
from stemsup_desktop.consultation.fhir_record_model import RecordedDocument, RecordedKind, RecordSource
from stemsup_desktop.consultation.fhir_record_people import (
    make_allergies,
    make_document_reference,
    make_organization,
    make_patient,
    make_practitioner,
    make_product,
)
from stemsup_desktop.consultation.fhir_record_scores import make_measures, make_scores
from stemsup_desktop.consultation.fhir_record_screen import make_screen
from stemsup_desktop.consultation.fhir_record_texts import make_writable
from stemsup_desktop.consultation.fhir_record_treatment import (
    make_administrations,
    make_lot_used,
    make_procedure,
    make_reactions,
    make_vitals,
)
from stemsup_desktop.consultation.signing_model import Withdrawal
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.fhir_values import write_moment
from stemsup_desktop.questionnaire.response import make_response
from stemsup_desktop.questionnaire.response_tree import Json
from stemsup_desktop.questionnaire.typed_text import is_blank

FILE_NAME = "record.json"
MEDIA_TYPE = "application/fhir+json"

_ANSWERS = (RecordedKind.CONSENT, RecordedKind.SUMMARY)
"""What carries the answers and findings; slips, addenda and sheets for home name nothing of the examination."""

_INK = (RecordedKind.CONSENT, RecordedKind.WITHDRAWAL)

_NAMED = ("patient", "clinic", "physician", "document", "response", "consent", "product", "lot", "procedure")
"""Resources that others refer to; the rest are numbered."""

_encoder = msgspec.json.Encoder(decimal_format="number", order="sorted")


def write_fhir_record(source: RecordSource, document: RecordedDocument) -> bytes:
    """Return the record of a document as canonical JSON: keys in order, no spaces, numbers as they were written.

    Raises `InputProblem` for a symptom or site that the names do not hold.
    """
    source = _reduce(source, document)
    bundle: Json = {
        "resourceType": "Bundle",
        "type": "collection",
        "identifier": {"system": Code.DOCUMENT_NUMBER.system, "value": document.number},
        "timestamp": write_moment(document.made_at),
        "entry": [
            {"fullUrl": make_address(document.number, name), "resource": {"id": name, **resource}}
            for name, resource in _list_resources(source, document)
        ],
    }
    return _encoder.encode(make_writable(bundle))


def _reduce(source: RecordSource, document: RecordedDocument) -> RecordSource:
    """Return the source as far as a document of its kind knows it.

    That a consent form was itself taken back came after it; a sheet for use at home is about the spray alone.
    """
    visit = source.file.consultation
    own, earlier = visit.consent.withdrawals, visit.consent.earlier
    own = tuple(one for one in own if one.document_number != document.number)
    if document.kind not in _INK:
        own = _without_ink(own)
        if earlier is not None:
            earlier = msgspec.structs.replace(earlier, withdrawals=_without_ink(earlier.withdrawals))
    consent = msgspec.structs.replace(visit.consent, withdrawals=own, earlier=earlier)
    visit = msgspec.structs.replace(visit, consent=consent)
    if document.kind is RecordedKind.SELF_ADMINISTRATION:
        done = visit.treatment
        spray = Treatment(lot_number=done.lot_number, lot_expires=done.lot_expires, nasal=done.nasal)
        visit = msgspec.structs.replace(visit, treatment=spray)
    return replace(source, file=msgspec.structs.replace(source.file, consultation=visit))


def _without_ink(withdrawals: tuple[Withdrawal, ...]) -> tuple[Withdrawal, ...]:
    return tuple(msgspec.structs.replace(one, ink=None) for one in withdrawals)


def _list_resources(source: RecordSource, document: RecordedDocument) -> Iterator[tuple[str, Json]]:
    """Yield each resource with its name within the record."""
    addresses = {name: make_address(document.number, name) for name in _NAMED}
    language, file = document.languages[0], source.file
    yield "document", make_document_reference(source, document, addresses)
    yield "patient", make_patient(file.patient, document.kind)
    yield "clinic", make_organization(file.clinic)
    yield "physician", make_practitioner(file.physician)
    product = make_product(file) if document.kind not in (RecordedKind.WITHDRAWAL, RecordedKind.ADDENDUM) else None
    if product is None:
        del addresses["product"]
    else:
        yield "product", product
    if document.kind in _ANSWERS and source.gate is not None:
        yield "response", _make_response(source, language, addresses)
        examination = file.consultation.examination
        yield from _number("issue", make_issues(examination, source.gate, language, addresses))
    marks = judge_marks(source, document.made_at.date()) if document.kind is RecordedKind.CONSENT else Marks()
    yield "consent", make_consent(source, marks, addresses)
    if document.kind is RecordedKind.CONSENT:
        yield from _list_marks(source, marks, addresses)
    yield from _list_withdrawals(source, document, addresses)
    if document.kind is RecordedKind.SUMMARY:
        yield from _number("allergy", make_allergies(file.patient, addresses["patient"]))
        yield from _number("score", make_scores(source, language, addresses))
        yield from _number("measure", make_measures(source, language, addresses))
        yield from _number("event", make_events(source, language, addresses))
    if document.kind in (RecordedKind.SUMMARY, RecordedKind.SELF_ADMINISTRATION):
        yield from _list_treatment(source, language, addresses)


def _number(name: str, resources: list[Json]) -> Iterator[tuple[str, Json]]:
    return ((f"{name}-{number}", resource) for number, resource in enumerate(resources, 1))


def _list_marks(source: RecordSource, marks: Marks, addresses: dict[str, str]) -> Iterator[tuple[str, Json]]:
    """Yield what was signed and answered on screen, and what was shown on the patient screen."""
    name, answers = source.file.patient.name, source.file.consultation.consent.teach_back
    yield from _number("initials", [make_initial(one, name, addresses) for one in marks.initials])
    yield from _number("signature", [make_signature(one, addresses) for one in marks.signatures])
    if answers:
        yield "teach-back", make_teach_back(answers, addresses)
    yield from make_screen(source.file.consultation.explanation.screen, addresses)


def _list_withdrawals(
    source: RecordSource, document: RecordedDocument, addresses: dict[str, str]
) -> Iterator[tuple[str, Json]]:
    """Yield what was taken back, of this visit's consent and of an earlier one."""
    consent = source.file.consultation.consent
    yield from _number("withdrawal", [make_withdrawal(one, addresses) for one in consent.withdrawals])
    if consent.earlier is not None:
        own = {**addresses, "consent": make_address(document.number, "earlier-consent")}
        yield "earlier-consent", make_earlier_consent(consent.earlier, own)
        taken_back = consent.earlier.withdrawals
        made = [make_withdrawal(one, own, EARLIER_WITHDRAWAL) for one in taken_back]
        yield from _number("earlier-withdrawal", made)


def _list_treatment(source: RecordSource, language: Language, addresses: dict[str, str]) -> Iterator[tuple[str, Json]]:
    treatment = source.file.consultation.treatment
    if treatment == Treatment():
        return
    yield "lot", make_lot_used(source)
    yield "procedure", make_procedure(source, language, addresses)
    yield from _number("administration", make_administrations(source, language, addresses))
    yield from _number("vitals", make_vitals(treatment, addresses))
    yield from _number("reaction", make_reactions(treatment, addresses))


def _make_response(source: RecordSource, language: Language, addresses: dict[str, str]) -> Json:
    """Return the answers that count, with what was noted beside them; authored when the last of them was given."""
    consultation = source.file.consultation
    started = consultation.started_at
    surroundings = derive_surroundings(source.file.patient, started.date())
    given = consultation.examination.responses
    response = make_response(source.questionnaire, given, started, language, "completed", surroundings)
    response["subject"] = {"reference": addresses["patient"]}
    notes = {one.link_id: one for one in consultation.examination.notes if not is_blank(one.text)}
    moments = [started]
    waiting: list[Json] = [response]
    while waiting:
        element = waiting.pop()
        waiting += [*_list_objects(element, "item"), *_list_objects(element, "answer")]
        moments += _list_moments(element)
        if (note := notes.get(str(element.get("linkId")))) is not None and "answer" in element:
            fields = {"text": note.text, "written_by": note.written_by, "written_at": note.written_at}
            element["extension"] = [*_list_objects(element, "extension"), *write_fields("note", fields)]
    response["authored"] = write_moment(max(moments))
    return response


def _list_objects(element: Json, field: str) -> list[Json]:
    found = element.get(field)
    return found if isinstance(found, list) else []


def _list_moments(element: Json) -> Iterator[datetime]:
    for extension in _list_objects(element, "extension"):
        for part in _list_objects(extension, "extension"):
            if part["url"] == "at":
                yield datetime.fromisoformat(str(part["valueDateTime"]))
