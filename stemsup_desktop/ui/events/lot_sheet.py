"""The sheet that names who else received a lot: what happened to each, which call is due, and the way to the chart."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Hairline, Label
from stemsup_desktop.ui.components.scrolling_sheet import ScrollingSheet
from stemsup_desktop.ui.components.tags import StateTag
from stemsup_desktop.ui.events.view import Tag
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

MOST_ROWS = 100
_WIDTH_PX = 720


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """One patient who received the lot."""

    patient_id: str
    name: str
    chart_number: str
    given: str
    events: tuple[str, ...]
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class LotPeople:
    """Everybody else who received a lot; `count` of them, of whom the first lines are shown."""

    lot_number: str
    lines: tuple[RecipientLine, ...]
    count: int


class LotSheet(ScrollingSheet):
    """`chart_requested` carries the id of a patient, `recall_requested` the number of the lot."""

    chart_requested = Signal(str)
    recall_requested = Signal(str)

    def __init__(self, theme: Theme, words: Words, host: QWidget, people: LotPeople) -> None:
        title = words("events.others", lot=people.lot_number)
        super().__init__(
            theme, host, title, accept_text=words("common.close"), dismiss_text="", width=_WIDTH_PX, least_px=96
        )
        self._words = words
        key = "others_count" if people.count else "others_none"
        count = Label(theme, words(f"events.{key}", count=people.count), tone="text-2", wraps=True)
        self.pane.rows.addWidget(count)
        if people.count > len(people.lines):
            more = words("events.others_more", count=len(people.lines))
            self.pane.rows.addWidget(Label(theme, more, role="small", tone="text-3", wraps=True))
        for line in people.lines:
            self.pane.rows.addWidget(self._make_row(theme, line))
        self.body.addWidget(self.pane)
        self.recall_button = SecondaryButton(theme, words("events.recall_list"))
        self.recall_button.setObjectName("open_recall")
        self.recall_button.clicked.connect(lambda: self._on_recall(people.lot_number))
        self.buttons.insertWidget(1, self.recall_button)
        self.accepted.connect(self.dismiss)
        self.dismissed.connect(self.deleteLater)
        self.refit()

    def _make_row(self, theme: Theme, line: RecipientLine) -> QWidget:
        row = QWidget()
        outer = QVBoxLayout(row)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.XS)
        head = QHBoxLayout()
        head.setSpacing(sizes.XS)
        head.addWidget(Label(theme, line.name, role="section"))
        head.addWidget(Label(theme, line.chart_number, role="compact", tone="text-3"))
        for state, word, icon in line.tags:
            head.addWidget(StateTag(theme, state, word, icon=icon))
        head.addStretch(1)
        button = SecondaryButton(theme, self._words("events.open_chart"))
        button.setObjectName(f"open_chart:{line.patient_id}")
        button.setAccessibleName(self._words("spoken.now_of", field=line.name, now=button.text()))
        button.clicked.connect(lambda: self._on_chart(line.patient_id))
        head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(head)
        for text in (line.given, *line.events):
            outer.addWidget(Label(theme, text, role="compact", tone="text-2", wraps=True))
        outer.addWidget(Hairline(theme))
        return row

    def _on_recall(self, lot_number: str) -> None:
        self.dismiss()
        self.recall_requested.emit(lot_number)

    def _on_chart(self, patient_id: str) -> None:
        self.dismiss()
        self.chart_requested.emit(patient_id)
