"""The papers of the chosen lot: the maker's certificate and the temperature log, dropped or chosen, saved as copies."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import LinkLabel, SecondaryButton
from stemsup_desktop.ui.components.drop_area import DropArea
from stemsup_desktop.ui.components.labels import IconLabel, Label, SectionHeading
from stemsup_desktop.ui.lots.part import Part
from stemsup_desktop.ui.pages.lots.lot_view import FileSlot, FilesView, FileView
from stemsup_desktop.ui.theme import sizes


class FilesPart(Part[FilesView]):
    """`choose_requested` and `copy_requested` carry the slot; `file_dropped` the slot and the path."""

    choose_requested = Signal(object)
    copy_requested = Signal(object)
    file_dropped = Signal(object, object)

    def find_first(self) -> QWidget | None:
        return self.findChild(QWidget, "choose_maker")

    def _fill(self, rows: QVBoxLayout, view: FilesView) -> None:
        rows.addWidget(SectionHeading(self.theme, self.words("lots.files")))
        for file in view.files:
            rows.addWidget(self._make_slot(file))

    def _make_slot(self, file: FileView) -> QWidget:
        slot: FileSlot = file.slot
        key = "lots.replace_file" if file.name else "lots.choose_file"
        button = SecondaryButton(self.theme, self.words(key), icon_name="folder")
        button.setObjectName(f"choose_{slot.value}")
        button.setAccessibleName(f"{file.what}: {self.words(key)}")
        button.clicked.connect(lambda: self.choose_requested.emit(slot))
        area = DropArea(self.theme, file.what if file.name else file.hint, button)
        area.setObjectName(f"file_{slot.value}")
        area.file_dropped.connect(lambda path: self.file_dropped.emit(slot, path))
        if file.name:
            area.rows.addLayout(self._make_kept(file))
        return area

    def _make_kept(self, file: FileView) -> QHBoxLayout:
        link = LinkLabel(self.theme, self.words("lots.save_copy"))
        link.setObjectName(f"copy_{file.slot.value}")
        link.setAccessibleName(f"{file.what}: {self.words('lots.save_copy')}")
        link.clicked.connect(lambda: self.copy_requested.emit(file.slot))
        row = QHBoxLayout()
        row.setSpacing(sizes.S)
        row.addWidget(IconLabel(self.theme, "docs", "text-3", 16))
        row.addWidget(self.make_text(file.name, weight=500), 1)
        row.addWidget(Label(self.theme, file.size, role="compact", tone="text-3"))
        row.addWidget(link)
        return row
