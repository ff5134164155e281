"""A sample of the generated courses; `.ci/check_courses.py` walks ten thousand."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from store.generated_courses import CourseWalker, Ledger, find_faults

from stemsup_desktop.store.consultations import find_consultation
from stemsup_desktop.store.records import encode_record
from stemsup_desktop.store.vault import Vault


def walk(vault: Vault, courses: int, seed: int = 7) -> CourseWalker:
    walker = CourseWalker(vault, seed)
    with vault._database.atomic():  # one write to the disk for all of them
        walker.walk(courses)
    return walker


def test_no_vial_is_used_twice_no_chart_holds_anothers_and_every_volume_is_found_again(vault: Vault) -> None:
    walker = walk(vault, 200)
    ledger = walker.ledger
    assert find_faults(vault, ledger, walker.drawings) == []
    assert len(ledger.courses) == 200
    assert len(ledger.given) > 200
    assert set(ledger.refused) == {"vial-used", "session-under-way"}
    assert {state for states in ledger.courses.values() for state in states} == {"given", "missed", "stopped"}


def change_visit(vault: Vault, visit_id: str, old: bytes, new: bytes) -> None:
    """Change a visit behind the vault's back."""
    with vault._database.atomic():
        visit = find_consultation(vault._database, visit_id)
        assert visit is not None
        data = encode_record(visit).replace(old, new, 1)
        vault._database.execute("drop trigger if exists consultations_refuse_update_when_closed")
        vault._database.execute("update consultations set record = ? where id = ?", [data, visit_id])


def change_volume(vault: Vault, ledger: Ledger) -> None:
    visit_id, given = next(iter(ledger.given.items()))
    before = f'"volume_ml":"{given.volumes[0]}"'.encode()
    change_visit(vault, visit_id, before, f'"volume_ml":"{Decimal(given.volumes[0]) + 1}"'.encode())


def change_mark(vault: Vault, ledger: Ledger) -> None:
    visit_id, given = next(iter(ledger.given.items()))
    change_visit(vault, visit_id, ledger.marks[given.patient_id].encode(), "«999»".encode())


def change_point(vault: Vault, ledger: Ledger) -> None:
    visit_id = next(iter(ledger.given))
    visit = find_consultation(vault._database, visit_id)
    assert visit is not None
    x = visit.treatment.sites[0].marked[0].x
    change_visit(vault, visit_id, f'"x":"{x}"'.encode(), b'"x":"-5.0"')


def change_vial(_: Vault, ledger: Ledger) -> None:
    first, second = list(ledger.given)[:2]
    vials = ledger.given[first].vials
    ledger.given[second].lot_id, ledger.given[second].vials = ledger.given[first].lot_id, vials


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (change_volume, "a volume is not found again as it was entered"),
        (change_mark, "a chart holds what is of another patient"),
        (change_point, "a point lies outside its drawing or its site"),
        (change_vial, "a vial was used twice"),
    ],
)
def test_what_is_wrong_is_found(vault: Vault, harm: Callable[[Vault, Ledger], None], fault: str) -> None:
    walker = walk(vault, 6)
    harm(vault, walker.ledger)
    assert fault in find_faults(vault, walker.ledger, walker.drawings)
