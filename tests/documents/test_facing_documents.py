"""Documents in both languages: columns face each other, each is read whole, and what is signed stands there once."""

import io
import random
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec
import pdfplumber
import pikepdf
import pytest
from consultation.fhir_record_builders import make_source, with_marks
from documents import test_sheets as sheets
from documents.document_builders import (
    CLEAR,
    NAMES,
    consent_of,
    empty_file,
    fonts,
    full_file,
    make_file,
    make_request,
    shipped_consent_text,
    summary_of,
    with_verdict,
)
from documents.marked_content import kids_of
from documents.pdf_checks import find_pdf_faults
from documents.pdf_reading import faults_of_layout, missing_from_body, read_body, squeeze
from documents.read_aloud import Said, list_bookmarks, read_aloud
from documents.structure_linter import find_structure_faults
from hostile_strings import HOSTILE

from stemsup_desktop.consultation.consent_assembly import derive_consent, hash_texts
from stemsup_desktop.consultation.consent_basis import hash_canonically
from stemsup_desktop.consultation.consent_model import AssembledConsent, Bullets, Paragraph
from stemsup_desktop.consultation.fhir_record_reading import read_fhir_record
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.consultation.signing_seal import ConsentMarks, write_check_number
from stemsup_desktop.documents import words
from stemsup_desktop.documents.consent import render_consent
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.facing import BETWEEN, Facing
from stemsup_desktop.documents.facing_blocks import lay_block
from stemsup_desktop.documents.styles import FACING, LEFT, WIDTH
from stemsup_desktop.documents.typesetter import Typesetter
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paper_kinds import Paper

BOTH = LanguageForm.BOTH
LITTLE = make_file(random.Random(3), 0.15)
FULL = full_file()
FILES = {"little": LITTLE, "full": FULL}
PROSE = ("P", "H3", "LBody", "TD", "TH")
NOT_ASKED = (words.READ_IN.ja.format(language="日本語"), words.READ_IN.en.format(language="English"))
"""Whoever takes a consent back is not asked in which of two languages the slip was read."""
COLUMN = (WIDTH - BETWEEN) / 2
COLUMNS = ((LEFT, LEFT + COLUMN), (LEFT + COLUMN + BETWEEN, LEFT + WIDTH))


@cache
def render(kind: str, filled: str, form: Language | LanguageForm = BOTH) -> RenderedDocument:
    """Render one kind of document once for all tests."""
    file = FILES[filled]
    match kind:
        case "consent":
            return consent_of(file, form)
        case "summary":
            return summary_of(file, form)
        case "slip":
            return sheets.render(Paper.WITHDRAWAL, sheets.with_consent(file, slip_of(filled)), form)
        case "addendum":
            return sheets.add(sheets.ADDENDUM, form, file)
        case _:
            return sheets.render(Paper.SELF_ADMINISTRATION, sheets.with_home_use(file), form)


KINDS = ("consent", "summary", "slip", "addendum", "home")


def slip_of(filled: str) -> sheets.Withdrawal:
    """Return what is taken back: on paper, or with ink and in part."""
    if filled == "little":
        return sheets.WHOLE
    clause = next(iter(sheets.content().clause_titles))
    ink = marks_of(FULL)[1].signatures[SignerRole.PATIENT].ink
    return msgspec.structs.replace(sheets.WHOLE, ink=ink, scope=(clause,))


@cache
def marks_of(file: ConsultationFile) -> tuple[ConsultationFile, ConsentMarks]:
    """Return a consultation with every mark that a consent can have."""
    source = with_marks(make_source(file, CLEAR, *Language, names=NAMES))
    consent = source.file.consultation.consent
    initials = {one.clause_id: one.ink for one in consent.initials}
    return source.file, ConsentMarks(initials, {one.role: one for one in consent.signatures}, ())


def forms_of(file: ConsultationFile) -> list[AssembledConsent]:
    return [derive_consent(file, CLEAR, shipped_consent_text(), NAMES, language) for language in BOTH.languages]


@pytest.mark.parametrize("filled", FILES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_validator_accepts_a_document_in_both_languages(kind: str, filled: str) -> None:
    assert find_pdf_faults(render(kind, filled).pdf) == []


def test_they_accept_a_draft_and_a_form_signed_on_screen_with_the_number_of_both_texts() -> None:
    assert find_pdf_faults(consent_of(LITTLE, BOTH, with_verdict(Verdict.NOT_COMPLETE)).pdf) == []
    file, marks = marks_of(FULL)
    request = msgspec.structs.replace(make_request(BOTH), is_sealed=True)
    forms = forms_of(file)
    document = render_consent(forms, file, CLEAR, request, fonts(), marks)
    assert find_pdf_faults(document.pdf) == []
    assert hash_texts(forms) == hash_canonically([form.text_sha256 for form in forms])
    body = read_body(document.pdf)
    assert squeeze(write_check_number(hash_texts(forms))) in body
    assert squeeze(write_check_number(forms[0].text_sha256)) not in body
    inks = [said.words for said in read_aloud(document.pdf) if said.tag == "Figure"]
    assert inks.count(f"{words.INITIALS_INK.ja} / {words.INITIALS_INK.en}") == len(marks.initials) > 0


@pytest.mark.parametrize("filled", FILES)
@pytest.mark.parametrize("kind", KINDS)
def test_read_aloud_everything_is_there_in_each_language_and_in_its_order(kind: str, filled: str) -> None:
    said = [one.words for one in read_aloud(render(kind, filled).pdf)]
    for language in Language:
        read = read_aloud(render(kind, filled, language).pdf)
        alone = [one for one in read if one.tag in PROSE and one.words not in NOT_ASKED]
        assert find_first_missing(alone, said) == ""


def find_first_missing(wanted: Sequence[Said], said: Sequence[str]) -> str:
    """Return the first words that do not come after those before them; what is short stands with the other language."""
    rest = iter(said)
    return next((one.words for one in wanted if not any(one.words in other for other in rest)), "")


@pytest.mark.parametrize("filled", FILES)
def test_a_clause_is_whole_in_japanese_before_it_begins_in_english(filled: str) -> None:
    columns = 0
    with pikepdf.open(io.BytesIO(render("consent", filled).pdf)) as document:
        for elem in iter_elems(document.Root.StructTreeRoot):
            spoken = [str(kid.get("/Lang", "")) if str(kid.S) == "/Div" else "" for kid in elems_of(elem)]
            columns += spoken.count("ja-JP")
            for index, language in enumerate(spoken):
                if language == "ja-JP":
                    assert spoken[index + 1] == "en-GB"
                    assert spoken[index + 2 : index + 3] != ["ja-JP"]
    clauses = sum(len(section.clauses) for section in forms_of(FILES[filled])[0].sections)
    assert columns > clauses


def elems_of(elem: pikepdf.Object) -> list[pikepdf.Object]:
    return [kid for kid in kids_of(elem) if not isinstance(kid, int) and "/S" in kid]


def iter_elems(elem: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield elem
    for kid in elems_of(elem):
        yield from iter_elems(kid)


@pytest.mark.parametrize("filled", FILES)
def test_boxes_are_there_once_for_both_languages(filled: str) -> None:
    figures = [one.words for one in read_aloud(render("consent", filled).pdf) if one.tag == "Figure"]
    alone = [one.words for one in read_aloud(render("consent", filled, Language.JA).pdf) if one.tag == "Figure"]
    assert len(figures) == len(alone)
    for box in (words.INITIALS_BOX, words.TICKED, words.NOT_TICKED):
        assert figures.count(f"{box.ja} / {box.en}") == alone.count(box.ja) > 0


@pytest.mark.parametrize("filled", FILES)
def test_a_clause_and_its_box_stand_on_one_page(filled: str) -> None:
    box = f"{words.INITIALS_BOX.ja} / {words.INITIALS_BOX.en}"
    found = 0
    with pikepdf.open(io.BytesIO(render("consent", filled).pdf)) as document:
        for elem in iter_elems(document.Root.StructTreeRoot):
            if str(elem.get("/S")) == "/Sect" and any(str(kid.get("/Alt", "")) == box for kid in elems_of(elem)):
                found += 1
                assert len(set(list_pages(elem))) == 1
    assert found > 10


def list_pages(elem: pikepdf.Object) -> Iterator[tuple[int, int]]:
    for one in iter_elems(elem):
        for kid in kids_of(one):
            if isinstance(kid, int):
                yield one.Pg.objgen
            elif "/S" not in kid and "/Pg" in kid:
                yield kid.Pg.objgen


@pytest.mark.parametrize("kind", KINDS)
def test_each_heading_is_one_bookmark_in_both_languages(kind: str) -> None:
    found = list_bookmarks(render(kind, "full").pdf)
    japanese, english = (list_bookmarks(render(kind, "full", language).pdf) for language in BOTH.languages)
    assert found == [
        (level, title if title == other else f"{title} / {other}")
        for (level, title), (_, other) in zip(japanese, english, strict=True)
    ]


@pytest.mark.parametrize("filled", FILES)
@pytest.mark.parametrize("kind", KINDS)
def test_it_takes_at_most_half_as_many_pages_again_and_stays_within_the_margins(kind: str, filled: str) -> None:
    both = render(kind, filled)
    assert both.page_count <= max(render(kind, filled, Language.JA).page_count * 1.5, 2)
    assert faults_of_layout(both.pdf) == []
    assert FACING.size >= 9


def test_long_words_without_a_break_and_hostile_texts_stay_in_their_column() -> None:
    text = "\n".join(("ß" * 400, *(one for one in HOSTILE.values() if len(one) <= 1_000)))
    addendum = msgspec.structs.replace(sheets.ADDENDUM, text=text)
    document = sheets.add(addendum, BOTH)
    assert faults_of_layout(document.pdf) == []
    assert missing_from_body(document.pdf, tuple(text.split("\n"))) == []
    placed = [0, 0]
    with pdfplumber.open(io.BytesIO(document.pdf)) as pdf:
        for char in (char for page in pdf.pages for char in page.chars if char["text"] == "ß"):
            inside = [left - 0.5 <= char["x0"] and char["x1"] <= right + 0.5 for left, right in COLUMNS]
            assert inside.count(True) == 1
            placed[inside.index(True)] += 1
    assert placed[0] == placed[1] >= 400
    assert find_structure_faults(document.pdf) == []


@pytest.mark.parametrize("line_break", ["\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_a_name_in_each_language_that_is_broken_by_hand_stands_whole_under_its_line(line_break: str) -> None:
    file = empty_file()
    physician = msgspec.structs.replace(file.physician, name=f"森{line_break}直人", name_en=f"Mori{line_break}Naoto")
    document = sheets.render(Paper.CONSENT, msgspec.structs.replace(file, physician=physician), BOTH)
    assert faults_of_layout(document.pdf) == []
    assert missing_from_body(document.pdf, ("森", "直人", "Mori", "Naoto")) == []
    assert find_structure_faults(document.pdf) == []


def test_the_record_inside_names_both_languages_and_keeps_the_hash_of_each_text() -> None:
    document = sheets.render(Paper.CONSENT, empty_file(), BOTH)
    with pikepdf.open(io.BytesIO(document.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "ja-JP"
        record = read_fhir_record(pdf.attachments["record.json"].get_file().read_bytes())
    assert record.document.languages == BOTH.languages
    assert {text.language for text in record.consent.texts} == set(BOTH.languages)
    assert len({text.text_sha256 for text in record.consent.texts}) == 2


def test_the_same_input_gives_the_same_bytes() -> None:
    assert consent_of(LITTLE, BOTH).sha256 == render("consent", "little").sha256


def test_texts_that_are_not_built_alike_are_refused() -> None:
    facing = Facing(Typesetter(fonts()), BOTH.languages)
    with pytest.raises(ValueError, match="different blocks"):
        lay_block(facing, (Paragraph("一"), Bullets(("one",))), "")
