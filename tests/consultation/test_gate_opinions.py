"""An opinion expires with its reason."""

import msgspec
import pytest
from gate_factories import (
    CONTENT,
    PATIENT,
    RULES,
    answer,
    find,
    gate,
    later,
    make_clear_visit,
    make_content,
    make_rule,
    on_fact,
    on_yes,
)

from stemsup_desktop.consultation.changes import with_opinion
from stemsup_desktop.consultation.gate_model import FindingState, Verdict
from stemsup_desktop.consultation.patient import Sex
from stemsup_desktop.consultation.record import Consultation, Opinion
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN, YES, StringAnswer


def open_finding() -> Consultation:
    visit = answer(make_clear_visit(), "immune", YES, minutes=1)
    return answer(visit, "immune-drug", StringAnswer("Methotrexate"), minutes=2)


def judge(visit: Consultation, reason: str = "Stable for years", physician: str = "Dr Example") -> Consultation:
    return with_opinion(visit, CONTENT, PATIENT, "IMMUNE", reason, physician, later(5))


def test_an_open_finding_for_a_specialist_waits_for_an_opinion() -> None:
    visit = open_finding()

    assert gate(visit).verdict is Verdict.SPECIALIST
    assert find(visit, "IMMUNE").state is FindingState.OPEN


def test_a_recorded_opinion_turns_the_finding_into_a_condition() -> None:
    visit = judge(open_finding())
    finding = find(visit, "IMMUNE")

    assert gate(visit).verdict is Verdict.CONDITIONS
    assert gate(visit).conditions == (Text("Review at each visit", "毎回確認"),)
    assert finding.state is FindingState.OPINION_RECORDED
    assert finding.opinion is not None
    assert (finding.opinion.reason, finding.opinion.physician) == ("Stable for years", "Dr Example")


def test_an_opinion_lapses_when_its_follow_up_is_answered_anew_and_shows_its_old_text() -> None:
    visit = answer(judge(open_finding()), "immune-drug", StringAnswer("Rituximab"), minutes=6)
    finding = find(visit, "IMMUNE")

    assert gate(visit).verdict is Verdict.SPECIALIST
    assert finding.state is FindingState.OPINION_LAPSED
    assert finding.opinion is not None
    assert finding.opinion.reason == "Stable for years"
    assert finding.condition is None


def test_an_opinion_lapses_when_yes_becomes_unknown() -> None:
    visit = answer(judge(open_finding()), "immune", UNKNOWN, minutes=6)

    assert find(visit, "IMMUNE").state is FindingState.OPINION_LAPSED
    assert gate(visit).verdict is Verdict.SPECIALIST


def test_an_opinion_lapses_when_the_rule_gets_a_new_version() -> None:
    changed = tuple(msgspec.structs.replace(rule, version="2") if rule.id == "IMMUNE" else rule for rule in RULES)

    assert gate(judge(open_finding()), make_content(changed)).verdict is Verdict.SPECIALIST


def test_an_opinion_on_facts_lapses_when_they_change() -> None:
    rule = make_rule("SEX", Severity.SPECIALIST, on_fact("sex", StringAnswer("female")), on_yes("unread"))
    content = make_content((rule,))
    visit = answer(make_clear_visit(), "unread", YES)
    visit = with_opinion(visit, content, PATIENT, "SEX", "Reason", "Dr", later(5))
    male = msgspec.structs.replace(PATIENT, sex=Sex.MALE)

    assert gate(visit, content).verdict is Verdict.CONDITIONS
    assert gate(visit, content, male).verdict is Verdict.SPECIALIST


def test_an_opinion_survives_answers_it_did_not_judge_and_the_same_answer_again() -> None:
    visit = answer(judge(open_finding()), "remark", StringAnswer("Something else"), minutes=6)
    visit = answer(visit, "immune", YES, minutes=7)

    assert gate(visit).verdict is Verdict.CONDITIONS


def test_an_opinion_on_a_finding_that_went_away_leaves_nothing_behind() -> None:
    visit = answer(judge(open_finding()), "immune", NO, minutes=6)

    assert gate(visit).verdict is Verdict.CLEAR
    assert gate(visit).findings == ()


def test_a_new_opinion_after_a_lapse_counts_and_the_old_one_stays_in_the_record() -> None:
    lapsed = answer(judge(open_finding()), "immune-drug", StringAnswer("Rituximab"), minutes=6)
    visit = judge(lapsed, "Agreed with the rheumatologist")

    assert gate(visit).verdict is Verdict.CONDITIONS
    assert [opinion.reason for opinion in visit.examination.opinions] == [
        "Stable for years",
        "Agreed with the rheumatologist",
    ]


@pytest.mark.parametrize("blank", ["", "  ", "\u3000\u3000", "\u200b", "\u2800"])
def test_a_blank_reason_or_name_is_no_opinion(blank: str) -> None:
    visit = open_finding()
    finding = find(visit, "IMMUNE")

    with pytest.raises(InputProblem) as reason:
        judge(visit, reason=blank)
    with pytest.raises(InputProblem) as physician:
        judge(visit, physician=blank)
    assert (reason.value.code, physician.value.code) == ("reason-blank", "physician-blank")
    for texts in ((blank, "Dr"), ("Reason", blank)):
        opinion = Opinion("IMMUNE", finding.rule_version, finding.answers_sha256, *texts, later(5))
        examination = msgspec.structs.replace(visit.examination, opinions=(opinion,))
        assert gate(msgspec.structs.replace(visit, examination=examination)).verdict is Verdict.SPECIALIST


def test_an_opinion_written_ahead_for_other_answers_does_not_count() -> None:
    judged = judge(open_finding())
    fresh = answer(make_clear_visit(), "immune", YES, minutes=1)
    examination = msgspec.structs.replace(fresh.examination, opinions=judged.examination.opinions)

    assert gate(msgspec.structs.replace(fresh, examination=examination)).verdict is Verdict.SPECIALIST


@pytest.mark.parametrize("rule_id", ["CANCER", "FEVER", "CLOT", "NOWHERE"])
def test_only_an_open_finding_for_a_specialist_accepts_an_opinion(rule_id: str) -> None:
    visit = answer(open_finding(), "cancer", YES)

    with pytest.raises(InputProblem) as caught:
        with_opinion(visit, CONTENT, PATIENT, rule_id, "Reason", "Dr", later(5))
    assert caught.value.code == "opinion-not-wanted"


def test_information_needs_no_opinion_and_accepts_none() -> None:
    content = make_content((make_rule("NOTE", Severity.INFORMATION, on_yes("unread")),))
    visit = answer(make_clear_visit(), "unread", YES)

    assert gate(visit, content).verdict is Verdict.CLEAR
    assert [finding.rule_id for finding in gate(visit, content).findings] == ["NOTE"]
    with pytest.raises(InputProblem) as caught:
        with_opinion(visit, content, PATIENT, "NOTE", "Reason", "Dr", later(5))
    assert caught.value.code == "opinion-not-wanted"


def test_an_opinion_holds_physician_time_reason_rule_version_and_the_hash_of_what_it_judged() -> None:
    visit = open_finding()
    finding = find(visit, "IMMUNE")
    (opinion,) = judge(visit).examination.opinions

    assert opinion == Opinion("IMMUNE", "1", finding.answers_sha256, "Stable for years", "Dr Example", later(5))


def test_a_finding_with_a_valid_opinion_accepts_no_second_one() -> None:
    with pytest.raises(InputProblem, match="open finding"):
        judge(judge(open_finding()))


def test_the_hash_of_answers_ignores_how_they_were_shown_and_in_which_order() -> None:
    first = find(open_finding(), "IMMUNE").answers_sha256
    relabelled = answer(open_finding(), "immune", msgspec.structs.replace(YES, display="はい"), minutes=8)

    assert find(relabelled, "IMMUNE").answers_sha256 == first
    assert len(first) == 64
