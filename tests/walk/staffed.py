"""The running program on a vault of three people: a physician, a nurse, and an office that only administers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from driver import BASE, Keyboard, RunningClock, running, wait
from PySide6.QtWidgets import QApplication
from visit import PASSPHRASE, workspace_of

from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import Vault, create_vault, open_vault
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.window_visits import OpenVisit

DOCTOR, NURSE, OFFICE = "doctor", "nurse", "office"
NAMES = {NURSE: "Nurse Example", OFFICE: "Office Example"}
ROLES = {NURSE: Role.STAFF, OFFICE: Role.ADMINISTRATOR}


def put_people(folder: Path, file: ConsultationFile, *visits: Consultation) -> None:
    """Make a vault with its three people, one patient, and visits that the physician brought in."""
    with create_vault(folder, PASSPHRASE, file.clinic, file.physician, clock=lambda: BASE, kdf=CHEAP_KEY) as vault:
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, DOCTOR)
        for short, name in NAMES.items():
            vault.add_account(Account("", name, (ROLES[short],), short), passphrase_of(short))
        vault.save_patient(file.patient)
        for visit in visits:
            vault.start_consultation(file.patient.patient_id, visit)


def passphrase_of(short: str) -> str:
    """Return the passphrase of a person."""
    return PASSPHRASE if short == DOCTOR else f"{PASSPHRASE} of {short}"


def enter(folder: Path, short: str) -> Vault:
    """Open the vault itself as a person."""
    return open_vault(folder, passphrase_of(short), clock=lambda: BASE, sign_in_name=short)


def sign_in(keys: Keyboard, short: str) -> None:
    """Unlock the running program as a person."""
    desktop = keys.desktop
    desktop._access.open(passphrase_of(short), desktop._on_opened_without_asking, short)
    keys.until(lambda: desktop.workspace is not None, f"the window of {short}", 60)


@contextmanager
def opened_by(
    short: str,
    application: QApplication,
    folder: Path,
    visit: OpenVisit | None = None,
    language: Language = Language.EN,
    scheme: Scheme = Scheme.LIGHT,
) -> Iterator[Keyboard]:
    """Run the program as a person, with a visit open."""
    save_preferences(folder, Preferences(language, scheme))
    with running(application, folder, RunningClock()) as keys:
        sign_in(keys, short)
        if visit is not None:
            workspace_of(keys).start(visit)
            keys.until(lambda: workspace_of(keys).session.has_visit, "the visit")
        wait(30)
        yield keys


def place_of(file: ConsultationFile, visit: Consultation, page: str = "step-1") -> OpenVisit:
    """Return where to open a visit."""
    return OpenVisit(file.patient.patient_id, visit.consultation_id, page)


def reopen(visit: Consultation) -> Consultation:
    """Return a visit as it was before it was closed."""
    return msgspec.structs.replace(visit, summary=msgspec.structs.replace(visit.summary, closed_at=None))
