"""Takes the pictures in docs/images from the running program, off screen, on the invented example patients.

`python docs/pictures.py` takes them all; names as arguments, those of `KINDS`, take only those.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The pictures show the tree they lie in, not a copy that happens to be installed.
sys.path.insert(0, str(Path(__file__).parents[1]))

import msgspec
from picture_checklist import take_added_checklist, take_changed_rule, take_checklist, take_diary
from picture_components import take_components
from picture_courses import take_courses
from picture_entry import take_entry
from picture_events import take_events
from picture_forms import take_forms
from picture_lot_use import take_lot_use
from picture_lots import take_lots
from picture_patient_screen import take_patient_screen
from picture_people import take_people
from picture_photographs import take_photographs
from picture_recall import take_recall
from picture_rooms import take_rooms
from picture_scores import take_scores
from picture_signing import take_signing
from picture_sites import take_sites
from picture_small import take_first_pages, take_small_things
from picture_tools import IMAGES, choose_look, fill_folder, keep, open_workspace, read_example
from picture_window import (
    USUAL,
    take_empty,
    take_evidence,
    take_gates,
    take_keys,
    take_others,
    take_pages,
    take_patients,
    take_steps,
)
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.consultation.withdrawal import find_consent_number, with_withdrawal
from stemsup_desktop.content import Content, read_content
from stemsup_desktop.desktop import Desktop
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_follow import render_withdrawal_slip
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import make_request, render_paper
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.theme import Scheme, make_application
from stemsup_desktop.workspace import Workspace

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=timezone(timedelta(hours=9)))
PAPERS = {Paper.CONSENT: "treated", Paper.SUMMARY: "treated", Paper.SELF_ADMINISTRATION: "conditions"}
PAPER_DPI = 80
Taker = Callable[[QApplication, Language], None]


def clock() -> datetime:
    """Return the hour at which all pictures are taken."""
    return NOW


@contextmanager
def open_demo(application: QApplication, language: Language) -> Iterator[Workspace]:
    """Open the window on a throw-away vault with the example patients."""
    with tempfile.TemporaryDirectory(prefix="stemsup-pictures-") as name:
        folder = Path(name)
        fill_folder(folder, clock)
        choose_look(folder, language)
        desktop = Desktop(application, folder, clock)
        try:
            workspace = open_workspace(desktop)
            workspace.window.resize(*USUAL)
            yield workspace
        finally:
            desktop.close()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def take_window(application: QApplication, language: Language) -> None:
    """Take every picture of the window in one language, but those of the checklist at work."""
    with open_demo(application, language) as workspace:
        take_steps(workspace, language, clock)
        take_pages(workspace, language)
        take_patients(workspace, language)
        take_evidence(workspace, language)
        take_gates(workspace, language, clock)
        take_keys(workspace, language, clock)
        take_empty(workspace, language, clock)
        if language is Language.EN:
            take_others(workspace, clock)


def take_questions(application: QApplication, language: Language) -> None:
    """Take the checklist at work, another questionnaire, and one that a clinic adds."""
    with open_demo(application, language) as workspace:
        take_checklist(workspace, language, clock)
        take_diary(workspace, language, clock)
        take_added_checklist(workspace, language)
        take_changed_rule(workspace, language, clock)


def draw_pages(pdf: bytes, count: int) -> Iterator[QImage]:
    """Draw the first pages of a document, on white."""
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    for number in range(min(count, document.pageCount())):
        size = document.pagePointSize(number) * (PAPER_DPI / 72)
        ink = document.render(number, QSize(round(size.width()), round(size.height())))
        page = QImage(ink.size(), QImage.Format.Format_RGB32)
        page.fill(QColor("white"))
        painter = QPainter(page)
        painter.drawImage(0, 0, ink)
        painter.end()
        yield page


def take_papers(content: Content, fonts: FontFolder, form: LanguageForm) -> None:
    """Take the first two pages of consent, summary and the sheet for use at home, and a slip of a withdrawal."""
    for paper, example in PAPERS.items():
        file = read_example(example, clock)
        gate = content.derive_gate(file, NOW)
        request = make_request(paper, file, form, NOW)
        _keep_pages(render_paper(paper, file, gate, content, fonts, request), paper, form)
    file = read_example("treated", clock)
    number = find_consent_number(file.consultation.consent)
    taken_back = Withdrawal(number, NOW, SignerRole.PATIENT, file.patient.name, ("photographs",), recorded_by="")
    visit = with_withdrawal(file.consultation, file.consultation.consultation_id, taken_back)
    file = msgspec.structs.replace(file, consultation=visit)
    request = make_request(Paper.WITHDRAWAL, file, form, NOW)
    _keep_pages(render_withdrawal_slip(file, taken_back, content, fonts, request), Paper.WITHDRAWAL, form)


def _keep_pages(rendered: RenderedDocument, paper: Paper, form: LanguageForm) -> None:
    name = "both" if form is LanguageForm.BOTH else str(form)
    for number, image in enumerate(draw_pages(rendered.pdf, 2), start=1):
        keep(image, f"paper-{paper}-{number}-{name}")


def _on_demo(take: Callable[[Workspace, Language], object]) -> Taker:
    """Return what takes pictures of a window that is opened on a throw-away vault for them."""

    def take_all(application: QApplication, language: Language) -> None:
        with open_demo(application, language) as workspace:
            take(workspace, language)

    return take_all


def _take_form(application: QApplication, language: Language) -> None:
    take_forms(application, language, clock, Scheme.LIGHT, USUAL, str(language))


KINDS: dict[str, Taker] = {
    "entry": lambda application, language: take_entry(application, language, clock),
    "people": lambda application, language: take_people(application, language, clock),
    "window": take_window,
    "scores": _on_demo(lambda workspace, language: take_scores(workspace, language, clock)),
    "events": _on_demo(lambda workspace, language: take_events(workspace, language, clock)),
    "lots": _on_demo(take_lots),
    "lot-use": _on_demo(take_lot_use),
    "recall": _on_demo(lambda workspace, language: take_recall(workspace, language, clock)),
    "checklist": take_questions,
    "courses": lambda application, language: take_courses(application, language, clock),
    "photographs": _on_demo(lambda workspace, language: take_photographs(workspace, language, clock)),
    "signing": _on_demo(lambda workspace, language: take_signing(workspace, read_shipped(), language, clock)),
    "patient-screen": _on_demo(lambda workspace, language: take_patient_screen(workspace, language, clock)),
    "forms": _take_form,
    "components": take_components,
    "rooms": _on_demo(lambda workspace, language: take_rooms(workspace, language, clock)),
    "small": _on_demo(lambda workspace, language: take_small_things(workspace, language, clock)),
    "first-pages": lambda application, language: take_first_pages(application, language, clock),
    "sites": _on_demo(lambda workspace, language: take_sites(workspace, read_shipped(), language, clock)),
}
"""What sets up each kind of picture of the window in one language."""
PAPER = "paper"


@cache
def read_shipped() -> Content:
    """Return the content as it ships."""
    return read_content(find_resources())


def take_paper() -> None:
    """Take every page on paper."""
    fonts = FontFolder(find_resources() / "fonts")
    for form in LanguageForm:
        take_papers(read_shipped(), fonts, form)


def main(wanted: tuple[str, ...]) -> None:
    """Take them all, or those of some kinds."""
    IMAGES.mkdir(exist_ok=True)
    application = make_application()
    for kind in (kind for kind in KINDS if kind in wanted):
        for language in Language:
            KINDS[kind](application, language)
    if "window" in wanted:
        (IMAGES / "examination.png").write_bytes((IMAGES / "examination-en.png").read_bytes())
    if PAPER in wanted:
        take_paper()


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or (*KINDS, PAPER))
