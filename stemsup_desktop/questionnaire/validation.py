"""What is wrong with the answers to one item: refused outright, or worth a second look."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import (
    Answer,
    AttachmentAnswer,
    BooleanAnswer,
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
from stemsup_desktop.questionnaire.attachments import BYTES_PER_MB
from stemsup_desktop.questionnaire.compare import get_number, is_on_side
from stemsup_desktop.questionnaire.fhir_values import is_32_bits, is_bounded
from stemsup_desktop.questionnaire.file_kinds import is_of_kind, say_kind
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.questionnaire.patterns import is_whole
from stemsup_desktop.questionnaire.plain_words import say_answer
from stemsup_desktop.questionnaire.typed_text import is_blank
from stemsup_desktop.sizes import say_size

_ANSWER_TYPES: dict[ItemType, tuple[type, ...]] = {
    ItemType.BOOLEAN: (BooleanAnswer,),
    ItemType.DECIMAL: (DecimalAnswer, IntegerAnswer),
    ItemType.INTEGER: (IntegerAnswer,),
    ItemType.DATE: (DateAnswer,),
    ItemType.DATETIME: (DateTimeAnswer,),
    ItemType.TIME: (TimeAnswer,),
    ItemType.STRING: (StringAnswer,),
    ItemType.TEXT: (StringAnswer,),
    ItemType.URL: (UriAnswer,),
    ItemType.QUANTITY: (QuantityAnswer,),
    ItemType.ATTACHMENT: (AttachmentAnswer,),
    ItemType.REFERENCE: (ReferenceAnswer,),
}
"""What an item of a type takes; choices take what their options are."""


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """One thing wrong with an answer. "refuse": impossible, so it counts as missing; "warn": out of the usual."""

    severity: Literal["refuse", "warn"]
    code: str
    message: Text


def check_answers(item: Item, answers: tuple[Answer, ...]) -> tuple[AnswerProblem, ...]:
    """Return all problems of an item's answers; whether an answer is required is not judged here."""
    if not answers:
        return ()
    if not item.is_question or item.type is ItemType.UNRECOGNISED or not item.link_id:
        return (_refuse("not-answerable", "This item cannot be answered here.", "この項目はここでは回答できません。"),)
    problems: list[AnswerProblem] = list(_check_count(item, answers))
    for answer in answers:
        problems += _check_answer(item, answer)
    return tuple(problems)


def is_refused(item: Item, answers: tuple[Answer, ...]) -> bool:
    """Say whether any answer is impossible."""
    return any(problem.severity == "refuse" for problem in check_answers(item, answers))


def _refuse(code: str, english: str, japanese: str) -> AnswerProblem:
    return AnswerProblem("refuse", code, Text(english, japanese))


def _check_count(item: Item, answers: tuple[Answer, ...]) -> Iterator[AnswerProblem]:
    count = len(answers)
    if count > 1 and not item.repeats:
        yield _refuse("too-many", "Only one answer is possible.", "回答は1つだけです。")
    elif item.max_occurs is not None and count > item.max_occurs:
        most = item.max_occurs
        yield _refuse("too-many", f"At most {most} answers are possible.", f"回答は{most}つまでです。")
    if item.min_occurs is not None and count < item.min_occurs:
        least = item.min_occurs
        yield _refuse("too-few", f"At least {least} answers are wanted.", f"回答が{least}つ以上必要です。")
    if count > 1 and any((option := item.find_option(answer)) and option.is_exclusive for answer in answers):
        yield _refuse(
            "exclusive", "One of the answers rules out the others.", "ほかと同時に選べない回答が含まれています。"
        )


def _check_answer(item: Item, answer: Answer) -> Iterator[AnswerProblem]:
    if item.type in (ItemType.CHOICE, ItemType.OPEN_CHOICE):
        yield from _check_choice(item, answer)
    elif not isinstance(answer, _ANSWER_TYPES[item.type]):
        yield _refuse("wrong-type", "The answer is of another type.", "回答の形式が違います。")
        return
    match answer:
        case StringAnswer() | UriAnswer():
            yield from _check_text(item, answer.value)
        case ReferenceAnswer(reference="", display=words) if is_blank(words):
            yield _refuse("blank", "The answer is blank.", "回答が空白です。")
        case AttachmentAnswer():
            yield from _check_file(item, answer)
        case DecimalAnswer(value=number) | QuantityAnswer(value=number):
            if not is_bounded(number):
                yield _refuse("not-a-number", "This is not a usable number.", "使用できない数値です。")
                return
        case IntegerAnswer(value=whole) if not is_32_bits(whole):
            yield _refuse("not-a-number", "This number is too large.", "数値が大きすぎます。")
            return
        case DateTimeAnswer(value=moment) if moment.utcoffset() is None:
            yield _refuse("zone-missing", "A time zone is missing.", "タイムゾーンがありません。")
            return
        case _:
            pass
    yield from _check_range(item, answer)


def _check_choice(item: Item, answer: Answer) -> Iterator[AnswerProblem]:
    is_free_text = item.type is ItemType.OPEN_CHOICE and isinstance(answer, StringAnswer)
    if not is_free_text and item.find_option(answer) is None:
        yield _refuse("not-an-option", "Choose one of the options.", "選択肢から選んでください。")


def _check_text(item: Item, text: str) -> Iterator[AnswerProblem]:
    if is_blank(text):
        yield _refuse("blank", "The answer is blank.", "回答が空白です。")
    if item.max_length is not None and len(text) > item.max_length:
        most = item.max_length
        yield _refuse("too-long", f"At most {most} characters are possible.", f"{most}文字以内で入力してください。")
    if item.min_length is not None and len(text) < item.min_length:
        least = item.min_length
        yield _refuse("too-short", f"At least {least} characters are wanted.", f"{least}文字以上で入力してください。")
    if item.pattern and not _has_form(text, item.pattern):
        wanted = item.entry_format or Text("as the questionnaire describes it", "質問票が定める形式")
        yield _refuse("wrong-form", f"Write it in this form: {wanted.en}.", f"次の形式で入力してください：{wanted.ja}")


def _check_file(item: Item, file: AttachmentAnswer) -> Iterator[AnswerProblem]:
    """Check what is known of a file; a record from elsewhere may not say its kind or size."""
    wanted = item.content_types
    if wanted and file.content_type and not any(is_of_kind(file.content_type, kind) for kind in wanted):
        kinds = [say_kind(kind) for kind in wanted]
        english, japanese = ", ".join(kind.en for kind in kinds), "、".join(kind.ja for kind in kinds)
        yield _refuse(
            "wrong-kind", f"Choose a file of this kind: {english}.", f"次の種類のファイルを選んでください：{japanese}"
        )
    most = item.max_size_mb
    if most is not None and file.size_bytes is not None and file.size_bytes > most * BYTES_PER_MB:
        size = say_size(int(most * BYTES_PER_MB))
        yield _refuse(
            "file-too-large", f"Choose a file of at most {size.en}.", f"{size.ja}以下のファイルを選んでください。"
        )


def _has_form(text: str, pattern: str) -> bool:
    """Say whether a text has the form that a pattern asks for; what is too long to tell has not."""
    try:
        return is_whole(pattern, text)
    except InputProblem:
        return False


def _check_range(item: Item, answer: Answer) -> Iterator[AnswerProblem]:
    low, high = item.min_value, item.max_value
    if low is not None and _is_beyond("<", answer, low):
        bound = _with_unit(item, low)
        yield _refuse("too-low", f"Not possible below {bound.en}.", f"{bound.ja}未満は入力できません。")
    if high is not None and _is_beyond(">", answer, high):
        bound = _with_unit(item, high)
        yield _refuse("too-high", f"Not possible above {bound.en}.", f"{bound.ja}を超える値は入力できません。")
    number = get_number(answer)
    if number is None:
        return
    places = item.max_decimal_places
    if places is not None and number != round(number, places):
        yield _refuse("too-precise", f"At most {places} decimal places.", f"小数点以下は{places}桁までです。")
    yield from _check_plausible(item, number)


def _check_plausible(item: Item, number: Decimal) -> Iterator[AnswerProblem]:
    if item.plausible is None:
        return
    low, high = item.plausible.low, item.plausible.high
    if low is not None and number < low:
        english, japanese = (
            f"Unusually low (below {low:f}). Please check.",
            f"通常より低い値です（{low:f}未満）。確認してください。",
        )
        yield AnswerProblem("warn", "implausibly-low", Text(english, japanese))
    if high is not None and number > high:
        english, japanese = (
            f"Unusually high (above {high:f}). Please check.",
            f"通常より高い値です（{high:f}超）。確認してください。",
        )
        yield AnswerProblem("warn", "implausibly-high", Text(english, japanese))


def _is_beyond(operator: Literal["<", ">"], answer: Answer, bound: Answer) -> bool:
    """Compare numbers by value alone: the bounds of a quantity are given in its own unit."""
    number, limit = get_number(answer), get_number(bound)
    if number is not None and limit is not None:
        return number < limit if operator == "<" else number > limit
    return is_on_side(operator, answer, bound)


def _with_unit(item: Item, bound: Answer) -> Text:
    words = say_answer(bound)
    if item.unit is None or isinstance(bound, QuantityAnswer):
        return words
    return Text(f"{words.en} {item.unit.text}", f"{words.ja} {item.unit.text}")
