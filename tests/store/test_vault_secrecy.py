"""Nothing that was typed can be read from any file that the vault writes."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from store.builders import CHEAP_KDF, START, SteppingClock, make_consultation, make_document, make_patient, reopen

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.store.entries import AttachmentSource
from stemsup_desktop.store.vault import Vault, create_vault

pytestmark = pytest.mark.migrated_vaults

SENTINEL = "Sentinelle"
PASSPHRASE = "Passphrasenwort 7"


def find_plain(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Return the files in which one of the words stands in any common encoding."""
    needles = [word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le", "utf-16-be", "shift-jis")]
    found = []
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            data = file.read_bytes()
            found += [file.name for needle in needles if needle in data or needle.hex().encode() in data.lower()]
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which all of the vault's files lie, those for temporary use included."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    yield tmp_path
    assert list(temporary.iterdir()) == []


def write_sentinels(vault: Vault) -> None:
    vault.save_patient(
        make_patient(name=SENTINEL, romaji=SENTINEL, kana="センチネル", address="架空町一丁目", alerts=(SENTINEL,))
    )
    vault.save_patients(make_patient(f"N-{number}", f"{SENTINEL} 花子") for number in range(2000))
    for turn in range(50):
        vault.save_consultation(make_consultation(goal=SENTINEL * turn), "patient-A-0012")
    pdf = b"%PDF " + SENTINEL.encode() * 20_000
    number = vault.next_document_number("consent", 2026)
    vault.save_document(make_document(number, pdf), pdf)
    vault.mark_document_signed(number, f'"{SENTINEL}"'.encode(), START)
    source = AttachmentSource(f"{SENTINEL}.pdf", "application/pdf", "patient-A-0012", "visit-1", SENTINEL)
    vault.get_attachment(vault.add_attachment(SENTINEL.encode() * 100_000, source).sha256)
    vault.save_text(SENTINEL.encode())
    vault.save_settings({SENTINEL: SENTINEL})
    vault.find_patients(SENTINEL[:4])
    # A sort that does not fit into the page cache: SQLite would use a temporary file.
    vault._database.execute("select record from patients order by record || hex(record) desc").fetchall()


def test_a_sentinel_is_in_no_plain_byte_while_the_vault_is_open_or_closed(folder: Path) -> None:
    clinic, physician = Clinic(name=f"{SENTINEL} Clinic"), Physician(name=f"Dr {SENTINEL}")
    words = (SENTINEL, "センチネル", "架空町", PASSPHRASE, "CNS-2026", "A-0012")
    clock = SteppingClock()
    with create_vault(folder / "clinic", PASSPHRASE, clinic, physician, clock=clock, kdf=CHEAP_KDF) as vault:
        write_sentinels(vault)
        assert (folder / "clinic" / "vault" / "vault.db-wal").stat().st_size > 100_000
        assert find_plain(folder, words) == []
    assert find_plain(folder, words) == []
    with reopen(folder / "clinic", PASSPHRASE) as vault:
        assert vault.find_patients(SENTINEL)
        assert find_plain(folder, words) == []
    assert sorted(file.name for file in folder.rglob("*") if file.is_file()) == [
        "vault-key-copy.json",
        "vault-key.json",
        "vault.db",
        "vault.lock",
    ]


def test_the_search_for_plain_bytes_finds_them(tmp_path: Path) -> None:
    (tmp_path / "utf8").write_text(f"name: {SENTINEL}", "utf-8")
    (tmp_path / "utf16").write_text(SENTINEL, "utf-16")
    (tmp_path / "hex").write_text(SENTINEL.encode().hex(), "utf-8")
    assert set(find_plain(tmp_path, (SENTINEL,))) == {"utf8", "utf16", "hex"}


def test_the_vaults_folder_and_files_are_the_owners_alone(folder: Path) -> None:
    clinic, physician = Clinic(name="C"), Physician(name="P")
    clock = SteppingClock()
    with create_vault(folder / "clinic", PASSPHRASE, clinic, physician, clock=clock, kdf=CHEAP_KDF) as vault:
        vault.save_settings({"theme": "light"})
        modes = {path.name: path.stat().st_mode & 0o777 for path in (folder / "clinic").rglob("*")}
    assert modes == {
        "vault": 0o700,
        "vault.lock": 0o600,
        "vault.db": 0o600,
        "vault.db-wal": 0o600,
        "vault-key.json": 0o600,
        "vault-key-copy.json": 0o600,
    }
