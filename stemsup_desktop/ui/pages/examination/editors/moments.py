"""Days, times, and both together, typed as they are written."""

from datetime import time

from stemsup_desktop.questionnaire.answers import Answer, DateAnswer, DateTimeAnswer, TimeAnswer
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.questionnaire.validation import check_answers
from stemsup_desktop.ui.components.moment_fields import DayField, MomentField, Refuse, TimeField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors.base import FieldEditor


class _ValueEditor(FieldEditor):
    _problem = ""

    def set_messages(self, problem: str, doubt: str) -> bool:
        """Show what the form says; what is no day or time the field says itself."""
        if problem or self._problem:
            self.field.set_error(problem)
        self.field.set_warning(doubt)
        self._problem = problem
        return True

    def _show_format(self, context: PageContext) -> None:
        if self.item.entry_format is not None:
            self.field.set_placeholder(self.item.entry_format.in_language(context.words.language))


def _refuse_beyond(item: Item, context: PageContext) -> Refuse:
    """Return what says that an answer lies beyond the item's range."""

    def refuse(answer: Answer) -> str:
        problems = (one for one in check_answers(item, (answer,)) if one.code in ("too-low", "too-high"))
        return next((one.message.in_language(context.words.language) for one in problems), "")

    return refuse


class DayEditor(_ValueEditor):
    """A date."""

    row_width_px = 200

    def __init__(self, item: Item, name: str, label: str, context: PageContext) -> None:
        self._day = DayField(
            context.theme, context.words, "", refuse=_refuse_beyond(item, context), is_required=item.is_required
        )
        super().__init__(item, name, label, self._day)
        self._show_format(context)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        first = answers[0] if answers else None
        self._day.set_value(first if isinstance(first, DateAnswer) else None)

    def _read(self, value: object) -> tuple[Answer, ...]:
        return (value,) if isinstance(value, DateAnswer) else ()


class MomentEditor(_ValueEditor):
    """A date with its time, in the zone of the computer."""

    row_width_px = 220

    def __init__(self, item: Item, name: str, label: str, context: PageContext) -> None:
        zone = context.clock().tzinfo
        self._moment = MomentField(
            context.theme, context.words, "", zone, refuse=_refuse_beyond(item, context), is_required=item.is_required
        )
        super().__init__(item, name, label, self._moment)
        self._show_format(context)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        first = answers[0] if answers else None
        self._moment.set_value(first if isinstance(first, DateTimeAnswer) else None)

    def _read(self, value: object) -> tuple[Answer, ...]:
        return (value,) if isinstance(value, DateTimeAnswer) else ()


class TimeEditor(_ValueEditor):
    """A time of day."""

    row_width_px = 180

    def __init__(self, item: Item, name: str, label: str, context: PageContext) -> None:
        self._time = TimeField(
            context.theme, context.words, "", refuse=_refuse_beyond(item, context), is_required=item.is_required
        )
        super().__init__(item, name, label, self._time)
        self._show_format(context)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        first = answers[0] if answers else None
        self._time.set_value(first.value if isinstance(first, TimeAnswer) else None)

    def _read(self, value: object) -> tuple[Answer, ...]:
        return (TimeAnswer(value),) if isinstance(value, time) else ()
