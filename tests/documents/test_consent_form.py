"""The consent form on paper."""

import io
import re
from itertools import pairwise

import msgspec
import pdfplumber
import pytest
from documents.document_builders import (
    CLEAR,
    LANGUAGES,
    NAMES,
    consent_of,
    empty_file,
    fonts,
    full_file,
    make_request,
    shipped_consent_text,
    with_verdict,
)
from documents.document_facts import facts_of_consent
from documents.pdf_reading import faults_of_layout, missing_from, printed, read_body, read_pages, squeeze

from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.consent_model import (
    AssembledConsent,
    Clause,
    ClauseMark,
    ConsentSection,
    Paragraph,
    SignatureLine,
    YesNoChoice,
)
from stemsup_desktop.consultation.gate_model import FindingState, Verdict
from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.documents import words
from stemsup_desktop.documents.consent import render_consent
from stemsup_desktop.documents.styles import BODY_BOTTOM, INITIALS_HEIGHT, INITIALS_WIDTH, MM, PAGE_HEIGHT
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, LanguageForm, Text


def clause(number: str, text: str, *, initials: bool = False) -> Clause:
    """Return a clause with one paragraph."""
    return Clause(f"c-{number}", "1", number, f"Title {number}", (Paragraph(text),), initials)


def form(*clauses: Clause) -> AssembledConsent:
    """Return a small form."""
    return AssembledConsent(
        language=Language.EN,
        title="Explanation and consent",
        subtitle="Sample",
        form_version="1.4",
        key_points_heading="Five key points",
        key_points=("First point.", "Second point."),
        sections=(ConsentSection("1", "Heading one", clauses),),
        signatures_heading="Signatures",
        signatures=(
            SignatureLine("Patient", "I agree to this treatment.", "Hanako", True, SignerRole.PATIENT),
            SignatureLine("Physician", "I explained it.", "", True, SignerRole.PHYSICIAN),
        ),
        withdrawal=ConsentSection("2", "Withdrawal slip", (clause("2", "I withdraw."),)),
        text_sha256="0" * 64,
        basis_sha256="0" * 64,
    )


def render(consent: AssembledConsent) -> bytes:
    """Render a form for an empty consultation."""
    return render_consent((consent,), empty_file(), CLEAR, make_request(Language.EN), fonts()).pdf


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [empty_file, full_file])
def test_every_text_of_the_form_is_on_paper_and_within_the_margins(make: object, language: Language) -> None:
    file = make()  # type: ignore[operator]
    consent = derive_consent(file, CLEAR, shipped_consent_text(), NAMES, language)
    pdf = consent_of(file, language).pdf
    assert missing_from(read_body(pdf), facts_of_consent(consent)) == []
    assert faults_of_layout(pdf) == []


def test_what_changed_since_the_earlier_consent_is_marked_in_words_before_its_clause() -> None:
    changed = msgspec.structs.replace(clause("1a", "Reworded text.", initials=True), mark=ClauseMark.REWORDED)
    new = msgspec.structs.replace(clause("1b", "New text."), mark=ClauseMark.NEW)
    same = msgspec.structs.replace(clause("1c", "Old text."), mark=ClauseMark.UNCHANGED)
    marked = msgspec.structs.replace(form(changed, new, same), marks_note="Since your consent of 3 Mar 2026.")
    words = squeeze(read_body(render(marked)))
    places = [words.index(squeeze(one)) for one in ("Since your consent", "Changed1a", "New1b", "1cTitle")]
    assert places == sorted(places)
    assert "Unchanged" not in words
    assert squeeze("Since your consent") not in squeeze(read_body(render(form(changed))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_whose_it_is_and_which_page_of_how_many(language: Language) -> None:
    file = full_file()
    document = consent_of(file, language)
    pages = read_pages(document.pdf)
    assert len(pages) == document.page_count
    for number, text in enumerate(pages, 1):
        words = squeeze(text)
        assert f"{number}/{len(pages)}" in words
        assert "CNS-2026-00418" in words
        assert squeeze(file.clinic.name if language is Language.JA else file.clinic.name_en) in words
        assert printed(file.patient.name) in words
        assert file.patient.chart_number in words


def test_initials_boxes_are_drawn_one_per_clause_that_wants_them() -> None:
    consent = form(clause("1a", "One.", initials=True), clause("1b", "Two."), clause("1c", "Three.", initials=True))
    with pdfplumber.open(io.BytesIO(render(consent))) as document:
        boxes = [
            rect
            for page in document.pages
            for rect in page.rects
            if abs(rect["width"] - INITIALS_WIDTH) < 1 and abs(rect["height"] - INITIALS_HEIGHT) < 1
        ]
    assert len(boxes) == 2


@pytest.mark.parametrize("filler", range(20, 46))
def test_a_clause_and_its_initials_box_are_on_one_page(filler: int) -> None:
    consent = form(clause("1a", "line\n" * filler), clause("1b", "KEEP " * 60, initials=True))
    with pdfplumber.open(io.BytesIO(render(consent))) as document:
        pages_with_box = {
            page.page_number
            for page in document.pages
            for rect in page.rects
            if abs(rect["width"] - INITIALS_WIDTH) < 1 and abs(rect["height"] - INITIALS_HEIGHT) < 1
        }
        pages_with_text = {page.page_number for page in document.pages if "KEEP" in page.extract_text()}
    assert pages_with_box == pages_with_text
    assert len(pages_with_box) == 1


@pytest.mark.parametrize("filler", range(20, 46))
def test_the_signatures_are_on_one_page_with_what_is_signed_and_what_goes_before(filler: int) -> None:
    consent = form(clause("1a", "line\n" * filler), clause("1b", "LASTCLAUSE."))
    pages = [page for page in read_pages(render(consent)) if "I agree to this treatment." in page]
    assert len(pages) == 1
    for said in ("Signatures", "LASTCLAUSE", "I explained it.", "Hanako"):
        assert said in pages[0]


@pytest.mark.parametrize("language", list(LanguageForm))
def test_a_hand_has_a_line_for_each_day_and_hour_and_for_a_name_that_is_not_known(language: LanguageForm) -> None:
    with pdfplumber.open(io.BytesIO(consent_of(empty_file(), language).pdf)) as document:
        found = [(page, [rect for rect in page.rects if rect["height"] > 40 * MM]) for page in document.pages]
        page, frames = next((page, frames) for page, frames in found if len(frames) == 5)
        rooms = {words.DATE: 29, words.TIME: 12, words.NAME: 50}
        for word, least in rooms.items():
            labels = _find_labels(page, word, language)
            assert len(labels) >= (5 if word is not words.NAME else 3)
            for label in labels:
                lines = [
                    line
                    for line in page.lines
                    if label["x1"] < line["x0"] < label["x1"] + 8 and abs(line["top"] - label["bottom"]) < 4
                ]
                assert [line["width"] >= least * MM for line in lines] == [True]
                assert any(_holds(frame, lines[0]) for frame in frames)
                above = [
                    one["top"]
                    for one in page.lines
                    if one["top"] < lines[0]["top"] - 1 and one["x0"] <= lines[0]["x0"] and one["x1"] > lines[0]["x0"]
                ]
                assert lines[0]["top"] - max(above) >= 7.9 * MM
        beside = sorted(round(label["top"], 1) for label in _find_labels(page, words.DATE, language))
        assert beside[0] == beside[1]
        assert beside[2] == beside[3]


def _find_labels(page: pdfplumber.page.Page, word: Text, language: LanguageForm) -> list[dict[str, float]]:
    """Return where a small word stands; in two languages where the last of them does."""
    said = word.in_language(language.languages[-1])
    return [found for found in page.extract_words() if found["text"] == said and found["bottom"] - found["top"] < 12]


def _holds(frame: dict[str, float], line: dict[str, float]) -> bool:
    return (
        frame["x0"] < line["x0"] and line["x1"] < frame["x1"] - 5 and frame["top"] < line["top"] < frame["bottom"] - 5
    )


@pytest.mark.parametrize("filler", range(22, 44))
def test_a_heading_is_never_the_last_thing_on_a_page(filler: int) -> None:
    first = form(clause("1a", "line\n" * filler))
    second = ConsentSection("9", "ORPHAN", (clause("9", "word " * 120),))
    consent = msgspec.structs.replace(first, sections=(*first.sections, second))
    for page in read_pages(render(consent)):
        if "9 ORPHAN" in page:
            assert page.split("9 ORPHAN")[1].count("word") > 20


@pytest.mark.parametrize("language", list(LanguageForm))
def test_every_clause_says_where_it_begins_and_ends(language: LanguageForm) -> None:
    document = consent_of(full_file(), language)
    clauses = [place for place in document.places if place.id in shipped_consent_text().clauses]
    assert len(clauses) > 20
    for above, below in pairwise(clauses):
        assert BODY_BOTTOM - 1 < above.bottom < above.top < PAGE_HEIGHT
        assert above.page < below.page or above.bottom > below.top


def test_the_withdrawal_slip_has_a_page_of_its_own() -> None:
    pages = read_pages(render(form(clause("1a", "One."))))
    slips = [page for page in pages if "I withdraw." in page]
    assert len(slips) == 1
    assert "Signatures" not in slips[0]


def test_a_choice_that_was_not_made_prints_at_no() -> None:
    def ticks(*, is_yes: bool) -> int:
        choice = Clause("c", "1", "1", "Choice", (YesNoChoice("photographs", "Photographs", is_yes),), False)
        with pdfplumber.open(io.BytesIO(render(form(choice)))) as document:
            boxes = [rect for page in document.pages for rect in page.rects if 9 < rect["width"] < 10]
            marks = [curve for page in document.pages for curve in page.curves if 4 < curve["width"] < 7]
        assert len(boxes) == 2
        ticked = boxes[0 if is_yes else 1]
        return sum(1 for mark in marks if abs(mark["x0"] - ticked["x0"]) < 4 and abs(mark["top"] - ticked["top"]) < 9)

    assert ticks(is_yes=False) == 1
    assert ticks(is_yes=True) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_while_a_stop_stands(language: Language) -> None:
    with pytest.raises(InputProblem) as caught:
        consent_of(full_file(), language, with_verdict(Verdict.STOP))
    assert caught.value.code == "stop-stands"
    assert with_verdict(Verdict.STOP).findings[0].title.in_language(language) in caught.value.sentence
    assert full_file().patient.name not in caught.value.sentence


def test_the_sentence_about_a_stop_leaves_out_a_stop_that_was_resolved() -> None:
    gate = with_verdict(Verdict.STOP)
    resolved = msgspec.structs.replace(
        gate.findings[0], state=FindingState.RESOLVED, title=Text("Allergy to penicillin", "ペニシリンのアレルギー")
    )
    gate = msgspec.structs.replace(gate, findings=(*gate.findings, resolved))
    with pytest.raises(InputProblem) as caught:
        consent_of(full_file(), Language.EN, gate)
    assert "penicillin" not in caught.value.sentence
    assert "Active malignancy" in caught.value.sentence


@pytest.mark.parametrize("verdict", [Verdict.SPECIALIST, Verdict.NOT_COMPLETE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_while_the_gate_is_open_every_page_is_marked_draft(verdict: Verdict, language: Language) -> None:
    document = consent_of(full_file(), language, with_verdict(verdict))
    assert document.is_draft
    for page in read_pages(document.pdf):
        assert "DRAFT" in page
        assert "下書き" in page
    assert faults_of_layout(document.pdf) == []


@pytest.mark.parametrize("verdict", [Verdict.CONDITIONS, Verdict.CLEAR])
def test_a_form_that_may_be_signed_is_no_draft(verdict: Verdict) -> None:
    document = consent_of(full_file(), Language.JA, msgspec.structs.replace(CLEAR, verdict=verdict))
    assert not document.is_draft
    assert not any("DRAFT" in page for page in read_pages(document.pdf))


def test_the_same_snapshot_and_clock_give_the_same_bytes() -> None:
    first, second = (consent_of(full_file(), Language.JA) for _ in range(2))
    assert first.pdf == second.pdf
    assert first.sha256 == second.sha256
    assert re.fullmatch("[0-9a-f]{64}", first.sha256)


def test_no_patient_data_in_the_metadata_of_the_file() -> None:
    pdf = consent_of(full_file(), Language.EN).pdf
    info = pdfplumber.open(io.BytesIO(pdf)).metadata
    assert "CNS-2026-00418" in info["Title"]
    assert not any(full_file().patient.name in str(value) for value in info.values())


def test_a_character_without_a_glyph_is_reported_with_its_place() -> None:
    document = render_consent(
        (form(clause("1a", "ok 🧬 ok")),), empty_file(), CLEAR, make_request(Language.EN), fonts()
    )
    assert [(one.character, one.where) for one in document.missing_characters] == [("🧬", "1a Title 1a")]
    assert "ok〓ok" in read_body(document.pdf)


def test_a_page_carries_its_number_in_its_qr_code_as_vectors() -> None:
    pdf = render(form(clause("1a", "line\n" * 60)))
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert not any(page.images for page in document.pages)
        drawn = [sum(1 for rect in page.rects if rect["top"] > 760 and rect["fill"]) for page in document.pages]
    assert all(count > 60 for count in drawn)


def test_an_odd_document_number_or_version_leaves_the_page_in_order() -> None:
    consent = msgspec.structs.replace(form(clause("1a", "One.")), form_version="🧬" + "9" * 300)
    request = make_request(Language.EN, "CNS-\n🧬" + "8" * 300 + "\ud800")
    document = render_consent((consent,), empty_file(), CLEAR, request, fonts())
    assert faults_of_layout(document.pdf) == []
    assert "CNS-〓8888" in read_pages(document.pdf)[0].replace(" ", "")
