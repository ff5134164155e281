"""The focus is never lost: what goes, is hidden or cannot be used leaves it to its neighbour, and gets it back."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.shell.rail_view import RailEntry
from stemsup_desktop.ui.window_language import WindowLanguage

ROWS = 5


class RowsPage(Page[str]):
    """Rows of two buttons each, one of which removes its row."""

    needs_visit = False

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        body = QWidget()
        self.rows = QVBoxLayout(body)
        self.made: list[QWidget] = []
        for number in range(ROWS):
            row = QWidget()
            across = QHBoxLayout(row)
            for name in ("open", "remove"):
                button = SecondaryButton(context.theme, f"{name} {number}")
                button.setObjectName(f"{name}_{number}")
                across.addWidget(button)
            self.rows.addWidget(row)
            self.made.append(row)
        self.set_body(body)

    def derive(self) -> str:
        return "rows"

    def show_view(self, view: str) -> None:
        self.header.show_text(view)

    def button(self, name: str) -> SecondaryButton:
        found = self.findChild(SecondaryButton, name)
        assert isinstance(found, SecondaryButton)
        return found


@pytest.fixture
def window(context: PageContext, qapp: QApplication, shown: Callable[..., QWidget]) -> Iterator[MainWindow]:
    made = MainWindow(context, qapp)
    for page_id in ("patients", "settings"):
        made.register_page(page_id, lambda: RowsPage(context), RailEntry("patients", f"workspace.{page_id}"))
    shown(made, 1024, 768)
    made.go_to("patients")
    yield made
    made.focus_ring.deleteLater()


@pytest.fixture
def page(window: MainWindow) -> RowsPage:
    current = window.stack.current_page
    assert isinstance(current, RowsPage)
    return current


def settle() -> None:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def focus_name() -> str:
    focused = QApplication.focusWidget()
    return "" if focused is None else focused.objectName()


def is_seen(window: MainWindow) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and focused.isVisible() and window.focus_ring.isVisible()


GONE: dict[str, Callable[[QWidget], object]] = {
    "hidden": lambda row: row.hide(),
    "hidden and deleted": lambda row: (row.hide(), row.deleteLater()),
    "deleted": lambda row: row.deleteLater(),
    "disabled": lambda row: row.setEnabled(False),
}


@pytest.mark.parametrize("go", GONE.values(), ids=GONE)
@pytest.mark.parametrize(("number", "expected"), [(0, 1), (2, 3), (ROWS - 1, ROWS - 2)])
def test_a_row_that_goes_leaves_the_focus_to_the_row_below_or_else_above(
    window: MainWindow, page: RowsPage, go: Callable[[QWidget], object], number: int, expected: int
) -> None:
    page.button(f"remove_{number}").setFocus()
    go(page.made[number])
    settle()
    assert focus_name() == f"remove_{expected}"
    assert is_seen(window)


def test_the_last_row_leaves_it_to_the_rest_of_the_window(window: MainWindow, page: RowsPage) -> None:
    for number in range(ROWS):
        page.button(f"open_{number}").setFocus()
        page.made[number].hide()
        page.made[number].deleteLater()
        settle()
        assert is_seen(window)


def test_a_button_gets_the_focus_back_once_its_work_is_done(page: RowsPage) -> None:
    button = page.button("open_2")
    button.setFocus()
    button.setEnabled(False)
    settle()
    assert focus_name() == "remove_2"
    button.setEnabled(True)
    assert focus_name() == "open_2"


def test_whoever_went_on_meanwhile_is_not_called_back(page: RowsPage) -> None:
    button = page.button("open_2")
    button.setFocus()
    button.setEnabled(False)
    page.button("open_0").setFocus()
    button.setEnabled(True)
    assert focus_name() == "open_0"


def test_a_sheet_that_closes_gives_it_back_also_where_its_opener_is_gone(window: MainWindow, page: RowsPage) -> None:
    page.button("open_1").setFocus()
    sheet = Sheet(page.theme, page, "Question", accept_text="Yes", dismiss_text="No")
    window.show_sheet(sheet)
    page.made[1].hide()
    page.made[1].deleteLater()
    settle()
    sheet.dismiss()
    settle()
    assert is_seen(window)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.isAncestorOf(focused)


def test_another_page_and_back_keeps_it(window: MainWindow, page: RowsPage) -> None:
    page.button("remove_3").setFocus()
    window.go_to("settings")
    settle()
    assert is_seen(window)
    window.go_to("patients")
    settle()
    assert focus_name() == "remove_3"


def test_the_other_language_keeps_it(window: MainWindow, page: RowsPage, window_language: WindowLanguage) -> None:
    page.button("remove_3").setFocus()
    window_language.set_language(Language.JA)
    settle()
    assert window.stack.current_page is not page
    assert focus_name() == "remove_3"
    assert is_seen(window)


def test_tab_goes_on_from_where_it_was(window: MainWindow, page: RowsPage) -> None:
    page.button("open_2").setFocus()
    page.made[2].hide()
    settle()
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
    assert focus_name() == "remove_3"


def test_a_page_that_asks_for_the_focus_behind_a_sheet_gets_it_once_the_sheet_has_gone(
    window: MainWindow, page: RowsPage, context: PageContext, qtbot: QtBot
) -> None:
    sheet = Sheet(context.theme, page, "Really?", accept_text="Yes", dismiss_text="No")
    sheet.open(sheet.accept_button)
    behind = page.button("open_3")
    behind.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is sheet.accept_button)
    sheet.dismiss()
    assert QApplication.focusWidget() is behind


def test_the_focus_goes_back_to_the_sheet_on_top_where_another_waits_below(
    window: MainWindow, page: RowsPage, context: PageContext, qtbot: QtBot
) -> None:
    below, top = (Sheet(context.theme, page, title, accept_text="Yes", dismiss_text="No") for title in ("A", "B"))
    below.open()
    top.open()
    page.button("remove_0").setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is top.dismiss_button)
    top.dismiss()
    assert QApplication.focusWidget() is below.dismiss_button
