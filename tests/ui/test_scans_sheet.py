"""The sheet for signed pages, on a real vault: read, placed, replaced, refused, cancelled, attached."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from documents.scans.scan_builders import Treatment, draw_page, encode, make_consent, scan_page
from PIL import ImageDraw
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from vault_samples import SteppedVault, make_document
from visit_samples import NOW, PATIENT, SteppedClock

from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.drop_area import DropArea, find_files
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.scan_tile import ScanTile
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.scans_outside import OutsideRow
from stemsup_desktop.ui.scans_sheet import ScansSheet
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

NUMBER = "CNS-2026-00417"
Open = Callable[[Words], ScansSheet]


@pytest.fixture
def stepped(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[SteppedVault]:
    made = SteppedVault(runner, executor, tmp_path / "vault", clock)
    pdf = make_consent(NUMBER).pdf
    made.vault.save_patients((PATIENT,))
    made.vault.start_consultation(PATIENT.patient_id, Consultation("c1", NOW))
    made.vault.save_document(make_document(NUMBER, pdf, PATIENT.patient_id, "c1"), pdf)
    yield made
    made.close()


@pytest.fixture
def open_sheet(stepped: SteppedVault, theme: Theme, shown: Callable[[QWidget, int, int], QWidget]) -> Open:
    def make(words: Words) -> ScansSheet:
        host = shown(QWidget(), 1280, 800)
        sheet = ScansSheet(theme, words, host, stepped.access, NUMBER)
        sheet.start()
        stepped.executor.run_all()
        return sheet

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "scans"
    made.mkdir()
    return made


def page_count() -> int:
    return make_consent(NUMBER).page_count


def write_page(folder: Path, page: int, number: str = NUMBER, *, code: bool = True, dpi: int = 150) -> Path:
    """Write a scan of a page; without its code, as if a thumb had lain on it."""
    treatment = Treatment(dpi, 1.5)
    picture = scan_page(make_consent(number).pdf, page, treatment)
    if not code:
        ImageDraw.Draw(picture).rectangle((0, picture.height * 0.88, picture.width * 0.3, picture.height), fill=90)
    path = folder / f"IMG_{len(list(folder.iterdir()))}.jpg"
    path.write_bytes(encode(picture, quality=60))
    return path


def write_all(folder: Path, *, leave_out: int = 0) -> list[Path]:
    return [write_page(folder, page) for page in range(page_count(), 0, -1) if page != leave_out]


def read(sheet: ScansSheet, stepped: SteppedVault, *paths: Path, page: int = 0) -> None:
    sheet.read(paths, page)
    stepped.executor.run_all()


def headline(sheet: ScansSheet) -> str:
    return text_in(sheet, "scans_headline")


def text_in(sheet: ScansSheet, name: str) -> str:
    part = sheet.findChild(QWidget, name)
    assert part is not None
    return " ".join(label.text() for label in part.findChildren(Label) if label.text())


def rows(sheet: ScansSheet) -> list[OutsideRow]:
    return [row for row in sheet.findChildren(OutsideRow) if row.isVisibleTo(sheet)]


def tile(sheet: ScansSheet, page: int) -> ScanTile:
    found = sheet.findChild(ScanTile, f"page_{page}")
    assert found is not None
    return found


def test_before_anything_is_read_every_page_is_missing_by_its_number(open_sheet: Open, words: Words) -> None:
    sheet = open_sheet(words)
    assert headline(sheet) == words("scans.nothing_yet", count=page_count())
    names = [one.accessibleName() for one in sheet.findChildren(ScanTile)]
    assert names == [
        f"{words('scans.page', page=page)}: {words('scans.is_missing')}" for page in range(1, page_count() + 1)
    ]
    assert not sheet.accept_button.isEnabled()
    assert sheet.window().focusWidget() is sheet.findChild(QPushButton, "choose_scans")


def test_title_drop_area_and_pages_begin_at_one_edge(open_sheet: Open, words: Words, qtbot: QtBot) -> None:
    sheet = open_sheet(words)
    drop, first = sheet.findChild(DropArea, "scans_drop"), tile(sheet, 1)
    title = sheet.title.mapTo(sheet, sheet.title.contentsRect().topLeft()).x()
    qtbot.waitUntil(lambda: [one.mapTo(sheet, one.rect().topLeft()).x() for one in (drop, first)] == [title, title])


def test_pages_in_any_order_are_attached_together(
    open_sheet: Open, stepped: SteppedVault, words: Words, folder: Path, qtbot: QtBot
) -> None:
    sheet = open_sheet(words)
    read(sheet, stepped, *write_all(folder))
    assert not rows(sheet)
    assert sheet.accept_button.text() == words("scans.attach", count=page_count())
    with qtbot.waitSignal(sheet.filed) as filed:
        QTest.keyClick(sheet.accept_button, Qt.Key.Key_Return)
        stepped.executor.run_all()
    assert filed.args == [NUMBER]
    assert [one.page for one in stepped.vault.list_scans(NUMBER)] == list(range(1, page_count() + 1))


def test_a_missing_page_is_named_and_nothing_can_be_attached_until_it_comes(
    open_sheet: Open, stepped: SteppedVault, english: Words, folder: Path
) -> None:
    sheet = open_sheet(english)
    read(sheet, stepped, *write_all(folder, leave_out=3))
    assert headline(sheet) == f"Page 3 of {page_count()} is missing."
    assert not sheet.accept_button.isEnabled()
    sheet.attach()
    stepped.executor.run_all()
    assert stepped.vault.list_scans(NUMBER) == ()

    read(sheet, stepped, write_page(folder, 3))
    assert headline(sheet) == f"All {page_count()} pages are there."
    assert sheet.accept_button.isEnabled()


def test_a_foreign_page_is_refused_by_name_and_a_damaged_file_by_its_own(
    open_sheet: Open, stepped: SteppedVault, english: Words, folder: Path
) -> None:
    sheet = open_sheet(english)
    damaged = folder / "notes.pdf"
    damaged.write_bytes(b"%PDF-1.7 nothing")
    read(sheet, stepped, write_page(folder, 2, "CNS-2026-00099"), damaged)
    (row,) = rows(sheet)
    assert "page 2 of CNS-2026-00099, which belongs to another document" in row.accessibleName()
    said = [label.text() for label in sheet.findChildren(Label)]
    assert "notes.pdf: The file is damaged, and no page was taken from it. Scan the pages again." in said
    assert stepped.vault.list_scans(NUMBER) == ()


def test_a_page_without_a_code_is_placed_by_hand_and_can_be_taken_off_again(
    open_sheet: Open, stepped: SteppedVault, english: Words, folder: Path, qtbot: QtBot
) -> None:
    sheet = open_sheet(english)
    read(sheet, stepped, *write_all(folder, leave_out=2), write_page(folder, 2, code=False))
    (row,) = rows(sheet)
    field = row.findChild(ChoiceField)
    assert field is not None
    field.choose("2")
    qtbot.waitUntil(lambda: not rows(sheet))
    assert tile(sheet, 2).accessibleName() == "Page 2: by hand"

    tile(sheet, 2).button.click()
    assert len(rows(sheet)) == 1
    assert headline(sheet) == f"Page 2 of {page_count()} is missing."


def test_of_two_pictures_the_clearer_is_taken_unless_the_person_wants_the_other(
    open_sheet: Open, stepped: SteppedVault, english: Words, folder: Path
) -> None:
    sheet = open_sheet(english)
    read(sheet, stepped, write_page(folder, 1, dpi=100), write_page(folder, 1, dpi=300))
    (row,) = rows(sheet)
    assert row.objectName() == "scan_0"
    use = row.findChild(QPushButton, "use_0")
    assert use is not None
    use.click()
    assert [one.objectName() for one in rows(sheet)] == ["scan_1"]


def test_a_page_is_replaced_by_the_scan_chosen_for_it(
    open_sheet: Open, stepped: SteppedVault, english: Words, folder: Path
) -> None:
    sheet = open_sheet(english)
    read(sheet, stepped, write_page(folder, 1, dpi=300))
    tile(sheet, 1).button.click()
    dialog = sheet.window().findChild(QFileDialog)
    assert dialog is not None
    dialog.filesSelected.emit([str(write_page(folder, 1, dpi=100))])
    dialog.close()
    stepped.executor.run_all()
    assert [one.objectName() for one in rows(sheet)] == ["scan_0"]


def test_reading_can_be_cancelled_and_what_was_read_before_stays(
    open_sheet: Open, stepped: SteppedVault, words: Words, folder: Path
) -> None:
    sheet = open_sheet(words)
    read(sheet, stepped, write_page(folder, 1))
    sheet.read((write_page(folder, 2),))
    sheet.cancel_reading()
    stepped.executor.run_all()
    assert text_in(sheet, "scans_problem") == words("scans.cancelled")
    assert words("scans.is_missing") in tile(sheet, 2).accessibleName()
    assert words("scans.is_there") in tile(sheet, 1).accessibleName()


def test_files_chosen_while_others_are_read_are_read_after_them(
    open_sheet: Open, stepped: SteppedVault, english: Words, folder: Path
) -> None:
    sheet = open_sheet(english)
    first, *others = write_all(folder)
    sheet.read((first,))
    sheet.read(others)
    stepped.executor.run_all()
    assert headline(sheet) == f"All {page_count()} pages are there."


def test_a_sheet_that_was_closed_takes_nothing_more(
    open_sheet: Open, stepped: SteppedVault, english: Words, folder: Path, qtbot: QtBot
) -> None:
    sheet = open_sheet(english)
    sheet.read((write_page(folder, 1),))
    with qtbot.waitSignal(sheet.destroyed):
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
    stepped.executor.run_all()
    assert stepped.vault.list_scans(NUMBER) == ()


def test_what_the_vault_says_is_said_and_the_pages_stay(
    open_sheet: Open, stepped: SteppedVault, english: Words, folder: Path
) -> None:
    from store import faults

    sheet = open_sheet(english)
    read(sheet, stepped, *write_all(folder))
    faults.fill_disk(stepped.vault._database)
    sheet.attach()
    stepped.executor.run_all()
    assert "disk" in text_in(sheet, "scans_problem")
    faults.free_disk(stepped.vault._database)
    sheet.attach()
    stepped.executor.run_all()
    assert len(stepped.vault.list_scans(NUMBER)) == page_count()


def test_pages_attached_before_are_named(open_sheet: Open, stepped: SteppedVault, english: Words, folder: Path) -> None:
    from stemsup_desktop.store.entries import ScanToKeep

    data = encode(draw_page(make_consent(NUMBER).pdf, 1, 72))
    stepped.vault.save_scans(NUMBER, (ScanToKeep(1, "image/jpeg", data),), patient_id=PATIENT.patient_id)
    sheet = open_sheet(english)
    assert text_in(sheet, "kept_before").startswith("1 signed page was attached on")


def test_several_files_can_be_dropped_together(folder: Path) -> None:
    paths = [folder / "a.jpg", folder / "b.jpg"]
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    assert find_files(data) == tuple(paths)


def test_no_page_of_the_sheet_is_cut_on_a_small_window(
    stepped: SteppedVault, theme: Theme, shown: Callable[[QWidget, int, int], QWidget], english: Words
) -> None:
    host = shown(QWidget(), 960, 540)
    sheet = ScansSheet(theme, english, host, stepped.access, NUMBER)
    sheet.start()
    stepped.executor.run_all()
    assert sheet.card.width() <= host.width()
    assert sheet.card.geometry().bottom() <= host.height()
