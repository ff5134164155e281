"""What becomes of typed text: joined, replaced and reported, never parsed."""

import pytest
from documents.document_builders import fonts

from stemsup_desktop.documents.text import MissingCharacter, TypedText, describe, unprintable_in


def prepared(text: str) -> tuple[str, tuple[MissingCharacter, ...]]:
    """Prepare one text."""
    typed = TypedText(fonts())
    return typed.prepare(text, "6 Goal"), typed.missing()


@pytest.mark.parametrize("text", ["<b>x", "&amp;lt;", "a < b", "100 %", "{0} %s", "\\n", "/Catalog << >>"])
def test_markup_stays_as_it_was_typed(text: str) -> None:
    assert prepared(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a\U0001f9ecb", "a〓b"),
        ("a\x00b", "a〓b"),
        ("abc\u202edcb", "abc〓dcb"),
        ("a\ud800b", "a〓b"),
        ("שלום", "〓〓〓〓"),
        ("☐", "〓"),
        ("葛\U000e0100", "葛〓"),
        ("co\u00adop", "co〓op"),
    ],
)
def test_a_character_without_a_glyph_becomes_a_geta_and_is_reported(text: str, printed: str) -> None:
    words, missing = prepared(text)
    assert words == printed
    assert {one.character for one in missing} == {
        typed for typed, shown in zip(text, printed, strict=True) if shown == "〓"
    }
    assert {one.where for one in missing} == {"6 Goal"}


def test_separate_marks_join_their_letters() -> None:
    assert prepared("か\u3099き\u3099 e\u0301") == ("がぎ é", ())


def test_a_compatibility_character_of_a_name_is_not_exchanged() -> None:
    assert prepared("神﨑 福")[0] == "神﨑 福"


def test_every_way_of_ending_a_line_is_one_newline_and_a_tab_is_a_space() -> None:
    assert prepared("a\r\nb\rc\u2028d\te")[0] == "a\nb\nc\nd e"


def test_the_report_names_code_point_and_place_and_no_content() -> None:
    _, missing = prepared("secret name 🧬 \ud800")
    lines = describe(missing)
    assert lines == ("U+D800: 6 Goal", "U+1F9EC (dna double helix): 6 Goal")


def test_what_cannot_be_printed_is_known_while_typing() -> None:
    assert unprintable_in("山田 🧬 花子", fonts()) == ("🧬",)
    assert unprintable_in("山田 花子", fonts()) == ()
