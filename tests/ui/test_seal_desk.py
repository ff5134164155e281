"""From the last signature to the sealed file in the vault: in one go, off the window's thread, or not at all."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from consultation.ink_builders import INITIALS, NAME, SHI, make_ink
from pages.paper_samples import NOW, Room, read_example, with_fee
from shipped import get_content, get_fonts
from staff_samples import NURSE

from stemsup_desktop.consultation.fhir_record_reading import read_fhir_record
from stemsup_desktop.consultation.record import Consent, Consultation, ConsultationFile
from stemsup_desktop.consultation.seal_model import SealState as FileState
from stemsup_desktop.consultation.signing import derive_signing
from stemsup_desktop.consultation.signing_changes import (
    Signer,
    with_choices_seen,
    with_initial,
    with_signature,
    with_teach_back_answer,
)
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.documents.sealing.verification import verify_pdf
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import assemble_consents
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.paper_desk import PaperDesk, Produced
from stemsup_desktop.ui.seal_desk import SealDesk, SealedConsent, SealStage
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Catalogue

FILE = read_example("clear")
NAME_INK, SHI_INK = make_ink(*NAME), make_ink(*SHI, size=INITIALS)
Result = Ok[SealedConsent] | Err


def sign(file: ConsultationFile, *, is_whole: bool = True) -> Consultation:
    """Return the visit with everything signed on screen; the physician is left out unless it is whole."""
    gate, content = get_content().derive_gate(file, NOW), get_content()
    text = content.consent

    def take(consultation: Consultation) -> None:
        nonlocal file
        file = msgspec.structs.replace(file, consultation=consultation)

    forms = assemble_consents(file, gate, content)
    form = forms[Language.JA]
    signing = derive_signing(file, gate, text, forms, NOW.date())
    for clause in signing.clauses:
        take(with_initial(file, form, clause.clause_id, SHI_INK, NOW - timedelta(minutes=9)))
    for one in signing.questions:
        question, at = one.question, NOW - timedelta(minutes=8)
        take(with_teach_back_answer(file, text, question.id, question.right, Language.JA, at))
    take(with_choices_seen(file, form))
    signers = [Signer(SignerRole.PATIENT, file.patient.name), Signer(SignerRole.PHYSICIAN, file.physician.name)]
    for number, signer in enumerate(signers[: 2 if is_whole else 1]):
        at = NOW - timedelta(minutes=5 - number)
        take(with_signature(file, gate, text, forms, signer, Language.JA, NAME_INK, at))
    return file.consultation


def clear_consent(file: ConsultationFile) -> ConsultationFile:
    consent = Consent(language=LanguageForm.JA, choices=file.consultation.consent.choices)
    return msgspec.structs.replace(file, consultation=msgspec.structs.replace(file.consultation, consent=consent))


OPEN = clear_consent(FILE)
SIGNED, LACKING = sign(OPEN), sign(OPEN, is_whole=False)


@pytest.fixture
def make_room(tmp_path: Path, theme: Theme, catalogue: Catalogue) -> Iterator[Callable[..., Room]]:
    rooms: list[Room] = []

    def make(author: Any = None, *, has_key: bool = True) -> Room:
        room = Room(tmp_path / f"vault{len(rooms)}", theme, catalogue, OPEN, author=author)
        if has_key:
            key = make_clinic_key("Sample Clinic", NOW)
            room.in_vault(lambda vault: vault.save_seal_key(key))
        rooms.append(room)
        return room

    yield make
    for room in rooms:
        room.close()


def start(room: Room, consultation: Consultation = SIGNED) -> tuple[SealDesk, list[Result]]:
    """Begin to seal; nothing has run yet."""
    room.session.change("sign", consultation)
    desk = SealDesk(room.context, get_content(), room.access, get_fonts())
    results: list[Result] = []
    desk.seal(results.append)
    return desk, results


def get_problem(results: list[Result]) -> InputProblem:
    (result,) = results
    assert isinstance(result, Err)
    assert isinstance(result.problem, InputProblem)
    return result.problem


def assert_nothing_is_sealed(room: Room) -> None:
    assert room.documents() == ()
    visit = room.in_vault(lambda vault: vault.load_consultation(OPEN.consultation.consultation_id))
    assert visit.consent.signature is None
    assert room.session.state.consultation.consent.signature is None


def test_a_signed_consent_is_sealed_kept_and_recorded(make_room: Callable[..., Room]) -> None:
    room = make_room()
    desk, results = start(room)
    assert desk.state.stage is SealStage.PREPARING
    room.executor.run_all()

    (result,) = results
    assert isinstance(result, Ok)
    given, paper = result.value.given, result.value.paper
    assert room.session.state.consultation.consent.signature == given
    assert (given.medium, given.document_number, given.signed_on) == ("screen", "CNS-2026-00001", NOW.date())
    assert desk.state.stage is SealStage.IDLE
    assert room.session.is_saved
    visit = room.in_vault(lambda vault: vault.load_consultation(OPEN.consultation.consultation_id))
    assert visit.consent.signature == given
    assert room.in_vault(lambda vault: vault.load_sealed("CNS-2026-00001")) == paper.sealed.pdf
    known = room.in_vault(lambda vault: vault.load_known_seals("CNS-2026-00001"))
    assert verify_pdf(paper.sealed.pdf, known, NOW).state is FileState.GENUINE


def test_the_sealed_file_carries_the_record_it_was_made_from(make_room: Callable[..., Room]) -> None:
    room = make_room()
    _, results = start(room)
    room.executor.run_all()
    (result,) = results
    assert isinstance(result, Ok)
    with pikepdf.open(io.BytesIO(result.value.paper.sealed.pdf)) as pdf:
        data = pdf.attachments["record.json"].get_file().read_bytes()
    record = read_fhir_record(data)
    assert record.consent.given == result.value.given
    assert {one.role for one in record.consent.signatures} == {SignerRole.PATIENT, SignerRole.PHYSICIAN}
    assert record.consent.initials[0].ink == SHI_INK


def test_what_is_not_whole_is_not_sealed_and_every_missing_thing_is_named(make_room: Callable[..., Room]) -> None:
    room = make_room()
    desk, results = start(room, LACKING)
    room.executor.run_all()
    problem = get_problem(results)
    assert (problem.code, [one.en for one in problem.details]) == (
        "signature-incomplete",
        ["The signature “Explaining physician” is missing."],
    )
    assert desk.state.problem is problem
    assert_nothing_is_sealed(room)


def test_a_vault_without_a_certificate_seals_nothing_and_says_so(make_room: Callable[..., Room]) -> None:
    room = make_room(has_key=False)
    _, results = start(room)
    room.executor.run_all()
    assert get_problem(results).code == "seal-key-missing"
    assert_nothing_is_sealed(room)


@pytest.mark.parametrize("steps", range(1, 5))
def test_called_off_at_any_step_before_it_is_kept_nothing_is_sealed(make_room: Callable[..., Room], steps: int) -> None:
    room = make_room()
    desk, results = start(room)
    for _ in range(steps):
        if desk.state.can_cancel and room.executor.queued:
            room.executor.step()
    if not desk.state.can_cancel:
        assert desk.state.stage is SealStage.KEEPING
        desk.cancel()  # too late: what is being kept is kept
        room.executor.run_all()
        assert isinstance(results[0], Ok)
        return
    desk.cancel()
    room.executor.run_all()
    assert results == []
    assert desk.state.stage is SealStage.IDLE
    assert_nothing_is_sealed(room)


def test_a_change_while_it_is_sealed_seals_nothing(make_room: Callable[..., Room]) -> None:
    room = make_room()
    desk, results = start(room)
    while desk.state.stage is not SealStage.KEEPING:
        room.executor.step()
    state = room.session.state
    change = with_fee(state.file, 1)
    room.session.change("fee", change.consultation)
    room.session.flush()  # behind the act of sealing: the act comes first
    room.executor.run_all()
    assert isinstance(results[0], Ok)
    consultation = room.session.state.consultation
    assert consultation.plan.fee_per_session_yen == 1
    assert consultation.consent.signature is not None  # and says itself that it no longer covers the plan
    kept = room.in_vault(lambda vault: vault.load_consultation(consultation.consultation_id))
    assert kept.consent.signature == consultation.consent.signature


def test_a_mark_taken_back_in_the_moment_of_keeping_is_in_the_record_as_it_is_on_the_sealed_form(
    make_room: Callable[..., Room],
) -> None:
    room = make_room()
    desk, results = start(room)
    while desk.state.stage is not SealStage.KEEPING:
        room.executor.step()
    state = room.session.state
    consent = msgspec.structs.replace(SIGNED.consent, language=LanguageForm.EN, signatures=(), initials=())
    room.session.change("back", msgspec.structs.replace(state.consultation, consent=consent))
    room.session.flush()  # behind the act of sealing: the program may be killed before the act is answered
    room.executor.step()
    room.executor.step()
    for consultation in (
        room.in_vault(lambda vault: vault.load_consultation(OPEN.consultation.consultation_id)),
        room.session.state.consultation,
    ):
        assert isinstance(results[0], Ok)
        signed = msgspec.structs.replace(SIGNED.consent, signature=results[0].value.given)
        assert consultation.consent == signed
        room.executor.run_all()


def test_a_change_that_is_saved_before_it_is_kept_seals_nothing(make_room: Callable[..., Room]) -> None:
    room = make_room()
    desk, results = start(room)
    room.executor.step()
    room.executor.step()  # the draft and the number
    changed = with_fee(room.session.state.file, 1).consultation
    room.session.change("fee", changed)
    room.session.flush()
    room.executor.run_all()
    assert get_problem(results).code == "record-changed"
    assert desk.state.stage is SealStage.IDLE
    assert room.documents() == ()


def test_undo_takes_no_sealed_consent_away(make_room: Callable[..., Room]) -> None:
    room = make_room()
    _, results = start(room)
    room.executor.run_all()
    assert isinstance(results[0], Ok)
    room.session.undo()
    consent = room.session.state.consultation.consent
    assert consent.signature == results[0].value.given
    assert consent.signatures == SIGNED.consent.signatures
    room.session.flush()
    room.executor.run_all()
    assert room.session.is_saved


def test_staff_seal_no_consent(make_room: Callable[..., Room]) -> None:
    room = make_room(NURSE)
    key = room.in_vault(lambda vault: vault.load_seal_key())
    assert key is not None
    results: list[Result] = []
    desk = SealDesk(room.context, get_content(), room.access, get_fonts())
    desk.seal(results.append)
    room.executor.run_all()
    assert get_problem(results).code in ("physician-only", "signature-incomplete")
    assert room.documents() == ()


def test_rendering_and_sealing_run_in_the_work_lane_and_the_vault_in_its_own(make_room: Callable[..., Room]) -> None:
    room = make_room()
    start(room)
    lanes = []
    while room.executor.queued:
        lanes.append(room.executor.step())
    assert lanes.count(Lane.WORK) == 1
    assert lanes[-1] is Lane.VAULT


def look_at(room: Room, paper: Paper) -> PaperDesk:
    desk = PaperDesk(paper, room.context, get_content(), room.access, get_fonts())
    desk.look(room.session.state.file, room.session.state.gate, LanguageForm.JA)
    room.executor.run_all()
    return desk


def produce(room: Room, paper: Paper) -> Produced:
    desk = look_at(room, paper)
    results: list[Any] = []
    desk.produce(results.append)
    room.executor.run_all()
    assert isinstance(results[0], Ok), results[0]
    produced: Produced = results[0].value
    return produced


def test_after_the_seal_the_page_shown_and_printed_is_the_sealed_file(make_room: Callable[..., Room]) -> None:
    room = make_room()
    _, results = start(room)
    room.executor.run_all()
    assert isinstance(results[0], Ok)
    sealed = results[0].value.paper.sealed.pdf
    desk = look_at(room, Paper.CONSENT)
    assert desk.state.rendered is not None
    assert desk.state.rendered.pdf == sealed
    assert desk.state.kept is not None
    produced = produce(room, Paper.CONSENT)
    assert (produced.pdf, produced.is_copy, produced.number) == (sealed, True, "CNS-2026-00001")
    assert len(room.documents()) == 1


def test_a_summary_of_the_physician_is_sealed_and_printed_again_as_the_same_file(
    make_room: Callable[..., Room],
) -> None:
    room = make_room()
    first, again = produce(room, Paper.SUMMARY), produce(room, Paper.SUMMARY)
    known = room.in_vault(lambda vault: vault.load_known_seals(first.number))
    assert verify_pdf(first.pdf, known, NOW).state is FileState.GENUINE
    assert (again.pdf, again.is_copy) == (first.pdf, True)


def count_seals(vault: Vault) -> int:
    found: int = vault._database.execute("select count(*) from document_seals").fetchone()[0]
    return found


@pytest.mark.parametrize("author", [NURSE, None])
def test_what_staff_print_and_a_form_for_ink_are_not_sealed(make_room: Callable[..., Room], author: Any) -> None:
    room = make_room(author)
    produce(room, Paper.CONSENT)
    if author is not None:
        produce(room, Paper.SUMMARY)
    assert room.in_vault(count_seals) == 0
