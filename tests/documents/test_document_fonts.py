"""Fonts: embedded, distinct, and every character extracted as it was typed."""

import io
from pathlib import Path

import pikepdf
import pytest
from documents.document_builders import (
    CLEAR,
    LANGUAGES,
    NAMES,
    RESOURCES,
    consent_of,
    fonts,
    full_file,
    make_request,
    shipped_aftercare,
    shipped_drawings,
    summary_of,
)
from documents.pdf_reading import font_names, read_body
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from stemsup_desktop.consultation.summary_text import derive_summary
from stemsup_desktop.documents.fonts import Face, FontFolder
from stemsup_desktop.documents.summary import render_summary
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.language import Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_noto_sans_jp_is_in_a_document(language: Language) -> None:
    allowed = {face.value for face in Face}
    for document in (consent_of(full_file(), language), summary_of(full_file(), language)):
        names = font_names(document.pdf)
        assert names <= allowed
        assert {Face.REGULAR.value, Face.BOLD.value} <= names


def test_no_font_is_named_that_is_not_embedded() -> None:
    with pikepdf.open(io.BytesIO(summary_of(full_file(), Language.JA).pdf)) as pdf:
        dictionaries = [found for found in pdf.objects if isinstance(found, pikepdf.Dictionary)]
        fonts_named = [found for found in dictionaries if found.get("/Type") == "/Font" and found.Subtype == "/Type0"]
        assert len(fonts_named) == len([found for found in dictionaries if "/FontFile2" in found])
        assert fonts_named
        others = [str(found.BaseFont) for found in dictionaries if "/BaseFont" in found]
    assert all("+NotoSansJP-" in name for name in others)


def test_another_user_of_the_same_fonts_in_this_process_changes_nothing() -> None:
    before = summary_of(full_file("𠮷"), Language.JA)
    path = str(RESOURCES / "fonts" / "NotoSansJP-Regular.ttf")
    for name in ("NotoSansJP-Regular", "SomeOtherName"):
        pdfmetrics.registerFont(TTFont(name, path))
    assert summary_of(full_file("𠮷"), Language.JA) == before
    fresh = FontFolder(RESOURCES / "fonts")
    file = full_file("𠮷")
    summary = derive_summary(file, CLEAR, NAMES, shipped_aftercare(), Language.JA, drawings=shipped_drawings())
    request = make_request(Language.JA, "SUM-2026-00731")
    assert render_summary((summary,), file, CLEAR, request, fresh) == before


def test_the_bold_face_is_not_the_regular_one() -> None:
    assert fonts().widths(Face.BOLD)["m"] != fonts().widths(Face.REGULAR)["m"]


@pytest.mark.parametrize("name", ["𠮷野 髙志", "德川 邉﨑", "渡邉 彌", "Ångström Ωμεγα ① ℃"])
def test_rare_characters_of_names_are_extracted_as_they_were_typed(name: str) -> None:
    document = summary_of(full_file(name), Language.JA)
    assert document.missing_characters == ()
    assert "".join(name.split()) in read_body(document.pdf)


def test_two_characters_that_share_a_glyph_stay_two_characters() -> None:
    charts = fonts()._fonts[Face.REGULAR].face.charToGlyph
    by_glyph: dict[int, str] = {}
    pair = ""
    for character in sorted(fonts().printable):
        glyph = charts[ord(character)]
        if glyph in by_glyph and character.isalpha():
            pair = by_glyph[glyph] + character
            break
        by_glyph.setdefault(glyph, character)
    assert len(pair) == 2
    assert pair in read_body(summary_of(full_file(pair), Language.EN).pdf)


def test_digits_have_one_width() -> None:
    for face in Face:
        assert len({fonts().widths(face)[digit] for digit in "0123456789"}) == 1


def test_a_missing_font_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        FontFolder(tmp_path)
    assert caught.value.code == "font-unreadable"
    assert "NotoSansJP-Regular" in caught.value.sentence
    assert str(tmp_path) not in caught.value.sentence


@pytest.mark.parametrize("size", [0, 3, 1_000, 400_000])
def test_a_truncated_font_is_named(tmp_path: Path, size: int) -> None:
    for face in Face:
        data = (RESOURCES / "fonts" / f"{face.value}.ttf").read_bytes()
        (tmp_path / f"{face.value}.ttf").write_bytes(data if face is not Face.MEDIUM else data[:size])
    with pytest.raises(EnvironmentProblem, match="NotoSansJP-Medium"):
        FontFolder(tmp_path)
