"""Time-ordered identifiers, UUID version 7 (RFC 9562)."""

import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def make_uuid7(now: datetime, random_bytes: Callable[[int], bytes] = os.urandom) -> str:
    """Return a UUIDv7 of an aware moment: 48 bits of milliseconds, then 74 random bits."""
    since = now - _EPOCH
    milliseconds = (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000
    noise = int.from_bytes(random_bytes(10))
    version_and_high = 0x7000 | (noise >> 68 & 0x0FFF)
    variant_and_low = 1 << 63 | (noise & (1 << 62) - 1)
    return str(uuid.UUID(int=(milliseconds & (1 << 48) - 1) << 80 | version_and_high << 64 | variant_and_low))
