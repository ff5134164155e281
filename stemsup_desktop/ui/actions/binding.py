"""Binds the keys of an action to what it does, for as long as their owner lives."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.actions.registry import get_action


def never_refused() -> str:
    """Return no reason: the action is always possible."""
    return ""


@dataclass(frozen=True, slots=True)
class BoundAction:
    """What an action does where it is bound, and why it cannot be done now; empty means that it can."""

    action_id: str
    act: Callable[[], object]
    find_reason: Callable[[], str] = never_refused


class ActionShortcut(QShortcut):
    """One key of one owner: a child of it, so that it goes with it and holds nothing of it alive."""

    def __init__(self, owner: QWidget, key: str, act: Callable[[], object], *, is_everywhere: bool) -> None:
        super().__init__(QKeySequence(key), owner)
        self._act = act
        context = Qt.ShortcutContext
        self.setContext(context.WindowShortcut if is_everywhere else context.WidgetWithChildrenShortcut)
        self.activated.connect(self._on_activated)

    def _on_activated(self) -> None:
        self._act()


def bind_action(
    owner: QWidget, action_id: str, act: Callable[[], object], *, is_everywhere: bool = False
) -> tuple[ActionShortcut, ...]:
    """Let the keys of an action do it while the focus is in the owner, or anywhere in its window."""
    return tuple(ActionShortcut(owner, key, act, is_everywhere=is_everywhere) for key in get_action(action_id).keys)


def bind_family(owner: QWidget, action_id: str, act: Callable[[int], object]) -> None:
    """Let each key of an action do it with the key's place, from 1, anywhere in the window of the owner."""
    for place, key in enumerate(get_action(action_id).keys, start=1):
        ActionShortcut(owner, key, _with_place(act, place), is_everywhere=True)


def _with_place(act: Callable[[int], object], place: int) -> Callable[[], object]:
    def do() -> object:
        return act(place)

    return do
