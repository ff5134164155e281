"""Every field of a consultation is somebody's, and none can be added without saying whose."""

import typing
from collections.abc import Iterator
from types import UnionType
from typing import Any

import msgspec
import pytest
from authority_builders import FULL, iter_leaves

from stemsup_desktop.consultation.authority_fields import FIELDS, Fields, ReservedAct, Standing
from stemsup_desktop.consultation.record import Consultation


def iter_records(kind: Any) -> Iterator[type[msgspec.Struct]]:
    """Go through the records that a type can hold, not into them."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for inner in typing.get_args(kind):
        yield from iter_records(inner)


def list_reachable(root: type[msgspec.Struct]) -> dict[type[msgspec.Struct], dict[str, Any]]:
    """Return every record that can lie in a record, with the types of its fields."""
    found: dict[type[msgspec.Struct], dict[str, Any]] = {}
    waiting = [root]
    while waiting:
        kind = waiting.pop()
        if kind not in found:
            found[kind] = {field.name: field.type for field in msgspec.structs.fields(kind)}
            waiting += [one for type_ in found[kind].values() for one in iter_records(type_)]
    return found


def list_unclassified(root: type[msgspec.Struct]) -> set[str]:
    """Return the fields under a record that the table does not know, and those that it knows and are none."""
    reachable = list_reachable(root)
    real = {f"{kind.__name__}.{name}" for kind, fields in reachable.items() for name in fields}
    known = {f"{kind.__name__}.{name}" for kind, fields in FIELDS.items() for name in fields}
    return real ^ known


def test_every_field_of_a_consultation_is_classified() -> None:
    assert list_unclassified(Consultation) == set()


def test_a_new_field_fails_until_someone_says_whose_it_is() -> None:
    class Sealed(msgspec.Struct, frozen=True):
        sha256: str = ""

    class Grown(Consultation, frozen=True):
        sealed: tuple[Sealed | None, ...] = ()

    assert {"Grown.sealed", "Sealed.sha256"} <= list_unclassified(Grown)


SHARED: dict[str, set[Standing | ReservedAct]] = {
    "Consent.earlier": {Standing.JUDGED},
    "EarlierConsent.withdrawals": {Standing.JUDGED},
}
"""A withdrawal is judged where it is recorded; a copy in the consent of an earlier visit is compared as a whole."""


def gather_standings(kind: type[msgspec.Struct]) -> set[Standing | ReservedAct]:
    return {standing for inner in list_reachable(kind) for standing in FIELDS[inner].values()}


@pytest.mark.parametrize(("kind", "fields"), FIELDS.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_what_lies_in_a_field_is_of_the_same_standing(kind: type[msgspec.Struct], fields: Fields) -> None:
    types = list_reachable(kind)[kind]
    for name, standing in fields.items():
        within = {one for inner in iter_records(types[name]) for one in gather_standings(inner)}
        if standing is Standing.FREE or isinstance(standing, ReservedAct):
            assert within - SHARED.get(f"{kind.__name__}.{name}", set()) <= {standing}, name


def test_only_single_records_are_looked_into() -> None:
    for kind, fields in FIELDS.items():
        for name, standing in fields.items():
            type_ = list_reachable(kind)[kind][name]
            if standing is Standing.WITHIN:
                assert isinstance(type_, type), name
                assert issubclass(type_, msgspec.Struct), name
            assert not (standing is Standing.WITHIN and isinstance(type_, UnionType)), name


def test_the_full_visit_of_these_tests_fills_every_field() -> None:
    """Else a change of a field would be tested by nothing."""
    filled = {str(step) for path in iter_leaves(FULL) for step in path}
    answers = {"precision", "size_bytes", "sha1_base64", "content_type", "url", "title", "reference", "unit"}
    wanted = {name for fields in FIELDS.values() for name in fields} - answers
    assert wanted - filled == set()
