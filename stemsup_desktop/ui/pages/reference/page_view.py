"""What one reference page or source shows, derived from the library. No Qt."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.rules import Rule, Severity
from stemsup_desktop.documents import words as forms
from stemsup_desktop.documents.reference_parts import fact_pairs, statement_groups
from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.evidence import evidence_summary, group_evidence
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import (
    Claim,
    Evidence,
    Grade,
    GrowthFactor,
    Page,
    PageKind,
    ReviewStatus,
    Source,
    Statement,
    Symptom,
    is_rule_of,
    page_kind,
)
from stemsup_desktop.reference.pictures import DrawnPicture, find_pictures
from stemsup_desktop.reference.walk import cited_sources
from stemsup_desktop.ui.components.picture_layout import PictureView
from stemsup_desktop.ui.picture_views import derive_picture
from stemsup_desktop.ui.words import Words

RUNGS = {
    Grade.NONE_FOUND: 0,
    Grade.IN_VITRO: 1,
    Grade.ANIMAL: 2,
    Grade.HUMAN_UNCONTROLLED: 3,
    Grade.HUMAN_RANDOMISED: 4,
}
"""Bars of the ladder per kind of study; what is no study has an icon instead."""
_WORST = tuple(Severity)
_NOTE_LENGTH = {Language.EN: 48, Language.JA: 30}


@dataclass(frozen=True, slots=True)
class Link:
    """Something that can be opened: a page, or a source with what stands after its first sentence."""

    target_id: str
    text: str
    note: str = ""
    name: str = ""
    """The whole meaning, for tooltips and screen readers."""


@dataclass(frozen=True, slots=True)
class Line:
    """One statement: `mark` is its status in words, or empty where it was read in its source."""

    text: str
    mark: str = ""
    needs_check: bool = False
    sources: tuple[Link, ...] = ()
    rules: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell of the strip under the title."""

    label: str
    value: str
    needs_check: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and its lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """What is claimed, and what can soberly be said instead."""

    claim: str
    view: str
    sources: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A row of the evidence table; one with `heading` is the heading of a scope and has no other cells."""

    heading: str = ""
    note: str = ""
    topic: str = ""
    finding: str = ""
    grade: str = ""
    rungs: int | None = None
    """Bars filled, or None for what is no study."""
    people: str = ""
    direction: str = ""
    direction_word: str = ""
    needs_check: bool = False
    mark: str = ""
    sources: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class DetailView:
    """One page."""

    page_id: str
    symbol: str
    title: str
    other_title: str
    kind: str
    names: str
    notice: str
    """What must be seen first, as that no growth factor is tied to a symptom."""
    badge: str
    rationale: str
    summary: str
    summary_needs_check: bool
    facts: tuple[Fact, ...]
    actions: Group | None
    claims: tuple[ClaimView, ...]
    evidence: tuple[EvidenceRow, ...]
    evidence_counts: str
    groups: tuple[Group, ...]
    safety: Group | None
    side: tuple[Group, ...]
    related: tuple[tuple[str, tuple[Link, ...]], ...]
    sources: tuple[Link, ...]
    pictures: tuple[PictureView, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source; `details` are label and value, to select and copy."""

    source_id: str
    citation: str
    other_citation: str
    kind: str
    note: str
    details: tuple[tuple[str, str], ...]
    citing: tuple[Link, ...]


def derive_detail(
    page: Page,
    library: ReferenceLibrary,
    clinical: ClinicalContent,
    words: Words,
    pictures: tuple[DrawnPicture, ...] = (),
) -> DetailView:
    """Derive one page in the language of the words, with those of the pictures that it shows."""
    view = _Deriver(library, clinical, words).derive(page)
    shown = tuple(derive_picture(one, words.language) for one in find_pictures(pictures, page.id))
    return replace(view, pictures=shown) if shown else view


def derive_source(source: Source, library: ReferenceLibrary, words: Words) -> SourceView:
    """Derive one source with the pages that cite it."""
    language = words.language
    pairs = (
        ("reference.address", source.address),
        ("reference.doi", source.doi),
        ("reference.pmid", source.pmid),
    )
    return SourceView(
        source_id=source.id,
        citation=source.citation.in_language(language),
        other_citation=source.citation.in_language(_other(language)),
        kind=words(f"reference.source_{source.kind}"),
        note=source.note.in_language(language) if source.note is not None else "",
        details=tuple((words(key), value) for key, value in pairs if value),
        citing=tuple(page_link(page, language) for page in library.related(source.id).pages),
    )


def page_link(page: Page, language: Language) -> Link:
    """Return the link to a page, by its symbol where it has one."""
    title = page.title.in_language(language)
    separator = "　" if language is Language.JA else ", "
    return Link(page.id, f"{page.symbol}{separator}{title}" if isinstance(page, GrowthFactor) else title, name=title)


def source_link(source: Source, language: Language) -> Link:
    """Return the link to a source: its first sentence, and the rest as a note unless it is long."""
    citation = source.citation.in_language(language)
    stop = "。" if language is Language.JA and "。" in citation else ". "
    head, _, rest = citation.partition(stop)
    note = rest.strip() if len(rest) <= _NOTE_LENGTH[language] else ""
    return Link(source.id, head.strip(), note, f"{source.id}: {citation}")


def _other(language: Language) -> Language:
    return Language.EN if language is Language.JA else Language.JA


class _Deriver:
    """Derives pages in one language."""

    def __init__(self, library: ReferenceLibrary, clinical: ClinicalContent, words: Words) -> None:
        self._library = library
        self._rules = clinical.rules.rules
        self._words = words
        self._language = words.language

    def derive(self, page: Page) -> DetailView:
        groups = {group.title: group for group in self._groups(page)}
        own = {title: groups.pop(self._say(title), None) for title in _PLACED}
        is_bare = isinstance(page, Symptom) and not page.has_factor_rationale
        symptom = page if isinstance(page, Symptom) else None
        return DetailView(
            page_id=page.id,
            symbol=page.symbol if isinstance(page, GrowthFactor) else "",
            title=self._say(page.title),
            other_title=page.title.in_language(_other(self._language)),
            kind=self._say(self._library.labels.kinds[page_kind(page)]),
            names=self._list(dict.fromkeys(alias.name for alias in page.aliases)),
            notice=self._words("reference.no_rationale") if is_bare else "",
            badge=self._say(symptom.badge.label) if symptom else "",
            rationale=self._say(symptom.factor_rationale) if symptom else "",
            summary=self._say(page.summary),
            summary_needs_check=page.summary_status is ReviewStatus.UNREVIEWED,
            facts=self._facts(page),
            actions=own[forms.ACTIONS],
            claims=tuple(map(self._claim, page.claims)),
            evidence=self._evidence(page),
            evidence_counts=self._counts(page),
            groups=tuple(groups.values()),
            safety=own[forms.SAFETY],
            side=tuple(group for group in (own[forms.MEDICINES], own[forms.NAMING]) if group is not None),
            related=self._related(page),
            sources=self._links(cited_sources(page)),
        )

    def _say(self, text: Text) -> str:
        return text.in_language(self._language)

    def _groups(self, page: Page) -> Iterator[Group]:
        for group in statement_groups(page):
            yield Group(self._say(group.title), tuple(map(self._line, group.statements)))

    def _line(self, statement: Statement) -> Line:
        rules = self._find_rules(statement.rules)
        severities = sorted((rule.severity for rule in rules), key=_WORST.index)
        is_plain = statement.status in (ReviewStatus.VERIFIED, ReviewStatus.UNREVIEWED)
        return Line(
            text=self._say(statement.text),
            mark="" if is_plain else self._say(self._library.labels.statuses[statement.status]),
            needs_check=statement.status is ReviewStatus.UNREVIEWED,
            sources=self._links(statement.sources),
            rules="\n".join(self._name_rule(rule) for rule in rules),
            severity=severities[0] if severities else None,
        )

    def _find_rules(self, families: Iterable[str]) -> list[Rule]:
        return [rule for family in families for rule in self._rules if is_rule_of(family, rule.id)]

    def _name_rule(self, rule: Rule) -> str:
        return self._list((self._words(f"common.{rule.severity}"), f"{rule.id} {self._say(rule.title)}"))

    def _links(self, source_ids: Iterable[str]) -> tuple[Link, ...]:
        return tuple(source_link(self._library.get_source(source_id), self._language) for source_id in source_ids)

    def _claim(self, claim: Claim) -> ClaimView:
        return ClaimView(self._say(claim.text), self._say(claim.view), self._links(claim.sources))

    def _counts(self, page: Page) -> str:
        if not page.evidence:
            return ""
        counts = evidence_summary(page)
        return self._words(
            "reference.directions",
            supports=counts.supports,
            contradicts=counts.contradicts,
            uncertain=counts.uncertain,
        )

    def _evidence(self, page: Page) -> tuple[EvidenceRow, ...]:
        labels = self._library.labels
        rows: list[EvidenceRow] = []
        for group in group_evidence(page):
            heading, note = self._say(labels.scopes[group.scope]), self._say(labels.scope_notes[group.scope])
            rows += [EvidenceRow(heading=heading, note=note), *map(self._evidence_row, group.rows)]
        return tuple(rows)

    def _evidence_row(self, entry: Evidence) -> EvidenceRow:
        labels, words = self._library.labels, self._words
        is_plain = entry.status in (ReviewStatus.VERIFIED, ReviewStatus.UNREVIEWED)
        return EvidenceRow(
            topic=self._say(entry.topic),
            finding=self._say(entry.statement),
            grade=self._say(labels.grades[entry.grade]),
            rungs=RUNGS.get(entry.grade),
            people=words("reference.people", count=entry.participants) if entry.participants is not None else "",
            direction=entry.direction.value,
            direction_word=self._say(labels.directions[entry.direction]),
            needs_check=entry.status is ReviewStatus.UNREVIEWED,
            mark="" if is_plain else self._say(labels.statuses[entry.status]),
            sources=self._links(entry.sources),
        )

    def _facts(self, page: Page) -> tuple[Fact, ...]:
        words = self._words
        match page:
            case GrowthFactor():
                genes = self._list(f"{gene.symbol}\u00a0·\u00a0{gene.uniprot}" for gene in page.genes)
                unchecked = any(gene.status is ReviewStatus.UNREVIEWED for gene in page.genes)
                receptors = self._list(_name_receptor(one.symbol, one.aliases) for one in page.receptors)
                unread = any(one.status is ReviewStatus.UNREVIEWED for one in page.receptors)
                return (
                    Fact(words("reference.gene"), genes, unchecked),
                    self._fact("reference.family", (page.family,)),
                    Fact(words("reference.receptors"), receptors, unread),
                    self._fact("reference.pathways", page.signalling),
                    self._fact("reference.mass", page.mass),
                )
            case Symptom():
                scales = self._list(self._say(self._library.scales[scale].name) for scale in page.scales)
                codes = self._list(f"{code.code} {self._say(code.name)}" for code in page.icd10)
                unread = any(code.status is ReviewStatus.UNREVIEWED for code in page.icd10)
                return (Fact(words("reference.icd10"), codes, unread), Fact(words("reference.scales"), scales))
            case _:
                skipped = forms.ALSO_KNOWN_AS.in_language(self._language)
                return tuple(
                    Fact(label, value) for label, value in fact_pairs(page, self._language) if label != skipped
                )

    def _list(self, names: Iterable[str]) -> str:
        return self._words.listed(names)

    def _fact(self, key: str, statements: Sequence[Statement]) -> Fact:
        separator = "" if self._language is Language.JA else " "
        text = separator.join(self._say(one.text) for one in statements)
        return Fact(self._words(key), text, any(one.status is ReviewStatus.UNREVIEWED for one in statements))

    def _related(self, page: Page) -> tuple[tuple[str, tuple[Link, ...]], ...]:
        pages = self._library.related(page.id).pages
        groups: list[tuple[str, tuple[Link, ...]]] = []
        for kind in PageKind:
            links = tuple(page_link(one, self._language) for one in pages if page_kind(one) is kind)
            if links:
                groups.append((self._say(self._library.labels.kinds[kind]), links))
        return tuple(groups)


_PLACED = (
    forms.ACTIONS,
    forms.SAFETY,
    forms.MEDICINES,
    forms.NAMING,
    forms.FAMILY,
    forms.MASS,
    forms.SIGNALLING,
)
"""Groups with a place of their own; the last three stand in the strip of facts."""


def _name_receptor(symbol: str, aliases: tuple[str, ...]) -> str:
    return f"{symbol} ({aliases[0]})" if aliases else symbol
