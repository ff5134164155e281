"""Items of FHIR STU3 and R5 questionnaires rewritten as R4 has them; what has no counterpart is noted."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.json_reading import JsonObject
from stemsup_desktop.questionnaire.model import Issue, Unsupported

MOST_WALKED_LEVELS = 100
"""Levels that are converted; the reader refuses a file long before that depth."""

ConvertItem = Callable[[JsonObject, "Lost"], JsonObject]


@dataclass(slots=True)
class Lost:
    """What was converted and lost so far."""

    issues: list[Issue] = field(default_factory=list)
    unsupported: list[Unsupported] = field(default_factory=list)

    def note(self, code: str, link_id: str, english: str, japanese: str) -> None:
        """Note something that a person should know of the conversion."""
        self.issues.append(Issue(code, link_id, Text(english, japanese)))


def convert_items(items: Iterable[object], convert: ConvertItem, lost: Lost, level: int = 1) -> list[object]:
    """Return items as R4 has them, with all beneath; what is no item is left for the reader to refuse."""
    return [_convert_whole(item, convert, lost, level) if isinstance(item, dict) else item for item in items]


def convert_stu3_item(item: JsonObject, lost: Lost) -> JsonObject:
    """Return one STU3 item: options, initial value and conditions under the names and in the shapes of R4."""
    link_id = _link_id_of(item)
    converted: JsonObject = {}
    for name, value in item.items():
        match name:
            case "option":
                _put(converted, item, "answerOption", value, link_id, lost)
            case "options":
                _put(converted, item, "answerValueSet", _read_options_reference(value), link_id, lost)
            case "enableWhen" if isinstance(value, list):
                converted["enableWhen"] = [_convert_condition(condition, link_id, lost) for condition in value]
            case _ if name.startswith("initial") and name != "initial":
                _put(converted, item, "initial", [{f"value{name.removeprefix('initial')}": value}], link_id, lost)
            case _:
                converted[name] = value
    conditions = converted.get("enableWhen")
    if isinstance(conditions, list) and len(conditions) > 1:
        # STU3, Questionnaire.item.enableWhen: of several, any one that holds enables the item.
        converted.setdefault("enableBehavior", "any")
    return _without_question_type(converted, link_id, lost)


def convert_r5_item(item: JsonObject, lost: Lost) -> JsonObject:
    """Return one R5 item: coding and answerConstraint become choice and open-choice."""
    link_id = _link_id_of(item)
    converted = {name: value for name, value in item.items() if name not in ("answerConstraint", "disabledDisplay")}
    constraint = item.get("answerConstraint", "optionsOnly")
    has_options = "answerOption" in item or "answerValueSet" in item
    kind = item.get("type")
    if kind == "coding":
        converted["type"] = "choice" if constraint == "optionsOnly" else "open-choice"
        if constraint == "optionsOrType":
            lost.note(
                "constraint-converted",
                link_id,
                f"{link_id} takes any code besides its options; here it takes options or a text of one's own.",
                f"{link_id} は選択肢以外のコードも受け付ける設定ですが、選択肢か自由記述で回答します。",
            )
    elif has_options and kind not in ("group", "display", "choice", "open-choice", "question"):
        converted["type"] = _choose_type(kind, constraint, link_id, lost)
        if converted["type"] == kind:
            converted = {name: value for name, value in converted.items() if name not in _OPTIONS}
    if item.get("disabledDisplay") == "protected":
        lost.unsupported.append(Unsupported("field", link_id, "disabledDisplay"))
    return _without_question_type(converted, link_id, lost)


_OPTIONS = ("answerOption", "answerValueSet")


def _convert_whole(item: JsonObject, convert: ConvertItem, lost: Lost, level: int) -> JsonObject:
    converted = convert(item, lost)
    children = converted.get("item")
    if isinstance(children, list) and level < MOST_WALKED_LEVELS:
        converted["item"] = convert_items(children, convert, lost, level + 1)
    return converted


def _put(converted: JsonObject, item: JsonObject, name: str, value: object, link_id: str, lost: Lost) -> None:
    """Put a converted field in, unless the item has it under R4's name, or had another of it, already."""
    if name in item or name in converted:
        lost.note(
            "given-twice",
            link_id,
            f"{link_id} gives {name} twice, in two versions of FHIR; the first counts.",
            f"{link_id} の {name} が二重に指定されているため、最初のものを使います。",
        )
        if name in item:
            converted[name] = item[name]
        return
    converted[name] = value


def _read_options_reference(value: object) -> object:
    """Return the address in a reference to a value set; anything else is left for the reader to refuse."""
    return value["reference"] if isinstance(value, dict) and "reference" in value else value


def _convert_condition(condition: object, link_id: str, lost: Lost) -> object:
    if not isinstance(condition, dict):
        return condition
    answers = [name for name in condition if name.startswith("answer")]
    if "operator" in condition:
        return {name: value for name, value in condition.items() if name != "hasAnswer"}
    if "hasAnswer" not in condition:
        return {**condition, "operator": "="}
    rest = {name: value for name, value in condition.items() if name != "hasAnswer"}
    if not answers:
        return {**rest, "operator": "exists", "answerBoolean": condition["hasAnswer"]}
    # STU3 allows one of the two; that the question is answered follows from its being answered so.
    lost.note(
        "condition-converted",
        link_id,
        f"A condition of {link_id} gives both hasAnswer and an answer; the answer counts.",
        f"{link_id} の条件に hasAnswer と回答の両方があるため、回答のほうを使います。",
    )
    return {**rest, "operator": "="}


def _choose_type(kind: object, constraint: object, link_id: str, lost: Lost) -> object:
    """Choose what an R5 item with options is in R4, where only choices have options."""
    if constraint == "optionsOnly":
        return "choice"
    if constraint == "optionsOrString" or kind in ("string", "text"):
        return "open-choice"
    lost.note(
        "options-lost",
        link_id,
        f"{link_id} takes its options or any other value; the options are not offered.",
        f"{link_id} は選択肢以外の値も入力できるため、選択肢は表示されません。",
    )
    return kind


def _without_question_type(converted: JsonObject, link_id: str, lost: Lost) -> JsonObject:
    """Give the abstract type "question" a concrete one: a choice where it has options, a group where it holds items."""
    if converted.get("type") != "question":
        return converted
    if any(name in converted for name in _OPTIONS):
        concrete = "choice"
    elif converted.get("item"):
        concrete = "group"
    else:
        return converted
    lost.note(
        "type-converted",
        link_id,
        f"{link_id} has the type question, which is not a type of answer; it is read as {concrete}.",
        f"{link_id} の型 question は回答の型ではないため、{concrete} として扱います。",
    )
    return {**converted, "type": concrete}


def _link_id_of(item: JsonObject) -> str:
    link_id = item.get("linkId")
    return link_id if isinstance(link_id, str) else ""
