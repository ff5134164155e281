"""A whole consent on the patient screen of the running program: every page, initials, answers, signatures, the lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from driver import Keyboard, wait
from opened import opened, put_visit, read_example
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from visit import record_of, workspace_of

from stemsup_desktop.consultation.patient_screen.pages import (
    ClauseScreen,
    QuestionScreen,
    ScreenPage,
    SignatureScreen,
    Wants,
    WelcomePage,
)
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.signature_pad import SignaturePad
from stemsup_desktop.ui.patient_desk.desk import PatientDesk
from stemsup_desktop.ui.patient_screen.window import PatientScreen
from stemsup_desktop.window_visits import OpenVisit

NAME = (
    ((0.2, 0.25), (0.22, 0.7), (0.3, 0.68), (0.31, 0.3)),
    ((0.4, 0.3), (0.52, 0.28), (0.45, 0.7)),
    ((0.6, 0.2), (0.65, 0.45), (0.6, 0.7), (0.72, 0.72), (0.7, 0.4)),
)
"""Strokes in shares of the pad."""
MOST_PAGES = 140


class SecondDisplay:
    """Stands in for a display beside that of the records."""

    def place(self, screen: QWidget, beside: QWidget) -> bool:
        """Show the window; the records stay in sight."""
        screen.resize(1280, 720)
        screen.show()
        beside.activateWindow()  # this platform activates whatever is shown, also what asks not to be
        return False


class PatientHand:
    """The patient at the second display: presses, writes and answers what is seen there, and nothing else."""

    def __init__(self, keys: Keyboard) -> None:
        self.keys = keys
        self.seen: list[ScreenPage] = []
        self.missed: set[str] = set()
        self.desk.page_came.connect(lambda page, _: self.seen.append(page))

    @property
    def desk(self) -> PatientDesk:
        return workspace_of(self.keys).patient_desk

    @property
    def screen(self) -> PatientScreen:
        screen = self.desk.screen
        assert screen is not None
        return screen

    def find(self, name: str) -> QAbstractButton:
        """Find a button that is seen on the patient screen."""
        self.wait()
        return next(one for one in self.screen.findChildren(QAbstractButton, name) if one.isVisible())

    def wait(self) -> None:
        """Wait until the page that was put on the screen is seen."""
        self.keys.until(lambda: self.screen.is_whole, "the page on the patient screen")

    def press(self, name: str) -> None:
        """Press a button that is seen and can be used."""
        button = self.find(name)
        assert button.isEnabled(), name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.keys.settle()

    def write(self) -> None:
        """Write on the pad with the mouse, and confirm."""
        self.wait()
        pad = self.screen.findChild(SignaturePad, "screen.pad")
        assert isinstance(pad, SignaturePad)
        for stroke in NAME:
            draw(pad, stroke)
        self.keys.settle()
        self.press("screen.confirm")

    def answer(self, page: QuestionScreen, *, is_right: bool) -> None:
        """Press an answer that fits, or one that does not."""
        question_id = page.key.partition(":")[2]
        text = workspace_of(self.keys)._parts.content.consent
        question = next(one for one in text.teach_back if one.id == question_id)
        choice = next(one.id for one in question.options if (one.id == question.right) is is_right)
        self.press(f"screen.option:{choice}")

    def go_through(self, *, misses: bool = True) -> None:
        """Do what each page asks for until the physician has signed; each question is answered wrongly once."""
        for _ in range(MOST_PAGES):
            page = self.desk.page
            assert page is not None
            match page:
                case ClauseScreen(wants=Wants.INITIALS, kept=None) | SignatureScreen(kept=None):
                    self.write()
                case ClauseScreen(wants=Wants.CHOICE):
                    self.press("screen.option:seen" if page.key == "choices:seen" else "screen.option:no")
                case QuestionScreen(is_settled=False):
                    is_first = misses and page.key not in self.missed and not self.missed
                    self.missed |= {page.key} if is_first else set()
                    self.answer(page, is_right=not is_first)
                    if is_first:
                        assert self.desk.page is not None
                        assert self.desk.page.key == page.clause_key
                case SignatureScreen():
                    return
                case _:
                    self.keys.window.activateWindow()
                    self.keys.press(Qt.Key.Key_F8)
        raise AssertionError("the consent never came to its end")


def draw(pad: SignaturePad, stroke: tuple[tuple[float, float], ...]) -> None:
    """Draw a stroke with the mouse."""
    paper = pad.paper()
    places = [QPointF(paper.left() + x * paper.width(), paper.top() + y * paper.height()) for x, y in stroke]
    left, none, plain = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    kinds = (QMouseEvent.Type.MouseButtonPress, *[QMouseEvent.Type.MouseMove] * (len(places) - 1))
    for kind, at in zip((*kinds, QMouseEvent.Type.MouseButtonRelease), (*places, places[-1]), strict=True):
        button = none if kind is QMouseEvent.Type.MouseMove else left
        held = none if kind is QMouseEvent.Type.MouseButtonRelease else left
        QApplication.sendEvent(pad, QMouseEvent(kind, at, pad.mapToGlobal(at), button, held, plain))


def prepare(folder: Path) -> ConsultationFile:
    """Put a visit that is ready for its consent into a vault."""
    file = read_example("clear")
    consent = msgspec.structs.replace(file.consultation.consent, thinking_until=None)
    put_visit(folder, file, msgspec.structs.replace(file.consultation, consent=consent))
    return file


@contextmanager
def led(application: QApplication, folder: Path, page: str, language: Language) -> Iterator[PatientHand]:
    """Open the program on a visit, with a second display."""
    file = prepare(folder)
    visit = OpenVisit(file.patient.patient_id, file.consultation.consultation_id, page)
    with opened(application, folder, visit, language) as keys:
        workspace_of(keys).patient_desk.placer = SecondDisplay()
        yield PatientHand(keys)


@pytest.mark.parametrize("language", list(Language))
def test_a_consultation_is_explained_and_signed_on_the_patient_screen(
    language: Language, qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with led(qapp, tmp_path, "step-3", language) as hand:
        keys, desk = hand.keys, hand.desk
        keys.part("the patient screen comes up")
        keys.reach("patient_strip.show")
        keys.press(Qt.Key.Key_Space)
        assert desk.page is not None
        assert desk.page.key.startswith("known:")
        for name in ("show_back", "show_next", "cover", "close"):
            keys.reach(f"patient_strip.{name}")
        keys.part("explaining")
        for _ in range(len(desk.pages)):
            if not isinstance(desk.page, ClauseScreen):
                keys.press(Qt.Key.Key_F8)
        assert isinstance(desk.page, ClauseScreen)
        keys.part("signing")
        hand.go_through()
        keys.settle()
        record = record_of(keys)
        with capsys.disabled():
            print(f"\n{keys.watch.report()}")
        kinds = {page.key.partition(":")[0] for page in hand.seen}
        assert kinds >= {"known", "reference", "clause", "question", "choice", "choices", "signature"}
        assert {page.key for page in desk.pages if not isinstance(page, WelcomePage)} <= {p.key for p in hand.seen}
        wanted = {page.key.partition(":")[2] for page in desk.pages if isinstance(page, ClauseScreen) and page.box[0]}
        assert {one.clause_id for one in record.consent.initials} <= wanted
        assert {one.role.value for one in record.consent.signatures} == {"patient", "physician"}
        assert hand.missed
        asked = [one.question_id for one in record.consent.teach_back]
        assert any(asked.count(question) == 2 for question in asked)
        forms = workspace_of(keys)._signing_acts.derive_forms(workspace_of(keys).session.state, desk._context.clock())
        assert forms.signing.missing == ()
        assert forms.signing.can_seal
        keys.part("locking")
        screen = hand.screen
        workspace_of(keys).lock_requested.emit()
        assert screen.is_covered
        assert not screen.isVisible()
        wait(50)
        assert not any(isinstance(one, PatientScreen) and one.isVisible() for one in qapp.topLevelWidgets())
        assert all(title == "" or "StemSup" in title for title in keys.titles), keys.titles
