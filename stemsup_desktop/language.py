"""The two languages of the program, and a text that exists in both."""

from enum import StrEnum

import msgspec


class Language(StrEnum):
    """A language of window, content and documents (BCP 47)."""

    EN = "en"
    JA = "ja"


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
