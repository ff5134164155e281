"""Initials, questions on understanding and separate choices: which are wanted, and which marks still count."""

from stemsup_desktop.consultation.consent_model import AssembledConsent, Clause, TickBox
from stemsup_desktop.consultation.signing_entries import (
    ChoicesToSee,
    ClauseToInitial,
    MarkState,
    QuestionToAnswer,
    Reading,
    TickToSet,
)
from stemsup_desktop.consultation.signing_hashes import hash_choices, hash_clause, list_clauses
from stemsup_desktop.consultation.signing_ink import find_ink_fault
from stemsup_desktop.consultation.signing_model import Initial, TeachBackAnswer
from stemsup_desktop.consultation.teach_back_text import TeachBackQuestion
from stemsup_desktop.language import Text

OTHER_LANGUAGE = Text("The form is now read in another language.", "同意書を読む言語が変わりました。")
OTHER_CONSENT = Text(
    "It belongs to a consent that no longer counts.", "以前の同意の際のもので、今回の同意には使えません。"
)
_NEW_VERSION = Text("The clause has a new version.", "この項目の版が変わりました。")
_OTHER_WORDS = Text(
    "What this clause says has changed, as with another plan or product.",
    "計画や製品の変更などにより、この項目の内容が変わりました。",
)
_READ_AGAIN = Text(
    "An answer on this clause did not fit. Read it together once more, then initial it again.",
    "この項目についての答えが合いませんでした。もう一度一緒に読み、あらためて記入してください。",
)
_CHOICES_CHANGED = Text(
    "A choice was changed after the patient had confirmed them.", "確認のあとで、個別の選択が変わりました。"
)
_NEW_QUESTION = Text("The question has a new version.", "質問の版が変わりました。")


def derive_clauses(reading: Reading) -> tuple[ClauseToInitial, ...]:
    """Return the clauses that want initials, in reading order."""
    return tuple(_derive_clause(clause, reading) for clause in list_clauses(reading.main) if clause.wants_initials)


def derive_questions(reading: Reading, clauses: tuple[ClauseToInitial, ...]) -> tuple[QuestionToAnswer, ...]:
    """Return the questions of this consultation; each waits until its clause has been initialled."""
    initialled = {clause.clause_id: clause for clause in clauses}
    return tuple(_derive_question(one, reading, initialled.get(one.clause.id)) for one in reading.questions)


def derive_choices(reading: Reading) -> ChoicesToSee | None:
    """Return how the separate choices stand, or None on a form that has none."""
    now = {hash_choices(reading.consents[language]) for language in reading.languages}
    if "" in now:
        return None
    seen = reading.file.consultation.consent.choices_seen_sha256
    if reading.is_given or seen in now:
        return ChoicesToSee(MarkState.DONE)
    return ChoicesToSee(MarkState.VOID, _CHOICES_CHANGED) if seen else ChoicesToSee(MarkState.OPEN)


def derive_ticks(reading: Reading) -> tuple[TickToSet, ...]:
    """Return the boxes that are ticked by hand, in reading order; those of the withdrawal slip stay for ink."""
    found = (
        (clause, block)
        for clause in list_clauses(reading.main)
        for block in clause.blocks
        if isinstance(block, TickBox) and block.tick_id
    )
    return tuple(
        TickToSet(
            block.tick_id,
            clause.number,
            reading.say(lambda form, tick_id=block.tick_id: _find_tick(form, tick_id)),  # type: ignore[misc]
            block.is_ticked,
        )
        for clause, block in found
    )


def _find_tick(form: AssembledConsent, tick_id: str) -> str:
    clause = find_clause(form, tick_id.rpartition("/")[0])  # it is the id of its clause and the number of its block
    blocks = () if clause is None else clause.blocks
    return next((one.text for one in blocks if isinstance(one, TickBox) and one.tick_id == tick_id), "")


def find_clause(consent: AssembledConsent, clause_id: str) -> Clause | None:
    """Find a numbered clause of a form."""
    for section in consent.sections:
        for clause in section.clauses:
            if clause.clause_id == clause_id:
                return clause
    return None


def get_answers(reading: Reading, question: TeachBackQuestion) -> tuple[TeachBackAnswer, ...]:
    """Return every answer to a question that is not of an earlier consent, the first one first."""
    answers = reading.file.consultation.consent.teach_back
    return tuple(one for one in answers if one.question_id == question.id and not reading.is_used(one.answered_at))


def _derive_clause(clause: Clause, reading: Reading) -> ClauseToInitial:
    consent = reading.file.consultation.consent
    mark = next((one for one in reversed(consent.initials) if one.clause_id == clause.clause_id), None)
    title = reading.say(lambda form: _find_title(form, clause.clause_id))
    if mark is None:
        state, why = MarkState.LOCKED if reading.is_given else MarkState.OPEN, None
    else:
        why = None if reading.is_given else _find_void(mark, reading)
        state = MarkState.DONE if why is None else MarkState.VOID
    return ClauseToInitial(clause.clause_id, clause.version, clause.number, title, state, why, mark)


def _find_title(form: AssembledConsent, clause_id: str) -> str:
    clause = find_clause(form, clause_id)
    return "" if clause is None else clause.title


def _find_void(mark: Initial, reading: Reading) -> Text | None:
    """Return why initials no longer count, or None if they do."""
    if reading.is_used(mark.made_at):
        return OTHER_CONSENT
    if mark.language not in reading.languages:
        return OTHER_LANGUAGE
    clause = find_clause(reading.consents[mark.language], mark.clause_id)
    if clause is None or clause.version != mark.clause_version:
        return _NEW_VERSION
    if hash_clause(clause) != mark.clause_sha256:
        return _OTHER_WORDS
    if _has_misfit_since(mark, reading):
        return _READ_AGAIN
    return find_ink_fault(mark.ink, for_initials=True)


def _has_misfit_since(mark: Initial, reading: Reading) -> bool:
    """Say whether an answer about the clause did not fit after it had been initialled."""
    about = {one.id: one for one in reading.questions if one.clause.id == mark.clause_id}
    return any(
        one.question_id in about and one.option_id != about[one.question_id].right and one.answered_at >= mark.made_at
        for one in reading.file.consultation.consent.teach_back
    )


def _derive_question(question: TeachBackQuestion, reading: Reading, clause: ClauseToInitial | None) -> QuestionToAnswer:
    answers = get_answers(reading, question)
    printed = find_clause(reading.main, question.clause.id)
    last = answers[-1] if answers else None
    is_right = last is not None and last.option_id == question.right
    state, why = MarkState.OPEN, None
    if reading.is_given:
        state = MarkState.DONE if is_right else MarkState.LOCKED
    elif is_right and last is not None:
        why = _find_void_answer(last, question, reading)
        state = MarkState.DONE if why is None else MarkState.VOID
    elif clause is not None and clause.state is not MarkState.DONE:
        state, why = MarkState.LOCKED, _say_read_first(clause)
    return QuestionToAnswer(
        question=question,
        clause_number="" if printed is None else printed.number,
        clause_title=reading.say(lambda form: _find_title(form, question.clause.id) or question.clause.id),
        state=state,
        why=why,
        explanation=question.explanation if last is not None and not is_right else None,
        answers=answers,
    )


def _find_void_answer(answer: TeachBackAnswer, question: TeachBackQuestion, reading: Reading) -> Text | None:
    if answer.question_version != question.version:
        return _NEW_QUESTION
    return OTHER_LANGUAGE if answer.language not in reading.languages else None


def _say_read_first(clause: ClauseToInitial) -> Text:
    return Text(
        f"First read and initial clause {clause.number}, “{clause.title.en}”.",
        f"先に、項目{clause.number}「{clause.title.ja}」を読んで記入してください。",
    )
