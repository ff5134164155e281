"""Generated courses over shared lots in one vault, walked by the program's own acts, and what must hold of them after.

Every patient has a mark that stands in name, notes and reasons, so that a chart with anything of another is found.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

import msgspec
from store.builders import START, make_patient

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.courses.acts import (
    Stamp,
    begin_course,
    with_course_stopped,
    with_session_missed,
    with_session_moved,
)
from stemsup_desktop.consultation.courses.course_model import Course, SessionRef, SessionState
from stemsup_desktop.consultation.courses.course_view import find_next_due
from stemsup_desktop.consultation.courses.vials import find_vial_faults
from stemsup_desktop.consultation.lots.lot_model import Lot, LotProduct, VialFate
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Consultation, Reason, Summary
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.sites.drawings import (
    Drawing,
    contains,
    find_drawing,
    find_zone,
    name_drawing,
    read_drawings,
)
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment, VialUsed
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.consultations import find_consultation
from stemsup_desktop.store.vault import Vault

MAP = Path(__file__).resolve().parents[2] / "resources" / "sites" / "site-map.json"
LOTS = 6
SAVED_BEFORE = 0.2
"""In how many sessions the treatment is saved once before the visit is closed."""
VOLUMES = ("0.05", "0.10", "0.1", "0.025", "0.0125", "0.20", "1.00", "0.333")
VIAL_ML = Decimal("1000")
_MARK = re.compile(r"«\d+»")


@dataclass(slots=True)
class Given:
    """What a visit gave, as it was entered."""

    patient_id: str
    course_id: str
    number: int
    lot_id: str
    volumes: tuple[str, ...]
    drawn_up: str
    vials: tuple[str, ...]


@dataclass(slots=True)
class Ledger:
    """What was entered, kept beside the vault; `refused` counts what the vault had to refuse, and did."""

    marks: dict[str, str] = field(default_factory=dict)
    given: dict[str, Given] = field(default_factory=dict)
    courses: dict[str, list[SessionState]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)


class CourseWalker:
    """Walks courses in a vault; the same seed walks the same ones."""

    def __init__(self, vault: Vault, seed: int, lots: int = LOTS) -> None:
        self.ledger = Ledger()
        self.drawings = read_drawings(MAP)
        self._vault = vault
        self._random = random.Random(seed)
        self._ids = count(1)
        self._places = tuple(self._find_places(400))
        self._lots = self._make_lots(lots)
        self._vials = {lot.lot_id: count(1) for lot in self._lots}
        self._used: list[tuple[Lot, str]] = []
        self._stamp = Stamp(vault.author.name, START)

    def walk(self, courses: int) -> Ledger:
        """Walk so many courses; two in three patients have one, the third has two, one after the other."""
        made = 0
        while made < courses:
            patient = self._make_patient(made)
            for _ in range(min(self._random.choice((1, 1, 2)), courses - made)):
                self._walk_course(patient)
                made += 1
        return self.ledger

    def _make_patient(self, number: int) -> Patient:
        mark = f"«{number}»"
        patient = make_patient(f"A-{number:06}", f"患者 {mark}", kana="", romaji="")
        self._vault.save_patient(patient)
        self.ledger.marks[patient.patient_id] = mark
        return patient

    def _make_lots(self, wanted: int) -> tuple[Lot, ...]:
        product = self._vault.save_product(LotProduct("", "SH-CM", "SH-CM", vial_ml=VIAL_ML))
        numbers = (f"UC-26{number:03}" for number in range(wanted))
        return tuple(
            self._vault.save_lot(Lot("", product.product_id, number, vials_received=100_000)).lot for number in numbers
        )

    def _find_places(self, wanted: int) -> Iterator[tuple[str, str, Decimal, Decimal]]:
        """Yield places that lie in a zone, each with its drawing and the zone's site."""
        while wanted:
            drawing = self._random.choice(self.drawings)
            left, top, width, height = drawing.view_box
            x = _round(left + self._random.random() * width)
            y = _round(top + self._random.random() * height)
            zone = find_zone(drawing, x, y)
            if zone is not None:
                yield name_drawing(drawing), zone.zone_id, x, y
                wanted -= 1

    def _make_visit(self, patient: Patient, at: datetime, session: SessionRef | None = None) -> Consultation:
        mark = self.ledger.marks[patient.patient_id]
        return Consultation(f"visit-{next(self._ids)}", at, reason=Reason(goal=f"goal {mark}"), session=session)

    def _walk_course(self, patient: Patient) -> None:
        rng, vault = self._random, self._vault
        visit = self._make_visit(patient, START)
        plan = Plan(sessions=rng.randint(1, 5), interval_days=rng.choice((7, 14, 28)), first_session_on=START.date())
        visit = msgspec.structs.replace(visit, plan=plan)
        vault.start_consultation(patient.patient_id, visit)
        course = vault.save_course(begin_course(plan, patient, visit, START, f"course-{next(self._ids)}"))
        vault.save_consultation(_close(visit), patient.patient_id)
        while (due := find_next_due(course)) is not None:
            course = self._do_next(patient, course, due.number)
        self.ledger.courses[course.course_id] = [one.state for one in course.sessions]

    def _do_next(self, patient: Patient, course: Course, number: int) -> Course:
        rng, vault = self._random, self._vault
        reason = f"reason {self.ledger.marks[patient.patient_id]}"
        chance = rng.random()
        session = course.sessions[number - 1]
        if chance < 0.1 and len(session.moves) < 3:
            day = session.planned_on + timedelta(days=rng.randint(1, 20))
            moved = with_session_moved(course, number, day, reason, stamp=self._stamp, moves_following=True)
            return vault.save_course(moved, expected=course)
        if chance < 0.2:
            missed = with_session_missed(course, number, reason, session.planned_on, stamp=self._stamp)
            return vault.save_course(missed, expected=course)
        if chance < 0.25:
            stopped = with_course_stopped(course, reason, session.planned_on, stamp=self._stamp)
            return vault.save_course(stopped, expected=course)
        self._give(patient, course, number)
        return vault.get_course(course.course_id)

    def _give(self, patient: Patient, course: Course, number: int) -> None:
        vault, reference = self._vault, SessionRef(course.course_id, number)
        visit = self._make_visit(patient, START, reference)
        vault.start_consultation(patient.patient_id, visit)
        self._try_what_cannot_be(patient, visit, reference)
        lot = self._random.choice(self._lots)
        vials = tuple(str(next(self._vials[lot.lot_id])) for _ in range(self._random.choice((1, 1, 2))))
        treatment = self._make_treatment(lot, vials, self.ledger.marks[patient.patient_id])
        faults = find_vial_faults(treatment, (), visit.consultation_id, {lot.lot_id: VIAL_ML})
        if faults:
            raise AssertionError(f"a treatment without a fault has one: {faults[0].rule}")
        # Some are saved before they are closed, the others in one save, as a visit that is caught up on.
        treated = msgspec.structs.replace(visit, treatment=treatment)
        if self._random.random() < SAVED_BEFORE:
            vault.save_consultation(treated, patient.patient_id)
        vault.save_consultation(_close(treated), patient.patient_id)
        points = (point.volume_ml for site in treatment.sites for point in site.marked)
        volumes = tuple(str(volume) for volume in points)
        drawn_up = str(sum((one.drawn_up_ml for one in treatment.vials if one.drawn_up_ml), Decimal(0)))
        self._used += [(lot, vial) for vial in vials]
        self.ledger.given[visit.consultation_id] = Given(
            patient.patient_id, course.course_id, number, lot.lot_id, volumes, drawn_up, vials
        )

    def _make_treatment(self, lot: Lot, vials: tuple[str, ...], mark: str) -> Treatment:
        rng = self._random
        by_site: dict[str, list[SitePoint]] = {}
        for drawing, site_id, x, y in rng.sample(self._places, rng.randint(1, 6)):
            by_site.setdefault(site_id, []).append(SitePoint(drawing, x, y, Decimal(rng.choice(VOLUMES))))
        sites = tuple(SiteTreated(site_id, marked=tuple(points)) for site_id, points in by_site.items())
        volumes = [point.volume_ml for site in sites for point in site.marked if point.volume_ml is not None]
        rest = sum(volumes, Decimal(0))
        used: list[VialUsed] = []
        for vial in vials:
            drawn = rest if vial == vials[-1] else Decimal(rng.choice(VOLUMES)).min(rest)
            rest -= drawn
            used.append(VialUsed(lot.number, vial, Route.INTRADERMAL, lot.lot_id, drawn_up_ml=drawn))
        return Treatment(started_at=START, sites=sites, vials=tuple(used), note=f"note {mark}")

    def _try_what_cannot_be(self, patient: Patient, visit: Consultation, reference: SessionRef) -> None:
        """Now and then try another visit for the same session, and a vial that somebody else has had."""
        rng, vault = self._random, self._vault
        if rng.random() < 0.05:
            twice = self._make_visit(patient, START, reference)
            self._expect("session-under-way", lambda: vault.start_consultation(patient.patient_id, twice))
        if self._used and rng.random() < 0.1:
            lot, vial = rng.choice(self._used)
            used = Treatment(started_at=START, vials=(VialUsed(lot.number, vial, Route.INTRADERMAL, lot.lot_id),))
            stolen = msgspec.structs.replace(visit, treatment=used)
            self._expect("vial-used", lambda: vault.save_consultation(stolen, patient.patient_id))

    def _expect(self, code: str, act: Callable[[], object]) -> None:
        try:
            act()
        except InputProblem as problem:
            if problem.code != code:
                raise
            self.ledger.refused[code] += 1
            return
        raise AssertionError(f"{code} was not refused")


def find_faults(vault: Vault, ledger: Ledger, drawings: tuple[Drawing, ...]) -> list[str]:
    """Return everything that does not hold of the courses in a vault; empty when all does."""
    with vault._database.atomic():  # that each chart was opened is kept by the vault: one write to the disk for all
        faults = [*_check_vials(vault, ledger), *_check_recipients(vault, ledger)]
        places = _PlaceCheck(drawings)
        for patient_id, mark in ledger.marks.items():
            faults += _check_chart(vault, ledger, places, patient_id, mark)
    return faults


class _PlaceCheck:
    """Says whether a point lies in its drawing and its site; the walk has 400 places, each is looked at once."""

    def __init__(self, drawings: tuple[Drawing, ...]) -> None:
        self._drawings = drawings
        self._known: dict[tuple[str, str, Decimal, Decimal], bool] = {}

    def is_right(self, site_id: str, point: SitePoint) -> bool:
        key = (site_id, point.drawing, point.x, point.y)
        if key not in self._known:
            self._known[key] = self._look(*key)
        return self._known[key]

    def _look(self, site_id: str, name: str, x: Decimal, y: Decimal) -> bool:
        drawing = find_drawing(self._drawings, name)
        zone = None if drawing is None else find_zone(drawing, x, y)
        return drawing is not None and contains(drawing, x, y) and zone is not None and zone.zone_id == site_id


def _check_vials(vault: Vault, ledger: Ledger) -> Iterator[str]:
    wanted = {(one.lot_id, vial): visit for visit, one in ledger.given.items() for vial in one.vials}
    if len(wanted) != sum(len(one.vials) for one in ledger.given.values()):
        yield "a vial was used twice"
    kept = {
        (vial.lot_id, vial.vial): vial.consultation_id
        for entry in vault.list_lots()
        for vial in vault.list_vials(entry.lot.lot_id)
        if vial.fate is VialFate.USED
    }
    if kept != wanted:
        yield "the vault knows other vials than were used"


def _check_recipients(vault: Vault, ledger: Ledger) -> Iterator[str]:
    found: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    for entry in vault.list_lots():
        for recipient in vault.find_recipients(entry.lot.number):
            for visit in recipient.visits:
                for use in visit.uses:
                    if visit.consultation_id in found:
                        yield "a visit stands twice among those who received a lot"
                    volumes = tuple(str(point.volume_ml) for site in use.sites for point in site.marked)
                    found[visit.consultation_id] = (recipient.patient.patient_id, str(use.drawn_up_ml), volumes)
                    if use.volume_ml != sum(map(Decimal, volumes), Decimal(0)):
                        yield "what a lot gave is not the sum of its points"
    if found != {visit: (one.patient_id, one.drawn_up, one.volumes) for visit, one in ledger.given.items()}:
        yield "those who received a lot, or how much, are others than were entered"


def _check_chart(vault: Vault, ledger: Ledger, places: _PlaceCheck, patient_id: str, mark: str) -> Iterator[str]:
    courses = vault.list_courses(patient_id)
    held = [msgspec.json.encode(courses), msgspec.json.encode(vault.get_patient(patient_id))]
    for course in courses:
        yield from _check_course(ledger, course, patient_id)
    for entry in vault.list_consultations(patient_id):
        visit = find_consultation(vault._database, entry.consultation_id)
        if visit is None:
            yield "a visit of the list is not in the vault"
            continue
        held += [msgspec.json.encode(visit), msgspec.json.encode(vault.load_background(entry.consultation_id))]
        yield from _check_visit(ledger, places, visit)
    if {one for data in held for one in _MARK.findall(data.decode())} != {mark}:
        yield "a chart holds what is of another patient"


def _check_course(ledger: Ledger, course: Course, patient_id: str) -> Iterator[str]:
    if course.patient_id != patient_id:
        yield "a course is on the chart of another patient"
    if [one.number for one in course.sessions] != list(range(1, len(course.sessions) + 1)):
        yield "a session was lost"
    if [one.state for one in course.sessions] != ledger.courses[course.course_id]:
        yield "a session stands otherwise than it was walked"
    for session in course.sessions:
        given = ledger.given.get(session.consultation_id)
        if session.state is SessionState.GIVEN and (
            given is None or (given.course_id, given.number) != (course.course_id, session.number)
        ):
            yield "a session was given in a visit that did not give it"


def _check_visit(ledger: Ledger, places: _PlaceCheck, visit: Consultation) -> Iterator[str]:
    given = ledger.given.get(visit.consultation_id)
    points = [(site.site_id, point) for site in visit.treatment.sites for point in site.marked]
    if tuple(str(point.volume_ml) for _, point in points) != (() if given is None else given.volumes):
        yield "a volume is not found again as it was entered"
    for site_id, point in points:
        if not places.is_right(site_id, point):
            yield "a point lies outside its drawing or its site"


def _round(place: float) -> Decimal:
    return Decimal(f"{place:.1f}")


def _close(visit: Consultation) -> Consultation:
    return msgspec.structs.replace(visit, summary=Summary(closed_at=visit.started_at))
