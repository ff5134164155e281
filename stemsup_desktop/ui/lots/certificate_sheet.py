"""The certificate of one lot in a sheet, to be read: items, factors, what is not detected, who checked it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.scrolling_sheet import REACH, ScrollingSheet
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.lots.certificate_part import CertificatePart
from stemsup_desktop.ui.lots.certificate_view import CertificateView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_WIDTH_PX, _LEAST_PX = 820, 120


class CertificateSheet(ScrollingSheet):
    """`copy_requested` asks for a copy of the maker's paper, where there is one."""

    copy_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        words: Words,
        host: QWidget,
        title: str,
        subtitle: str,
        view: CertificateView,
        paper: str = "",
    ) -> None:
        """`paper` is what its owner called the maker's paper; empty where none is attached."""
        width = min(_WIDTH_PX, max(480, host.window().width() - 96))
        super().__init__(
            theme, host, title, accept_text=words("common.close"), dismiss_text="", width=width, least_px=_LEAST_PX
        )
        self.title.setContentsMargins(REACH, 0, REACH, 0)
        self.buttons.setContentsMargins(REACH, 0, REACH, 0)
        self.body.addWidget(self.pane)
        self.pane.rows.addWidget(Label(theme, subtitle, role="compact", tone="text-2", wraps=True))
        part = CertificatePart(theme, words, is_read_only=True)
        part.show_view(view)
        self.pane.rows.addWidget(part)
        self._note = InlineMessage(theme)
        self._note.setObjectName("copy_note")
        copy = SecondaryButton(theme, words("lots.save_copy") if paper else words("plan.no_paper"), icon_name="docs")
        copy.setObjectName("save_paper")
        copy.setToolTip(paper)
        copy.setEnabled(bool(paper))
        copy.setAccessibleDescription("" if paper else copy.text())
        copy.clicked.connect(self.copy_requested)
        row = QHBoxLayout()
        row.setContentsMargins(REACH, 0, REACH, 0)
        row.setSpacing(sizes.S)
        row.addWidget(copy, 0, Qt.AlignmentFlag.AlignLeft)
        row.addWidget(self._note, 1)
        self.body.addLayout(row)
        self.accepted.connect(self.dismiss)
        self.dismissed.connect(self.deleteLater)
        self.refit()

    def say(self, state: TagState, sentence: str) -> None:
        """Say what became of the copy."""
        self._note.show_message(state, sentence)
        self.refit()
