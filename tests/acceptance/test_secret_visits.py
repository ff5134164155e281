"""After a hundred visits, nothing that was typed is in a plain byte of any file the program wrote."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from acceptance import secret_visits
from acceptance.secret_visits import SENTINEL, VISITS
from store.builders import reopen
from store.test_vault_secrecy import find_plain

pytestmark = pytest.mark.migrated_vaults

WORDS = tuple(SENTINEL.split())


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the visits once, in a process whose home, temporary and working folders are watched as well."""
    ground = tmp_path_factory.mktemp("visits")
    for name in ("data", "logs", "backups", "temporary", "home", "desk"):
        (ground / name).mkdir()
    temporary = {name: str(ground / "temporary") for name in ("TMPDIR", "TMP", "TEMP", "SQLITE_TMPDIR")}
    home = {name: str(ground / "home") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    folders = [str(ground / name) for name in ("data", "logs", "backups")]
    command = [sys.executable, str(secret_visits.__file__), *folders]
    run = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        env=os.environ | temporary | home,
        cwd=ground / "desk",
    )
    assert run.returncode != 0
    assert "Traceback" not in run.stderr, run.stderr
    assert f"patients {VISITS}" in run.stdout
    (ground / "said.txt").write_text(run.stdout + run.stderr, "utf-8")
    return ground


def test_no_plain_byte_of_vault_log_backup_or_temporary_folder_holds_what_was_typed(ground: Path) -> None:
    files = {path.name for path in ground.rglob("*") if path.is_file()}
    assert {"vault.db", "vault.db-wal", "vault-key.json", "stemsup.log", "said.txt"} <= files
    assert sum(name.endswith(".stemsup") for name in files) == 2
    assert find_plain(ground, WORDS) == []
    names = [str(path.relative_to(ground)) for path in ground.rglob("*")]
    assert [name for name in names for word in WORDS if word.lower() in name.lower()] == []
    assert list((ground / "temporary").rglob("*")) == []
    assert list((ground / "desk").rglob("*")) == []


def test_everything_that_was_typed_is_in_the_vault_all_the_same(ground: Path) -> None:
    with reopen(ground / "data") as vault:
        assert len(vault.find_patients(SENTINEL, limit=999)) == VISITS
        assert vault.load_unfinished("signing-forms") == SENTINEL
        assert vault.verify_history().fault is None
