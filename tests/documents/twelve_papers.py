"""Every kind of document of a consultation, as it is before and after it is sealed."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import msgspec
import pikepdf
from consultation.consent_builders import with_consent, with_consultation
from consultation.signing_builders import NAME_INK, OTHERS, SHI_INK
from documents.document_builders import MADE_AT, fonts
from documents.twelve_consultations import FORM_NUMBER, Case
from PIL import Image
from shipped import get_content

from stemsup_desktop.consultation.addendum import LONGEST_REASON, LONGEST_TEXT, Addendum, AddendumFile, Original
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.consultation.seal_model import SealKey
from stemsup_desktop.consultation.signing import derive_signing
from stemsup_desktop.consultation.signing_changes import (
    Signer,
    with_choices_seen,
    with_initial,
    with_signature,
    with_teach_back_answer,
)
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.consultation.signing_roles import get_read_languages
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import DocumentRequest
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.documents.sealing.sealing import SealRequest, seal_pdf
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.paper_follow import render_addendum
from stemsup_desktop.paper_kinds import NUMBER_PREFIXES, Paper
from stemsup_desktop.paperwork import assemble_consents, render_paper
from stemsup_desktop.ui.paper_seal_desk import PaperToSeal, seal_paper

SEALED_AT = MADE_AT + timedelta(minutes=20)


@dataclass(frozen=True)
class Made:
    """One document of a consultation, before its seal and with it."""

    paper: Paper
    before: bytes
    sealed: bytes


@cache
def content() -> Content:
    """Read what ships once for a process."""
    return get_content()


@cache
def key() -> SealKey:
    """Return a clinic's key, made once for a process."""
    return make_clinic_key("見本クリニック東京", MADE_AT)


def make_papers(case: Case, form: LanguageForm) -> list[Made]:
    """Return every kind of document of a consultation in one language form; the addendum is to its sealed summary."""
    file = case.make_file(form)
    consent = _make_consent(case, file, form)
    summary = _make(Paper.SUMMARY, file, case.gate, form)
    slip = _make(Paper.WITHDRAWAL, _with_slip(file), case.gate, form)
    home = _make(Paper.SELF_ADMINISTRATION, _with_spray(file), case.gate, form)
    return [consent, summary, slip, _make_addendum(file, summary.sealed, form), home]


def sign_on_screen(case: Case, file: ConsultationFile) -> ConsultationFile:
    """Return the file as it is when the physician has signed last."""
    text, consents, gate = content().consent, assemble_consents(file, case.gate, content()), case.gate
    language = get_read_languages(file)[0]
    form, at = consents[language], MADE_AT
    signing = derive_signing(file, gate, text, consents, at.date())
    steps: list[Callable[[ConsultationFile], Consultation]] = []
    for clause in signing.clauses:
        steps.append(lambda now, one=clause: with_initial(now, form, one.clause_id, SHI_INK, at))
    for one in signing.questions:
        asked = one.question
        steps.append(lambda now, asked=asked: with_teach_back_answer(now, text, asked.id, asked.right, language, at))
    steps.append(lambda now: with_choices_seen(now, form))
    patient, physician = (
        Signer(SignerRole.PATIENT, file.patient.name),
        Signer(SignerRole.PHYSICIAN, file.physician.name),
    )
    for number, who in enumerate((patient, *(OTHERS[role] for role in case.signers), physician), 1):
        when = at + timedelta(minutes=number)
        steps.append(lambda now, w=who, t=when: with_signature(now, gate, text, consents, w, language, NAME_INK, t))
    for step in steps:
        file = msgspec.structs.replace(file, consultation=step(file))
    return file


def _request(paper: Paper, form: LanguageForm, *, is_sealed: bool) -> DocumentRequest:
    number = FORM_NUMBER if paper is Paper.CONSENT else f"{NUMBER_PREFIXES[paper]}-2026-00007"
    return DocumentRequest(number, MADE_AT, form, is_sealed=is_sealed)


def _seal(pdf: bytes) -> bytes:
    return seal_pdf(pdf, key(), SealRequest("ClinicSeal", "Sealed & kept", SEALED_AT, is_last=True))


def _make(paper: Paper, file: ConsultationFile, gate: Gate, form: LanguageForm) -> Made:
    request = _request(paper, form, is_sealed=True)
    pdf = render_paper(paper, file, gate, content(), fonts(), request).pdf
    return Made(paper, pdf, _seal(pdf))


def _make_consent(case: Case, file: ConsultationFile, form: LanguageForm) -> Made:
    """Return the form as it was signed: on screen with its ink, or on paper with its scans."""
    if not case.is_on_paper:
        return _make(Paper.CONSENT, sign_on_screen(case, file), case.gate, form)
    request = _request(Paper.CONSENT, form, is_sealed=False)
    pdf = render_paper(Paper.CONSENT, file, case.gate, content(), fonts(), request).pdf
    paper = PaperToSeal(FORM_NUMBER, form.leading, pdf, make_scans(), key())
    return Made(Paper.CONSENT, pdf, seal_paper(paper, SEALED_AT).sealed.pdf)


def _make_addendum(file: ConsultationFile, original: bytes, form: LanguageForm) -> Made:
    named = Original("SUM-2026-00007", "summary", MADE_AT, hashlib.sha256(original).hexdigest())
    words = f"The lot is L-2 <b>&. {file.consultation.reason.goal} {file.consultation.plan.note}"
    addendum = Addendum(named, "青木 誠", SEALED_AT, words[:LONGEST_REASON], words[:LONGEST_TEXT])
    request = _request(Paper.ADDENDUM, form, is_sealed=True)
    pdf = render_addendum(AddendumFile(file, addendum), original, content(), fonts(), request).pdf
    return Made(Paper.ADDENDUM, pdf, _seal(pdf))


def _with_slip(file: ConsultationFile) -> ConsultationFile:
    """Return the file with a withdrawal, signed in ink on screen where it has none of its own."""
    if file.consultation.consent.withdrawals:
        return file
    taken_back = Withdrawal(FORM_NUMBER, SEALED_AT, SignerRole.PATIENT, file.patient.name, ink=NAME_INK)
    return with_consent(file, withdrawals=(taken_back,))


def _with_spray(file: ConsultationFile) -> ConsultationFile:
    """Return the file with a spray in its plan, and nothing taken back: else there is no sheet for home."""
    plan = file.consultation.plan
    routes = plan.routes if Route.INTRANASAL in plan.routes else (*plan.routes, Route.INTRANASAL)
    return with_consent(with_consultation(file, plan=msgspec.structs.replace(plan, routes=routes)), withdrawals=())


@cache
def make_scans() -> tuple[tuple[str, bytes], ...]:
    """Return a signed page in each kind of file that the vault keeps of one."""
    picture, scans = Image.new("RGB", (420, 594), "white"), []
    for media_type, kind in (("image/jpeg", "JPEG"), ("image/png", "PNG")):
        buffer = io.BytesIO()
        picture.save(buffer, kind)
        scans.append((media_type, buffer.getvalue()))
    pdf, buffer = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(buffer, deterministic_id=True)
    return (*scans, ("application/pdf", buffer.getvalue()))
