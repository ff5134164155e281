"""Takes the pictures in docs/images from the running program, off screen, on the invented example patients."""

import io
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QEventLoop, QIODevice, QSize, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from stemsup_desktop.consultation_file import read_consultation_file
from stemsup_desktop.content import Content, read_content
from stemsup_desktop.demo import PASSPHRASE, fill_demo_vault
from stemsup_desktop.desktop import Desktop
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.language import Language
from stemsup_desktop.paperwork import Paper, make_request, render_paper
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.pages.documents.page import DocumentsPage
from stemsup_desktop.ui.pages.reference.page import ReferencePage
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.theme import Scheme, make_application
from stemsup_desktop.workspace import Workspace

IMAGES = Path(__file__).parent / "images"
NOW = datetime(2026, 11, 23, 10, 30, tzinfo=timezone(timedelta(hours=9)))
STEPS = ("reason", "examination", "explain", "plan", "consent", "treatment", "summary")
EXAMPLES = {
    Language.EN: ("stop", "stop", "treated", "treated", "treated", "treated", "treated"),
    Language.JA: ("opinion", "opinion", "treated", "treated", "treated", "treated", "treated"),
}
"""Whose consultation each of the seven steps shows."""
PAPERS = {Language.JA: "treated", Language.EN: "treated"}
FACTOR = "vegf"
USUAL, SMALL = (1440, 900), (1024, 768)
PAPER_DPI = 80
COLOURS = 256
OPEN_MS, PAGE_MS, PAPER_MS = 20_000, 500, 2500


def wait(ms: int) -> None:
    """Let the program run for a while."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def keep(image: QImage, name: str) -> None:
    """Write a picture as a small PNG."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    picture = Image.open(io.BytesIO(data.data())).convert("RGB")
    few = picture.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(IMAGES / f"{name}.png", optimize=True)


def open_workspace(desktop: Desktop) -> Workspace:
    """Open the demo vault; raises TimeoutError if no workspace comes up."""
    desktop.show_entry()
    desktop.open_with(PASSPHRASE)
    for _ in range(OPEN_MS // 50):
        wait(50)
        if desktop.workspace is not None:
            return desktop.workspace
    raise TimeoutError("the window did not open the example vault")


def show_example(workspace: Workspace, example: str) -> None:
    """Open the consultation of an example patient."""
    paths = [path for path in (find_resources() / "examples").rglob("*.json") if path.stem == example]
    file = read_consultation_file(paths[0], NOW.date())
    workspace.session.open_visit(file.patient, file.consultation, file.clinic, file.physician)


def take(window: MainWindow, name: str, ms: int = PAGE_MS) -> None:
    """Take a picture of the window once it has come to rest."""
    wait(ms)
    keep(window.grab().toImage(), name)


def take_steps(workspace: Workspace, language: Language) -> None:
    """Take the seven steps."""
    window, shown = workspace.window, ""
    for number, (step, example) in enumerate(zip(STEPS, EXAMPLES[language], strict=True), start=1):
        if example != shown:
            show_example(workspace, example)
            shown = example
        window.go_to_step(number)
        take(window, f"{step}-{language}", PAPER_MS if step in ("consent", "summary") else PAGE_MS)


def take_pages(workspace: Workspace, language: Language) -> None:
    """Take the pages beside the steps: patients, a growth factor, documents, settings."""
    window = workspace.window
    for page_id in ("patients", "reference", "documents", "settings"):
        window.go_to(page_id)
        page = window.stack.current_page
        if isinstance(page, ReferencePage):
            page.open_page(FACTOR)
        take(window, f"{page_id}-{language}", PAPER_MS if isinstance(page, DocumentsPage) else PAGE_MS)


def take_others(workspace: Workspace, desktop_scheme: Scheme) -> None:
    """Take what is shown only once: two pages in the dark and one in a small window."""
    window = workspace.window
    workspace.scheme_chosen.emit(Scheme.DARK)
    show_example(workspace, "stop")
    window.go_to_step(2)
    take(window, "examination-en-dark")
    window.go_to("reference")
    take(window, "reference-en-dark")
    workspace.scheme_chosen.emit(desktop_scheme)
    window.go_to_step(2)
    window.resize(*SMALL)
    take(window, "examination-en-1024")


def take_window(application: QApplication, language: Language) -> None:
    """Take every picture of the window in one language."""
    with tempfile.TemporaryDirectory(prefix="stemsup-pictures-") as name:
        folder = Path(name)
        fill_demo_vault(folder, lambda: NOW)
        save_preferences(folder, Preferences(language, Scheme.LIGHT))
        desktop = Desktop(application, folder, lambda: NOW)
        try:
            workspace = open_workspace(desktop)
            workspace.window.resize(*USUAL)
            take_steps(workspace, language)
            take_pages(workspace, language)
            if language is Language.EN:
                take_others(workspace, Scheme.LIGHT)
        finally:
            desktop.close()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


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


def take_papers(content: Content, fonts: FontFolder, language: Language) -> None:
    """Take the first two pages of consent and summary."""
    paths = [path for path in (find_resources() / "examples").rglob("*.json") if path.stem == PAPERS[language]]
    file = read_consultation_file(paths[0], NOW.date())
    gate = content.derive_gate(file, NOW)
    for paper in Paper:
        rendered = render_paper(paper, file, gate, content, fonts, make_request(paper, file, language, NOW))
        for number, image in enumerate(draw_pages(rendered.pdf, 2), start=1):
            keep(image, f"paper-{paper}-{number}-{language}")


def main() -> None:
    """Take them all."""
    IMAGES.mkdir(exist_ok=True)
    application = make_application()
    for language in Language:
        take_window(application, language)
    content, fonts = read_content(find_resources()), FontFolder(find_resources() / "fonts")
    for language in Language:
        take_papers(content, fonts, language)
    (IMAGES / "examination.png").write_bytes((IMAGES / "examination-en.png").read_bytes())


if __name__ == "__main__":
    main()
