"""What changed between two versions: which clause, and which words in which language."""

import pytest
from consultation.consent_builders import shipped_text
from consultation.form_builders import reword, say, with_form, with_new_clause, without_clause
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_clauses import Applies, ClauseText, Insert, Placeholder, Situation
from stemsup_desktop.consultation.form_changes import ChangeKind, derive_form_changes, list_lines
from stemsup_desktop.consultation.form_words import (
    CELL_SOURCE_WORDS,
    INSERT_WORDS,
    PLACEHOLDER_WORDS,
    ROUTE_WORDS,
    SITUATION_WORDS,
    say_applies,
)
from stemsup_desktop.consultation.word_changes import SpanKind, derive_word_changes
from stemsup_desktop.language import Language, Text

SHIPPED = shipped_text()


def show(before: str, after: str) -> str:
    marks = {SpanKind.SAME: "{}", SpanKind.ADDED: "+{}+", SpanKind.REMOVED: "-{}-"}
    return "".join(marks[span.kind].format(span.words) for span in derive_word_changes(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Mild pain is common.", "Some pain is common.", "-Mild-+Some+ pain is common."),
        ("同じ文章です。", "同じ文章です。", "同じ文章です。"),
        ("軽い反応はよく起こります。", "強い反応はよく起こります。", "-軽-+強+い反応はよく起こります。"),
        ("費用は自費です。", "費用はすべて自費です。", "費用-は-+はすべて+自費です。"),
        ("Nobody knows it.", "Wait one hour!", "-Nobody knows it.-+Wait one hour!+"),
        ("One\nTwo\n", "One\nThree\nTwo\n", "One\n+Three\n+Two\n"),
        ("One\nTwo\n", "One\nZwei\n", "One\n-Two-+Zwei+\n"),
        ("", "New", "+New+"),
        ("Old", "", "-Old-"),
        ("", "", ""),
    ],
)
def test_words_are_compared_one_by_one(before: str, after: str, shown: str) -> None:
    assert show(before, after) == shown


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_spans_give_both_texts_back(before: str, after: str) -> None:
    spans = derive_word_changes(before, after)
    assert "".join(span.words for span in spans if span.kind is not SpanKind.ADDED) == before
    assert "".join(span.words for span in spans if span.kind is not SpanKind.REMOVED) == after


def test_endless_texts_are_shown_as_wholly_replaced() -> None:
    before, after = "a " * 3_000, "b " * 3_000
    assert [span.kind for span in derive_word_changes(before, after)] == [SpanKind.REMOVED, SpanKind.ADDED]


def test_nothing_changed_is_said_as_nothing() -> None:
    assert not derive_form_changes(SHIPPED, SHIPPED)
    assert not derive_form_changes(SHIPPED, reword(SHIPPED, "risk-unknown", "1.1"))


def test_added_reworded_and_dropped_clauses_are_told_apart_in_both_languages() -> None:
    new = ClauseText(
        "clinic-notice", "2026-11/clinic-1", Text("Parking", "駐車場"), say("None.", "ありません。"), "proposal"
    )
    after = with_new_clause(SHIPPED, new)
    after = reword(
        after,
        "key-effect-varies",
        blocks=say("People differ, and nothing may change.", "人により異なり、変わらないことも多いです。"),
    )
    after = without_clause(after, "notice-sport")
    after = reword(after, "risk-unknown", wants_initials=False, applies=Applies(routes=(Route.INTRANASAL,)))
    changes = derive_form_changes(SHIPPED, after)
    assert {one.clause_id: one.kind for one in changes.clauses} == {
        "key-effect-varies": ChangeKind.REWORDED,
        "clinic-notice": ChangeKind.ADDED,
        "risk-unknown": ChangeKind.SETTINGS,
        "notice-sport": ChangeKind.DROPPED,
    }
    by_id = {one.clause_id: one for one in changes.clauses}
    for language in Language:
        kinds = {span.kind for span in by_id["key-effect-varies"].words[language]}
        assert kinds == set(SpanKind)
        assert {span.kind for span in by_id["clinic-notice"].words[language]} == {SpanKind.ADDED}
        assert {span.kind for span in by_id["notice-sport"].words[language]} == {SpanKind.REMOVED}
        assert {span.kind for span in by_id["risk-unknown"].words[language]} == {SpanKind.SAME}
    assert [one.en for one in by_id["risk-unknown"].settings] == [
        "Initials are no longer wanted.",
        "It is printed for: nasal use (before: every form).",
    ]


def test_headings_statements_and_order_are_said_too() -> None:
    first, *rest = SHIPPED.form.sections
    renamed = with_form(
        SHIPPED,
        title=Text("Consent", "同意書"),
        sections=(*rest, first),
    )
    said = [one.en for one in derive_form_changes(SHIPPED, renamed).others]
    assert said == [
        "“Explanation and consent” is now “Consent”.",
        "Clauses stand in another order or section.",
    ]
    dropped = with_form(SHIPPED, sections=tuple(rest))
    assert f"A section is gone: {first.heading.en}." in [one.en for one in derive_form_changes(SHIPPED, dropped).others]


def test_every_clause_has_lines_in_both_languages() -> None:
    for clause in SHIPPED.clauses.values():
        english, japanese = (list_lines(clause, language) for language in Language)
        assert len(english) == len(japanese) >= 2
        assert all((*english, *japanese))


def test_everything_a_clause_can_ask_or_print_has_words() -> None:
    assert set(ROUTE_WORDS) == set(Route)
    assert set(CELL_SOURCE_WORDS) == set(CellSource)
    assert set(SITUATION_WORDS) == set(Situation)
    assert set(INSERT_WORDS) == set(Insert)
    assert set(PLACEHOLDER_WORDS) == set(Placeholder)


def test_conditions_are_said_in_words() -> None:
    assert say_applies(Applies()).en == "every form"
    both = Applies(("SYM01", "SYM02"), (Route.INTRAVENOUS,), (), (Situation.RESEARCH_USE_ONLY,))
    names = {"SYM01": Text("AGA", "男性型脱毛症")}
    assert say_applies(both, names) == Text(
        "AGA or SYM02; and drip; and product for research use only",
        "男性型脱毛症またはSYM02、かつ点滴、かつ研究用試薬の表示がある製品",
    )
