"""The drawings of the site map: zones and points by mouse, pen, finger and keys."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QInputDevice, QPointingDevice, QPointingDeviceUniqueId, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.sites.drawings import Drawing, find_zone, name_drawing, read_drawings
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui import spoken
from stemsup_desktop.ui.components.spoken_spot import SpokenSpot
from stemsup_desktop.ui.site_map.canvas import SiteCanvas
from stemsup_desktop.ui.site_map.marks import MapView, MarkedSite, ZoneMark, ZoneMemo, derive_zones
from stemsup_desktop.ui.site_map.point_places import find_place, find_roomiest, round_half
from stemsup_desktop.ui.words import Words

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
DRAWINGS = {one.view_id: one for one in read_drawings(find_resources() / "sites" / "site-map.json")}
SCREEN = QTest.createTouchDevice()


def pen_device(kind: QPointingDevice.PointerType) -> QPointingDevice:
    return QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        kind,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        1,
        "",
        QPointingDeviceUniqueId(),
    )


PEN, ERASER = (pen_device(kind) for kind in (QPointingDevice.PointerType.Pen, QPointingDevice.PointerType.Eraser))


def make_canvas(qtbot: QtBot, view_id: str) -> SiteCanvas:
    canvas = SiteCanvas(DRAWINGS[view_id], lambda _token: QColor("#0F5560"), Language.EN)
    qtbot.addWidget(canvas)
    canvas.resize(320, 470)
    canvas.show()
    return canvas


def make_site(zone_id: str, view_id: str, count: int, volume: str | None = "0.05") -> MarkedSite:
    drawing, points = DRAWINGS[view_id], list[SitePoint]()
    for _ in range(count):
        place = find_roomiest(drawing, zone_id, [(float(one.x), float(one.y)) for one in points])
        assert place is not None
        points.append(SitePoint(name_drawing(drawing), *place, None if volume is None else Decimal(volume)))
    return MarkedSite(zone_id, "E", "Hairline, centre", tuple(points))


def with_points(english: Words, count: int = 2, point: int | None = None, *, is_read_only: bool = False) -> MapView:
    sites = (make_site("front-c", "scalp-top", count),)
    zones = derive_zones(DRAWINGS["scalp-top"], sites, english)
    return MapView(zones, current="front-c", point=point, is_read_only=is_read_only)


def at_point(canvas: SiteCanvas, position: int) -> QPoint:
    mark = canvas.view.zones[0].points[position]
    return canvas.position_of(mark.x, mark.y).toPoint()


def tablet(canvas: SiteCanvas, device: QPointingDevice, kind: QEvent.Type, at: QPoint) -> None:
    place = QPointF(at)
    button = Qt.MouseButton.NoButton if kind is QEvent.Type.TabletMove else LEFT
    event = QTabletEvent(kind, device, place, place, 0.5, 0, 0, 0, 0, 0, NO_KEYS, button, LEFT)
    QApplication.sendEvent(canvas, event)


# Where a point may lie


@pytest.mark.parametrize(("number", "said"), [(120.2, "120"), (120.3, "120.5"), (-0.3, "-0.5"), (100.0, "100")])
def test_a_place_is_kept_in_halves_written_shortest(number: float, said: str) -> None:
    assert str(round_half(number)) == said


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=list(DRAWINGS))
def test_points_set_by_key_lie_in_their_zone_and_apart(drawing: Drawing) -> None:
    for zone in drawing.zones:
        taken: list[tuple[float, float]] = []
        for _ in range(3):
            place = find_roomiest(drawing, zone.zone_id, taken)
            assert place is not None
            found = find_zone(drawing, *place)
            assert found is not None
            assert found.zone_id == zone.zone_id
            taken.append((float(place[0]), float(place[1])))
        assert len(set(taken)) == 3


def test_there_is_no_place_outside_the_zone() -> None:
    assert find_place(DRAWINGS["scalp-top"], "front-c", 40, 40) is None


# Zones


@pytest.mark.parametrize("view_id", DRAWINGS)
def test_the_first_press_in_each_zone_chooses_that_zone(qtbot: QtBot, view_id: str) -> None:
    canvas = make_canvas(qtbot, view_id)
    for zone in DRAWINGS[view_id].zones:
        middle = canvas.centre_of(zone.zone_id).toPoint()
        with qtbot.waitSignal(canvas.zone_toggled) as toggled:
            qtbot.mouseClick(canvas, LEFT, pos=middle)
        assert toggled.args == [zone.zone_id]


def test_the_arrows_walk_every_zone_and_space_chooses(qtbot: QtBot) -> None:
    canvas = make_canvas(qtbot, "scalp-top")
    reached: list[str] = []
    canvas.zone_reached.connect(reached.append)
    canvas.zone_reached.connect(lambda zone_id: canvas.show_view(MapView(current=zone_id), Language.EN))
    for _ in range(9):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert sorted(reached) == sorted(zone.zone_id for zone in DRAWINGS["scalp-top"].zones)
    with qtbot.waitSignal(canvas.zone_toggled) as toggled:
        qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert toggled.args == [reached[-1]]


def test_delete_takes_a_chosen_zone_back_and_never_chooses_one(qtbot: QtBot) -> None:
    canvas = make_canvas(qtbot, "scalp-top")
    canvas.show_view(MapView(current="vertex"), Language.EN)
    with qtbot.assertNotEmitted(canvas.point_removed):
        qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    canvas.show_view(MapView((ZoneMark("vertex", "A", "A Vertex"),), current="vertex"), Language.EN)
    with qtbot.waitSignal(canvas.zone_toggled) as toggled:
        qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert toggled.args == ["vertex"]


def test_showing_a_state_reports_nothing(qtbot: QtBot) -> None:
    canvas = make_canvas(qtbot, "face-front")
    zones = (ZoneMark("nose", "A", "A 鼻"), ZoneMark("chin", "B", "B あご"))
    with qtbot.assertNotEmitted(canvas.zone_toggled), qtbot.assertNotEmitted(canvas.zone_reached):
        canvas.show_view(MapView(zones, current="nose"), Language.JA)
    assert canvas.accessibleDescription() == "鼻、あご"


# Points


def test_a_press_in_the_current_zone_sets_a_point_there(qtbot: QtBot, english: Words) -> None:
    canvas = make_canvas(qtbot, "scalp-top")
    canvas.show_view(with_points(english, 0), Language.EN)
    with qtbot.waitSignal(canvas.point_added) as added:
        qtbot.mouseClick(canvas, LEFT, pos=canvas.centre_of("front-c").toPoint())
    zone_id, place = added.args
    assert (zone_id, find_zone(canvas.drawing, *place).zone_id) == ("front-c", "front-c")
    assert all(one * 2 == int(one * 2) for one in place)


def test_a_dragged_point_is_reported_once_and_never_leaves_its_zone(qtbot: QtBot, english: Words) -> None:
    canvas = make_canvas(qtbot, "scalp-top")
    canvas.show_view(with_points(english), Language.EN)
    start, moved = at_point(canvas, 0), list[tuple[str, int, object]]()
    canvas.point_moved.connect(lambda *args: moved.append(args))
    QTest.mousePress(canvas, LEFT, pos=start)
    for by in (4, 8, 300):
        QTest.mouseMove(canvas, start + QPoint(by, 0))
    QTest.mouseRelease(canvas, LEFT, pos=start + QPoint(300, 0))
    assert len(moved) == 1
    zone_id, position, place = moved[0]
    assert (zone_id, position) == ("front-c", 0)
    assert isinstance(place, tuple)
    found = find_zone(canvas.drawing, *place)
    assert found is not None
    assert found.zone_id == "front-c"
    assert place[0] > canvas.view.zones[0].points[0].x


def test_a_press_on_a_point_makes_it_current_and_moves_nothing(qtbot: QtBot, english: Words) -> None:
    canvas = make_canvas(qtbot, "scalp-top")
    canvas.show_view(with_points(english), Language.EN)
    with qtbot.assertNotEmitted(canvas.point_moved), qtbot.waitSignal(canvas.point_reached) as reached:
        qtbot.mouseClick(canvas, LEFT, pos=at_point(canvas, 1))
    assert reached.args == ["front-c", 1]


def test_a_pen_moves_a_point_and_its_other_end_removes_it(qtbot: QtBot, english: Words) -> None:
    canvas = make_canvas(qtbot, "scalp-top")
    canvas.show_view(with_points(english), Language.EN)
    at = at_point(canvas, 0)
    with qtbot.waitSignal(canvas.point_moved) as moved:
        tablet(canvas, PEN, QEvent.Type.TabletPress, at)
        tablet(canvas, PEN, QEvent.Type.TabletMove, at + QPoint(6, 2))
        tablet(canvas, PEN, QEvent.Type.TabletRelease, at + QPoint(6, 2))
    assert moved.args[:2] == ["front-c", 0]
    with qtbot.waitSignal(canvas.point_removed) as removed:
        tablet(canvas, ERASER, QEvent.Type.TabletPress, at_point(canvas, 1))
    assert removed.args == ["front-c", 1]


def test_a_finger_chooses_a_zone_and_sets_a_point_once(qtbot: QtBot, english: Words) -> None:
    canvas = make_canvas(qtbot, "scalp-top")
    canvas.show_view(with_points(english, 0), Language.EN)
    added: list[object] = []
    canvas.point_added.connect(lambda *args: added.append(args))
    at = canvas.centre_of("front-c").toPoint()
    QTest.touchEvent(canvas, SCREEN).press(1, at, canvas).commit()
    QTest.touchEvent(canvas, SCREEN).release(1, at, canvas).commit()
    assert len(added) == 1


def test_keys_set_walk_move_and_remove_points(qtbot: QtBot, english: Words) -> None:
    canvas = make_canvas(qtbot, "scalp-top")
    canvas.show_view(with_points(english, 2), Language.EN)
    with qtbot.waitSignal(canvas.point_added):
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    with qtbot.waitSignal(canvas.point_reached) as reached:
        qtbot.keyClick(canvas, ".")
    assert reached.args == ["front-c", 0]
    canvas.show_view(with_points(english, 2, 0), Language.EN)
    before = canvas.view.zones[0].points[0]
    for modifier, by in ((NO_KEYS, 1), (Qt.KeyboardModifier.ShiftModifier, 5)):
        with qtbot.waitSignal(canvas.point_nudged) as nudged:
            qtbot.keyClick(canvas, Qt.Key.Key_Left, modifier)
        assert nudged.args[:2] == ["front-c", 0]
        assert float(nudged.args[2][0]) == before.x - by
    with qtbot.waitSignal(canvas.point_removed) as removed:
        qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert removed.args == ["front-c", 0]
    with qtbot.waitSignal(canvas.point_reached) as left:
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert left.args == ["front-c", None]


def test_a_sealed_map_is_read_and_never_changed(qtbot: QtBot, english: Words) -> None:
    canvas = make_canvas(qtbot, "scalp-top")
    canvas.show_view(with_points(english, 2, 0, is_read_only=True), Language.EN)
    changes = (canvas.zone_toggled, canvas.point_added, canvas.point_moved, canvas.point_nudged, canvas.point_removed)
    heard: list[object] = []
    for signal in changes:
        signal.connect(lambda *args: heard.append(args))
    at = at_point(canvas, 1)
    qtbot.mouseClick(canvas, LEFT, pos=canvas.centre_of("front-c").toPoint())
    QTest.mousePress(canvas, LEFT, pos=at)
    QTest.mouseMove(canvas, at + QPoint(8, 0))
    QTest.mouseRelease(canvas, LEFT, pos=at + QPoint(8, 0))
    tablet(canvas, ERASER, QEvent.Type.TabletPress, at)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Delete):
        qtbot.keyClick(canvas, key)
    assert heard == []


def test_every_point_is_named_in_full(words: Words) -> None:
    site = make_site("front-c", "scalp-top", 4)
    named = derive_zones(DRAWINGS["scalp-top"], (site,), words)[0].points[1].name
    said = {
        Language.EN: "E Hairline, centre, point 2 of 4, 0.05\u00a0mL",
        Language.JA: "E Hairline, centre、4か所中2番目、0.05\u00a0mL",
    }
    assert named == said[words.language]


def test_points_of_another_drawing_are_counted_and_not_shown(english: Words) -> None:
    site = make_site("vertex", "scalp-top", 3)
    zone = next(one for one in derive_zones(DRAWINGS["head-back"], (site,), english) if one.zone_id == "vertex")
    assert zone.points == ()
    assert "3 points" in zone.name


# The zones as parts of the drawing


def spots_of(canvas: SiteCanvas) -> dict[str, SpokenSpot]:
    return {spot.objectName().removeprefix("zone."): spot for spot in canvas.findChildren(SpokenSpot)}


def is_checked(spot: SpokenSpot) -> bool:
    state = QAccessible.queryAccessibleInterface(spot).state()
    assert state.checkable
    return bool(state.checked)


@pytest.mark.parametrize("view_id", list(DRAWINGS))
def test_each_zone_is_a_part_with_its_name_where_it_is_drawn(qtbot: QtBot, view_id: str) -> None:
    spoken.install_voices()
    canvas = make_canvas(qtbot, view_id)
    spots = spots_of(canvas)
    assert set(spots) == set(canvas.zone_ids)
    assert QAccessible.queryAccessibleInterface(canvas).childCount() == len(spots)
    assert QAccessible.queryAccessibleInterface(canvas).role() is spoken.Role.Canvas
    for zone_id, spot in spots.items():
        assert spot.accessibleName() == canvas.name_of(zone_id)
        assert not is_checked(spot)
        assert spot.geometry().contains(canvas.centre_of(zone_id).toPoint())
    canvas.resize(600, 300)
    assert all(spots[one].geometry().contains(canvas.centre_of(one).toPoint()) for one in spots)


def test_a_chosen_zone_says_so_with_its_letter_and_points(qtbot: QtBot, english: Words) -> None:
    spoken.install_voices()
    canvas = make_canvas(qtbot, "scalp-top")
    canvas.show_view(with_points(english), Language.EN)
    spot = spots_of(canvas)["front-c"]
    assert is_checked(spot)
    assert spot.accessibleName() == canvas.view.zones[0].name
    assert bool(QAccessible.queryAccessibleInterface(spot).state().selected)
    canvas.show_view(MapView(), Language.EN)
    assert not is_checked(spot)


def test_a_zone_is_chosen_by_its_act_unless_nothing_may_be_changed(qtbot: QtBot, english: Words) -> None:
    spoken.install_voices()
    canvas = make_canvas(qtbot, "scalp-top")
    done: list[tuple[str, str]] = []
    canvas.zone_toggled.connect(lambda zone_id: done.append(("chosen", zone_id)))
    canvas.zone_reached.connect(lambda zone_id: done.append(("reached", zone_id)))
    acts = QAccessible.queryAccessibleInterface(spots_of(canvas)["front-c"]).actionInterface()
    acts.doAction(spoken.TOGGLE)
    acts.doAction(spoken.PRESS)
    assert done == [("reached", "front-c"), ("chosen", "front-c"), ("reached", "front-c")]
    canvas.show_view(with_points(english, is_read_only=True), Language.EN)
    acts.doAction(spoken.TOGGLE)
    assert done[3:] == [("reached", "front-c")]


def test_a_drawing_that_was_never_seen_has_no_parts_yet(qtbot: QtBot) -> None:
    canvas = SiteCanvas(DRAWINGS["scalp-top"], lambda _token: QColor("#0F5560"), Language.EN)
    qtbot.addWidget(canvas)
    assert spots_of(canvas) == {}


def test_a_map_that_was_painted_ahead_looks_as_one_that_was_not(qtbot: QtBot, english: Words) -> None:
    ahead, other = (make_canvas(qtbot, "scalp-top") for _ in range(2))
    for canvas in (ahead, other):
        canvas.show_view(with_points(english, 3), Language.EN)
        canvas.resize(420, 380)
    for view in (with_points(english, 3), MapView(current="vertex")):
        ahead.show_view(view, Language.EN)
        ahead.paint_ahead()
        other.show_view(view, Language.EN)
        assert ahead.grab().toImage() == other.grab().toImage()


def test_zones_that_are_kept_are_those_that_would_be_derived(english: Words) -> None:
    memo = ZoneMemo(DRAWINGS["scalp-top"], english)
    hairline = make_site("front-c", "scalp-top", 3)
    vertex = make_site("vertex", "scalp-top", 2)
    renamed = replace(hairline, letter="B")
    written_otherwise = make_site("front-c", "scalp-top", 3, "0.050")
    assert written_otherwise == hairline  # and yet it reads otherwise
    for sites in (
        (hairline,),
        (hairline, vertex),
        (vertex, hairline),
        (renamed, vertex),
        (written_otherwise, vertex),
        (vertex,),
        (),
        (hairline,),
    ):
        assert memo.derive(sites) == derive_zones(DRAWINGS["scalp-top"], sites, english)
        assert memo.derive(sites) == derive_zones(DRAWINGS["scalp-top"], sites, english)
