"""The actions of the window: their keys, what they do now, and why they cannot be done."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.actions.binding import BoundAction, bind_action, bind_family, never_refused
from stemsup_desktop.ui.actions.offer import Offer
from stemsup_desktop.ui.actions.registry import Group, get_action, iter_actions
from stemsup_desktop.ui.components.action_bar import Action
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.field_history import Steps
from stemsup_desktop.ui.page import Page


class Frame(Protocol):
    """What the window does at its own keys."""

    def go_to_step(self, step: int, target: str = "") -> None:
        """Show a step of the open visit."""

    def go_to_place(self, place: int) -> None:
        """Show the page at a place of the rail, from 1."""


class WindowActions:
    """Binds what the window can do, and lists it together with what the page on show can do."""

    def __init__(
        self,
        window: QWidget,
        frame: Frame,
        context: PageContext,
        current: Callable[[], Page[Any] | None],
        find_steps: Callable[[], Steps | None],
    ) -> None:
        self._window = window
        self._context = context
        self._current = current
        self._find_steps = find_steps
        self._bound: dict[str, BoundAction] = {}
        bind_family(window, "steps", frame.go_to_step)
        bind_family(window, "rail", frame.go_to_place)

    def bind(self, action_id: str, act: Callable[[], object], find_reason: Callable[[], str] = never_refused) -> None:
        """Let an action of the registry do something, by its keys anywhere in the window and by its words."""
        self._bound[action_id] = BoundAction(action_id, act, find_reason)
        bind_action(self._window, action_id, act, is_everywhere=True)

    def list_offers(self, page_id: str) -> tuple[Offer, ...]:
        """Return what can be done on the page on show, its own first, then what the window does anywhere."""
        return tuple(self._iter_offers(page_id))

    def _iter_offers(self, page_id: str) -> Iterator[Offer]:
        page = self._current()
        own = page.bound if page is not None else {}
        if page is not None:
            known = {get_action(action_id).key_hint for action_id in own}
            yield from (offer for offer in _iter_buttons(page) if offer.key_hint not in known - {""})
        for spec in iter_actions(page_id):
            bound = own.get(spec.action_id) or self._bound.get(spec.action_id)
            if bound is not None and spec.is_listed:
                title = self._find_title(spec.action_id, self._context.words(spec.title_key))
                others = (spec.reading,) if spec.reading else ()
                yield Offer(spec.action_id, title, bound.act, spec.group, spec.key_hint, bound.find_reason(), others)

    def _find_title(self, action_id: str, title: str) -> str:
        """Name what undo would take back, and what redo would do again."""
        steps, words = self._find_steps(), self._context.words
        if action_id == "undo" and steps is not None and steps.undo_description:
            return words("actions.undo_named", what=steps.undo_description)
        if action_id == "redo" and steps is not None and steps.redo_description:
            return words("actions.redo_named", what=steps.redo_description)
        return title

    # Why not

    def say_no_visit(self) -> str:
        """Say that a visit must be open, where none is."""
        return "" if self._context.session.has_visit else self._context.words("actions.why_no_visit")

    def say_no_undo(self) -> str:
        """Say that there is nothing to undo, or that the page has no undo: nothing changes out of sight."""
        steps, words = self._find_steps(), self._context.words
        if steps is None:
            return words("actions.why_no_step")
        return "" if steps.undo_description else words("actions.why_no_undo")

    def say_no_redo(self) -> str:
        """Say that there is nothing to redo, or that the page has no undo."""
        steps, words = self._find_steps(), self._context.words
        if steps is None:
            return words("actions.why_no_step")
        return "" if steps.redo_description else words("actions.why_no_redo")

    def say_saved(self) -> str:
        """Say that everything is on disk, where it is."""
        return self._context.words("actions.why_saved") if self._context.session.is_saved else ""

    def say_no_print(self) -> str:
        """Say that the page on show cannot be printed, where it cannot."""
        page = self._current()
        return "" if page is not None and page.can_print else self._context.words("actions.why_no_print")

    def say_no_history(self) -> str:
        """Say that nobody is chosen whose history could be shown."""
        page = self._current()
        has_subject = self._context.session.has_visit or (page is not None and bool(page.shown_patient_id))
        return "" if has_subject else self._context.words("actions.why_no_history")


def _iter_buttons(page: Page[Any]) -> Iterator[Offer]:
    """Go through the buttons of a page's bar, the main one first; the way back is for Esc."""
    actions = page.action_bar.shown
    main = get_action("main").key_hint
    every = (actions.primary, *actions.secondary)
    for place, action in enumerate(one for one in every if one is not None):
        key = action.key_hint or (main if action is actions.primary else "")
        yield _make_offer(f"bar.{place}", action, key)


def _make_offer(offer_id: str, action: Action, key: str) -> Offer:
    return Offer(offer_id, action.text, action.on_triggered, Group.HERE, key, action.reason)
