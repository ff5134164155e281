"""Questionnaires of FHIR STU3 and R5 read as R4: which version a file is of, what was converted, and what was lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.json_reading import JsonObject
from stemsup_desktop.questionnaire.model import Issue, Unsupported
from stemsup_desktop.questionnaire.version_items import Lost, convert_items, convert_r5_item, convert_stu3_item

_PROFILE = re.compile(
    r"http://hl7\.org/fhir/(?:([0-9.]{1,12})/)?StructureDefinition/Questionnaire(?:\|([0-9.]{1,12}))?"
)
_INITIAL = re.compile(r"initial[A-Z]\w*")
_MINORS_OF_R4 = ("0", "1", "3")
"""4.0 and 4.1 are R4, 4.3 is R4B; 4.2 and 4.4 to 4.6 were drafts of R5."""


class FhirVersion(StrEnum):
    """A release of FHIR whose questionnaires are read."""

    STU3 = "STU3"
    R4 = "R4"
    R5 = "R5"


@dataclass(frozen=True, slots=True)
class Conversion:
    """A questionnaire in the shape of R4, the version it was found in, and what was converted or lost on the way."""

    resource: JsonObject
    version: FhirVersion
    issues: tuple[Issue, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shapes:
    """What a file shows of the versions by how its items are written."""

    is_stu3: bool = False
    is_r4: bool = False
    is_r5: bool = False
    lacks_operator: bool = False


def convert_to_r4(resource: JsonObject, name: str) -> Conversion:
    """Return a questionnaire as R4 has it; the object given stays as it is.

    The shapes decide and, where they leave it open, the version that the file names. Raises `InputProblem`
    questionnaire-version for DSTU2, for releases after R5, and for a file in which STU3 and R5 are mixed.
    """
    named = _find_named_version(resource, name)
    if isinstance(resource.get("group"), dict) and "item" not in resource:
        raise _refuse(name, "a questionnaire of FHIR DSTU2, which is not supported")
    shapes = _find_shapes(resource)
    if shapes.is_stu3 and shapes.is_r5:
        raise _refuse(name, "parts of FHIR STU3 and of R5 are mixed, so what it means is not certain")
    version = _find_version(named, shapes)
    if version is FhirVersion.R4:
        return Conversion(resource, version)
    lost = Lost()
    convert = convert_stu3_item if version is FhirVersion.STU3 else convert_r5_item
    items = resource.get("item")
    converted = {**resource, "item": convert_items(items, convert, lost)} if isinstance(items, list) else resource
    lost.note(
        "version-converted",
        "",
        f"This questionnaire is of FHIR {version}; it was read as FHIR R4.",
        f"FHIR {version} の質問票を FHIR R4 として読み込みました。",
    )
    if named is not None and named is not version:
        lost.note(
            "version-contradicted",
            "",
            f"The file says FHIR {named} and is written as FHIR {version}.",
            f"ファイルには FHIR {named} とありますが、FHIR {version} の形式で書かれています。",
        )
    return Conversion(converted, version, tuple(lost.issues), tuple(lost.unsupported))


def _find_version(named: FhirVersion | None, shapes: _Shapes) -> FhirVersion:
    if shapes.is_stu3:
        return FhirVersion.STU3
    if shapes.is_r5:
        return FhirVersion.R5
    if shapes.lacks_operator and not shapes.is_r4 and named is None:
        return FhirVersion.STU3
    return named or FhirVersion.R4


def _find_named_version(resource: JsonObject, name: str) -> FhirVersion | None:
    """Find the version that a file names in meta.profile or in fhirVersion."""
    for release in _iter_named_releases(resource):
        version = _read_release(release, name)
        if version is not None:
            return version
    return None


def _iter_named_releases(resource: JsonObject) -> Iterator[str]:
    meta = resource.get("meta")
    held = (resource, meta) if isinstance(meta, dict) else (resource,)
    for place in held:
        if isinstance(place.get("fhirVersion"), str):
            yield str(place["fhirVersion"])
    profiles = meta.get("profile") if isinstance(meta, dict) else None
    for profile in profiles if isinstance(profiles, list) else ():
        found = _PROFILE.fullmatch(profile) if isinstance(profile, str) else None
        if found is not None and (found[1] or found[2]):
            yield found[1] or found[2]


def _read_release(release: str, name: str) -> FhirVersion | None:
    """Return the version of "4.0.1" or "R5"; None where it says nothing."""
    if release in list(FhirVersion):
        return FhirVersion(release)
    major, _, rest = release.removeprefix("R").partition(".")
    minor = rest.partition(".")[0]
    match major:
        case "0" | "1" | "2" | "DSTU2":
            raise _refuse(name, "a questionnaire of FHIR DSTU2 or older, which is not supported")
        case "3":
            return FhirVersion.STU3 if minor in ("", "0") else FhirVersion.R4
        case "4" | "4B":
            return FhirVersion.R4 if not minor or minor in _MINORS_OF_R4 else FhirVersion.R5
        case "5":
            return FhirVersion.R5
        case _ if major.isdecimal():
            raise _refuse(name, "a questionnaire of a release after FHIR R5, which is not supported")
        case _:
            return None


def _refuse(name: str, what: str) -> InputProblem:
    return InputProblem("questionnaire-version", f"{name}: {what}.")


def _find_shapes(resource: JsonObject) -> _Shapes:
    is_stu3 = is_r4 = is_r5 = lacks_operator = False
    for item in _walk(resource):
        is_stu3 |= "option" in item or "options" in item or any(map(_INITIAL.fullmatch, item))
        is_r4 |= isinstance(item.get("initial"), list) or any(
            name in item for name in ("answerOption", "answerValueSet", "enableBehavior")
        )
        is_r5 |= item.get("type") == "coding" or "answerConstraint" in item or "disabledDisplay" in item
        conditions = item.get("enableWhen")
        for condition in conditions if isinstance(conditions, list) else ():
            if isinstance(condition, dict):
                is_stu3 |= "hasAnswer" in condition
                is_r4 |= "operator" in condition
                lacks_operator |= "operator" not in condition and "hasAnswer" not in condition
    return _Shapes(is_stu3, is_r4, is_r5, lacks_operator)


def _walk(resource: JsonObject) -> Iterator[JsonObject]:
    """Go through all items, however deep, without calling itself."""
    waiting: list[object] = [resource.get("item")]
    while waiting:
        found = waiting.pop()
        for item in found if isinstance(found, list) else ():
            if isinstance(item, dict):
                yield item
                waiting.append(item.get("item"))
