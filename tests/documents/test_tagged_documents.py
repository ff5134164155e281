"""Read aloud along its tags, a document is its text in the right order, with nothing left out and nothing twice."""

import io
import random

import msgspec
import pikepdf
import pytest
from documents import test_sheets
from documents.document_builders import (
    ANSWERED,
    CLEAR,
    DISPENSED,
    LANGUAGES,
    NAMES,
    consent_of,
    empty_file,
    full_file,
    make_file,
    shipped_aftercare,
    shipped_consent_text,
    shipped_drawings,
    summary_of,
    with_verdict,
)
from documents.expected_reading import Read, expect_consent, expect_sheet, expect_summary, find_difference
from documents.pdf_reading import printed, read_pages, squeeze
from documents.read_aloud import list_bookmarks, read_aloud, read_spans
from documents.test_recovery_sheet import CODE, sheet
from documents.test_reference_card import card, library

from stemsup_desktop.consultation.addendum import derive_addendum
from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.record import Complaint, ConsultationFile, Reason
from stemsup_desktop.consultation.self_administration import derive_self_administration
from stemsup_desktop.consultation.summary_text import derive_summary
from stemsup_desktop.consultation.withdrawal_slip import derive_withdrawal_slip
from stemsup_desktop.documents import recovery_words, words
from stemsup_desktop.language import Language
from stemsup_desktop.paper_kinds import KIND_NAMES, Paper

A_FEW = (3, 8, 9)


def said_of(pdf: bytes) -> list[Read]:
    """Return what is read, squeezed: line breaks and the space after a number are not words."""
    return [(said.tag, squeeze(said.words)) for said in read_aloud(pdf)]


def as_printed(expected: list[Read]) -> list[Read]:
    """Return what is expected as it comes out of the printer; an empty text is not read."""
    return [(tag, words) for tag, text in expected if (words := printed(text))]


def files() -> list[ConsultationFile]:
    """Return consultations that fill nothing, everything and something."""
    return [empty_file(), full_file(), *(make_file(random.Random(seed), fill=(seed % 10) / 9) for seed in A_FEW)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_consent_form_is_read_as_it_was_assembled(language: Language) -> None:
    for file in files():
        consent = derive_consent(file, CLEAR, shipped_consent_text(), NAMES, language)
        expected = as_printed(expect_consent(consent))
        assert find_difference(expected, said_of(consent_of(file, language).pdf)) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_is_read_as_it_was_derived(language: Language) -> None:
    for file in files():
        summary = derive_summary(file, CLEAR, NAMES, shipped_aftercare(), language, drawings=shipped_drawings())
        expected = as_printed(expect_summary(summary))
        assert find_difference(expected, said_of(summary_of(file, language).pdf)) == ""


@pytest.mark.parametrize("paper", [Paper.WITHDRAWAL, Paper.ADDENDUM, Paper.SELF_ADMINISTRATION])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_around_a_consent_is_read_as_it_was_derived(paper: Paper, language: Language) -> None:
    content = test_sheets.content()
    for file in (empty_file(), full_file()):
        withdrawn = test_sheets.with_consent(file, test_sheets.WHOLE)
        home = test_sheets.with_home_use(file, "2 puffs", dispensed=DISPENSED, answers=ANSWERED)
        sheets = content.sheets
        match paper:
            case Paper.WITHDRAWAL:
                derived = derive_withdrawal_slip(
                    withdrawn, test_sheets.WHOLE, sheets.withdrawal, content.clause_titles, language
                )
                document = test_sheets.render(paper, withdrawn, language)
            case Paper.ADDENDUM:
                addendum = test_sheets.ADDENDUM
                derived = derive_addendum(file, addendum, sheets.addendum, KIND_NAMES["summary"], language)
                document = test_sheets.add(addendum, language, file)
            case _:
                text = sheets.self_administration
                derived = derive_self_administration(home, text, content.aftercare, language)
                document = test_sheets.render(paper, home, language)
        assert find_difference(as_printed(expect_sheet(derived)), said_of(document.pdf)) == ""


def test_a_difference_in_what_is_read_would_be_noticed() -> None:
    said = said_of(summary_of(empty_file(), Language.EN).pdf)
    for damaged in (said[:-1], [said[1], said[0], *said[2:]], [*said, said[-1]], [("P", said[0][1]), *said[1:]]):
        assert find_difference(said, damaged) != ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_cells_that_go_on_over_pages_are_read_once_each_and_row_by_row(language: Language) -> None:
    long = {name: " ".join(f"{name}{count}" for count in range(900)) for name in ("first", "second")}
    file = empty_file()
    complaints = (Complaint("SYM01", long["first"], "L64.9", 7), Complaint("SYM02", long["second"], "L65.9", 3))
    reason = Reason(complaints, goal="after it")
    file = msgspec.structs.replace(file, consultation=msgspec.structs.replace(file.consultation, reason=reason))
    document = summary_of(file, language)
    assert document.page_count > 3
    summary = derive_summary(file, CLEAR, NAMES, shipped_aftercare(), language, drawings=shipped_drawings())
    assert find_difference(as_printed(expect_summary(summary)), said_of(document.pdf)) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_one_bookmark_for_each_section_and_in_it_one_for_each_clause_with_a_title(language: Language) -> None:
    consent = derive_consent(full_file(), CLEAR, shipped_consent_text(), NAMES, language)
    said = read_aloud(consent_of(full_file(), language).pdf)
    sections = [*consent.sections, consent.withdrawal]
    notes = {squeeze(f"{one.number} {one.heading} {one.note}"): f"{one.number} {one.heading}" for one in sections}
    headings = [
        (0 if one.tag == "H2" else 1, notes.get(squeeze(one.words), one.words))
        for one in said
        if one.tag in {"H2", "H3"}
    ]
    assert list_bookmarks(consent_of(full_file(), language).pdf) == headings
    assert sum(level == 0 for level, _ in headings) == len(consent.sections) + 3


def test_what_keeps_a_draft_from_being_a_form_is_read_first_and_once() -> None:
    said = said_of(consent_of(full_file(), Language.EN, with_verdict(Verdict.NOT_COMPLETE)).pdf)
    notice = squeeze(words.DRAFT.en + words.DRAFT_NOT_COMPLETE.en)
    assert said[0] == ("P", notice)
    assert [text for _, text in said if notice in text] == [notice]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_recovery_sheet_is_read_group_by_group_and_says_what_the_square_is(language: Language) -> None:
    said = said_of(sheet(language).pdf)
    at = said.index(("Lbl", "1"))
    groups = CODE.split(" ")
    assert said[at : at + 16] == [
        entry for number, group in enumerate(groups, 1) for entry in (("Lbl", f"{number}"), ("LBody", group))
    ]
    assert said[at + 16] == ("Figure", squeeze(words.RECOVERY_QR.in_language(language)))
    assert said[-1] == ("P", squeeze(recovery_words.FOOT.in_language(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reference_card_has_headings_lists_and_tables_with_headers(language: Language) -> None:
    page = library().get_page("vegf")
    said = read_aloud(card(page, language).pdf)
    assert said[0].words == page.title.in_language(language)
    tags = {one.tag for one in said}
    assert {"H1", "H2", "H3", "P", "Lbl", "LBody", "TH", "TD"} <= tags
    texts = [squeeze(one.words) for one in said]
    for entry in page.evidence:
        assert texts.count(squeeze(entry.statement.in_language(language))) <= 1
        assert any(squeeze(entry.statement.in_language(language)) in text for text in texts)


def test_a_name_in_the_other_language_is_read_as_what_it_is() -> None:
    file = empty_file()
    english = read_spans(consent_of(file, Language.EN).pdf)
    assert {span.language for span in english} == {"ja-JP"}
    assert "山田 花子" in {span.words for span in english}
    reason = Reason(goal="毎日 to feel less pain every day と話す。2 mL")
    file = msgspec.structs.replace(file, consultation=msgspec.structs.replace(file.consultation, reason=reason))
    japanese = read_spans(summary_of(file, Language.JA).pdf)
    assert [(span.words.strip(), span.language) for span in japanese] == [("to feel less pain every day", "en-GB")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_clause_section_and_signature_has_its_place(language: Language) -> None:
    consent = derive_consent(full_file(), CLEAR, shipped_consent_text(), NAMES, language)
    document = consent_of(full_file(), language)
    places = {place.id: place for place in document.places}
    sections = [*consent.sections, consent.withdrawal]
    clauses = [clause for section in sections for clause in section.clauses]
    wanted = {clause.clause_id for clause in clauses} | {f"section:{one.number}" for one in sections if one.number}
    assert wanted <= set(places)
    assert len([one for one in places if one.startswith("signature:")]) == len(consent.signatures)
    pages = [squeeze(text) for text in read_pages(document.pdf)]
    for section in sections:
        for clause in section.clauses:
            words = clause.title if len(section.clauses) > 1 else section.heading
            assert printed(words) in pages[places[clause.clause_id].page - 1], clause.clause_id
    order = [(place.page, -place.top) for place in document.places if place.id.startswith("section:")]
    assert order == sorted(order)


def test_figures_have_a_box_and_lists_and_headers_say_what_they_are() -> None:
    with pikepdf.open(io.BytesIO(consent_of(full_file(), Language.EN).pdf)) as pdf:
        elements = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one]
        by_type = {tag: [one for one in elements if f"/{tag}" == one.S] for tag in ("Figure", "L", "TH")}
        assert all(len(one.A.BBox) == 4 and float(one.A.BBox[2]) > float(one.A.BBox[0]) for one in by_type["Figure"])
        assert {str(one.A.ListNumbering) for one in by_type["L"]} == {"/Disc", "/Square", "/Decimal"}
        assert {str(one.A.Scope) for one in by_type["TH"]} == {"/Column"}
        assert len(by_type["Figure"]) > 10
