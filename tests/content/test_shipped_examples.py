"""Every shipped rule has examples beside it in which it fires, stays quiet, and does not pass over an unknown."""

import pytest
from shipped import get_clinical_content

from stemsup_desktop.consultation.gate_rules import is_condition_met
from stemsup_desktop.consultation.rule_examples import (
    EXAMPLES_FOLDER,
    check_examples,
    play_examples,
    read_examples,
)
from stemsup_desktop.consultation.rules import Rule
from stemsup_desktop.resources import find_resources

RULES_FOLDER = find_resources() / "rules"
CONTENT = get_clinical_content()
RULES = CONTENT.rules.rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_does_what_its_examples_say(rule: Rule) -> None:
    check_examples(rule, read_examples(RULES_FOLDER, rule), CONTENT.questionnaire)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_near_miss_speaks_of_what_the_rule_reads(rule: Rule) -> None:
    played = play_examples(read_examples(RULES_FOLDER, rule), CONTENT.questionnaire)
    quiet = [example for example in played if example.path.startswith("$.quiet")]

    for condition in rule.when:
        assert any(condition.question in example.answers or condition.fact in example.facts for example in quiet), (
            condition
        )


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.behavior == "all"], ids=lambda rule: rule.id)
def test_a_rule_of_several_conditions_stays_quiet_when_one_alone_is_missing(rule: Rule) -> None:
    played = play_examples(read_examples(RULES_FOLDER, rule), CONTENT.questionnaire)
    quiet = [example for example in played if example.path.startswith("$.quiet")]

    for left_out in rule.when:
        assert any(
            all(is_condition_met(one, example.answers, example.facts) is (one is not left_out) for one in rule.when)
            for example in quiet
        ), left_out


def test_no_example_lies_there_without_its_rule() -> None:
    files = {path.stem for path in (RULES_FOLDER / EXAMPLES_FOLDER).iterdir()}

    assert files == {rule.id for rule in RULES}
