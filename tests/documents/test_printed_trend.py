"""The chart of scores on paper: vectors that say in words all they show, told apart without colour."""

import io
from functools import cache

import msgspec
import pikepdf
import pytest
from consultation.scores.trend_builders import EARLIER, HAIR, course_file, shipped_names
from documents.document_builders import CLEAR, fonts, make_request, shipped_aftercare
from documents.expected_reading import expect_summary, find_difference
from documents.pdf_checks import find_pdf_faults
from documents.pdf_reading import faults_of_layout, printed, read_pages, squeeze
from documents.read_aloud import read_aloud

from stemsup_desktop.consultation.record import Complaint, ConsultationFile, Reason, Summary
from stemsup_desktop.consultation.score_model import Measures
from stemsup_desktop.consultation.scores import trend_labels
from stemsup_desktop.consultation.scores.trend import derive_trend
from stemsup_desktop.consultation.scores.trend_words import say_scores
from stemsup_desktop.consultation.summary_model import SummaryDocument
from stemsup_desktop.consultation.summary_text import derive_summary
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.summary import render_summary
from stemsup_desktop.language import Language, LanguageForm

HOSTILE = "<b>分け目</b> & \u202eno wider\n\u0007 🦠"
EVERYTHING = Reason(tuple(Complaint(f"SYM{number:02}", "d", "", 5) for number in range(1, 13)), goal="x " * 300)
ONE = Reason((Complaint(HAIR, "d", "", 6),), goal=HOSTILE)


def derive(file: ConsultationFile, language: Language) -> SummaryDocument:
    return derive_summary(file, CLEAR, shipped_names(), shipped_aftercare(), language)


def render(file: ConsultationFile, form: LanguageForm) -> RenderedDocument:
    summaries = [derive(file, language) for language in form.languages]
    return render_summary(summaries, file, CLEAR, make_request(form, "SUM-2026-00731"), fonts())


@cache
def rendered(form: LanguageForm) -> bytes:
    return render(course_file(), form).pdf


def list_alts(pdf: bytes) -> list[str]:
    """Return what is read instead of each figure."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"]
        return [str(one.get("/Alt", "")) for one in found]


@pytest.mark.parametrize("form", LanguageForm)
def test_every_validator_accepts_a_summary_with_a_chart(form: LanguageForm) -> None:
    assert find_pdf_faults(rendered(form)) == []
    assert faults_of_layout(rendered(form)) == []


@pytest.mark.parametrize("form", LanguageForm)
def test_the_figure_says_every_value_day_and_gap_in_each_language(form: LanguageForm) -> None:
    (alt,) = [one for one in list_alts(rendered(form)) if "2026" in one]
    trend = derive_trend(course_file())
    for language in form.languages:
        assert all(sentence in alt for sentence in say_scores(trend, shipped_names(), language))


@pytest.mark.parametrize("language", list(Language))
def test_read_aloud_it_is_the_figure_and_then_its_table(language: Language) -> None:
    pdf = rendered(LanguageForm(language))
    said = [(one.tag, squeeze(one.words)) for one in read_aloud(pdf)]
    wanted = [(tag, words) for tag, text in expect_summary(derive(course_file(), language)) if (words := printed(text))]
    assert find_difference(said, wanted) == ""


def test_names_days_goal_and_ends_are_written_beside_the_lines() -> None:
    reason = Reason((Complaint(HAIR, "d", "", 6),), goal="parting no wider")
    alone = render(course_file(EARLIER[1:2], reason=reason), LanguageForm.EN)
    text = squeeze("".join(read_pages(alone.pdf)))
    for words in ("Hair thinning 6", "goal: parting no wider", "worst", "session 1", "session 3", "recorded, not"):
        assert squeeze(words) in text


def test_lines_are_told_apart_in_black_alone() -> None:
    """What was not treated is dashed and hollow; each line has markers of its own shape."""
    with pikepdf.open(io.BytesIO(rendered(LanguageForm.EN))) as document:
        pages = [pikepdf.parse_content_stream(page) for page in document.pages]
    dashes = [
        [float(one) for one in operands[0]]  # type: ignore[union-attr]
        for page in pages
        for operands, operator in page
        if str(operator) == "d" and len(operands[0])  # type: ignore[arg-type]
    ]
    assert [3.2, 2.2] in dashes
    colours = {
        tuple(float(one) for one in operands)
        for page in pages
        for operands, operator in page
        if str(operator) in ("RG", "rg")
    }
    assert all(max(colour) < 0.76 or min(colour) > 0.99 for colour in colours), "a tint that greyscale would lose"


@pytest.mark.parametrize(("reason", "form"), [(EVERYTHING, LanguageForm.BOTH), (ONE, LanguageForm.EN)])
def test_twelve_lines_and_hostile_words_stay_within_the_margins(reason: Reason, form: LanguageForm) -> None:
    document = render(course_file(reason=reason), form)
    assert faults_of_layout(document.pdf) == []
    assert find_pdf_faults(document.pdf) == []


def test_a_first_visit_has_no_chart() -> None:
    blocks = [block for section in derive(course_file(()), Language.EN).sections for block in section.blocks]
    assert not any(type(block).__name__ == "TrendChart" for block in blocks)


def test_without_any_score_or_measure_the_summary_says_so() -> None:
    bare = course_file((), reason=Reason(), summary=Summary(), measures=Measures())
    section = next(one for one in derive(bare, Language.EN).sections if one.heading == "Your own scores")
    assert [block.text for block in section.blocks] == ["Not recorded"]  # type: ignore[union-attr]


def test_the_caution_stands_with_the_scores() -> None:
    text = squeeze("".join(read_pages(rendered(LanguageForm.JA))))
    assert squeeze("治療によるものかどうかはわかりません") in text
    assert squeeze(trend_labels.CAPTION.ja) in text


def test_another_patients_visit_is_on_no_paper() -> None:
    stranger = msgspec.structs.replace(course_file().background.visits[0], patient_id="p-2")
    with pytest.raises(ValueError, match="another patient"):
        derive(course_file((stranger,)), Language.EN)
