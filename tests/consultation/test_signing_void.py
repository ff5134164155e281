"""Whatever changes after a signature: either it still fits every hash, or it is void and nothing is sealed."""

from typing import Any

import msgspec
import pytest
from authority_builders import Path, change_at, iter_leaves, make_other, read_at
from consultation.consent_builders import CLEAR, shipped_text
from consultation.signing_builders import assemble, look, make_japanese_file, minute, sign_all
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_entries import MarkState
from stemsup_desktop.consultation.signing_hashes import hash_clause, list_clauses
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.consultation.signing_seal import make_screen_consent
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

SIGNED = sign_all(make_japanese_file(routes=(Route.INTRADERMAL, Route.INTRANASAL)), SignerRole.WITNESS)
MARKS = ("consultation", "consent")


def is_of_ink(path: Path) -> bool:
    return "strokes" in path and path[-2:] not in ((0, "x"), (0, "y"))


LEAVES = tuple(path for path in iter_leaves(SIGNED) if not is_of_ink(path) and path != ("format",))
BEFORE_THE_MARKS = tuple(path for path in LEAVES if path[:2] != MARKS)


def judge(file: ConsultationFile, gate: Gate = CLEAR) -> None:
    """Check the rule of this module on one state of a visit."""
    try:
        consents = assemble(file, gate)
    except InputProblem:
        return  # a form that names what the content does not know is not even read
    signing = look(file, gate)
    for one in signing.signers:
        if one.state is MarkState.DONE and one.mark is not None and not signing.is_given:
            form = consents[one.mark.language]
            assert (one.mark.text_sha256, one.mark.basis_sha256) == (form.text_sha256, form.basis_sha256)
        if one.state is MarkState.VOID:
            assert one.why is not None
            assert not signing.can_seal
    for entry in signing.clauses:
        if entry.state is MarkState.DONE and entry.mark is not None and not signing.is_given:
            form = consents[entry.mark.language]
            clause = next(one for one in list_clauses(form) if one.clause_id == entry.clause_id)
            assert entry.mark.clause_sha256 == hash_clause(clause)
        assert entry.state is not MarkState.VOID or not signing.can_seal
    if signing.can_seal:
        roles = {one.role for one in signing.signers if one.state is MarkState.DONE}
        assert {SignerRole.PATIENT, SignerRole.PHYSICIAN} <= roles
        assert {entry.state for entry in signing.clauses} == {MarkState.DONE}
        make_screen_consent(file, gate, shipped_text(), consents, "CNS-1", minute(9))
    else:
        with pytest.raises(InputProblem):
            make_screen_consent(file, gate, shipped_text(), consents, "CNS-1", minute(9))


def change(file: ConsultationFile, path: Path) -> ConsultationFile:
    try:
        return change_at(file, path, make_other)
    except (ValueError, IndexError, TypeError):
        return file


@pytest.mark.parametrize("path", BEFORE_THE_MARKS, ids=lambda path: ".".join(map(str, path)))
def test_any_one_field_that_changes_leaves_every_signature_fitting_or_void(path: Path) -> None:
    changed = change(SIGNED, path)
    assert changed != SIGNED
    judge(changed)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(LEAVES), min_size=1, max_size=5, unique=True),
    st.sampled_from(list(Verdict)),
    st.booleans(),
)
def test_any_many_fields_that_change_leave_every_signature_fitting_or_void(
    paths: list[Path], verdict: Verdict, has_condition: bool
) -> None:
    file = SIGNED
    for path in paths:
        file = change(file, path)
    conditions = (Text("Patch test.", "貼付試験。"),) if has_condition else ()
    judge(file, msgspec.structs.replace(CLEAR, verdict=verdict, conditions=conditions))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_marks_that_are_left_out_turned_or_given_to_another_seal_nothing_that_does_not_fit(data: Any) -> None:
    consent = SIGNED.consultation.consent
    signatures = data.draw(st.permutations(consent.signatures).flatmap(lambda all_: st.sampled_from((all_, all_[1:]))))
    initials = data.draw(st.lists(st.sampled_from(consent.initials), unique_by=lambda one: one.clause_id))
    role = data.draw(st.sampled_from(list(SignerRole)))
    moved = tuple(
        msgspec.structs.replace(one, role=role) if number == 0 else one for number, one in enumerate(signatures)
    )
    changed = msgspec.structs.replace(consent, signatures=moved, initials=tuple(initials))
    file = msgspec.structs.replace(SIGNED, consultation=msgspec.structs.replace(SIGNED.consultation, consent=changed))
    judge(file)
    if len(initials) < len(consent.initials):
        assert not look(file).can_seal


def test_the_rule_is_tried_on_every_kind_of_field() -> None:
    names = {path[1] for path in LEAVES if path[0] == "consultation"}
    assert {"plan", "reason", "consent"} <= names
    assert any("signatures" in path for path in LEAVES)
    assert read_at(SIGNED, ("consultation", "consent", "signatures", 0, "role")) is SignerRole.PATIENT
    judge(SIGNED)
    assert look(SIGNED).can_seal
