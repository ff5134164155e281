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


def test_every_test_of_the_consent_scenarios_exists() -> None:
    document = (ROOT / "docs" / "consent-acceptance.md").read_text("utf-8")
    rows = re.findall(r"^\| (E\d\d) \| (C\.3\.24\.\d{4}) \| ([^|]+) \| ([^|]*)\|$", document, re.MULTILINE)
    assert [row for row, _, _, _ in rows] == [f"E{number:02}" for number in range(1, 26)]
    assert len({scenario for _, scenario, _, _ in rows}) == 25
    assert all(("`" in tests) != said.startswith("*Does not apply:*") for _, _, said, tests in rows)
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", document)
    assert len(named) > 50
    for path, name in named:
        assert re.search(rf"^def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE), f"{path}::{name}"


def test_every_test_of_the_care_promises_exists() -> None:
    document = (ROOT / "docs" / "care-acceptance.md").read_text("utf-8")
    rows = re.findall(r"^\| ([LRSCVPD]\d\d) \| ([^|]+) \| ([^|]+)\|$", document, re.MULTILINE)
    assert len({row for row, _, _ in rows}) == len(rows) > 30
    assert all("`tests/" in tests for _, _, tests in rows)
    for path, name in re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", document):
        assert re.search(rf"^def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE), f"{path}::{name}"
