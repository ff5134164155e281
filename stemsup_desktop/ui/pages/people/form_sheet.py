"""A sheet with a form: it says what is still missing, waits for the vault, and forgets what it was told."""

from PySide6.QtCore import QEvent, QMargins, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

WIDTH_PX = 640
_REACH = 5
"""Room for the focus ring at the edge of what scrolls."""
_LEAST_PX, _OUTSIDE_PX = 96, 48


class FormSheet(Sheet):
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
        )
        self.words = words
        self._is_busy = False
        self._problem = InlineMessage(theme)
        self._problem.setObjectName("form_problem")
        self._open_items = Label(theme, role="compact", tone="text-3", wraps=True)
        self._open_items.setObjectName("form_status")
        self._pane = ScrollPane(margins=(_REACH, _REACH, _REACH, _REACH), spacing=12)
        self.rows = self._pane.rows
        self._pane.content.installEventFilter(self)
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.setInterval(0)
        self._refit.timeout.connect(self._fit)
        self._pane.setFixedHeight(_LEAST_PX)
        self.body.addWidget(self._pane)
        # What does not scroll stands where it would without that room.
        self.card.rows.setContentsMargins(self.card.rows.contentsMargins() - QMargins(_REACH, 0, _REACH, 0))
        self.title.setContentsMargins(_REACH, 0, _REACH, 0)
        self.buttons.setContentsMargins(_REACH, 0, _REACH, 0)
        self.accepted.connect(self.submit)
        self.dismissed.connect(self._on_dismissed)

    def finish_layout(self) -> None:
        """Put the lines that say how it stands under the form; called once everything else is in it."""
        for line in (self._problem, self._open_items):
            line.setContentsMargins(_REACH, 0, _REACH, 0)
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
        self._refit.start()

    def show_problem(self, problem: Problem) -> None:
        """Say why the vault refused."""
        self._is_busy = False
        self.refresh()
        self._problem.show_message(TagState.STOP, self.words.sentence_of(problem))
        self._refit.start()

    def refresh(self, value: object = None) -> None:
        """Name what is missing, and offer to go on once nothing is."""
        if self._is_busy:
            return
        items = self.list_open()
        separator = "、" if self.words.language is Language.JA else ", "
        self._say_status(self.words("entry.open_items", items=separator.join(items)) if items else "")
        self.accept_button.setEnabled(not items)
        self._problem.show_message(TagState.STOP, "")
        self._refit.start()

    def add_row(self, *widgets: QWidget) -> None:
        """Put widgets side by side, each as wide as the next."""
        row: QBoxLayout = QHBoxLayout()
        row.setSpacing(16)
        for widget in widgets:
            row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(row)

    def end(self) -> None:
        """Close the form after the vault took it."""
        self.dismiss()

    def _say_status(self, sentence: str) -> None:
        self._open_items.setText(sentence)
        set_shown(self._open_items, bool(sentence))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._pane.content and event.type() == QEvent.Type.LayoutRequest:
            self._refit.start()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Give the form its height, or on a low window what room there is, and scroll the rest."""
        for layout in (self.body, self.card.rows):
            layout.invalidate()  # a nested layout otherwise answers from before
        margins = self.card.rows.contentsMargins()
        across = self.card.width() - margins.left() - margins.right() - 2 * self.card.frameWidth()
        others = self.card.rows.totalHeightForWidth(self.card.width()) - self._pane.minimumHeight()
        room = self._cover.height() - others - _OUTSIDE_PX
        height = max(_LEAST_PX, min(self.rows.totalHeightForWidth(across), room))
        if height != self._pane.minimumHeight():
            self._pane.setFixedHeight(height)
            self.body.invalidate()
        super()._fit()

    def _on_dismissed(self) -> None:
        self.forget()
        self.deleteLater()
