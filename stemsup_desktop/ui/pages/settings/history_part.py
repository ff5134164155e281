"""The part of the settings for the history: its last row, the way to all of it, and the check that it is whole."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.store.audit_faults import TrailReport, say_report
from stemsup_desktop.store.audit_verification import TrailCheck
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Label, SectionHeading
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

T = TypeVar("T")

ROWS_AT_ONCE = 2_000
"""Rows of one piece of a check: a draft that is to be written waits for one piece at most."""
HASH_SHOWN = 16


class HistoryPart(QWidget):
    """The check is done piece by piece between whatever else the vault has to do."""

    whole_requested = Signal()
    failed = Signal(object)

    def __init__(self, page: Page[Any], access: VaultAccess) -> None:
        super().__init__()
        self._page = page
        self._access = access
        self._is_checking = False
        self._is_cancelled = False
        words, theme = page.words, page.theme
        self._head = Label(theme, role="body", wraps=True)
        self._head.setObjectName("history_head")
        self._head.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._open = SecondaryButton(theme, words("history.open_whole"), icon_name="clock")
        self._open.setObjectName("open_whole_history")
        self._open.clicked.connect(self.whole_requested)
        self._start = SecondaryButton(theme, words("history.check"))
        self._start.setObjectName("check_history")
        self._start.clicked.connect(self.start)
        self._result = InlineMessage(theme)
        self._result.setObjectName("history_result")
        self._lay_out()
        page.busy.cancel_requested.connect(self.cancel)

    def load(self) -> None:
        """Show where the history ends now."""
        self._ask(lambda vault: vault.read_audit_head(), self._on_head)

    def start(self) -> None:
        """Check every row; what was found is said below the buttons."""
        if self._is_checking:
            return
        self._is_checking, self._is_cancelled = True, False
        self._start.setEnabled(False)
        self._result.show_message(TagState.INFORMATION, "")
        self._page.busy.start(self._page.words("history.checking"), can_cancel=True)
        self._ask(lambda vault: vault.begin_history_check(), self._on_begun)

    def cancel(self) -> None:
        """Stop after the piece under way, and say how far it came."""
        self._is_cancelled = True

    def _on_begun(self, result: Ok[TrailCheck] | Err) -> None:
        match result:
            case Ok(check):
                self._go_on(check)
            case Err(problem):
                self._end()
                self.failed.emit(problem)

    def _go_on(self, check: TrailCheck) -> None:
        if self._is_cancelled:
            self._show_report(check.stop())
            return
        self._page.busy.show_progress(check.rows, max(check.total, check.rows))
        self._ask(lambda vault: vault.go_on_checking(check, ROWS_AT_ONCE), partial(self._on_piece, check))

    def _on_piece(self, check: TrailCheck, result: Ok[TrailReport | None] | Err) -> None:
        match result:
            case Ok(None):
                self._go_on(check)
            case Ok(TrailReport() as report):
                self._show_report(report)
            case Err(problem):
                self._end()
                self.failed.emit(problem)

    def _show_report(self, report: TrailReport) -> None:
        self._end()
        state = TagState.CLEAR if report.is_whole else TagState.INFORMATION if report.fault is None else TagState.STOP
        self._result.show_message(state, say_report(report).in_language(self._page.words.language))
        self.load()

    def _end(self) -> None:
        self._is_checking = False
        self._start.setEnabled(True)
        self._page.busy.stop()

    def _on_head(self, result: Ok[AuditHead] | Err) -> None:
        words = self._page.words
        match result:
            case Ok(head):
                number, shown = f"{head.sequence:,}", head.hash[:HASH_SHOWN]
                self._head.setText(words("history.head", number=number, hash=shown))
            case Err(problem):
                self.failed.emit(problem)

    def _ask(self, work: Callable[[Vault], T], on_result: Callable[[Ok[T] | Err], None]) -> None:
        self._page.run_job(lambda: work(self._access.get_vault()), on_result, lane=Lane.VAULT)

    def _lay_out(self) -> None:
        words, theme = self._page.words, self._page.theme
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.S)
        buttons.addWidget(self._open)
        buttons.addWidget(self._start)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.S)
        rows.addWidget(SectionHeading(theme, words("history.part"), words("history.part_note")))
        rows.addLayout(buttons)
        rows.addWidget(self._result)
        rows.addWidget(self._head)
        note = Label(theme, words("history.head_note"), role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        rows.addWidget(note)
