"""`stemsup verify` and `stemsup certificate export`: with a vault, with a certificate file, and with neither."""

import json
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import Result
from clinic_at_the_desk import PATIENT_WORDS, Clinic, sentence_of
from documents.sealing.seal_samples import make_pdf, seal
from store.builders import START, make_consultation, make_document

from stemsup_desktop.clinic_seal import give_seal_key
from stemsup_desktop.consultation.signing_model import SignerRole, Withdrawal
from stemsup_desktop.documents.sealing.certificates import make_clinic_key

NUMBER = "CNS-2026-00002"
PDF = make_pdf(number=NUMBER)
LATER = START + timedelta(days=2)


@pytest.fixture
def paper(clinic: Clinic, tmp_path: Path) -> Path:
    """A consent that the clinic sealed and keeps, as a file that lies about."""
    with clinic.open() as vault:
        assert give_seal_key(vault, START)
        assert not give_seal_key(vault, START)
        assert vault.next_document_number("consent", 2026) == NUMBER
        vault.save_document(make_document(NUMBER, PDF), PDF)
        key = vault.load_seal_key()
        sealed = seal(PDF, key, at=START + timedelta(hours=1))
        vault.save_seal(NUMBER, sealed, key.fingerprint, START + timedelta(hours=1))
    path = tmp_path / "paper.pdf"
    path.write_bytes(sealed)
    return path


def facts_of(result: Result, number: int = 0) -> dict[str, object]:
    return json.loads(result.stdout)["files"][number]  # type: ignore[no-any-return]


def export(clinic: Clinic, tmp_path: Path, name: str = "clinic.pem") -> Path:
    target = tmp_path / name
    result = clinic.call("certificate", "export", "--out", target, by="office")
    assert result.exit_code == 0, result.stderr
    return target


def test_a_genuine_file_is_said_to_be_that_and_what_it_is(clinic: Clinic, paper: Path) -> None:
    result = clinic.call("verify", paper)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "paper.pdf: Genuine and unchanged."
    assert f"  Document {NUMBER}." in lines
    assert any(line.startswith("  Sealed by “みなとクリニック” on 23 Nov 2026") for line in lines)
    said = clinic.call("verify", paper, "--language", "ja").stdout
    assert "本物です。封印後の変更はありません。" in said


def test_staff_and_the_office_get_the_same_answer(clinic: Clinic, paper: Path) -> None:
    for who in ("mori", "office"):
        assert clinic.call("verify", paper, by=who).exit_code == 0


def test_the_json_holds_every_fact(clinic: Clinic, paper: Path) -> None:
    result = clinic.call("verify", paper, "--json")
    facts = facts_of(result)
    assert json.loads(result.stdout)["all_genuine"] is True
    assert (facts["state"], facts["is_unchanged"], facts["document_number"]) == ("genuine", True, NUMBER)
    assert facts["seals"][0]["name"] == "みなとクリニック"  # type: ignore[index]


def test_a_changed_file_is_compared_with_the_original(clinic: Clinic, paper: Path) -> None:
    changed = bytearray(paper.read_bytes())
    changed[-100] ^= 1
    paper.write_bytes(bytes(changed))
    result = clinic.call("verify", paper)
    assert result.exit_code == 1
    assert "paper.pdf: Changed after it was sealed." in result.stdout
    assert f"Byte {len(changed) - 99:,} is different." in result.stdout
    assert result.stderr.strip() == "The file is not simply genuine and unchanged."


def test_without_a_vault_a_file_is_unchanged_and_no_more(clinic: Clinic, paper: Path, tmp_path: Path) -> None:
    for data in (clinic.data, tmp_path / "no vault"):
        result = clinic.type("verify", paper, data=data)
        assert result.exit_code == 1
        assert "whether this is the clinic's certificate cannot be told here" in result.stdout


def test_an_exported_certificate_serves_where_there_is_no_vault(clinic: Clinic, paper: Path, tmp_path: Path) -> None:
    certificate = export(clinic, tmp_path)
    nowhere = tmp_path / "no vault"
    assert clinic.type("verify", paper, "--certificate", certificate, data=nowhere).exit_code == 0
    stranger = tmp_path / "stranger.pdf"
    stranger.write_bytes(seal(PDF, make_clinic_key("みなとクリニック", START), at=LATER))
    result = clinic.type("verify", paper, stranger, "--certificate", certificate, data=nowhere)
    assert result.exit_code == 1
    assert result.stderr.strip() == "1 of 2 files are not simply genuine and unchanged."
    assert "stranger.pdf: Not from this clinic" in result.stdout
    assert "anybody can write a name into one" in result.stdout


def test_a_retired_certificate_is_exported_with_its_end(clinic: Clinic, paper: Path, tmp_path: Path) -> None:
    with clinic.open() as vault:
        vault.save_seal_key(make_clinic_key("みなとクリニック", START))
    certificate = export(clinic, tmp_path)
    for result in (
        clinic.call("verify", paper, "--json"),
        clinic.type("verify", paper, "--json", "--certificate", certificate),
    ):
        assert (result.exit_code, facts_of(result)["state"]) == (1, "replaced")


def test_what_was_withdrawn_is_genuine_and_said_to_be_withdrawn(clinic: Clinic, paper: Path) -> None:
    taken = Withdrawal(NUMBER, START + timedelta(hours=3), SignerRole.PATIENT, "髙橋 花子")
    with clinic.open() as vault:
        vault.mark_document_signed(NUMBER, b"{}", START)
        slip = vault.record_withdrawal("visit-1", taken).slip_number
    result = clinic.call("verify", paper)
    assert result.exit_code == 1
    assert "paper.pdf: Genuine and unchanged, but withdrawn since." in result.stdout
    assert f"It was withdrawn on 23 Nov 2026 ({slip})." in result.stdout


def test_nothing_of_the_patient_is_printed(clinic: Clinic, paper: Path) -> None:
    said = clinic.call("verify", paper, "--json").stdout + clinic.call("verify", paper).stdout
    assert not any(word in said for word in PATIENT_WORDS)


@pytest.mark.parametrize("content", [b"", b"hello", PDF])
def test_files_without_a_seal_are_not_the_clinics(clinic: Clinic, paper: Path, content: bytes) -> None:
    paper.write_bytes(content)
    result = clinic.call("verify", paper, "--json")
    assert (result.exit_code, facts_of(result)["state"]) == (1, "not-ours")


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_looked_at(
    clinic: Clinic, paper: Path, tmp_path: Path
) -> None:
    result = clinic.call("verify", tmp_path / "none.pdf", tmp_path, paper, "--json")
    assert result.exit_code == 1
    assert [facts_of(result, at)["state"] for at in range(3)] == ["verify-unreadable", "verify-unreadable", "genuine"]


def test_a_vault_that_is_open_elsewhere_is_said_and_done_without(clinic: Clinic, paper: Path) -> None:
    clinic.has_terminal = True
    with clinic.open():
        result = clinic.type("verify", paper, lines=("aoki", "whatever"))
    assert result.exit_code == 1
    assert "cannot be told here" in result.stdout
    assert "Close the window" in result.stderr


def test_a_wrong_passphrase_is_not_passed_over(clinic: Clinic, paper: Path) -> None:
    result = clinic.type("verify", paper, "--as", "aoki", "--passphrase-stdin", lines=("wrong",))
    assert "passphrase is not right" in sentence_of(result)


def test_a_certificate_and_a_vault_are_not_asked_together(clinic: Clinic, paper: Path) -> None:
    assert clinic.call("verify", paper, "--certificate", paper).exit_code == 2
    assert clinic.type("verify").exit_code == 2


@pytest.mark.parametrize("content", [b"", b"%PDF"])
def test_a_certificate_file_that_is_none_is_one_sentence(clinic: Clinic, paper: Path, content: bytes) -> None:
    other = paper.with_name("other.pem")
    other.write_bytes(content)
    assert "no certificate" in sentence_of(clinic.type("verify", paper, "--certificate", other))
    assert "cannot be read" in sentence_of(clinic.type("verify", paper, "--certificate", paper.with_name("none")))


def test_an_export_says_the_fingerprint_and_replaces_nothing(clinic: Clinic, paper: Path, tmp_path: Path) -> None:
    target = export(clinic, tmp_path)
    with clinic.open() as vault:
        fingerprint = vault.load_seal_key().fingerprint
    said = clinic.call("certificate", "export", "--out", tmp_path / "again.pem", "--json", by="mori")
    assert json.loads(said.stdout)["certificates"][0]["fingerprint"] == fingerprint
    assert "exists already" in sentence_of(clinic.call("certificate", "export", "--out", target))


def test_a_clinic_without_a_certificate_exports_none(clinic: Clinic, tmp_path: Path) -> None:
    assert "no certificate to seal with yet" in sentence_of(
        clinic.call("certificate", "export", "--out", tmp_path / "none.pem", by="mori")
    )
    assert not (tmp_path / "none.pem").exists()


def test_a_vault_made_at_the_command_line_has_a_certificate(clinic: Clinic, tmp_path: Path) -> None:
    made = clinic.type(
        *("init", "--clinic", "東クリニック", "--physician", "青木 誠", "--passphrase-stdin"),
        lines=("seven grey herons wade slowly",),
        data=tmp_path / "made",
    )
    assert made.exit_code == 0, made.stderr
    result = clinic.type(
        *("certificate", "export", "--out", tmp_path / "made.pem", "--passphrase-stdin"),
        lines=("seven grey herons wade slowly",),
        data=tmp_path / "made",
    )
    assert "東クリニック" in result.stdout


def test_a_superseded_document_is_said_to_be_that(clinic: Clinic, paper: Path) -> None:
    with clinic.open() as vault:
        newer = msgspec.structs.replace(make_document("CNS-2026-00003", PDF), created_at=LATER)
        vault.start_consultation("patient-A-0012", make_consultation("visit-2"))
        vault.save_document(msgspec.structs.replace(newer, consultation_id="visit-2"), PDF)
        key = vault.load_seal_key()
        vault.save_seal("CNS-2026-00003", seal(PDF, key, at=LATER), key.fingerprint, LATER)
    result = clinic.call("verify", paper, "--json")
    assert (result.exit_code, facts_of(result)["state"]) == (1, "superseded")
