"""The substances that a certificate can show as not detected: those of the checklist's question about allergies."""

from collections.abc import Iterator

from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import CodingAnswer
from stemsup_desktop.questionnaire.model import Questionnaire

ALLERGEN_ITEM = "x06-substance"
ALLERGEN_OTHER = "other"


def list_allergens(questionnaire: Questionnaire) -> tuple[tuple[str, Text], ...]:
    """Return code and words of each substance; empty where the checklist has no such question.

    "Other" and "unknown" are never among them: a certificate cannot clear a substance that nobody has named.
    """
    return tuple(_find_allergens(questionnaire))


def _find_allergens(questionnaire: Questionnaire) -> Iterator[tuple[str, Text]]:
    item = questionnaire.find_item(ALLERGEN_ITEM)
    for option in () if item is None else item.answer_options:
        if isinstance(option.value, CodingAnswer) and option.value.code != ALLERGEN_OTHER:
            yield option.value.code, option.text
