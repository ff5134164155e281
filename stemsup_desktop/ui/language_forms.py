"""The language forms of a document as they are chosen and named in the window. No Qt."""

from stemsup_desktop.language import LanguageForm
from stemsup_desktop.ui.words import Words

_ORDER = (LanguageForm.JA, LanguageForm.EN, LanguageForm.BOTH)


def list_forms(words: Words) -> tuple[tuple[str, str], ...]:
    """Return the forms to choose from, each with its code and its name."""
    return tuple((form.value, say_form(form, words)) for form in _ORDER)


def say_form(form: LanguageForm, words: Words) -> str:
    """Return what a form is called."""
    return words(f"paper.language_{form.name.lower()}")
