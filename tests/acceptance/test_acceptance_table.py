"""The table of what was tried names tests that exist, and a test for each of the ten rules."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def read_table() -> str:
    return (ROOT / "docs" / "acceptance.md").read_text("utf-8")


def test_every_test_that_is_named_exists() -> None:
    defined = set[str]()
    for path in (ROOT / "tests").rglob("test_*.py"):
        defined |= set(re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"`(test_\w+)`", read_table()))
    assert len(named) > 40
    assert named - defined == set()


def test_each_of_the_ten_rules_has_a_test() -> None:
    rows = re.findall(r"^\| (\d+) [^|]+\|([^|]+)\|", read_table(), re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 11))
    assert all("`test_" in tests for _, tests in rows)
