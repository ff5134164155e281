"""The keys on paper: every key that there is, tagged and archivable, with nothing of a chart."""

from functools import cache

import pytest
from documents.document_builders import LANGUAGES, RESOURCES, fonts, make_request
from documents.pdf_checks import find_pdf_faults
from documents.pdf_reading import faults_of_layout, missing_from_body, read_pages
from documents.read_aloud import list_bookmarks

from stemsup_desktop.documents import key_list
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.key_list import KeyTable, render_key_list
from stemsup_desktop.language import Language
from stemsup_desktop.ui.actions.registry import REGISTRY
from stemsup_desktop.ui.key_paper import make_key_table
from stemsup_desktop.ui.shell.key_map import derive_whole_map
from stemsup_desktop.ui.words import Words, read_catalogue

CLINIC = "見本クリニック東京"


@cache
def words_of(language: Language) -> Words:
    return read_catalogue(RESOURCES / "i18n").in_language(language)


def tables_of(language: Language) -> tuple[KeyTable, ...]:
    return tuple(map(make_key_table, derive_whole_map(words_of(language))))


@cache
def paper(language: Language) -> RenderedDocument:
    return render_key_list(tables_of(language), CLINIC, make_request(language, "KEYS"), fonts())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_registry_stands_on_paper_with_what_it_does(language: Language) -> None:
    said = [row for table in tables_of(language) for row in table.rows]
    known = {(keys, text) for keys, text in said}
    for spec in REGISTRY:
        if spec.keys and spec.pages != ("entry",):
            keys = spec.shown or " / ".join(spec.keys)
            assert (keys, words_of(language)(spec.title_key)) in known, spec.action_id
    assert missing_from_body(paper(language).pdf, [text for _, text in said]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_is_tagged_archivable_and_within_its_margins(language: Language) -> None:
    document = paper(language)
    assert document.missing_characters == ()
    assert faults_of_layout(document.pdf) == []
    assert find_pdf_faults(document.pdf) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_table_is_found_by_its_heading_and_none_is_torn(language: Language) -> None:
    headings = [table.heading for table in tables_of(language)]
    assert [title for _, title in list_bookmarks(paper(language).pdf)] == headings
    pages = read_pages(paper(language).pdf)
    column = key_list.MEANING.in_language(language)
    assert sum(page.count(column) for page in pages) == len(headings)  # a torn table repeats its head


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_says_that_it_is_no_part_of_a_chart(language: Language) -> None:
    for page in read_pages(paper(language).pdf):
        assert key_list.FOOT.in_language(language) in page
        assert "未封印" not in page
        assert "Not sealed" not in page


@pytest.mark.parametrize("name", ["", "🧬\ud800", "医療法人" * 40, "<b>Clinic</b> & Co\n" * 3])
def test_any_name_of_a_clinic_and_any_text_leaves_the_list_in_order(name: str) -> None:
    tables = [KeyTable(name or "x", ((name, name), ("Ctrl+K", "x" * 400))), KeyTable("empty", ())]
    document = render_key_list(tables, name, make_request(Language.JA, "KEYS"), fonts())
    assert faults_of_layout(document.pdf) == []
