"""Acts on a course as work for the vault's own thread: done to what it holds now, and taken back where that goes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from stemsup_desktop.consultation.courses.acts import (
    Stamp,
    begin_course,
    with_course_stopped,
    with_missed_taken_back,
    with_session_missed,
    with_session_moved,
    with_stop_taken_back,
)
from stemsup_desktop.consultation.courses.course_model import Course
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.vault_access import VaultAccess

Ask = Callable[[Callable[[Vault], "CourseDone"], Callable[["Ok[CourseDone] | Err"], None]], object]
"""Does something with the open vault on its own thread; the answer is dropped if the page is gone."""


def make_ask(page: Page[Any], access: VaultAccess) -> Ask:
    """Return the way to the vault of a page's own desk."""
    return lambda work, on_result: page.run_job(lambda: work(access.get_vault()), on_result, lane=Lane.VAULT)


@dataclass(frozen=True, slots=True)
class CourseDone:
    """A course before and after an act; `act` names the words for it, `number` its session."""

    before: Course | None
    after: Course
    act: str
    number: int = 0

    @property
    def can_undo(self) -> bool:
        """Whether the act can be taken back as if it had not been; what was begun is stopped instead."""
        return self.before is not None and self.act != "undone"


class CourseDesk(QObject):
    """One at a time: a second act waits for nothing, it is refused by the vault if the course changed meanwhile."""

    done = Signal(object)
    """The `CourseDone` of an act that the vault has kept."""
    failed = Signal(object)
    """The `Problem` of one that it has not."""

    def __init__(self, ask: Ask, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._ask = ask
        self._clock = clock
        self._last: CourseDone | None = None

    def begin(self, patient: Patient, consultation: Consultation) -> None:
        """Begin the course that the plan of an open visit foresees."""
        now = self._clock()

        def work(vault: Vault) -> CourseDone:
            course = begin_course(consultation.plan, patient, consultation, now, vault.make_id())
            return CourseDone(None, vault.save_course(course), "begun")

        self._do(work)

    def move(self, course_id: str, number: int, day: date, reason: str, *, moves_following: bool) -> None:
        """Move a session, with those after it where asked."""
        self._act(
            course_id,
            "moved",
            number,
            lambda course, stamp: with_session_moved(
                course, number, day, reason, stamp=stamp, moves_following=moves_following
            ),
        )

    def miss(self, course_id: str, number: int, reason: str) -> None:
        """Record that a session was missed."""
        today = self._clock().date()
        self._act(
            course_id,
            "missed",
            number,
            lambda course, stamp: with_session_missed(course, number, reason, today, stamp=stamp),
        )

    def restore(self, course_id: str, number: int) -> None:
        """Plan a missed session again."""
        self._act(
            course_id, "restored", number, lambda course, stamp: with_missed_taken_back(course, number, stamp=stamp)
        )

    def stop(self, course_id: str, reason: str) -> None:
        """Stop a course."""
        today = self._clock().date()
        self._act(
            course_id, "stopped", 0, lambda course, stamp: with_course_stopped(course, reason, today, stamp=stamp)
        )

    def resume(self, course_id: str) -> None:
        """Go on with a stopped course."""
        self._act(course_id, "resumed", 0, lambda course, stamp: with_stop_taken_back(course, stamp=stamp))

    def undo(self) -> None:
        """Take the last act back, unless the course changed since."""
        last, self._last = self._last, None
        if last is None or last.before is None:
            return
        before, after = last.before, last.after
        self._do(lambda vault: CourseDone(after, vault.save_course(before, expected=after), "undone", last.number))

    def _act(self, course_id: str, act: str, number: int, make: Callable[[Course, Stamp], Course]) -> None:
        now = self._clock()

        def work(vault: Vault) -> CourseDone:
            before = vault.get_course(course_id)
            after = make(before, Stamp(vault.author.name, now))
            return CourseDone(before, vault.save_course(after, expected=before), act, number)

        self._do(work)

    def _do(self, work: Callable[[Vault], CourseDone]) -> None:
        def on_result(result: Ok[CourseDone] | Err) -> None:
            if isinstance(result, Err):
                self.failed.emit(result.problem)
                return
            self._last = result.value if result.value.can_undo else None
            self.done.emit(result.value)

        self._ask(work, on_result)
