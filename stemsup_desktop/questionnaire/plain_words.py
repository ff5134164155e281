"""An answer in words that need no questionnaire: a code's display, a number with its unit, an ISO date."""

from decimal import Decimal
from typing import assert_never

from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import (
    Answer,
    AttachmentAnswer,
    BooleanAnswer,
    CodingAnswer,
    DateAnswer,
    DateTimeAnswer,
    DecimalAnswer,
    IntegerAnswer,
    QuantityAnswer,
    ReferenceAnswer,
    StringAnswer,
    TimeAnswer,
    UriAnswer,
)
from stemsup_desktop.questionnaire.fhir_values import is_bounded, write_value


def say_answer(answer: Answer) -> Text:
    """Return an answer in both languages; a blank text is named as such."""
    match answer:
        case BooleanAnswer(value=truth):
            return Text("Yes", "はい") if truth else Text("No", "いいえ")
        case DecimalAnswer(value=number):
            return _same(_write(number))
        case IntegerAnswer(value=whole):
            return _same(str(whole))
        case DateAnswer(value=day):
            return _same(str(write_value(answer)[1]) if answer.precision != "day" else day.isoformat())
        case DateTimeAnswer(precision="day" | "month" | "year"):
            return _same(str(write_value(answer)[1]))
        case DateTimeAnswer(value=moment):
            return _same(moment.isoformat(sep=" ", timespec="minutes"))
        case TimeAnswer(value=clock):
            return _same(clock.isoformat(timespec="minutes"))
        case StringAnswer(value=text) | UriAnswer(value=text):
            return _same(text)
        case CodingAnswer(code=code, display=display):
            return _same(display or code)
        case QuantityAnswer(value=number, unit=unit, code=code):
            return _same(f"{_write(number)} {unit or code}".rstrip())
        case AttachmentAnswer(title=title, url=url):
            return _same(title or url)
        case ReferenceAnswer(reference=reference, display=display):
            return _same(display or reference)
        case _:
            assert_never(answer)


def _write(number: Decimal) -> str:
    """Write a number out, but one with endless digits in powers of ten."""
    return f"{number:f}" if is_bounded(number) else str(number)


def _same(words: str) -> Text:
    return Text(words, words) if words.strip() else Text("Blank", "空白")
