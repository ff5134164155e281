"""Two people at one window: one locks, the other signs in, the visit is there, and the record says who wrote what."""

from pathlib import Path

from driver import BASE, CONTROL, Keyboard, RunningClock, running, wait
from opened import read_example
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from visit import PASSPHRASE, record_of, workspace_of

from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import create_vault
from stemsup_desktop.ui.entry.unlock import UnlockPage
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.window_visits import OpenVisit

FILE = read_example("clear")
STAFF = Account("", "Kaga Yuri", (Role.STAFF,), "kaga")
KEEPER = Account("", "Noda Sho", (Role.ADMINISTRATOR,), "noda")
STAFF_PASSPHRASE, KEEPER_PASSPHRASE = "seven tall reeds bend", "nine grey stones rest"


def make_clinic(folder: Path) -> OpenVisit:
    """Make a vault of three people with one visit that is still empty."""
    save_preferences(folder, Preferences(Language.EN, Scheme.LIGHT))
    with create_vault(folder, PASSPHRASE, FILE.clinic, FILE.physician, clock=lambda: BASE, kdf=CHEAP_KEY) as vault:
        vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "mori")
        vault.add_account(STAFF, STAFF_PASSPHRASE)
        vault.add_account(KEEPER, KEEPER_PASSPHRASE)
        vault.save_patient(FILE.patient)
        vault.start_consultation(FILE.patient.patient_id, Consultation("visit-1", BASE))
    return OpenVisit(FILE.patient.patient_id, "visit-1", "step-2")


def sign_in(keys: Keyboard, name: str, passphrase: str) -> None:
    """Type a name and a passphrase at the locked window."""
    keys.desktop.window.activateWindow()
    keys.until(lambda: keys.is_at("sign_in_name"), "the field for the name")
    keys.type(name)
    keys.press(Qt.Key.Key_Return)
    assert keys.is_at("passphrase")
    keys.type(passphrase)
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: keys.desktop.workspace is not None, "the window")
    keys.desktop.window.activateWindow()
    keys.until(keys.desktop.window.isActiveWindow, "the window in front")


def lock(keys: Keyboard) -> str:
    """Lock, and return what the locked window says."""
    keys.press(Qt.Key.Key_L, CONTROL)
    keys.until(lambda: bool(keys.window.findChildren(UnlockPage)), "the locked window")
    return " ".join(label.text() for label in keys.window.findChildren(QLabel))


def answerers(consultation: Consultation) -> dict[str, str]:
    return {one.link_id: one.answered_by for one in consultation.examination.responses}


def test_a_colleague_goes_on_with_the_visit_and_the_record_names_each(qapp: QApplication, tmp_path: Path) -> None:
    visit = make_clinic(tmp_path)
    pulse, breaths = "vital-pulse", "vital-respiration"
    with running(qapp, tmp_path, RunningClock()) as keys:
        sign_in(keys, "KAGA", STAFF_PASSPHRASE)
        workspace_of(keys).start(visit)
        keys.until(lambda: workspace_of(keys).session.has_visit, "the visit")
        wait(1200)
        keys.fill(pulse, "68")
        said = lock(keys)
        assert "The open visit is kept." in said
        assert "Kaga" not in said
        assert FILE.patient.name not in said

        sign_in(keys, "noda", KEEPER_PASSPHRASE)
        assert workspace_of(keys).window.stack.current_id == "settings"
        assert not workspace_of(keys).session.has_visit
        assert "The open visit is kept." in lock(keys)

        sign_in(keys, "mori", PASSPHRASE)
        keys.until(lambda: workspace_of(keys).session.has_visit, "the visit")
        assert answerers(record_of(keys)) == {pulse: STAFF.name}
        keys.until(lambda: workspace_of(keys).window.stack.current_id == "step-2", "the page that was open")
        wait(1200)
        keys.fill(breaths, "14")
        assert answerers(record_of(keys)) == {pulse: STAFF.name, breaths: FILE.physician.name}
        keys.page(7)
        assert workspace_of(keys).window.stack.current_id == "people"
        keys.until(lambda: keys.is_at("change_own"), "the way to a new passphrase")
