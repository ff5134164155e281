"""The substances that a certificate can show as not detected, in one language. No Qt."""

from stemsup_desktop.consultation.lots.allergens import list_allergens
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language


def derive_allergens(content: Content, language: Language) -> tuple[tuple[str, str], ...]:
    """Return (code, words) of the substances that a certificate can show as not detected.

    "Other" is never among them: a certificate cannot clear a substance that nobody has named.
    """
    listed = list_allergens(content.clinical.questionnaire)
    return tuple((code, text.in_language(language)) for code, text in listed)
