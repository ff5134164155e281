"""A new computer: the first run offers a backup, and the records of the old computer are there afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from backup_samples import PASSPHRASE, BackedUp
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from visit_samples import SteppedClock

from stemsup_desktop.language import Language
from stemsup_desktop.store.place import vault_exists
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.entry.entry_window import EntryWindow
from stemsup_desktop.ui.entry.first_run import FirstRunPage
from stemsup_desktop.ui.entry.restore_page import RestorePage
from stemsup_desktop.ui.entry.unlock import UnlockPage
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage


class NewComputer:
    """The first window on an empty folder, beside a backup of another computer."""

    def __init__(
        self, executor: ManualExecutor, window: EntryWindow, access: VaultAccess, backup: Path, language: WindowLanguage
    ) -> None:
        self.executor, self.window, self.access, self.backup = executor, window, access, backup
        self.language = language

    def find(self, name: str) -> QWidget:
        QApplication.processEvents()
        found = self.window.page.findChild(QWidget, name)
        assert isinstance(found, QWidget), name
        return found

    def press(self, name: str) -> None:
        button = self.find(name)
        assert isinstance(button, QPushButton)
        button.click()
        self.executor.run_all()

    def said(self) -> str:
        return " ".join(label.text() for label in self.window.page.findChildren(QLabel) if label.isVisible())

    def choose(self) -> RestorePage:
        self.press("first_restore")
        page = self.window.page
        assert isinstance(page, RestorePage)
        assert self.window._restore is not None
        self.window._restore.choose(self.backup)
        self.executor.run_all()
        return page


@pytest.fixture
def old(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[BackedUp]:
    (tmp_path / "old").mkdir()
    made = BackedUp(runner, executor, tmp_path / "old", clock)
    made.add_patient(1)
    made.back_up()
    made.keeper.stop()
    made.stepped.access.close(lambda _: None)
    executor.run_all()
    yield made
    made.close()


@pytest.fixture
def computer(
    old: BackedUp, tmp_path: Path, theme: Theme, window_language: WindowLanguage, qapp: QApplication, qtbot: QtBot
) -> NewComputer:
    access = VaultAccess(old.runner, tmp_path / "new", old.clock)
    window = EntryWindow(theme, window_language, access, qapp, is_first_run=True)
    qtbot.addWidget(window)
    window.show()
    return NewComputer(old.executor, window, access, old.records[0].path, window_language)


def test_the_first_run_restores_a_backup_and_asks_to_sign_in(computer: NewComputer) -> None:
    page = computer.choose()
    page.fields.passphrase.setText(PASSPHRASE)
    computer.press("restore_main")
    assert "nothing is replaced" in computer.said()
    assert "What would be lost" not in computer.said()
    computer.press("restore_main")
    assert vault_exists(computer.access.folder)
    computer.press("restore_main")
    assert isinstance(computer.window.page, UnlockPage)
    found: list[object] = []
    computer.access.open(PASSPHRASE, lambda _: None)
    computer.access.run(lambda vault: len(vault.find_patients("A-")), found.append)
    computer.executor.run_all()
    assert found[0].value == 1  # type: ignore[attr-defined]
    computer.access.close(lambda _: None)
    computer.executor.run_all()


def test_going_back_finds_what_was_typed_before(computer: NewComputer) -> None:
    page = computer.window.page
    assert isinstance(page, FirstRunPage)
    page.findChildren(TextField)[0].setText("Aobadori Clinic")
    computer.press("first_restore")
    computer.press("restore_back")
    page = computer.window.page
    assert isinstance(page, FirstRunPage)
    assert page.findChildren(TextField)[0].text() == "Aobadori Clinic"
    assert not vault_exists(computer.access.folder)


def test_the_language_may_change_on_the_way(computer: NewComputer) -> None:
    computer.press("first_restore")
    computer.language.set_language(Language.JA)
    assert isinstance(computer.window.page, RestorePage)
    computer.press("restore_back")
    assert isinstance(computer.window.page, FirstRunPage)


def test_a_file_that_is_no_backup_and_a_wrong_passphrase_leave_the_computer_empty(
    computer: NewComputer, tmp_path: Path
) -> None:
    page = computer.choose()
    page.fields.passphrase.setText("something else altogether")
    computer.press("restore_main")
    assert not vault_exists(computer.access.folder)
    wrong = tmp_path / "wrong.stemsup-backup"
    wrong.write_bytes(b"PK\x03\x04 no backup")
    assert computer.window._restore is not None
    computer.window._restore.choose(wrong)
    computer.executor.run_all()
    assert isinstance(computer.window.page, RestorePage)
    assert not vault_exists(computer.access.folder)
