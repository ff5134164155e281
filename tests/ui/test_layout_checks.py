"""Each rule of the layout walk can fail: on records made wrong on purpose, and on widgets laid out wrong on purpose."""

from itertools import product

import pytest
from layout.checks import (
    find_clipped,
    find_faults,
    find_off_grid,
    find_outside,
    find_overlaps,
    find_pale,
    find_sideways,
    measure_contrast,
)
from layout.matrix import LARGEST, SCREENS, ci_passes, every_pass
from layout.painting import find_colours, read_painted
from layout.parts import Box, Gap, Need, Painted, Part, View
from layout.reading import read_view
from PIL import Image
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import ElidedLabel, Label
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.theme.tokens import TEXT_PERCENTS

GRID = frozenset((0, 4, 8, 12, 16))
WINDOW = (400, 300)


def part(number: int, box: Box, *, parent: int = -1, **named: object) -> Part:
    return Part(number, parent, f"part {number}", box, **named)  # type: ignore[arg-type]


def test_a_view_without_fault_passes() -> None:
    holder, inner = part(0, Box(0, 0, 400, 300)), part(1, Box(8, 8, 100, 20), parent=0, need=Need(90, 18))
    assert find_faults(View(WINDOW, (holder, inner), (Gap("row", 8),)), GRID) == []


@pytest.mark.parametrize("need", [Need(103, 20), Need(100, 23)])
def test_a_text_with_too_little_room_is_found(need: Need) -> None:
    (said,) = find_clipped([part(0, Box(0, 0, 100, 20), text="Kinin", need=need)])
    assert "clipped by 3 px" in said
    assert "Kinin" in said


def test_a_shortened_text_is_found_unless_it_is_told_elsewhere() -> None:
    short = part(0, Box(0, 0, 50, 20), text="Long name", need=Need(90, 20), is_elided=True)
    told = part(1, Box(0, 0, 50, 20), text="Long name", need=Need(90, 20), is_elided=True, told="Long name")
    (said,) = find_clipped([short, told])
    assert said.startswith("shortened and told nowhere: part 0")


def test_a_shortened_text_still_needs_its_height() -> None:
    low = part(0, Box(0, 0, 50, 10), text="x", need=Need(90, 20), is_elided=True, told="x")
    assert "in height" in next(find_clipped([low]))


def test_half_a_line_is_found() -> None:
    assert "9 px are seen" in next(find_clipped([part(0, Box(0, 0, 50, 29), cut_line=9)]))


def test_parts_over_one_another_are_found_in_the_same_holder_only() -> None:
    one, over = part(0, Box(0, 0, 60, 20)), part(1, Box(50, 10, 60, 20))
    beside, elsewhere = part(2, Box(110, 0, 60, 20)), part(3, Box(0, 0, 60, 20), parent=7)
    (said,) = find_overlaps([one, over, beside, elsewhere])
    assert said.startswith("overlap of 10 × 10 px: part 0")


def test_a_sheet_may_lie_over_the_window() -> None:
    assert list(find_overlaps([part(0, Box(0, 0, 60, 20)), part(1, Box(0, 0, 60, 20), floats=True)])) == []


def test_a_part_that_leaves_its_holder_or_the_window_is_found() -> None:
    holder = part(0, Box(0, 0, 100, 100))
    out, off = part(1, Box(90, 0, 20, 20), parent=0), part(2, Box(390, 0, 20, 20))
    said = list(find_outside([holder, out, off], {0: holder}, WINDOW))
    assert [sentence.split(":")[0] for sentence in said] == [
        "sticks out by 10 px of part 0 at 0,0 100 × 100",
        "sticks out by 10 px of the window",
    ]


def test_what_scrolls_may_be_higher_than_its_pane_and_not_wider() -> None:
    pane = part(0, Box(0, 0, 100, 100))
    high, wide = part(1, Box(0, -300, 100, 900), parent=0, scrolls=True), part(2, Box(0, 0, 120, 900), parent=0)
    assert list(find_outside([pane, high], {0: pane}, WINDOW)) == []
    assert list(find_outside([pane, wide], {0: pane}, WINDOW))


def test_a_pane_that_scrolls_sideways_is_found() -> None:
    assert "by 40 px" in next(find_sideways([part(0, Box(0, 0, 10, 10), sideways=40)]))


def test_a_space_that_is_no_token_is_found() -> None:
    assert [*find_off_grid([Gap("row", 8), Gap("column", 7)], GRID)] == ["7 px are no space of the grid: column"]


def test_pale_text_is_found_and_large_or_switched_off_text_may_be_paler() -> None:
    grey, white = (140, 140, 140), (255, 255, 255)
    assert 3.0 < measure_contrast(grey, white) < 4.5
    texts = [
        Painted("usual", "x", white, grey),
        Painted("large", "x", white, grey, is_large=True),
        Painted("off", "x", white, grey, is_enabled=False),
    ]
    assert [said.split(": ")[1] for said in find_pale(texts)] == ["usual “x”"]


def test_contrast_is_that_of_wcag() -> None:
    assert measure_contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert measure_contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)


def test_the_ink_is_what_stands_out_and_no_single_pixel() -> None:
    picture = Image.new("RGB", (100, 40), (250, 250, 250))
    picture.paste((60, 60, 60), (10, 10, 40, 12))
    picture.putpixel((50, 20), (0, 0, 0))
    assert find_colours(picture) == ((250, 250, 250), (60, 60, 60))
    assert find_colours(Image.new("RGB", (9, 9), (1, 2, 3))) is None


def test_every_combination_asked_for_is_gone_through() -> None:
    screens = tuple(SCREENS.values())
    passes = every_pass(Language.JA, screens, (Scheme.LIGHT, Scheme.DARK), TEXT_PERCENTS)
    assert len({one.name for one in passes}) == len(passes) == 8
    assert sum(one.reads_colours for one in passes) == 2


def test_ci_sees_the_narrow_ends_with_the_largest_text_and_the_colours_of_both_looks() -> None:
    looks = set()
    for language in Language:
        passes = [one for one, _ in ci_passes(language)]
        narrow = next(one for one in passes if one.text_percent == LARGEST)
        assert {(1024, 768), (1280, 720)} <= {(one.width, one.height) for one in narrow.screens}
        looks |= {one.scheme for one in passes if one.reads_colours}
    assert looks == {Scheme.LIGHT, Scheme.DARK}


def test_ci_sees_every_size_and_each_pair_of_language_look_and_size_of_text() -> None:
    passes = [one for language in Language for one, _ in ci_passes(language)]
    looks = (Scheme.LIGHT, Scheme.DARK)
    assert {screen for one in passes for screen in one.screens} == set(SCREENS.values())
    assert {(one.language, one.text_percent) for one in passes} == set(product(Language, TEXT_PERCENTS))
    assert {(one.language, one.scheme) for one in passes} == set(product(Language, looks))
    assert {(one.scheme, one.text_percent) for one in passes} == set(product(looks, TEXT_PERCENTS))


# On widgets that are laid out wrong on purpose


def _show(qtbot: QtBot, window: QWidget, width: int = 300, height: int = 200) -> View:
    window.resize(width, height)
    qtbot.addWidget(window)
    window.show()
    return read_view(window)


def _say(view: View) -> str:
    return "\n".join(find_faults(view, GRID))


def test_a_label_that_is_too_narrow_is_read_as_clipped(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    label = Label(theme, "A sentence that needs more room than this", parent=window)
    label.setGeometry(0, 0, 60, 24)
    assert "clipped by" in _say(_show(qtbot, window))
    label.setGeometry(0, 0, 298, 24)
    assert _say(read_view(window)) == ""


def test_a_wrapping_label_that_is_too_low_is_read_as_clipped(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    label = Label(theme, "A sentence that needs more lines than this", wraps=True, parent=window)
    label.setGeometry(0, 0, 90, 20)
    assert "in height" in _say(_show(qtbot, window))


def test_a_button_that_is_too_narrow_is_read_as_clipped(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    button = SecondaryButton(theme, "Continue to Treatment")
    button.setParent(window)
    button.setGeometry(0, 0, 70, 32)
    assert "clipped by" in _say(_show(qtbot, window))


def test_a_shortened_label_that_tells_its_text_passes_once_it_was_painted(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    label = ElidedLabel(theme, "A sentence that needs more room than this", parent=window)
    label.setGeometry(0, 0, 60, 24)
    assert "told nowhere" in _say(_show(qtbot, window))
    window.grab()
    assert _say(read_view(window)) == ""


def test_half_a_line_of_a_field_is_read(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    field = QPlainTextEdit("one\ntwo\nthree\nfour", window)
    field.setFont(theme.font("body"))
    field.document().setDocumentMargin(0)
    field.setFrameShape(QPlainTextEdit.Shape.NoFrame)
    field.setGeometry(0, 0, 200, field.fontMetrics().lineSpacing() * 3 // 2)
    assert "px are seen" in _say(_show(qtbot, window))


def test_a_pane_with_something_too_wide_in_it_is_read_as_scrolling_sideways(qtbot: QtBot, theme: Theme) -> None:
    pane = ScrollPane(margins=(8, 8, 8, 8), spacing=8)
    pane.add(SecondaryButton(theme, "A button with very much more text than there is room for in a pane"))
    window = QWidget()
    pane.setParent(window)
    pane.setGeometry(0, 0, 200, 200)
    said = _say(_show(qtbot, window))
    assert "scrolls sideways" in said


def test_a_margin_off_the_grid_is_read(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    inner = QWidget(window)
    row = QHBoxLayout(inner)
    row.setContentsMargins(7, 8, 8, 8)
    row.addWidget(Label(theme, "x"))
    inner.adjustSize()
    assert "7 px are no space of the grid" in _say(_show(qtbot, window))


@pytest.mark.parametrize(("tone", "is_pale"), [("text", False), ("line", True)])
def test_text_is_judged_by_what_is_painted_behind_it(qtbot: QtBot, theme: Theme, tone: str, is_pale: bool) -> None:
    window = QWidget()
    window.setAutoFillBackground(True)
    column = QVBoxLayout(window)
    label = Label(theme, "Nothing is known of this")
    colour = theme.colour(tone).name()
    label.setStyleSheet(f"color: {colour}")
    column.addWidget(label)
    _show(qtbot, window)
    assert bool([*find_pale(read_painted(window))]) is is_pale
