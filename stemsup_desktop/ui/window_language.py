"""The language the window speaks, switchable while it is open."""

from PySide6.QtCore import QObject, Signal

from stemsup_desktop.language import Language
from stemsup_desktop.ui.words import Catalogue, Words


class WindowLanguage(QObject):
    """Holds the current words; `language_changed` says that everything shown must be derived again."""

    language_changed = Signal()

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._words = catalogue.in_language(language)

    @property
    def words(self) -> Words:
        """The words of the current language."""
        return self._words

    def words_in(self, language: Language) -> Words:
        """Return the words of a language, for what somebody else than whoever works here reads."""
        return self._catalogue.in_language(language)

    @property
    def language(self) -> Language:
        """The current language."""
        return self._words.language

    def complete(self, catalogue: Catalogue) -> None:
        """Speak from a catalogue with more words than the first; what is on show says the same in both."""
        self._catalogue = catalogue
        self._words = catalogue.in_language(self.language)

    def set_language(self, language: Language) -> None:
        """Switch the window to another language."""
        if language is not self.language:
            self._words = self._catalogue.in_language(language)
            self.language_changed.emit()
