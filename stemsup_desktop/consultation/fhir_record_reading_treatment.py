"""Reads the treatment out of a summary's record."""

from collections.abc import Iterator, Mapping

import msgspec

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.fhir_record_events import is_event
from stemsup_desktop.consultation.fhir_record_json import (
    Code,
    convert,
    find_extensions,
    read_coded,
    read_extension,
    read_fields,
)
from stemsup_desktop.consultation.fhir_record_scores import is_score_or_measure
from stemsup_desktop.consultation.fhir_record_sites import SITE_POINT
from stemsup_desktop.consultation.fhir_record_treatment import LOINC, VITALS
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.treatment_model import (
    Dispensed,
    DripRecord,
    NasalRecord,
    Reaction,
    SiteTreated,
    Treatment,
    UseAnswer,
    VialUsed,
    Vitals,
)
from stemsup_desktop.questionnaire.json_reading import Element

Fields = dict[str, object]


def read_treatment(resources: Mapping[str, Element]) -> Treatment | None:
    """Return what was done, None if the record says of no treatment; raises `InputProblem`."""
    procedure = resources.get("procedure")
    if procedure is None:
        return None
    period, lot = procedure.find_element("performedPeriod"), resources.get("lot")
    batch = None if lot is None else lot.find_element("batch")
    fields: Fields = {
        "lot_number": None if batch is None else batch.raw.get("lotNumber"),
        "lot_expires": None if batch is None else batch.raw.get("expirationDate"),
        "operator": _read_operator(procedure),
        "needle": next((one.text("text") for one in procedure.elements("usedCode")), ""),
        "drawn_up_ml": _read_number(read_extension(procedure, "drawn-up")),
        "started_at": None if period is None else period.raw.get("start"),
        "ended_at": None if period is None else period.raw.get("end"),
        "observed_until": read_extension(procedure, "observed-until"),
        "note": _read_note(procedure),
    }
    for one in find_extensions(procedure, "treatment"):
        fields |= read_fields(one)
    drips = [*_read_given(resources, Route.INTRAVENOUS, "drip")]
    nasals = [*_read_given(resources, Route.INTRANASAL, "nasal")]
    return msgspec.structs.replace(
        convert(fields, Treatment, procedure),
        sites=tuple(_read_sites(resources)),
        drip=next((convert(given, DripRecord, one) for one, given in drips), None),
        nasal=next((_read_nasal(one, given) for one, given in nasals), None),
        vitals=tuple(
            _read_vitals(one) for one in _list_resources(resources, "Observation") if not is_score_or_measure(one)
        ),
        vials=tuple(convert(read_fields(one), VialUsed, one) for one in find_extensions(procedure, "vial")),
        reactions=tuple(_read_reaction(one) for one in _list_resources(resources, "AdverseEvent") if not is_event(one)),
    )


def _list_resources(resources: Mapping[str, Element], kind: str) -> Iterator[Element]:
    return (one for one in resources.values() if one.text("resourceType") == kind)


def _read_operator(procedure: Element) -> str:
    actors = (one.find_element("actor") for one in procedure.elements("performer"))
    return next((actor.text("display") for actor in actors if actor is not None), "")


def _read_note(resource: Element) -> str:
    return next((one.text("text") for one in resource.elements("note")), "")


def _read_number(quantity: object) -> object:
    return quantity.get("value") if isinstance(quantity, dict) else None


def _read_given(resources: Mapping[str, Element], route: Route, name: str) -> Iterator[tuple[Element, Fields]]:
    """Yield each administration by a route with its volume and the fields of its extension."""
    for one in _list_resources(resources, "MedicationAdministration"):
        dosage = one.find_element("dosage")
        given_by = read_coded(dosage.find_element("route"), Code.ROUTE) if dosage is not None else ""
        if route.value in (given_by, read_extension(one, "route")):
            volume = None if dosage is None else _read_number(dosage.raw.get("dose"))
            fields: Fields = {"volume_ml": volume}
            for extension in find_extensions(one, name):
                fields |= read_fields(extension)
            yield one, fields


def _read_nasal(administration: Element, fields: Fields) -> NasalRecord:
    dispensed = [convert(read_fields(one), Dispensed, one) for one in find_extensions(administration, "dispensed")]
    answers = [convert(read_fields(one), UseAnswer, one) for one in find_extensions(administration, "answers")]
    nasal = convert(fields, NasalRecord, administration)
    return msgspec.structs.replace(nasal, dispensed=tuple(dispensed), answers=tuple(answers))


def _read_sites(resources: Mapping[str, Element]) -> Iterator[SiteTreated]:
    for one, fields in _read_given(resources, Route.INTRADERMAL, "site-treated"):
        dosage, beside = one.find_element("dosage"), read_extension(one, "site")
        site = Element(beside, one.name) if isinstance(beside, dict) else None
        if dosage is not None:
            site = dosage.find_element("site")
        points = tuple(convert(read_fields(point), SitePoint, point) for point in find_extensions(one, SITE_POINT))
        if points:
            del fields["volume_ml"]  # what is written is the sum of the points
        fields |= {"site_id": read_coded(site, Code.SITE), "note": _read_note(one)}
        yield msgspec.structs.replace(convert(fields, SiteTreated, one), marked=points)


def _read_vitals(observation: Element) -> Vitals:
    fields: Fields = {
        "moment": read_extension(observation, "vitals-moment"),
        "taken_at": observation.text("effectiveDateTime"),
    }
    names = {code: field for field, (code, _) in VITALS.items()}
    for part in observation.elements("component"):
        code = part.find_element("code")
        for coding in () if code is None else code.elements("coding"):
            if coding.text("system") == LOINC and coding.text("code") in names:
                fields[names[coding.text("code")]] = _read_number(part.raw.get("valueQuantity"))
    return convert(fields, Vitals, observation)


def _read_reaction(event: Element) -> Reaction:
    said = event.find_element("event")
    fields: Fields = {"kind": "" if said is None else said.text("text"), "onset_at": event.raw.get("date")}
    for one in find_extensions(event, "reaction"):
        fields |= read_fields(one, ("seriousness",))
    return convert(fields, Reaction, event)
