"""Pictures of the patient screen: a page of each kind as the patient sees it, and the strip that leads it."""

import msgspec
from picture_tools import read_example, show_file, take, wait
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.patient_screen.pages import ClauseScreen, QuestionScreen, ReferenceScreen, Wants
from stemsup_desktop.desktop import Clock
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.ui.patient_desk.desk import PatientDesk
from stemsup_desktop.workspace import Workspace

SIZE = (1440, 810)
SMALL = (1024, 768)


class SecondDisplay:
    """A display beside that of the records."""

    def place(self, screen: QWidget, beside: QWidget) -> bool:
        """Show the window; the records stay in sight."""
        screen.resize(*SIZE)
        screen.show()
        return False


def take_patient_screen(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take a page of each kind in one language, the clause also on a small display, and the strip."""
    file = read_example("clear", clock)
    consent = msgspec.structs.replace(
        file.consultation.consent, language=LanguageForm(language.value), thinking_until=None
    )
    visit = msgspec.structs.replace(file.consultation, consent=consent)
    show_file(workspace, msgspec.structs.replace(file, consultation=visit))
    desk = workspace.patient_desk
    desk.placer = SecondDisplay()
    desk.show_this("welcome")
    for name, key in _choose(desk).items():
        desk.show_this(key)
        _take(desk, f"patient-{name}-{language}")
    screen = desk.screen
    if screen is not None:
        screen.resize(*SMALL)
        desk.show_this(_choose(desk)["clause"])
        _take(desk, f"patient-clause-small-{language}")
        screen.resize(*SIZE)
    workspace.window.go_to_step(5)
    wait(600)
    take(workspace.window, f"patient-led-{language}")
    desk.take_down()


def _choose(desk: PatientDesk) -> dict[str, str]:
    pages = desk.pages
    return {
        "welcome": "welcome",
        "known": next(one.key for one in pages if one.key.startswith("known:")),
        "reference": next(one.key for one in pages if isinstance(one, ReferenceScreen)),
        "clause": next(one.key for one in pages if isinstance(one, ClauseScreen) and one.wants is Wants.INITIALS),
        "question": next(one.key for one in pages if isinstance(one, QuestionScreen)),
        "choice": "choice:photographs",
        "signature": "signature:patient",
    }


def _take(desk: PatientDesk, name: str) -> None:
    screen = desk.screen
    if screen is not None:
        take(screen, name, 300)
