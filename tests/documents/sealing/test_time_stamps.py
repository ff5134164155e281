"""Seals with a time stamp and what is needed to check it later; services that fail in every way."""

import io
import socket
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pikepdf
import pytest
from documents.sealing.seal_samples import NUMBER, SEALED, TimeStampAuthority, know, make_key, make_pdf, seal

from stemsup_desktop.consultation.seal_model import KnownSeals, SealState
from stemsup_desktop.documents.sealing.time_stamps import ask_for_time_stamp, check_time_stamp_url
from stemsup_desktop.documents.sealing.verification import verify_pdf
from stemsup_desktop.errors import EnvironmentProblem, InputProblem

KEY = make_key()
STAMPED = SEALED + timedelta(seconds=3)


@pytest.fixture(scope="module")
def authority() -> Iterator[TimeStampAuthority]:
    made = TimeStampAuthority()
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _working(authority: TimeStampAuthority) -> Iterator[None]:
    yield
    authority.answer, authority.status = authority.stamp, 200


@pytest.fixture(scope="module")
def stamped(authority: TimeStampAuthority) -> bytes:
    return seal(make_pdf(), KEY, time_stamp_url=authority.url)


def know_all(authority: TimeStampAuthority) -> KnownSeals:
    return msgspec.structs.replace(know(KEY), time_stamp_certificates=(authority.certificate,))


def test_a_seal_carries_the_moment_that_the_service_attests(authority: TimeStampAuthority, stamped: bytes) -> None:
    report = verify_pdf(stamped, know_all(authority), SEALED)
    assert report.state is SealState.GENUINE
    (found,) = report.seals
    assert found.time_stamp is not None
    assert (found.time_stamp.at, found.time_stamp.by, found.time_stamp.is_known) == (
        STAMPED,
        "Example Time Stamps",
        True,
    )
    assert any("attests" in line.en for line in report.lines)


def test_the_stamp_of_a_service_that_nobody_knows_is_said_to_be_that(stamped: bytes) -> None:
    report = verify_pdf(stamped, know(KEY), SEALED)
    assert report.state is SealState.GENUINE
    assert any("whether it is that service's cannot be told here" in line.en for line in report.lines)


def test_what_is_needed_to_check_it_later_is_within_what_the_seal_covers(
    authority: TimeStampAuthority, stamped: bytes
) -> None:
    with pikepdf.open(io.BytesIO(stamped)) as pdf:
        kept = {one.read_bytes() for one in pdf.Root.DSS.Certs}
    assert {KEY.certificate, authority.certificate} <= kept
    (found,) = verify_pdf(stamped, know(KEY), SEALED).seals
    assert found.covers == len(stamped)


def test_a_known_time_stamp_tells_whether_a_retired_certificate_was_used_too_late(
    authority: TimeStampAuthority, stamped: bytes
) -> None:
    early = msgspec.structs.replace(
        know_all(authority), certificates=know(KEY, retired_at=STAMPED - timedelta(seconds=1)).certificates
    )
    late = msgspec.structs.replace(early, certificates=know(KEY, retired_at=STAMPED).certificates)
    assert verify_pdf(stamped, early, SEALED).state is SealState.NOT_OURS
    assert verify_pdf(stamped, late, SEALED).state is SealState.REPLACED


@pytest.mark.parametrize("has_original", [False, True])
def test_any_byte_of_a_stamped_seal_that_was_changed_is_noticed(
    authority: TimeStampAuthority, stamped: bytes, has_original: bool
) -> None:
    known = msgspec.structs.replace(know_all(authority), sealed={NUMBER: stamped} if has_original else {})
    start = stamped.rindex(b"/Contents <")
    end = stamped.index(b">", start)
    for at in range(start, end, 61):
        changed = bytearray(stamped)
        changed[at] ^= 1
        assert verify_pdf(bytes(changed), known, SEALED).state in (SealState.CHANGED, SealState.NOT_OURS), at


def fail(url: str) -> str:
    with pytest.raises(EnvironmentProblem) as caught:
        seal(make_pdf(), KEY, time_stamp_url=url)
    assert "seal without a time stamp" in caught.value.sentence
    return caught.value.code


@pytest.mark.parametrize("answer", [b"", b"<html>busy</html>", b"\x30\x03\x02\x01\x02", b"\0" * 2_000_000])
def test_a_service_that_answers_nonsense_is_one_sentence(authority: TimeStampAuthority, answer: bytes) -> None:
    authority.answer = lambda _: answer
    assert fail(authority.url) == "time-stamp-failed"


@pytest.mark.parametrize("status", [301, 403, 500])
def test_a_service_that_refuses_is_the_same_sentence(authority: TimeStampAuthority, status: int) -> None:
    authority.status = status
    assert fail(authority.url) == "time-stamp-failed"


def test_a_stamp_of_something_else_is_refused(authority: TimeStampAuthority) -> None:
    first: list[bytes] = []

    def repeat(request: bytes) -> bytes:
        first.append(authority.stamp(request))
        return first[0]

    authority.answer = repeat
    assert fail(authority.url) == "time-stamp-failed"


def test_a_stamp_with_a_changed_byte_is_refused(authority: TimeStampAuthority) -> None:
    def change(request: bytes) -> bytes:
        answer = bytearray(authority.stamp(request))
        answer[-1] ^= 1
        return bytes(answer)

    authority.answer = change
    assert fail(authority.url) == "time-stamp-failed"


def test_nobody_at_the_address_is_the_same_sentence_and_sealing_without_works() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert fail(f"http://127.0.0.1:{nobody.getsockname()[1]}/") == "time-stamp-failed"
    assert verify_pdf(seal(make_pdf(), KEY), know(KEY), SEALED).is_genuine


def test_a_service_is_tried_out_before_it_is_kept(authority: TimeStampAuthority) -> None:
    stamp = ask_for_time_stamp(authority.url)
    assert (stamp.at, stamp.certificate) == (STAMPED, authority.certificate)


@pytest.mark.parametrize(
    "url", ["", "tsa.example", "ftp://tsa.example", "http://", "https://a b", "file:///etc/passwd", "http://x:y/"]
)
def test_what_is_no_address_is_refused_before_anybody_is_asked(url: str) -> None:
    with pytest.raises(InputProblem) as caught:
        ask_for_time_stamp(url)
    assert caught.value.code == "time-stamp-address"


def test_an_address_is_kept_without_the_blanks_around_it() -> None:
    assert check_time_stamp_url(" https://tsa.example/rfc3161\n") == "https://tsa.example/rfc3161"
