"""A framed place onto which one file can be dropped; what else it holds is its owner's."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Card, Label
from stemsup_desktop.ui.theme import Theme


class DropArea(Card):
    """Says what can be dropped; `file_dropped` carries the path. The button beside the words does it by keyboard."""

    file_dropped = Signal(object)

    def __init__(self, theme: Theme, sentence: str, button: QWidget) -> None:
        super().__init__(theme)
        self.setAcceptDrops(True)
        self.rows.setContentsMargins(16, 12, 16, 12)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(Label(theme, sentence, role="compact", tone="text-2", wraps=True), 1)
        row.addWidget(button)
        self.rows.addLayout(row)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if find_file(event.mimeData()) is not None:
            event.acceptProposedAction()
            self.set_flag("info")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.set_flag("")

    def dropEvent(self, event: QDropEvent) -> None:
        self.set_flag("")
        path = find_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)


def find_file(data: QMimeData) -> Path | None:
    """Find the one local file that is dragged; several, or an address elsewhere, are none."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
