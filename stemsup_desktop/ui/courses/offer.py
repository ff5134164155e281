"""That a visit of a running course is no session of it yet: said where the treatment is recorded. No Qt."""

from dataclasses import dataclass

from stemsup_desktop.consultation.courses.course_view import find_next_due
from stemsup_desktop.consultation.courses.visits import find_shown_course, find_visit_session
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.ui.visit_state import VisitState
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class SessionOffer:
    """The number of the session that is next, a sentence on it, and the words of the link that makes the visit it."""

    number: int
    sentence: str
    link: str


def find_session_offer(state: VisitState, words: Words) -> SessionOffer | None:
    """Find the session that an open visit could become; None where it is one, or none is left or free."""
    course = find_shown_course(state.file)
    if course is None or state.is_closed or find_visit_session(state.file) is not None:
        return None
    due = find_next_due(course)
    if due is None or due.consultation_id:
        return None
    day = format_date(due.planned_on, words.language)
    sentence = words("courses.treat_none", number=due.number, date=day)
    return SessionOffer(due.number, sentence, words("courses.take", number=due.number))
