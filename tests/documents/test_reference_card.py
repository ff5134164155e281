"""A page of the reference as a printed card."""

from functools import cache

import pytest
from documents.document_builders import LANGUAGES, RESOURCES, fonts, make_request
from documents.pdf_reading import faults_of_layout, missing_from_body, read_body, read_pages, squeeze

from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.reference_page import render_reference_page
from stemsup_desktop.language import Language
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import Page
from stemsup_desktop.reference.reader import read_reference


@cache
def library() -> ReferenceLibrary:
    """Read the shipped reference once."""
    return read_reference(RESOURCES / "reference")


@cache
def card(page: Page, language: Language) -> RenderedDocument:
    """Render a page, once for all tests."""
    return render_reference_page(
        page, library(), make_request(language, f"REF-{page.id}"), fonts(), "見本クリニック東京"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_prints_within_the_margins_with_every_character(language: Language) -> None:
    for page in library().pages:
        document = card(page, language)
        assert document.missing_characters == ()
        assert not document.is_draft
        assert faults_of_layout(document.pdf) == [], page.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_evidence_stands_with_grade_direction_review_status_and_source(language: Language) -> None:
    labels = library().labels
    for page in library().pages:
        pdf = card(page, language).pdf
        for entry in page.evidence:
            words = (
                entry.statement.in_language(language),
                labels.grades[entry.grade].in_language(language),
                labels.directions[entry.direction].in_language(language),
                labels.statuses[entry.status].in_language(language),
                *entry.sources,
            )
            assert missing_from_body(pdf, words) == [], (page.id, entry.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_statements_and_both_sides_of_claims_are_on_the_card(language: Language) -> None:
    for page in library().pages:
        texts = [page.summary, *(statement.text for statement in page.safety)]
        texts += [text for claim in page.claims for text in (claim.text, claim.view)]
        words = tuple(text.in_language(language) for text in texts)
        assert missing_from_body(card(page, language).pdf, words) == [], page.id


def test_every_source_that_is_cited_is_listed() -> None:
    page = library().get_page("vegf")
    body = read_body(card(page, Language.EN).pdf)
    for entry in page.evidence:
        for source_id in entry.sources:
            assert squeeze(library().get_source(source_id).citation.en) in body


def test_a_card_has_page_numbers_and_no_place_for_a_patient() -> None:
    pages = read_pages(card(library().get_page("vegf"), Language.JA).pdf)
    for number, text in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in text
        assert "未封印" not in text
