"""Writes documents into a folder of their own, with a manifest of their hashes, whole or not at all."""

import hashlib
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec

from stemsup_desktop.documents.files import save_document, suggested_file_name
from stemsup_desktop.errors import EnvironmentProblem, InputProblem

MANIFEST_NAME, READABLE_NAME = "manifest.json", "manifest.txt"
MOST_DOCUMENTS = 1_000


class ExportedDocument(msgspec.Struct, frozen=True):
    """One document to write. `state` is its code; what names a patient has no place here."""

    number: str
    kind: str
    language: str
    made_at: datetime
    state: str
    is_sealed: bool
    pdf: bytes
    of_number: str = ""


class ManifestEntry(msgspec.Struct, frozen=True):
    """One file of the export; `sha256` is of its bytes, in hexadecimal."""

    file: str
    sha256: str
    size_bytes: int
    number: str
    kind: str
    language: str
    made_at: datetime
    state: str
    is_sealed: bool
    of_number: str = ""


class Manifest(msgspec.Struct, frozen=True):
    """Everything in the folder; `history` is the head of the vault's history at that moment, "sequence:hash"."""

    made_at: datetime
    documents: tuple[ManifestEntry, ...]
    history: str = ""
    format: Literal["stemsup-export/1"] = "stemsup-export/1"


class ExportReport(msgspec.Struct, frozen=True):
    """Where the export lies and what it holds; `manifest_sha256` stands in the vault's history."""

    folder: str
    manifest_sha256: str
    documents: tuple[ManifestEntry, ...]


def derive_manifest(documents: Sequence[ExportedDocument], made_at: datetime, history: str = "") -> Manifest:
    """Return the manifest of documents in the order of their numbers; each has a file name that names nobody."""
    entries = tuple(
        ManifestEntry(
            file=suggested_file_name(one.number),
            sha256=hashlib.sha256(one.pdf).hexdigest(),
            size_bytes=len(one.pdf),
            number=one.number,
            kind=one.kind,
            language=one.language,
            made_at=one.made_at,
            state=one.state,
            is_sealed=one.is_sealed,
            of_number=one.of_number,
        )
        for one in sorted(documents, key=lambda one: one.number)
    )
    return Manifest(made_at, entries, history)


def describe_manifest(manifest: Manifest) -> str:
    """Return the manifest as lines to read; the hashes stand as `sha256sum --check` takes them."""
    lines = [
        "StemSup Desktop: exported documents / 書き出した書類",
        f"{manifest.made_at.isoformat(timespec='seconds')}",
        *([f"history / 履歴 {manifest.history}"] if manifest.history else []),
        "",
        *(f"{entry.sha256}  {entry.file}" for entry in manifest.documents),
        "",
    ]
    for entry in manifest.documents:
        follows = f", to / 対象 {entry.of_number}" if entry.of_number else ""
        sealed = ", sealed / 封印済み" if entry.is_sealed else ""
        made = entry.made_at.isoformat(timespec="seconds")
        lines.append(f"{entry.number}: {entry.kind}, {entry.language}, {made}, {entry.state}{sealed}{follows}")
    return "\n".join(lines) + "\n"


def make_folder_name(made_at: datetime) -> str:
    """Return the name of the folder, which says when and nothing else."""
    return f"stemsup-export-{made_at:%Y%m%d-%H%M%S}"


def write_export(
    parent: Path, documents: Sequence[ExportedDocument], made_at: datetime, history: str = ""
) -> ExportReport:
    """Write documents and manifest into a new folder in `parent`; it has its name only once everything is in it.

    Raises `InputProblem` export-empty, export-too-many, export-exists; `EnvironmentProblem` save-folder-missing,
    save-failed. Of an export that failed nothing is left.
    """
    if not documents:
        raise InputProblem("export-empty", "No document was chosen to export.")
    if len(documents) > MOST_DOCUMENTS:
        raise InputProblem("export-too-many", f"At most {MOST_DOCUMENTS} documents are exported at once.")
    target = parent / make_folder_name(made_at)
    if target.exists():
        raise InputProblem("export-exists", "A folder of this export exists already. Try again in a second.")
    manifest = derive_manifest(documents, made_at, history)
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    beside = parent / f".{target.name}.part"
    try:
        _make_private_folder(beside)
        files = {suggested_file_name(one.number): one.pdf for one in documents}
        readable = describe_manifest(manifest).encode()
        for name, content in (*files.items(), (READABLE_NAME, readable), (MANIFEST_NAME, data)):
            save_document(content, beside / name)
        beside.rename(target)
    except BaseException as error:
        with suppress(OSError):
            shutil.rmtree(beside)
        if isinstance(error, OSError):
            raise EnvironmentProblem(
                "save-failed", "The document was not saved: the folder is read-only, or the disk is full."
            ) from error
        raise
    return ExportReport(
        os.fsencode(target).decode("utf-8", "replace"), hashlib.sha256(data).hexdigest(), manifest.documents
    )


def _make_private_folder(folder: Path) -> None:
    if not folder.parent.is_dir():
        raise EnvironmentProblem("save-folder-missing", "The folder to save in does not exist any more.")
    folder.mkdir(mode=0o700)
