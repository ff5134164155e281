"""A TrueType face whose tables are read whole: ReportLab reads them number by number, which takes far longer."""

import itertools
from struct import unpack_from
from typing import Any

from reportlab.pdfbase.ttfonts import TTFontFace

_WINDOWS = 3
"""The platform of a table that ReportLab takes over all before it."""
_GROUPS = 12
"""The format of a table of characters in groups, as the shipped fonts have it."""


class QuickFace(TTFontFace):  # type: ignore[misc]  # ReportLab is untyped
    """Knows what ReportLab's own face knows, but for the characters of a glyph, which only shaping asks for."""

    charToGlyph: dict[int, int]  # noqa: N815 - ReportLab's names
    charWidths: dict[int, float]  # noqa: N815

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N802, N803
        """Read everything; a font whose last table of characters is not one in groups is read as ReportLab does."""
        groups = self._find_groups()
        if not charInfo or groups is None:
            super().extractInfo(charInfo)
            return
        super().extractInfo(0)
        self._read_glyphs()
        self._read_characters(groups)

    def _find_groups(self) -> tuple[int, ...] | None:
        """Return first and last character and first glyph of each group, or None where the table is not of these."""
        start = self.get_table_pos("cmap")[0]
        (count,) = self._unpack(start + 2, "H")
        platform, _, offset = self._unpack(start + 4 + 8 * (count - 1), "HHL")
        if platform != _WINDOWS or self._unpack(start + offset, "H") != (_GROUPS,):
            return None
        (count,) = self._unpack(start + offset + 12, "L")
        return self._unpack(start + offset + 16, f"{3 * count}L")

    def _read_glyphs(self) -> None:
        """Read the measures of every glyph and where it is drawn."""
        head, hhea = self.get_table_pos("head")[0], self.get_table_pos("hhea")[0]
        (is_long,) = self._unpack(head + 50, "H")
        (measured,) = self._unpack(hhea + 34, "H")
        start = self.get_table_pos("hmtx")[0]
        measures = self._unpack(start, f"{2 * measured}H")
        self.hmetrics = list(zip(measures[::2], measures[1::2], strict=True))
        last = self._pdfScale(measures[-2])
        bearings = self._unpack(start + 4 * measured, f"{self.numGlyphs - measured}H")
        self.hmetrics += [(last, bearing) for bearing in bearings]
        places = self._unpack(self.get_table_pos("loca")[0], f"{self.numGlyphs + 1}{'L' if is_long else 'H'}")
        self.glyphPos = list(places) if is_long else [place << 1 for place in places]
        self._advances = [*map(self._pdfScale, measures[::2])] + [last] * len(bearings)
        self.defaultWidth = self._advances[0]

    def _read_characters(self, groups: tuple[int, ...]) -> None:
        """Give each character its glyph and its width."""
        glyphs: dict[int, int] = {}
        for first, last, glyph in zip(groups[::3], groups[1::3], groups[2::3], strict=True):
            if first == last:  # as most are
                glyphs[first] = glyph
            else:
                glyphs.update(zip(range(first, last + 1), itertools.count(glyph)))
        advances, count = self._advances, self.numGlyphs
        widths = {character: advances[glyph] for character, glyph in glyphs.items() if glyph < count}
        for taking, lent in ((0xA0, 0x20), (0x20, 0xA0)):
            if lent in glyphs:
                glyphs[taking], widths[taking] = glyphs[lent], widths[lent]
                break
        self.charToGlyph, self.charWidths = glyphs, widths

    def _unpack(self, at: int, form: str) -> tuple[Any, ...]:
        return unpack_from(">" + form, self._ttf_data, at)
