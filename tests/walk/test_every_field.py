"""Every field to type in, found by the test itself in the running program, keeps every hostile text as it was typed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
import pytest
from driver import BASE, Keyboard, RunningClock, running, wait
from fields import Field, find_fields, kept, texts_of
from hostile_strings import HOSTILE
from opened import opened, put_visit, read_example
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from visit import PASSPHRASE, workspace_of

from stemsup_desktop.consultation.gate import wants_opinion
from stemsup_desktop.consultation.gate_model import FindingState, Gate
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.consultation.record import Consent, Consultation, StopRaised, Summary
from stemsup_desktop.consultation.treatment_model import DripRecord, NasalRecord
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.typed_text import is_blank
from stemsup_desktop.store.vault import Vault, open_vault
from stemsup_desktop.ui.pages.consent.keeper import load_kept as load_signings
from stemsup_desktop.ui.pages.patients.keeper import load_kept as load_forms
from stemsup_desktop.ui.pages.settings.page import SettingsPage
from stemsup_desktop.ui.pages.summary.measure_memory import load_kept as load_measures
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.window_visits import OpenVisit

LONGEST_WAIT_S = 2.0
"""No text may keep the window's thread at work for longer before its next event."""
LOOKED_FOR = {"search", "number_editor", "seal_service_editor", "vial_serial_editor"}
"""What is typed here is looked for, or tried first, and kept nowhere: a vial's number once the vial is opened."""
SECRET = {"screen_pin_new_editor", "screen_pin_again_editor"}
"""What is typed here is kept nowhere as it was typed."""
LONG_ENOUGH = 8
"""A secret of fewer characters may stand somewhere else by chance."""
FILE = read_example("treated")
STOP_RULE = "X01"
FIELDS = {
    "step-1": 4,
    "step-2": 27,
    "step-3": 1,
    "step-4": 13,
    "step-5": 7,
    "step-6": 44,
    "step-7": 9,
    "patients": 12,
    "reference": 1,
    "documents": 1,
    "settings": 20,
}
"""How many fields each page has at least: one that is found no more must be missed."""
SLOW = {"step-2", "step-4", "step-6", "patients"}
PAGES = [pytest.param(page, marks=pytest.mark.slow) if page in SLOW else page for page in FIELDS]


@pytest.fixture(autouse=True)
def _cheap_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemsup_desktop.desktop.VaultAccess", partial(VaultAccess, kdf=CHEAP_KEY))


def make_visit(page: str) -> Consultation:
    """Return a visit in which the page has every field it can have."""
    visit = msgspec.structs.replace(FILE.consultation, summary=Summary())
    if page == "step-4":
        sites = (*visit.plan.sites, PlannedSite("other", "x"))
        return msgspec.structs.replace(visit, plan=msgspec.structs.replace(visit.plan, sites=sites))
    if page == "step-5":
        return msgspec.structs.replace(visit, consent=Consent())
    if page == "step-6":
        treatment = msgspec.structs.replace(visit.treatment, drip=DripRecord(rate="x"), nasal=NasalRecord(None, 1))
        return msgspec.structs.replace(visit, treatment=treatment)
    return visit


def show_page(keys: Keyboard, page: str) -> QWidget:
    """Go to a page and bring up everything that can be typed into there."""
    workspace_of(keys).window.go_to(page)
    keys.until(lambda: workspace_of(keys).window.stack.current_id == page, page)
    if page == "settings":
        keys.window.findChild(SettingsPage).make_whole()  # what lies further down comes a part a turn
    if page == "patients":
        press(keys, "add_patient")
        press(keys, "add:allergies")
        press(keys, "add:alerts")
    if page == "step-5":
        press(keys, "consent.way_paper")
    keys.until(lambda: len(find_fields(keys.window)) >= FIELDS[page], f"the fields of {page}")
    wait(50)
    return keys.window


def press(keys: Keyboard, name: str, settle: Callable[[], None] = lambda: wait(30)) -> None:
    def is_there() -> bool:
        button = keys.window.findChild(QAbstractButton, name)
        return isinstance(button, QAbstractButton) and button.isVisible()

    keys.until(is_there, name)
    button = keys.window.findChild(QAbstractButton, name)
    assert isinstance(button, QAbstractButton)
    button.click()
    settle()


def check_text(field: Field, name: str, text: str, held: Callable[[], set[str]]) -> None:
    """Type one text and see that it stands on screen and in the record, or that the field says why not."""
    where = f"{field.name}: {name}"
    given, seconds = field.type(text)
    assert seconds < LONGEST_WAIT_S, f"{where} took {seconds:.1f} s"
    assert field.shown == given, where
    if field.is_value:
        field.leave()
        is_read = field.frame is not None and field.frame.value() is not None  # type: ignore[attr-defined]
        assert is_read or field.shown == given, where
        assert is_read or not given.strip() or field.error, f"{where} is no value, and nothing says so"
    elif field.name in SECRET:
        assert len(given) < LONG_ENOUGH or kept(given) not in held(), f"{where} lies in a record"
    elif field.name not in LOOKED_FOR:
        assert kept(given) in held() or field.error, f"{where} reached no record"
    if field.name not in LOOKED_FOR and field.error:
        assert field.sentence, where


@pytest.mark.timeout(240)
@pytest.mark.parametrize("page", PAGES)
def test_every_text_typed_into_every_field_of_a_page_stays_as_typed(
    page: str, qapp: QApplication, tmp_path: Path
) -> None:
    visit = make_visit(page)
    put_visit(tmp_path, FILE, visit)
    with opened(qapp, tmp_path, OpenVisit(FILE.patient.patient_id, visit.consultation_id, "step-1")) as keys:
        window = show_page(keys, page)
        workspace = workspace_of(keys)
        for field in find_fields(window):
            for name, text in HOSTILE.items():
                check_text(field, name, text, lambda: texts_of(workspace))
            field.type("x")


@pytest.mark.parametrize("page", FIELDS)
def test_a_hundred_thousand_characters_in_every_field_of_a_page_reach_the_vault(
    page: str, qapp: QApplication, tmp_path: Path
) -> None:
    visit = make_visit(page)
    put_visit(tmp_path, FILE, visit)
    with opened(qapp, tmp_path, OpenVisit(FILE.patient.patient_id, visit.consultation_id, "step-1")) as keys:
        window = show_page(keys, page)
        typed, secret = set(), set()
        for number, field in enumerate(find_fields(window)):
            if field.is_value or field.name in LOOKED_FOR:
                continue
            text = f"{number}:" + HOSTILE["hundred thousand"]
            given, seconds = field.type(text)
            assert seconds < LONGEST_WAIT_S, f"{field.name} took {seconds:.1f} s"
            assert field.shown == given, field.name
            (secret if field.name in SECRET else typed).add(kept(given))
        workspace = workspace_of(keys)
        keys.until(lambda: workspace.session.is_saved and workspace.house_desk.is_saved, "the save")
        held = texts_of(workspace)
        assert typed <= held
        assert secret.isdisjoint(held)
    with open_vault(tmp_path, PASSPHRASE, clock=lambda: BASE) as vault:
        held = texts_in(vault, visit.consultation_id)
        assert typed <= held
        assert secret.isdisjoint(held)


def texts_in(vault: Vault, consultation_id: str) -> set[str]:
    """Return every text that lies in the vault."""
    held = (
        vault.load_consultation(consultation_id),
        vault.load_clinic(),
        vault.load_physician(),
        load_forms(vault),
        load_signings(vault),
        load_measures(vault),
    )
    return texts_of(held)


# What opens only on demand


def make_wanted(wanted: str) -> Consultation:
    """Return a visit in which one finding waits: for an opinion, or for the reason why its stop is gone."""
    visit = msgspec.structs.replace(FILE.consultation, summary=Summary())
    if wanted == "stop":
        raised = (StopRaised(STOP_RULE, BASE),)
        return msgspec.structs.replace(
            visit, examination=msgspec.structs.replace(visit.examination, stops_raised=raised)
        )
    file = read_example("opinion")
    return msgspec.structs.replace(
        file.consultation, examination=msgspec.structs.replace(file.consultation.examination, opinions=())
    )


@pytest.mark.slow
@pytest.mark.parametrize("wanted", ["opinion", "stop"])
def test_every_text_typed_into_an_opinion_or_a_reason_is_recorded_as_typed(
    wanted: str, qapp: QApplication, tmp_path: Path
) -> None:
    visit = make_wanted(wanted)
    put_visit(tmp_path, FILE, visit)
    with opened(qapp, tmp_path, OpenVisit(FILE.patient.patient_id, visit.consultation_id, "step-2")) as keys:
        session = workspace_of(keys).session
        before = session.state.consultation
        rule_id = find_waiting(session.state.gate)
        for name, text in HOSTILE.items():
            press(keys, f"act_{rule_id}", QApplication.processEvents)
            [field] = [one for one in find_fields(keys.window) if one.name == f"opinion_{rule_id}_editor"]
            given, seconds = field.type(text)
            assert (field.shown, seconds < LONGEST_WAIT_S) == (given, True), name
            record = keys.window.findChild(QAbstractButton, f"record_{rule_id}")
            assert isinstance(record, QAbstractButton)
            assert record.isEnabled() is not is_blank(given), name
            if not record.isEnabled():
                field.type("x")
            record.click()
            QApplication.processEvents()
            examination = session.state.consultation.examination
            said = (*examination.opinions, *examination.stops_lifted)[-1].reason
            assert said == ("x" if is_blank(given) else kept(given)), name
            session.undo()
            assert session.state.consultation == before


def find_waiting(gate: Gate) -> str:
    """Return the rule of the finding that waits for a word of the physician."""
    is_waiting = {one.rule_id: wants_opinion(one) or one.state is FindingState.REASON_WANTED for one in gate.findings}
    return next(rule_id for rule_id, is_it in is_waiting.items() if is_it)


@pytest.mark.slow
def test_every_text_typed_into_a_refusal_is_recorded_as_typed(qapp: QApplication, tmp_path: Path) -> None:
    visit = make_visit("step-5")
    put_visit(tmp_path, FILE, visit)
    with opened(qapp, tmp_path, OpenVisit(FILE.patient.patient_id, visit.consultation_id, "step-5")) as keys:
        session = workspace_of(keys).session
        for name, text in HOSTILE.items():
            press(keys, "decline", QApplication.processEvents)  # what is awaited is on show at once
            [field] = [one for one in find_fields(keys.window) if one.name == "consent.decline_note_editor"]
            given, seconds = field.type(text)
            assert (field.shown, seconds < LONGEST_WAIT_S) == (given, True), name
            press(keys, "sheet_accept", QApplication.processEvents)
            declined = session.state.consultation.consent.declined
            assert declined is not None
            assert declined.note == kept(given), name
            session.undo()
            wait(1)


@pytest.mark.parametrize("language", list(Language))
def test_every_text_typed_at_the_first_run_makes_a_clinic_as_typed(
    language: Language, qapp: QApplication, tmp_path: Path
) -> None:
    save_preferences(tmp_path, Preferences(language, Scheme.LIGHT))
    with running(qapp, tmp_path, RunningClock()) as keys:
        typed: list[str] = []
        for step in range(3):
            fields = find_fields(keys.window)
            assert len(fields) == (6, 3, 2)[step]
            for number, field in enumerate(fields):
                for name, text in HOSTILE.items():
                    given, seconds = field.type(text)
                    assert (field.shown, seconds < LONGEST_WAIT_S) == (given, True), f"{field.name}: {name}"
                last = HOSTILE["hundred thousand"] if step == 2 else f"{step}{number}{HOSTILE['hundred thousand']}"
                typed.append(field.type(last)[0])
            if step < 2:
                press(keys, "setup_continue")
        box = keys.window.findChild(QAbstractButton, "is_written_down")
        assert isinstance(box, QAbstractButton)
        box.click()
        press(keys, "setup_continue")
        keys.until(lambda: keys.is_at("print_sheet"), "the offer of a recovery sheet")
        press(keys, "setup_back")
        keys.until(lambda: keys.desktop.workspace is not None, "the window")
    with open_vault(tmp_path, HOSTILE["hundred thousand"], clock=lambda: BASE) as vault:
        assert set(typed[:-2]) <= texts_of((vault.load_clinic(), vault.load_physician()))


def test_every_text_typed_to_unlock_arrives_as_typed(qapp: QApplication, tmp_path: Path) -> None:
    put_visit(tmp_path, FILE, FILE.consultation)
    with running(qapp, tmp_path, RunningClock()) as keys:
        [field] = find_fields(keys.window)
        for name, text in HOSTILE.items():
            given, seconds = field.type(text)
            assert (field.shown, seconds < LONGEST_WAIT_S) == (given, True), name
        field.type(PASSPHRASE)
        press(keys, "unlock")
        keys.until(lambda: keys.desktop.workspace is not None, "the window")
