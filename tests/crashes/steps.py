"""One change of a disk, and what a power cut makes of it while it is not safe yet."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

SECTOR_BYTES = 512


class Survival(StrEnum):
    """What happens to everything that was not made safe."""

    NONE = "none"
    ALL = "all"
    PREFIX = "prefix"
    """All up to a random call, in order, that call's bytes torn; nothing after it."""
    SUBSET = "subset"
    """Each call or not, each sector of it or not."""
    NOISE = "noise"
    """As subset, but a sector that was not written may hold noise."""
    NAMES = "names"
    """Names and sizes, but of the bytes nothing: a new file is all zeros, as after delayed allocation."""
    BYTES = "bytes"
    """All bytes, but of the names nothing."""


@dataclass
class Step:
    """One change of one node. `safe_from` is the index of the event after which it is safe, if there is one."""

    index: int
    safe_from: int | None = None
    is_doomed: bool = False


@dataclass
class Bytes(Step):
    node: int = 0
    offset: int = 0
    data: bytes = b""


@dataclass
class Size(Step):
    node: int = 0
    size: int = 0


@dataclass
class Names(Step):
    """Names to set and, where the node is None, to remove: (folder, name, node)."""

    edits: tuple[tuple[int, str, int | None], ...] = ()


def concerns(step: Step, node: int) -> bool:
    """Return whether an fsync of this file or folder makes a step safe."""
    match step:
        case Bytes() | Size():
            return step.node == node
        case Names():
            return step.edits[0][0] == node  # where the name arrives
        case _:
            return False


def apply(step: Step, files: dict[int, bytearray], folders: dict[int, dict[str, int]]) -> None:
    """Let a step happen in full."""
    match step:
        case Bytes():
            _put(files[step.node], step.offset, step.data)
        case Size():
            _resize(files[step.node], step.size)
        case Names():
            for folder, name, node in step.edits:
                if node is None:
                    folders[folder].pop(name, None)
                else:
                    folders[folder][name] = node


def apply_perhaps(
    step: Step,
    files: dict[int, bytearray],
    folders: dict[int, dict[str, int]],
    survival: Survival,
    last: int,
    chance: random.Random,
) -> None:
    """Let an unsafe step happen, not happen or happen in part; `last` is the index of a prefix's last step."""
    is_torn = False
    match survival:
        case Survival.NONE:
            return
        case Survival.PREFIX:
            if step.index > last:
                return
            is_torn = step.index == last
        case Survival.SUBSET | Survival.NOISE:
            if chance.random() < 0.5:
                return
            is_torn = chance.random() < 0.5
        case Survival.NAMES if isinstance(step, Bytes):
            data = files[step.node]
            _resize(data, max(len(data), step.offset + len(step.data)))
            return
        case Survival.BYTES if isinstance(step, Names):
            return
    if is_torn and isinstance(step, Bytes):
        _tear(step, files[step.node], chance, with_noise=survival is Survival.NOISE)
    else:
        apply(step, files, folders)


def _tear(step: Bytes, data: bytearray, chance: random.Random, *, with_noise: bool) -> None:
    """Write some of the sectors that the bytes lie in; sectors are those of the file, not of the write."""
    for start, end in _sectors(step.offset, step.offset + len(step.data)):
        fate = chance.random()
        if fate < 0.5:
            _put(data, start, step.data[start - step.offset : end - step.offset])
        elif with_noise and fate < 0.75:
            _put(data, start, chance.randbytes(end - start))


def _sectors(start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start // SECTOR_BYTES * SECTOR_BYTES + SECTOR_BYTES
    return pairwise([start, *range(first, end, SECTOR_BYTES), end])


def _put(data: bytearray, offset: int, new: bytes) -> None:
    if len(data) < offset:
        _resize(data, offset)
    data[offset : offset + len(new)] = new


def _resize(data: bytearray, size: int) -> None:
    if size < len(data):
        del data[size:]
    else:
        data.extend(bytes(size - len(data)))
