"""Attaches the machine-readable record to a document that is to be made."""

from collections.abc import Mapping

import msgspec

from stemsup_desktop.consultation.addendum import Addendum
from stemsup_desktop.consultation.consent_model import AssembledConsent
from stemsup_desktop.consultation.fhir_record import FILE_NAME, MEDIA_TYPE, write_fhir_record
from stemsup_desktop.consultation.fhir_record_model import RecordedDocument, RecordedKind, RecordSource
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import AttachedFile, DocumentRequest
from stemsup_desktop.language import Language, Text
from stemsup_desktop.paper_kinds import Paper

RECORD = Text("The record this document was made from (FHIR R4)", "この書類のもとになった記録（FHIR R4）")


def with_record(
    request: DocumentRequest,
    paper: Paper,
    file: ConsultationFile,
    gate: Gate | None,
    content: Content,
    consents: Mapping[Language, AssembledConsent] | None = None,
    addendum: Addendum | None = None,
) -> DocumentRequest:
    """Return the request with the machine-readable record attached; a page that is only looked at carries none."""
    verdict = None if gate is None else gate.verdict
    if request.is_preview or verdict is Verdict.STOP:
        return request
    document = RecordedDocument(
        number=request.document_number,
        kind=RecordedKind(paper.value),
        languages=request.form.languages,
        made_at=request.made_at,
        is_draft=verdict in (Verdict.SPECIALIST, Verdict.NOT_COMPLETE),
        history_head=request.history_head,
        addendum=addendum,
    )
    questionnaire = content.clinical.questionnaire
    source = RecordSource(file, gate, questionnaire, content.names, content.consent, consents or {})
    described = RECORD.in_language(request.language)
    record = AttachedFile(FILE_NAME, MEDIA_TYPE, described, "Data", write_fhir_record(source, document))
    return msgspec.structs.replace(request, attached=(*request.attached, record))
