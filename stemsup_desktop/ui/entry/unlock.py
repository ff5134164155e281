"""The locked window: a passphrase, and nothing of any patient."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.components.buttons import LinkLabel, PrimaryButton, QuietButton
from stemsup_desktop.ui.components.labels import IconLabel, Label
from stemsup_desktop.ui.entry.passphrase_field import PassphraseField
from stemsup_desktop.ui.theme import Theme, set_look
from stemsup_desktop.ui.words import Words

CARD_WIDTH = 400


class UnlockPage(QWidget):
    """Asks for the passphrase; `unlock_requested` carries it once."""

    unlock_requested = Signal(str)
    language_switch_requested = Signal()
    demo_requested = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        set_look(self, surface="window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.passphrase = PassphraseField(theme, words, words("entry.passphrase"))
        self.passphrase.setObjectName("passphrase")
        self._caps = Label(theme, "", role="small", tone="caut")
        self._status = Label(theme, "", role="compact", tone="text-3", wraps=True)
        self._unlock = PrimaryButton(theme, words("entry.unlock"), key_hint="Enter", is_bar=True)
        self._unlock.setObjectName("unlock")
        self._unlock.clicked.connect(self._on_unlock)
        self.passphrase.line_edit.returnPressed.connect(self._on_unlock)
        self.passphrase.line_edit.installEventFilter(self)
        language = QuietButton(theme, words("entry.language_switch"))
        language.setObjectName("language_switch")
        language.clicked.connect(self.language_switch_requested)
        demo = LinkLabel(theme, words("entry.demo"))
        demo.setObjectName("demo")
        demo.clicked.connect(self.demo_requested)
        self._lay_out(theme, language, demo)

    def _lay_out(self, theme: Theme, language: QWidget, demo: QWidget) -> None:
        column = QVBoxLayout()
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel(theme, "drop", "accent", 32))
        head.addWidget(Label(theme, self._words("entry.product"), role="heading"))
        head.addStretch(1)
        head.addWidget(language)
        column.addLayout(head)
        column.addSpacing(16)
        column.addWidget(Label(theme, self._words("entry.unlock_title"), role="title"))
        column.addWidget(Label(theme, self._words("entry.unlock_note"), role="body", tone="text-2", wraps=True))
        column.addSpacing(8)
        column.addWidget(self.passphrase)
        column.addWidget(self._caps)
        row = QHBoxLayout()
        row.addWidget(self._status, 1)
        row.addWidget(self._unlock)
        column.addLayout(row)
        column.addSpacing(24)
        column.addWidget(demo, 0, Qt.AlignmentFlag.AlignLeft)
        holder = QWidget()
        holder.setFixedWidth(CARD_WIDTH)
        holder.setLayout(column)
        outer = QVBoxLayout(self)
        # No alignment here: a layout asks an aligned widget for its height without saying its width.
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(holder)
        across.addStretch(1)
        outer.addStretch(2)
        outer.addLayout(across)
        outer.addStretch(3)

    def focus_first(self) -> None:
        """Put the cursor where typing starts."""
        self.passphrase.line_edit.setFocus()

    def show_busy(self, sentence: str) -> None:
        """Say what is going on and take no second try meanwhile."""
        self._status.setText(sentence)
        self._unlock.setEnabled(False)
        self.passphrase.set_error("")

    def show_problem(self, problem: Problem) -> None:
        """Say why the records stay locked, and let the person try again."""
        self._status.setText("")
        self._unlock.setEnabled(True)
        self.passphrase.set_error(self._words.sentence_of(problem))
        self.passphrase.line_edit.selectAll()
        self.focus_first()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isalpha():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            is_caps = event.text().isupper() != has_shift and event.text().isascii()
            self._caps.setText(self._words("entry.caps_lock") if is_caps else "")
        return super().eventFilter(watched, event)

    def _on_unlock(self) -> None:
        if self._unlock.isEnabled():
            passphrase = self.passphrase.text()
            self.unlock_requested.emit(passphrase)
