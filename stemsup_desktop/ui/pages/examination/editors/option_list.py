"""A list of options with marks: one or several to choose, arrows go from one to the next and choose none."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from stemsup_desktop.ui.components.option_button import OptionButton
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes

_COLUMNS = 3
_SHORT, _SHORT_JAPANESE = 28, 13


@spoken_as(Role.Grouping)
class OptionList(QWidget):
    """`changed` carries the chosen codes in the order of the options; setting them reports nothing."""

    changed = Signal(object)
    left = Signal(int)
    """The person went beyond the first (-1) or last (1) option by an arrow key."""

    def __init__(
        self,
        theme: Theme,
        label: str,
        name: str,
        options: tuple[tuple[str, str], ...],
        *,
        is_single: bool,
        exclusive: frozenset[str] = frozenset(),
        columns: int = 1,
        shows_text: bool = True,
    ) -> None:
        super().__init__()
        self._is_single = is_single
        self._exclusive = exclusive
        self._is_read_only = False
        self._chosen: tuple[str, ...] = ()
        self.buttons: dict[str, OptionButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(sizes.M if shows_text else 0)
        grid.setVerticalSpacing(sizes.TIGHT)
        for index, (code, text) in enumerate(options):
            button = OptionButton(theme, text, is_round=is_single, shows_text=shows_text)
            button.setObjectName(f"{name}_{code}")
            button.setAccessibleName(f"{label}: {text}")
            button.clicked.connect(lambda _=False, code=code: self.choose(code))
            button.moved.connect(lambda by, index=index: self._move(index + by, by))
            self.buttons[code] = button
            grid.addWidget(button, index // columns, index % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.setAccessibleName(label)
        self._refresh()

    def set_read_only(self, is_read_only: bool) -> None:
        """Show the choice without letting it be changed; arrows still go from one option to the next."""
        self._is_read_only = is_read_only
        for button in self.buttons.values():
            button.set_read_only(is_read_only)

    def chosen(self) -> tuple[str, ...]:
        """Return the chosen codes."""
        return self._chosen

    def set_chosen(self, codes: tuple[str, ...]) -> None:
        """Show a choice without reporting it."""
        if codes != self._chosen:
            self._chosen = codes
            self._refresh()

    def choose(self, code: str) -> None:
        """Choose as the person would; the same again takes it back. An exclusive option clears the others."""
        if self._is_read_only:
            return
        if code in self._chosen:
            chosen = {one for one in self._chosen if one != code}
        elif self._is_single or code in self._exclusive:
            chosen = {code}
        else:
            chosen = {code, *(one for one in self._chosen if one not in self._exclusive)}
        self._chosen = tuple(one for one in self.buttons if one in chosen)
        self._refresh()
        self.changed.emit(self._chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def _move(self, index: int, by: int) -> None:
        buttons = list(self.buttons.values())
        if 0 <= index < len(buttons):
            buttons[index].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit(by)

    def _refresh(self) -> None:
        stop = next((code for code in self._chosen if code in self.buttons), next(iter(self.buttons), ""))
        for code, button in self.buttons.items():
            button.setChecked(code in self._chosen)
            # One stop for Tab among options of which one is chosen; boxes are a stop each.
            is_stop = not self._is_single or code == stop
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
        if stop:
            self.setFocusProxy(self.buttons[stop if self._is_single else next(iter(self.buttons))])


def count_columns(texts: tuple[str, ...], *, is_japanese: bool) -> int:
    """Return in how many columns options stand side by side."""
    longest = max(map(len, texts), default=0)
    return _COLUMNS if longest <= (_SHORT_JAPANESE if is_japanese else _SHORT) else 2
