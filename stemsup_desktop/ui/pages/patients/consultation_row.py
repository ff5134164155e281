"""One earlier consultation: when, what for, how it stands, the way into it, and its documents."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import LinkLabel, SecondaryButton
from stemsup_desktop.ui.components.flow_row import FlowRow
from stemsup_desktop.ui.components.folding_row import FoldingRow
from stemsup_desktop.ui.components.labels import Hairline, IconLabel
from stemsup_desktop.ui.components.tags import StateTag
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.document_line import DocumentLine
from stemsup_desktop.ui.pages.patients.view import ConsultationLine
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_TEXT_PX = 320
"""What number and title of a document want beside its state."""


class ConsultationRow(QWidget):
    """`consultation_requested` carries the id, `document_requested` a document's number."""

    consultation_requested = Signal(str)
    document_requested = Signal(str)

    def __init__(self, theme: Theme, words: Words, line: ConsultationLine) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        texts = QVBoxLayout()
        texts.setSpacing(sizes.TIGHT)
        texts.addLayout(self._make_head(line))
        texts.addWidget(WrapLabel(theme, line.symptoms, role="compact", tone="text-2"))
        for document in line.documents:
            texts.addWidget(self._make_document(document))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        body = QVBoxLayout()
        body.setContentsMargins(0, sizes.S, 0, sizes.S)
        body.addLayout(texts)
        outer.addLayout(body)
        outer.addWidget(Hairline(theme))

    def _make_head(self, line: ConsultationLine) -> QHBoxLayout:
        button = SecondaryButton(self._theme, line.action)
        button.setObjectName(f"open:{line.consultation_id}")
        button.setAccessibleName(line.action_name)
        button.clicked.connect(lambda: self.consultation_requested.emit(line.consultation_id))
        texts = FlowRow(gap=sizes.XS, line_gap=sizes.XXS)
        texts.add(WrapLabel(self._theme, line.title, role="section"))
        for state, word, icon in line.tags:
            texts.add(StateTag(self._theme, state, word, icon=icon))
        row = QHBoxLayout()
        row.setSpacing(sizes.XS)
        row.addWidget(texts, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(button)
        return row

    def _make_document(self, document: DocumentLine) -> QWidget:
        link = LinkLabel(self._theme, document.number)
        link.setObjectName(f"document:{document.number}")
        link.setAccessibleName(self._words("patients.document_name", number=document.number))
        link.setAccessibleDescription(document.spoken)
        link.clicked.connect(lambda: self.document_requested.emit(document.number))
        title = WrapLabel(self._theme, f"{document.title} · {document.detail}", role="compact", tone="text-2")
        texts = QHBoxLayout()
        texts.setContentsMargins(0, sizes.XXS, 0, 0)
        texts.setSpacing(sizes.S)
        texts.addWidget(IconLabel(self._theme, "docs", "text-3", 16), 0, Qt.AlignmentFlag.AlignVCenter)
        texts.addWidget(link)
        texts.addWidget(title, 1)
        row = FoldingRow(texts, least_px=self._theme.grown(_TEXT_PX))
        row.side.setContentsMargins(texts.contentsMargins())  # the state stands in the middle of the line it ends
        row.side.addWidget(StateTag(self._theme, document.state, document.state_text, icon=document.icon))
        return row
