"""Courses in the vault: who may do what, that a session is given with its visit, and that nothing is lost or twice."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlcipher3 import dbapi2
from store.builders import START, make_consultation, make_patient, make_vault, reopen
from store.faults import fill_disk, free_disk
from store.three_people import NURSE, SignIn, make_three_people

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.courses.acts import (
    Stamp,
    begin_course,
    with_course_stopped,
    with_session_missed,
    with_session_moved,
)
from stemsup_desktop.consultation.courses.course_model import Course, SessionRef, SessionState
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.vault import Vault

PATIENT = make_patient()
PATIENT_ID = PATIENT.patient_id
PLAN = Plan(sessions=3, interval_days=28, first_session_on=START.date())


def make_course(course_id: str = "course-1", visit_id: str = "visit-1") -> Course:
    return begin_course(PLAN, PATIENT, Consultation(visit_id, START), START, course_id)


def stamp(name: str = "青木 誠") -> Stamp:
    return Stamp(name, START)


def make_session(visit_id: str, number: int, *, is_treated: bool = False) -> Consultation:
    treatment = Treatment(started_at=START) if is_treated else Treatment()
    visit = make_consultation(visit_id)
    return msgspec.structs.replace(visit, session=SessionRef("course-1", number), treatment=treatment)


def refuse(act: Callable[[], object]) -> str:
    with pytest.raises(InputProblem) as caught:
        act()
    return caught.value.code


def list_acts(vault: Vault, *wanted: AuditAct) -> list[tuple[AuditAct, str]]:
    rows = vault.list_patient_history(PATIENT_ID)
    return [(row.act, row.subject) for row in reversed(rows) if row.act in wanted]


def list_states(vault: Vault) -> list[tuple[SessionState, str]]:
    return [(one.state, one.consultation_id) for one in vault.get_course("course-1").sessions]


@pytest.fixture
def begun(vault: Vault) -> Vault:
    vault.save_patient(PATIENT)
    vault.start_consultation(PATIENT_ID, make_consultation())
    vault.save_course(make_course())
    return vault


@pytest.fixture
def people(tmp_path: Path) -> Iterator[SignIn]:
    with make_three_people(tmp_path / "clinic") as enter:
        yield enter


def test_a_course_is_kept_and_shown_by_the_visits_of_its_patient(begun: Vault) -> None:
    course = make_course()
    assert begun.list_courses(PATIENT_ID) == (course,)
    assert begun.find_visit_course("visit-1") == course
    begun.start_consultation(PATIENT_ID, make_consultation("visit-2"))
    assert begun.find_visit_course("visit-2") == course
    begun.save_patient(make_patient("A-0013", "佐藤 一郎"))
    begun.start_consultation("patient-A-0013", make_consultation("visit-9"))
    assert begun.find_visit_course("visit-9") is None
    assert begun.list_courses("patient-A-0013") == ()


def test_a_course_survives_closing_the_vault(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        vault.save_patient(PATIENT)
        vault.start_consultation(PATIENT_ID, make_consultation())
        vault.save_course(make_course())
    with reopen(tmp_path) as vault:
        assert vault.get_course("course-1") == make_course()
        assert refuse(lambda: vault.get_course("course-2")) == "course-unknown"


def test_two_who_change_the_same_course_do_not_overwrite_each_other(begun: Vault) -> None:
    course = make_course()
    day = START.date() + timedelta(days=3)
    moved = with_session_moved(course, 1, day, "travels", stamp=stamp())
    assert begun.save_course(moved, expected=course) == moved
    assert begun.save_course(moved, expected=course) == moved  # the same again
    other = with_course_stopped(course, "bruise", day, stamp=stamp())
    assert refuse(lambda: begun.save_course(other, expected=course)) == "record-changed"
    assert refuse(lambda: begun.save_course(other)) == "record-changed"
    assert begun.get_course("course-1") == moved


def test_one_course_runs_at_a_time_in_an_open_visit_of_its_own_patient(begun: Vault) -> None:
    assert refuse(lambda: begun.save_course(make_course("course-2"))) == "course-running"
    stopped = with_course_stopped(make_course(), "moves away", START.date(), stamp=stamp())
    begun.save_course(stopped, expected=make_course())
    foreign = msgspec.structs.replace(make_course("course-2"), patient_id="patient-A-0013")
    assert refuse(lambda: begun.save_course(foreign)) == "consultation-of-another"
    assert refuse(lambda: begun.save_course(make_course("course-2", "visit-7"))) == "consultation-unknown"
    begun.save_course(make_course("course-2"))
    begun.save_consultation(make_consultation(closed_at=START), PATIENT_ID)
    assert refuse(lambda: begun.save_course(make_course("course-3"))) == "consultation-closed"


def test_a_session_is_given_in_the_act_that_saves_its_treatment(begun: Vault) -> None:
    begun.start_consultation(PATIENT_ID, make_session("visit-2", 1))
    assert list_states(begun)[0] == (SessionState.PLANNED, "visit-2")
    begun.save_consultation(make_session("visit-2", 1, is_treated=True), PATIENT_ID)
    assert list_states(begun)[0] == (SessionState.GIVEN, "visit-2")
    begun.save_consultation(make_session("visit-2", 1, is_treated=True), PATIENT_ID)
    acts = (AuditAct.COURSE_BEGUN, AuditAct.COURSE_CHANGED, AuditAct.SESSION_GIVEN)
    assert list_acts(begun, *acts) == [
        (AuditAct.COURSE_BEGUN, ""),
        (AuditAct.COURSE_CHANGED, ""),
        (AuditAct.SESSION_GIVEN, "1"),
    ]


def test_no_other_visit_takes_a_session_that_is_given_under_way_or_behind_another(begun: Vault) -> None:
    begun.start_consultation(PATIENT_ID, make_session("visit-2", 1))
    for number, code in ((1, "session-under-way"), (2, "session-order"), (9, "session-unknown")):
        visit = make_session("visit-3", number, is_treated=True)
        assert refuse(lambda visit=visit: begun.start_consultation(PATIENT_ID, visit)) == code  # type: ignore[misc]
    begun.save_consultation(make_session("visit-2", 1, is_treated=True), PATIENT_ID)
    assert refuse(lambda: begun.start_consultation(PATIENT_ID, make_session("visit-3", 1))) == "session-given"
    begun.save_patient(make_patient("A-0013", "佐藤 一郎"))
    act = lambda: begun.start_consultation("patient-A-0013", make_session("visit-4", 2))  # noqa: E731
    assert refuse(act) == "course-of-another"
    assert refuse(lambda: begun.load_consultation("visit-4")) == "consultation-unknown"
    lost = msgspec.structs.replace(make_consultation("visit-5"), session=SessionRef("course-7", 1))
    assert refuse(lambda: begun.start_consultation(PATIENT_ID, lost)) == "course-unknown"


def test_no_course_is_given_by_hand_and_nothing_given_is_undone(begun: Vault) -> None:
    begun.start_consultation(PATIENT_ID, make_session("visit-2", 1, is_treated=True))
    given = begun.get_course("course-1")
    undone = msgspec.structs.replace(given, sessions=make_course().sessions)
    assert refuse(lambda: begun.save_course(undone, expected=given)) == "course-kept"
    by_hand = msgspec.structs.replace(
        given.sessions[1], state=SessionState.GIVEN, consultation_id="visit-2", given_on=START.date()
    )
    forged = msgspec.structs.replace(given, sessions=(given.sessions[0], by_hand, given.sessions[2]))
    assert refuse(lambda: begun.save_course(forged, expected=given)) == "course-kept"


def test_a_save_that_fails_leaves_visit_and_course_as_they_were(begun: Vault) -> None:
    begun.start_consultation(PATIENT_ID, make_session("visit-2", 1))
    fill_disk(begun._database)
    long = Treatment(started_at=START, note="x" * 4_000_000)
    big = msgspec.structs.replace(make_session("visit-2", 1), treatment=long)
    with pytest.raises(EnvironmentProblem) as caught:
        begun.save_consultation(big, PATIENT_ID)
    free_disk(begun._database)
    assert caught.value.code == "vault-disk-full"
    assert list_states(begun)[0] == (SessionState.PLANNED, "visit-2")
    assert begun.load_consultation("visit-2").treatment == Treatment()


def test_staff_move_and_miss_and_neither_begin_nor_stop(people: SignIn) -> None:
    doctor = people("doctor")
    doctor.save_patient(PATIENT)
    doctor.start_consultation(PATIENT_ID, make_consultation())
    nurse = people("nurse")
    assert refuse(lambda: nurse.save_course(make_course())) == "physician-only"
    people("doctor").save_course(make_course())
    nurse, course = people("nurse"), make_course()
    stopped = with_course_stopped(course, "bruise", START.date(), stamp=stamp(NURSE))
    assert refuse(lambda: nurse.save_course(stopped, expected=course)) == "physician-only"
    forged = with_session_moved(course, 1, date(2026, 11, 25), "travels", stamp=stamp("Somebody Else"))
    assert refuse(lambda: nurse.save_course(forged, expected=course)) == "author-not-own"
    moved = with_session_moved(course, 1, date(2026, 11, 25), "travels", stamp=stamp(NURSE))
    nurse.save_course(moved, expected=course)
    missed = with_session_missed(moved, 1, "ill", date(2026, 11, 25), stamp=stamp(NURSE))
    nurse.save_course(missed, expected=moved)
    nurse.save_course(moved, expected=missed)
    nurse.start_consultation(PATIENT_ID, make_session("visit-2", 1))
    assert list_states(nurse)[0] == (SessionState.PLANNED, "visit-2")
    office = people("office")
    for act in (
        lambda: office.save_course(moved),
        lambda: office.list_courses(PATIENT_ID),
        lambda: office.get_course("course-1"),
        lambda: office.find_visit_course("visit-1"),
    ):
        assert refuse(act) == "patients-only"


def test_the_database_keeps_a_course_while_its_visit_stands_and_with_its_patient(begun: Vault) -> None:
    with pytest.raises(dbapi2.IntegrityError), begun._reading(Right.PATIENTS) as db:
        db.conn.execute("delete from courses")
    with pytest.raises(dbapi2.IntegrityError), begun._reading(Right.PATIENTS) as db:
        db.conn.execute("update courses set patient_id = 'patient-2'")
