"""A sheet that scrolls what the window has no room for."""

from PySide6.QtCore import QEvent, QMargins, QObject, QTimer
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.theme import Theme, sizes

REACH = sizes.XS
"""Room for the focus ring at the edge of what scrolls."""
_OUTSIDE_PX = 48


class ScrollingSheet(Sheet):
    """`pane` is as high as what is in it, at least `least_px`; a subclass puts it into the body and `refit`s it."""

    def __init__(
        self,
        theme: Theme,
        host: QWidget,
        title: str,
        *,
        accept_text: str,
        dismiss_text: str,
        width: int,
        least_px: int,
        is_grave: bool = False,
    ) -> None:
        super().__init__(
            theme, host, title, accept_text=accept_text, dismiss_text=dismiss_text, is_grave=is_grave, width=width
        )
        self._least_px = least_px
        self.pane = ScrollPane(margins=(REACH, REACH, REACH, REACH), spacing=sizes.S)
        self.pane.content.installEventFilter(self)
        self.pane.setFixedHeight(least_px)
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.setInterval(0)
        self._refit.timeout.connect(self._fit)
        # What does not scroll stands where it would without that room.
        self.card.rows.setContentsMargins(self.card.rows.contentsMargins() - QMargins(REACH, 0, REACH, 0))

    def refit(self) -> None:
        """Fit the pane to what is in it once the events at hand are through."""
        self._refit.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.pane.content and event.type() == QEvent.Type.LayoutRequest:
            self._refit.start()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Give the pane its height, or on a low window what room there is, and scroll the rest."""
        for layout in (self.body, self.card.rows):
            layout.invalidate()  # a nested layout otherwise answers from before
        margins, rows = self.card.rows.contentsMargins(), self.pane.rows
        across = self.card.width() - margins.left() - margins.right() - 2 * self.card.frameWidth()
        others = self.card.rows.totalHeightForWidth(self.card.width()) - self.pane.minimumHeight()
        room = self._cover.height() - others - _OUTSIDE_PX
        needed = rows.totalHeightForWidth(across) if rows.hasHeightForWidth() else rows.totalSizeHint().height()
        height = max(self._least_px, min(needed, room))
        if height != self.pane.minimumHeight():
            self.pane.setFixedHeight(height)
            self.body.invalidate()
        super()._fit()
