"""The drawing of scalp and face."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.site_map.canvas import MapView, SiteCanvas
from stemsup_desktop.ui.site_map.drawing import Drawing, read_drawings, read_steps


def shipped_drawings() -> dict[str, Drawing]:
    return {drawing.view_id: drawing for drawing in read_drawings(find_resources() / "sites" / "site-map.json")}


def make_canvas(qtbot: QtBot, view_id: str) -> SiteCanvas:
    canvas = SiteCanvas(shipped_drawings()[view_id], lambda _token: QColor("#0F5560"), Language.EN)
    qtbot.addWidget(canvas)
    canvas.resize(320, 470)
    canvas.show()
    return canvas


def test_both_shipped_drawings_load_with_names_in_both_languages() -> None:
    drawings = shipped_drawings()
    assert set(drawings) == {"face-front", "scalp-top"}
    zone_ids = [zone.zone_id for drawing in drawings.values() for zone in drawing.zones]
    assert len(zone_ids) == len(set(zone_ids)) == 30


@pytest.mark.parametrize("path", ["M 1", "M 1 2 L 3", "Z 1", "1 2 M 3 4", "M 1 2 Q 3 4 5 6", "M 1 2; L 3 4"])
def test_a_broken_path_is_named(path: str) -> None:
    with pytest.raises(InputProblem, match=r"site-map\.json"):
        read_steps(path, "site-map.json")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "site-map.json"
    broken.write_text('{"face": {"viewBox": [0, 0, 1]}}')
    with pytest.raises(InputProblem, match=r"site-map\.json"):
        read_drawings(broken)


@pytest.mark.parametrize("view_id", ["face-front", "scalp-top"])
def test_a_click_in_each_zone_reports_that_zone(qtbot: QtBot, view_id: str) -> None:
    canvas = make_canvas(qtbot, view_id)
    for zone in shipped_drawings()[view_id].zones:
        middle = canvas.centre_of(zone.zone_id)
        with qtbot.waitSignal(canvas.zone_toggled) as toggled:
            qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(middle.x()), round(middle.y())))
        assert toggled.args == [zone.zone_id]


def test_a_sealed_map_cannot_be_changed(qtbot: QtBot) -> None:
    canvas = make_canvas(qtbot, "scalp-top")
    canvas.show_view(MapView(letters=(("vertex", "A"),), current="vertex", is_read_only=True), Language.EN)
    with qtbot.assertNotEmitted(canvas.zone_toggled):
        middle = canvas.centre_of("vertex")
        qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(middle.x()), round(middle.y())))
        qtbot.keyClick(canvas, Qt.Key.Key_Space)


def test_the_arrows_walk_every_zone_and_space_chooses(qtbot: QtBot) -> None:
    canvas = make_canvas(qtbot, "scalp-top")
    reached: list[str] = []
    canvas.zone_reached.connect(reached.append)
    canvas.zone_reached.connect(lambda zone_id: canvas.show_view(MapView(current=zone_id), Language.EN))
    for _ in range(9):
        qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert sorted(reached) == sorted(zone.zone_id for zone in shipped_drawings()["scalp-top"].zones)
    with qtbot.waitSignal(canvas.zone_toggled) as toggled:
        qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert toggled.args == [reached[-1]]


def test_delete_takes_a_chosen_zone_back_and_never_chooses_one(qtbot: QtBot) -> None:
    canvas = make_canvas(qtbot, "scalp-top")
    canvas.show_view(MapView(current="vertex"), Language.EN)
    with qtbot.assertNotEmitted(canvas.zone_toggled):
        qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    canvas.show_view(MapView(letters=(("vertex", "A"),), current="vertex"), Language.EN)
    with qtbot.waitSignal(canvas.zone_toggled) as toggled:
        qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    assert toggled.args == ["vertex"]


@pytest.mark.parametrize("view_id", ["face-front", "scalp-top"])
def test_every_letter_stands_inside_its_own_zone(qtbot: QtBot, view_id: str) -> None:
    canvas = make_canvas(qtbot, view_id)
    assert [canvas.zone_at(canvas.centre_of(zone_id)) for zone_id in canvas.zone_ids] == list(canvas.zone_ids)


def test_showing_a_state_reports_nothing(qtbot: QtBot) -> None:
    canvas = make_canvas(qtbot, "face-front")
    with qtbot.assertNotEmitted(canvas.zone_toggled), qtbot.assertNotEmitted(canvas.zone_reached):
        canvas.show_view(MapView(letters=(("nose", "A"), ("chin", "B")), current="nose"), Language.JA)
    assert canvas.accessibleDescription() == "鼻、あご"
