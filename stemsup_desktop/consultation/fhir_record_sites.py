"""Where something went, in a record: the site with its published code, and each point on its drawing."""

from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.fhir_record_json import Code, make_coding, make_concept, write_record
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.consultation.treatment_model import SiteTreated
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.response_tree import Json
from stemsup_desktop.reference.body_parts import BODY_PARTS, BODY_PARTS_SYSTEM, MODIFIERS, MODIFIERS_SYSTEM, BodyPart

SITE_POINT = "site-point"
"""The extension of one point: drawing with its version, place in its units, volume in mL, depth in mm, needle."""

_BODY_SITE = "http://hl7.org/fhir/StructureDefinition/bodySite"


def make_site(site: SiteTreated, names: Names, language: Language) -> Json:
    """Return a site as a CodeableConcept: our own code, the published one where there is one, and its words."""
    concept = make_concept(Code.SITE, site.site_id, names.get_site(PlannedSite(site.site_id, site.other), language))
    part = names.body_parts.get(site.site_id)
    if part is not None:
        concept["coding"] = [make_coding(Code.SITE, site.site_id), _code(part)]
    return concept


def make_structure(site: SiteTreated, names: Names, patient: str) -> Json | None:
    """Return the site as a contained BodyStructure with its modifiers, or None where no published code is near.

    JP Core writes the place of an injection in this way: location from table 0550, qualifiers from table 0495.
    """
    part = names.body_parts.get(site.site_id)
    if part is None:
        return None
    made: Json = {
        "resourceType": "BodyStructure",
        "id": "site",
        "location": {"coding": [_code(part)]},
        "patient": {"reference": patient},
    }
    if part.modifiers:
        made["locationQualifier"] = [
            {"coding": [make_coding(MODIFIERS_SYSTEM, one, MODIFIERS[one])]} for one in part.modifiers
        ]
    return made


def with_structure(site: Json) -> Json:
    """Return a site that refers to the BodyStructure contained beside it."""
    return {**site, "extension": [{"url": _BODY_SITE, "valueReference": {"reference": "#site"}}]}


def describe_points(site: SiteTreated) -> list[Json]:
    """Return each point of a site as one extension, in their order."""
    return [one for point in site.marked for one in write_record(SITE_POINT, point)]


def _code(part: BodyPart) -> Json:
    return make_coding(BODY_PARTS_SYSTEM, part.code, BODY_PARTS[part.code])
