"""The unfinished form of a signature outlives the program."""

from collections.abc import Iterator
from datetime import date

import msgspec
import pytest
from hostile_strings import HOSTILE
from PySide6.QtCore import QObject
from vault_samples import SteppedVault, make_consultation, make_patient
from visit_samples import CLINIC, NOW, PHYSICIAN

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import Summary
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.draft_keeper import LOOK_EVERY_MS, DraftKeeper
from stemsup_desktop.ui.pages.consent.keeper import SETTING, load_kept, make_signing_keeper
from stemsup_desktop.ui.pages.consent.memory import (
    NO_ENTRIES,
    KeptSignings,
    SigningEntries,
    SigningMemory,
    SigningState,
)
from stemsup_desktop.ui.session import Session

TYPED = SigningEntries(
    document_number="CNS-2026-00001", signed_on=date(2026, 12, 1), witness_name="看護 佐藤", all_initials_present=True
)


@pytest.fixture
def memory() -> SigningMemory:
    return SigningMemory()


@pytest.fixture
def keeper(memory: SigningMemory, session: Session, stepped: SteppedVault) -> Iterator[DraftKeeper[KeptSignings]]:
    parent = QObject()
    made = make_signing_keeper(memory, KeptSignings(), session, stepped.access, parent)
    yield made
    made.close()
    stepped.executor.run_all()


def look(keeper: DraftKeeper[KeptSignings], stepped: SteppedVault) -> None:
    """Let the time between two looks pass, and the write be done."""
    assert keeper._timer.isActive()
    keeper._timer.timeout.emit()
    stepped.executor.run_all()


def test_it_is_looked_at_often_enough_for_a_write_within_one_second() -> None:
    assert LOOK_EVERY_MS <= 500


def test_a_form_under_way_comes_back_in_a_new_window(
    memory: SigningMemory, keeper: DraftKeeper[KeptSignings], stepped: SteppedVault, session: Session
) -> None:
    memory.put("c1", "b" * 64, TYPED)
    look(keeper, stepped)
    again, parent = SigningMemory(), QObject()
    make_signing_keeper(again, load_kept(stepped.vault), session, stepped.access, parent).close()
    assert again.get_state("c1", "b" * 64) == SigningState(TYPED)
    assert again.get_state("c1", "c" * 64) == SigningState(is_outdated=True)
    assert again.get_state("c2", "b" * 64) == SigningState()


def test_a_form_that_was_emptied_recorded_or_discarded_is_not_kept(
    memory: SigningMemory, keeper: DraftKeeper[KeptSignings], stepped: SteppedVault
) -> None:
    for end in (lambda: memory.put("c1", "b", NO_ENTRIES), lambda: memory.forget("c1"), lambda: memory.discard("c1")):
        memory.put("c1", "b", TYPED)
        look(keeper, stepped)
        assert load_kept(stepped.vault).forms
        end()
        look(keeper, stepped)
        assert load_kept(stepped.vault) == KeptSignings()


def test_a_closed_visit_keeps_no_form(
    memory: SigningMemory, keeper: DraftKeeper[KeptSignings], stepped: SteppedVault, session: Session
) -> None:
    memory.put("c9", "b", TYPED)
    closed = msgspec.structs.replace(make_consultation("c9"), summary=Summary(closed_at=NOW))
    session.open_visit(make_patient(), closed, CLINIC, PHYSICIAN)
    look(keeper, stepped)
    assert load_kept(stepped.vault) == KeptSignings()


def test_a_write_that_failed_is_said_and_tried_again(
    memory: SigningMemory, keeper: DraftKeeper[KeptSignings], stepped: SteppedVault
) -> None:
    said: list[Problem | None] = []
    keeper.kept_changed.connect(said.append)
    stepped.access.close(lambda _: None)
    memory.put("c1", "b", TYPED)
    look(keeper, stepped)
    assert keeper.problem is not None
    stepped.access.open("correct horse battery", lambda _: None)
    look(keeper, stepped)
    assert keeper.problem is None
    assert [None if problem is None else problem.code for problem in said] == ["vault-locked", None]
    assert load_kept(stepped.vault).forms[0].entries == TYPED


@pytest.mark.parametrize("damage", ["{", "[]", '{"forms": [{"entries": 1}]}', "null"])
def test_forms_of_another_version_are_left_out(damage: str, stepped: SteppedVault) -> None:
    stepped.vault.save_settings({SETTING: damage})
    assert load_kept(stepped.vault) == KeptSignings()


def test_hostile_texts_come_back_as_typed(
    memory: SigningMemory, keeper: DraftKeeper[KeptSignings], stepped: SteppedVault
) -> None:
    for name, text in HOSTILE.items():
        memory.put(name, "b", SigningEntries(witness_name=normalise_text(text), guardian_name="x"))
    look(keeper, stepped)
    kept = {form.consultation_id: form.entries.witness_name for form in load_kept(stepped.vault).forms}
    assert kept == {name: normalise_text(text) for name, text in HOSTILE.items()}
