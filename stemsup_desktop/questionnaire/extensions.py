"""The extensions of an item that this program knows, and the texts that stand in two languages."""

from decimal import Decimal
from typing import TypedDict

from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire.answers import Answer, BooleanAnswer, IntegerAnswer
from stemsup_desktop.questionnaire.compare import get_number
from stemsup_desktop.questionnaire.fhir_values import find_value, read_value
from stemsup_desktop.questionnaire.json_reading import Element
from stemsup_desktop.questionnaire.model import Kind, PlausibleRange, Unit

_HL7 = "http://hl7.org/fhir/StructureDefinition/"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"

PLAUSIBLE_RANGE = "https://stemsup.app/fhir/StructureDefinition/plausible-range"
PHYSICIAN_ONLY = "https://stemsup.app/fhir/StructureDefinition/physician-only"
TRANSLATION = _HL7 + "translation"

_EXPRESSIONS = frozenset(
    {_HL7 + "variable", _HL7 + "targetConstraint", _HL7 + "questionnaire-constraint"}
    | {_SDC + name + "Expression" for name in ("enableWhen", "calculated", "initial", "answer", "candidate")}
)

_WITHOUT_EFFECT = frozenset(
    {_HL7 + name for name in ("designNote", "questionnaire-displayCategory", "questionnaire-choiceOrientation")}
    | {_SDC + name for name in ("shortText", "width", "openLabel", "definitionExtract", "observationExtract")}
)
"""Extensions that change nothing in asking or checking."""

KNOWN_CONTROLS = frozenset(
    {"radio-button", "drop-down", "check-box", "text-box", "help", "header", "footer", "flyover"}
)


class KnownExtensions(TypedDict, total=False):
    """Fields of `Item` that come from extensions."""

    is_hidden: bool
    is_physician_only: bool
    max_decimal_places: int
    min_value: Answer
    max_value: Answer
    plausible: PlausibleRange
    unit: Unit
    item_control: str
    entry_format: Text


def read_extensions(element: Element, language: Language) -> tuple[KnownExtensions, list[tuple[Kind, str]]]:
    """Return the fields of an item's known extensions, and kind and name of each that is not supported."""
    known: KnownExtensions = {}
    unsupported: list[tuple[Kind, str]] = []
    for extension in (*element.elements("extension"), *element.elements("modifierExtension")):
        url = extension.text("url")
        if not _read_extension(url, extension, language, known) and url not in _WITHOUT_EFFECT:
            unsupported.append(("expression" if url in _EXPRESSIONS else "extension", url))
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
        case "questionnaire-unit":
            known["unit"] = _read_unit(extension)
        case "questionnaire-itemControl":
            known["item_control"] = _read_control(extension)
        case "entryFormat":
            known["entry_format"] = _read_entry_format(extension, language)
        case _ if url == PLAUSIBLE_RANGE:
            known["plausible"] = _read_plausible(extension)
        case _:
            return False
    return True


def read_text(element: Element, field: str, language: Language) -> tuple[Text | None, bool]:
    """Return a text in both languages, and whether both were given; one stands in for the other if it is missing.

    The text itself is in `language`, the questionnaire's own; the other comes from the extension `translation`.
    """
    words = {language: element.text(field)}
    companion = element.find_element(f"_{field}")
    for extension in () if companion is None else companion.elements("extension"):
        if extension.text("url") == TRANSLATION:
            _read_translation(extension, words)
    english, japanese = words.get(Language.EN, "").strip(), words.get(Language.JA, "").strip()
    if not english and not japanese:
        return None, True
    return Text(english or japanese, japanese or english), bool(english and japanese)


def _read_translation(extension: Element, words: dict[Language, str]) -> None:
    parts = {part.text("url"): part for part in extension.elements("extension")}
    if "lang" not in parts or "content" not in parts:
        raise extension.fault("extension", "expected a translation with lang and content")
    tag = parts["lang"].text("valueCode").split("-")[0]
    if tag in list(Language):
        words[Language(tag)] = parts["content"].text("valueString") or parts["content"].text("valueMarkdown")


def _read_value(extension: Element) -> Answer:
    found = find_value(extension.raw, "value")
    if found is None:
        raise extension.fault("", "expected an extension with a value")
    kind, raw = found
    try:
        return read_value({"PositiveInt": "Integer", "UnsignedInt": "Integer"}.get(kind, kind), raw)
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
