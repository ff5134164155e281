"""Step 3, derived."""

from datetime import UTC, datetime

import msgspec
import pytest
from visit_samples import PATIENT

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.patient_screen.reading import derive_reading
from stemsup_desktop.consultation.patient_screen.topics import find_pages_to_explain, patient_language
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Complaint, Consent, Consultation, ExplainedPage, Explanation, Reason
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.reference.library import ReferenceLibrary, content_sha256
from stemsup_desktop.reference.model import ReviewStatus
from stemsup_desktop.reference.reader import read_reference
from stemsup_desktop.reference.walk import walk_records
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.pages.explain.view import (
    ExplainView,
    derive_explain,
    with_explained,
    with_questions,
    without_explained,
)
from stemsup_desktop.ui.words import Words

AT = datetime(2026, 9, 8, 10, 44, tzinfo=UTC)


@pytest.fixture(scope="module")
def library() -> ReferenceLibrary:
    return read_reference(find_resources() / "reference")


def visit(*symptoms: str, routes: tuple[Route, ...] = (), explained: tuple[ExplainedPage, ...] = ()) -> Consultation:
    return Consultation(
        "c1",
        AT,
        reason=Reason(tuple(map(Complaint, symptoms))),
        plan=Plan(routes=routes),
        explanation=Explanation(explained),
    )


def derive(library: ReferenceLibrary, consultation: Consultation, words: Words, current: str = "") -> ExplainView:
    return derive_explain(PATIENT, consultation, library, words, current_id=current, sha256_of=content_sha256)


def ids_of(library: ReferenceLibrary, consultation: Consultation) -> list[str]:
    return [page.id for page in find_pages_to_explain(consultation, library)]


def test_a_symptom_brings_its_factors_every_route_and_the_law(library: ReferenceLibrary) -> None:
    ids = ids_of(library, visit("SYM01"))
    assert ids[0] == "SYM01"
    assert set(ids) == {
        *("SYM01", "hgf", "egf", "tgf-beta", "igf", "vegf", "kgf"),
        *("intradermal", "intravenous", "intranasal", "legal-position"),
    }
    assert ids[-1] == "legal-position"


def test_a_symptom_without_a_factor_brings_none(library: ReferenceLibrary) -> None:
    assert ids_of(library, visit("SYM05")) == [
        *("SYM05", "intradermal", "intravenous", "intranasal", "legal-position"),
    ]


def test_only_planned_routes_are_explained_once_there_are_any(library: ReferenceLibrary) -> None:
    assert ids_of(library, visit("SYM05", routes=(Route.INTRANASAL,))) == ["SYM05", "intranasal", "legal-position"]
    two = ids_of(library, visit("SYM05", routes=(Route.INTRANASAL, Route.INTRADERMAL)))
    assert "combination" in two
    assert "intravenous" not in two


def test_what_was_explained_stays_listed_when_its_symptom_is_taken_back(library: ReferenceLibrary) -> None:
    done = (ExplainedPage("SYM03", Language.JA, AT),)
    assert "SYM03" in ids_of(library, visit("SYM05", explained=done))


def test_an_unknown_symptom_or_page_is_left_out(library: ReferenceLibrary) -> None:
    done = (ExplainedPage("gone", Language.JA, AT),)
    assert "legal-position" in ids_of(library, visit("SYM99", explained=done))


def test_topics_speak_the_patients_language_whatever_the_window_speaks(library: ReferenceLibrary, words: Words) -> None:
    view = derive(library, visit("SYM05"), words)
    assert view.topics[0].title == "肩こり"
    assert view.topics[0].summary == library.get_page("SYM05").summary.ja
    assert view.reading is not None
    assert view.reading.language is Language.JA
    assert view.topics[0].other_title == ("" if words.language is Language.JA else "Stiff shoulders")


def test_the_language_of_the_consent_decides() -> None:
    consultation = msgspec.structs.replace(visit(), consent=Consent(language=LanguageForm.EN))
    assert patient_language(PATIENT, visit()) is Language.JA
    assert patient_language(PATIENT, consultation) is Language.EN


def test_ticking_records_page_language_time_and_hash(library: ReferenceLibrary, english: Words) -> None:
    page = library.get_page("SYM05")
    sha256 = content_sha256(page, Language.JA)
    explanation = with_explained(Explanation(), page, Language.JA, AT, sha256)
    assert explanation.pages == (ExplainedPage("SYM05", Language.JA, AT, sha256),)
    view = derive(library, msgspec.structs.replace(visit("SYM05"), explanation=explanation), english)
    assert view.topics[0].is_explained
    assert not view.topics[0].has_changed
    assert view.topics[0].note == "Explained 8 Sep 2026, 10:44"
    assert view.subtitle.startswith("1 of 5")


def test_explaining_twice_keeps_one_entry_and_taking_back_keeps_the_others(library: ReferenceLibrary) -> None:
    first = with_explained(Explanation(), library.get_page("SYM05"), Language.JA, AT, "a")
    second = with_explained(first, library.get_page("vegf"), Language.JA, AT, "b")
    again = with_explained(second, library.get_page("SYM05"), Language.EN, AT, "c")
    assert [page.page_id for page in again.pages] == ["vegf", "SYM05"]
    assert [page.page_id for page in without_explained(again, "SYM05").pages] == ["vegf"]


def test_a_text_that_changed_since_it_was_explained_says_so(library: ReferenceLibrary, words: Words) -> None:
    done = (ExplainedPage("SYM05", Language.JA, AT, "0" * 64),)
    topic = derive(library, visit("SYM05", explained=done), words).topics[0]
    assert topic.has_changed
    assert topic.is_explained


def test_a_page_explained_without_a_hash_is_not_called_changed(library: ReferenceLibrary, english: Words) -> None:
    done = (ExplainedPage("SYM05", Language.EN, AT),)
    topic = derive(library, visit("SYM05", explained=done), english).topics[0]
    assert not topic.has_changed
    assert topic.note.startswith("Explained in English")


def test_questions_change_nothing_else() -> None:
    before = Explanation((ExplainedPage("SYM05", Language.JA, AT),))
    assert with_questions(before, "痛みは？").pages == before.pages
    assert with_questions(before, "痛みは？").questions_asked == "痛みは？"


def test_an_unknown_current_page_stands_for_the_first(library: ReferenceLibrary, english: Words) -> None:
    assert derive(library, visit("SYM05"), english, "nowhere").current_id == "SYM05"
    assert derive(library, visit("SYM05"), english, "intravenous").current_id == "intravenous"


@pytest.mark.parametrize("language", list(Language))
def test_nothing_unreviewed_or_proposed_is_shown_to_the_patient(library: ReferenceLibrary, language: Language) -> None:
    unchecked = (ReviewStatus.UNREVIEWED, ReviewStatus.PROPOSAL)
    for page in library.pages:
        reading = derive_reading(page, library, language)
        shown = "\n".join(line.text for section in reading.sections for line in section.lines)
        hidden, allowed = set(), set()
        for _, record in walk_records(page):
            text = getattr(record, "text", None) or getattr(record, "statement", None)
            status = getattr(record, "status", None)
            if text is not None and hasattr(record, "sources"):
                (hidden if status in unchecked else allowed).add(text.in_language(language))
        assert not [text for text in hidden - allowed if text in shown]


@pytest.mark.parametrize("language", list(Language))
def test_reported_unknown_and_harms_are_always_there_but_for_the_law(
    library: ReferenceLibrary, language: Language
) -> None:
    for page in library.pages:
        reading = derive_reading(page, library, language)
        assert reading.sections
        assert all(section.lines for section in reading.sections)
        if page.id != "legal-position":
            assert len(reading.sections) == 3


def test_harms_that_nobody_checked_are_counted_not_forgotten(library: ReferenceLibrary) -> None:
    harms = derive_reading(library.get_page("intranasal"), library, Language.EN).sections[2]
    assert harms.lines[-1].text.startswith("Points that nobody has checked")
    assert "3" in harms.lines[-1].text


def test_a_page_without_a_checked_study_in_people_says_so(library: ReferenceLibrary) -> None:
    unknown = derive_reading(library.get_page("SYM05"), library, Language.EN).sections[1]
    texts = [line.text for line in unknown.lines]
    assert "No human supernatant study found" in texts
    assert "No checked study of supernatant in people is listed on this page." in texts


def test_a_summary_that_no_physician_reviewed_says_so_to_the_patient(library: ReferenceLibrary) -> None:
    reading = derive_reading(library.get_page("vegf"), library, Language.JA)
    assert "医師による監修" in reading.summary_note
    assert reading.title == "VEGF　血管内皮増殖因子"
