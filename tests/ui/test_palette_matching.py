"""What is typed meets what there is, in any script and width; and the letters that matched are the ones marked."""

import jaconv
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.ui.actions.registry import REGISTRY
from stemsup_desktop.ui.palette.lines import (
    Candidate,
    Found,
    Heading,
    Kind,
    Line,
    Recent,
    derive_palette,
)
from stemsup_desktop.ui.palette.matching import find_places, make_forms, rank
from stemsup_desktop.ui.words import Catalogue, Words

SETTINGS = make_forms("Settings", "設定", "せってい")


@pytest.mark.parametrize(
    "query",
    [
        "set",
        "SETT",
        "settings",
        "設定",
        "設",
        "せってい",
        "セッテイ",
        "ｾｯﾃｲ",
        "せっ",
        "settei",
        "ｓｅｔｔｅｉ",
        "Ｓｅｔ",
    ],
)
def test_a_page_is_found_in_kana_kanji_and_latin_of_any_width(query: str) -> None:
    assert rank(SETTINGS, query) is not None


@pytest.mark.parametrize("query", ["", " ", "patients", "患者", "せってえ", "xset"])
def test_what_is_something_else_finds_nothing(query: str) -> None:
    assert rank(SETTINGS, query) is None


def test_every_word_must_be_found_in_any_order() -> None:
    forms = make_forms("Record an event")
    assert rank(forms, "event rec") is not None
    assert rank(forms, "event lost") is None


def test_what_begins_with_the_query_comes_first() -> None:
    begins, within = rank(make_forms("Lock"), "lo"), rank(make_forms("Unlock"), "lo")
    assert begins is not None
    assert within is not None
    assert begins < within


@given(st.sampled_from([spec for spec in REGISTRY if spec.reading]), st.data())
def test_every_action_is_found_by_any_beginning_of_its_kana_in_each_script(spec: object, data: st.DataObject) -> None:
    reading = str(getattr(spec, "reading", ""))
    forms = make_forms("x", reading)
    typed = reading[: data.draw(st.integers(1, len(reading)))]
    for one in (typed, jaconv.hira2kata(typed), jaconv.h2z(jaconv.hira2hkata(typed))):
        assert rank(forms, one) is not None


@pytest.mark.parametrize(
    ("title", "query", "marked"),
    [
        ("Undo: Goal", "undo", ["Undo"]),
        ("元に戻す", "戻", ["戻"]),
        ("ロック", "ろっ", ["ロッ"]),
        ("ﾛｯｸする", "ろっく", ["ﾛｯｸ"]),
        ("Open the gate", "gate op", ["Op", "gate"]),
        ("TGF-β1", "tgfb", ["TGF-β"]),
        ("TGF-β1", "tgf beta", ["TGF", "β"]),
        ("Lock", "せ", []),
    ],
)
def test_the_letters_that_matched_are_marked(title: str, query: str, marked: list[str]) -> None:
    assert [title[start:end] for start, end in find_places(title, query)] == marked


@given(st.text(max_size=40), st.text(max_size=20))
def test_marks_lie_within_the_title_in_order_and_apart(title: str, query: str) -> None:
    places = find_places(title, query)
    ends = [place for pair in places for place in pair]
    assert ends == sorted(ends)
    assert len(set(ends)) == len(ends)
    assert all(0 <= place <= len(title) for place in ends)


def make_candidate(kind: Kind, title: str, reason: str = "") -> Candidate:
    return Candidate(Line(kind, title.lower(), title, reason=reason), make_forms(title))


CANDIDATES = (
    make_candidate(Kind.PAGE, "Patients"),
    make_candidate(Kind.PAGE, "Settings"),
    make_candidate(Kind.ACTION, "Print", "This page has nothing to print."),
    make_candidate(Kind.ACTION, "Print the list"),
    make_candidate(Kind.SETTING, "Printing"),
)
PERSON = Line(Kind.PATIENT, "p1", "Prin Cess")


def titles(view: object) -> list[str]:
    return [row.text.upper() if isinstance(row, Heading) else row.title for row in getattr(view, "rows", ())]


def test_groups_stand_in_one_order_and_what_can_be_done_before_what_cannot(english: Words) -> None:
    entry = Line(Kind.REFERENCE, "prin", "Prin factor")
    view = derive_palette("prin", CANDIDATES, Found((PERSON,), (entry,)), Recent(), english, sees_patients=True)
    assert titles(view) == [
        *("PATIENTS", "Prin Cess"),
        *("ACTIONS", "Print the list", "Print"),
        *("SETTINGS", "Printing"),
        *("REFERENCE", "Prin factor"),
    ]


def test_before_anything_is_typed_what_was_last_in_use_is_offered(words: Words) -> None:
    recent = Recent((PERSON,), ("settings", "gone"))
    view = derive_palette("  ", CANDIDATES, Found(), recent, words, sees_patients=True)
    shown = [row.title for row in view.rows if isinstance(row, Line)]
    assert shown == ["Prin Cess", "Settings", "Print the list"]


@pytest.mark.parametrize("sees_patients", [True, False])
def test_nothing_found_says_what_can_be_found(words: Words, sees_patients: bool) -> None:
    view = derive_palette("{x}", CANDIDATES, Found(), Recent(), words, sees_patients=sees_patients)
    assert view.rows == ()
    assert "{x}" in view.nothing
    assert (words("palette.group_patients").lower() in view.nothing.lower()) == sees_patients


def test_every_group_has_a_heading(catalogue: Catalogue) -> None:
    assert {f"palette.group_{kind}" for kind in Kind} <= catalogue.keys
