"""The annex of a consent says what was shown on the patient screen, and shows nothing where nothing was."""

from datetime import timedelta
from functools import cache

import msgspec
import pytest
from consultation.consent_builders import CLEAR, with_consultation
from consultation.signing_builders import assemble, look, make_japanese_file, minute, sign_all
from documents.document_builders import MADE_AT, fonts
from documents.pdf_checks import find_pdf_faults
from documents.pdf_reading import faults_of_layout, missing_from_body, read_body, read_pages, squeeze
from documents.read_aloud import Said, list_bookmarks, read_aloud
from documents.reading_order import find_order_faults
from documents.twelve_consultations import HOSTILE_TEXT, make_screen

from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.screen_annex import ANSWERS_HEADING, HEADING, derive_screen_annex, format_duration
from stemsup_desktop.consultation.screen_model import ScreenRecord, SeenPage
from stemsup_desktop.consultation.signing_seal import derive_marks, write_check_number
from stemsup_desktop.documents.consent import render_consent
from stemsup_desktop.documents.document_model import DocumentRequest
from stemsup_desktop.language import Language, LanguageForm

EN, JA = Language.EN, Language.JA
NB = "\u00a0"
FORMS = tuple(LanguageForm)
SCREEN = make_screen()


@cache
def signed_file() -> ConsultationFile:
    return sign_all(make_japanese_file())


def show(screen: ScreenRecord) -> ConsultationFile:
    """Return the signed visit with what was shown after the last signature."""
    file = signed_file()
    return with_consultation(file, explanation=msgspec.structs.replace(file.consultation.explanation, screen=screen))


@cache
def render(form: LanguageForm, screen: ScreenRecord = SCREEN) -> bytes:
    file = show(screen)
    request = DocumentRequest("CNS-2026-00418", minute(7), form, is_sealed=True)
    assembled = assemble(file)
    texts = [assembled[language] for language in form.languages]
    return render_consent(texts, file, CLEAR, request, fonts(), derive_marks(look(file))).pdf


def page(**fields: object) -> SeenPage:
    made = SeenPage("p", "Title", EN, "ab" * 32, MADE_AT, MADE_AT + timedelta(minutes=3), 1000)
    return msgspec.structs.replace(made, **fields)


@pytest.mark.parametrize("form", FORMS)
def test_every_page_language_time_and_check_number_is_printed(form: LanguageForm) -> None:
    facts = []
    for language in form.languages:
        for table in derive_screen_annex(SCREEN, language):
            facts += [table.heading, table.note, *table.columns]
            facts += [part for row in table.rows for cell in row.cells for part in cell.split("\n")]
    assert missing_from_body(render(form), tuple(facts)) == []
    body = squeeze(read_body(render(form)))
    for shown in SCREEN.pages:
        assert squeeze(write_check_number(shown.content_sha256)) in body


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_printed_where_nothing_was_shown(form: LanguageForm) -> None:
    without = render(form, ScreenRecord())
    body = squeeze(read_body(without))
    assert all(squeeze(HEADING.in_language(one)) not in body for one in form.languages)
    assert len(read_pages(render(form))) == len(read_pages(without)) + 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("screen", [SCREEN, make_screen(40), make_screen(2, HOSTILE_TEXT)], ids=["few", "many", "odd"])
def test_it_is_tagged_laid_out_and_read_in_order(form: LanguageForm, screen: ScreenRecord) -> None:
    pdf = render(form, screen)
    # What it guesses of the order from likeness is asked of the tree itself, below. The linter of the structure is one
    # of those who are asked.
    assert [fault for fault in find_pdf_faults(pdf) if not fault.startswith("ORD-001")] == []
    assert find_order_faults(pdf) == []
    assert faults_of_layout(pdf) == []


@cache
def list_said(form: LanguageForm) -> tuple[Said, ...]:
    return tuple(read_aloud(render(form)))


def find_said(form: LanguageForm, words: str) -> Said:
    return next(said for said in list_said(form) if squeeze(words) == squeeze(said.words))


@pytest.mark.parametrize("form", FORMS)
def test_a_title_is_read_in_the_language_that_it_was_shown_in(form: LanguageForm) -> None:
    for shown in SCREEN.pages:
        said = find_said(form, shown.title)
        assert (said.tag, said.language.partition("-")[0]) == ("TD", shown.language.value)


def test_it_is_read_as_a_table_after_all_that_is_signed_and_is_a_bookmark() -> None:
    said = [one.words for one in read_aloud(render(LanguageForm.EN))]
    heading = said.index(HEADING.en)
    assert said[heading + 2 : heading + 7] == ["Page", "Language", "When", "For how long", "Check number"]
    assert said[heading + 7 : heading + 12] == [
        SCREEN.pages[0].title,
        "Japanese",
        "17 Nov 2026 11:52",
        "less than 1 s",
        "0000 0000 0000 0000",
    ]
    assert [title for _, title in list_bookmarks(render(LanguageForm.EN))][-2:] == [HEADING.en, ANSWERS_HEADING.en]


def test_what_is_shown_after_a_signature_voids_none() -> None:
    before, after = look(signed_file()), look(show(SCREEN))
    assert after == before
    assert after.can_seal
    assert assemble(show(SCREEN)) == assemble(signed_file())


def test_attempts_are_counted_and_none_is_called_right_or_wrong() -> None:
    (row,) = derive_screen_annex(SCREEN, EN)[1].rows
    last = SCREEN.answers[-1]
    assert row.cells[:3] == (last.question, last.answer, "2")
    english = " ".join(cell for table in derive_screen_annex(SCREEN, EN) for one in table.rows for cell in one.cells)
    assert not {"right", "wrong", "correct"} & set(english.lower().split())
    assert derive_screen_annex(SCREEN, JA)[1].rows[0].cells[2] == "2回"


def test_answers_alone_have_the_heading_of_the_annex() -> None:
    (table,) = derive_screen_annex(ScreenRecord(answers=SCREEN.answers), EN)
    assert table.heading == HEADING.en


@pytest.mark.parametrize(
    ("milliseconds", "english", "japanese"),
    [
        (0, f"less than 1{NB}s", "1秒未満"),
        (999, f"less than 1{NB}s", "1秒未満"),
        (1999, f"1{NB}s", "1秒"),
        (65_000, f"1{NB}min{NB}5{NB}s", "1分5秒"),
        (120_000, f"2{NB}min", "2分"),
        (3_661_000, f"1{NB}h{NB}1{NB}min{NB}1{NB}s", "1時間1分1秒"),
    ],
)
def test_a_duration_is_rounded_down(milliseconds: int, english: str, japanese: str) -> None:
    assert format_duration(milliseconds, EN) == english
    assert format_duration(milliseconds, JA) == japanese


@pytest.mark.parametrize(
    ("fields", "when", "length"),
    [
        ({}, "17 Nov 2026\n11:52–11:55", f"1{NB}s"),
        ({"last_shown_at": MADE_AT}, "17 Nov 2026\n11:52", f"1{NB}s"),
        ({"times_shown": 3}, "17 Nov 2026\n11:52–11:55", f"1{NB}s\n3 times"),
        (
            {"last_shown_at": MADE_AT + timedelta(hours=13)},
            "17 Nov 2026, 11:52 –\n18 Nov 2026, 0:52",
            f"1{NB}s",
        ),
    ],
)
def test_when_and_how_often_a_page_was_shown(fields: dict[str, object], when: str, length: str) -> None:
    (table,) = derive_screen_annex(ScreenRecord((page(**fields),)), EN)
    assert table.rows[0].cells[2:4] == (when, length)
