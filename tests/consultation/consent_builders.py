"""A consultation, its names and its gate, ready for a consent form; each test changes what it is about."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import msgspec

from stemsup_desktop.consultation.aftercare import read_aftercare
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.consent_model import (
    AssembledConsent,
    Block,
    Bullets,
    Clause,
    Facts,
    Grid,
    Paragraph,
    TickBox,
    WriteLine,
    WriteTable,
    YesNoChoice,
)
from stemsup_desktop.consultation.consent_text import ConsentText, read_consent_text
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.consultation.plan_model import Certificate, Plan, PlannedSite, Product
from stemsup_desktop.consultation.record import Complaint, Consent, Consultation, ConsultationFile, Reason
from stemsup_desktop.language import Language, Text

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

SYMPTOM_IDS = tuple(f"SYM{number:02}" for number in range(1, 13))

STARTED = datetime(2026, 9, 8, 10, 5, tzinfo=UTC)

NAMES = Names(
    symptoms={symptom_id: Text(f"Symptom {symptom_id}", f"症状{symptom_id}") for symptom_id in SYMPTOM_IDS},
    sites={
        "vertex": Text("Vertex", "頭頂部"),
        "cheek-l": Text("Cheek, left", "左頬"),
        "other": Text("Other", "その他"),
    },
    routes={
        Route.INTRADERMAL: Text("injection into the skin", "皮内注射"),
        Route.INTRAVENOUS: Text("drip", "点滴静注"),
        Route.INTRANASAL: Text("nasal use", "点鼻"),
    },
    cell_sources={
        CellSource.BONE_MARROW: Text("bone marrow", "骨髄"),
        CellSource.ADIPOSE: Text("fat", "脂肪"),
        CellSource.UMBILICAL_CORD: Text("umbilical cord", "臍帯"),
        CellSource.DENTAL_PULP: Text("dental pulp", "歯髄"),
    },
    aftercare=read_aftercare(RESOURCES / "aftercare").list_names(),
)

CLEAR = Gate(Verdict.CLEAR, (), (), (), (), 0, 0, "1")


@cache
def shipped_text() -> ConsentText:
    """Return the consent text that the program ships."""
    return read_consent_text(RESOURCES / "consent")


def make_file(
    routes: tuple[Route, ...] = (Route.INTRADERMAL,),
    symptom_ids: tuple[str, ...] = ("SYM02", "SYM04"),
    clinic: Clinic | None = None,
    **plan: object,
) -> ConsultationFile:
    """Return a complete consultation up to the plan; `plan` replaces fields of the plan."""
    product = Product(
        name="Sample supernatant UC",
        cell_source=CellSource.UMBILICAL_CORD,
        maker="Sample Bio",
        approval_status="Not approved",
        procurement="From the maker",
        lot_number="UC-2608-03",
        expires=date(2027, 2, 28),
        certificate=Certificate(is_on_file=True, is_complete=True, is_research_use_only=False, has_failed_item=False),
        is_recalled=False,
        had_temperature_excursion=False,
    )
    planned = Plan(
        product=product,
        routes=routes,
        sites=(PlannedSite("vertex"), PlannedSite("other", "behind the ear")),
        sessions=3,
        interval_days=28,
        fee_per_session_yen=66_000,
        extra_fees_yen=3_300,
        first_session_on=date(2026, 9, 22),
        aftercare_ids=("general-diary",),
    )
    return ConsultationFile(
        clinic=clinic
        or Clinic(
            name="見本クリニック東京",
            name_en="Sample Clinic Tokyo",
            phone="03-0000-0000",
            emergency_phone="03-0000-0001",
            emergency_hospital="見本総合病院",
            harm_policy="The clinic pays.\nIt is insured.",
            cancellation_policy="Until the day before, free of charge.",
        ),
        physician=Physician("青木 健", "123456", "Dr Ken Aoki"),
        patient=Patient("p1", "104-2287", "山田 花子", date(1972, 4, 18), Sex.FEMALE, kana="ヤマダ ハナコ"),
        consultation=Consultation(
            "c1",
            STARTED,
            reason=Reason(
                tuple(Complaint(symptom_id, "びまん性脱毛症", "L65.9", 7) for symptom_id in symptom_ids),
                goal="分け目が広がらないこと",
            ),
            plan=msgspec.structs.replace(planned, **plan),
        ),
    )


def with_consultation(file: ConsultationFile, **changes: object) -> ConsultationFile:
    """Return the file with fields of the consultation replaced."""
    return msgspec.structs.replace(file, consultation=msgspec.structs.replace(file.consultation, **changes))


def with_consent(file: ConsultationFile, **changes: object) -> ConsultationFile:
    """Return the file with fields of the consent replaced."""
    return with_consultation(file, consent=msgspec.structs.replace(file.consultation.consent or Consent(), **changes))


def with_patient(file: ConsultationFile, **changes: object) -> ConsultationFile:
    """Return the file with fields of the patient replaced."""
    return msgspec.structs.replace(file, patient=msgspec.structs.replace(file.patient, **changes))


def with_product(file: ConsultationFile, **changes: object) -> ConsultationFile:
    """Return the file with fields of the product replaced."""
    plan = file.consultation.plan
    product = msgspec.structs.replace(plan.product, **changes)
    return with_consultation(file, plan=msgspec.structs.replace(plan, product=product))


def list_clauses(consent: AssembledConsent) -> tuple[Clause, ...]:
    """Return every numbered clause of a form, the withdrawal slip included."""
    return tuple(clause for section in (*consent.sections, consent.withdrawal) for clause in section.clauses)


def list_words(block: Block) -> tuple[str, ...]:
    """Return every text of a block that is not the value of a fact."""
    match block:
        case Paragraph(text=text) | TickBox(text=text) | YesNoChoice(text=text):
            return (text,)
        case Bullets(items=items):
            return items
        case Facts(pairs=pairs):
            return tuple(label for label, _ in pairs)
        case Grid(columns=columns):
            return columns
        case WriteLine(label=label):
            return (label,)
        case WriteTable(columns=columns):
            return columns


def all_words(consent: AssembledConsent) -> str:
    """Return everything that a form prints, facts included, as one text."""
    parts: list[str] = [consent.title, consent.subtitle, consent.key_points_heading, *consent.key_points]
    parts += [word for pair in consent.who.pairs for word in pair]
    for section in (*consent.sections, consent.withdrawal):
        parts += [section.heading, section.note]
    for clause in list_clauses(consent):
        parts.append(clause.title)
        for block in clause.blocks:
            parts += list_words(block)
            if isinstance(block, Facts):
                parts += [value for _, value in block.pairs]
            if isinstance(block, Grid):
                parts += [cell for row in block.rows for cell in row]
    for line in consent.signatures:
        parts += [line.role, line.statement, line.name]
    return "\n".join(parts)


LANGUAGES = tuple(Language)
