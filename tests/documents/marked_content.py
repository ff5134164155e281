"""Reads the marked content of pages back: what is painted in which, its text through the fonts' own maps, and kids."""

import re
from dataclasses import dataclass, field

import pikepdf

_PAINTING = frozenset(
    [
        *("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "BI", "EI", "INLINE IMAGE"),
        *("Tj", "TJ", "'", '"'),
    ]
)
_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_ENTRY = re.compile(rb"<([0-9A-Fa-f]+)>\s+<([0-9A-Fa-f]+)>")


@dataclass
class MarkedPage:
    """What stands on one page: marked content by its number, with its tag and its text; and what is in none."""

    tags: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    artifacts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def kids_of(elem: pikepdf.Object) -> list[pikepdf.Object | int]:
    """Return what an element of the structure holds."""
    if "/K" not in elem:
        return []
    return list(elem.K) if isinstance(elem.K, pikepdf.Array) else [elem.K]


def read_marked_page(page: pikepdf.Page) -> MarkedPage:
    """Return the marked content of a page; whatever breaks the rules of 14.6 is among its faults."""
    return _Reader(page).read()


class _Reader:
    def __init__(self, page: pikepdf.Page) -> None:
        self._page = page
        self._found = MarkedPage()
        self._open: list[int | None] = []
        self._font: dict[int, str] = {}
        self._fonts: dict[str, dict[int, str]] = {}

    def read(self) -> MarkedPage:
        for operands, operator in pikepdf.parse_content_stream(self._page):
            self._step(operands, str(operator))
        if self._open:
            self._fault("marked content is open at the end of the page")
        return self._found

    def _fault(self, words: str) -> None:
        self._found.faults.append(words)

    def _step(self, operands: list[pikepdf.Object], operator: str) -> None:
        match operator:
            case "BDC" | "BMC":
                self._begin(str(operands[0]).lstrip("/"), operands[1] if operator == "BDC" else None)
            case "EMC":
                if not self._open:
                    self._fault("marked content is ended that was not begun")
                else:
                    self._open.pop()
            case "Tf":
                self._font = self._read_font(str(operands[0]))
        if operator in _PAINTING and not self._open:
            self._fault(f"{operator} paints outside of marked content")
        if operator in _SHOWING and self._open:
            self._show(bytes(operands[-1]))

    def _begin(self, tag: str, properties: pikepdf.Object | None) -> None:
        number = None
        if isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties:
            number = int(properties.MCID)
            if number in self._found.tags:
                self._fault(f"MCID {number} is used twice")
            self._found.tags[number] = tag
            self._found.texts[number] = ""
        elif tag != "Artifact":
            self._fault(f"{tag} has no number and is no artifact")
        if self._open and (number is not None or self._open[-1] is None):
            self._fault(f"{tag} stands within other marked content")
        self._open.append(number)

    def _show(self, codes: bytes) -> None:
        text = "".join(self._font[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2))
        number = self._open[-1]
        if number is None:
            self._found.artifacts.append(text)
        else:
            self._found.texts[number] += text

    def _read_font(self, name: str) -> dict[int, str]:
        if name not in self._fonts:
            cmap = self._page.Resources.Font[name].ToUnicode.read_bytes()
            body = cmap[cmap.index(b"endcodespacerange") :]
            self._fonts[name] = {
                int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in _ENTRY.findall(body)
            }
        return self._fonts[name]
