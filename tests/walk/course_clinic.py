"""A clinic whose lot book has two lots, and three patients who begin a course of four sessions with one of them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
from driver import BASE
from history_visit import Steps
from opened import read_example
from visit import PASSPHRASE

from stemsup_desktop.consultation.codes import CellSource
from stemsup_desktop.consultation.lots.certificate_items import ItemKind, get_shipped_items
from stemsup_desktop.consultation.lots.lot_model import (
    ItemState,
    Lot,
    LotCertificate,
    LotProduct,
    ReportedItem,
    TemperatureCheck,
)
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Consent, Consultation, Examination, Explanation, Reason
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import Vault, create_vault, open_vault

FILE = read_example("clear")
SESSIONS, INTERVAL = 4, 28
FIRST, SECOND = "HK-261101", "HK-261102"
"""The lot that everybody shares, and the one that takes its place after the recall."""


@dataclass(frozen=True)
class Person:
    """One of the three, who reads and is told everything in one of the languages."""

    patient_id: str
    name: str
    language: Language


PEOPLE = (
    Person("patient-1", "白石 拓也", Language.JA),
    Person("patient-2", "Alice Moreau", Language.EN),
    Person("patient-3", "佐伯 美咲", Language.JA),
)


def make_clock() -> Steps:
    """Return a clock that stands on the first day until a test sets it on."""
    return Steps(BASE)


def day_of(session: int) -> datetime:
    """Return the moment at which the visit of a session begins, as the course was planned."""
    return BASE + timedelta(days=INTERVAL * (session - 1))


def make_clinic(folder: Path, clock: Steps) -> dict[str, str]:
    """Make the vault and return the ids of its two lots by their numbers."""
    with create_vault(folder, PASSPHRASE, FILE.clinic, FILE.physician, clock=clock, kdf=CHEAP_KEY) as vault:
        lots = {number: _add_lot(vault, number) for number in (FIRST, SECOND)}
        for number, person in enumerate(PEOPLE, 1):
            vault.save_patient(_make_patient(number, person))
    return lots


def open_clinic(folder: Path, clock: Steps) -> Vault:
    """Open the vault itself, beside the window."""
    return open_vault(folder, PASSPHRASE, clock=clock)


def answered(visit: Consultation) -> Consultation:
    """Return a visit with reason, examination and explanation, which other walks enter key by key."""
    told: tuple[Reason, Examination, Explanation] = (
        FILE.consultation.reason,
        FILE.consultation.examination,
        FILE.consultation.explanation,
    )
    return msgspec.structs.replace(visit, reason=told[0], examination=told[1], explanation=told[2])


def make_first_visit(number: int) -> Consultation:
    """Return the visit in which a course is planned: everything but lot, sessions and points is there."""
    model = FILE.consultation.plan
    plan = Plan(
        fee_per_session_yen=model.fee_per_session_yen,
        extra_fees_yen=model.extra_fees_yen,
        aftercare_ids=model.aftercare_ids,
        alternatives_explained=True,
    )
    consent = Consent(choices=FILE.consultation.consent.choices)
    return answered(Consultation(f"visit-{number}-1", BASE, plan=plan, consent=consent))


def _make_patient(number: int, person: Person) -> Patient:
    return msgspec.structs.replace(
        FILE.patient,
        patient_id=person.patient_id,
        chart_number=f"B-10{number}",
        name=person.name,
        kana="" if person.language is Language.EN else FILE.patient.kana,
        romaji="",
        language=person.language,
        phone=f"03-1111-000{number}",
        address=f"{number}-2 Aoba",
    )


def _add_lot(vault: Vault, number: str) -> str:
    products = vault.list_products() or (
        vault.save_product(
            LotProduct(
                "",
                "SH-CM",
                "SH-CM 培養上清",
                "北稜細胞加工所",
                CellSource.ADIPOSE,
                "国内未承認",
                "医師の責任で購入",
                vial_ml=Decimal("2.0"),
            )
        ),
    )
    lot = vault.save_lot(
        Lot(
            "",
            products[0].product_id,
            number,
            expires_on=date(2030, 3, 31),
            vials_received=30,
            temperature=TemperatureCheck(had_excursion=False),
        )
    ).lot
    vault.save_certificate(lot.lot_id, _make_certificate())
    vault.check_certificate(lot.lot_id)
    return lot.lot_id


def _make_certificate() -> LotCertificate:
    items = tuple(
        ReportedItem(item.id, ItemState.PASSED, "0.10", item.units[0], "assay")
        if item.kind is ItemKind.NUMBER
        else ReportedItem(item.id, ItemState.PASSED, "as stated")
        for item in get_shipped_items().entered_items
    )
    return LotCertificate(reference="COA-1", issued_on=date(2026, 10, 1), items=items, is_research_use_only=False)
