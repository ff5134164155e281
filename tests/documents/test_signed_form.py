"""A form that was signed on screen: ink in its boxes, names and times beside it, a check number, and nothing void."""

from collections.abc import Callable
from itertools import pairwise

import msgspec
import pytest
from consultation.consent_builders import CLEAR, with_consent, with_patient, with_product
from consultation.ink_builders import REAL_SIGNATURES
from consultation.signing_builders import (
    OTHERS,
    answer,
    assemble,
    initial,
    look,
    make_japanese_file,
    minute,
    see_choices,
    sign,
    sign_all,
)
from documents.document_builders import fonts
from documents.drawn_text import draw as draw_document
from documents.pdf_checks import find_pdf_faults
from documents.pdf_reading import missing_from_body, read_body, read_pages, squeeze
from documents.read_aloud import read_aloud
from hostile_strings import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.patient_check import LONGEST_LINE, normalise_text
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.signing_model import Ink, InkPoint, SignerRole
from stemsup_desktop.consultation.signing_seal import derive_marks, write_check_number
from stemsup_desktop.documents import words
from stemsup_desktop.documents.consent import render_consent
from stemsup_desktop.documents.document_model import DocumentRequest, RenderedDocument
from stemsup_desktop.documents.ink import THICKEST, THINNEST, draw_ink
from stemsup_desktop.language import Language, LanguageForm

NUMBER = "CNS-2026-00418"
SIGNED = sign_all(make_japanese_file(), SignerRole.WITNESS)


def render(file: ConsultationFile, language: Language = Language.JA) -> RenderedDocument:
    request = DocumentRequest(NUMBER, minute(7), LanguageForm(language), is_sealed=True)
    return render_consent((assemble(file)[language],), file, CLEAR, request, fonts(), derive_marks(look(file)))


def render_blank(file: ConsultationFile) -> RenderedDocument:
    request = DocumentRequest(NUMBER, minute(7), LanguageForm.JA)
    return render_consent((assemble(file)[Language.JA],), file, CLEAR, request, fonts())


def take_a_detour(file: ConsultationFile) -> ConsultationFile:
    """Answer once wrongly on the way."""
    begun = answer(initial(file), "effect", is_right=False, at=minute(1))
    begun = answer(initial(begun, "benefit-possible", at=minute(1.2)), "effect", at=minute(1.4))
    for one in look(begun).questions:
        if one.question.id != "effect":
            begun = answer(begun, one.question.id, at=minute(1.5))
    signed = sign(see_choices(begun), SignerRole.PATIENT, minute(2))
    return sign(signed, SignerRole.PHYSICIAN, minute(3))


def test_it_says_who_signed_when_in_which_language_and_who_did_not() -> None:
    body = squeeze(read_body(render(SIGNED).pdf))
    for said in (
        "山田 花子",
        "青木 健",
        "見本 看子",
        "2026年（令和8年）9月22日 10時07分",
        "日本語で読みました",
        "親権者・後見人・通訳者：なし",
    ):
        assert squeeze(said) in body
    assert squeeze(words.NAME.ja + words.DATE.ja) not in body
    assert squeeze(words.IF_PRESENT.ja) not in body


def test_the_day_of_signing_stands_on_one_line() -> None:
    drawing = draw_document(lambda: render(SIGNED))
    assert [one.text for one in drawing.written].count("2026年（令和8年）9月22日") == 3


def test_what_was_understood_is_told_with_its_attempts_and_without_a_score() -> None:
    detour = squeeze(read_body(render(take_a_detour(make_japanese_file())).pdf))
    assert squeeze("再説明し、2回目で一致") in detour
    assert detour.count(squeeze("1回目で一致")) == 3
    assert "%" not in detour.split(squeeze("理解の確認"))[1].split(squeeze("署名"))[0]


def test_each_page_carries_the_check_number_in_groups_of_four_and_an_unsealed_one_says_so() -> None:
    digits = write_check_number(assemble(SIGNED)[Language.JA].text_sha256)
    assert len(digits) == 19
    pages = read_pages(render(SIGNED).pdf)
    assert all(squeeze(f"照合番号 {digits}") in squeeze(page) for page in pages)
    assert not any("未封印" in page for page in pages)
    blank = read_pages(render_blank(SIGNED).pdf)
    assert all("未封印" in page and "照合番号" not in page for page in blank)


@pytest.mark.parametrize("language", list(Language))
def test_before_the_seal_it_shows_every_mark_and_claims_no_seal(language: Language) -> None:
    request = DocumentRequest(NUMBER, minute(7), LanguageForm(language), is_preview=True, shows_marks=True)
    form = assemble(SIGNED)[language]
    before = render_consent((form,), SIGNED, CLEAR, request, fonts(), derive_marks(look(SIGNED)))
    body, sealed = squeeze(read_body(before.pdf)), squeeze(read_body(render(SIGNED, language).pdf))
    assert find_pdf_faults(before.pdf) == []
    for said in (words.SEALED_LATER, words.SEALED_LATER_WHAT):
        assert squeeze(said.in_language(language)) in body
        assert squeeze(said.in_language(language)) not in sealed
    for claimed in (words.SEALED_WHAT.in_language(language), write_check_number(form.text_sha256)):
        assert squeeze(claimed) not in body
        assert squeeze(claimed) in sealed
    for name in ("山田 花子", "青木 健", "見本 看子"):
        assert body.count(squeeze(name)) == sealed.count(squeeze(name))


@pytest.mark.parametrize("routes", [(Route.INTRADERMAL,), tuple(Route)])
def test_it_is_tagged_and_archivable(routes: tuple[Route, ...]) -> None:
    signed = sign_all(
        make_japanese_file(routes=routes), SignerRole.GUARDIAN, SignerRole.WITNESS, SignerRole.INTERPRETER
    )
    assert find_pdf_faults(render(signed).pdf) == []


def test_an_english_form_is_too() -> None:
    english = with_consent(with_patient(make_japanese_file(), language=Language.EN), language=LanguageForm.EN)
    document = render(sign_all(english), Language.EN)
    assert find_pdf_faults(document.pdf) == []
    assert squeeze("read in English") in squeeze(read_body(document.pdf))


def test_read_aloud_each_ink_is_a_figure_that_says_whose_it_is() -> None:
    said = read_aloud(render(SIGNED).pdf)
    figures = [one.words for one in said if one.tag == "Figure"]
    initials = [one for one in figures if one == words.INITIALS_INK.ja]
    assert len(initials) == len(look(SIGNED).clauses)
    for role in ("患者さん本人", "立会人", "説明した医師"):
        assert figures.count(words.SIGNATURE_INK.ja.format(role=role)) == 1
    assert words.INITIALS_BOX.ja not in figures
    assert not any(words.SIGNATURE_BOX.ja.format(role="") in one for one in figures)


def test_the_same_marks_give_the_same_bytes_and_a_form_without_them_is_the_one_before() -> None:
    assert render(SIGNED).pdf == render(SIGNED).pdf
    assert render_blank(SIGNED).pdf == render_blank(make_japanese_file()).pdf


def test_a_void_mark_is_on_no_paper() -> None:
    moved = with_product(SIGNED, lot_number="OTHER")
    body = squeeze(read_body(render(moved).pdf))
    assert squeeze("見本 看子") not in body
    assert len(derive_marks(look(moved)).initials) == len(look(moved).clauses) - 1


TYPED = [normalise_text(text).strip() or "x" for text in HOSTILE.values() if len(text) <= LONGEST_LINE]
WITH_OTHERS = sign_all(make_japanese_file(), *OTHERS)


@pytest.mark.parametrize("start", range(0, len(TYPED), 3 * len(OTHERS)))
def test_whatever_somebody_calls_themselves_is_printed_as_it_was_typed(start: int) -> None:
    some = [f"Q{number}Z {text}" for number, text in enumerate(TYPED[start : start + 3 * len(OTHERS)])]
    fields = iter([*some, *["x"] * (3 * len(OTHERS))])
    patient, *others, physician = WITH_OTHERS.consultation.consent.signatures
    marks = [
        msgspec.structs.replace(one, name=next(fields), relation=next(fields), spoken_language=next(fields))
        for one in others
    ]
    document = render(with_consent(WITH_OTHERS, signatures=(patient, *marks, physician)))
    assert missing_from_body(document.pdf, tuple(some)) == []


# The ink


class Recorder:
    """Takes what is drawn, as a pen would."""

    def __init__(self) -> None:
        self.lines: list[tuple[list[tuple[float, float]], float]] = []
        self.canvas = self

    def __getattr__(self, name: str) -> Callable[[int], None]:
        assert name in ("setLineCap", "setLineJoin")
        return lambda _: None

    def polyline(self, points: list[tuple[float, float]], thickness: float, _colour: object) -> None:
        self.lines.append((points, thickness))


def draw(ink: Ink, width: float = 200, height: float = 50) -> Recorder:
    pen = Recorder()
    draw_ink(pen, ink, 10, 100, width, height)  # type: ignore[arg-type]
    return pen


POINT = st.builds(InkPoint, st.integers(0, 9000), st.integers(0, 3000), st.integers(0, 9999), st.integers(0, 1000))


@settings(max_examples=60)
@given(st.lists(st.lists(POINT, max_size=12).map(tuple), max_size=6), st.integers(1, 9000), st.integers(1, 3000))
def test_ink_stays_in_its_box_and_every_stroke_is_drawn(strokes: list[tuple[InkPoint, ...]], w: int, h: int) -> None:
    drawn = draw(Ink(w, h, tuple(strokes)))
    for points, thickness in drawn.lines:
        assert THINNEST <= thickness <= THICKEST
        for x, y in points:
            assert 9.99 <= x <= 210.02
            assert 49.99 <= y <= 100.01
    assert sum(len(points) - 1 for points, _ in drawn.lines) == sum(
        max(len(one) - 1, min(len(one), 1)) for one in strokes
    )


def test_the_harder_the_pen_is_pressed_the_wider_the_stroke_and_its_parts_join() -> None:
    stroke = tuple(InkPoint(100 * step, 500, step, 100 * step) for step in range(11))
    drawn = draw(Ink(1000, 1000, (stroke,)))
    widths = [thickness for _, thickness in drawn.lines]
    assert widths == sorted(widths)
    assert widths[-1] == THICKEST
    for (before, _), (after, _) in pairwise(drawn.lines):
        assert before[-1] == after[0]


def test_a_dot_is_drawn_and_a_pad_without_size_draws_nothing() -> None:
    dot = Ink(1000, 1000, ((InkPoint(5, 5, 0, 500),),))
    assert len(draw(dot).lines[0][0]) == 2
    assert draw(msgspec.structs.replace(dot, width=0)).lines == []


def test_the_shape_is_the_one_that_was_written() -> None:
    ink = REAL_SIGNATURES["a circle"]
    points = [point for line, _ in draw(ink, 800, 190).lines for point in line]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    assert max(xs) - min(xs) == pytest.approx(max(ys) - min(ys), rel=0.02)
