"""What the page of the lot book says, as tables."""

from dataclasses import replace
from datetime import datetime

import msgspec
import pytest
from lot_samples import COMPLETE, LOT, OFFICE, PRODUCT, STAFF, TODAY, UNCHECKED, days, make_book, make_entry
from visit_samples import NOW

from stemsup_desktop.consultation.lots.lot_model import (
    FileRef,
    ItemState,
    LotCertificate,
    LotEntry,
    MeasuredState,
    Recall,
    ReportedItem,
    TemperatureCheck,
    Vial,
    VialFate,
)
from stemsup_desktop.language import Language
from stemsup_desktop.ui.lots.states import TAGS, LotState, derive_states
from stemsup_desktop.ui.pages.lots.lot_view import ChosenLot, FileSlot, KnownVial, derive_lot
from stemsup_desktop.ui.pages.lots.memory import LotFilter
from stemsup_desktop.ui.pages.lots.view import LotBook, derive_list, passes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

RECALLED = Recall(NOW, "Dr Aoki", "particles")
LIFTED = msgspec.structs.replace(RECALLED, lifted_at=NOW, lifted_by="Dr Aoki", lifted_reason="mixed up")


def certified(**changes: object) -> LotEntry:
    return make_entry(certificate=msgspec.structs.replace(COMPLETE, **changes))


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        (make_entry(), LotState.USABLE),
        (make_entry(recalls=(RECALLED,)), LotState.RECALLED),
        (make_entry(recalls=(LIFTED,)), LotState.USABLE),
        (make_entry(expires_on=days(-1)), LotState.EXPIRED),
        (make_entry(expires_on=days(0)), LotState.EXPIRING),
        (make_entry(expires_on=days(30)), LotState.EXPIRING),
        (make_entry(expires_on=days(31)), LotState.USABLE),
        (certified(items=(*COMPLETE.items[1:], ReportedItem("cell-source", ItemState.FAILED))), LotState.FAILED),
        (certified(is_research_use_only=True), LotState.RESEARCH),
        (make_entry(temperature=TemperatureCheck(had_excursion=True)), LotState.EXCURSION),
        (make_entry(used=2, discarded=1), LotState.USED_UP),
        (make_entry(vials_received=0), LotState.USABLE),
        (make_entry(certificate=None), LotState.NO_CERTIFICATE),
        (certified(items=COMPLETE.items[1:]), LotState.INCOMPLETE),
        (make_entry(certificate=UNCHECKED), LotState.NOT_CHECKED),
    ],
)
def test_the_gravest_thing_that_holds_of_a_lot_is_its_state(entry: LotEntry, state: LotState) -> None:
    assert derive_states(entry, TODAY)[0] is state


def test_a_paper_alone_is_no_certificate() -> None:
    paper = LotCertificate(file=FileRef("0" * 64, "coa.pdf", "application/pdf", 1), entered_by="Sato", entered_at=NOW)
    assert LotState.NO_CERTIFICATE in derive_states(make_entry(certificate=paper), TODAY)


def test_a_recalled_lot_that_is_expired_as_well_says_that_it_is_recalled() -> None:
    states = derive_states(make_entry(recalls=(RECALLED,), expires_on=days(-1)), TODAY)
    assert states[:2] == (LotState.RECALLED, LotState.EXPIRED)


@pytest.mark.parametrize(
    ("wanted", "entry", "is_shown"),
    [
        (LotFilter.USABLE, make_entry(expires_on=days(5)), True),
        (LotFilter.USABLE, make_entry(certificate=UNCHECKED), False),
        (LotFilter.NOT_READY, make_entry(certificate=UNCHECKED), True),
        (LotFilter.NOT_READY, make_entry(certificate=UNCHECKED, expires_on=days(-1)), False),
        (LotFilter.EXPIRING, make_entry(expires_on=days(5)), True),
        (LotFilter.EXPIRED, make_entry(expires_on=days(-1), recalls=(RECALLED,)), True),
        (LotFilter.RECALLED, make_entry(recalls=(LIFTED,)), False),
        (LotFilter.USED_UP, make_entry(used=3), True),
    ],
)
def test_a_filter_shows_what_it_is_named_after(wanted: LotFilter, entry: LotEntry, is_shown: bool) -> None:
    assert passes(derive_states(entry, TODAY), wanted) is is_shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("uc1", True),
        ("ＵＣ－１", True),
        ("supernatant", True),
        ("maker", True),
        ("臍帯", True),
        ("x9", False),
    ],
)
def test_a_lot_is_found_by_its_number_its_product_and_its_maker(query: str, found: bool, words: Words) -> None:
    view = derive_list(make_book(make_entry()), query, LotFilter.ALL, TODAY, words)
    assert [line.key for line in view.lines] == (["product:p1", "lot:l1"] if found else [])
    assert bool(view.empty) is not found


def test_the_list_puts_past_lots_last_and_says_how_many_there_are(english: Words) -> None:
    old = make_entry(lot_id="l2", number="UC-0", expires_on=days(-10))
    soon = make_entry(lot_id="l3", number="UC-2", expires_on=days(3))
    view = derive_list(make_book(old, make_entry(), soon), "", LotFilter.ALL, TODAY, english)
    assert [line.title for line in view.lines] == ["UC supernatant", "UC-2", "UC-1", "UC-0"]
    assert view.heading == "3 lots"
    assert [line.is_dim for line in view.lines] == [False, False, False, True]
    assert view.lines[2].details[1] == "Certificate 18 of 18 · 3 vials of 2.0\u00a0mL left"


def test_a_filter_hides_products_without_such_a_lot(words: Words) -> None:
    view = derive_list(make_book(make_entry()), "", LotFilter.RECALLED, TODAY, words)
    assert not view.lines
    assert view.empty_action


def test_an_empty_book_says_what_to_do_first(words: Words) -> None:
    view = derive_list(LotBook(STAFF), "", LotFilter.ALL, TODAY, words)
    assert view.empty
    assert view.empty_action


def test_whoever_only_administers_may_not_see_the_lot_book() -> None:
    assert not LotBook(OFFICE).may_enter
    assert LotBook(STAFF).may_enter
    assert not LotBook(STAFF).may_decide


def view_of(entry: LotEntry, words: Words, *vials: KnownVial, author: object = None, now: datetime = NOW):  # type: ignore[no-untyped-def]
    book = make_book(entry) if author is None else make_book(entry, author=author)  # type: ignore[arg-type]
    return derive_lot(ChosenLot(entry, vials), book, (("penicillin", "Penicillin"),), now, words)


def test_below_limit_and_not_measured_are_never_mixed_up_with_a_value(english: Words) -> None:
    factors = view_of(make_entry(), english).certificate.factors
    assert [(one.name, one.state, one.value) for one in factors] == [
        ("VEGF", MeasuredState.MEASURED, "412.0\u00a0pg/mL"),
        ("PDGF BB", MeasuredState.BELOW_LIMIT, "below limit (< 4\u00a0pg/mL)"),
        ("EGF", MeasuredState.NOT_MEASURED, "not measured"),
    ]


def test_an_item_that_nobody_entered_is_open_and_one_that_failed_is_a_stop(english: Words) -> None:
    others = tuple(item for item in COMPLETE.items if item.item_id not in ("cell-source", "sterility"))
    items = (ReportedItem("sterility", ItemState.FAILED, "growth", method="direct"), *others)
    lines = {line.item_id: line for line in view_of(certified(items=items), english).certificate.items}
    assert (lines["cell-source"].state, lines["cell-source"].word) == (TagState.OPEN, "Not entered")
    assert (lines["sterility"].state, lines["sterility"].word) == (TagState.STOP, "Failed")
    assert (lines["passage"].word, lines["endotoxin"].word) == ("Present", "Passed")


def test_an_item_by_two_methods_has_two_lines(english: Words) -> None:
    twice = (*COMPLETE.items, ReportedItem("sterility", ItemState.PASSED, method="rapid"))
    lines = view_of(certified(items=twice), english).certificate.items
    assert [line.method for line in lines if line.item_id == "sterility"] == ["", "rapid"]


@pytest.mark.parametrize("author", [None, STAFF])
def test_only_a_physician_is_offered_the_check(author: object, english: Words) -> None:
    certificate = view_of(make_entry(certificate=UNCHECKED), english, author=author).certificate
    assert certificate.can_check is (author is None)
    assert bool(certificate.refusal) is (author is not None)
    assert certificate.absent == "Penicillin"
    checked = view_of(make_entry(), english, author=author).certificate
    assert not checked.can_check
    assert checked.state is TagState.CLEAR
    assert "Dr Aoki" in checked.standing


def test_vials_are_told_with_chart_numbers_and_the_last_first(english: Words) -> None:
    used = Vial("l1", "1", VialFate.USED, NOW, "Sato", "patient-1", "c1")
    gone = Vial("l1", "2", VialFate.DISCARDED, NOW, "Sato", reason="broken")
    view = view_of(make_entry(used=1, discarded=1), english, KnownVial(used, "A-0001"), KnownVial(gone)).vials
    assert [(line.vial, line.word, line.of) for line in view.lines] == [
        ("2", "Discarded", "broken"),
        ("1", "Used", "Chart A-0001"),
    ]
    assert [count for _, count in view.counts] == ["3", "1", "1", "1"]


def test_more_vials_gone_than_received_is_said(english: Words) -> None:
    view = view_of(make_entry(used=5), english).vials
    assert "2 more vials" in view.too_many
    assert not view.can_discard


def test_a_recall_stands_in_stop_colours_and_a_lifted_one_stays_to_be_read(english: Words) -> None:
    view = view_of(make_entry(recalls=(LIFTED, RECALLED)), english, author=STAFF)
    assert view.state is TagState.STOP
    assert "particles" in view.alerts[0].sentence
    assert [line.is_standing for line in view.recalls.lines] == [True, False]
    assert "mixed up" in view.recalls.lines[1].lifted
    assert view.recalls.lift_refusal


def test_every_state_has_its_word_and_every_paper_its_place(words: Words) -> None:
    for state in LotState:
        assert words(f"lots.state_{state.value.replace('-', '_')}")
        assert TAGS[state]
    files = view_of(make_entry(), words).files.files
    assert [file.slot for file in files] == list(FileSlot)
    assert not any(file.name for file in files)


def test_a_name_in_one_language_is_used_in_both(words: Words) -> None:
    only = msgspec.structs.replace(PRODUCT, name_en="", name_ja="臍帯上清")
    book = replace(make_book(), products=(only,))
    assert derive_list(book, "", LotFilter.ALL, TODAY, words).lines[0].title == "臍帯上清"
    both = derive_list(make_book(), "", LotFilter.ALL, TODAY, words).lines[0].title
    assert both == ("臍帯上清" if words.language is Language.JA else "UC supernatant")


def test_a_lot_without_certificate_says_that_nothing_is_known(english: Words) -> None:
    view = view_of(make_entry(LOT, certificate=None), english).certificate
    assert not view.count
    assert not view.items
    assert "nothing is known" in view.standing
