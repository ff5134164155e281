"""The sheet that asks how to print: what it shows, what it refuses, and what reaches the printer."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from stemsup_desktop.errors import EnvironmentProblem, Problem
from stemsup_desktop.ui import print_sheet, printing
from stemsup_desktop.ui.components.sheet import find_top_sheet
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.print_sheet import PrintSheet, print_pdf
from stemsup_desktop.ui.print_view import count_sheets
from stemsup_desktop.ui.printers import PrinterFacts, find_printers
from stemsup_desktop.ui.printing import PrintChoice, PrintRun, let_print_on
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

OFFICE = PrinterFacts("office", "Office", is_usual=True)
PLAIN = PrinterFacts("plain", "Laser, old", has_colour=False, prints_both_sides=False)


def make_pdf(pages: int = 5) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    for page in range(pages):
        canvas.drawString(100, 700, f"page {page + 1}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@dataclass
class Desk:
    """One question how to print, on a window of its own, with printers that a test names."""

    window: QWidget
    executor: ManualExecutor
    ask: Callable[[], PrintRun]
    paper: Path
    ended: list[Problem | None] = field(default_factory=list)
    sent: list[bool] = field(default_factory=list)
    choices: list[PrintChoice | None] = field(default_factory=list)

    def open(self, *, looks: bool = True) -> PrintSheet:
        run = self.ask()
        run.ended.connect(self.ended.append)
        run.sent.connect(lambda: self.sent.append(True))
        if looks:
            self.executor.run_all()
        sheet = self.sheet
        assert sheet is not None
        return sheet

    @property
    def sheet(self) -> PrintSheet | None:
        top = find_top_sheet(self.window)
        return top if isinstance(top, PrintSheet) else None

    def text(self, name: str) -> str:
        sheet = self.sheet
        assert sheet is not None
        widget = sheet.findChild(QWidget, name)
        labels = [widget] if isinstance(widget, QLabel) else widget.findChildren(QLabel)
        return " ".join(label.text() for label in labels if label.isVisible())

    def printed_pages(self) -> int:
        return len(pypdf.PdfReader(self.paper).pages)


@pytest.fixture
def printers(monkeypatch: pytest.MonkeyPatch) -> list[PrinterFacts]:
    found = [OFFICE, PLAIN]
    monkeypatch.setattr(print_sheet, "find_printers", lambda: tuple(found))
    return found


@pytest.fixture
def desk(
    theme: Theme,
    words: Words,
    runner: JobRunner,
    executor: ManualExecutor,
    shown: Callable[..., QWidget],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    printers: list[PrinterFacts],
) -> Desk:
    window, paper = shown(QWidget(), 1024, 768), tmp_path / "paper.pdf"

    def ask() -> PrintRun:
        return print_pdf(make_pdf(), window, "CNS-2026-00001", theme=theme, words=words, runner=runner)

    made = Desk(window, executor, ask, paper)

    def make_printer(size: QPageSize, title: str, choice: PrintChoice | None = None) -> QPrinter:
        made.choices.append(choice)
        printer = printing.make_printer(size, title, choice)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(paper))
        printer.setResolution(72)
        return printer

    monkeypatch.setattr(print_sheet, "make_printer", make_printer)
    return made


def test_the_pages_are_seen_before_they_are_printed(desk: Desk) -> None:
    sheet = desk.open()
    assert sheet.preview.page_count == 5
    QTest.keyClick(sheet.preview, Qt.Key.Key_End)
    assert sheet.preview.page == 4
    assert sheet.preview.print_button.isHidden()


def test_the_fields_end_where_the_buttons_do(desk: Desk) -> None:
    sheet = desk.open()
    QApplication.sendPostedEvents()
    ends = {part.mapTo(sheet, part.rect().topRight()).x() for part in (sheet.pages, sheet.copies, sheet.accept_button)}
    assert len(ends) == 1


def test_enter_prints_everything_once_on_the_usual_printer(desk: Desk, qtbot: QtBot) -> None:
    sheet = desk.open()
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    assert desk.sheet is None
    desk.executor.run_all()
    qtbot.waitUntil(lambda: desk.ended == [None])
    assert desk.printed_pages() == 5
    assert desk.sent == [True]
    assert [(one.printer_name, one.copies) for one in desk.choices if one] == [("office", 1)]


def test_the_focus_lies_in_the_sheet_also_while_printers_are_looked_for(desk: Desk) -> None:
    behind = QWidget(desk.window)
    behind.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    behind.show()
    behind.setFocus()
    sheet = desk.open(looks=False)
    assert sheet.isAncestorOf(desk.window.focusWidget())
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Return)
    assert desk.sheet is sheet, "nothing can be printed yet"
    desk.executor.run_all()
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Return)
    assert desk.sheet is None


def test_esc_prints_nothing_and_gives_the_focus_back(desk: Desk) -> None:
    home = QWidget(desk.window)
    home.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    home.show()
    home.setFocus()
    sheet = desk.open()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert (desk.ended, desk.sent, desk.sheet) == ([None], [], None)
    assert desk.window.focusWidget() is home


def test_enter_on_cancel_cancels(desk: Desk) -> None:
    sheet = desk.open()
    sheet.dismiss_button.setFocus()
    QTest.keyClick(sheet.dismiss_button, Qt.Key.Key_Return)
    assert (desk.ended, desk.choices) == ([None], [])


def test_a_range_and_copies_reach_the_printer(desk: Desk, qtbot: QtBot) -> None:
    sheet = desk.open()
    QTest.keyClicks(sheet.pages.line_edit, "2-3, 5")
    sheet.copies.line_edit.selectAll()
    QTest.keyClicks(sheet.copies.line_edit, "2")
    QTest.keyClick(sheet.copies.line_edit, Qt.Key.Key_Return)
    desk.executor.run_all()
    qtbot.waitUntil(lambda: desk.ended == [None])
    assert desk.printed_pages() == 6
    assert [one.pages for one in desk.choices if one] == [(2, 3, 5)]


@pytest.mark.parametrize("text", ["six", "9", "4-2", "0"])
def test_a_wrong_range_is_said_in_words_and_nothing_can_be_printed(desk: Desk, words: Words, text: str) -> None:
    sheet = desk.open()
    sheet.pages.setText(text)
    assert sheet.pages.error
    assert sheet.pages.error.startswith(words("printing.fault_zero")) or text in sheet.pages.error
    assert not sheet.accept_button.isEnabled()
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    assert desk.sheet is sheet
    sheet.pages.setText("")
    assert sheet.accept_button.isEnabled()


@pytest.mark.parametrize("text", ["", "0", "100", "many"])
def test_copies_are_a_number_from_1_to_99(desk: Desk, text: str) -> None:
    sheet = desk.open()
    sheet.copies.setText(text)
    assert sheet.choice is None
    assert not sheet.accept_button.isEnabled()


def test_the_preview_turns_to_what_is_chosen_and_says_what_is_left_out(desk: Desk, words: Words) -> None:
    sheet = desk.open()
    assert desk.text("left_out") == ""
    sheet.pages.setText("3-4")
    assert sheet.preview.page == 2
    sheet.preview.show_page(0)
    assert desk.text("left_out") == words("printing.left_out")


def test_how_much_paper_it_takes_is_said(desk: Desk) -> None:
    sheet = desk.open()
    sheet.copies.setText("2")
    sheet.two_sided.setChecked(True)
    assert "6" in desk.text("print_sum")
    assert (count_sheets(5, 2, is_two_sided=True), count_sheets(5, 2, is_two_sided=False)) == (6, 10)


def test_a_printer_without_colour_or_a_second_side_is_not_asked_for_them(desk: Desk, words: Words) -> None:
    sheet = desk.open()
    sheet.two_sided.setChecked(True)
    sheet.printer.choose("plain")
    choice = sheet.choice
    assert choice == PrintChoice((1, 2, 3, 4, 5), 1, "plain", is_grey=True, is_two_sided=False)
    assert sheet.grey.toolTip() == words("printing.grey_only")
    assert sheet.two_sided.toolTip() == words("printing.one_sided_only")
    sheet.printer.choose("office")
    assert sheet.choice == PrintChoice((1, 2, 3, 4, 5), 1, "office", is_two_sided=True)


def test_without_a_printer_the_sheet_says_what_to_do_and_looks_again(
    desk: Desk, printers: list[PrinterFacts], words: Words
) -> None:
    printers.clear()
    sheet = desk.open()
    assert words("printing.none") in desk.text("printers_note")
    assert not sheet.accept_button.isEnabled()
    printers.append(PLAIN)
    sheet.look_again.click()
    assert not sheet.accept_button.isEnabled(), "the print system is being asked"
    desk.executor.run_all()
    assert sheet.accept_button.isEnabled()
    assert not sheet.look_again.isVisible()
    assert desk.text("printers_note") == ""


def test_a_print_system_that_fails_is_said_and_the_sheet_stays(
    desk: Desk, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> tuple[PrinterFacts, ...]:
        raise EnvironmentProblem("print-failed", "No.")

    monkeypatch.setattr(print_sheet, "find_printers", fail)
    sheet = desk.open()
    assert words("printing.failed") in desk.text("printers_note")
    assert not sheet.accept_button.isEnabled()


def test_an_answer_of_the_print_system_after_the_sheet_went_is_dropped(desk: Desk) -> None:
    sheet = desk.open(looks=False)
    sheet.dismiss()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    desk.executor.run_all()
    assert (desk.ended, desk.sheet) == ([None], None)


def test_a_lock_takes_the_question_away_and_prints_nothing(desk: Desk) -> None:
    desk.open()
    let_print_on(desk.window, desk.window)
    assert (desk.ended, desk.sent, desk.sheet) == ([None], [], None)


def test_a_lock_before_the_printer_is_ready_prints_nothing(desk: Desk) -> None:
    QTest.keyClick(desk.open(), Qt.Key.Key_Return)
    let_print_on(desk.window, desk.window)
    desk.executor.run_all()
    assert (desk.ended, desk.sent, desk.paper.exists()) == ([None], [], False)


def test_a_printer_that_cannot_be_set_up_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*asked: object) -> QPrinter:
        raise EnvironmentProblem("print-failed", "The printer is gone.")

    monkeypatch.setattr(print_sheet, "make_printer", fail)
    QTest.keyClick(desk.open(), Qt.Key.Key_Return)
    desk.executor.run_all()
    assert [problem.code for problem in desk.ended if problem] == ["print-failed"]
    assert desk.sent == []


@pytest.mark.parametrize("size", [(720, 480), (1024, 768), (1440, 900)])
def test_the_sheet_fits_into_the_window(desk: Desk, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    sheet = desk.open()
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    card = sheet.card.geometry()
    assert sheet.rect().contains(card), (card, sheet.rect())
    assert sheet.card.rect().contains(sheet.accept_button.mapTo(sheet.card, sheet.accept_button.rect().bottomRight()))


def test_pages_that_are_grey_on_paper_are_grey_before(desk: Desk) -> None:
    sheet = desk.open()
    sheet.grey.setChecked(True)
    sheet.preview.grab()  # a page is rendered when it is painted
    assert {image.isGrayscale() for image in sheet.preview._images.values()} == {True}


def test_the_printers_of_this_computer_are_asked_without_a_window(qapp: QApplication) -> None:
    assert all(facts.name and facts.label for facts in find_printers())
