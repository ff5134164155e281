"""Unlocking with a name, waiting after wrong tries, and the way back in with the recovery sheet, on a real vault."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot
from visit_samples import CLINIC, NOW, PHYSICIAN, SteppedClock

from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.language import Language
from stemsup_desktop.store.closed_vault import ClosedVault
from stemsup_desktop.store.header import HEADER_NAMES
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.place import VAULT_FOLDER
from stemsup_desktop.store.recovery_code import make_recovery_code
from stemsup_desktop.store.vault import Vault, create_vault, open_vault
from stemsup_desktop.ui.entry.countdown import Countdown
from stemsup_desktop.ui.entry.entry_window import EntryWindow
from stemsup_desktop.ui.entry.passphrase_field import PassphraseField
from stemsup_desktop.ui.entry.recovered_page import RecoveredPage, Reset
from stemsup_desktop.ui.entry.recovery_page import RecoveryPage
from stemsup_desktop.ui.entry.restore_page import RestorePage
from stemsup_desktop.ui.entry.unlock import Locked, UnlockPage
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import Words

CHEAP = KdfParameters(memory_kib=64, passes=1, lanes=1)
PASSPHRASE, COLLEAGUES, NEW = "four quiet herons wade", "seven tall reeds bend", "six slow boats at dusk"
CODE = make_recovery_code()


class Door:
    """An entry window on a vault, shown, with jobs stepped by hand."""

    def __init__(
        self,
        qtbot: QtBot,
        window_language: WindowLanguage,
        folder: Path,
        parts: tuple[Theme, QApplication, SteppedClock],
        locked: Locked | None = None,
    ) -> None:
        theme, application, self.clock = parts
        self.folder = folder
        self.executor = ManualExecutor()
        self.runner = JobRunner(self.executor)
        self.access = VaultAccess(self.runner, folder, self.clock, CHEAP)
        self.window = EntryWindow(theme, window_language, self.access, application, is_first_run=False, locked=locked)
        qtbot.addWidget(self.window)
        self.opened: list[bool] = []
        self.window.opened.connect(lambda: self.opened.append(True))
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window, 2000)
        self.window.read_closed()
        self.executor.run_all()

    def close(self) -> None:
        self.access.close(lambda _: None)
        self.runner.close()

    @property
    def unlock(self) -> UnlockPage:
        page = self.window.page
        assert isinstance(page, UnlockPage)
        return page

    @property
    def recovery(self) -> RecoveryPage:
        page = self.window.page
        assert isinstance(page, RecoveryPage)
        return page

    @property
    def recovered(self) -> RecoveredPage:
        page = self.window.page
        assert isinstance(page, RecoveredPage)
        return page

    def button(self, name: str) -> QPushButton:
        button = self.window.page.findChild(QPushButton, name)
        assert button is not None
        return button

    def text(self, name: str) -> str:
        label = self.window.page.findChild(QLabel, name)
        assert label is not None
        return label.text()

    def try_with(self, passphrase: str, name: str = "") -> None:
        self.unlock.sign_in_name.setText(name)
        self.unlock.passphrase.setText(passphrase)
        self.button("unlock").click()
        self.executor.run_all()

    def use_code(self, code: str) -> None:
        self.recovery.code.setText(code)
        self.button("recovery_submit").click()
        self.executor.run_all()

    def pass_time(self, seconds: float) -> None:
        """Let the clock go on and the window ask again, as its countdown does at its end."""
        self.clock.advance(seconds=seconds)
        self.window.page.findChild(Countdown).ended.emit()
        self.executor.run_all()


def make_vault(folder: Path, *acts: Callable[[Vault], object]) -> None:
    with create_vault(folder, PASSPHRASE, CLINIC, PHYSICIAN, clock=lambda: NOW, kdf=CHEAP) as vault:
        for act in acts:
            act(vault)


def give_names(vault: Vault) -> None:
    vault.change_own_passphrase(PASSPHRASE, PASSPHRASE, "aoki")
    vault.add_account(Account("", "Mori", (Role.STAFF,), "mori"), COLLEAGUES)


def give_sheet(vault: Vault) -> None:
    vault.save_recovery_code(CODE)


OpenDoor = Callable[..., Door]


@pytest.fixture
def open_door(
    qtbot: QtBot, window_language: WindowLanguage, theme: Theme, qapp: QApplication, tmp_path: Path, clock: SteppedClock
) -> Iterator[OpenDoor]:
    doors: list[Door] = []

    def make(*acts: Callable[[Vault], object], locked: Locked | None = None) -> Door:
        folder = tmp_path / "vault"
        if not folder.exists():
            make_vault(folder, *acts)
        door = Door(qtbot, window_language, folder, (theme, qapp, clock), locked)
        doors.append(door)
        return door

    yield make
    for door in doors:
        door.close()


def test_one_nameless_person_is_asked_for_the_passphrase_alone(open_door: OpenDoor) -> None:
    door = open_door()
    assert not door.unlock.sign_in_name.isVisible()
    assert door.unlock.passphrase.line_edit.hasFocus()
    assert not door.button("recovery_link").isVisible()


def test_where_people_have_names_the_keyboard_goes_from_name_to_passphrase_to_the_records(
    open_door: OpenDoor,
) -> None:
    door = open_door(give_names)
    assert door.unlock.sign_in_name.line_edit.hasFocus()
    QTest.keyClicks(door.unlock.sign_in_name.line_edit, "MORI")
    QTest.keyClick(door.unlock.sign_in_name.line_edit, Qt.Key.Key_Return)
    assert door.unlock.passphrase.line_edit.hasFocus()
    QTest.keyClicks(door.unlock.passphrase.line_edit, COLLEAGUES)
    QTest.keyClick(door.unlock.passphrase.line_edit, Qt.Key.Key_Return)
    door.executor.run_all()
    assert door.opened == [True]
    assert door.access.get_vault().author.name == "Mori"


def test_what_the_vault_says_to_a_window_that_has_gone_is_let_be(
    open_door: OpenDoor, theme: Theme, window_language: WindowLanguage, qapp: QApplication
) -> None:
    door = open_door(give_names)
    window = EntryWindow(theme, window_language, door.access, qapp, is_first_run=False)
    gone: list[bool] = []
    window.destroyed.connect(lambda: gone.append(True))
    window.show()
    window.read_closed()
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
    assert gone == [True]
    with capture_exceptions() as raised:
        door.executor.run_all()
    assert raised == []


def test_a_wrong_name_and_a_wrong_passphrase_say_the_same(open_door: OpenDoor) -> None:
    door = open_door(give_names)
    said = []
    for name, passphrase in (("aoki", COLLEAGUES), ("nobody", PASSPHRASE), ("", PASSPHRASE), ("mori", "wrong")):
        door.try_with(passphrase, name)
        said.append((door.unlock.passphrase.error, door.text("unlock_status")))
        assert door.unlock.passphrase.line_edit.hasFocus()
    assert len(set(said)) == 1
    assert "name or the passphrase" in said[0][0]


def test_what_was_sent_stands_in_no_field_and_no_log_and_cannot_be_undone(
    open_door: OpenDoor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    door = open_door()
    for passphrase in ("wrong passphrase", PASSPHRASE):
        door.unlock.passphrase.setText(passphrase)
        door.button("unlock").click()
        assert [edit.text() for edit in door.window.findChildren(QLineEdit) if edit.text()] == []
        assert not door.unlock.passphrase.line_edit.isUndoAvailable()
        door.executor.run_all()
        assert passphrase not in caplog.text
    assert door.opened == [True]


def test_the_eye_closes_when_the_passphrase_is_sent(qtbot: QtBot, theme: Theme, english: Words) -> None:
    field = PassphraseField(theme, english, "Passphrase")
    qtbot.addWidget(field)
    field.setText(PASSPHRASE)
    field.findChild(QPushButton).click()
    assert field.line_edit.echoMode() == QLineEdit.EchoMode.Normal
    assert field.take() == PASSPHRASE
    assert field.line_edit.echoMode() == QLineEdit.EchoMode.Password
    assert field.text() == ""


def test_the_fifth_wrong_try_counts_down_also_in_a_fresh_window_and_then_lets_one_try(open_door: OpenDoor) -> None:
    door = open_door()
    for _ in range(5):
        assert door.button("unlock").isEnabled()
        door.try_with("wrong")
    assert not door.button("unlock").isEnabled()
    assert "5 seconds" in door.text("unlock_status")
    door.unlock.findChild(Countdown).tick()
    assert "4 seconds" in door.text("unlock_status")
    door.access.close(lambda _: None)
    again = open_door()
    assert not again.button("unlock").isEnabled()
    assert "5 seconds" in again.text("unlock_status")
    again.pass_time(6)
    assert again.button("unlock").isEnabled()
    assert again.text("unlock_status") == ""
    again.try_with(PASSPHRASE)
    assert again.opened == [True]


def test_a_countdown_that_ran_ahead_of_the_store_goes_on(open_door: OpenDoor) -> None:
    door = open_door()
    for _ in range(5):
        door.try_with("wrong")
    door.pass_time(2)
    assert not door.button("unlock").isEnabled()
    assert "4 seconds" in door.text("unlock_status")


def test_a_countdown_says_each_second_once_and_ends_once(qapp: QApplication) -> None:
    countdown = Countdown(qapp)
    said: list[object] = []
    countdown.counted.connect(said.append)
    countdown.ended.connect(lambda: said.append("over"))
    countdown.start(3)
    for _ in range(5):
        countdown.tick()
    assert said == [3, 2, 1, "over"]


@pytest.mark.parametrize("has_visit", [True, False])
def test_a_locked_window_says_since_when_and_that_the_visit_is_kept_but_not_whose(
    open_door: OpenDoor, has_visit: bool
) -> None:
    door = open_door(give_names, locked=Locked(NOW.replace(hour=13, minute=2), has_visit))
    note = door.text("unlock_note")
    assert "13:02" in note
    assert ("visit is kept" in note) is has_visit
    shown = " ".join(label.text() for label in door.window.findChildren(QLabel))
    assert not any(name in shown for name in ("青木", "Aoki", "Mori", "山田"))


def test_a_damaged_key_file_is_said_before_anything_is_typed_and_a_backup_looked_for(
    open_door: OpenDoor, tmp_path: Path
) -> None:
    make_vault(tmp_path / "vault")
    for name in HEADER_NAMES:
        (tmp_path / "vault" / VAULT_FOLDER / name).write_bytes(b"{}")
    page = open_door().window.page
    assert isinstance(page, RestorePage)
    assert "key file" in " ".join(label.text() for label in page.findChildren(QLabel))


def test_the_recovery_sheet_gives_one_person_a_new_passphrase_and_locks_again(open_door: OpenDoor) -> None:
    door = open_door(give_names, give_sheet)
    door.button("recovery_link").click()
    door.use_code(CODE)
    page = door.recovered
    assert page.person.value() == door.access.get_vault().list_accounts()[0].account_id
    assert page.sign_in_name.text() == "aoki"
    assert not door.button("recovered_save").isEnabled()
    page.passphrases.first.setText(NEW)
    page.passphrases.again.setText(NEW)
    door.button("recovered_save").click()
    assert [edit.text() for edit in page.passphrases.findChildren(QLineEdit)] == ["", ""]
    door.executor.run_all()
    assert door.opened == []
    notice = " ".join(label.text() for label in door.unlock.findChildren(QLabel))
    assert "new recovery sheet" in notice
    door.try_with(PASSPHRASE, "aoki")
    assert door.opened == []
    door.try_with(NEW, "aoki")
    assert door.opened == [True]
    assert door.access.get_vault().author.name == PHYSICIAN.name


def test_a_nameless_person_stays_nameless_after_recovery(open_door: OpenDoor) -> None:
    door = open_door(give_sheet)
    door.button("recovery_link").click()
    door.use_code(CODE)
    assert not door.recovered.sign_in_name.isVisible()
    door.recovered.passphrases.first.setText(NEW)
    QTest.keyClicks(door.recovered.passphrases.again.line_edit, NEW)
    QTest.keyClick(door.recovered.passphrases.again.line_edit, Qt.Key.Key_Return)
    door.executor.run_all()
    assert not door.unlock.sign_in_name.isVisible()
    door.try_with(NEW)
    assert door.opened == [True]


def test_a_short_passphrase_is_refused_and_can_be_mended(open_door: OpenDoor) -> None:
    door = open_door(give_sheet)
    door.button("recovery_link").click()
    door.use_code(CODE)
    for passphrase in ("short", NEW):
        door.recovered.passphrases.first.setText(passphrase)
        door.recovered.passphrases.again.setText(passphrase)
        door.button("recovered_save").click()
        door.executor.run_all()
    assert isinstance(door.window.page, UnlockPage)


def test_a_right_code_of_another_vault_is_told_so_and_counts_as_a_try(open_door: OpenDoor) -> None:
    door = open_door(give_sheet)
    door.button("recovery_link").click()
    for _ in range(5):
        door.use_code(make_recovery_code())
    assert "other records" in door.recovery.code.error
    closed = door.window.closed_vault
    assert isinstance(closed, ClosedVault)
    assert closed.vault_number in door.recovery.code.error
    assert not door.button("recovery_submit").isEnabled()
    door.pass_time(6)
    door.use_code(CODE)
    assert isinstance(door.window.page, RecoveredPage)


def test_whoever_leaves_the_recovery_leaves_the_vault_locked_and_unchanged(open_door: OpenDoor, qtbot: QtBot) -> None:
    door = open_door(give_names, give_sheet)
    door.button("recovery_link").click()
    door.use_code(CODE)
    qtbot.waitUntil(door.recovered.isVisible)
    assert door.recovered.person.combo.hasFocus()
    QTest.keyClick(door.recovered.person.combo, Qt.Key.Key_Escape)
    door.executor.run_all()
    assert isinstance(door.window.page, UnlockPage)
    open_vault(door.folder, PASSPHRASE, clock=door.clock, sign_in_name="aoki").close()


def test_recovery_goes_on_in_the_other_language(open_door: OpenDoor, window_language: WindowLanguage) -> None:
    door = open_door(give_names, give_sheet)
    door.button("recovery_link").click()
    door.use_code(CODE)
    door.button("language_switch").click()
    assert window_language.language is Language.JA
    assert door.recovered.person.combo.count() == 2


def test_what_is_to_be_set_shows_no_passphrase() -> None:
    assert NEW not in repr(Reset("a", "aoki", NEW))
