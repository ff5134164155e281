"""The bar over the open document: what became of it, what belongs to it, and what may follow it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import LinkLabel, SecondaryButton
from stemsup_desktop.ui.components.folding_row import FoldingRow
from stemsup_desktop.ui.components.labels import Hairline, Label, laid_out_once, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.pages.documents.view import DetailView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_TEXT_PX = 280
"""What the sentences take beside the buttons before those go below."""


class DetailBar(QWidget):
    """`document_followed` carries the number of a document that belongs to the open one."""

    document_followed = Signal(str)
    slip_requested = Signal(str)
    addendum_requested = Signal()
    withdrawal_requested = Signal()
    scans_requested = Signal()
    kept_scans_requested = Signal()
    seal_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._shown: DetailView | None = None
        self._message = InlineMessage(theme)
        self._message.setObjectName("detail")
        self._addendum = SecondaryButton(theme, words("documents.addendum"), icon_name="pencil")
        self._addendum.setObjectName("addendum")
        self._withdraw = SecondaryButton(theme, words("documents.withdraw"), icon_name="undo")
        self._withdraw.setObjectName("withdraw")
        self._scans = SecondaryButton(theme, words("scans.open_sheet"), icon_name="camera")
        self._scans.setObjectName("take_in_scans")
        self._seal_note = Label(theme, role="compact", tone="text-2", wraps=True)
        self._seal_note.setObjectName("seal_note")
        self._seal = SecondaryButton(theme, words("documents.seal"), icon_name="sealed")
        self._seal.setObjectName("seal")
        self._kept_scans = LinkLabel(theme)
        self._kept_scans.setObjectName("show_kept")
        self._shelf = QWidget()
        shelf = QHBoxLayout(self._shelf)
        shelf.setContentsMargins(0, 0, 0, 0)
        self._links = QHBoxLayout()
        self._links.setSpacing(sizes.S)
        shelf.addLayout(self._links)
        shelf.addStretch(1)
        shelf.addWidget(self._kept_scans)
        texts = QVBoxLayout()
        texts.setSpacing(sizes.XS)
        texts.addStretch(1)
        texts.addWidget(self._message)
        texts.addWidget(self._seal_note)
        texts.addStretch(1)
        head = FoldingRow(texts, least_px=theme.grown(_TEXT_PX), gap=sizes.M)
        for button in (self._seal, self._scans, self._addendum, self._withdraw):
            head.side.addWidget(button)
        inner = QVBoxLayout()
        inner.setContentsMargins(sizes.XL, sizes.S, sizes.XL, sizes.S)
        inner.setSpacing(sizes.XS)
        inner.addWidget(head)
        inner.addWidget(self._shelf)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(inner)
        rows.addWidget(Hairline(theme))
        self._addendum.clicked.connect(self.addendum_requested)
        self._withdraw.clicked.connect(self.withdrawal_requested)
        self._scans.clicked.connect(self.scans_requested)
        self._kept_scans.clicked.connect(self.kept_scans_requested)
        self._seal.clicked.connect(self.seal_requested)

    def show_view(self, view: DetailView) -> None:
        """Show what became of the open document."""
        if view == self._shown:
            return
        self._shown = view
        with laid_out_once(self):
            self._put(view)

    def _put(self, view: DetailView) -> None:
        self._message.show_message(view.state, view.sentence)
        for button, reason in ((self._addendum, view.addendum_reason), (self._withdraw, view.withdraw_reason)):
            button.setEnabled(not reason)
            say_reason(button, reason)
        self._seal_note.setText(view.seal_note)
        set_shown(self._seal_note, bool(view.seal_note))
        set_shown(self._seal, bool(view.seal_note))
        self._seal.setEnabled(view.can_seal)
        say_reason(self._seal, "" if view.can_seal else view.seal_note)
        set_shown(self._scans, view.takes_scans)
        self._kept_scans.setText(view.scans_link)
        set_shown(self._kept_scans, bool(view.scans_link))
        set_shown(self._shelf, bool(view.links or view.missing_slips or view.scans_link))
        while self._links.count():
            item = self._links.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, text in view.links:
            link = LinkLabel(self._theme, text)
            link.setObjectName(f"follow.{number}")
            link.clicked.connect(lambda _=False, number=number: self.document_followed.emit(number))
            self._links.addWidget(link)
        for number in view.missing_slips:
            link = LinkLabel(self._theme, self._words("documents.slip_missing", number=number))
            link.setObjectName(f"slip.{number}")
            link.clicked.connect(lambda _=False, number=number: self.slip_requested.emit(number))
            self._links.addWidget(link)
