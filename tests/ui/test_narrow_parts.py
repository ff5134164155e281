"""Parts that have no room beside one another: what goes below, what goes on in a second line, what is told whole."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.fact_strip import FactStrip
from stemsup_desktop.ui.components.folding_row import FoldingRow
from stemsup_desktop.ui.components.labels import Label, SectionHeading
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.pages.documents.find_column import FindColumn
from stemsup_desktop.ui.pages.examination.parts.box import GridBox
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

LONG = "Covers the risks of an injection into the skin and those that nobody has looked at yet"


def _resize(qtbot: QtBot, widget: QWidget, width: int, height: int = 200) -> None:
    widget.resize(width, height)
    qtbot.waitUntil(lambda: widget.width() == width)


def test_a_button_goes_below_its_text_where_there_is_no_room_beside_it(
    qtbot: QtBot, theme: Theme, shown: Callable[..., QWidget]
) -> None:
    texts = QHBoxLayout()
    texts.addWidget(WrapLabel(theme, LONG))
    row = FoldingRow(texts, least_px=200)
    button = SecondaryButton(theme, "Change")
    row.side.addWidget(button)
    shown(row, 600, 200)
    assert not row.is_folded
    _resize(qtbot, row, 230)
    qtbot.waitUntil(lambda: row.is_folded and button.x() == 0)
    assert row.minimumSizeHint().width() <= 230
    _resize(qtbot, row, 600)
    qtbot.waitUntil(lambda: not row.is_folded and button.x() > 200)


def test_a_row_without_anything_beside_its_text_never_folds(
    qtbot: QtBot, theme: Theme, shown: Callable[..., QWidget]
) -> None:
    texts = QHBoxLayout()
    texts.addWidget(WrapLabel(theme, LONG))
    row = FoldingRow(texts, least_px=200)
    shown(row, 90, 200)
    assert not row.is_folded


def test_a_heading_asks_for_no_more_than_its_title_or_its_buttons(theme: Theme) -> None:
    heading = SectionHeading(theme, "Certificate", "18 of 18 required items")
    for text in ("Import", "Edit"):
        heading.add_trailing(SecondaryButton(theme, text))
    title = Label(theme, "Certificate", role="section").sizeHint().width()
    assert title <= heading.minimumSizeHint().width() < title + 160


def test_facts_stand_in_fewer_columns_where_the_pane_is_narrow(
    qtbot: QtBot, theme: Theme, shown: Callable[..., QWidget]
) -> None:
    strip = FactStrip(theme, across=4)
    strip.show_facts(tuple((f"Caption {number}", "value") for number in range(4)))
    window = QWidget()
    strip.setParent(window)
    shown(window, 640, 200)
    strip.resize(640, 200)

    def count_columns() -> int:
        cells = [one.parentWidget() for one in strip.findChildren(WrapLabel)]
        return len({cell.x() for cell in cells if cell is not None})

    qtbot.waitUntil(lambda: count_columns() == 4)
    _resize(qtbot, strip, 260)
    qtbot.waitUntil(lambda: count_columns() == 2)
    _resize(qtbot, strip, 640)
    qtbot.waitUntil(lambda: count_columns() == 4)


def test_fields_over_a_list_scroll_and_are_never_squeezed(
    qtbot: QtBot, theme: Theme, words: Words, shown: Callable[..., QWidget]
) -> None:
    column = FindColumn(theme, words)
    shown(column, 346, 700)
    combos = column.findChildren(ChoiceField)
    whole = [combo.height() for combo in combos]
    assert whole
    assert min(whole) > 40
    _resize(qtbot, column, 346, 200)
    assert column.height() == 200
    qtbot.waitUntil(lambda: column.list.mapTo(column, column.list.rect().bottomLeft()).y() > 200)
    assert [combo.height() for combo in combos] == whole


def test_a_check_box_breaks_its_text_where_it_is_too_long(theme: Theme) -> None:
    box = CheckBox(theme, LONG)
    line = box.sizeHint()
    assert box.heightForWidth(line.width()) == line.height()
    assert box.heightForWidth(line.width() // 3) >= 2 * line.height()
    assert box.minimumSizeHint().width() < line.width()


def test_a_choice_that_is_cut_is_told_before_it_was_ever_painted(theme: Theme, words: Words) -> None:
    field = ChoiceField(theme, words, "Decision", (("long", LONG),))
    field.combo.resize(80, 30)
    field.set_value("long")
    assert field.combo.toolTip() == LONG
    field.combo.resize(2000, 30)
    field.set_value("long")
    assert field.combo.toolTip() == ""


class _Cell(QWidget):
    """What a grid of questions takes: it is asked, and as wide as the whole."""

    is_asked = True

    def __init__(self, theme: Theme, place: int) -> None:
        super().__init__()
        self.order = self.key = (place,)
        self.theme = theme
        self.inner = QWidget()
        self.inner.setFixedHeight(30)
        rows = QVBoxLayout(self)
        rows.addWidget(WrapLabel(theme, "A question"))
        rows.addWidget(self.inner)

    def span(self, columns: int) -> int:
        return columns


def test_a_part_of_a_grid_is_heard_again_after_the_grid_was_shared_out_anew(
    qtbot: QtBot, theme: Theme, shown: Callable[..., QWidget]
) -> None:
    box, cells = GridBox(), [_Cell(theme, place) for place in range(3)]
    for cell in cells:
        box.put(cell)  # type: ignore[arg-type]
    shown(box, 800, 400)
    box.arrange()
    for is_asked in (False, True):  # the last moves into the line of the one before it, and back
        cells[1].is_asked = is_asked
        cells[1].setVisible(is_asked)
        box.arrange()
    before = box.heightForWidth(800)
    cells[2].inner.setFixedHeight(90)
    qtbot.waitUntil(lambda: box.heightForWidth(800) == before + 60, timeout=5000)
