"""The library of reference pages: access by id and kind, links in both directions, and the exact text of a page."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, quote
from stemsup_desktop.reference.model import Page, PageKind, Source, page_kind
from stemsup_desktop.reference.registers import Labels, Manifest, Scale, Site
from stemsup_desktop.reference.walk import cited_sources


@dataclass(frozen=True, slots=True)
class Related:
    """What hangs together with a page or a source: pages linked in either direction, and sources cited."""

    pages: tuple[Page, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ReferenceLibrary:
    """Everything under one content version; made and checked by `read_reference`.

    `pages` are in reading order; `neighbours` holds, per page id, the ids linked with it in either direction;
    `citing` holds, per source id, the ids of the pages that cite it.
    """

    manifest: Manifest
    labels: Labels
    pages: tuple[Page, ...]
    sources: Mapping[str, Source]
    scales: Mapping[str, Scale]
    sites: tuple[Site, ...]
    pages_by_id: Mapping[str, Page]
    neighbours: Mapping[str, tuple[str, ...]]
    citing: Mapping[str, tuple[str, ...]]

    def find_page(self, page_id: str) -> Page | None:
        """Return a page, or None."""
        return self.pages_by_id.get(page_id)

    def get_page(self, page_id: str) -> Page:
        """Return a page; raises `InputProblem` for an id that no page has."""
        page = self.pages_by_id.get(page_id)
        if page is None:
            raise InputProblem("reference-page-unknown", f"There is no reference page “{page_id}”.", (quote(page_id),))
        return page

    def get_source(self, source_id: str) -> Source:
        """Return a source; raises `InputProblem` for an id that no source has."""
        source = self.sources.get(source_id)
        if source is None:
            raise InputProblem(
                "reference-source-unknown", f"There is no reference source “{source_id}”.", (quote(source_id),)
            )
        return source

    def get_site(self, site_id: str) -> Site:
        """Return a site; raises `InputProblem` for an id that no site has."""
        for site in self.sites:
            if site.site_id == site_id:
                return site
        raise InputProblem("reference-site-unknown", f"There is no site “{site_id}”.", (quote(site_id),))

    def pages_of_kind(self, kind: PageKind) -> tuple[Page, ...]:
        """Return all pages of one kind, in reading order."""
        return tuple(page for page in self.pages if page_kind(page) is kind)

    def related(self, page_id: str) -> Related:
        """Return what is linked with a page, or, for a source id, the pages that cite it.

        Raises `InputProblem` for an id that neither has.
        """
        if page_id in self.sources:
            return Related(tuple(self.pages_by_id[key] for key in self.citing[page_id]), ())
        page = self.get_page(page_id)
        return Related(
            pages=tuple(self.pages_by_id[key] for key in self.neighbours[page_id]),
            sources=tuple(self.sources[key] for key in cited_sources(page)),
        )


def page_bytes(page: Page, language: Language) -> bytes:
    """Return the exact content of a page in one language, as canonical JSON in UTF-8.

    A change of the other language leaves these bytes as they were.
    """
    return msgspec.json.encode(_in_language(msgspec.to_builtins(page), language), order="sorted")


def content_sha256(page: Page, language: Language) -> str:
    """Return the SHA-256 of `page_bytes`, in hexadecimal."""
    return hashlib.sha256(page_bytes(page, language)).hexdigest()


def _in_language(value: object, language: Language) -> object:
    if isinstance(value, dict):
        if value.keys() == {"en", "ja"}:
            return value[language.value]
        return {key: _in_language(item, language) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_in_language(item, language) for item in value]
    return value
