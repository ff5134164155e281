"""An example that does not do what it says refuses its rule, with file and path."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from gate_factories import (
    make_choice,
    make_rule,
    make_temperature,
    make_yes_no,
    on_fact,
    on_yes,
    read_items,
    shown_on_yes,
)

from stemsup_desktop.consultation.rule_examples import RuleExamples, check_examples, read_examples
from stemsup_desktop.consultation.rules import Condition, Rule, Severity, WhenUnknown
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import DecimalAnswer

ITEMS = read_items(
    make_yes_no("cancer"),
    make_choice("kind", "lung", "skin", **shown_on_yes("cancer")),
    make_temperature(),
    {"linkId": "pregnant", "type": "boolean", "text": "Pregnant"},
    {"linkId": "seen", "type": "date", "text": "Seen"},
    {"linkId": "count", "type": "integer", "text": "Count"},
    {"linkId": "dose", "type": "quantity", "text": "Dose"},
    {"linkId": "note", "type": "text", "text": "Note"},
    {"linkId": "file", "type": "attachment", "text": "File"},
)
CANCER = make_rule("CANCER", Severity.STOP, on_yes("cancer"), when_unknown=WhenUnknown.SPECIALIST)
FEVER = make_rule("FEVER", Severity.CAUTION, Condition(">=", DecimalAnswer(Decimal(38)), question="temp"))
LOT = make_rule("LOT", Severity.STOP, on_fact("lot_expired"))

GOOD = {
    "fires": [{"answers": {"cancer": "Y"}}],
    "quiet": [{"answers": {"cancer": "N"}}],
    "unknown": [{"answers": {"cancer": "UNK"}}],
}
FEVERS = {"fires": [{"answers": {"temp": "38.0"}}], "quiet": [{"answers": {"temp": "37.9"}}]}
LOTS = {"fires": [{"facts": {"lot_expired": True}}], "quiet": [{"facts": {"lot_expired": False}}]}


def check(rule: Rule, examples: dict[str, Any]) -> None:
    check_examples(rule, msgspec.convert(examples, RuleExamples), ITEMS)


@pytest.mark.parametrize(("rule", "examples"), [(CANCER, GOOD), (FEVER, FEVERS), (LOT, LOTS)])
def test_a_rule_whose_examples_hold_is_accepted(rule: Rule, examples: dict[str, Any]) -> None:
    check(rule, examples)


BROKEN: dict[str, tuple[Rule, dict[str, Any], str]] = {
    "never fires": (CANCER, {**GOOD, "fires": [{"answers": {"cancer": "N"}}]}, r"\$\.fires\[0\]: expected rule CANCER"),
    "fires from unknown": (CANCER, {**GOOD, "fires": [{"answers": {"cancer": "UNK"}}]}, r"\$\.fires\[0\]"),
    "never quiet": (CANCER, {**GOOD, "quiet": [{"answers": {"cancer": "Y"}}]}, r"\$\.quiet\[0\]: expected"),
    "quiet at an unknown": (CANCER, {**GOOD, "quiet": [{"answers": {"cancer": "UNK"}}]}, r"\$\.quiet\[0\]"),
    "no example": (CANCER, {**GOOD, "fires": []}, r"\$\.fires: expected at least one"),
    "no near miss": (CANCER, {**GOOD, "quiet": []}, r"\$\.quiet: expected at least one"),
    "no unknown": (CANCER, {**GOOD, "unknown": []}, r"\$\.unknown: expected an example"),
    "an unknown that is none": (CANCER, {**GOOD, "unknown": [{"answers": {"cancer": "Y"}}]}, r"\$\.unknown\[0\]"),
    "an unknown about something else": (
        FEVER,
        {**FEVERS, "unknown": [{"answers": {"cancer": "UNK"}}]},
        r"\$\.unknown\[0\]: expected rule FEVER",
    ),
    "an unknown that nobody can give": (
        make_rule("ANY", Severity.CAUTION, on_fact("sex"), on_fact("lot_expired")),
        {**LOTS, "unknown": [{"answers": {"cancer": "UNK"}}]},
        r"\$\.unknown\[0\]",
    ),
    "a condition without example": (
        make_rule("TWO", Severity.STOP, on_fact("lot_expired"), on_fact("research_use_only")),
        LOTS,
        r"\$\.fires: expected an example in which condition 2",
    ),
    "no such question": (
        CANCER,
        {**GOOD, "fires": [{"answers": {"nowhere": "Y"}}]},
        "answers.nowhere: expected a question",
    ),
    "no such code": (CANCER, {**GOOD, "fires": [{"answers": {"cancer": "Z"}}]}, "answers.cancer: expected a value"),
    "a hidden answer": (
        CANCER,
        {**GOOD, "fires": [{"answers": {"cancer": "N", "kind": ["lung"]}}]},
        "answers.kind: expected a question that is asked",
    ),
    "no number": (FEVER, {**FEVERS, "fires": [{"answers": {"temp": "hot"}}]}, "answers.temp: expected a value"),
    "a truth for a number": (FEVER, {**FEVERS, "fires": [{"answers": {"count": True}}]}, "answers.count"),
    "no day": (FEVER, {**FEVERS, "fires": [{"answers": {"seen": "soon"}}]}, "answers.seen"),
    "nothing to answer": (FEVER, {**FEVERS, "fires": [{"answers": {"file": "x"}}]}, "answers.file"),
    "no such fact": (LOT, {**LOTS, "fires": [{"facts": {"moon": True}}]}, r"facts.moon: expected a fact"),
}


@pytest.mark.parametrize(("rule", "examples", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_an_example_that_does_not_do_what_it_says_refuses_the_rule(
    rule: Rule, examples: dict[str, Any], expected: str
) -> None:
    with pytest.raises(InputProblem, match=rf"^{rule.id}\.json: .*{expected}"):
        check(rule, examples)


@pytest.mark.parametrize(
    ("link_id", "value"),
    [
        ("pregnant", True),
        ("seen", "2026-10-01"),
        ("count", 3),
        ("dose", "2.5"),
        ("note", "words"),
        ("kind", ["lung", "skin"]),
    ],
)
def test_each_kind_of_answer_can_be_an_example(link_id: str, value: object) -> None:
    answers = {"cancer": "Y", link_id: value}

    check(CANCER, {**GOOD, "fires": [{"answers": answers, "facts": {"age_years": 40, "route": ["intravenous"]}}]})


@pytest.mark.parametrize(
    ("rule_id", "expected"),
    [("../x", "expected an id of letters"), ("MISSING", r"expected its examples in MISSING\.json")],
)
def test_a_rule_without_examples_or_with_an_id_that_is_no_file_name_is_refused(
    tmp_path: Path, rule_id: str, expected: str
) -> None:
    with pytest.raises(InputProblem, match=expected):
        read_examples(tmp_path, make_rule(rule_id, Severity.STOP, on_yes("cancer")))


def test_examples_of_another_shape_are_refused_with_file_and_path(tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "CANCER.json").write_text(json.dumps({"fires": [{"anwers": {}}], "quiet": []}))

    with pytest.raises(InputProblem, match=r"^CANCER\.json: .*\$\.fires\[0\]"):
        read_examples(tmp_path, CANCER)
