"""A form version is its exact bytes; a text that changed under the same version is refused by name."""

import json
from datetime import date

import msgspec
import pytest
from consultation.consent_builders import shipped_text
from consultation.form_builders import reword, say, with_form, with_new_clause, without_clause

from stemsup_desktop.consultation.consent_clauses import ClauseText
from stemsup_desktop.consultation.form_bytes import write_plainly
from stemsup_desktop.consultation.form_versions import (
    check_versions,
    find_form_hash,
    hash_form_version,
    is_clinic_version,
    is_version,
    list_clause_versions,
    name_clinic_version,
    read_form_version,
    write_form_hash,
    write_form_version,
)
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Text

SHIPPED = shipped_text()
REWORDED = reword(SHIPPED, "risk-unknown", blocks=say("Nobody knows.", "わかっていません。"))


def code_of(data: bytes) -> str:
    with pytest.raises(InputProblem) as caught:
        read_form_version(data, SHIPPED.coverage)
    return caught.value.code


def test_the_bytes_of_a_form_read_back_to_the_same_text_and_write_the_same_bytes() -> None:
    data = write_form_version(SHIPPED)
    again = read_form_version(data, SHIPPED.coverage)
    assert (again.form, again.labels, again.clauses) == (SHIPPED.form, SHIPPED.labels, SHIPPED.clauses)
    assert write_form_version(again) == data


def test_the_bytes_are_canonical() -> None:
    data = write_form_version(SHIPPED)
    plain = json.loads(data)
    assert data == json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()
    assert plain["format"] == "stemsup-consent-form/1"


def test_the_order_of_the_files_does_not_matter_and_that_of_the_form_does() -> None:
    backwards = msgspec.structs.replace(SHIPPED, clauses=dict(reversed(SHIPPED.clauses.items())))
    assert hash_form_version(backwards) == hash_form_version(SHIPPED)
    turned = with_form(SHIPPED, sections=tuple(reversed(SHIPPED.form.sections)))
    assert hash_form_version(turned) != hash_form_version(SHIPPED)


def test_every_word_and_every_condition_is_in_the_hash() -> None:
    hashes = {
        hash_form_version(one)
        for one in (
            SHIPPED,
            REWORDED,
            reword(SHIPPED, "risk-unknown", wants_initials=False),
            reword(SHIPPED, "risk-unknown", covers=()),
            with_form(SHIPPED, version="9.0"),
            with_form(SHIPPED, title=Text("Consent", "同意書")),
            without_clause(SHIPPED, "notice-sport"),
        )
    }
    assert len(hashes) == 7


def test_a_field_that_holds_its_default_leaves_no_trace_in_the_bytes() -> None:
    clause = ClauseText("a", "1", Text("A", "あ"), say("B", "い"), "proposal")
    assert json.loads(write_plainly(clause)).keys() == {"id", "version", "title", "blocks", "status"}


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"format": "other"}', b"[" * 100_000])
def test_what_is_no_form_version_is_refused(data: bytes) -> None:
    assert code_of(data) == "content-invalid"


def test_a_form_that_nothing_can_be_printed_from_is_refused() -> None:
    plain = json.loads(write_form_version(SHIPPED))
    plain["clauses"][0]["title"]["en"] = "Hello {secret}"
    assert code_of(json.dumps(plain).encode()) == "content-invalid"
    plain["clauses"].append(plain["clauses"][1])
    assert code_of(json.dumps(plain).encode()) == "content-invalid"
    assert code_of(b" " * 4_000_001) == "content-invalid"


@pytest.mark.parametrize(
    ("day", "known", "name"),
    [
        (date(2026, 11, 26), (), "2026-11/clinic-1"),
        (date(2026, 11, 26), ("1.0", "2026-10/clinic-2", "2025-01/clinic-11"), "2026-11/clinic-12"),
        (date(2027, 1, 1), ("2026-11/clinic-3", "clinic-9", "2026-11/clinic-x"), "2027-01/clinic-4"),
    ],
)
def test_a_clinic_s_version_rises_and_is_never_taken_for_a_shipped_one(
    day: date, known: tuple[str, ...], name: str
) -> None:
    assert name_clinic_version(day, known) == name
    assert is_clinic_version(name)
    assert is_version(name)


@pytest.mark.parametrize("version", ["1.0", "1", "12.3.4"])
def test_what_ships_is_a_number(version: str) -> None:
    assert is_version(version)
    assert not is_clinic_version(version)


@pytest.mark.parametrize("version", ["", "1.0/clinic-1", "2026-11/clinic-", "v1", "2026-11", "１.０", "1.0 "])
def test_any_other_version_is_odd(version: str) -> None:
    assert not is_version(version)
    with pytest.raises(InputProblem) as caught:
        check_versions(with_form(SHIPPED, version=version), {})
    assert caught.value.code == "form-version-odd"


def test_a_clause_that_was_reworded_under_the_same_version_is_refused_by_name() -> None:
    known = list_clause_versions(SHIPPED)
    check_versions(SHIPPED, known)
    with pytest.raises(InputProblem) as caught:
        check_versions(REWORDED, known)
    assert caught.value.code == "clause-version-taken"
    assert caught.value.details == (SHIPPED.clauses["risk-unknown"].title,)
    check_versions(reword(REWORDED, "risk-unknown", "2026-11/clinic-1"), known)


def test_a_clause_that_is_dropped_or_added_takes_no_version_from_another() -> None:
    known = list_clause_versions(SHIPPED)
    check_versions(without_clause(SHIPPED, "notice-sport"), known)
    new = ClauseText("clinic-notice", "2026-11/clinic-1", Text("A", "あ"), say("B", "い"), "proposal")
    check_versions(with_new_clause(SHIPPED, new), known)


def test_a_document_says_of_which_form_version_it_was_made() -> None:
    assert find_form_hash(("stemsup-consent 1.0", write_form_hash("ab" * 32), "basis:x")) == "ab" * 32
    assert find_form_hash(("stemsup-consent 1.0",)) == ""
