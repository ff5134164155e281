"""The treatment summary: derived from what was recorded, and set on paper."""

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest
from documents.document_builders import (
    CLEAR,
    LANGUAGES,
    NAMES,
    STARTED,
    empty_file,
    fonts,
    full_file,
    make_request,
    shipped_aftercare,
    shipped_drawings,
    summary_of,
    with_verdict,
)
from documents.document_facts import facts_of
from documents.pdf_reading import faults_of_layout, missing_from, read_body, read_pages, squeeze

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_model import Facts, Grid, Paragraph
from stemsup_desktop.consultation.gate_model import FindingState, Gate, Verdict
from stemsup_desktop.consultation.patient import Allergy
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import (
    Complaint,
    Consultation,
    ConsultationFile,
    Examination,
    Opinion,
    Reason,
    ScoreToday,
    Summary,
)
from stemsup_desktop.consultation.summary_model import (
    LabelledAnswer,
    Notice,
    ScoreLine,
    Scores,
    SummaryBlock,
    SummaryDocument,
    TotalledGrid,
)
from stemsup_desktop.consultation.summary_text import derive_summary
from stemsup_desktop.consultation.treatment_model import NasalRecord, Reaction, SiteTreated, Treatment, Vitals
from stemsup_desktop.documents.summary import render_summary
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text


def with_steps(**steps: object) -> ConsultationFile:
    """Return an empty consultation with some steps filled."""
    file = empty_file()
    consultation: Consultation = msgspec.structs.replace(file.consultation, **steps)
    return msgspec.structs.replace(file, consultation=consultation)


def derive(file: ConsultationFile, language: Language = Language.EN, gate: Gate = CLEAR) -> SummaryDocument:
    """Derive a summary with the names of the tests."""
    return derive_summary(file, gate, NAMES, shipped_aftercare(), language, drawings=shipped_drawings())


def blocks(summary: SummaryDocument, heading: str) -> tuple[SummaryBlock, ...]:
    """Return the blocks under a heading."""
    return next(section.blocks for section in summary.sections if section.heading == heading)


def pairs(summary: SummaryDocument, heading: str) -> dict[str, str]:
    """Return the label and value pairs under a heading."""
    return {
        label: value for block in blocks(summary, heading) if isinstance(block, Facts) for label, value in block.pairs
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [empty_file, full_file])
def test_every_recorded_fact_is_on_paper_and_within_the_margins(make: object, language: Language) -> None:
    file = make()  # type: ignore[operator]
    pdf = summary_of(file, language).pdf
    assert missing_from(read_body(pdf), facts_of(file, language)) == []
    assert faults_of_layout(pdf) == []


def test_the_fields_that_a_chart_must_hold_stand_first() -> None:
    file = full_file("いろは")
    who = dict(derive(file, Language.JA).who.pairs)
    assert who["お名前"] == file.patient.name
    assert who["住所"] == file.patient.address
    assert who["性別"]
    assert "歳" in who["生年月日"]
    assert who["受診日"].startswith("2026年11月17日")


def test_volumes_add_up_without_dust() -> None:
    treatment = Treatment(
        drawn_up_ml=Decimal("0.8"),
        sites=(SiteTreated("vertex", 4, Decimal("0.1")), SiteTreated("cheek-l", 8, Decimal("0.2"))) * 2,
    )
    summary = derive(with_steps(treatment=treatment))
    table = next(block for block in blocks(summary, "Treatment given") if isinstance(block, TotalledGrid))
    assert table.total == ("Total", "24", "0.6", "")
    assert pairs(summary, "Treatment given")["Left over"] == "0.2\u00a0mL"


def test_a_score_nobody_asked_for_is_not_a_nought() -> None:
    file = with_steps(
        reason=Reason((Complaint("SYM01"), Complaint("SYM02", baseline_nrs=0))),
        summary=Summary(scores=(ScoreToday("SYM02", 3),)),
    )
    (scores,) = blocks(derive(file), "Your own scores")
    assert isinstance(scores, Scores)
    assert scores.lines == (ScoreLine("Symptom SYM01", None, None), ScoreLine("Symptom SYM02", 0, 3))
    assert "cannot show" in scores.caution
    (grid,) = blocks(derive(file), "Reason and diagnosis")
    assert isinstance(grid, Grid)
    assert [row[3] for row in grid.rows] == ["Not asked", "0"]


def test_no_reaction_observed_and_nothing_recorded_are_two_sentences() -> None:
    observed = blocks(derive(with_steps(treatment=Treatment(no_reaction_observed=True))), "Events")
    unrecorded = blocks(derive(empty_file()), "Events")
    assert observed != unrecorded
    assert isinstance(unrecorded[0], Paragraph)
    assert "not recorded" in unrecorded[0].text


def test_advice_that_was_given_is_not_told_again_as_planned() -> None:
    first, second = sorted(NAMES.aftercare)[:2]
    file = with_steps(plan=Plan(aftercare_ids=(first, second)), summary=Summary(aftercare_given_ids=(first,)))
    planned = pairs(derive(file), "Planned course and cost")["Planned aftercare"]
    assert planned == NAMES.aftercare[second].en


def test_a_reaction_is_told_with_grade_action_and_outcome() -> None:
    reaction = Reaction("Bruise 4 mm", 2, STARTED + timedelta(minutes=44), "Pressed 5 min", "Settled")
    (grid,) = blocks(derive(with_steps(treatment=Treatment(reactions=(reaction,)))), "Events")
    assert isinstance(grid, Grid)
    assert grid.rows == (("17 Nov 2026, 11:14", "Bruise 4 mm", "2 moderate", "Pressed 5 min", "Settled"),)


def test_vital_signs_stand_in_the_order_of_time_with_gaps_left_open() -> None:
    later = Vitals("after", STARTED + timedelta(minutes=60), Decimal("36.5"), 124, None, 70)
    earlier = Vitals("before", STARTED, systolic_mmhg=126, diastolic_mmhg=76)
    (grid,) = blocks(derive(with_steps(treatment=Treatment(vitals=(later, earlier)))), "Vital signs")
    assert isinstance(grid, Grid)
    assert grid.rows[0] == ("10:30, before", "", "126 / 76", "", "", "")
    assert grid.rows[1] == ("11:30, after", "36.5", "124 / –", "70", "", "")


@pytest.mark.parametrize(
    ("route", "word"),
    [(Route.INTRADERMAL, "dusky"), (Route.INTRAVENOUS, "coughing blood"), (Route.INTRANASAL, "nosebleed")],
)
def test_when_to_call_depends_on_the_route(route: Route, word: str) -> None:
    def words(routes: tuple[Route, ...]) -> str:
        (notice,) = blocks(derive(with_steps(plan=Plan(routes=routes))), "When to call")
        assert isinstance(notice, Notice)
        return " ".join(f"{lead} {text}" for lead, text in notice.sentences)

    assert word in words((route,))
    assert word not in words(())


def test_a_route_that_was_not_planned_but_given_warns_too() -> None:
    file = with_steps(treatment=Treatment(nasal=NasalRecord(instruction_given=True)))
    (notice,) = blocks(derive(file), "When to call")
    assert isinstance(notice, Notice)
    assert "nosebleed" in notice.sentences[0][1]


def test_the_status_in_law_is_on_every_summary() -> None:
    for language in LANGUAGES:
        body = read_body(summary_of(empty_file(), language).pdf)
        expected = "nationalreliefsystem" if language is Language.EN else "医薬品副作用被害救済制度の対象になりません"
        assert expected in body


def test_not_asked_about_allergies_is_not_none_known() -> None:
    assert dict(derive(empty_file()).who.pairs)["Allergies"] == "Not asked"
    asked = msgspec.structs.replace(empty_file().patient, allergies_asked_on=STARTED.date())
    file = msgspec.structs.replace(empty_file(), patient=asked)
    assert dict(derive(file).who.pairs)["Allergies"] == "None known, asked on 17 Nov 2026"
    with_one = msgspec.structs.replace(asked, allergies=(Allergy("penicillin", "rash", 2011),))
    file = msgspec.structs.replace(file, patient=with_one)
    assert dict(derive(file).who.pairs)["Allergies"] == "penicillin (rash, 2011)"


def test_an_opinion_that_lapsed_says_so() -> None:
    opinion = Opinion("X01", "1", "0" * 64, "Flat for years", "青木 健", STARTED)
    file = with_steps(examination=Examination(opinions=(opinion,)))
    gate = with_verdict(Verdict.SPECIALIST)
    finding = msgspec.structs.replace(gate.findings[0], state=FindingState.OPINION_LAPSED, opinion=opinion)
    told = []
    for one in (CLEAR, msgspec.structs.replace(gate, findings=(finding,))):
        grid = next(block for block in blocks(derive(file, gate=one), "Examination result") if isinstance(block, Grid))
        told.append(grid.rows[0][2])
    assert told == ["No longer valid: Flat for years"] * 2


def test_an_opinion_that_holds_stands_as_it_was_written() -> None:
    opinion = Opinion("X01", "1", "0" * 64, "Flat for years", "青木 健", STARTED)
    gate = with_verdict(Verdict.CONDITIONS)
    finding = msgspec.structs.replace(gate.findings[0], state=FindingState.OPINION_RECORDED, opinion=opinion)
    gate = msgspec.structs.replace(gate, findings=(finding,), conditions=(Text("No ice.", "冷やさない。"),))
    found = blocks(derive(with_steps(examination=Examination(opinions=(opinion,))), gate=gate), "Examination result")
    grid = next(block for block in found if isinstance(block, Grid))
    assert grid.rows == (("Active malignancy (X01 1)", "Specialist", "Flat for years", "青木 健, 17 Nov 2026, 10:30"),)


def test_labelled_answers_are_the_last_part() -> None:
    answers = (LabelledAnswer("Pregnant?", "No"), LabelledAnswer("Medicines", "<b>aspirin</b>\n81 mg"))
    summary = derive_summary(empty_file(), CLEAR, NAMES, shipped_aftercare(), Language.EN, answers=answers)
    assert summary.sections[-1].heading == "Answers of the examination"
    request = make_request(Language.EN)
    body = read_body(render_summary((summary,), empty_file(), CLEAR, request, fonts()).pdf)
    assert squeeze("<b>aspirin</b>81 mg") in body


def test_an_id_that_the_reference_does_not_hold_is_named() -> None:
    with pytest.raises(InputProblem) as caught:
        derive(with_steps(reason=Reason((Complaint("SYM99"),))))
    assert caught.value.code == "name-unknown"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_summary_while_a_stop_stands(language: Language) -> None:
    with pytest.raises(InputProblem) as caught:
        summary_of(full_file(), language, with_verdict(Verdict.STOP))
    assert caught.value.code == "stop-stands"


@pytest.mark.parametrize("verdict", [Verdict.SPECIALIST, Verdict.NOT_COMPLETE])
def test_while_the_gate_is_open_every_page_is_marked_draft(verdict: Verdict) -> None:
    document = summary_of(full_file(), Language.JA, with_verdict(verdict))
    assert document.is_draft
    assert all("DRAFT" in page and "下書き" in page for page in read_pages(document.pdf))


def test_a_long_table_repeats_its_header_on_each_page() -> None:
    treatment = Treatment(sites=tuple(SiteTreated("vertex", number, Decimal(1)) for number in range(120)))
    pages = read_pages(summary_of(with_steps(treatment=treatment), Language.EN).pdf)
    with_rows = [page for page in pages if page.count("Vertex") > 3]
    assert len(with_rows) >= 3
    assert all("Points" in page for page in with_rows)


def test_the_same_snapshot_and_clock_give_the_same_bytes() -> None:
    assert summary_of(full_file(), Language.EN).pdf == summary_of(full_file(), Language.EN).pdf
