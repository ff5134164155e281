"""What follows a scan: the page uses the lot, or the lot book opens, or one sentence says what is against it."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from types import SimpleNamespace

import pytest
from pages.lot_rooms import GTIN, LotRoom
from pages.plan_samples import DAY_OF_TREATMENT, read_example
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from scan_keys import FNC1, Typist
from vault_samples import SteppedVault, make_consultation, make_patient
from visit_samples import SteppedClock

from stemsup_desktop.consultation.lots.scan_matching import ScanMatch
from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import ScanAnswer
from stemsup_desktop.ui.scan_desk import ScanDesk, ScanNotice, ScanWays
from stemsup_desktop.ui.scanner import Scanner
from stemsup_desktop.ui.shell.scan_strip import ScanStrip
from stemsup_desktop.ui.theme import Theme

NEXT_YEAR = (DAY_OF_TREATMENT + timedelta(days=300)).strftime("%y%m%d")
LAST_YEAR = (DAY_OF_TREATMENT - timedelta(days=300)).strftime("%y%m%d")


class Room(LotRoom):
    """A desk whose ways are written down."""

    def __init__(self, context: PageContext, content: Content, stepped: SteppedVault, clock: SteppedClock) -> None:
        super().__init__(context, content, stepped, clock)
        self.notices: list[ScanNotice] = []
        self.done: list[object] = []
        self.answer: ScanAnswer | None = None
        self.page: SimpleNamespace | None = SimpleNamespace(take_scan=self._take, takes_scans=False)
        ways = ScanWays(
            lambda: self.page,  # type: ignore[arg-type,return-value]
            lambda lot_id: self.done.append(("lot", lot_id)),
            lambda match: self.done.append(("add lot", match.code.lot_number)),
            lambda match: self.done.append(("add product", match.code.gtin)),
            self.notices.append,
        )
        self.desk = ScanDesk(self.context, stepped.access, ways, self.parent)

    def _take(self, match: ScanMatch) -> ScanAnswer | None:
        self.done.append(("page", match.entry.lot.number if match.entry else ""))
        return self.answer

    def scan(self, code: str) -> ScanNotice:
        self.desk.take(code)
        self.run()
        return self.notices[-1]


@pytest.fixture
def room(context: PageContext, content: Content, stepped: SteppedVault, clock: SteppedClock) -> Iterator[Room]:
    made = Room(context, content, stepped, clock)
    yield made
    made.close()


def code(lot: str, *, expires: str = NEXT_YEAR, serial: str = "", gtin: str = GTIN) -> str:
    tail = f"{FNC1}21{serial}" if serial else ""
    return f"]d201{gtin}17{expires}10{lot}{tail}"


def test_a_lot_that_nobody_on_the_page_wants_is_opened(room: Room) -> None:
    lot_id = room.add_lot("UC-1").lot.lot_id
    notice = room.scan(code("UC-1"))
    assert room.done == [("page", "UC-1"), ("lot", lot_id)]
    assert notice.state is TagState.INFORMATION


def test_a_page_that_uses_the_lot_answers_for_itself(room: Room) -> None:
    room.add_lot("UC-1")
    room.answer = ScanAnswer(TagState.CLEAR, "Chosen.")
    assert room.scan(code("UC-1")) == ScanNotice(TagState.CLEAR, "Chosen.")
    room.answer = ScanAnswer(TagState.CLEAR)
    room.desk.take(code("UC-1"))
    room.run()
    assert len(room.notices) == 1


def test_an_unknown_lot_of_a_known_product_offers_to_add_it(room: Room) -> None:
    notice = room.scan(code("NEW-1"))
    assert notice.state is TagState.CAUTION
    assert "NEW-1" in notice.sentence
    assert notice.act is not None
    notice.act()
    assert room.done == [("add lot", "NEW-1")]


def test_an_unknown_product_offers_to_add_it(room: Room) -> None:
    notice = room.scan(code("X", gtin="04569999001024"))
    assert notice.act is not None
    notice.act()
    assert room.done == [("add product", "04569999001024")]


def test_expired_recalled_and_used_are_said_at_once_and_reach_no_page(room: Room) -> None:
    entry = room.add_lot("UC-1")
    vault = room.stepped.vault
    room.page.takes_scans = True  # type: ignore[union-attr]
    vault.save_patients((make_patient(9),))
    vault.start_consultation("patient-9", make_consultation("other"))
    vault.take_vial(entry.lot.lot_id, "S7", "other")
    assert "Vial S7 was already used" in room.scan(code("UC-1", serial="S7")).sentence
    assert "expired" in room.scan(code("UC-1", expires=LAST_YEAR)).sentence
    assert room.scan(code("GONE", expires=LAST_YEAR)).act is None
    vault.recall_lot(entry.lot.lot_id, "Particles")
    notice = room.scan(code("UC-1"))
    assert notice.state is TagState.STOP
    assert "recalled" in notice.sentence
    assert room.done == []
    assert notice.act is not None
    notice.act()
    assert room.done == [("lot", entry.lot.lot_id)]


def test_a_page_without_use_for_scans_gives_way_to_a_recalled_lot(room: Room) -> None:
    entry = room.add_lot("UC-1")
    room.stepped.vault.recall_lot(entry.lot.lot_id, "Particles")
    assert room.scan(code("UC-1")).state is TagState.STOP
    assert room.done == [("lot", entry.lot.lot_id)]


def test_a_vial_of_the_open_visit_itself_is_not_refused(room: Room) -> None:
    entry, file = room.add_lot("UC-1"), read_example("clear")
    room.open(file)
    room.stepped.vault.take_vial(entry.lot.lot_id, "S7", file.consultation.consultation_id)
    room.scan(code("UC-1", serial="S7"))
    assert room.done[0] == ("page", "UC-1")


def test_under_a_sheet_a_scan_is_said_and_does_nothing(room: Room) -> None:
    room.add_lot("UC-1")
    room.page = None
    assert "UC-1" in room.scan(code("UC-1")).sentence
    assert room.done == []


def test_a_scan_that_is_answered_in_another_visit_does_nothing(room: Room) -> None:
    room.add_lot("UC-1")
    file = read_example("clear")
    room.open(file)
    room.desk.take(code("UC-1"))
    room.context.session.close_visit()
    room.run()
    assert (room.done, room.notices) == ([], [])


def test_a_locked_vault_says_so(room: Room) -> None:
    room.stepped.access.lock(lambda _: None)
    assert room.scan(code("UC-1")).state is TagState.STOP
    room.stepped.access.open("correct horse battery", lambda _: None)
    room.run()


def spoil(whole: str, dice: Random) -> str:
    """Return a code with something wrong in it: cut, doubled, mixed up, or of other characters."""
    at = dice.randrange(3, len(whole))
    ways = (
        lambda: whole[:at],
        lambda: whole[:at] + dice.choice("!*/:;=?_öÄ漢") + whole[at:],
        lambda: whole[:at] + str(dice.randrange(10)) + whole[at + 1 :],
        lambda: whole + whole[3:],
        lambda: whole[:3] + "".join(dice.sample(whole[3:], len(whole) - 3)),
        lambda: whole[:at] + FNC1 * 3 + whole[at:],
        lambda: whole[:3] + "9" * dice.randrange(1, 60),
    )
    return dice.choice(ways)()


def test_a_thousand_malformed_scans_each_give_a_sentence_and_change_nothing(
    room: Room, qapp: QApplication, qtbot: QtBot, shown: object
) -> None:
    room.add_lot("UC-1")
    room.open(read_example("clear"))
    field = QLineEdit()
    shown(field, 200, 60)  # type: ignore[operator]
    scanner = Scanner(qapp)
    scanner.scanned.connect(room.desk.take)
    scanner.start()
    vault, session = room.stepped.vault, room.context.session
    before = (vault.list_lots(), vault.list_products(), session.state.consultation)
    typist, dice = Typist(field), Random(6)
    for number in range(1, 1001):
        typist.scan(spoil(code("UC-1", serial="S7"), dice))
        assert not scanner.is_holding
        if number % 50 == 0:
            room.run()
    room.run()
    scanner.stop()
    assert field.text() == ""
    assert len(room.notices) == 1000
    assert all(notice.sentence for notice in room.notices)
    assert (vault.list_lots(), vault.list_products(), session.state.consultation) == before


def test_the_strip_shows_one_notice_and_does_what_it_offers(theme: Theme, shown: object) -> None:
    strip, done = ScanStrip(theme), []
    shown(strip, 600, 60)  # type: ignore[operator]
    strip.show_notice(ScanNotice(TagState.STOP, "Recalled.", "Open lot", lambda: done.append(1)))
    assert not strip.isHidden()
    strip.link_followed.emit()
    assert done == [1]
    assert strip.isHidden()
    assert not strip.clear()
