"""Everything that keeps a consent from being signed and sealed, in words of both languages."""

from collections.abc import Iterable

from stemsup_desktop.consultation.consent_basis import (
    ConsentState,
    SignatureDraft,
    consent_basis_sha256,
    derive_consent_standing,
    missing_for_signature,
)
from stemsup_desktop.consultation.signing_entries import (
    ChoicesToSee,
    ClauseToInitial,
    MarkState,
    QuestionToAnswer,
    Reading,
)
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.language import Text

_PRESENT = "…"
"""Stands for what a signature on paper is asked for and the marks on screen answer for themselves."""
_DECLINED = Text("The patient has decided against the treatment.", "患者さんは、この治療を希望しないと伝えています。")
_CHOICES_OPEN = Text(
    "The patient has not confirmed the separate choices yet.", "患者さんが個別の選択をまだ確認していません。"
)


def list_missing_before(reading: Reading) -> tuple[Text, ...]:
    """Return what must be settled before anybody signs: gate, lot, time to think, a refusal."""
    file, text, today = reading.file, reading.text, reading.today
    given = {one.role: one.name for one in file.consultation.consent.signatures}
    draft = SignatureDraft(
        document_number=_PRESENT,
        signed_on=today,
        patient_name=file.patient.name,
        physician_name=file.physician.name,
        all_initials_present=True,
        basis_sha256=consent_basis_sha256(file, text),
        guardian_name=given.get(SignerRole.GUARDIAN) or _PRESENT,
        interpreter_name=given.get(SignerRole.INTERPRETER) or _PRESENT,
        witness_name=given.get(SignerRole.WITNESS) or _PRESENT,
    )
    missing = missing_for_signature(file, reading.gate, text, draft, today)
    standing = derive_consent_standing(file, text, today)
    return (*((_DECLINED,) if standing.state is ConsentState.DECLINED else ()), *missing)


def list_missing_marks(
    clauses: tuple[ClauseToInitial, ...], questions: tuple[QuestionToAnswer, ...], choices: ChoicesToSee | None
) -> tuple[Text, ...]:
    """Return which initials, answers and choices are open, and which no longer count and why."""
    missing = list(_say_initials(clauses))
    is_open = [one for one in questions if one.state is not MarkState.DONE]
    if is_open:
        count = len(is_open)
        missing.append(
            Text(
                f"{count} of {len(questions)} questions on understanding are open.",
                f"理解の確認の質問が、{len(questions)}問のうち{count}問残っています。",
            )
        )
    if choices is not None and choices.state is not MarkState.DONE:
        missing.append(choices.why or _CHOICES_OPEN)
    return tuple(missing)


def _say_initials(clauses: tuple[ClauseToInitial, ...]) -> Iterable[Text]:
    wanting = [one for one in clauses if one.state is MarkState.OPEN]
    if wanting:
        where = _list_numbers(wanting)
        yield Text(f"Initials are missing at {where.en}.", f"確認欄が空いています：{where.ja}。")
    for why in dict.fromkeys(one.why for one in clauses if one.state is MarkState.VOID and one.why is not None):
        where = _list_numbers([one for one in clauses if one.state is MarkState.VOID and one.why == why])
        yield Text(
            f"The initials at {where.en} no longer count. {why.en}", f"{where.ja}の確認欄は無効になりました。{why.ja}"
        )


def _list_numbers(clauses: Iterable[ClauseToInitial]) -> Text:
    numbers = [clause.number for clause in clauses]
    return Text(", ".join(numbers), "、".join(numbers))
