"""What a person is told of a checklist before it is added."""

import json
from typing import Any

import pytest
from gate_factories import CONTENT, ITEMS, make_yes_no, shown_on_yes

from stemsup_desktop.consultation.checklist_report import (
    MOST_ITEMS,
    MOST_LETTERS,
    MOST_LINES,
    ChecklistReport,
    derive_report,
)
from stemsup_desktop.consultation.checklists import read_checklist, with_checklist
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.item_types import ItemType

HL7 = "http://hl7.org/fhir/StructureDefinition/"


def report(*items: dict[str, Any], **fields: Any) -> ChecklistReport:
    named = {"url": "https://clinic.example/q", "version": "7", "title": "Ours", **fields}
    data = json.dumps({"resourceType": "Questionnaire", "item": list(items), **named}).encode()
    checklist = read_checklist(data, "clinic.json")
    return derive_report(checklist, with_checklist(CONTENT, checklist))


def english(lines: tuple[Text, ...]) -> list[str]:
    return [line.en for line in lines]


def test_it_says_what_the_checklist_is_and_asks() -> None:
    group = {"linkId": "g", "type": "group", "text": "Section", "item": [make_yes_no("a"), make_yes_no("b")]}
    said = report(group, {"linkId": "d", "type": "display", "text": "Read"}, language="ja")

    assert (said.title, said.version, said.language) == (Text("Ours", "Ours"), "7", "ja")
    assert said.canonical == "https://clinic.example/q|7"
    assert said.questions == 2
    assert english(said.sections.shown) == ["Section"]
    assert [(line.level, line.type, line.options, line.is_required) for line in said.items] == [
        (0, ItemType.GROUP, 0, False),
        (1, ItemType.CHOICE, 3, True),
        (1, ItemType.CHOICE, 3, True),
        (0, ItemType.DISPLAY, 0, False),
    ]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"type": "hologram"}, "Question x (x): The type hologram cannot be answered"),
        (
            {"type": "boolean", "disabledDisplay": "protected"},
            "Question x (x): The field disabledDisplay has no effect",
        ),
        ({"extension": [{"url": HL7 + "odd"}]}, "Question x (x): The extension odd has no effect"),
        ({"answerOption": [], "answerValueSet": "http://vs/y"}, "Question x (x): The options of y are not in the file"),
    ],
)
def test_what_is_unsupported_is_named_with_its_item_in_words(fields: dict[str, Any], line: str) -> None:
    assert english(report(make_yes_no("a"), make_yes_no("x") | fields).unsupported.shown) == [line]


def test_issues_name_their_item_and_stand_alone_where_there_is_none() -> None:
    said = report(make_yes_no("a", **shown_on_yes("nobody")), fhirVersion="5.0.0")

    assert english(said.issues.shown) == [
        "This questionnaire is of FHIR R5; it was read as FHIR R4.",
        "Question a (a): A condition of a asks for nobody, which does not exist.",
    ]
    assert said.issues.shown[1].ja.startswith("Question a（a）：")


def test_texts_in_one_language_are_named() -> None:
    assert "Question a (a)" in english(report(make_yes_no("a")).untranslated.shown)


def test_rules_that_it_cannot_judge_are_named() -> None:
    assert english(report(*(item for item in ITEMS if item["linkId"] != "cancer")).not_judged.shown) == [
        "Title of CANCER"
    ]
    assert report(*ITEMS).not_judged.total == 0


def test_a_list_that_is_too_long_is_counted() -> None:
    said = report(*(make_yes_no(f"q{number}") for number in range(MOST_LINES + 5)))

    assert (len(said.untranslated.shown), said.untranslated.total >= MOST_LINES + 5) == (MOST_LINES, True)
    assert len(said.items) == MOST_ITEMS


def test_hostile_texts_stay_on_one_short_line() -> None:
    said = report(make_yes_no("x" * 5000) | {"text": "a\n\n\tb" * 9000}, title="t" * 9000, version="1" * 400)

    lines = (*said.untranslated.shown, *(line.text for line in said.items))
    assert all("\n" not in line.en and len(line.en) <= MOST_LETTERS for line in lines)
    assert len(said.version) <= MOST_LETTERS


@pytest.mark.parametrize("language", [None, 7, "x" * 99, "日本", "a\nb", ["en"]])
def test_a_language_that_is_no_code_is_not_repeated(language: object) -> None:
    fields = {} if language is None or not isinstance(language, str) else {"language": language}

    assert report(make_yes_no("a"), **fields).language == ""
