"""The running program on a vault that holds one visit of a shipped example, unlocked and shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from driver import BASE, Keyboard, RunningClock, running, wait
from PySide6.QtWidgets import QApplication
from visit import PASSPHRASE, workspace_of

from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.vault import create_vault
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.ui.window_places import USUAL_HEIGHT, USUAL_WIDTH
from stemsup_desktop.window_visits import OpenVisit


def read_example(name: str) -> ConsultationFile:
    """Return a shipped example."""
    return msgspec.json.decode((find_resources() / "examples" / f"{name}.json").read_bytes(), type=ConsultationFile)


def put_visit(folder: Path, file: ConsultationFile, consultation: Consultation) -> None:
    """Make a vault with one patient and one visit in it."""
    with create_vault(folder, PASSPHRASE, file.clinic, file.physician, clock=lambda: BASE, kdf=CHEAP_KEY) as vault:
        vault.save_patient(file.patient)
        vault.start_consultation(file.patient.patient_id, consultation)


@contextmanager
def opened(
    application: QApplication,
    folder: Path,
    visit: OpenVisit,
    language: Language = Language.EN,
    awake_clock: Callable[[], float] | None = None,
) -> Iterator[Keyboard]:
    """Run the program on the folder, unlock it and open the visit at its page."""
    save_preferences(folder, Preferences(language, Scheme.LIGHT))
    with running(application, folder, RunningClock(), awake_clock) as keys:
        unlock(keys)
        workspace_of(keys).window.resize(USUAL_WIDTH, USUAL_HEIGHT)  # the display of a walk may be smaller than usual
        workspace_of(keys).start(visit)
        keys.until(lambda: workspace_of(keys).session.has_visit, "the visit")
        keys.until(lambda: workspace_of(keys).window.stack.current_id == visit.page_id, "the visit's page")
        wait(30)
        yield keys


def unlock(keys: Keyboard) -> None:
    """Open the vault with its passphrase."""
    keys.desktop.open_with(PASSPHRASE)
    keys.until(lambda: keys.desktop.workspace is not None, "the window")
