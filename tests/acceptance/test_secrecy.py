"""A name that was typed is in no file that the program leaves: data, logs, temporary folder, file names, sentences."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from acceptance import secret_session
from acceptance.scripted_visit import well_patient
from acceptance.secret_session import SENTINEL
from store.builders import reopen
from store.test_vault_secrecy import find_plain

pytestmark = pytest.mark.migrated_vaults

WORDS = (SENTINEL, *SENTINEL.split(), "前髪を濃く")


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the session once, in a process whose home and temporary folder are watched as well."""
    ground = tmp_path_factory.mktemp("secrecy")
    for name in ("data", "logs", "temporary", "home"):
        (ground / name).mkdir()
    temporary = {name: str(ground / "temporary") for name in ("TMPDIR", "TMP", "TEMP", "SQLITE_TMPDIR")}
    home = {name: str(ground / "home") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    command = [sys.executable, str(secret_session.__file__), str(ground / "data"), str(ground / "logs")]
    run = subprocess.run(
        command, capture_output=True, text=True, timeout=110, check=False, env=os.environ | temporary | home
    )
    assert run.returncode == 0, run.stderr
    (ground / "said.txt").write_text(run.stdout + run.stderr, "utf-8")
    return ground


def test_the_session_met_its_faults_and_kept_its_documents(ground: Path) -> None:
    said = (ground / "said.txt").read_text("utf-8").splitlines()
    kinds = [line.partition(":")[0] for line in said]
    assert {"not saved", "bug", "document", "save", "done"} <= set(kinds)
    with reopen(ground / "data") as vault:
        visit = vault.load_consultation("visit-1")
        assert SENTINEL in visit.reason.goal
        assert SENTINEL in visit.examination.opinions[0].reason
        assert SENTINEL in visit.treatment.reactions[0].kind
        assert SENTINEL in visit.summary.note
        assert len(vault.list_documents(well_patient().patient_id)) == 2


def test_the_sentinel_is_in_no_byte_of_data_logs_temporary_folder_or_sentences(ground: Path) -> None:
    assert (ground / "logs" / "stemsup.log").stat().st_size > 0
    assert find_plain(ground, WORDS) == []


def test_the_sentinel_is_in_no_file_name(ground: Path) -> None:
    names = [str(path.relative_to(ground)) for path in ground.rglob("*")]
    assert [name for name in names for word in SENTINEL.split() if word.lower() in name.lower()] == []


def test_a_log_that_repeated_the_sentinel_would_be_noticed(tmp_path: Path) -> None:
    (tmp_path / "stemsup.log").write_text(f"ERROR {SENTINEL}", "utf-8")
    (tmp_path / "spool.tmp").write_bytes(SENTINEL.encode("utf-16-be"))
    assert set(find_plain(tmp_path, WORDS)) == {"stemsup.log", "spool.tmp"}
