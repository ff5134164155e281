"""What the person did on the checklist, put into the record by way of the session."""

from dataclasses import replace

from PySide6.QtCore import QObject

from stemsup_desktop.consultation.answer_notes import with_note
from stemsup_desktop.consultation.carry_over import with_carried, with_carried_confirmed
from stemsup_desktop.consultation.changes import with_answers
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.occurrence_changes import with_occurrence_added, with_occurrence_removed
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.answers import Answer, StringAnswer
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.validation import check_answers
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.view_model import Key, RowView

PICKED = (ItemType.BOOLEAN, ItemType.CHOICE, ItemType.OPEN_CHOICE, ItemType.ATTACHMENT)
"""Types that are answered by picking something; all others, unless they have options, are typed."""


class Recorder(QObject):
    """Records answers, and occurrences that were added or removed."""

    def __init__(self, context: PageContext, clinical: ClinicalContent) -> None:
        super().__init__()
        self._context = context
        self._clinical = clinical

    def record(self, row: RowView, answers: tuple[Answer, ...]) -> str:
        """Record the answers to an item; return why they were refused, or nothing.

        An impossible text counts as none; its field says so and keeps it. An impossible choice changes nothing.
        """
        state, words = self._context.session.state, self._context.words
        by, at = state.by, self._context.clock()
        given = (state.consultation, self._clinical, state.patient, row.link_id)
        sentence = ""
        try:
            consultation = with_answers(*given, answers, by, at, row.place)
        except InputProblem:
            sentence = self._say_refusal(row, answers)
            if row.item.type in PICKED or row.item.answer_options:
                return sentence
            consultation = with_answers(*given, (), by, at, row.place)
        label = row.item.label.in_language(words.language)
        merge = f"examination.{row.name}" if _is_typed(row, answers) else ""
        self._context.session.change(words("examination.change", question=label), consultation, merge=merge)
        return sentence

    def _say_refusal(self, row: RowView, answers: tuple[Answer, ...]) -> str:
        item = row.item if row.options is None else replace(row.item, answer_options=row.options)
        problems = (one for one in check_answers(item, answers) if one.severity == "refuse")
        return next((one.message.in_language(self._context.words.language) for one in problems), "")

    def carry(self, link_ids: tuple[str, ...]) -> None:
        """Lay the answers of the visit before beside some questions; each waits to be confirmed."""
        session, words = self._context.session, self._context.words
        state, earlier = session.state, session.earlier
        if earlier is not None:
            given = (state.consultation, self._clinical, state.patient)
            consultation = with_carried(*given, earlier, link_ids, self._context.clock())
            day = format_date(earlier.day, words.language)
            session.change(words("examination.change_carried", day=day), consultation, is_announced=True)

    def confirm(self, row: RowView) -> str:
        """Give a carried answer anew; return why it is not possible any more, or nothing."""
        session, words = self._context.session, self._context.words
        state = session.state
        given = (state.consultation, self._clinical, state.patient, row.link_id)
        try:
            consultation = with_carried_confirmed(*given, state.by, self._context.clock())
        except InputProblem as problem:
            return self._say_refusal(row, self._find_carried(row)) or words.sentence_of(problem)
        label = row.item.label.in_language(words.language)
        session.change(words("examination.change_confirmed", question=label), consultation)
        return ""

    def _find_carried(self, row: RowView) -> tuple[Answer, ...]:
        carried = self._context.session.state.consultation.examination.carried
        return next((one.answers for one in carried if one.link_id == row.link_id), ())

    def note(self, row: RowView, text: str) -> None:
        """Record what is noted beside an answer; keystrokes in a row are one step of undo."""
        session, words = self._context.session, self._context.words
        state, at = session.state, self._context.clock()
        questionnaire, by = self._clinical.questionnaire, state.by
        consultation = with_note(state.consultation, questionnaire, row.link_id, normalise_text(text), by, at)
        label = row.item.label.in_language(words.language)
        merge = f"examination.note.{row.name}"
        session.change(words("examination.change_note", question=label), consultation, merge=merge)

    def add(self, row: RowView) -> Key:
        """Add an occurrence after the last; return the key that it has."""
        state, words = self._context.session.state, self._context.words
        position, surrounding = row.key[0], row.place[:-1]
        consultation = with_occurrence_added(
            state.consultation,
            self._clinical,
            state.patient,
            position,
            surrounding,
            state.by,
            self._context.clock(),
        )
        label = row.item.label.in_language(words.language)
        added = max((one.place[-1] for one in consultation.examination.responses[-1:] if one.place), default=0)
        self._context.session.change(words("examination.added", title=label), consultation)
        return position, (*surrounding, added)

    def remove(self, row: RowView) -> None:
        """Remove an occurrence; the window offers to undo it."""
        state, words = self._context.session.state, self._context.words
        consultation = with_occurrence_removed(
            state.consultation,
            self._clinical,
            state.patient,
            row.key[0],
            row.place,
            state.by,
            self._context.clock(),
        )
        label = row.item.label.in_language(words.language)
        change = words("examination.removed", title=label, number=row.title)
        self._context.session.change(change, consultation, is_announced=True)


def _is_typed(row: RowView, answers: tuple[Answer, ...]) -> bool:
    """Say whether an answer is typed, so that keystrokes in a row are one step of undo."""
    if row.item.repeats and len(answers) != len(row.answers):
        return False
    if row.item.type is ItemType.OPEN_CHOICE:
        return any(isinstance(answer, StringAnswer) and row.item.find_option(answer) is None for answer in answers)
    return row.item.type not in PICKED and not row.item.answer_options
