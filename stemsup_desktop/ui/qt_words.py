"""Qt's own texts - menus of a field, buttons of a dialog, printing - in the language the window speaks.

Qt's translations come with it. Where an installation left them out, Qt speaks English and nothing else changes.
"""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator

from stemsup_desktop.language import Language
from stemsup_desktop.ui.window_language import WindowLanguage

_CATALOGUES = {Language.JA: "qtbase_ja"}
"""English is what Qt says by itself."""


class QtWords(QObject):
    """Lets Qt speak the language of the window from the moment it is made until `stop`, also when it is switched."""

    def __init__(self, application: QCoreApplication, language: WindowLanguage) -> None:
        super().__init__()
        self._application = application
        self._language = language
        self._translator: QTranslator | None = None
        self._is_stopped = False
        language.language_changed.connect(self._speak)
        self._speak()

    @property
    def speaks(self) -> Language:
        """The language Qt speaks now."""
        return Language.EN if self._translator is None else self._language.language

    def stop(self) -> None:
        """Let Qt speak English again; a second time changes nothing."""
        self._is_stopped = True
        self._forget()

    def _speak(self) -> None:
        if self._is_stopped:
            return
        self._forget()
        name = _CATALOGUES.get(self._language.language)
        if name is None:
            return
        translator = QTranslator(self)
        if translator.load(name, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self._translator = translator
            self._application.installTranslator(translator)

    def _forget(self) -> None:
        if self._translator is not None:
            self._application.removeTranslator(self._translator)
            self._translator.deleteLater()
            self._translator = None
