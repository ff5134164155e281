"""Explaining pictures in the window: labels in full or as numbers, never one over another, in the theme's colours."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from math import dist

import pytest
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QFont, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.pictures import DrawnPicture, read_pictures
from stemsup_desktop.reference.reader import read_reference
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.components.explaining_picture import ExplainingPicture, PictureFigure, PictureType
from stemsup_desktop.ui.components.picture_layout import PictureLayout, PictureView
from stemsup_desktop.ui.picture_views import derive_picture
from stemsup_desktop.ui.spoken import install_voices
from stemsup_desktop.ui.theme import Scheme, Theme

Show = Callable[..., QWidget]
Box = tuple[float, float, float, float]
IDS = ("supernatant-origin", "factor-at-cell", "three-routes", "scalp-sites", "face-sites")


@pytest.fixture(scope="module")
def drawn() -> tuple[DrawnPicture, ...]:
    return read_pictures(find_resources() / "pictures", read_reference(find_resources() / "reference"))


@pytest.fixture(params=IDS)
def picture(request: pytest.FixtureRequest, drawn: tuple[DrawnPicture, ...]) -> DrawnPicture:
    return drawn[IDS.index(request.param)]


@pytest.fixture(params=list(Language))
def view(request: pytest.FixtureRequest, picture: DrawnPicture) -> PictureView:
    return derive_picture(picture, request.param)


def sized(theme: Theme, scale: float) -> PictureType:
    font = QFont(theme.font("compact"))
    font.setPixelSize(round(font.pixelSize() * scale))
    return PictureType(font, round(theme.line_height("compact") * scale))


def lay(theme: Theme, view: PictureView, width: int, scale: float, widest: int = 760) -> PictureLayout:
    made = ExplainingPicture(theme, widest=widest, written=sized(theme, scale))
    made.show_picture(view)
    layout = made.lay_out(width)
    made.deleteLater()
    assert layout is not None
    return layout


def boxes(layout: PictureLayout) -> list[Box]:
    """The box that every text fills, then that of every number."""
    radius = layout.radius
    numbers = [(one.x - radius, one.y - radius, 2 * radius, 2 * radius) for one in layout.discs]
    return [*(text.box for text in layout.texts), *numbers]


def meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2] - 0.01
        and other[0] < one[0] + one[2] - 0.01
        and one[1] < other[1] + other[3] - 0.01
        and other[1] < one[1] + one[3] - 0.01
    )


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [300, 480, 700, 1_000, 3_840])
def test_no_label_is_cut_off_or_lies_on_another(theme: Theme, view: PictureView, width: int, scale: float) -> None:
    for widest in (760, 3_840):
        layout = lay(theme, view, width, scale, widest)
        assert len(layout.texts) == len(view.labels)
        for x, y, wide, high in boxes(layout):
            assert min(x, y) >= -0.01
            assert x + wide <= width + 0.01
            assert y + high <= layout.height + 0.01
        texts, numbers = boxes(layout)[: len(layout.texts)], boxes(layout)[len(layout.texts) :]
        assert not any(meet(one, other) for one, other in combinations(texts, 2))
        assert not any(meet(one, other) for one in texts for other in numbers)
        for one, other in combinations(layout.discs, 2):
            assert dist((one.x, one.y), (other.x, other.y)) >= 2 * layout.radius - 0.01, (one, other)
        assert not layout.discs or layout.radius >= 8 * min(scale, 1.5), "a number that cannot be read"


def test_labels_stand_in_full_where_there_is_room_and_as_numbers_where_there_is_none(
    theme: Theme, view: PictureView
) -> None:
    assert not lay(theme, view, 700, 1).has_numbers
    assert not lay(theme, view, 3_840, 1.5, 3_840).has_numbers
    narrow = lay(theme, view, 300, 1)
    assert narrow.has_numbers or view.picture_id == "three-routes", "three short words fit anywhere"
    assert not narrow.has_numbers or [disc.number for disc in narrow.discs] == [*range(1, len(view.labels) + 1)] * 2


@pytest.mark.parametrize("width", [620, 760, 1_600])
def test_no_leader_runs_through_a_label(theme: Theme, view: PictureView, width: int) -> None:
    layout = lay(theme, view, width, 1, 3_840)
    for x1, y1, x2, y2 in layout.leaders:
        for step in range(1, 100):
            x, y = x1 + (x2 - x1) * step / 100, y1 + (y2 - y1) * step / 100
            assert not any(meet((x, y, 0.1, 0.1), text.box) for text in layout.texts)


def ink_of(drawn: DrawnPicture) -> list[bytes]:
    """Draw a picture by itself at a pixel per unit, and return its rows: 0 where nothing is drawn."""
    width, height = round(drawn.drawing.width), round(drawn.drawing.height)
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawn.drawing.svg.encode())).render(painter, QRectF(0, 0, width, height))
    painter.end()
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    return [bytes(alpha.constScanLine(row))[:width] for row in range(height)]


def test_the_rooms_of_labels_are_free_of_ink(picture: DrawnPicture) -> None:
    rows = ink_of(picture)
    for label in picture.picture.labels:
        left, top, width, height = (round(side) for side in label.room)
        assert not any(any(row[left : left + width]) for row in rows[top : top + height]), label.id


def test_everything_drawn_lies_in_the_part_in_focus(picture: DrawnPicture) -> None:
    rows, (left, top, width, height) = ink_of(picture), (round(side) for side in picture.picture.focus)
    assert not any(any(row) for row in rows[:top])
    assert not any(any(row) for row in rows[top + height :])
    assert not any(any(row[:left]) or any(row[left + width :]) for row in rows)


def colours_of(widget: QWidget) -> set[int]:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = memoryview(image.constBits()).cast("B").cast("I")
    return {pixel | 0xFF000000 for pixel in pixels}


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_it_is_drawn_in_the_colours_of_the_theme_of_the_moment(
    theme: Theme, drawn: tuple[DrawnPicture, ...], shown: Show, scheme: Scheme
) -> None:
    made = ExplainingPicture(theme)
    made.show_picture(derive_picture(drawn[0], Language.EN))
    shown(made, 760, 300)
    made.grab()
    theme.set_scheme(scheme)
    colours = colours_of(made)
    assert {theme.colour(token).rgb() for token in ("tint-2", "text", "series-2", "accent")} <= colours
    other = theme.tokens.light if scheme is Scheme.DARK else theme.tokens.dark
    assert QColor(other["tint-2"]).rgb() not in colours


def test_on_a_surface_that_is_always_light_it_stays_light(
    theme: Theme, drawn: tuple[DrawnPicture, ...], shown: Show
) -> None:
    made = ExplainingPicture(theme, colours=theme.tokens.light)
    made.show_picture(derive_picture(drawn[0], Language.JA))
    theme.set_scheme(Scheme.DARK)
    shown(made, 760, 300)
    assert QColor(theme.tokens.light["tint-2"]).rgb() in colours_of(made)


def test_it_is_drawn_for_the_pixels_of_its_screen(theme: Theme, view: PictureView, shown: Show) -> None:
    made = ExplainingPicture(theme, widest=3_840)
    made.show_picture(view)
    shown(made, 1_200, 700)
    image = QImage(2_400, 1_400, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(2)
    image.fill(Qt.GlobalColor.white)
    made.render(image)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = [bytes(grey.constScanLine(row))[:2_400] for row in range(1_400)]
    assert any(row[::2] != row[1::2] for row in rows), "drawn on a coarser grid and made larger"


def test_a_screen_reader_finds_a_graphic_with_title_alternative_and_labels(
    theme: Theme, view: PictureView, shown: Show, qapp: QApplication
) -> None:
    install_voices()
    made = ExplainingPicture(theme)
    made.show_picture(view)
    shown(made, 700, 400)
    told = QAccessible.queryAccessibleInterface(made)
    assert told.role() is QAccessible.Role.Graphic
    assert told.text(QAccessible.Text.Name) == view.title
    said = told.text(QAccessible.Text.Description)
    assert said.startswith(view.alternative)
    assert all(label.text in said for label in view.labels)


def test_the_figure_is_as_high_as_its_width_wants(theme: Theme, view: PictureView, shown: Show) -> None:
    figure = PictureFigure(theme, view)
    shown(figure, 700, 900)
    for width in (320, 700):
        layout = figure.picture.lay_out(width)
        assert layout is not None
        assert figure.picture.heightForWidth(width) >= layout.height
        assert figure.heightForWidth(width) > figure.picture.heightForWidth(width)


def test_a_note_says_what_nobody_reviewed_and_why_a_clinics_picture_is_not_shown(
    drawn: tuple[DrawnPicture, ...],
) -> None:
    faulty = replace(drawn[0], fault=Text("It has a fault.", "誤りがあります。"))
    assert derive_picture(faulty, Language.EN).note.endswith("this picture and its labels yet. It has a fault.")
    assert "fault" not in derive_picture(faulty, Language.EN, says_fault=False).note
