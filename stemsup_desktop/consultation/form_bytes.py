"""The exact bytes of clauses and forms, and the hashes that they are known by."""

import hashlib
import json
from functools import cache
from typing import Any

import msgspec

from stemsup_desktop.consultation.consent_clauses import ClauseText


def write_plainly(value: object) -> bytes:
    """Return a record as canonical JSON: keys in order, no spaces, ASCII, and no field that holds its default.

    A field that a later version of the program adds, with a default, leaves the bytes of older texts as they are.
    """
    return json.dumps(_to_plain(value), ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode("ascii")


def hash_plainly(value: object) -> str:
    """Return the SHA-256 of a record's canonical JSON, in hexadecimal."""
    return hashlib.sha256(write_plainly(value)).hexdigest()


def hash_clause_text(clause: ClauseText) -> str:
    """Return the hash of a clause version: of both languages, conditions, initials and what it covers."""
    return hash_plainly(clause)


def _to_plain(value: object) -> Any:
    match value:
        case msgspec.Struct():
            fields = {
                field.encode_name: _to_plain(held)
                for field in _list_fields(type(value))
                for held in (getattr(value, field.name),)
                if field.required or held != field.default
            }
            config = value.__struct_config__
            return fields if config.tag is None else {str(config.tag_field): config.tag, **fields}
        case tuple() | list():
            return [_to_plain(one) for one in value]
        case _:
            return msgspec.to_builtins(value)


@cache
def _list_fields(kind: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    """Return the fields of a kind of record, read from its annotations once."""
    return msgspec.structs.fields(kind)
