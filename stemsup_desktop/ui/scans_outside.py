"""A read page that is not taken: its picture, why, and what can be done about it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.scan_tile import Thumbnail
from stemsup_desktop.ui.scans_view import OutsideView
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_LARGE, _SMALL = QSize(170, 240), QSize(57, 80)
_FIELD_PX = 168


@spoken_as(Role.Grouping)
class OutsideRow(QWidget):
    """`placed` carries the read page and which page the person says it is; `preferred` the one to use after all."""

    placed = Signal(int, int)
    preferred = Signal(int)

    def __init__(self, theme: Theme, words: Words, view: OutsideView) -> None:
        super().__init__()
        self.setObjectName(f"scan_{view.scan}")
        self.setAccessibleName(f"{view.title}: {view.sentence}")
        self._scan = view.scan
        self.first: QWidget | None = None
        picture = Thumbnail(theme, _LARGE if view.options else _SMALL)
        picture.show_picture(view.thumbnail)
        text = QVBoxLayout()
        text.setSpacing(sizes.XXS)
        text.addWidget(Label(theme, view.title, role="compact", weight=700, wraps=True))
        text.addWidget(InlineMessage(theme, view.state, view.sentence))
        if view.options:
            text.addWidget(self._make_choice(theme, words, view), 0, Qt.AlignmentFlag.AlignLeft)
        text.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.S)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        if view.use:
            button = SecondaryButton(theme, view.use)
            button.setAccessibleName(view.use_name)
            button.setObjectName(f"use_{view.scan}")
            button.clicked.connect(lambda: self.preferred.emit(view.scan))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self.first = button

    def _make_choice(self, theme: Theme, words: Words, view: OutsideView) -> ChoiceField:
        field = ChoiceField(theme, words, words("scans.this_is"), view.options)
        field.setObjectName(f"place_{view.scan}")
        field.setFixedWidth(theme.grown(_FIELD_PX))
        # After the list has closed: the field goes away with the row.
        field.value_changed.connect(self._on_chosen, Qt.ConnectionType.QueuedConnection)
        self.first = field.combo
        return field

    def _on_chosen(self, code: object) -> None:
        if isinstance(code, str):
            self.placed.emit(self._scan, int(code))
