"""Sessions that are given in the vault beside the window, and what vault, papers and lists say of all of them."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec
from click.testing import CliRunner
from course_clinic import FILE, PEOPLE, answered, make_first_visit
from course_steps import Entered
from driver import Keyboard
from printed_text import list_page_texts
from visit import PASSPHRASE

from stemsup_desktop.cli import Desk, stemsup
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.courses.acts import begin_course
from stemsup_desktop.consultation.courses.course_model import SessionRef
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.plan_model import Product
from stemsup_desktop.consultation.record import Consultation, ConsultationFile, Summary
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.treatment_model import SiteTreated, Treatment, VialUsed
from stemsup_desktop.content import Content
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.jobs import Err

T = TypeVar("T")
_PLACES = {"vertex": ("160", "135"), "mid-l": ("194", "207")}


def ask_vault(keys: Keyboard, work: Callable[[Vault], T]) -> T:
    """Do something with the vault that the window has open, on its own thread, and return what came of it."""
    results: list[T] = []

    def on_result(result: object) -> None:
        if isinstance(result, Err):
            raise result.problem
        results.append(result.value)  # type: ignore[attr-defined]

    keys.desktop._access.run(work, on_result)
    keys.until(lambda: bool(results), "what the vault says")
    return results[0]


def visit_id_of(entered: Entered) -> str:
    """Return the id of a visit that is given in the vault."""
    return f"visit-{entered.patient_id.removeprefix('patient-')}-{entered.session}"


def give_session(vault: Vault, entered: Entered, lot_id: str, at: datetime) -> None:
    """Give a session, whose visit may be open already; the first one begins the course."""
    visit_id = visit_id_of(entered)
    if visit_id not in {one.consultation_id for one in vault.list_consultations(entered.patient_id)}:
        start_session(vault, entered, lot_id, at)
    visit = vault.load_consultation(visit_id)
    closed = msgspec.structs.replace(
        visit, treatment=make_treatment(entered, lot_id, at), summary=Summary(closed_at=at)
    )
    vault.save_consultation(closed, entered.patient_id)


def start_session(vault: Vault, entered: Entered, lot_id: str, at: datetime) -> None:
    """Start the visit of a session, with its lot in the plan."""
    patient_id, visit_id = entered.patient_id, visit_id_of(entered)
    product = Product(name="SH-CM", lot_number=entered.lot_number, lot_id=lot_id)
    first = make_first_visit(int(patient_id.removeprefix("patient-")))
    plan = msgspec.structs.replace(
        first.plan,
        product=product,
        routes=(Route.INTRADERMAL,),
        sessions=4,
        interval_days=28,
        first_session_on=at.date(),
    )
    visit = msgspec.structs.replace(answered(Consultation(visit_id, at, visit_number=entered.session)), plan=plan)
    if entered.session == 1:
        vault.start_consultation(patient_id, visit)
        course = vault.save_course(begin_course(plan, vault.get_patient(patient_id), visit, at, vault.make_id()))
        ref = SessionRef(course.course_id, 1)
        vault.save_consultation(msgspec.structs.replace(visit, session=ref), patient_id)
        return
    (course,) = vault.list_courses(patient_id)
    ref = SessionRef(course.course_id, entered.session)
    vault.start_consultation(patient_id, msgspec.structs.replace(visit, session=ref))


def judge(vault: Vault, entered: Entered, content: Content, now: datetime) -> Verdict:
    """Return how the gate of an open visit stands by what the vault holds now."""
    visit_id = visit_id_of(entered)
    visit, background = vault.load_consultation(visit_id), vault.load_background(visit_id)
    file = ConsultationFile(FILE.clinic, FILE.physician, vault.get_patient(entered.patient_id), visit, background)
    return content.derive_gate(file, now).verdict


def make_treatment(entered: Entered, lot_id: str, at: datetime) -> Treatment:
    """Return the treatment that was entered."""
    sites = tuple(
        SiteTreated(
            site_id,
            marked=tuple(
                SitePoint("scalp-top/2", Decimal(_PLACES[site_id][0]), Decimal(_PLACES[site_id][1]), Decimal(volume))
                for volume in volumes
            ),
        )
        for site_id, volumes in entered.points.items()
    )
    vial = VialUsed(
        entered.lot_number,
        entered.vial,
        Route.INTRADERMAL,
        lot_id,
        drawn_up_ml=Decimal(entered.drawn_up),
        discarded_ml=Decimal(entered.discarded),
    )
    return Treatment(started_at=at, sites=sites, vials=(vial,), no_reaction_observed=True)


# What is found again


Given = tuple[str, tuple[tuple[str, tuple[str, ...]], ...], str, str, str]
"""Patient, the volumes of each site, vial, what was drawn up and what was discarded; every number as its digits."""


def expect(ledger: Iterable[Entered]) -> list[Given]:
    """Return what was entered, in an order of its own."""
    return sorted(
        (
            one.patient_id,
            tuple(sorted((site, tuple(volumes)) for site, volumes in one.points.items())),
            one.vial,
            one.drawn_up,
            one.discarded,
        )
        for one in ledger
    )


def read_treatment(patient_id: str, sites: Iterable[SiteTreated], vials: Iterable[VialUsed]) -> Given:
    """Return what a treatment says, digit by digit."""
    (vial,) = vials
    volumes = tuple(sorted((site.site_id, tuple(str(one.volume_ml) for one in site.marked)) for site in sites))
    return patient_id, volumes, vial.vial, str(vial.drawn_up_ml), str(vial.discarded_ml)


def find_in_vault(vault: Vault) -> list[Given]:
    """Return every treatment that the vault holds."""
    found = []
    for person in PEOPLE:
        for entry in vault.list_consultations(person.patient_id):
            treatment = vault.load_consultation(entry.consultation_id).treatment
            if treatment.sites:
                found.append(read_treatment(person.patient_id, treatment.sites, treatment.vials))
    return sorted(found)


def find_recipients(vault: Vault, number: str) -> list[Given]:
    """Return every use of a lot that its recall finds."""
    return sorted(
        read_treatment(recipient.patient.patient_id, use.sites, use.vials)
        for recipient in vault.find_recipients(number)
        for visit in recipient.visits
        for use in visit.uses
    )


def call_recall(folder: Path, clock: Callable[[], datetime], number: str) -> list[Given]:
    """Return every use of a lot that `stemsup recall LOT --json` prints, digit by digit."""
    facts = json.loads(
        _call(folder, clock, "recall", number, "--json"), parse_float=str, parse_int=str
    )  # the digits as they are printed
    return sorted(_read_use(person, use) for person in facts["recipients"] for use in _list_uses(person))


def export_chart(folder: Path, clock: Callable[[], datetime], chart: str, parent: Path) -> Path:
    """Return the folder into which `stemsup export` wrote the documents of a chart."""
    out = parent / "exported"
    out.mkdir()
    _call(folder, clock, "export", "--chart", chart, "--out", str(out))
    (made,) = out.iterdir()
    return made


def _call(folder: Path, clock: Callable[[], datetime], *arguments: str) -> str:
    desk = Desk(clock, {}, lambda _: None, lambda: None, lambda: False, lambda: False)
    words = ["--data-folder", str(folder), *arguments, "--passphrase-stdin"]
    result = CliRunner().invoke(stemsup, words, obj=desk, input=f"{PASSPHRASE}\n")
    assert result.exit_code == 0, result.stderr
    return result.stdout


def _list_uses(person: dict[str, list[dict[str, list[dict[str, object]]]]]) -> list[dict[str, object]]:
    return [use for visit in person["visits"] for use in visit["uses"]]


def _read_use(person: dict[str, object], use: dict[str, object]) -> Given:
    sites = msgspec.convert(use["sites"], list[dict[str, object]])
    (vial,) = msgspec.convert(use["vials"], list[dict[str, object]])
    volumes = tuple(
        sorted(
            (
                str(site["site_id"]),
                tuple(str(point["volume_ml"]) for point in msgspec.convert(site["marked"], list[dict[str, object]])),
            )
            for site in sites
        )
    )
    return str(person["patient_id"]), volumes, str(vial["vial"]), str(vial["drawn_up_ml"]), str(vial["discarded_ml"])


def read_words(pdf: bytes) -> list[str]:
    """Return the words of a document, in the order in which they stand."""
    text = " ".join(list_page_texts(pdf))
    return [word.strip(",;:、。()（）") for word in text.split()]
