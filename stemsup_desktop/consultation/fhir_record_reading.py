"""Reads the record of a document back: answers, opinions, hashes, marks. What does not fit is named by its path."""

from collections.abc import Iterator, Mapping

import msgspec

from stemsup_desktop.consultation.addendum import Addendum
from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.consultation.courses.course_model import SessionRef
from stemsup_desktop.consultation.fhir_record_events import read_events
from stemsup_desktop.consultation.fhir_record_findings import JUDGED, LAPSED, LIFTED
from stemsup_desktop.consultation.fhir_record_json import (
    Code,
    convert,
    find_extensions,
    read_coded,
    read_extension,
    read_fields,
)
from stemsup_desktop.consultation.fhir_record_model import (
    FhirRecord,
    RecordedDocument,
    RecordedFinding,
    RecordedPatient,
    RecordedProduct,
)
from stemsup_desktop.consultation.fhir_record_people import ALPHABETIC, IDEOGRAPHIC, REPRESENTATION, SYLLABIC
from stemsup_desktop.consultation.fhir_record_reading_consent import read_consent
from stemsup_desktop.consultation.fhir_record_reading_treatment import read_treatment
from stemsup_desktop.consultation.fhir_record_scores import AT_END, BEFORE, read_measures, read_scores
from stemsup_desktop.consultation.fhir_record_texts import restore
from stemsup_desktop.consultation.record import AnswerNote, Opinion, StopLifted
from stemsup_desktop.questionnaire.json_reading import Element, decode_exactly
from stemsup_desktop.questionnaire.model import Questionnaire
from stemsup_desktop.questionnaire.response_reading import read_response

Resources = Mapping[str, Element]
"""Resources by their name within the record, in its order."""

_WANTED = ("document", "patient", "clinic", "physician", "consent")

_encoder = msgspec.json.Encoder(decimal_format="number", order="sorted")


def read_fhir_record(data: bytes, questionnaire: Questionnaire | None = None, name: str = "record.json") -> FhirRecord:
    """Return what matters of a record.

    With the checklist, the answers too. Raises `InputProblem` that names `name` and the path of the fault.
    """
    resources = _read_resources(data, name)
    document, response = resources["document"], resources.get("response")
    written = b"" if response is None else _encoder.encode(response.raw)
    product = resources.get("product")
    return FhirRecord(
        document=_read_document(document),
        patient=_read_patient(resources["patient"]),
        clinic=resources["clinic"].text("name"),
        physician=_read_names(resources["physician"]).get(IDEOGRAPHIC, ""),
        product=RecordedProduct() if product is None else _read_product(product),
        questionnaire="" if response is None else response.text("questionnaire"),
        response=written,
        consent=read_consent(resources),
        responses=read_response(written, questionnaire, name) if written and questionnaire is not None else (),
        notes=() if response is None else tuple(_read_notes(response)),
        findings=tuple(_read_findings(resources)),
        opinions=tuple(_read_opinions(resources, is_lapsed=False)),
        lapsed_opinions=tuple(_read_opinions(resources, is_lapsed=True)),
        stops_lifted=tuple(_read_stops(resources)),
        treatment=read_treatment(resources),
        events=read_events(resources),
        scores_before=read_scores(resources, BEFORE),
        scores_at_end=read_scores(resources, AT_END),
        measures=read_measures(resources),
        session=next(
            (convert(read_fields(one), SessionRef, one) for one in find_extensions(document, "session")), None
        ),
    )


def _read_resources(data: bytes, name: str) -> Resources:
    restored = restore(decode_exactly(data, name))
    bundle = Element(restored if isinstance(restored, dict) else {}, name)
    if bundle.text("resourceType") != "Bundle" or bundle.text("type") != "collection":
        raise bundle.fault("resourceType", "expected the record of a document, a FHIR R4 Bundle")
    found: dict[str, Element] = {}
    for entry in bundle.elements("entry"):
        resource = entry.find_element("resource")
        if resource is not None:
            found[resource.text("id")] = resource
    for wanted in _WANTED:
        if wanted not in found:
            raise bundle.fault("entry", f"expected a resource with the id {wanted}")
    return found


def _read_document(document: Element) -> RecordedDocument:
    number, kind = document.find_element("masterIdentifier"), document.find_element("type")
    head: AuditHead | None = None
    for one in find_extensions(document, "history-head"):
        fields = read_fields(one)
        head = convert({**fields, "sequence": _read_sequence(fields.get("sequence"), one)}, AuditHead, one)
    fields = {
        "number": "" if number is None else number.text("value"),
        "kind": read_coded(kind, Code.DOCUMENT_KIND),
        "languages": [_read_value(one) for one in find_extensions(document, "document-language")],
        "made_at": document.text("date"),
        "is_draft": document.text("docStatus") == "preliminary",
        "content_sha256": read_extension(document, "content-sha256") or "",
    }
    made = convert(fields, RecordedDocument, document)
    return msgspec.structs.replace(made, history_head=head, addendum=_read_addendum(document))


def _read_addendum(document: Element) -> Addendum | None:
    for one in find_extensions(document, "addendum"):
        for original in find_extensions(document, "original"):
            return convert({**read_fields(one), "original": read_fields(original)}, Addendum, one)
    return None


def _read_sequence(raw: object, element: Element) -> int:
    if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) < 19:
        return int(raw)
    raise element.fault("", "expected the number of a row")


def _read_value(extension: Element) -> object:
    return next((value for key, value in extension.raw.items() if key.startswith("value")), None)


def _read_names(person: Element) -> dict[str, str]:
    """Return the names of a person by how they are written."""
    names: dict[str, str] = {}
    for one in person.elements("name"):
        for extension in one.elements("extension"):
            if extension.text("url") == REPRESENTATION:
                names[extension.text("valueCode")] = one.text("text")
    return names


def _read_patient(patient: Element) -> RecordedPatient:
    names = _read_names(patient)
    fields = {
        "name": names.get(IDEOGRAPHIC, ""),
        "chart_number": _find_text(patient, "identifier", "value"),
        "birth_date": patient.text("birthDate"),
        "sex": patient.text("gender"),
        "kana": names.get(SYLLABIC, ""),
        "romaji": names.get(ALPHABETIC, ""),
        "phone": _find_text(patient, "telecom", "value"),
        "address": _find_text(patient, "address", "text"),
    }
    return convert(fields, RecordedPatient, patient)


def _find_text(element: Element, field: str, name: str) -> str:
    return next((one.text(name) for one in element.elements(field)), "")


def _read_product(product: Element) -> RecordedProduct:
    code, maker, batch = (product.find_element(one) for one in ("code", "manufacturer", "batch"))
    fields: dict[str, object] = {
        "name": "" if code is None else code.text("text"),
        "maker": "" if maker is None else maker.text("display"),
        "lot_number": "" if batch is None else batch.text("lotNumber"),
        "expires": None if batch is None else batch.raw.get("expirationDate"),
    }
    for one in find_extensions(product, "product"):
        fields |= read_fields(one)
    return convert(fields, RecordedProduct, product)


def _read_notes(response: Element) -> Iterator[AnswerNote]:
    """Yield the notes in the order of the checklist."""
    waiting = [*response.elements("item")][::-1]
    while waiting:
        item = waiting.pop()
        for one in find_extensions(item, "note"):
            yield convert({**read_fields(one), "link_id": item.text("linkId")}, AnswerNote, one)
        below = [*item.elements("item"), *(part for one in item.elements("answer") for part in one.elements("item"))]
        waiting += below[::-1]


def _list_issues(resources: Resources) -> Iterator[tuple[str, Element]]:
    for resource in resources.values():
        if resource.text("resourceType") == "DetectedIssue":
            yield _find_text(resource, "identifier", "value"), resource


def _read_findings(resources: Resources) -> Iterator[RecordedFinding]:
    for rule_id, issue in _list_issues(resources):
        for one in find_extensions(issue, "finding"):
            yield convert({**read_fields(one), "rule_id": rule_id}, RecordedFinding, one)


def _list_said(resources: Resources, kind: str) -> Iterator[tuple[Element, dict[str, object]]]:
    """Yield each mitigation of one kind with what it says: rule, reason and physician."""
    for rule_id, issue in _list_issues(resources):
        for one in issue.elements("mitigation"):
            action, author = one.find_element("action"), one.find_element("author")
            if action is not None and read_coded(action, Code.OPINION) == kind:
                physician = "" if author is None else author.text("display")
                yield one, {"rule_id": rule_id, "reason": action.text("text"), "physician": physician}


def _read_opinions(resources: Resources, *, is_lapsed: bool) -> Iterator[Opinion]:
    for one, said in _list_said(resources, JUDGED):
        if is_lapsed == any(extension.text("url") == LAPSED for extension in one.elements("modifierExtension")):
            for judged in find_extensions(one, "judged"):
                said |= read_fields(judged)
            yield convert({**said, "recorded_at": one.text("date")}, Opinion, one)


def _read_stops(resources: Resources) -> Iterator[StopLifted]:
    for one, said in _list_said(resources, LIFTED):
        yield convert({**said, "lifted_at": one.text("date")}, StopLifted, one)
