"""What was really done, in a summary's record: the lot, what each site and route received, vitals, reactions."""

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.course import sum_site_ml
from stemsup_desktop.consultation.fhir_record_json import (
    Code,
    make_concept,
    make_extension,
    make_quantity,
    without_empty,
    write_extension,
    write_fields,
    write_record,
)
from stemsup_desktop.consultation.fhir_record_model import RecordSource
from stemsup_desktop.consultation.fhir_record_sites import describe_points, make_site, make_structure, with_structure
from stemsup_desktop.consultation.summary_after import routes_with_record
from stemsup_desktop.consultation.treatment_model import (
    DripRecord,
    NasalRecord,
    Reaction,
    Treatment,
    Vitals,
)
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.fhir_values import write_moment
from stemsup_desktop.questionnaire.response_tree import Json

VITALS = {
    "temperature_c": ("8310-5", "Cel"),
    "systolic_mmhg": ("8480-6", "mm[Hg]"),
    "diastolic_mmhg": ("8462-4", "mm[Hg]"),
    "pulse_per_min": ("8867-4", "/min"),
    "spo2_percent": ("59408-5", "%"),
    "respiration_per_min": ("9279-1", "/min"),
}
"""Field of `Vitals` to LOINC and UCUM code."""

LOINC = "http://loinc.org"

_PANEL = "85353-1"
_UNKNOWN = [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]


def make_lot_used(source: RecordSource) -> Json:
    """Return the product with the lot that was really used, or without one where none was recorded."""
    treatment, product = source.file.consultation.treatment, source.file.consultation.plan.product
    expires = None if treatment.lot_expires is None else treatment.lot_expires.isoformat()
    batch = without_empty({"lotNumber": treatment.lot_number, "expirationDate": expires})
    return without_empty({"resourceType": "Medication", "code": without_empty({"text": product.name}), "batch": batch})


def make_procedure(source: RecordSource, language: Language, addresses: dict[str, str]) -> Json:
    """Return the treatment as a whole."""
    consultation = source.file.consultation
    treatment, names = consultation.treatment, source.names
    routes = routes_with_record(treatment) or consultation.plan.routes
    extensions = write_fields("treatment", {"no_reaction_observed": treatment.no_reaction_observed})
    if treatment.drawn_up_ml is not None:
        extensions.append(make_extension("drawn-up", "Quantity", make_quantity(treatment.drawn_up_ml, "mL")))
    if treatment.observed_until is not None:
        extensions.append(write_extension("observed-until", treatment.observed_until))
    extensions += [part for vial in treatment.vials for part in write_record("vial", vial)]
    is_over = treatment.ended_at is not None or consultation.summary.closed_at is not None
    made: Json = {
        "resourceType": "Procedure",
        "extension": extensions,
        "status": "completed" if is_over else "unknown",
        "code": without_empty({"text": names.get_routes(routes, language)}),
        "subject": {"reference": addresses["patient"]},
        "performedPeriod": _make_period(treatment),
        "performer": [{"actor": {"display": treatment.operator}}] if treatment.operator else None,
        "reasonCode": [*_list_reasons(source, language)],
        "bodySite": [make_site(site, names, language) for site in treatment.sites],
        "note": [{"text": treatment.note}] if treatment.note else None,
        "usedReference": [{"reference": addresses["lot"]}],
        "usedCode": [{"text": treatment.needle}] if treatment.needle else None,
    }
    return without_empty(made)


def make_administrations(source: RecordSource, language: Language, addresses: dict[str, str]) -> list[Json]:
    """Return what each site received, and what was given by drip and spray."""
    treatment, names = source.file.consultation.treatment, source.names
    made = [
        _make_administration(
            Route.INTRADERMAL,
            sum_site_ml(site),
            [*write_fields("site-treated", {"points": site.points, "other": site.other}), *describe_points(site)],
            treatment,
            addresses,
            site=make_site(site, names, language),
            structure=make_structure(site, names, addresses["patient"]),
            note=site.note,
        )
        for site in treatment.sites
    ]
    for route, record, name in (
        (Route.INTRAVENOUS, treatment.drip, "drip"),
        (Route.INTRANASAL, treatment.nasal, "nasal"),
    ):
        if record is not None:
            made.append(_make_administration(route, record.volume_ml, _describe(name, record), treatment, addresses))
    return made


def make_vitals(treatment: Treatment, addresses: dict[str, str]) -> list[Json]:
    """Return each set of vital signs as one Observation with its parts."""
    return [_make_vitals(taken, addresses) for taken in treatment.vitals]


def make_reactions(treatment: Treatment, addresses: dict[str, str]) -> list[Json]:
    """Return each reaction as an adverse event."""
    return [_make_reaction(reaction, addresses) for reaction in treatment.reactions]


def _describe(name: str, record: DripRecord | NasalRecord) -> list[Json]:
    """Return the fields of a record but its volume, and each record within it as an extension of its own."""
    fields = {key: value for key, value in msgspec.structs.asdict(record).items() if key != "volume_ml"}
    within = [(key, one) for key, value in fields.items() if isinstance(value, tuple) for one in value]
    plain = {key: value for key, value in fields.items() if not isinstance(value, tuple)}
    return [*write_fields(name, plain), *(part for key, one in within for part in write_record(key, one))]


def _make_administration(
    route: Route,
    volume: Decimal | None,
    extensions: list[Json],
    treatment: Treatment,
    addresses: dict[str, str],
    site: Json | None = None,
    structure: Json | None = None,
    note: str = "",
) -> Json:
    site = site if site is None or structure is None else with_structure(site)
    dosage: Json = {
        "site": site,
        "route": make_concept(Code.ROUTE, route),
        "dose": None if volume is None else make_quantity(volume, "mL"),
    }
    made: Json = {
        "resourceType": "MedicationAdministration",
        "contained": None if structure is None else [structure],
        "extension": extensions,
        "partOf": [{"reference": addresses["procedure"]}],
        "status": "completed",
        "medicationReference": {"reference": addresses["lot"]},
        "subject": {"reference": addresses["patient"]},
        "effectivePeriod": _make_period(treatment) or {"extension": _UNKNOWN},
        "note": [{"text": note}] if note else None,
    }
    # An invariant of FHIR: a dosage says a dose or a rate. Without a volume the route and site stand beside it.
    if volume is None:
        made["extension"] = [*extensions, *_make_dosage_extension(route, site)]
    else:
        made["dosage"] = without_empty(dosage)
    return without_empty(made)


def _make_dosage_extension(route: Route, site: Json | None) -> Iterator[Json]:
    yield write_extension("route", route)
    if site is not None:
        yield make_extension("site", "CodeableConcept", site)


def _make_period(treatment: Treatment) -> Json | None:
    bounds = {"start": treatment.started_at, "end": treatment.ended_at}
    return {name: write_moment(moment) for name, moment in bounds.items() if moment is not None} or None


def _list_reasons(source: RecordSource, language: Language) -> Iterator[Json]:
    for complaint in source.file.consultation.reason.complaints:
        words = complaint.diagnosis or source.names.get_symptom(complaint.symptom_id, language)
        icd10 = make_concept("http://hl7.org/fhir/sid/icd-10", complaint.icd10) if complaint.icd10 else {}
        yield {**icd10, "text": words}


def _make_vitals(taken: Vitals, addresses: dict[str, str]) -> Json:
    parts = [
        {"code": make_concept(LOINC, code), "valueQuantity": make_quantity(value, unit)}
        for field, (code, unit) in VITALS.items()
        if (value := getattr(taken, field)) is not None
    ]
    return without_empty(
        {
            "resourceType": "Observation",
            "extension": [write_extension("vitals-moment", taken.moment)],
            "partOf": [{"reference": addresses["procedure"]}],
            "status": "final",
            "category": [make_concept("http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs")],
            "code": make_concept(LOINC, _PANEL),
            "subject": {"reference": addresses["patient"]},
            "effectiveDateTime": write_moment(taken.taken_at),
            "component": parts,
        }
    )


def _make_reaction(reaction: Reaction, addresses: dict[str, str]) -> Json:
    fields = {
        "grade": reaction.grade,
        "action": reaction.action,
        "outcome": reaction.outcome,
        "site_id": reaction.site_id,
        "point": reaction.point,
        "seriousness": reaction.seriousness,
        "event_id": reaction.event_id,
    }
    moment = None if reaction.onset_at is None else write_moment(reaction.onset_at)
    return without_empty(
        {
            "resourceType": "AdverseEvent",
            "extension": write_fields("reaction", fields),
            "actuality": "actual",
            "event": without_empty({"text": reaction.kind}),
            "subject": {"reference": addresses["patient"]},
            "date": moment,
        }
    )
