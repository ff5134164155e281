"""How a consent becomes pages of the patient screen: clauses, questions, choices, who signs. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass

from stemsup_desktop.consultation.consent_model import AssembledConsent, Clause, YesNoChoice
from stemsup_desktop.consultation.patient_screen.border import without_hidden
from stemsup_desktop.consultation.patient_screen.pages import (
    ClauseScreen,
    ConsentPages,
    Entry,
    Option,
    Place,
    QuestionScreen,
    SignatureScreen,
    Tick,
    Wants,
)
from stemsup_desktop.consultation.record import Choices
from stemsup_desktop.consultation.separate_choices import ChoiceName
from stemsup_desktop.consultation.signing import ClauseToInitial, MarkState, QuestionToAnswer, SignerToSign, Signing
from stemsup_desktop.consultation.signing_hashes import list_clauses
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.language import Text
from stemsup_desktop.ui.components.ink_record import INITIALS_BOX, SIGNATURE_BOX
from stemsup_desktop.ui.passages import is_read_again, write_without_ticks
from stemsup_desktop.ui.words import Words

KEY_POINTS = "clause:key-points"
CHOICES_SEEN, SEEN = "choices:seen", "seen"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class ConsentSource:
    """What the pages are derived from; `words` and `consent` are in the language that is read on the screen.

    `added` are roles that sign though nothing asks for them.
    """

    signing: Signing
    consent: AssembledConsent
    choices: Choices
    words: Words
    patient: str
    clinic: str
    token: str
    added: frozenset[SignerRole] = frozenset()

    def say(self, text: Text | None) -> str:
        """Return a text in the language that is read."""
        return "" if text is None else text.in_language(self.words.language)

    @property
    def over(self) -> str:
        """Whose form it is: from here on the patient's name is seen, so that they can check it."""
        return self.words("patient_screen.over_consent", name=without_hidden(self.patient))


def derive_consent_pages(source: ConsentSource) -> tuple[ConsentPages, ...]:
    """Return all pages of a consent in the order in which it is signed."""
    return (
        *_derive_clauses(source),
        *_derive_questions(source),
        *_derive_choices(source),
        *_derive_signers(source),
    )


def _derive_clauses(source: ConsentSource) -> Iterator[ClauseScreen]:
    consent, words = source.consent, source.words
    clauses = list_clauses(consent)
    wanted = {one.clause_id: one for one in source.signing.clauses}
    headings = {clause.clause_id: section for section in consent.sections for clause in section.clauses}
    part, count = words("patient_screen.part_clauses"), len(clauses) + 1
    yield ClauseScreen(
        key=KEY_POINTS,
        subject=source.token,
        clinic=source.clinic,
        over=source.over,
        title=consent.key_points_heading,
        passage=tuple(words("desk.bullet", text=without_hidden(point)) for point in consent.key_points),
        foot=_foot(source),
        place=Place(part, 1, count),
    )
    for number, clause in enumerate(clauses, 2):
        section = headings[clause.clause_id]
        over = source.over
        if (section.number, section.heading) != (clause.number, clause.title):
            over = words("patient_screen.over_section", form=over, number=section.number, heading=section.heading)
        yield _derive_clause(clause, wanted.get(clause.clause_id), source, over, Place(part, number, count))


def _derive_clause(
    clause: Clause, initial: ClauseToInitial | None, source: ConsentSource, over: str, place: Place
) -> ClauseScreen:
    words = source.words
    title = f"{clause.number}  {clause.title}"
    ticks = tuple(
        Tick(one.tick_id, without_hidden(source.say(one.text)), one.is_ticked)
        for one in source.signing.ticks
        if one.clause_number == clause.number
    )
    is_kept = initial is not None and initial.state is MarkState.DONE and initial.mark is not None
    return ClauseScreen(
        key=f"clause:{clause.clause_id}",
        subject=source.token,
        clinic=source.clinic,
        over=over,
        title=title,
        passage=tuple(without_hidden(line) for line in write_without_ticks(clause, words)),
        wants=Wants.NOTHING if initial is None else Wants.INITIALS,
        ask="" if initial is None or is_kept else words("desk.write_initials"),
        note=_say_why_again(initial, source),
        pad_name="" if initial is None else words("desk.pad_initials", number=clause.number, title=clause.title),
        box=INITIALS_BOX,
        kept=initial.mark.ink if is_kept and initial is not None and initial.mark is not None else None,
        ticks=ticks,
        foot=_foot(source),
        place=place,
    )


def _say_why_again(initial: ClauseToInitial | None, source: ConsentSource) -> str:
    """Say why a clause is read once more: what to know after an answer that did not fit, or what has changed."""
    if initial is None or initial.state is not MarkState.VOID:
        return ""
    misfit = is_read_again(initial.clause_id, source.signing)
    return source.say(initial.why if misfit is None else misfit.explanation)


def _derive_questions(source: ConsentSource) -> Iterator[QuestionScreen]:
    words, questions = source.words, source.signing.questions
    for number, entry in enumerate(questions, 1):
        yield QuestionScreen(
            key=f"question:{entry.question.id}",
            subject=source.token,
            clinic=source.clinic,
            over=words("patient_screen.over_question", form=source.over),
            question=source.say(entry.question.question),
            hint=words("patient_screen.question_hint"),
            options=tuple(Option(one.id, source.say(one.text)) for one in entry.question.options),
            clause_key=f"clause:{entry.question.clause.id}",
            note=words("patient_screen.question_settled") if entry.state is MarkState.DONE else "",
            is_settled=entry.state is MarkState.DONE,
            why_not=_say_why_not_asked(entry, source),
            foot=_foot(source),
            place=Place(words("patient_screen.part_questions"), number, len(questions)),
        )


def _say_why_not_asked(entry: QuestionToAnswer, source: ConsentSource) -> str:
    if entry.state is not MarkState.LOCKED:
        return ""
    return source.words(
        "patient_screen.question_waits", number=entry.clause_number, title=source.say(entry.clause_title)
    )


def _derive_choices(source: ConsentSource) -> Iterator[ClauseScreen]:
    choices, words = source.signing.choices, source.words
    if choices is None:
        return
    part, count = words("patient_screen.part_choices"), len(ChoiceName) + 1
    options = (Option(YES, words("common.yes")), Option(NO, words("common.no")))
    for number, name in enumerate(ChoiceName, 1):
        yield ClauseScreen(
            key=f"choice:{name.value}",
            subject=source.token,
            clinic=source.clinic,
            over=source.over,
            title=words(f"consent.choice_{name.value}"),
            passage=(*_say_choice(name, source), words("desk.step_choices")),
            wants=Wants.CHOICE,
            ask=words("patient_screen.choose"),
            options=options,
            chosen=YES if getattr(source.choices, name.value) else NO,
            foot=_foot(source),
            place=Place(part, number, count),
        )
    is_seen = choices.state is MarkState.DONE
    yield ClauseScreen(
        key=CHOICES_SEEN,
        subject=source.token,
        clinic=source.clinic,
        over=source.over,
        title=words("desk.choices_heading"),
        passage=tuple(
            words(
                "desk.choice",
                choice=words(f"consent.choice_{name.value}"),
                answer=words("common.yes" if getattr(source.choices, name.value) else "common.no"),
            )
            for name in ChoiceName
        ),
        wants=Wants.CHOICE,
        note=source.say(choices.why),
        options=(Option(SEEN, words("desk.choices_seen")),),
        chosen=SEEN if is_seen else "",
        foot=_foot(source),
        place=Place(part, count, count),
    )


def _say_choice(name: ChoiceName, source: ConsentSource) -> tuple[str, ...]:
    """Return what the form says of a choice: whoever says yes on the screen agrees to the same words as on paper."""
    blocks = (block for clause in list_clauses(source.consent) for block in clause.blocks)
    return tuple(
        without_hidden(block.text)
        for block in blocks
        if isinstance(block, YesNoChoice) and block.choice_id == name.value
    )


def _derive_signers(source: ConsentSource) -> Iterator[SignatureScreen]:
    signers = [one for one in source.signing.signers if _is_to_sign(one, source)]
    for number, signer in enumerate(signers, 1):
        place = Place(source.words("patient_screen.part_signatures"), number, len(signers))
        yield _derive_signer(signer, source, place)


def _is_to_sign(signer: SignerToSign, source: ConsentSource) -> bool:
    return signer.is_required or signer.mark is not None or signer.role in source.added


def _derive_signer(signer: SignerToSign, source: ConsentSource, place: Place) -> SignatureScreen:
    words, mark = source.words, signer.mark
    is_kept = signer.state is MarkState.DONE and mark is not None
    is_typed = signer.role not in (SignerRole.PATIENT, SignerRole.PHYSICIAN) and not is_kept
    title, name = source.say(signer.title), without_hidden(signer.name)
    return SignatureScreen(
        key=f"signature:{signer.role.value}",
        subject=source.token,
        clinic=source.clinic,
        over=source.over,
        role=signer.role.value,
        role_title=title,
        name="" if is_typed else name,
        statement=without_hidden(source.say(signer.statement)),
        ask="" if is_kept else words("desk.write_signature"),
        pad_name=words("desk.pad_signature", role=f"{title} {name}".strip()),
        box=SIGNATURE_BOX,
        name_entry=Entry(words("desk.name"), name) if is_typed else None,
        extra_entry=_derive_extra(signer, source) if is_typed else None,
        note=source.say(signer.why) if signer.state is MarkState.VOID else "",
        kept=mark.ink if is_kept and mark is not None else None,
        why_not=words("patient_screen.waits_for_physician") if signer.state is MarkState.LOCKED else "",
        foot=_foot(source),
        place=place,
    )


def _derive_extra(signer: SignerToSign, source: ConsentSource) -> Entry | None:
    words, mark = source.words, signer.mark
    match signer.role:
        case SignerRole.INTERPRETER:
            return Entry(words("desk.spoken_language"), without_hidden("" if mark is None else mark.spoken_language))
        case SignerRole.GUARDIAN:
            return Entry(words("desk.relation"), without_hidden("" if mark is None else mark.relation))
        case _:
            return None


def _foot(source: ConsentSource) -> str:
    return source.words("patient_screen.foot_consent", version=source.consent.form_version)
