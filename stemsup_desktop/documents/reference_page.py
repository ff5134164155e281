"""A page of the reference as a printed card in one language: statements, evidence table and sources."""

from collections.abc import Sequence

import msgspec

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.documents import words
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.furniture import Furniture
from stemsup_desktop.documents.heads import title_block
from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.pieces import Follow, Gap, Piece
from stemsup_desktop.documents.printing import print_document
from stemsup_desktop.documents.reference_parts import StatementGroup, fact_pairs, lead_paragraphs, statement_groups
from stemsup_desktop.documents.structure import Tag
from stemsup_desktop.documents.styles import BODY, CLAUSE_TITLE, LABEL, MM, NOTE, TABLE, WIDTH
from stemsup_desktop.documents.typesetter import Typesetter
from stemsup_desktop.language import Language, Text
from stemsup_desktop.reference.evidence import EvidenceGroup, group_evidence
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import Evidence, Page, ReviewStatus, page_kind
from stemsup_desktop.reference.walk import cited_sources


def render_reference_page(
    page: Page, library: ReferenceLibrary, request: DocumentRequest, fonts: FontFolder, clinic: str = ""
) -> RenderedDocument:
    """Render one reference page as a card; it carries no patient and is never a draft."""
    setter = Typesetter(fonts)
    card = _Card(setter, library, request.language)
    kind = library.labels.kinds[page_kind(page)].in_language(request.language)
    title = page.title.in_language(request.language)
    flow = [title_block(setter, title, kind), Gap(2 * MM), setter.prose(card.say(page.summary), title)]
    flow += card.head(page)
    for group in statement_groups(page):
        flow += card.statements(group)
    flow += [*card.claims(page), *card.evidence(page), *card.sources(page), Gap(3 * MM), card.review_note()]
    furniture = Furniture(
        clinic=clinic,
        patient="",
        chart_number="",
        form=title,
        version=library.manifest.version,
        request=msgspec.structs.replace(request, seal_fields=()),
        note=words.CARD,
    )
    return print_document([flow], furniture, setter, title)


class _Card:
    """Sets the parts of one page in one language."""

    def __init__(self, setter: Typesetter, library: ReferenceLibrary, language: Language) -> None:
        self._setter = setter
        self._library = library
        self._language = language

    def say(self, text: Text) -> str:
        """Return a text in the language of the card."""
        return text.in_language(self._language)

    def head(self, page: Page) -> list[Piece]:
        """Return lead paragraphs and the strip of facts."""
        parts: list[Piece] = []
        for lead, text in lead_paragraphs(page):
            parts += [Gap(4), Follow(self._setter.prose(self.say(lead), self.say(lead), CLAUSE_TITLE, tag=Tag.H2))]
            parts.append(self._setter.prose(self.say(text), self.say(lead)))
        pairs = fact_pairs(page, self._language)
        if pairs:
            parts += [Gap(3 * MM), self._setter.facts(pairs)]
        return parts

    def statements(self, group: StatementGroup) -> list[Piece]:
        """Return a heading and its statements, each with its status and sources."""
        heading = self.say(group.title)
        items: list[list[tuple[str, Style]]] = [
            [(self.say(one.text), BODY), (f"  {self._mark(one.status, one.sources)}", LABEL)]
            for one in group.statements
        ]
        return [*self._heading(heading), self._setter.bulleted_runs(items, heading)]

    def claims(self, page: Page) -> list[Piece]:
        """Return what clinics say beside what can be said."""
        if not page.claims:
            return []
        heading = self.say(words.CLAIMS)
        rows = [
            (self.say(claim.text), f"{self.say(claim.view)} ({self._cite(claim.sources)})") for claim in page.claims
        ]
        columns = (self.say(words.CLAIMED), self.say(words.VIEW))
        return [*self._heading(heading), self._setter.grid(columns, rows, heading)]

    def evidence(self, page: Page) -> list[Piece]:
        """Return one table per scope; counts are never added up."""
        heading = self.say(words.EVIDENCE)
        parts = self._heading(heading)
        groups = group_evidence(page)
        if not groups:
            return [*parts, self._setter.prose(self.say(words.NO_EVIDENCE), heading, NOTE)]
        for group in groups:
            parts += self._evidence_group(group, heading)
        return parts

    def _evidence_group(self, group: EvidenceGroup, where: str) -> list[Piece]:
        labels = self._library.labels
        columns = tuple(map(self.say, (words.STATEMENT, words.GRADE, words.DIRECTION, words.CHECKED, words.SOURCES)))
        rows = [self._evidence_row(entry) for entry in group.rows]
        title = self._setter.prose(self.say(labels.scopes[group.scope]), where, CLAUSE_TITLE, tag=Tag.H3)
        note = self._setter.prose(self.say(labels.scope_notes[group.scope]), where, NOTE)
        return [Follow(title), Follow(note), self._setter.grid(columns, rows, where, WIDTH, style=TABLE), Gap(6)]

    def _evidence_row(self, entry: Evidence) -> tuple[str, ...]:
        labels = self._library.labels
        people = "" if entry.participants is None else self.say(words.PEOPLE).format(count=entry.participants)
        return (
            f"{self.say(entry.topic)}: {self.say(entry.statement)}",
            "\n".join(part for part in (self.say(labels.grades[entry.grade]), people) if part),
            self.say(labels.directions[entry.direction]),
            self.say(labels.statuses[entry.status]),
            self._cite(entry.sources),
        )

    def sources(self, page: Page) -> list[Piece]:
        """Return every source cited, with what is needed to find it."""
        cited = [self._library.get_source(source_id) for source_id in cited_sources(page)]
        if not cited:
            return []
        heading = self.say(words.SOURCES)
        items: list[list[tuple[str, Style]]] = []
        for source in cited:
            found_at = [self.say(source.citation)]
            found_at += [f"doi {source.doi}"] if source.doi else []
            found_at += [f"PMID {source.pmid}"] if source.pmid else []
            found_at += [source.address] if source.address else []
            items.append([(f"{source.id}  {'. '.join(found_at)}", NOTE)])
        return [*self._heading(heading), self._setter.bulleted_runs(items, heading)]

    def review_note(self) -> Piece:
        """Return who reviewed the content, or that nobody has."""
        manifest = self._library.manifest
        note = self.say(words.NOT_REVIEWED)
        if manifest.reviewed_by and manifest.reviewed_on:
            day = format_date(manifest.reviewed_on, self._language)
            note = self.say(words.REVIEWED).format(name=manifest.reviewed_by, day=day)
        return self._setter.prose(note, note, NOTE)

    def _heading(self, heading: str) -> list[Piece]:
        return [Gap(4 * MM), self._setter.heading("", heading)]

    def _mark(self, status: ReviewStatus, sources: Sequence[str]) -> str:
        return " · ".join(
            part for part in (self.say(self._library.labels.statuses[status]), self._cite(sources)) if part
        )

    def _cite(self, sources: Sequence[str]) -> str:
        return ", ".join(sources)
