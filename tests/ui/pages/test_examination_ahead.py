"""Step 2 comes in pieces: its first rows ahead, the others below them, what was out of sight when it is seen again."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.board import Board
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.pages.examination.parts.part import Part
from stemsup_desktop.ui.pages.examination.view import ExaminationView
from stemsup_desktop.ui.pages.examination.view_model import RowKind
from stemsup_desktop.ui.vault_access import VaultAccess

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture
def page(
    context: PageContext, clinical_content: ClinicalContent, shown: Show, qtbot: QtBot, access: VaultAccess
) -> ExaminationPage:
    made = ExaminationPage(context, clinical_content, access)
    shown(made, 1000, 800)
    qtbot.waitUntil(lambda: made.is_built)
    return made


@pytest.fixture
def unseen(
    context: PageContext, clinical_content: ClinicalContent, qtbot: QtBot, access: VaultAccess
) -> ExaminationPage:
    made = ExaminationPage(context, clinical_content, access)
    qtbot.addWidget(made)
    return made


def make_board(unseen: ExaminationPage, clinical: ClinicalContent) -> tuple[Board, ExaminationView]:
    return Board(unseen.context, clinical.questionnaire), unseen.derive()


class EventsOf(QObject):
    """Counts the events of a type that anything in a widget gets."""

    def __init__(self, inside: QWidget, wanted: QEvent.Type) -> None:
        super().__init__(inside)
        self.count = 0
        self._wanted = wanted
        for one in (inside, *inside.findChildren(QWidget)):
            one.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == self._wanted
        return False


# Rows made ahead


def test_the_first_rows_are_made_ahead_one_section_or_row_in_a_piece(
    unseen: ExaminationPage, clinical_content: ClinicalContent, qtbot: QtBot
) -> None:
    board, view = make_board(unseen, clinical_content)
    qtbot.addWidget(board)
    pieces = board.iter_ahead(view)
    next(pieces)
    made: list[tuple[int, int]] = []
    for _ in pieces:
        made.append((len(board._panels), len(board.findChildren(Part))))
    assert made[0] == (1, 0)  # the section is a piece of its own
    for (sections, rows), (sections_after, rows_after) in pairwise(made):
        assert (sections_after - sections) + (rows_after - rows) >= 1
        assert sections_after - sections <= 1
        assert sections == sections_after or rows == rows_after
    assert made[-1][1] == 4
    assert not board.is_complete
    assert not board.was_seen
    ahead = board.findChildren(Part)
    board.show_view(view, None)
    assert board.findChildren(Part)[:4] == ahead  # the rows that the page is seen with are these


def test_rows_are_made_ahead_no_longer_once_the_page_is_seen(
    unseen: ExaminationPage, clinical_content: ClinicalContent, qtbot: QtBot
) -> None:
    board, view = make_board(unseen, clinical_content)
    qtbot.addWidget(board)
    pieces = board.iter_ahead(view)
    next(pieces)
    board.show()
    assert list(pieces) == []
    assert not board.findChildren(Part)


def test_a_section_is_begun_once_and_only_with_its_first_row(
    unseen: ExaminationPage, clinical_content: ClinicalContent, qtbot: QtBot
) -> None:
    board, view = make_board(unseen, clinical_content)
    qtbot.addWidget(board)
    assert not board._begin_section()  # nothing is to be made
    next(board.iter_ahead(view))
    assert board._begin_section()
    assert not board._begin_section()
    while not board.is_complete:
        board.build(0)
    assert not board._begin_section()
    assert set(board._parts) == set(view.rows)


# Rows made while it is seen


def test_a_follow_up_that_is_not_made_yet_is_reached_by_the_arrow_key(page: ExaminationPage, qtbot: QtBot) -> None:
    page._builder.timeout.disconnect()
    assert page._view is not None
    key, after, *_ = (one.key for one in page._view.rows.values() if one.kind is RowKind.QUESTION)
    page._go_to(key)
    gone = page._board._parts.pop(after)  # as if it waited for a later turn
    gone.hide()
    page._board._waiting.append(after)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert page._focused_key() == after


# What is out of sight


def leave_and_wait(page: ExaminationPage, qtbot: QtBot) -> None:
    page.hide()
    qtbot.waitUntil(lambda: any(panel.isHidden() for panel in page._board.panels))


def test_what_is_out_of_sight_keeps_its_room_and_comes_in_later_turns(page: ExaminationPage, qtbot: QtBot) -> None:
    panels = page._board.panels
    places, height = [panel.geometry() for panel in panels], page._board.height()
    parts = len(page._board.findChildren(QWidget))
    leave_and_wait(page, qtbot)
    assert not panels[0].isHidden()
    assert page._board.panels == panels
    events = EventsOf(page._board, QEvent.Type.Show)
    page.show()
    assert events.count < parts / 3
    assert page._pane.verticalScrollBar().maximum() + page._pane.viewport().height() >= height
    assert [panel.geometry() for panel in panels] == places
    qtbot.waitUntil(lambda: all(panel.isVisible() for panel in panels))
    assert [panel.geometry() for panel in panels] == places


def test_where_somebody_scrolls_to_is_there_at_once(page: ExaminationPage, qtbot: QtBot) -> None:
    leave_and_wait(page, qtbot)
    page.show()
    last = page._board.panels[-1]
    assert not last.isVisible()
    page._pane.verticalScrollBar().setValue(page._pane.verticalScrollBar().maximum())
    assert last.isVisible()


def test_a_jump_to_a_section_that_is_out_of_sight_gets_the_focus(page: ExaminationPage, qtbot: QtBot) -> None:
    leave_and_wait(page, qtbot)
    page.show()
    part = next(one for one in page._board.findChildren(Part) if one.row.link_id == "x32")
    assert not part.isVisible()
    page.jump_to("x32")
    assert part.isVisible()
    focused = page.focusWidget()
    assert isinstance(focused, QWidget)
    assert part.isAncestorOf(focused)


def test_the_section_that_had_the_focus_stays_where_it_can_be_given_back(page: ExaminationPage, qtbot: QtBot) -> None:
    page.jump_to("x32")
    page._pane.verticalScrollBar().setValue(0)
    leave_and_wait(page, qtbot)
    part = next(one for one in page._board.findChildren(Part) if one.row.link_id == "x32")
    assert not any(panel.isHidden() for panel in page._board.panels if panel.isAncestorOf(part))


def test_a_section_that_is_asked_no_more_takes_no_room_though_it_slept(page: ExaminationPage, qtbot: QtBot) -> None:
    board = page._board
    leave_and_wait(page, qtbot)
    last = board.panels[-1]
    assert last.isHidden()
    before = board.heightForWidth(board.width())
    board.take_out(last)
    assert last not in board.panels
    assert board.heightForWidth(board.width()) <= before - last.height()
    page.show()
    qtbot.waitUntil(lambda: all(panel.isVisible() for panel in board.panels))
    assert not last.isVisible()
