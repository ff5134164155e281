"""A course in the window on a real vault: begun on Plan, changed in place, followed on the chart."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from vault_samples import SteppedVault, make_consultation, make_patient
from visit_samples import CLINIC, NOW, PHYSICIAN, SteppedClock

from stemsup_desktop.consultation.courses.acts import begin_course
from stemsup_desktop.consultation.courses.course_model import Course, SessionRef, SessionState
from stemsup_desktop.consultation.courses.visits import derive_next_plan
from stemsup_desktop.consultation.people import Author, Role
from stemsup_desktop.consultation.plan_model import Plan, PlannedPoint, PlannedSite
from stemsup_desktop.consultation.record import Background, Consultation, ConsultationFile, Summary
from stemsup_desktop.consultation.sites.drawings import read_drawings
from stemsup_desktop.content import Content
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.courses.chip import SessionChip
from stemsup_desktop.ui.courses.offer import find_session_offer
from stemsup_desktop.ui.courses.view import CourseFrame, derive_course_pane
from stemsup_desktop.ui.courses.visit_view import derive_visit_course
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.pages.patients.chart import Visit
from stemsup_desktop.ui.pages.patients.memory import PatientsMemory
from stemsup_desktop.ui.pages.patients.page import PatientsPage
from stemsup_desktop.ui.pages.plan.page import PlanPage
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.visit_state import VisitState
from stemsup_desktop.ui.words import Words

Show = Callable[[QWidget, int, int], QWidget]
PATIENT = make_patient()
TODAY = NOW.date()
PLAN = Plan(sessions=3, interval_days=28, first_session_on=TODAY, fee_per_session_yen=66_000)


@pytest.fixture
def stepped(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[SteppedVault]:
    made = SteppedVault(runner, executor, tmp_path / "vault", clock)
    made.vault.save_patient(PATIENT)
    yield made
    made.close()


@pytest.fixture
def plan_page(context: PageContext, content: Content, stepped: SteppedVault, shown: Show) -> PlanPage:
    visit = msgspec.structs.replace(make_consultation("visit-1"), plan=PLAN)
    stepped.vault.start_consultation(PATIENT.patient_id, visit)
    page = PlanPage(context, content, read_drawings(find_resources() / "sites" / "site-map.json"), stepped.access)
    shown(page, 1360, 772)
    context.session.open_visit(PATIENT, visit, CLINIC, PHYSICIAN)
    return page


@pytest.fixture
def chart_page(context: PageContext, content: Content, stepped: SteppedVault, shown: Show) -> PatientsPage:
    keep_course(stepped)
    page = PatientsPage(context, content, stepped.access, ChecklistLibrary(content.clinical), PatientsMemory())
    shown(page, 1280, 800)
    stepped.executor.run_all()
    page._on_chosen(PATIENT.patient_id)
    stepped.executor.run_all()
    return page


def keep_course(stepped: SteppedVault) -> Course:
    visit = make_consultation("visit-1")
    stepped.vault.start_consultation(PATIENT.patient_id, visit)
    course = stepped.vault.save_course(begin_course(PLAN, PATIENT, visit, NOW, "course-1"))
    stepped.vault.save_consultation(make_consultation("visit-1", closed_at=NOW), PATIENT.patient_id)
    return course


def find(page: QWidget, name: str) -> QWidget:
    QApplication.sendPostedEvents()
    (found,) = (widget for widget in page.findChildren(QWidget, name) if not widget.isHidden())
    return found


def press(page: QWidget, name: str, stepped: SteppedVault | None = None) -> None:
    button = find(page, name)
    assert isinstance(button, QAbstractButton)
    assert button.isEnabled(), name
    button.click()
    if stepped is not None:
        stepped.executor.run_all()


def enter(page: QWidget, stepped: SteppedVault, reason: str, day: date | None = None, *, follow: bool = False) -> None:
    if day is not None:
        field = find(page, "course_day")
        assert isinstance(field, DateField)
        field.line_edit.setText(day.isoformat())
    words = find(page, "course_reason")
    assert isinstance(words, TextField)
    words.setText(reason)
    if follow:
        press(page, "course_follow")
    press(page, "course_enter", stepped)


def say(page: QWidget, name: str) -> str:
    return " ".join(label.text() for label in find(page, name).findChildren(QLabel) if not label.isHidden()).strip()


def list_chips(page: QWidget) -> list[str]:
    chips = page.findChildren(SessionChip)
    return [chip.accessibleName() for chip in chips if not chip.isHidden()]


def get_course(stepped: SteppedVault) -> Course:
    (course,) = stepped.vault.list_courses(PATIENT.patient_id)
    return course


def test_a_course_is_begun_once_its_dates_are_set_and_this_visit_is_its_first_session(
    plan_page: PlanPage, stepped: SteppedVault
) -> None:
    assert all("has not begun" in line or "開始していません" in line for line in list_chips(plan_page))
    press(plan_page, "course_begin", stepped)
    course = get_course(stepped)
    assert [one.planned_on for one in course.sessions] == [TODAY + timedelta(days=28 * one) for one in range(3)]
    session = plan_page.context.session
    assert session.state.background.course is not None
    assert session.state.consultation.session == SessionRef(course.course_id, 1)
    session.flush()
    assert not plan_page.findChild(QWidget, "course_begin").isVisible()


def test_without_dates_there_is_nothing_to_begin(plan_page: PlanPage) -> None:
    session = plan_page.context.session
    open_plan = msgspec.structs.replace(PLAN, first_session_on=None)
    session.change("x", msgspec.structs.replace(session.state.consultation, plan=open_plan))
    assert plan_page.findChild(QWidget, "course_begin").isHidden()
    assert list_chips(plan_page) == []


def test_a_session_is_moved_with_its_reason_and_the_move_is_taken_back(
    plan_page: PlanPage, stepped: SteppedVault
) -> None:
    press(plan_page, "course_begin", stepped)
    press(plan_page, "session:2")
    press(plan_page, "session_move")
    enter(plan_page, stepped, "", TODAY + timedelta(days=35), follow=True)
    assert get_course(stepped).sessions[1].moves == ()  # no reason, no move
    enter(plan_page, stepped, "travels", TODAY + timedelta(days=35))
    moved = get_course(stepped)
    assert [one.planned_on for one in moved.sessions] == [TODAY + timedelta(days=one) for one in (0, 35, 63)]
    assert moved.sessions[1].moves[0].reason == "travels"
    assert moved.sessions[1].moves[0].moved_by == PHYSICIAN.name
    assert "course_day" not in {one.objectName() for one in plan_page.findChildren(DateField) if one.isVisible()}
    note = find(plan_page, "course_note")
    note.link_followed.emit()  # type: ignore[attr-defined]
    stepped.executor.run_all()
    assert [len(one.moves) for one in get_course(stepped).sessions] == [0, 0, 0]
    session = plan_page.context.session
    assert session.state.background.course == get_course(stepped)


def test_what_the_course_refuses_is_said_in_place_and_changes_nothing(
    plan_page: PlanPage, stepped: SteppedVault
) -> None:
    press(plan_page, "course_begin", stepped)
    before = get_course(stepped)
    press(plan_page, "session:2")
    press(plan_page, "session_move")
    enter(plan_page, stepped, "travels", TODAY + timedelta(days=90))
    assert get_course(stepped) == before
    words = plan_page.words
    assert say(plan_page, "course_note").startswith(words("problem.session-days")[:20])
    press(plan_page, "course_cancel")


def test_the_visit_is_made_a_session_or_none_and_its_treatment_gives_it(
    plan_page: PlanPage, stepped: SteppedVault
) -> None:
    session = plan_page.context.session
    press(plan_page, "course_begin", stepped)
    press(plan_page, "course_leave")
    assert session.state.consultation.session is None
    press(plan_page, "course_take")
    assert session.state.consultation.session is not None
    treated = msgspec.structs.replace(
        session.state.consultation,
        treatment=msgspec.structs.replace(session.state.consultation.treatment, started_at=NOW),
    )
    session.change("x", treated)
    view = plan_page.derive().course
    assert view.sessions[0].icon == "clear"
    assert not view.can_leave
    assert find_session_offer(session.state, plan_page.words) is None


def test_tab_comes_to_the_chips_in_their_place_and_escape_leaves_the_form(
    plan_page: PlanPage, stepped: SteppedVault, qtbot: QtBot
) -> None:
    press(plan_page, "course_begin", stepped)
    stop, here = find(plan_page, "first_session_on"), []
    field = stop.focusProxy() or stop
    while len(here) < 12 and field is not None:
        here.append(field.objectName())
        field = field.nextInFocusChain()
        while field.focusPolicy() == Qt.FocusPolicy.NoFocus or field.isHidden():
            field = field.nextInFocusChain()
    chips = [name for name in here if name.startswith("session:")]
    assert chips == ["session:1", "session:2", "session:3"]
    chip = find(plan_page, "session:2")
    qtbot.keyClick(chip, Qt.Key.Key_Return)
    press(plan_page, "session_move")
    form = find(plan_page, "course_reason").parentWidget()
    assert form is not None
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not find(plan_page, "session:2").parentWidget().findChild(QWidget, "course_reason").isVisible()  # type: ignore[union-attr]


def test_the_plan_of_the_course_is_taken_over_without_its_points(
    plan_page: PlanPage, stepped: SteppedVault, content: Content
) -> None:
    press(plan_page, "course_begin", stepped)
    session = plan_page.context.session
    first = session.state.consultation
    session.flush()
    stepped.vault.save_consultation(
        msgspec.structs.replace(first, plan=PLAN, summary=Summary(closed_at=NOW)), PATIENT.patient_id
    )
    later = make_consultation("visit-2")
    stepped.vault.start_consultation(PATIENT.patient_id, later)
    background = stepped.vault.load_background("visit-2")
    session.open_visit(PATIENT, later, CLINIC, PHYSICIAN, background=background)
    press(plan_page, "course_take_plan", stepped)
    assert session.state.consultation.plan == PLAN
    assert not plan_page.findChild(QWidget, "course_take_plan").isVisible()
    points = (PlannedPoint("face-front/2", Decimal(10), Decimal(10), Decimal("0.05")),)
    pointed = msgspec.structs.replace(PLAN, sites=(PlannedSite("nose", points=points),), alternatives_explained=True)
    taken = derive_next_plan(pointed)
    assert taken.sites == (PlannedSite("nose"),)
    assert not taken.alternatives_explained


def test_a_course_is_stopped_on_the_chart_and_goes_on_again(chart_page: PatientsPage, stepped: SteppedVault) -> None:
    press(chart_page, "course_stop")
    enter(chart_page, stepped, "granuloma")
    assert {one.state for one in get_course(stepped).sessions} == {SessionState.STOPPED}
    assert "granuloma" in say(chart_page, "course_next")
    press(chart_page, "course_resume", stepped)
    assert {one.state for one in get_course(stepped).sessions} == {SessionState.PLANNED}


def test_a_missed_session_is_recorded_on_the_chart_and_planned_again(
    chart_page: PatientsPage, stepped: SteppedVault, clock: SteppedClock
) -> None:
    press(chart_page, "session:1")
    press(chart_page, "session_miss")
    enter(chart_page, stepped, "had a cold")
    assert get_course(stepped).sessions[0].state is SessionState.MISSED
    press(chart_page, "session_restore", stepped)
    assert get_course(stepped).sessions[0].state is SessionState.PLANNED


def test_a_visit_for_the_next_session_is_started_from_the_chart(
    chart_page: PatientsPage, stepped: SteppedVault
) -> None:
    chart_page.context.session.close_visit()  # that of another patient, about which the page would ask
    opened: list[Visit] = []
    chart_page.visit_requested.connect(opened.append)
    press(chart_page, "course_take", stepped)
    (visit,) = opened
    assert visit.consultation.session == SessionRef("course-1", 1)
    assert visit.background.course == get_course(stepped)
    assert get_course(stepped).sessions[0].consultation_id == visit.consultation.consultation_id


def test_a_visit_that_is_open_keeps_its_course_when_the_chart_opens_it_again(
    chart_page: PatientsPage, stepped: SteppedVault
) -> None:
    visit, course = make_consultation("visit-2"), get_course(stepped)
    chart_page.context.session.open_visit(PATIENT, visit, CLINIC, PHYSICIAN, background=Background(course=course))
    opened: list[Visit] = []
    chart_page.visit_requested.connect(opened.append)
    chart_page._opener.open(PATIENT, "visit-2")
    assert [one.background.course for one in opened] == [course]
    press(chart_page, "course_stop")
    enter(chart_page, stepped, "granuloma")
    shown = chart_page.context.session.state.background.course
    assert shown == get_course(stepped) != course


STAFF = Author("nurse-1", "Nurse Example", (Role.STAFF,))


def make_state(
    course: Course | None, visit: Consultation, content: Content, author: Author | None = None
) -> VisitState:
    background = Background(course=course)
    gate = content.derive_gate(ConsultationFile(CLINIC, PHYSICIAN, PATIENT, visit, background), NOW)
    return VisitState(PATIENT, visit, CLINIC, PHYSICIAN, gate, author, background=background)


def test_staff_see_the_reason_why_they_neither_begin_nor_stop(content: Content, english: Words) -> None:
    visit = msgspec.structs.replace(make_consultation("visit-1"), plan=PLAN)
    foreseen = derive_visit_course(make_state(None, visit, content, STAFF), content.consent, TODAY, english)
    assert foreseen.can_begin
    assert foreseen.begin_reason
    course = begin_course(PLAN, PATIENT, visit, NOW, "course-1")
    begun = derive_visit_course(make_state(course, visit, content, STAFF), content.consent, TODAY, english)
    assert begun.stop_reason
    assert all(line.can_move for line in begun.sessions)


def test_a_plan_that_was_changed_since_says_that_the_course_stays(content: Content, english: Words) -> None:
    visit = msgspec.structs.replace(make_consultation("visit-1"), plan=PLAN)
    course = begin_course(PLAN, PATIENT, visit, NOW, "course-1")
    same = derive_visit_course(make_state(course, visit, content), content.consent, TODAY, english)
    assert same.differs == ""
    other = msgspec.structs.replace(visit, plan=msgspec.structs.replace(PLAN, sessions=5))
    changed = derive_visit_course(make_state(course, other, content), content.consent, TODAY, english)
    assert "no longer matches" in changed.differs
    assert len(changed.sessions) == 3


def test_consent_is_said_for_each_session_that_is_to_come(content: Content, english: Words) -> None:
    visit = msgspec.structs.replace(make_consultation("visit-1"), plan=PLAN)
    course = begin_course(PLAN, PATIENT, visit, NOW, "course-1")
    view = derive_visit_course(make_state(course, visit, content), content.consent, TODAY, english)
    assert [line.consent for line in view.sessions] == [
        (TagState.OPEN, "No consent is recorded. It is asked for before this session.")
    ] * 3


def test_a_running_course_offers_its_session_where_a_treatment_is_recorded(content: Content, words: Words) -> None:
    visit = make_consultation("visit-2")
    course = begin_course(PLAN, PATIENT, make_consultation("visit-1"), NOW, "course-1")
    offer = find_session_offer(make_state(course, visit, content), words)
    assert offer is not None
    assert offer.number == 1
    closed = make_consultation("visit-2", closed_at=NOW)
    assert find_session_offer(make_state(course, closed, content), words) is None
    assert find_session_offer(make_state(None, visit, content), words) is None


def test_every_line_has_a_shape_a_word_and_a_colour_of_its_own(words: Words) -> None:
    course = begin_course(PLAN, PATIENT, make_consultation("visit-1"), NOW, "course-1")
    states = (SessionState.GIVEN, SessionState.MISSED, SessionState.STOPPED)
    sessions = tuple(
        msgspec.structs.replace(one, state=state, reason="x")
        for one, state in zip(course.sessions, states, strict=True)
    )
    lines = derive_course_pane(msgspec.structs.replace(course, sessions=sessions), CourseFrame(TODAY, words)).sessions
    planned = derive_course_pane(course, CourseFrame(TODAY, words)).sessions
    for name in ("icon", "word", "tone"):
        assert len({getattr(line, name) for line in (*lines, planned[0])}) == 4
