"""Who received a lot: kept in step with every save, found by number and by entry, exact to the last digit."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2
from store.builders import START, SteppingClock, make_older_vault, make_patient, make_vault, reopen
from store.lot_builders import NUMBER, add_lot, make_point, make_vial, make_visit

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.events.event_model import AdverseEvent
from stemsup_desktop.consultation.lots.recall_model import Recipient
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record import Consultation, Summary
from stemsup_desktop.consultation.treatment_model import (
    DripRecord,
    NasalRecord,
    Reaction,
    SiteTreated,
    Treatment,
)
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.records import encode_record
from stemsup_desktop.store.vault import Vault, open_vault

PATIENT = "patient-A-0012"
OTHER = "patient-B-1"


@pytest.fixture
def two_patients(vault: Vault) -> Vault:
    vault.save_patient(make_patient(phone="03-1234-5678", address="東京都港区1-2-3"))
    vault.save_patient(make_patient("B-1", "佐藤 一"))
    return vault


def list_uses(recipients: tuple[Recipient, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (one.patient.chart_number, visit.consultation_id, tuple(vial.vial for use in visit.uses for vial in use.vials))
        for one in recipients
        for visit in one.visits
    ]


def test_everyone_who_received_a_lot_is_found_with_where_how_much_and_how_to_reach_them(two_patients: Vault) -> None:
    vault, lot_id = two_patients, add_lot(two_patients).lot.lot_id
    bruise = Reaction("bruise", 1, site_id="front-l", point=2)
    first = make_visit("visit-1", make_vial("1", lot_id), make_vial("2", lot_id, drawn_up="0.50"))
    first = msgspec.structs.replace(first, treatment=msgspec.structs.replace(first.treatment, reactions=(bruise,)))
    vault.start_consultation(PATIENT, first)
    vault.start_consultation(OTHER, make_visit("visit-2", make_vial("3", number="ｓｕｐ-24-117")))
    vault.start_consultation(OTHER, make_visit("visit-3", make_vial("1", number="SUP-24-118"), number=NUMBER))

    found = vault.find_recipients(" sup-24-117")
    assert list_uses(found) == [("A-0012", "visit-1", ("1", "2")), ("B-1", "visit-2", ("3",))]
    patient, (visit,) = found[0].patient, found[0].visits
    assert (patient.phone, patient.address, patient.language) == ("03-1234-5678", "東京都港区1-2-3", "ja")
    assert (visit.day, visit.visit_number, visit.reactions) == (START.date(), 1, (bruise,))
    (use,) = visit.uses
    assert (use.route, str(use.volume_ml), str(use.drawn_up_ml)) == (Route.INTRADERMAL, "0.40", "1.50")
    assert [str(point.volume_ml) for point in use.sites[0].marked] == ["0.10", "0.30"]
    assert vault.find_recipients("SUP-24-119") == ()


def test_the_events_that_followed_come_along_and_no_other_patients(two_patients: Vault) -> None:
    vault = two_patients
    for patient_id, visit_id in ((PATIENT, "visit-1"), (OTHER, "visit-2")):
        vault.start_consultation(patient_id, make_visit(visit_id, make_vial(visit_id)))
    event = AdverseEvent("", PATIENT, "visit-1", "granuloma", 2, START, "x", onset_on=START.date())
    kept = vault.save_event(event)
    first, second = vault.find_recipients(NUMBER)
    assert first.events == (kept,)
    assert second.events == ()


def test_uses_follow_every_save(two_patients: Vault) -> None:
    vault = two_patients
    vault.start_consultation(PATIENT, make_visit("visit-1", number=NUMBER))
    assert vault.find_recipients(NUMBER) == ()
    vault.save_consultation(make_visit("visit-1", make_vial("1")), PATIENT)
    vault.save_consultation(make_visit("visit-1", make_vial("1", drawn_up="1.0")), PATIENT)
    ((visit,),) = (one.visits for one in vault.find_recipients(NUMBER))
    assert str(visit.uses[0].drawn_up_ml) == "1.0"
    vault.save_consultation(make_visit("visit-1", make_vial("1", number="SUP-24-118")), PATIENT)
    assert vault.find_recipients(NUMBER) == ()
    assert list_uses(vault.find_recipients("SUP-24-118")) == [("A-0012", "visit-1", ("1",))]


def test_a_save_that_is_refused_leaves_the_uses_as_they_were(two_patients: Vault) -> None:
    vault, lot_id = two_patients, add_lot(two_patients).lot.lot_id
    vault.start_consultation(PATIENT, make_visit("visit-1", make_vial("1", lot_id)))
    vault.start_consultation(OTHER, make_visit("visit-2"))
    with pytest.raises(InputProblem):
        vault.save_consultation(make_visit("visit-2", make_vial("1", lot_id)), OTHER)
    assert list_uses(vault.find_recipients(NUMBER)) == [("A-0012", "visit-1", ("1",))]


def test_a_number_that_is_corrected_in_the_book_still_finds_who_was_treated_under_the_old_one(
    two_patients: Vault,
) -> None:
    vault, entry = two_patients, add_lot(two_patients, "SUP-24-171")
    vault.start_consultation(PATIENT, make_visit("visit-1", make_vial("1", entry.lot.lot_id, "SUP-24-171")))
    vault.save_lot(msgspec.structs.replace(entry.lot, number=NUMBER))
    for number in (NUMBER, "SUP-24-171"):
        assert list_uses(vault.find_recipients(number)) == [("A-0012", "visit-1", ("1",))]


def test_that_the_list_was_made_is_a_row(two_patients: Vault) -> None:
    two_patients.find_recipients(NUMBER)
    row = two_patients.list_whole_history()[0]
    assert (row.act, row.subject, row.patient_id) == (AuditAct.RECALL_LISTED, NUMBER, "")


def test_a_vault_from_before_knows_who_received_what(tmp_path: Path) -> None:
    visits = [
        (make_visit("visit-1", make_vial("1")), PATIENT),
        (
            make_visit("visit-2", treatment=Treatment(lot_number=NUMBER, drip=DripRecord(volume_ml=Decimal("2.50")))),
            OTHER,
        ),
        (make_visit("visit-3", number=NUMBER), OTHER),
    ]
    patients = {PATIENT: make_patient(), OTHER: make_patient("B-1", "佐藤 一")}
    rows: list[tuple[str, tuple[object, ...]]] = [
        (
            "insert into patients (id, version, chart_key, birth_date, phone_key, seen_at, search_text, record)"
            " values (?, 1, ?, '1972-04-18', '', '2026-11-23T09:00:00.000000+00:00', '', ?)",
            (patient_id, patient.chart_number, encode_record(patient)),
        )
        for patient_id, patient in patients.items()
    ]
    rows += [
        (
            "insert into consultations (id, patient_id, version, started_at, updated_at, record)"
            " values (?, ?, 1, ?, ?, ?)",
            (visit.consultation_id, patient_id, *("2026-11-23T09:00:00.000000+00:00",) * 2, encode_record(visit)),
        )
        for visit, patient_id in visits
    ]
    make_older_vault(tmp_path, 3, rows)
    with reopen(tmp_path) as vault:
        found = vault.find_recipients(NUMBER)
        assert list_uses(found) == [("A-0012", "visit-1", ("1",)), ("B-1", "visit-2", ())]
        assert str(found[1].visits[0].uses[0].volume_ml) == "2.50"


# At the end of their time


def open_later(folder: Path, years: int) -> Vault:
    """Open a vault years later, in use on the day before as well: only then a day is sure."""
    for days in (0, 1):
        clock = SteppingClock(START + timedelta(days=years * 366 + days))
        vault = open_vault(folder, "correct horse 電池 staple", clock=clock)
        if not days:
            vault.close()
    return vault


def test_a_lot_goes_after_everyone_who_received_it_and_its_vials_stay_used_until_then(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        vault.save_patient(make_patient())
        lot_id = add_lot(vault).lot.lot_id
        unused = add_lot(vault, "SUP-24-118").lot.lot_id
        file = vault.add_lot_file(unused, "coa.pdf", "application/pdf", b"%PDF")
        closed = msgspec.structs.replace(
            make_visit("visit-1", make_vial("1", lot_id)), summary=Summary(closed_at=START)
        )
        vault.start_consultation(PATIENT, closed)
        assert vault.list_what_could_go().lots == ()
    with open_later(tmp_path, 19) as vault:
        assert vault.list_what_could_go().lots == ()
    with open_later(tmp_path, 21) as vault:
        assert [lot.number for lot in vault.list_what_could_go().lots] == ["SUP-24-118"]
        with pytest.raises(InputProblem) as refused:
            vault.delete_lot(lot_id, "time is over")
        assert refused.value.code == "lot-not-due"
        vault.delete_lot(unused, "time is over")
        assert vault.has_traces()
        with pytest.raises(InputProblem):
            vault.load_lot_file(file.sha256)
        with pytest.raises(dbapi2.IntegrityError), vault._writing(Right.SIGN_IN) as db:
            db.execute("insert into lots select ?, product_id, 'x', added_at, updated_at, record from lots", [unused])

        vault.delete_records(PATIENT, "time is over")
        (vial,) = vault.list_vials(lot_id)
        assert (vial.vial, vial.patient_id, vial.consultation_id) == ("1", "", "")
        assert vault.find_recipients(NUMBER) == ()
        assert [lot.lot_id for lot in vault.list_what_could_go().lots] == [lot_id]
        vault.delete_lot(lot_id, "time is over")
        assert vault.list_lots() == ()
        assert [row.subject for row in vault.list_whole_history() if row.act is AuditAct.LOT_DELETED] == [
            NUMBER,
            "SUP-24-118",
        ]
        assert vault.verify_history().is_whole
        vault.clear_traces()


# Every digit

VOLUMES = st.decimals(min_value=0, max_value=10_000, allow_nan=False, allow_infinity=False)
TYPED = st.builds(
    lambda whole, part: Decimal(f"{whole}.{part}" if part else whole),
    st.integers(0, 999).map(str),
    st.text("0123456789", max_size=6),
)


@st.composite
def treatments(draw: st.DrawFn) -> tuple[Treatment, list[Decimal]]:
    """A treatment by every route, and each volume that was entered in it."""
    volume = st.one_of(TYPED, VOLUMES)
    drawn, drip, nasal = draw(volume), draw(volume), draw(volume)
    points, whole = draw(st.lists(volume, min_size=1, max_size=4)), draw(volume)
    vial = msgspec.structs.replace(make_vial(), drawn_up_ml=drawn, discarded_ml=whole)
    sites = (
        SiteTreated("front-l", marked=tuple(msgspec.structs.replace(make_point("1"), volume_ml=one) for one in points)),
        SiteTreated("front-r", volume_ml=whole),
    )
    treatment = Treatment(
        lot_number=NUMBER,
        sites=sites,
        vials=(vial,),
        drip=DripRecord(volume_ml=drip),
        nasal=NasalRecord(volume_ml=nasal),
    )
    return treatment, [drawn, whole, *points, whole, drip, nasal]


def list_volumes(found: tuple[Recipient, ...]) -> list[str]:
    """Return every volume that a recall list holds, in the order in which `treatments` enters them."""
    skin, drip, nasal = found[0].visits[0].uses
    (vial,) = skin.vials
    marked, plain = skin.sites
    volumes = [vial.drawn_up_ml, vial.discarded_ml, *(point.volume_ml for point in marked.marked), plain.volume_ml]
    return [str(one) for one in (*volumes, drip.volume_ml, nasal.volume_ml)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=treatments())
def test_every_volume_is_found_again_digit_by_digit(two_patients: Vault, made: tuple[Treatment, list[Decimal]]) -> None:
    treatment, entered = made
    visit = make_visit("visit-1", treatment=treatment)
    two_patients.save_consultation(visit, PATIENT)
    assert two_patients.load_consultation("visit-1") == visit
    found = two_patients.find_recipients(NUMBER)
    assert list_volumes(found) == [str(volume) for volume in entered]
    printed = msgspec.json.Encoder(decimal_format="number").encode(found)
    numbers = {str(read) for read in _list_decimals(json.loads(printed, parse_float=Decimal, parse_int=Decimal))}
    assert numbers >= {str(volume) for volume in entered}


def _list_decimals(value: object) -> list[Decimal]:
    match value:
        case Decimal():
            return [value]
        case dict():
            return [one for inner in value.values() for one in _list_decimals(inner)]
        case list():
            return [one for inner in value for one in _list_decimals(inner)]
        case _:
            return []


def test_a_visit_of_the_time_before_vials_is_found_as_well(two_patients: Vault) -> None:
    visit: Consultation = make_visit("visit-1", treatment=Treatment(lot_number=NUMBER))
    two_patients.start_consultation(PATIENT, visit)
    (use,) = two_patients.find_recipients(NUMBER)[0].visits[0].uses
    assert (use.route, use.volume_ml) == (None, None)
