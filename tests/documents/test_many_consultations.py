"""Two hundred generated consultations, from empty to overfull, in both languages: no fact lost, no text outside."""

import random

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
from documents.pdf_reading import (
    faults_of_layout,
    faults_of_layout_by_pdfplumber,
    missing_from_body,
    read_body,
    read_body_by_pdfium,
)
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument

from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.documents.styles import LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT
from stemsup_desktop.language import Language

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
def test_every_generated_consultation_is_printed_whole(seed: int, language: Language, qapp: object) -> None:
    check(seed, language)


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
