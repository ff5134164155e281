"""Every read page goes to exactly one place, whatever the order, and no wrong page is ever taken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.documents.page_code import PageCode
from stemsup_desktop.documents.scans.matching import (
    ExpectedPages,
    FoundPage,
    PageMatch,
    Refusal,
    RefusedPage,
    SparePage,
    TakenPage,
    match_pages,
)
from stemsup_desktop.documents.scans.words import say_missing, say_refusal
from stemsup_desktop.language import Language

NUMBER, EARLIER, OTHER = "CNS-2026-00417", "CNS-2026-00416", "CNS-2026-00099"
CONTENT = "0123456789ab"
EXPECTED = ExpectedPages(NUMBER, 4, CONTENT, frozenset({EARLIER}))


def page(number: int = 1, of: str = NUMBER, count: int = 4, content: str = CONTENT, clear: float = 1.0) -> FoundPage:
    return FoundPage((PageCode(of, number, count, content),), clear)


def test_pages_in_any_order_are_brought_into_the_documents() -> None:
    match = match_pages(EXPECTED, [page(3), page(1), page(4), page(2)])
    assert match == PageMatch((TakenPage(1, 1), TakenPage(2, 3), TakenPage(3, 0), TakenPage(4, 2)), (), (), (), ())
    assert match.is_complete


def test_nothing_read_is_everything_missing() -> None:
    assert match_pages(EXPECTED, []).missing == (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("found", "refused"),
    [
        (page(3, OTHER), RefusedPage(0, Refusal.OTHER_DOCUMENT, OTHER, 3)),
        (page(3, EARLIER), RefusedPage(0, Refusal.EARLIER_VERSION, EARLIER, 3)),
        (page(3, content="ffffffffffff"), RefusedPage(0, Refusal.OTHER_TEXT, NUMBER, 3)),
        (page(3, count=5), RefusedPage(0, Refusal.OTHER_TEXT, NUMBER, 3)),
        (FoundPage(is_loose=True), RefusedPage(0, Refusal.NOT_KEPT)),
        (FoundPage(page(1).codes + page(2).codes), RefusedPage(0, Refusal.SEVERAL_PAGES)),
        (FoundPage(page(1).codes + page(1, OTHER).codes), RefusedPage(0, Refusal.SEVERAL_PAGES)),
        (FoundPage(is_blank=True), RefusedPage(0, Refusal.BLANK)),
    ],
)
def test_a_page_that_is_not_of_the_document_is_refused_with_its_name(found: FoundPage, refused: RefusedPage) -> None:
    match = match_pages(EXPECTED, [found], {0: 1} if found.codes or found.is_loose else {})
    assert match.refused == (refused,)
    assert (match.pages, match.missing) == ((), (1, 2, 3, 4))
    for language in Language:
        said = say_refusal(refused).in_language(language)
        assert refused.number in said
        assert "{" not in said


def test_of_two_pictures_of_a_page_the_clearer_is_taken_unless_the_person_wants_the_other() -> None:
    found = [page(1, clear=2.0), page(1, clear=9.0), page(1, clear=5.0)]
    assert match_pages(EXPECTED, found).pages == (TakenPage(1, 1),)
    assert match_pages(EXPECTED, found).spare == (SparePage(2, 1), SparePage(0, 1))
    assert match_pages(EXPECTED, found, preferred=(2, 0)).pages == (TakenPage(1, 0),)


def test_a_page_without_a_code_waits_to_be_placed_and_never_overrules_a_code() -> None:
    found = [page(1), FoundPage(clearness=99.0)]
    assert match_pages(EXPECTED, found).unplaced == (1,)
    assert match_pages(EXPECTED, found, {1: 2}).pages == (TakenPage(1, 0), TakenPage(2, 1, is_by_hand=True))
    assert match_pages(EXPECTED, found, {1: 1}).pages == (TakenPage(1, 0),)
    assert match_pages(EXPECTED, found, {0: 3}).pages == (TakenPage(1, 0),)
    for nowhere in (0, -1, 5):
        assert match_pages(EXPECTED, found, {1: nowhere}).unplaced == (1,)


def test_a_document_from_before_the_codes_takes_pages_by_hand_alone() -> None:
    uncoded = ExpectedPages(NUMBER, 2)
    match = match_pages(uncoded, [FoundPage(), FoundPage(), page(1)], {0: 2, 1: 1})
    assert match.pages == (TakenPage(1, 1, is_by_hand=True), TakenPage(2, 0, is_by_hand=True))
    assert [one.why for one in match.refused] == [Refusal.OTHER_TEXT]


codes = st.builds(
    PageCode,
    st.sampled_from([NUMBER, NUMBER, EARLIER, OTHER]),
    st.integers(1, 5),
    st.sampled_from([4, 4, 5]),
    st.sampled_from([CONTENT, CONTENT, "ffffffffffff"]),
)
found_pages = st.lists(
    st.builds(
        FoundPage,
        st.lists(codes, max_size=2).map(tuple),
        st.floats(0, 50),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=60)
@given(found_pages, st.dictionaries(st.integers(0, 12), st.integers(-1, 6)), st.lists(st.integers(0, 12), max_size=4))
def test_every_read_page_is_in_exactly_one_place_and_only_right_ones_are_taken(
    found: list[FoundPage], placed: dict[int, int], preferred: list[int]
) -> None:
    match = match_pages(EXPECTED, found, placed, preferred)
    scans = [one.scan for one in (*match.pages, *match.spare, *match.refused)] + list(match.unplaced)
    assert sorted(scans) == list(range(len(found)))
    pages = [one.page for one in match.pages]
    assert sorted({*pages, *match.missing}) == [1, 2, 3, 4]
    assert pages == sorted(set(pages))
    for taken in match.pages:
        if taken.is_by_hand:
            assert not found[taken.scan].codes
            assert placed[taken.scan] == taken.page
        else:
            assert set(found[taken.scan].codes) == {PageCode(NUMBER, taken.page, 4, CONTENT)}


@settings(max_examples=40)
@given(found_pages, st.randoms())
def test_the_order_of_the_pile_does_not_matter(found: list[FoundPage], source: object) -> None:
    shuffled = list(found)
    source.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = match_pages(EXPECTED, found), match_pages(EXPECTED, shuffled)
    assert one.missing == other.missing
    assert [found[taken.scan].clearness for taken in one.pages] == [
        shuffled[taken.scan].clearness for taken in other.pages
    ]
    assert sorted(refused.why for refused in one.refused) == sorted(refused.why for refused in other.refused)


@pytest.mark.parametrize(
    ("pages", "english", "japanese"),
    [
        ((1, 2, 3, 4), "All 4 pages are there.", "全4ページがそろっています。"),
        ((1, 3, 4), "Page 2 of 4 is missing.", "全4ページのうち、2ページ目がありません。"),
        ((1, 3), "Pages 2 and 4 of 4 are missing.", "全4ページのうち、2、4ページ目がありません。"),
        ((4,), "Pages 1–3 of 4 are missing.", "全4ページのうち、1–3ページ目がありません。"),
    ],
)
def test_what_is_missing_is_said_by_page_number(pages: tuple[int, ...], english: str, japanese: str) -> None:
    said = say_missing(match_pages(EXPECTED, [page(one) for one in pages]), EXPECTED)
    assert (said.en, said.ja) == (english, japanese)
