"""The preview of a document: pages, keys, zoom, and what is no document."""

import io
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from reportlab.pdfgen.canvas import Canvas

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.ui.components.page_preview import PagePreview
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
