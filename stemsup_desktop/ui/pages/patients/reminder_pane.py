"""What waits today, where no patient is chosen yet: one line for each, the most urgent first."""

from dataclasses import dataclass
from functools import partial
from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.actions.registry import key_of
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.tags import StateTag
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.events.row_list import RowList
from stemsup_desktop.ui.events.view import ReminderLine
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

FIRST_KEY = key_of("reminder.first")


@dataclass(frozen=True, slots=True)
class _Columns:
    """How wide what stands at the right of a row is."""

    number_px: int = 0
    tag_px: int = 0
    button_px: int = 0


class ReminderPane(ScrollPane):
    """`reminder_opened` carries the `Reminder`."""

    reminder_opened = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(margins=(sizes.XL, sizes.L, sizes.XL, sizes.XL), spacing=sizes.XS)
        self.setObjectName("reminders")
        self._theme = theme
        self._words = words
        self._lines: tuple[ReminderLine, ...] | None = None
        self._columns = _Columns()
        self._heading = SectionHeading(theme, words("events.today"))
        self._nothing = _Nothing(theme, words("events.nothing_due"))
        self.list = RowList(theme, words)
        self.rows.addWidget(self._heading)
        self.rows.addWidget(self._nothing)
        self.rows.addWidget(self.list)
        set_shown(self._nothing, False)
        self.add_stretch()

    def show_lines(self, lines: tuple[ReminderLine, ...]) -> None:
        """Show what waits; rows are made anew only where they differ."""
        if lines == self._lines:
            return
        self._lines = lines
        count = len(lines)
        note = self._words("events.today_count", count=count) if count else ""
        self._heading.show_text(self._words("events.today"), note)
        set_shown(self._nothing, not lines)
        self._columns = self._measure(lines)
        self.list.show_rows([partial(self._make_row, place, line) for place, line in enumerate(lines)])

    def open_first(self) -> None:
        """Open the most urgent of what waits."""
        if self._lines:
            self.reminder_opened.emit(self._lines[0].reminder)

    def _measure(self, lines: tuple[ReminderLine, ...]) -> _Columns:
        """Return how wide chart number, tag and button are in every row: each begins where the one above it does."""
        metrics = QFontMetricsF(self._theme.font("compact"))
        tags = {line.tag: StateTag(self._theme, line.tag[0], line.tag[1], icon=line.tag[2]) for line in lines}
        button = SecondaryButton(self._theme, self._words("events.open"), key_hint=FIRST_KEY)
        return _Columns(
            number_px=max((ceil(metrics.horizontalAdvance(line.chart_number)) for line in lines), default=0),
            tag_px=max((tag.sizeHint().width() for tag in tags.values()), default=0),
            button_px=button.sizeHint().width(),
        )

    def _make_row(self, place: int, line: ReminderLine) -> QWidget:
        row = QWidget()
        button = SecondaryButton(self._theme, self._words("events.open"), key_hint=FIRST_KEY if not place else "")
        button.setObjectName(f"reminder:{place}")
        button.setAccessibleName(f"{self._words('events.open')}, {line.spoken}")
        button.clicked.connect(lambda: self.reminder_opened.emit(line.reminder))
        button.setMinimumWidth(self._columns.button_px)
        number = Label(self._theme, line.chart_number, role="compact", tone="text-3")
        number.setMinimumWidth(self._columns.number_px)
        tag = StateTag(self._theme, line.tag[0], line.tag[1], icon=line.tag[2])
        texts = QVBoxLayout()
        texts.setSpacing(sizes.TIGHT)
        texts.addWidget(WrapLabel(self._theme, line.name, role="section"))
        texts.addWidget(WrapLabel(self._theme, line.words, role="compact", tone="text-2"))
        head = QHBoxLayout()
        head.setSpacing(sizes.XS)
        head.addLayout(texts, 1)
        head.addWidget(number)
        head.addWidget(tag)
        head.addSpacing(self._columns.tag_px - tag.sizeHint().width())
        head.addWidget(button)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, sizes.XS, 0, 0)
        column.setSpacing(sizes.XS)
        column.addLayout(head)
        column.addWidget(Hairline(self._theme))
        return row


class _Nothing(QWidget):
    """Stands where the list would."""

    def __init__(self, theme: Theme, sentence: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, sizes.S, 0, sizes.S)
        row.setSpacing(sizes.XS)
        row.addWidget(IconLabel(theme, "check", "clear", 20, line="body"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(theme, sentence, tone="text-2", wraps=True, keeps_phrases=True), 1)
