"""Puts every key of the program on paper: rendered beside the window, then shown in the print sheet."""

from collections.abc import Callable
from typing import Any

from stemsup_desktop.consultation.clinic import Clinic
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.key_list import KeyTable, render_key_list
from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.shell.key_map import KeyGroup, derive_whole_map

NUMBER = "KEYS"
"""What the print queue shows; no vault keeps the list."""


def make_key_table(group: KeyGroup) -> KeyTable:
    """Return a group of the map as a table of the list."""
    return KeyTable(group.heading, tuple((" / ".join(line.keys), line.text) for line in group.lines))


class KeyPaper:
    """`print_pdf` is given the document and its number, `say` what failed."""

    def __init__(
        self,
        context: PageContext,
        fonts: FontFolder,
        print_pdf: Callable[[bytes, str], None],
        say: Callable[[Problem], None],
    ) -> None:
        self._context = context
        self._fonts = fonts
        self._print_pdf = print_pdf
        self._say = say

    def print_all(self, page: Page[Any], clinic: Clinic) -> None:
        """Make the list in the window's language and ask how to print it; the page on show says that it is made."""
        words, fonts = self._context.words, self._fonts
        tables = tuple(map(make_key_table, derive_whole_map(words)))
        name = (words.language is Language.EN and clinic.name_en) or clinic.name
        request = DocumentRequest(NUMBER, self._context.clock(), LanguageForm(words.language), seal_fields=())
        page.run_job(
            lambda: render_key_list(tables, name, request, fonts), self._on_rendered, busy=words("key_list.printing")
        )

    def _on_rendered(self, result: Ok[RenderedDocument] | Err) -> None:
        match result:
            case Ok(document):
                self._print_pdf(document.pdf, NUMBER)
            case Err(problem):
                self._say(problem)
