"""The slip of a withdrawal: what is taken back, what follows from it, and who says so."""

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.consent_model import Block, Bullets, Paragraph, SignatureLine
from stemsup_desktop.consultation.eras import format_legal_date, format_legal_moment
from stemsup_desktop.consultation.record import ConsultationFile, GivenConsent
from stemsup_desktop.consultation.sheet_facing import SheetFacing
from stemsup_desktop.consultation.sheet_model import Sheet, SheetPart
from stemsup_desktop.consultation.sheet_text import SheetForm
from stemsup_desktop.consultation.signing_model import HandSignature, SignerRole, Withdrawal
from stemsup_desktop.consultation.withdrawal import CHOICE_NAMES, find_clauses
from stemsup_desktop.consultation.withdrawal_words import WHOLE, Titles, say_part
from stemsup_desktop.language import Language, Text

_REASON = Text("Reason, if one was given", "理由（伺った場合）")
_RECORDED_BY = Text("Recorded by", "記録者")
_SIGNATURES = Text("Signatures", "署名")
_PATIENT = Text("Patient", "ご本人")
_GUARDIAN = Text("Guardian", "親権者・後見人")
_STAFF = Text("Received for the clinic", "受け付けた人")


def derive_withdrawal_slip(
    file: ConsultationFile, withdrawal: Withdrawal, form: SheetForm, titles: Titles, language: Language
) -> Sheet:
    """Return the slip of a withdrawal in one language. No verdict and no closed visit keeps it back."""
    facing = SheetFacing(file, language)
    signature = file.consultation.consent.signature
    consent = signature if signature is not None and _is_of(signature, withdrawal) else None
    signed_on = "" if consent is None else format_legal_date(consent.signed_on, language)
    agreed = "" if consent is None else consent.form_version
    whole = (Paragraph(facing.say(WHOLE), is_strong=True),)
    parts = (Bullets(tuple(facing.say(say_part(part, titles)) for part in withdrawal.scope)),)
    what: tuple[Block, ...] = (
        *facing.recorded(
            (labels.CONSENT_NUMBER, withdrawal.document_number),
            (labels.SIGNED_ON, signed_on),
            (labels.CONSENT_FORM_VERSION, agreed),
            (labels.WITHDRAWN_AT, format_legal_moment(withdrawal.withdrawn_at, language)),
            (_RECORDED_BY, withdrawal.recorded_by),
            (_REASON, withdrawal.reason),
        ),
        *(parts if withdrawal.scope else whole),
    )
    sections = [facing.part(form.get_section("what"), *what)]
    sections += [facing.part(form.get_section(effect)) for effect in _list_effects(withdrawal)]
    sections += [facing.part(form.get_section(name)) for name in ("kept", "contact")]
    return Sheet(
        language=language,
        title=facing.say(form.title),
        subtitle=facing.say(form.subtitle),
        form_id=form.id,
        form_version=form.version,
        who=facing.who(has_era=True),
        parts=tuple(_joined(sections)),
        signatures_heading=facing.say(_SIGNATURES),
        signatures=_derive_signatures(facing, withdrawal, form),
        mark=_derive_mark(withdrawal, language),
    )


def _is_of(signature: GivenConsent, withdrawal: Withdrawal) -> bool:
    return signature.document_number == withdrawal.document_number


def _list_effects(withdrawal: Withdrawal) -> tuple[str, ...]:
    if not withdrawal.scope:
        return ("effect-whole",)
    has_choice = any(part in CHOICE_NAMES for part in withdrawal.scope)
    return (*(("effect-part",) if find_clauses(withdrawal) else ()), *(("effect-choice",) if has_choice else ()))


def _joined(parts: list[SheetPart]) -> list[SheetPart]:
    """Put parts of one heading under it once."""
    joined: list[SheetPart] = []
    for part in parts:
        if joined and joined[-1].heading == part.heading:
            joined[-1] = SheetPart(part.heading, (*joined[-1].blocks, *part.blocks))
        else:
            joined.append(part)
    return joined


def _derive_mark(withdrawal: Withdrawal, language: Language) -> HandSignature | None:
    if withdrawal.ink is None:
        return None
    role, name, at = withdrawal.by_role, withdrawal.by_name, withdrawal.withdrawn_at
    return HandSignature(role, name, at, language, text_sha256="", basis_sha256="", ink=withdrawal.ink)


def _derive_signatures(facing: SheetFacing, withdrawal: Withdrawal, form: SheetForm) -> tuple[SignatureLine, ...]:
    is_guardian = withdrawal.by_role is SignerRole.GUARDIAN
    statement = form.statements["guardian" if is_guardian else "patient"]
    role = _GUARDIAN if is_guardian else _PATIENT
    received = form.statements["received"]
    return (
        SignatureLine(
            facing.say(role), facing.say(statement), withdrawal.by_name, is_required=True, code=withdrawal.by_role
        ),
        SignatureLine(facing.say(_STAFF), facing.say(received), withdrawal.recorded_by, True, SignerRole.WITNESS),
    )
