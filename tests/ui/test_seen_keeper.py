"""What the patient really saw is recorded, by a clock that nobody sets; undo, a kill and another visit lose none."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.patient_screen.pages import (
    ClauseScreen,
    Column,
    ColumnKind,
    Line,
    Option,
    QuestionScreen,
    ReferenceScreen,
    ScreenPage,
    Wants,
    page_sha256,
)
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.screen_model import ScreenRecord, SeenPage
from stemsup_desktop.language import Language
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.patient_desk.seen_keeper import KeptSeen, SeenKeeper, load_kept_seen, make_answer
from stemsup_desktop.ui.patient_screen.window import PatientScreen
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.words import Catalogue

EN, JA = Language.EN, Language.JA
CHEAP = KdfParameters(memory_kib=64, passes=1, lanes=1)


def reference(name: str = "SYM05", title: str = "Hair loss") -> ReferenceScreen:
    columns = (Column(ColumnKind.UNKNOWN, "Not known", (Line("Whether it lasts."),)),)
    return ReferenceScreen(f"reference:{name}", "t", "Clinic", "Symptom", title, columns)


QUESTION = QuestionScreen(
    *("question:effect", "t", "Clinic", "Understanding", "Is it proven?", "Press one."),
    (Option("a", "Yes"), Option("b", "No")),
    "clause:effect",
)
CLAUSE = ClauseScreen("clause:effect", "t", "Clinic", "Consent", "4 Effect", ("It is not proven.",), Wants.CHOICE)


class Seconds:
    """A clock that only runs forward, as far as a test lets it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def window(theme: Theme, catalogue: Catalogue, qapp: QApplication, shown: Callable[..., QWidget]) -> PatientScreen:
    made = PatientScreen(theme, catalogue.in_language, qapp, "Clinic")
    shown(made, 1280, 800)
    return made


@pytest.fixture
def parent(qapp: QApplication) -> Iterator[QObject]:
    made = QObject()
    yield made
    made.deleteLater()


Make = Callable[..., SeenKeeper]


@pytest.fixture
def make(
    session: Session, access: VaultAccess, clock: SteppedClock, seconds: Seconds, parent: QObject
) -> Iterator[Make]:
    made: list[SeenKeeper] = []

    def make_it(kept: KeptSeen | None = None, through: VaultAccess | None = None) -> SeenKeeper:
        made.append(SeenKeeper(session, through or access, kept or KeptSeen(), clock, seconds, parent))
        return made[-1]

    yield make_it
    for keeper in made:
        keeper.close()


class Desk:
    """Shows pages and tells the keeper, as the physician's desk does."""

    def __init__(self, keeper: SeenKeeper, window: PatientScreen) -> None:
        self.keeper, self.window = keeper, window

    def show_page(self, page: ScreenPage, language: Language) -> None:
        self.window.show_page(page, language)
        self.keeper.begin(page, language, self.window)

    def cover(self, clinic: str) -> None:
        self.window.cover(clinic)
        self.keeper.end()

    def answer(self, option_id: str) -> None:
        self.keeper.note_answer(self.window.page, self.window.language, option_id)

    def hide(self) -> None:
        self.window.hide()

    def show(self) -> None:
        self.window.show()


@pytest.fixture
def keeper(make: Make) -> SeenKeeper:
    return make()


@pytest.fixture
def screen(keeper: SeenKeeper, window: PatientScreen) -> Desk:
    return Desk(keeper, window)


def record_of(session: Session) -> ScreenRecord:
    return session.state.consultation.explanation.screen


def test_each_page_is_recorded_with_its_language_its_text_and_its_time(
    keeper: SeenKeeper, screen: Desk, session: Session, seconds: Seconds, clock: SteppedClock
) -> None:
    screen.show_page(reference(), JA)
    seconds.now += 12.5
    assert keeper.shown_ms == 12_500
    screen.show_page(reference("SYM06", "Pain"), EN)
    seconds.now += 3
    screen.cover("Clinic")
    first, second = record_of(session).pages
    assert (first.page_id, first.title, first.language, first.shown_ms) == ("reference:SYM05", "Hair loss", JA, 12_500)
    assert (second.page_id, second.language, second.shown_ms, second.times_shown) == ("reference:SYM06", EN, 3000, 1)
    assert first.content_sha256 == page_sha256(reference())
    assert first.first_shown_at == clock.now
    assert keeper.shown_ms == 0


def test_a_page_shown_again_adds_and_the_same_page_set_anew_goes_on(
    keeper: SeenKeeper, screen: Desk, session: Session, seconds: Seconds
) -> None:
    screen.show_page(CLAUSE, JA)
    seconds.now += 2
    screen.show_page(msgspec.structs.replace(CLAUSE, chosen="yes"), JA)
    seconds.now += 2
    screen.show_page(reference(), JA)
    seconds.now += 1
    screen.show_page(CLAUSE, JA)
    seconds.now += 4
    screen.cover("Clinic")
    clause, _ = record_of(session).pages
    assert (clause.shown_ms, clause.times_shown) == (8000, 2)


def test_the_clinics_own_page_is_not_recorded(keeper: SeenKeeper, screen: Desk, session: Session) -> None:
    screen.cover("Another name")
    assert record_of(session) == ScreenRecord()


def test_time_hidden_or_under_a_cover_does_not_count(
    keeper: SeenKeeper, screen: Desk, session: Session, seconds: Seconds
) -> None:
    screen.show_page(reference(), JA)
    seconds.now += 2
    keeper.set_covered(True)
    seconds.now += 500
    keeper.set_covered(False)
    seconds.now += 2
    screen.hide()
    seconds.now += 500
    screen.show()
    seconds.now += 2
    screen.cover("Clinic")
    assert [page.shown_ms for page in record_of(session).pages] == [6000]


def test_what_was_shown_to_a_hidden_window_was_not_shown(
    keeper: SeenKeeper, screen: Desk, session: Session, seconds: Seconds
) -> None:
    screen.hide()
    screen.show_page(reference(), JA)
    seconds.now += 60
    screen.cover("Clinic")
    assert record_of(session) == ScreenRecord()


def test_a_wall_clock_set_back_changes_no_length(
    keeper: SeenKeeper, screen: Desk, session: Session, seconds: Seconds, clock: SteppedClock
) -> None:
    screen.show_page(reference(), JA)
    clock.advance(hours=-3)
    seconds.now += 5
    screen.cover("Clinic")
    (page,) = record_of(session).pages
    assert page.shown_ms == 5000
    assert page.first_shown_at <= page.last_shown_at


def test_every_attempt_is_recorded_in_the_words_on_the_screen(
    keeper: SeenKeeper, screen: Desk, session: Session, clock: SteppedClock
) -> None:
    screen.show_page(QUESTION, EN)
    for option in ("a", "b"):
        screen.answer(option)
    screen.answer("none of them")
    answers = record_of(session).answers
    assert [(one.question, one.option_id, one.answer) for one in answers] == [
        ("Is it proven?", "a", "Yes"),
        ("Is it proven?", "b", "No"),
    ]
    assert {one.content_sha256 for one in answers} == {page_sha256(QUESTION)}
    assert make_answer(reference(), EN, "a", clock()) is None


def test_undo_takes_back_what_was_typed_and_not_what_was_seen(
    keeper: SeenKeeper, screen: Desk, session: Session, seconds: Seconds
) -> None:
    before = session.state.consultation
    goal = msgspec.structs.replace(before, reason=msgspec.structs.replace(before.reason, goal="less"))
    session.change("the goal", goal)
    screen.show_page(reference(), JA)
    seconds.now += 5
    screen.cover("Clinic")
    assert session.undo_description == "the goal"
    session.undo()
    assert session.state.consultation.reason.goal == ""
    assert [page.shown_ms for page in record_of(session).pages] == [5000]
    session.redo()
    assert session.state.consultation.reason.goal == "less"
    assert [page.shown_ms for page in record_of(session).pages] == [5000]


def test_what_is_typed_while_a_page_goes_stays_one_step_of_undo(
    keeper: SeenKeeper, screen: Desk, session: Session, seconds: Seconds
) -> None:
    def type_goal(text: str) -> None:
        visit = session.state.consultation
        reason = msgspec.structs.replace(visit.reason, goal=text)
        session.change("the goal", msgspec.structs.replace(visit, reason=reason), merge="goal")

    type_goal("l")
    screen.show_page(reference(), JA)
    seconds.now += 5
    screen.cover("Clinic")
    type_goal("le")
    session.undo()
    assert session.state.consultation.reason.goal == ""


def test_a_draft_that_does_not_know_of_it_forgets_nothing(
    keeper: SeenKeeper, screen: Desk, session: Session, seconds: Seconds
) -> None:
    old = session.state.consultation
    screen.show_page(reference(), JA)
    seconds.now += 5
    screen.cover("Clinic")
    session.change("the goal", msgspec.structs.replace(old, reason=msgspec.structs.replace(old.reason, goal="x")))
    assert [page.shown_ms for page in record_of(session).pages] == [5000]


def test_what_is_seen_is_saved_with_the_visit(
    keeper: SeenKeeper,
    screen: Desk,
    session: Session,
    seconds: Seconds,
    drafts: SavedDrafts,
    executor: ManualExecutor,
) -> None:
    screen.show_page(reference(), JA)
    seconds.now += 5
    screen.cover("Clinic")
    session.flush()
    executor.run_all()
    assert drafts.written[-1].consultation.explanation.screen == record_of(session)


# With a real vault


@pytest.fixture
def vault_access(
    runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock
) -> Iterator[VaultAccess]:
    """An open vault that holds the sample patient and the visit of the session."""
    made = VaultAccess(runner, tmp_path / "vault", clock, CHEAP)
    made.create("correct horse", CLINIC, PHYSICIAN, lambda _: None)
    executor.run_all()
    vault = made.get_vault()
    vault.save_patient(PATIENT)
    for visit_id in ("c1", "c2"):
        vault.start_consultation(PATIENT.patient_id, Consultation(visit_id, NOW))
    yield made
    made.close(lambda _: None)
    executor.run_all()


def test_a_kill_loses_only_what_was_seen_since_the_last_look(
    make: Make,
    vault_access: VaultAccess,
    window: PatientScreen,
    session: Session,
    seconds: Seconds,
    executor: ManualExecutor,
) -> None:
    keeper = make(through=vault_access)
    screen = Desk(keeper, window)
    screen.show_page(reference(), JA)
    seconds.now += 7
    screen.show_page(CLAUSE, JA)
    seconds.now += 3
    keeper._draft.flush()
    executor.run_all()
    seconds.now += 0.9  # and here the program is killed: neither the visit nor this was written
    vault = vault_access.get_vault()
    assert vault.load_consultation("c1").explanation.screen == ScreenRecord()
    make(load_kept_seen(vault), vault_access)
    executor.run_all()
    pages = vault.load_consultation("c1").explanation.screen.pages
    assert [(page.page_id, page.shown_ms) for page in pages] == [("reference:SYM05", 7000), ("clause:effect", 3000)]
    make(load_kept_seen(vault), vault_access)
    executor.run_all()
    assert vault.load_consultation("c1").explanation.screen.pages == pages


def test_what_was_seen_belongs_to_the_visit_that_was_open_when_it_was_shown(
    make: Make,
    vault_access: VaultAccess,
    window: PatientScreen,
    session: Session,
    seconds: Seconds,
    executor: ManualExecutor,
) -> None:
    keeper = make(through=vault_access)
    screen = Desk(keeper, window)
    screen.show_page(reference(), JA)
    seconds.now += 4
    session.open_visit(PATIENT, Consultation("c2", NOW), CLINIC, PHYSICIAN)
    seconds.now += 100  # a window that was not covered in time: whatever it shows now, it is of no visit
    screen.cover("Clinic")
    executor.run_all()
    vault = vault_access.get_vault()
    assert [page.shown_ms for page in vault.load_consultation("c1").explanation.screen.pages] == [4000]
    assert record_of(session) == ScreenRecord()


def test_what_is_kept_is_forgotten_once_it_is_saved(
    make: Make,
    vault_access: VaultAccess,
    window: PatientScreen,
    session: Session,
    seconds: Seconds,
    executor: ManualExecutor,
) -> None:
    keeper = make(through=vault_access)
    screen = Desk(keeper, window)
    screen.show_page(reference(), JA)
    seconds.now += 4
    keeper._draft.flush()
    screen.cover("Clinic")
    session.flush()
    executor.run_all()
    keeper._draft.flush()
    executor.run_all()
    assert load_kept_seen(vault_access.get_vault()) == KeptSeen()


def test_the_vault_keeps_what_was_seen_against_a_save_that_lacks_it(vault_access: VaultAccess) -> None:
    vault = vault_access.get_vault()
    seen = ScreenRecord((SeenPage("p", "T", JA, "0" * 64, NOW, NOW, 5),))
    vault.keep_screen("c1", seen)
    vault.save_consultation(Consultation("c1", NOW, visit_number=1), PATIENT.patient_id)
    assert vault.load_consultation("c1").explanation.screen == seen
    vault.keep_screen("unknown", seen)  # of a visit that was deleted


def test_what_was_seen_goes_into_the_visit_in_a_later_turn_and_counts_until_then(
    keeper: SeenKeeper, screen: Desk, session: Session, seconds: Seconds, qtbot: QtBot
) -> None:
    keeper.takes_turns = True
    screen.show_page(reference(), JA)
    seconds.now += 2
    screen.show_page(CLAUSE, JA)
    assert record_of(session) == ScreenRecord()
    seconds.now += 1
    assert [page.shown_ms for page in keeper.read_live().pages] == [2000, 1000]
    kept = keeper._derive_kept().visits[session.state.consultation.consultation_id]
    assert [page.shown_ms for page in kept.pages] == [2000, 1000]  # what a kill would leave
    qtbot.waitUntil(lambda: record_of(session) != ScreenRecord())
    seconds.now += 2
    screen.cover("Clinic")
    screen.show_page(reference(), JA)
    seconds.now += 4
    keeper.close()
    assert [page.shown_ms for page in record_of(session).pages] == [6000, 3000]


def test_an_answer_takes_what_was_seen_before_with_it(
    keeper: SeenKeeper, screen: Desk, session: Session, seconds: Seconds
) -> None:
    keeper.takes_turns = True
    screen.show_page(reference(), JA)
    seconds.now += 2
    screen.show_page(QUESTION, JA)
    screen.answer("a")
    record = record_of(session)
    assert ([page.shown_ms for page in record.pages], len(record.answers)) == ([2000], 1)
