"""A treatment summary, derived for one consultation in one language, in reading order."""

from decimal import Decimal

import msgspec

from stemsup_desktop.consultation.consent_model import Bullets, Facts, Grid, Paragraph, TickBox
from stemsup_desktop.consultation.scores.plots import Plot
from stemsup_desktop.consultation.sites.drawings import Drawing
from stemsup_desktop.language import Language


class TotalledGrid(msgspec.Struct, frozen=True, tag=True):
    """A table whose last row adds up the others."""

    grid: Grid
    total: tuple[str, ...]


class ScoreLine(msgspec.Struct, frozen=True, tag=True):
    """One person's scores of one symptom, 0 none to 10 worst; None where nobody asked."""

    symptom: str
    then: int | None
    now: int | None


class Scores(msgspec.Struct, frozen=True, tag=True):
    """Scores as drawings of their own, with the sentence that they cannot show a cause."""

    lines: tuple[ScoreLine, ...]
    caution: str


class TrendChart(msgspec.Struct, frozen=True, tag=True):
    """Scores over visits as a drawing: `sentences` say all of it, `caption` is printed above it."""

    plot: Plot
    sentences: tuple[str, ...]
    caption: str


class Notice(msgspec.Struct, frozen=True, tag=True):
    """Sentences in a frame, each with its leading words."""

    sentences: tuple[tuple[str, str], ...]


class MappedPoint(msgspec.Struct, frozen=True):
    """A point with its number at its site, in the units of the drawing."""

    number: int
    x: Decimal
    y: Decimal


class MappedSite(msgspec.Struct, frozen=True):
    """A site with the letter of its row in the table, and those of its points that are on this view."""

    site_id: str
    letter: str
    points: tuple[MappedPoint, ...]


class MappedView(msgspec.Struct, frozen=True):
    """One drawing with its title, what stands at its left and right edge, and `alt`, read instead of it."""

    drawing: Drawing
    title: str
    edges: tuple[str, str]
    alt: str
    sites: tuple[MappedSite, ...]


class SiteMap(msgspec.Struct, frozen=True, tag=True):
    """The drawings on which points were set, with a note on how to read them."""

    views: tuple[MappedView, ...]
    note: str


SummaryBlock = Paragraph | Bullets | Facts | Grid | TickBox | TotalledGrid | Scores | TrendChart | Notice | SiteMap


class SummarySection(msgspec.Struct, frozen=True):
    """One part of the summary; `note` is printed small beside the heading."""

    number: str
    heading: str
    blocks: tuple[SummaryBlock, ...]
    note: str = ""


class SummaryDocument(msgspec.Struct, frozen=True):
    """The whole summary. `who` stands first and holds what a chart must hold: name, address, sex, age, date."""

    language: Language
    title: str
    subtitle: str
    form_version: str
    who: Facts
    sections: tuple[SummarySection, ...]


class LabelledAnswer(msgspec.Struct, frozen=True):
    """An answer of the examination as it is printed: the question's words and the answer's, in one language."""

    question: str
    answer: str
