"""Two hundred generated consultations, from empty to overfull, in both languages: no fact lost, no text outside.

Of all of them it is looked at what is written where on the pages. That a file holds what was written on its pages is
asked of the first twenty, which are of every fullness, of other tests' files, and where both are compared.
"""

import random
from collections.abc import Callable

import documents.drawn_text
import documents.pdf_reading
import pytest
from documents.document_builders import (
    CLEAR,
    LANGUAGES,
    NAMES,
    consent_of,
    make_file,
    shipped_consent_text,
    summary_of,
    with_verdict,
)
from documents.document_facts import facts_of, facts_of_consent
from documents.drawn_text import draw
from documents.pdf_reading import (
    faults_of_layout,
    faults_of_layout_by_pdfplumber,
    missing_from,
    missing_from_body,
    read_body,
    read_body_by_pdfium,
)
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument

from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.styles import LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT
from stemsup_desktop.language import Language, LanguageForm

MM = 72 / 25.4
A_FEW = range(20)
MANY = range(20, 200)


def text_outside(pdf: bytes) -> list[str]:
    """Return the pages whose text leaves the type area, as PDFium sees it (to the whole point)."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    assert document.status() is QPdfDocument.Status.Ready
    faults = []
    for page in range(document.pageCount()):
        for polygon in document.getAllText(page).bounds():
            box = polygon.boundingRect()
            if (
                box.left() < LEFT - 2
                or box.right() > PAGE_WIDTH - RIGHT + 2
                or box.top() < 12 * MM - 4
                or box.bottom() > PAGE_HEIGHT - 7 * MM
            ):
                faults.append(f"page {page + 1}: {box}")
    document.close()
    return faults


def check(seed: int, language: Language) -> None:
    """Render both documents of one generated consultation and read them back."""
    file = make_file(random.Random(seed), fill=(seed % 10) / 9)
    summary = summary_of(file, language)
    assert missing_from_body(summary.pdf, facts_of(file, language)) == []
    assert text_outside(summary.pdf) == []
    consent = derive_consent(file, CLEAR, shipped_consent_text(), NAMES, language)
    form = consent_of(file, language)
    assert missing_from_body(form.pdf, facts_of_consent(consent)) == []
    assert text_outside(form.pdf) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", A_FEW)
def test_a_generated_consultation_is_printed_whole(seed: int, language: Language, qapp: object) -> None:
    check(seed, language)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", MANY)
def test_every_generated_consultation_is_written_whole(seed: int, language: Language) -> None:
    file = make_file(random.Random(seed), fill=(seed % 10) / 9)
    summary = draw(lambda: summary_of(file, language))
    assert missing_from(summary.body, facts_of(file, language)) == []
    assert summary.list_outside() == []
    consent = derive_consent(file, CLEAR, shipped_consent_text(), NAMES, language)
    form = draw(lambda: consent_of(file, language))
    assert missing_from(form.body, facts_of_consent(consent)) == []
    assert form.list_outside() == []


@pytest.mark.parametrize("form", LanguageForm)
@pytest.mark.parametrize("make", [summary_of, consent_of])
@pytest.mark.parametrize("seed", [10, 19])
def test_a_file_holds_what_was_written_on_its_pages(
    seed: int, make: Callable[..., RenderedDocument], form: LanguageForm
) -> None:
    file = make_file(random.Random(seed), fill=(seed % 10) / 9)
    drawing, document = (
        draw(lambda: make(file, form, with_verdict(Verdict.NOT_COMPLETE))),
        make(file, form, with_verdict(Verdict.NOT_COMPLETE)),
    )
    assert drawing.body == read_body(document.pdf)
    assert drawing.document.page_count == document.page_count
    assert len(drawing.body) > 500


def test_a_fact_that_is_not_written_would_be_noticed() -> None:
    drawing = draw(lambda: summary_of(make_file(random.Random(1), 0.5), Language.EN))
    assert missing_from(drawing.body, ("Treatment summary", "never written", "SUM-2026-00731")) == [
        "never written",
        "SUM-2026-00731",
    ]


@pytest.mark.parametrize("side", ["LEFT", "RIGHT", "PAGE_HEIGHT"])
def test_text_written_outside_the_margins_would_be_noticed(side: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file = make_file(random.Random(9), fill=1.0)
    monkeypatch.setattr(
        f"documents.drawn_text.{side}", getattr(documents.drawn_text, side) + (-20 if side == "PAGE_HEIGHT" else 20)
    )
    drawing = draw(lambda: consent_of(file, Language.JA))
    assert len(drawing.list_outside()) > 10


def test_text_written_into_the_lower_margin_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("documents.drawn_text.MM", documents.drawn_text.MM * 3)
    assert draw(lambda: consent_of(make_file(random.Random(9), 1.0), Language.JA)).list_outside()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fast_reader_reads_the_same_body_and_no_header(language: Language) -> None:
    file = make_file(random.Random(9), fill=1.0)
    for document in (summary_of(file, language), consent_of(file, language, with_verdict(Verdict.NOT_COMPLETE))):
        assert read_body_by_pdfium(document.pdf) == read_body(document.pdf)


def test_a_fact_that_is_not_on_paper_would_be_noticed() -> None:
    pdf = summary_of(make_file(random.Random(1), 0.5), Language.EN).pdf
    assert missing_from_body(pdf, ("Treatment summary", "never written", "SUM-2026-00731")) == [
        "never written",
        "SUM-2026-00731",
    ]


def test_text_outside_the_margins_would_be_noticed(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemsup_desktop.documents.printing.LEFT", LEFT - 20)
    assert text_outside(summary_of(make_file(random.Random(1), 0.5), Language.EN).pdf)


@pytest.mark.parametrize("side", ["LEFT", "RIGHT"])
def test_the_fast_engine_finds_what_the_slow_one_finds(side: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spaces apart, which it does not place."""
    file = make_file(random.Random(9), fill=1.0)
    pdf = consent_of(file, Language.JA).pdf
    assert faults_of_layout(pdf) == faults_of_layout_by_pdfplumber(pdf) == []
    monkeypatch.setattr(f"documents.pdf_reading.{side}", getattr(documents.pdf_reading, side) + 20)
    found, expected = faults_of_layout(pdf), faults_of_layout_by_pdfplumber(pdf)
    assert len(found) > 100
    assert len(found) >= 0.9 * len(expected)


def test_a_shape_at_the_edge_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = consent_of(make_file(random.Random(9), fill=1.0), Language.JA).pdf
    monkeypatch.setattr("documents.pdf_reading.MM", MM * 4)
    found = {fault for fault in faults_of_layout(pdf) if "a shape" in fault}
    assert found
    assert found == {fault for fault in faults_of_layout_by_pdfplumber(pdf) if "a shape" in fault}
