"""What a person is told of a checklist before it is added: what it asks, and all that is wrong or missing in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stemsup_desktop.consultation.checklists import Checklist
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item, Kind, Questionnaire, Unsupported

MOST_ITEMS = 12
MOST_LINES = 100
MOST_LETTERS = 160

_KINDS: dict[Kind, Text] = {
    "type": Text("The type {} cannot be answered", "型「{}」には回答できません"),
    "control": Text("The control {} is shown as an ordinary field", "表示方法「{}」は通常の入力欄になります"),
    "extension": Text("The extension {} has no effect", "拡張「{}」は反映されません"),
    "expression": Text("The expression {} is not evaluated", "式「{}」は評価されません"),
    "field": Text("The field {} has no effect", "項目「{}」は反映されません"),
    "value": Text("The options of {} are not in the file", "選択肢「{}」がファイルに含まれていません"),
}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of the preview; `level` is how deep it stands, from 0."""

    level: int
    type: ItemType
    text: Text
    options: int = 0
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """The first lines of a list, and how many there are altogether."""

    shown: tuple[Text, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class ChecklistReport:
    """The preview of a checklist.

    `language` is the code that the file gives, empty if it gives none. `items` are the first of `total_items`.
    `is_partly_translated`: some text is in both languages, though not every one.
    """

    title: Text
    canonical: str
    version: str
    language: str
    questions: int
    sections: Lines
    items: tuple[ItemLine, ...]
    total_items: int
    is_partly_translated: bool
    unsupported: Lines
    issues: Lines
    untranslated: Lines
    not_judged: Lines


def derive_report(checklist: Checklist, content: ClinicalContent) -> ChecklistReport:
    """Derive the report of a checklist; `content` is what visits that begin with it would be judged by."""
    questionnaire = checklist.questionnaire
    return ChecklistReport(
        title=Text(_shorten(questionnaire.title.en), _shorten(questionnaire.title.ja)),
        canonical=_shorten(questionnaire.canonical),
        version=_shorten(questionnaire.version),
        language=checklist.language,
        questions=sum(item.is_question for item in questionnaire.iter_items()),
        sections=_take(item.label for item in questionnaire.items if item.type is ItemType.GROUP),
        items=tuple(_list_items(questionnaire)),
        total_items=len(questionnaire.nodes),
        is_partly_translated=any(
            item.text is not None and item.text.en != item.text.ja for item in questionnaire.iter_items()
        ),
        unsupported=_take(_say_unsupported(one, questionnaire) for one in questionnaire.unsupported),
        issues=_take(_name(issue.message, issue.link_id, questionnaire) for issue in questionnaire.issues),
        untranslated=_take(_name(None, link_id, questionnaire) for link_id in questionnaire.untranslated),
        not_judged=_take(rule.title for rule in content.rules_not_judged),
    )


def _take(lines: Iterable[Text]) -> Lines:
    shown: list[Text] = []
    total = 0
    for line in lines:
        total += 1
        if total <= MOST_LINES:
            shown.append(Text(_shorten(line.en), _shorten(line.ja)))
    return Lines(tuple(shown), total)


def _list_items(questionnaire: Questionnaire) -> Iterator[ItemLine]:
    for node in questionnaire.nodes[:MOST_ITEMS]:
        level, parent = 0, node.parent
        while parent is not None:
            level, parent = level + 1, questionnaire.nodes[parent].parent
        item = node.item
        yield ItemLine(level, item.type, _label(item), len(item.answer_options), item.is_required)


def _say_unsupported(one: Unsupported, questionnaire: Questionnaire) -> Text:
    name = _shorten(one.name.rpartition("/")[2] or one.name or "-")
    words = _KINDS[one.kind]
    return _name(Text(words.en.replace("{}", name), words.ja.replace("{}", name)), one.link_id, questionnaire)


def _name(message: Text | None, link_id: str, questionnaire: Questionnaire) -> Text:
    """Return a message with the item it is about, in words and by its link id."""
    item = questionnaire.find_item(link_id) if link_id else None
    if item is None:
        return message or Text(link_id or "-", link_id or "-")
    label, short = _label(item), _shorten(link_id)
    english, japanese = f"{label.en} ({short})", f"{label.ja}（{short}）"
    if message is None:
        return Text(english, japanese)
    return Text(f"{english}: {message.en}", f"{japanese}：{message.ja}")


def _label(item: Item) -> Text:
    return Text(_shorten(item.label.en), _shorten(item.label.ja))


def _shorten(text: str) -> str:
    """Return a text on one line that a page has room for."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_LETTERS else f"{line[: MOST_LETTERS - 1]}…"
