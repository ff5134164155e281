"""The lower half of the numbers of step 4: sessions, cost, aftercare, use at home, notes."""

from collections.abc import Iterator
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.leaving import drop
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.reason_line import Lockable, say_reason
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.courses.pane import CoursePane
from stemsup_desktop.ui.pages.plan.changes import WHOLE_NUMBERS
from stemsup_desktop.ui.pages.plan.rows import CheckRow
from stemsup_desktop.ui.pages.plan.view import AdviceChoice, PlanView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.turns import iter_shared
from stemsup_desktop.ui.words import Words

_UNITS = {
    "sessions": "plan.times",
    "interval_days": "plan.days",
    "fee_per_session_yen": "plan.yen",
    "extra_fees_yen": "plan.yen",
}
_REQUIRED = ("sessions", "fee_per_session_yen")


class CourseNumbers(QWidget):
    """Reports each change by the record's field; shows what it is given."""

    number_changed = Signal(str, object)
    first_session_changed = Signal(object)
    advice_toggled = Signal(str, bool)
    all_advice_requested = Signal()
    alternatives_changed = Signal(bool)
    note_changed = Signal(str)
    home_use_changed = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(sizes.S)
        self._theme = theme
        self._words = words
        self._making = self._iter_fields()

    def fill(self) -> None:
        """Make the fields, unless they are there; they are many, so whoever has the time does it ahead."""
        for _ in self._making:
            pass

    def iter_filling(self) -> Iterator[None]:
        """Make the fields as `fill` does, a piece at a time."""
        yield from iter_shared(self._making)

    def _iter_fields(self) -> Iterator[None]:
        theme, words = self._theme, self._words
        self._numbers = {field: self._make_number(field) for field in WHOLE_NUMBERS}
        yield
        self._first = DateField(theme, words, words("plan.first_session_on"))
        self._first.setObjectName("first_session_on")
        self._first.value_changed.connect(self.first_session_changed)
        yield
        self.pane = CoursePane(theme, words, says_reason=False)
        yield
        self._total = Label(theme, role="title")
        self._total.setObjectName("total")
        self._cooling_off = InlineMessage(theme)
        self._advice: dict[str, tuple[CheckRow, Label | None]] = {}
        self._advice_column = QVBoxLayout()
        self._take_all = SecondaryButton(theme, words("plan.take_all"), icon_name="list")
        self._take_all.setObjectName("take_all_aftercare")
        self._take_all.clicked.connect(self.all_advice_requested)
        self._alternatives = CheckRow(theme, words("plan.alternatives_explained"), name="alternatives_explained")
        self._alternatives.toggled.connect(self.alternatives_changed)
        yield
        self._home_use = MultiLineField(theme, words, words("plan.home_use"))
        self._home_use.setObjectName("home_use")
        self._home_use.value_changed.connect(lambda text: self.home_use_changed.emit(str(text)))
        self._note = MultiLineField(theme, words, words("plan.note"))
        self._note.setObjectName("note")
        self._note.value_changed.connect(lambda text: self.note_changed.emit(str(text)))
        yield
        self._lay_out()

    def show_view(self, view: PlanView) -> None:
        """Show sessions, cost and aftercare; reports nothing."""
        self.fill()
        for field, number in self._numbers.items():
            value: int | None = getattr(view.plan, field)
            number.set_value(None if value is None or (field == "extra_fees_yen" and not value) else Decimal(value))
        self._numbers["interval_days"].set_hint(view.interval)
        self._first.set_value(view.plan.first_session_on)
        self._heading.show_text(self._words("plan.sessions_heading"), view.course.note)
        self.pane.show_view(view.course)
        self._total.setText(view.total or self._words("plan.total_open"))
        self._total.set_tone("text" if view.total else "text-3")
        self._cooling_off.show_message(TagState.INFORMATION, view.cooling_off)
        self._show_advice(view.advice)
        self._take_all.setEnabled(bool(view.advice) and not view.is_all_advice_chosen and not view.locked)
        say_reason(self._take_all, view.locked)
        self._alternatives.set_value(view.plan.alternatives_explained)
        if view.plan.alternatives_explained:
            self._alternatives.show_state(TagState.CLEAR, self._words("common.yes"))
        else:
            self._alternatives.show_state(TagState.OPEN, self._words("common.open"))
        self._home_use.set_value(view.plan.home_use)
        is_typing = self._home_use.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        set_shown(self._home_use, view.has_home_use or is_typing)
        self._note.set_value(view.plan.note)
        self._lock(view.locked)

    def _lock(self, reason: str) -> None:
        fields: tuple[Lockable, ...] = (*self._numbers.values(), self._first, self._home_use, self._note)
        parts = (*fields, *(row for row, _ in self._advice.values()), self._alternatives)
        for part in parts:
            part.set_locked(reason)

    # Layout

    def _lay_out(self) -> None:
        theme, words = self._theme, self._words
        self._heading = SectionHeading(theme, words("plan.sessions_heading"))
        self._rows.addWidget(self._heading)
        self._rows.addLayout(_side_by_side(self._numbers["sessions"], self._numbers["interval_days"]))
        self._rows.addWidget(self._first)
        self._rows.addWidget(self.pane)
        self._rows.addWidget(SectionHeading(theme, words("plan.cost"), words("plan.cost_note")))
        self._rows.addLayout(_side_by_side(self._numbers["fee_per_session_yen"], self._numbers["extra_fees_yen"]))
        total = QHBoxLayout()
        total.addWidget(Label(theme, words("plan.total"), tone="text-2"))
        total.addStretch(1)
        total.addWidget(self._total)
        self._rows.addLayout(total)
        self._rows.addWidget(self._cooling_off)
        self._rows.addWidget(self._alternatives)
        self._rows.addWidget(SectionHeading(theme, words("plan.aftercare"), words("plan.aftercare_note")))
        button = QHBoxLayout()
        button.addWidget(self._take_all)
        button.addStretch(1)
        self._rows.addLayout(button)
        self._advice_column.setSpacing(0)
        self._rows.addLayout(self._advice_column)
        self._rows.addWidget(self._home_use)
        self._rows.addWidget(self._note)
        self._rows.addWidget(Label(theme, words("plan.no_dose"), role="small", tone="text-3", wraps=True))

    def _make_number(self, field: str) -> NumberField:
        limits = WHOLE_NUMBERS[field]
        made = NumberField(
            self._theme,
            self._words,
            self._words(f"plan.{field}"),
            unit=self._words(_UNITS[field]),
            possible=(Decimal(limits.low), Decimal(limits.high)),
            is_required=field in _REQUIRED,
        )
        made.setObjectName(field)
        made.value_changed.connect(lambda number: self.number_changed.emit(field, number))
        return made

    def _show_advice(self, advice: tuple[AdviceChoice, ...]) -> None:
        if [one.item_id for one in advice] != list(self._advice):
            self._remake_advice(advice)
        for one in advice:
            self._advice[one.item_id][0].set_value(one.is_chosen)

    def _remake_advice(self, advice: tuple[AdviceChoice, ...]) -> None:
        """The advice follows the routes, so it changes only when a route does."""
        for row, heading in self._advice.values():
            for widget in (row, heading):
                if widget is not None:
                    self._advice_column.removeWidget(widget)
                    drop(widget)
        self._advice = {}
        for one in advice:
            heading = Label(self._theme, one.heading, role="compact", weight=700, wraps=True) if one.heading else None
            if heading is not None:
                heading.setContentsMargins(0, sizes.XS, 0, 0)
                self._advice_column.addWidget(heading)
            row = self._make_advice(one)
            self._advice_column.addWidget(row)
            self._advice[one.item_id] = (row, heading)

    def _make_advice(self, one: AdviceChoice) -> CheckRow:
        row = CheckRow(self._theme, one.text, name=f"aftercare:{one.item_id}")
        row.toggled.connect(lambda is_chosen: self.advice_toggled.emit(one.item_id, is_chosen))
        return row


def _side_by_side(left: QWidget, right: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(sizes.S)
    row.addWidget(left, 1, Qt.AlignmentFlag.AlignTop)
    row.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)
    return row
