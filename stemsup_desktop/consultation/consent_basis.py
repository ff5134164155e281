"""What a patient agreed to, as a hash that is the same in every language, and how consent stands today."""

import hashlib
import json
from datetime import date, datetime
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.consent_assembly_conditions import find_printed_clauses, find_treatment_clauses
from stemsup_desktop.consultation.consent_changes import (
    A_YEAR_PASSED,
    SOMETHING_CHANGED,
    find_unplanned_parts,
    has_a_year_passed,
    name_changes,
    name_new_clauses,
)
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.form_bytes import hash_clause_text
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.patient import age_in_years
from stemsup_desktop.consultation.patient_check import LONGEST_LINE
from stemsup_desktop.consultation.record import Consent, ConsultationFile, GivenConsent
from stemsup_desktop.consultation.signing_model import AgreedClause, AgreedPart, EarlierConsent, Withdrawal
from stemsup_desktop.consultation.withdrawal import derive_taken_back
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

BASIS_FORMAT = "stemsup-consent-basis/1"

ADULT_FROM_YEARS = 18
"""Age of majority in Japan; below it a guardian signs as well."""


class ConsentState(StrEnum):
    """How consent stands."""

    NONE = "none"
    SIGNED = "signed"
    EARLIER = "earlier"
    OUTDATED = "outdated"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ConsentStanding(msgspec.Struct, frozen=True):
    """How consent stands on a day; `changed` names why a signature no longer covers the plan.

    `signed_on` and `document_number` are of the signature that was judged, of an earlier visit where `is_earlier`.
    Withdrawn is a consent that was taken back as a whole or for a clause of the treatment; a separate choice that was
    taken back is a no, and the consent stands.
    """

    state: ConsentState
    changed: tuple[Text, ...] = ()
    signed_on: date | None = None
    declined_on: date | None = None
    document_number: str = ""
    is_earlier: bool = False
    withdrawn_on: date | None = None

    @property
    def is_given(self) -> bool:
        """Whether a consent covers the treatment, given in this visit or an earlier one."""
        return self.state in (ConsentState.SIGNED, ConsentState.EARLIER)


class SignatureDraft(msgspec.Struct, frozen=True):
    """A signature in ink as it is being recorded; blanks are what a person has not filled in yet.

    `basis_sha256` is that of the form that was printed and signed.
    """

    document_number: str = ""
    signed_on: date | None = None
    patient_name: str = ""
    physician_name: str = ""
    all_initials_present: bool = False
    basis_sha256: str = ""
    guardian_name: str = ""
    interpreter_name: str = ""
    witness_name: str = ""


def hash_canonically(value: object) -> str:
    """Return the SHA-256 of plain data as canonical JSON, in hexadecimal; any text a person can type has one."""
    encoded = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(encoded.encode("ascii")).hexdigest()


def derive_agreed_parts(file: ConsultationFile, text: ConsentText) -> tuple[AgreedPart, ...]:
    """Return a hash for each part of what is agreed to; the order in which things were chosen does not matter."""
    consultation, plan = file.consultation, file.consultation.plan
    product = plan.product
    clauses = [[reference.id, reference.version] for reference in find_treatment_clauses(text, file)]
    return (
        AgreedPart("text", hash_canonically([text.form.id, text.form.version])),
        AgreedPart("clauses", hash_canonically(clauses)),
        AgreedPart("symptoms", hash_canonically(sorted({one.symptom_id for one in consultation.reason.complaints}))),
        AgreedPart(
            "product",
            hash_canonically([product.name, product.cell_source, product.maker, product.approval_status]),
        ),
        AgreedPart("lot", hash_canonically([product.lot_number, product.expires and product.expires.isoformat()])),
        AgreedPart("routes", hash_canonically(sorted(set(plan.routes)))),
        AgreedPart("sites", hash_canonically(sorted({(site.site_id, site.other) for site in plan.sites}))),
        AgreedPart("sessions", hash_canonically([plan.sessions, plan.interval_days])),
        AgreedPart("cost", hash_canonically([plan.fee_per_session_yen, plan.extra_fees_yen])),
    )


def derive_agreed_clauses(file: ConsultationFile, text: ConsentText) -> tuple[AgreedClause, ...]:
    """Return every clause version that the form of this consultation prints, in its order.

    Each hash is of the clause as it stands in the form version, both languages and no facts of the consultation, so
    that it is the same in whichever language the form was read.
    """
    return tuple(
        AgreedClause(clause.id, clause.version, hash_clause_text(clause)) for clause in find_printed_clauses(text, file)
    )


def consent_basis_sha256(file: ConsultationFile, text: ConsentText) -> str:
    """Return the hash of what is agreed to, whatever the language of the form."""
    return _hash_parts(derive_agreed_parts(file, text))


def _hash_parts(parts: tuple[AgreedPart, ...]) -> str:
    return hash_canonically([BASIS_FORMAT, [[part.name, part.sha256] for part in parts]])


def derive_consent_standing(file: ConsultationFile, text: ConsentText, today: date) -> ConsentStanding:
    """Return how consent stands; the later of signature and refusal counts, on the same day the refusal.

    `text` is the form version that counts for the visit. Without either, the consent of an earlier visit counts, as far
    as everything agreed to still holds. A closed visit is judged on the day it was closed.
    """
    consent, closed_at = file.consultation.consent, file.consultation.summary.closed_at
    day = today if closed_at is None else min(today, closed_at.date())
    signature, declined = consent.signature, consent.declined
    if declined is not None and (signature is None or declined.declined_on >= signature.signed_on):
        return ConsentStanding(ConsentState.DECLINED, declined_on=declined.declined_on)
    closing = derive_taken_back(consent).closing
    if closing is not None:
        return _make_withdrawn(consent, closing)
    if signature is not None:
        return _judge_signature(signature, file, text, day)
    return (
        ConsentStanding(ConsentState.NONE)
        if consent.earlier is None
        else _judge_earlier(consent.earlier, file, text, day)
    )


def _make_withdrawn(consent: Consent, closing: Withdrawal) -> ConsentStanding:
    signed = consent.signature or consent.earlier
    return ConsentStanding(
        ConsentState.WITHDRAWN,
        signed_on=None if signed is None else signed.signed_on,
        document_number=closing.document_number,
        is_earlier=consent.signature is None,
        withdrawn_on=closing.withdrawn_at.date(),
    )


def _judge_signature(signature: GivenConsent, file: ConsultationFile, text: ConsentText, day: date) -> ConsentStanding:
    changed: tuple[Text, ...] = ()
    parts = derive_agreed_parts(file, text)
    if signature.basis_sha256 != _hash_parts(parts):
        changed = name_changes(signature.agreed_parts, parts) or (SOMETHING_CHANGED,)
    if has_a_year_passed(signature.signed_on, day):
        changed += (A_YEAR_PASSED,)
    state = ConsentState.OUTDATED if changed else ConsentState.SIGNED
    return ConsentStanding(state, changed, signature.signed_on, document_number=signature.document_number)


def _judge_earlier(earlier: EarlierConsent, file: ConsultationFile, text: ConsentText, day: date) -> ConsentStanding:
    """Judge the consent of an earlier visit against this plan, as far as it is made.

    Another lot of the same product is no other treatment, unless its certificate asks for a clause that was not on the
    form. Where it is not known which clauses were, the lot must be the same.
    """
    blank = find_unplanned_parts(file.consultation)
    may_move = {"lot"} if earlier.agreed_clauses else set[str]()
    changed = name_changes(earlier.agreed_parts, derive_agreed_parts(file, text), blank | may_move)
    if not blank and not changed:
        changed = name_new_clauses(earlier, find_printed_clauses(text, file))
    if has_a_year_passed(earlier.signed_on, day):
        changed += (A_YEAR_PASSED,)
    covers = ConsentState.NONE if blank else ConsentState.EARLIER
    state = ConsentState.OUTDATED if changed else covers
    return ConsentStanding(state, changed, earlier.signed_on, document_number=earlier.document_number, is_earlier=True)


def missing_for_signature(
    file: ConsultationFile, gate: Gate, text: ConsentText, draft: SignatureDraft, today: date
) -> tuple[Text, ...]:
    """Return, in words, everything that keeps a signature from being recorded; empty when nothing does."""
    return (
        _missing_in_gate(gate)
        + _missing_on_form(file, text, draft)
        + _missing_dates(file, draft, today)
        + _missing_lot(file, draft)
    )


def make_paper_signature(
    file: ConsultationFile, gate: Gate, text: ConsentText, draft: SignatureDraft, recorded_at: datetime
) -> GivenConsent:
    """Return a signature bound to what was agreed to; raises `InputProblem` that names everything missing."""
    missing = missing_for_signature(file, gate, text, draft, recorded_at.date())
    if missing or draft.signed_on is None:
        raise InputProblem("signature-incomplete", " ".join(sentence.en for sentence in missing), missing)
    return GivenConsent(
        document_number=draft.document_number,
        signed_on=draft.signed_on,
        patient_name=draft.patient_name,
        physician_name=draft.physician_name,
        all_initials_present=draft.all_initials_present,
        basis_sha256=draft.basis_sha256,
        guardian_name=draft.guardian_name,
        interpreter_name=draft.interpreter_name,
        witness_name=draft.witness_name,
        recorded_at=recorded_at,
        agreed_parts=derive_agreed_parts(file, text),
        form_version=text.form.version,
        agreed_clauses=derive_agreed_clauses(file, text),
    )


def _missing_in_gate(gate: Gate) -> tuple[Text, ...]:
    match gate.verdict:
        case Verdict.STOP:
            return (Text("A stop stands at the gate.", "「中止」の所見が残っています。"),)
        case Verdict.SPECIALIST:
            wanted = Text(
                "An opinion on a finding is not recorded yet.", "所見に対する医師の判断が記録されていません。"
            )
            return (wanted,)
        case Verdict.NOT_COMPLETE:
            return (Text("Required answers are still missing.", "必要な回答がまだそろっていません。"),)
        case Verdict.CONDITIONS | Verdict.CLEAR:
            return ()


def _missing_on_form(file: ConsultationFile, text: ConsentText, draft: SignatureDraft) -> tuple[Text, ...]:
    form = file.consultation.consent.language
    has_other_language = form is not None and file.patient.language not in form.languages
    day = draft.signed_on or file.consultation.started_at.date()
    is_minor = age_in_years(file.patient.birth_date, day) < ADULT_FROM_YEARS
    names = (
        *(draft.patient_name, draft.physician_name),
        *(draft.guardian_name, draft.interpreter_name, draft.witness_name),
    )
    wanted = (
        (is_blank(draft.document_number), Text("The document number is missing.", "書類番号がありません。")),
        (
            any(one.document_number == draft.document_number for one in file.consultation.consent.withdrawals),
            Text(
                "The consent on this form was taken back. A new one is signed on a form that is printed anew.",
                "この用紙の同意は撤回されています。改めて同意する場合は、新しく印刷した用紙に署名してください。",
            ),
        ),
        (is_blank(draft.patient_name), Text("The patient's name is missing.", "患者さんの署名がありません。")),
        (is_blank(draft.physician_name), Text("The physician's name is missing.", "医師の署名がありません。")),
        (
            is_minor and is_blank(draft.guardian_name),
            Text("The guardian's name is missing.", "親権者または後見人の署名がありません。"),
        ),
        (
            has_other_language and is_blank(draft.interpreter_name),
            Text(
                "The form is not in the patient's language, and the interpreter's name is missing.",
                "同意書が患者さんの言語ではなく、通訳者の署名がありません。",
            ),
        ),
        (
            any(len(name) > LONGEST_LINE for name in names),
            Text(
                f"A name is longer than {LONGEST_LINE} characters.",
                f"{LONGEST_LINE}文字を超える氏名があります。",
            ),
        ),
        (
            not draft.all_initials_present,
            Text("It is not confirmed that all initials are present.", "確認欄がすべて記入済みと確認されていません。"),
        ),
        (
            draft.basis_sha256 != consent_basis_sha256(file, text),
            Text(
                "The signed form does not match the present text or plan. Print it again.",
                "署名された用紙が、今の文章または計画と一致しません。もう一度印刷してください。",
            ),
        ),
    )
    return tuple(sentence for is_missing, sentence in wanted if is_missing)


def _missing_dates(file: ConsultationFile, draft: SignatureDraft, today: date) -> tuple[Text, ...]:
    if draft.signed_on is None:
        return (Text("The date of signature is missing.", "署名日がありません。"),)
    thinking_until = file.consultation.consent.thinking_until
    wanted = (
        (draft.signed_on > today, Text("The date of signature is in the future.", "署名日が未来の日付です。")),
        (
            draft.signed_on < file.consultation.started_at.date(),
            Text("The date of signature is before this consultation began.", "署名日が、この診察の開始より前です。"),
        ),
        (
            thinking_until is not None and draft.signed_on < thinking_until,
            Text("The agreed time to think is not over.", "考えるための期間がまだ終わっていません。"),
        ),
    )
    return tuple(sentence for is_missing, sentence in wanted if is_missing)


def _missing_lot(file: ConsultationFile, draft: SignatureDraft) -> tuple[Text, ...]:
    product = file.consultation.plan.product
    missing: tuple[Text, ...] = ()
    if is_blank(product.lot_number):
        missing += (Text("No lot is chosen.", "ロットが選ばれていません。"),)
    if product.expires is None:
        missing += (Text("The expiry date of the lot is missing.", "ロットの使用期限がありません。"),)
    elif draft.signed_on is not None and product.expires < draft.signed_on:
        missing += (
            Text("The lot has expired on the day of signature.", "署名日の時点で、ロットの使用期限が切れています。"),
        )
    return missing
