"""What of the charts could go: read from the vault, decided by `consultation.retention`."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any

import msgspec
from sqlite_utils import Database

from stemsup_desktop.consultation.retention import (
    LEAST,
    ChartFacts,
    Due,
    Ground,
    RetentionPolicy,
    VisitFacts,
    derive_due,
    is_allowed,
)
from stemsup_desktop.store.lot_retention import DueLot, list_due_lots
from stemsup_desktop.store.moments import find_day
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.problems import translating_file_errors
from stemsup_desktop.store.recent_patients import PREFIX
from stemsup_desktop.store.records import decode_record, encode_moment
from stemsup_desktop.store.trail_clock import TrailClock

_SETTING = "retention."

TRACES = "retention.traces"
"""The setting that says that records were deleted and the database was not written anew since."""


class DueChart(msgspec.Struct, frozen=True):
    """What of one chart could go: for whoever only administers, so nothing clinical and no name is in it.

    All of it could go since a day; `last_visit_on` is when the patient was last there, or was entered. `kept_visits`
    stay, and so the patient with them.
    """

    patient_id: str
    chart_number: str
    last_visit_on: date
    since: date
    ground: Ground
    visits: int
    kept_visits: int
    documents: int
    attachments: int


class DueList(msgspec.Struct, frozen=True):
    """The charts of which something could go, the longest due first, as counted on a day; see `find_sure_day`.

    `lots` of the lot book that could go as well are those that nobody on record received.
    """

    as_of: date
    charts: tuple[DueChart, ...]
    lots: tuple[DueLot, ...] = ()


class KeptChart(msgspec.Struct, frozen=True):
    """A chart as it lies in the vault: its facts, and how many documents and files each visit has."""

    chart_number: str
    facts: ChartFacts
    documents: Mapping[str, int]
    attachments: Mapping[str, int]


class _Lot(msgspec.Struct, frozen=True):
    lot_number: str | None = None


class _Vial(msgspec.Struct, frozen=True):
    lot_number: str = ""
    lot_id: str = ""


class _Nasal(msgspec.Struct, frozen=True):
    dispensed: tuple[_Lot, ...] = ()


class _Treatment(msgspec.Struct, frozen=True):
    lot_number: str | None = None
    vials: tuple[_Vial, ...] = ()
    nasal: _Nasal | None = None


class _Plan(msgspec.Struct, frozen=True):
    product: _Lot = _Lot()


class _Consent(msgspec.Struct, frozen=True):
    signature: dict[str, Any] | None = None


class _Visit(msgspec.Struct, frozen=True):
    """Of a consultation's record the few fields that count here."""

    plan: _Plan = _Plan()
    consent: _Consent = _Consent()
    treatment: _Treatment = _Treatment()

    @property
    def has_lot(self) -> bool:
        treatment = self.treatment
        dispensed = () if treatment.nasal is None else treatment.nasal.dispensed
        if any(vial.lot_id for vial in treatment.vials):
            return True
        numbers = [self.plan.product.lot_number, treatment.lot_number]
        numbers += [vial.lot_number for vial in treatment.vials]
        numbers += [lot.lot_number for lot in dispensed]
        return any((number or "").strip() for number in numbers)


class _Patient(msgspec.Struct, frozen=True):
    chart_number: str


def read_policy(settings: Mapping[str, str]) -> RetentionPolicy:
    """Return the times among the vault's settings; what is missing or not allowed is as the program comes."""
    policy = LEAST
    for name in LEAST.__struct_fields__:
        text = settings.get(_SETTING + name, "")
        if text.isascii() and text.isdigit() and len(text) < 4:
            changed = msgspec.structs.replace(policy, **{name: int(text)})
            policy = changed if is_allowed(changed) else policy
    return policy


def make_settings_of(policy: RetentionPolicy) -> dict[str, str]:
    """Return the times as `Vault.save_settings` keeps them."""
    return {_SETTING + name: str(years) for name, years in msgspec.structs.asdict(policy).items()}


def find_sure_day(db: Database, now: datetime) -> date | None:
    """Find the last day before today on which the vault was in use; nothing goes that was not due on it already.

    A clock that is ahead for a day thus lets nothing go. None where there is no such day.
    """
    today = datetime.combine(now.date(), time(), now.tzinfo)
    row = db.execute(
        "select at from audit_trail where at < ? order by sequence desc limit 1", [encode_moment(today)]
    ).fetchone()
    return None if row is None else find_day(str(row[0]), now.tzinfo)


def list_due(db: Database, policy: RetentionPolicy, on: date, zone: tzinfo | None, clock: TrailClock) -> DueList:
    """Return what could go, the longest due first. `zone` is the clinic's."""
    charts = []
    for patient_id in _find_candidates(db, policy, on, zone):
        chart = load_chart(db, patient_id, zone, clock)
        due = derive_due(chart.facts, policy, on)
        if due is not None:
            charts.append(_make_due_chart(patient_id, chart, due))
    charts.sort(key=lambda chart: (chart.since, chart.chart_number))
    return DueList(on, tuple(charts), list_due_lots(db, policy, on, zone))


def load_chart(db: Database, patient_id: str, zone: tzinfo | None, clock: TrailClock) -> KeptChart:
    """Return what of a patient's chart counts here; the patient is known to be there."""
    record, seen_at = db.execute("select record, seen_at from patients where id = ?", [patient_id]).fetchone()
    moments = clock.list_moments(db, patient_id)
    documents = _list_counts(db, _DOCUMENTS, patient_id)
    attachments = _list_counts(db, _ATTACHMENTS, patient_id)
    withdrawals = _list_counts(db, _WITHDRAWALS, patient_id)
    events, contacts = (_list_counts(db, query, patient_id) for query in (_EVENTS, _CONTACTS))
    pictures = _list_counts(db, _PHOTOGRAPHS, patient_id)
    followed = {str(row[0]) for row in db.execute(_FOLLOWED, [patient_id]).fetchall()}
    visits = []
    for consultation_id, is_open, visit_record, *own in db.execute(_VISITS, [patient_id]).fetchall():
        beside = (documents, attachments, withdrawals, events, contacts, pictures)
        others = tuple(one.get(consultation_id) for one in beside)
        texts = (*own, *(moment for _, moment in filter(None, others)), moments.get(consultation_id))
        visit = decode_record(visit_record, _Visit)
        visits.append(
            VisitFacts(
                consultation_id=consultation_id,
                last_on=max(find_day(text, zone) for text in texts if text),
                is_open=bool(is_open) or consultation_id in followed,
                has_consent=consultation_id in documents or visit.consent.signature is not None,
                has_lot=visit.has_lot,
            )
        )
    told, taken = (one.get("", (0, ""))[1] for one in (contacts, pictures))
    entered = max(find_day(text, zone) for text in (seen_at, moments.get(""), told, taken) if text)
    under_way = _is_under_way(db, patient_id, [visit.consultation_id for visit in visits])
    return KeptChart(
        chart_number=decode_record(record, _Patient).chart_number,
        facts=ChartFacts(entered, tuple(visits), under_way),
        documents={visit_id: count for visit_id, (count, _) in documents.items()},
        attachments={visit_id: count for visit_id, (count, _) in attachments.items()},
    )


def find_older_copies(folder: Path) -> tuple[str, ...]:
    """Return the names of older copies beside the vault that still hold what is deleted; raises what the disk says."""
    with translating_file_errors():
        found = [*(folder / VAULT_FOLDER).glob("vault-before-*.db"), *folder.glob("vault-replaced-*")]
    return tuple(sorted(path.name for path in found))


_VISITS = """
    select id, closed_at is null, record, started_at, updated_at, closed_at from consultations where patient_id = ?
"""
_DOCUMENTS = """
    select d.consultation_id, count(distinct d.number),
        max(max(d.created_at), max(coalesce(s.recorded_at, '')), max(coalesce(f.added_at, '')))
    from documents as d left join document_signatures as s on s.number = d.number
        left join document_files as f on f.number = d.number and f.page = 1
    where d.patient_id = ? group by d.consultation_id
"""
_ATTACHMENTS = """
    select consultation_id, count(*), max(added_at) from attachments where patient_id = ? group by consultation_id
"""
_WITHDRAWALS = """
    select w.consultation_id, count(*), max(w.recorded_at)
    from withdrawals as w join consultations as c on c.id = w.consultation_id
    where c.patient_id = ? group by w.consultation_id
"""


_EVENTS = """
    select e.consultation_id, count(distinct e.id), max(v.saved_at)
    from adverse_events as e join adverse_event_versions as v on v.event_id = e.id
    where e.patient_id = ? group by e.consultation_id
"""
_CONTACTS = """
    select consultation_id, count(*), max(recorded_at) from contacts where patient_id = ? group by consultation_id
"""
_PHOTOGRAPHS = """
    select consultation_id, count(*), max(max(added_at, coalesce(removed_at, '')))
    from photographs where patient_id = ? group by consultation_id
"""
_FOLLOWED = "select consultation_id from adverse_events where patient_id = ? and closed_at is null"


def _find_candidates(db: Database, policy: RetentionPolicy, on: date, zone: tzinfo | None) -> Iterator[str]:
    """Yield patients who were last worked on long enough ago: more than are due, never fewer."""
    if on.year <= policy.charts_years + 1:
        return
    day = on - timedelta(days=365 * policy.charts_years - 2)
    before = encode_moment(datetime.combine(day, time(), zone))
    rows = db.execute("select id from patients where seen_at < ? order by seen_at", [before]).fetchall()
    yield from (str(row[0]) for row in rows)


def _list_counts(db: Database, query: str, patient_id: str) -> dict[str, tuple[int, str]]:
    rows = db.execute(query, [patient_id]).fetchall()
    return {str(visit_id): (int(count), str(moment)) for visit_id, count, moment in rows}


def _is_under_way(db: Database, patient_id: str, visit_ids: list[str]) -> bool:
    numbers = db.execute("select number from documents where patient_id = ?", [patient_id]).fetchall()
    names = [patient_id, *visit_ids, *(str(number) for (number,) in numbers)]
    texts = [str(text) for (text,) in db.execute("select record from unfinished where name not like ?", [f"{PREFIX}%"])]
    return any(name in text for text in texts for name in names)


def _make_due_chart(patient_id: str, chart: KeptChart, due: Due) -> DueChart:
    return DueChart(
        patient_id=patient_id,
        chart_number=chart.chart_number,
        last_visit_on=chart.facts.last_on,
        since=due.since,
        ground=due.ground,
        visits=len(due.consultation_ids),
        kept_visits=len(chart.facts.visits) - len(due.consultation_ids),
        documents=sum(chart.documents.get(visit_id, 0) for visit_id in due.consultation_ids),
        attachments=sum(chart.attachments.get(visit_id, 0) for visit_id in due.consultation_ids),
    )
