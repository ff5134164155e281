"""Pictures of every page in three sizes, light and dark, as small files in `images/rooms`."""

import io

from picture_tools import (
    IMAGES,
    PAGE_MS,
    PAPER_MS,
    USUAL,
    choose_scheme,
    list_schemes,
    read_example,
    settle,
    show_file,
    wait,
)
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtWidgets import QWidget

from stemsup_desktop.desktop import Clock
from stemsup_desktop.language import Language
from stemsup_desktop.ui.pages.reference.page import ReferencePage
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.workspace import Workspace

ROOMS = IMAGES / "rooms"
SIZES = ((1024, 768), (1440, 900), (2560, 1440))
STEPS = ("reason", "examination", "explain", "plan", "consent", "treatment", "summary")
PAGES = ("patients", "reference", "lots", "documents", "settings")
EXAMPLES = {2: "stop"}
"""Whose consultation a step shows; that of a patient who was treated, where nothing is said."""
PAPERS = ("consent", "summary", "documents")
QUALITY = 55
FACTOR = "vegf"


def take_rooms(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take every page in one language."""
    ROOMS.mkdir(parents=True, exist_ok=True)
    window = workspace.window
    for scheme in list_schemes():
        choose_scheme(workspace, scheme)
        wait(PAGE_MS)
        for number, step in enumerate(STEPS, start=1):
            show_file(workspace, read_example(EXAMPLES.get(number, "treated"), clock))
            window.go_to_step(number)
            _take_sizes(window, step, scheme, language)
        for page_id in PAGES:
            window.go_to(page_id)
            page = window.stack.current_page
            if isinstance(page, ReferencePage):
                page.open_page(FACTOR)
            _take_sizes(window, page_id, scheme, language)
    choose_scheme(workspace, Scheme.LIGHT)
    window.resize(*USUAL)


def _take_sizes(window: QWidget, room: str, scheme: Scheme, language: Language) -> None:
    for width, height in SIZES:
        window.resize(width, height)
        settle(window, PAPER_MS if room in PAPERS else PAGE_MS)
        _keep(window, f"{room}-{width}-{scheme}-{language}")


def _keep(window: QWidget, name: str) -> None:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().toImage().save(buffer, "PNG")  # type: ignore[call-overload]
    Image.open(io.BytesIO(data.data())).convert("RGB").save(ROOMS / f"{name}.webp", quality=QUALITY, method=6)
