"""What is made ready before it is on screen: it has its size, and what it paints is worked out by then."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.components.labels import IconLabel
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.laying_out import iter_getting_ready
from stemsup_desktop.ui.theme import Theme

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
