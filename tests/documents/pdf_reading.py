"""Reads rendered documents back with engines that had no part in writing them."""

import io
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache

import pdfplumber
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium_c
from documents.document_builders import fonts

from stemsup_desktop.documents.styles import BODY_BOTTOM, BODY_TOP, LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT
from stemsup_desktop.documents.text import TypedText

MM = 72 / 25.4
ABOVE_BASELINE = 12
"""In points: what a line at the top of the body reaches above it. The header's last line stands higher."""


def read_pages(pdf: bytes) -> list[str]:
    """Return the text of each page, header and footer included."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def read_body(pdf: bytes) -> str:
    """Return the text between header and footer of all pages, without white space, in drawing order."""
    parts: list[str] = []

    def keep(text: str, _cm: object, matrix: list[float], _font: object, _size: object) -> None:
        if BODY_BOTTOM - 2 <= matrix[5] <= BODY_TOP + 2:
            parts.append(text)

    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=keep)
    return squeeze("".join(parts))


def read_body_by_pdfium(pdf: bytes) -> str:
    """Return what `read_body` returns, ten times as fast; of signs that PDFium orders or joins anew, not all."""
    parts: list[str] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            parts.append(text.get_text_bounded(bottom=BODY_BOTTOM - 2, top=BODY_TOP + ABOVE_BASELINE))
            text.close()
            page.close()
    return squeeze("".join(parts))


def squeeze(text: str) -> str:
    """Drop white space, which line breaks change."""
    return "".join(text.split())


@cache
def typed_text() -> TypedText:
    """Return what prepares texts for paper, made once: it gathers all characters that can be printed."""
    return TypedText(fonts())


def printed(text: str) -> str:
    """Return a typed text as it must come out: characters without a glyph as 〓, separate marks joined, squeezed."""
    return squeeze(typed_text().prepare(text, ""))


def missing_from(body: str, facts: tuple[str, ...]) -> list[str]:
    """Return the facts that a squeezed text does not hold."""
    return [fact for fact in facts if printed(fact) not in body]


def missing_from_body(pdf: bytes, facts: tuple[str, ...]) -> list[str]:
    """Return the facts that do not stand between header and footer; the slow engine has the last word."""
    left = tuple(missing_from(read_body_by_pdfium(pdf), facts))
    return missing_from(read_body(pdf), left) if left else []


def font_names(pdf: bytes) -> set[str]:
    """Return the base names of all fonts of all pages, without their subset tags."""
    names = set()
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(str(font.get_object()["/BaseFont"]).partition("+")[2] or str(font.get_object()["/BaseFont"]))
    return names


def faults_of_layout(pdf: bytes) -> list[str]:
    """Return what stands outside the margins: text outside the type area, anything within 7 mm of the edge."""
    faults: list[str] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            faults += (f"page {number}: {fault}" for fault in (*_faults_of_text(text), *_faults_of_shapes(page)))
            text.close()
            page.close()
    return faults


def _faults_of_text(text: pypdfium2.PdfTextPage) -> Iterator[str]:
    box = pdfium_c.FS_RECTF()
    least, most, lowest, highest = LEFT - 0.5, PAGE_WIDTH - RIGHT + 0.5, 7 * MM, PAGE_HEIGHT - 12 * MM + 2
    for index in range(text.count_chars()):
        has_box = pdfium_c.FPDFText_GetLooseCharBox(text, index, box)
        if has_box and box.left >= least and box.right <= most and box.bottom >= lowest and box.top <= highest:
            continue
        if pdfium_c.FPDFText_IsGenerated(text, index) == 1:
            continue
        code = pdfium_c.FPDFText_GetUnicode(text, index)
        if code <= sys.maxunicode and unicodedata.category(chr(code)) == "Mn":
            continue
        assert has_box
        if box.left < least or box.right > most:
            yield f"text at x {box.left:.1f} to {box.right:.1f}"
        if box.top > highest or box.bottom < lowest:
            yield f"text at y {box.bottom:.1f} to {box.top:.1f}"


def _faults_of_shapes(page: pypdfium2.PdfPage) -> Iterator[str]:
    edge = 7 * MM - 0.5
    for shape in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_PATH], max_depth=4):
        left, bottom, right, top = shape.get_bounds()
        if left < edge or bottom < edge or right > PAGE_WIDTH - edge or top > PAGE_HEIGHT - edge:
            yield "a shape within 7 mm of the edge"


def faults_of_layout_by_pdfplumber(pdf: bytes) -> list[str]:
    """Return what `faults_of_layout` returns, from an engine of its own that takes thirteen times as long."""
    faults = []
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages, 1):
            for char in page.chars:
                if unicodedata.category(char["text"][0]) == "Mn":
                    continue
                if char["x0"] < LEFT - 0.5 or char["x1"] > PAGE_WIDTH - RIGHT + 0.5:
                    faults.append(f"page {number}: text at x {char['x0']:.1f} to {char['x1']:.1f}")
                if char["top"] < 12 * MM - 2 or char["bottom"] > PAGE_HEIGHT - 7 * MM:
                    faults.append(f"page {number}: text at y {char['top']:.1f} to {char['bottom']:.1f}")
            for shape in (*page.lines, *page.rects, *page.curves):
                inside = (
                    shape["x0"] >= 7 * MM - 0.5
                    and shape["x1"] <= PAGE_WIDTH - 7 * MM + 0.5
                    and shape["top"] >= 7 * MM - 0.5
                    and shape["bottom"] <= PAGE_HEIGHT - 7 * MM + 0.5
                )
                if not inside:
                    faults.append(f"page {number}: a shape within 7 mm of the edge")
    return faults
