"""The recovery sheet: one page with the code, and nothing of it left behind."""

import io
from datetime import UTC, datetime
from itertools import pairwise

import pdfplumber
import pytest
import segno
from documents.document_builders import LANGUAGES, MADE_AT, fonts
from documents.pdf_reading import faults_of_layout, font_names, printed, read_body, read_pages, squeeze

from stemsup_desktop.consultation.clinic import Clinic
from stemsup_desktop.documents import qr_runs, recovery_words
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.recovery_sheet import render_recovery_sheet
from stemsup_desktop.language import Language, Text

CODE = "K7RM 2QXD 9FTA HV4C 6ZNP W3TE 8BGY 5JVS"
CLINIC = Clinic("見本クリニック東京", name_en="Sample Clinic Tokyo")


def sheet(language: Language, code: str = CODE, clinic: Clinic = CLINIC) -> RenderedDocument:
    return render_recovery_sheet(code, "3F2A-91C0", clinic, MADE_AT, language, fonts())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_is_one_page_within_the_margins_in_embedded_fonts(language: Language) -> None:
    document = sheet(language)
    assert document.page_count == 1
    assert not document.is_draft
    assert document.missing_characters == ()
    assert faults_of_layout(document.pdf) == []
    assert all(name.startswith("NotoSansJP") for name in font_names(document.pdf))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_a_person_must_know_is_on_the_sheet(language: Language) -> None:
    body = read_body(sheet(language).pdf)
    texts = [value for value in vars(recovery_words).values() if isinstance(value, Text | tuple)]
    said = [text for value in texts for text in (value if isinstance(value, tuple) else (value,))]
    said.remove(recovery_words.FOOT)
    assert [text.en for text in said if printed(text.in_language(language)) not in body] == []
    clinic = CLINIC.name_en if language is Language.EN else CLINIC.name
    made = "17Nov2026" if language is Language.EN else "2026年11月17日"
    assert all(squeeze(fact) in body for fact in (clinic, made, "3F2A-91C0"))


def test_the_groups_stand_in_order_with_every_character_at_the_same_distance() -> None:
    with pdfplumber.open(io.BytesIO(sheet(Language.EN).pdf)) as document:
        large = [char for char in document.pages[0].chars if round(char["size"]) == 24]
    assert "".join(char["text"] for char in large) == CODE.replace(" ", "")
    for start in range(0, 32, 4):
        group = large[start : start + 4]
        middles = [(char["x0"] + char["x1"]) / 2 for char in group]
        steps = [after - before for before, after in pairwise(middles)]
        assert max(steps) - min(steps) < 0.1
        assert len({round(char["top"]) for char in group}) == 1


def test_the_one_qr_code_on_the_sheet_holds_the_code() -> None:
    with pdfplumber.open(io.BytesIO(sheet(Language.JA).pdf)) as document:
        runs = [rect for rect in document.pages[0].rects if rect["fill"] and rect["x0"] > 380]
    left, top = min(rect["x0"] for rect in runs), min(rect["top"] for rect in runs)
    side = min(rect["height"] for rect in runs)
    drawn = {
        (round((rect["top"] - top) / side), round((rect["x0"] - left) / side) + step)
        for rect in runs
        for step in range(round(rect["width"] / side))
    }
    expected = segno.make(CODE.replace(" ", ""), error="m", micro=False, boost_error=False).matrix
    assert drawn == {(row, place) for row, line in enumerate(expected) for place, is_dark in enumerate(line) if is_dark}


def test_the_code_stays_in_no_cache_and_in_no_description_of_the_file() -> None:
    qr_runs.find_qr_runs.cache_clear()
    document = sheet(Language.EN)
    assert qr_runs.find_qr_runs.cache_info().currsize == 0
    with pdfplumber.open(io.BytesIO(document.pdf)) as read:
        assert not [value for value in read.metadata.values() if "K7RM" in str(value)]
    assert "K7RM" not in repr(document.document_number)


def test_a_sheet_is_made_without_opening_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet(Language.EN, "7777 " * 7 + "7777")  # loads what is loaded once: fonts and libraries
    opened: list[str] = []

    def refuse(path: object, *_rest: object, **_named: object) -> None:
        opened.append(str(path))
        raise OSError("no file is opened here")

    for place in ("builtins.open", "io.open", "os.open"):
        monkeypatch.setattr(place, refuse)
    document = sheet(Language.EN)
    monkeypatch.undo()
    assert opened == []
    assert document.page_count == 1


def test_a_sheet_has_nothing_of_a_chart_and_names_itself_in_the_foot() -> None:
    for language in LANGUAGES:
        text = read_pages(sheet(language).pdf)[0]
        assert recovery_words.FOOT.in_language(language) in text
        assert "未封印" not in text
        assert "Not sealed" not in text


@pytest.mark.parametrize("code", ["", CODE[:-1], CODE.replace(" ", ""), CODE + " 7777", CODE.replace(" ", "  ")])
def test_a_code_that_is_not_whole_is_never_printed(code: str) -> None:
    with pytest.raises(ValueError, match="eight groups"):
        sheet(Language.EN, code)


@pytest.mark.parametrize("name", ["", "🧬\ud800", "医療法人" * 40, "<b>Clinic</b> & Co\n" * 3])
def test_any_name_of_a_clinic_leaves_the_sheet_in_order(name: str) -> None:
    document = sheet(Language.JA, clinic=Clinic(name))
    assert faults_of_layout(document.pdf) == []


def test_the_same_sheet_has_the_same_bytes() -> None:
    assert sheet(Language.EN).sha256 == sheet(Language.EN).sha256
    later = render_recovery_sheet(CODE, "3F2A-91C0", CLINIC, datetime(2027, 1, 5, tzinfo=UTC), Language.EN, fonts())
    assert "5 Jan 2027" in read_pages(later.pdf)[0]
