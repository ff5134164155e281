"""The right pane of step 4: sites as a list, sessions, cost, aftercare."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.reason_line import Lockable, say_reason
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.plan.changes import WHOLE_NUMBERS
from stemsup_desktop.ui.pages.plan.rows import CheckRow, SessionChips, SiteList, drop
from stemsup_desktop.ui.pages.plan.view import AdviceChoice, PlanView
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

OTHER_SITE = "other"
_UNITS = {
    "sessions": "plan.times",
    "interval_days": "plan.days",
    "fee_per_session_yen": "plan.yen",
    "extra_fees_yen": "plan.yen",
}
_REQUIRED = ("sessions", "fee_per_session_yen")


class NumbersPane(ScrollPane):
    """Reports each change by the record's field; shows what it is given."""

    site_toggled = Signal(str, bool)
    site_described = Signal(str, str)
    number_changed = Signal(str, object)
    first_session_changed = Signal(object)
    advice_toggled = Signal(str, bool)
    all_advice_requested = Signal()
    alternatives_changed = Signal(bool)
    note_changed = Signal(str)

    def __init__(self, theme: Theme, words: Words, content: Content) -> None:
        super().__init__(margins=(20, 16, 16, 24), spacing=10)
        self._theme = theme
        self._words = words
        self._content = content
        self._is_filled = False

    def fill(self) -> None:
        """Make the fields, unless they are there; they are many, so whoever has the time does it ahead."""
        if self._is_filled:
            return
        self._is_filled = True
        theme, words, content = self._theme, self._words, self._content
        self._sites_heading = SectionHeading(theme, words("plan.sites"))
        self._sites = SiteList(theme, words)
        self._sites.remove_requested.connect(lambda site_id: self.site_toggled.emit(site_id, False))
        self._no_sites = Label(theme, words("plan.no_sites"), role="compact", tone="text-3", wraps=True)
        self._sites_note = InlineMessage(theme)
        self._undrawn = {
            site.site_id: self._make_undrawn(site.site_id, site.name.in_language(words.language))
            for site in content.reference.sites
            if site.zone_id is None
        }
        self._other = TextField(theme, words, words("plan.site_other"))
        self._other.setObjectName("site_other")
        self._other.value_changed.connect(lambda text: self.site_described.emit(OTHER_SITE, str(text)))
        self._numbers = {field: self._make_number(field) for field in WHOLE_NUMBERS}
        self._first = DateField(theme, words, words("plan.first_session_on"))
        self._first.setObjectName("first_session_on")
        self._first.value_changed.connect(self.first_session_changed)
        self._chips = SessionChips(theme)
        self._more = Label(theme, role="small", tone="text-3", wraps=True)
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
        self._note = MultiLineField(theme, words, words("plan.note"))
        self._note.setObjectName("note")
        self._note.value_changed.connect(lambda text: self.note_changed.emit(str(text)))
        self._lay_out()

    def show_view(self, view: PlanView) -> None:
        """Show sites, sessions, cost and aftercare; reports nothing."""
        self.fill()
        count = len(view.sites)
        self._sites_heading.show_text(self._words("plan.sites"), self._words("plan.sites_count", count=count))
        self._sites.show_sites(view.sites, view.locked)
        set_shown(self._sites, count > 0)
        set_shown(self._no_sites, count == 0)
        self._sites_note.show_message(TagState.INFORMATION, view.sites_note)
        for site in view.undrawn:
            self._undrawn[site.site_id].set_value(bool(site.letter))
        other = next((site.other for site in view.sites if site.site_id == OTHER_SITE), None)
        set_shown(self._other, other is not None)
        self._other.set_value(other or "")
        for field, number in self._numbers.items():
            value: int | None = getattr(view.plan, field)
            number.set_value(None if value is None or (field == "extra_fees_yen" and not value) else Decimal(value))
        self._numbers["interval_days"].set_hint(view.interval)
        self._first.set_value(view.plan.first_session_on)
        self._chips.show_chips(view.chips)
        self._more.setText(view.more_chips)
        set_shown(self._more, bool(view.more_chips))
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
        self._note.set_value(view.plan.note)
        self._lock(view.locked)

    def _lock(self, reason: str) -> None:
        fields = (self._other, *self._numbers.values(), self._first, self._note)
        rows = (*self._undrawn.values(), *(row for row, _ in self._advice.values()), self._alternatives)
        parts: tuple[Lockable, ...] = (*fields, *rows)
        for part in parts:
            part.set_locked(reason)

    # Layout

    def _lay_out(self) -> None:
        theme, words = self._theme, self._words
        for widget in (self._sites_heading, self._no_sites, self._sites, self._sites_note):
            self.add(widget)
        self.add(self._make_column(words("plan.undrawn"), tuple(self._undrawn.values())))
        self.add(self._other)
        self.add(SectionHeading(theme, words("plan.sessions_heading")))
        self.rows.addLayout(_side_by_side(self._numbers["sessions"], self._numbers["interval_days"]))
        self.add(self._first)
        self.add(self._chips)
        self.add(self._more)
        self.add(SectionHeading(theme, words("plan.cost"), words("plan.cost_note")))
        self.rows.addLayout(_side_by_side(self._numbers["fee_per_session_yen"], self._numbers["extra_fees_yen"]))
        total = QHBoxLayout()
        total.addWidget(Label(theme, words("plan.total"), tone="text-2"))
        total.addStretch(1)
        total.addWidget(self._total)
        self.rows.addLayout(total)
        self.add(self._cooling_off)
        self.add(self._alternatives)
        self.add(SectionHeading(theme, words("plan.aftercare"), words("plan.aftercare_note")))
        button = QHBoxLayout()
        button.addWidget(self._take_all)
        button.addStretch(1)
        self.rows.addLayout(button)
        self._advice_column.setSpacing(0)
        self.rows.addLayout(self._advice_column)
        self.add(self._note)
        self.add(Label(theme, words("plan.no_dose"), role="small", tone="text-3", wraps=True))
        self.add_stretch()

    def _make_column(self, title: str, rows: tuple[CheckRow, ...]) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(self._theme, title, role="compact", tone="text-2"))
        for row in rows:
            column.addWidget(row)
        return part

    def _make_undrawn(self, site_id: str, title: str) -> CheckRow:
        row = CheckRow(self._theme, title, name=f"site_box:{site_id}")
        row.toggled.connect(lambda is_chosen: self.site_toggled.emit(site_id, is_chosen))
        return row

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
                heading.setContentsMargins(0, 6, 0, 0)
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
    row.setSpacing(10)
    row.addWidget(left, 1, Qt.AlignmentFlag.AlignTop)
    row.addWidget(right, 1, Qt.AlignmentFlag.AlignTop)
    return row
