"""A visit with its patient screen on a real session; what the patient does comes as the signals of the window."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from functools import cache

import msgspec
from consultation.signing_builders import NAME_INK, SHI_INK
from PySide6.QtWidgets import QApplication, QWidget
from shipped import get_content
from unmade import finish_writing
from visit_samples import SavedDrafts

from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.patient_screen.pages import (
    ClauseScreen,
    QuestionScreen,
    ScreenPage,
    SignatureScreen,
    Wants,
)
from stemsup_desktop.consultation.people import Author
from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.consultation.visit_texts import VisitTexts
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.patient_desk.desk import PatientDesk
from stemsup_desktop.ui.patient_desk.strip import PatientStrip
from stemsup_desktop.ui.patient_screen.texts import find_texts
from stemsup_desktop.ui.patient_screen.window import PatientScreen
from stemsup_desktop.ui.session import make_session
from stemsup_desktop.ui.signing_acts import SigningActs
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import Catalogue

START = datetime(2026, 12, 1, 10, 44, tzinfo=timezone(timedelta(hours=9)))
OTHER_NAME = "鬼頭 沙羅双樹"
OTHER = Patient(
    patient_id="p-other",
    chart_number="SECRET-99417",
    name=OTHER_NAME,
    kana="キトウ サラソウジュ",
    romaji="KITO Sarasoju",
    birth_date=datetime(1961, 2, 3, tzinfo=UTC).date(),
    phone="090-9941-7007",
    address="東京都秘密区沙羅町9-9",
    alerts=("沙羅の警告",),
)
"""Another patient, in each of whose texts stands something to look for."""
SECRETS = (OTHER.name, OTHER.kana, OTHER.romaji, OTHER.chart_number, OTHER.phone, OTHER.address, *OTHER.alerts)


@cache
def read_clear() -> ConsultationFile:
    """Return a visit that is ready to be signed."""
    data = (find_resources() / "examples" / "clear.json").read_bytes()
    file = msgspec.json.decode(data, type=ConsultationFile)
    consent = msgspec.structs.replace(file.consultation.consent, thinking_until=None)
    return msgspec.structs.replace(file, consultation=msgspec.structs.replace(file.consultation, consent=consent))


class Walking:
    """A clock that goes on a little each time somebody looks at it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


class Beside:
    """A second display, or with `is_alone` the only one."""

    def __init__(self, *, is_alone: bool = False) -> None:
        self.is_alone = is_alone

    def place(self, screen: QWidget, beside: QWidget) -> bool:
        screen.resize(1280, 720)
        screen.show()
        return self.is_alone


@dataclass
class Room:
    """The desk with everything round it, and what it told."""

    theme: Theme
    catalogue: Catalogue
    app: QApplication
    language: Language = Language.JA
    author: Author | None = None
    file: ConsultationFile = field(default_factory=read_clear)
    came: list[tuple[ScreenPage, Language]] = field(default_factory=list)
    went: list[None] = field(default_factory=list)
    given: list[tuple[str, str]] = field(default_factory=list)
    kept: list[bytes] = field(default_factory=list)
    problems: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.executor = ManualExecutor()
        self.runner = JobRunner(self.executor)
        self.drafts = SavedDrafts()
        self.clock = Walking()
        texts = VisitTexts(get_content().consent)
        self.session = make_session(
            get_content().clinical, self.runner, self.drafts.save, self.clock, self.author, texts
        )
        words = WindowLanguage(self.catalogue, self.language)
        self.context = PageContext(self.theme, words, self.session, self.runner, self.clock)
        self.window = QWidget()
        self.acts = SigningActs(self.context, get_content())
        self.desk = PatientDesk(self.context, get_content(), self.acts, self.app, self.window, Beside())
        self.desk.page_came.connect(lambda page, language: self.came.append((page, language)))
        self.desk.page_went.connect(lambda: self.went.append(None))
        self.desk.answer_given.connect(lambda page, _, choice, __: self.given.append((page.key, choice)))
        self.desk.text_shown.connect(self.kept.append)
        self.desk.problem_met.connect(self.problems.append)
        self.strip = PatientStrip(self.context, self.desk)
        self.strip.setParent(self.window)

    def open(self, file: ConsultationFile | None = None) -> "Room":
        """Open a visit."""
        file = file or self.file
        self.session.open_visit(file.patient, file.consultation, file.clinic, file.physician)
        return self

    def open_other(self) -> "Room":
        """Open the visit of another patient."""
        consultation = msgspec.structs.replace(self.file.consultation, consultation_id="c-other")
        return self.open(msgspec.structs.replace(self.file, patient=OTHER, consultation=consultation))

    def close(self) -> None:
        self.desk.leave()
        self.session.close_visit()
        finish_writing(self.executor)
        self.runner.close()
        self.window.close()
        self.window.deleteLater()

    @property
    def screen(self) -> PatientScreen:
        assert self.desk.screen is not None
        return self.desk.screen

    @property
    def page(self) -> ScreenPage:
        assert self.desk.page is not None
        return self.desk.page

    @property
    def record(self) -> Consultation:
        return self.session.state.consultation

    def show(self, key: str) -> "Room":
        """Show a page."""
        self.desk.show_this(key)
        return self

    def first(self, kind: type[ScreenPage], is_wanted: Callable[[ScreenPage], bool] = lambda _: True) -> str:
        """Return the key of the first page of a kind."""
        return next(one.key for one in self.desk.pages if isinstance(one, kind) and is_wanted(one))

    def texts(self) -> str:
        """Return every text that is on the patient screen, as far as any widget of it has one."""
        widgets = [self.screen, *self.screen.findChildren(QWidget)]
        named = (f"{one.accessibleName()}\n{one.accessibleDescription()}\n{one.toolTip()}" for one in widgets)
        return "\n".join((*find_texts(self.screen), *named, self.screen.windowTitle()))

    # The patient

    def initial_all(self) -> "Room":
        """Initial every clause that wants it."""
        self.show("welcome")
        for page in self.desk.pages:
            if isinstance(page, ClauseScreen) and page.wants is Wants.INITIALS and page.kept is None:
                self.show(page.key)
                self.screen.initialed.emit(page.key, SHI_INK)
        return self

    def answer(self, *, is_right: bool = True) -> None:
        """Answer the question that is shown."""
        page = self.page
        assert isinstance(page, QuestionScreen)
        question = next(one for one in get_content().consent.teach_back if f"question:{one.id}" == page.key)
        choice = next(one.id for one in question.options if (one.id == question.right) is is_right)
        self.screen.answered.emit(page.key, choice)

    def answer_all(self) -> "Room":
        """Answer every question, and confirm the choices as they stand."""
        for page in tuple(self.desk.pages):
            if isinstance(page, QuestionScreen):
                self.show(page.key)
                self.answer()
        self.show("choices:seen")
        self.screen.chosen.emit("choices:seen", "seen")
        return self

    def sign(self) -> None:
        """Sign the page that is shown."""
        page = self.page
        assert isinstance(page, SignatureScreen)
        self.screen.signed.emit(page.role, NAME_INK, "", "")
