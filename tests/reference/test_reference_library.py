"""Pages are found, linked in both directions, hashed as shown, and their evidence counted but never scored."""

import json

import msgspec
import pytest

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.evidence import EvidenceSummary, evidence_summary, group_evidence
from stemsup_desktop.reference.library import ReferenceLibrary, content_sha256, page_bytes
from stemsup_desktop.reference.model import PageKind, Scope, page_kind


def test_an_unknown_page_is_an_input_problem_or_none(library: ReferenceLibrary) -> None:
    assert library.find_page("nobody") is None
    with pytest.raises(InputProblem, match="nobody") as caught:
        library.get_page("nobody")
    assert caught.value.code == "reference-page-unknown"


def test_an_unknown_source_or_site_is_an_input_problem(library: ReferenceLibrary) -> None:
    with pytest.raises(InputProblem, match="S999"):
        library.get_source("S999")
    with pytest.raises(InputProblem, match="knee"):
        library.get_site("knee")
    with pytest.raises(InputProblem, match="nobody"):
        library.related("nobody")


def test_every_kind_has_pages_and_every_page_its_kind(library: ReferenceLibrary) -> None:
    counted = [page for kind in PageKind for page in library.pages_of_kind(kind)]
    assert sorted(page.id for page in counted) == sorted(page.id for page in library.pages)
    assert {page_kind(page) for page in library.pages} == set(PageKind)


def test_links_count_in_both_directions(library: ReferenceLibrary) -> None:
    for page in library.pages:
        for other in library.related(page.id).pages:
            assert page.id in [back.id for back in library.related(other.id).pages]


def test_a_factor_leads_to_symptoms_routes_and_sources_and_back(library: ReferenceLibrary) -> None:
    related = library.related("vegf")
    assert {"SYM01", "SYM02", "intravenous", "intradermal"} <= {page.id for page in related.pages}
    assert {"S88", "S89", "S90"} <= {source.id for source in related.sources}
    assert "vegf" in [page.id for page in library.related("S88").pages]
    assert library.related("S88").sources == ()
    assert library.get_source("S88").doi == "10.1172/JCI11317"


def test_the_hash_is_of_the_text_in_that_language(library: ReferenceLibrary) -> None:
    page = library.get_page("vegf")
    corrected = msgspec.structs.replace(page, summary=Text("Corrected.", page.summary.ja))
    assert content_sha256(corrected, Language.JA) == content_sha256(page, Language.JA)
    assert content_sha256(corrected, Language.EN) != content_sha256(page, Language.EN)
    assert content_sha256(page, Language.EN) != content_sha256(page, Language.JA)


def test_the_hash_covers_shared_evidence_and_sections(library: ReferenceLibrary) -> None:
    page = library.get_page("vegf")
    assert content_sha256(msgspec.structs.replace(page, evidence=page.evidence[:-1]), Language.EN) != content_sha256(
        page, Language.EN
    )
    shown = json.loads(page_bytes(page, Language.JA))
    assert shown["title"] == "血管内皮増殖因子"
    assert shown["sections"][0]["id"] == "factor-inference"
    assert "sup-hair-split-scalp" in [entry["id"] for entry in shown["evidence"]]


def test_hashes_of_pages_differ_and_hold_still(library: ReferenceLibrary) -> None:
    hashes = [content_sha256(page, language) for page in library.pages for language in Language]
    assert len(set(hashes)) == len(hashes)
    assert hashes == [content_sha256(page, language) for page in library.pages for language in Language]


def test_directions_are_counted_and_nothing_else(library: ReferenceLibrary) -> None:
    page = library.get_page("vegf")
    summary = evidence_summary(page)
    assert summary == EvidenceSummary(supports=3, contradicts=3, uncertain=4)
    assert summary.supports + summary.contradicts + summary.uncertain == len(page.evidence)
    assert EvidenceSummary.__slots__ == ("supports", "contradicts", "uncertain")


def test_evidence_is_grouped_with_the_factor_alone_first(library: ReferenceLibrary) -> None:
    for page in library.pages:
        groups = group_evidence(page)
        assert [group.scope for group in groups] == [
            scope for scope in Scope if any(entry.scope is scope for entry in page.evidence)
        ]
        assert sum(len(group.rows) for group in groups) == len(page.evidence)
    assert [group.scope for group in group_evidence(library.get_page("vegf"))] == [
        Scope.FACTOR_ALONE,
        Scope.SUPERNATANT,
    ]
