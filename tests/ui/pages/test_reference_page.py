"""The reference page with a real session, its search, links, history and card."""

from collections.abc import Callable

import pytest
from hostile_strings import HOSTILE
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from shipped import get_fonts

from stemsup_desktop.content import Content
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import ManualExecutor
from stemsup_desktop.ui.pages.reference.detail import DetailPane
from stemsup_desktop.ui.pages.reference.evidence_cells import SOURCE
from stemsup_desktop.ui.pages.reference.evidence_table import EvidenceTable
from stemsup_desktop.ui.pages.reference.lines import LineList, SourceList
from stemsup_desktop.ui.pages.reference.linked_text import LinkedText
from stemsup_desktop.ui.pages.reference.page import ReferencePage, ReferencePlace
from stemsup_desktop.ui.pages.reference.page_list import PageList
from stemsup_desktop.ui.pages.reference.view import ListEntry, Tab
from stemsup_desktop.ui.theme import Scheme, Theme


@pytest.fixture(scope="module")
def fonts() -> FontFolder:
    return get_fonts()


@pytest.fixture
def page(context: PageContext, content: Content, fonts: FontFolder, shown: Callable[..., QWidget]) -> ReferencePage:
    made = ReferencePage(context, content, fonts)
    made.set_room(1440, 900)
    shown(made, 1360, 828)
    return made


def settle() -> None:
    """Let the layout of a page just opened come to rest."""
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def texts_of(page: ReferencePage) -> str:
    settle()
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def list_of(page: ReferencePage) -> PageList:
    return page.findChild(PageList, "page_list")


def ids_of(page: ReferencePage) -> list[str]:
    entries = list_of(page).entries
    return [entries.id_at(row) for row in range(entries.rowCount())]


def search_of(page: ReferencePage) -> QLineEdit:
    return page.findChild(QLineEdit, "search")


def test_nothing_is_open_at_first_and_the_factors_are_listed(page: ReferencePage) -> None:
    assert ids_of(page) == ["hgf", "egf", "tgf-beta", "igf", "pdgf", "vegf", "kgf"]
    assert "Choose a page" in texts_of(page)


def test_an_opened_page_shows_symbol_names_and_review_state(page: ReferencePage) -> None:
    page.open_page("vegf")
    shown = texts_of(page)
    assert page.findChild(QLabel, "detail_symbol").text() == "VEGF"
    assert "Vascular endothelial growth factor A" in shown
    assert "血管内皮増殖因子" in shown
    assert "not yet reviewed by a physician" in shown


def test_opening_a_symptom_brings_its_list(page: ReferencePage) -> None:
    page.open_page("SYM05")
    assert ids_of(page)[0] == "SYM01"
    assert "No growth factor is tied to this symptom." in texts_of(page)


def test_an_unknown_page_changes_nothing(page: ReferencePage) -> None:
    page.open_page("vegf")
    page.open_page("nowhere")
    assert page.place.history.ids == ("vegf",)


def test_the_index_is_built_off_the_window_and_the_query_waits_for_it(
    page: ReferencePage, executor: ManualExecutor
) -> None:
    page.focus_search("hepatocyte")
    assert ids_of(page) == []
    assert "being prepared" in texts_of(page)
    executor.run_all()
    assert ids_of(page)[0] == "hgf"


def test_search_replaces_the_list_and_escape_brings_it_back(page: ReferencePage, executor: ManualExecutor) -> None:
    executor.run_all()
    QTest.keyClicks(search_of(page), "SYM05")
    assert ids_of(page)[0] == "SYM05"
    QTest.keyClick(search_of(page), Qt.Key.Key_Escape)
    assert search_of(page).text() == ""
    assert ids_of(page)[0] == "hgf"
    assert not page.close_top()


def test_down_goes_into_the_results_and_enter_opens_one(page: ReferencePage, executor: ManualExecutor) -> None:
    executor.run_all()
    page.focus_search("かたこり")
    QTest.keyClick(search_of(page), Qt.Key.Key_Down)
    assert list_of(page).currentIndex().row() == 0
    QTest.keyClick(list_of(page), Qt.Key.Key_Return)
    assert page.place.history.current == "SYM05"
    assert search_of(page).text() == ""


def test_enter_in_the_search_opens_the_best_hit(page: ReferencePage, executor: ManualExecutor) -> None:
    executor.run_all()
    page.focus_search("VEGFA")
    QTest.keyClick(search_of(page), Qt.Key.Key_Return)
    assert page.place.history.current == "vegf"


def test_any_query_is_taken_as_typed_and_never_fails(page: ReferencePage, executor: ManualExecutor) -> None:
    executor.run_all()
    for text in HOSTILE.values():
        search_of(page).setText(text[:2000])
        assert page.isVisible()
    page.close_top()


def test_history_goes_back_and_forward_with_keys(page: ReferencePage) -> None:
    for page_id in ("vegf", "SYM01", "S88"):
        page.open_page(page_id)
    page.findChild(QPushButton, "history_back").click()
    assert page.place.history.current == "SYM01"
    assert page.place.tab is Tab.SYMPTOMS
    page.findChild(QPushButton, "history_back").click()
    assert not page.findChild(QPushButton, "history_back").isEnabled()
    page.findChild(QPushButton, "history_forward").click()
    assert page.place.history.current == "SYM01"


def test_a_related_page_is_followed(page: ReferencePage) -> None:
    page.open_page("vegf")
    page.findChild(QPushButton, "link:SYM01").click()
    assert page.place.history.current == "SYM01"


def test_enter_in_the_evidence_opens_the_source_and_the_source_leads_back(page: ReferencePage) -> None:
    page.open_page("vegf")
    table = page.findChild(EvidenceTable, "evidence_table")
    row = next(number for number, entry in enumerate(table.rows_model.rows) if entry.sources)
    wanted = table.rows_model.rows[row].sources[0].target_id
    table.setCurrentIndex(table.rows_model.index(row, SOURCE))
    table.activated.emit(table.currentIndex())
    assert page.place.history.current == wanted
    page.findChild(QPushButton, "link:vegf").click()
    assert page.place.history.current == "vegf"


def test_a_click_on_a_source_in_the_evidence_opens_it(page: ReferencePage) -> None:
    page.open_page("vegf")
    settle()
    table = page.findChild(EvidenceTable, "evidence_table")
    index = table.rows_model.index(1, SOURCE)
    spot = table.visualRect(index).topLeft()
    spot.setX(spot.x() + 10)
    spot.setY(spot.y() + 14)
    opened: list[str] = []
    table.source_opened.connect(opened.append)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened == [table.rows_model.rows[1].sources[0].target_id]


def test_the_source_of_a_statement_is_reached_by_tab_and_enter(page: ReferencePage) -> None:
    page.open_page("vegf")
    settle()
    lines = next(one for one in page.findChildren(LineList) if one.links)
    lines.setFocus(Qt.FocusReason.TabFocusReason)
    wanted = lines.links[0].link.target_id
    QTest.keyClick(lines, Qt.Key.Key_Return)
    assert page.place.history.current == wanted


def test_tab_walks_every_source_of_a_page(page: ReferencePage, content: Content) -> None:
    page.open_page("vegf")
    settle()
    sources = page.findChild(SourceList)
    sources.setFocus(Qt.FocusReason.TabFocusReason)
    seen = [sources.accessibleDescription()]
    while len(seen) < len(sources.links) and sources.focusNextPrevChild(True):
        seen.append(sources.accessibleDescription())
    assert len(set(seen)) == len(sources.links) > 3


def test_a_source_shows_address_and_doi_as_text_to_copy(page: ReferencePage, content: Content) -> None:
    page.open_page("S88")
    doi = page.findChild(QLabel, "source:DOI")
    assert doi.text() == content.reference.get_source("S88").doi
    assert doi.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard


def test_the_way_back_leads_to_the_step_that_opened_it(page: ReferencePage) -> None:
    asked: list[str] = []
    page.page_requested.connect(asked.append)
    assert page.page_actions().back is None
    page.set_return("step-3", "step 3, Explain")
    back = page.findChild(QPushButton, "back_to_step")
    assert back.text() == "Back to step 3, Explain"
    back.click()
    action = page.page_actions().back
    assert action is not None
    action.on_triggered()
    assert asked == ["step-3", "step-3"]


def test_a_place_kept_is_taken_up_by_a_page_made_anew(
    page: ReferencePage, context: PageContext, content: Content, fonts: FontFolder, shown: Callable[..., QWidget]
) -> None:
    kept: list[object] = []
    page.place_changed.connect(kept.append)
    page.set_return("step-3", "step 3")
    page.open_page("SYM05")
    anew = ReferencePage(context, content, fonts)
    place = kept[-1]
    assert isinstance(place, ReferencePlace)
    anew.restore(place, "step 3")
    shown(anew, 1000, 700)
    assert anew.place == page.place
    assert "Stiff shoulders" in texts_of(anew)


def test_the_card_is_made_off_the_window_and_handed_over(page: ReferencePage, executor: ManualExecutor) -> None:
    printed: list[tuple[bytes, str]] = []
    page.print_requested.connect(lambda pdf, name: printed.append((pdf, name)))
    page.open_page("vegf")
    page.findChild(QPushButton, "print_card").click()
    assert printed == []
    executor.run_all()
    ((pdf, name),) = printed
    assert bytes(pdf).startswith(b"%PDF")
    assert name == "vegf-2026.11-en"


def test_a_card_that_cannot_be_made_says_why(
    context: PageContext, content: Content, executor: ManualExecutor, shown: Callable[..., QWidget]
) -> None:
    page = ReferencePage(context, content, None)  # type: ignore[arg-type]
    shown(page, 1000, 700)
    printed: list[object] = []
    page.print_requested.connect(lambda pdf, name: printed.append(pdf))
    page.open_page("vegf")
    page.print_page()
    executor.run_all()
    assert printed == []
    assert "The program made a mistake" in texts_of(page)


def test_a_source_has_no_card(page: ReferencePage, executor: ManualExecutor) -> None:
    executor.run_all()
    page.open_page("S88")
    page.print_page()
    assert not executor.queued


def test_every_page_and_source_can_be_opened_and_fits_the_narrowest_window(
    page: ReferencePage, content: Content
) -> None:
    page.resize(904, 496)
    page.set_room(960, 540)
    for target in (*content.reference.pages_by_id, *list(content.reference.sources)[:5]):
        page.open_page(target)
        settle()
        pane = page.findChild(QWidget, "detail_title").window()
        assert pane is page.window()
        assert page.findChild(EvidenceTable, "evidence_table") is None or page.findChild(EvidenceTable).is_narrow


@pytest.mark.parametrize("percent", [100, 150])
def test_a_symbol_stands_in_one_line_whatever_the_size_of_text(theme: Theme, percent: int) -> None:
    theme.set_text_percent(percent)
    try:
        listed = PageList(theme, "Factors")
        listed.resize(300, 400)
        entries = tuple(ListEntry(mark, f"{mark} factor", mark=mark) for mark in ("HGF", "TGF-β"))
        listed.show_entries(entries, "HGF")
        room, font = listed._delegate.mark_px, theme.font("heading")
        assert all(QFontMetrics(font).horizontalAdvance(entry.mark) < room for entry in entries)
        assert percent > 100 or room == 62
    finally:
        theme.set_text_percent(100)


def test_showing_a_view_opens_nothing(page: ReferencePage) -> None:
    opened: list[str] = []
    list_of(page).target_opened.connect(opened.append)
    page.open_page("vegf")
    page.show_view(page.derive())
    assert opened == []


def test_the_models_are_sound(page: ReferencePage) -> None:
    page.open_page("vegf")
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    table = page.findChild(EvidenceTable, "evidence_table")
    testers = [QAbstractItemModelTester(model, mode) for model in (list_of(page).entries, table.rows_model)]
    assert len(testers) == 2
    assert list_of(page).entries.rowCount() == 7


def test_a_page_is_built_from_few_widgets(page: ReferencePage, content: Content) -> None:
    """What makes opening slow is widgets; statements, sources and evidence are painted."""
    for page_id in content.reference.pages_by_id:
        page.open_page(page_id)
        settle()
        pane = page.findChild(DetailPane)
        assert len(pane.content.findChildren(QWidget)) < 160


def test_page_down_scrolls_the_open_page(page: ReferencePage) -> None:
    page.open_page("legal-position")
    settle()
    bar = page.findChild(DetailPane).verticalScrollBar()
    page.focus_search()
    QTest.keyClick(search_of(page), Qt.Key.Key_PageDown)
    assert bar.maximum() > 0
    assert bar.value() > 0
    page.open_page("vegf")
    settle()
    assert bar.value() == 0


def test_alt_left_goes_back(page: ReferencePage) -> None:
    page.open_page("vegf")
    page.open_page("SYM01")
    page.focus_search()
    QTest.keyClick(search_of(page), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.place.history.current == "vegf"


def test_a_row_of_evidence_is_copied_as_text(page: ReferencePage) -> None:
    page.open_page("vegf")
    settle()
    table = page.findChild(EvidenceTable, "evidence_table")
    table.setCurrentIndex(table.rows_model.index(1, 0))
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text()
    assert table.rows_model.rows[1].finding in copied
    assert table.rows_model.rows[1].sources[0].text in copied


def test_a_theme_switch_leaves_the_open_page_on_screen(page: ReferencePage) -> None:
    page.open_page("vegf")
    page.theme.set_scheme(Scheme.DARK)
    settle()
    assert page.findChild(QLabel, "detail_symbol").text() == "VEGF"
    assert not page.grab().isNull()


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 800), (1024, 768), (960, 540)])
def test_nothing_painted_is_cut_off_at_any_size(page: ReferencePage, width: int, height: int) -> None:
    page.resize(width - 80, height - 72)
    page.set_room(width, height)
    for page_id in ("vegf", "SYM05", "intravenous", "legal-position"):
        page.open_page(page_id)
        settle()
        for part in (*page.findChildren(LinkedText), *page.findChildren(EvidenceTable)):
            assert part.height() == part.heightForWidth(part.width())
        pane = page.findChild(DetailPane)
        assert pane.content.width() <= pane.viewport().width()
