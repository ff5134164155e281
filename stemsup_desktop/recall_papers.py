"""Makes the letters of a recall: ordered at the vault, rendered beside it, kept in each patient's documents."""

from dataclasses import dataclass
from datetime import datetime

from stemsup_desktop.consultation.audit import AuditHead
from stemsup_desktop.consultation.lots.recall_letter import RecallNotice, derive_letter, make_notice
from stemsup_desktop.consultation.lots.recall_list import RecallList, RecallPerson, name_letter_mark
from stemsup_desktop.consultation.lots.recall_text import RecallFacing
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import AttachedFile, DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.letter import render_letter
from stemsup_desktop.language import LanguageForm, Text
from stemsup_desktop.store.entries import DocumentKind, DocumentRecord
from stemsup_desktop.store.records import encode_record
from stemsup_desktop.store.vault import Vault

RECORD = Text("What this letter was written from", "この手紙のもとになった記録")
RECORD_NAME, RECORD_TYPE = "recall-letter.json", "application/json"


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """A letter that is to be made: its number, and everything it is rendered from."""

    number: str
    notice: RecallNotice
    consultation_id: str
    mark: str
    at: datetime
    head: AuditHead

    @property
    def language(self) -> LanguageForm:
        """The patient's language."""
        return LanguageForm(self.notice.patient.language)


def order_letter(vault: Vault, recall: RecallList, person: RecallPerson, at: datetime) -> LetterOrder:
    """Take a number for the letter to one recipient; it is filed with the last visit in which the lot was given.

    Raises `InputProblem` recall-not-standing.
    """
    visit_id = person.recipient.visits[-1].consultation_id
    physician = vault.find_visit_physician(visit_id) or vault.load_physician()
    notice = make_notice(recall, person, vault.load_clinic(), physician)
    mark = "" if recall.entry is None else name_letter_mark(recall.entry)
    number = vault.next_document_number(DocumentKind.RECALL_LETTER, at.year)
    return LetterOrder(number, notice, visit_id, mark, at, vault.read_audit_head())


def make_letter(order: LetterOrder, content: Content, fonts: FontFolder) -> RenderedDocument:
    """Render a letter in the patient's language, with what it was written from in it."""
    language, form = order.notice.patient.language, content.sheets.recall_letter
    letter = derive_letter(order.notice, form, RecallFacing(content.names, language), order.at.date())
    record = AttachedFile(RECORD_NAME, RECORD_TYPE, RECORD.in_language(language), "Data", encode_record(order.notice))
    request = DocumentRequest(
        order.number, order.at, order.language, history_head=order.head, attached=(record,), seal_fields=()
    )
    return render_letter(letter, order.notice.patient, request, fonts)


def keep_letter(vault: Vault, order: LetterOrder, rendered: RenderedDocument, content: Content) -> None:
    """Keep a letter for good in its patient's documents."""
    form, notice = content.sheets.recall_letter, order.notice
    record = DocumentRecord(
        number=order.number,
        kind=DocumentKind.RECALL_LETTER,
        patient_id=notice.patient.patient_id,
        consultation_id=order.consultation_id,
        language=order.language,
        created_at=order.at,
        sha256=rendered.sha256,
        snapshot=encode_record(notice),
        text_versions=(f"{form.id} {form.version}", order.mark),
        audit_head=order.head,
    )
    vault.save_document(record, rendered.pdf)
