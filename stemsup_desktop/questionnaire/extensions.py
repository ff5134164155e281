"""The extensions of an item that this program knows, its expressions apart."""

from decimal import Decimal
from typing import TypedDict

from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire.answers import Answer, BooleanAnswer, IntegerAnswer, StringAnswer, UriAnswer
from stemsup_desktop.questionnaire.compare import get_number
from stemsup_desktop.questionnaire.expression_reading import is_expression
from stemsup_desktop.questionnaire.fhir_values import find_value, is_bounded, read_value
from stemsup_desktop.questionnaire.json_reading import Element
from stemsup_desktop.questionnaire.model import Kind, PlausibleRange, SupportLink, Unit
from stemsup_desktop.questionnaire.translations import read_text

_HL7 = "http://hl7.org/fhir/StructureDefinition/"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"

PLAUSIBLE_RANGE = "https://stemsup.app/fhir/StructureDefinition/plausible-range"
PHYSICIAN_ONLY = "https://stemsup.app/fhir/StructureDefinition/physician-only"

_WITHOUT_EFFECT = frozenset(
    {_HL7 + name for name in ("designNote", "questionnaireresponse-author", "structuredefinition-wg")}
    | {_HL7 + name for name in ("artifact-versionAlgorithm", "cqf-library", "terminology-server")}
    | {
        _SDC + name
        for name in (
            *("shortText", "width", "openLabel", "launchContext", "collapsible", "isSubject"),
            *("definitionExtract", "definitionExtractValue", "observationExtract", "observation-extract-category"),
            *("itemExtractionContext", "templateExtract", "templateExtractBundle", "extractAllocateId"),
            *("targetStructureMap", "observationLinkPeriod", "preferredTerminologyServer", "prepopulate-subject"),
        )
    }
)
"""Extensions that change nothing in asking or checking."""

KNOWN_CONTROLS = frozenset(
    {"radio-button", "drop-down", "check-box", "autocomplete", "slider", "text-box", "spinner"}
    | {"help", "header", "footer", "flyover", "page", "gtable", "grid", "table", "unit", "lower", "upper"}
    | {"tab-container", "legal"}
)


_ALIASES = {"PositiveInt": "Integer", "UnsignedInt": "Integer", "Url": "Uri", "Canonical": "Uri", "Markdown": "String"}


class KnownExtensions(TypedDict, total=False):
    """Fields of `Item` that come from extensions."""

    is_hidden: bool
    is_physician_only: bool
    max_decimal_places: int
    min_length: int
    pattern: str
    min_occurs: int
    max_occurs: int
    min_value: Answer
    max_value: Answer
    plausible: PlausibleRange
    unit: Unit
    unit_options: tuple[Unit, ...]
    item_control: str
    display_category: str
    choice_orientation: str
    slider_step: Decimal
    support_links: tuple[SupportLink, ...]
    entry_format: Text
    content_types: tuple[str, ...]
    max_size_mb: Decimal


def read_extensions(element: Element, language: Language) -> tuple[KnownExtensions, list[tuple[Kind, str]]]:
    """Return the fields of an item's known extensions, and kind and name of each that is not supported."""
    known: KnownExtensions = {}
    unsupported: list[tuple[Kind, str]] = []
    for extension in (*element.elements("extension"), *element.elements("modifierExtension")):
        url = extension.text("url")
        is_known = _read_extension(url, extension, language, known) or url in _WITHOUT_EFFECT or is_expression(url)
        if not is_known:
            unsupported.append(("extension", url))
    control = known.get("item_control", "")
    if control and control not in KNOWN_CONTROLS:
        unsupported.append(("control", control))
    return known, unsupported


def _read_extension(url: str, extension: Element, language: Language, known: KnownExtensions) -> bool:
    """Put one extension into `known`; says whether it is one that the program knows."""
    match url.removeprefix(_HL7).removeprefix(_SDC):
        case "questionnaire-hidden":
            known["is_hidden"] = _read_flag(extension)
        case _ if url == PHYSICIAN_ONLY:
            known["is_physician_only"] = _read_flag(extension)
        case "minValue" | "minQuantity":
            known["min_value"] = _read_value(extension)
        case "maxValue" | "maxQuantity":
            known["max_value"] = _read_value(extension)
        case "maxDecimalPlaces":
            known["max_decimal_places"] = _read_count(extension)
        case "minLength":
            known["min_length"] = _read_count(extension)
        case "regex":
            known["pattern"] = _read_string(extension)
        case "questionnaire-minOccurs":
            known["min_occurs"] = _read_count(extension)
        case "questionnaire-maxOccurs":
            known["max_occurs"] = _read_count(extension)
        case "questionnaire-unit":
            known["unit"] = _read_unit(extension)
        case "questionnaire-unitOption":
            known["unit_options"] = (*known.get("unit_options", ()), _read_unit(extension))
        case "questionnaire-displayCategory":
            known["display_category"] = _read_control(extension)
        case "questionnaire-choiceOrientation":
            known["choice_orientation"] = extension.text("valueCode")
        case "questionnaire-sliderStepValue":
            known["slider_step"] = _read_positive(extension)
        case "questionnaire-supportLink":
            known["support_links"] = (*known.get("support_links", ()), _read_link(extension))
        case "questionnaire-itemControl":
            known["item_control"] = _read_control(extension)
        case "mimeType":
            known["content_types"] = (*known.get("content_types", ()), _read_content_type(extension))
        case "maxSize":
            known["max_size_mb"] = _read_positive(extension)
        case "entryFormat":
            known["entry_format"] = _read_entry_format(extension, language)
        case _ if url == PLAUSIBLE_RANGE:
            known["plausible"] = _read_plausible(extension)
        case _:
            return False
    return True


def _read_value(extension: Element) -> Answer:
    found = find_value(extension.raw, "value")
    if found is None:
        raise extension.fault("", "expected an extension with a value")
    kind, raw = found
    try:
        return read_value(_ALIASES.get(kind, kind), raw)
    except ValueError as error:
        raise extension.fault(f"value{kind}", str(error)) from error


def _read_flag(extension: Element) -> bool:
    answer = _read_value(extension)
    if not isinstance(answer, BooleanAnswer):
        raise extension.fault("", "expected valueBoolean")
    return answer.value


def _read_count(extension: Element) -> int:
    answer = _read_value(extension)
    if not isinstance(answer, IntegerAnswer) or answer.value < 0:
        raise extension.fault("", "expected valueInteger, 0 or more")
    return answer.value


def _read_string(extension: Element) -> str:
    answer = _read_value(extension)
    if not isinstance(answer, StringAnswer):
        raise extension.fault("", "expected valueString")
    return answer.value


def _read_positive(extension: Element) -> Decimal:
    number = get_number(_read_value(extension))
    if number is None or number <= 0 or not is_bounded(number):
        raise extension.fault("", "expected a number above 0")
    return number


def _read_content_type(extension: Element) -> str:
    kind = extension.text("valueCode") or extension.text("valueString")
    if not kind.strip():
        raise extension.fault("", "expected valueCode")
    return kind.strip()


def _read_link(extension: Element) -> SupportLink:
    answer = _read_value(extension)
    if not isinstance(answer, UriAnswer):
        raise extension.fault("", "expected valueUri")
    return SupportLink(answer.value, Text(answer.value, answer.value))


def _read_unit(extension: Element) -> Unit:
    coding = extension.find_element("valueCoding")
    if coding is None:
        raise extension.fault("", "expected valueCoding")
    code, display = coding.text("code"), coding.text("display")
    return Unit(text=display or code, code=code, system=coding.text("system"))


def _read_control(extension: Element) -> str:
    concept = extension.find_element("valueCodeableConcept")
    codes = () if concept is None else tuple(coding.text("code") for coding in concept.elements("coding"))
    return next((code for code in codes if code), "")


def _read_entry_format(extension: Element, language: Language) -> Text:
    words, _ = read_text(extension, "valueString", language)
    if words is None:
        raise extension.fault("", "expected valueString")
    return words


def _read_plausible(extension: Element) -> PlausibleRange:
    bounds: dict[str, Decimal | None] = {"low": None, "high": None}
    for part in extension.elements("extension"):
        if part.text("url") not in bounds:
            raise part.fault("url", "expected low or high")
        bounds[part.text("url")] = get_number(_read_value(part))
    low, high = bounds["low"], bounds["high"]
    if (low is None and high is None) or (low is not None and high is not None and low > high):
        raise extension.fault("extension", "expected low, high or both, low not above high")
    return PlausibleRange(low=low, high=high)
