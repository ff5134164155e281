"""Signed pages on the page of documents: taken in, seen, printed and saved in place of the form, and back again."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtWidgets import QApplication, QWidget
from reportlab.pdfgen.canvas import Canvas
from vault_samples import SteppedVault, make_document
from visit_samples import NOW, PATIENT, SteppedClock

from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.entries import ScanToKeep
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.buttons import Button, LinkLabel
from stemsup_desktop.ui.components.page_preview import PagePreview
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.pages.documents.page import DocumentsPage
from stemsup_desktop.ui.scans_sheet import ScansSheet

NUMBER = "CNS-2026-00001"


def make_picture(words: str) -> bytes:
    """Return a page without a code."""
    picture = Image.new("L", (620, 877), 255)
    ImageDraw.Draw(picture).text((80, 100), words * 9, 0)
    target = io.BytesIO()
    picture.save(target, "JPEG")
    return target.getvalue()


@pytest.fixture
def stepped(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[SteppedVault]:
    """A document of two pages from before pages had codes."""
    path = tmp_path / "x.pdf"
    canvas = Canvas(str(path))
    for page in range(2):
        canvas.drawString(100, 700, f"page {page}")
        canvas.showPage()
    canvas.save()
    pdf = path.read_bytes()
    made = SteppedVault(runner, executor, tmp_path / "vault", clock)
    made.vault.save_patients((PATIENT,))
    made.vault.start_consultation(PATIENT.patient_id, Consultation("c1", NOW))
    made.vault.save_document(make_document(NUMBER, pdf, PATIENT.patient_id, "c1"), pdf)
    yield made
    made.close()


@pytest.fixture
def page(context: PageContext, stepped: SteppedVault, shown: Callable[[QWidget, int, int], QWidget]) -> DocumentsPage:
    made = DocumentsPage(context, stepped.access)
    shown(made, 1280, 800)
    made.open_document(NUMBER)
    stepped.executor.run_all()
    return made


def find_link(page: DocumentsPage) -> LinkLabel:
    link = page.findChild(LinkLabel, "show_kept")
    assert link is not None
    return link


def count_pages(page: DocumentsPage) -> int:
    preview = page.findChild(PagePreview)
    assert preview is not None
    return int(preview.page_count)


def keep_three_pages(stepped: SteppedVault) -> None:
    scans = [ScanToKeep(number, "image/jpeg", make_picture(f"signed {number} ")) for number in (1, 2, 3)]
    stepped.vault.save_scans(NUMBER, scans, patient_id=PATIENT.patient_id)


def test_pages_are_taken_in_for_the_open_document(page: DocumentsPage, stepped: SteppedVault, tmp_path: Path) -> None:
    assert find_link(page).isHidden()
    button = page.findChild(Button, "take_in_scans")
    assert button is not None
    button.click()
    stepped.executor.run_all()
    sheet = page.window().findChild(ScansSheet)
    assert sheet is not None
    for number in (2, 1):
        scan = tmp_path / f"{number}.jpg"
        scan.write_bytes(make_picture(f"signed {number} "))
        sheet.read((scan,), number)
        stepped.executor.run_all()
    sheet.attach()
    stepped.executor.run_all()

    assert [(one.page, one.is_by_hand) for one in stepped.vault.list_scans(NUMBER)] == [(1, True), (2, True)]
    assert not find_link(page).isHidden()


def test_dropped_pictures_are_read_as_pages_of_the_open_document(
    page: DocumentsPage, stepped: SteppedVault, tmp_path: Path
) -> None:
    paths = tuple(tmp_path / f"{number}.jpg" for number in (1, 2))
    for path in paths:
        path.write_bytes(make_picture(f"signed {path.stem} "))
    assert page.take_scans(paths)
    stepped.executor.run_all()
    sheet = page.window().findChild(ScansSheet)
    assert sheet is not None
    assert sheet.is_open
    assert sheet._state is not None
    assert len(sheet._state.match.unplaced) == 2  # without a code the person says which page each is
    assert stepped.vault.list_scans(NUMBER) == ()


def test_without_a_paper_that_is_signed_by_hand_nothing_is_taken(
    context: PageContext, stepped: SteppedVault, shown: Callable[[QWidget, int, int], QWidget], tmp_path: Path
) -> None:
    made = DocumentsPage(context, stepped.access)
    shown(made, 1280, 800)
    stepped.executor.run_all()
    assert not made.take_scans((tmp_path / "1.jpg",))
    assert made.window().findChild(ScansSheet) is None


def test_signed_pages_are_shown_in_place_of_the_form_and_back(page: DocumentsPage, stepped: SteppedVault) -> None:
    keep_three_pages(stepped)
    page.open_document(NUMBER)
    stepped.executor.run_all()
    assert count_pages(page) == 2

    find_link(page).click()
    stepped.executor.run_all()
    assert count_pages(page) == 3
    assert page.opened is not None
    assert page.opened.copy.pdf.startswith(b"%PDF")

    find_link(page).click()
    stepped.executor.run_all()
    assert count_pages(page) == 2


def test_another_document_opened_meanwhile_stays(page: DocumentsPage, stepped: SteppedVault) -> None:
    keep_three_pages(stepped)
    page.open_document(NUMBER)
    stepped.executor.run_all()
    find_link(page).click()
    page.open_document(NUMBER)
    stepped.executor.run_all()
    QApplication.sendPostedEvents()
    assert count_pages(page) == 2


def test_a_page_that_the_vault_cannot_read_is_said(
    page: DocumentsPage, stepped: SteppedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_three_pages(stepped)
    page.open_document(NUMBER)
    stepped.executor.run_all()

    def fail(vault: Vault, number: str, page: int, filing: int | None = None) -> object:
        raise EnvironmentProblem("attachment-damaged", "x")

    monkeypatch.setattr(Vault, "load_scan", fail)
    find_link(page).click()
    stepped.executor.run_all()
    strip = page.findChild(QWidget, "note")
    assert strip is not None
    assert not strip.isHidden()
    assert count_pages(page) == 2
