"""The part of the settings that says after how long the records lock themselves."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.ui.auto_lock import CHOICES_MIN, load_minutes, save_minutes
from stemsup_desktop.ui.components.check_box import RadioGroup
from stemsup_desktop.ui.components.labels import Label, SectionHeading
from stemsup_desktop.ui.components.reason_line import ReasonLine, say_reason
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.vault_access import VaultAccess


class LockPart(QWidget):
    """One choice, kept in the vault as soon as it is made; there is no "never"."""

    minutes_saved = Signal(int)
    """What is on disk now."""
    failed = Signal(object)

    def __init__(self, page: Page[Any], access: VaultAccess) -> None:
        super().__init__()
        self._page = page
        self._access = access
        self._saved = ""
        words, theme = page.words, page.theme
        self._locked = "" if page.context.session.may(Right.ADMINISTER) else words("settings.locked_lock")
        options = tuple((str(minutes), words("settings.lock_minutes", minutes=minutes)) for minutes in CHOICES_MIN)
        self.choice = RadioGroup(theme, words("settings.lock_after"), options, is_horizontal=True)
        self.choice.setObjectName("lock_after")
        self.choice.setEnabled(False)
        self._say_why(self._locked or words("spoken.reading"))
        why_not = ReasonLine(theme, self._locked)
        why_not.setObjectName("why_not_lock")
        self.choice.value_changed.connect(self._on_chosen)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.S)
        rows.addWidget(SectionHeading(theme, words("settings.locking")))
        rows.addWidget(why_not)
        rows.addWidget(self.choice)
        note = Label(theme, words("settings.lock_note"), role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        rows.addWidget(note)

    def load(self) -> None:
        """Show what the vault keeps; until then nothing can be chosen."""
        access = self._access
        self._page.run_job(lambda: load_minutes(access.get_vault()), self._on_loaded, lane=Lane.VAULT)

    def _on_loaded(self, result: Ok[int] | Err) -> None:
        match result:
            case Ok(minutes):
                self._show(str(minutes))
            case Err(problem):
                self.failed.emit(problem)

    def _on_chosen(self, code: object) -> None:
        if self._locked:
            self._show(self._saved)
            return
        minutes = int(str(code))

        def on_result(result: Ok[None] | Err) -> None:
            match result:
                case Ok():
                    self._saved = str(minutes)
                    self.minutes_saved.emit(minutes)
                case Err(problem):
                    self._show(self._saved)
                    self.failed.emit(problem)

        access = self._access
        self._page.run_job(lambda: save_minutes(access.get_vault(), minutes), on_result, lane=Lane.VAULT)

    def _show(self, code: str) -> None:
        self._saved = code
        self.choice.set_value(code)
        self.choice.setEnabled(not self._locked)
        self._say_why(self._locked)

    def _say_why(self, reason: str) -> None:
        say_reason(self.choice, reason, *self.choice.buttons)
