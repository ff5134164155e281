"""The three cuts of Noto Sans JP, embedded as Type0 fonts so that every character can be extracted as it was typed."""

import threading
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from struct import error as StructError  # noqa: N812 - the library's own name for a short read
from struct import pack
from typing import Any

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from stemsup_desktop.errors import EnvironmentProblem

GETA = "〓"
"""The printer's mark for a character that no embedded font has."""

_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MOST_PER_BLOCK = 100  # ISO 32000-1, 9.10.3: at most 100 entries per bfchar block


class Face(StrEnum):
    """A cut; the value is its file's stem and its PostScript name."""

    REGULAR = "NotoSansJP-Regular"
    MEDIUM = "NotoSansJP-Medium"
    BOLD = "NotoSansJP-Bold"

    @property
    def registered_name(self) -> str:
        """Return the name in ReportLab's process-wide list, which no other user of these fonts may take."""
        return f"stemsup-{self.value}"


class _Used:
    """The characters one document uses of one face; a CID is the order of first use, from 1."""

    def __init__(self) -> None:
        self.cids: dict[int, int] = {}
        self.characters: set[str] = set()
        self.internal_name = ""


class CidFont(TTFont):  # type: ignore[misc]  # ReportLab is untyped
    """A TrueType face written as Type0, Identity-H, with CIDs in order of first use in each document."""

    def __init__(self, face: Face, file: Path) -> None:
        super().__init__(face.registered_name, str(file), asciiReadable=False, shapable=False)
        # ReportLab also lists fonts by their face's name and quietly hands out the first of that name.
        self.face.name = face.registered_name.encode("ascii")
        self._base_name = face.value
        self._written_widths: dict[float, bytes] = {}
        self._lock = threading.Lock()

    def _used_in(self, doc: Any) -> _Used:
        used = self.state.get(doc)
        if used is None:
            used = self.state[doc] = _Used()
        return used  # type: ignore[no-any-return]  # the state of a subclass of an untyped class

    def splitString(self, text: str, doc: Any, encoding: str = "") -> list[tuple[int, bytes]]:  # noqa: ARG002, N802
        """Return two-byte CIDs; a character without a glyph is a bug of the caller and raises KeyError."""
        used = self._used_in(doc)
        cids = used.cids
        if not used.characters.issuperset(text):
            glyphs = self.face.charToGlyph
            for code in map(ord, text):
                if code in cids:
                    continue
                if code not in glyphs:
                    raise KeyError(f"{self.fontName} has no glyph for U+{code:04X}")
                cids[code] = len(cids) + 1
            used.characters.update(text)
        return [(0, text.translate(cids).encode("utf-16-be", "surrogatepass"))]  # each number in two bytes

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: ARG002, N802
        """Return the resource name of the one Type0 font of this document."""
        used = self._used_in(doc)
        if not used.internal_name:
            used.internal_name = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = "/" + used.internal_name
            doc.delayedFonts.append(self)
        return "/" + used.internal_name

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Write the Type0 dictionary, its descendant, widths, map to Unicode and the subset."""
        used = self._used_in(doc)
        codes = list(used.cids)
        base_name = f"{_subset_tag(codes)}+{self._base_name}"
        with self._lock:  # ReportLab's reader keeps a position in the face
            descriptor = self.face.addSubsetObjects(doc, base_name, codes)
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(base_name),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": descriptor,
                "DW": 1000,
                "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray([self._write_width(code) for code in codes])]),
                "CIDToGIDMap": self._glyph_map(doc, codes, base_name),
            }
        )
        to_unicode = _stream(doc, _to_unicode(codes).encode("ascii"))
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(base_name),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant, "descendant:" + base_name)]),
                "ToUnicode": doc.Reference(to_unicode, "toUnicode:" + base_name),
            }
        )
        font.__RefOnly__ = 1
        doc.Reference(font, used.internal_name)
        doc.idToObject["BasicFonts"].dict[used.internal_name] = font
        del self.state[doc]

    def _write_width(self, code: int) -> bytes:
        width: float = self.face.getCharWidth(code)
        if width not in self._written_widths:
            self._written_widths[width] = fp_str(width).encode("ascii")
        return self._written_widths[width]

    def _glyph_map(self, doc: Any, codes: list[int], base_name: str) -> Any:
        """Map CID to glyph of the subset, which ReportLab numbers by first use of each *glyph*, not character."""
        numbers: dict[int, int] = {0: 0}
        glyphs = [0]
        for code in codes:
            glyphs.append(numbers.setdefault(self.face.charToGlyph[code], len(numbers)))
        if glyphs == list(range(len(glyphs))):
            return pdfdoc.PDFName("Identity")
        return doc.Reference(_stream(doc, pack(f">{len(glyphs)}H", *glyphs)), "cidToGid:" + base_name)


def _stream(doc: Any, content: bytes) -> Any:
    stream = pdfdoc.PDFStream(content=content)
    if doc.compression:
        stream.filters = [pdfdoc.PDFZCompress]
    return stream


def _subset_tag(codes: Iterable[int]) -> str:
    """Return six capitals that depend on the characters used (ISO 32000-1, 9.6.4)."""
    number = 0
    for code in codes:
        number = (number * 131 + code) % 26**6
    letters = ""
    for _ in range(6):
        number, rest = divmod(number, 26)
        letters += chr(ord("A") + rest)
    return letters


def _to_unicode(codes: list[int]) -> str:
    """Return the CMap from CID to UTF-16BE, in blocks of at most 100 entries."""
    entries = [f"<{cid:04X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for cid, code in enumerate(codes, 1)]
    blocks = []
    for start in range(0, len(entries), _MOST_PER_BLOCK):
        block = entries[start : start + _MOST_PER_BLOCK]
        blocks.append(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar")
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


class _Widths(dict[str, float]):
    """Looks up a width where it is first asked for: of the thousands of characters a document holds a few hundred."""

    def __init__(self, widths: Mapping[int, float], printable: frozenset[str]) -> None:
        super().__init__()
        self._known, self._printable = widths, printable

    def __missing__(self, character: str) -> float:
        if character not in self._printable:
            raise KeyError(character)
        width = self[character] = self._known[ord(character)] / 1000
        return width


class FontFolder:
    """The loaded faces; load once per process and pass it to every rendering."""

    def __init__(self, folder: Path) -> None:
        """Load the three faces; raises `EnvironmentProblem` if one is missing or damaged."""
        self._fonts = {face: _load_face(folder, face) for face in Face}
        shared = set.intersection(*(set(font.face.charToGlyph) for font in self._fonts.values()))
        self.printable = frozenset(
            character for character in map(chr, shared) if unicodedata.category(character) not in _UNPRINTABLE
        )
        self.settable = self.printable | {"\n"}
        self._widths = {face: _Widths(font.face.charWidths, self.printable) for face, font in self._fonts.items()}

    def font(self, face: Face) -> CidFont:
        """Return what writes with a face."""
        return self._fonts[face]

    def widths(self, face: Face) -> Mapping[str, float]:
        """Return the advance of every printable character, in em, by `[]` alone."""
        return self._widths[face]

    def width(self, text: str, face: Face, size: float) -> float:
        """Return the width of a printable text in points."""
        return sum(map(self._widths[face].__getitem__, text)) * size

    def register(self) -> None:
        """Make these faces the ones that ReportLab finds by name."""
        for font in self._fonts.values():
            pdfmetrics.registerFont(font)


def _load_face(folder: Path, face: Face) -> CidFont:
    try:
        return CidFont(face, folder / f"{face.value}.ttf")
    except (TTFError, OSError, StructError, IndexError, KeyError) as error:
        raise EnvironmentProblem(
            "font-unreadable", f"The font {face.value} is missing or damaged. Install StemSup Desktop again."
        ) from error
