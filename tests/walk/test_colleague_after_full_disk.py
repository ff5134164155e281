"""What the disk did not take of one person's work, while another signs in: it waits, and takes nothing of theirs."""

from pathlib import Path

import msgspec
import pytest
from driver import CONTROL, Keyboard, wait
from opened import read_example
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from staffed import DOCTOR, NURSE, enter, opened_by, passphrase_of, place_of, put_people, reopen, sign_in
from visit import record_of, workspace_of

from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.session import RETRY_MS

FILE = read_example("clear")
VISIT = reopen(FILE.consultation)
GOAL, ASKED = "the physician's words", "the nurse's words"


def lock(keys: Keyboard) -> None:
    keys.press(Qt.Key.Key_L, CONTROL)
    keys.until(lambda: keys.desktop.workspace is None, "the locked window")


def enter_as(keys: Keyboard, short: str) -> None:
    sign_in(keys, short)
    keys.until(lambda: workspace_of(keys).session.has_visit, "the visit")


def refuse(*_: object) -> None:
    raise EnvironmentProblem("vault-disk-full", "The disk is full.")


def set_goal(keys: Keyboard, goal: str) -> None:
    session = workspace_of(keys).session
    reason = msgspec.structs.replace(record_of(keys).reason, goal=goal)
    session.change("Goal", msgspec.structs.replace(record_of(keys), reason=reason))


def test_what_the_disk_did_not_take_is_written_by_nobody_else_and_joined_with_what_they_wrote(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_people(tmp_path, FILE, VISIT)
    with opened_by(DOCTOR, qapp, tmp_path, place_of(FILE, VISIT)) as keys:
        with monkeypatch.context() as full:
            full.setattr(Vault, "save_consultation", refuse)
            set_goal(keys, GOAL)
            lock(keys)
            keys.until(lambda: not keys.desktop.is_busy, "the refusal of the disk")
        enter_as(keys, NURSE)
        wait(RETRY_MS + 500)  # by then a window that was left would have tried again
        kept: list[object] = []
        visit_id = VISIT.consultation_id
        workspace_of(keys)._parts.access.run(lambda vault: vault.load_consultation(visit_id), kept.append)
        keys.until(lambda: bool(kept), "the record")
        assert GOAL not in repr(kept)
        session = workspace_of(keys).session
        explanation = msgspec.structs.replace(record_of(keys).explanation, questions_asked=ASKED)
        session.change("Questions", msgspec.structs.replace(record_of(keys), explanation=explanation))
        keys.until(lambda: session.is_saved, "the save")
        lock(keys)
        enter_as(keys, DOCTOR)
        keys.until(lambda: workspace_of(keys).session.is_saved, "the save")
        now = record_of(keys)
        assert (now.reason.goal, now.explanation.questions_asked) == (GOAL, ASKED)
    with enter(tmp_path, DOCTOR) as vault:
        assert vault.load_consultation(VISIT.consultation_id) == now


def test_details_of_one_physician_that_the_disk_did_not_take_never_become_another_s(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_people(tmp_path, FILE)
    second = Account("", "Second Example", (Role.PHYSICIAN,), "second", "Second Example", "777")
    with enter(tmp_path, DOCTOR) as vault:
        vault.add_account(second, passphrase_of("second"))
    with opened_by(DOCTOR, qapp, tmp_path) as keys:
        workspace_of(keys).window.go_to("settings")
        keys.until(lambda: workspace_of(keys).house_desk.house is not None, "the details")
        with monkeypatch.context() as full:
            full.setattr(Vault, "save_physician", refuse)
            house = workspace_of(keys).house_desk.house
            assert house is not None
            typed = msgspec.structs.replace(house.physician, licence_number="123")
            workspace_of(keys).house_desk.change(type(house)(house.clinic, typed), "physician.licence_number")
            lock(keys)
            keys.until(lambda: not keys.desktop.is_busy, "the refusal of the disk")
        sign_in(keys, "second")
        wait(RETRY_MS + 500)
        lock(keys)
        sign_in(keys, DOCTOR)
        desk = workspace_of(keys).house_desk
        keys.until(lambda: desk.is_saved and desk.house is not None, "the save")
    for short, number in (("second", "777"), (DOCTOR, "123")):
        with enter(tmp_path, short) as vault:
            assert vault.load_physician().licence_number == number
