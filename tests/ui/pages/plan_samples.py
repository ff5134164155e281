"""Shipped example consultations, opened as the pages of plan and treatment see them."""

from datetime import datetime, timedelta, timezone

import msgspec

from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.content import Content
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.visit_state import VisitState

JAPAN = timezone(timedelta(hours=9))
DAY_OF_TREATMENT = datetime(2026, 11, 19, 15, 44, tzinfo=JAPAN)


def read_example(name: str) -> ConsultationFile:
    """Return one of the shipped examples."""
    path = find_resources() / "examples" / f"{name}.json"
    return msgspec.json.decode(path.read_bytes(), type=ConsultationFile)


def make_state(content: Content, file: ConsultationFile, now: datetime = DAY_OF_TREATMENT) -> VisitState:
    """Return the state of a visit, its gate derived."""
    gate = content.derive_gate(file, now)
    return VisitState(file.patient, file.consultation, file.clinic, file.physician, gate)


def with_consultation(file: ConsultationFile, consultation: Consultation) -> ConsultationFile:
    """Return the file with another consultation."""
    return msgspec.structs.replace(file, consultation=consultation)


def with_parts(file: ConsultationFile, **parts: object) -> ConsultationFile:
    """Return the file with another plan, treatment or consent."""
    return with_consultation(file, msgspec.structs.replace(file.consultation, **parts))


def ready_to_treat() -> ConsultationFile:
    """Return the treated example as it was before the treatment: gate open, consent signed, nothing recorded."""
    return with_parts(read_example("treated"), treatment=Treatment())


def plan_of(file: ConsultationFile, **changes: object) -> Plan:
    """Return the plan of a file with changes."""
    plan: Plan = msgspec.structs.replace(file.consultation.plan, **changes)
    return plan
