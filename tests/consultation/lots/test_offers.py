"""What the gate would say of each lot is what it says once the lot is chosen, for every fault and every allergy."""

from datetime import date, datetime

import msgspec
import pytest
from certificate_builders import make_certificate, make_entry, make_lot
from shipped import get_clinical_content

from stemsup_desktop.consultation.content import ClinicalContent, with_lots
from stemsup_desktop.consultation.gate import derive_gate
from stemsup_desktop.consultation.gate_open import is_standing_stop
from stemsup_desktop.consultation.lots.lot_model import ItemState, Lot, LotCertificate, Recall, TemperatureCheck
from stemsup_desktop.consultation.lots.lot_standing import derive_lot_standing, derive_product
from stemsup_desktop.consultation.lots.offers import derive_offers, find_lot_rules
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.resources import find_resources

NOON = datetime.fromisoformat("2026-11-20T12:00:00+09:00")
TODAY = NOON.date()
CERTIFICATE = make_certificate(shown_absent=("penicillin",))
FAILED = tuple(msgspec.structs.replace(one, state=ItemState.FAILED) for one in CERTIFICATE.items[:1])
IN_RANGE = TemperatureCheck(had_excursion=False)
GOOD = make_lot(certificate=CERTIFICATE, temperature=IN_RANGE)
LOTS = {
    "good": GOOD,
    "expired": msgspec.structs.replace(GOOD, expires_on=date(2026, 11, 19)),
    "its last day": msgspec.structs.replace(GOOD, expires_on=TODAY),
    "recalled": msgspec.structs.replace(GOOD, recalls=(Recall(NOON, "Dr. Mori", "Particles"),)),
    "warm": msgspec.structs.replace(GOOD, temperature=TemperatureCheck(had_excursion=True)),
    "research": msgspec.structs.replace(
        GOOD, certificate=msgspec.structs.replace(CERTIFICATE, is_research_use_only=True)
    ),
    "failed": msgspec.structs.replace(
        GOOD, certificate=msgspec.structs.replace(CERTIFICATE, items=(*FAILED, *CERTIFICATE.items[1:]))
    ),
    "incomplete": msgspec.structs.replace(
        GOOD, certificate=msgspec.structs.replace(CERTIFICATE, items=CERTIFICATE.items[:3])
    ),
    "silent on penicillin": msgspec.structs.replace(
        GOOD, certificate=msgspec.structs.replace(CERTIFICATE, shown_absent=())
    ),
    "unchecked": msgspec.structs.replace(
        GOOD, certificate=msgspec.structs.replace(CERTIFICATE, checked_by="", checked_at=None)
    ),
    "bare": msgspec.structs.replace(GOOD, certificate=None),
    "nothing of it known": msgspec.structs.replace(
        GOOD, certificate=LotCertificate(), expires_on=None, temperature=TemperatureCheck()
    ),
}


@pytest.fixture(scope="module")
def content() -> ClinicalContent:
    return get_clinical_content()


def read_example(name: str) -> ConsultationFile:
    return msgspec.json.decode((find_resources() / "examples" / f"{name}.json").read_bytes(), type=ConsultationFile)


@pytest.mark.parametrize("example", ["clear", "stop"])
@pytest.mark.parametrize("name", LOTS)
def test_a_lot_is_offered_with_what_the_gate_says_once_it_is_chosen(
    content: ClinicalContent, example: str, name: str
) -> None:
    file, entry = read_example(example), make_entry(LOTS[name])
    offer = derive_offers((entry,), file.patient, file.consultation, content, TODAY).offers[0]

    plan = msgspec.structs.replace(file.consultation.plan, product=derive_product(entry))
    chosen = msgspec.structs.replace(file.consultation, plan=plan)
    judged = with_lots(content, (derive_lot_standing(entry),))
    gate = derive_gate(file.patient, chosen, judged, TODAY)
    about_lots = {"X06", *(rule.id for rule in content.rules.rules if rule.id.startswith("IN6-"))}
    expected = {one.rule_id for one in gate.findings if one.rule_id in about_lots and is_standing_stop(one)}
    assert {one.rule_id for one in offer.stops} == expected


def test_an_allergy_names_its_substance_and_which_lots_are_free_of_it(content: ClinicalContent) -> None:
    file = read_example("stop")
    entries = tuple(make_entry(LOTS[name]) for name in ("good", "silent on penicillin", "unchecked"))
    found = derive_offers(entries, file.patient, file.consultation, content, TODAY)
    assert found.substances == ("penicillin",)
    assert [offer.is_free for offer in found.offers] == [True, False, False]
    assert find_lot_rules(content) == {"X06"}


def test_without_an_allergy_every_lot_is_free(content: ClinicalContent) -> None:
    file = read_example("clear")
    found = derive_offers((make_entry(LOTS["bare"]),), file.patient, file.consultation, content, TODAY)
    assert found.substances == ()
    assert found.offers[0].is_free
    assert found.offers[0].allergens == ()


def test_a_lot_that_ends_within_the_course_is_offered_with_a_caution(content: ClinicalContent) -> None:
    file = read_example("clear")
    soon: Lot = msgspec.structs.replace(GOOD, expires_on=date(2026, 12, 20))
    offer = derive_offers((make_entry(soon),), file.patient, file.consultation, content, TODAY).offers[0]
    assert [one.rule_id for one in offer.findings] == ["IN6-course"]
    assert offer.stops == ()
