"""What assistive technology is told of what we paint ourselves: its role, its state and acts; and what is read out.

Qt knows these of its own kinds of widgets only. A class of ours names its role with `spoken_as`; its name and its
description are the accessible ones of the widget, as everywhere.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleStateChangeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QWidget

Role = QAccessible.Role
PRESS, TOGGLE = QAccessibleActionInterface.pressAction(), QAccessibleActionInterface.toggleAction()
NEXT, PREVIOUS = QAccessibleActionInterface.increaseAction(), QAccessibleActionInterface.decreaseAction()
Made = TypeVar("Made", bound=type[QWidget])

_roles: dict[str, tuple[type[QWidget], Role]] = {}
_voices: list[QAccessibleWidget] = []
"""Qt holds a voice until its widget dies and does not tell Python so: none may be freed before."""
_PRUNE_EVERY = 512


def spoken_as(role: Role) -> Callable[[Made], Made]:
    """Name the role of a class of widgets, and of its subclasses that name no other.

    An instance may have another one as `spoken_role`, what can be done with it as `spoken_acts`, by Qt's names for
    acts, and as `spoken_checked` and `spoken_selected` whether it is so, or None where that is no question; a button
    whose page is the one on show says so by `is_selected`. Raises ValueError for a second class of one
    name: Qt knows no more of a class than that.
    """

    def register(made: Made) -> Made:
        if made.__name__ in _roles:
            raise ValueError(f"two classes with a role are called {made.__name__}")
        _roles[made.__name__] = (made, role)
        return made

    return register


@cache
def install_voices() -> None:
    """Let Qt ask here for the voice of a widget; it goes on asking as long as the process lives."""
    QAccessible.installFactory(_make_voice)


def say(widget: QWidget, sentence: str, *, is_urgent: bool = False) -> None:
    """Have a sentence read out: after what is being read, or at once where the person must not go on without it."""
    if sentence:
        announcement = QAccessibleAnnouncementEvent(widget, sentence)
        if is_urgent:
            announcement.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        _tell(announcement)


def tell_state(widget: QWidget, part: str) -> None:
    """Tell assistive technology that a part of a widget's state, such as "checked", is another one now."""
    changed = QAccessible.State()
    setattr(changed, part, 1)
    QAccessible.updateAccessibility(QAccessibleStateChangeEvent(widget, changed))


def _tell(announcement: QAccessibleAnnouncementEvent) -> None:
    QAccessible.updateAccessibility(announcement)


class _Voice(QAccessibleWidget):
    """A painted widget."""

    def __init__(self, widget: QWidget, role: Role) -> None:
        super().__init__(widget, role)
        self._role = role

    def role(self) -> Role:
        role = getattr(self.widget(), "spoken_role", self._role)
        return role if isinstance(role, Role) else self._role

    def state(self) -> QAccessible.State:
        state, widget = super().state(), self.widget()
        checked, selected = getattr(widget, "spoken_checked", None), getattr(widget, "spoken_selected", None)
        state.checkable, state.checked = int(checked is not None), int(bool(checked))
        state.selectable, state.selected = int(selected is not None), int(bool(selected))
        return state

    def actionNames(self) -> list[str]:
        return [*self._acts, *super().actionNames()]

    def doAction(self, name: str) -> None:
        act = self._acts.get(name)
        if act is None:
            super().doAction(name)
        else:
            act()

    def keyBindingsForAction(self, name: str) -> list[str]:
        return []

    @property
    def _acts(self) -> Mapping[str, Callable[[], object]]:
        widget = self.widget()
        acts: Mapping[str, Callable[[], object]] = getattr(widget, "spoken_acts", {})
        return acts if widget.isEnabled() else {}


class _ButtonVoice(_Voice):
    """A painted button that is more than a button to Qt: one of several, or a step."""

    def text(self, kind: QAccessible.Text) -> str:
        said = super().text(kind)
        return self._button.text() if kind is QAccessible.Text.Name and not said else said

    def state(self) -> QAccessible.State:
        state, button = super().state(), self._button
        state.checkable = int(button.isCheckable())
        state.checked = int(button.isChecked())
        is_selected = getattr(button, "is_selected", None)
        state.selectable = int(is_selected is not None)
        state.selected = int(bool(is_selected))
        return state

    @property
    def _acts(self) -> Mapping[str, Callable[[], object]]:
        button = self._button
        name = TOGGLE if button.isCheckable() else PRESS
        return {name: button.click} if button.isEnabled() else {}

    @property
    def _button(self) -> QAbstractButton:
        button = self.widget()
        if not isinstance(button, QAbstractButton):
            raise TypeError(f"{type(button).__name__} is no button")
        return button


def _make_voice(class_name: str, made: QObject) -> QAccessibleWidget | None:
    """Return the voice of a widget whose class has a role; Qt asks with the name of each class it is of, in turn."""
    kind, role = _roles.get(class_name, (None, None))
    if kind is None or role is None or not isinstance(made, kind):
        return None
    if len(_voices) % _PRUNE_EVERY == 0:
        _voices[:] = [voice for voice in _voices if shiboken6.isValid(voice)]
    voice = _ButtonVoice(made, role) if isinstance(made, QAbstractButton) else _Voice(made, role)
    _voices.append(voice)
    return voice
