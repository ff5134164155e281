"""The way from the patient screen back to the records where both share one display: by the PIN, or by signing in."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.patient_screen.pin_cover import PinCover
from stemsup_desktop.ui.patient_screen.window import PatientScreen
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.theme.patient_theme import PatientTheme, choose_scale
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.words import Words

LOCKED = "screen-pin-locked"
_CLOSING = (LOCKED, "screen-pin-missing")
"""After these no PIN leads back any more."""


class PinDesk(QObject):
    """Puts the cover over the patient screen and takes it off again; only the right PIN opens the records."""

    sign_in_requested = Signal()
    """The records are to be locked, so that whoever comes back signs in; the cover stays where it is until then."""
    cover_changed = Signal(bool)
    """Whether the patient's page is covered now."""

    def __init__(self, theme: Theme, words: Callable[[], Words], access: VaultAccess, parent: QObject) -> None:
        """`words` gives those of the physician's window: it is the physician who is asked."""
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._access = access
        self._screen: PatientScreen | None = None
        self._cover: PinCover | None = None
        self._disabled: list[QWidget] = []
        self._on_granted: Callable[[], None] = lambda: None

    @property
    def cover(self) -> PinCover | None:
        """The cover while it lies over the page."""
        return self._cover

    def ask(self, screen: PatientScreen, on_granted: Callable[[], None]) -> None:
        """Cover the page and ask for the PIN; where there is none, or the vault does not say, only signing in helps.

        `on_granted` is called once the PIN was right, and never otherwise.
        """
        if self._cover is not None:
            return
        scale = choose_scale(screen.width(), screen.height())
        cover = PinCover(PatientTheme(self._theme, scale), self._words(), screen)
        cover.pin_entered.connect(self._on_pin_entered)
        cover.dismissed.connect(self.dismiss)
        cover.sign_in_requested.connect(self.sign_in_requested)
        cover.destroyed.connect(self._on_cover_gone)
        screen.page_shown.connect(self._stay_on_top)
        self._screen, self._cover, self._on_granted = screen, cover, on_granted
        self._stay_on_top()
        cover.show()
        cover.setFocus()
        self.cover_changed.emit(True)

        def on_result(result: Ok[bool] | Err) -> None:
            if self._cover is not cover:
                return
            if isinstance(result, Err):
                cover.close_entry(self._words().sentence_of(result.problem))
            elif not result.value:
                cover.close_entry(self._words()("screen_pin.none"))

        self._access.run(lambda vault: vault.has_screen_pin(), on_result)

    def dismiss(self) -> None:
        """Show the patient's page again."""
        cover, screen = self._cover, self._screen
        if cover is None or screen is None:
            return
        for part in self._disabled:
            if shiboken6.isValid(part):
                part.setEnabled(True)
        self._disabled = []
        screen.page_shown.disconnect(self._stay_on_top)
        cover.destroyed.disconnect(self._on_cover_gone)
        self._cover = self._screen = None
        cover.hide()
        cover.deleteLater()
        self.cover_changed.emit(False)

    def _on_cover_gone(self) -> None:
        """Forget a cover that went with its screen, as when the records were locked."""
        self._cover = self._screen = None
        self._disabled = []
        self.cover_changed.emit(False)

    def _stay_on_top(self, _key: str = "") -> None:
        """Keep the cover over a page that was set anew beneath it, and the keyboard on the cover."""
        cover, screen = self._cover, self._screen
        if cover is None or screen is None:
            return
        parts = [one for one in screen.children() if isinstance(one, QWidget) and one is not cover]
        for part in parts:
            if part.isEnabledTo(screen):
                part.setEnabled(False)
                self._disabled.append(part)
        cover.raise_()
        cover.setFocus()

    def _on_pin_entered(self, pin: str) -> None:
        cover = self._cover
        if cover is None:
            return
        cover.set_busy(True)

        def on_result(result: Ok[None] | Err) -> None:
            if self._cover is not cover:
                return
            if isinstance(result, Err):
                self._refuse(cover, result.problem)
                return
            on_granted = self._on_granted
            self.dismiss()
            on_granted()

        self._access.run(lambda vault: vault.check_screen_pin(pin), on_result)

    def _refuse(self, cover: PinCover, problem: Problem) -> None:
        sentence = self._words().sentence_of(problem)
        if problem.code in _CLOSING:
            cover.close_entry(sentence)
        else:
            cover.show_wrong(sentence)
