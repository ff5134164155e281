"""Changes of a consent form that is being edited: each returns another text, and none touches a version."""

from collections.abc import Callable
from typing import Literal

import msgspec

from stemsup_desktop.consultation.consent_clauses import (
    Applies,
    BlockText,
    BulletsText,
    ChoiceText,
    ClauseReference,
    ClauseText,
    FormText,
    InsertText,
    ParagraphText,
    SectionText,
    TickText,
    WriteLineText,
    list_references,
    list_texts,
)
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.form_questions import carry_questions
from stemsup_desktop.consultation.wording import ClausePlace
from stemsup_desktop.language import Language, Text

NEW_TITLE = Text("New clause", "新しい項目")
NEW_TEXT = Text("New text", "新しい文章")
"""What stands in a clause or text that was only just added; a form that still says so is not published."""

KEY_POINTS = "key-points"
NEW_VERSION = "0"
"""Of a clause that was never published."""

ChoiceName = Literal["photographs", "teaching", "publication"]
CHOICES: tuple[ChoiceName, ...] = ("photographs", "teaching", "publication")


def with_words(text: ConsentText, clause_id: str, place: ClausePlace, language: Language, words: str) -> ConsentText:
    """Return the form with a title or text of a clause in one language; neither language is ever empty."""
    clause = text.clauses[clause_id]
    if place.block < 0:
        return with_clause(text, msgspec.structs.replace(clause, title=_put(clause.title, language, words)))
    block = _with_words_in(clause.blocks[place.block], place.index, language, words)
    return _with_blocks(text, clause, (*clause.blocks[: place.block], block, *clause.blocks[place.block + 1 :]))


def with_clause(text: ConsentText, clause: ClauseText) -> ConsentText:
    """Return the form with a clause in place of the one of its id."""
    return msgspec.structs.replace(text, clauses={**text.clauses, clause.id: clause})


def with_applies(text: ConsentText, clause_id: str, applies: Applies) -> ConsentText:
    """Return the form with other conditions of a clause."""
    return with_clause(text, msgspec.structs.replace(text.clauses[clause_id], applies=applies))


def with_initials_wanted(text: ConsentText, clause_id: str, is_wanted: bool) -> ConsentText:
    """Return the form with initials at a clause or without them."""
    return with_clause(text, msgspec.structs.replace(text.clauses[clause_id], wants_initials=is_wanted))


def with_covering(text: ConsentText, clause_id: str, part_id: str, is_covering: bool) -> ConsentText:
    """Return the form with a clause that says to cover a required part, or no longer does."""
    clause = text.clauses[clause_id]
    rest = tuple(one for one in clause.covers if one != part_id)
    covers = tuple(sorted((*rest, part_id))) if is_covering else rest
    return with_clause(text, msgspec.structs.replace(clause, covers=covers))


def with_block_added(text: ConsentText, clause_id: str, kind: Literal["paragraph", "bullets"]) -> ConsentText:
    """Return the form with one text more at the end of a clause."""
    clause = text.clauses[clause_id]
    block: BlockText = ParagraphText(NEW_TEXT) if kind == "paragraph" else BulletsText((NEW_TEXT,))
    return _with_blocks(text, clause, (*clause.blocks, block))


def with_choice_added(text: ConsentText, clause_id: str, choice: ChoiceName) -> ConsentText:
    """Return the form with a separate yes or no at the end of a clause; it starts at no."""
    clause = text.clauses[clause_id]
    return _with_blocks(text, clause, (*clause.blocks, ChoiceText(choice, NEW_TEXT)))


def with_item_added(text: ConsentText, clause_id: str, block: int) -> ConsentText:
    """Return the form with one item more in a list of a clause."""
    clause = text.clauses[clause_id]
    bullets = clause.blocks[block]
    if not isinstance(bullets, BulletsText):
        return text
    grown = BulletsText((*bullets.items, NEW_TEXT))
    return _with_blocks(text, clause, (*clause.blocks[:block], grown, *clause.blocks[block + 1 :]))


def without_text(text: ConsentText, clause_id: str, place: ClausePlace) -> ConsentText:
    """Return the form without a text of a clause; a clause keeps its title and its last text."""
    clause = text.clauses[clause_id]
    block = clause.blocks[place.block]
    rest = (*clause.blocks[: place.block], *clause.blocks[place.block + 1 :])
    if isinstance(block, BulletsText) and len(block.items) > 1:
        fewer = BulletsText((*block.items[: place.index], *block.items[place.index + 1 :]))
        rest = (*clause.blocks[: place.block], fewer, *clause.blocks[place.block + 1 :])
    return _with_blocks(text, clause, rest) if rest else text


def with_clause_added(text: ConsentText, section_id: str) -> tuple[ConsentText, str]:
    """Return the form with a new clause at the end of a section, and the clause's id, which no shipped one has."""
    taken = {int(one.removeprefix("clinic-")) for one in text.clauses if one.removeprefix("clinic-").isdecimal()}
    clause_id = f"clinic-{max(taken, default=0) + 1}"
    clause = ClauseText(clause_id, NEW_VERSION, NEW_TITLE, (ParagraphText(NEW_TEXT),), "proposal")
    reference = ClauseReference(clause_id, NEW_VERSION)
    form = _map_sections(text.form, lambda one, refs: (*refs, reference) if one == section_id else refs)
    return msgspec.structs.replace(text, form=form, clauses={**text.clauses, clause_id: clause}), clause_id


def without_clause(text: ConsentText, clause_id: str) -> ConsentText:
    """Return the form without a clause."""
    form = _map_sections(text.form, lambda _, refs: tuple(one for one in refs if one.id != clause_id))
    rest = {one: clause for one, clause in text.clauses.items() if one != clause_id}
    return msgspec.structs.replace(text, form=form, clauses=rest)


def with_clause_moved(text: ConsentText, clause_id: str, by: int) -> ConsentText:
    """Return the form with a clause earlier (-1) or later (+1) in its section; at its end it stays."""

    def move(_: str, references: tuple[ClauseReference, ...]) -> tuple[ClauseReference, ...]:
        at = next((number for number, one in enumerate(references) if one.id == clause_id), -1)
        if at < 0 or not 0 <= at + by < len(references):
            return references
        moved = list(references)
        moved.insert(at + by, moved.pop(at))
        return tuple(moved)

    return msgspec.structs.replace(text, form=_map_sections(text.form, move))


def with_heading(text: ConsentText, section_id: str, language: Language, words: str) -> ConsentText:
    """Return the form with the heading of a section in one language."""
    form = text.form

    def head(section: SectionText) -> SectionText:
        if section.id != section_id:
            return section
        return msgspec.structs.replace(section, heading=_put(section.heading, language, words))

    heading = form.key_points_heading
    if section_id == KEY_POINTS:
        heading = _put(heading, language, words)
    changed = msgspec.structs.replace(
        form,
        key_points_heading=heading,
        sections=tuple(map(head, form.sections)),
        withdrawal=head(form.withdrawal),
    )
    return msgspec.structs.replace(text, form=changed)


def list_sections(form: FormText) -> tuple[tuple[str, Text, tuple[ClauseReference, ...]], ...]:
    """Return every part of the form that holds clauses: its id, its heading and the clauses, in reading order."""
    inner = tuple((section.id, section.heading, section.clauses) for section in form.sections)
    withdrawal = form.withdrawal
    return (
        (KEY_POINTS, form.key_points_heading, form.key_points),
        *inner,
        (withdrawal.id, withdrawal.heading, withdrawal.clauses),
    )


def find_unwritten(text: ConsentText) -> tuple[str, ...]:
    """Return the ids of clauses that still hold the words of a text that was only just added."""
    fresh = {NEW_TITLE.en, NEW_TITLE.ja, NEW_TEXT.en, NEW_TEXT.ja}
    return tuple(
        clause.id
        for clause in text.clauses.values()
        if any(words in fresh for one in (clause.title, *_list_texts(clause)) for words in (one.en, one.ja))
    )


def give_versions(edited: ConsentText, known: tuple[ConsentText, ...], version: str) -> ConsentText:
    """Return an edited form as it is published: what was changed or is new under `version`, the rest under its own.

    `known` are the forms that an unchanged clause may be of, the one in force first.
    """
    clauses = {clause.id: _give_version(clause, known, version) for clause in edited.clauses.values()}

    def refer(_: str, references: tuple[ClauseReference, ...]) -> tuple[ClauseReference, ...]:
        return tuple(ClauseReference(one.id, clauses[one.id].version) for one in references)

    form = msgspec.structs.replace(_map_sections(edited.form, refer), version=version)
    ordered = {one.id: clauses[one.id] for one in list_references(form)}
    questions = carry_questions(edited, ordered, known, version)
    return msgspec.structs.replace(edited, form=form, clauses=ordered, teach_back=questions)


def _give_version(clause: ClauseText, known: tuple[ConsentText, ...], version: str) -> ClauseText:
    for text in known:
        same = text.clauses.get(clause.id)
        if same is not None and msgspec.structs.replace(clause, version=same.version) == same:
            return same
    return msgspec.structs.replace(clause, version=version)


def _put(text: Text, language: Language, words: str) -> Text:
    match language:
        case Language.EN:
            return Text(words, text.ja)
        case Language.JA:
            return Text(text.en, words)


def _with_words_in(block: BlockText, index: int, language: Language, words: str) -> BlockText:
    match block:
        case ParagraphText() | TickText() | ChoiceText():
            return msgspec.structs.replace(block, text=_put(block.text, language, words))
        case BulletsText(items=items):
            item = _put(items[index], language, words)
            return BulletsText((*items[:index], item, *items[index + 1 :]))
        case WriteLineText(label=label):
            return WriteLineText(_put(label, language, words))
        case InsertText():
            return block


def _with_blocks(text: ConsentText, clause: ClauseText, blocks: tuple[BlockText, ...]) -> ConsentText:
    return with_clause(text, msgspec.structs.replace(clause, blocks=blocks))


def _list_texts(clause: ClauseText) -> tuple[Text, ...]:
    return tuple(text for block in clause.blocks for text in list_texts(block))


def _map_sections(
    form: FormText, change: Callable[[str, tuple[ClauseReference, ...]], tuple[ClauseReference, ...]]
) -> FormText:
    def in_section(section: SectionText) -> SectionText:
        return msgspec.structs.replace(section, clauses=change(section.id, section.clauses))

    return msgspec.structs.replace(
        form,
        key_points=change(KEY_POINTS, form.key_points),
        sections=tuple(map(in_section, form.sections)),
        withdrawal=in_section(form.withdrawal),
    )
