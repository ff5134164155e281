"""A signing on screen: who signs, in which order, what is missing in words, and what a blank cannot pass for."""

from datetime import date, timedelta

import msgspec
import pytest
from consultation.consent_builders import (
    CLEAR,
    STARTED,
    shipped_text,
    with_consent,
    with_consultation,
    with_patient,
    with_product,
)
from consultation.ink_builders import ACCIDENTS, REAL_SIGNATURES, make_ink
from consultation.signing_builders import (
    NAME_INK,
    OTHERS,
    SHI_INK,
    SIGNED,
    answer,
    answer_all,
    assemble,
    initial,
    look,
    make_japanese_file,
    minute,
    prepare,
    see_choices,
    sign,
    sign_all,
    state_of,
    take,
)

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Choices, ConsultationFile, Declined, Examination
from stemsup_desktop.consultation.signing import Signing, derive_signing
from stemsup_desktop.consultation.signing_changes import (
    Signer,
    with_initial,
    with_signature,
    with_teach_back_answer,
    with_tick,
    without_marks,
)
from stemsup_desktop.consultation.signing_entries import MarkState
from stemsup_desktop.consultation.signing_model import Ink, SignerRole, Withdrawal
from stemsup_desktop.consultation.signing_roles import find_required_signers
from stemsup_desktop.consultation.signing_seal import (
    derive_marks,
    make_screen_consent,
    with_screen_consent,
    write_check_number,
)
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, LanguageForm, Text
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN, YES, Answer, ItemAnswers

R = SignerRole
S = MarkState
FILE = make_japanese_file()
READY = prepare(FILE)
SIGNED_BY_ALL = sign_all(FILE)


def say(signing: Signing) -> str:
    return " ".join(one.en for one in signing.missing)


def refused(act: object) -> InputProblem:
    with pytest.raises(InputProblem) as caught:
        act()  # type: ignore[operator]
    return caught.value


# The way through


def test_from_the_first_initials_to_the_physician_nothing_is_missing_only_at_the_end() -> None:
    steps = [FILE, initial(FILE), answer_all(initial(FILE)), READY, sign(READY, R.PATIENT, minute(2)), SIGNED_BY_ALL]
    counts = [len(look(file).missing) for file in steps]

    assert counts == sorted(counts, reverse=True)
    assert [look(file).can_seal for file in steps] == [False] * 5 + [True]
    assert {one.state for one in look(SIGNED_BY_ALL).signers if one.is_required} == {S.DONE}


def test_the_list_of_what_is_missing_names_all_of_it_in_both_languages() -> None:
    missing = look(FILE).missing
    assert [one.en for one in missing] == [
        "Initials are missing at 2, 3a, 3b, 3c, 5b, 6g, 7, 8a, 8b, 8c, 8d, 9e, 10e, 12c, 15a, 15b, 15c.",
        "4 of 4 questions on understanding are open.",
        "The patient has not confirmed the separate choices yet.",
        "The signature “Patient” is missing.",
        "The signature “Explaining physician” is missing.",
    ]
    assert "「説明した医師」の署名がありません。" in [one.ja for one in missing]


@pytest.mark.parametrize("role", [R.GUARDIAN, R.INTERPRETER, R.WITNESS, R.PHYSICIAN])
def test_nobody_signs_before_the_patient(role: SignerRole) -> None:
    assert state_of(look(READY), role) is S.LOCKED
    assert refused(lambda: sign(READY, role, minute(2))).code == "signature-not-yet"


@pytest.mark.parametrize(
    "file",
    [FILE, initial(FILE), see_choices(answer_all(initial(FILE, "product-facts"))), see_choices(initial(FILE))],
    ids=["nothing", "no answers", "initials missing", "no answers, choices seen"],
)
def test_the_patient_does_not_sign_while_anything_before_it_is_open(file: ConsultationFile) -> None:
    assert state_of(look(file), R.PATIENT) is S.LOCKED
    problem = refused(lambda: sign(file, R.PATIENT, minute(2)))
    assert problem.code == "signature-not-yet"
    assert problem.details


def test_a_clause_left_out_keeps_the_patient_from_signing() -> None:
    cleared = take(READY, without_marks(READY, clause_ids=("risk-unknown",)))
    assert "Initials are missing at 8d." in say(look(cleared))
    assert state_of(look(cleared), R.PATIENT) is S.LOCKED


@pytest.mark.parametrize("question", look(FILE).questions, ids=lambda one: one.question.id)
def test_each_question_left_out_keeps_the_patient_from_signing(question: object) -> None:
    question_id = question.question.id  # type: ignore[attr-defined]
    kept = tuple(one for one in READY.consultation.consent.teach_back if one.question_id != question_id)
    without = with_consent(READY, teach_back=kept)
    assert "1 of 4 questions on understanding are open." in say(look(without))
    assert state_of(look(without), R.PATIENT) is S.LOCKED


# Who signs


def test_an_adult_who_reads_the_form_signs_with_the_physician_alone() -> None:
    assert [one.role for one in look(FILE).signers if one.is_required] == [R.PATIENT, R.PHYSICIAN]


def test_a_minor_needs_a_guardian_and_the_physician_waits_for_them() -> None:
    minor = with_patient(FILE, birth_date=date(2009, 9, 9))
    signed = sign(prepare(minor), R.PATIENT, minute(2))
    assert state_of(look(signed), R.GUARDIAN) is S.OPEN
    assert state_of(look(signed), R.PHYSICIAN) is S.LOCKED
    assert "Parent or guardian" in say(look(signed))
    assert look(sign_all(minor, R.GUARDIAN)).can_seal
    assert find_required_signers(with_patient(FILE, birth_date=date(2008, 9, 8)), (Language.JA,)) == {
        R.PATIENT,
        R.PHYSICIAN,
    }


@pytest.mark.parametrize(("given", "wants"), [(YES, False), (NO, True), (UNKNOWN, True)])
def test_a_guardian_signs_where_the_checklist_does_not_say_that_the_patient_can(given: Answer, wants: bool) -> None:
    examination = Examination(responses=(ItemAnswers("in2", (given,)),))
    signers = look(with_consultation(FILE, examination=examination)).signers
    assert next(one.is_required for one in signers if one.role is R.GUARDIAN) is wants


def test_a_form_in_another_language_needs_an_interpreter_who_says_which_language() -> None:
    foreign = with_patient(FILE, language=Language.EN)
    japanese = with_consent(foreign, language=LanguageForm.JA)
    signed = sign(prepare(japanese), R.PATIENT, minute(2))
    assert state_of(look(signed), R.INTERPRETER) is S.OPEN
    nameless = Signer(R.INTERPRETER, "Thida Example", " ")
    assert refused(lambda: sign(signed, R.INTERPRETER, minute(3), signer=nameless)).code == "name-blank"
    done = sign_all(japanese, R.INTERPRETER)
    assert look(done).can_seal
    given = make_screen_consent(done, CLEAR, shipped_text(), assemble(done), "CNS-1", minute(6))
    assert (given.interpreter_name, given.guardian_name) == ("Thida Example", "")
    assert not next(one.is_required for one in look(foreign).signers if one.role is R.INTERPRETER)


def test_a_cross_wants_a_witness() -> None:
    marked = sign(READY, R.PATIENT, minute(2), REAL_SIGNATURES["a cross"])
    assert state_of(look(marked), R.PHYSICIAN) is S.LOCKED
    assert "Witness" in say(look(marked))
    witnessed = sign(sign(marked, R.WITNESS, minute(3)), R.PHYSICIAN, minute(4))
    assert look(witnessed).can_seal


def test_an_optional_signer_may_be_added_and_then_counts() -> None:
    signed = sign_all(FILE, R.WITNESS, R.INTERPRETER)
    assert look(signed).can_seal
    assert set(derive_marks(look(signed)).signatures) == {R.PATIENT, R.WITNESS, R.INTERPRETER, R.PHYSICIAN}


def test_blank_names_sign_nothing() -> None:
    signed = sign(READY, R.PATIENT, minute(2))
    nobody = Signer(R.WITNESS, "　 ")
    assert refused(lambda: sign(signed, R.WITNESS, minute(3), signer=nobody)).code == "name-blank"


# Rule 5: a blank is not a signature


@pytest.mark.parametrize(("ink", "_fault"), ACCIDENTS.values(), ids=ACCIDENTS)
def test_no_accident_is_taken_as_a_signature_nor_counts_if_it_comes_into_the_record(ink: Ink, _fault: str) -> None:
    assert refused(lambda: sign(READY, R.PATIENT, minute(2), ink)).code == "ink-unreadable"
    forged = tuple(msgspec.structs.replace(one, ink=ink) for one in SIGNED_BY_ALL.consultation.consent.signatures)
    signing = look(with_consent(SIGNED_BY_ALL, signatures=forged))
    assert not signing.can_seal
    assert state_of(signing, R.PATIENT) is S.VOID


def test_blank_initials_are_refused_and_count_for_nothing_in_the_record() -> None:
    form = assemble(FILE)[Language.JA]
    assert refused(lambda: with_initial(FILE, form, "product-facts", make_ink(), SIGNED)).code == "ink-unreadable"
    assert refused(lambda: with_initial(FILE, form, "goal-complaints", SHI_INK, SIGNED)).code == "clause-unknown"
    first, *rest = SIGNED_BY_ALL.consultation.consent.initials
    forged = (msgspec.structs.replace(first, ink=make_ink()), *rest)
    assert not look(with_consent(SIGNED_BY_ALL, initials=forged)).can_seal


HELD: dict[str, tuple[ConsultationFile, str]] = {
    "an expired lot": (with_product(READY, expires=date(2026, 9, 21)), "The lot has expired"),
    "no lot": (with_product(READY, lot_number=" "), "No lot is chosen."),
    "no expiry": (with_product(READY, expires=None), "The expiry date of the lot is missing."),
    "time to think": (with_consent(READY, thinking_until=date(2026, 9, 23)), "The agreed time to think is not over."),
    "a refusal": (with_consent(READY, declined=Declined(SIGNED.date())), "decided against the treatment"),
}


@pytest.mark.parametrize(("file", "said"), HELD.values(), ids=HELD)
def test_what_holds_consent_back_is_said_and_lets_nobody_sign(file: ConsultationFile, said: str) -> None:
    assert said in say(look(file))
    assert state_of(look(file), R.PATIENT) is S.LOCKED
    assert refused(lambda: sign(file, R.PATIENT, minute(2))).code == "signature-not-yet"


@pytest.mark.parametrize("verdict", [Verdict.STOP, Verdict.SPECIALIST, Verdict.NOT_COMPLETE])
def test_under_a_gate_that_is_not_clear_nobody_signs_and_nothing_is_sealed(verdict: Verdict) -> None:
    gate = msgspec.structs.replace(CLEAR, verdict=verdict)
    assert state_of(look(READY, gate), R.PATIENT) is S.LOCKED
    signing = look(SIGNED_BY_ALL, gate)
    assert not signing.can_seal
    assert state_of(signing, R.PATIENT) is S.DONE  # what was signed still fits; it waits


def test_a_lot_that_expires_after_the_signatures_keeps_the_document_from_being_sealed() -> None:
    late = date(2027, 3, 1)
    signing = look(SIGNED_BY_ALL, at=SIGNED.replace(year=2027, month=3, day=1))
    assert late > FILE.consultation.plan.product.expires  # type: ignore[operator]
    assert "The lot has expired" in say(signing)
    assert not signing.can_seal


# Teach-back


def test_a_question_waits_for_the_initials_of_its_clause() -> None:
    effect = next(one for one in look(FILE).questions if one.question.id == "effect")
    assert effect.state is S.LOCKED
    assert effect.why is not None
    assert effect.why.en == "First read and initial clause 7, “What you may hope for, and what not”."
    opened = look(initial(FILE, "benefit-possible"))
    assert next(one for one in opened.questions if one.question.id == "effect").state is S.OPEN


def test_a_wrong_answer_returns_to_its_clause_and_every_attempt_is_kept_without_a_score() -> None:
    file = initial(FILE)
    wrong = answer(file, "effect", is_right=False, at=minute(1))
    clause = next(one for one in look(wrong).clauses if one.clause_id == "benefit-possible")
    question = next(one for one in look(wrong).questions if one.question.id == "effect")
    assert (clause.state, question.state) == (S.VOID, S.LOCKED)
    assert question.explanation is not None
    assert clause.why is not None
    assert "did not fit" in clause.why.en
    again = initial(wrong, "benefit-possible", at=minute(2))
    right = answer(again, "effect", at=minute(3))
    question = next(one for one in look(right).questions if one.question.id == "effect")
    assert (question.state, question.explanation, len(question.answers)) == (S.DONE, None, 2)
    assert [one.option_id for one in right.consultation.consent.teach_back] == ["a", "b"]
    given = derive_marks(look(right)).answers[0]
    assert (given.attempts, given.answer.en) == (2, "They may get better, stay as they are, or get worse")


def test_about_a_clause_without_initials_another_answer_can_be_given_at_once() -> None:
    wrong = answer(FILE, "stop-any-time", is_right=False, at=minute(1))
    question = next(one for one in look(wrong).questions if one.question.id == "stop-any-time")
    assert (question.state, question.clause_number) == (S.OPEN, "16a")
    assert question.explanation is not None


def test_a_right_answer_followed_by_a_wrong_one_is_open_again() -> None:
    both = answer(answer(FILE, "stop-any-time", at=minute(1)), "stop-any-time", is_right=False, at=minute(2))
    assert next(one for one in look(both).questions if one.question.id == "stop-any-time").state is S.OPEN


def test_only_questions_of_this_visit_and_their_options_are_answered() -> None:
    text = shipped_text()
    for question_id, option_id in (("drip-serious", "a"), ("effect", "z"), ("nothing", "a")):
        problem = refused(
            lambda q=question_id, o=option_id: with_teach_back_answer(FILE, text, q, o, Language.JA, SIGNED)
        )
        assert problem.code == "question-unknown"


# Changes after a signature


VOIDING: dict[str, tuple[ConsultationFile, str]] = {
    "the lot": (with_product(SIGNED_BY_ALL, lot_number="OTHER"), "The lot has changed."),
    "the product": (with_product(SIGNED_BY_ALL, name="Other"), "The product has changed."),
    "a choice": (
        with_consent(SIGNED_BY_ALL, choices=Choices(photographs=True)),
        "The separate choices or the ticked boxes have changed.",
    ),
    "a box": (with_consent(SIGNED_BY_ALL, ticks=("free-copy/1",)), "the ticked boxes have changed."),
    "the patient's name": (with_patient(SIGNED_BY_ALL, name="山田 花"), "A name or detail of the patient"),
    "the language": (with_consent(SIGNED_BY_ALL, language=LanguageForm.EN), "read in another language"),
    "what was asked": (
        with_consultation(
            SIGNED_BY_ALL,
            explanation=msgspec.structs.replace(
                SIGNED_BY_ALL.consultation.explanation, questions_asked="Does it hurt?"
            ),
        ),
        "What was explained or asked",
    ),
    "the goal": (
        with_consultation(
            SIGNED_BY_ALL, reason=msgspec.structs.replace(SIGNED_BY_ALL.consultation.reason, goal="Something else")
        ),
        "A detail that the form prints",
    ),
    "the route": (
        with_consultation(
            SIGNED_BY_ALL,
            plan=msgspec.structs.replace(SIGNED_BY_ALL.consultation.plan, routes=(Route.INTRADERMAL, Route.INTRANASAL)),
        ),
        "The route has changed.",
    ),
    "the cost": (
        with_consultation(
            SIGNED_BY_ALL, plan=msgspec.structs.replace(SIGNED_BY_ALL.consultation.plan, fee_per_session_yen=1)
        ),
        "The cost has changed.",
    ),
}


@pytest.mark.parametrize(("file", "said"), VOIDING.values(), ids=VOIDING)
def test_a_change_after_a_signature_voids_it_and_says_which_part_moved(file: ConsultationFile, said: str) -> None:
    signing = look(file)
    patient, physician = signing.signers[0], signing.signers[-1]
    assert (patient.state, physician.state) == (S.VOID, S.VOID)
    assert patient.why is not None
    assert said in patient.why.en
    assert said in say(signing)
    assert not signing.can_seal
    assert patient.mark is not None  # the record keeps it until it is made again
    assert (
        refused(lambda: make_screen_consent(file, CLEAR, shipped_text(), assemble(file), "CNS-1", minute(9))).code
        == "signature-incomplete"
    )


def test_another_gate_with_other_conditions_voids_the_signatures() -> None:
    gate = msgspec.structs.replace(CLEAR, verdict=Verdict.CONDITIONS, conditions=(Text("Patch test.", "貼付試験。"),))
    patient = look(SIGNED_BY_ALL, gate).signers[0]
    assert patient.state is S.VOID
    assert patient.why is not None
    assert "conditions" in patient.why.en


def test_initials_stay_where_their_clause_stays_and_are_void_where_it_moved() -> None:
    signing = look(VOIDING["the lot"][0])
    states = {one.clause_id: one.state for one in signing.clauses}
    assert states.pop("product-facts") is S.VOID
    assert set(states.values()) == {S.DONE}


def test_back_as_it_was_the_same_signature_counts_again() -> None:
    plan = SIGNED_BY_ALL.consultation.plan
    assert look(with_consultation(VOIDING["the lot"][0], plan=plan)).can_seal


def test_initials_made_again_after_a_signature_void_it() -> None:
    again = initial(SIGNED_BY_ALL, "risk-unknown", at=minute(8))
    signing = look(again)
    assert state_of(signing, R.PATIENT) is S.VOID
    assert not signing.can_seal
    cleared = look(take(SIGNED_BY_ALL, without_marks(SIGNED_BY_ALL, clause_ids=("risk-unknown",))))
    assert (state_of(cleared, R.PATIENT), state_of(cleared, R.PHYSICIAN)) == (S.VOID, S.VOID)


def test_a_patient_who_signs_again_after_the_physician_voids_the_physicians_signature() -> None:
    again = sign(SIGNED_BY_ALL, R.PATIENT, minute(8))
    assert state_of(look(again), R.PATIENT) is S.DONE
    assert state_of(look(again), R.PHYSICIAN) is S.VOID
    assert look(sign(again, R.PHYSICIAN, minute(9))).can_seal


def test_a_witness_added_after_the_physician_makes_the_physician_sign_again() -> None:
    added = sign(SIGNED_BY_ALL, R.WITNESS, minute(8))
    assert state_of(look(added), R.PHYSICIAN) is S.VOID


def test_without_the_patients_signature_none_beside_it_counts() -> None:
    alone = take(SIGNED_BY_ALL, without_marks(SIGNED_BY_ALL, roles=(R.PATIENT,)))
    assert state_of(look(alone), R.PHYSICIAN) is S.VOID
    assert state_of(look(alone), R.PATIENT) is S.OPEN


def test_a_name_that_is_not_the_records_does_not_sign() -> None:
    other = sign(READY, R.PATIENT, minute(2), signer=Signer(R.PATIENT, "Somebody Else"))
    assert state_of(look(other), R.PATIENT) is S.VOID


def test_boxes_are_ticked_on_screen_before_anybody_signs_and_stand_in_the_text() -> None:
    ticks = look(FILE).ticks
    assert {one.tick_id for one in ticks} >= {"free-time-and-questions/3", "cost-cooling-off/1", "free-copy/1"}
    assert not any(one.is_ticked for one in ticks)
    assert not any(one.tick_id.startswith("withdrawal") for one in ticks)
    ticked = take(FILE, with_tick(FILE, "free-copy/1", is_ticked=True))
    assert [one.tick_id for one in look(ticked).ticks if one.is_ticked] == ["free-copy/1"]
    assert assemble(ticked)[Language.JA].text_sha256 != assemble(FILE)[Language.JA].text_sha256
    assert take(ticked, with_tick(ticked, "free-copy/1", is_ticked=False)) == FILE
    assert look(sign_all(ticked)).can_seal


# What is given


def test_the_consent_that_is_made_names_number_names_clauses_and_what_was_agreed() -> None:
    given = make_screen_consent(SIGNED_BY_ALL, CLEAR, shipped_text(), assemble(SIGNED_BY_ALL), "CNS-1", minute(6))
    assert (given.medium, given.document_number, given.form_version) == ("screen", "CNS-1", shipped_text().form.version)
    assert (given.patient_name, given.physician_name) == ("山田 花子", "青木 健")
    assert given.signed_on == SIGNED.date()
    assert given.basis_sha256 == assemble(SIGNED_BY_ALL)[Language.EN].basis_sha256
    assert len(given.agreed_clauses) > 40
    sealed = take(SIGNED_BY_ALL, with_screen_consent(SIGNED_BY_ALL.consultation, given))
    assert look(sealed).is_given
    assert not look(sealed).can_seal
    assert (
        refused(lambda: make_screen_consent(sealed, CLEAR, shipped_text(), assemble(sealed), "CNS-2", minute(7))).code
        == "consent-given"
    )
    assert refused(lambda: sign(sealed, R.WITNESS, minute(8))).code == "signature-not-yet"


def seal(file: ConsultationFile) -> ConsultationFile:
    given = make_screen_consent(file, CLEAR, shipped_text(), assemble(file), "CNS-1", minute(6))
    return take(file, with_screen_consent(file.consultation, given))


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_after_a_consent_no_longer_counts_none_of_its_marks_makes_another(is_withdrawn: bool) -> None:
    sealed = seal(SIGNED_BY_ALL)
    if is_withdrawn:
        withdrawal = Withdrawal("CNS-1", minute(20), R.PATIENT, "山田 花子")
        after, at = with_consent(sealed, withdrawals=(withdrawal,)), minute(30)
    else:
        after, at = sealed, SIGNED + timedelta(days=366)
    signing = look(after, at=at)
    assert not signing.is_given
    assert not signing.can_seal
    assert {one.state for one in signing.clauses} == {S.VOID}
    assert state_of(signing, R.PATIENT) is S.VOID
    assert not any(one.state is S.DONE for one in signing.questions)


def test_a_withdrawn_choice_alone_leaves_the_consent_as_it_is() -> None:
    withdrawal = Withdrawal("CNS-1", minute(20), R.PATIENT, "山田 花子", scope=("photographs",))
    assert look(with_consent(seal(SIGNED_BY_ALL), withdrawals=(withdrawal,))).is_given


def test_who_signs_after_the_patient_changes_nothing_of_the_text() -> None:
    sealed = seal(sign_all(FILE, R.WITNESS))
    assert assemble(sealed)[Language.JA].text_sha256 == assemble(FILE)[Language.JA].text_sha256
    assert assemble(sealed)[Language.JA].signatures[3].name == OTHERS[R.WITNESS].name


def test_every_signer_on_the_form_has_its_role() -> None:
    form = assemble(FILE)[Language.JA]
    assert [line.code for line in form.signatures] == list(SignerRole)
    assert [line.is_required for line in form.signatures] == [True, False, False, False, True]


def test_a_check_number_is_in_groups_of_four() -> None:
    assert write_check_number("7f3a91c2e04d55b8" + "0" * 48) == "7f3a 91c2 e04d 55b8"


def test_a_form_in_an_empty_plan_is_far_from_signed_and_says_so() -> None:
    empty = with_consultation(FILE, plan=Plan())
    assert {"No lot is chosen.", "The expiry date of the lot is missing."} <= {one.en for one in look(empty).missing}


def test_a_signature_in_a_language_that_is_read_names_it() -> None:
    mark = SIGNED_BY_ALL.consultation.consent.signatures[0]
    assert (mark.language, mark.text_sha256) == (Language.JA, assemble(FILE)[Language.JA].text_sha256)
    assert mark.ink == NAME_INK
    assert mark.signed_at > STARTED


def test_signing_names_the_role_of_who_is_wanted() -> None:
    titles = [one.title.ja for one in look(FILE).signers]
    assert titles == ["患者さん本人", "親権者・後見人", "通訳者", "立会人", "説明した医師"]
    assert all(one.statement.en.endswith((".", ":")) for one in look(FILE).signers)


def test_the_interface_takes_a_form_in_one_language_alone() -> None:
    only = {Language.JA: assemble(FILE)[Language.JA]}
    signing = derive_signing(FILE, CLEAR, shipped_text(), only, SIGNED.date())
    assert signing.clauses[0].title.en == signing.clauses[0].title.ja == "使う製品"


def test_with_signature_needs_the_form_that_is_read() -> None:
    made = with_signature(
        READY, CLEAR, shipped_text(), assemble(READY), Signer(R.PATIENT, "山田 花子"), Language.JA, NAME_INK, minute(2)
    )
    assert [one.role for one in made.consent.signatures] == [R.PATIENT]
