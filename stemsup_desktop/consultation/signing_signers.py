"""Who signs, in which order, and whether each signature still covers the text and what is agreed to."""

from datetime import datetime

import msgspec

from stemsup_desktop.consultation.consent_basis import ADULT_FROM_YEARS
from stemsup_desktop.consultation.consent_model import AssembledConsent, SignatureLine
from stemsup_desktop.consultation.patient import age_in_years
from stemsup_desktop.consultation.signing_clauses import OTHER_CONSENT, OTHER_LANGUAGE
from stemsup_desktop.consultation.signing_entries import (
    ClauseToInitial,
    MarkState,
    QuestionToAnswer,
    Reading,
    SignerToSign,
)
from stemsup_desktop.consultation.signing_hashes import derive_signed_parts, say_moved
from stemsup_desktop.consultation.signing_ink import find_ink_fault, is_cross
from stemsup_desktop.consultation.signing_model import HandSignature, SignerRole
from stemsup_desktop.consultation.signing_roles import find_required_signers
from stemsup_desktop.language import Text

_FIRST_THE_REST = Text(
    "First everything above: what keeps it back, the initials, the questions and the choices.",
    "先に、残っている条件、確認欄、質問、個別の選択を済ませてください。",
)
_PATIENT_FIRST = Text("The patient signs first.", "先に患者さんが署名します。")
_PHYSICIAN_LAST = Text("The physician signs last.", "医師は最後に署名します。")
_MADE_BEFORE = Text(
    "Initials, an answer or a signature that come before it were made again after it.",
    "この署名より先に行う記入や回答、署名が、あとからやり直されました。",
)
_COMES_FIRST = Text(
    "Initials, an answer or a signature that come before it are missing or void.",
    "この署名より先に行う記入や回答、署名が、欠けているか無効になっています。",
)
_OTHER_NAME = Text("The name is no longer that of the record.", "記録にある氏名と異なります。")
_IS_MINOR = Text("The patient is under age.", "患者さんが未成年です。")
_CAPACITY = Text(
    "The checklist does not say that the patient is able to consent alone.",
    "チェックリストで、ひとりで同意できることが確認されていません。",
)
_NOT_THEIR_LANGUAGE = Text("The form is not in the patient's language.", "同意書が患者さんの言語ではありません。")
_MADE_A_CROSS = Text(
    "The patient signed with a mark, which wants a witness.", "患者さんの署名が印（×など）のため、立会人が必要です。"
)
_SPEAKS_WHAT = Text("The interpreter's language is missing.", "通訳した言語が入力されていません。")


class _Turn(msgspec.Struct, frozen=True):
    """Whose turn it is: `can_sign` now; marks before it were last made at `latest`, and all of them count if `fits`."""

    can_sign: bool
    fits: bool
    latest: datetime | None
    waits_for: Text


def derive_signers(
    reading: Reading,
    clauses: tuple[ClauseToInitial, ...],
    questions: tuple[QuestionToAnswer, ...],
    *,
    has_open_marks: bool,
    is_held: bool,
) -> tuple[SignerToSign, ...]:
    """Return the five signers in the order of signing.

    Nobody signs while initials, answers or choices are open, or while something else holds the consent back. What holds
    it back later, such as a lot that expired overnight, voids no signature, but nothing can be sealed.
    """
    latest = max(_list_moments(clauses, questions), default=None)
    first = _Turn(not has_open_marks and not is_held, not has_open_marks, latest, _FIRST_THE_REST)
    patient = _derive_signer(SignerRole.PATIENT, reading, first)
    is_signed = patient.state is MarkState.DONE
    second = _Turn(is_signed and not is_held, is_signed, _latest(latest, patient.mark), _PATIENT_FIRST)
    beside = tuple(
        _derive_signer(role, reading, second)
        for role in (SignerRole.GUARDIAN, SignerRole.INTERPRETER, SignerRole.WITNESS)
    )
    is_ready = is_signed and not any(one.is_missing for one in beside)
    moment = second.latest
    for one in beside:
        moment = _latest(moment, one.mark)
    physician = _Turn(is_ready and not is_held, is_ready, moment, _PHYSICIAN_LAST)
    return (patient, *beside, _derive_signer(SignerRole.PHYSICIAN, reading, physician))


def _derive_signer(role: SignerRole, reading: Reading, turn: _Turn) -> SignerToSign:
    marks = {one.role: one for one in reading.file.consultation.consent.signatures}
    mark = marks.get(role)
    why_wanted = _find_reason(role, reading, marks.get(SignerRole.PATIENT))
    if mark is None:
        is_open = turn.can_sign and not reading.is_given
        state = MarkState.OPEN if is_open else MarkState.LOCKED
        why = why_wanted if is_open or reading.is_given else turn.waits_for
    else:
        why = None if reading.is_given else _find_void(mark, reading, turn)
        state = MarkState.DONE if why is None else MarkState.VOID
    return SignerToSign(
        role=role,
        title=reading.say(lambda form: _get_line(form, role).role),
        statement=reading.say(lambda form: _get_line(form, role).statement),
        name=mark.name if mark is not None else _find_name(role, reading),
        is_required=role in (SignerRole.PATIENT, SignerRole.PHYSICIAN) or why_wanted is not None,
        state=state,
        why=why,
        mark=mark,
    )


def _find_reason(role: SignerRole, reading: Reading, patient: HandSignature | None) -> Text | None:
    """Return why somebody beside patient and physician must sign, or None where they need not."""
    required = find_required_signers(reading.file, reading.languages)
    match role:
        case SignerRole.GUARDIAN if role in required:
            day = reading.file.consultation.started_at.date()
            is_minor = age_in_years(reading.file.patient.birth_date, day) < ADULT_FROM_YEARS
            return _IS_MINOR if is_minor else _CAPACITY
        case SignerRole.INTERPRETER if role in required:
            return _NOT_THEIR_LANGUAGE
        case SignerRole.WITNESS if patient is not None and is_cross(patient.ink):
            return _MADE_A_CROSS
        case _:
            return None


def _find_void(mark: HandSignature, reading: Reading, turn: _Turn) -> Text | None:
    """Return why a signature no longer counts, or None if it does."""
    if reading.is_used(mark.signed_at):
        return OTHER_CONSENT
    if mark.language not in reading.languages:
        return OTHER_LANGUAGE
    consent = reading.consents[mark.language]
    if (mark.text_sha256, mark.basis_sha256) != (consent.text_sha256, consent.basis_sha256):
        return say_moved(mark.agreed_parts, derive_signed_parts(reading.file, reading.gate, reading.text))
    if mark.role in (SignerRole.PATIENT, SignerRole.PHYSICIAN) and mark.name != _find_name(mark.role, reading):
        return _OTHER_NAME
    if mark.role is SignerRole.INTERPRETER and not mark.spoken_language.strip():
        return _SPEAKS_WHAT
    if not turn.fits:
        return _COMES_FIRST
    if turn.latest is not None and mark.signed_at < turn.latest:
        return _MADE_BEFORE
    return find_ink_fault(mark.ink)


def _find_name(role: SignerRole, reading: Reading) -> str:
    match role:
        case SignerRole.PATIENT:
            return reading.file.patient.name
        case SignerRole.PHYSICIAN:
            return reading.file.physician.name
        case _:
            return ""


def _get_line(form: AssembledConsent, role: SignerRole) -> SignatureLine:
    return next(line for line in form.signatures if line.code is role)


def _list_moments(clauses: tuple[ClauseToInitial, ...], questions: tuple[QuestionToAnswer, ...]) -> list[datetime]:
    """Return when what comes before the patient's signature was made."""
    answers = (one.answers[-1] for one in questions if one.answers)
    return [one.mark.made_at for one in clauses if one.mark is not None] + [one.answered_at for one in answers]


def _latest(moment: datetime | None, mark: HandSignature | None) -> datetime | None:
    return max((one for one in (moment, None if mark is None else mark.signed_at) if one is not None), default=None)
