"""Pictures of the small things: the tour, the print sheet, files over the window, pages with nothing yet."""

import tempfile
from pathlib import Path

from picture_tools import choose_look, choose_scheme, list_schemes, open_workspace, read_example, take, wait
from PySide6.QtWidgets import QApplication

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.desktop import Clock, Desktop
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import make_request, render_paper
from stemsup_desktop.store.vault import create_vault
from stemsup_desktop.ui.components.sheet import find_top_sheet
from stemsup_desktop.ui.dropped_files import DropKind
from stemsup_desktop.ui.print_sheet import PrintSheet
from stemsup_desktop.ui.printers import PrinterFacts
from stemsup_desktop.ui.shell.tour import TourSheet
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.workspace import Workspace

PASSPHRASE = "seven lanterns over the ford"
PRINTERS = {
    Language.EN: (PrinterFacts("a", "Reception, colour", is_usual=True),),
    Language.JA: (PrinterFacts("a", "受付カラー複合機", is_usual=True),),
}
SMALL = (1024, 768)


def take_small_things(workspace: Workspace, language: Language, clock: Clock) -> None:
    """Take the tour, the palette and the print sheet in both schemes, and files that hang over the window."""
    window = workspace.window
    for scheme in list_schemes():
        ending = "-dark" if scheme is Scheme.DARK else ""
        choose_scheme(workspace, scheme)
        window.resize(*SMALL)
        workspace.start_tour()
        tour = find_top_sheet(window.centralWidget())
        if not isinstance(tour, TourSheet):
            raise TypeError("there is no tour")
        wait(200)
        tour.go(1)
        take(window, f"tour-{language}{ending}")
        tour.dismiss()
        _take_palette(workspace, f"palette-{language}{ending}")
        _take_print_sheet(workspace, language, clock, f"print-sheet-{language}{ending}")
    choose_scheme(workspace, Scheme.LIGHT)
    window.files_dragged.emit((Path("a.pdf"), Path("b.pdf")))
    take(window, f"drop-{DropKind.DOCUMENTS}-{language}")
    window.drop_band.hide()
    window.resize(1440, 900)


def take_first_pages(application: QApplication, language: Language, clock: Clock) -> None:
    """Take the pages of a clinic that has just begun: each says what it is for and what comes first."""
    with tempfile.TemporaryDirectory(prefix="stemsup-pictures-") as name:
        folder = Path(name)
        clinic, physician = Clinic("Aobadori Clinic", phone="03-5550-0142"), Physician("Mori Naoto", "412087")
        create_vault(folder, PASSPHRASE, clinic, physician, clock=clock).close()
        choose_look(folder, language)
        desktop = Desktop(application, folder, clock)
        try:
            workspace = open_workspace(desktop, PASSPHRASE)
            workspace.window.resize(*SMALL)
            for page_id in ("patients", "lots", "documents"):
                workspace.window.go_to(page_id)
                take(workspace.window, f"first-{page_id}-{language}")
        finally:
            desktop.close()


def _take_palette(workspace: Workspace, name: str) -> None:
    """Take the palette with a word that patients, pages and the reference share."""
    workspace._palette.toggle()
    sheet = workspace._palette.sheet
    if sheet is None:
        raise TypeError("there is no palette")
    sheet.search.setText("せ")
    wait(600)
    take(workspace.window, name)
    sheet.dismiss()


def _take_print_sheet(workspace: Workspace, language: Language, clock: Clock, name: str) -> None:
    """Take the summary of an example patient in the sheet that asks how to print."""
    window, parts = workspace.window, workspace._parts
    file = read_example("treated", clock)
    form = LanguageForm.EN if language is Language.EN else LanguageForm.JA
    gate = parts.content.derive_gate(file, clock())
    request = make_request(Paper.SUMMARY, file, form, clock())
    pdf = render_paper(Paper.SUMMARY, file, gate, parts.content, parts.fonts, request).pdf
    workspace._papers.print(pdf, "SUM-2026-00001")
    wait(200)
    sheet = find_top_sheet(window.centralWidget())
    if not isinstance(sheet, PrintSheet):
        raise TypeError("nothing is printed")
    sheet.show_printers(PRINTERS[language])
    sheet.pages.setText("1-3")
    sheet.copies.setText("2")
    sheet.two_sided.setChecked(True)
    take(window, name)
    sheet.dismiss()
