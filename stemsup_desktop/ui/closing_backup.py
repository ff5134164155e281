"""The backup that is made when the program closes: a small window past half a second, and a way out of it."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.backup_keeper import BackupKeeper, BackupStatus
from stemsup_desktop.ui.backup_run import Reason
from stemsup_desktop.ui.backup_words import say_progress
from stemsup_desktop.ui.components.buttons import Button, PrimaryButton
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.messages import BUSY_AFTER_MS, InlineMessage
from stemsup_desktop.ui.components.progress_line import ProgressLine
from stemsup_desktop.ui.copy_work import CANCELLED
from stemsup_desktop.ui.theme import Theme, set_look, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

WIDTH_PX = 440
_LOCKED = "vault-locked"


class ClosingWindow(QWidget):
    """Says how far the backup is, or why there is none; `skipped` and `asked_again` say what the person wants."""

    skipped = Signal()
    asked_again = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setObjectName("closing_window")
        self.setWindowTitle(words("entry.window_title"))
        set_look(self, surface="base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH_PX)
        self._title = Label(theme, role="heading", wraps=True)
        self._title.setObjectName("closing_title")
        self._status = Label(theme, role="body", tone="text-2", wraps=True)
        self._status.setObjectName("closing_status")
        self._bar = ProgressLine(theme, words)
        self._message = InlineMessage(theme)
        self._message.setObjectName("closing_message")
        self._skip = Button(theme, words("backups.closing_skip"), is_bar=True)
        self._skip.setObjectName("closing_skip")
        self._skip.clicked.connect(self.skipped)
        self._again = PrimaryButton(theme, words("backups.closing_again"), is_bar=True)
        self._again.setObjectName("closing_again")
        self._again.clicked.connect(self.asked_again)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._skip)
        buttons.addWidget(self._again)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(sizes.XL, sizes.L, sizes.XL, sizes.L)
        rows.setSpacing(sizes.S)
        for part in (self._title, self._status, self._bar, self._message):
            rows.addWidget(part)
        rows.addLayout(buttons)

    def show_status(self, status: BackupStatus) -> None:
        """Say how far it is."""
        self._say(self._words("backups.closing_title"), say_progress(status, self._words), "")
        self._bar.show_progress(0 if status.progress is None else status.progress.percent, 100)

    def show_problem(self, problem: Problem) -> None:
        """Say why there is no backup, and let the person decide."""
        self._say(self._words("backups.closing_failed"), "", self._words.sentence_of(problem))
        self._again.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.skipped.emit()
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take the window's own cross as the word to close."""
        event.ignore()
        self.skipped.emit()

    def _say(self, title: str, status: str, message: str) -> None:
        self._title.setText(title)
        self._status.setText(status)
        self._message.show_message(TagState.CAUTION, message)
        for part, is_shown in ((self._status, bool(status)), (self._bar, not message), (self._again, bool(message))):
            set_shown(part, is_shown)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the wrapped sentences need; Qt asks a window for its height without saying its width."""
        rows = self.layout()
        if rows is not None:
            rows.invalidate()
            self.setFixedHeight(max(rows.totalHeightForWidth(WIDTH_PX), rows.totalMinimumSize().height()))


class ClosingBackup(QObject):
    """Makes the last backup of the day. `finished` comes once: it is made, none was wanted, or the person said so."""

    finished = Signal()

    def __init__(self, theme: Theme, words: Words, keeper: BackupKeeper, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._problem: Problem | None = None
        self._is_over = False
        self.window = ClosingWindow(theme, words)
        self.window.skipped.connect(self._on_skipped)
        self.window.asked_again.connect(self._begin)
        self._appear = QTimer(self)
        self._appear.setSingleShot(True)
        self._appear.setInterval(BUSY_AFTER_MS)
        self._appear.timeout.connect(self.window.show)
        keeper.status_changed.connect(self._on_status)
        keeper.ended.connect(self._on_ended)

    def start(self) -> None:
        """Begin; nothing is seen of it if it is over soon."""
        self._appear.start()
        self._begin()

    def _begin(self) -> None:
        self._problem = None
        self._keeper.back_up(Reason.CLOSING)
        self._on_status(self._keeper.status)

    def _on_status(self, status: BackupStatus) -> None:
        if self._problem is None and not self._is_over:
            self.window.show_status(status)

    def _on_ended(self, problem: Problem | None) -> None:
        if self._is_over:
            return
        if problem is None or problem.code in (CANCELLED, _LOCKED):
            self._finish()
            return
        self._problem = problem
        self._appear.stop()
        self.window.show_problem(problem)
        self.window.show()

    def _on_skipped(self) -> None:
        """Close at once: what runs hears of it and tidies up, and a dead share keeps nobody at the screen."""
        self._keeper.cancel()
        self._finish()

    def _finish(self) -> None:
        if not self._is_over:
            self._is_over = True
            self._appear.stop()
            self.window.hide()
            self.window.deleteLater()
            self.finished.emit()
