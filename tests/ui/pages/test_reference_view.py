"""Pages, sources, lists and hits of the reference, derived."""

import dataclasses

import pytest

from stemsup_desktop.content import Content
from stemsup_desktop.reference.model import PageKind, ReviewStatus, Symptom
from stemsup_desktop.reference.search import find_pages, make_index
from stemsup_desktop.ui.pages.reference.history import EMPTY_HISTORY, History
from stemsup_desktop.ui.pages.reference.page_view import DetailView, SourceView
from stemsup_desktop.ui.pages.reference.view import Tab, content_note, derive_reference, derive_target, tab_of
from stemsup_desktop.ui.words import Words


def detail_of(content: Content, page_id: str, words: Words) -> DetailView:
    view = derive_target(content.reference, content.clinical, page_id, words)
    assert isinstance(view, DetailView)
    return view


def texts_of(value: object) -> list[str]:
    return [item for item in _walk(value) if isinstance(item, str)]


def _walk(value: object) -> list[object]:
    if dataclasses.is_dataclass(value):
        return [inner for field in dataclasses.fields(value) for inner in _walk(getattr(value, field.name))]
    if isinstance(value, list | tuple):
        return [inner for item in value for inner in _walk(item)]
    return [value]


def test_every_page_derives_in_both_languages_with_summary_and_kind(content: Content, words: Words) -> None:
    for page in content.reference.pages:
        view = detail_of(content, page.id, words)
        assert view.summary == page.summary.in_language(words.language)
        assert view.title
        assert view.other_title
        assert view.kind


def test_no_statement_of_a_page_is_lost(content: Content, words: Words) -> None:
    for page in content.reference.pages:
        shown = "\n".join(texts_of(detail_of(content, page.id, words)))
        for section in page.sections:
            for statement in section.statements:
                assert statement.text.in_language(words.language) in shown
        for statement in page.safety:
            assert statement.text.in_language(words.language) in shown
        for entry in page.evidence:
            assert entry.statement.in_language(words.language) in shown


def test_a_factor_shows_gene_receptors_and_tags_what_nobody_checked(content: Content, english: Words) -> None:
    view = detail_of(content, "vegf", english)
    assert view.symbol == "VEGF"
    assert view.facts[0].value == "VEGFA\u00a0·\u00a0P15692"
    assert "KDR (VEGFR2)" in view.facts[2].value
    assert view.facts[1].needs_check
    assert view.actions is not None
    assert [line.needs_check for line in view.actions.lines] == [True, True, False]
    assert [group.title for group in view.side] == ["Related medicines", "Names that mislead"]


def test_safety_lines_name_their_rules_and_show_the_worst(content: Content, english: Words) -> None:
    safety = detail_of(content, "vegf", english).safety
    assert safety is not None
    first = safety.lines[0]
    assert first.severity is not None
    assert first.severity.value == "stop"
    assert "X01" in first.rules
    eyes = next(line for line in safety.lines if "retinopathy" in line.text)
    assert "X15a" in eyes.rules
    assert "X16" not in eyes.rules


def test_evidence_stands_under_its_scope_and_counts_are_never_added_up(content: Content, english: Words) -> None:
    view = detail_of(content, "vegf", english)
    headings = [row.heading for row in view.evidence if row.heading]
    assert headings == ["Factor alone", "Supernatant"]
    assert view.evidence[0].note == "Work on one factor; it does not carry over to a mixture."
    entries = [row.direction for row in view.evidence if not row.heading]
    counts = [entries.count(direction) for direction in ("supports", "contradicts", "uncertain")]
    assert view.evidence_counts == "{} support · {} contradict · {} uncertain".format(*counts)
    assert all(row.sources for row in view.evidence if not row.heading)


def test_a_label_or_guideline_has_no_ladder(content: Content, english: Words) -> None:
    rows = [row for row in detail_of(content, "SYM01", english).evidence if not row.heading]
    guideline = next(row for row in rows if row.grade == "Guideline or notice")
    assert guideline.rungs is None
    assert {row.rungs for row in rows if row is not guideline} <= {0, 1, 2, 3, 4}


def test_exactly_the_eight_symptoms_without_a_factor_say_so(content: Content, words: Words) -> None:
    symptoms = [page for page in content.reference.pages if isinstance(page, Symptom)]
    said = {page.id for page in symptoms if detail_of(content, page.id, words).notice}
    assert said == {page.id for page in symptoms if not page.has_factor_rationale}
    assert len(said) == 8


def test_a_source_shows_where_it_is_found_and_every_page_that_cites_it(content: Content, words: Words) -> None:
    library = content.reference
    for source in library.sources.values():
        view = derive_target(library, content.clinical, source.id, words)
        assert isinstance(view, SourceView)
        assert {link.target_id for link in view.citing} == set(library.citing[source.id])
        assert all(value in (source.address, source.doi, source.pmid) for _, value in view.details)


def test_an_unknown_id_is_nothing(content: Content, english: Words) -> None:
    assert derive_target(content.reference, content.clinical, "nowhere", english) is None


@pytest.mark.parametrize(("tab", "count"), [(Tab.FACTORS, 7), (Tab.SYMPTOMS, 12), (Tab.ROUTES, 4), (Tab.MORE, 9)])
def test_each_list_holds_its_kinds(content: Content, words: Words, tab: Tab, count: int) -> None:
    view = derive_reference(content.reference, words, tab=tab, hits=None, detail=None, current_id="")
    assert len(view.entries) == count
    assert str(count) in view.count
    assert all(tab_of(content.reference.get_page(entry.target_id)) is tab for entry in view.entries)


def test_every_kind_of_page_stands_in_a_list(content: Content) -> None:
    kinds = {PageKind(str(page.__struct_config__.tag)) for page in content.reference.pages}
    assert kinds == set(PageKind)
    assert all(tab_of(page) for page in content.reference.pages)


@pytest.mark.parametrize(
    ("query", "first"), [("tgf beta", "tgf-beta"), ("VEGFA", "vegf"), ("かたこり", "SYM05"), ("点滴", "intravenous")]
)
def test_hits_show_both_names_and_what_matched(content: Content, words: Words, query: str, first: str) -> None:
    hits = find_pages(make_index(content.reference), query)
    view = derive_reference(content.reference, words, tab=Tab.FACTORS, hits=hits, detail=None, current_id="")
    assert view.is_search
    assert view.entries[0].target_id == first
    assert view.entries[0].other_title
    assert hits[0].shown.in_language(words.language)[:20] in view.entries[0].note


def test_a_query_without_hits_says_so(content: Content, english: Words) -> None:
    view = derive_reference(content.reference, english, tab=Tab.FACTORS, hits=(), detail=None, current_id="")
    assert view.entries == ()
    assert view.count.startswith("Nothing found")


def test_content_that_no_physician_reviewed_says_so(content: Content, words: Words) -> None:
    assert content.reference.manifest.reviewed_by == ""
    assert content_note(content.reference, words) == words("reference.not_reviewed", version="2026.11")


def test_unreviewed_summaries_carry_the_tag(content: Content, english: Words) -> None:
    for page in content.reference.pages:
        expected = page.summary_status is ReviewStatus.UNREVIEWED
        assert detail_of(content, page.id, english).summary_needs_check is expected


def test_history_goes_back_and_forward_and_forgets_what_lay_ahead() -> None:
    history = EMPTY_HISTORY.with_opened("a").with_opened("b").with_opened("c").with_move(-1).with_move(-1)
    assert history == History(("a", "b", "c"), 0)
    assert not history.can_go_back
    assert history.with_move(-1) == history
    assert history.with_move(1).current == "b"
    assert history.with_opened("d") == History(("a", "d"), 1)
    assert not history.with_opened("d").can_go_forward


def test_opening_what_is_open_changes_nothing_and_an_empty_history_has_nowhere_to_go() -> None:
    history = EMPTY_HISTORY.with_opened("a")
    assert history.with_opened("a") is history
    assert EMPTY_HISTORY.with_move(-1) == EMPTY_HISTORY
    assert EMPTY_HISTORY.current == ""
