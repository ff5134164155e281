"""The chosen recipient: how to reach them, contacts about the lot and a new one, what was given, what came after."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.events.event_model import Contact, ContactPurpose, ContactWay
from stemsup_desktop.consultation.events.event_words import WAY_WORDS
from stemsup_desktop.consultation.lots import recall_words as said
from stemsup_desktop.consultation.lots.recall_text import SITE_COLUMNS, UseText
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.language import Text
from stemsup_desktop.ui.components.buttons import LinkLabel, SecondaryButton
from stemsup_desktop.ui.components.check_box import RadioGroup
from stemsup_desktop.ui.components.fact_strip import FactStrip
from stemsup_desktop.ui.components.folding_row import FoldingRow
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.tags import StateTag
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.pages.recall.place import ContactDraft
from stemsup_desktop.ui.pages.recall.view import PersonView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_YES, _NO = "yes", "no"
_NAME_PX = 240
_NUMBERS = (1, 3)
"""Columns of the table of sites."""


class ContactForm(QWidget):
    """A contact that is being entered: how, whether the patient was reached, a note. It is of this moment."""

    changed = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        ways = tuple((way.value, text.in_language(words.language)) for way, text in WAY_WORDS.items())
        self.way = RadioGroup(theme, words("recall.way"), ways, is_horizontal=True)
        self.way.setObjectName("recall.way")
        reached = ((_YES, words("events.reached_yes")), (_NO, words("events.reached_no")))
        self.reached = RadioGroup(theme, words("recall.reached"), reached, is_horizontal=True)
        self.reached.setObjectName("recall.reached")
        self.note = MultiLineField(theme, words, words("recall.note"))
        self.note.setObjectName("recall.note")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.S)
        self._open = InlineMessage(theme, TagState.CAUTION)
        self._open.setObjectName("contact_open")
        for field in (self.way, self.reached, self.note):
            column.addWidget(field)
            field.value_changed.connect(lambda _: self._on_changed())
        column.addWidget(self._open)

    def list_open(self) -> tuple[str, ...]:
        """Return what is still missing, in words."""
        wanted = (("wants_way", self.way), ("wants_reached", self.reached))
        return tuple(self._words(f"events.{key}") for key, field in wanted if field.value() is None)

    def say_open(self) -> bool:
        """Say what is still missing and go there; return whether anything is."""
        missing = self.list_open()
        sentence = self._words("recall.wants", items=self._words.listed(missing)) if missing else ""
        self._open.show_message(TagState.CAUTION, sentence)
        if self.way.value() is None:
            self.focus_first()
        elif missing:
            self.reached.findChildren(QWidget, f"option_{_YES}")[0].setFocus()
        return bool(missing)

    def _on_changed(self) -> None:
        self._open.show_message(TagState.CAUTION, "")
        self.changed.emit()

    def take(self, patient_id: str, lot_id: str, now: datetime) -> Contact:
        """Return what was entered; raises ValueError while something is missing."""
        way = self.way.value()
        if way is None or self.reached.value() is None:
            raise ValueError("the contact is not complete")
        return Contact(
            contact_id="",
            patient_id=patient_id,
            purpose=ContactPurpose.RECALL,
            way=ContactWay(way),
            was_reached=self.reached.value() == _YES,
            at=now,
            by="",
            subject=lot_id,
            note=normalise_text(self.note.value()).strip(),
        )

    def read_draft(self) -> ContactDraft:
        """Return what stands in the form."""
        return ContactDraft(self.way.value(), self.reached.value(), self.note.value())

    def show_draft(self, draft: ContactDraft) -> None:
        """Show what was entered before, or nothing, without reporting it."""
        self.way.set_value(draft.way)
        self.reached.set_value(draft.reached)
        self.note.set_value(draft.note)
        self._open.show_message(TagState.CAUTION, "")

    def focus_first(self) -> None:
        """Put the focus where entering begins."""
        self.way.findChildren(QWidget, f"option_{ContactWay.PHONE.value}")[0].setFocus()


class PersonPane(ScrollPane):
    """`chart_requested` carries a patient's id, `letter_requested` a document number."""

    chart_requested = Signal(str)
    letter_requested = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(margins=(sizes.XL, sizes.L, sizes.XL, sizes.XL), spacing=sizes.M)
        self._theme, self._words = theme, words
        self._shown: PersonView | None = None
        self._name = WrapLabel(theme, role="name")
        self._name.setObjectName("recall_name")
        self._tag = StateTag(theme, TagState.OPEN, "")
        self._quiet = Label(theme, role="compact", tone="text-3")
        self._chart = SecondaryButton(theme, words("recall.open_chart"))
        self._chart.setObjectName("open_chart")
        self._chart.clicked.connect(lambda: self.chart_requested.emit(self._patient_id))
        self._reach = FactStrip(theme, across=4)
        self._note = InlineMessage(theme)
        self._refusal = InlineMessage(theme)
        self._refusal.setObjectName("contact_refusal")
        self.form = ContactForm(theme, words)
        self._told = QVBoxLayout()
        self._told.setSpacing(sizes.XXS)
        self._rest = QVBoxLayout()
        self._rest.setSpacing(sizes.S)
        self._lay_out()

    @property
    def _patient_id(self) -> str:
        return "" if self._shown is None else self._shown.patient_id

    def show_view(self, view: PersonView, draft: ContactDraft) -> None:
        """Show a recipient, another one from the top and with what was entered for them before."""
        if view == self._shown:
            return
        if view.patient_id != self._patient_id:
            self.form.show_draft(draft)
            self.verticalScrollBar().setValue(0)
        self._shown = view
        text = view.text
        self._name.setText(text.name)
        self._quiet.setText(" · ".join(part for part in (text.kana, text.chart_number) if part))
        self._tag.show_state(view.state, text.state)
        self._chart.setAccessibleName(self._words("spoken.now_of", field=text.name, now=self._chart.text()))
        missing = self._say(said.UNKNOWN)
        self._reach.show_facts(tuple((label, value or missing) for label, value in text.reach))
        self._note.show_message(TagState.CAUTION, view.note)
        self._refusal.show_message(TagState.INFORMATION, view.refusal)
        set_shown(self.form, not view.refusal)
        self._fill_told(view)
        self._fill_rest(view)

    def _say(self, text: Text) -> str:
        return text.in_language(self._words.language)

    def _lay_out(self) -> None:
        person = QHBoxLayout()
        person.setSpacing(sizes.S)
        person.addWidget(self._name)
        person.addWidget(self._tag, 0, Qt.AlignmentFlag.AlignVCenter)
        person.addStretch(1)
        head = FoldingRow(person, least_px=self._theme.grown(_NAME_PX))
        head.side.addWidget(self._chart, 0, Qt.AlignmentFlag.AlignTop)
        names = QVBoxLayout()
        names.setSpacing(sizes.TIGHT)
        names.addWidget(head)
        names.addWidget(self._quiet)
        self.rows.addLayout(names)
        self.rows.addWidget(self._reach)
        self.rows.addWidget(self._note)
        self.rows.addWidget(SectionHeading(self._theme, self._words("recall.contacts")))
        self.rows.addLayout(self._told)
        self.rows.addWidget(self._refusal)
        self.rows.addWidget(self.form)
        self.rows.addLayout(self._rest)
        self.add_stretch()

    def _fill_told(self, view: PersonView) -> None:
        _empty(self._told)
        for line in view.text.contacts or (self._say(said.NO_CONTACT),):
            tone = "text-2" if view.text.contacts else "text-3"
            self._told.addWidget(WrapLabel(self._theme, line, role="compact", tone=tone))
        for number in view.letters:
            link = LinkLabel(self._theme, self._words("recall.letter", number=number))
            link.setObjectName(f"letter:{number}")
            link.clicked.connect(lambda _=False, number=number: self.letter_requested.emit(number))
            self._told.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _fill_rest(self, view: PersonView) -> None:
        _empty(self._rest)
        self._rest.addWidget(SectionHeading(self._theme, self._words("recall.received")))
        for use in view.text.uses:
            self._rest.addWidget(self._make_use(use))
        self._rest.addWidget(SectionHeading(self._theme, self._words("recall.after")))
        for line in view.text.after or (self._say(said.NOTHING_AFTER),):
            tone = "text-2" if view.text.after else "text-3"
            self._rest.addWidget(WrapLabel(self._theme, line, role="compact", tone=tone))

    def _make_use(self, use: UseText) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, sizes.XS)
        column.setSpacing(sizes.XS)
        column.addWidget(WrapLabel(self._theme, use.heading, role="compact", weight=700))
        facts = FactStrip(self._theme, across=4)
        facts.show_facts(use.facts)
        column.addWidget(facts)
        if use.sites:
            grid = QGridLayout()
            grid.setHorizontalSpacing(sizes.M)
            grid.setVerticalSpacing(sizes.XS)
            for place, stretch in enumerate((4, 1, 5, 2)):
                grid.setColumnStretch(place, stretch)
                caption = Label(self._theme, self._say(SITE_COLUMNS[place]), role="label", tone="text-3")
                grid.addWidget(caption, 0, place, _align(place))
            for row, cells in enumerate(use.sites, start=1):
                for place, cell in enumerate(cells):
                    kind = Label if place in _NUMBERS else WrapLabel
                    grid.addWidget(kind(self._theme, cell, role="compact"), row, place, _align(place))
            column.addLayout(grid)
        return holder


def _align(place: int) -> Qt.AlignmentFlag:
    """Return how a column stands: numbers at the right, under their heading."""
    return Qt.AlignmentFlag.AlignRight if place in _NUMBERS else Qt.AlignmentFlag(0)


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
