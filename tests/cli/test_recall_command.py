"""`stemsup recall`: whoever sees patients lists who received a lot, to the last point, and the history keeps it."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from clinic_at_the_desk import Clinic, sentence_of
from store.builders import make_patient
from store.lot_builders import NUMBER, add_lot, make_vial, make_visit

from stemsup_desktop.consultation.treatment_model import Reaction
from stemsup_desktop.store.vault import Vault


@pytest.fixture
def with_lot(clinic: Clinic) -> Clinic:
    with clinic.open() as vault:
        treat(vault)
    return clinic


def treat(vault: Vault) -> None:
    lot_id = add_lot(vault).lot.lot_id
    vault.save_patient(make_patient("B-1", "佐藤 一", address="東京都港区1-2-3"))
    visit = make_visit("visit-2", make_vial("4", lot_id, drawn_up="0.50"))
    treatment = msgspec.structs.replace(visit.treatment, reactions=(Reaction("bruise", 1),))
    vault.start_consultation("patient-B-1", msgspec.structs.replace(visit, treatment=treatment))
    vault.recall_lot(lot_id, "Particles")


def test_everyone_who_received_a_lot_is_listed_as_json_digit_by_digit(with_lot: Clinic) -> None:
    result = with_lot.call("recall", "sup-24-117", "--json")
    facts = json.loads(result.stdout, parse_float=Decimal)
    (lot,), (person,) = facts["lots"], facts["recipients"]
    assert (lot["number"], lot["is_recalled"], lot["vials_used"], lot["vials_left"]) == (NUMBER, True, 1, 9)
    assert (person["chart_number"], person["address"], person["language"]) == ("B-1", "東京都港区1-2-3", "ja")
    (visit,) = person["visits"]
    assert (visit["day"], [one["kind"] for one in visit["reactions"]]) == ("2026-11-23", ["bruise"])
    (use,) = visit["uses"]
    assert (str(use["volume_ml"]), str(use["drawn_up_ml"]), use["route"]) == ("0.40", "0.50", "intradermal")
    assert [str(point["volume_ml"]) for point in use["sites"][0]["marked"]] == ["0.10", "0.30"]
    assert [vial["vial"] for vial in use["vials"]] == ["4"]


def test_the_list_in_words_says_the_same(with_lot: Clinic) -> None:
    said = with_lot.call("recall", NUMBER, by="mori").stdout
    assert said.splitlines() == [
        f"Lot {NUMBER}: Supernatant A; recalled; Vials left 9",
        "Patients: 1, of whom 0 reached",
        "B-1; 佐藤 一; Not yet; Telephone: not recorded; Address: 東京都港区1-2-3; Language: Japanese; "
        "Date of birth: 18 Apr 1972",
        "  23 Nov 2026 · Visit 1 · Injection into the skin; "
        "Given 0.40 mL; Drawn up 0.50 mL; Vials 4 (drawn up 0.50 mL)",
        "    Hairline, left; Points 2; Each point, mL 1: 0.10, 2: 0.30; Volume, mL 0.40",
        "  23 Nov 2026, at the treatment: Bruise, grade 1 mild",
    ]
    assert "左生え際; 点数 2" in with_lot.call("recall", NUMBER, "--language", "ja", by="mori").stdout


def test_list_table_and_letters_are_files_whose_names_hold_no_patient(with_lot: Clinic, tmp_path: Path) -> None:
    table, paper, folder = tmp_path / "recall.csv", tmp_path / "recall.pdf", tmp_path / "letters"
    folder.mkdir()
    call = ("recall", NUMBER, "--csv", str(table), "--list", str(paper), "--letters", str(folder), "--json")
    written = json.loads(with_lot.call(*call, by="mori").stdout)["written"]
    assert written[:2] == [str(table), str(paper)]
    rows = list(csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    assert {row[2] for row in rows[1:]} == {"佐藤 一"}
    assert paper.read_bytes().startswith(b"%PDF")
    assert sorted(one.name for one in Path(written[2]).iterdir() if one.suffix == ".pdf") == ["RCL-2026-00001.pdf"]
    again = with_lot.call("recall", NUMBER, "--csv", str(table), by="mori")
    assert "exists already" in sentence_of(again)
    with with_lot.open() as vault:
        (person,) = vault.load_recall(NUMBER).people
        assert person.letters == ("RCL-2026-00001",)


def test_a_lot_that_nobody_received_says_so_and_an_unknown_one_as_well(with_lot: Clinic) -> None:
    with with_lot.open() as vault:
        add_lot(vault, "SUP-24-118")
    assert "Patients: 0, of whom 0 reached" in with_lot.call("recall", "SUP-24-118").stdout
    refused = with_lot.call("recall", "SUP-24-999", "--json")
    assert refused.exit_code == 1
    assert sentence_of(refused).startswith("No lot of this number is in the lot book, and no treatment names it.")


def test_who_only_administers_sees_nobody_and_the_history_keeps_who_looked(with_lot: Clinic) -> None:
    assert "administers" in sentence_of(with_lot.call("recall", NUMBER, by="office"))
    with_lot.call("recall", NUMBER, by="mori")
    listed = with_lot.call("audit", "show", "--all", "--json").stdout
    lines = [line for line in json.loads(listed)["lines"] if line["act"] == "recall-listed"]
    assert [(line["account_name"], line["subject"]) for line in lines] == [("森 恵美", NUMBER)]
