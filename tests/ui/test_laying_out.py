"""What is made ready before it is on screen: it has its size, and what it paints is worked out by then."""

import pytest
import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QPixmap
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui import laying_out
from stemsup_desktop.ui.components.labels import IconLabel, Label
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.glyphs import draw_glyphs_ahead
from stemsup_desktop.ui.laying_out import iter_getting_ready
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

TEXT = "What the patient is told here goes over several lines of a narrow page. " * 3


class _CountingLabel(WrapLabel):
    broken_anew = 0

    def _break_anew(self, width: int) -> list[object]:  # type: ignore[override]
        self.broken_anew += 1
        return super()._break_anew(width)  # type: ignore[return-value]


def _make_page(*labels: WrapLabel) -> QWidget:
    page, pane = QWidget(), ScrollPane()
    for label in labels:
        pane.add(label)
    rows = QVBoxLayout(page)
    rows.addWidget(pane)
    return page


def test_texts_are_broken_before_they_are_first_painted(qtbot: QtBot, theme: Theme) -> None:
    label = _CountingLabel(theme, TEXT)
    page = _make_page(label)
    qtbot.addWidget(page)
    for _ in iter_getting_ready(page, QSize(300, 400)):
        pass
    assert 0 < label.width() < 300
    before = label.broken_anew
    label.grab()
    assert label.broken_anew == before


def test_icons_are_drawn_before_they_are_first_painted(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = QWidget()
    rows = QVBoxLayout(page)
    icon = IconLabel(theme, "monitor", "caut", 23)
    rows.addWidget(icon)
    rows.addWidget(IconLabel(theme))  # one without a picture yet
    qtbot.addWidget(page)
    drawn: list[str] = []
    draw = theme.icons._draw

    def note(name: str, colour: str, size: int, pixel_ratio: float) -> QPixmap:
        drawn.append(name)
        return draw(name, colour, size, pixel_ratio)

    monkeypatch.setattr(theme.icons, "_draw", note)
    for _ in iter_getting_ready(page, QSize(300, 400)):
        pass
    assert drawn == ["monitor"]
    page.show()
    qtbot.waitExposed(page)
    page.repaint()
    assert drawn == ["monitor"]


def test_what_was_made_ready_looks_as_what_was_shown_at_once(qtbot: QtBot, theme: Theme) -> None:
    ready, other = _make_page(WrapLabel(theme, TEXT)), _make_page(WrapLabel(theme, TEXT))
    for page in (ready, other):
        qtbot.addWidget(page)
    for _ in iter_getting_ready(ready, QSize(300, 400)):
        pass
    other.resize(300, 400)
    for page in (ready, other):
        page.show()
        qtbot.waitExposed(page)
    assert ready.grab().toImage() == other.grab().toImage()


def test_a_field_that_grows_with_its_lines_and_what_stands_below_it_are_where_they_will_be(
    qtbot: QtBot, theme: Theme, english: Words
) -> None:
    field, below = MultiLineField(theme, english, "Note"), WrapLabel(theme, TEXT)
    page, pane = QWidget(), ScrollPane()
    QVBoxLayout(page).addWidget(pane)
    part = QWidget()
    rows = QVBoxLayout(part)
    for one in (WrapLabel(theme, TEXT), field, below):
        rows.addWidget(one)
    pane.add(part)
    qtbot.addWidget(page)
    for _ in iter_getting_ready(page, QSize(300, 400)):
        pass
    ready = [field.geometry(), field.box.geometry(), below.geometry(), pane.content.geometry()]
    page.show()
    qtbot.waitExposed(page)
    QApplication.processEvents()
    assert [field.geometry(), field.box.geometry(), below.geometry(), pane.content.geometry()] == ready


def test_glyphs_are_drawn_once_for_each_font(theme: Theme) -> None:
    text = "髪の毛の話"
    font = QFont(theme.font("body"))
    font.setPixelSize(23)  # in which nothing else is written
    assert draw_glyphs_ahead(text, font)
    assert not draw_glyphs_ahead(text[::-1], font)
    assert draw_glyphs_ahead(text + "し", font)
    font.setPixelSize(24)
    assert draw_glyphs_ahead(text, font)


def test_what_labels_and_buttons_say_is_drawn_before_they_are_seen(qtbot: QtBot, theme: Theme) -> None:
    label, wrapped = Label(theme, "鷺"), WrapLabel(theme, "鷹")
    page = QWidget()
    rows = QVBoxLayout(page)
    for one in (label, wrapped):
        rows.addWidget(one)
    qtbot.addWidget(page)
    for _ in iter_getting_ready(page, QSize(300, 400)):
        pass
    assert not draw_glyphs_ahead("鷺", label.font())
    assert not draw_glyphs_ahead("鷹", theme.font("body"))


@pytest.mark.parametrize("is_whole", [True, False], ids=["all of it", "a part of it"])
def test_what_is_deleted_between_two_pieces_is_passed_over(
    theme: Theme, is_whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def make() -> tuple[QWidget, WrapLabel]:
        labels = [WrapLabel(theme, f"{number} {TEXT}") for number in range(12)]
        return _make_page(*labels), labels[6]

    def count_pieces(after: int) -> int:
        page, label = make()
        pieces, count = iter_getting_ready(page, QSize(400, 300)), 0
        for count, _ in enumerate(pieces, start=1):
            if count == after:
                shiboken6.delete(page if is_whole else label)
        if shiboken6.isValid(page):
            page.deleteLater()
        return count

    monkeypatch.setattr(laying_out, "in_pieces", iter)  # one step in each piece
    count = count_pieces(0)
    assert count > 24
    for after in range(1, count):
        assert count_pieces(after) >= after
