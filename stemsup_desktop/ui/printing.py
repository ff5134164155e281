"""Prints a finished PDF, in strips so that the window stays awake; asks where to save."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QObject,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QWidget

from stemsup_desktop.errors import EnvironmentProblem, Problem
from stemsup_desktop.ui.file_dialogs import open_forgetful

MOST_DPI = 300
"""Pages become images; finer than this only costs memory and time."""
STRIP_PX = 320
"""Height of the strip painted in one go: a few milliseconds, well below a stall that anyone notices."""
_POINTS_PER_INCH = 72
_MM = _POINTS_PER_INCH / 25.4
_NOTE_PT = 8
_NOTE_LEFT_PT, _NOTE_RIGHT_PT, _NOTE_FOOT_PT = 34 * _MM, 16 * _MM, 9.6 * _MM
"""Right of the square code and under the lines of the foot, within what every printer prints."""


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """How a document is printed. `pages` count from 1; none means all. No printer name means the usual printer."""

    pages: tuple[int, ...] = ()
    copies: int = 1
    printer_name: str = ""
    is_grey: bool = False
    is_two_sided: bool = False


def list_pages(pages: tuple[int, ...], *, copies: int = 1, is_two_sided: bool = False) -> tuple[int | None, ...]:
    """Return the sides to print, each copy after the other; None is a side left blank, so that a copy begins anew."""
    padding: tuple[int | None, ...] = (None,) if is_two_sided and len(pages) % 2 else ()
    every: tuple[int | None, ...] = (*pages, *padding) * copies
    return every[: len(every) - len(padding)]


def fit_page(page_pt: QSizeF, paper: QRectF, dpi: int) -> QRectF:
    """Return where a page lies on the paper, in device px: its own size, or smaller to fit, in the middle."""
    size = page_pt * (dpi / _POINTS_PER_INCH)
    if size.width() > paper.width() + 1 or size.height() > paper.height() + 1:
        size = size.scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    left = paper.left() + (paper.width() - size.width()) / 2
    top = paper.top() + (paper.height() - size.height()) / 2
    return QRectF(left, top, size.width(), size.height())


_RUN = "print_run"


class PrintRun(QObject):
    """One print-out. `progressed` counts pages; `ended` carries a `Problem`, or None when it was printed or cancelled.

    `note` stands at the foot of every printed page, beside the square code; the file itself does not change.
    Raises `EnvironmentProblem` print-unreadable if the bytes are no PDF.
    """

    progressed = Signal(int, int)
    ended = Signal(object)
    started = Signal()
    """The person said how to print; until then nothing is under way."""
    sent = Signal()
    """The document went to the printer: to its end, or still on its way when the window was left. Comes once."""

    def __init__(self, pdf: bytes, parent: QObject | None = None, *, note: str = "") -> None:
        super().__init__(parent)
        self.setObjectName(_RUN)
        self._note = note
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        if self._document.error() is not QPdfDocument.Error.None_ or not self._document.pageCount():
            raise EnvironmentProblem("print-unreadable", "The document cannot be printed: it is damaged.")
        self._painter = QPainter()
        self._printer: QPrinter | None = None
        self._choice = PrintChoice()
        self._steps: Iterator[None] = iter(())
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)
        self._is_over = False
        self._is_sent = False
        self._was_cancelled = False

    @property
    def was_cancelled(self) -> bool:
        """Whether the person changed their mind, when asked or later."""
        return self._was_cancelled

    @property
    def page_count(self) -> int:
        """How many pages the document has."""
        return self._document.pageCount()

    def let_on(self) -> None:
        """Take the document as sent: it prints on, and nobody will be there to see the end."""
        if not self._is_sent:
            self._is_sent = True
            self.sent.emit()

    @property
    def is_printing(self) -> bool:
        """Whether pages are on their way to a printer."""
        return self._timer.isActive()

    def page_size(self) -> QPageSize:
        """Return the paper that fits the first page."""
        points = self._document.pagePointSize(0)
        match = QPageSize.SizeMatchPolicy.FuzzyMatch
        return QPageSize(points, QPageSize.Unit.Point, "", match)

    def start(self, printer: QPrinter, choice: PrintChoice | None = None) -> None:
        """Print on a printer what was chosen, or everything once. Nothing is printed after `cancel`."""
        if self._is_over:
            return
        self._printer = printer
        self._choice = choice or PrintChoice()
        self.started.emit()
        pages = self._choose_pages(printer, self._choice)
        if not pages or not self._painter.begin(printer):
            self._end(_make_failure())
            return
        self._steps = self._print(printer, pages)
        self.progressed.emit(0, len(pages))
        self._timer.start()

    def cancel(self) -> None:
        """Stop; what has not reached the printer is not printed."""
        if self._is_over:
            return
        if self._painter.isActive() and self._printer is not None:
            self._printer.abort()
        self._was_cancelled = True
        self._end(None)

    def fail(self, problem: Problem) -> None:
        """End before a page was printed."""
        self._end(problem)

    def _choose_pages(self, printer: QPrinter, choice: PrintChoice) -> tuple[int | None, ...]:
        wanted = choice.pages or tuple(range(1, self.page_count + 1))
        pages = tuple(page - 1 for page in wanted if 1 <= page <= self.page_count)
        own_copies = 1 if printer.supportsMultipleCopies() else max(1, choice.copies)
        return list_pages(pages, copies=own_copies, is_two_sided=choice.is_two_sided) if pages else ()

    def _print(self, printer: QPrinter, pages: tuple[int | None, ...]) -> Iterator[None]:
        """Paint one strip per step; raises OSError where the printer refuses another page."""
        for number, page in enumerate(pages):
            if number and not printer.newPage():
                raise OSError("the printer refused a page")
            if page is not None:
                yield from self._print_page(printer, page)
            self.progressed.emit(number + 1, len(pages))

    def _print_page(self, printer: QPrinter, page: int) -> Iterator[None]:
        paper = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
        target = fit_page(self._document.pagePointSize(page), paper, printer.resolution())
        shrink = min(1.0, MOST_DPI / printer.resolution())
        size = QSize(max(1, round(target.width() * shrink)), max(1, round(target.height() * shrink)))
        per_px = target.height() / size.height()
        for top in range(0, size.height(), STRIP_PX):
            height = min(STRIP_PX, size.height() - top)
            strip = self._render_strip(page, size, QRect(0, top, size.width(), height))
            place = QRectF(target.left(), target.top() + top * per_px, target.width(), height * per_px)
            self._painter.drawImage(place, strip)
            yield
        if self._note:
            self._print_note(target, target.height() / self._document.pagePointSize(page).height())

    def _print_note(self, page: QRectF, px_per_point: float) -> None:
        """Write the note on one line at the foot of the page, smaller where it is long: nothing of it is cut."""
        font = QFont(self._painter.font())
        room = (page.width() / px_per_point - _NOTE_LEFT_PT - _NOTE_RIGHT_PT) * px_per_point
        font.setPixelSize(max(1, round(_NOTE_PT * px_per_point)))
        width = QFontMetricsF(font).horizontalAdvance(self._note)
        if width > room:
            font.setPixelSize(max(1, int(font.pixelSize() * room / width)))
        self._painter.save()
        self._painter.setFont(font)
        self._painter.setPen(QColor(Qt.GlobalColor.black))
        foot = QPointF(page.left() + _NOTE_LEFT_PT * px_per_point, page.bottom() - _NOTE_FOOT_PT * px_per_point)
        self._painter.drawText(foot, self._note)
        self._painter.restore()

    def _render_strip(self, page: int, size: QSize, strip: QRect) -> QImage:
        """Render part of a page at `size` px, on white: QtPdf leaves paper transparent."""
        options = QPdfDocumentRenderOptions()
        options.setScaledSize(size)
        # QtPdf takes a rectangle's width and height for one px less than they are, and scales by that.
        options.setScaledClipRect(strip.adjusted(0, 0, 1, 1))
        ink = self._document.render(page, strip.size(), options)
        paper = QImage(strip.size(), QImage.Format.Format_RGB32)
        paper.fill(QColor(Qt.GlobalColor.white))
        painter = QPainter(paper)
        painter.drawImage(0, 0, ink)
        painter.end()
        return paper.convertToFormat(QImage.Format.Format_Grayscale8) if self._choice.is_grey else paper

    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._end(None if self._painter.end() else _make_failure())
        except OSError:
            self._end(_make_failure())

    def _end(self, problem: Problem | None) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._timer.stop()
        if self._painter.isActive():
            self._painter.end()
        if problem is None and not self._was_cancelled:
            self.let_on()
        self.ended.emit(problem)


def let_print_on(window: QWidget, keeper: QObject) -> None:
    """Let what is printing come to its end after the window is gone; what is still asked about is off."""
    for run in window.findChildren(PrintRun, _RUN):  # by name: Python would have to look at everything in the window
        if run.is_printing:
            run.setParent(keeper)
            run.let_on()
            run.ended.connect(run.deleteLater)
        else:
            run.cancel()


def make_printer(paper: QPageSize, title: str, choice: PrintChoice | None = None) -> QPrinter:
    """Return a printer set to the document's own paper and edge to edge: the document brings its margins.

    `title` is what the print queue shows. It asks the print system, which may take its time: not for the GUI thread.
    """
    asked = choice or PrintChoice()
    mode = QPrinter.PrinterMode.HighResolution
    info = QPrinterInfo.printerInfo(asked.printer_name) if asked.printer_name else QPrinterInfo()
    printer = QPrinter(mode) if info.isNull() else QPrinter(info, mode)
    printer.setDocName(title)
    printer.setCreator("StemSup Desktop")
    printer.setPageSize(paper)
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setColorMode(QPrinter.ColorMode.GrayScale if asked.is_grey else QPrinter.ColorMode.Color)
    duplex = QPrinter.DuplexMode.DuplexLongSide if asked.is_two_sided else QPrinter.DuplexMode.DuplexNone
    printer.setDuplex(duplex)
    printer.setCollateCopies(True)
    printer.setCopyCount(max(1, asked.copies))
    return printer


def choose_save_path(
    parent: QWidget, suggested_name: str, title: str, on_chosen: Callable[[Path], None]
) -> QFileDialog:
    """Ask where to save a PDF and call `on_chosen` with the path, or not at all; returns at once.

    `suggested_name` holds a document number and nothing else; the system asks before an existing file is replaced.
    """
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter("PDF (*.pdf)")
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(suggested_name)
    dialog.fileSelected.connect(lambda path: on_chosen(Path(path)))
    return open_forgetful(dialog)


def _make_failure() -> EnvironmentProblem:
    return EnvironmentProblem(
        "print-failed", "The printer did not take the document to the end. Check printer and paper, then try again."
    )
