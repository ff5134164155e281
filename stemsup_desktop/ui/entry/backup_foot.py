"""The foot of the locked window: when the last tested backup was made, in proportion to its age."""

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, set_shown
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.theme import Theme, set_look, sizes
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage

if TYPE_CHECKING:
    from stemsup_desktop.store.backup.notice import BackupNotice

ASK_AFTER_MS = 200
"""The window is painted and takes input first."""

_AROUND_TEXT_PX = 2 * 24 + 16 + 3 * 8
_LOOKS = (("clear", "clear"), ("info", "text-2"), ("caution", "caut"), ("stop", "stop"))
"""Icon and tone by weight, the quietest first."""


class BackupFoot(QWidget):
    """Asks once, off every thread that somebody waits for; shows nothing before it knows."""

    def __init__(
        self, theme: Theme, language: WindowLanguage, access: VaultAccess, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._access = access
        self._notice: BackupNotice | None = None
        self.setObjectName("backup_foot")
        set_look(self, surface="base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = IconLabel(theme, size=16, line="compact")
        self._text = Label(theme, role="compact", wraps=True, keeps_phrases=True)
        self._text.setObjectName("backup_notice")
        row = QHBoxLayout()
        row.setContentsMargins(sizes.XL, sizes.S, sizes.XL, sizes.S)
        row.setSpacing(sizes.XS)
        row.addStretch(1)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text)
        row.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(Hairline(theme))
        rows.addLayout(row)
        set_shown(self, False)
        language.language_changed.connect(self._show)
        QTimer.singleShot(ASK_AFTER_MS, self, self.ask)

    def ask(self) -> None:
        """Find out how it stands."""
        folder, clock = self._access.folder, self._access.clock

        def read() -> "BackupNotice":
            from stemsup_desktop.store.backup.situation import read_backup_notice  # not before the first window stands

            return read_backup_notice(folder, None, clock())

        self._access.runner.run(read, self._on_notice, lane=Lane.COPY)

    def _on_notice(self, result: "Ok[BackupNotice] | Err") -> None:
        if isinstance(result, Ok) and shiboken6.isValid(self):  # a slow share may answer after the window went
            self._notice = result.value
            self._show()

    def _show(self) -> None:
        if self._notice is None:
            return
        icon, tone = _LOOKS[self._notice.weight]
        self._icon.set_icon(icon, tone)
        self._text.set_tone(tone)
        self._text.setText(self._notice.text.in_language(self._language.language))
        self._fit()
        set_shown(self, True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Keep the text on one line in the middle where there is room; Qt would make a wrapping one narrow."""
        wanted = round(QFontMetricsF(self._text.font()).horizontalAdvance(self._text.text())) + 2
        self._text.setMinimumWidth(max(0, min(wanted, self.width() - _AROUND_TEXT_PX)))
