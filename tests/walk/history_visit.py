"""One visit on which three people work: a physician who is also the administrator, a nurse, and the office."""

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from driver import BASE
from opened import read_example

from stemsup_desktop.consultation.audit import AuditAct, AuditEvent
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.consultation.record import AnswerNote, Consultation, ConsultationFile
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.store.vault import Vault, create_vault, open_vault
from stemsup_desktop.window_visits import OpenVisit

USERS = {
    "aoki": ("aoki", "correct horse battery staple"),
    "mori": ("mori", "seven grey herons wade"),
    "office": ("office", "the kettle sings at dawn"),
}
NURSE = Account("", "森 恵美", (Role.STAFF,), "mori")
OFFICE = Account("", "事務 花", (Role.ADMINISTRATOR,), "office")
GOAL_BEFORE, GOAL = "Less hair in the brush", "Less hair in the brush by spring, and a fuller hairline"
NOTE = "Takes minoxidil 5 % twice a day since 2024; stopped finasteride because of low mood, reported by herself. " * 3


class Steps:
    """A clock that a test sets."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def wait(self, minutes: float) -> None:
        self.now += timedelta(minutes=minutes)


def sign_in(folder: Path, name: str, clock: Steps) -> Vault:
    """Open the vault as one of the three."""
    sign_in_name, passphrase = USERS[name]
    return open_vault(folder, passphrase, clock=clock, sign_in_name=sign_in_name)


def make_shared_visit(folder: Path) -> OpenVisit:
    """Make the vault and the visit, and let nurse, physician and office work on it on two days."""
    file = read_example("clear")
    patient, visit = file.patient, file.consultation
    clock = Steps(BASE - timedelta(days=1))
    _make_people(folder, file, clock)
    with sign_in(folder, "mori", clock) as vault:
        vault.save_patient(msgspec.structs.replace(patient, phone="03-0000-0000"))
        started = Consultation(visit.consultation_id, clock.now, visit.visit_number)
        vault.start_consultation(patient.patient_id, started)
        _type_goal(vault, started, patient, clock)
        clock.wait(12)
        _change_phone(vault, patient)
    clock.wait(30)
    with sign_in(folder, "aoki", clock) as vault:
        vault.load_consultation(visit.consultation_id)
        whole = msgspec.structs.replace(visit, reason=msgspec.structs.replace(visit.reason, goal=GOAL_BEFORE))
        vault.save_consultation(whole, patient.patient_id)
        clock.wait(15)
        vault.save_consultation(_with_goal(whole, GOAL), patient.patient_id)
        clock.wait(11)
        note = AnswerNote(whole.examination.responses[0].link_id, NOTE, "青木 誠", clock.now)
        noted = msgspec.structs.replace(whole.examination, notes=(note,))
        vault.save_consultation(msgspec.structs.replace(_with_goal(whole, GOAL), examination=noted), patient.patient_id)
        vault.note_event(AuditEvent(AuditAct.VAULT_LOCKED))
    clock.now = BASE - timedelta(hours=1)
    with sign_in(folder, "office", clock) as vault:
        vault.list_whole_history()
    return OpenVisit(patient.patient_id, visit.consultation_id, "step-1")


def _make_people(folder: Path, file: ConsultationFile, clock: Steps) -> None:
    name, passphrase = USERS["aoki"]
    with create_vault(folder, passphrase, file.clinic, file.physician, clock=clock, kdf=CHEAP_KEY) as vault:
        vault.change_own_passphrase(passphrase, passphrase, name)
        vault.add_account(NURSE, USERS["mori"][1])
        vault.add_account(OFFICE, USERS["office"][1])


def _type_goal(vault: Vault, started: Consultation, patient: Patient, clock: Steps) -> None:
    """Save as the window does while somebody types."""
    for length in range(4, len(GOAL_BEFORE) + 1, 6):
        clock.wait(0.05)
        vault.save_consultation(_with_goal(started, GOAL_BEFORE[:length]), patient.patient_id)
    vault.save_consultation(_with_goal(started, GOAL_BEFORE), patient.patient_id)


def _change_phone(vault: Vault, patient: Patient) -> None:
    kept = vault.get_patient(patient.patient_id)
    version = vault.get_patient_version(patient.patient_id)
    vault.save_patient(msgspec.structs.replace(kept, phone="03-1234-5678"), expected_version=version)


def _with_goal(consultation: Consultation, goal: str) -> Consultation:
    return msgspec.structs.replace(consultation, reason=msgspec.structs.replace(consultation.reason, goal=goal))
