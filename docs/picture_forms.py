"""Pictures of the consent form as an administrator edits it: a clause beside its page, changes, versions, patients."""

import tempfile
from pathlib import Path

from picture_tools import choose_look, fill_folder, open_workspace, take, wait
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from stemsup_desktop.desktop import Clock, Desktop
from stemsup_desktop.language import Language
from stemsup_desktop.ui.pages.forms.page import FormsPage
from stemsup_desktop.ui.pages.forms.text_pair import TextPair
from stemsup_desktop.ui.theme import Scheme

CLAUSE, PLACE = "risk-unknown", "text:0:0"
EXTRA = {Language.EN: " No study is large enough.", Language.JA: "十分な規模の研究もありません。"}
PROMISE = {Language.EN: "This is safe.", Language.JA: "安全です。"}


def take_forms(
    application: QApplication, language: Language, clock: Clock, scheme: Scheme, size: tuple[int, int], suffix: str
) -> None:
    """Take the page in one language, look and size."""
    with tempfile.TemporaryDirectory(prefix="stemsup-pictures-") as name:
        folder = Path(name)
        choose_look(folder, language, scheme)
        fill_folder(folder, clock)
        desktop = Desktop(application, folder, clock)
        try:
            workspace = open_workspace(desktop)
            window = workspace.window
            window.resize(*size)
            window.go_to("forms")
            wait(1500)
            page = window.stack.current_page
            if not isinstance(page, FormsPage):
                raise TypeError("the page of the consent form did not open")
            page.choose_clause(CLAUSE)
            page.make_whole()
            pair = page.findChild(TextPair, PLACE)
            for one in Language:
                field = pair.fields[one]
                field.setText(field.value() + EXTRA[one])
            field = page.findChild(TextPair, "text:0:1").fields[language]
            field.setText(field.value() + PROMISE[language])
            take(window, f"form-clause-{suffix}", 3500)
            for view in ("changes", "versions", "patients"):
                page.show_view_of(view)
                take(window, f"form-{view}-{suffix}", 800)
        finally:
            desktop.close()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
