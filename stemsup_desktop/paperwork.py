"""From one consultation to one rendered document: gate, text and page setting in one call."""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from stemsup_desktop.consultation.answer_notes import get_notes
from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.gate_answers import say_answers
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.summary_model import LabelledAnswer
from stemsup_desktop.consultation.summary_text import derive_summary
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.content import Content
from stemsup_desktop.documents.consent import render_consent
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.summary import render_summary
from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire.form import derive_form
from stemsup_desktop.questionnaire.typed_text import is_blank


class Paper(StrEnum):
    """The documents that are made from one consultation."""

    CONSENT = "consent"
    SUMMARY = "summary"


NOTED = Text("{answer}. Note: {note}", "{answer}（メモ：{note}）")
NUMBER_PREFIXES = {Paper.CONSENT: "CNS", Paper.SUMMARY: "SUM"}


def make_loose_number(paper: Paper, file: ConsultationFile) -> str:
    """Return the number of a document that no vault keeps: its kind and the end of the consultation's id."""
    letters = [letter for letter in file.consultation.consultation_id if letter.isascii() and letter.isalnum()]
    return f"{NUMBER_PREFIXES[paper]}-FILE-{''.join(letters)[-8:].upper() or '0'}"


def render_paper(
    paper: Paper, file: ConsultationFile, gate: Gate, content: Content, fonts: FontFolder, request: DocumentRequest
) -> RenderedDocument:
    """Return one document as PDF, marked DRAFT while an opinion is wanted or an answer is missing.

    Raises `InputProblem` "stop-stands" while a stop stands, or for an id that the content does not hold.
    """
    language = request.language
    match paper:
        case Paper.CONSENT:
            consent = derive_consent(file, gate, content.consent, content.names, language)
            return render_consent(consent, file, gate, request, fonts)
        case Paper.SUMMARY:
            answers = list_answers(file, content, language)
            titles = content.page_titles
            summary = derive_summary(file, gate, content.names, content.aftercare, language, titles, answers)
            return render_summary(summary, file, gate, request, fonts)
        case _:
            assert_never(paper)


def list_answers(file: ConsultationFile, content: Content, language: Language) -> tuple[LabelledAnswer, ...]:
    """Return the answers of the examination in words, in the order of the checklist; hidden ones do not count.

    What was noted beside an answer stands behind it.
    """
    surroundings = derive_surroundings(file.patient, file.consultation.started_at.date())
    form = derive_form(content.clinical.questionnaire, file.consultation.examination.responses, surroundings)
    notes = get_notes(file.consultation.examination)
    items = ((form.item_at(index), form.values[index]) for index in form.enabled_indices())
    return tuple(
        LabelledAnswer(
            item.label.in_language(language),
            say_with_note(say_answers(item, answers).in_language(language), notes.get(item.link_id, ""), language),
        )
        for item, answers in items
        if item.is_question and answers
    )


def say_with_note(answer: str, note: str, language: Language) -> str:
    """Return an answer with what was noted beside it."""
    return answer if is_blank(note) else NOTED.in_language(language).format(answer=answer, note=note)


def make_request(paper: Paper, file: ConsultationFile, language: Language, made_at: datetime) -> DocumentRequest:
    """Return the request for a document that no vault keeps."""
    return DocumentRequest(make_loose_number(paper, file), made_at, language)
