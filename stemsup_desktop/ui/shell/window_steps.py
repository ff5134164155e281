"""What undo and redo work on in the window: the visit on its steps, on another page the form that it shows."""

from collections.abc import Callable

from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.field_history import Steps
from stemsup_desktop.ui.shell.page_stack import PageStack


class WindowSteps:
    """`say_done` is told what was taken back or done again; `find_sheet` returns the sheet of a page that is open."""

    def __init__(
        self,
        context: PageContext,
        stack: PageStack,
        say_done: Callable[[str], None],
        find_sheet: Callable[[], Sheet | None],
    ) -> None:
        self._context = context
        self._stack = stack
        self._say_done = say_done
        self._find_sheet = find_sheet

    def find(self) -> Steps | None:
        """Return what undo and redo work on now, or None: nothing changes out of sight."""
        if self._context.session.has_visit and self._stack.step_of(self._stack.current_id) > 0:
            return self._context.session
        page = self._stack.current_page
        return None if page is None or self._find_sheet() is not None else page.own_steps

    def undo(self) -> None:
        """Take the last change back and say what: it may be on another step than the one on show."""
        steps = self.find()
        if steps is not None:
            self._travel("undone", steps.undo_description, steps.undo)

    def redo(self) -> None:
        """Do the last undone change again and say what."""
        steps = self.find()
        if steps is not None:
            self._travel("redone", steps.redo_description, steps.redo)

    def _travel(self, key: str, what: str, act: Callable[[], None]) -> None:
        if what:
            act()
            self._say_done(self._context.words(f"actions.{key}", what=what))
