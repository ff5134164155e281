"""Everything round the patient screen that is no page: its display, the PIN over the records, and what was seen."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.consultation.patient_screen.pages import ScreenPage
from stemsup_desktop.language import Language
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.patient_desk.desk import PatientDesk
from stemsup_desktop.ui.patient_desk.display_keeper import DisplayKeeper
from stemsup_desktop.ui.patient_desk.display_strip import DisplayStrip
from stemsup_desktop.ui.patient_desk.displays import DisplayState
from stemsup_desktop.ui.patient_desk.pin_desk import PinDesk
from stemsup_desktop.ui.patient_desk.seen_keeper import KeptSeen, SeenKeeper
from stemsup_desktop.ui.vault_access import VaultAccess


class PatientRoom(QObject):
    """Joins one desk with the keepers round it, for as long as the window of the records lives.

    While the patient screen lies over the records on the only display, their window is hidden: no key of the system
    leads to them, only the PIN does, or signing in.
    """

    sign_in_requested = Signal()
    """The records are to be locked."""

    def __init__(
        self,
        desk: PatientDesk,
        context: PageContext,
        access: VaultAccess,
        app: QApplication,
        kept: KeptSeen,
        records: QWidget,
    ) -> None:
        super().__init__(records)
        self._desk = desk
        self._records = records
        self._has_hidden = False
        self._is_left = False
        self._is_coming_back = False
        self.displays = DisplayKeeper(app, Path(access.folder), context.runner, self)
        self.seen = SeenKeeper(context.session, access, kept, context.clock, time.monotonic, self)
        self.pin = PinDesk(context.theme, lambda: context.words, access, self)
        self.strip = DisplayStrip(context.theme, context.language)
        desk.placer = self.displays
        desk.guard = self._guard
        desk.page_came.connect(self._on_page_came)
        desk.page_went.connect(self.seen.end)
        desk.answer_given.connect(self._on_answer_given)
        desk.changed.connect(self._follow)
        self.pin.cover_changed.connect(self.seen.set_covered)
        self.pin.sign_in_requested.connect(self.sign_in_requested)
        self.displays.state_changed.connect(self._on_display_state)
        self.strip.show_requested.connect(self._on_show_requested)

    def leave(self) -> None:
        """Take the patient screen down and write what was seen; the records stay out of sight, as locked or closed."""
        self._is_left = True
        self._desk.leave()
        self.seen.close()

    def _guard(self, leave: Callable[[], None]) -> None:
        screen = self._desk.screen
        if screen is not None:
            self.pin.ask(screen, partial(self._come_back, leave))

    def _come_back(self, leave: Callable[[], None]) -> None:
        """Bring the records before the patient screen goes: a program without any window ends."""
        self._is_coming_back = True
        self._show_records()
        leave()
        self._is_coming_back = False

    def _on_page_came(self, page: ScreenPage, language: Language) -> None:
        self.seen.begin(page, language, self._desk.screen)

    def _on_answer_given(self, page: ScreenPage, language: Language, option_id: str, _words: str) -> None:
        self.seen.note_answer(page, language, option_id)

    def _follow(self) -> None:
        """Hide the records while the patient screen lies over them, and show them once it is gone."""
        if self._is_left:
            return
        screen = self._desk.screen
        lies_over = screen is not None and self._desk.is_up and screen.is_alone and not self._is_coming_back
        if lies_over and self._records.isVisible():
            self._has_hidden = True
            self._records.hide()
        elif not lies_over:
            self._show_records()

    def _show_records(self) -> None:
        if self._has_hidden and not self._is_left:
            self._has_hidden = False
            self._records.show()
            self._records.activateWindow()

    def _on_display_state(self, state: DisplayState) -> None:
        if state is DisplayState.GONE:
            self._desk.cover()
        self.strip.show_state(state)

    def _on_show_requested(self) -> None:
        self.displays.confirm()
        self._desk.show_this()
