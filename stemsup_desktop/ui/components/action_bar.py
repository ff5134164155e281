"""The bar under the main column: back at the left, other actions and the main one at the right."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import BAR_PADDING_PX, Button, KeyHint
from stemsup_desktop.ui.components.labels import Hairline, Label, laid_out_once, set_shown
from stemsup_desktop.ui.theme import Theme, sizes

_HEIGHT_PX, _LOW_PX = 56, 48
_LONGEST_WORD_PX = 60
"""By how much the first of two lines may be longer than half of the text."""


@dataclass(frozen=True, slots=True)
class Action:
    """One button: its verb, what it does, and why it cannot be used now."""

    text: str
    on_triggered: Callable[[], None]
    key_hint: str = ""
    icon: str = ""
    reason: str = ""
    """Why the action is not available; empty means that it is."""
    name: str = ""
    """The button's object name."""

    @property
    def is_enabled(self) -> bool:
        """Whether the action can be used."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class PageActions:
    """What a page offers in its action bar; `keys` and `keys_note` show single-letter keys, as Y N U "answer"."""

    back: Action | None = None
    secondary: tuple[Action, ...] = ()
    primary: Action | None = None
    keys: tuple[str, ...] = ()
    keys_note: str = ""


class ActionBar(QWidget):
    """Shows a page's actions; the buttons are made anew, their places stay."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions = PageActions()
        self._made: list[QWidget] = []
        self._hints: list[QWidget] = []
        self._keyed: list[tuple[Button, str]] = []
        self._reason: Label | None = None
        self._is_over = False
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # A widget takes any height; a bare row stops at its tallest button and leaves a band beside the line.
        self._holder = holder = QWidget()
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._over = QHBoxLayout()
        self._over.setContentsMargins(sizes.XL, sizes.XS, sizes.XL, 0)
        self._row = QHBoxLayout()
        rows.addLayout(self._over)
        rows.addLayout(self._row, 1)
        self._set_air(0)
        self._row.setSpacing(sizes.S)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(Hairline(theme, token="line-strong"))
        outer.addWidget(holder, 1)
        self.set_low(False)

    def show_actions(self, actions: PageActions) -> None:
        """Show the actions of a page; what looks the same keeps its buttons, and so the focus."""
        if _looks(actions) == _looks(self._actions) and self._made:
            self._actions = actions
            return
        self._actions = actions
        for widget in self._made:
            widget.hide()
            widget.deleteLater()
        self._made.clear()
        self._hints.clear()
        self._keyed.clear()
        self._reason, self._is_over = None, False
        self._set_air(0)
        for row in (self._over, self._row):
            while row.takeAt(0) is not None:
                continue
        with laid_out_once(self._holder):
            self._fill(actions)
            self._show_made()

    @property
    def shown(self) -> PageActions:
        """What is offered now."""
        return self._actions

    def set_low(self, is_low: bool) -> None:
        """Be a little lower on low windows."""
        self.setMinimumHeight(self._theme.grown(_LOW_PX if is_low else _HEIGHT_PX))

    def list_keys(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the buttons on show as (key, what it does), for the map of keys."""
        every = (self._actions.primary, *self._actions.secondary)
        return tuple((action.key_hint, action.text) for action in every if action is not None and action.key_hint)

    def trigger_primary(self) -> None:
        """Do the main action, if it is available."""
        primary = self._actions.primary
        if primary is not None and primary.is_enabled:
            primary.on_triggered()

    def trigger_back(self) -> None:
        """Go back, if there is a way."""
        back = self._actions.back
        if back is not None and back.is_enabled:
            back.on_triggered()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """On narrow windows leave out the keys, first those of the page, then those in the buttons.

        A reason that has no room for two lines beside the buttons stands over them.
        """
        room = self.width() - 48
        reason = self._measure_reason()
        for button, key_hint in self._keyed:
            button.set_key_hint(key_hint)
        buttons = sum(button.sizeHint().width() + 12 for button in self._made if isinstance(button, Button))
        hints = sum(hint.sizeHint().width() + 12 for hint in self._hints)
        for hint in self._hints:
            set_shown(hint, buttons + hints <= room)
        for button, _ in self._keyed if buttons + reason > room else ():
            button.set_key_hint("")
        if self._reason is not None:
            buttons = sum(button.sizeHint().width() + 12 for button in self._made if isinstance(button, Button))
            self._put_reason(self._reason, is_over=buttons + reason > room)

    def _set_air(self, air: int) -> None:
        """Keep so many px above and below the buttons, where the bar is as high as what is on it."""
        # The way back has no outline: its icon stands where the page's text begins, its padding before that.
        self._row.setContentsMargins(sizes.XL - BAR_PADDING_PX, air, sizes.XL, air)

    def _measure_reason(self) -> int:
        """Return the width in px in which the reason takes two lines."""
        if self._reason is None:
            return 0
        words = QFontMetrics(self._reason.font()).horizontalAdvance(self._reason.text())
        return min(words, words // 2 + self._theme.grown(_LONGEST_WORD_PX)) + sizes.S

    def _put_reason(self, reason: Label, *, is_over: bool) -> None:
        if is_over == self._is_over:
            return
        self._is_over = is_over
        self._set_air(sizes.XS if is_over else 0)
        (self._row if is_over else self._over).removeWidget(reason)
        if is_over:
            self._over.addWidget(reason)
        else:
            self._row.insertWidget(self._made.index(reason) + 1, reason, 2)  # behind the stretch

    def _fill(self, actions: PageActions) -> None:
        if actions.back is not None:
            self._add(self._make_button(actions.back, "quiet", lambda shown: shown.back))
        self._row.addStretch(1)
        reason = next((a.reason for a in (actions.primary, *actions.secondary) if a is not None and a.reason), "")
        if reason:
            label = Label(self._theme, reason, role="small", tone="text-3", wraps=True, keeps_phrases=True)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._reason = label
            self._add(label, stretch=2)
        elif actions.keys:
            self._hints += [KeyHint(self._theme, key) for key in actions.keys]
            self._hints.append(Label(self._theme, actions.keys_note, role="compact", tone="text-3"))
            for hint in self._hints:
                self._add(hint)
        for index, action in enumerate(actions.secondary):
            self._add(self._make_button(action, "secondary", lambda shown, index=index: shown.secondary[index]))  # type: ignore[misc]
        if actions.primary is not None:
            self._add(self._make_button(actions.primary, "primary", lambda shown: shown.primary))
        self._fit()

    def _show_made(self) -> None:
        """Show on a bar that is seen what came: Qt would do so a moment later, and lay the page out for each."""
        if self._holder.isVisible():
            for widget in self._made:
                if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                    widget.show()

    def _make_button(self, action: Action, kind: str, find: Callable[[PageActions], Action | None]) -> Button:
        icon = "chevron-left" if kind == "quiet" and not action.icon else action.icon
        button = Button(self._theme, action.text, kind=kind, icon_name=icon, key_hint=action.key_hint, is_bar=True)
        if action.key_hint:
            self._keyed.append((button, action.key_hint))
        button.setObjectName(action.name or f"action_{kind}")
        button.setEnabled(action.is_enabled)
        button.setToolTip(action.reason)
        button.setAccessibleName(action.text)
        button.let_shorten()
        button.setAccessibleDescription(action.reason)

        def on_clicked() -> None:
            if button not in self._made:
                return  # its action is not offered any more
            current = find(self._actions)
            if current is not None:
                current.on_triggered()

        button.clicked.connect(on_clicked)
        return button

    def _add(self, widget: QWidget, stretch: int = 0) -> None:
        self._row.addWidget(widget, stretch)
        self._made.append(widget)


def _looks(actions: PageActions) -> tuple[object, ...]:
    """Return everything of the actions that can be seen."""
    every = (actions.back, actions.primary, *actions.secondary)
    seen = tuple((a.text, a.key_hint, a.icon, a.reason, a.name) if a is not None else None for a in every)
    return (seen, actions.keys, actions.keys_note)
