"""Photographs in the window, on a real vault: of the open patient alone, gone as soon as the consent to them is."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from documents.photograph_samples import draw, list_hostile_files, make_told_jpeg, write
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from store.photograph_builders import NUMBER, agree, make_clean, take_back, to_add
from vault_samples import SteppedVault, make_patient
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SteppedClock

from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.photograph_model import Photograph
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.withdrawal import with_withdrawal
from stemsup_desktop.content import Content
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.pages.treatment.page import TreatmentPage
from stemsup_desktop.ui.photographs.desk import PhotographDesk
from stemsup_desktop.ui.photographs.reading import MOST_FILES, read_files
from stemsup_desktop.ui.photographs.sheet import PhotographSheet
from stemsup_desktop.ui.photographs.view import VIEWS, derive_overview
from stemsup_desktop.ui.words import Words

Shown = Callable[[QWidget, int, int], QWidget]
PATIENT_ID = PATIENT.patient_id


@pytest.fixture
def names(content: Content) -> Names:
    return content.names


@pytest.fixture
def stepped(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[SteppedVault]:
    made = SteppedVault(runner, executor, tmp_path / "vault", clock)
    made.vault.save_patients((PATIENT, make_patient(7)))
    made.vault.start_consultation(PATIENT_ID, signed())
    yield made
    made.close()


def signed() -> Consultation:
    return agree(Consultation("c1", NOW))


def add(stepped: SteppedVault, mark: int, **changes: object) -> Photograph:
    clean = make_clean(mark)
    given = to_add(clean, PATIENT_ID, consultation_id="c1", taken_at=NOW, **changes)
    return stepped.vault.add_photograph(given, clean.data)


@pytest.fixture
def desk(context: PageContext, stepped: SteppedVault, content: Content, shown: Shown) -> PhotographDesk:
    context.session.open_visit(PATIENT, signed(), CLINIC, PHYSICIAN)
    host = shown(QWidget(), 1280, 800)
    return PhotographDesk(context, stepped.access, content, host)


def open_sheet(desk: PhotographDesk, stepped: SteppedVault) -> PhotographSheet:
    desk.open_for(PATIENT, "c1")
    stepped.executor.run_all()
    assert desk.sheet is not None
    return desk.sheet


def press(sheet: QWidget, stepped: SteppedVault, name: str) -> None:
    button = next(one for one in sheet.findChildren(QAbstractButton, name) if one.isVisible())
    assert button.isEnabled(), name
    button.click()
    stepped.executor.run_all()


def texts(sheet: QWidget) -> str:
    QCoreApplication.sendPostedEvents()  # Qt shows a turn later what is put into a layout
    return "\n".join(one.text() for one in sheet.findChildren(Label) if one.isVisible())


def write_file(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_files_are_read_given_a_day_and_kept_without_what_their_camera_said(
    desk: PhotographDesk, stepped: SteppedVault, tmp_path: Path
) -> None:
    sheet = open_sheet(desk, stepped)
    assert "No photographs of this patient yet" in texts(sheet)
    told = write_file(tmp_path, "told.jpg", make_told_jpeg(taken="2026:09:01 08:00:00"))
    bare = write_file(tmp_path, "bare.png", write(draw(), "PNG"))
    sheet.read([told, bare, write_file(tmp_path, "notes.txt", b"no picture")])
    stepped.executor.run_all()
    assert sheet.pages.currentWidget() is sheet.adding
    assert "notes.txt: The file is no JPEG, PNG or WebP." in texts(sheet)
    first, second = sheet.adding.rows
    assert first.day.value() is None, "the day of the file is proposed and not taken"
    assert not sheet.accept_button.isEnabled()
    press(first, stepped, "take_proposed_day")
    assert first.day.value() == date(2026, 9, 1)
    second.day.setText("2026-09-02")
    second.site.choose("vertex")
    second.view.choose("top")
    second.note.setText("parted")
    sheet.accept_button.click()
    stepped.executor.run_all()
    kept = stepped.vault.list_photographs(PATIENT_ID).photographs
    assert [one.taken_at.astimezone(NOW.tzinfo).date() for one in kept] == [date(2026, 9, 1), date(2026, 9, 2)]
    assert [(one.site_id, one.view, one.note) for one in kept] == [("", "", ""), ("vertex", "top", "parted")]
    assert {one.consultation_id for one in kept} == {"c1"}
    assert sheet.pages.currentWidget() is sheet.overview
    assert len(sheet.overview.tiles) == 2


def test_a_day_that_lies_ahead_is_neither_proposed_nor_taken(
    desk: PhotographDesk, stepped: SteppedVault, tmp_path: Path
) -> None:
    sheet = open_sheet(desk, stepped)
    sheet.read([write_file(tmp_path, "a.jpg", make_told_jpeg(taken="2099:01:01 08:00:00"))])
    stepped.executor.run_all()
    (row,) = sheet.adding.rows
    assert not row.has_proposal
    row.day.setText("2099-01-01")
    assert not sheet.accept_button.isEnabled()


def test_two_are_compared_at_the_same_scale_once_both_are_measured(
    desk: PhotographDesk, stepped: SteppedVault, qtbot: QtBot
) -> None:
    first, second, _ = (add(stepped, mark) for mark in range(3))
    stepped.vault.measure_photograph(first.photo_id, "4.000", patient_id=PATIENT_ID)
    sheet = open_sheet(desk, stepped)
    for tile in sheet.overview.tiles:
        tile.setChecked(True)
    assert len(sheet.overview.chosen) == 2, "the first of three gives way"
    sheet.overview.tiles[0].setChecked(True)
    sheet.look_at((first.photo_id, second.photo_id))
    stepped.executor.run_all()
    one, other = sheet.looking.views
    assert one.has_picture
    assert other.has_picture
    assert "fitted to the same height" in texts(sheet)
    sheet.looking.begin_measuring(second.photo_id)
    qtbot.keyClick(other, Qt.Key.Key_Return)
    for _ in range(3):
        qtbot.keyClick(other, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(other, Qt.Key.Key_Return)
    assert sheet.looking.length.field.value() == Decimal(10)
    sheet.looking.length.field.setText("1")
    press(sheet, stepped, "keep_scale")
    assert sheet.looking.length.isHidden()
    assert "too short" in texts(sheet)
    sheet.looking.begin_measuring(second.photo_id)
    other.mark(QPointF(4, 10))
    other.mark(QPointF(44, 10))
    sheet.looking.length.field.setText("5")
    press(sheet, stepped, "keep_scale")
    kept = {one.photo_id: one.scale for one in stepped.vault.list_photographs(PATIENT_ID).photographs}
    assert kept[second.photo_id] == "8.000"
    assert "Same scale" in texts(sheet)
    one, other = sheet.looking.views
    assert one._zoom() * 4 == pytest.approx(other._zoom() * 8)


def test_both_pictures_are_zoomed_and_moved_together_by_keys(
    desk: PhotographDesk, stepped: SteppedVault, qtbot: QtBot
) -> None:
    ids = [add(stepped, mark).photo_id for mark in range(2)]
    sheet = open_sheet(desk, stepped)
    sheet.look_at(ids)
    stepped.executor.run_all()
    one, other = sheet.looking.views
    whole = one._viewpoint
    qtbot.keyClick(one, "+")
    qtbot.keyClick(one, Qt.Key.Key_Right)
    assert one._viewpoint == other._viewpoint != whole
    qtbot.keyClick(other, "0")
    assert one._viewpoint == other._viewpoint == whole


def test_a_withdrawal_in_the_same_session_takes_every_picture_off_an_open_sheet_at_once(
    desk: PhotographDesk, stepped: SteppedVault, context: PageContext
) -> None:
    ids = [add(stepped, mark).photo_id for mark in range(2)]
    sheet = open_sheet(desk, stepped)
    sheet.look_at(ids)
    stepped.executor.run_all()
    views = sheet.looking.views
    withdrawal = stepped.vault.record_withdrawal("c1", take_back("photographs", since=NOW))
    visit = context.session.state.consultation
    context.session.change("withdrawn", with_withdrawal(visit, "c1", withdrawal))
    assert sheet.looking.photo_ids == ()
    assert not any(view.has_picture for view in views)
    assert (sheet.gallery.thumbnails, sheet.overview.tiles) == ({}, [])
    stepped.executor.run_all()
    assert sheet.pages.currentWidget() is sheet.overview
    assert "took the consent to photographs back" in texts(sheet)
    assert "2 photographs are kept and hidden." in texts(sheet)
    assert not sheet.overview.drop.isVisible()
    press(sheet, stepped, "remove_hidden")
    sheet.overview.reason.reason.setText("the patient asked for it")
    press(sheet, stepped, "remove_now")
    shelf = stepped.vault.list_photographs(PATIENT_ID)
    assert (shelf.hidden, {one.reason for one in shelf.removed}) == (0, {"the patient asked for it"})
    assert "the patient asked for it" in texts(sheet)


def test_a_withdrawal_from_elsewhere_is_met_by_the_next_look(desk: PhotographDesk, stepped: SteppedVault) -> None:
    kept = add(stepped, 1)
    sheet = open_sheet(desk, stepped)
    stepped.vault.record_withdrawal("c1", take_back(since=NOW))
    sheet.look_at((kept.photo_id,))
    stepped.executor.run_all()
    assert (sheet.looking.photo_ids, sheet.overview.tiles, sheet.gallery.thumbnails) == ((), [], {})
    assert "took the consent to photographs back" in texts(sheet)


def test_pictures_on_their_way_do_not_arrive_after_they_were_hidden(
    desk: PhotographDesk, stepped: SteppedVault
) -> None:
    kept = add(stepped, 1)
    sheet = open_sheet(desk, stepped)
    sheet.look_at((kept.photo_id,))
    stepped.executor.step()
    (view,) = sheet.looking.views
    sheet.conceal()
    stepped.executor.run_all()
    assert not view.has_picture
    assert sheet.looking.photo_ids == ()


def test_photographs_close_with_another_chart_with_the_page_and_with_the_visit(
    desk: PhotographDesk, stepped: SteppedVault, context: PageContext
) -> None:
    kept = add(stepped, 1)
    sheet = open_sheet(desk, stepped)
    desk.keep_to(PATIENT_ID)
    assert desk.sheet is sheet
    sheet.look_at((kept.photo_id,))
    desk.keep_to("patient-7")
    assert desk.sheet is None
    assert sheet.gallery.thumbnails == {}
    sheet = open_sheet(desk, stepped)
    sheet.look_at((kept.photo_id,))
    desk._host.hide()
    assert desk.sheet is None
    stepped.executor.run_all()


def test_without_the_choice_the_sheet_says_which_is_missing_and_takes_nothing(
    desk: PhotographDesk, stepped: SteppedVault, tmp_path: Path
) -> None:
    other = stepped.vault.get_patient("patient-7")
    desk.open_for(other, "", [write_file(tmp_path, "a.jpg", make_told_jpeg())])
    stepped.executor.run_all()
    sheet = desk.sheet
    assert sheet is not None
    assert "No consent is recorded yet." in texts(sheet)
    assert "step 5" in texts(sheet)
    assert not sheet.overview.drop.isVisible()
    assert sheet.adding.rows == []


def test_reading_and_keeping_can_be_stopped_and_what_was_kept_is_kept(
    desk: PhotographDesk, stepped: SteppedVault, tmp_path: Path
) -> None:
    sheet = open_sheet(desk, stepped)
    paths = [write_file(tmp_path, f"{mark}.png", write(draw(20 + mark, 20), "PNG")) for mark in range(3)]
    sheet.read(paths)
    assert sheet.intake.is_busy
    sheet._on_cancelled()
    stepped.executor.run_all()
    assert (sheet.adding.rows, sheet.pages.currentWidget()) == ([], sheet.overview)
    sheet.read(paths)
    stepped.executor.run_all()
    for row in sheet.adding.rows:
        row.day.setText("2026-09-01")
    sheet.accept_button.click()
    stepped.executor.step()
    sheet._on_cancelled()
    stepped.executor.run_all()
    assert len(stepped.vault.list_photographs(PATIENT_ID).photographs) == 1
    assert len(sheet.adding.rows) == 2


def test_a_refused_photograph_stays_in_the_list_with_the_reason(
    desk: PhotographDesk, stepped: SteppedVault, tmp_path: Path
) -> None:
    sheet = open_sheet(desk, stepped)
    sheet.read([write_file(tmp_path, "a.png", write(draw(), "PNG"))])
    stepped.executor.run_all()
    sheet.adding.rows[0].day.setText("2026-09-01")
    sheet.intake._consultation_id = "of nobody"
    sheet.accept_button.click()
    stepped.executor.run_all()
    assert len(sheet.adding.rows) == 1
    assert sheet.adding.isVisible()
    assert sheet.accept_button.isEnabled()
    assert stepped.vault.list_photographs(PATIENT_ID).photographs == ()


def test_one_is_removed_only_with_a_reason(desk: PhotographDesk, stepped: SteppedVault) -> None:
    kept = add(stepped, 1)
    sheet = open_sheet(desk, stepped)
    sheet.overview.tiles[0].click()
    sheet.accept_button.click()
    stepped.executor.run_all()
    press(sheet, stepped, f"remove:{kept.photo_id}")
    assert not sheet.looking.reason._remove.isEnabled()
    sheet.looking.reason.reason.setText("blurred")
    press(sheet, stepped, "remove_now")
    assert sheet.overview.tiles == []
    assert "blurred" in texts(sheet)


def test_a_photograph_is_dropped_on_a_zone_of_the_treatments_map(
    context: PageContext, stepped: SteppedVault, content: Content, shown: Shown, tmp_path: Path
) -> None:
    context.session.open_visit(PATIENT, signed(), CLINIC, PHYSICIAN)
    page = TreatmentPage(context, content, content.drawings, stepped.access)
    shown(page, 1280, 900)
    canvas = next(one for one in page._sites.board.canvases if "vertex" in one.zone_ids)
    canvas.resize(300, 400)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"{write_file(tmp_path, 'a.jpg', make_told_jpeg())}")])
    at = canvas.centre_of("vertex")
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    canvas.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, buttons, keys))
    stepped.executor.run_all()
    assert page._photographs is not None
    sheet = page._photographs.desk.sheet
    assert sheet is not None
    (row,) = sheet.adding.rows
    assert row.site.value() == "vertex"
    assert (sheet.subject.patient_id, sheet.subject.consultation_id) == (PATIENT_ID, "c1")


def test_the_visit_of_another_patient_closes_the_photographs_of_this_one(
    context: PageContext, stepped: SteppedVault, content: Content, shown: Shown
) -> None:
    context.session.open_visit(PATIENT, signed(), CLINIC, PHYSICIAN)
    page = TreatmentPage(context, content, content.drawings, stepped.access)
    shown(page, 1280, 900)
    assert page._photographs is not None
    page._photographs.open()
    stepped.executor.run_all()
    assert page._photographs.desk.sheet is not None
    context.session.open_visit(make_patient(7), Consultation("c7", NOW), CLINIC, PHYSICIAN)
    assert page._photographs.desk.sheet is None


def test_the_dialog_for_files_is_the_one_that_forgets_where_it_was(desk: PhotographDesk, stepped: SteppedVault) -> None:
    sheet = open_sheet(desk, stepped)
    press(sheet, stepped, "choose_photographs")
    (dialog,) = sheet.window().findChildren(QFileDialog)
    assert dialog.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.reject()


def test_thirty_hostile_files_are_a_sentence_each_and_change_nothing(
    desk: PhotographDesk, stepped: SteppedVault, tmp_path: Path, english: Words
) -> None:
    paths = [write_file(tmp_path, f"{place}", data) for place, (_, data) in enumerate(list_hostile_files())]
    read = read_files([*paths, tmp_path, tmp_path / "gone", Path("a\0b")], lambda done, total: None)
    assert (len(read.files), len(read.faults)) == (0, 33)
    assert all(english.sentence_of(fault.problem) for fault in read.faults)
    sheet = open_sheet(desk, stepped)
    sheet.read(paths)
    stepped.executor.run_all()
    assert (sheet.adding.rows, sheet.accept_button.isEnabled()) == ([], False)
    assert f"The first {MOST_FILES} files are read." in texts(sheet)


def test_what_is_listed_is_said_in_both_languages(stepped: SteppedVault, names: Names, words: Words) -> None:
    kept = add(stepped, 1, view="top")
    view = derive_overview(stepped.vault.list_photographs(PATIENT_ID), names.sites, words, NOW.tzinfo)
    (group,) = view.groups
    (line,) = group.lines
    assert (line.photo_id, line.detail) == (kept.photo_id, "before")
    assert line.site == names.sites["vertex"].in_language(words.language)
    assert group.day in line.spoken
    assert all(words.has(f"photographs.view_{code.replace('-', '_')}") for code in VIEWS)
    unknown = msgspec.structs.replace(kept, site_id="gone", view="unheard-of")
    shelf = msgspec.structs.replace(stepped.vault.list_photographs(PATIENT_ID), photographs=(unknown,))
    (group,) = derive_overview(shelf, names.sites, words, NOW.tzinfo).groups
    assert (group.lines[0].site, group.lines[0].view) == ("gone", "unheard-of")
    assert NUMBER not in line.spoken
