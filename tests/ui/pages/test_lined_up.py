"""What is read as one column begins and ends on one line, and what stays from page to page stays where it is."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QPushButton, QWidget

from stemsup_desktop.store.document_states import DocumentState
from stemsup_desktop.ui.components.buttons import PADDING_PX, Button, SecondaryButton
from stemsup_desktop.ui.components.empty_pane import EmptyPane
from stemsup_desktop.ui.components.labels import Label, SectionHeading
from stemsup_desktop.ui.components.tags import StateTag
from stemsup_desktop.ui.components.wrapped_link import WrappedLink
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.document_line import LOOKS, DocumentLine
from stemsup_desktop.ui.entry.draft import SetupStep
from stemsup_desktop.ui.entry.first_run import FirstRunPage
from stemsup_desktop.ui.entry.setup_side import SetupSide
from stemsup_desktop.ui.page import PageHeader
from stemsup_desktop.ui.pages.forms.clause_pane import ClausePane
from stemsup_desktop.ui.pages.patients.chart_pane import ChartPane
from stemsup_desktop.ui.pages.patients.consultation_row import ConsultationRow
from stemsup_desktop.ui.pages.patients.find_pane import FindPane
from stemsup_desktop.ui.pages.patients.view import ConsultationLine, ListView
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

_WIDEST_FORM_PX, _BESIDE_FORM_PX = 832, 264 + 40
Show = Callable[[QWidget, int, int], QWidget]


def left_of(part: QWidget, root: QWidget) -> int:
    return part.mapTo(root, QPoint(0, 0)).x()


def right_of(part: QWidget, root: QWidget) -> int:
    return left_of(part, root) + part.width()


def find(root: QWidget, name: str) -> QWidget:
    found = root.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def test_a_header_is_as_high_with_controls_as_without(context: PageContext, shown: Show) -> None:
    plain, full = (PageHeader(context, has_save_mark=False) for _ in range(2))
    full.add_control(SecondaryButton(context.theme, "Check a file"))
    for header in (plain, full):
        header.show_text("Documents", "All patients, the newest first")
        shown(header, 900, header.sizeHint().height())
    assert plain.sizeHint().height() == full.sizeHint().height()
    assert plain.layout().minimumSize().height() == full.layout().minimumSize().height()


@pytest.mark.parametrize("width", [900, 1200, 2200])
def test_the_bar_of_the_first_run_ends_where_the_form_ends_and_its_way_back_begins_with_it(
    theme: Theme, words: Words, shown: Show, width: int
) -> None:
    page = FirstRunPage(theme, words)
    shown(page, width, 700)
    assert right_of(find(page, "clinic_name_en"), page) - left_of(find(page, "clinic_name"), page) <= _WIDEST_FORM_PX
    assert left_of(find(page, "clinic_name"), page) == _BESIDE_FORM_PX
    form, go_on, back = find(page, "clinic_name_en"), find(page, "setup_continue"), find(page, "setup_back")
    assert right_of(form, page) == right_of(go_on, page)
    back.show()
    page.layout().activate()
    icon = left_of(back, page) + (back.width() - back.fontMetrics().horizontalAdvance(back.text()) - 16 - 8) // 2
    assert abs(icon - left_of(find(page, "clinic_name"), page)) <= 1


def test_beside_the_first_run_a_note_stands_nearer_to_its_link_than_to_the_next(
    theme: Theme, words: Words, shown: Show
) -> None:
    side = SetupSide(theme, words)
    shown(side, 264, 700)
    demo, restore = find(side, "demo"), find(side, "first_restore")
    assert isinstance(demo, WrappedLink)
    note = next(label for label in side.findChildren(Label) if label.text() == words("entry.first_restore_note"))
    assert note.y() - restore.geometry().bottom() < demo.y() - note.geometry().bottom()
    assert left_of(find(side, "language_switch"), side) + PADDING_PX == left_of(demo, side)


def test_on_a_low_window_the_links_of_the_first_run_stand_alone(theme: Theme, words: Words, shown: Show) -> None:
    side = SetupSide(theme, words)
    shown(side, 264, 360)
    note = next(label for label in side.findChildren(Label) if label.text() == words("entry.demo_note"))
    assert find(side, "demo").isVisible()
    assert not note.isVisible()
    side.resize(264, 700)
    assert note.isVisible()
    side.show_step(SetupStep.SHEET)
    side.resize(264, 800)
    assert not note.isVisible()
    assert not find(side, "demo").isVisible()


def test_buttons_without_an_outline_are_read_under_the_outline_above(theme: Theme, words: Words, shown: Show) -> None:
    pane = ClausePane(theme, words)
    shown(pane, 320, 600)
    assert left_of(find(pane, "move_up"), pane) + PADDING_PX == left_of(find(pane, "add_clause"), pane)


def make_visit(*documents: DocumentLine) -> ConsultationLine:
    return ConsultationLine("v", "19 Nov 2026 · Visit 1", "Fine facial lines", (), "Continue", "Continue it", documents)


def test_the_state_of_a_document_stands_in_the_middle_of_its_line(theme: Theme, words: Words, shown: Show) -> None:
    state, icon = LOOKS[DocumentState.SEALED]
    line = DocumentLine("CNS-2026-00012", "Consent form", "Japanese", "19 Nov 2026", state, "Sealed", icon)
    row = ConsultationRow(theme, words, make_visit(line))
    shown(row, 900, 120)
    (tag,) = row.findChildren(StateTag)
    link = find(row, "document:CNS-2026-00012")
    tag_middle, link_middle = (one.mapTo(row, one.rect().center()).y() for one in (tag, link))
    assert abs(tag_middle - link_middle) <= 1


def test_the_visits_of_a_chart_begin_right_under_their_heading(theme: Theme, words: Words, shown: Show) -> None:
    pane = ChartPane(theme, words)
    pane._show_lines((make_visit(),))
    shown(pane, 900, 700)
    pane.content.layout().activate()
    heading = next(one for one in pane.findChildren(SectionHeading) if one.isAncestorOf(find(pane, "open_history")))
    (row,) = pane.findChildren(ConsultationRow)
    assert row.mapTo(pane, QPoint(0, 0)).y() == heading.mapTo(pane, QPoint(0, heading.height())).y()


@pytest.mark.parametrize("is_main", [True, False])
def test_a_page_has_one_filled_button(theme: Theme, is_main: bool) -> None:
    pane = EmptyPane(theme, "docs", "act", is_main=is_main)
    pane.show_text("Nothing here.", "Begin", "Ctrl+Enter")
    assert pane.button.property("kind") == ("primary" if is_main else "secondary")


def test_nothing_is_headed_where_there_is_no_patient_yet(theme: Theme, words: Words, shown: Show) -> None:
    pane = FindPane(theme, words, "")
    shown(pane, 368, 700)
    heading = pane.findChild(SectionHeading)
    assert isinstance(heading, SectionHeading)
    pane.show_list(ListView("", "", (), words("patients.none_yet"), words("patients.add_first"), "Ctrl+Enter"), "")
    assert not heading.isVisible()
    button = pane.findChild(Button, "add_from_search")
    assert isinstance(button, QPushButton)
    assert button.property("kind") == "secondary"
    pane.show_list(ListView(words("patients.found", count=0), "", (), "Nobody.", "Add", ""), "")
    assert heading.isVisible()
