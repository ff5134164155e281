"""What banner, step bar and gate panel say, as tables: state in, view out."""

from datetime import date

import msgspec
import pytest
from visit_samples import NOW, PATIENT

from stemsup_desktop.consultation.clinic_model import ClinicChange, ClinicRules
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_basis import ConsentStanding, ConsentState
from stemsup_desktop.consultation.gate_model import (
    Finding,
    FindingState,
    Gate,
    GivenAnswer,
    Missing,
    OpenKind,
    OpenPoint,
    RouteVerdict,
    Verdict,
)
from stemsup_desktop.consultation.people import ROLE_WORDS, Author, Role
from stemsup_desktop.consultation.record import Opinion
from stemsup_desktop.consultation.rule_words import RuleWords
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.language import Text
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.shell.frame_view import derive_banner, derive_step_bar, derive_visit_note
from stemsup_desktop.ui.shell.gate_view import FindingAct, derive_gate_view
from stemsup_desktop.ui.shell.rail_view import RailEntry, derive_rail
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

TODAY = date(2026, 9, 8)


def make_finding(
    rule_id: str = "X06", severity: Severity = Severity.STOP, state: FindingState = FindingState.OPEN, **fields: object
) -> Finding:
    made = Finding(
        rule_id=rule_id,
        rule_version="1",
        severity=severity,
        state=state,
        routes=(),
        title=Text("Title", "題"),
        reason=Text("Reason", "理由"),
        advice=Text("Advice", "助言"),
        sources=("S1",),
        link_ids=("q1",),
        answers=(Text("Penicillin", "ペニシリン"),),
        answers_sha256="0" * 64,
    )
    return msgspec.structs.replace(made, **fields)


def make_gate(verdict: Verdict, findings: tuple[Finding, ...] = (), missing: tuple[Missing, ...] = ()) -> Gate:
    routes = tuple(RouteVerdict(route, verdict) for route in Route)
    return Gate(verdict, routes, findings, missing, (), 3, 5, "1")


def test_allergies_are_named_counted_and_never_confused_with_not_asked(english: Words) -> None:
    named = derive_banner(PATIENT, english, TODAY).allergy
    assert (named.state, named.text) == (TagState.STOP, "Penicillin · rash, 2009")
    none = msgspec.structs.replace(PATIENT, allergies=())
    assert derive_banner(none, english, TODAY).allergy.text == "None known, asked 8 Sep 2026"
    unasked = msgspec.structs.replace(none, allergies_asked_on=None)
    box = derive_banner(unasked, english, TODAY).allergy
    assert (box.state, box.text) == (TagState.OPEN, "Not asked")


def test_the_banner_gives_the_age_of_the_day(words: Words) -> None:
    facts = [value for _, value in derive_banner(PATIENT, words, TODAY).facts]
    assert any("54" in fact for fact in facts)
    assert "104-2287" in facts


def test_the_step_bar_has_seven_steps_and_marks_the_current_one(session: Session, words: Words) -> None:
    steps = derive_step_bar(session.state, 2, words, TODAY)
    assert [step.number for step in steps] == list(range(1, 8))
    assert [step.number for step in steps if step.is_current] == [2]
    assert all(step.title and step.caption for step in steps)
    title, note = derive_visit_note(session.state, words)
    assert "1" in title
    assert "10:44" in note


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_word_and_a_sentence(verdict: Verdict, words: Words) -> None:
    view = derive_gate_view(make_gate(verdict), words, {})
    assert view.verdict.title
    assert view.verdict.sentence
    assert len(view.routes) == 3


def test_groups_stand_in_the_order_of_severity_whatever_the_order_of_findings(english: Words) -> None:
    findings = tuple(make_finding(f"R{n}", severity) for n, severity in enumerate(reversed(Severity)))
    view = derive_gate_view(make_gate(Verdict.STOP, findings), english, {})
    assert [group.tag for group in view.groups] == [
        TagState.STOP,
        TagState.SPECIALIST,
        TagState.CAUTION,
        TagState.INFORMATION,
    ]
    assert [group.findings[0].rule_id for group in view.groups] == ["R3", "R2", "R1", "R0"]


@pytest.mark.parametrize(
    ("severity", "state", "act"),
    [
        (Severity.STOP, FindingState.OPEN, FindingAct.NONE),
        (Severity.STOP, FindingState.REASON_WANTED, FindingAct.REASON),
        (Severity.STOP, FindingState.RESOLVED, FindingAct.NONE),
        (Severity.SPECIALIST, FindingState.OPEN, FindingAct.OPINION),
        (Severity.SPECIALIST, FindingState.OPINION_LAPSED, FindingAct.OPINION),
        (Severity.CAUTION, FindingState.OPEN, FindingAct.NONE),
    ],
)
def test_a_stop_has_no_opinion_to_record(
    severity: Severity, state: FindingState, act: FindingAct, words: Words
) -> None:
    view = derive_gate_view(make_gate(Verdict.STOP, (make_finding(severity=severity, state=state),)), words, {})
    shown = next(finding for group in view.groups for finding in group.findings)
    assert shown.act is act


def test_a_lapsed_opinion_says_so_and_keeps_its_old_text(words: Words) -> None:
    opinion = Opinion("X19", "1", "0" * 64, "small scar only", "青木 健", NOW)
    finding = make_finding("X19", Severity.SPECIALIST, FindingState.OPINION_LAPSED, opinion=opinion)
    view = derive_gate_view(make_gate(Verdict.SPECIALIST, (finding,)), words, {})
    shown = view.groups[1].findings[0]
    assert shown.state == words("gate.opinion_lapsed")
    assert shown.opinion == "small scar only"
    assert not shown.is_settled


def test_a_source_is_named_by_its_citation_where_there_is_one(english: Words) -> None:
    gate = make_gate(Verdict.STOP, (make_finding(sources=("S1", "S2")),))
    view = derive_gate_view(gate, english, {"S1": "Berman 2017"})
    assert view.groups[0].findings[0].sources == ("Berman 2017", "S2")


def test_the_answers_behind_a_finding_are_told_apart_although_they_hold_commas(english: Words) -> None:
    answers = (Text("Penicillin", "ペニシリン"), Text("Rash, itch or hives", "発疹・かゆみ・じんましん"))
    gate = make_gate(Verdict.STOP, (make_finding(answers=answers),))
    said = derive_gate_view(gate, english, {}).groups[0].findings[0].said
    assert "Penicillin; Rash, itch or hives" in said


def test_missing_things_are_named_in_the_language_of_the_window(words: Words) -> None:
    label = Text("SpO2", "酸素飽和度")
    gate = make_gate(Verdict.NOT_COMPLETE, missing=(Missing(2, "vitals.spo2", label),))
    gate = msgspec.structs.replace(gate, open_points=(OpenPoint(OpenKind.MISSING, 2, "vitals.spo2", label),))
    view = derive_gate_view(gate, words, {})
    assert view.open_points[0].label == label.in_language(words.language)
    assert view.open_points[0].rule_id == ""


@pytest.mark.parametrize("kind", list(OpenKind))
def test_each_kind_of_open_point_has_words_and_only_texts_are_recorded_in_a_card(kind: OpenKind, words: Words) -> None:
    point = OpenPoint(kind, 2, "q1", Text("Title", "題"), "X1")
    gate = msgspec.structs.replace(make_gate(Verdict.STOP), open_points=(point,))
    (shown,) = derive_gate_view(gate, words, {}).open_points
    assert point.label.in_language(words.language) in shown.label
    assert bool(shown.rule_id) == (kind in (OpenKind.REASON, OpenKind.OPINION))


def test_a_rule_that_cannot_be_judged_says_so_and_never_reads_as_clear(words: Words) -> None:
    finding = make_finding("EXPR", Severity.STOP, FindingState.NOT_JUDGED)
    view = derive_gate_view(make_gate(Verdict.NOT_COMPLETE, (finding,)), words, {})
    shown = view.groups[0].findings[0]
    assert shown.state == words("gate.not_judged")
    assert shown.act is FindingAct.NONE
    assert words("gate.count_not_judged", count=1) in view.verdict.sentence


def test_why_says_rule_answer_condition_source_and_what_the_clinic_changed(words: Words) -> None:
    language = words.language
    change = ClinicChange("X1", "1+clinic.a", Severity.CAUTION, Severity.STOP, (), "2026-1", date(2026, 10, 1))
    given = GivenAnswer("q1", "", Text("Allergy?", "アレルギーは？"), Text("Yes", "はい"), NOW, "看護師")
    fact = GivenAnswer("", "age_years", Text("Age", "年齢"), Text("17", "17"))
    rule_words = RuleWords(Text("If", "条件"), (Text("Line", "行"),), Text("Unknown", "不明"))
    finding = make_finding(
        "X1", given=(given, fact), rule_words=rule_words, rule_expression="a.exists()", clinic_change=change
    )
    view = derive_gate_view(make_gate(Verdict.STOP, (finding,)), words, {"S1": "Berman 2017"})
    shown = view.groups[0].findings[0]
    why = shown.why
    assert "X1" in why.rule
    assert why.given[0].answer == given.answer.in_language(language)
    assert "看護師" in why.given[0].when
    assert why.given[1].when == ""
    assert (why.heading, why.conditions) == (
        rule_words.heading.in_language(language),
        (rule_words.lines[0].in_language(language),),
    )
    assert why.sources == (("S1", "Berman 2017"),)
    assert why.expression == "a.exists()"
    assert "2026-1" in why.clinic[0]
    assert "→" in why.clinic[1]
    assert "2026-1" in shown.clinic


def test_an_answer_without_time_and_name_says_that_nobody_recorded_them(words: Words) -> None:
    given = GivenAnswer("q1", "", Text("Allergy?", "アレルギーは？"), Text("Yes", "はい"))
    view = derive_gate_view(make_gate(Verdict.STOP, (make_finding("X1", given=(given,)),)), words, {})
    assert view.groups[0].findings[0].why.given[0].when == words("gate.why_not_recorded")


def test_the_panel_names_every_rule_that_the_clinic_changed_and_every_fault(words: Words) -> None:
    change = ClinicChange("X9", "1+clinic.a", Severity.CAUTION, Severity.STOP, (), "2026-1", date(2026, 10, 1))
    fault = Text("A fault.", "誤り。")
    clinic = ClinicRules("2026-1", date(2026, 10, 1), (change,), (fault,))
    view = derive_gate_view(msgspec.structs.replace(make_gate(Verdict.CLEAR), clinic=clinic), words, {})
    assert "X9" in view.clinic[0]
    assert view.clinic[1] == fault.in_language(words.language)
    assert derive_gate_view(make_gate(Verdict.CLEAR), words, {}).clinic == ()


def test_the_rail_numbers_its_upper_entries(english: Words) -> None:
    entries = (("patients", RailEntry("patients", "shell.consult")), ("set", RailEntry("settings", "shell.lock", True)))
    upper, lower = derive_rail(entries, "patients", is_step=False, words=english)
    assert [(view.page_id, view.key, view.is_current) for view in upper] == [
        ("consult", "Alt+1", False),
        ("patients", "Alt+2", True),
    ]
    assert [view.page_id for view in lower] == ["set", "language", "lock"]


def test_whoever_is_signed_in_stands_above_the_lock_with_initials_and_roles(words: Words) -> None:
    author = Author("1", "Aoki Ken", (Role.PHYSICIAN, Role.ADMINISTRATOR))
    _, lower = derive_rail((), "people", is_step=False, words=words, author=author)
    person = lower[-2]
    assert (person.glyph, person.title, person.key, person.is_current) == ("AK", "Aoki Ken", "Alt+2", True)
    assert all(ROLE_WORDS[role].in_language(words.language) in person.tip for role in author.roles)
    assert lower[-1].page_id == "lock"


def test_a_consent_that_no_longer_covers_the_plan_is_open_at_the_gate_whatever_the_verdict(words: Words) -> None:
    changed = (Text("The product has changed.", "製品が変わりました。"),)
    outdated = ConsentStanding(ConsentState.OUTDATED, changed, date(2026, 9, 1))
    view = derive_gate_view(make_gate(Verdict.CLEAR), words, {}, consent=outdated)
    (point,) = view.open_points
    assert (point.step, point.tag) == (5, TagState.CAUTION)
    assert changed[0].in_language(words.language) in point.label
    for state in set(ConsentState) - {ConsentState.OUTDATED}:
        assert derive_gate_view(make_gate(Verdict.CLEAR), words, {}, consent=ConsentStanding(state)).open_points == ()


def test_the_treatment_stays_locked_in_the_step_bar_where_no_text_can_judge_the_signature(session: Session) -> None:
    state = session.state
    assert state.texts is None
    assert state.derive_standing(TODAY) == ConsentStanding(ConsentState.NONE)
