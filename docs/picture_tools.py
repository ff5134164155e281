"""What taking pictures needs: waiting, keeping an image, opening the demo vault, reading an example."""

import io
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QEvent, QEventLoop, QIODevice, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation_file import read_consultation_file
from stemsup_desktop.demo import PASSPHRASE
from stemsup_desktop.desktop import Clock, Desktop
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.workspace import Workspace

IMAGES = Path(__file__).parent / "images"
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
    _put_true_colours(few, picture)
    few.save(IMAGES / f"{name}.png", optimize=True)


def _put_true_colours(few: Image.Image, picture: Image.Image) -> None:
    """Let every entry of the palette be the colour that it stands for most: no surface changes its tint."""
    entries = Image.frombytes("L", few.size, few.tobytes())
    counted = Image.merge("RGBA", (*picture.split(), entries)).getcolors(picture.width * picture.height) or []
    palette = few.getpalette() or []
    for _, (red, green, blue, entry) in sorted(counted):
        palette[3 * entry : 3 * entry + 3] = [red, green, blue]
    few.putpalette(palette)


def take(widget: QWidget, name: str, ms: int = PAGE_MS) -> None:
    """Take a picture of a window or a part of it once it has come to rest."""
    wait(ms)
    for page in widget.findChildren(ExaminationPage):
        while page.isVisible() and not page.is_built:
            wait(50)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    keep(widget.grab().toImage(), name)


def open_workspace(desktop: Desktop, passphrase: str = PASSPHRASE) -> Workspace:
    """Open a vault; raises TimeoutError if no workspace comes up."""
    desktop.show_entry()
    desktop.open_with(passphrase)
    for _ in range(OPEN_MS // 50):
        wait(50)
        if desktop.workspace is not None:
            return desktop.workspace
    raise TimeoutError("the window did not open the vault")


def read_example(example: str, clock: Clock) -> ConsultationFile:
    """Return the consultation of an example patient."""
    paths = [path for path in (find_resources() / "examples").rglob("*.json") if path.stem == example]
    return read_consultation_file(paths[0], clock().date())


def show_file(workspace: Workspace, file: ConsultationFile) -> None:
    """Open a consultation in the window."""
    workspace.session.open_visit(file.patient, file.consultation, file.clinic, file.physician)
