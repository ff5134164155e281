"""Goes to pages of each kind and switches the window's language there and back while it is shown."""

from picture_tools import read_example, show_file, take, wait
from pictures import clock, open_demo
from PySide6.QtWidgets import QApplication

from said.surveyor import Surveyor
from stemsup_desktop.language import Language

SWITCHED = "switched"
PAGES = ("step-2", "step-3", "step-5", "patients", "settings")
"""A page is made anew in the other language, the same for each; what stays is the window around it."""
EXAMPLE_OF = {Language.JA: "opinion", Language.EN: "stop"}
"""Whose language the window speaks: what the patient reads is in the patient's."""


def take_switches(application: QApplication, language: Language, surveyor: Surveyor) -> None:
    """Begin in one language, and leave every page in it after the other."""
    with open_demo(application, language) as workspace:
        window = workspace.window
        for page_id in PAGES:
            for spoken in (other_than(language), language):
                window.go_to(page_id)
                show_file(workspace, read_example(EXAMPLE_OF[spoken], clock))
                wait(0)
                workspace._parts.language.set_language(spoken)
                window.go_to(page_id)
                surveyor.language = spoken
                take(window, f"{page_id}-switched-to-{spoken}")


def other_than(language: Language) -> Language:
    """Return the other of the two languages."""
    return next(one for one in Language if one is not language)
