"""The sheet in which one sees what will be printed and says how: printer, pages, copies, grey, both sides."""

from decimal import Decimal
from functools import partial

import shiboken6
from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.page_preview import PagePreview
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.scrolling_sheet import REACH
from stemsup_desktop.ui.components.sheet import Sheet, find_cover
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.jobs import Err, JobRunner, Lane, Ok
from stemsup_desktop.ui.page_range import MOST_CHARACTERS, PageRange, read_page_range
from stemsup_desktop.ui.print_view import say_fault, say_sum
from stemsup_desktop.ui.printers import PrinterFacts, find_printers
from stemsup_desktop.ui.printing import PrintChoice, PrintRun, make_printer
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

MOST_COPIES = 99
_WIDEST_PX, _COLUMN_PX, _LEAST_PREVIEW_PX, _MOST_PREVIEW_PX = 960, 300, 240, 720
_AROUND_PX = 32


class PrintSheet(Sheet):
    """`chosen` carries a `PrintChoice`, once; the sheet is gone by then. Enter prints, Esc does not."""

    chosen = Signal(object)
    search_requested = Signal()

    def __init__(self, theme: Theme, words: Words, host: QWidget, pdf: bytes) -> None:
        super().__init__(
            theme,
            host,
            words("printing.title"),
            accept_text=words("printing.accept"),
            dismiss_text=words("common.cancel"),
            width=_WIDEST_PX,
        )
        self._words = words
        self._printers: dict[str, PrinterFacts] = {}
        self.preview = PagePreview(theme, words)
        self.preview.print_button.hide()
        self.preview.show_pdf(pdf)
        self.preview.page_changed.connect(lambda _: self._refresh())
        self._make_fields(theme)
        self._lay_out(theme)
        self.accepted.connect(self._on_accepted)
        self.dismissed.connect(self.deleteLater)
        self._refresh()

    @property
    def choice(self) -> PrintChoice | None:
        """What is chosen so far, or None while something is missing or wrong."""
        found, copies = self._read_range(), self.copies.value()
        facts = self._printers.get(self.printer.value() or "")
        if found.fault is not None or copies is None or facts is None:
            return None
        return PrintChoice(
            pages=found.pages,
            copies=int(copies),
            printer_name=facts.name,
            is_grey=self.grey.isChecked() or not facts.has_colour,
            is_two_sided=self.two_sided.isChecked() and facts.prints_both_sides,
        )

    def show_looking(self) -> None:
        """Say that the print system is being asked."""
        self._printers = {}
        self.printer.set_options(())
        self.printer.set_locked(self._words("printing.looking"))
        self.printer.set_placeholder(self._words("printing.looking"))
        self._note.show_message(TagState.INFORMATION, "")
        self.look_again.hide()
        self._refresh()

    def show_printers(self, printers: tuple[PrinterFacts, ...]) -> None:
        """Offer printers, the first chosen; without one, say what to do."""
        words = self._words
        self._printers = {facts.name: facts for facts in printers}
        self.printer.set_locked("" if printers else words("printing.none"))
        self.printer.set_placeholder("")
        self.printer.set_options(tuple((facts.name, self._name(facts)) for facts in printers))
        self.printer.set_value(printers[0].name if printers else None)
        self._note.show_message(TagState.CAUTION, "" if printers else words("printing.none"))
        set_shown(self.look_again, not printers)
        self._refresh()

    def show_failure(self) -> None:
        """Say that the print system could not be asked."""
        self.show_printers(())
        self._note.show_message(TagState.STOP, self._words("printing.failed"))

    def close_if_open(self) -> None:
        """Go without another word: the print-out that it asks about is off."""
        if self.is_open:
            self.close_sheet()
            self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.dismiss_button.hasFocus():
            self.dismiss()
        elif is_enter:
            self.accept()
        else:
            super().keyPressEvent(event)

    def _make_fields(self, theme: Theme) -> None:
        words, count = self._words, self.preview.page_count
        self.printer = ChoiceField(theme, words, words("printing.printer"), allows_none=False)
        self.printer.setObjectName("printer")
        self.printer.value_changed.connect(lambda _: self._refresh())
        self._note = InlineMessage(theme)
        self._note.setObjectName("printers_note")
        self.look_again = LinkLabel(theme, words("printing.look_again"))
        self.look_again.setObjectName("look_again")
        self.look_again.clicked.connect(self.search_requested)
        self.look_again.hide()
        self.pages = TextField(
            theme,
            words,
            words("printing.pages"),
            placeholder=words("printing.all"),
            max_length=MOST_CHARACTERS,
        )
        self.pages.setObjectName("pages")
        self.pages.set_hint(words("printing.pages_hint", count=count))
        self.pages.value_changed.connect(lambda _: self._on_pages_changed())
        self.copies = NumberField(
            theme, words, words("printing.copies"), possible=(Decimal(1), Decimal(MOST_COPIES)), is_required=True
        )
        self.copies.setObjectName("copies")
        self.copies.set_value(Decimal(1))
        self.copies.value_changed.connect(lambda _: self._refresh())
        self.grey = CheckBox(theme, words("printing.grey"))
        self.grey.setObjectName("grey")
        self.two_sided = CheckBox(theme, words("printing.two_sided"))
        self.two_sided.setObjectName("two_sided")
        for box in (self.grey, self.two_sided):
            box.toggled.connect(lambda _: self._refresh())
        self._sum = Label(theme, tone="text-2", wraps=True)
        self._sum.setObjectName("print_sum")
        self._left_out = Label(theme, role="compact", tone="caut", wraps=True)
        self._left_out.setObjectName("left_out")

    def _lay_out(self, theme: Theme) -> None:
        column = ScrollPane(margins=(REACH, REACH, REACH, REACH), spacing=sizes.S)
        for part in (self.printer, self._note, self.look_again, self.pages, self.copies, self.grey, self.two_sided):
            column.rows.addWidget(part)
        for line in (self._sum, self._left_out):
            column.rows.addWidget(line)
        column.rows.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(sizes.XL)
        across.addWidget(self.preview, 1)
        across.addWidget(self._hold(column))
        self.body.addLayout(across)
        # The fields end where the buttons do, with the room for their focus ring beyond.
        self.card.rows.setContentsMargins(self.card.rows.contentsMargins() - QMargins(0, 0, REACH, 0))
        self.buttons.setContentsMargins(0, 0, REACH, 0)

    def _hold(self, column: QWidget) -> QWidget:
        """Return a pane in a holder that keeps its width: by itself it gives way to a page that is shown large."""
        holder = QWidget()
        holder.setFixedWidth(self._theme.side(_COLUMN_PX, _WIDEST_PX) + 2 * REACH)
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(column)
        return holder

    def _fit(self) -> None:
        """Give the preview what room the window has."""
        self.card.setFixedWidth(min(_WIDEST_PX, self._cover.width() - 2 * _AROUND_PX))
        margins = self.card.rows.contentsMargins()
        buttons = self.accept_button.sizeHint().height() + self.title.sizeHint().height()
        others = margins.top() + margins.bottom() + 2 * self.card.rows.spacing() + buttons + 2 * _AROUND_PX
        room = self._cover.height() - others
        self.preview.setFixedHeight(max(_LEAST_PREVIEW_PX, min(room, _MOST_PREVIEW_PX)))
        super()._fit()

    def _name(self, facts: PrinterFacts) -> str:
        return self._words("printing.usual", name=facts.label) if facts.is_usual else facts.label

    def _read_range(self) -> PageRange:
        return read_page_range(self.pages.text(), self.preview.page_count)

    def _on_pages_changed(self) -> None:
        found = self._read_range()
        if found.pages and self.preview.page + 1 not in found.pages:
            self.preview.show_page(found.pages[0] - 1)
        self._refresh()

    def _refresh(self) -> None:
        words, found = self._words, self._read_range()
        facts = self._printers.get(self.printer.value() or "")
        has_colour, both_sides = facts is None or facts.has_colour, facts is None or facts.prints_both_sides
        self.pages.set_error(say_fault(found, self.preview.page_count, words))
        self.grey.set_locked("" if has_colour else words("printing.grey_only"))
        self.two_sided.set_locked("" if both_sides else words("printing.one_sided_only"))
        self.preview.show_grey(self.grey.isChecked() or not has_colour)
        is_two_sided = self.two_sided.isChecked() and both_sides
        copies = int(self.copies.value() or 0)
        self._sum.setText(say_sum(len(found.pages), copies, is_two_sided=is_two_sided, words=words))
        is_out = found.fault is None and self.preview.page + 1 not in found.pages
        self._left_out.setText(words("printing.left_out") if is_out else "")
        self.accept_button.setEnabled(self.choice is not None)

    def _on_accepted(self) -> None:
        choice = self.choice
        if choice is not None:
            self.close_sheet()
            self.deleteLater()
            self.chosen.emit(choice)


def print_pdf(
    pdf: bytes,
    parent: QWidget,
    title: str,
    note: str = "",
    *,
    theme: Theme,
    words: Words,
    runner: JobRunner,
) -> PrintRun:
    """Ask in a sheet over the window of `parent` how to print a document, then print it; returns at once.

    `title` is what the print queue shows: a document number, never a name; `note` stands on each page. Raises
    `EnvironmentProblem` print-unreadable; what fails later comes with `PrintRun.ended`.
    """
    run = PrintRun(pdf, parent, note=note)
    sheet = PrintSheet(theme, words, find_cover(parent), pdf)
    paper = run.page_size()

    def on_found(result: Ok[tuple[PrinterFacts, ...]] | Err) -> None:
        if not shiboken6.isValid(sheet):
            return
        match result:
            case Ok(printers):
                sheet.show_printers(printers)
            case Err():
                sheet.show_failure()

    def search() -> None:
        sheet.show_looking()
        runner.run(find_printers, on_found, lane=Lane.PRINT)

    def on_chosen(choice: PrintChoice) -> None:
        def on_ready(result: Ok[QPrinter] | Err) -> None:
            if not shiboken6.isValid(run):
                return
            match result:
                case Ok(printer):
                    run.start(printer, choice)
                case Err(problem):
                    run.fail(problem)

        runner.run(partial(make_printer, paper, title, choice), on_ready, lane=Lane.PRINT)

    sheet.search_requested.connect(search)
    sheet.chosen.connect(on_chosen)
    sheet.dismissed.connect(run.cancel)
    run.ended.connect(sheet.close_if_open)
    search()
    sheet.open(sheet.preview)
    return run
