"""Questions on understanding of a form that is edited: shown and reworded beside their clause, carried over with it.

A question is about one version of one clause. Where the clause gets a new version, the question does too: it is never
left behind unasked, and whoever publishes reads whether it still fits.
"""

from collections.abc import Mapping

import msgspec

from stemsup_desktop.consultation.consent_clauses import ClauseReference, ClauseText
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.teach_back_text import TeachBackQuestion
from stemsup_desktop.consultation.wording import ClausePlace
from stemsup_desktop.language import Language, Text

_FIRST_BLOCK = -10
"""Texts of questions have places too: below those of a clause, so that one editor serves both."""


def list_questions(text: ConsentText, clause_id: str) -> tuple[tuple[int, TeachBackQuestion], ...]:
    """Return the questions about a clause, each with its number in the form."""
    return tuple((number, one) for number, one in enumerate(text.teach_back) if one.clause.id == clause_id)


def make_question_place(number: int, index: int) -> ClausePlace:
    """Return the place of a text of a question: 0 is the question, then its options, and last the explanation."""
    return ClausePlace(_FIRST_BLOCK - number, index)


def is_question_place(place: ClausePlace) -> bool:
    """Tell whether a place is that of a question's text."""
    return place.block <= _FIRST_BLOCK


def list_question_texts(question: TeachBackQuestion) -> tuple[Text, ...]:
    """Return every text of a question, in the order of their places."""
    return (question.question, *(option.text for option in question.options), question.explanation)


def with_question_words(text: ConsentText, place: ClausePlace, language: Language, words: str) -> ConsentText:
    """Return the form with a text of a question in one language; neither language is ever empty."""
    number = _FIRST_BLOCK - place.block
    question = text.teach_back[number]
    texts = list(list_question_texts(question))
    before = texts[place.index]
    texts[place.index] = Text(words, before.ja) if language is Language.EN else Text(before.en, words)
    options = tuple(
        msgspec.structs.replace(option, text=one) for option, one in zip(question.options, texts[1:-1], strict=True)
    )
    changed = msgspec.structs.replace(question, question=texts[0], options=options, explanation=texts[-1])
    return msgspec.structs.replace(
        text, teach_back=(*text.teach_back[:number], changed, *text.teach_back[number + 1 :])
    )


def carry_questions(
    edited: ConsentText, clauses: Mapping[str, ClauseText], known: tuple[ConsentText, ...], version: str
) -> tuple[TeachBackQuestion, ...]:
    """Return the questions of an edited form as they are published, each about its clause as that is published.

    One that is changed, or whose clause got another version, stands under `version`; one whose clause was dropped goes
    with it.
    """
    kept = {one.id: one for text in reversed(known) for one in text.teach_back}
    carried: list[TeachBackQuestion] = []
    for question in edited.teach_back:
        clause = clauses.get(question.clause.id)
        if clause is None:
            continue
        bound = msgspec.structs.replace(question, clause=ClauseReference(clause.id, clause.version))
        same = kept.get(question.id)
        is_same = same is not None and msgspec.structs.replace(bound, version=same.version) == same
        carried.append(same if is_same and same is not None else msgspec.structs.replace(bound, version=version))
    return tuple(carried)


def list_carried(edited: ConsentText, published: ConsentText) -> tuple[TeachBackQuestion, ...]:
    """Return the questions that stand under a new version of their clause once a form is published."""
    before = {one.id: one.clause for one in edited.teach_back}
    return tuple(one for one in published.teach_back if before.get(one.id) != one.clause)


def list_dropped(edited: ConsentText, published: ConsentText) -> tuple[TeachBackQuestion, ...]:
    """Return the questions that go with their clause."""
    after = {one.id for one in published.teach_back}
    return tuple(one for one in edited.teach_back if one.id not in after)


def has_changed_questions(before: ConsentText, after: ConsentText) -> bool:
    """Tell whether what is asked differs, apart from versions."""
    known = {one.id: list_question_texts(one) for one in before.teach_back}
    return known != {one.id: list_question_texts(one) for one in after.teach_back}
