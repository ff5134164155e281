"""What a scan came to, in one strip over the page: said at once, with the next step, and gone with the page."""

from collections.abc import Callable

from PySide6.QtCore import QTimer

from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.scan_desk import ScanNotice
from stemsup_desktop.ui.spoken import say
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import TagState

STAYS_MS = 10_000
"""How long good news stays, as an offer to undo does; anything else stays until it is followed or the page changes."""


class ScanStrip(InlineMessage):
    """Shows one notice at a time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, is_strip=True)
        self.setObjectName("scan_strip")
        self._act: Callable[[], None] | None = None
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(STAYS_MS)
        self._leave.timeout.connect(self.clear)
        self.link_followed.connect(self._on_followed)

    def show_notice(self, notice: ScanNotice) -> None:
        """Show a notice and have it read out."""
        self._act = notice.act
        self.show_message(notice.state, notice.sentence, notice.link)
        if notice.state is TagState.CLEAR:
            self._leave.start()
        else:
            self._leave.stop()
        say(self, notice.sentence, is_urgent=True)

    def clear(self) -> bool:
        """Take the notice away; return whether there was one."""
        was_there = not self.isHidden()
        self._act = None
        self._leave.stop()
        self.show_message(TagState.INFORMATION, "")
        return was_there

    def _on_followed(self) -> None:
        act = self._act
        self.clear()
        if act is not None:
            act()
