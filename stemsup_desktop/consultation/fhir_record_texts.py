"""Texts as FHIR can carry them, and back as they were typed.

FHIR forbids control characters, blank texts, and spaces at the ends of codes; people type them. Such a text stands in
the record as far as FHIR lets it, and exactly, in Base64, in an extension beside it; within an extension, in its place.
"""

import base64
import binascii
import re

from stemsup_desktop.consultation.fhir_record_json import EXTENSIONS
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.questionnaire.response_tree import Json

EXACT = f"{EXTENSIONS}/exact-text"

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_SPACES = re.compile(r"\s+")
_CODES = frozenset({"code", "contentType", "valueCode"})
_ADDRESSES = frozenset({"url", "uri", "system", "valueUri", "questionnaire"})
_NARROW = _CODES | _ADDRESSES
_SUBSTITUTE = "\ufffd"
_VALUE, _EXACT_VALUE = "valueString", "valueBase64Binary"


def make_writable(value: object, key: str = "") -> object:
    """Return JSON in which every text is one that FHIR allows; what that changes stands beside it exactly."""
    match value:
        case dict():
            return _make_object_writable(value)
        case list():
            return [make_writable(one, key) for one in value]
        case str():
            return _clean(value, key)
        case _:
            return value


def restore(value: object) -> object:
    """Return JSON with every text as it was typed, without the extensions that said so; half a character is U+FFFD."""
    match value:
        case dict():
            return _restore_object(value)
        case list():
            return [restore(one) for one in value]
        case str():
            return normalise_text(value)
        case _:
            return value


def _make_object_writable(value: Json) -> Json:
    said = value.get(_VALUE)
    if isinstance(said, str) and "url" in value and _clean(said, _VALUE) not in (said, normalise_text(said)):
        return {"url": value["url"], _EXACT_VALUE: _encode(normalise_text(said))}
    made: Json = {}
    for key, one in value.items():
        made[key] = make_writable(one, key)
        if isinstance(one, str):
            if made[key] != one and made[key] != (typed := normalise_text(one)):
                made[f"_{key}"] = {"extension": [_make_exact(typed)]}
        elif isinstance(one, list) and any(isinstance(text, str) for text in one):
            beside = _list_exact(one, made[key])
            if any(beside):
                made[f"_{key}"] = beside
    return made


def _list_exact(typed: list[object], made: object) -> list[Json | None]:
    assert isinstance(made, list)
    pairs = zip(map(normalise_text, map(str, typed)), made, strict=True)
    return [None if text == cleaned else {"extension": [_make_exact(text)]} for text, cleaned in pairs]


def _make_exact(text: str) -> Json:
    return {"url": EXACT, _EXACT_VALUE: _encode(text)}


def _encode(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def _clean(text: str, key: str) -> str:
    # Nearly every text: what is printable holds no control character, no half a character and no space but " ".
    if text.isprintable() and text.strip() and (" " not in text or key not in _NARROW):
        return text
    text = normalise_text(text)
    if key in _CODES:
        text = " ".join(text.split())
    elif key in _ADDRESSES:
        text = _SPACES.sub("%20", text)
    text = _FORBIDDEN.sub(_SUBSTITUTE, text)
    return text if text.strip() else _SUBSTITUTE


def _restore_object(value: Json) -> Json:
    if "url" in value and isinstance(raw := value.get(_EXACT_VALUE), str):
        return {"url": value["url"], _VALUE: _decode(raw)}
    made = {normalise_text(key): restore(one) for key, one in value.items()}
    for key in [key for key in value if key.startswith("_")]:
        beside, name = value[key], key[1:]
        if isinstance(beside, dict):
            if (exact := _find_exact(beside)) is not None:
                made[name] = exact
            del made[key]
        elif isinstance(beside, list) and isinstance(cleaned := made.get(name), list):
            pairs = zip(beside, cleaned, strict=False)
            made[name] = [(_find_exact(one) if isinstance(one, dict) else None) or text for one, text in pairs]
            del made[key]
    return made


def _find_exact(beside: Json) -> str | None:
    extensions = beside.get("extension")
    for one in extensions if isinstance(extensions, list) else ():
        if isinstance(one, dict) and one.get("url") == EXACT and isinstance(raw := one.get(_EXACT_VALUE), str):
            return _decode(raw)
    return None


def _decode(raw: str) -> str | None:
    try:
        return base64.b64decode(raw, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
