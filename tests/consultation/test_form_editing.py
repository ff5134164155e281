"""Each edit changes what it says and nothing else, and no version before the form is published."""

import msgspec
import pytest
from consultation.consent_builders import shipped_text

from stemsup_desktop.consultation import form_editing as editing
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.consent_clauses import Applies, BulletsText, ChoiceText, list_references
from stemsup_desktop.consultation.consent_text import ConsentText, check_text
from stemsup_desktop.consultation.form_changes import derive_form_changes
from stemsup_desktop.consultation.form_questions import (
    list_carried,
    list_dropped,
    list_question_texts,
    list_questions,
    make_question_place,
    with_question_words,
)
from stemsup_desktop.consultation.form_versions import check_versions, list_clause_versions
from stemsup_desktop.consultation.wording import ClausePlace
from stemsup_desktop.language import Language

SHIPPED = shipped_text()
VERSION = "2026-11/clinic-1"
BULLETS, FIRST = "risk-unknown", ClausePlace(0, 0)


def section_of(text: ConsentText, section_id: str) -> list[str]:
    return next([one.id for one in refs] for name, _, refs in editing.list_sections(text.form) if name == section_id)


@pytest.mark.parametrize("language", Language)
def test_words_change_in_one_language(language: Language) -> None:
    changed = editing.with_words(SHIPPED, BULLETS, FIRST, language, "Words")
    before, after = SHIPPED.clauses[BULLETS].blocks[0], changed.clauses[BULLETS].blocks[0]
    assert isinstance(before, BulletsText)
    assert isinstance(after, BulletsText)
    assert after.items[0].in_language(language) == "Words"
    other = next(one for one in Language if one is not language)
    assert after.items[0].in_language(other) == before.items[0].in_language(other)
    assert after.items[1:] == before.items[1:]
    titled = editing.with_words(SHIPPED, BULLETS, ClausePlace(-1, 0), language, "Title")
    assert titled.clauses[BULLETS].title.in_language(language) == "Title"


@pytest.mark.parametrize("clause_id", list(SHIPPED.clauses))
def test_every_text_of_every_shipped_clause_can_be_reworded(clause_id: str) -> None:
    from stemsup_desktop.consultation.consent_clauses import list_texts

    for number, block in enumerate(SHIPPED.clauses[clause_id].blocks):
        for index in range(len(list_texts(block))):
            changed = editing.with_words(SHIPPED, clause_id, ClausePlace(number, index), Language.EN, "Words")
            assert list_texts(changed.clauses[clause_id].blocks[number])[index].en == "Words"


def test_texts_items_and_choices_are_added_and_removed() -> None:
    text = editing.with_block_added(SHIPPED, BULLETS, "paragraph")
    text = editing.with_block_added(text, BULLETS, "bullets")
    text = editing.with_choice_added(text, BULLETS, "teaching")
    text = editing.with_item_added(text, BULLETS, 2)
    blocks = text.clauses[BULLETS].blocks
    assert [type(one).__name__ for one in blocks] == ["BulletsText", "ParagraphText", "BulletsText", "ChoiceText"]
    assert blocks[2] == BulletsText((editing.NEW_TEXT, editing.NEW_TEXT))
    assert isinstance(blocks[3], ChoiceText)
    assert editing.with_item_added(text, BULLETS, 1) is text
    for place in (ClausePlace(3, 0), ClausePlace(2, 1), ClausePlace(2, 0), ClausePlace(1, 0)):
        text = editing.without_text(text, BULLETS, place)
    assert text.clauses[BULLETS] == SHIPPED.clauses[BULLETS]


def test_a_clause_keeps_its_last_text() -> None:
    text = SHIPPED
    for _ in range(9):
        text = editing.without_text(text, BULLETS, FIRST)
    (block,) = text.clauses[BULLETS].blocks
    assert isinstance(block, BulletsText)
    assert len(block.items) == 1


def test_clauses_are_added_moved_and_removed_within_their_section() -> None:
    text, first = editing.with_clause_added(SHIPPED, "notices")
    text, second = editing.with_clause_added(text, "notices")
    assert (first, second) == ("clinic-1", "clinic-2")
    shipped = section_of(SHIPPED, "notices")
    assert section_of(text, "notices") == [*shipped, first, second]
    assert section_of(editing.with_clause_moved(text, second, -1), "notices") == [*shipped, second, first]
    assert editing.with_clause_moved(text, second, 1).form == text.form
    gone = editing.without_clause(editing.without_clause(text, first), second)
    assert (gone.form, gone.clauses) == (SHIPPED.form, SHIPPED.clauses)
    check_text(text)
    assert editing.find_unwritten(text) == (first, second)


@pytest.mark.parametrize("section", ["key-points", "notices", "withdrawal"])
def test_a_heading_is_reworded(section: str) -> None:
    changed = editing.with_heading(SHIPPED, section, Language.EN, "Heading")
    assert [name for name, text, _ in editing.list_sections(changed.form) if text.en == "Heading"] == [section]


def test_conditions_initials_and_what_is_covered_change() -> None:
    text = editing.with_applies(SHIPPED, BULLETS, Applies(routes=(Route.INTRANASAL,)))
    text = editing.with_initials_wanted(text, BULLETS, False)
    text = editing.with_covering(text, BULLETS, "element-18", True)
    text = editing.with_covering(text, BULLETS, "section-09", False)
    clause = text.clauses[BULLETS]
    assert (clause.applies.routes, clause.wants_initials) == ((Route.INTRANASAL,), False)
    assert clause.covers == ("element-06", "element-18")


def test_only_what_changed_is_published_under_the_new_version() -> None:
    edited, added = editing.with_clause_added(SHIPPED, "notices")
    edited = editing.with_words(edited, BULLETS, FIRST, Language.EN, "Words")
    edited = editing.without_clause(edited, "notice-sport")
    published = editing.give_versions(edited, (SHIPPED,), VERSION)
    assert published.form.version == VERSION
    versions = {one.id: one.version for one in list_references(published.form)}
    assert {name for name, version in versions.items() if version == VERSION} == {BULLETS, added}
    shipped = {one.id: one.version for one in list_references(SHIPPED.form)}
    assert {name: version for name, version in versions.items() if version != VERSION}.items() <= shipped.items()
    check_text(published)
    check_versions(published, list_clause_versions(SHIPPED))


def test_an_edit_that_was_taken_back_is_no_change() -> None:
    words = SHIPPED.clauses[BULLETS].title.en
    there = editing.with_words(SHIPPED, BULLETS, ClausePlace(-1, 0), Language.EN, "Other")
    back = editing.with_words(there, BULLETS, ClausePlace(-1, 0), Language.EN, words)
    assert not derive_form_changes(SHIPPED, back)
    assert editing.give_versions(back, (SHIPPED,), VERSION).clauses == SHIPPED.clauses


def test_a_clause_of_an_earlier_form_keeps_its_version_when_it_comes_back() -> None:
    newer = editing.give_versions(
        editing.with_words(SHIPPED, BULLETS, FIRST, Language.EN, "Words"), (SHIPPED,), VERSION
    )
    edited = msgspec.structs.replace(newer, clauses={**newer.clauses, BULLETS: SHIPPED.clauses[BULLETS]})
    back = editing.give_versions(edited, (newer, SHIPPED), "2026-11/clinic-2")
    assert back.clauses[BULLETS].version == SHIPPED.clauses[BULLETS].version


def publish(edited: ConsentText) -> ConsentText:
    return editing.give_versions(edited, (shipped_text(),), VERSION)


def test_the_question_about_a_reworded_clause_goes_with_it_under_a_version_of_its_own() -> None:
    before = shipped_text()
    edited = editing.with_words(before, "risk-unknown", ClausePlace(0, 0), Language.EN, "Nobody knows.")
    after = publish(edited)
    assert [one.id for one in after.teach_back] == [one.id for one in before.teach_back]
    [carried] = list_carried(edited, after)
    assert (carried.id, carried.version, carried.clause.version) == ("long-term", VERSION, VERSION)
    same = [one for one in after.teach_back if one.id != "long-term"]
    assert same == [one for one in before.teach_back if one.id != "long-term"]
    again = editing.give_versions(after, (after,), "2026-12/clinic-2")
    assert list_carried(after, again) == ()


def test_every_text_of_a_question_is_reworded_and_the_question_stands_under_the_new_version() -> None:
    before = shipped_text()
    [(number, question)] = list_questions(before, "risk-unknown")
    for index in range(len(list_question_texts(question))):
        edited = with_question_words(before, make_question_place(number, index), Language.JA, "別の文章")
        [(_, changed)] = list_questions(edited, "risk-unknown")
        assert list_question_texts(changed)[index].ja == "別の文章"
        assert list_question_texts(changed)[index].en == list_question_texts(question)[index].en
        assert changed.right == question.right
        assert derive_form_changes(before, edited)
        published = next(one for one in publish(edited).teach_back if one.id == question.id)
        assert (published.version, published.clause) == (VERSION, question.clause)


def test_a_question_whose_clause_is_dropped_goes_with_it_and_is_named() -> None:
    edited = editing.without_clause(shipped_text(), "risk-unknown")
    assert [one.id for one in list_dropped(edited, publish(edited))] == ["long-term"]
