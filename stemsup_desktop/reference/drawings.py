"""Reads the drawing of an explaining picture: a small, plain part of SVG, for a clinic's file may be anything at all.

Shapes and groups in the colours of the palette, and nothing else: no text, no reference, no style, no script. What is
drawn is written anew from what was read, so that nothing unread can reach whoever draws it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.parsers import expat

from stemsup_desktop.errors import InputProblem

MOST_BYTES = 256_000
MOST_SHAPES = 4_000
MOST_DEPTH = 8
MOST_NUMBERS = 40_000
FARTHEST = 4_000.0
"""No coordinate lies farther from the corner."""
SHORTEST_DASH = 0.4
"""A shorter one takes a drawer minutes on a long line."""
SMALLEST_SIDE, LARGEST_SIDE = 100.0, 2_000.0

PALETTE: Mapping[str, str] = {
    "#3F4E52": "text-2",
    "#0F5560": "accent",
    "#7C8B8F": "control",
    "#4A8F98": "mark",
    "#CBD4D4": "line-strong",
    "#CDE3E5": "tint-2",
    "#E6F1F2": "tint",
    "#ECF1F1": "hover",
    "#FFFFFF": "base",
    "#8F5A12": "series-2",
    "#7A4D00": "caut",
    "#E6C987": "caut-line",
    "#FDF3DC": "caut-bg",
}
"""Every colour that a picture may have, as it looks in the light theme, with its token."""

_NAMESPACE = "http://www.w3.org/2000/svg"
_PAINT = frozenset({"fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray"})
_SHAPES: Mapping[str, frozenset[str]] = {
    "path": frozenset({"d"}),
    "circle": frozenset({"cx", "cy", "r"}),
    "ellipse": frozenset({"cx", "cy", "rx", "ry"}),
    "rect": frozenset({"x", "y", "width", "height", "rx", "ry"}),
    "line": frozenset({"x1", "y1", "x2", "y2"}),
    "polyline": frozenset({"points"}),
    "polygon": frozenset({"points"}),
}
_ELEMENTS = {**_SHAPES, "g": frozenset[str](), "svg": frozenset({"viewBox", "width", "height"})}
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,8}(?:\.[0-9]{0,8})?|\.[0-9]{1,8})")
_NUMBERS = re.compile(rf"[\s,]*+(?>{_NUMBER.pattern}(?![0-9])[\s,]*)*+")
"""Without a way back: a long list with a fault at its end costs no more than one without."""
_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9+\-.,\s]*")
_WORDS = {"stroke-linecap": ("butt", "round", "square"), "stroke-linejoin": ("miter", "round", "bevel")}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as it was read: its size in units of its own, and clean SVG in the colours of the light theme."""

    width: float
    height: float
    svg: str


def read_drawing(data: bytes, name: str) -> Drawing:
    """Read the bytes of an SVG file; raises `InputProblem` that names the file, the line, and what was expected."""
    if len(data) > MOST_BYTES:
        raise InputProblem("content-invalid", f"{name}: expected at most {MOST_BYTES // 1_000} kB.")
    reader = _Reader(name)
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise reader.fault("expected well-formed SVG in UTF-8") from error
    return reader.finish()


class _Reader:
    """Follows the parser, and writes what it lets pass."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._open: list[str] = []
        self._written: list[str] = []
        self._shapes = 0
        self._numbers = 0
        self._size: tuple[float, float] | None = None
        self.parser = expat.ParserCreate("UTF-8", " ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.ProcessingInstructionHandler = self._refuse_instruction

    def finish(self) -> Drawing:
        """Return what was read."""
        if self._size is None or not self._shapes:
            raise self.fault("expected a drawing with at least one shape")
        return Drawing(*self._size, "".join(self._written))

    def fault(self, expected: str) -> InputProblem:
        """Return a problem that names the line that is read now."""
        return InputProblem("content-invalid", f"{self._name}: {expected} - at line {self.parser.CurrentLineNumber}.")

    def _refuse_doctype(self, *_parts: object) -> None:
        raise self.fault("expected no document type and no entities")

    def _refuse_instruction(self, *_parts: object) -> None:
        raise self.fault("expected no processing instruction")

    def _text(self, text: str) -> None:
        if text.strip():
            raise self.fault("expected no text: labels stand beside the drawing")

    def _start(self, full_name: str, attributes: dict[str, str]) -> None:
        space, _, name = full_name.rpartition(" ")
        if space != _NAMESPACE or name not in _ELEMENTS or (name == "svg") is bool(self._open):
            raise self.fault(f"expected one of {', '.join(_SHAPES)} or g, not <{name[:40]}>")
        if len(self._open) >= MOST_DEPTH:
            raise self.fault(f"expected groups at most {MOST_DEPTH} deep")
        self._shapes += name in _SHAPES
        if self._shapes > MOST_SHAPES:
            raise self.fault(f"expected at most {MOST_SHAPES} shapes")
        self._open.append(name)
        for key, value in attributes.items():
            self._check(name, key, value)
        kept = {key: value for key, value in attributes.items() if name != "svg" or key in _PAINT}
        if name == "svg":
            kept = {"xmlns": _NAMESPACE, "viewBox": self._read_box(attributes.get("viewBox", "")), **kept}
        # No value that was let pass holds a quotation mark or a bracket.
        written = "".join(f' {key}="{value}"' for key, value in kept.items())
        self._written.append(f"<{name}{written}>")

    def _end(self, _full_name: str) -> None:
        self._written.append(f"</{self._open.pop()}>")

    def _read_box(self, value: str) -> str:
        numbers = self._read_numbers(value, "viewBox")
        if len(numbers) != 4 or numbers[:2] != [0, 0]:
            raise self.fault("expected a viewBox that begins at 0 0")
        width, height = numbers[2:]
        if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in (width, height)):
            raise self.fault(f"expected sides of {SMALLEST_SIDE:.0f} to {LARGEST_SIDE:.0f} units")
        self._size = (width, height)
        return f"0 0 {width:g} {height:g}"

    def _check(self, name: str, key: str, value: str) -> None:
        if key not in _ELEMENTS[name] and key not in _PAINT:
            raise self.fault(f"expected no attribute {key.rpartition(' ')[2][:40]} on <{name}>")
        if key in ("fill", "stroke"):
            if value != "none" and value not in PALETTE:
                raise self.fault(f"expected a colour of the palette as {key}, not {value[:40]}")
        elif key in _WORDS:
            if value not in _WORDS[key]:
                raise self.fault(f"expected one of {', '.join(_WORDS[key])} as {key}")
        elif key == "d":
            if _PATH.fullmatch(value) is None:
                raise self.fault("expected a path of commands and numbers")
            self._read_numbers(re.sub("[MmLlHhVvCcSsQqTtAaZz]", " ", value), key)
        else:
            numbers = self._read_numbers(value, key)
            is_dash = key == "stroke-dasharray"
            if is_dash and (len(numbers) > 8 or not numbers or min(numbers) < SHORTEST_DASH):
                raise self.fault(f"expected up to eight dashes of at least {SHORTEST_DASH} units")
            if not is_dash and key not in ("points", "viewBox") and len(numbers) != 1:
                raise self.fault(f"expected one number as {key}")

    def _read_numbers(self, value: str, key: str) -> list[float]:
        """Return the numbers of a list, however they are set apart; anything else in it is a fault."""
        if _NUMBERS.fullmatch(value) is None:
            raise self.fault(f"expected numbers as {key}")
        numbers = [float(found) for found in _NUMBER.findall(value)]
        self._numbers += len(numbers)
        if self._numbers > MOST_NUMBERS:
            raise self.fault(f"expected at most {MOST_NUMBERS} numbers")
        if any(abs(number) > FARTHEST for number in numbers):
            raise self.fault(f"expected no number beyond {FARTHEST:.0f} as {key}")
        return numbers
