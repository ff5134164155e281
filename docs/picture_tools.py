"""What taking pictures needs: a camera, waiting, keeping an image, opening the demo vault, reading an example.

What stands before the camera is set up by the kinds of `pictures.py`. `python -m tests.layout` has them set it up too,
puts a camera of its own in place, which measures instead, and chooses the look that it is set up in.
"""

import io
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QEvent, QEventLoop, QIODevice, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QWidget

from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation_file import read_consultation_file
from stemsup_desktop.demo import PASSPHRASE, fill_demo_vault
from stemsup_desktop.desktop import Clock, Desktop
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.workspace import Workspace

T = TypeVar("T")
IMAGES = Path(__file__).parent / "images"
COLOURS = 256
PAGE_MS, PAPER_MS, LONGEST_S = 500, 2500, 30.0
ANSWER_MS = 200
USUAL = (1440, 900)


class Camera:
    """Keeps a picture of whatever is set up before it."""

    scheme: Scheme | None = None
    """The look to set everything up in, where it is not what the kind of picture asks for."""
    text_percent = 100

    def wait(self, ms: int) -> None:
        """Let the program run for a while."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def take(self, widget: QWidget, name: str, ms: int) -> None:
        """Take a picture of a window or a part of it once it has come to rest."""
        self.settle(widget, ms)
        keep(widget.grab().toImage(), name)

    def settle(self, widget: QWidget, ms: int) -> None:
        """Let what is shown come to rest."""
        self.wait(ms)
        self.let_checklist_come(widget)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def let_checklist_come(self, widget: QWidget) -> None:
        """Wait for the rows of a checklist, which come in turns."""
        for page in widget.findChildren(ExaminationPage):
            while page.isVisible() and not page.is_built:
                self.wait(50)


_cameras = [Camera()]


def put_camera(camera: Camera) -> None:
    """Set everything up before another camera from now on."""
    _cameras[:] = [camera]


def wait(ms: int) -> None:
    """Let the program run for a while."""
    _cameras[0].wait(ms)


def wait_until(is_done: Callable[[], bool], failure: str) -> None:
    """Let the program run until something is done; raises TimeoutError, which says the failure."""
    end = time.monotonic() + LONGEST_S
    while not is_done():
        if time.monotonic() > end:
            raise TimeoutError(failure)
        wait(50)


def find_button(host: QWidget, name: str) -> QAbstractButton:
    """Return the last button of a name that is on show; what comes in turns of its own is waited for."""

    def list_shown() -> list[QAbstractButton]:
        return [button for button in host.findChildren(QAbstractButton, name) if button.isVisible()]

    wait_until(lambda: bool(list_shown()), f"there is no button {name}")
    return list_shown()[-1]


def settle(widget: QWidget, ms: int) -> None:
    """Let what is shown come to rest."""
    _cameras[0].settle(widget, ms)


def choose_look(folder: Path, language: Language, scheme: Scheme = Scheme.LIGHT) -> None:
    """Let the program begin on a folder in a language and a look."""
    camera = _cameras[0]
    save_preferences(folder, Preferences(language, camera.scheme or scheme, camera.text_percent))


def list_schemes() -> tuple[Scheme, ...]:
    """Return the looks to set something up in that is taken in both; a camera may keep to one."""
    kept = _cameras[0].scheme
    return (Scheme.LIGHT, Scheme.DARK) if kept is None else (kept,)


def choose_scheme(workspace: Workspace, scheme: Scheme) -> None:
    """Let the window take a look, unless the camera keeps to one; returns once everything has it."""
    if _cameras[0].scheme is None:
        workspace.scheme_chosen.emit(scheme)
        theme = workspace._parts.theme
        wait_until(lambda: theme.scheme is scheme and not theme.is_turning, "the window did not take the look")


@cache
def _fill_model(clock: Clock) -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="stemsup-pictures-")
    fill_demo_vault(Path(folder.name), clock)
    return folder


def fill_folder(folder: Path, clock: Clock) -> None:
    """Put the vault with the example patients into an empty folder; it is made once, which takes seconds."""
    shutil.copytree(_fill_model(clock).name, folder, dirs_exist_ok=True)


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
    _cameras[0].take(widget, name, ms)


def open_workspace(desktop: Desktop, passphrase: str = PASSPHRASE) -> Workspace:
    """Open a vault; raises TimeoutError if no workspace comes up."""
    desktop.show_entry()
    desktop.open_with(passphrase)
    return await_workspace(desktop)


def await_workspace(desktop: Desktop) -> Workspace:
    """Return the workspace that a passphrase opens; raises TimeoutError if none comes up."""
    wait_until(lambda: desktop.workspace is not None, "the window did not open the vault")
    workspace = desktop.workspace
    assert workspace is not None
    return workspace


def read_example(example: str, clock: Clock) -> ConsultationFile:
    """Return the consultation of an example patient."""
    paths = [path for path in (find_resources() / "examples").rglob("*.json") if path.stem == example]
    return read_consultation_file(paths[0], clock().date())


def show_file(workspace: Workspace, file: ConsultationFile) -> None:
    """Open a consultation in the window, and let the vault say what it knows of it, as it has before somebody goes on."""
    workspace.session.open_visit(file.patient, file.consultation, file.clinic, file.physician)
    wait(ANSWER_MS)


def ask_vault(workspace: Workspace, act: Callable[[Vault], T]) -> T:
    """Return what an act on the open vault gives."""
    made: list[T] = []

    def on_done(result: Ok[T] | Err) -> None:
        if isinstance(result, Err):
            raise result.problem
        made.append(result.value)

    workspace._parts.access.run(act, on_done)
    wait_until(lambda: bool(made), "the vault did not answer")
    return made[0]
