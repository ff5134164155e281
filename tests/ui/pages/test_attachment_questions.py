"""Questions that are answered by a file, on a real vault: chosen, dropped, shown, copied, taken back."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from editor_driver import find_control
from form_pages import Open, has_focus, press, said, texts
from form_samples import HL7, make_content, make_item, table
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from vault_samples import SteppedVault
from visit_samples import NOW, PATIENT, PHYSICIAN, SteppedClock

from stemsup_desktop.consultation.people import Right
from stemsup_desktop.consultation.record import Consultation, Summary
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import Answer, AttachmentAnswer, ItemAnswers
from stemsup_desktop.questionnaire.attachments import MOST_FILE_BYTES, make_attachment_answer
from stemsup_desktop.ui import file_reading
from stemsup_desktop.ui.components.drop_area import DropArea
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.pages.examination import file_desk
from stemsup_desktop.ui.pages.examination.board import Board
from stemsup_desktop.ui.pages.examination.editors.attachments import AttachmentEditor
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage

Snapshot = Callable[[QWidget, str], Path]
PDF = b"%PDF-1.7 findings"


def make_png(width: int = 400, height: int = 200, colour: str = "teal") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.fixture
def stepped(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[SteppedVault]:
    made = SteppedVault(runner, executor, tmp_path / "vault", clock)
    made.vault.save_patient(PATIENT)
    made.vault.start_consultation("p1", Consultation("c1", NOW))
    yield made
    made.close()


@pytest.fixture
def access(stepped: SteppedVault) -> VaultAccess:
    return stepped.access


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    folder = tmp_path / "desk"
    folder.mkdir()
    contents = {"傷の写真.png": make_png(), "findings.pdf": PDF, "letter.txt": b"Dear colleague", "empty.pdf": b""}
    for name, data in contents.items():
        (folder / name).write_bytes(data)
    return {name: folder / name for name in contents}


def photo(**fields: Any) -> dict[str, Any]:
    return make_item("photo", "attachment", "Photographs of the area", **fields)


def limits(*kinds: str, size_mb: float | None = None) -> list[dict[str, Any]]:
    every: list[dict[str, Any]] = [{"url": f"{HL7}mimeType", "valueCode": kind} for kind in kinds]
    return every if size_mb is None else [*every, {"url": f"{HL7}maxSize", "valueDecimal": size_mb}]


def editor_of(page: ExaminationPage, name: str = "photo") -> AttachmentEditor:
    return next(one for one in page.findChildren(AttachmentEditor) if one.name == name)


def dialog_of(page: ExaminationPage) -> QFileDialog:
    return next(one for one in page.findChildren(QFileDialog) if one.isVisible())


def choose(page: ExaminationPage, stepped: SteppedVault, *paths: Path, name: str = "photo") -> None:
    press(page, name)
    dialog = dialog_of(page)
    dialog.filesSelected.emit([str(path) for path in paths])
    dialog.close()
    stepped.executor.run_all()


def copy_to(page: ExaminationPage, stepped: SteppedVault, path: Path) -> None:
    editor_of(page).lines[0].copy.click()
    dialog = dialog_of(page)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    stepped.executor.run_all()


def answers_of(page: ExaminationPage, name: str = "photo") -> tuple[Answer, ...]:
    return said(page, name).get((), ())


def test_a_chosen_file_is_in_the_vault_and_is_the_answer(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path]
) -> None:
    page = open_page(make_content(photo()))
    choose(page, stepped, files["傷の写真.png"])

    data = files["傷の写真.png"].read_bytes()
    assert answers_of(page) == (make_attachment_answer("傷の写真.png", "image/png", data),)
    kept, held = stepped.vault.get_attachment(hashlib.sha256(data).hexdigest())
    assert held == data
    assert kept.source.added_by == PHYSICIAN.name
    assert (kept.source.patient_id, kept.source.consultation_id) == ("p1", "c1")
    shown = texts(editor_of(page))
    assert "傷の写真.png" in shown
    assert f"PNG image · {len(data)} bytes" in shown


def test_a_file_is_recorded_only_once_the_vault_holds_it(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path]
) -> None:
    page = open_page(make_content(photo()))
    page.findChild(DropArea).files_dropped.emit((files["findings.pdf"],))
    assert answers_of(page) == ()
    stepped.executor.step()
    assert answers_of(page) == ()
    stepped.executor.run_all()
    assert len(answers_of(page)) == 1


def drop(page: ExaminationPage, *paths: Path) -> bool:
    area = page.findChild(DropArea)
    assert isinstance(area, DropArea)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where, button = QPointF(5, 5), Qt.MouseButton.LeftButton
    event = QDropEvent(where, Qt.DropAction.CopyAction, data, button, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    area.dropEvent(event)
    return event.isAccepted()


def test_files_that_are_dropped_are_taken_where_several_are_possible(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path]
) -> None:
    page = open_page(make_content(photo(repeats=True)))
    assert drop(page, files["findings.pdf"], files["letter.txt"])
    stepped.executor.run_all()
    assert drop(page, files["findings.pdf"], files["傷の写真.png"])
    stepped.executor.run_all()
    titles = [one.title for one in answers_of(page) if isinstance(one, AttachmentAnswer)]
    assert titles == ["findings.pdf", "letter.txt", "傷の写真.png"]


def test_several_dropped_where_one_is_possible_are_none(open_page: Open, files: dict[str, Path]) -> None:
    page = open_page(make_content(photo()))
    assert not drop(page, files["findings.pdf"], files["letter.txt"])


def test_one_more_is_offered_only_where_one_more_is_possible(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path]
) -> None:
    at_most_two = {"url": f"{HL7}questionnaire-maxOccurs", "valueInteger": 2}
    page = open_page(make_content(photo(repeats=True, extension=[at_most_two])))
    place = page.findChild(DropArea)
    choose(page, stepped, files["findings.pdf"])
    assert place.isVisibleTo(page)
    choose(page, stepped, files["letter.txt"])
    assert not place.isVisibleTo(page)
    editor_of(page).lines[0].remove.click()
    assert place.isVisibleTo(page)


def test_an_answer_is_taken_back_and_undo_brings_it_again_without_asking_for_the_file(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path]
) -> None:
    page = open_page(make_content(photo()))
    choose(page, stepped, files["findings.pdf"])
    given = answers_of(page)
    line = editor_of(page).lines[0]
    line.remove.setFocus()
    line.remove.click()
    assert answers_of(page) == ()
    assert has_focus(editor_of(page))
    page.context.session.undo()
    assert answers_of(page) == given
    assert stepped.vault.get_attachment(hashlib.sha256(PDF).hexdigest())[1] == PDF


@pytest.mark.parametrize(
    ("name", "extension", "sentence"),
    [
        ("letter.txt", limits("image/*", "application/pdf"), "Choose a file of this kind: any image, PDF document."),
        ("findings.pdf", limits(size_mb=0.00001), "Choose a file of at most 10 bytes."),
        ("empty.pdf", [], "The file is empty. It was not added."),
    ],
)
def test_what_is_not_possible_is_said_at_the_question_and_never_kept(
    open_page: Open,
    stepped: SteppedVault,
    files: dict[str, Path],
    name: str,
    extension: list[dict[str, Any]],
    sentence: str,
) -> None:
    page = open_page(make_content(photo(extension=extension)))
    choose(page, stepped, files[name])
    assert answers_of(page) == ()
    assert sentence in texts(page)
    assert stepped.vault._database.execute("select count(*) from attachments").fetchone() == (0,)


def test_a_refused_file_leaves_the_others_as_they_are(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path]
) -> None:
    page = open_page(make_content(photo(repeats=True, extension=limits("application/pdf"))))
    choose(page, stepped, files["letter.txt"], files["findings.pdf"])
    assert len(answers_of(page)) == 1
    assert "Choose a file of this kind: PDF document." in texts(page)


def test_a_file_that_is_gone_or_a_folder_is_said_to_be_unreadable(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path], caplog: pytest.LogCaptureFixture
) -> None:
    page = open_page(make_content(photo()))
    for path in (files["findings.pdf"].with_name("Sentinelle.pdf"), files["findings.pdf"].parent):
        choose(page, stepped, path)
        assert "The file cannot be read. It was not added." in texts(page)
    assert answers_of(page) == ()
    assert caplog.text == ""


def test_a_file_above_the_limit_is_not_read_to_its_end(open_page: Open, stepped: SteppedVault, tmp_path: Path) -> None:
    path = tmp_path / "long.bin"
    with path.open("wb") as file:
        file.truncate(MOST_FILE_BYTES + 1)
    page = open_page(make_content(photo()))
    choose(page, stepped, path)
    assert "The file is larger than 25 MB. It was not added." in texts(page)


def test_a_vault_that_fails_leaves_the_question_unanswered_and_says_why(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: object) -> None:
        raise EnvironmentProblem("vault-disk-full", "full")

    page = open_page(make_content(photo()))
    with monkeypatch.context() as patch:
        patch.setattr(stepped.vault, "add_attachment", fail)
        choose(page, stepped, files["findings.pdf"])
    assert answers_of(page) == ()
    assert any(text.startswith("The disk is full") for text in texts(page))
    choose(page, stepped, files["findings.pdf"])
    assert len(answers_of(page)) == 1


def test_adding_can_be_cancelled_and_nothing_of_it_is_recorded(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path]
) -> None:
    page = open_page(make_content(photo(repeats=True)))
    page.findChild(DropArea).files_dropped.emit((files["findings.pdf"], files["letter.txt"]))
    page.busy.cancel_requested.emit()
    stepped.executor.run_all()
    assert answers_of(page) == ()
    assert not page.context.runner.is_busy
    choose(page, stepped, files["letter.txt"])
    assert len(answers_of(page)) == 1


def test_cancelling_stops_in_the_middle_of_a_file(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_reading, "PIECE_BYTES", 4)
    page = open_page(make_content(photo()))
    seen: list[tuple[int, int]] = []

    def note(done: int, total: int) -> None:
        seen.append((done, total))
        if len(seen) == 2:
            page.busy.cancel_requested.emit()

    monkeypatch.setattr(page.busy, "show_progress", note)
    page.findChild(DropArea).files_dropped.emit((files["findings.pdf"],))
    stepped.executor.run_all()
    assert seen == [(4, len(PDF)), (8, len(PDF))]
    assert answers_of(page) == ()


def test_the_strip_of_slow_work_is_there_from_half_a_second_and_offers_to_cancel_after_two(
    open_page: Open, files: dict[str, Path]
) -> None:
    page = open_page(make_content(photo()))
    page.findChild(DropArea).files_dropped.emit((files["findings.pdf"],))
    assert page.busy._appear.isActive()
    assert page.busy._appear.interval() == 500
    assert page.busy._offer.isActive()
    assert page.busy._offer.interval() == 2000
    page.busy.cancel_requested.emit()
    assert not page.busy._appear.isActive()


def test_a_file_of_a_visit_that_was_left_is_recorded_in_no_other(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path]
) -> None:
    page = open_page(make_content(photo()))
    page.findChild(DropArea).files_dropped.emit((files["findings.pdf"],))
    session = page.context.session
    state = session.state
    session.open_visit(PATIENT, Consultation("c2", NOW), state.clinic, state.physician, session.clinical)
    stepped.executor.run_all()
    assert answers_of(page) == ()


def test_a_copy_is_written_where_the_person_says_and_nowhere_else(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path], tmp_path: Path
) -> None:
    page = open_page(make_content(photo()))
    choose(page, stepped, files["傷の写真.png"])
    target = tmp_path / "chosen"
    target.mkdir()
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    editor_of(page).lines[0].copy.click()
    dialog = dialog_of(page)
    assert [Path(path).name for path in dialog.selectedFiles()] == ["attachment.png"]
    dialog.fileSelected.emit(str(target / "copy.png"))
    dialog.close()
    stepped.executor.run_all()

    assert (target / "copy.png").read_bytes() == files["傷の写真.png"].read_bytes()
    assert {path for path in tmp_path.rglob("*") if path.is_file()} - before == {target / "copy.png"}
    assert "A copy was saved. It lies outside the vault and is not encrypted." in texts(page)


def test_the_name_and_the_bytes_of_a_file_are_in_no_log_and_no_temporary_file(
    open_page: Open,
    stepped: SteppedVault,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    temporary, desk = tmp_path / "temporary", tmp_path / "desk"
    temporary.mkdir()
    desk.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    caplog.set_level("DEBUG")
    path = desk / "Sentinelle.png"
    path.write_bytes(make_png() + b"Sentinelle" * 1000)
    page = open_page(make_content(photo()))
    choose(page, stepped, path)
    copy_to(page, stepped, desk / "copy.png")
    monkeypatch.setattr(file_desk, "find_sha256", lambda answer: 1 / 0)
    copy_to(page, stepped, desk / "never.png")
    path.unlink()
    (desk / "copy.png").unlink()

    assert "unexpected ZeroDivisionError" in caplog.text
    assert "Sentinelle" not in caplog.text
    assert list(temporary.rglob("*")) == []
    assert [one for one in tmp_path.rglob("*") if one.is_file() and b"Sentinelle" in one.read_bytes()] == []


def test_a_copy_that_cannot_be_written_is_said_and_leaves_nothing(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path], tmp_path: Path
) -> None:
    page = open_page(make_content(photo()))
    choose(page, stepped, files["findings.pdf"])
    copy_to(page, stepped, tmp_path / "no folder" / "copy.pdf")
    assert "The folder to save in does not exist any more." in texts(page)


def test_a_damaged_file_is_not_copied(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path], tmp_path: Path
) -> None:
    page = open_page(make_content(photo()))
    choose(page, stepped, files["findings.pdf"])
    with stepped.vault._writing(Right.SIGN_IN) as db:
        db.execute("drop trigger attachments_refuse_update")
        db.execute("update attachments set bytes = x'00'")
    copy_to(page, stepped, tmp_path / "copy.pdf")
    assert any("no longer matches its own check sum" in text for text in texts(page))
    assert not (tmp_path / "copy.pdf").exists()


def picture_of(page: ExaminationPage, number: int = 0) -> QLabel:
    found = [one for one in editor_of(page).lines[number].findChildren(QLabel) if one.objectName().endswith("_picture")]
    return found[0]


def test_an_image_is_shown_small_and_any_other_file_is_not(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path]
) -> None:
    page = open_page(make_content(photo(repeats=True)))
    choose(page, stepped, files["傷の写真.png"], files["findings.pdf"])
    stepped.executor.run_all()
    picture = picture_of(page).pixmap()
    assert (picture.width(), picture.height()) == (72, 36)
    assert picture.toImage().pixelColor(20, 20) == QColor("teal")
    assert picture_of(page, 1).isHidden()


def test_a_picture_that_cannot_be_shown_leaves_the_file_as_it_is(
    open_page: Open, stepped: SteppedVault, tmp_path: Path
) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(make_png()[:60])
    page = open_page(make_content(photo()))
    choose(page, stepped, path)
    assert len(answers_of(page)) == 1
    assert picture_of(page).isHidden()


def test_a_file_from_elsewhere_is_shown_and_offers_no_copy(open_page: Open) -> None:
    given = AttachmentAnswer("https://example.org/x.pdf", "application/pdf", "Old report", 1_200_000)
    page = open_page(make_content(photo()), ItemAnswers("photo", (given,)))
    assert {"Old report", "PDF document · 1.2 MB · not in this vault"} <= set(texts(page))
    assert editor_of(page).lines[0].copy.isHidden()


def test_a_name_that_looks_like_markup_is_shown_as_it_is(open_page: Open) -> None:
    name = "<img src='file:///etc/passwd'>" * 7
    page = open_page(make_content(photo()), ItemAnswers("photo", (make_attachment_answer(name, "text/plain", b"a"),)))
    title = next(label for label in editor_of(page).findChildren(QLabel) if label.text() == name)
    assert title.textFormat() is Qt.TextFormat.PlainText
    title.grab()
    assert "<img" not in title.toolTip()
    assert "&lt;img" in title.toolTip()
    assert all("<" not in button.toolTip() for button in editor_of(page).findChildren(QAbstractButton))


def test_what_is_read_only_or_closed_can_be_copied_and_not_changed(open_page: Open) -> None:
    given = make_attachment_answer("a.pdf", "application/pdf", PDF)
    page = open_page(make_content(photo(readOnly=True)), ItemAnswers("photo", (given,)))
    line = editor_of(page).lines[0]
    assert (line.copy.isVisibleTo(page), line.copy.isEnabled()) == (True, True)
    assert not line.remove.isVisibleTo(page)
    assert not page.findChild(DropArea).isVisibleTo(page)


def test_a_closed_visit_takes_no_file(open_page: Open, stepped: SteppedVault, files: dict[str, Path]) -> None:
    page = open_page(make_content(photo()))
    session = page.context.session
    state = session.state
    closed = Consultation("c1", NOW, summary=Summary(closed_at=NOW))
    session.open_visit(PATIENT, closed, state.clinic, state.physician, session.clinical)
    page.findChild(DropArea).files_dropped.emit((files["findings.pdf"],))
    stepped.executor.run_all()
    assert answers_of(page) == ()


def test_the_keyboard_reaches_everything_and_walks_on(
    open_page: Open, stepped: SteppedVault, files: dict[str, Path]
) -> None:
    page = open_page(make_content(make_item("before", "string"), photo(repeats=True), make_item("after", "string")))
    choose(page, stepped, files["findings.pdf"])
    page.jump_to("photo")
    button = find_control(editor_of(page))
    assert has_focus(button)
    QTest.keyClick(button, Qt.Key.Key_Return)
    dialog_of(page).close()
    QTest.keyClick(button, Qt.Key.Key_Down)
    assert has_focus(page.findChild(QWidget, "after"))
    line = editor_of(page).lines[0]
    line.remove.setFocus()
    QTest.keyClick(line.remove, Qt.Key.Key_Up)
    assert has_focus(page.findChild(QWidget, "before"))
    line.remove.setFocus()
    QTest.keyClick(line.remove, Qt.Key.Key_Space)
    assert answers_of(page) == ()


def test_every_button_says_what_it_is_for(open_page: Open) -> None:
    given = make_attachment_answer("a.pdf", "application/pdf", PDF)
    page = open_page(make_content(photo(repeats=True)), ItemAnswers("photo", (given,)))
    names = {button.accessibleName() for button in editor_of(page).findChildren(QAbstractButton)}
    assert names == {
        "Choose a file: Photographs of the area",
        "Save a copy: a.pdf",
        "Remove this answer: a.pdf",
    }


def test_a_cell_of_a_table_takes_a_file(open_page: Open, stepped: SteppedVault, files: dict[str, Path]) -> None:
    operations = table()
    operations["item"].append(make_item("report", "attachment", "Report"))
    page = open_page(make_content(operations))
    name = next(one.name for one in page.findChildren(AttachmentEditor))
    choose(page, stepped, files["findings.pdf"], name=name)
    assert [one.title for given in said(page, "report").values() for one in given] == ["findings.pdf"]  # type: ignore[union-attr]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_files_in_pictures(
    open_page: Open,
    stepped: SteppedVault,
    files: dict[str, Path],
    theme: Theme,
    window_language: WindowLanguage,
    snapshot: Snapshot,
    qtbot: QtBot,
    language: Language,
    scheme: Scheme,
) -> None:
    window_language.set_language(language)
    theme.set_scheme(scheme)
    page = open_page(
        make_content(
            make_item("words", "string", "Words"),
            photo(repeats=True, extension=limits("image/*", "application/pdf", size_mb=5)),
            make_item("letter", "attachment", "Letter of referral"),
            make_item("doctor", "reference", "Referring physician"),
        )
    )
    choose(page, stepped, files["傷の写真.png"], files["findings.pdf"], files["letter.txt"])
    stepped.executor.run_all()
    lines = editor_of(page).lines
    board, last = page.findChild(Board), page.findChild(TextField, "doctor")

    def is_laid_out() -> bool:
        lowest = last.mapTo(board, last.rect().bottomLeft()).y()
        return lines[0].height() >= 72 and lines[1].y() > lines[0].y() and lowest < board.height()

    qtbot.waitUntil(is_laid_out)
    snapshot(page, f"attachments-{language.value}-{scheme.value}")
    assert len(answers_of(page)) == 2
