"""Reads the reference folder into a checked library; every fault names its file and path."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from stemsup_desktop.content_files import decode_json, read_bytes, read_json
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.reference.checks import check_library, check_page, check_sites, check_unique, fault
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import (
    CellSourcePage,
    Direction,
    Evidence,
    Grade,
    GrowthFactor,
    LawPage,
    Page,
    PageKind,
    ReviewStatus,
    RoutePage,
    Scope,
    Section,
    Source,
    Symptom,
    Topic,
)
from stemsup_desktop.reference.registers import Labels, Manifest, Scale, Shared, Site
from stemsup_desktop.reference.walk import cited_sources

FOLDERS: dict[str, type[Page]] = {
    "factors": GrowthFactor,
    "topics": Topic,
    "cell-sources": CellSourcePage,
    "symptoms": Symptom,
    "routes": RoutePage,
    "law": LawPage,
}
"""The folders of a reference and the kind of page each holds."""


class HasId(Protocol):
    """A record with an id."""

    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=HasId)


def read_reference(folder: Path) -> ReferenceLibrary:
    """Read and check a reference folder.

    Raises `InputProblem` for a fault in the content, naming file and path, and `EnvironmentProblem` for a file or
    folder that cannot be read.
    """
    manifest = read_json(folder / "manifest.json", Manifest)
    shared = read_json(folder / "shared.json", Shared)
    sources = _by_id(read_json(folder / "sources.json", tuple[Source, ...]), "sources.json", "$")
    scales = read_json(folder / "scales.json", tuple[Scale, ...])
    sites = read_json(folder / "sites.json", tuple[Site, ...])
    named_pages = dict(_read_pages(folder, shared))
    check_library(named_pages, sources, scales, shared, manifest)
    check_sites(sites)
    pages = _in_order(tuple(named_pages.values()), manifest.order)
    return ReferenceLibrary(
        manifest=manifest,
        labels=_read_labels(folder / "labels.json"),
        pages=pages,
        sources=sources,
        scales=_by_id(scales, "scales.json", "$"),
        sites=sites,
        pages_by_id={page.id: page for page in pages},
        neighbours=_find_neighbours(pages),
        citing=_find_citing(pages, tuple(sources)),
    )


def _read_pages(folder: Path, shared: Shared) -> Iterator[tuple[str, Page]]:
    evidence = _by_id(shared.evidence, "shared.json", "$.evidence")
    sections = _by_id(shared.sections, "shared.json", "$.sections")
    for name, kind in FOLDERS.items():
        for path in _list_files(folder / name):
            file_name = f"{name}/{path.name}"
            page = decode_json(read_bytes(path), kind, file_name)
            if page.id != path.stem:
                raise fault(file_name, "$.id", f"the id “{page.id}” is not the name of the file")
            page = _with_shared(page, file_name, evidence, sections)
            check_page(page, file_name)
            yield file_name, page


def _list_files(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(sorted(path for path in folder.iterdir() if path.suffix == ".json"))
    except OSError as error:
        raise EnvironmentProblem("content-unreadable", f"The content folder {folder.name} cannot be read.") from error


def _with_shared(page: Page, file_name: str, evidence: dict[str, Evidence], sections: dict[str, Section]) -> Page:
    """Return the page with the shared entries it names, after its own."""
    for field, keys, known in (
        ("shared_evidence", page.shared_evidence, evidence.keys()),
        ("shared_sections", page.shared_sections, sections.keys()),
    ):
        for index, key in enumerate(keys):
            if key not in known:
                raise fault(file_name, f"$.{field}[{index}]", f"shared.json has no entry “{key}”")
    return msgspec.structs.replace(
        page,
        evidence=page.evidence + tuple(evidence[key] for key in page.shared_evidence),
        sections=page.sections + tuple(sections[key] for key in page.shared_sections),
    )


def _read_labels(path: Path) -> Labels:
    labels = read_json(path, Labels)
    wanted: tuple[tuple[str, frozenset[str], type[StrEnum]], ...] = (
        ("kinds", frozenset(labels.kinds), PageKind),
        ("scopes", frozenset(labels.scopes), Scope),
        ("scope_notes", frozenset(labels.scope_notes), Scope),
        ("grades", frozenset(labels.grades), Grade),
        ("directions", frozenset(labels.directions), Direction),
        ("statuses", frozenset(labels.statuses), ReviewStatus),
    )
    for field, given, codes in wanted:
        for code in codes:
            if code not in given:
                raise fault(path.name, f"$.{field}", f"there is no label for “{code}”")
    return labels


def _by_id(items: tuple[T, ...], file_name: str, path: str) -> dict[str, T]:
    check_unique((item.id for item in items), file_name, path)
    return {item.id: item for item in items}


def _in_order(pages: tuple[Page, ...], order: tuple[str, ...]) -> tuple[Page, ...]:
    places = {page_id: place for place, page_id in enumerate(order)}
    return tuple(sorted(pages, key=lambda page: places.get(page.id, len(places))))


def _find_neighbours(pages: tuple[Page, ...]) -> dict[str, tuple[str, ...]]:
    """Return, per page, the pages linked with it in either direction, in reading order."""
    pairs = {(page.id, other) for page in pages for other in page.links}
    return {
        page.id: tuple(other.id for other in pages if (page.id, other.id) in pairs or (other.id, page.id) in pairs)
        for page in pages
    }


def _find_citing(pages: tuple[Page, ...], source_ids: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    cited = {page.id: frozenset(cited_sources(page)) for page in pages}
    return {source_id: tuple(page.id for page in pages if source_id in cited[page.id]) for source_id in source_ids}
