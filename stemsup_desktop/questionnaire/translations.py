"""Texts that stand in two languages: the text itself and the extension `translation` beside it."""

from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire.json_reading import Element

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
MARKDOWN = "http://hl7.org/fhir/StructureDefinition/rendering-markdown"


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


def read_markdown(element: Element, field: str) -> str:
    """Return what stands in the extension rendering-markdown of a text, empty if nothing does."""
    companion = element.find_element(f"_{field}")
    for extension in () if companion is None else companion.elements("extension"):
        if extension.text("url") == MARKDOWN:
            return extension.text("valueMarkdown").strip()
    return ""
