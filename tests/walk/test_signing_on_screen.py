"""A consent signed on one screen in the running program: by pen and keys, sealed, and how long that takes a person."""

from pathlib import Path

import msgspec
import pytest
from driver import Keyboard, RunningClock, wait
from opened import opened, put_visit, read_example
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtWidgets import QApplication, QWidget
from visit import PASSPHRASE, record_of

from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import open_vault
from stemsup_desktop.ui.components.signature_pad import SignaturePad
from stemsup_desktop.ui.pages.consent.page import ConsentPage
from stemsup_desktop.window_visits import OpenVisit

PEN = QPointingDevice(
    "pen",
    9,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    1,
)
NAME = (
    ((0.2, 0.25), (0.22, 0.7), (0.3, 0.68), (0.31, 0.3)),
    ((0.4, 0.3), (0.52, 0.28), (0.45, 0.7)),
    ((0.6, 0.2), (0.65, 0.45), (0.6, 0.7), (0.72, 0.72), (0.7, 0.4)),
)
"""Strokes in shares of the pad."""
SECONDS = {"stroke": 0.6, "key": 0.5, "look": 2.0, "question": 9.0}
"""What one of each takes somebody who sees the page for the first time.

A look is at the next clause, whose text was explained before; a question is read with its three answers.
"""
THREE_MINUTES = 180


class Signer:
    """Whoever sits at the screen: patient and physician, one after the other."""

    def __init__(self, keys: Keyboard) -> None:
        self.keys = keys
        self.counts = dict.fromkeys(SECONDS, 0)

    @property
    def page(self) -> ConsentPage:
        page = self.keys.window.findChild(ConsentPage)
        assert isinstance(page, ConsentPage)
        return page

    @property
    def kind(self) -> str:
        """What lies on the desk: initial, answer, choices, signature or nothing."""
        view = self.page._screen.desk.view
        return "" if view is None else str(view.key.kind)

    def press(self, key: Qt.Key) -> None:
        self.counts["key"] += 1
        self.keys.press(key)

    def write(self) -> None:
        """Write on the pad that has the focus, and confirm."""
        self.counts["look"] += 1
        pad = self.keys.focus
        assert isinstance(pad, SignaturePad), self.keys.name_focus()
        for stroke in NAME:
            self.counts["stroke"] += 1
            self._draw(pad, stroke)
        self.press(Qt.Key.Key_Return)

    def answer(self) -> None:
        """Go down to the answer and choose it."""
        self.counts["question"] += 1
        forms, view = self.page._screen.forms, self.page._screen.desk.view
        assert forms is not None
        assert view is not None
        right = next(one.question.right for one in forms.signing.questions if one.question.id == view.key.id)
        while not self.keys.is_at(f"desk.answer:{right}"):
            self.press(Qt.Key.Key_Down)
        self.press(Qt.Key.Key_Space)

    def reckon(self) -> float:
        """Return how many seconds it takes."""
        return sum(SECONDS[what] * count for what, count in self.counts.items())

    def _draw(self, pad: SignaturePad, stroke: tuple[tuple[float, float], ...]) -> None:
        paper = pad.paper()
        places = [QPointF(paper.left() + x * paper.width(), paper.top() + y * paper.height()) for x, y in stroke]
        kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * (len(places) - 1), QEvent.Type.TabletRelease]
        left, none, plain = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        for kind, at in zip(kinds, (*places, places[-1]), strict=True):
            button = none if kind is QEvent.Type.TabletMove else left
            event = QTabletEvent(kind, PEN, at, at, 0.6, 0, 0, 0, 0, 0, plain, button, left)
            QApplication.sendEvent(pad, event)
            self.keys.settle()


@pytest.mark.parametrize("language", list(Language))
def test_a_consent_is_signed_and_sealed_on_one_screen_in_less_than_three_minutes(
    language: Language, qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = read_example("clear")
    consent = msgspec.structs.replace(file.consultation.consent, thinking_until=None)
    put_visit(tmp_path, file, msgspec.structs.replace(file.consultation, consent=consent))
    clock = RunningClock()
    with open_vault(tmp_path, PASSPHRASE, clock=clock) as vault:
        vault.save_seal_key(make_clinic_key("Sample Clinic", clock()))
    visit = OpenVisit(file.patient.patient_id, file.consultation.consultation_id, "step-5")
    with opened(qapp, tmp_path, visit, language) as keys:
        keys.part("signing")
        signer = Signer(keys)
        keys.until(lambda: signer.kind == "initial", "the first clause")
        keys.reach("desk.initials")
        signer.counts["key"] += keys.pressed
        while signer.kind == "initial":
            signer.write()
        while signer.kind == "answer":
            signer.answer()
        assert signer.kind == "choices"
        signer.press(Qt.Key.Key_Return)
        while signer.kind == "signature":
            signer.write()
        assert signer.kind == ""
        assert len(record_of(keys).consent.signatures) == 2
        wait(1200)
        signer.page._screen.show_problem(EnvironmentProblem("vault-disk-full", "The disk is full."))  # an earlier try
        keys.part("sealing")
        for _ in range(2):
            signer.counts["look"] += 1
            signer.counts["key"] += 1
            keys.main_action()
        keys.until(lambda: record_of(keys).consent.signature is not None, "the sealed consent", 60)
        keys.until(lambda: shows(keys, "consent.sealed"), "what was sealed")
        assert not shows(keys, "consent.mark_problem")
        with capsys.disabled():
            print(f"\n{signer.counts}: {signer.reckon():.0f} s\n{keys.watch.report()}")
        record = record_of(keys)
        keys.main_action()
        keys.until(lambda: keys.window.stack.current_id == "step-6", "the treatment")  # type: ignore[attr-defined]
    given = record.consent.signature
    assert given is not None
    assert given.medium == "screen"
    assert signer.reckon() < THREE_MINUTES
    with open_vault(tmp_path, PASSPHRASE, clock=clock) as vault:
        assert vault.load_consultation(record.consultation_id) == record
        assert vault.load_sealed(given.document_number).startswith(vault.load_document(given.document_number)[1])


def shows(keys: Keyboard, name: str) -> bool:
    """Tell whether something is on the screen."""
    return any(widget.isVisible() for widget in keys.window.findChildren(QWidget, name))
