"""Checks what types cannot say about reference content: ids, links, sources and statuses hang together."""

from collections.abc import Iterable, Mapping

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.reference.model import Evidence, Page, ReviewStatus, Source, Symptom
from stemsup_desktop.reference.registers import Manifest, Scale, Shared, Site
from stemsup_desktop.reference.walk import cited_sources, walk_records

READ_STATUSES = (ReviewStatus.VERIFIED, ReviewStatus.SECONDARY)


def fault(file_name: str, path: str, expected: str) -> InputProblem:
    """Return the problem of a content file that says what was expected at a path."""
    return InputProblem("content-invalid", f"{file_name}: {expected} - at `{path}`.")


def check_unique(keys: Iterable[str], file_name: str, path: str) -> None:
    """Raise `InputProblem` if a key stands twice in the list at `path`."""
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if key in seen:
            raise fault(file_name, f"{path}[{index}]", f"the id “{key}” stands twice")
        seen.add(key)


def check_records(value: object, file_name: str, sources: Mapping[str, Source], path: str = "$") -> None:
    """Raise `InputProblem` for a source id without a source, or for a status of reading that names no source."""
    for place, record in walk_records(value, path):
        cited: tuple[str, ...] = getattr(record, "sources", ())
        for index, source_id in enumerate(cited):
            if source_id not in sources:
                raise fault(file_name, f"{place}.sources[{index}]", f"sources.json has no source “{source_id}”")
        if getattr(record, "status", None) in READ_STATUSES and not cited:
            raise fault(file_name, f"{place}.sources", "a statement that was read names its source")


def check_page(page: Page, file_name: str) -> None:
    """Raise `InputProblem` if ids on a page repeat, or an entry answers a claim that the page does not carry.

    Shared evidence may answer a claim of another page.
    """
    check_unique((claim.id for claim in page.claims), file_name, "$.claims")
    check_unique((entry.id for entry in page.evidence), file_name, "$.evidence")
    check_unique((section.id for section in page.sections), file_name, "$.sections")
    check_unique(page.links, file_name, "$.links")
    claims = {claim.id for claim in page.claims}
    for index, entry in enumerate(page.evidence):
        if entry.claim and entry.id not in page.shared_evidence and entry.claim not in claims:
            raise fault(file_name, f"$.evidence[{index}].claim", f"the page has no claim “{entry.claim}”")


def check_library(
    named_pages: Mapping[str, Page],
    sources: Mapping[str, Source],
    scales: tuple[Scale, ...],
    shared: Shared,
    manifest: Manifest,
) -> None:
    """Raise `InputProblem` for a link, source, scale or shared entry that leads nowhere, or that nothing uses.

    `named_pages` maps file names to pages.
    """
    _check_page_ids(named_pages, manifest)
    _check_evidence_ids(named_pages, shared)
    page_ids = {page.id for page in named_pages.values()}
    scale_ids = {scale.id for scale in scales}
    for file_name, page in named_pages.items():
        check_records(page, file_name, sources)
        _check_links(page, file_name, page_ids, scale_ids)
    check_records(scales, "scales.json", sources)
    _check_orphans(named_pages, sources, scales, shared)


def check_sites(sites: tuple[Site, ...]) -> None:
    """Raise `InputProblem` if a site id, or a drawing at one site, stands twice."""
    check_unique((site.site_id for site in sites), "sites.json", "$")
    for index, site in enumerate(sites):
        check_unique(site.views, "sites.json", f"$[{index}].views")


def _check_page_ids(named_pages: Mapping[str, Page], manifest: Manifest) -> None:
    seen: set[str] = set()
    for file_name, page in named_pages.items():
        if page.id in seen:
            raise fault(file_name, "$.id", f"another page has the id “{page.id}”")
        seen.add(page.id)
    check_unique(manifest.order, "manifest.json", "$.order")
    for index, page_id in enumerate(manifest.order):
        if page_id not in seen:
            raise fault("manifest.json", f"$.order[{index}]", f"there is no page “{page_id}”")


def _check_evidence_ids(named_pages: Mapping[str, Page], shared: Shared) -> None:
    seen = {entry.id for entry in shared.evidence}
    for file_name, page in named_pages.items():
        for index, entry in enumerate(page.evidence):
            if entry.id in page.shared_evidence:
                continue
            if entry.id in seen:
                raise fault(file_name, f"$.evidence[{index}].id", f"the id “{entry.id}” stands twice")
            seen.add(entry.id)


def _check_links(page: Page, file_name: str, page_ids: set[str], scale_ids: set[str]) -> None:
    for index, page_id in enumerate(page.links):
        if page_id not in page_ids or page_id == page.id:
            raise fault(file_name, f"$.links[{index}]", f"there is no other page “{page_id}”")
    for place, claim in enumerate(page.claims):
        for index, page_id in enumerate(claim.symptoms):
            if page_id not in page_ids:
                raise fault(file_name, f"$.claims[{place}].symptoms[{index}]", f"there is no page “{page_id}”")
    if isinstance(page, Symptom):
        for index, scale_id in enumerate(page.scales):
            if scale_id not in scale_ids:
                raise fault(file_name, f"$.scales[{index}]", f"scales.json has no scale “{scale_id}”")


def _check_orphans(
    named_pages: Mapping[str, Page], sources: Mapping[str, Source], scales: tuple[Scale, ...], shared: Shared
) -> None:
    used = set(cited_sources((*named_pages.values(), *scales)))
    for index, source_id in enumerate(sources):
        if source_id not in used:
            raise fault("sources.json", f"$[{index}]", f"nothing cites the source “{source_id}”")
    shown = {key for page in named_pages.values() for key in (*page.shared_evidence, *page.shared_sections)}
    items: tuple[Evidence, ...] = shared.evidence
    for index, key in enumerate([entry.id for entry in items] + [section.id for section in shared.sections]):
        if key not in shown:
            field = "evidence" if index < len(items) else "sections"
            place = index if index < len(items) else index - len(items)
            raise fault("shared.json", f"$.{field}[{place}]", f"no page shows “{key}”")
