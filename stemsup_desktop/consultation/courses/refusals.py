"""Why a course refuses an act: one sentence per code, of which the window has both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from stemsup_desktop.errors import InputProblem

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "course-open": "Set sessions, first day and, for several sessions, the interval. Then begin the course.",
        "course-visit-closed": "This visit was closed. A course begins in a visit that is open.",
        "course-running": "This patient has a course that is not over. Stop it before another one begins.",
        "course-unknown": "There is no such course in the vault.",
        "course-of-another": "This course is of another patient. Choose a course of this patient.",
        "course-over": "Every session of this course is given, missed or stopped. Begin another course.",
        "course-stopped": "This course was stopped. Take the stop back first, or begin another course.",
        "course-kept": "What was planned, given or moved in a course stays as it is. Record what changes as an act.",
        "course-reason": "Enter the reason.",
        "course-reason-long": "The reason is too long. Shorten it to 500 characters.",
        "session-unknown": "This course has no session of this number.",
        "session-given": "This session was given already. Choose the one that is due.",
        "session-missed": "This session was recorded as missed. Take that back first.",
        "session-order": "An earlier session is still planned. Give it, or record that it was missed, first.",
        "session-under-way": "This session belongs to a visit that is under way. Finish that visit first.",
        "session-not-due": "The day of this session has not come yet. Move it instead.",
        "session-not-missed": "This session was not recorded as missed.",
        "session-same-day": "The session is on this day already. Choose another day.",
        "session-days": "The new day would change the order of the sessions. Move the ones after it along,"
        " or choose another day.",
    }
)


def make_refusal(code: str) -> InputProblem:
    """Return the problem of a code; raises KeyError for an unknown one."""
    return InputProblem(code, SENTENCES[code])
