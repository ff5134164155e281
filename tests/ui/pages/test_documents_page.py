"""The page of documents on a real vault: listed, read, printed, saved, and refused when damaged."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hostile_strings import HOSTILE
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas
from vault_samples import SteppedVault, make_consultation, make_document, make_patient
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SteppedClock

from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.document_states import DocumentState
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.page_preview import PagePreview
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.pages.documents import leaving
from stemsup_desktop.ui.pages.documents.document_list import DocumentList
from stemsup_desktop.ui.pages.documents.finding import Filters, Found
from stemsup_desktop.ui.pages.documents.page import DocumentsPage, DocumentsPlace
from stemsup_desktop.ui.pages.documents.view import derive_documents, fold_number
from stemsup_desktop.ui.print_sheet import PrintSheet
from stemsup_desktop.ui.printing import PrintRun, make_printer
from stemsup_desktop.ui.words import Words

Show = Callable[[QWidget, int, int], QWidget]
OpenPage = Callable[[], DocumentsPage]
OWN, SECOND, FOREIGN = "CNS-2026-00001", "SUM-2026-00001", "CNS-2026-00002"


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("pdf") / "x.pdf"
    canvas = Canvas(str(path))
    for page in range(2):
        canvas.drawString(100, 700, f"page {page}")
        canvas.showPage()
    canvas.save()
    return path.read_bytes()


@pytest.fixture
def stepped(
    runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock, pdf: bytes
) -> Iterator[SteppedVault]:
    made = SteppedVault(runner, executor, tmp_path / "vault", clock)
    vault = made.vault
    vault.save_patients((PATIENT, make_patient(2, name="森 一", kana="モリ", romaji="Mori")))
    vault.start_consultation(PATIENT.patient_id, Consultation("c1", NOW))
    vault.start_consultation("patient-2", make_consultation("c2"))
    vault.save_document(make_document(OWN, pdf, PATIENT.patient_id, "c1"), pdf)
    vault.save_document(make_document(SECOND, pdf, PATIENT.patient_id, "c1", DocumentKind.SUMMARY), pdf)
    vault.save_document(make_document(FOREIGN, pdf, "patient-2", "c2"), pdf)
    vault.mark_document_signed(OWN, b"{}", NOW)
    yield made
    made.close()


@pytest.fixture
def place() -> DocumentsPlace:
    return DocumentsPlace()


@pytest.fixture
def open_page(context: PageContext, stepped: SteppedVault, place: DocumentsPlace, shown: Show) -> OpenPage:
    def make() -> DocumentsPage:
        page = DocumentsPage(context, stepped.access, place)
        shown(page, 1280, 800)
        stepped.executor.run_all()
        return page

    return make


def numbers(page: DocumentsPage) -> list[str]:
    return [line.number for line in page.findChild(DocumentList).documents_model.lines]


def pages(page: DocumentsPage) -> int:
    return int(page.findChild(PagePreview).page_count)


def note(page: DocumentsPage, name: str = "note") -> str:
    strip = page.findChild(QWidget, name)
    return strip._sentence.text() if not strip.isHidden() else ""


def find(page: DocumentsPage, name: str) -> QWidget:
    QApplication.sendPostedEvents()  # Qt shows new buttons a moment later
    return next(widget for widget in page.findChildren(QWidget, name) if not widget.isHidden())


def newest_act(stepped: SteppedVault) -> tuple[str, str]:
    (row,) = stepped.vault.list_whole_history(limit=1)
    return row.act.value, row.subject


def open_document(page: DocumentsPage, stepped: SteppedVault, number: str) -> None:
    page.open_document(number)
    stepped.executor.run_all()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("CNS-2026-00001", OWN),
        (" cns-2026-00001 ", OWN),
        ("ＣＮＳ－２０２６－００００１", OWN),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_number_is_read_in_any_width_and_case(typed: str, number: str) -> None:
    assert fold_number(typed) == number


def test_an_empty_list_says_what_to_do(words: Words) -> None:
    cases = (
        (Filters(), "none_at_all"),
        (Filters(patient_id="p"), "none_of_patient"),
        (Filters(kind=DocumentKind.SUMMARY), "none_found"),
        (Filters(state=DocumentState.CHANGED), "choose_patient"),
    )
    for filters, key in cases:
        view = derive_documents(filters, Found(filters), None, "", words, NOW)
        assert view.empty == words(f"documents.{key}")
    assert derive_documents(Filters(), None, None, "", words, NOW).empty == "", "nothing is said before the vault has"


def test_the_documents_of_the_open_visit_are_listed_the_newest_first(open_page: OpenPage) -> None:
    page = open_page()
    assert numbers(page) == [SECOND, OWN]
    assert page.findChild(DocumentList).documents_model.lines[1].state_text == "Signed 8 Sep 2026"
    assert note(page, "foreign") == ""
    QAbstractItemModelTester(page.findChild(DocumentList).documents_model)


def test_a_document_opens_with_a_click_or_enter(open_page: OpenPage, stepped: SteppedVault, qtbot: QtBot) -> None:
    page = open_page()
    documents = page.findChild(DocumentList)
    documents.setFocus()
    documents.setCurrentIndex(documents.documents_model.index(1, 0))
    assert pages(page) == 0
    qtbot.keyClick(documents, Qt.Key.Key_Return)
    stepped.executor.run_all()
    assert pages(page) == 2
    assert find(page, "print").isEnabled()


def test_a_document_of_somebody_else_is_said_to_be_theirs(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    page.findChild(QWidget, "number").setText("cns-2026-00002")
    page.findChild(QWidget, "find_document").click()
    stepped.executor.run_all()
    assert pages(page) == 2
    assert "森 一" in note(page, "foreign")
    page._foreign.link_followed.emit()
    stepped.executor.run_all()
    assert numbers(page) == [SECOND, OWN]
    assert pages(page) == 0


def test_an_unknown_number_is_said_and_closes_what_was_open(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    open_document(page, stepped, OWN)
    open_document(page, stepped, "CNS-2026-77777")
    assert "CNS-2026-77777" in note(page)
    assert pages(page) == 0


def test_a_damaged_document_is_said_in_words_and_not_shown(open_page: OpenPage, stepped: SteppedVault) -> None:
    database = stepped.vault._database
    with database.atomic():
        for (name,) in database.execute(
            "select name from sqlite_master where type = 'trigger' and tbl_name = 'documents'"
        ).fetchall():
            database.execute(f'drop trigger "{name}"')
        database.execute("update documents set pdf = ? where number = ?", [b"%PDF-altered", OWN])
    page = open_page()
    open_document(page, stepped, OWN)
    assert "check sum" in note(page)
    assert pages(page) == 0
    assert not find(page, "print").isEnabled()
    assert numbers(page) == [SECOND, OWN]


def test_an_answer_about_an_earlier_wish_is_dropped(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    page.open_document(OWN)
    page.open_document(SECOND)
    stepped.executor.run_all()
    assert page._opened is not None
    assert page._opened.number == SECOND


def test_the_page_follows_the_visit(open_page: OpenPage, stepped: SteppedVault, context: PageContext) -> None:
    page = open_page()
    open_document(page, stepped, OWN)
    context.session.open_visit(make_patient(2), make_consultation("c2"), CLINIC, PHYSICIAN)
    stepped.executor.run_all()
    assert numbers(page) == [FOREIGN]
    assert pages(page) == 0


def test_a_document_that_was_open_is_open_again_on_the_next_page(
    open_page: OpenPage, stepped: SteppedVault, place: DocumentsPlace
) -> None:
    page = open_page()
    open_document(page, stepped, OWN)
    page.hide()
    assert pages(open_page()) == 2


def test_a_copy_is_saved_under_its_number_where_the_person_says(
    open_page: OpenPage, stepped: SteppedVault, tmp_path: Path, pdf: bytes
) -> None:
    page = open_page()
    open_document(page, stepped, OWN)
    find(page, "save_copy").click()
    dialog = page.window().findChild(QFileDialog)
    assert [Path(name).name for name in dialog.selectedFiles()] == [f"{OWN}.pdf"]
    dialog.fileSelected.emit(str(tmp_path / "copy.pdf"))
    dialog.reject()
    stepped.executor.run_all()
    assert (tmp_path / "copy.pdf").read_bytes() == pdf
    assert OWN in note(page)
    assert newest_act(stepped) == ("document-saved", OWN)


def test_a_folder_that_is_gone_is_said_in_words(open_page: OpenPage, stepped: SteppedVault, tmp_path: Path) -> None:
    page = open_page()
    open_document(page, stepped, OWN)
    page._leaving.save(page.opened.copy, tmp_path / "gone" / "copy.pdf")
    stepped.executor.run_all()
    assert "folder" in note(page)
    assert newest_act(stepped) == ("document-viewed", OWN)


def test_printing_asks_how_and_no_is_no(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    open_document(page, stepped, OWN)
    page.action_bar.trigger_primary()
    sheet = page.window().findChild(PrintSheet)
    assert sheet.preview.page_count == 2
    sheet.dismiss()
    assert note(page) == ""
    assert page._leaving.run is None
    stepped.executor.run_all()
    assert newest_act(stepped) == ("document-viewed", OWN)


def test_a_printout_says_when_it_is_done(
    open_page: OpenPage, stepped: SteppedVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def print_to_file(pdf: bytes, parent: QWidget, title: str, note: str, **look: object) -> PrintRun:
        run = PrintRun(pdf, parent, note=note)
        printer = make_printer(run.page_size(), title)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "out.pdf"))
        printer.setResolution(72)
        parent.printer = printer  # type: ignore[attr-defined]
        run.start(printer)
        return run

    monkeypatch.setattr(leaving, "print_pdf", print_to_file)
    page = open_page()
    open_document(page, stepped, OWN)
    page.print_document()
    qtbot.waitUntil(lambda: OWN in note(page), timeout=5000)
    assert (tmp_path / "out.pdf").is_file()
    stepped.executor.run_all()
    assert newest_act(stepped) == ("document-printed", OWN)


def test_hostile_numbers_break_nothing(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    for name, text in HOSTILE.items():
        open_document(page, stepped, text)
        assert pages(page) == 0, name


def test_a_vault_that_fails_is_said_in_words(
    open_page: OpenPage, stepped: SteppedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page()

    def fail(vault: Vault, number: str) -> object:
        raise EnvironmentProblem("vault-disk-failed", "The disk reported an error.")

    monkeypatch.setattr(Vault, "load_copy", fail)
    open_document(page, stepped, OWN)
    assert note(page).startswith("The disk reported an error while the vault")
