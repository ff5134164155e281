"""Sentences in place: messages with a state, pages with nothing to show yet, the strip of slow work."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import Button, LinkLabel, PrimaryButton
from stemsup_desktop.ui.components.labels import IconLabel, Label, set_shown
from stemsup_desktop.ui.components.progress_line import ProgressLine
from stemsup_desktop.ui.components.tags import ICONS, TagState
from stemsup_desktop.ui.theme import Theme, set_look, sizes
from stemsup_desktop.ui.words import Words

BUSY_AFTER_MS = 500
CANCEL_AFTER_MS = 2000
_WIDEST_PX = 440


class InlineMessage(QFrame):
    """An icon, a sentence and perhaps a link; on a tinted strip if `is_strip`."""

    link_followed = Signal()

    def __init__(
        self,
        theme: Theme,
        state: TagState = TagState.INFORMATION,
        sentence: str = "",
        *,
        link: str = "",
        is_strip: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_strip = is_strip
        self._message: tuple[TagState, str, str] | None = None
        self._icon = IconLabel(theme, size=20 if is_strip else 16, line="compact")
        self._sentence = Label(theme, role="compact", wraps=True, keeps_phrases=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignTop)  # beside the icon where the message gets more room
        self._link = LinkLabel(theme)
        self._link.clicked.connect(self.link_followed)
        row = QHBoxLayout(self)
        row.setContentsMargins(*((sizes.XL, sizes.XS, sizes.XL, sizes.XS) if is_strip else (0, 0, 0, 0)))
        row.setSpacing(sizes.XS)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._link, 0, Qt.AlignmentFlag.AlignTop)
        self.show_message(state, sentence, link)

    @property
    def sentence(self) -> str:
        """What it says, or empty."""
        return self._sentence.text()

    def show_message(self, state: TagState, sentence: str, link: str = "") -> None:
        """Show a sentence; an empty one hides the message."""
        if (state, sentence, link) != self._message:
            self._message = state, sentence, link
            self._icon.set_icon(ICONS[state], state.value)
            self._sentence.setText(sentence)
            self._sentence.set_tone(state.value)
            self._sentence.setAccessibleName(sentence)
            self._link.setText(link)
            set_shown(self._link, bool(link))
            if self._is_strip:
                set_look(self, strip=state.value)
        set_shown(self, bool(sentence))


class EmptyState(QWidget):
    """A pane with nothing to show: icon, sentence and the one thing to do."""

    action_requested = Signal()

    def __init__(self, theme: Theme, icon: str, sentence: str, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel(theme, icon, "text-3", 36)
        self._sentence = Label(theme, sentence, tone="text-2", wraps=True, keeps_phrases=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setMaximumWidth(theme.grown(_WIDEST_PX))
        self.button = PrimaryButton(theme, action)
        set_shown(self.button, bool(action))
        self.button.clicked.connect(self.action_requested)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(sizes.XS, sizes.XS, sizes.XS, sizes.XS)
        rows.setSpacing(sizes.S)
        rows.addStretch(1)
        rows.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._sentence, 24)
        across.addStretch(1)
        rows.addLayout(across)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(2)

    def show_text(self, icon: str, sentence: str, action: str = "", key: str = "") -> None:
        """Show another reason for being empty; `key` does what the button does."""
        self._icon.set_icon(icon, "text-3")
        self._sentence.setText(sentence)
        self.button.setText(action)
        self.button.set_key_hint(key)
        set_shown(self.button, bool(action))


class BusyStrip(QWidget):
    """Appears when work takes longer than 0.5 s, and offers to cancel it after 2 s."""

    cancel_requested = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Label(theme, role="compact", tone="text-2")
        self._line = ProgressLine(theme, words)
        self._cancel = Button(theme, words("common.cancel"), kind="quiet")
        self._cancel.clicked.connect(self.cancel_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.XL, sizes.XXS, sizes.XL, sizes.XXS)
        row.setSpacing(sizes.S)
        row.addWidget(self._label)
        row.addWidget(self._line, 1)
        row.addWidget(self._cancel)
        self._appear = self._make_timer(BUSY_AFTER_MS)
        self._appear.timeout.connect(self.show)
        self._offer = self._make_timer(CANCEL_AFTER_MS)
        self._offer.timeout.connect(self._cancel.show)
        self.hide()

    def start(self, sentence: str, *, can_cancel: bool = False) -> None:
        """Say what is being done; nothing is seen of it if it is over soon."""
        self._label.setText(sentence)
        self._line.start(is_measured=False)
        self._cancel.hide()
        # The way out comes later; the page below does not move then.
        self.setMinimumHeight(self._cancel.sizeHint().height() + 2 * sizes.XXS if can_cancel else 0)
        self._appear.start()
        if can_cancel:
            self._offer.start()

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the work is, and about how long it still takes."""
        self._line.show_progress(done, total)

    def stop(self) -> None:
        """Say that the work is over."""
        self._appear.stop()
        self._offer.stop()
        self._line.stop()
        self.hide()

    def _make_timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        return timer
