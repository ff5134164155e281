"""The course on the treatment summary: each session, what became of it and why, and what is next, in plain words."""

from datetime import timedelta

import msgspec
from consultation.course_builders import FIRST, NOW, STAMP, make_course, make_visit, treat
from documents.document_builders import CLEAR, NAMES, empty_file, shipped_aftercare

from stemsup_desktop.consultation.consent_model import Grid, Paragraph
from stemsup_desktop.consultation.courses.acts import with_course_stopped, with_session_missed, with_session_moved
from stemsup_desktop.consultation.courses.course_model import Course, SessionRef
from stemsup_desktop.consultation.courses.visits import find_shown_course, with_visit
from stemsup_desktop.consultation.record import Background, ConsultationFile
from stemsup_desktop.consultation.summary_model import SummaryDocument
from stemsup_desktop.consultation.summary_text import derive_summary
from stemsup_desktop.language import Language


def make_walked() -> Course:
    """Session 1 given, session 2 moved, session 3 missed; session 4 to come."""
    course = with_visit(make_course(), treat(make_visit("visit-1", 1)), "patient-1", STAMP)
    day = FIRST + timedelta(days=33)
    course = with_session_moved(course, 2, day, "business trip.", stamp=STAMP)
    course = with_visit(course, treat(make_visit("visit-2", 2, NOW + timedelta(days=47))), "patient-1", STAMP)
    return with_session_missed(course, 3, "had a cold", FIRST + timedelta(days=70), stamp=STAMP)


def make_file(course: Course | None, visit_id: str = "visit-9", number: int | None = None) -> ConsultationFile:
    file = empty_file()
    reference = None if number is None else SessionRef("course-1", number)
    visit = msgspec.structs.replace(file.consultation, consultation_id=visit_id, session=reference)
    patient = msgspec.structs.replace(file.patient, patient_id="patient-1")
    background = Background(course=course)
    return msgspec.structs.replace(file, consultation=visit, patient=patient, background=background)


def summarise(file: ConsultationFile, language: Language) -> SummaryDocument:
    return derive_summary(file, CLEAR, NAMES, shipped_aftercare(), language)


def find_course(document: SummaryDocument) -> tuple[Grid, str]:
    for section in document.sections:
        for block, after in zip(section.blocks, section.blocks[1:], strict=False):
            if isinstance(block, Grid) and block.columns[0] in ("Session", "回") and isinstance(after, Paragraph):
                return block, after.text
    raise LookupError("no course on the summary")


def test_every_session_is_on_the_summary_with_its_reason() -> None:
    grid, after = find_course(summarise(make_file(make_walked()), Language.EN))
    assert grid.rows == (
        ("1", "8 Sep 2026", "Given", ""),
        ("2", "25 Oct 2026", "Given", "Moved from 20 Oct 2026 to 25 Oct 2026: business trip."),
        ("3", "17 Nov 2026", "Missed", "Missed: had a cold."),
        ("4", "15 Dec 2026", "Planned", ""),
    )
    assert after == "Next: session 4, on 15 Dec 2026."


def test_it_is_said_in_japanese_too() -> None:
    grid, after = find_course(summarise(make_file(make_walked()), Language.JA))
    assert [row[2] for row in grid.rows] == ["実施", "実施", "未来院", "予定"]
    assert grid.rows[1][3] == "2026年10月20日から2026年10月25日に変更（理由：business trip）。"
    assert after == "次回は4回目、2026年12月15日の予定です。"


def test_the_session_of_the_visit_is_in_the_subtitle_and_is_not_what_is_next() -> None:
    course = make_course()
    english = summarise(make_file(course, "visit-1", 1), Language.EN)
    assert english.subtitle.endswith("Session 1 of 4.")
    assert summarise(make_file(course, "visit-1", 1), Language.JA).subtitle.endswith("全4回のうち1回目")
    grid, after = find_course(english)
    assert grid.rows[0][2] == "Planned (this visit)"
    assert after == "Next: session 2, on 20 Oct 2026."


def test_a_stopped_course_says_when_and_why() -> None:
    stopped = with_course_stopped(make_walked(), "granuloma", FIRST + timedelta(days=71), stamp=STAMP)
    grid, after = find_course(summarise(make_file(stopped), Language.EN))
    assert grid.rows[3][2:] == ("Stopped", "Stopped: granuloma.")
    assert after == "The course was stopped on 2 Dec 2026: granuloma."


def test_without_a_course_nothing_is_said_of_one() -> None:
    document = summarise(make_file(None), Language.EN)
    assert not any(
        isinstance(block, Grid) and "Session" in block.columns for one in document.sections for block in one.blocks
    )
    assert "ession" not in document.subtitle


def test_no_course_of_another_patient_is_shown() -> None:
    file = make_file(msgspec.structs.replace(make_course(), patient_id="patient-2"))
    assert find_shown_course(file) is None


def test_what_is_not_saved_yet_is_shown_as_the_vault_will_have_it() -> None:
    file = make_file(make_course(), "visit-1", 1)
    treated = msgspec.structs.replace(file, consultation=treat(file.consultation))
    shown = find_shown_course(treated)
    assert shown is not None
    assert shown.sessions[0].consultation_id == "visit-1"
    grid, _ = find_course(summarise(treated, Language.EN))
    assert grid.rows[0][2] == "Given (this visit)"
