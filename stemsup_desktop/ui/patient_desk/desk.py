"""Leads the patient screen: what is shown next, what becomes of what was done there, and when it is covered."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.consultation.patient_screen.border import Subject, showable
from stemsup_desktop.consultation.patient_screen.pages import (
    ClauseScreen,
    QuestionScreen,
    ScreenPage,
    SignatureScreen,
    get_title,
    page_bytes,
)
from stemsup_desktop.consultation.patient_screen.subject import list_identity, make_subject
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.content import Content
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.laying_out import paint_in_next_turn
from stemsup_desktop.ui.patient_desk.answers import PatientAnswers
from stemsup_desktop.ui.patient_desk.order import find_after_act, find_beside, find_first_open, find_page
from stemsup_desktop.ui.patient_desk.placing import OtherDisplay, Placer
from stemsup_desktop.ui.patient_desk.source import (
    Chosen,
    choose_consent_language,
    choose_language,
    derive_pages,
    list_languages,
    say_clinic,
)
from stemsup_desktop.ui.patient_screen.window import PatientScreen
from stemsup_desktop.ui.signing_acts import SigningActs
from stemsup_desktop.ui.visit_state import VisitState

CONSENT = "consent"
"""Asks for wherever the signing goes on."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the patient did last: on which page, what was pressed, and when."""

    title: str
    answer: str
    at: datetime


class PatientDesk(QObject):
    """One per workspace. It keeps what is shown and since when; what is recorded stands in the session alone.

    `guard` is asked when somebody wants to leave the patient screen on the only display, and lets them by calling what
    it is given; a PIN stands in its place.
    """

    changed = Signal()
    """What is shown, since when, or what was done has changed."""
    page_came = Signal(object, object)
    """A page that can be seen from now on, and its `Language`."""
    page_went = Signal()
    """Nothing of it can be seen any more: another page, the cover, or no patient screen."""
    text_shown = Signal(bytes)
    """The exact text of a page that came, to be kept."""
    answer_given = Signal(object, object, str, str)
    """A page, its `Language`, the id of what was pressed, and its words; it was taken into the session already."""
    problem_met = Signal(object)

    def __init__(
        self,
        context: PageContext,
        content: Content,
        acts: SigningActs,
        app: QApplication,
        beside: QWidget,
        placer: Placer | None = None,
    ) -> None:
        super().__init__(beside)
        self._context = context
        self._content = content
        self._acts = acts
        self._answers = PatientAnswers(self, acts, lambda: context.words)
        self._app = app
        self._beside = beside
        self.placer: Placer = placer or OtherDisplay()
        self.guard: Callable[[Callable[[], None]], None] = lambda leave: leave()
        self.takes_turns = False
        """Whether a page that comes is made ready in turns, and the one before stays on screen until then."""
        self._screen: PatientScreen | None = None
        self._pages: tuple[ScreenPage, ...] = ()
        self._key = ""
        self._covered_key = ""
        self._focus = ""
        self._seen: ScreenPage | None = None
        self._since: datetime | None = None
        self._given: Given | None = None
        self._chosen = Chosen()
        self._token = ""
        self._strangers: frozenset[str] = frozenset()
        self._own: frozenset[str] = frozenset()
        self._holds = 0
        self._is_left = False
        context.session.state_changed.connect(self._on_state_changed)

    # How it stands

    @property
    def screen(self) -> PatientScreen | None:
        """The window, once there was one."""
        return self._screen

    @property
    def is_up(self) -> bool:
        """Whether the patient screen is on a display, covered or not."""
        return not self._is_left and self._screen is not None and self._screen.isVisible()

    @property
    def is_covered(self) -> bool:
        """Whether it is up and shows nothing but the clinic's name."""
        return self.is_up and self._seen is None

    @property
    def page(self) -> ScreenPage | None:
        """The page that the patient sees, or None."""
        return self._seen if self.is_up else None

    @property
    def since(self) -> datetime | None:
        """Since when the patient sees it."""
        return self._since

    @property
    def given(self) -> Given | None:
        """What the patient did last in this visit."""
        return self._given

    @property
    def pages(self) -> tuple[ScreenPage, ...]:
        """The pages of the visit in their order, as last derived."""
        return self._pages

    @property
    def may_show(self) -> bool:
        """Whether there is a visit to show something of."""
        return not self._is_left and self._context.session.has_visit

    # What the physician does

    def show_this(self, key: str = "") -> None:
        """Put a page on the patient screen, which comes up with it; `CONSENT` stands for wherever the signing goes on.

        Without a key it is the page that was covered, or a welcome.
        """
        if not self.may_show:
            return
        self._derive()
        page = find_first_open(self._pages) if key == CONSENT else find_page(key or self._covered_key, self._pages)
        page = page or self._pages[0]
        if not self.is_up:
            self._bring_up()
        self._put(page)

    def show_or_go_on(self, focus: str) -> None:
        """Show what the physician looks at, if that is another thing than when it was last shown; else go on.

        `focus` is the key of a page, `CONSENT`, or empty where nothing to show is looked at.
        """
        is_new = focus != self._focus and bool(focus)
        if focus == CONSENT:
            is_new = not isinstance(self.page, ClauseScreen | QuestionScreen | SignatureScreen)
        self._focus = focus
        if self.is_up and (self.is_covered or not is_new):
            self.go_on()
        else:
            self.show_this(focus)

    def go_on(self) -> None:
        """Show the next page, or the one that was covered."""
        self._step(1)

    def go_back(self) -> None:
        """Show the page before."""
        self._step(-1)

    def cover(self) -> None:
        """Take everything off the patient screen at once; what was shown can be shown again."""
        if self._key:
            self._covered_key = self._key
        self._drop_page()

    def take_down(self) -> None:
        """Cover the patient screen and take it off its display."""
        self._drop_page()
        if self._screen is not None and self._screen.isVisible():
            self._screen.close()
            self.changed.emit()

    def add_signer(self, role: SignerRole) -> None:
        """Let somebody sign though nothing asks for it."""
        self._chosen = replace(self._chosen, added=self._chosen.added | {role})
        self._refresh()

    def leave(self) -> None:
        """Forget everything: the window that this is of is locked or closed, which may be said twice."""
        if self._is_left:
            return
        self.take_down()
        self._forget_visit()
        self._is_left = True
        if self._screen is not None:
            self._screen.deleteLater()  # the name stays: what is going may still be in the middle of an event

    # Showing

    def _step(self, by: int) -> None:
        if not self.is_up or not self.may_show:
            return
        self._derive()
        if not self._key:
            self._put(find_page(self._covered_key, self._pages) or self._pages[0])
        elif (page := find_beside(self._key, self._pages, by)) is not None:
            self._put(page)

    def _bring_up(self) -> None:
        if self._screen is None:
            self._screen = self._make_screen()
        self._screen.set_alone(self.placer.place(self._screen, self._beside))

    def _make_screen(self) -> PatientScreen:
        screen = PatientScreen(self._context.theme, self._context.language.words_in, self._app, self._say_clinic())
        screen.takes_turns = self.takes_turns
        self._answers.listen(screen)
        screen.language_chosen.connect(self._on_language_chosen)
        screen.next_pressed.connect(self.go_on)
        screen.back_pressed.connect(self.go_back)
        screen.cover_pressed.connect(self.cover)
        screen.leave_pressed.connect(lambda: self.guard(self.take_down))
        return screen

    def _put(self, page: ScreenPage) -> None:
        """Show a page through the border; what may not pass covers the screen and says so."""
        screen = self._screen
        if screen is None:
            return
        try:
            shown = showable(page, self._subject())
        except InputProblem as problem:
            self._drop_page()
            self.problem_met.emit(problem)
            return
        with self._held():
            self._show(screen, shown)
        self.changed.emit()

    def _show(self, screen: PatientScreen, shown: ScreenPage) -> None:
        state = self._context.session.state
        language = self.language_of(shown)
        is_other = self._seen is None or (shown.key, page_bytes(shown)) != (self._seen.key, page_bytes(self._seen))
        is_other = is_other or language is not screen.language
        if is_other:
            self._note_gone()
        self._key, self._covered_key, self._seen = shown.key, "", shown
        screen.set_languages(list_languages(shown, state))
        if is_other:
            paint_in_next_turn(screen)  # its layout takes this turn; what covers a page comes at once
        screen.show_page(shown, language)
        if is_other:
            self._since = self._context.clock()
            self.text_shown.emit(page_bytes(shown))
            self.page_came.emit(shown, language)

    def _drop_page(self) -> None:
        """Cover whatever is shown, before anything else happens."""
        if self._is_left:
            return
        if self._screen is not None:
            self._screen.cover(self._say_clinic())
        self._key = ""
        with self._held():
            self._note_gone()
        self.changed.emit()

    def _note_gone(self) -> None:
        if self._seen is not None:
            self._seen, self._since = None, None
            self.page_went.emit()

    def _derive(self) -> None:
        context = self._context
        self._pages = derive_pages(
            context.session.state, self._acts, self._content, context.language, self._chosen, context.clock()
        )

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Follow no change of the record meanwhile: whoever records what is seen or done changes it in between."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1

    def _refresh(self) -> None:
        """Show the page on the screen as the record stands now; one that there is no more is covered."""
        if self._holds or not self.is_up or not self._key or not self.may_show:
            return
        self._derive()
        page = find_page(self._key, self._pages)
        if page is None:
            self._drop_page()
        else:
            self._put(page)

    def _subject(self) -> Subject | None:
        session = self._context.session
        return make_subject(session.state.file, self._strangers) if session.has_visit else None

    def _say_clinic(self) -> str:
        session = self._context.session
        if not session.has_visit:
            return "" if self._screen is None else self._screen.page.clinic
        language = self._context.language.language if self._screen is None else self._screen.language
        return say_clinic(session.state, language)

    def language_of(self, page: ScreenPage) -> Language:
        """Return the language in which a page is shown now."""
        state = self._context.session.state
        is_consent = isinstance(page, ClauseScreen | QuestionScreen | SignatureScreen)
        return (choose_consent_language if is_consent else choose_language)(state, self._chosen)

    # What the visit does

    def _on_state_changed(self, state: object) -> None:
        visit = state if isinstance(state, VisitState) else None
        token = "" if visit is None else f"{visit.patient.patient_id}\n{visit.consultation.consultation_id}"
        if token != self._token:
            self._drop_page()
            self._forget_visit()
            self._token = token
        if visit is not None:
            self._note_identity(visit)
        self._refresh()

    def _note_identity(self, visit: VisitState) -> None:
        """Remember who is here, as a stranger to everybody who comes after."""
        own = frozenset(list_identity(visit.patient))
        if own != self._own:
            self._own = own
            self._strangers -= own

    def _forget_visit(self) -> None:
        self._strangers |= self._own
        self._own = frozenset()
        self._token = self._key = self._covered_key = self._focus = ""
        self._pages = ()
        self._given = None
        self._chosen = Chosen()

    # What the patient does

    def find_current(self, key: str) -> ScreenPage | None:
        """Return the page on which something was done, if it is the one that is shown and of the visit that is open."""
        session, page = self._context.session, self.page
        if page is None or key != self._key or key != page.key or not session.has_visit:
            return None
        try:
            return showable(page, self._subject())
        except InputProblem:
            return None

    def _on_language_chosen(self, language: object) -> None:
        page = self.page
        if page is None or not self.may_show or not isinstance(language, Language):
            return
        if language in list_languages(page, self._context.session.state):
            self._chosen = replace(self._chosen, language=language)
            self._refresh()

    def act(self, page: ScreenPage, choice: str, text: str, act: Callable[[], None], *, goes_on: bool = True) -> None:
        """Do through the session what was done on the screen, and show what comes next."""
        language, key = self.language_of(page), page.key
        try:
            with self._held():
                act()
                self.answer_given.emit(page, language, choice, text)
        except InputProblem as problem:
            self.problem_met.emit(problem)
            self._refresh()
            return
        self.note_given(page, text or self._context.words(f"patient_screen.given_{choice}"))
        if key != self._key or not self.may_show:
            return  # what was recorded has led elsewhere, as when the visit was closed by it
        self._derive()
        following = find_after_act(key, self._pages) if goes_on else find_page(key, self._pages)
        if following is None:
            self._drop_page()
        else:
            self._put(following)

    def note_given(self, page: ScreenPage, answer: str) -> None:
        """Remember what the patient did last, for the physician to see."""
        self._given = Given(get_title(page), answer, self._context.clock())
        self.changed.emit()
