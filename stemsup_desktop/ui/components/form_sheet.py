"""A sheet with a form: it says what is still missing, waits for the vault, and forgets what it was told."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.scrolling_sheet import REACH, ScrollingSheet
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

WIDTH_PX = 640
_LEAST_PX = 96


class FormSheet(ScrollingSheet):
    """`submitted` comes once nothing is missing; a subclass says what is, and what the form holds."""

    submitted = Signal()

    def __init__(
        self, theme: Theme, words: Words, host: QWidget, title: str, accept: str, *, is_grave: bool = False
    ) -> None:
        super().__init__(
            theme,
            host,
            title,
            accept_text=accept,
            dismiss_text=words("common.cancel"),
            is_grave=is_grave,
            width=WIDTH_PX,
            least_px=_LEAST_PX,
        )
        self.words = words
        self._is_busy = False
        self._problem = InlineMessage(theme)
        self._problem.setObjectName("form_problem")
        self._open_items = Label(theme, role="compact", tone="text-3", wraps=True)
        self._open_items.setObjectName("form_status")
        self.rows = self.pane.rows
        self.body.addWidget(self.pane)
        self.title.setContentsMargins(REACH, 0, REACH, 0)
        self.buttons.setContentsMargins(REACH, 0, REACH, 0)
        self.accepted.connect(self.submit)
        self.dismissed.connect(self._on_dismissed)

    def finish_layout(self) -> None:
        """Put the lines that say how it stands under the form; called once everything else is in it."""
        for line in (self._problem, self._open_items):
            line.setContentsMargins(REACH, 0, REACH, 0)
            self.body.addWidget(line)
        self.refresh()

    def add_text(self, text: str) -> None:
        self.rows.addWidget(Label(self._theme, text, tone="text-2", wraps=True, keeps_phrases=True))

    def list_open(self) -> tuple[str, ...]:
        """Return what is still missing, in words."""
        return ()

    def forget(self) -> None:
        """Empty what nobody may read here later."""

    def submit(self) -> None:
        """Hand the form on, unless something is missing or the vault is at work."""
        if self.accept_button.isEnabled():
            self.submitted.emit()

    def show_busy(self, sentence: str) -> None:
        """Say what is going on and take nothing meanwhile."""
        self._is_busy = True
        self._problem.show_message(TagState.STOP, "")
        self._say_status(sentence)
        self.accept_button.setEnabled(False)
        self.accept_button.setAccessibleDescription(sentence)
        self.refit()

    def show_problem(self, problem: Problem) -> None:
        """Say why the vault refused."""
        self._is_busy = False
        self.refresh()
        self._problem.show_message(TagState.STOP, self.words.sentence_of(problem))
        self.refit()

    def refresh(self, value: object = None) -> None:
        """Name what is missing, and offer to go on once nothing is."""
        if self._is_busy:
            return
        items = self.list_open()
        self._say_status(self.words("entry.open_items", items=self.words.listed(items)) if items else "")
        self.accept_button.setEnabled(not items)
        self.accept_button.setAccessibleDescription(self.words.listed(items))
        self._problem.show_message(TagState.STOP, "")
        self.refit()

    def add_row(self, *widgets: QWidget) -> None:
        """Put widgets side by side, each as wide as the next."""
        row: QBoxLayout = QHBoxLayout()
        row.setSpacing(sizes.M)
        for widget in widgets:
            row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(row)

    def end(self) -> None:
        """Close the form after the vault took it."""
        self.dismiss()

    def _say_status(self, sentence: str) -> None:
        self._open_items.setText(sentence)
        set_shown(self._open_items, bool(sentence))

    def _on_dismissed(self) -> None:
        self.forget()
        self.deleteLater()
