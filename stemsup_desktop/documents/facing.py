"""Sets what a document says over its full width, or in both languages side by side in two equal columns.

Every text is given once per language, the leading one first; with one language all of this is plain setting. Two
columns are laid out line by line beside one another and read one after the other: a clause is whole in one language
before it begins in the next. What stands once for both, such as a table or a box, is read once, where it stands.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from stemsup_desktop.documents.lines import Style
from stemsup_desktop.documents.pen import SLASH, Pen
from stemsup_desktop.documents.pieces import (
    Cell,
    Columns,
    Drawing,
    Follow,
    Gap,
    Piece,
    Prose,
    Row,
    Stack,
    Tagged,
    Told,
    Whole,
)
from stemsup_desktop.documents.structure import Elem, Tag
from stemsup_desktop.documents.styles import (
    ACCENT,
    BODY,
    CLAUSE_TITLE,
    FACING,
    HEADING,
    HEADING_NOTE,
    MM,
    RULE_TITLE,
    STRONG,
    SUBTITLE,
    TABLE,
    TABLE_STRONG,
    TITLE,
    WIDTH,
)
from stemsup_desktop.documents.typesetter import Typesetter
from stemsup_desktop.language import Language, Text

One = TypeVar("One")
Runs = Sequence[tuple[str, Style]]

BETWEEN = 7 * MM
"""The white space between the two columns."""
_SMALLER = {
    TITLE: replace(TITLE, size=15, leading=20),
    SUBTITLE: replace(SUBTITLE, size=9.5, leading=14.5),
    HEADING: replace(HEADING, size=10.5, leading=15),
    HEADING_NOTE: replace(HEADING_NOTE, leading=15),
    CLAUSE_TITLE: replace(CLAUSE_TITLE, size=9.5, leading=14.5),
    BODY: FACING,
    TABLE: FACING,
    STRONG: replace(STRONG, size=9.5, leading=14.5),
    TABLE_STRONG: replace(TABLE_STRONG, size=9.5, leading=14.5),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it is laid out, and what of it each language is read; without columns it stands once for all."""

    piece: Piece
    columns: tuple[Piece, ...] = ()
    stays: bool = False

    @property
    def laid(self) -> Piece:
        """The piece as it goes onto a page; one that `stays` is not parted from what comes after it."""
        return Follow(self.piece) if self.stays else self.piece

    def that_stays(self) -> "Part":
        """Return the part as one that stays with what comes after it."""
        return replace(self, stays=True)


class Facing:
    """Sets texts that come in each language of a document."""

    def __init__(self, setter: Typesetter, languages: Sequence[Language]) -> None:
        self.setter = setter
        self.languages = tuple(languages)

    @property
    def is_double(self) -> bool:
        """Whether two languages face each other."""
        return len(self.languages) > 1

    def say(self, text: Text) -> tuple[str, ...]:
        """Return a text in each language."""
        return tuple(text.in_language(language) for language in self.languages)

    def style(self, style: Style) -> Style:
        """Return a style as it is in columns of this document."""
        return _SMALLER.get(style, style) if self.is_double else style

    def column(self, width: float = WIDTH) -> float:
        """Return the width of a column where all of them take `width`."""
        return (width - BETWEEN) / 2 if self.is_double else width

    def starts(self, width: float = WIDTH) -> tuple[float, ...]:
        """Return where each column begins."""
        return tuple(index * (self.column(width) + BETWEEN) for index in range(len(self.languages)))

    def row(self, pieces: Sequence[Piece], width: float = WIDTH) -> Piece:
        """Lay pieces side by side, one in each column."""
        return Columns(self.cells(pieces, width), is_kept=False) if self.is_double else pieces[0]

    def cells(self, pieces: Sequence[Piece], width: float = WIDTH) -> list[Cell]:
        """Return pieces as cells of a row, one in each column."""
        return [Cell(x, piece) for x, piece in zip(self.starts(width), pieces, strict=True)]

    def beside(self, pieces: Sequence[Piece], width: float = WIDTH) -> Part:
        """Return pieces side by side, one in each column, that are read with the rest of their language."""
        return Part(self.row(pieces, width), tuple(pieces))

    def prose(
        self, texts: Sequence[str], where: str, style: Style = BODY, width: float = WIDTH, *, tag: Tag = Tag.PARAGRAPH
    ) -> Part:
        """Set running text in one style, a column for each language; a heading is one bookmark in both."""
        style, column = self.style(style), self.column(width)
        pieces = [self.setter.prose(text, where, style, column, tag=tag) for text in texts]
        self._share_bookmark([piece.elem for piece in pieces])
        return self.beside(pieces, width)

    def runs(self, texts: Sequence[Runs], where: str, width: float = WIDTH) -> Part:
        """Set running text in several styles, a column for each language."""
        pieces = [self.setter.runs(self._styled(runs), where, self.column(width)) for runs in texts]
        return self.beside(pieces, width)

    def title_block(self, titles: Sequence[str], subtitles: Sequence[str]) -> Piece:
        """Return title, subtitle and the strong rule under them."""

        def rule(pen: Pen, x: float, top: float) -> None:
            pen.rule(x, top - 6, WIDTH, RULE_TITLE, ACCENT)

        parts = [Part(self._spanned([[(title, TITLE)] for title in titles], titles[0], Elem(Tag.H1)))]
        if any(subtitles):
            parts.append(self.prose(subtitles, titles[0], SUBTITLE))
        return Stack([*self.told(parts), Drawing(9, rule)])

    def heading(self, number: str, titles: Sequence[str], notes: Sequence[str] = (), width: float = WIDTH) -> Part:
        """Set a section heading that stays with what follows; it is one bookmark, and with a number a place."""
        notes = notes or [""] * len(titles)
        if not self.is_double:
            return Part(self.setter.heading(number, titles[0], notes[0], width))
        words = [" ".join(part for part in (number, title) if part) for title in titles]
        runs = [
            [(said, HEADING), *([("   " + note, HEADING_NOTE)] if note else [])]
            for said, note in zip(words, notes, strict=True)
        ]
        elem = Elem(Tag.H2, title=self._one_line(words), place=f"section:{number}" if number else "")
        return Part(Stack([self._spanned(runs, words[0], elem, width), Gap(1.5)]), stays=True)

    def inline(
        self, texts: Sequence[str], where: str, style: Style, width: float, tag: Tag, align: float = 0.0
    ) -> Piece:
        """Set short texts on one line, or below one another where it is too narrow; what is the same stands once."""
        style = self.style(style)
        said = merge(texts)
        if len(said) == 1:
            return self.setter.prose(said[0], where, style, width, align, tag=tag)
        prepared = [self.setter.typed.prepare(text, where) for text in said]  # every kind of line break is one now
        if align or any("\n" in text for text in prepared):
            return Tagged(Elem(tag), self.below(said, where, style, width, align))
        fonts = self.setter.fonts
        widths = [fonts.width(text, style.face, style.size) for text in prepared]
        between = fonts.width(SLASH, style.face, style.size)
        if sum(widths) + between > width:
            return Tagged(Elem(tag), self.below(said, where, style, width, align))

        def slash(pen: Pen, x: float, top: float) -> None:
            pen.slash(x, top, style)

        spans = self.in_spans(said, where, style, width)
        cells = [Cell(0, spans[0]), Cell(widths[0], Drawing(style.leading, slash)), Cell(widths[0] + between, spans[1])]
        return Tagged(Elem(tag), Row(cells))

    def below(self, texts: Sequence[str], where: str, style: Style, width: float, align: float = 0.0) -> Piece:
        """Set texts that differ below one another, each in its language."""
        lines = [self.setter.prose(text, where, style, width, align) for text in texts]
        for line, language in zip(lines, self.languages, strict=True):
            line.elem.language = language
        return Stack(lines)

    def cell(
        self,
        texts: Sequence[str],
        where: str,
        style: Style,
        width: float,
        align: float = 0.0,
        *,
        tag: Tag = Tag.CELL,
        heads_row: bool = False,
    ) -> Piece:
        """Set what a table says in each language below one another; what is the same stands once."""
        style = self.style(style)
        said = merge(texts)
        if len(said) > 1:
            return Tagged(Elem(tag, heads_row=heads_row), self.below(said, where, style, width, align))
        prose = self.setter.prose(said[0], where, style, width, align, tag=tag)
        prose.elem.heads_row = heads_row
        return prose

    def in_spans(self, texts: Sequence[str], where: str, style: Style, width: float) -> list[Prose]:
        """Set texts as spans, each in its language."""
        return [self._span([(text, style)], where, width, at) for at, text in enumerate(texts)]

    def alt(self, text: Text, **filled: Sequence[str]) -> str:
        """Return what is read instead of a figure; each value of `filled` is given in each language."""
        said = self.say(text)
        return SLASH.join(
            merge(
                one.format(**{name: values[at] for name, values in filled.items()}) if filled else one
                for at, one in enumerate(said)
            )
        )

    def told(self, parts: Sequence[Part]) -> list[Piece]:
        """Return the parts to put on a page; with two languages as one piece, which is read column by column."""
        if not self.is_double or not parts:
            return [part.laid for part in parts]
        reading: list[Piece] = []
        columns: list[list[Piece]] = [[] for _ in self.languages]

        def end_columns() -> None:
            for at, column in enumerate(columns):
                if column:
                    reading.append(self._in_language(Stack(column), at))
            columns[:] = [[] for _ in self.languages]

        for part in parts:
            if part.columns:
                for column, piece in zip(columns, part.columns, strict=True):
                    column.append(piece)
            elif not isinstance(part.piece, Gap):
                end_columns()
                reading.append(part.piece)
        end_columns()
        over_all = [not part.columns and not isinstance(part.piece, Gap) for part in parts]
        laid = [
            replace(part, piece=Whole(part.piece)) if over else part for part, over in zip(parts, over_all, strict=True)
        ]
        return [Told(reading, Stack([part.laid for part in laid]))]

    def _styled(self, runs: Runs) -> list[tuple[str, Style]]:
        return [(text, self.style(style)) for text, style in runs]

    def _spanned(self, texts: Sequence[Runs], where: str, elem: Elem, width: float = WIDTH) -> Piece:
        """Set one heading: with two languages an element that holds both of them side by side."""
        if not self.is_double:
            return self.setter.runs(texts[0], where, width, tag=elem.tag)
        column = self.column(width)
        spans = [self._span(self._styled(runs), where, column, at) for at, runs in enumerate(texts)]
        return Tagged(elem, Row(self.cells(spans, width)))

    def _span(self, runs: Runs, where: str, width: float, at: int) -> Prose:
        prose = self.setter.runs(runs, where, width, tag=Tag.SPAN)
        prose.elem.language = self.languages[at]
        return prose

    def _in_language(self, piece: Piece, at: int) -> Piece:
        return Tagged(Elem(Tag.PART, language=self.languages[at]), piece)

    def _share_bookmark(self, elems: Sequence[Elem]) -> None:
        """Let the first of the headings be the bookmark of all."""
        titles = [elem.title for elem in elems if elem.title]
        if self.is_double and titles:
            elems[0].title, elems[1].title = SLASH.join(merge(titles)), ""

    def _one_line(self, texts: Sequence[str]) -> str:
        return SLASH.join(merge(" ".join(self.setter.typed.prepare(text, text).split()) for text in texts))


def merge(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts in their order, what is the same only once."""
    return tuple(dict.fromkeys(texts))


def each(forms: Sequence[One], say: Callable[[One], str]) -> tuple[str, ...]:
    """Return what each language's form says."""
    return tuple(say(form) for form in forms)
