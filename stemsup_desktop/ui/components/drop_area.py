"""A framed place onto which one file can be dropped; what else it holds is its owner's."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import Card, Label
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes


@spoken_as(Role.Grouping)
class DropArea(Card):
    """Says what can be dropped; `files_dropped` carries the paths. The button beside the words does it by keyboard."""

    file_dropped = Signal(object)
    """The path, where one file is taken."""
    files_dropped = Signal(object)
    """A tuple of paths, of one where one is taken."""

    def __init__(self, theme: Theme, sentence: str, button: QWidget, *, takes_several: bool = False) -> None:
        super().__init__(theme)
        self._takes_several = takes_several
        self.setAcceptDrops(True)
        self.rows.setContentsMargins(sizes.M, sizes.S, sizes.M, sizes.S)
        row = QHBoxLayout()
        row.setSpacing(sizes.M)
        row.addWidget(Label(theme, sentence, role="compact", tone="text-2", wraps=True, keeps_phrases=True), 1)
        row.addWidget(button)
        self.rows.addLayout(row)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._find(event.mimeData()):
            event.acceptProposedAction()
            self.set_flag("info")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.set_flag("")

    def dropEvent(self, event: QDropEvent) -> None:
        self.set_flag("")
        paths = self._find(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)
            if not self._takes_several:
                self.file_dropped.emit(paths[0])

    def _find(self, data: QMimeData) -> tuple[Path, ...]:
        paths = find_files(data)
        return paths if self._takes_several or len(paths) == 1 else ()


def find_files(data: QMimeData) -> tuple[Path, ...]:
    """Return the local files that are dragged; with an address elsewhere among them they are none."""
    urls = data.urls()
    return tuple(Path(url.toLocalFile()) for url in urls) if all(url.isLocalFile() for url in urls) else ()
