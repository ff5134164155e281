"""Pictures of a consent that is signed on screen: initials, a question, the physician's turn, sealed; and the documents."""

from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec
from picture_tools import PAPER_MS, read_example, show_file, take, wait, wait_until

from stemsup_desktop.consultation.consent_model import AssembledConsent
from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.consultation.signing import Signing, derive_signing
from stemsup_desktop.consultation.signing_changes import (
    Signer,
    with_choices_seen,
    with_initial,
    with_signature,
    with_teach_back_answer,
    with_tick,
)
from stemsup_desktop.consultation.signing_model import Ink, InkPoint, SignerRole
from stemsup_desktop.content import Content
from stemsup_desktop.desktop import Clock
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paperwork import assemble_consents
from stemsup_desktop.ui.components.ink_record import INITIALS_BOX, SIGNATURE_BOX
from stemsup_desktop.workspace import Workspace

Glyph = tuple[tuple[tuple[float, float], ...], ...]
WHITE: Glyph = (
    ((0.52, 0.05), (0.4, 0.26)),
    ((0.22, 0.28), (0.24, 0.9)),
    ((0.22, 0.28), (0.78, 0.26), (0.78, 0.9)),
    ((0.24, 0.57), (0.77, 0.55)),
    ((0.24, 0.87), (0.77, 0.85)),
)
STONE: Glyph = (
    ((0.12, 0.17), (0.88, 0.14)),
    ((0.5, 0.16), (0.36, 0.48), (0.08, 0.78)),
    ((0.34, 0.52), (0.35, 0.9)),
    ((0.34, 0.52), (0.78, 0.5), (0.76, 0.88)),
    ((0.35, 0.85), (0.76, 0.83)),
)
TREE: Glyph = (
    ((0.1, 0.33), (0.9, 0.3)),
    ((0.5, 0.05), (0.5, 0.95)),
    ((0.49, 0.33), (0.34, 0.6), (0.08, 0.8)),
    ((0.51, 0.33), (0.66, 0.58), (0.93, 0.78)),
)


def _smaller(glyph: Glyph, left: float, top: float, size: float) -> Glyph:
    """Write a character into a part of its cell."""
    return tuple(tuple((left + x * size, top + y * size) for x, y in stroke) for stroke in glyph)


FOREST: Glyph = (
    *_smaller(TREE, 0.24, 0.02, 0.5),
    *_smaller(TREE, 0.0, 0.46, 0.5),
    *_smaller(TREE, 0.5, 0.46, 0.5),
)
NAMES = {SignerRole.PATIENT: (WHITE, STONE), SignerRole.PHYSICIAN: (FOREST,)}
"""How the example patient and the example physician write their family names."""
STEPS_A_LINE = 8
SOME = 5


def make_ink(box: tuple[int, int], glyphs: tuple[Glyph, ...]) -> Ink:
    """Write some characters beside one another into a box."""
    width, height = box
    cell = min(height * 0.7, width * 0.9 / len(glyphs))
    left, moment, strokes = (width - cell * len(glyphs) * 1.15) / 2, 0, []
    for number, glyph in enumerate(glyphs):
        for line in glyph:
            points = []
            for x, y in _iter_places(line):
                moment += 8
                across = left + cell * (number * 1.15 + x)
                points.append(InkPoint(round(across), round(height * 0.12 + cell * y), moment, 560))
            strokes.append(tuple(points))
            moment += 120
    return Ink(width, height, tuple(strokes))


def _iter_places(line: tuple[tuple[float, float], ...]) -> Iterator[tuple[float, float]]:
    for (x, y), (to_x, to_y) in zip(line, line[1:], strict=False):
        for step in range(STEPS_A_LINE + 1):
            share = step / STEPS_A_LINE
            yield x + (to_x - x) * share, y + (to_y - y) * share


class Room:
    """One open visit, whose consent is signed as the desk of the page would."""

    def __init__(self, workspace: Workspace, content: Content, clock: Clock, language: Language) -> None:
        self._session = workspace.session
        self._content, self._clock, self._language = content, clock, language

    def do(self, act: Callable[[ConsultationFile, datetime], Consultation]) -> None:
        """Put one more mark on the form."""
        self._session.change("signing", act(self.file, self._clock()))

    @property
    def file(self) -> ConsultationFile:
        """The visit as it stands."""
        return self._session.state.file

    def tick(self) -> None:
        """Tick every box, before the clause that it stands in is initialled."""
        for tick in self.signing.ticks:
            self.do(lambda file, _, tick=tick: with_tick(file, tick.tick_id, is_ticked=True))

    def initial(self, count: int | None = None) -> None:
        """Initial the first clauses, or all."""
        ink = make_ink(INITIALS_BOX, NAMES[SignerRole.PATIENT])
        for clause in self.signing.clauses[:count]:
            form = self.consents[self._language]
            self.do(lambda file, at, form=form, clause=clause: with_initial(file, form, clause.clause_id, ink, at))

    def answer(self) -> None:
        """Answer every question rightly, and see the choices."""
        for one in self.signing.questions:
            question = one.question
            self.do(
                lambda file, at, asked=question: with_teach_back_answer(
                    file, self._content.consent, asked.id, asked.right, self._language, at
                )
            )
        self.do(lambda file, _: with_choices_seen(file, self.consents[self._language]))

    def sign(self, role: SignerRole, name: str) -> None:
        """Sign as one of those who must."""
        ink, gate = make_ink(SIGNATURE_BOX, NAMES[role]), self._session.state.gate
        self.do(
            lambda file, at: with_signature(
                file, gate, self._content.consent, self.consents, Signer(role, name), self._language, ink, at
            )
        )

    @property
    def consents(self) -> dict[Language, AssembledConsent]:
        """The form in both languages."""
        return assemble_consents(self.file, self._session.state.gate, self._content)

    @property
    def signing(self) -> Signing:
        """Where the signing stands."""
        day = self._clock().date()
        return derive_signing(self.file, self._session.state.gate, self._content.consent, self.consents, day)


def take_signing(workspace: Workspace, content: Content, language: Language, clock: Clock) -> None:
    """Take the consent page while the form is signed in the patient's language, then sealed, and it among the documents."""
    window = workspace.window
    file = read_example("clear", clock)
    spoken = file.patient.language
    consent = msgspec.structs.replace(file.consultation.consent, language=LanguageForm(spoken), thinking_until=None)
    visit = msgspec.structs.replace(file.consultation, consent=consent)
    show_file(workspace, msgspec.structs.replace(file, consultation=visit))
    window.go_to_step(5)
    wait(PAPER_MS)
    room = Room(workspace, content, clock, spoken)
    room.tick()
    room.initial(SOME)
    take(window, f"consent-initials-{language}", PAPER_MS)
    room.initial()
    take(window, f"consent-question-{language}", PAPER_MS)
    room.answer()
    room.sign(SignerRole.PATIENT, file.patient.name)
    take(window, f"consent-physician-{language}", PAPER_MS)
    room.sign(SignerRole.PHYSICIAN, file.physician.name)
    take(window, f"consent-ready-{language}", PAPER_MS)
    page = window.stack.current_page
    page.do_main_action()
    take(window, f"consent-seal-{language}", PAPER_MS)
    page.do_main_action()
    session = workspace.session
    wait_until(lambda: session.state.consultation.consent.signature is not None, "the form was not sealed")
    take(window, f"consent-sealed-{language}", PAPER_MS)
    number = workspace.session.state.consultation.consent.signature.document_number
    window.go_to("documents")
    wait(PAPER_MS)
    window.stack.current_page.open_document(number)
    take(window, f"documents-sealed-{language}", PAPER_MS)
