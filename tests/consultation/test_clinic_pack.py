"""A clinic changes severity and wording of a rule: said everywhere, never removed; a fault leaves the shipped rule."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from gate_factories import CONTENT, PATIENT, RULES, answer, find, gate, later, make_clear_visit

from stemsup_desktop.consultation.changes import with_opinion, with_recorded_stops
from stemsup_desktop.consultation.clinic_model import ClinicRules, WordingPart
from stemsup_desktop.consultation.clinic_pack import apply_clinic_pack
from stemsup_desktop.consultation.clinic_words import say_all_changed, say_change
from stemsup_desktop.consultation.content import ClinicalContent, make_clinical_content
from stemsup_desktop.consultation.gate_model import FindingState, Verdict
from stemsup_desktop.consultation.rules import Rule, RuleSet, Severity
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import YES

SHIPPED = RuleSet("1", RULES)
TEXT = {"en": "Clinic's words", "ja": "クリニックの文"}


def write_pack(folder: Path, *rules: dict[str, Any], **fields: Any) -> Path:
    rules_folder = folder / "content" / "rules"
    rules_folder.mkdir(parents=True, exist_ok=True)
    pack = {"version": "2026-1", "dated": "2026-10-01", "rules": rules, **fields}
    (rules_folder / "rules.json").write_text(json.dumps(pack, ensure_ascii=False), encoding="utf-8")
    return folder / "content"


def change(rule_id: str, **fields: Any) -> dict[str, Any]:
    return {"id": rule_id, "version": "1", **fields}


def read(pack: Path) -> tuple[RuleSet, ClinicRules | None]:
    return apply_clinic_pack(pack, SHIPPED, CONTENT.questionnaire)


def content_of(pack: Path) -> ClinicalContent:
    rules, clinic = read(pack)
    return make_clinical_content(CONTENT.questionnaire, rules, clinic=clinic)


def rule_of(rules: RuleSet, rule_id: str) -> Rule:
    return next(rule for rule in rules.rules if rule.id == rule_id)


def faults_of(pack: Path) -> list[str]:
    rules, clinic = read(pack)
    assert clinic is not None
    assert [rule for rule in rules.rules if rule.version == "1"] == list(RULES)
    return [fault.en for fault in clinic.faults]


def test_without_a_pack_the_rules_are_as_they_ship(tmp_path: Path) -> None:
    assert read(tmp_path / "content") == (SHIPPED, None)
    (tmp_path / "content").mkdir()
    assert read(tmp_path / "content") == (SHIPPED, None)


def test_severity_and_wording_change_and_everything_else_of_the_rule_stays(tmp_path: Path) -> None:
    rules, clinic = read(write_pack(tmp_path, change("FEVER", severity="specialist", title=TEXT)))
    before, after = rule_of(SHIPPED, "FEVER"), rule_of(rules, "FEVER")

    assert clinic is not None
    assert clinic.faults == ()
    assert [rule.id for rule in rules.rules] == [rule.id for rule in RULES]
    assert (after.severity, after.title) == (Severity.SPECIALIST, Text(**TEXT))
    assert msgspec.structs.replace(after, severity=before.severity, title=before.title, version="1") == before
    said = clinic.find_change("FEVER")
    assert said is not None
    assert (said.severity_before, said.severity) == (Severity.CAUTION, Severity.SPECIALIST)
    assert [(one.part, one.before, one.after) for one in said.wording] == [
        (WordingPart.TITLE, before.title, Text(**TEXT))
    ]
    assert (said.pack_version, f"{said.pack_dated}") == ("2026-1", "2026-10-01")


def test_a_rule_set_to_information_is_still_shown_and_blocks_nothing(tmp_path: Path) -> None:
    content = content_of(write_pack(tmp_path, change("CANCER", severity="information")))
    visit = answer(make_clear_visit(), "cancer", YES)
    visit = msgspec.structs.replace(visit, examination=msgspec.structs.replace(visit.examination, stops_raised=()))
    finding = find(visit, "CANCER", content)

    assert finding.severity is Severity.INFORMATION
    assert finding.clinic_change is not None
    assert gate(visit, content).verdict is Verdict.CLEAR
    assert gate(visit, content).clinic == content.clinic


def test_a_stop_raised_before_the_clinic_changed_its_rule_still_wants_its_reason(tmp_path: Path) -> None:
    visit = with_recorded_stops(answer(make_clear_visit(), "cancer", YES), CONTENT, PATIENT, later(1))
    content = content_of(write_pack(tmp_path, change("CANCER", severity="information")))

    assert find(visit, "CANCER", content).state is FindingState.REASON_WANTED
    assert gate(visit, content).verdict is Verdict.STOP


def test_an_opinion_lapses_with_every_change_of_its_rule(tmp_path: Path) -> None:
    visit = answer(make_clear_visit(), "immune", YES)
    visit = with_opinion(visit, CONTENT, PATIENT, "IMMUNE", "Stable", "Dr", later(1))
    assert find(visit, "IMMUNE").state is FindingState.OPINION_RECORDED

    first = content_of(write_pack(tmp_path, change("IMMUNE", advice=TEXT)))
    assert find(visit, "IMMUNE", first).state is FindingState.OPINION_LAPSED
    visit = with_opinion(visit, first, PATIENT, "IMMUNE", "Stable", "Dr", later(2))
    assert find(visit, "IMMUNE", first).state is FindingState.OPINION_RECORDED

    second = content_of(write_pack(tmp_path, change("IMMUNE", advice={**TEXT, "en": "Other words"})))
    assert find(visit, "IMMUNE", second).state is FindingState.OPINION_LAPSED


def test_a_change_is_said_in_both_languages_from_what_to_what(tmp_path: Path) -> None:
    _, clinic = read(write_pack(tmp_path, change("FEVER", severity="stop", reason=TEXT)))
    assert clinic is not None
    said, all_said = say_change(clinic.changes[0]), say_all_changed(clinic)

    assert "content pack 2026-1, 1 Oct 2026" in said.en
    assert "Severity: “Caution” → “Stop”; Reason: “Reason” → “Clinic's words”" in said.en
    assert "区分：「注意」→「中止」、理由：「理由」→「クリニックの文」" in said.ja
    assert all_said is not None
    assert all_said.en.endswith(": FEVER.")
    assert say_all_changed(msgspec.structs.replace(clinic, changes=())) is None


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "not a rule's field": (change("FEVER", when=[]), "unknown field `when` - at `$.rules[0]`"),
    "no rule": (
        change("FEVER", severity="none"),
        "expected one of stop, specialist, caution, information - at `$.rules[0].severity`",
    ),
    "removed": (change("FEVER", removed=True), "unknown field `removed`"),
    "another version": (
        {**change("FEVER", severity="stop"), "version": "0"},
        "expected version 1, that of the rule as it ships now; review the change - at `$.rules[0].version`",
    ),
    "nothing changed": (change("FEVER", severity="caution"), "expected a severity or a text that differs"),
    "one language": (change("FEVER", title={"en": "Words"}), "missing required field `ja`"),
    "an empty text": (change("FEVER", title={"en": "Words", "ja": " "}), "the ja text is empty"),
    "a promise": (
        change("FEVER", reason={"en": "It is safe.", "ja": "問題はありません。"}),
        "expected a text that does not promise or praise (safe) - at `$.rules[0].reason`",
    ),
    "endless": (change("FEVER", title={"en": "x" * 3000, "ja": "文"}), "expected at most 2000 characters"),
    "no id": ({"version": "1"}, "missing required field `id` - at `$.rules[0]`"),
    "an unfinished rule of its own": (change("OWN", severity="caution"), "rule OWN: Object missing required field"),
}


@pytest.mark.parametrize(("rule", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_a_fault_is_named_with_file_and_path_and_the_shipped_rule_stands(
    tmp_path: Path, rule: dict[str, Any], expected: str
) -> None:
    (fault,) = faults_of(write_pack(tmp_path, rule))

    assert "there the program's own rules are used. rules.json: " in fault
    assert expected in fault


def test_one_fault_leaves_the_other_changes(tmp_path: Path) -> None:
    rules, clinic = read(write_pack(tmp_path, change("FEVER", when=[]), change("CLOT", severity="stop")))

    assert clinic is not None
    assert [one.rule_id for one in clinic.changes] == ["CLOT"]
    assert len(clinic.faults) == 1
    assert rule_of(rules, "FEVER") == rule_of(SHIPPED, "FEVER")


def test_a_rule_that_is_changed_twice_is_used_as_it_ships(tmp_path: Path) -> None:
    changes = (change("FEVER", severity="stop"), change("FEVER", severity="information"))

    (fault,) = faults_of(write_pack(tmp_path, *changes))
    assert "rule FEVER: expected each rule once - at `$.rules[1]`" in fault


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"{", "rules.json: "),
        (b"\xff", "rules.json: "),
        (b"[]", "rules.json: Expected `object`"),
        (b'{"version": "1", "dated": "soon", "rules": []}', "at `$.dated`"),
        (b'{"version": " ", "dated": "2026-10-01", "rules": []}', "at `$.version`"),
        (b'{"version": "1", "dated": "2026-10-01", "rules": [], "more": 1}', "unknown field `more`"),
        (b" " * 4_000_001, "expected at most 4 MB"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_every_rule_as_it_ships(tmp_path: Path, data: bytes, expected: str) -> None:
    pack = write_pack(tmp_path)
    (pack / "rules" / "rules.json").write_bytes(data)

    (fault,) = faults_of(pack)
    assert expected in fault


def test_a_rules_file_that_is_a_folder_leaves_every_rule_as_it_ships(tmp_path: Path) -> None:
    (tmp_path / "content" / "rules" / "rules.json").mkdir(parents=True)

    (fault,) = faults_of(tmp_path / "content")
    assert "rules.json cannot be read" in fault


def test_what_is_not_read_from_a_pack_is_said(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / "consent").mkdir()
    (pack / "consent" / "form.json").write_text("{}")

    (fault,) = faults_of(pack)
    assert "consent/form.json: only rules/rules.json and its examples are read" in fault


OWN = {
    "id": "OWN",
    "version": "1",
    "severity": "caution",
    "title": TEXT,
    "reason": TEXT,
    "advice": TEXT,
    "when": [{"question": "unread", "operator": "=", "answer": {"type": "coding", "code": "Y"}}],
    "when_unknown": "caution",
    "sources": [],
    "status": "unreviewed",
}
OWN_EXAMPLES = {
    "fires": [{"answers": {"unread": "Y"}}],
    "quiet": [{"answers": {"unread": "N"}}],
    "unknown": [{"answers": {"unread": "UNK"}}],
}


def write_examples(pack: Path, examples: dict[str, Any]) -> None:
    (pack / "rules" / "examples").mkdir()
    (pack / "rules" / "examples" / "OWN.json").write_text(json.dumps(examples))


def test_a_rule_of_the_clinics_own_is_added_when_its_examples_prove_it(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, OWN)
    write_examples(pack, OWN_EXAMPLES)
    content = content_of(pack)
    finding = find(answer(make_clear_visit(), "unread", YES), "OWN", content)

    assert content.clinic is not None
    assert content.clinic.faults == ()
    assert finding.clinic_change is not None
    assert finding.clinic_change.severity_before is None
    assert "rule of the clinic's own" in say_change(finding.clinic_change).en


@pytest.mark.parametrize(
    ("rule", "examples", "expected"),
    [
        (OWN, None, "expected its examples in OWN.json"),
        (OWN, {**OWN_EXAMPLES, "fires": OWN_EXAMPLES["quiet"]}, "OWN.json: $.fires[0]: expected rule OWN to fire"),
        ({**OWN, "reads": ["nowhere"]}, OWN_EXAMPLES, "nowhere is no question of the checklist"),
    ],
)
def test_a_rule_of_the_clinics_own_that_is_not_proved_is_refused(
    tmp_path: Path, rule: dict[str, Any], examples: dict[str, Any] | None, expected: str
) -> None:
    pack = write_pack(tmp_path, rule)
    if examples is not None:
        write_examples(pack, examples)

    (fault,) = faults_of(pack)
    assert expected in fault
