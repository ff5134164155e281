"""Scales: eleven digits where they go from 0 to 10, else a track with the number beside it."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from stemsup_desktop.questionnaire.answers import Answer, DecimalAnswer, IntegerAnswer
from stemsup_desktop.questionnaire.compare import get_number
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.score_field import ScoreField
from stemsup_desktop.ui.components.slider_track import SliderTrack
from stemsup_desktop.ui.components.value_field import write_number
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors.base import Editor, let_grow
from stemsup_desktop.ui.pages.examination.editors.numbers import make_number_field
from stemsup_desktop.ui.theme import sizes

_UNIT_PX = 40

_LOWEST, _HIGHEST = Decimal(0), Decimal(100)
"""The ends of a scale that names none."""
_NUMBER_PX = 96


def is_score(item: Item) -> bool:
    """Say whether a slider is a scale of whole numbers from 0 to 10."""
    low, high, step = _find_range(item)
    return item.type is ItemType.INTEGER and low == 0 and high == 10 and step == 1


class ScoreEditor(Editor):
    """0 to 10; the digits score."""

    def __init__(self, item: Item, name: str, label: str, context: PageContext, ends: tuple[str, str]) -> None:
        super().__init__(item, name)
        self._score = ScoreField(context.theme, context.words, "", low=ends[0], high=ends[1], name=label)
        self.adopt(self._score)
        self.column.setAlignment(self._score, Qt.AlignmentFlag.AlignLeft)
        self._score.value_changed.connect(
            lambda score: self.answered.emit(() if score is None else (IntegerAnswer(score),))
        )

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        number = get_number(answers[0]) if answers else None
        self._score.set_value(None if number is None else int(number))


class SliderEditor(Editor):
    """A track to point at and the number to read or type; empty until one of them is used."""

    is_wide = True

    def __init__(
        self, item: Item, name: str, label: str, context: PageContext, unit: str, ends: tuple[str, str]
    ) -> None:
        super().__init__(item, name)
        low, high, step = _find_range(item)
        self._track = SliderTrack(context.theme, low, high, step)
        self._track.setObjectName(f"{name}_track")
        self._track.setAccessibleName(label)
        self._number = make_number_field(item, context, unit)
        self._number.set_label(label)
        self._number.hide_label()
        let_grow(self._number)
        self._number.line_edit.installEventFilter(self)
        self._number.setObjectName(name)
        self._number.setFixedWidth(context.theme.grown(_NUMBER_PX + (_UNIT_PX if unit else 0)))
        self.setFocusProxy(self._number)
        self._problem = ""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(sizes.S)
        grid.setVerticalSpacing(0)
        grid.addWidget(self._track, 0, 0, 1, 2)
        grid.addWidget(self._number, 0, 2, 2, 1, Qt.AlignmentFlag.AlignTop)
        theme = context.theme
        left = Label(theme, ends[0] or write_number(low), role="small", tone="text-3", wraps=True)
        right = Label(theme, ends[1] or write_number(high), role="small", tone="text-3", wraps=True)
        right.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(left, 1, 0)
        grid.addWidget(right, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.column.addWidget(holder)
        self._track.value_changed.connect(self._on_moved)
        self._number.value_changed.connect(self._on_typed)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        number = get_number(answers[0]) if answers else None
        self._track.set_value(number)
        self._number.set_value(number)

    def set_messages(self, problem: str, doubt: str) -> bool:
        if problem or self._problem:
            self._number.set_error(problem)
        if doubt:
            self._number.set_warning(doubt)
        self._problem = problem
        return True

    def set_read_only(self, is_read_only: bool) -> None:
        self._number.set_read_only(is_read_only)
        self._track.setEnabled(not is_read_only)

    def _on_moved(self, value: Decimal | None) -> None:
        self._number.set_value(value)
        self._report(value)

    def _on_typed(self, value: Decimal | None) -> None:
        self._track.set_value(value)
        self._report(value)

    def _report(self, value: Decimal | None) -> None:
        if value is None:
            self.answered.emit(())
        elif self.item.type is ItemType.INTEGER:
            self.answered.emit((IntegerAnswer(int(value)),))
        else:
            self.answered.emit((DecimalAnswer(value),))


def _find_range(item: Item) -> tuple[Decimal, Decimal, Decimal]:
    low = None if item.min_value is None else get_number(item.min_value)
    high = None if item.max_value is None else get_number(item.max_value)
    low = _LOWEST if low is None else low
    high = max(_HIGHEST, low + 1) if high is None or high <= low else high
    step = item.slider_step or Decimal(1)
    return low, high, max(step, Decimal(1)) if item.type is ItemType.INTEGER else step
