"""The gate reads the lot book: it counts over the plan's own words, and every lot in use counts."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from gate_factories import (
    CONTENT,
    NOON,
    PENICILLIN,
    PLAN,
    TODAY,
    answer,
    find,
    gate,
    make_clear_visit,
    make_content,
    make_rule,
    on_fact,
    rule_ids,
    targets,
    with_certificate,
    with_plan,
)

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.content import with_lots
from stemsup_desktop.consultation.gate_model import FindingState, Verdict
from stemsup_desktop.consultation.plan_model import Certificate
from stemsup_desktop.consultation.record import Consultation, LotStanding
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.consultation.treatment_model import Treatment, VialUsed
from stemsup_desktop.questionnaire.answers import YES

GOOD = Certificate(is_on_file=True, is_complete=True, is_research_use_only=False, has_failed_item=False)
FACTS = ("certificate_item_failed", "lot_recalled", "lot_temperature_excursion", "research_use_only", "lot_expired")
RULED = make_content(tuple(make_rule(fact, Severity.STOP, on_fact(fact)) for fact in FACTS))


def lot(lot_id: str = "lot-1", **changes: Any) -> LotStanding:
    standing = LotStanding(lot_id, f"L-{lot_id}", date(2026, 12, 31), None, False, GOOD)
    return msgspec.structs.replace(standing, **changes)


def visit_of(lot_id: str = "lot-1", **fields: Any) -> Consultation:
    product = msgspec.structs.replace(PLAN.product, lot_id=lot_id)
    return msgspec.structs.replace(with_plan(make_clear_visit(), product=product), **fields)


def vial(lot_id: str, number: str = "") -> VialUsed:
    return VialUsed(number or f"L-{lot_id}", "1", Route.INTRANASAL, lot_id)


def stops(visit: Consultation, *lots: LotStanding) -> list[str]:
    return rule_ids(visit, with_lots(RULED, lots))


def lacking(visit: Consultation, *lots: LotStanding) -> list[str]:
    return [target for _, target in targets(visit, with_lots(CONTENT, lots))]


@pytest.mark.parametrize(
    ("changes", "fact"),
    [
        ({"certificate": msgspec.structs.replace(GOOD, has_failed_item=True)}, "certificate_item_failed"),
        ({"certificate": msgspec.structs.replace(GOOD, is_research_use_only=True)}, "research_use_only"),
        ({"recalled_at": NOON}, "lot_recalled"),
        ({"had_temperature_excursion": True}, "lot_temperature_excursion"),
        ({"expires": TODAY - timedelta(1)}, "lot_expired"),
    ],
)
def test_what_the_book_says_against_a_lot_stops_whatever_the_plan_says(changes: dict[str, Any], fact: str) -> None:
    assert stops(visit_of(), lot()) == []
    assert stops(visit_of(), lot(**changes)) == [fact]
    assert stops(visit_of("another"), lot(**changes)) == []
    opened = visit_of("another", treatment=Treatment(vials=(vial("lot-1"),)))
    assert stops(opened, lot("another"), lot(**changes)) == [fact]


def test_what_the_book_clears_no_longer_stops() -> None:
    product = msgspec.structs.replace(PLAN.product, is_recalled=True, had_temperature_excursion=True, lot_id="lot-1")
    visit = with_plan(make_clear_visit(), product=product)

    assert stops(visit) == ["lot_recalled", "lot_temperature_excursion"]
    assert stops(visit, lot()) == []


def test_a_certificate_that_nobody_checked_keeps_the_gate_open_by_name() -> None:
    unchecked = lot(certificate=Certificate(), had_temperature_excursion=None)

    assert lacking(visit_of(), lot()) == []
    assert lacking(visit_of(), unchecked) == [
        "product.certificate.is_on_file",
        "product.certificate.is_research_use_only",
        "product.had_temperature_excursion",
    ]


def test_what_is_not_known_of_an_opened_vials_lot_keeps_the_gate_open() -> None:
    visit = visit_of(treatment=Treatment(vials=(vial("lot-2"),)))

    assert lacking(visit, lot(), lot("lot-2", had_temperature_excursion=None)) == ["product.had_temperature_excursion"]


def test_each_question_of_a_typed_lot_is_asked_until_it_is_answered() -> None:
    visit = with_certificate(make_clear_visit(), has_failed_item=None)
    product = msgspec.structs.replace(visit.plan.product, is_recalled=None, had_temperature_excursion=None)

    assert lacking(with_plan(visit, product=product)) == [
        "product.certificate.has_failed_item",
        "product.is_recalled",
        "product.had_temperature_excursion",
    ]
    nothing_on_file = with_certificate(visit, is_on_file=False, is_complete=None)
    assert "product.certificate.has_failed_item" not in lacking(nothing_on_file)


def test_a_recall_after_the_treatment_began_is_no_stop_for_it() -> None:
    treated = visit_of(treatment=Treatment(started_at=NOON))

    assert stops(treated, lot(recalled_at=NOON + timedelta(seconds=1))) == []
    assert stops(treated, lot(recalled_at=NOON)) == ["lot_recalled"]


@pytest.mark.parametrize(
    ("lots", "vials", "state"),
    [
        ((lot(),), (), FindingState.OPEN),
        ((lot(certificate=msgspec.structs.replace(GOOD, shown_absent=("penicillin",))),), (), FindingState.RESOLVED),
        (
            (lot(certificate=msgspec.structs.replace(GOOD, shown_absent=("penicillin",))), lot("lot-2")),
            (vial("lot-2"),),
            FindingState.OPEN,
        ),
        (
            (lot(certificate=msgspec.structs.replace(GOOD, shown_absent=("penicillin",))),),
            (vial("", "L-9"),),
            FindingState.OPEN,
        ),
        (
            tuple(
                lot(one, certificate=msgspec.structs.replace(GOOD, shown_absent=("penicillin",)))
                for one in ("lot-1", "lot-2")
            ),
            (vial("lot-1"), vial("lot-2")),
            FindingState.RESOLVED,
        ),
    ],
    ids=["not shown", "shown", "another lot opened", "a lot that is not in the book", "both shown"],
)
def test_an_allergy_is_resolved_by_the_certificates_of_every_lot_in_use(
    lots: tuple[LotStanding, ...], vials: tuple[VialUsed, ...], state: FindingState
) -> None:
    visit = answer(answer(visit_of(treatment=Treatment(vials=vials)), "allergy", YES), "substance", PENICILLIN)
    visit = with_certificate(visit, shown_absent=("penicillin",))

    assert find(visit, "ALLERGY", with_lots(CONTENT, lots)).state is state


def test_a_recall_closes_the_gate_of_an_open_plan() -> None:
    assert gate(visit_of(), with_lots(RULED, (lot(),))).verdict is Verdict.CLEAR
    assert gate(visit_of(), with_lots(RULED, (lot(recalled_at=NOON),))).verdict is Verdict.STOP
