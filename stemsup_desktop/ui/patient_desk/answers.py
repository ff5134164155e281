"""What was done on the patient screen becomes acts of the session: only on the page shown, and what it offers."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject

from stemsup_desktop.consultation.patient_screen.pages import (
    ClauseScreen,
    QuestionScreen,
    ScreenPage,
    SignatureScreen,
    Wants,
)
from stemsup_desktop.consultation.separate_choices import ChoiceName
from stemsup_desktop.consultation.signing_ink import find_ink_fault
from stemsup_desktop.consultation.signing_model import Ink, SignerRole
from stemsup_desktop.language import Language
from stemsup_desktop.ui.patient_desk.consent_pages import CHOICES_SEEN, YES
from stemsup_desktop.ui.patient_screen.window import PatientScreen
from stemsup_desktop.ui.signing_acts import SigningActs
from stemsup_desktop.ui.words import Words


class Desk(Protocol):
    """What the answers ask of the desk."""

    def find_current(self, key: str) -> ScreenPage | None:
        """Find the page with this key, if it is the one that is shown and of the visit that is open."""
        ...

    def language_of(self, page: ScreenPage) -> Language:
        """Return the language in which a page is shown now."""
        ...

    def act(self, page: ScreenPage, choice: str, text: str, act: Callable[[], None], *, goes_on: bool = True) -> None:
        """Do something through the session, and show what comes next."""
        ...

    def note_given(self, page: ScreenPage, answer: str) -> None:
        """Remember what the patient did last."""
        ...


class PatientAnswers(QObject):
    """Judges each signal of the window by the page that is shown: a late, crafted or repeated one does nothing."""

    def __init__(self, desk: Desk, acts: SigningActs, words: Callable[[], Words]) -> None:
        super().__init__(desk if isinstance(desk, QObject) else None)
        self._desk = desk
        self._acts = acts
        self._words = words

    def listen(self, screen: PatientScreen) -> None:
        """Take what is done on a window from now on."""
        screen.answered.connect(self._on_answered)
        screen.chosen.connect(self._on_chosen)
        screen.ticked.connect(self._on_ticked)
        screen.initialed.connect(self._on_initialed)
        screen.signed.connect(self._on_signed)
        screen.again_pressed.connect(self._on_again)
        screen.asked.connect(self._on_asked)

    def _on_initialed(self, key: str, ink: object) -> None:
        page = self._desk.find_current(key)
        if not isinstance(page, ClauseScreen) or page.wants is not Wants.INITIALS or page.kept is not None:
            return
        if isinstance(ink, Ink) and find_ink_fault(ink, True) is None:
            clause_id, language = key.partition(":")[2], self._desk.language_of(page)
            self._desk.act(page, "initials", "", lambda: self._acts.initial(clause_id, ink, language))

    def _on_answered(self, key: str, choice: str) -> None:
        page = self._desk.find_current(key)
        if not isinstance(page, QuestionScreen) or page.is_settled or page.why_not:
            return
        text = next((one.text for one in page.options if one.id == choice), None)
        if text is not None:
            question_id, language = key.partition(":")[2], self._desk.language_of(page)
            self._desk.act(page, choice, text, lambda: self._acts.answer(question_id, choice, language))

    def _on_chosen(self, key: str, choice: str) -> None:
        page = self._desk.find_current(key)
        if not isinstance(page, ClauseScreen) or page.wants is not Wants.CHOICE:
            return
        text = next((one.text for one in page.options if one.id == choice), None)
        if text is None:
            return
        if key == CHOICES_SEEN:
            language = self._desk.language_of(page)
            self._desk.act(page, choice, text, lambda: self._acts.see_choices(language))
            return
        name = ChoiceName(key.partition(":")[2])
        self._desk.act(page, choice, text, lambda: self._acts.choose(name, choice == YES))

    def _on_ticked(self, key: str, tick_id: str, is_ticked: bool) -> None:
        page = self._desk.find_current(key)
        if isinstance(page, ClauseScreen):
            tick = next((one for one in page.ticks if one.id == tick_id), None)
            if tick is not None:
                self._desk.act(page, tick_id, tick.text, lambda: self._acts.tick(tick_id, is_ticked), goes_on=False)

    def _on_signed(self, role: str, ink: object, name: str, extra: str) -> None:
        page = self._desk.find_current(f"signature:{role}")
        if not isinstance(page, SignatureScreen) or page.kept is not None or page.why_not:
            return
        if isinstance(ink, Ink) and find_ink_fault(ink, False) is None:
            signer, language = SignerRole(page.role), self._desk.language_of(page)
            name = name if page.name_entry is not None else page.name
            acts, title = self._acts, page.role_title
            self._desk.act(page, "signature", title, lambda: acts.sign(signer, ink, name, extra, language))

    def _on_again(self, key: str) -> None:
        page = self._desk.find_current(key)
        kind, _, name = key.partition(":")
        if isinstance(page, ClauseScreen) and page.kept is not None and kind == "clause":
            self._desk.act(page, "again", "", lambda: self._acts.take_back(clause_ids=(name,)), goes_on=False)
        elif isinstance(page, SignatureScreen) and page.kept is not None:
            roles = (SignerRole(page.role),)
            self._desk.act(page, "again", "", lambda: self._acts.take_back(roles=roles), goes_on=False)

    def _on_asked(self, key: str) -> None:
        """Tell the physician that the patient has a question; nothing is decided by it."""
        page = self._desk.find_current(key)
        if page is not None:
            self._desk.note_given(page, self._words()("patient_screen.asked"))
