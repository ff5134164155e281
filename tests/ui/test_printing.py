"""Printing a PDF onto a printer that writes a file, and asking where to save."""

from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.ui.printing import (
    PrintChoice,
    PrintRun,
    choose_save_path,
    fit_page,
    let_print_on,
    list_pages,
    make_printer,
)


def make_pdf(folder: Path, pages: int = 3) -> bytes:
    path = folder / "source.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for page in range(pages):
        canvas.setFont("Helvetica", 24)
        canvas.drawString(100, 700, f"page {page + 1}")
        canvas.rect(80, 80, 200, 500, fill=1)
        canvas.showPage()
    canvas.save()
    return path.read_bytes()


def make_file_printer(run: PrintRun, path: Path, choice: PrintChoice | None = None) -> QPrinter:
    printer = make_printer(run.page_size(), "CNS-2026-00001", choice)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(150)
    return printer


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("wanted", "pages"),
    [
        ({}, (0, 1, 2)),
        ({"copies": 2}, (0, 1, 2, 0, 1, 2)),
        ({"copies": 2, "is_two_sided": True}, (0, 1, 2, None, 0, 1, 2)),
        ({"copies": 1, "is_two_sided": True}, (0, 1, 2)),
    ],
)
def test_copies_follow_each_other_and_each_begins_on_its_own_paper(
    wanted: dict[str, int], pages: tuple[int | None, ...]
) -> None:
    assert list_pages((0, 1, 2), **wanted) == pages


def test_two_sided_copies_of_even_pages_leave_no_side_blank() -> None:
    assert list_pages((4, 6), copies=3, is_two_sided=True) == (4, 6, 4, 6, 4, 6)


def test_a_page_keeps_its_size_on_paper_that_holds_it_and_shrinks_on_smaller_paper() -> None:
    page = QSizeF(595, 842)
    assert fit_page(page, QRectF(0, 0, 595, 842), 72) == QRectF(0, 0, 595, 842)
    larger = fit_page(page, QRectF(0, 0, 842, 1191), 72)
    assert (larger.width(), larger.height()) == (595, 842)
    assert larger.center() == QRectF(0, 0, 842, 1191).center()
    smaller = fit_page(page, QRectF(0, 0, 420, 595), 72)
    assert smaller.width() <= 420
    assert smaller.height() <= 595
    assert smaller.width() / smaller.height() == pytest.approx(595 / 842, abs=0.001)


def test_every_page_is_printed_on_its_own_paper(qtbot: QtBot, tmp_path: Path) -> None:
    run = PrintRun(make_pdf(tmp_path))
    heard: list[tuple[int, int]] = []
    run.progressed.connect(lambda done, total: heard.append((done, total)))
    with qtbot.waitSignal(run.ended, timeout=20_000) as ended:
        run.start(make_file_printer(run, tmp_path / "out.pdf"))
    assert ended.args == [None]
    assert not run.was_cancelled
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]
    printed = pypdf.PdfReader(tmp_path / "out.pdf")
    assert len(printed.pages) == 3
    assert run.page_size().id() is QPageSize.PageSizeId.A4
    box = printed.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_a_copy_says_so_on_every_page_and_stays_on_the_paper(qtbot: QtBot, tmp_path: Path) -> None:
    """The note is ink under the page's foot; the file that is printed does not change."""
    pdf = make_pdf(tmp_path, pages=2)
    images = []
    for note in ("", "Copy of CNS-2026-00001, printed 26 Nov 2026", "Copy of CNS-2026-00001 " * 20):
        run = PrintRun(pdf, note=note)
        with qtbot.waitSignal(run.ended, timeout=20_000) as ended:
            run.start(make_file_printer(run, tmp_path / "out.pdf"))
        assert ended.args == [None]
        document = QPdfDocument()
        document.load(str(tmp_path / "out.pdf"))
        images.append([document.render(page, QSize(595, 842)) for page in range(2)])
        document.close()
    foot = QRect(96, 842 - 40, 595 - 96 - 46, 20)
    for page in range(2):
        assert count_ink(images[0][page], foot) == 0
        for marked in images[1:]:
            assert count_ink(marked[page], foot) > 20
            assert count_ink(marked[page], QRect(552, 802, 43, 20)) == 0, "nothing runs over the margin"


def count_ink(image: QImage, place: QRect) -> int:
    return sum(
        image.pixelColor(x, y).alpha() > 60 and image.pixelColor(x, y).lightness() < 160
        for x in range(place.left(), place.right())
        for y in range(place.top(), place.bottom())
    )


def test_the_pages_chosen_are_printed_and_no_others(qtbot: QtBot, tmp_path: Path) -> None:
    run, choice = PrintRun(make_pdf(tmp_path, pages=5)), PrintChoice(pages=(2, 3, 5))
    rendered: list[int] = []
    render = run._render_strip
    run._render_strip = lambda page, size, strip: (rendered.append(page), render(page, size, strip))[1]  # type: ignore[method-assign]
    with qtbot.waitSignal(run.ended, timeout=20_000):
        run.start(make_file_printer(run, tmp_path / "out.pdf", choice), choice)
    assert len(pypdf.PdfReader(tmp_path / "out.pdf").pages) == 3
    assert sorted(set(rendered)) == [1, 2, 4]


def test_copies_on_a_printer_that_makes_none_itself_are_printed_one_by_one(qtbot: QtBot, tmp_path: Path) -> None:
    run, choice = PrintRun(make_pdf(tmp_path)), PrintChoice(copies=2, is_two_sided=True)
    printer = make_file_printer(run, tmp_path / "out.pdf", choice)
    assert not printer.supportsMultipleCopies()
    with qtbot.waitSignal(run.ended, timeout=20_000):
        run.start(printer, choice)
    assert len(pypdf.PdfReader(tmp_path / "out.pdf").pages) == 7, "the back of the first copy's last page is blank"


def test_grey_ink_has_no_colour(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "red.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 595, 842, fill=1)
    canvas.save()
    found: dict[bool, int] = {}
    for is_grey in (True, False):
        run, choice = PrintRun(path.read_bytes()), PrintChoice(is_grey=is_grey)
        with qtbot.waitSignal(run.ended, timeout=20_000):
            run.start(make_file_printer(run, tmp_path / "out.pdf", choice), choice)
        document = QPdfDocument()
        document.load(str(tmp_path / "out.pdf"))
        colour = document.render(0, QSize(60, 84)).pixelColor(30, 40)
        found[is_grey] = colour.saturation()
        document.close()
    assert found[True] == 0
    assert found[False] > 200


def test_a_printer_is_set_up_as_was_chosen(qapp: object, tmp_path: Path) -> None:
    run = PrintRun(make_pdf(tmp_path))
    printer = make_printer(run.page_size(), "CNS-2026-00001", PrintChoice(copies=3, is_grey=True, is_two_sided=True))
    assert (printer.docName(), printer.copyCount()) == ("CNS-2026-00001", 3)
    assert printer.colorMode() is QPrinter.ColorMode.GrayScale
    assert printer.fullPage()


def test_strips_are_the_page_cut_up_on_white_paper(qapp: object, tmp_path: Path) -> None:
    run = PrintRun(make_pdf(tmp_path, pages=1))
    size = QSize(595, 842)
    whole = QImage(size, QImage.Format.Format_RGB32)
    whole.fill(QColor("white"))
    painter = QPainter(whole)
    painter.drawImage(0, 0, run._document.render(0, size))
    painter.end()
    for top, height in ((0, 300), (300, 300), (600, 242)):
        strip = run._render_strip(0, size, QRect(0, top, 595, height))
        differing = sum(
            abs(strip.pixelColor(x, y).lightness() - whole.pixelColor(x, top + y).lightness()) > 40
            for x in range(0, 595, 5)
            for y in range(height)
        )
        assert differing == 0
    assert run._render_strip(0, size, QRect(0, 600, 595, 242)).pixelColor(2, 2).name() == "#ffffff"


def test_cancelling_ends_the_print_out_once_and_without_a_problem(qtbot: QtBot, tmp_path: Path) -> None:
    run = PrintRun(make_pdf(tmp_path, pages=5))
    ended: list[object] = []
    run.ended.connect(ended.append)
    run.start(make_file_printer(run, tmp_path / "out.pdf"))
    run.cancel()
    run.cancel()
    qtbot.wait(20)
    assert ended == [None]
    assert run.was_cancelled


def test_a_yes_in_a_question_that_outlived_its_window_prints_nothing(qapp: object, tmp_path: Path) -> None:
    window = QWidget()
    run = PrintRun(make_pdf(tmp_path), window)
    let_print_on(window, window)
    paper = tmp_path / "out.pdf"
    run.start(make_file_printer(run, paper))
    assert (run.was_cancelled, run.is_printing, paper.exists()) == (True, False, False)


def test_a_printer_that_refuses_is_said_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    run = PrintRun(make_pdf(tmp_path))
    ended: list[object] = []
    run.ended.connect(ended.append)
    printer = make_file_printer(run, tmp_path / "no such folder" / "out.pdf")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(run._painter, "begin", lambda device: False)
        run.start(printer)
    assert [problem.code for problem in ended] == ["print-failed"]


def test_a_printer_that_gives_up_half_way_is_said_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    class Tired(QPrinter):
        def newPage(self) -> bool:
            return False

    run = PrintRun(make_pdf(tmp_path))
    printer = Tired(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(72)
    with qtbot.waitSignal(run.ended, timeout=20_000) as ended:
        run.start(printer)
    assert ended.args is not None
    assert ended.args[0].code == "print-failed"


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\n%%EOF"])
def test_bytes_that_are_no_pdf_are_refused(qapp: object, data: bytes) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        PrintRun(data)
    assert caught.value.code == "print-unreadable"


def test_the_save_dialog_suggests_the_number_alone(window: QWidget, tmp_path: Path) -> None:
    window.show()
    chosen: list[Path] = []
    dialog = choose_save_path(window, "CNS-2026-00001.pdf", "Save", chosen.append)
    assert isinstance(dialog, QFileDialog)
    assert [Path(name).name for name in dialog.selectedFiles()] == ["CNS-2026-00001.pdf"]
    dialog.fileSelected.emit(str(tmp_path / "here.pdf"))
    dialog.reject()
    assert chosen == [tmp_path / "here.pdf"]
