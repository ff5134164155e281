"""Damage that knows JSON: other types, numbers out of all proportion, deep nests, keys twice, texts nobody expects."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from hostile_strings import HOSTILE
from judging import SENTINELS

TEXTS = tuple(HOSTILE.values())
DATES = (
    *("0000-00-00", "0001-01-01", "9999-12-31", "2026-02-30", "1961-03-29", "2026-W01-1", "20261123", "99999-01-01"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-16T10:00:00", "2026-11-16T25:61:61Z"),
    *("2026-11-16T10:00:00+99:99", "2026-11-16T10:00:00.123456789012345678Z", "2026-11-16", "T", "24:00:00", "-1-1-1"),
)
NUMBERS = (
    *("0", "-0", "-1", "1e999", "-1e999", "1e-999", "1.5E999999999", "NaN", "Infinity", "9" * 400, "0." + "1" * 400),
    *(
        "2147483648",
        "-2147483649",
        "9223372036854775808",
        "18446744073709551616",
        "1e308",
        "0.1",
        "1.0",
        "01",
        "+1",
        "1.",
    ),
    *("1000000000", "1000000001", "0.0000001", "0xFF", "9" * 5_000),
)


class _Raw:
    """Text that goes into the JSON as it is."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def put(self, text: str) -> str:
        """Return what stands for the text until the rest is written."""
        self._texts.append(text)
        return f"@raw-{len(self._texts) - 1}@"

    def write(self, value: object, *, ascii_only: bool) -> bytes:
        """Return the JSON; half characters come out as such where everything else is ASCII."""
        written = json.dumps(value, ensure_ascii=ascii_only)
        for number, text in reversed(list(enumerate(self._texts))):
            written = written.replace(f'"@raw-{number}@"', text)
        return written.encode("utf-8", "surrogatepass")


def mutate_json(rng: Random, text: str) -> bytes:
    """Return a JSON text with one to five changes; in half of all cases only such as leave every type as it was."""
    value = json.loads(text)
    raw = _Raw()
    slots = list(_iter_slots(value))
    change = _change_gently if rng.random() < 0.5 else _change
    for _ in range(rng.choice((1, 1, 1, 2, 3, 5)) if slots else 0):
        holder, key = rng.choice(slots)
        if (0 <= key < len(holder)) if isinstance(holder, list) else key in holder:
            change(rng, holder, key, slots, raw)
    return raw.write(value, ascii_only=rng.random() < 0.5)


def _iter_slots(value: Any) -> Iterator[tuple[Any, Any]]:
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        keys = holder.keys() if isinstance(holder, dict) else range(len(holder)) if isinstance(holder, list) else ()
        for key in keys:
            yield holder, key
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])


def _change(rng: Random, holder: Any, key: Any, slots: list[tuple[Any, Any]], raw: _Raw) -> None:
    match rng.randrange(12):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, dict):
            holder[rng.choice((*TEXTS[:40], "resourceType", "id", "__proto__", SENTINELS[0]))] = holder.pop(key)
        case 2 if isinstance(holder, dict):
            holder[rng.choice(("unknown", "", *SENTINELS, *TEXTS[:60]))] = make_odd_value(rng, None, raw)
        case 3:
            other_holder, other_key = rng.choice(slots)
            if isinstance(other_holder, dict) and other_key in other_holder:
                other = other_holder[other_key]
                holder[key] = raw.put(json.dumps(other)) if isinstance(other, dict | list) else other
        case 4 if isinstance(holder[key], list) and holder[key]:
            holder[key] = holder[key] * rng.choice((2, 3, 10, min(500, 1 + 20_000 // len(json.dumps(holder[key])))))
        case 5 if isinstance(holder[key], dict):
            holder[key] = raw.put(_write_twice(rng, holder[key]))
        case _:
            holder[key] = make_odd_value(rng, holder[key], raw)


def _change_gently(rng: Random, holder: Any, key: Any, slots: list[tuple[Any, Any]], raw: _Raw) -> None:
    """Change a value to another of its type: what a reader lets through, for those behind it."""
    before = holder[key]
    if rng.random() < 0.15:
        del holder[key]
    elif isinstance(before, bool):
        holder[key] = not before
    elif isinstance(before, int | float):
        holder[key] = rng.choice((0, 1, -1, 2, 10, 0.5, 1e9, 2**31 - 1, 1e-6))
    elif isinstance(before, list):
        holder[key] = rng.choice(([], before[::-1], before * 2, before * rng.choice((3, 40)), before[:1]))
    elif isinstance(before, str):
        others = [one[name] for one, name in slots if name == key and isinstance(one, dict) and name in one]
        texts = [one for one in others if isinstance(one, str)]
        holder[key] = rng.choice(texts) if texts and rng.random() < 0.6 else make_odd_text(rng, before)


def _write_twice(rng: Random, value: dict[str, Any]) -> str:
    name = rng.choice(list(value)) if value else "twice"
    again = json.dumps({name: rng.choice((None, value.get(name), "", [], SENTINELS[0]))})
    return f"{json.dumps(value)[:-1]}{',' if value else ''}{again[1:]}"


def make_odd_value(rng: Random, before: object, raw: _Raw) -> object:
    """Return what nobody expects in the place of `before`, mostly of the same type."""
    kind = rng.randrange(10)
    if kind < 4:
        if isinstance(before, str):
            return make_odd_text(rng, before)
        if isinstance(before, int | float):
            return raw.put(rng.choice(NUMBERS))
        return rng.choice((None, [], {}, [None], [[]], {"": ""}))
    if kind == 4:
        depth = rng.choice((5, 60, 200, 900, 3_000, 60_000))
        opening, closing = rng.choice((("[", "]"), ('{"item":[', "]}"), ('{"a":', "}")))
        return raw.put(opening * depth + rng.choice(("1", "{}")) + closing * depth)
    if kind == 5:
        return raw.put(rng.choice(NUMBERS))
    if kind == 6:
        return make_odd_text(rng, "")
    return rng.choice((None, True, False, 0, -1, 1.5, "", [], {}, [1, "a"], {"a": 1}, "null", SENTINELS[0]))


def make_odd_text(rng: Random, before: str) -> str:
    """Return an odd text, often with a patient's words in it."""
    match rng.randrange(7):
        case 0:
            return rng.choice(DATES)
        case 1:
            return before + rng.choice(TEXTS)[:2_000]
        case 2:
            return rng.choice(SENTINELS) + rng.choice(TEXTS)[:200]
        case 3:
            return rng.choice((" ", "\u3000", "\n", "'", "`")) + before
        case 4:
            return before * rng.choice((2, 50, 3_000)) if len(before) < 100 else before[: len(before) // 2]
        case 5:
            return rng.choice(SENTINELS)
        case _:
            return rng.choice(TEXTS)
