"""An unfinished patient form outlives the program."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hostile_strings import HOSTILE

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.vault import Vault, create_vault, open_vault
from stemsup_desktop.ui.pages.patients.draft import AllergyDraft, PatientDraft
from stemsup_desktop.ui.pages.patients.keeper import (
    SETTING,
    KeptForms,
    derive_kept,
    load_kept,
    restore_kept,
    save_kept,
)
from stemsup_desktop.ui.pages.patients.memory import FormEntry, PatientsMemory

PASSPHRASE = "four quiet herons wade"


def clock() -> datetime:
    return datetime(2026, 11, 17, 1, 0, tzinfo=UTC)


def make_vault(folder: Path) -> Vault:
    cheap = KdfParameters(memory_kib=64, passes=1, lanes=1)
    return create_vault(folder, PASSPHRASE, Clinic("Mihon"), Physician("Aoki"), clock=clock, kdf=cheap)


def typed(**lines: str) -> FormEntry:
    return FormEntry(PatientDraft(**lines), PatientDraft())


def test_a_form_under_way_comes_back_in_a_new_window(tmp_path: Path) -> None:
    memory = PatientsMemory(form_id="")
    memory.entries[""] = typed(name="山田 花", birth_date="1972-04")
    with make_vault(tmp_path / "v") as vault:
        save_kept(vault, derive_kept(memory))
    again = PatientsMemory()
    with open_vault(tmp_path / "v", PASSPHRASE, clock=clock) as vault:
        restore_kept(again, load_kept(vault))
    assert again.entries[""].draft == PatientDraft(name="山田 花", birth_date="1972-04")
    assert again.form_id == ""


def test_a_form_that_says_nothing_new_is_not_kept() -> None:
    memory = PatientsMemory(form_id="")
    memory.entries[""] = typed()
    assert derive_kept(memory) == KeptForms()


def test_a_saved_form_is_forgotten(tmp_path: Path) -> None:
    memory = PatientsMemory(form_id="")
    memory.entries[""] = typed(name="x")
    with make_vault(tmp_path / "v") as vault:
        save_kept(vault, derive_kept(memory))
        memory.entries.clear()
        memory.form_id = None
        save_kept(vault, derive_kept(memory))
        assert load_kept(vault) == KeptForms()


@pytest.mark.parametrize("damage", ["{", "[]", '{"forms": [{"draft": {"sex": "x"}}]}', "null"])
def test_forms_of_another_version_are_left_out(tmp_path: Path, damage: str) -> None:
    with make_vault(tmp_path / "v") as vault:
        vault.save_settings({SETTING: damage})
        assert load_kept(vault) == KeptForms()


def test_hostile_texts_come_back_as_typed(tmp_path: Path) -> None:
    texts = [normalise_text(text) for text in HOSTILE.values()]
    memory = PatientsMemory(form_id="")
    memory.entries[""] = FormEntry(
        PatientDraft(alerts=tuple(texts), allergies=tuple(AllergyDraft(text, text) for text in texts)), PatientDraft()
    )
    with make_vault(tmp_path / "v") as vault:
        save_kept(vault, derive_kept(memory))
        kept = load_kept(vault)
    assert kept.forms[0].draft == memory.entries[""].draft
