"""Files that are dropped on the window: each is said to be genuine or not, off the GUI thread."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from documents.sealing.seal_samples import make_pdf, seal
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from vault_samples import SteppedVault
from visit_samples import CLINIC, NOW, SteppedClock

from stemsup_desktop.consultation.seal_model import SealState
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.labels import IconLabel
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.file_checker import FileChecker
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.verify_sheet import VerifySheet
from stemsup_desktop.ui.verify_view import TONES, FileAnswer
from stemsup_desktop.ui.window_language import WindowLanguage

KEY = make_clinic_key(CLINIC.name, NOW)
SEALED = seal(make_pdf(), KEY, at=NOW)


@pytest.fixture
def stepped(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[SteppedVault]:
    made = SteppedVault(runner, executor, tmp_path / "vault", clock)
    made.vault.save_seal_key(KEY)
    yield made
    made.close()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    changed = bytearray(SEALED)
    changed[-40] ^= 1
    made = {"genuine.pdf": SEALED, "changed.pdf": bytes(changed), "plain.pdf": make_pdf(), "note.txt": b"hello"}
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in (*made, "missing.pdf")}


@pytest.fixture
def window(context: PageContext, qapp: QApplication, shown: Callable[..., QWidget]) -> MainWindow:
    made = MainWindow(context, qapp)
    shown(made, 1000, 700)
    return made


def check(stepped: SteppedVault, *paths: Path) -> list[FileAnswer]:
    answers: list[FileAnswer] = []
    FileChecker(stepped.access).check(paths, answers.append)
    stepped.executor.run_all()
    return answers


def test_each_file_is_answered_in_its_order(stepped: SteppedVault, files: dict[str, Path]) -> None:
    answers = check(stepped, *files.values())
    assert [one.path for one in answers] == list(files.values())
    found = [getattr(one.found, "state", None) or one.found.code for one in answers]  # type: ignore[union-attr]
    assert found == [
        SealState.GENUINE,
        SealState.CHANGED,
        SealState.NOT_OURS,
        SealState.NOT_OURS,
        "verify-unreadable",
    ]


def test_the_gui_thread_reads_nothing_and_the_vault_is_asked_on_its_own(
    stepped: SteppedVault, files: dict[str, Path]
) -> None:
    answers: list[FileAnswer] = []
    FileChecker(stepped.access).check((files["genuine.pdf"],), answers.append)
    lanes = []
    while stepped.executor.queued:
        assert not answers
        lanes.append(stepped.executor.step().value)
    assert lanes == ["work", "vault", "work"]
    assert len(answers) == 1


def test_nothing_is_answered_after_the_sheet_was_closed(stepped: SteppedVault, files: dict[str, Path]) -> None:
    answers: list[FileAnswer] = []
    checker = FileChecker(stepped.access)
    checker.check((files["genuine.pdf"], files["plain.pdf"]), answers.append)
    stepped.executor.step()
    checker.stop()
    stepped.executor.run_all()
    assert answers == []


def test_a_locked_vault_is_said_and_nothing_more(
    runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock, files: dict[str, Path]
) -> None:
    closed = SteppedVault(runner, executor, tmp_path / "closed", clock)
    closed.close()
    (answer,) = check(closed, files["genuine.pdf"])
    assert answer.found.code == "vault-locked"  # type: ignore[union-attr]


def texts_of(sheet: VerifySheet) -> list[str]:
    return [one.text() for one in sheet.findChildren(QLabel) if one.isVisibleTo(sheet)]


@pytest.mark.parametrize("language", list(Language))
def test_the_sheet_says_of_each_file_what_was_found_with_its_icon(
    window: MainWindow,
    context: PageContext,
    window_language: WindowLanguage,
    stepped: SteppedVault,
    files: dict[str, Path],
    language: Language,
) -> None:
    window_language.set_language(language)
    sheet = VerifySheet(context.theme, window_language.words, window.centralWidget(), 3)
    window.show_sheet(sheet)
    for answer in check(stepped, files["genuine.pdf"], files["changed.pdf"], files["missing.pdf"]):
        sheet.show_answer(answer)
    said = texts_of(sheet)
    headlines = [one.text() for one in sheet.findChildren(QLabel, "verify_headline")]
    expected = {
        Language.EN: ["Genuine and unchanged.", "Changed after it was sealed."],
        Language.JA: ["本物です。封印後の変更はありません。", "封印後に変更されています。"],
    }
    assert headlines[:2] == expected[language]
    assert {"genuine.pdf", "changed.pdf", "missing.pdf"} <= set(said)
    icons = [one._icon for one in sheet.findChildren(IconLabel) if one._icon.endswith("sealed")]
    assert icons == ["sealed", "not-sealed", "not-sealed"]
    assert sheet.findChild(QWidget, "verify_waiting").isHidden()
    sheet.accept_button.click()
    assert not sheet.isVisible()


def test_every_answer_has_a_tone() -> None:
    assert set(TONES) == set(SealState)


def drop(window: MainWindow, *urls: QUrl) -> tuple[bool, bool]:
    data = QMimeData()
    data.setUrls(list(urls))
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, buttons, keys)
    enter.ignore()
    QApplication.sendEvent(window, enter)
    dropped = QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, buttons, keys)
    dropped.ignore()
    QApplication.sendEvent(window, dropped)
    return enter.isAccepted(), dropped.isAccepted()


def test_files_dropped_on_the_window_are_passed_on_together(window: MainWindow, files: dict[str, Path]) -> None:
    got: list[tuple[Path, ...]] = []
    window.files_dropped.connect(got.append)
    paths = (files["genuine.pdf"], files["plain.pdf"])
    assert drop(window, *(QUrl.fromLocalFile(str(path)) for path in paths)) == (True, True)
    assert got == [paths]


def test_addresses_and_text_are_not_taken(window: MainWindow) -> None:
    got: list[object] = []
    window.files_dropped.connect(got.append)
    assert drop(window, QUrl("https://example.org/a.pdf")) == (False, False)
    assert drop(window) == (False, False)
    assert got == []
