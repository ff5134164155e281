"""Six invented patients: on a throw-away vault that is gone afterwards, or as documents in a folder."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from desk_samples import NOW, Windows
from printed_text import list_page_texts

import stemsup_desktop.demo as demo
from stemsup_desktop.consultation.lots.certificate_checks import find_certificate_faults
from stemsup_desktop.demo import PASSPHRASE, list_examples, make_demo_vault, read_example, write_demo_documents
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.vault import open_vault
from stemsup_desktop.ui.lots.states import LotState, derive_states
from stemsup_desktop.ui.pages.lots.draft import parse_gtin

Run = Callable[..., Result]


def test_with_a_display_the_demo_is_a_window(run: Run, windows: Windows) -> None:
    windows.can_show = True
    assert run("demo").exit_code == 0
    assert windows.demos == 1


def test_without_a_display_the_documents_are_written_and_their_place_is_said(
    run: Run, windows: Windows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo.tempfile, "mkdtemp", lambda prefix: str(_made(tmp_path / prefix)))
    result = run("demo")
    assert result.exit_code == 0, result.stderr
    assert str(tmp_path / "stemsup-demo-documents-") in result.stdout
    assert windows.demos == 0
    assert len(list((tmp_path / "stemsup-demo-documents-").glob("*.pdf"))) == 12
    assert (tmp_path / "stemsup-demo-documents-" / "clear-consent-both.pdf").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["stemsup-demo-documents-"]  # and nothing in the data folder


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_the_report_says_for_each_patient_what_was_written_or_why_not(run: Run, tmp_path: Path) -> None:
    report = json.loads(run("demo", "--folder", tmp_path / "new" / "folder", "--json").stdout)
    verdicts = {patient["example"]: patient["verdict"] for patient in report["patients"]}
    assert verdicts == {
        "clear": "clear",
        "stop": "stop",
        "opinion": "conditions",
        "treated": "conditions",
        "conditions": "conditions",
        "paused": "not-complete",
    }
    for patient in report["patients"]:
        assert bool(patient["documents"]) != bool(patient["refusal"])
        assert bool(patient["refusal"]) == (patient["example"] == "stop")
        for document in patient["documents"]:
            text = "".join(list_page_texts(Path(document["path"])))
            assert "".join(patient["name"].split()) in "".join(text.split())
            assert document["is_draft"] == (patient["example"] == "paused")


def test_file_names_name_no_person(tmp_path: Path) -> None:
    report = write_demo_documents(tmp_path, lambda: NOW)
    names = " ".join(path.name for path in tmp_path.iterdir())
    assert names.isascii()
    assert not any(part in names for patient in report.patients for part in patient.name.split())


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentProblem) as caught:
        write_demo_documents(tmp_path / "file" / "inside", lambda: NOW)
    assert caught.value.code == "demo-folder"


def test_missing_examples_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        demo.list_examples(tmp_path)
    assert caught.value.code == "examples-missing"


def test_the_throw_away_vault_holds_six_patients_one_with_four_visits_and_is_gone_afterwards() -> None:
    with make_demo_vault(lambda: NOW) as folder:
        with open_vault(folder, PASSPHRASE, clock=lambda: NOW) as vault:
            hits = vault.find_patients("", 50)
            visits = {hit.patient_id: vault.list_consultations(hit.patient_id) for hit in hits}
            (longest,) = [found for found in visits.values() if len(found) > 1]
            background = vault.load_background(longest[0].consultation_id)
        assert folder.exists()
    assert len(hits) == 6
    assert sorted(map(len, visits.values())) == [1, 1, 1, 1, 1, 4]
    scores = [[one.baseline_nrs for one in visit.complaints] for visit in background.visits]
    assert scores == [[8, 5], [8, 5], [7, None]]
    example = next(path for path in list_examples(find_resources()) if path.stem == "conditions")
    assert read_example(example, NOW.date()).background.visits == background.visits
    assert not folder.exists()


def test_the_invented_lot_book_holds_lots_that_can_be_used_and_lots_that_cannot(tmp_path: Path) -> None:
    with make_demo_vault(lambda: NOW) as folder, open_vault(folder, PASSPHRASE, clock=lambda: NOW) as vault:
        entries = vault.list_lots()
    states = {entry.lot.number: derive_states(entry, NOW.date())[0] for entry in entries}
    assert states == {
        "HK-260914": LotState.USABLE,
        "UC-260803": LotState.USABLE,
        "UC-260511": LotState.INCOMPLETE,
        "UC-260702": LotState.RESEARCH,
        "DP-260409": LotState.EXPIRED,
    }
    for entry in entries:
        assert entry.lot.certificate is not None
        assert not find_certificate_faults(entry.lot.certificate, entry.lot, today=NOW.date())
        assert all(parse_gtin(gtin) == gtin for gtin in entry.product.gtins)
