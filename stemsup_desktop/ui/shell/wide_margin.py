"""What a window that is wider than a page leaves beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Hairline, set_shown
from stemsup_desktop.ui.theme import Theme


class WideMargin(QWidget):
    """The desk that a page lies on; beside the gate it goes on as the gate's own ground, without a line between."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._edge = Hairline(theme, token="line-strong", is_vertical=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._edge)
        row.addStretch(1)
        self.hide()

    def take(self, width: int, *, has_edge: bool) -> None:
        """Take a width in px, none of which hides it; `has_edge` parts it from a page by a line."""
        self.setFixedWidth(width)
        set_shown(self._edge, has_edge)
        set_shown(self, width > 0)
