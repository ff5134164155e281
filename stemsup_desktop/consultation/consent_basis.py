"""What a patient agreed to, as a hash that is the same in every language, and how consent stands today."""

import hashlib
import json
from datetime import date, datetime
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.consent_assembly_conditions import find_treatment_clauses
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.patient import age_in_years
from stemsup_desktop.consultation.patient_check import LONGEST_LINE
from stemsup_desktop.consultation.record import AgreedPart, ConsultationFile, PaperSignature
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

BASIS_FORMAT = "stemsup-consent-basis/1"

ADULT_FROM_YEARS = 18
"""Age of majority in Japan; below it a guardian signs as well."""

_CHANGES = {
    "text": Text("The consent text has a new version.", "同意書の文章の版が変わりました。"),
    "symptoms": Text("The symptoms to be treated have changed.", "対象の症状が変わりました。"),
    "product": Text("The product has changed.", "製品が変わりました。"),
    "lot": Text("The lot has changed.", "ロットが変わりました。"),
    "routes": Text("The route has changed.", "投与の方法が変わりました。"),
    "sites": Text("The sites have changed.", "投与する部位が変わりました。"),
    "sessions": Text("The number of sessions or the interval has changed.", "回数または間隔が変わりました。"),
    "cost": Text("The cost has changed.", "費用が変わりました。"),
}
_SOMETHING_CHANGED = Text(
    "Something that was agreed to has changed since the signature.", "署名のあとで、同意した内容の一部が変わりました。"
)
_A_YEAR_PASSED = Text("A year has passed since the signature.", "署名から1年が過ぎました。")


class ConsentState(StrEnum):
    """How consent stands."""

    NONE = "none"
    SIGNED = "signed"
    OUTDATED = "outdated"
    DECLINED = "declined"


class ConsentStanding(msgspec.Struct, frozen=True):
    """How consent stands on a day; `changed` names why a signature no longer covers the plan."""

    state: ConsentState
    changed: tuple[Text, ...] = ()
    signed_on: date | None = None
    declined_on: date | None = None


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


def consent_basis_sha256(file: ConsultationFile, text: ConsentText) -> str:
    """Return the hash of what is agreed to, whatever the language of the form."""
    parts = [[part.name, part.sha256] for part in derive_agreed_parts(file, text)]
    return hash_canonically([BASIS_FORMAT, parts])


def derive_consent_standing(file: ConsultationFile, text: ConsentText, today: date) -> ConsentStanding:
    """Return how consent stands; the later of signature and refusal counts, on the same day the refusal."""
    consent = file.consultation.consent
    signature, declined = consent.signature, consent.declined
    if declined is not None and (signature is None or declined.declined_on >= signature.signed_on):
        return ConsentStanding(ConsentState.DECLINED, declined_on=declined.declined_on)
    if signature is None:
        return ConsentStanding(ConsentState.NONE)
    changed = _find_changes(signature, file, text)
    if _has_a_year_passed(signature.signed_on, today):
        changed += (_A_YEAR_PASSED,)
    state = ConsentState.OUTDATED if changed else ConsentState.SIGNED
    return ConsentStanding(state, changed, signed_on=signature.signed_on)


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
) -> PaperSignature:
    """Return a signature bound to what was agreed to; raises `InputProblem` that names everything missing."""
    missing = missing_for_signature(file, gate, text, draft, recorded_at.date())
    if missing or draft.signed_on is None:
        raise InputProblem("signature-incomplete", " ".join(sentence.en for sentence in missing), missing)
    return PaperSignature(
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
    language = file.consultation.consent.language
    has_other_language = language is not None and language is not file.patient.language
    day = draft.signed_on or file.consultation.started_at.date()
    is_minor = age_in_years(file.patient.birth_date, day) < ADULT_FROM_YEARS
    names = (
        *(draft.patient_name, draft.physician_name),
        *(draft.guardian_name, draft.interpreter_name, draft.witness_name),
    )
    wanted = (
        (is_blank(draft.document_number), Text("The document number is missing.", "書類番号がありません。")),
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


def _find_changes(signature: PaperSignature, file: ConsultationFile, text: ConsentText) -> tuple[Text, ...]:
    if signature.basis_sha256 == consent_basis_sha256(file, text):
        return ()
    agreed = {part.name: part.sha256 for part in signature.agreed_parts}
    now = derive_agreed_parts(file, text)
    moved = [part.name for part in now if part.name in agreed and agreed[part.name] != part.sha256]
    if moved == ["clauses"]:
        return (_CHANGES["text"],)
    # The clauses follow the symptoms, routes and product: beside another change they need no sentence of their own.
    return tuple(_CHANGES[name] for name in moved if name != "clauses") or (_SOMETHING_CHANGED,)


def _has_a_year_passed(since: date, today: date) -> bool:
    """Return whether the same day of the next year has come; after 29 February that is 1 March."""
    return (today.year, today.month, today.day) >= (since.year + 1, since.month, since.day)
