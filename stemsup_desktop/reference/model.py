"""The kinds of reference page and what stands on them: statements, claims, evidence, sources.

Scales, sites, labels and other lists beside the pages are in `registers`.
"""

from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stemsup_desktop.language import Language, Text

PageId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$")]
SourceId = Annotated[str, Meta(pattern=r"^S[0-9]{2,3}$")]
RuleId = Annotated[str, Meta(pattern=r"^(X|IN)[0-9]{1,2}$")]
UniProt = Annotated[
    str,
    Meta(pattern=r"^([OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9]([A-Z][A-Z0-9]{2}[0-9]){1,2})$"),
]
"""A UniProtKB accession, in the form uniprot.org documents."""


class PageKind(StrEnum):
    """What a page is about; also its tag in the content file."""

    GROWTH_FACTOR = "growth-factor"
    TOPIC = "topic"
    CELL_SOURCE = "cell-source"
    SYMPTOM = "symptom"
    ROUTE = "route"
    LAW = "law"


class ReviewStatus(StrEnum):
    """How far a statement was checked.

    VERIFIED was read in the source named; SECONDARY in a report of it; UNREVIEWED is general knowledge that nobody
    has checked yet; PROPOSAL is advice by analogy, from no authority, which a clinic may change.
    """

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNREVIEWED = "unreviewed"
    PROPOSAL = "proposal"


class Scope(StrEnum):
    """What was studied; a result for one does not carry over to another."""

    FACTOR_ALONE = "factor-alone"
    SUPERNATANT = "supernatant"
    VESICLES = "vesicles"
    CELLS = "cells"


class Grade(StrEnum):
    """What kind of study or text an entry rests on. LABEL and GUIDELINE are texts, not stronger studies."""

    NONE_FOUND = "none-found"
    IN_VITRO = "in-vitro"
    ANIMAL = "animal"
    HUMAN_UNCONTROLLED = "human-uncontrolled"
    HUMAN_RANDOMISED = "human-randomised"
    REVIEW = "review"
    LABEL = "label"
    GUIDELINE = "guideline"


class Direction(StrEnum):
    """Where an entry points, seen from the expectation that its topic names."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    UNCERTAIN = "uncertain"


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where something was read. `kind` says whether it is the original, a report of it, or a record of a search."""

    id: SourceId
    citation: Text
    kind: Literal["primary", "secondary", "search-record"]
    address: str = ""
    doi: str = ""
    pmid: str = ""
    note: Text | None = None


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing said on a page, with how far it was checked, where it was read, and the gate rules it stands behind.

    `rules` name families of rules: X13 stands for X13a, X13b and so on; see `is_rule_of`.
    """

    text: Text
    status: ReviewStatus
    sources: tuple[SourceId, ...] = ()
    rules: tuple[RuleId, ...] = ()


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A titled run of statements."""

    id: str
    title: Text
    statements: Annotated[tuple[Statement, ...], Meta(min_length=1)]


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a clinic's own description says, told as its claim; `view` is what can soberly be said instead.

    `symptoms` are those that the description itself ties to the claim.
    """

    id: str
    text: Text
    view: Text
    sources: Annotated[tuple[SourceId, ...], Meta(min_length=1)]
    symptoms: tuple[PageId, ...] = ()
    status: Literal["claimed"] = "claimed"


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One piece of evidence. `claim` is the id of a claim on the same page that it answers; `participants` people."""

    id: str
    scope: Scope
    topic: Text
    statement: Text
    grade: Grade
    direction: Direction
    sources: Annotated[tuple[SourceId, ...], Meta(min_length=1)]
    status: ReviewStatus
    claim: str = ""
    participants: Annotated[int, Meta(ge=1)] | None = None

    def __post_init__(self) -> None:
        if self.status is ReviewStatus.PROPOSAL:
            raise ValueError("evidence is verified, secondary or unreviewed, never a proposal")


class Alias(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another name. `kana` is the reading in hiragana of a Japanese name."""

    name: str
    language: Language
    kana: str = ""


class Gene(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A gene by its HGNC symbol, with the UniProtKB accession of its human protein."""

    symbol: str
    uniprot: UniProt
    protein: Text
    status: ReviewStatus
    sources: tuple[SourceId, ...] = ()


class Receptor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A receptor by the HGNC symbol of its gene; `uniprot` is empty where no accession was checked."""

    symbol: str
    role: Literal["signalling", "co-receptor"]
    status: ReviewStatus
    uniprot: UniProt | Literal[""] = ""
    aliases: tuple[str, ...] = ()
    note: Text | None = None
    sources: tuple[SourceId, ...] = ()


class IcdCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An ICD-10 code suggested for the chart: a help for keeping records, not a diagnosis."""

    code: Annotated[str, Meta(pattern=r"^[A-Z][0-9]{2}(\.[0-9]{1,2})?$")]
    name: Text
    status: ReviewStatus
    sources: tuple[SourceId, ...] = ()
    note: Text | None = None


class Badge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """In a few words, how much is known about supernatant for a symptom; never a score."""

    level: Literal["limited-conflicting", "limited-other-delivery", "very-low-uncontrolled", "none-found"]
    label: Text
    status: ReviewStatus = ReviewStatus.PROPOSAL


class RedFlag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to rule out first; `is_urgent` where waiting can harm."""

    text: Text
    is_urgent: bool = False
    status: ReviewStatus = ReviewStatus.PROPOSAL


class PageBase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every page has.

    `summary` is written for the patient and, like all general wording, unreviewed until a physician says otherwise in
    `summary_status`. `kana` is the reading of the Japanese title. `shared_evidence` and
    `shared_sections` name entries of shared.json; on a page of a library they are already part of `evidence` and
    `sections`. `links` are page ids; a link counts in both directions.
    """

    id: PageId
    title: Text
    kana: str
    summary: Text
    summary_status: ReviewStatus = ReviewStatus.UNREVIEWED
    aliases: tuple[Alias, ...] = ()
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    shared_evidence: tuple[str, ...] = ()
    safety: tuple[Statement, ...] = ()
    sections: tuple[Section, ...] = ()
    shared_sections: tuple[str, ...] = ()
    links: tuple[PageId, ...] = ()


class GrowthFactor(PageBase, frozen=True, tag_field="kind", tag=PageKind.GROWTH_FACTOR.value, kw_only=True):
    """One growth factor."""

    symbol: str
    genes: Annotated[tuple[Gene, ...], Meta(min_length=1)]
    receptors: Annotated[tuple[Receptor, ...], Meta(min_length=1)]
    family: Statement
    mass: Annotated[tuple[Statement, ...], Meta(min_length=1)]
    signalling: Annotated[tuple[Statement, ...], Meta(min_length=1)]
    actions: Annotated[tuple[Statement, ...], Meta(min_length=1)]
    medicines: Annotated[tuple[Statement, ...], Meta(min_length=1)]
    naming_traps: tuple[Statement, ...] = ()


class Topic(PageBase, frozen=True, tag_field="kind", tag=PageKind.TOPIC.value, kw_only=True):
    """Something that explains more than one factor, symptom or route."""


class CellSourcePage(PageBase, frozen=True, tag_field="kind", tag=PageKind.CELL_SOURCE.value, kw_only=True):
    """A tissue whose cells condition the medium; the id is that of the record's cell source."""

    cautions: Annotated[tuple[Statement, ...], Meta(min_length=1)]


class Symptom(PageBase, frozen=True, tag_field="kind", tag=PageKind.SYMPTOM.value, kw_only=True):
    """One of the twelve symptoms.

    `has_factor_rationale` is False where the clinic's description ties no growth factor to the symptom;
    `factor_rationale` says which it ties, or that it ties none. `scales` are scale ids, the preferred one first.
    """

    has_factor_rationale: bool
    factor_rationale: Text
    badge: Badge
    icd10: Annotated[tuple[IcdCode, ...], Meta(min_length=1)]
    scales: Annotated[tuple[str, ...], Meta(min_length=1)]
    red_flags: tuple[RedFlag, ...]
    established_care: Annotated[tuple[Statement, ...], Meta(min_length=1)]


class RoutePage(PageBase, frozen=True, tag_field="kind", tag=PageKind.ROUTE.value, kw_only=True):
    """A way of giving the supernatant, or their combination. Numbers describe studies; none is a recommendation."""

    preparation: Annotated[tuple[Statement, ...], Meta(min_length=1)]
    technique: tuple[Statement, ...]
    monitoring: Annotated[tuple[Statement, ...], Meta(min_length=1)]
    common_effects: tuple[Statement, ...]
    serious_effects: tuple[Statement, ...]
    aftercare: Annotated[tuple[Statement, ...], Meta(min_length=1)]
    records: Annotated[tuple[Statement, ...], Meta(min_length=1)]


class LawPage(PageBase, frozen=True, tag_field="kind", tag=PageKind.LAW.value, kw_only=True):
    """A legal position, in sections."""


Page = GrowthFactor | Topic | CellSourcePage | Symptom | RoutePage | LawPage


def page_kind(page: Page) -> PageKind:
    """Return what a page is about."""
    return PageKind(str(page.__struct_config__.tag))


def is_rule_of(family: str, rule_id: str) -> bool:
    """Return whether a rule of the gate belongs to a family named on a page: X13 and X13a to X13, X1 and X130 not."""
    return rule_id.startswith(family) and not rule_id[len(family) : len(family) + 1].isdigit()
