"""One sheet at a time: a newer one puts the older aside, which comes back as it was; attacked in every order."""

import io
import itertools
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from reportlab.pdfgen.canvas import Canvas

from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.components.sheet import Sheet, find_top_sheet
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.print_sheet import PrintSheet
from stemsup_desktop.ui.shell.key_sheet import make_key_sheet
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.verify_sheet import VerifySheet
from stemsup_desktop.ui.words import Words


def make_pdf() -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class Form(FormSheet):
    """A form with one field."""

    def __init__(self, theme: Theme, words: Words, host: QWidget) -> None:
        super().__init__(theme, words, host, "A form", "Send")
        self.field = TextField(theme, words, "Field")
        self.rows.addWidget(self.field)
        self.finish_layout()


MAKERS: dict[str, Callable[[Theme, Words, QWidget], Sheet]] = {
    "question": lambda theme, words, host: Sheet(theme, host, "Really?", accept_text="Yes", dismiss_text="No"),
    "message": lambda theme, words, host: Sheet(theme, host, "So it is", accept_text="Close", dismiss_text=""),
    "form": Form,
    "keys": lambda theme, words, host: make_key_sheet(theme, words, host),
    "verify": lambda theme, words, host: VerifySheet(theme, words, host, 1),
    "print": lambda theme, words, host: PrintSheet(theme, words, host, make_pdf()),
}


class House:
    """A window of two pages, each with a field."""

    def __init__(self, theme: Theme, words: Words, shown: Callable[..., QWidget]) -> None:
        self.theme, self.words = theme, words
        self.window = shown(QWidget(), 1024, 768)
        self.stack = QStackedWidget()
        rows = QVBoxLayout(self.window)
        rows.addWidget(self.stack)
        self.pages = [QWidget(), QWidget()]
        self.fields = [QLineEdit(page) for page in self.pages]
        for page in self.pages:
            self.stack.addWidget(page)
        self.fields[0].setFocus()

    def make(self, kind: str, *, on_page: bool = False) -> Sheet:
        return MAKERS[kind](self.theme, self.words, self.pages[0] if on_page else self.window)

    @property
    def top(self) -> Sheet | None:
        return find_top_sheet(self.window)

    def check(self) -> None:
        """What always holds: at most one sheet is seen, it is the top one, and it has the focus."""
        alive = self.window.findChildren(Sheet)
        seen = [sheet for sheet in alive if sheet.isVisible()]
        opened = [sheet for sheet in alive if sheet.is_open]
        assert len(seen) == (1 if opened else 0)
        assert seen == ([self.top] if opened else [])
        if seen:
            assert seen[0].isAncestorOf(self.window.focusWidget())


@pytest.fixture
def house(theme: Theme, english: Words, shown: Callable[..., QWidget]) -> House:
    return House(theme, english, shown)


def delete_later() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.parametrize(("lower", "upper"), list(itertools.product(MAKERS, MAKERS)))
def test_a_sheet_over_any_other_puts_it_aside_and_brings_it_back(house: House, lower: str, upper: str) -> None:
    first, second = house.make(lower), house.make(upper)
    first.open()
    had = house.window.focusWidget()
    second.open()
    house.check()
    assert (first.is_aside, house.top) == (True, second)
    second.dismiss()
    house.check()
    assert house.top is first
    assert house.window.focusWidget() is had
    first.dismiss()
    house.check()
    assert house.window.focusWidget() is house.fields[0]
    delete_later()


def test_what_was_typed_into_a_form_is_there_when_it_comes_back(house: House) -> None:
    form = house.make("form")
    assert isinstance(form, Form)
    form.open(form.field.line_edit)
    QTest.keyClicks(form.field.line_edit, "half a sen")
    message = house.make("message")
    message.open()
    message.dismiss()
    QTest.keyClicks(house.window.focusWidget(), "tence")
    assert form.field.text() == "half a sentence"
    form.dismiss()
    delete_later()


def test_a_sheet_that_ends_aside_does_not_come_back(house: House) -> None:
    form, message = house.make("form"), house.make("message")
    gone: list[bool] = []
    form.dismissed.connect(lambda: gone.append(True))
    form.open()
    message.open()
    form.dismiss()
    delete_later()
    house.check()
    assert (house.top, gone) == (message, [True])
    message.dismiss()
    house.check()
    assert house.top is None
    assert house.window.focusWidget() is house.fields[0]


def test_the_middle_one_of_three_may_be_deleted_without_ending(house: House) -> None:
    low, middle, high = house.make("form"), house.make("question"), house.make("message")
    for sheet in (low, middle, high):
        sheet.open()
    middle.deleteLater()
    delete_later()
    high.dismiss()
    house.check()
    assert house.top is low
    low.dismiss()
    delete_later()


def test_a_page_that_goes_takes_its_sheet_along_also_from_aside(house: House) -> None:
    form, message = house.make("form", on_page=True), house.make("message")
    ended: list[str] = []
    form.dismissed.connect(lambda: ended.append("form"))
    form.open()
    message.open()
    house.stack.setCurrentIndex(1)
    house.check()
    assert (ended, house.top) == (["form"], message)
    message.dismiss()
    assert house.top is None
    delete_later()


def test_a_page_that_goes_takes_all_its_sheets_and_shows_none_in_between(house: House) -> None:
    low, high = house.make("form", on_page=True), house.make("question", on_page=True)
    low.open()
    high.open()
    house.stack.setCurrentIndex(1)
    house.check()
    assert house.top is None
    delete_later()


def test_the_window_closes_over_sheets_in_any_state(house: House) -> None:
    ended: list[str] = []
    for kind in ("form", "question", "print"):
        sheet = house.make(kind, on_page=True)
        sheet.dismissed.connect(lambda kind=kind: ended.append(kind))
        sheet.open()
    house.make("message").open()
    house.window.close()
    assert sorted(ended) == ["form", "print", "question"]
    delete_later()


def test_a_window_that_is_only_minimised_keeps_its_sheets(house: House) -> None:
    form = house.make("form", on_page=True)
    form.open()

    class Minimised(QHideEvent):
        def spontaneous(self) -> bool:
            return True

    assert form.eventFilter(house.pages[0], Minimised()) is False
    assert house.top is form
    form.dismiss()
    delete_later()


def test_esc_closes_one_at_a_time(house: House) -> None:
    for kind in ("form", "question", "message"):
        house.make(kind).open()
    for left in (2, 1, 0):
        QTest.keyClick(house.window.focusWidget(), Qt.Key.Key_Escape)
        delete_later()
        house.check()
        assert len([sheet for sheet in house.window.findChildren(Sheet) if sheet.is_open]) == left


def test_ending_twice_and_ending_before_opening_do_no_harm(house: House) -> None:
    under, sheet = house.make("form"), house.make("question")
    sheet.close_sheet()
    under.open()
    sheet.open()
    sheet.dismiss()
    sheet.dismiss()
    house.check()
    assert house.top is under
    under.dismiss()
    delete_later()


def test_a_sheet_aside_follows_the_size_of_the_window(house: House) -> None:
    form, message = house.make("form"), house.make("message")
    form.open()
    message.open()
    house.window.resize(800, 600)
    message.dismiss()
    assert form.size() == house.window.size()
    form.dismiss()
    delete_later()


ACTS = st.lists(st.tuples(st.sampled_from(["open", "end", "delete", "page", "esc"]), st.integers(0, 30)), max_size=14)


@given(acts=ACTS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_order_of_opening_ending_deleting_and_leaving_breaks_the_rule(
    house: House, acts: list[tuple[str, int]]
) -> None:
    kinds = [kind for kind in MAKERS if kind not in ("print", "verify")]
    for act, number in acts:
        alive = [sheet for sheet in house.window.findChildren(Sheet) if sheet.is_open]
        match act:
            case "open":
                house.make(
                    kinds[number % len(kinds)], on_page=bool(number % 2) and house.stack.currentIndex() == 0
                ).open()
            case "end" if alive:
                alive[number % len(alive)].dismiss()
            case "delete" if alive:
                doomed = alive[number % len(alive)]
                doomed.close_sheet()
                doomed.deleteLater()
            case "page":
                house.stack.setCurrentIndex(number % 2)
            case "esc" if house.top is not None:
                QTest.keyClick(house.window.focusWidget(), Qt.Key.Key_Escape)
        delete_later()
        house.check()
    for sheet in house.window.findChildren(Sheet):
        sheet.close_sheet()
        sheet.deleteLater()
    delete_later()
    house.stack.setCurrentIndex(0)
    assert QApplication.activeModalWidget() is None
