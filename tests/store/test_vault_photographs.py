"""Photographs in the vault: only with the consent to them, hidden at once without it, of their patient alone."""

import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from documents.photograph_samples import make_told_jpeg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2
from store.builders import (
    CHEAP_KDF,
    CLINIC,
    PASSPHRASE,
    PHYSICIAN,
    START,
    SteppingClock,
    make_consultation,
    make_patient,
    make_vault,
    reopen,
)
from store.faults import fill_disk, free_disk
from store.photograph_builders import PATIENT_ID, agree, make_clean, take_back, to_add
from store.three_people import make_three_people

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.photographs.permission import Refusal, say_permission
from stemsup_desktop.consultation.record import Summary
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.entries import PhotographToAdd
from stemsup_desktop.store.vault import Vault, create_vault, open_vault

CLEAN, OTHER = make_clean(1), make_clean(2)


def refuse(act: Callable[[], object]) -> str:
    with pytest.raises(InputProblem) as caught:
        act()
    return caught.value.code


def list_acts(vault: Vault) -> list[AuditAct]:
    rows = vault.list_patient_history(PATIENT_ID)
    return [row.act for row in reversed(rows) if row.act.value.startswith("photograph")]


@pytest.fixture
def agreed(vault: Vault) -> Vault:
    vault.save_patient(make_patient())
    vault.start_consultation(PATIENT_ID, agree())
    return vault


def test_a_photograph_is_kept_listed_by_day_and_loaded_as_it_was(agreed: Vault) -> None:
    later = agreed.add_photograph(to_add(OTHER, taken_at=START + timedelta(hours=2)), OTHER.data)
    first = agreed.add_photograph(to_add(CLEAN), CLEAN.data)
    assert (first.width, first.height, first.size) == (48, 48, len(CLEAN.data))
    assert (first.added_by, first.site_id, first.note) == ("青木 誠", "vertex", "before")
    shelf = agreed.list_photographs(PATIENT_ID)
    assert shelf.photographs == (first, later)
    assert (shelf.permission.is_given, shelf.hidden, shelf.removed) == (True, 0, ())
    assert agreed.load_photograph(first.photo_id, patient_id=PATIENT_ID) == (first, CLEAN.data)
    assert agreed.load_photograph_previews(PATIENT_ID) == {first.photo_id: CLEAN.preview, later.photo_id: OTHER.preview}
    assert list_acts(agreed) == [AuditAct.PHOTOGRAPH_ADDED] * 2 + [AuditAct.PHOTOGRAPH_VIEWED] * 2


def test_the_same_photograph_again_adds_nothing(agreed: Vault) -> None:
    first = agreed.add_photograph(to_add(CLEAN), CLEAN.data)
    assert agreed.add_photograph(to_add(CLEAN, note="once more"), CLEAN.data) == first
    assert agreed.list_photographs(PATIENT_ID).photographs == (first,)


@pytest.mark.parametrize(
    ("consent", "refusal"),
    [(None, Refusal.NO_CONSENT), (False, Refusal.NOT_CHOSEN)],
)
def test_without_the_choice_in_a_signed_consent_nothing_is_kept(
    vault: Vault, consent: bool | None, refusal: Refusal
) -> None:
    vault.save_patient(make_patient())
    visit = make_consultation() if consent is None else agree(is_chosen=consent)
    vault.start_consultation(PATIENT_ID, visit)
    with pytest.raises(InputProblem) as caught:
        vault.add_photograph(to_add(CLEAN), CLEAN.data)
    shelf = vault.list_photographs(PATIENT_ID)
    assert (caught.value.code, shelf.permission.refusal, shelf.photographs) == ("photographs-not-agreed", refusal, ())
    assert caught.value.details == (say_permission(shelf.permission),)
    assert refuse(lambda: vault.load_photograph_previews(PATIENT_ID)) == "photographs-not-agreed"


@pytest.mark.parametrize("scope", [("photographs",), ()])
def test_a_withdrawal_hides_at_once_and_destroys_nothing(agreed: Vault, scope: tuple[str, ...]) -> None:
    kept = agreed.add_photograph(to_add(CLEAN), CLEAN.data)
    agreed.record_withdrawal("visit-1", take_back(*scope))
    shelf = agreed.list_photographs(PATIENT_ID)
    assert (shelf.photographs, shelf.hidden, shelf.permission.refusal) == ((), 1, Refusal.WITHDRAWN)
    assert "2026-11-23" in say_permission(shelf.permission).en or "23" in say_permission(shelf.permission).en
    acts: tuple[Callable[[], object], ...] = (
        lambda: agreed.load_photograph(kept.photo_id, patient_id=PATIENT_ID),
        lambda: agreed.load_photograph_previews(PATIENT_ID),
        lambda: agreed.measure_photograph(kept.photo_id, "10", patient_id=PATIENT_ID),
        lambda: agreed.add_photograph(to_add(OTHER), OTHER.data),
    )
    assert {refuse(act) for act in acts} == {"photographs-not-agreed"}
    with agreed._reading(Right.SIGN_IN) as db:
        assert bytes(db.execute("select data from photographs").fetchone()[0]) == CLEAN.data


def test_a_new_consent_shows_them_again(agreed: Vault) -> None:
    kept = agreed.add_photograph(to_add(CLEAN), CLEAN.data)
    agreed.record_withdrawal("visit-1", take_back())
    again = msgspec.structs.replace(make_consultation("visit-2"), started_at=START + timedelta(days=1))
    agreed.start_consultation(PATIENT_ID, agree(again, "CNS-2026-00002"))
    assert agreed.list_photographs(PATIENT_ID).photographs == (kept,)


def test_a_removed_photograph_leaves_its_line_and_no_byte(agreed: Vault) -> None:
    kept = agreed.add_photograph(to_add(CLEAN), CLEAN.data)
    assert refuse(lambda: agreed.remove_photograph(kept.photo_id, "  ", patient_id=PATIENT_ID)) == "photograph-reason"
    agreed.remove_photograph(kept.photo_id, "blurred", patient_id=PATIENT_ID)
    shelf = agreed.list_photographs(PATIENT_ID)
    (line,) = shelf.removed
    assert (line.photograph, line.reason, line.removed_by, shelf.photographs) == (kept, "blurred", "青木 誠", ())
    assert refuse(lambda: agreed.load_photograph(kept.photo_id, patient_id=PATIENT_ID)) == "photograph-removed"
    assert refuse(lambda: agreed.remove_photograph(kept.photo_id, "x", patient_id=PATIENT_ID)) == "photograph-removed"
    with agreed._reading(Right.SIGN_IN) as db:
        assert db.execute("select data, preview from photographs").fetchall() == [(None, None)]
    assert list_acts(agreed)[-1] is AuditAct.PHOTOGRAPH_REMOVED
    assert agreed.add_photograph(to_add(CLEAN), CLEAN.data).photo_id != kept.photo_id


def test_hidden_photographs_are_removed_only_by_an_act_with_a_reason(agreed: Vault) -> None:
    for one in (CLEAN, OTHER):
        agreed.add_photograph(to_add(one), one.data)
    assert refuse(lambda: agreed.remove_hidden_photographs(PATIENT_ID, "asked for")) == "photographs-not-hidden"
    agreed.record_withdrawal("visit-1", take_back("photographs"))
    assert refuse(lambda: agreed.remove_hidden_photographs(PATIENT_ID, "")) == "photograph-reason"
    assert agreed.remove_hidden_photographs(PATIENT_ID, "asked for") == 2
    shelf = agreed.list_photographs(PATIENT_ID)
    assert (shelf.hidden, [one.reason for one in shelf.removed]) == (0, ["asked for"] * 2)


def test_a_scale_is_kept_as_it_was_measured(agreed: Vault) -> None:
    kept = agreed.add_photograph(to_add(CLEAN), CLEAN.data)
    for scale in ("12.50", "", "0.01"):
        measured = agreed.measure_photograph(kept.photo_id, scale, patient_id=PATIENT_ID)
        assert agreed.list_photographs(PATIENT_ID).photographs == (measured,)
        assert measured.scale == scale
    for scale in ("0", "-1", "ten", "NaN", "Infinity", "1001"):
        assert refuse(lambda: agreed.measure_photograph(kept.photo_id, scale, patient_id=PATIENT_ID)) == (  # noqa: B023
            "photograph-scale"
        )


def test_what_is_no_clean_photograph_of_this_patient_is_refused(agreed: Vault) -> None:
    agreed.save_patient(
        make_patient("A-0013", "佐藤 一郎", phone="", kana="サトウ イチロウ", romaji="", birth_date=date(1960, 1, 2))
    )
    told = make_told_jpeg()

    def add(changes: dict[str, object], data: bytes = CLEAN.data) -> str:
        return refuse(lambda: agreed.add_photograph(to_add(CLEAN, **changes), data))

    assert add({}, told) == add({"preview": told}) == add({}, b"") == "photograph-not-clean"
    assert add({"preview": make_clean(3, 700).data}) == "photograph-too-large"
    assert add({"taken_at": START + timedelta(days=3)}) == "photograph-ahead"
    assert add({"note": "x" * 2001}) == "photograph-note"
    assert add({"patient_id": "nobody"}) == "patient-unknown"
    assert add({"patient_id": "patient-A-0013"}) == "consultation-of-another"
    assert add({"patient_id": "patient-A-0013", "consultation_id": ""}) == "photographs-not-agreed"
    assert agreed.list_photographs(PATIENT_ID).photographs == ()


def test_nobody_but_those_who_work_with_patients_sees_one(tmp_path: Path) -> None:
    with make_three_people(tmp_path / "clinic") as enter:
        doctor = enter("doctor")
        doctor.save_patient(make_patient())
        doctor.start_consultation(PATIENT_ID, agree())
        kept = doctor.add_photograph(to_add(CLEAN), CLEAN.data)
        nurse = enter("nurse")
        assert nurse.load_photograph(kept.photo_id, patient_id=PATIENT_ID)[1] == CLEAN.data
        nurse.add_photograph(to_add(OTHER), OTHER.data)
        office = enter("office")
        acts: tuple[Callable[[], object], ...] = (
            lambda: office.add_photograph(PhotographToAdd("", START, b""), b""),
            lambda: office.list_photographs(PATIENT_ID),
            lambda: office.load_photograph(kept.photo_id, patient_id=PATIENT_ID),
            lambda: office.load_photograph_previews(PATIENT_ID),
            lambda: office.measure_photograph("", "", patient_id=""),
            lambda: office.remove_photograph("", "", patient_id=""),
            lambda: office.remove_hidden_photographs("", ""),
        )
        assert {refuse(act) for act in acts} == {"patients-only"}


ACTS = st.lists(st.tuples(st.sampled_from(["add", "remove", "withdraw"]), st.integers(0, 3)), max_size=14)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_nobodys_list_ever_holds_a_photograph_of_another(acts: list[tuple[str, int]]) -> None:
    clean = [make_clean(mark) for mark in range(4)]
    with tempfile.TemporaryDirectory() as folder, make_vault(Path(folder) / "clinic") as vault:
        ids = []
        for who in range(4):
            chart = f"P-{who}"
            vault.save_patient(make_patient(chart, f"患者 {who}", birth_date=date(1950 + who, 1, 1), phone=""))
            ids.append(f"patient-{chart}")
            vault.start_consultation(ids[who], agree(make_consultation(f"visit-{who}"), f"CNS-{who}"))
        expected: dict[int, list[str]] = {who: [] for who in range(4)}
        gone: set[int] = set()
        for act, who in acts:
            if who in gone:
                continue
            if act == "add":
                # Everybody adds the same pictures: it is the line that is someone's, not the bytes.
                picture = clean[len(expected[who]) % 4]
                given_ = to_add(picture, ids[who], consultation_id=f"visit-{who}", note=f"of {who}")
                kept = vault.add_photograph(given_, picture.data)
                expected[who] = list(dict.fromkeys((*expected[who], kept.photo_id)))
            elif act == "remove" and expected[who]:
                vault.remove_photograph(expected[who].pop(), "removed", patient_id=ids[who])
            elif act == "withdraw":
                vault.record_withdrawal(f"visit-{who}", take_back("photographs", number=f"CNS-{who}"))
                gone.add(who)
        for who, patient_id in enumerate(ids):
            shelf = vault.list_photographs(patient_id)
            assert {one.patient_id for one in shelf.photographs} <= {patient_id}
            assert [one.photo_id for one in shelf.photographs] == ([] if who in gone else expected[who])
            if who not in gone:
                assert set(vault.load_photograph_previews(patient_id)) == set(expected[who])
            for other in range(4):
                for photo_id in expected[other]:
                    if other != who:
                        load = lambda: vault.load_photograph(photo_id, patient_id=patient_id)  # noqa: B023, E731
                        assert refuse(load) == "photograph-of-another"


def test_no_byte_of_a_picture_is_on_disk_but_encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    clean = make_clean(7, 600)
    pieces = [clean.data[at : at + 24] for at in range(700, len(clean.data) - 24, 97)]
    pieces += [clean.preview[at : at + 24] for at in range(700, len(clean.preview) - 24, 97)]

    def find_plain() -> list[str]:
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        return [path.name for path in files if any(piece in path.read_bytes() for piece in pieces)]

    folder = tmp_path / "clinic"
    with create_vault(folder, PASSPHRASE, CLINIC, PHYSICIAN, clock=SteppingClock(), kdf=CHEAP_KDF) as vault:
        vault.save_patient(make_patient())
        vault.start_consultation(PATIENT_ID, agree())
        kept = vault.add_photograph(to_add(clean), clean.data)
        assert vault.load_photograph(kept.photo_id, patient_id=PATIENT_ID)[1] == clean.data
        assert find_plain() == []
    assert find_plain() == []
    assert list(temporary.iterdir()) == []
    (tmp_path / "plain").write_bytes(clean.data)
    assert find_plain() == ["plain"]


def test_a_disk_that_takes_no_photograph_leaves_everything_as_it_was(agreed: Vault) -> None:
    large = make_clean(5, 620)
    with agreed._reading(Right.SIGN_IN) as db:
        fill_disk(db)
        with pytest.raises(EnvironmentProblem) as caught:
            agreed.add_photograph(to_add(large), large.data)
        free_disk(db)
    assert caught.value.code == "vault-disk-full"
    assert agreed.list_photographs(PATIENT_ID).photographs == ()
    assert list_acts(agreed) == []
    assert agreed.add_photograph(to_add(large), large.data).size == len(large.data)


def test_a_photograph_that_is_not_what_was_added_is_refused(agreed: Vault) -> None:
    kept = agreed.add_photograph(to_add(CLEAN), CLEAN.data)
    with agreed._reading(Right.SIGN_IN) as db:
        db.execute("drop trigger photographs_keep_their_patient")
        db.execute("update photographs set data = ?", [OTHER.data])
    with pytest.raises(EnvironmentProblem) as caught:
        agreed.load_photograph(kept.photo_id, patient_id=PATIENT_ID)
    assert caught.value.code == "photograph-damaged"


@pytest.mark.parametrize(
    "statement",
    [
        "update photographs set patient_id = 'patient-A-0013'",
        "update photographs set data = x'00'",
        "update photographs set preview = x'00'",
        "update photographs set taken_at = ''",
        "delete from photographs",
    ],
)
def test_the_table_lets_no_photograph_change_hands_or_go(agreed: Vault, statement: str) -> None:
    agreed.add_photograph(to_add(CLEAN), CLEAN.data)
    with agreed._reading(Right.SIGN_IN) as db, pytest.raises(dbapi2.IntegrityError):
        db.execute(statement)


def test_photographs_go_with_their_visit_and_with_the_patient_at_the_end_of_their_time(tmp_path: Path) -> None:
    folder = tmp_path / "clinic"
    with make_vault(folder) as vault:
        vault.save_patient(make_patient())
        closed = msgspec.structs.replace(agree(), summary=Summary(closed_at=START + timedelta(minutes=1)))
        vault.start_consultation(PATIENT_ID, closed)
        vault.add_photograph(to_add(CLEAN), CLEAN.data)
        vault.add_photograph(to_add(OTHER, consultation_id=""), OTHER.data)
    with reopen(folder) as vault:
        assert len(vault.list_photographs(PATIENT_ID).photographs) == 2
    later = SteppingClock(START + timedelta(days=9000))
    open_vault(folder, PASSPHRASE, clock=later).close()
    with open_vault(folder, PASSPHRASE, clock=SteppingClock(START + timedelta(days=9001))) as vault:
        vault.delete_records(PATIENT_ID, "over")
        with vault._reading(Right.SIGN_IN) as db:
            assert db.execute("select count(*) from photographs").fetchone()[0] == 0
            assert db.execute("select count(*) from patients").fetchone()[0] == 0
            assert db.execute("pragma foreign_key_check").fetchall() == []
        assert vault.verify_history().fault is None
