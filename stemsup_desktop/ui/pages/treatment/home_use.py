"""Step 6, the spray at home: units that were handed out, questions on its use, and the sheet to take along."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.self_administration import is_right, make_answer
from stemsup_desktop.consultation.sheet_text import SelfAdministrationText, UseQuestion
from stemsup_desktop.consultation.treatment_model import Dispensed, NasalRecord, UseAnswer
from stemsup_desktop.ui.components.buttons import IconButton, SecondaryButton
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.labels import Card, Label, set_shown
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.treatment.parts import Part
from stemsup_desktop.ui.pages.treatment.view import TreatmentView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_MOST_UNITS = 1000


class _DispensedCard(Card):
    """What was handed out on one day; `changed` carries position, field and value."""

    changed = Signal(int, str, object)
    remove_requested = Signal(int)

    def __init__(self, theme: Theme, words: Words, position: int) -> None:
        super().__init__(theme)
        limits = (Decimal(1), Decimal(_MOST_UNITS))
        self._units = NumberField(theme, words, words("treatment.dispensed_units"), possible=limits)
        self._on = DateField(theme, words, words("treatment.dispensed_on"), is_required=True)
        self._lot = TextField(theme, words, words("treatment.dispensed_lot"))
        self._use_by = DateField(theme, words, words("treatment.use_by"))
        self._remove = IconButton(theme, "close", words("treatment.remove_dispensed"))
        self._remove.setObjectName(f"remove_dispensed:{position}")
        self._remove.clicked.connect(lambda: self.remove_requested.emit(position))
        row = QHBoxLayout()
        row.setSpacing(sizes.S)
        self._fields: dict[str, FieldFrame] = {
            "units": self._units,
            "dispensed_on": self._on,
            "lot_number": self._lot,
            "use_by": self._use_by,
        }
        for name, field in self._fields.items():
            field.setObjectName(f"dispensed.{name}:{position}")
            field.value_changed.connect(lambda value, name=name: self.changed.emit(position, name, value))
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(row)

    def show_view(self, one: Dispensed, *, is_locked: bool) -> None:
        """Show what was handed out; reports nothing."""
        self._units.set_value(Decimal(one.units))
        self._on.set_value(one.dispensed_on)
        self._lot.set_value(one.lot_number)
        self._use_by.set_value(one.use_by)
        for field in self._fields.values():
            field.set_read_only(is_locked)
        self._remove.setEnabled(not is_locked)


class HomeUsePart(Part):
    """`home_changed` carries a function that makes the new nasal record; `sheet_requested` prints the sheet."""

    home_changed = Signal(object)
    sheet_requested = Signal()

    def __init__(self, theme: Theme, words: Words, text: SelfAdministrationText, clock: Callable[[], datetime]) -> None:
        super().__init__(theme, words, words("treatment.home"), words("treatment.home_note"))
        self._text = text
        self._clock = clock
        self._cards: list[_DispensedCard] = []
        self._questions: dict[str, tuple[ChoiceField, Label]] = {}
        self._is_filled = False

    def _fill(self) -> None:
        """Make the fields: most visits hand nothing out, and never see them."""
        self._is_filled = True
        theme, words, text = self.theme, self.words, self._text
        self._shelf = QVBoxLayout()
        self.column.addLayout(self._shelf)
        self._add = SecondaryButton(theme, words("treatment.dispense"), icon_name="plus")
        self._add.setObjectName("dispense")
        self._add.clicked.connect(self._on_added)
        self._print = SecondaryButton(theme, words("treatment.print_home"), icon_name="print")
        self._print.setObjectName("print_home")
        self._print.clicked.connect(self.sheet_requested)
        self.column.addWidget(self._make_left(self._add))
        self.column.addWidget(Label(theme, words("treatment.teach_back"), role="small", tone="text-3", wraps=True))
        for question in text.questions:
            self._add_question(question)
        self.column.addWidget(self._make_left(self._print))

    def show_view(self, view: TreatmentView) -> None:
        """Show what was handed out and answered; reports nothing."""
        if not self._is_filled:
            if not view.has_nasal:
                return
            self._fill()
        nasal = view.treatment.nasal or NasalRecord()
        while len(self._cards) < len(nasal.dispensed):
            self._add_card()
        for position, card in enumerate(self._cards):
            set_shown(card, position < len(nasal.dispensed))
            if position < len(nasal.dispensed):
                card.show_view(nasal.dispensed[position], is_locked=view.is_locked)
        last = {answer.question_id: answer for answer in nasal.answers}
        for question in self._text.questions:
            field, said = self._questions[question.id]
            answer = last.get(question.id)
            field.set_value(None if answer is None else answer.option_id)
            field.set_read_only(view.is_locked)
            sentence = "" if answer is None else self._say(question, answer)
            said.setText(sentence)
            set_shown(said, bool(sentence))
        self._add.setEnabled(not view.is_locked)

    def _say(self, question: UseQuestion, answer: UseAnswer) -> str:
        language, words = self.words.language, self.words
        option = next((one.text for one in question.options if one.id == answer.option_id), None)
        given = answer.option_id if option is None else option.in_language(language)
        if is_right(answer, self._text) is False:
            section = self._text.form.get_section(question.section).heading.in_language(language)
            return words("treatment.answered_again", answer=given, section=section)
        return words("treatment.answered_right", answer=given)

    def _add_question(self, question: UseQuestion) -> None:
        language = self.words.language
        options = tuple((one.id, one.text.in_language(language)) for one in question.options)
        field = ChoiceField(self.theme, self.words, question.question.in_language(language), options)
        field.setObjectName(f"use.{question.id}")
        field.value_changed.connect(lambda code, question=question: self._on_answered(question, code))
        said = Label(self.theme, role="small", tone="text-2", wraps=True)
        said.setObjectName(f"use_said.{question.id}")
        self._questions[question.id] = field, said
        self.column.addWidget(field)
        self.column.addWidget(said)

    def _add_card(self) -> None:
        card = _DispensedCard(self.theme, self.words, len(self._cards))
        card.changed.connect(self._on_card_changed)
        card.remove_requested.connect(self._on_removed)
        self._cards.append(card)
        self._shelf.addWidget(card)

    def _on_added(self) -> None:
        today = self._clock().date()

        def add(nasal: NasalRecord) -> NasalRecord:
            return msgspec.structs.replace(nasal, dispensed=(*nasal.dispensed, Dispensed(1, today)))

        self.home_changed.emit(add)

    def _on_card_changed(self, position: int, field: str, value: object) -> None:
        given: object = normalise_text(value) if isinstance(value, str) else value
        if field == "units":
            given = int(value) if isinstance(value, Decimal) else None
        if given is None and field in ("units", "dispensed_on"):
            return  # the field says what is wrong; what was entered last stays until there is something else

        def change(nasal: NasalRecord) -> NasalRecord:
            every = list(nasal.dispensed)
            every[position] = msgspec.structs.replace(every[position], **{field: given})
            return msgspec.structs.replace(nasal, dispensed=tuple(every))

        self.home_changed.emit(change)

    def _on_removed(self, position: int) -> None:
        def remove(nasal: NasalRecord) -> NasalRecord:
            left = (*nasal.dispensed[:position], *nasal.dispensed[position + 1 :])
            return msgspec.structs.replace(nasal, dispensed=left)

        self.home_changed.emit(remove)

    def _on_answered(self, question: UseQuestion, code: object) -> None:
        """Keep every attempt, the last one last; nothing chosen is no attempt."""
        if not isinstance(code, str):
            return
        answer = make_answer(question, code, self.words.language, self._clock())

        def add(nasal: NasalRecord) -> NasalRecord:
            return msgspec.structs.replace(nasal, answers=(*nasal.answers, answer))

        self.home_changed.emit(add)

    def _make_left(self, button: QWidget) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button)
        row.addStretch(1)
        return holder
