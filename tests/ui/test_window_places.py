"""Where the window goes, whatever displays there are: seen, taken hold of, and where it was before."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.ui.place_keeper import PlaceKeeper, read_displays, read_screens
from stemsup_desktop.ui.preferences import FILE_NAME, Preferences, read_preferences, save_preferences
from stemsup_desktop.ui.window_places import (
    LEAST_HEIGHT,
    LEAST_WIDTH,
    MOST_SETS,
    Display,
    WindowPlace,
    bring_back,
    find_place,
    name_displays,
    with_place,
)

LAPTOP = Display(0, 0, 1920, 1040, is_primary=True)
BESIDE = Display(1920, -200, 2560, 1400)
DISPLAYS = st.lists(
    st.builds(
        Display,
        st.integers(-6000, 6000),
        st.integers(-4000, 4000),
        st.integers(640, 4000),
        st.integers(480, 2500),
        st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)
PLACES = st.builds(
    WindowPlace,
    st.just(""),
    st.integers(-(10**12), 10**12),
    st.integers(-(10**12), 10**12),
    st.integers(-10, 10**9),
    st.integers(-10, 10**9),
    st.booleans(),
)


def holds(display: Display, place: WindowPlace) -> bool:
    """Tell whether a hand can take hold of the window on this display."""
    across = min(place.left + place.width, display.left + display.width) - max(place.left, display.left)
    return across >= min(120, place.width) and display.top <= place.top <= display.top + display.height - 32


@given(PLACES, DISPLAYS)
def test_any_place_on_any_displays_is_brought_into_sight(place: WindowPlace, displays: list[Display]) -> None:
    found = bring_back(place, displays)
    assert any(holds(display, found) for display in displays)
    assert any(found.width <= display.width and found.height <= display.height for display in displays)
    assert found.width >= min(LEAST_WIDTH, min(display.width for display in displays))
    assert found.height >= min(LEAST_HEIGHT, min(display.height for display in displays))
    assert found.is_maximised == place.is_maximised


@given(PLACES, DISPLAYS)
def test_a_place_that_was_brought_back_stays(place: WindowPlace, displays: list[Display]) -> None:
    found = bring_back(place, displays)
    assert bring_back(found, displays) == found


@given(DISPLAYS, st.randoms(use_true_random=False))
def test_the_order_in_which_displays_are_listed_does_not_matter(displays: list[Display], random: object) -> None:
    shuffled = list(displays)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert name_displays(shuffled) == name_displays(displays)


@given(st.lists(st.tuples(DISPLAYS, PLACES), max_size=14))
def test_the_latest_sets_are_remembered_each_once(steps: list[tuple[list[Display], WindowPlace]]) -> None:
    places: tuple[WindowPlace, ...] = ()
    for displays, place in steps:
        put = bring_back(place, displays)
        places = with_place(places, put)
        assert find_place(places, displays) == put
    assert len({place.displays for place in places}) == len(places) <= MOST_SETS


def test_a_first_window_stands_in_the_middle_of_the_primary_display() -> None:
    place = find_place((), (BESIDE, LAPTOP))
    assert (place.left, place.top, place.width, place.height) == (240, 70, 1440, 900)


def test_a_small_display_is_filled_and_not_exceeded() -> None:
    place = find_place((), (Display(0, 0, 1024, 768),))
    assert (place.left, place.top, place.width, place.height) == (0, 0, 1024, 768)


def test_each_set_of_displays_has_its_own_place() -> None:
    alone, both = (LAPTOP,), (LAPTOP, BESIDE)
    there = WindowPlace(name_displays(both), 2400, 0, 1600, 1000)
    places = with_place((), there)
    assert find_place(places, both) == there
    assert find_place(places, alone).left < 1920
    assert find_place(places, (Display(0, 0, 1920, 1040, 1.5), BESIDE)).displays != there.displays


def test_without_any_display_nothing_is_moved() -> None:
    place = WindowPlace("x", 9999, 9999, 800, 600)
    assert bring_back(place, ()) == place


# The keeper


class Desk:
    """A window on displays that a test plugs and unplugs."""

    def __init__(self, window: QWidget, app: QApplication, places: tuple[WindowPlace, ...] = ()) -> None:
        self.displays: tuple[Display, ...] = (LAPTOP, BESIDE)
        self.window = window
        self.kept: list[tuple[WindowPlace, ...]] = []
        self.keeper = PlaceKeeper(window, app, places, lambda: self.displays)
        self.keeper.places_changed.connect(self.kept.append)

    def plug(self, *displays: Display) -> None:
        self.displays = displays
        self.keeper.look()

    @property
    def corner(self) -> tuple[int, int]:
        return self.window.x(), self.window.y()


@pytest.fixture
def desk(qapp: QApplication, shown: Callable[..., QWidget]) -> Desk:
    made = Desk(QWidget(), qapp)
    made.keeper.put()
    shown(made.window, 1200, 800)
    return made


def test_a_display_that_goes_takes_no_window_along_and_one_that_comes_back_gets_it_back(desk: Desk) -> None:
    desk.window.move(2500, 100)
    desk.keeper.note()
    desk.plug(LAPTOP)
    assert 0 <= desk.window.x() <= 1920 - 120
    assert 0 <= desk.window.y() <= 1040 - 32
    desk.window.move(30, 40)
    desk.keeper.note()
    desk.plug(LAPTOP, BESIDE)
    assert desk.corner == (2500, 100)
    desk.plug(LAPTOP)
    assert desk.corner == (30, 40)


def test_where_the_system_puts_a_window_while_a_display_goes_is_not_remembered(desk: Desk) -> None:
    desk.window.move(2500, 100)
    desk.keeper.note()
    desk.displays = (LAPTOP,)
    desk.window.move(0, 0)  # before the keeper heard of it
    desk.keeper.note()
    assert {place.left for place in desk.kept[-1]} == {2500}


def test_all_displays_gone_for_a_moment_move_nothing(desk: Desk) -> None:
    desk.window.move(2500, 100)
    desk.plug()
    assert desk.corner == (2500, 100)


def test_a_maximised_window_remembers_both(desk: Desk, qapp: QApplication) -> None:
    desk.window.move(200, 100)
    desk.window.showMaximized()
    desk.keeper.note()
    assert desk.kept[-1][0].is_maximised
    again = Desk(QWidget(), qapp, desk.kept[-1])
    again.keeper.put()
    assert again.window.isMaximized()
    again.window.deleteLater()


def test_moving_and_unplugging_are_looked_at_once_they_have_settled(desk: Desk, qapp: QApplication) -> None:
    desk.window.move(300, 300)
    QApplication.processEvents()
    assert desk.keeper._note_soon.isActive()
    qapp.screenRemoved.emit(qapp.primaryScreen())
    assert desk.keeper._look_soon.isActive()


def test_a_window_that_is_gone_is_not_followed(desk: Desk, qapp: QApplication) -> None:
    other = Desk(QWidget(), qapp)
    other.window.deleteLater()
    QApplication.sendPostedEvents(other.window)
    QApplication.processEvents()
    qapp.screenRemoved.emit(qapp.primaryScreen())


# Kept


def test_places_are_kept_with_the_preferences_and_name_nobody(tmp_path: Path) -> None:
    place = WindowPlace(name_displays((LAPTOP, BESIDE)), 1, 2, 1000, 700, is_maximised=True)
    save_preferences(tmp_path, Preferences(places=(place,)))
    assert read_preferences(tmp_path).places == (place,)
    assert json.loads((tmp_path / FILE_NAME).read_text())["places"][0]["displays"] == place.displays


@pytest.mark.parametrize("places", ["7", "[7]", '[{"displays":"x"}]', '[{"displays":"x","left":1e999}]'])
def test_places_that_are_damaged_mean_the_defaults(tmp_path: Path, places: str) -> None:
    (tmp_path / FILE_NAME).write_text(f'{{"places": {places}}}')
    assert read_preferences(tmp_path) == Preferences()


_CHILD = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
from stemsup_desktop.ui.place_keeper import PlaceKeeper, read_screens
from stemsup_desktop.ui.window_places import WindowPlace, name_displays
app = QApplication(sys.argv)
displays = read_screens()
window = QWidget()
place = WindowPlace(name_displays(displays), int(sys.argv[1]), 50, 900, 600)
keeper = PlaceKeeper(window, app, (place,), read_screens)
keeper.put()
window.show()
app.processEvents()
print(len(displays), sum(one.is_primary for one in displays), window.screen().name(), window.x(), window.width())
window.close()
"""


@pytest.mark.parametrize(("left", "screen"), [(100, "first"), (1500, "second"), (90_000, "second")])
def test_on_two_real_screens_the_window_stands_on_its_own(tmp_path: Path, left: int, screen: str) -> None:
    common = {"y": 0, "height": 800, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = [
        {"name": "first", "x": 0, "width": 1280, **common},
        {"name": "second", "x": 1280, "width": 1600, **common},
    ]
    config = tmp_path / "display.json"
    config.write_text(json.dumps({"screens": screens}))
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"}
    child = subprocess.run(
        [sys.executable, "-c", _CHILD, str(left)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    count, primaries, name, x, width = child.stdout.split()
    assert (count, primaries, name, width) == ("2", "1", screen, "900")
    assert 0 <= int(x) <= 1280 + 1600 - 900


def test_the_displays_of_this_computer_are_read(qapp: QApplication) -> None:
    assert sum(display.is_primary for display in read_screens()) == 1


def test_where_nobody_sees_a_display_the_window_has_its_usual_size(qapp: QApplication) -> None:
    assert read_displays() == ()
    window = QWidget()
    PlaceKeeper(window, qapp, ()).put()
    assert (window.width(), window.height()) == (1440, 900)
    window.deleteLater()
