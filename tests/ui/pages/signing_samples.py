"""A hand at the desk of step 5: it writes on the pads by events, answers, and counts what a person does."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shipped import get_content

from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_changes import with_choices_seen, with_initial, with_teach_back_answer
from stemsup_desktop.consultation.signing_hashes import list_clauses
from stemsup_desktop.consultation.signing_model import Ink, InkPoint
from stemsup_desktop.consultation.teach_back import draw_questions
from stemsup_desktop.language import Language
from stemsup_desktop.paperwork import assemble_consents
from stemsup_desktop.ui.components.ink_record import INITIALS_BOX
from stemsup_desktop.ui.components.signature_pad import SignaturePad
from stemsup_desktop.ui.pages.consent.marks import MarkKind
from stemsup_desktop.ui.pages.consent.page import ConsentPage

PEN = QPointingDevice(
    "pen",
    9,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    1,
)
Strokes = tuple[tuple[tuple[float, float], ...], ...]

INITIALS: Strokes = (
    ((0.35, 0.2), (0.35, 0.7), (0.3, 0.72)),
    ((0.5, 0.3), (0.52, 0.65), (0.62, 0.66), (0.63, 0.3)),
)
SIGNATURE: Strokes = (
    ((0.1, 0.25), (0.12, 0.7), (0.2, 0.68), (0.21, 0.3)),
    ((0.3, 0.3), (0.42, 0.28), (0.35, 0.7)),
    ((0.5, 0.2), (0.55, 0.45), (0.5, 0.7), (0.62, 0.72), (0.6, 0.4)),
    ((0.72, 0.3), (0.85, 0.32), (0.78, 0.75)),
)
"""Strokes in shares of the pad."""


@dataclass
class WalkingClock:
    """A clock that goes on a little each time somebody looks at it, as time does between two marks."""

    now: datetime

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=3)
        return self.now


@dataclass
class Hand:
    """Writes, presses and answers on a page; `counts` are strokes, presses and keys."""

    page: ConsentPage
    counts: dict[str, int] = field(default_factory=lambda: {"strokes": 0, "presses": 0, "keys": 0})

    @property
    def in_hand(self) -> str:
        """The name of the mark on the desk, or empty."""
        view = self.page._screen.desk.view
        return "" if view is None else view.key.name

    def write(self, strokes: Strokes | None = None) -> None:
        """Write on the pad that is on the desk, with the pen."""
        desk = self.page._screen.desk
        view = desk.view
        assert view is not None
        is_initial = view.key.kind is MarkKind.INITIAL
        pad = (desk.initials if is_initial else desk.signature).pad
        for stroke in strokes or (INITIALS if is_initial else SIGNATURE):
            self._draw(pad, stroke)

    def confirm(self) -> None:
        """Press the button beside the pad."""
        view = self.page._screen.desk.view
        assert view is not None
        name = "initials" if view.key.kind is MarkKind.INITIAL else "signature"
        self.press(f"desk.{name}_confirm")

    def mark(self) -> None:
        """Write and confirm."""
        self.write()
        self.confirm()

    def answer(self, *, is_right: bool = True) -> None:
        """Answer the question on the desk."""
        forms, view = self.page._screen.forms, self.page._screen.desk.view
        assert forms is not None
        assert view is not None
        question = next(one.question for one in forms.signing.questions if one.question.id == view.key.id)
        options = [one.id for one in question.options if (one.id == question.right) is is_right]
        self.press(f"desk.answer:{options[0]}")

    def press(self, name: str) -> None:
        """Press a button that is seen and can be used."""
        QApplication.processEvents()  # a button that was just made is shown in the next turn
        button = next(one for one in self.page.findChildren(QAbstractButton, name) if one.isVisibleTo(self.page))
        assert button.isEnabled(), name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.counts["presses"] += 1

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        focus = self.page.window().focusWidget()
        assert isinstance(focus, QWidget)
        QTest.keyClick(focus, key, modifiers)
        self.counts["keys"] += 1

    def do_all(self, *kinds: MarkKind) -> None:
        """Make every mark of some kinds that comes next, one after the other."""
        for _ in range(60):
            view = self.page._screen.desk.view
            if view is None or view.key.kind not in kinds:
                return
            match view.key.kind:
                case MarkKind.ANSWER:
                    self.answer()
                case MarkKind.CHOICES:
                    self.press("desk.answer:seen")
                case _:
                    self.mark()
        raise AssertionError("the marks do not end")

    def _draw(self, pad: SignaturePad, stroke: tuple[tuple[float, float], ...]) -> None:
        paper = pad.paper()
        places = [QPointF(paper.left() + x * paper.width(), paper.top() + y * paper.height()) for x, y in stroke]
        kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * (len(places) - 1), QEvent.Type.TabletRelease]
        for kind, at in zip(kinds, (*places, places[-1]), strict=True):
            button = Qt.MouseButton.NoButton if kind is QEvent.Type.TabletMove else Qt.MouseButton.LeftButton
            event = QTabletEvent(
                kind, PEN, at, at, 0.5, 0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier, button, Qt.MouseButton.LeftButton
            )
            QApplication.sendEvent(pad, event)
        self.counts["strokes"] += 1


def with_reading(file: ConsultationFile, at: datetime, language: Language | None = None) -> ConsultationFile:
    """Return a file in which all initials are made, all questions answered and the choices confirmed."""
    content = get_content()
    read = language or file.consultation.consent.language or file.patient.language
    gate = content.derive_gate(file, at)
    form = assemble_consents(file, gate, content)[read]
    for clause in list_clauses(form):
        if clause.wants_initials:
            made = with_initial(file, form, clause.clause_id, make_ink(INITIALS_BOX, INITIALS), at)
            file = msgspec.structs.replace(file, consultation=made)
    for question in draw_questions(content.consent, file):
        answered = with_teach_back_answer(file, content.consent, question.id, question.right, read, at)
        file = msgspec.structs.replace(file, consultation=answered)
    return msgspec.structs.replace(file, consultation=with_choices_seen(file, form))


def make_ink(box: tuple[int, int], strokes: Strokes) -> Ink:
    """Return strokes in shares of a pad as ink."""
    width, height = box
    return Ink(
        width,
        height,
        tuple(
            tuple(InkPoint(round(x * width), round(y * height), 10 * n, 500) for n, (x, y) in enumerate(stroke))
            for stroke in strokes
        ),
    )
