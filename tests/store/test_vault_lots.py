"""The lot book in the vault: who may enter, check, recall and lift, and what the vault writes itself."""

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from sqlcipher3 import dbapi2
from store import faults
from store.builders import START, make_older_vault, make_patient, make_vault, reopen
from store.lot_builders import NUMBER, add_lot, make_product, make_vial, make_visit
from store.three_people import DOCTOR, NURSE, SignIn, make_three_people

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.history import derive_history, say_line
from stemsup_desktop.consultation.lots.lot_model import (
    FileRef,
    ItemState,
    Lot,
    LotCertificate,
    LotEntry,
    ReportedItem,
    TemperatureCheck,
    VialFate,
)
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.store.lot_file_shelf import MOST_LOT_FILE_BYTES
from stemsup_desktop.store.vault import Vault

PATIENT = "patient-A-0012"
PDF = b"%PDF certificate of analysis" * 20
CERTIFICATE = LotCertificate(reference="COA-117", items=(ReportedItem("sterility", ItemState.PASSED),))


@pytest.fixture
def lot(vault: Vault) -> LotEntry:
    vault.save_patient(make_patient())
    vault.start_consultation(PATIENT, make_visit("visit-1"))
    vault.start_consultation(PATIENT, make_visit("visit-2"))
    return add_lot(vault)


def refuse(act: Callable[[], object]) -> str:
    with pytest.raises(InputProblem) as refused:
        act()
    return refused.value.code


def acts_of(vault: Vault) -> list[tuple[AuditAct, str]]:
    rows = reversed(vault.list_whole_history())
    return [(row.act, row.subject) for row in rows if row.act.value.split("-")[0] in ("product", "lot", "vial")]


def with_number(entry: LotEntry, **changes: object) -> Lot:
    return msgspec.structs.replace(entry.lot, **changes)


def test_products_and_lots_come_back_as_they_were_entered(vault: Vault) -> None:
    product = vault.save_product(make_product(gtins=("04912345678904",)))
    lot = Lot("", product.product_id, f" {NUMBER}", date(2026, 1, 5), date(2027, 1, 4), vials_received=12, note="cold")
    entry = vault.save_lot(lot)

    assert entry.lot == msgspec.structs.replace(lot, lot_id=entry.lot.lot_id)
    assert (entry.product, entry.vials_left) == (product, 12)
    assert vault.list_products() == (product,)
    assert vault.list_lots() == (entry,) == vault.find_lots("ｓｕｐ-24-117 ")
    assert vault.get_lot(entry.lot.lot_id) == entry
    assert vault.find_lots("SUP-24-118") == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name_en": " ", "name_ja": ""}, "product-unnamed"),
        ({"gtins": ("4912345678904",)}, "gtin-invalid"),
        ({"gtins": ("0491234567890x",)}, "gtin-invalid"),
        ({"gtins": ("04912345678904",)}, "gtin-taken"),
        ({"product_id": "elsewhere"}, "product-unknown"),
    ],
)
def test_a_product_that_cannot_be_is_not_kept(vault: Vault, changes: dict[str, object], code: str) -> None:
    vault.save_product(make_product(name_en="Other", gtins=("04912345678904",)))
    assert refuse(lambda: vault.save_product(make_product(**changes))) == code
    assert len(vault.list_products()) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"number": "　"}, "lot-unnumbered"),
        ({"number": "sup-24-118"}, "lot-number-taken"),
        ({"made_on": date(2027, 7, 1)}, "lot-dates"),
        ({"product_id": "elsewhere"}, "product-unknown"),
        ({"lot_id": "elsewhere"}, "lot-unknown"),
        (
            {"temperature": TemperatureCheck(file=FileRef("0" * 64, "log.pdf", "application/pdf", 3))},
            "lot-file-unknown",
        ),
    ],
)
def test_a_lot_that_cannot_be_is_not_kept(vault: Vault, lot: LotEntry, changes: dict[str, object], code: str) -> None:
    add_lot(vault, "SUP-24-118")
    assert refuse(lambda: vault.save_lot(with_number(lot, **changes))) == code
    assert vault.get_lot(lot.lot.lot_id) == lot


def test_a_certificate_counts_as_checked_until_anything_of_it_or_of_its_lot_changes(
    vault: Vault, lot: LotEntry
) -> None:
    lot_id = lot.lot.lot_id
    assert refuse(lambda: vault.check_certificate(lot_id)) == "certificate-missing"
    forged = msgspec.structs.replace(CERTIFICATE, checked_by="Dr Nobody", checked_at=START, entered_by="Nobody")
    entered = vault.save_certificate(lot_id, forged).lot.certificate
    assert entered is not None
    assert (entered.entered_by, entered.checked_by, entered.checked_at) == ("青木 誠", "", None)

    checked = vault.check_certificate(lot_id).lot.certificate
    assert checked is not None
    assert (checked.checked_by, checked.checked_at is not None) == ("青木 誠", True)
    assert vault.save_certificate(lot_id, CERTIFICATE).lot.certificate == checked
    assert vault.save_lot(with_number(lot, note="top shelf")).lot.certificate == checked
    assert vault.save_lot(with_number(lot, certificate=None, recalls=())).lot.certificate == checked

    for change in (
        lambda: vault.save_certificate(lot_id, msgspec.structs.replace(CERTIFICATE, reference="COA-118")),
        lambda: vault.save_lot(with_number(lot, number="SUP-24-999")),
    ):
        vault.check_certificate(lot_id)
        again = change().lot.certificate
        assert again is not None
        assert (again.checked_by, again.checked_at) == ("", None)


def test_a_recall_stands_until_it_is_lifted_and_stays_in_the_book(vault: Vault, lot: LotEntry) -> None:
    lot_id = lot.lot.lot_id
    assert refuse(lambda: vault.lift_recall(lot_id, "none")) == "lot-not-recalled"
    assert refuse(lambda: vault.recall_lot(lot_id, "  ")) == "lot-reason-missing"
    recalled = vault.recall_lot(lot_id, "Particles seen", "maker's letter")
    assert recalled.lot.is_recalled
    assert refuse(lambda: vault.recall_lot(lot_id, "again")) == "lot-recalled"
    assert vault.save_lot(with_number(lot, note="locked away")).lot.is_recalled
    lifted = vault.lift_recall(lot_id, "Another lot was meant")
    assert not lifted.lot.is_recalled
    (recall,) = lifted.lot.recalls
    assert (recall.reason, recall.source, recall.recalled_by) == ("Particles seen", "maker's letter", "青木 誠")
    assert (recall.lifted_by, recall.lifted_reason) == ("青木 誠", "Another lot was meant")
    assert vault.recall_lot(lot_id, "After all").lot.is_recalled


def test_who_read_the_temperature_log_is_the_vaults_to_write(vault: Vault, lot: LotEntry) -> None:
    forged = TemperatureCheck(had_excursion=False, checked_by="Nobody", checked_on=date(2020, 1, 1))
    kept = vault.save_lot(with_number(lot, temperature=forged)).lot.temperature
    assert (kept.had_excursion, kept.checked_by, kept.checked_on) == (False, "青木 誠", START.date())
    again = vault.save_lot(with_number(lot, temperature=forged, note="x")).lot.temperature
    assert again == kept
    unread = vault.save_lot(with_number(lot, temperature=TemperatureCheck(note="lost"))).lot.temperature
    assert unread == TemperatureCheck(note="lost")


def test_a_vial_serves_one_patient_in_one_session(vault: Vault, lot: LotEntry) -> None:
    lot_id = lot.lot.lot_id
    taken = vault.take_vial(lot_id, "7", "visit-1")
    assert (taken.fate, taken.patient_id, taken.consultation_id) == (VialFate.USED, PATIENT, "visit-1")
    assert vault.take_vial(lot_id, " ７", "visit-1") == vault.list_vials(lot_id)[0] == taken
    with pytest.raises(InputProblem) as refused:
        vault.take_vial(lot_id, "7", "visit-2")
    assert (refused.value.code, [one.en for one in refused.value.details]) == ("vial-used", ["7"])
    assert refuse(lambda: vault.release_vial(lot_id, "7", "visit-2")) == "vial-used"
    assert refuse(lambda: vault.discard_vial(lot_id, "7", "dropped")) == "vial-used"
    assert refuse(lambda: vault.restore_vial(lot_id, "7")) == "vial-used"
    vault.release_vial(lot_id, "7", "visit-1")
    vault.release_vial(lot_id, "7", "visit-1")
    assert vault.take_vial(lot_id, "7", "visit-2").consultation_id == "visit-2"


def test_a_discarded_vial_says_why_and_serves_nobody(vault: Vault, lot: LotEntry) -> None:
    lot_id = lot.lot.lot_id
    assert refuse(lambda: vault.discard_vial(lot_id, "3", " ")) == "lot-reason-missing"
    assert refuse(lambda: vault.discard_vial(lot_id, " ", "dropped")) == "vial-unnumbered"
    assert vault.discard_vial(lot_id, "3", "dropped").reason == "dropped"
    assert vault.get_lot(lot_id).vials_left == 9
    for act in (
        lambda: vault.take_vial(lot_id, "3", "visit-1"),
        lambda: vault.discard_vial(lot_id, "3", "once more"),
        lambda: vault.release_vial(lot_id, "3", "visit-1"),
        lambda: vault.save_consultation(make_visit("visit-1", make_vial("3", lot_id)), PATIENT),
    ):
        assert refuse(act) == "vial-discarded"
    vault.restore_vial(lot_id, "3")
    vault.restore_vial(lot_id, "3")
    assert vault.get_lot(lot_id).vials_left == 10


def test_a_save_takes_and_lets_go_of_the_vials_that_the_treatment_names(vault: Vault, lot: LotEntry) -> None:
    lot_id = lot.lot.lot_id
    one, two = make_vial("1", lot_id), make_vial("2", lot_id)
    vault.save_consultation(make_visit("visit-1", one, two, make_vial("9", "elsewhere"), make_vial("8")), PATIENT)
    assert [vial.vial for vial in vault.list_vials(lot_id)] == ["1", "2"]
    assert refuse(lambda: vault.release_vial(lot_id, "1", "visit-1")) == "vial-named"

    assert refuse(lambda: vault.save_consultation(make_visit("visit-2", two), PATIENT)) == "vial-used"
    assert vault.load_consultation("visit-2") == make_visit("visit-2")
    vault.save_consultation(make_visit("visit-1", one), PATIENT)
    vault.save_consultation(make_visit("visit-2", two), PATIENT)
    assert [(vial.vial, vial.consultation_id) for vial in vault.list_vials(lot_id)] == [
        ("1", "visit-1"),
        ("2", "visit-2"),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "update vials set consultation_id = 'visit-2'",
        "insert into vials select lot_id, vial_key, vial, fate, at, by, patient_id, 'visit-2', reason from vials",
        "insert into lots select * from lots",
        "delete from lots",
        "delete from lot_products",
        "update lot_files set data = x'00'",
        "delete from lot_files",
        "insert into deleted_lots select id, number_key, 'x', 'x', 'x', 1 from lots",
    ],
)
def test_the_vault_itself_refuses_what_no_act_does(vault: Vault, lot: LotEntry, statement: str) -> None:
    vault.take_vial(lot.lot.lot_id, "1", "visit-1")
    vault.add_lot_file(lot.lot.lot_id, "coa.pdf", "application/pdf", PDF)
    with pytest.raises(dbapi2.IntegrityError), vault._writing(Right.SIGN_IN) as db:
        db.execute(statement)
    assert vault.list_vials(lot.lot.lot_id)[0].consultation_id == "visit-1"


def test_the_makers_paper_is_kept_by_its_hash_and_named_by_the_certificate(vault: Vault, lot: LotEntry) -> None:
    lot_id = lot.lot.lot_id
    file = vault.add_lot_file(lot_id, "coa.pdf", "application/pdf", PDF)
    assert file == FileRef(hashlib.sha256(PDF).hexdigest(), "coa.pdf", "application/pdf", len(PDF))
    assert vault.add_lot_file(lot_id, "again.pdf", "application/pdf", PDF) == file
    assert vault.load_lot_file(file.sha256) == (file, PDF)
    named = vault.save_certificate(lot_id, msgspec.structs.replace(CERTIFICATE, file=file))
    assert named.lot.certificate is not None
    assert named.lot.certificate.file == file
    assert refuse(lambda: vault.load_lot_file("0" * 64)) == "lot-file-unknown"
    assert refuse(lambda: vault.add_lot_file(lot_id, "x", "y", b"")) == "lot-file-empty"
    assert refuse(lambda: vault.add_lot_file(lot_id, "x", "y", bytes(MOST_LOT_FILE_BYTES + 1))) == "lot-file-too-large"
    with vault._writing(Right.SIGN_IN) as db:
        db.execute("drop trigger lot_files_refuse_update")
        db.execute("update lot_files set data = x'00'")
    with pytest.raises(EnvironmentProblem) as found:
        vault.load_lot_file(file.sha256)
    assert found.value.code == "attachment-damaged"


def test_every_act_is_a_row_and_is_said_in_words(vault: Vault, lot: LotEntry) -> None:
    lot_id = lot.lot.lot_id
    vault.save_lot(with_number(lot, storage_place="Freezer 2"))
    vault.add_lot_file(lot_id, "coa.pdf", "application/pdf", PDF)
    vault.take_vial(lot_id, "1", "visit-1")
    vault.release_vial(lot_id, "1", "visit-1")
    vault.discard_vial(lot_id, "2", "dropped")
    vault.restore_vial(lot_id, "2")
    vault.recall_lot(lot_id, "Particles")
    assert acts_of(vault) == [
        (AuditAct.PRODUCT_SAVED, "Supernatant A"),
        (AuditAct.LOT_ADDED, NUMBER),
        (AuditAct.LOT_CHANGED, NUMBER),
        (AuditAct.LOT_CHANGED, NUMBER),
        (AuditAct.LOT_FILE_ADDED, NUMBER),
        (AuditAct.VIAL_TAKEN, f"{NUMBER} / 1"),
        (AuditAct.VIAL_RELEASED, f"{NUMBER} / 1"),
        (AuditAct.VIAL_DISCARDED, f"{NUMBER} / 2"),
        (AuditAct.VIAL_RESTORED, f"{NUMBER} / 2"),
        (AuditAct.LOT_RECALLED, NUMBER),
    ]
    said = [say_line(line) for line in derive_history(vault.list_whole_history())]
    assert f"青木 誠 entered where it is stored in the lot {NUMBER}." in [one.en for one in said]
    assert f"青木 誠が「ロット{NUMBER}」の保管場所を入力しました。" in [one.ja for one in said]
    assert vault.verify_history().is_whole


def test_saving_what_is_there_already_leaves_no_row(vault: Vault, lot: LotEntry) -> None:
    before = len(vault.list_whole_history())
    vault.save_lot(lot.lot)
    vault.save_product(lot.product)
    assert len(vault.list_whole_history()) <= before + 1  # that somebody looked at the history


@pytest.fixture
def sign_in(tmp_path: Path) -> SignIn:
    with make_three_people(tmp_path / "clinic") as enter:
        yield enter


def test_staff_enter_and_recall_and_only_a_physician_checks_and_lifts(sign_in: SignIn) -> None:
    vault = sign_in("nurse")
    lot_id = add_lot(vault).lot.lot_id
    vault.save_certificate(lot_id, CERTIFICATE)
    assert vault.recall_lot(lot_id, "Particles").lot.recalls[0].recalled_by == NURSE
    assert refuse(lambda: vault.check_certificate(lot_id)) == "physician-only"
    assert refuse(lambda: vault.lift_recall(lot_id, "no")) == "physician-only"
    assert vault.get_lot(lot_id).lot.is_recalled

    vault = sign_in("doctor")
    checked = vault.check_certificate(lot_id).lot.certificate
    assert checked is not None
    assert (checked.entered_by, checked.checked_by) == (NURSE, DOCTOR)
    assert not vault.lift_recall(lot_id, "Another lot").lot.is_recalled

    vault = sign_in("nurse")
    changed = msgspec.structs.replace(checked, reference="COA-118")
    unchecked = vault.save_certificate(lot_id, changed).lot.certificate
    assert unchecked is not None
    assert unchecked.checked_at is None
    vault = sign_in("office")
    assert refuse(vault.list_lots) == "patients-only"
    assert refuse(lambda: vault.find_recipients(NUMBER)) == "patients-only"


def test_a_full_disk_keeps_nothing_of_a_file_and_takes_it_once_there_is_room(vault: Vault, lot: LotEntry) -> None:
    large = bytes(400_000)
    faults.fill_disk(vault._database)
    with pytest.raises(EnvironmentProblem) as failed:
        vault.add_lot_file(lot.lot.lot_id, "coa.pdf", "application/pdf", large)
    assert failed.value.code == "vault-disk-full"
    faults.free_disk(vault._database)
    assert vault.add_lot_file(lot.lot.lot_id, "coa.pdf", "application/pdf", large).size == len(large)
    assert vault.verify_history().is_whole


def test_a_vault_from_before_learns_to_keep_lots(tmp_path: Path) -> None:
    make_older_vault(tmp_path, 3)
    with reopen(tmp_path) as vault:
        assert add_lot(vault) in vault.list_lots()


def test_what_was_entered_is_there_after_the_vault_was_closed(tmp_path: Path) -> None:
    with make_vault(tmp_path) as vault:
        entry = add_lot(vault)
        vault.discard_vial(entry.lot.lot_id, "1", "dropped")
    with reopen(tmp_path) as vault:
        assert vault.list_lots() == (msgspec.structs.replace(entry, vials_discarded=1),)
