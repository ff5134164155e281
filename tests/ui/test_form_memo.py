"""The form that is kept between two marks is the one that would be assembled anew, whatever has changed."""

from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest
from pages.paper_samples import NOW, read_example
from pages.signing_samples import SIGNATURE, make_ink, with_reading
from shipped import get_content

from stemsup_desktop.consultation.plan_model import PlannedPoint
from stemsup_desktop.consultation.record import Choices, Consent, ConsultationFile
from stemsup_desktop.consultation.signing_changes import Signer, with_signature, with_tick
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paperwork import assemble_consents
from stemsup_desktop.ui.components.ink_record import SIGNATURE_BOX
from stemsup_desktop.ui.form_memo import FormMemo


def _with_consent(file: ConsultationFile, **changes: object) -> ConsultationFile:
    consultation = file.consultation
    consent = msgspec.structs.replace(consultation.consent, **changes)
    return msgspec.structs.replace(file, consultation=msgspec.structs.replace(consultation, consent=consent))


def _begin() -> ConsultationFile:
    """Return a file whose form is read now: nothing is signed."""
    file = read_example("clear")
    return _with_consent(file, **{**msgspec.structs.asdict(Consent()), "language": LanguageForm.JA})


def _sign(file: ConsultationFile) -> ConsultationFile:
    """Return a file that the patient has read and signed."""
    read, content = with_reading(file, NOW, Language.JA), get_content()
    gate = content.derive_gate(read, NOW)
    signed = with_signature(
        read,
        gate,
        content.consent,
        assemble_consents(read, gate, content),
        Signer(SignerRole.PATIENT, file.patient.name),
        Language.JA,
        make_ink(SIGNATURE_BOX, SIGNATURE),
        NOW,
    )
    return msgspec.structs.replace(file, consultation=signed)


def _tick(file: ConsultationFile) -> ConsultationFile:
    content = get_content()
    form = assemble_consents(file, content.derive_gate(file, NOW), content)[Language.EN]
    tick = next(
        block.tick_id
        for section in form.sections
        for clause in section.clauses
        for block in clause.blocks
        if getattr(block, "tick_id", "")
    )
    return msgspec.structs.replace(file, consultation=with_tick(file, tick, is_ticked=True))


def _rename(file: ConsultationFile) -> ConsultationFile:
    return msgspec.structs.replace(file, patient=msgspec.structs.replace(file.patient, name="見本 別名"))


def _change_plan(file: ConsultationFile) -> ConsultationFile:
    plan = msgspec.structs.replace(file.consultation.plan, routes=file.consultation.plan.routes[:1], sites=())
    return msgspec.structs.replace(file, consultation=msgspec.structs.replace(file.consultation, plan=plan))


def test_marks_change_nothing_of_the_form_and_it_is_kept() -> None:
    content, memo = get_content(), FormMemo()
    before = memo.assemble(BEGUN, content.derive_gate(BEGUN, NOW), content)
    for file in (with_reading(BEGUN, NOW, Language.JA), _sign(BEGUN)):
        assert file.consultation.consent.initials
        gate = content.derive_gate(file, NOW)
        assert memo.assemble(file, gate, content) == assemble_consents(file, gate, content)
        assert memo.assemble(file, gate, content) is before


BEGUN = _begin()
CHANGES = {
    "a box ticked": _tick,
    "a choice made": lambda file: _with_consent(file, choices=Choices(photographs=True, teaching=True)),
    "a name mended": _rename,
    "another plan": _change_plan,
    "nothing agreed yet": lambda file: _with_consent(file, **msgspec.structs.asdict(Consent())),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_the_form_says_is_said_anew(what: str) -> None:
    content, memo = get_content(), FormMemo()
    signed = _sign(BEGUN)
    before = memo.assemble(signed, content.derive_gate(signed, NOW), content)
    after = CHANGES[what](signed)
    gate = content.derive_gate(after, NOW)
    form = assemble_consents(after, gate, content)
    assert memo.assemble(after, gate, content) == form
    assert what == "nothing agreed yet" or form != before


def test_another_text_makes_another_form() -> None:
    content, memo = get_content(), FormMemo()
    gate = content.derive_gate(BEGUN, NOW)
    before = memo.assemble(BEGUN, gate, content)
    form = msgspec.structs.replace(content.consent.form, version="9.9")
    other = replace(content, consent=msgspec.structs.replace(content.consent, form=form))
    after = memo.assemble(BEGUN, gate, other)
    assert after != before
    assert after == assemble_consents(BEGUN, gate, other)


def test_another_gate_makes_the_form_anew() -> None:
    content, memo = get_content(), FormMemo()
    gate = content.derive_gate(BEGUN, NOW)
    stop = read_example("stop")
    before = memo.assemble(BEGUN, gate, content)
    other = content.derive_gate(stop, NOW)
    assert memo.assemble(BEGUN, other, content) == assemble_consents(BEGUN, other, content)
    assert other == gate or memo.assemble(BEGUN, other, content) is not before


def _with_volume(file: ConsultationFile, volume: str) -> ConsultationFile:
    """Return a file with one planned point of a volume."""
    first, *rest = file.consultation.plan.sites
    point = PlannedPoint("scalp-top/2", Decimal(60), Decimal(60), Decimal(volume))
    plan = msgspec.structs.replace(
        file.consultation.plan, sites=(msgspec.structs.replace(first, points=(point,)), *rest)
    )
    return msgspec.structs.replace(file, consultation=msgspec.structs.replace(file.consultation, plan=plan))


def test_a_number_with_another_nought_is_equal_and_makes_the_form_anew() -> None:
    content, memo = get_content(), FormMemo()
    short, long = _with_volume(BEGUN, "0.1"), _with_volume(BEGUN, "0.10")
    assert short == long
    gate = content.derive_gate(short, NOW)
    before = memo.assemble(short, gate, content)
    after = memo.assemble(long, gate, content)
    assert after is not before
    assert after == assemble_consents(long, gate, content)
    assert memo.assemble(_with_volume(BEGUN, "0.10"), gate, content) is after
