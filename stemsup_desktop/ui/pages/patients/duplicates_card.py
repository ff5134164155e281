"""The warning that a patient may be here already: who, and the ways on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Card, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.pages.patients.view import HitView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words


class DuplicatesCard(Card):
    """`patient_opened` carries the id of one to look at; `accepted` says that it is somebody else."""

    patient_opened = Signal(str)
    accepted = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, flag="caut")
        self._words = words
        self._hits: tuple[HitView, ...] = ()
        self._made: list[QWidget] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(sizes.XS)
        self.accept_button = SecondaryButton(theme)
        self.accept_button.setObjectName("accept_duplicates")
        self.accept_button.clicked.connect(self.accepted)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.accept_button)
        self.rows.setSpacing(sizes.XS)
        self.rows.addWidget(InlineMessage(theme, TagState.CAUTION, words("patients.duplicates")))
        self.rows.addLayout(self._list)
        self.rows.addLayout(foot)
        set_shown(self, False)

    def show_hits(self, hits: tuple[HitView, ...], accept_text: str) -> None:
        """Show who it may be, or nothing."""
        self.accept_button.setText(accept_text)
        set_shown(self, bool(hits))
        if hits == self._hits:
            return
        self._hits = hits
        for widget in self._made:
            self._list.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._made = [self._make_row(hit) for hit in hits]
        for widget in self._made:
            self._list.addWidget(widget)

    def focus_first(self) -> None:
        """Put the focus on the way that does no harm: looking at the first of them."""
        if self._made:
            self.findChildren(SecondaryButton, f"duplicate:{self._hits[0].patient_id}")[-1].setFocus()

    def _make_row(self, hit: HitView) -> QWidget:
        button = SecondaryButton(self.theme, self._words("patients.duplicate_open"))
        button.setObjectName(f"duplicate:{hit.patient_id}")
        name = self._words("patients.duplicate_open_name", name=hit.name, chart_number=hit.chart_number)
        button.setAccessibleName(name)
        button.clicked.connect(lambda: self.patient_opened.emit(hit.patient_id))
        who = " · ".join(part for part in (hit.reading, hit.born, hit.chart_number) if part)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(WrapLabel(self.theme, hit.name, role="section"))
        texts.addWidget(WrapLabel(self.theme, who, role="small", tone="text-2"))
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(sizes.XL, 0, 0, 0)
        layout.setSpacing(sizes.S)
        layout.addLayout(texts, 1)
        layout.addWidget(button)
        return row
