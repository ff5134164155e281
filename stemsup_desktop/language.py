"""The two languages of the program, and a text that exists in both."""

from enum import StrEnum

import msgspec


class Language(StrEnum):
    """A language of window, content and documents (BCP 47)."""

    EN = "en"
    JA = "ja"


class LanguageForm(StrEnum):
    """The languages a document is printed in: one, or both in facing columns with one signature for both."""

    EN = "en"
    JA = "ja"
    BOTH = "en+ja"

    @property
    def languages(self) -> tuple[Language, ...]:
        """Return the languages of the form, the leading one first."""
        return (Language.JA, Language.EN) if self is LanguageForm.BOTH else (Language(self.value),)

    @property
    def leading(self) -> Language:
        """Return the language of what is said once only."""
        return self.languages[0]


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in English and Japanese, side by side; neither is ever empty."""

    en: str
    ja: str

    def __post_init__(self) -> None:
        for language, words in (("en", self.en), ("ja", self.ja)):
            if not words.strip():
                raise ValueError(f"the {language} text is empty")

    def in_language(self, language: Language) -> str:
        """Return the text in one language."""
        match language:
            case Language.EN:
                return self.en
            case Language.JA:
                return self.ja


def quote(name: str) -> Text:
    """Return an id or a name of the program as it is quoted in each language."""
    return Text(f"“{name}”", f"「{name}」")
