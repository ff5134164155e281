"""Records what the patient screen really shows: which text, in which language, for how long, and what was answered.

What is being shown right now is no record yet; it is kept in the vault beside the drafts several times a second, so
that a killed program loses at most its last second of it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.patient_screen.pages import (
    ClauseScreen,
    QuestionScreen,
    ScreenPage,
    WelcomePage,
    get_title,
    page_sha256,
)
from stemsup_desktop.consultation.screen_model import ScreenAnswer, ScreenRecord
from stemsup_desktop.consultation.screen_record import (
    SeenText,
    Showing,
    begin_showing,
    join_screens,
    with_answer,
    with_seen,
)
from stemsup_desktop.language import Language
from stemsup_desktop.ui.draft_keeper import DraftKeeper, load_kept_record
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.turns import run_after_painting
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.visit_state import VisitState

if TYPE_CHECKING:
    from stemsup_desktop.store.vault import Vault

SETTING = "patient-screen"
_NOTHING = ScreenRecord()
_VISIBILITY = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange)


class KeptSeen(msgspec.Struct, frozen=True):
    """What was seen and answered by visit, as far as it may not be in the record of the visit yet."""

    visits: dict[str, ScreenRecord] = {}


NOTHING_SEEN = KeptSeen()


class SeenKeeper(QObject):
    """Writes into the open visit; what belongs to another visit by now goes to that one, through the vault."""

    kept_changed = Signal(object)
    """None once everything seen is on disk; the `Problem` when it could not be written."""

    def __init__(
        self,
        session: Session,
        access: VaultAccess,
        kept: KeptSeen,
        clock: Callable[[], datetime],
        seconds: Callable[[], float],
        parent: QObject,
    ) -> None:
        """`kept` is what an earlier run could not record any more; `seconds` is a clock that nobody sets."""
        super().__init__(parent)
        self._session = session
        self._access = access
        self._clock = clock
        self._seconds = seconds
        self._window: QWidget | None = None
        self._visit_id = ""
        self._base = _NOTHING
        """What the visit of the screen has recorded before what is shown now."""
        self._showing: Showing | None = None
        self._is_covered = False
        self.takes_turns = False
        """Whether what was seen goes into the visit in a later turn: the page that comes has this one and the next."""
        self._waiting: dict[str, ScreenRecord] = {}
        """By visit, what is recorded already but perhaps not on disk."""
        self._coming: dict[str, ScreenRecord] = {}
        """By visit, what goes into it in a turn that comes."""
        for visit_id, screen in kept.visits.items():
            self._send(visit_id, screen)
        session.state_changed.connect(self._on_state_changed)
        session.save_state_changed.connect(self._forget_saved)
        self._draft: DraftKeeper[KeptSeen] = DraftKeeper(SETTING, self._derive_kept, access, self)
        self._draft.kept_changed.connect(self.kept_changed)
        self._draft.start(kept)

    # What is seen

    def begin(self, page: ScreenPage, language: Language, window: QWidget | None) -> None:
        """Begin to count for a page that came on the window of the patient screen; the one before is over."""
        text = make_seen_text(page, language)
        self._watch(window)
        if self._showing is not None and text == self._showing.text and self._visit_id == self._find_visit_id():
            return  # the same text set anew, as after a choice
        self.end()
        self._visit_id = self._find_visit_id()
        self._base = self._read_recorded()
        if text is not None and self._visit_id:
            self._showing = begin_showing(text, self._clock(), self._seconds(), is_covered=not self._is_seen())

    def end(self) -> None:
        """Record what was shown until now; nothing of it can be seen any more."""
        if self._showing is None:
            return
        ended = self._with_running(self._base)
        self._showing = None
        self._record(ended)
        if self.takes_turns:
            run_after_painting(self, self._take_in)
        else:
            self._take_in()

    def set_covered(self, is_covered: bool) -> None:
        """Say whether something lies over the page, such as the entry of the PIN: then no time counts."""
        self._is_covered = is_covered
        self._follow_visibility()

    def note_answer(self, page: ScreenPage, language: Language, option_id: str) -> None:
        """Record which option of a page the patient pressed; whatever else is done on a page is no answer."""
        answer = make_answer(page, language, option_id, self._clock())
        if answer is not None and self._visit_id:
            self._record(with_answer(_NOTHING, answer))
            self._take_in()

    def read_live(self) -> ScreenRecord:
        """Return what the open visit has seen up to this moment."""
        if not self._session.has_visit:
            return _NOTHING
        visit = self._session.state.consultation
        screen = self._with_coming(visit.consultation_id, visit.explanation.screen)
        return self._with_running(screen) if visit.consultation_id == self._visit_id else screen

    @property
    def shown_ms(self) -> int:
        """How long what stands on the screen now has been seen, this time; 0 while nothing stands there."""
        page = None if self._showing is None else self._showing.count(self._seconds()).make_page()
        return 0 if page is None else page.shown_ms

    def close(self) -> None:
        """Record what is shown, write everything and look no more."""
        self.end()
        self._take_in()
        self._watch(None)
        self._draft.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _VISIBILITY:
            self._follow_visibility()
        return super().eventFilter(watched, event)

    # Following

    def _watch(self, window: QWidget | None) -> None:
        """See when a window is hidden or made small: what it shows cannot be seen then."""
        if window is self._window:
            return
        if self._window is not None:
            self._window.removeEventFilter(self)
            self._window.destroyed.disconnect(self._on_window_gone)
        self._window = window
        if window is not None:
            window.installEventFilter(self)
            window.destroyed.connect(self._on_window_gone)

    def _follow_visibility(self) -> None:
        if self._showing is None:
            return
        now = self._seconds()
        self._showing = self._showing.uncover(now) if self._is_seen() else self._showing.cover(now)

    def _is_seen(self) -> bool:
        window = self._window
        return window is not None and window.isVisible() and not window.isMinimized() and not self._is_covered

    def _on_window_gone(self) -> None:
        self._window = None
        self.end()

    def _find_visit_id(self) -> str:
        if not self._session.has_visit or self._session.state.is_closed:
            return ""
        return self._session.state.consultation.consultation_id

    def _on_state_changed(self, state: VisitState | None) -> None:
        """End what was shown of a visit that is gone or closed; what is on the screen then is not of this visit."""
        current = "" if state is None or state.is_closed else state.consultation.consultation_id
        if self._visit_id and current != self._visit_id:
            self.end()
            self._visit_id = ""

    # Recording

    def _with_running(self, screen: ScreenRecord) -> ScreenRecord:
        page = None if self._showing is None else self._showing.count(self._seconds()).make_page()
        return screen if page is None else with_seen(screen, page)

    def _read_recorded(self) -> ScreenRecord:
        if not self._session.has_visit:
            return _NOTHING
        visit = self._session.state.consultation
        recorded = visit.explanation.screen if visit.consultation_id == self._visit_id else _NOTHING
        return self._with_coming(self._visit_id, recorded)

    def _with_coming(self, visit_id: str, screen: ScreenRecord) -> ScreenRecord:
        return join_screens(screen, self._coming[visit_id]) if visit_id in self._coming else screen

    def _record(self, screen: ScreenRecord) -> None:
        visit_id = self._visit_id
        if not visit_id or screen == _NOTHING:
            return
        self._base = join_screens(self._base, screen)
        self._waiting[visit_id] = join_screens(self._waiting.get(visit_id, _NOTHING), screen)
        self._coming[visit_id] = join_screens(self._coming.get(visit_id, _NOTHING), screen)

    def _take_in(self) -> None:
        """Put into each visit what is to come into it."""
        coming, self._coming = self._coming, {}
        for visit_id, screen in coming.items():
            if not self._session.take_in_screen(visit_id, screen):
                self._send(visit_id, screen)

    def _send(self, visit_id: str, screen: ScreenRecord) -> None:
        """Add to a visit that is not the open one."""
        self._waiting[visit_id] = join_screens(self._waiting.get(visit_id, _NOTHING), screen)

        def on_result(result: Ok[None] | Err) -> None:
            if isinstance(result, Ok) and self._waiting.get(visit_id) == screen:
                del self._waiting[visit_id]

        self._access.run(lambda vault: vault.keep_screen(visit_id, screen), on_result)

    def _forget_saved(self) -> None:
        visit_id = self._session.state.consultation.consultation_id if self._session.has_visit else ""
        if self._session.is_saved and visit_id not in self._coming:
            self._waiting.pop(visit_id, None)

    def _derive_kept(self) -> KeptSeen:
        visits = dict(self._waiting)
        if self._showing is not None:
            waiting = visits.get(self._visit_id, _NOTHING)
            visits[self._visit_id] = join_screens(waiting, self._with_running(self._base))
        return KeptSeen({visit_id: screen for visit_id, screen in visits.items() if screen != _NOTHING})


def load_kept_seen(vault: "Vault") -> KeptSeen:
    """Return what an earlier run could not record any more."""
    return load_kept_record(vault, SETTING, KeptSeen)


def make_seen_text(page: ScreenPage, language: Language) -> SeenText | None:
    """Return what is recorded of a page; the clinic's own page says nothing to anybody and is not recorded."""
    if isinstance(page, WelcomePage):
        return None
    return SeenText(page.key, get_title(page), language, page_sha256(page))


def make_answer(page: ScreenPage, language: Language, option_id: str, at: datetime) -> ScreenAnswer | None:
    """Return what is recorded of an answer, in the words that stand on the page; None if the page has no such one."""
    if not isinstance(page, QuestionScreen | ClauseScreen):
        return None
    words = next((option.text for option in page.options if option.id == option_id), None)
    if words is None:
        return None
    question = page.question if isinstance(page, QuestionScreen) else page.ask or page.title
    return ScreenAnswer(page.key, question, option_id, words, language, page_sha256(page), at)
