"""Damage to bytes of any kind: bits, cuts, repeats, splices. All of it follows from the random numbers given."""

from collections.abc import Callable, Sequence
from random import Random

LONGEST = 400_000
TOKENS = (
    *(
        b"\x00",
        b"\xff",
        b"\xff\xff\xff\xff",
        b"\x7f\xff\xff\xff",
        b"\x80\x00\x00\x00",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
    ),
    *(
        b"\xef\xbb\xbf",
        b"\r\n",
        b'"',
        b"\\",
        b"\\u0000",
        b"\\ud800",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"null",
        b"true",
    ),
    *(b"1e999", b"-0", b"NaN", b"Infinity", b"-1", b"99999999999999999999", b"../", b"/dev/zero", b"%s%n", b"\x1b[2J"),
)
Mutator = Callable[[Random, bytearray, Sequence[bytes]], None]


def damage(rng: Random, data: bytes, others: Sequence[bytes] = ()) -> bytes:
    """Return data with one to six damages, mostly one or two; `others` are there to be spliced in."""
    damaged = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 6))):
        rng.choice(MUTATORS)(rng, damaged, others)
        del damaged[LONGEST:]
    return bytes(damaged)


def _place(rng: Random, data: bytearray) -> int:
    return rng.randrange(len(data)) if data else 0


def _span(rng: Random, data: bytearray) -> slice:
    start = _place(rng, data)
    return slice(start, start + rng.choice((1, 2, 4, 16, 64, 256, 4096, max(len(data) // 3, 1))))


def flip_bits(rng: Random, data: bytearray, others: Sequence[bytes]) -> None:
    """Flip a few bits."""
    for _ in range(rng.choice((1, 1, 2, 8, 40)) if data else 0):
        data[_place(rng, data)] ^= 1 << rng.randrange(8)


def set_bytes(rng: Random, data: bytearray, others: Sequence[bytes]) -> None:
    """Set a few bytes to values at the edge."""
    for _ in range(rng.choice((1, 2, 4)) if data else 0):
        data[_place(rng, data)] = rng.choice((0, 1, 0x7F, 0x80, 0xFE, 0xFF, rng.randrange(256)))


def cut_end(rng: Random, data: bytearray, others: Sequence[bytes]) -> None:
    """Cut the end off."""
    del data[_place(rng, data) :]


def cut_out(rng: Random, data: bytearray, others: Sequence[bytes]) -> None:
    """Cut a part out."""
    del data[_span(rng, data)]


def repeat_part(rng: Random, data: bytearray, others: Sequence[bytes]) -> None:
    """Repeat a part many times."""
    part = bytes(data[_span(rng, data)])
    place = _place(rng, data)
    data[place:place] = part * rng.choice((1, 2, 10, min(1 + 100_000 // max(len(part), 1), 5_000)))


def put_token(rng: Random, data: bytearray, others: Sequence[bytes]) -> None:
    """Put in something that a careless reader trips over."""
    place = _place(rng, data)
    data[place : place + rng.choice((0, 0, 1, 4))] = rng.choice(TOKENS)


def splice(rng: Random, data: bytearray, others: Sequence[bytes]) -> None:
    """Go on as another file does."""
    other = rng.choice(others) if others else bytes(data)
    place = _place(rng, data)
    data[place:] = other[rng.randrange(len(other) + 1) :]


def swap_parts(rng: Random, data: bytearray, others: Sequence[bytes]) -> None:
    """Put one part where another was."""
    data[_span(rng, data)] = bytes(data[_span(rng, data)])


def become_something_else(rng: Random, data: bytearray, others: Sequence[bytes]) -> None:
    """Become empty, zeros, noise, or the same text in another encoding."""
    kind = rng.randrange(6)
    if kind == 0:
        data.clear()
    elif kind == 1:
        data[:] = bytes(rng.choice((1, 16, 5_000)))
    elif kind == 2:
        data[:] = rng.randbytes(rng.choice((1, 16, 5_000)))
    elif kind == 3:
        data[:0] = b"\xef\xbb\xbf"
    else:
        encoding = rng.choice(("utf-16", "utf-32", "shift-jis", "utf-7"))
        data[:] = bytes(data).decode("utf-8", "replace").encode(encoding, "replace")


MUTATORS: tuple[Mutator, ...] = (
    *(flip_bits, flip_bits, set_bytes, set_bytes, cut_end, cut_out, repeat_part),
    *(put_token, put_token, splice, swap_parts, become_something_else),
)
