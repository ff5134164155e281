"""Consent forms of the shipped examples as pictures, and what scanners and telephones make of a page."""

import io
import random
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from statistics import NormalDist

import msgspec
import pypdfium2
from documents.document_builders import fonts
from PIL import Image, ImageChops, ImageFilter
from shipped import get_content

from stemsup_desktop.consultation_file import read_consultation_file
from stemsup_desktop.content import Content
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.scans.reading import read_scan
from stemsup_desktop.documents.scans.scan_model import ScannedPage
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import render_paper

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
MADE_AT = datetime(2026, 12, 1, 11, 52, tzinfo=UTC)


@cache
def shipped_content() -> Content:
    """Read the shipped content once for all tests."""
    return get_content()


@cache
def make_consent(number: str, example: str = "clear", language: Language = Language.EN) -> RenderedDocument:
    """Render the consent form of a shipped example under a number; a preview where the number is empty."""
    content = shipped_content()
    file = read_consultation_file(RESOURCES / "examples" / f"{example}.json", MADE_AT.date())
    gate = content.derive_gate(file, MADE_AT)
    request = DocumentRequest(number or "CNS-2026-00001", MADE_AT, LanguageForm(language), is_preview=not number)
    return render_paper(Paper.CONSENT, file, gate, content, fonts(), request)


@cache
def draw_page(pdf: bytes, page: int, dpi: int = 150) -> Image.Image:
    """Return a page, from 1, as a grey picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page - 1].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    finally:
        document.close()


class Treatment(msgspec.Struct, frozen=True):
    """What happens to a page on its way through a scanner; degrees counter-clockwise, quarters clockwise."""

    dpi: int = 200
    skew: float = 0.0
    quarters: int = 0
    quality: int = 40
    blur: float = 0.4
    noise: float = 12.0


def make_treatment(source: random.Random) -> Treatment:
    """Return one of the treatments that the issue names."""
    dpi = source.choice((100, 100, 120, 150, 200, 300))
    return Treatment(dpi, source.uniform(-7, 7), source.choice((0, 0, 1, 2, 2, 3)), blur=source.uniform(0.2, 0.5))


def scan_page(pdf: bytes, page: int, treatment: Treatment) -> Image.Image:
    """Return a page, from 1, as a scanner sees it."""
    seen = draw_page(pdf, page, treatment.dpi)
    seen = seen.rotate(treatment.skew, Image.Resampling.BILINEAR, expand=True, fillcolor=244)
    seen = seen.rotate(-90 * treatment.quarters, expand=True).filter(ImageFilter.BoxBlur(treatment.blur))
    noise = _make_noise(treatment.noise).crop((0, 0, *seen.size))
    return ImageChops.add(seen, noise, 1, -128)


@cache
def _make_noise(strength: float) -> Image.Image:
    """Return the grain of a sensor, as large as any page here and the same in every run."""
    side, grain = 3_900, NormalDist(128, strength)
    even = Image.frombytes("L", (side, side), random.Random(3).randbytes(side * side))
    return even.point([round(grain.inv_cdf((value + 0.5) / 256)) for value in range(256)])


def encode(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """Return a picture as the bytes of a file."""
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def read_pages(data: bytes) -> tuple[ScannedPage, ...]:
    """Read a file that nobody watches."""
    return read_scan(data, lambda done, total: None)


def show(page: ScannedPage) -> Image.Image:
    """Return what is kept of a page as somebody who opens it sees it."""
    if page.media_type == "application/pdf":
        return draw_page(page.data, 1, 100)
    from PIL import ImageOps

    return ImageOps.exif_transpose(Image.open(io.BytesIO(page.data))).convert("L")
