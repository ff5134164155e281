"""Joins what a pane asks for to the desk that does it."""

from collections.abc import Callable

from stemsup_desktop.ui.courses.desk import CourseDesk, CourseDone
from stemsup_desktop.ui.courses.pane import CoursePane
from stemsup_desktop.ui.words import Words


def join_acts(pane: CoursePane, desk: CourseDesk, find_id: Callable[[], str]) -> None:
    """Do each act of the pane to the course whose id `find_id` returns at that moment."""
    pane.moved.connect(
        lambda number, day, reason, follow: desk.move(find_id(), number, day, reason, moves_following=follow)
    )
    pane.missed.connect(lambda number, reason: desk.miss(find_id(), number, reason))
    pane.restored.connect(lambda number: desk.restore(find_id(), number))
    pane.stopped.connect(lambda reason: desk.stop(find_id(), reason))
    pane.resumed.connect(lambda: desk.resume(find_id()))
    pane.undone.connect(desk.undo)


def say_done(pane: CoursePane, done: CourseDone, words: Words) -> None:
    """Say in the pane what was done, with the way to take it back where there is one."""
    pane.show_done(words(f"courses.done_{done.act}", number=done.number), words("common.undo") if done.can_undo else "")
