"""From one consultation to one rendered document: gate, text and page setting in one call."""

from datetime import datetime
from typing import assert_never

import msgspec

from stemsup_desktop.consultation.answer_notes import get_notes
from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.consent_basis import consent_basis_sha256
from stemsup_desktop.consultation.consent_lines import with_lines_left_out
from stemsup_desktop.consultation.consent_model import AssembledConsent
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.earlier_consent import with_signature_as_earlier
from stemsup_desktop.consultation.gate_answers import say_answers
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.self_administration import derive_self_administration, is_for_home_use
from stemsup_desktop.consultation.signing import derive_signing
from stemsup_desktop.consultation.signing_seal import (
    derive_marks,
    make_screen_consent,
    refuse_unfinished,
    with_screen_consent,
)
from stemsup_desktop.consultation.summary_model import LabelledAnswer, SummaryDocument
from stemsup_desktop.consultation.summary_text import derive_summary
from stemsup_desktop.consultation.surroundings import derive_surroundings
from stemsup_desktop.consultation.withdrawal import derive_taken_back
from stemsup_desktop.content import Content
from stemsup_desktop.documents.consent import render_consent
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.sheet import render_sheet
from stemsup_desktop.documents.summary import render_summary
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, LanguageForm, Text
from stemsup_desktop.paper_follow import render_withdrawal_slip
from stemsup_desktop.paper_kinds import NUMBER_PREFIXES, Paper
from stemsup_desktop.paper_record import with_record
from stemsup_desktop.questionnaire.form import derive_form
from stemsup_desktop.questionnaire.typed_text import is_blank

NOTED = Text("{answer}. Note: {note}", "{answer}（メモ：{note}）")


def list_papers(file: ConsultationFile) -> tuple[Paper, ...]:
    """Return the documents that a visit has by itself, whatever the gate says of them."""
    found = [Paper.CONSENT, Paper.SUMMARY]
    if is_for_home_use(file) and derive_taken_back(file.consultation.consent).closing is None:
        found.append(Paper.SELF_ADMINISTRATION)
    if file.consultation.consent.withdrawals:
        found.append(Paper.WITHDRAWAL)
    return tuple(found)


def make_loose_number(paper: Paper, file: ConsultationFile) -> str:
    """Return the number of a document that no vault keeps: its kind and the end of the consultation's id."""
    letters = [letter for letter in file.consultation.consultation_id if letter.isascii() and letter.isalnum()]
    return f"{NUMBER_PREFIXES[paper]}-FILE-{''.join(letters)[-8:].upper() or '0'}"


def render_paper(
    paper: Paper, file: ConsultationFile, gate: Gate, content: Content, fonts: FontFolder, request: DocumentRequest
) -> RenderedDocument:
    """Return one document as PDF, marked DRAFT while an opinion is wanted or an answer is missing.

    A withdrawal slip is of the last withdrawal, and nothing keeps it back. Raises `InputProblem` "stop-stands" while a
    stop stands, no-home-use, consent-taken-back, no-withdrawal, addendum-alone, or for an id that the content does not
    hold.
    """
    match paper:
        case Paper.CONSENT:
            if request.is_sealed:
                return _render_signed(file, gate, content, fonts, request)
            if request.shows_marks:
                return _render_before_seal(file, gate, content, fonts, request)
            forms = {
                language: derive_consent(file, gate, content.consent, content.names, language)
                for language in request.form.languages
            }
            request = with_record(request, paper, file, gate, content, forms)
            return render_consent(tuple(forms.values()), file, gate, request, fonts)
        case Paper.SUMMARY:
            request = with_record(request, paper, file, gate, content)
            summaries = [_derive_summary(file, gate, content, language) for language in request.form.languages]
            return render_summary(summaries, file, gate, request, fonts)
        case Paper.SELF_ADMINISTRATION:
            text, aftercare = content.sheets.self_administration, content.aftercare
            sheets = [derive_self_administration(file, text, aftercare, one) for one in request.form.languages]
            request = with_record(request, paper, file, gate, content)
            return render_sheet(sheets, file, request, fonts, gate)
        case Paper.WITHDRAWAL:
            withdrawals = file.consultation.consent.withdrawals
            if not withdrawals:
                raise InputProblem("no-withdrawal", "No withdrawal is recorded in this visit.")
            return render_withdrawal_slip(file, withdrawals[-1], content, fonts, request)
        case Paper.ADDENDUM:
            raise InputProblem("addendum-alone", "An addendum is written to a document, not made from a visit.")
        case _:
            assert_never(paper)


def is_signed_anew(file: ConsultationFile, text: ConsentText) -> bool:
    """Say whether the visit's own consent covers another text or plan, so that a form says what has changed since."""
    signature = file.consultation.consent.signature
    return signature is not None and signature.basis_sha256 != consent_basis_sha256(file, text)


def assemble_consents(file: ConsultationFile, gate: Gate, content: Content) -> dict[Language, AssembledConsent]:
    """Return the consent form of a consultation as it is read and signed now, in both languages."""
    if is_signed_anew(file, content.consent):
        visit = with_signature_as_earlier(file.consultation)
        file = msgspec.structs.replace(file, consultation=visit)
    return {language: derive_consent(file, gate, content.consent, content.names, language) for language in Language}


def _derive_summary(file: ConsultationFile, gate: Gate, content: Content, language: Language) -> SummaryDocument:
    answers = list_answers(file, content, language)
    return derive_summary(
        file,
        gate,
        content.names,
        content.aftercare,
        language,
        content.page_titles,
        answers,
        content.clause_titles,
        content.drawings,
    )


def _render_signed(
    file: ConsultationFile, gate: Gate, content: Content, fonts: FontFolder, request: DocumentRequest
) -> RenderedDocument:
    """Return the consent form with what was signed on screen, and in its record the consent that it makes.

    Raises `InputProblem` signature-incomplete: a form that lacks anything is not made at all.
    """
    consents, at = assemble_consents(file, gate, content), request.made_at
    given = make_screen_consent(file, gate, content.consent, consents, request.document_number, at)
    marks = derive_marks(derive_signing(file, gate, content.consent, consents, at.date()))
    visit = with_screen_consent(file.consultation, given)
    forms = {language: consents[language] for language in request.form.languages}
    made = msgspec.structs.replace(file, consultation=visit)
    request = with_record(request, Paper.CONSENT, made, gate, content, forms)
    printed = tuple(map(with_lines_left_out, forms.values()))
    return render_consent(printed, file, gate, request, fonts, marks)


def _render_before_seal(
    file: ConsultationFile, gate: Gate, content: Content, fonts: FontFolder, request: DocumentRequest
) -> RenderedDocument:
    """Return the consent form as it would be sealed now, to look at; it carries no record.

    Raises `InputProblem` signature-incomplete, or consent-given after it was sealed.
    """
    consents = assemble_consents(file, gate, content)
    signing = derive_signing(file, gate, content.consent, consents, request.made_at.date())
    refuse_unfinished(signing)
    printed = tuple(with_lines_left_out(consents[language]) for language in request.form.languages)
    return render_consent(printed, file, gate, request, fonts, derive_marks(signing))


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


def make_request(paper: Paper, file: ConsultationFile, form: LanguageForm, made_at: datetime) -> DocumentRequest:
    """Return the request for a document that no vault keeps."""
    return DocumentRequest(make_loose_number(paper, file), made_at, form)
