"""What marks of a signing are bound to: the text of a clause, the whole text, and the parts that say what moved."""

from collections.abc import Iterable

import msgspec

from stemsup_desktop.consultation.consent_basis import derive_agreed_parts, hash_canonically
from stemsup_desktop.consultation.consent_changes import CHANGES
from stemsup_desktop.consultation.consent_model import AssembledConsent, Clause, YesNoChoice
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.gate_model import FindingState, Gate
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_model import AgreedClause, AgreedPart, PartName
from stemsup_desktop.language import Text

_SIGNED_PART_CHANGES = {
    "people": Text(
        "A name or detail of the patient, the physician or the clinic has changed.",
        "患者さん、医師、またはクリニックの氏名や情報が変わりました。",
    ),
    "choices": Text(
        "The separate choices or the ticked boxes have changed.", "個別の選択またはチェックした欄が変わりました。"
    ),
    "findings": Text(
        "The conditions or the physician's opinions have changed.", "条件または医師の判断の内容が変わりました。"
    ),
    "explanation": Text(
        "What was explained or asked, or the time to think, has changed.",
        "説明や質問の内容、または考えるための期間が変わりました。",
    ),
    "details": Text(
        "A detail that the form prints, such as the goal or the diagnosis, has changed.",
        "目標や診断など、同意書に載る内容が変わりました。",
    ),
}
TEXT_CHANGED = Text("The text of the form has changed.", "同意書の文章が変わりました。")


def hash_clause(clause: Clause) -> str:
    """Return the hash of a clause's text as it stands on the form; its number may move without changing it."""
    return hash_canonically([clause.clause_id, clause.version, clause.title, msgspec.to_builtins(clause.blocks)])


def hash_choices(consent: AssembledConsent) -> str:
    """Return the hash of the clauses that hold the separate choices, as they are ticked; empty if there are none."""
    with_choices = [clause for clause in list_clauses(consent) if has_choices(clause)]
    return hash_canonically([hash_clause(clause) for clause in with_choices]) if with_choices else ""


def has_choices(clause: Clause) -> bool:
    """Say whether a clause holds a choice of its own."""
    return any(isinstance(block, YesNoChoice) for block in clause.blocks)


def list_clauses(consent: AssembledConsent) -> tuple[Clause, ...]:
    """Return the numbered clauses of a form in reading order, without the withdrawal slip behind it."""
    return tuple(clause for section in consent.sections for clause in section.clauses)


def derive_agreed_clauses(consent: AssembledConsent) -> tuple[AgreedClause, ...]:
    """Return which clause versions, in which words, a form asks to agree to."""
    return tuple(AgreedClause(one.clause_id, one.version, hash_clause(one)) for one in list_clauses(consent))


def derive_signed_parts(file: ConsultationFile, gate: Gate, text: ConsentText) -> tuple[AgreedPart, ...]:
    """Return a hash for each part of what is signed: of what is agreed to, and of whatever else the form prints."""
    consultation, patient, clinic = file.consultation, file.patient, file.clinic
    plan, consent = consultation.plan, consultation.consent
    judged = [one for one in gate.findings if one.state is FindingState.OPINION_RECORDED]
    explanation = consultation.explanation
    others: dict[PartName, object] = {
        "people": [
            *(patient.name, patient.kana, patient.romaji, patient.birth_date, patient.sex, patient.chart_number),
            *(file.physician, clinic),
        ],
        "choices": [consent.choices, sorted(consent.ticks)],
        "findings": [gate.conditions, [(one.rule_id, one.rule_version, one.opinion) for one in judged]],
        "explanation": [
            sorted({page.explained_at.date() for page in explanation.pages}),
            explanation.questions_asked,
            consent.thinking_until,
        ],
        "details": [
            consultation.reason,
            *(plan.product.procurement, plan.product.certificate, plan.first_session_on),
            *(plan.aftercare_ids, plan.alternatives_explained),
        ],
    }
    signed = tuple(AgreedPart(name, hash_canonically(msgspec.to_builtins(value))) for name, value in others.items())
    return derive_agreed_parts(file, text) + signed


def say_moved(signed: Iterable[AgreedPart], now: Iterable[AgreedPart]) -> Text:
    """Return which parts have moved since they were signed, in words; at least that the text has changed.

    The clauses follow the symptoms, routes and product, and so do details: beside another change they need no sentence
    of their own.
    """
    words = CHANGES | _SIGNED_PART_CHANGES
    before = {part.name: part.sha256 for part in signed}
    moved = [part.name for part in now if part.name in before and before[part.name] != part.sha256]
    named = [words[name] for name in moved if name not in ("clauses", "details")]
    if not named:
        named = [words[name] for name in moved if name == "details"] or [CHANGES["text"] if moved else TEXT_CHANGED]
    return Text(" ".join(one.en for one in named), "".join(one.ja for one in named))
