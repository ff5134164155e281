"""What lies in clear beside the vault: key file, window's settings; and what the vault keeps as text of its own."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import msgspec
from border import NOW, Act, Border
from guard import Place
from judging import BorderFault
from mutate_bytes import damage
from mutate_json import mutate_json
from samples import list_visits
from traps import lay_trap

from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation_file import decode_consultation
from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.store.header import HEADER_NAMES, read_vault_header
from stemsup_desktop.store.records import decode_record
from stemsup_desktop.store.vault import create_vault, open_vault
from stemsup_desktop.ui.draft_keeper import load_kept_record
from stemsup_desktop.ui.pages.consent.memory import KeptSigning, KeptSignings, SigningEntries
from stemsup_desktop.ui.pages.patients.keeper import KeptForms
from stemsup_desktop.ui.preferences import FILE_NAME, Preferences, read_preferences, save_preferences

PASSPHRASE = "a passphrase of the harness"


@cache
def _make_vault_files() -> dict[str, bytes]:
    """Return the files of a vault with nobody in it."""
    file = decode_consultation(list_visits()[0].encode(), "visit.json", NOW.date())
    with TemporaryDirectory() as folder:
        create_vault(Path(folder), PASSPHRASE, file.clinic, file.physician, clock=lambda: NOW, kdf=CHEAP_KEY).close()
        vault = Path(folder, "vault")
        return {path.name: path.read_bytes() for path in sorted(vault.iterdir())}


def _damage_key_file(rng: Random, data: bytes) -> bytes:
    """Return a damaged key file, half of them with a sum that is right again."""
    outer = json.loads(data)
    if rng.random() < 0.5 and isinstance(outer.get("header"), dict):
        inner = mutate_json(rng, json.dumps(outer["header"]))
        if rng.random() < 0.4:
            inner = _with_costs(rng, outer["header"])
        return b'{"header":' + inner + b',"sha256":"' + hashlib.sha256(inner).hexdigest().encode() + b'"}'
    return mutate_json(rng, data.decode()) if rng.random() < 0.5 else damage(rng, data)


def _with_costs(rng: Random, header: dict[str, object]) -> bytes:
    """Return a header whose costs would take the computer's time or memory."""
    text = json.dumps(header)
    for name, costs in (("memory_kib", (8, 4_194_304, 1_048_576)), ("passes", (64, 1)), ("lanes", (64, 1))):
        before = f'"{name}": '
        start = text.find(before)
        while start >= 0:
            end = min(text.find(mark, start) for mark in ",}" if text.find(mark, start) > 0)
            text = f"{text[: start + len(before)]}{rng.choice(costs)}{text[end:]}"
            start = text.find(before, end)
    return text.encode()


def _make_key_file(rng: Random, place: Place) -> Act:
    files = _make_vault_files()
    vault = place.folder / "vault"
    vault.mkdir()
    for name in HEADER_NAMES:
        (vault / name).write_bytes(_damage_key_file(rng, files[name]))
        if rng.random() < 0.04:
            lay_trap(rng, vault / name, place)
    return lambda: _discard(read_vault_header(place.folder))


def _make_opening(rng: Random, place: Place) -> Act:
    vault = place.folder / "vault"
    vault.mkdir()
    for name, data in _make_vault_files().items():
        (vault / name).write_bytes(data)
    target = rng.choice((*HEADER_NAMES, *HEADER_NAMES, "vault.db", "vault.db-wal"))
    if target in HEADER_NAMES:
        changed = _damage_key_file(rng, _make_vault_files()[target])
        for name in HEADER_NAMES:
            (vault / name).write_bytes(changed)
    else:
        (vault / target).write_bytes(damage(rng, _make_vault_files()["vault.db"]))
    if rng.random() < 0.25:
        odd = rng.choice(
            (vault / target, place.folder / "vault.lock", vault / "vault.db-journal", vault / "vault.db-wal")
        )
        lay_trap(rng, odd, place)
    passphrase = rng.choice((PASSPHRASE, PASSPHRASE, "", "wrong", "\ud800", "x" * 100_000))

    def act() -> None:
        open_vault(place.folder, passphrase, clock=lambda: NOW).close()

    return act


def _discard(value: object) -> None:
    if value is None:
        raise BorderFault("nothing was returned")


def _make_preferences(rng: Random, place: Place) -> Act:
    path = place.folder / FILE_NAME
    kept = msgspec.json.encode(Preferences())
    path.write_bytes(mutate_json(rng, kept.decode()) if rng.random() < 0.5 else damage(rng, kept))
    for trapped in (path, place.folder / f"{FILE_NAME}.new"):
        if rng.random() < 0.15:
            lay_trap(rng, trapped, place)

    def act() -> None:
        save_preferences(place.folder, read_preferences(place.folder))

    return act


class _Unfinished:
    """Stands where the vault keeps what is under way."""

    def __init__(self, text: str) -> None:
        self._text = text

    def load_unfinished(self, _name: str) -> str:
        """Return what is under way."""
        return self._text


_SIGNING = KeptSignings((KeptSigning("v", "0" * 64, SigningEntries("CNS-1", date(2026, 11, 1), "name", "name")),))
_KEPT: tuple[msgspec.Struct, ...] = (_SIGNING, KeptForms())


def _make_kept(rng: Random, place: Place) -> Act:
    if rng.random() < 0.5:
        visit = json.dumps(json.loads(rng.choice(list_visits()))["consultation"])
        data = mutate_json(rng, visit) if rng.random() < 0.6 else damage(rng, visit.encode())
        return lambda: _discard(decode_record(data, Consultation))
    kept = rng.choice(_KEPT)
    kind = type(kept)
    text = msgspec.json.encode(kept).decode()
    data = mutate_json(rng, text) if rng.random() < 0.6 else damage(rng, text.encode())
    unfinished = _Unfinished(data.decode("utf-8", "replace"))
    load: Callable[..., object] = load_kept_record
    return lambda: _discard(load(unfinished, "kept", kind))


KEY_FILES = Border("vault's key file", 1_200, _make_key_file)
OPENINGS = Border("vault's files, opened", 120, _make_opening)
PREFERENCES = Border("window's settings", 600, _make_preferences)
KEPT = Border("drafts and forms kept", 1_200, _make_kept)
