"""A treatment summary, derived for one consultation in one language, in reading order."""

import msgspec

from stemsup_desktop.consultation.consent_model import Bullets, Facts, Grid, Paragraph, TickBox
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


class Notice(msgspec.Struct, frozen=True, tag=True):
    """Sentences in a frame, each with its leading words."""

    sentences: tuple[tuple[str, str], ...]


SummaryBlock = Paragraph | Bullets | Facts | Grid | TickBox | TotalledGrid | Scores | Notice


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
