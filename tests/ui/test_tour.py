"""The tour: what it points at, that its words never cover it, and that no key and no size of the window upsets it."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from stemsup_desktop.ui.shell.tour import TourSheet
from stemsup_desktop.ui.shell.tour_view import STOPS, Box, choose_stops, derive_stop, place_card
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.words import Words

ROOM = Box(0, 0, 1024, 768)
MOST_CHARACTERS = {"en": 190, "ja": 110}
"""At most so much is read at one stop: five of them take less than a minute."""


@given(
    st.builds(Box, st.integers(0, 1000), st.integers(0, 740), st.integers(1, 700), st.integers(1, 700)),
    st.integers(200, 400),
    st.integers(80, 260),
)
def test_the_words_stay_in_the_window_and_off_what_they_explain_wherever_there_is_room(
    target: Box, width: int, height: int
) -> None:
    card = place_card(target, width, height, ROOM)
    assert card.left >= 0
    assert card.top >= 0
    assert card.right <= ROOM.right
    assert card.bottom <= ROOM.bottom
    across, down = width + 28, height + 28
    has_room = (
        max(target.left, ROOM.right - target.right) >= across or max(target.top, ROOM.bottom - target.bottom) >= down
    )
    assert not (has_room and card.meets(target))


def test_each_stop_is_short_and_the_tour_has_at_most_six(words: Words) -> None:
    assert 1 <= len(STOPS) <= 6
    for place, _ in enumerate(STOPS):
        view = derive_stop(STOPS, place, words)
        assert len(view.title + view.text) <= MOST_CHARACTERS[words.language.value]
        assert view.has_back == (place > 0)
    assert derive_stop(STOPS, len(STOPS) - 1, words).next_text == words("tour.end")


def test_stops_that_an_account_does_not_see_are_left_out() -> None:
    assert [stop.key for stop in choose_stops(lambda name: name == "rail_settings")] == ["settings"]
    assert choose_stops(lambda name: False) == ()


class Room:
    """A window with the parts that the tour points at, and one hidden."""

    def __init__(self, theme: Theme, words: Words, shown: Callable[..., QWidget]) -> None:
        self.root = QWidget()
        rows = QVBoxLayout(self.root)
        for name in ("rail_patients", "rail_reference", "search_line", "add_patient", "rail_settings", "rail_lock"):
            part = QPushButton(name)
            part.setObjectName(name)
            part.setFixedSize(90, 40)
            rows.addWidget(part)
        self.home = self.find("search_line")
        shown(self.root, 1024, 768)
        self.home.setFocus()
        self.tour = TourSheet(theme, words, self.root)
        self.ended: list[bool] = []
        self.tour.dismissed.connect(lambda: self.ended.append(True))

    def find(self, name: str) -> QWidget:
        found = self.root.findChild(QWidget, name)
        assert found is not None
        return found

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.root.focusWidget(), key)

    def check(self) -> None:
        """The words lie in the window and not on the light."""
        card = self.tour.card.geometry()
        assert self.root.rect().contains(card)
        assert not card.intersects(self.tour.light)


@pytest.fixture
def room(theme: Theme, words: Words, shown: Callable[..., QWidget]) -> Iterator[Room]:
    made = Room(theme, words, shown)
    yield made
    made.tour.close_sheet()
    made.tour.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_enter_leads_through_all_stops_and_back_to_where_one_was(room: Room) -> None:
    room.tour.begin()
    seen = []
    while not room.ended:
        assert room.tour.stop is not None
        seen.append(room.tour.stop.key)
        room.check()
        room.press(Qt.Key.Key_Return)
    assert seen == [stop.key for stop in STOPS]
    assert room.root.focusWidget() is room.home


def test_the_light_falls_on_every_part_of_a_stop(room: Room) -> None:
    room.tour.begin()
    for name in ("rail_patients", "rail_reference"):
        part = room.find(name)
        assert room.tour.light.contains(QRect(part.pos(), part.size()))


@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_part_that_is_made_anew_meanwhile_stands_in_the_light(room: Room, is_deleted: bool) -> None:
    room.tour.begin()
    old = room.find("rail_patients")
    rows = room.root.layout()
    assert isinstance(rows, QVBoxLayout)
    old.hide()
    if is_deleted:
        old.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    new = QPushButton("rail_patients")
    new.setObjectName("rail_patients")
    new.setFixedSize(120, 60)
    rows.addWidget(new)
    QCoreApplication.processEvents()
    room.tour.go(0)
    assert room.tour.light.contains(QRect(new.pos(), new.size()))


def test_arrows_lead_both_ways_and_not_before_the_first(room: Room) -> None:
    room.tour.begin()
    room.press(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left)
    assert room.tour.stop is not None
    assert room.tour.stop.key == "find"


def test_esc_ends_it_at_once_and_so_does_enter_on_skip(room: Room) -> None:
    room.tour.begin()
    room.press(Qt.Key.Key_Escape)
    assert room.ended == [True]
    assert not room.tour.isVisible()


def test_back_is_reached_by_keyboard(room: Room) -> None:
    room.tour.begin()
    room.press(Qt.Key.Key_Right)
    room.tour._back.setFocus()
    room.press(Qt.Key.Key_Return)
    assert room.tour.stop is not None
    assert room.tour.stop.key == "pages"


@pytest.mark.parametrize("size", [(720, 480), (1024, 768), (1920, 1080)])
def test_a_window_that_changes_its_size_keeps_words_and_light_apart(room: Room, size: tuple[int, int]) -> None:
    room.tour.begin()
    room.root.resize(*size)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    room.tour._fit()
    room.check()


def test_a_part_that_goes_meanwhile_breaks_nothing(room: Room) -> None:
    room.tour.begin()
    room.find("search_line").hide()
    room.press(Qt.Key.Key_Right)
    assert room.root.rect().contains(room.tour.card.geometry())


def test_without_anything_to_show_there_is_no_tour(theme: Theme, words: Words, shown: Callable[..., QWidget]) -> None:
    root = shown(QWidget(), 400, 300)
    tour = TourSheet(theme, words, root)
    ended: list[bool] = []
    tour.dismissed.connect(lambda: ended.append(True))
    tour.begin()
    assert ended == [True]
    assert not tour.is_open
    tour.deleteLater()


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_the_part_in_the_light_is_seen_as_it_is_and_the_rest_is_veiled(
    room: Room, theme: Theme, scheme: Scheme
) -> None:
    theme.set_scheme(scheme)
    before = room.root.grab().toImage()
    room.tour.begin()
    after = room.root.grab().toImage()
    inside = room.tour.light.adjusted(8, 8, -8, -8).topLeft()
    assert after.pixelColor(inside) == before.pixelColor(inside)
    corner = room.root.rect().bottomRight()
    assert after.pixelColor(corner) != before.pixelColor(corner)
