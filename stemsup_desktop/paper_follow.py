"""What follows a document, as PDF: the slip of a withdrawal, and an addendum with the original in it."""

import hashlib

import msgspec

from stemsup_desktop.consultation.addendum import AddendumFile, derive_addendum
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_model import Withdrawal
from stemsup_desktop.consultation.withdrawal_slip import derive_withdrawal_slip
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import AttachedFile, DocumentRequest, RenderedDocument
from stemsup_desktop.documents.files import suggested_file_name
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.sheet import render_sheet
from stemsup_desktop.language import Text
from stemsup_desktop.paper_kinds import KIND_NAMES, Paper
from stemsup_desktop.paper_record import with_record

ORIGINAL = Text("The original document, unchanged", "元の書類（変更なし）")


def render_withdrawal_slip(
    file: ConsultationFile, withdrawal: Withdrawal, content: Content, fonts: FontFolder, request: DocumentRequest
) -> RenderedDocument:
    """Return the slip of one withdrawal of a visit as PDF, whatever the gate says."""
    form, titles = content.sheets.withdrawal, content.clause_titles
    sheets = [derive_withdrawal_slip(file, withdrawal, form, titles, one) for one in request.form.languages]
    request = with_record(request, Paper.WITHDRAWAL, _with_withdrawals_until(file, withdrawal), None, content)
    return render_sheet(sheets, file, request, fonts)


def render_addendum(
    written: AddendumFile, original: bytes, content: Content, fonts: FontFolder, request: DocumentRequest
) -> RenderedDocument:
    """Return an addendum as PDF, whatever the gate says, with the original file in it byte for byte.

    Raises `InputProblem` addendum-incomplete, addendum-long; ValueError if `original` is not the file that it names.
    """
    if hashlib.sha256(original).hexdigest() != written.addendum.original.sha256:
        raise ValueError("the original is not the file that the addendum names")
    name, described = suggested_file_name(written.addendum.original.number), ORIGINAL.in_language(request.language)
    attached = AttachedFile(name, "application/pdf", described, "Source", original)
    request = msgspec.structs.replace(request, attached=(*request.attached, attached))
    code = written.addendum.original.kind
    kind = KIND_NAMES.get(code) or Text(code, code)
    form, languages = content.sheets.addendum, request.form.languages
    sheets = [derive_addendum(written.file, written.addendum, form, kind, one) for one in languages]
    request = with_record(request, Paper.ADDENDUM, written.file, None, content, addendum=written.addendum)
    return render_sheet(sheets, written.file, request, fonts)


def _with_withdrawals_until(file: ConsultationFile, withdrawal: Withdrawal) -> ConsultationFile:
    """Return the file as it stood when something was taken back; what followed is no part of its slip."""
    visit = file.consultation
    before = [one for one in visit.consent.withdrawals if one.withdrawn_at <= withdrawal.withdrawn_at]
    kept = tuple(one for one in before if one != withdrawal)
    consent = msgspec.structs.replace(visit.consent, withdrawals=(*kept, withdrawal))
    return msgspec.structs.replace(file, consultation=msgspec.structs.replace(visit, consent=consent))
