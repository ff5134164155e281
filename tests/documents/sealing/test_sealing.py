"""What a seal adds to a document, and what it leaves exactly as it was."""

import io
import subprocess
from datetime import timedelta

import pikepdf
import pytest
from asn1crypto import x509
from documents.sealing.seal_samples import CLINIC, MADE, NUMBER, SEALED, know, make_key, make_pdf, seal
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import PdfSignatureStatus, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from stemsup_desktop.consultation.seal_model import SealKey, SealState
from stemsup_desktop.documents.sealing import sealing as sealing_room
from stemsup_desktop.documents.sealing.sealing import SealRequest
from stemsup_desktop.documents.sealing.verification import verify_pdf

KEY = make_key()
STEPS = ("PatientSeal", "PhysicianSeal", "ClinicSeal")


@pytest.fixture(scope="module")
def plain() -> bytes:
    return make_pdf()


@pytest.fixture(scope="module")
def sealed(plain: bytes) -> bytes:
    return seal(plain, KEY)


def seal_in_steps(steps: tuple[str, ...] = STEPS) -> list[bytes]:
    """Return the document before its first seal and after each."""
    files = [make_pdf(steps)]
    for place, field in enumerate(steps):
        moment = SEALED + timedelta(minutes=place)
        files.append(seal(files[-1], KEY, field, is_last=field == steps[-1], at=moment))
    return files


@pytest.fixture(scope="module")
def in_steps() -> list[bytes]:
    return seal_in_steps()


def ask_pyhanko(pdf: bytes, key: SealKey = KEY) -> list[PdfSignatureStatus]:
    """Return what pyHanko's own validator says of each signature, with the clinic's certificate as the only root."""
    context = ValidationContext(trust_roots=[x509.Certificate.load(key.certificate)])
    return [validate_pdf_signature(one, context) for one in PdfFileReader(io.BytesIO(pdf)).embedded_signatures]


def test_the_documents_own_bytes_come_first_and_are_not_touched(plain: bytes, sealed: bytes) -> None:
    assert sealed.startswith(plain)
    assert len(sealed) > len(plain)


def test_pyhankos_own_validator_trusts_the_seal_over_the_whole_file(sealed: bytes) -> None:
    (status,) = ask_pyhanko(sealed)
    assert status.bottom_line
    assert status.summary() == "INTACT:TRUSTED,UNTOUCHED"
    assert status.coverage.name == "ENTIRE_FILE"


def test_pyhankos_own_validator_accepts_every_step_and_what_came_after_it(in_steps: list[bytes]) -> None:
    statuses = ask_pyhanko(in_steps[-1])
    assert [one.bottom_line for one in statuses] == [True] * 3
    assert [one.modification_level.name for one in statuses] == ["FORM_FILLING", "FORM_FILLING", "NONE"]


def test_the_first_seal_allows_seals_and_the_last_allows_nothing(sealed: bytes, in_steps: list[bytes]) -> None:
    def read_permissions(pdf: bytes) -> list[MDPPerm | None]:
        return [one.docmdp_level for one in PdfFileReader(io.BytesIO(pdf)).embedded_signatures]

    assert read_permissions(sealed) == [MDPPerm.NO_CHANGES]
    assert read_permissions(in_steps[-1]) == [MDPPerm.FILL_FORMS, None, MDPPerm.NO_CHANGES]


def test_the_seal_says_when_it_was_made_and_why(sealed: bytes) -> None:
    (found,) = verify_pdf(sealed, know(KEY), SEALED).seals
    assert (found.name, found.sealed_at, found.reason) == (CLINIC, SEALED, f"Sealed {NUMBER}")
    with pikepdf.open(io.BytesIO(sealed)) as pdf:
        signature = pdf.Root.AcroForm.Fields[0].V
        assert str(signature.SubFilter) == "/ETSI.CAdES.detached"
        assert "/Cert" not in signature


def test_metadata_version_and_look_stay_and_no_extension_of_pdf_2_is_declared(plain: bytes, sealed: bytes) -> None:
    with pikepdf.open(io.BytesIO(plain)) as before, pikepdf.open(io.BytesIO(sealed)) as after:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert dict(after.docinfo) == dict(before.docinfo)
        assert after.pdf_version == "1.7"
        assert "/Version" not in after.Root
        assert set(after.Root.Extensions.keys()) == {"/ESIC"}
        widget = after.Root.AcroForm.Fields[0]
        assert widget.AP.N.read_bytes() == b""
        assert (str(widget.TU), int(widget.F), int(widget.StructParent)) == ("Seal", 132, 3)
    assert b"/ISO_" not in sealed[len(plain) :]
    assert b"Helvetica" not in sealed[len(plain) :]


@pytest.mark.parametrize("which", ["sealed", "in_steps"])
def test_qpdf_has_nothing_to_say(which: str, request: pytest.FixtureRequest, tmp_path: object) -> None:
    made = request.getfixturevalue(which)
    pdf = made if isinstance(made, bytes) else made[-1]
    file = f"{tmp_path}/sealed.pdf"
    with open(file, "wb") as out:  # noqa: PTH123
        out.write(pdf)
    result = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 0, result.stdout
    assert "No syntax or stream encoding errors found" in result.stdout


def test_a_document_is_not_finished_until_its_last_seal(in_steps: list[bytes]) -> None:
    states = [verify_pdf(pdf, know(KEY), SEALED).state for pdf in in_steps]
    assert states == [SealState.NOT_OURS, SealState.UNFINISHED, SealState.UNFINISHED, SealState.GENUINE]


def test_every_step_is_named_with_its_moment(in_steps: list[bytes]) -> None:
    report = verify_pdf(in_steps[-1], know(KEY), SEALED)
    assert [one.sealed_at for one in report.seals] == [SEALED + timedelta(minutes=at) for at in range(3)]
    assert sum("Sealed by" in line.en for line in report.lines) == 3


def test_a_field_that_is_missing_or_sealed_already_is_a_bug(plain: bytes, sealed: bytes) -> None:
    with pytest.raises(ValueError, match="no field"):
        seal(plain, KEY, "AnotherSeal")
    with pytest.raises(ValueError, match="sealed already"):
        seal(sealed, KEY)


def test_a_document_without_fields_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no field"):
        seal(make_pdf(()), KEY)


def test_the_same_document_can_be_sealed_by_an_imported_rsa_key(plain: bytes) -> None:
    from documents.sealing.key_samples import make_issued_key

    key = make_issued_key()
    pdf = seal(plain, key)
    report = verify_pdf(pdf, know(key), SEALED)
    assert report.is_genuine, report
    assert report.seals[0].name == "Issued Clinic"
    (status,) = ask_pyhanko(pdf, SealKey("", key.chain[-1], b""))
    assert status.bottom_line


def test_a_certificate_made_at_set_up_seals_at_once(plain: bytes) -> None:
    assert verify_pdf(seal(plain, KEY, at=MADE), know(KEY), SEALED).is_genuine


def test_a_table_that_ends_in_a_carriage_return_is_seen_and_the_seal_is_made_again(
    plain: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = seal(plain, KEY)
    at = int(made[made.rindex(b"startxref") + 9 :].split()[0])
    end = made.index(b"endstream", at)
    unlucky = made[: end - 2] + b"\r" + made[end - 1 :]
    assert sealing_room.has_ambiguous_end(unlucky)
    assert not sealing_room.has_ambiguous_end(made)
    assert not sealing_room.has_ambiguous_end(plain)
    genuine, rooms = sealing_room._seal, list[int]()

    async def seal_badly_twice(pdf: bytes, key: SealKey, request: SealRequest, more_room: int = 0) -> bytes:
        rooms.append(more_room)
        return unlucky if len(rooms) < 3 else await genuine(pdf, key, request, 100 * more_room)

    monkeypatch.setattr(sealing_room, "_seal", seal_badly_twice)
    again = seal(plain, KEY)
    assert rooms == [0, 2, 4]
    # The length of a seal varies by a few bytes (DER), the room asked for by 400.
    assert len(again) > len(made) + 300
    assert verify_pdf(again, know(KEY), SEALED).is_genuine
