"""One editor per kind of item: each takes and reports FHIR answers. An unknown kind is a visible row, never nothing."""

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import (
    Answer,
    BooleanAnswer,
    CodingAnswer,
    DateAnswer,
    DecimalAnswer,
    IntegerAnswer,
    QuantityAnswer,
    StringAnswer,
    UriAnswer,
)
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import AnswerOption, Item
from stemsup_desktop.ui.components.answer_segments import AnswerSegments, Look, Segments
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.words import Words

MOST_SEGMENTS = 3
MANY_DECIMALS = 4
WALKING_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class Editor(QWidget):
    """Base of the editors. `answered` carries a tuple of answers, empty when the answer was taken back."""

    answered = Signal(object)
    is_wide = False
    """Whether the editor wants a row of its own."""
    walks_by_plain_arrows = True
    """Whether Up and Down leave the control for the next question, without Ctrl."""
    row_width_px = 0
    """The width it takes at the right of a question; 0 leaves it to the control."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        """Show answers without reporting them."""
        raise TypeError(f"{type(self).__name__} shows no answers")

    def set_messages(self, problem: str, doubt: str) -> None:
        """Show what is wrong and what to check."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Here the arrow keys walk the questions. A closed list would choose by them, and a slip must not answer a
        # safety question: Space opens the list. Several lines of text, and boxes of one question, need them themselves.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in WALKING_KEYS:
            has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            has_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if has_control or (self.walks_by_plain_arrows and not has_alt):
                QApplication.sendEvent(self, event)
                return True
        return super().eventFilter(watched, event)

    def adopt(self, widget: QWidget) -> None:
        """Put the control in, take its focus and name it by the link id."""
        self.column.addWidget(widget)
        self.setFocusProxy(widget)
        widget.setObjectName(self.item.link_id)


class _SegmentsEditor(Editor):
    """Yes, no, unknown; or a few short options."""

    def __init__(self, item: Item, segments: Segments, label: Label | None) -> None:
        super().__init__(item)
        self._segments = segments
        if label is not None:
            self.column.addWidget(label)
        self.adopt(segments)
        self.column.setAlignment(segments, Qt.AlignmentFlag.AlignLeft)
        segments.value_changed.connect(self._on_changed)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        self._segments.set_value(code_of(self.item, answers[0]) if answers else None)

    def _on_changed(self, code: str | None) -> None:
        option = option_of(self.item, code)
        self.answered.emit(() if option is None else (shown_value(option),))


class _BooleanEditor(Editor):
    def __init__(self, item: Item, segments: Segments, label: Label | None) -> None:
        super().__init__(item)
        self._segments = segments
        if label is not None:
            self.column.addWidget(label)
        self.adopt(segments)
        self.column.setAlignment(segments, Qt.AlignmentFlag.AlignLeft)
        segments.value_changed.connect(
            lambda code: self.answered.emit(() if code is None else (BooleanAnswer(code == "Y"),))
        )

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        first = answers[0] if answers else None
        self._segments.set_value(("Y" if first.value else "N") if isinstance(first, BooleanAnswer) else None)


class _FieldEditor(Editor):
    """A field; subclasses say how its value and the answer correspond."""

    def __init__(self, item: Item, field: FieldFrame) -> None:
        super().__init__(item)
        self.field = field
        self.adopt(field)
        if isinstance(field, TextField):
            field.line_edit.installEventFilter(self)
        elif isinstance(field, MultiLineField):
            self.walks_by_plain_arrows = False
            field.text_edit.installEventFilter(self)
        elif isinstance(field, ChoiceField):
            field.combo.installEventFilter(self)
        field.value_changed.connect(self._on_changed)

    def set_messages(self, problem: str, doubt: str) -> None:
        if problem:
            self.field.set_error(problem)
        self.field.set_warning(doubt)

    def _on_changed(self, value: object) -> None:
        self.answered.emit(self._read(value))

    def _read(self, value: object) -> tuple[Answer, ...]:
        raise TypeError(f"{type(self).__name__} reads no value")


class _TextEditor(_FieldEditor):
    def __init__(self, item: Item, field: TextField | MultiLineField) -> None:
        super().__init__(item, field)
        self._text = field
        self.is_wide = isinstance(field, MultiLineField)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        first = answers[0] if answers else None
        self._text.set_value(first.value if isinstance(first, StringAnswer | UriAnswer) else "")

    def _read(self, value: object) -> tuple[Answer, ...]:
        text = normalise_text(str(value))
        if not text:
            return ()
        return (UriAnswer(text),) if self.item.type is ItemType.URL else (StringAnswer(text),)


class _NumberEditor(_FieldEditor):
    row_width_px = 140

    def __init__(self, item: Item, field: NumberField) -> None:
        super().__init__(item, field)
        self._number = field

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        first = answers[0] if answers else None
        match first:
            case DecimalAnswer() | QuantityAnswer():
                self._number.set_value(first.value)
            case IntegerAnswer():
                self._number.set_value(Decimal(first.value))
            case _:
                self._number.set_value(None)

    def set_messages(self, problem: str, doubt: str) -> None:
        """The field itself knows the ranges and says more while typing."""

    def _read(self, value: object) -> tuple[Answer, ...]:
        if not isinstance(value, Decimal):
            return ()
        match self.item.type:
            case ItemType.INTEGER:
                return (IntegerAnswer(int(value)),)
            case ItemType.QUANTITY:
                unit = self.item.unit
                return (QuantityAnswer(value, unit.text, unit.system, unit.code) if unit else QuantityAnswer(value),)
            case _:
                return (DecimalAnswer(value),)


class _DateEditor(_FieldEditor):
    row_width_px = 180

    def __init__(self, item: Item, field: DateField) -> None:
        super().__init__(item, field)
        self._date = field

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        first = answers[0] if answers else None
        self._date.set_value(first.value if isinstance(first, DateAnswer) else None)

    def _read(self, value: object) -> tuple[Answer, ...]:
        return (DateAnswer(value),) if isinstance(value, date) else ()


class _ChoiceEditor(_FieldEditor):
    row_width_px = 248

    def __init__(self, item: Item, field: ChoiceField) -> None:
        super().__init__(item, field)
        self._choice = field

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        self._choice.set_value(code_of(self.item, answers[0]) if answers else None)

    def _read(self, value: object) -> tuple[Answer, ...]:
        option = option_of(self.item, value if isinstance(value, str) else None)
        return () if option is None else (shown_value(option),)


class _ManyChoiceEditor(Editor):
    """Several options at once, as boxes in columns."""

    is_wide = True
    walks_by_plain_arrows = False

    def __init__(self, item: Item, context: PageContext, label: str) -> None:
        super().__init__(item)
        words, theme = context.words, context.theme
        self._boxes: dict[str, CheckBox] = {}
        self.column.addWidget(Label(theme, label, role="compact", tone="text-2", wraps=True))
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        texts = [option.text.in_language(words.language) for option in item.answer_options]
        columns = 3 if max(map(len, texts), default=0) <= (16 if words.language == "ja" else 28) else 2
        for index, option in enumerate(item.answer_options):
            box = CheckBox(theme, texts[index])
            code = _code(option)
            box.setObjectName(f"{item.link_id}_{code}")
            box.setAccessibleName(f"{label}: {texts[index]}")
            box.toggled.connect(self._on_toggled)
            box.installEventFilter(self)
            self._boxes[code] = box
            grid.addWidget(box, index // columns, index % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        rows = -(-len(self._boxes) // columns)
        tallest = max((box.sizeHint().height() for box in self._boxes.values()), default=0)
        # Said outright: beside wrapped texts the layout above would otherwise squeeze the rows.
        holder.setMinimumHeight(rows * (tallest + 2))
        self.adopt(holder)
        first = next(iter(self._boxes.values()), None)
        if first is not None:
            holder.setFocusProxy(first)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        chosen = {code_of(self.item, answer) for answer in answers}
        for code, box in self._boxes.items():
            with signals_blocked(box):
                box.setChecked(code in chosen)

    def _on_toggled(self) -> None:
        options = (option for option in self.item.answer_options if self._boxes[_code(option)].isChecked())
        self.answered.emit(tuple(shown_value(option) for option in options))


class _UnsupportedEditor(Editor):
    is_wide = True

    def __init__(self, item: Item, context: PageContext) -> None:
        super().__init__(item)
        message = InlineMessage(context.theme)
        sentence = context.words("examination.unsupported", type=item.type_code or item.type.value)
        message.show_message(TagState.CAUTION, sentence)
        self.adopt(message)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        """Nothing can be shown; what came with the record stays in it."""


def make_editor(item: Item, context: PageContext, *, has_label: bool = True) -> Editor:
    """Return the editor of an item; `has_label` is False where the row itself says the question."""
    words, theme = context.words, context.theme
    label = item.label.in_language(words.language)
    shown = label if has_label else ""
    heading = Label(theme, label, role="compact", tone="text-2", wraps=True) if has_label else None
    required = item.is_required
    match item.type:
        case ItemType.BOOLEAN:
            return _BooleanEditor(item, AnswerSegments(theme, words, _name(item, label), has_unknown=False), heading)
        case ItemType.CHOICE if item.repeats:
            return _ManyChoiceEditor(item, context, label)
        case ItemType.CHOICE if item.is_yes_no_unknown:
            return _SegmentsEditor(item, AnswerSegments(theme, words, _name(item, label)), heading)
        case ItemType.CHOICE if _is_short(item, words):
            return _SegmentsEditor(item, _make_segments(item, context, label), heading)
        case ItemType.CHOICE:
            options = tuple((_code(option), option.text.in_language(words.language)) for option in item.answer_options)
            choice = ChoiceField(theme, words, shown, options, is_required=required)
            choice.combo.setAccessibleName(_name(item, label))
            return _ChoiceEditor(item, choice)
        case ItemType.DECIMAL | ItemType.INTEGER | ItemType.QUANTITY:
            return _NumberEditor(item, _make_number_field(item, context, shown))
        case ItemType.DATE:
            return _DateEditor(item, DateField(theme, words, shown, is_required=required))
        case ItemType.STRING | ItemType.URL:
            return _TextEditor(item, TextField(theme, words, shown, is_required=required))
        case ItemType.TEXT:
            return _TextEditor(item, MultiLineField(theme, words, shown, min_lines=1, is_required=required))
        case _:
            return _UnsupportedEditor(item, context)


def option_of(item: Item, code: str | None) -> AnswerOption | None:
    """Find the option behind a control's code."""
    return next((option for option in item.answer_options if _code(option) == code), None)


def code_of(item: Item, answer: Answer) -> str | None:
    """Find the control's code behind an answer."""
    option = item.find_option(answer)
    return None if option is None else _code(option)


def shown_value(option: AnswerOption) -> Answer:
    """Return an option's value with its display text, as FHIR keeps what was shown."""
    value = option.value
    if isinstance(value, CodingAnswer) and not value.display:
        return CodingAnswer(code=value.code, system=value.system, display=option.text.en)
    return value


def _code(option: AnswerOption) -> str:
    return option.value.code if isinstance(option.value, CodingAnswer) else option.text.en


def _name(item: Item, label: str) -> str:
    return f"{item.prefix} {label}" if item.prefix else label


def _is_short(item: Item, words: Words) -> bool:
    longest = 8 if words.language == "ja" else 16
    texts = [option.text.in_language(words.language) for option in item.answer_options]
    return 0 < len(texts) <= MOST_SEGMENTS and max(map(len, texts)) <= longest


def _make_segments(item: Item, context: PageContext, label: str) -> Segments:
    words = context.words
    options = tuple(
        (_code(option), option.text.in_language(words.language), Look.TINTED) for option in item.answer_options
    )
    return Segments(context.theme, _name(item, label), options, unanswered_word=words("common.unanswered"))


def _make_number_field(item: Item, context: PageContext, label: str) -> NumberField:
    places = item.max_decimal_places
    decimals = 0 if item.type is ItemType.INTEGER else MANY_DECIMALS if places is None else places
    plausible = item.plausible
    return NumberField(
        context.theme,
        context.words,
        label,
        unit=item.unit.text if item.unit else "",
        decimals=decimals,
        possible=(_number(item.min_value), _number(item.max_value)),
        plausible=(plausible.low, plausible.high) if plausible else (None, None),
        is_required=item.is_required,
    )


def _number(answer: Answer | None) -> Decimal | None:
    match answer:
        case DecimalAnswer() | QuantityAnswer():
            return answer.value
        case IntegerAnswer():
            return Decimal(answer.value)
        case _:
            return None


def name_both(text: Text, language: str) -> tuple[str, str]:
    """Return a text in the window's language and in the other one."""
    return (text.ja, text.en) if language == "ja" else (text.en, text.ja)
