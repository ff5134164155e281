"""Step 5 while it is signed: where the focus goes from mark to mark, and how often the page is shown."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from paper_samples import NOW, Room, read_example
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shipped import get_content, get_fonts
from signing_samples import Hand, WalkingClock, with_reading

from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.ui.pages.consent.marks import MarkKind
from stemsup_desktop.ui.pages.consent.page import ConsentPage
from stemsup_desktop.ui.pages.consent.view import ConsentView
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Catalogue

Open = Callable[..., tuple[Room, ConsentPage, Hand]]
READ = with_reading(read_example("clear"), NOW - timedelta(minutes=5))


@pytest.fixture
def open_page(tmp_path: Path, theme: Theme, catalogue: Catalogue, shown: Callable[..., QWidget]) -> Iterator[Open]:
    rooms: list[Room] = []

    def open_it(file: ConsultationFile) -> tuple[Room, ConsentPage, Hand]:
        room = Room(tmp_path / "vault", theme, catalogue, file)
        rooms.append(room)
        page = ConsentPage(replace(room.context, clock=WalkingClock(NOW)), get_content(), room.access, get_fonts())
        room.wire(page)
        page.set_room(1440, 900)
        shown(page, 1360, 772)
        return room, page, Hand(page)

    yield open_it
    for room in rooms:
        room.close()


@pytest.fixture
def focused() -> Iterator[list[QWidget | None]]:
    """Everything that had the focus since this list was last emptied."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    ways: list[QWidget | None] = []

    def note(_old: QWidget | None, now: QWidget | None) -> None:
        ways.append(now)

    application.focusChanged.connect(note)
    yield ways
    application.focusChanged.disconnect(note)


def give_right_answer(page: ConsentPage, hand: Hand) -> None:
    """Choose the right answer with the arrows and press Space."""
    forms, view = page._screen.forms, page._screen.desk.view
    assert forms is not None
    assert view is not None
    right = next(one.question.right for one in forms.signing.questions if one.question.id == view.key.id)
    for option, _ in view.options:
        if option == right:
            break
        hand.key(Qt.Key.Key_Down)
    hand.key(Qt.Key.Key_Space)


def test_from_mark_to_mark_the_focus_stays_on_the_desk_and_is_where_one_goes_on(
    open_page: Open, focused: list[QWidget | None]
) -> None:
    _, page, hand = open_page(read_example("clear"))
    desk = page._screen.desk
    page._screen.take_in_hand()
    kinds: list[MarkKind] = []
    while desk.view is not None and desk.view.key.kind is not MarkKind.SIGNATURE:
        focused.clear()
        match desk.view.key.kind:
            case MarkKind.INITIAL:
                hand.write()
                hand.key(Qt.Key.Key_Return)
            case MarkKind.ANSWER:
                give_right_answer(page, hand)
            case _:
                hand.key(Qt.Key.Key_Return)
        assert all(one is not None and desk.isAncestorOf(one) for one in focused), desk.view.key
        kinds.append(desk.view.key.kind)
        now = page.window().focusWidget()
        match desk.view.key.kind:
            case MarkKind.INITIAL:
                assert now is desk.initials.pad
            case MarkKind.SIGNATURE:
                assert now is desk.signature.pad
            case _:
                assert now is desk.answers._buttons[0]
    assert set(kinds) == set(MarkKind)


def test_a_button_that_the_next_question_has_not_leaves_the_focus_to_its_first_answer(
    open_page: Open, focused: list[QWidget | None]
) -> None:
    _, page, hand = open_page(read_example("clear"))
    hand.do_all(MarkKind.INITIAL)
    answers = page._screen.desk.answers
    answers.show_options((("a", "One"), ("b", "Two"), ("c", "Three")))
    answers._buttons[2].setFocus(Qt.FocusReason.TabFocusReason)
    focused.clear()
    answers.show_options((("a", "Yes"), ("b", "No")))
    assert focused == [answers._buttons[0]]
    assert [button.isVisibleTo(page) for button in answers._buttons[:3]] == [True, True, False]


def test_after_the_last_signature_the_focus_waits_beside_the_marks_and_not_behind_them(
    open_page: Open, focused: list[QWidget | None]
) -> None:
    _, page, hand = open_page(READ)
    page._screen.take_in_hand()
    hand.write()
    hand.key(Qt.Key.Key_Return)
    hand.write()
    focused.clear()
    hand.key(Qt.Key.Key_Return)
    assert hand.in_hand == ""
    assert focused
    assert all(one is not None and page._column.language.isAncestorOf(one) for one in focused)


def test_a_consent_that_was_sealed_is_shown_once_and_as_one_that_is_at_rest(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, page, hand = open_page(READ)
    room.in_vault(lambda vault: vault.save_seal_key(make_clinic_key("Sample Clinic", NOW)))
    hand.do_all(MarkKind.SIGNATURE)
    shown: list[tuple[bool, bool]] = []
    show_view = page.show_view

    def note(view: ConsentView) -> None:
        shown.append((view.sealed is not None, page._seals.state.is_busy))
        show_view(view)

    monkeypatch.setattr(page, "show_view", note)
    page.do_main_action()
    page.do_main_action()
    assert shown[-1] == (False, True)  # the press of the button is seen at once
    room.settle(page)
    assert (True, True) not in shown
    assert shown.count((False, True)) == 1  # its stages are nothing that the page shows
    sealed = [one for one in shown if one == (True, False)]
    assert 1 <= len(sealed) <= 4  # the consent, its documents, its certificate and its pages, each as it comes
    assert not page.busy.isVisibleTo(page)


@pytest.mark.parametrize("is_sealed", [True, False])
def test_from_the_seal_the_keyboard_goes_on_at_the_copy_or_back_at_the_seal(
    open_page: Open, qapp: QApplication, qtbot: QtBot, is_sealed: bool
) -> None:
    room, page, hand = open_page(READ)
    if is_sealed:
        room.in_vault(lambda vault: vault.save_seal_key(make_clinic_key("Sample Clinic", NOW)))
    hand.do_all(MarkKind.SIGNATURE)
    seal = page.action_bar.findChild(QPushButton, "seal")
    assert seal is not None
    seal.setFocus()
    page.do_main_action()
    places: list[str] = []
    waits = page._column.language

    def note(_old: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            places.append("waits" if now is waits or waits.isAncestorOf(now) else now.objectName())

    qapp.focusChanged.connect(note)
    page.do_main_action()
    room.settle(page)
    assert (room.context.session.state.consultation.consent.signature is not None) is is_sealed
    wanted = "consent.print_copy" if is_sealed else "seal"
    qtbot.waitUntil(lambda: places[-1] == wanted)
    qapp.focusChanged.disconnect(note)
    assert set(places) <= {"sheet_accept", "seal", "waits", wanted}
