"""The preview of a document: pages, keys, zoom, and what is no document."""

import io
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from reportlab.pdfgen.canvas import Canvas

from stemsup_desktop.documents.document_model import Place
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.ui.components.page_preview import PagePreview
from stemsup_desktop.ui.paper_view import Band, find_band
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

Show = Callable[..., QWidget]


def make_pdf(pages: int) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for page in range(pages):
        canvas.rect(100, 100 + page, 200, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.fixture
def preview(theme: Theme, english: Words, shown: Show) -> PagePreview:
    made = PagePreview(theme, english)
    shown(made, 548, 700)
    return made


def test_pages_turn_by_key_and_stop_at_both_ends(preview: PagePreview) -> None:
    turned: list[int] = []
    preview.page_changed.connect(turned.append)
    preview.show_pdf(make_pdf(3))
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_PageDown):
        QTest.keyClick(preview, key)
    QTest.keyClick(preview, Qt.Key.Key_Home)
    assert turned == [1, 0, 2, 0]
    assert preview.accessibleName() == "Page 1 of 3"


def test_a_shorter_document_shows_its_last_page(preview: PagePreview) -> None:
    preview.show_pdf(make_pdf(3))
    preview.show_page(2)
    preview.show_pdf(make_pdf(1))
    assert (preview.page, preview.page_count) == (0, 1)


def test_a_new_version_stays_on_the_page_that_is_read(preview: PagePreview) -> None:
    preview.show_pdf(make_pdf(3))
    preview.show_page(1)
    preview.show_pdf(make_pdf(4))
    assert (preview.page, preview.page_count) == (1, 4)


def test_zoom_steps_by_key_and_fits_the_width_again(preview: PagePreview) -> None:
    preview.show_pdf(make_pdf(1))
    fitting = preview.shown_percent
    QTest.keyClick(preview, Qt.Key.Key_Plus)
    assert preview.shown_percent > fitting
    QTest.keyClick(preview, Qt.Key.Key_Minus)
    QTest.keyClick(preview, Qt.Key.Key_Minus)
    assert preview.shown_percent < fitting
    QTest.keyClick(preview, Qt.Key.Key_0)
    assert preview.shown_percent == fitting


def test_none_shows_no_document(preview: PagePreview, english: Words) -> None:
    preview.show_pdf(make_pdf(2))
    preview.show_pdf(None)
    assert preview.page_count == 0
    assert preview.accessibleName() == english("common.no_document")
    assert not preview.print_button.isEnabled()


@pytest.mark.parametrize("data", [b"", b"no PDF", make_pdf(1)[:200]])
def test_bytes_that_are_no_document_are_refused_and_leave_nothing_on_screen(preview: PagePreview, data: bytes) -> None:
    preview.show_pdf(make_pdf(1))
    with pytest.raises(EnvironmentProblem) as caught:
        preview.show_pdf(data)
    assert caught.value.code == "preview-unreadable"
    assert preview.page_count == 0


def test_a_page_is_painted_on_white_in_the_dark_theme_too(preview: PagePreview, theme: Theme) -> None:
    from stemsup_desktop.ui.theme import Scheme

    theme.set_scheme(Scheme.DARK)
    preview.show_pdf(make_pdf(1))
    image = preview.grab().toImage()
    assert image.pixelColor(image.width() // 2, 120).lightness() == 255


def test_a_part_is_outlined_on_its_page_and_on_no_other(preview: PagePreview, theme: Theme) -> None:
    preview.show_pdf(make_pdf(3))
    blank = preview._sheet.grab().toImage()
    preview.show_band(Band(1, 700, 600))
    assert preview.page == 1
    marked = preview._sheet.grab().toImage()
    scale = preview.shown_percent / 100 * 96 / 72
    x, y = 16 + round(595 * 0.06 * scale), 16 + round((842 - 650) * scale)
    accent = theme.tokens.light["accent"].lower()
    edge = range(x - 2, x + 4)
    assert accent in {marked.pixelColor(at, y).name() for at in edge}
    assert {blank.pixelColor(at, y).name() for at in edge} == {"#ffffff"}
    preview.show_page(0)
    other = preview._sheet.grab().toImage()
    assert {other.pixelColor(at, y).name() for at in edge} == {"#ffffff"}
    preview.show_band(None)
    assert preview.page == 0


def test_a_page_fits_the_width_also_after_the_room_has_changed(preview: PagePreview) -> None:
    preview.show_pdf(make_pdf(1))
    for width in (400, 700, 480):
        preview.resize(width, 700)
        preview.grab()
        assert preview._sheet.width() <= preview._scroll.viewport().width()


def test_a_page_is_rendered_once_it_is_painted_however_often_its_size_changes_before(preview: PagePreview) -> None:
    preview.show_pdf(make_pdf(1))
    for width in (400, 700, 480):
        preview.resize(width, 700)
    assert not preview._images
    preview.grab()
    assert len(preview._images) == 1
    image = preview._sheet.grab().toImage()
    assert image.width() == preview._sheet.width()


def test_another_document_is_painted_in_the_place_of_the_one_before(preview: PagePreview) -> None:
    preview.show_pdf(make_pdf(2))
    preview.show_page(1)
    before = preview._sheet.grab().toImage()
    preview.show_pdf(make_pdf(1))
    assert preview._sheet.grab().toImage() != before


def test_a_part_moves_with_its_document_and_the_page_turns_only_where_it_was_on_show(preview: PagePreview) -> None:
    preview.show_pdf(make_pdf(4))
    preview.show_band(Band(1, 700, 600))
    preview.move_band(Band(2, 300, 200))
    assert preview.page == 2
    preview.show_page(0)
    preview.move_band(Band(3, 500, 400))
    assert preview.page == 0
    preview.show_page(3)
    marked = preview._sheet.grab().toImage()
    preview.move_band(None)
    assert preview.page == 3
    assert preview._sheet.grab().toImage() != marked


def test_a_part_of_known_height_ends_there() -> None:
    band = find_band((Place("a", 1, 500.0, 420.0), Place("b", 1, 300.0)), "a")
    assert band is not None
    assert 300 < band.bottom < 420 < 500 < band.top


def test_a_part_ends_where_the_next_one_on_its_page_begins_or_at_the_foot() -> None:
    places = (Place("a", 1, 500.0), Place("b", 1, 300.0), Place("c", 2, 700.0))
    first, last = find_band(places, "a"), find_band(places, "b")
    assert first is not None
    assert last is not None
    assert (first.page, last.page) == (0, 0)
    assert first.top > 500.0 > first.bottom > 300.0
    assert 300.0 > last.bottom > 0
    assert find_band(places, "x") is None
