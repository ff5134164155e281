"""Identifiers are UUIDs of version 7, in order of time."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.store.identifiers import make_uuid7

MOMENTS = st.datetimes(
    max_value=datetime.fromisoformat("9999-01-01"),
    min_value=datetime.fromisoformat("1970-01-01"),
    timezones=st.just(UTC),
)


@given(MOMENTS, st.binary(min_size=10, max_size=10))
def test_an_identifier_has_version_7_the_variant_and_the_moment(moment: datetime, noise: bytes) -> None:
    made = uuid.UUID(make_uuid7(moment, lambda size: noise[:size]))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def test_the_example_of_rfc_9562_is_made_from_its_moment() -> None:
    # RFC 9562 appendix A.6: 017F22E2-79B0-7CC3-98C4-DC0C0C07398F
    moment = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)
    noise = (0xCC3 << 68 | 0x18C4DC0C0C07398F).to_bytes(10)
    assert make_uuid7(moment, lambda size: noise) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(MOMENTS, st.integers(1, 10_000))
def test_a_later_identifier_sorts_after_an_earlier_one(moment: datetime, later_ms: int) -> None:
    assert make_uuid7(moment) < make_uuid7(moment + timedelta(milliseconds=later_ms))


def test_two_identifiers_of_one_moment_differ() -> None:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    assert len({make_uuid7(moment) for _ in range(1000)}) == 1000
