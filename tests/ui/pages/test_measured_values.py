"""What certificates measured, beside the reference pages: a value, below the limit, not measured, not checked."""

from collections.abc import Callable, Iterator

import msgspec
import pytest
from lot_rooms import LotRoom
from lot_samples import COMPLETE, make_entry
from plan_samples import plan_of, read_example, with_parts
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shipped import get_fonts
from vault_samples import SteppedVault
from visit_samples import SteppedClock

from stemsup_desktop.consultation.lots.lot_model import MeasuredState
from stemsup_desktop.consultation.lots.lot_standing import derive_product
from stemsup_desktop.consultation.lots.measured import BarState
from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.reference.measured_part import MeasuredPart, StripBar
from stemsup_desktop.ui.pages.reference.measured_view import derive_lines, derive_measured_view
from stemsup_desktop.ui.pages.reference.page import ReferencePage
from stemsup_desktop.ui.words import Words

Show = Callable[[QWidget, int, int], QWidget]


@pytest.fixture
def room(context: PageContext, content: Content, stepped: SteppedVault, clock: SteppedClock) -> Iterator[LotRoom]:
    made = LotRoom(context, content, stepped, clock)
    yield made
    made.close()


def test_the_list_keeps_value_limit_and_silence_apart(english: Words) -> None:
    entry = make_entry()
    said = {factor: derive_lines(factor, entry, english) for factor in ("vegf", "pdgf", "egf", "hgf")}
    assert said["vegf"] == ((MeasuredState.MEASURED, "412.0\u00a0pg/mL"),)
    assert said["pdgf"][0][0] is MeasuredState.BELOW_LIMIT
    assert said["pdgf"][0][1] == "BB: below limit"
    assert said["egf"] == said["hgf"] == ((MeasuredState.NOT_MEASURED, "not measured"),)


def test_a_certificate_that_nobody_checked_gives_no_value(words: Words) -> None:
    unchecked = make_entry(certificate=msgspec.structs.replace(COMPLETE, checked_by="", checked_at=None))
    for entry in (unchecked, make_entry(certificate=None)):
        assert [state for state, _ in derive_lines("vegf", entry, words)] == [MeasuredState.NOT_MEASURED]
        view = derive_measured_view("vegf", (entry,), "l1", words, is_planned=True)
        assert view is not None
        assert [strip.share for group in view.groups for strip in group.strips] == [None]
    assert derive_lines("vegf", None, words) == ()
    assert derive_measured_view("vegf", (), "", words, is_planned=False) is None


def test_the_chosen_lot_comes_first_and_the_sentence_says_whose_it_is(english: Words) -> None:
    entries = (make_entry(lot_id="l2", number="UC-2"), make_entry())
    view = derive_measured_view("vegf", entries, "l1", english, is_planned=True)
    assert view is not None
    assert [strip.number for strip in view.groups[0].strips] == ["UC-1", "UC-2"]
    assert (view.groups[0].title, view.groups[0].end) == ("pg/mL, ELISA", "600")
    assert view.sentence.startswith("UC-1 is the lot chosen for this patient.")
    assert "predicts no effect" in view.sentence
    other = derive_measured_view("vegf", entries, "l2", english, is_planned=False)
    assert other is not None
    assert "chosen for this patient" not in other.sentence


def show_page(room: LotRoom, shown: Show) -> ReferencePage:
    page = ReferencePage(room.context, room.content, get_fonts(), room.book)
    shown(page, 1300, 800)
    room.run()
    return page


def bars(page: ReferencePage) -> list[str]:
    return [bar.accessibleName() for bar in page.findChildren(StripBar) if bar.isVisibleTo(page)]


def test_the_page_shows_the_lot_of_the_open_visit_and_lets_another_be_chosen(
    room: LotRoom, shown: Show, qtbot: QtBot
) -> None:
    first = room.add_lot("UC-1")
    second = room.add_lot("UC-2", certificate=None)
    file = read_example("clear")
    room.open(with_parts(file, plan=plan_of(file, product=derive_product(first))))
    page = show_page(room, shown)
    page.open_page("vegf")
    qtbot.waitUntil(lambda: bars(page) == ["UC-1, 412.0\u00a0pg/mL, chosen", "UC-2, no certificate"])
    entry = next(one for one in page.derive().entries if one.target_id == "vegf")
    assert entry.measured == ((MeasuredState.MEASURED, "412.0\u00a0pg/mL"),)

    chooser = page.findChild(ChoiceField, "reference_lot")
    assert isinstance(chooser, ChoiceField)
    assert chooser.value() == first.lot.lot_id
    chooser.choose(second.lot.lot_id)
    qtbot.waitUntil(lambda: bars(page) == ["UC-1, 412.0\u00a0pg/mL", "UC-2, no certificate, chosen"])
    page.open_page("intradermal")
    assert bars(page) == []


def test_without_a_visit_no_value_stands_in_the_list_until_a_lot_is_chosen(room: LotRoom, shown: Show) -> None:
    room.add_lot("UC-1")
    page = show_page(room, shown)
    assert all(not entry.measured for entry in page.derive().entries)
    page.open_page("pdgf")
    strips = [strip for group in page._derive_measured("pdgf").groups for strip in group.strips]
    assert [(strip.state, strip.is_chosen) for strip in strips] == [(BarState.BELOW_LIMIT, False)]


def test_on_a_low_page_the_list_gets_the_room_of_the_note_and_the_lot_tells_it(room: LotRoom, shown: Show) -> None:
    room.add_lot("UC-1")
    page = show_page(room, shown)
    lots, listed, note = page._lots, page._list, page._values_note
    page.resize(904, 472)
    QApplication.sendPostedEvents()
    page._left.layout().activate()
    roomy = listed.height()
    assert note.isVisible()
    assert not lots.toolTip()
    page.set_room(960, 360)
    page.refresh()
    page._left.layout().activate()
    assert not note.isVisible()
    assert listed.height() > roomy + note.sizeHint().height()
    assert lots.toolTip() == room.context.words("reference.values_note")
    page.set_room(1280, 800)
    assert note.isVisible()


def test_without_a_lot_in_the_book_nothing_is_said_of_values(room: LotRoom, shown: Show) -> None:
    page = show_page(room, shown)
    page.open_page("vegf")
    assert bars(page) == []
    assert page.findChild(MeasuredPart).isHidden()
    assert not page.findChild(ChoiceField, "reference_lot").isVisibleTo(page)


def test_values_of_lots_end_at_one_edge(context: PageContext, shown: Show, english: Words) -> None:
    """Numbers in a column are right-aligned, however long their lots' numbers are."""
    entries = (make_entry(), make_entry(lot_id="l2", number="A-LONGER-NUMBER-2"))
    part = MeasuredPart(context.theme, english)
    shown(part, 340, 300)
    part.show_view(derive_measured_view("vegf", entries, "l1", english, is_planned=True))
    part.grab()
    values = [one for one in part.findChildren(WrapLabel) if one.text() == "412.0\u00a0pg/mL"]
    assert len(values) == 2
    ends = set()
    for value in values:
        ink = find_ink(value.grab().toImage())
        ends.add(value.mapTo(part, ink.topRight()).x())
    assert max(ends) - min(ends) <= 1  # the chosen one is bold
    assert max(ends) > part.width() - 24


def find_ink(image: QImage) -> QRect:
    """Return where an image is not of the colour of its corner."""
    ground = image.pixel(0, 0)
    places = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != ground]
    across, down = [x for x, _ in places], [y for _, y in places]
    return QRect(QPoint(min(across), min(down)), QPoint(max(across), max(down)))
