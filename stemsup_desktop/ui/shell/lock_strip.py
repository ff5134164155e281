"""The strip that says how soon the records are locked, over whatever the window shows."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from stemsup_desktop.ui.auto_lock import WARN_S
from stemsup_desktop.ui.components.buttons import Button
from stemsup_desktop.ui.components.labels import IconLabel, Label
from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.spoken import Role, say, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.window_language import WindowLanguage

_ABOVE_FOOT_PX, _STRIP_PX = 68, 40
"""Clear of the action bar, where the offer to undo stands as well: that one is long gone when this one comes."""


@spoken_as(Role.AlertMessage)
class LockStrip(QWidget):
    """Takes no focus: any key or move of the person's says the same as its button, and still does what it does."""

    stay_requested = Signal()

    def __init__(self, theme: Theme, language: WindowLanguage, host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self._language = language
        self._host = host
        self._seconds = 0
        self.setObjectName("lock_strip")
        self._text = Label(theme, role="compact", tone="base")
        self.button = Button(theme, kind="inverse")
        self.button.setObjectName("lock_stay")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.set_type("compact", 700)
        self.button.clicked.connect(self.stay_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.M, sizes.XXS, sizes.XXS, sizes.XXS)
        row.setSpacing(0)
        row.addWidget(IconLabel(theme, "lock", "base", 16))
        row.addSpacing(sizes.XS)
        row.addWidget(self._text)
        row.addSpacing(sizes.S)
        row.addWidget(self.button)
        self.grow()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        host.installEventFilter(self)
        language.language_changed.connect(self._on_language_changed)
        self.hide()

    def grow(self) -> None:
        """Be as high as the size of text in use asks for."""
        self.setMinimumHeight(self._theme.grown(_STRIP_PX))

    def show_seconds(self, seconds: int) -> None:
        """Say how many seconds are left; 0 while only work under way holds the lock back."""
        is_new = self.isHidden()
        self._seconds = seconds
        text = self._say(seconds)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.button.setText(self._language.words("shell.lock_stay"))
        if seconds:
            # As wide as its longest, so that it stands still while it counts.
            metrics = QFontMetricsF(self._text.font())
            self._text.setMinimumWidth(round(metrics.horizontalAdvance(self._say(WARN_S))) + 1)
        self._place()
        self.show()
        if is_new:
            say(self, text, is_urgent=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False

    def paintEvent(self, event: object) -> None:
        painter = start_painting(self)
        draw_box(painter, self.rect().toRectF(), fill=self._theme.colour("text"), radius=6)
        painter.end()

    def _say(self, seconds: int) -> str:
        words = self._language.words
        return words("shell.lock_countdown", seconds=seconds) if seconds else words("shell.lock_after_work")

    def _place(self) -> None:
        self.adjustSize()
        host = self._host
        self.move((host.width() - self.width()) // 2, host.height() - self.height() - _ABOVE_FOOT_PX)
        self.raise_()

    def _on_language_changed(self) -> None:
        if not self.isHidden():
            self.show_seconds(self._seconds)
