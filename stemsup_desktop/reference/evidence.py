"""Evidence of a page as a table and as counts; counts are never added up into a score."""

from dataclasses import dataclass

from stemsup_desktop.reference.model import Direction, Evidence, Page, Scope


@dataclass(frozen=True, slots=True)
class EvidenceSummary:
    """How many entries point in each direction."""

    supports: int
    contradicts: int
    uncertain: int


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """The entries of one scope."""

    scope: Scope
    rows: tuple[Evidence, ...]


def evidence_summary(page: Page) -> EvidenceSummary:
    """Return the counts of directions on a page."""

    def count(direction: Direction) -> int:
        return sum(entry.direction is direction for entry in page.evidence)

    return EvidenceSummary(
        supports=count(Direction.SUPPORTS),
        contradicts=count(Direction.CONTRADICTS),
        uncertain=count(Direction.UNCERTAIN),
    )


def group_evidence(page: Page) -> tuple[EvidenceGroup, ...]:
    """Return the entries of a page by scope, factor alone first; scopes without entries are left out."""
    groups = (EvidenceGroup(scope, tuple(entry for entry in page.evidence if entry.scope is scope)) for scope in Scope)
    return tuple(group for group in groups if group.rows)
