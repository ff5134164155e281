"""What happens around a vault - clock set back, copies by a synchroniser, a stick gone - is told and loses nothing."""

import shutil
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from store import faults
from store.builders import PASSPHRASE, START, SteppingClock, make_consultation, make_document, make_patient, make_vault

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.entries import DocumentKind
from stemsup_desktop.store.problems import SENTENCES
from stemsup_desktop.store.vault import Vault, open_vault

NEXT_DAY = START + timedelta(days=1)
LAST_YEAR = START - timedelta(days=365)
COPIES = (
    "vault (conflicted copy).db",
    "vault (Aoki's conflicted copy 2026-11-23).db",
    "vault.sync-conflict-20261123-090000-ABCDEFG.db",
    "vault-DESKTOP7.db",
    "vault 2.db",
    "vault-key (conflicted copy).json",
)


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    folder = tmp_path / "clinic"
    with make_vault(folder) as vault:
        vault.save_patient(make_patient())
        vault.start_consultation("patient-A-0012", make_consultation(goal="before"))
    return folder


def open_at(folder: Path, moment: datetime) -> Vault:
    return open_vault(folder, PASSPHRASE, clock=SteppingClock(moment))


def codes_of_notices(vault: Vault) -> list[str]:
    return [notice.code for notice in vault.list_notices()]


def test_nothing_is_odd_around_a_vault_in_good_order(closed: Path) -> None:
    with open_at(closed, NEXT_DAY) as vault:
        assert vault.list_notices() == ()


def test_a_clock_set_back_a_year_is_told_with_the_day_of_the_last_entry(closed: Path) -> None:
    with open_at(closed, LAST_YEAR) as vault:
        (notice,) = vault.list_notices()
        assert (notice.code, notice.about) == ("clock-behind", "2026-11-23")
        assert notice.text == SENTENCES["clock-behind"]


def test_a_clock_set_back_a_year_keeps_nothing_from_being_saved_and_read(closed: Path) -> None:
    pdf = b"%PDF-1.7 a year ago"
    with open_at(closed, LAST_YEAR) as vault:
        vault.save_consultation(make_consultation(goal="a year ago"), "patient-A-0012")
        vault.save_patient(make_patient("A-0013", "鈴木 一郎"))
        number = vault.next_document_number(DocumentKind.CONSENT, LAST_YEAR.year)
        vault.save_document(make_document(number, pdf), pdf)
    with open_at(closed, NEXT_DAY) as vault:
        assert vault.load_consultation("visit-1").reason.goal == "a year ago"
        assert {hit.chart_number for hit in vault.find_patients("")} == {"A-0012", "A-0013"}
        assert vault.load_document(number)[1] == pdf
        assert vault.verify_history().is_whole
        assert vault.list_notices() == ()


@pytest.mark.parametrize("name", COPIES)
def test_a_synchronisers_copy_is_named_and_left_as_it_is_and_the_vault_opens(closed: Path, name: str) -> None:
    copy = closed / "vault" / name
    copy.write_bytes(b"from another computer")
    with open_at(closed, NEXT_DAY) as vault:
        assert [(notice.code, notice.about) for notice in vault.list_notices()] == [("vault-conflict-copy", name)]
        assert vault.load_consultation("visit-1").reason.goal == "before"
    assert copy.read_bytes() == b"from another computer"


def test_a_copy_in_the_place_of_the_vault_opens_as_the_vault_it_is(closed: Path, tmp_path: Path) -> None:
    copy = closed / "vault" / COPIES[0]
    shutil.copy(faults.find_database(closed), copy)
    with open_at(closed, NEXT_DAY) as vault:
        vault.save_consultation(make_consultation(goal="after"), "patient-A-0012")
    copy.replace(faults.find_database(closed))
    with open_at(closed, NEXT_DAY) as vault:
        assert vault.load_consultation("visit-1").reason.goal == "before"
        assert codes_of_notices(vault) == []


@pytest.mark.parametrize("place", [0, 1])
def test_a_key_file_of_another_vault_is_told_and_nothing_is_written(closed: Path, tmp_path: Path, place: int) -> None:
    make_vault(tmp_path / "other").close()
    headers = faults.find_headers(closed)
    own = headers[place].read_bytes()
    shutil.copy(faults.find_headers(tmp_path / "other")[0], headers[place])
    before = [path.read_bytes() for path in headers]
    with pytest.raises(EnvironmentProblem) as caught:
        open_at(closed, NEXT_DAY)
    assert caught.value.code == "vault-keys-disagree"
    assert [path.read_bytes() for path in headers] == before
    headers[place].unlink()
    open_at(closed, NEXT_DAY).close()
    assert headers[place].read_bytes() == own


def test_a_stick_that_vanished_is_told_and_opens_when_it_is_back(closed: Path, tmp_path: Path) -> None:
    closed.rename(tmp_path / "away")
    with pytest.raises(EnvironmentProblem) as caught:
        open_at(closed, NEXT_DAY)
    assert caught.value.code == "vault-missing"
    (tmp_path / "away").rename(closed)
    with open_at(closed, NEXT_DAY) as vault:
        assert vault.load_consultation("visit-1").reason.goal == "before"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody move a file that is open")
def test_nothing_is_written_to_an_open_vault_that_vanished_until_it_is_back(closed: Path, tmp_path: Path) -> None:
    later = make_consultation(goal="after")
    with open_at(closed, NEXT_DAY) as vault:
        closed.rename(tmp_path / "away")
        with pytest.raises(EnvironmentProblem) as caught:
            vault.save_consultation(later, "patient-A-0012")
        assert caught.value.code == "vault-missing"
        (tmp_path / "away").rename(closed)
        assert vault.load_consultation("visit-1").reason.goal == "before"
        vault.save_consultation(later, "patient-A-0012")
    with open_at(closed, NEXT_DAY) as vault:
        assert vault.load_consultation("visit-1").reason.goal == "after"
