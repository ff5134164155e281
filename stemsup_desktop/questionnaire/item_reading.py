"""One item of a questionnaire from its JSON, with what is wrong or unsupported in it noted beside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire.answers import Answer, CodingAnswer
from stemsup_desktop.questionnaire.compare import OPERATORS, Operator
from stemsup_desktop.questionnaire.expression_reading import read_expressions
from stemsup_desktop.questionnaire.extensions import read_extensions
from stemsup_desktop.questionnaire.fhir_values import find_value, read_integer, read_value
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.json_reading import Element
from stemsup_desktop.questionnaire.model import UNSUPPORTED_TYPES, AnswerOption, EnableWhen, Issue, Item, Unsupported
from stemsup_desktop.questionnaire.patterns import compile_pattern
from stemsup_desktop.questionnaire.plain_words import say_answer
from stemsup_desktop.questionnaire.translations import read_markdown, read_text

OPTION_EXCLUSIVE = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive"
MOST_LEVELS = 64
MOST_ITEMS = 20_000


@dataclass(slots=True)
class Notes:
    """What was noted while items were read."""

    language: Language
    value_sets: Mapping[str, tuple[AnswerOption, ...]]
    issues: list[Issue] = field(default_factory=list)
    unsupported: list[Unsupported] = field(default_factory=list)
    untranslated: list[str] = field(default_factory=list)
    count: int = 0

    def note(self, code: str, link_id: str, english: str, japanese: str) -> None:
        """Note an issue."""
        self.issues.append(Issue(code, link_id, Text(english, japanese)))

    def refuse_expressions(self, link_id: str, refused: list[tuple[str, str]]) -> None:
        """Note expressions that cannot be evaluated, each as what it is and why."""
        for url, reason in refused:
            self.unsupported.append(Unsupported("expression", link_id, url))
            self.note(
                "expression-unusable",
                link_id,
                f"{url.rpartition('/')[2]} of {link_id or 'the questionnaire'} is not evaluated: {reason}",
                f"{link_id or '質問票'} の {url.rpartition('/')[2]} は評価されません。",
            )


def read_item(element: Element, notes: Notes, level: int = 1) -> Item:
    """Return one item with all that it holds; raises `InputProblem`."""
    notes.count += 1
    if level > MOST_LEVELS or notes.count > MOST_ITEMS:
        raise element.fault("", f"expected at most {MOST_ITEMS} items on at most {MOST_LEVELS} levels")
    link_id = element.text("linkId")
    type_code = element.text("type")
    kind = ItemType(type_code) if type_code in list(ItemType) else ItemType.UNRECOGNISED
    if kind in UNSUPPORTED_TYPES:
        notes.unsupported.append(Unsupported("type", link_id, type_code))
    words, is_translated = read_text(element, "text", notes.language)
    if not is_translated:
        notes.untranslated.append(link_id)
    known, unsupported = read_extensions(element, notes.language)
    notes.unsupported += [Unsupported(what, link_id, name) for what, name in unsupported]
    pattern = known.get("pattern", "")
    if pattern and not _is_usable(pattern):
        known["pattern"] = ""
        notes.note("pattern-unusable", link_id, "A regular expression is not usable.", "正規表現を使用できません。")
    expressions, refused = read_expressions(element, notes.language)
    notes.refuse_expressions(link_id, refused)
    markdown = read_markdown(element, "text")
    return Item(
        link_id=link_id,
        type=kind,
        type_code=type_code,
        text=words,
        prefix=element.text("prefix"),
        is_required=_read_flag(element, "required", link_id, notes),
        repeats=_read_flag(element, "repeats", link_id, notes),
        is_read_only=_read_flag(element, "readOnly", link_id, notes),
        max_length=_read_max_length(element),
        initial=_read_initial(element, link_id, notes),
        answer_options=_read_options(element, link_id, notes),
        enable_when=tuple(_read_condition(condition, link_id, notes) for condition in element.elements("enableWhen")),
        enable_behavior=_read_behavior(element, link_id, notes),
        expressions=expressions,
        markdown=Text(markdown, markdown) if markdown else None,
        children=tuple(read_item(child, notes, level + 1) for child in element.elements("item")),
        **known,
    )


def _is_usable(pattern: str) -> bool:
    try:
        compile_pattern(pattern)
    except InputProblem:
        return False
    return True


def _read_flag(element: Element, name: str, link_id: str, notes: Notes) -> bool:
    """Return a flag; the text "true" exists in the wild, is noted, and keeps a required item required."""
    if element.raw.get(name) in ("true", "false"):
        where = f"{element.path}.{name}"
        notes.note(
            "value-unreadable", link_id, f"Expected true or false at {where}.", f"{where} は真偽値ではありません。"
        )
        return element.raw[name] == "true"
    return element.flag(name)


def _read_max_length(element: Element) -> int | None:
    if "maxLength" not in element.raw:
        return None
    try:
        length = read_integer(element.raw["maxLength"])
    except ValueError as error:
        raise element.fault("maxLength", str(error)) from error
    if length < 1:
        raise element.fault("maxLength", "expected 1 or more")
    return length


def _read_initial(element: Element, link_id: str, notes: Notes) -> tuple[Answer, ...]:
    values: list[Answer] = []
    for initial in element.elements("initial"):
        value = _find_answer(initial, "value", link_id, notes)
        if value is not None:
            values.append(value)
    return tuple(values)


def _read_behavior(element: Element, link_id: str, notes: Notes) -> Literal["all", "any"]:
    match element.text("enableBehavior"):
        case "all":
            return "all"
        case "any":
            return "any"
        case "":
            conditions = element.raw.get("enableWhen")
            if isinstance(conditions, list) and len(conditions) > 1:
                notes.note(
                    "enable-behavior-missing",
                    link_id,
                    "Several conditions without enableBehavior are read as any.",
                    "複数の条件に enableBehavior がないため、any として扱います。",
                )
            return "any"
        case _:
            raise element.fault("enableBehavior", "expected all or any")


def _read_condition(condition: Element, link_id: str, notes: Notes) -> EnableWhen:
    operator = _find_operator(condition.text("operator"))
    if operator is None:
        notes.note(
            "operator-unknown",
            link_id,
            "A condition has no operator of FHIR R4 and never holds.",
            "条件の演算子が FHIR R4 のものではないため、成立しません。",
        )
    return EnableWhen(condition.text("question"), operator, _find_answer(condition, "answer", link_id, notes))


def _find_operator(code: str) -> Operator | None:
    return next((operator for operator in OPERATORS if operator == code), None)


def _find_answer(element: Element, stem: str, link_id: str, notes: Notes) -> Answer | None:
    """Find a value; one that cannot be read is noted, for a wrong type is never coerced."""
    found = find_value(element.raw, stem)
    if found is None:
        notes.note(
            "value-missing", link_id, f"No {stem}[x] at {element.path}.", f"{element.path} に {stem}[x] がありません。"
        )
        return None
    kind, raw = found
    try:
        return read_value(kind, raw)
    except ValueError as error:
        where = f"{element.path}.{stem}{kind}"
        notes.note("value-unreadable", link_id, f"{error} at {where}.", f"{where} の値を読み取れません。")
        return None


def _read_options(element: Element, link_id: str, notes: Notes) -> tuple[AnswerOption, ...]:
    options: list[AnswerOption] = []
    for option in element.elements("answerOption"):
        value = _find_answer(option, "value", link_id, notes)
        if value is not None:
            words, is_translated = _read_option_words(option, value, notes.language)
            if not is_translated:
                notes.untranslated.append(link_id)
            options.append(AnswerOption(value, words, option.flag("initialSelected"), _is_exclusive(option)))
    value_set = element.text("answerValueSet")
    if value_set:
        found = notes.value_sets.get(value_set)
        if found is None:
            notes.unsupported.append(Unsupported("value", link_id, value_set))
        options += found or ()
    return tuple(options)


def _is_exclusive(option: Element) -> bool:
    return any(
        extension.text("url") == OPTION_EXCLUSIVE and extension.flag("valueBoolean")
        for extension in option.elements("extension")
    )


def _read_option_words(option: Element, value: Answer, language: Language) -> tuple[Text, bool]:
    coding = option.find_element("valueCoding")
    if coding is not None:
        words, is_translated = read_text(coding, "display", language)
        return (words, is_translated) if words is not None else (say_answer(value), False)
    if "valueString" in option.raw:
        words, is_translated = read_text(option, "valueString", language)
        return (words, is_translated) if words is not None else (say_answer(value), False)
    return say_answer(value), True


def read_value_sets(element: Element, language: Language) -> dict[str, tuple[AnswerOption, ...]]:
    """Return the options of each value set that the questionnaire holds itself, by "#id" and by URL."""
    value_sets: dict[str, tuple[AnswerOption, ...]] = {}
    for resource in element.elements("contained"):
        if resource.text("resourceType") == "ValueSet":
            options = tuple(_read_value_set(resource, language))
            value_sets |= {key: options for key in (f"#{resource.text('id')}", resource.text("url")) if len(key) > 1}
    return value_sets


def _read_value_set(value_set: Element, language: Language) -> list[AnswerOption]:
    options: list[AnswerOption] = []
    expansion, compose = value_set.find_element("expansion"), value_set.find_element("compose")
    if expansion is not None:
        for concept in expansion.elements("contains"):
            options.append(_read_concept(concept, concept.text("system"), language))
    elif compose is not None:
        for include in compose.elements("include"):
            for concept in include.elements("concept"):
                options.append(_read_concept(concept, include.text("system"), language))
    return options


def _read_concept(concept: Element, system: str, language: Language) -> AnswerOption:
    code = concept.text("code")
    if not code:
        raise concept.fault("code", "expected a code")
    value = CodingAnswer(code=code, system=system, display=concept.text("display"))
    words, _ = read_text(concept, "display", language)
    return AnswerOption(value, words or say_answer(value))
