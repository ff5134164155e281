"""A rule's condition in words: the question as it is asked, how it is compared, and the answer."""

from collections.abc import Iterable
from typing import assert_never

import msgspec

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.gate_answers import say_answers
from stemsup_desktop.consultation.rules import Condition, Rule, WhenUnknown
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import Answer, BooleanAnswer, StringAnswer
from stemsup_desktop.questionnaire.compare import Operator
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item, Questionnaire

FACTS = {
    "age_years": Text("Age in years", "年齢"),
    "sex": Text("Sex", "性別"),
    "symptom": Text("Symptom", "症状"),
    "route": Text("Planned route", "予定した投与経路"),
    "cell_source": Text("Source of the cells", "細胞の由来"),
    "lot_expired": Text("The lot has expired", "ロットの使用期限が切れている"),
    "lot_expires_within_course": Text(
        "The lot expires before the last planned session", "最終予定日より前にロットの期限が切れる"
    ),
    "certificate_on_file": Text("The certificate is on file", "試験成績書がある"),
    "certificate_complete": Text("The certificate is complete", "試験成績書に不足がない"),
    "research_use_only": Text("The lot is for research use only", "研究用と表示されている"),
    "certificate_item_failed": Text("An item of the certificate failed", "試験成績書に不適合の項目がある"),
    "lot_recalled": Text("The lot is recalled", "ロットが回収の対象になっている"),
    "lot_temperature_excursion": Text("The lot left its temperature range", "ロットが定められた温度の範囲を外れた"),
}
_NAMES = {
    Route.INTRADERMAL: Text("intradermal", "皮内注射"),
    Route.INTRAVENOUS: Text("drip", "点滴"),
    Route.INTRANASAL: Text("nasal", "点鼻"),
    CellSource.BONE_MARROW: Text("bone marrow", "骨髄"),
    CellSource.ADIPOSE: Text("fat", "脂肪"),
    CellSource.UMBILICAL_CORD: Text("umbilical cord", "臍帯"),
    CellSource.DENTAL_PULP: Text("dental pulp", "歯髄"),
    "female": Text("female", "女性"),
    "male": Text("male", "男性"),
}
_UNKNOWN = {
    WhenUnknown.STOP: Text("“Unknown” counts as a stop.", "「不明」は「中止」として扱います。"),
    WhenUnknown.SPECIALIST: Text(
        "“Unknown” wants a specialist's opinion.", "「不明」は「専門的な判断が必要」として扱います。"
    ),
    WhenUnknown.CAUTION: Text("“Unknown” counts as a caution.", "「不明」は「注意」として扱います。"),
    WhenUnknown.ASK: Text(
        "“Unknown” wants a test or an enquiry.", "「不明」のときは、検査または問い合わせが必要です。"
    ),
}


class RuleWords(msgspec.Struct, frozen=True):
    """When a rule holds: `lines` are its conditions, of which any or all must be met; `unknown` what that is worth."""

    heading: Text
    lines: tuple[Text, ...]
    unknown: Text | None = None


def say_rule(rule: Rule, questionnaire: Questionnaire) -> RuleWords:
    """Return the condition of a rule in words; of several answers to one question one line is made."""
    grouped: dict[tuple[str, str, Operator], list[Condition]] = {}
    for number, condition in enumerate(rule.when):
        # Under "all", two answers to one question are two conditions, not a choice.
        apart = f"{number}" if rule.behavior == "all" or condition.operator != "=" else ""
        grouped.setdefault((condition.question or condition.fact, apart, condition.operator), []).append(condition)
    lines = tuple(_say_group(conditions, questionnaire) for conditions in grouped.values())
    is_one = len(lines) < 2
    heading = Text("The rule holds if", "このルールが該当する条件")
    if not is_one and rule.behavior == "all":
        heading = Text("The rule holds if all of these are so", "このルールが該当する条件（すべて）")
    elif not is_one:
        heading = Text("The rule holds if any of these is so", "このルールが該当する条件（いずれか）")
    return RuleWords(heading, lines, _UNKNOWN[rule.when_unknown] if _reads_questions(rule) else None)


def say_fact(values: Iterable[Answer]) -> Text:
    """Return the values of a fact in words."""
    said = [_say_value(value) for value in values]
    return Text(", ".join(text.en for text in said) or "-", "、".join(text.ja for text in said) or "-")


def _reads_questions(rule: Rule) -> bool:
    return bool(rule.reads) or any(condition.question for condition in rule.when)


def _say_group(conditions: list[Condition], questionnaire: Questionnaire) -> Text:
    first = conditions[0]
    item = questionnaire.find_item(first.question) or Item(first.question, ItemType.STRING)
    subject = FACTS[first.fact] if first.fact else item.label
    answers = [_say_expected(item, condition) for condition in conditions]
    english = " or ".join(answer.en for answer in answers)
    japanese = "または".join(answer.ja for answer in answers)
    return _join(first.operator, Text(subject.en.rstrip(), subject.ja.rstrip()), Text(english, japanese), first.answer)


def _say_expected(item: Item, condition: Condition) -> Text:
    said = _say_value(condition.answer) if condition.fact else say_answers(item, (condition.answer,))
    return Text(f"“{said.en}”", f"「{said.ja}」")


def _say_value(value: Answer) -> Text:
    match value:
        case BooleanAnswer(value=truth):
            return Text("Yes", "はい") if truth else Text("No", "いいえ")
        case StringAnswer(value=word) if word in _NAMES:
            return _NAMES[word]
        case _:
            return say_answers(Item("", ItemType.STRING), (value,))


def _join(operator: Operator, subject: Text, answer: Text, expected: Answer) -> Text:
    match operator:
        case "=":
            return Text(f"{subject.en}: {answer.en}", f"{subject.ja}：{answer.ja}")
        case "!=":
            return Text(f"{subject.en}: anything but {answer.en}", f"{subject.ja}：{answer.ja}以外")
        case ">":
            return Text(f"{subject.en}: more than {answer.en}", f"{subject.ja}：{answer.ja}を超える")
        case "<":
            return Text(f"{subject.en}: less than {answer.en}", f"{subject.ja}：{answer.ja}未満")
        case ">=":
            return Text(f"{subject.en}: {answer.en} or more", f"{subject.ja}：{answer.ja}以上")
        case "<=":
            return Text(f"{subject.en}: {answer.en} or less", f"{subject.ja}：{answer.ja}以下")
        case "exists":
            is_wanted = isinstance(expected, BooleanAnswer) and expected.value
            if is_wanted:
                return Text(f"{subject.en}: answered", f"{subject.ja}：回答がある")
            return Text(f"{subject.en}: not answered", f"{subject.ja}：回答がない")
        case _:
            assert_never(operator)
