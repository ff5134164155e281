"""Answers as the gate shows them, and the hash by which an opinion knows what it judged."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

from stemsup_desktop.consultation.formats import (
    format_date,
    format_datetime,
    format_measure,
    format_number,
    format_time,
)
from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire.answers import (
    Answer,
    AttachmentAnswer,
    CodingAnswer,
    DateAnswer,
    DateTimeAnswer,
    DecimalAnswer,
    IntegerAnswer,
    QuantityAnswer,
    ReferenceAnswer,
    TimeAnswer,
)
from stemsup_desktop.questionnaire.fhir_values import is_bounded
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.questionnaire.plain_words import say_answer


def say_answers(item: Item, answers: Iterable[Answer]) -> Text:
    """Return all answers to an item in words: option labels, numbers with their unit, dates as each language writes."""
    said = [_say(item, answer) for answer in answers]
    return Text(", ".join(words.en for words in said) or "-", "、".join(words.ja for words in said) or "-")


def hash_answers(
    link_ids: Iterable[str], answers: Mapping[str, tuple[Answer, ...]], facts: Mapping[str, tuple[Answer, ...]]
) -> str:
    """Return the SHA-256 of the answers to some items and of some facts, in hexadecimal.

    How an answer was displayed, when and by whom it was given, and the order of several play no part.
    """
    judged = {link_id: sorted(_identify(answer) for answer in answers.get(link_id, ())) for link_id in link_ids}
    known = {name: sorted(_identify(answer) for answer in values) for name, values in facts.items()}
    canonical = json.dumps([judged, known], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def _identify(answer: Answer) -> list[str]:
    match answer:
        case CodingAnswer(code=code, system=system):
            return ["coding", system, code] if code else ["coding", system, "", answer.display]
        case QuantityAnswer(value=number, unit=unit, system=system, code=code):
            return ["quantity", str(number), system, code or unit]
        case DateAnswer() | DateTimeAnswer() if answer.precision not in ("day", "moment"):
            return [type(answer).__name__, answer.precision, str(answer.value)]
        case AttachmentAnswer(url=url, sha1_base64=digest):
            return ["attachment", url, digest]
        case ReferenceAnswer(reference=reference, display=display):
            return ["reference", reference or display]
        case _:
            return [type(answer).__name__, str(answer.value)]


def _say(item: Item, answer: Answer) -> Text:
    option = item.find_option(answer)
    if option is not None:
        return option.text
    unit = "" if item.unit is None else item.unit.text
    match answer:
        case DateAnswer(value=day, precision="day"):
            return Text(format_date(day, Language.EN), format_date(day, Language.JA))
        case DateTimeAnswer(value=moment, precision="moment"):
            return Text(format_datetime(moment, Language.EN), format_datetime(moment, Language.JA))
        case TimeAnswer(value=clock):
            return Text(format_time(clock, Language.EN), format_time(clock, Language.JA))
        case DecimalAnswer(value=number) if is_bounded(number):
            return _say_number(number, unit)
        case IntegerAnswer(value=number) if unit:
            return _say_number(number, unit)
        case QuantityAnswer(value=number) if is_bounded(number):
            return _say_number(number, answer.unit or answer.code or unit)
        case _:
            return say_answer(answer)


def _say_number(number: Decimal | int, unit: str) -> Text:
    words = format_measure(number, unit) if unit else format_number(number)
    return Text(words, words)
