"""A damaged vault is offered its last good backup in the locked window; on real vaults that were really damaged."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from backup_samples import PASSPHRASE, BackedUp
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from store import faults
from visit_samples import SteppedClock

from stemsup_desktop.language import Language
from stemsup_desktop.store.backup.watching import Stage
from stemsup_desktop.store.entering import Entry
from stemsup_desktop.store.recovery_code import make_recovery_code
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.entry import restore_desk
from stemsup_desktop.ui.entry.backup_foot import BackupFoot
from stemsup_desktop.ui.entry.entry_window import EntryWindow
from stemsup_desktop.ui.entry.restore_desk import RestoreDesk
from stemsup_desktop.ui.entry.restore_page import RestorePage
from stemsup_desktop.ui.entry.unlock import UnlockPage
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.window_language import WindowLanguage


class Locked(BackedUp):
    """A clinic with a good backup of 14 hours ago and two patients since, locked."""

    def lock(self) -> None:
        self.back_up()
        self.add_patient(1)
        self.add_patient(2)
        self.clock.advance(hours=14)
        self.keeper.stop()
        self.stepped.access.close(lambda _: None)
        self.executor.run_all()

    @property
    def file(self) -> Path:
        return self.folder / "vault" / "vault.db"


class Entrance:
    """The window on it, driven by the names of its parts."""

    def __init__(self, locked: Locked, theme: Theme, language: WindowLanguage, app: QApplication, qtbot: QtBot) -> None:
        self.locked = locked
        self.window = EntryWindow(theme, language, locked.stepped.access, app, is_first_run=False)
        qtbot.addWidget(self.window)
        self.window.show()
        self.opened: list[bool] = []
        self.window.opened.connect(lambda: self.opened.append(True))

    def find(self, name: str) -> QWidget:
        QApplication.processEvents()  # Qt shows a page that comes later in the next turn
        found = self.window.page.findChild(QWidget, name)
        assert isinstance(found, QWidget), name
        return found

    def press(self, name: str) -> None:
        button = self.find(name)
        assert isinstance(button, QPushButton)
        assert button.isVisible()
        assert button.isEnabled()
        button.click()
        self.locked.executor.run_all()

    def text(self, name: str) -> str:
        label = self.find(name)
        assert isinstance(label, QLabel)
        return label.text() if label.isVisible() else ""

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        assert isinstance(self.window.page, UnlockPage)
        self.window.page.passphrase.setText(passphrase)
        self.press("unlock")

    def type(self, passphrase: str = PASSPHRASE) -> None:
        assert isinstance(self.window.page, RestorePage)
        self.window.page.fields.passphrase.setText(passphrase)

    def count_patients(self) -> int:
        found: list[object] = []
        self.locked.stepped.access.run(lambda vault: len(vault.find_patients("A-")), found.append)
        self.locked.executor.run_all()
        return found[0].value  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def locked(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[Locked]:
    made = Locked(runner, executor, tmp_path, clock)
    made.lock()
    yield made
    made.close()


@pytest.fixture
def entrance(
    locked: Locked, theme: Theme, window_language: WindowLanguage, qapp: QApplication, qtbot: QtBot
) -> Entrance:
    return Entrance(locked, theme, window_language, qapp, qtbot)


def damage_first_page(locked: Locked) -> None:
    faults.flip_bit(locked.file, 100)


def cut_short(locked: Locked) -> None:
    faults.truncate(locked.file, 5 * 4096)


def lose_file(locked: Locked) -> None:
    locked.file.unlink()


def damage_key_files(locked: Locked) -> None:
    for path in faults.find_headers(locked.folder):
        path.write_bytes(b"\0" * 300)


DAMAGES = [damage_first_page, cut_short, lose_file, damage_key_files]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_vault_is_restored_from_its_last_good_backup(
    entrance: Entrance, locked: Locked, damage: Callable[[Locked], None]
) -> None:
    damage(locked)
    entrance.unlock()
    assert "8 Sep 2026, 10:44" in entrance.text("restore_made")
    assert "14 hours" in entrance.text("restore_facts")
    entrance.type()
    entrance.press("restore_main")
    assert "14 hours" in entrance.text("restore_loss")
    assert ("2 new patients" in entrance.text("restore_loss")) is (damage is damage_key_files)
    entrance.press("restore_main")
    replaced = Path(entrance.text("restore_replaced"))
    assert replaced.parent == locked.folder
    assert list(replaced.iterdir())
    entrance.press("restore_main")
    entrance.unlock()
    assert entrance.opened == [True]
    assert entrance.count_patients() == 0


def test_what_was_typed_is_forgotten_once_it_is_done(entrance: Entrance, locked: Locked) -> None:
    lose_file(locked)
    entrance.unlock()
    page = entrance.window.page
    assert isinstance(page, RestorePage)
    entrance.type()
    entrance.press("restore_main")
    entrance.press("restore_main")
    assert page.fields.passphrase.text() == ""
    assert page._desk._entry is None


def test_a_wrong_passphrase_says_so_at_the_field_and_changes_nothing(entrance: Entrance, locked: Locked) -> None:
    lose_file(locked)
    entrance.unlock()
    entrance.type("not this one")
    entrance.press("restore_main")
    field = entrance.find("restore_passphrase")
    assert isinstance(field, FieldFrame)
    assert field.error
    assert not list(locked.folder.glob("vault-replaced-*"))


def test_the_recovery_sheet_restores_and_a_mistyped_code_says_so(
    entrance: Entrance, locked: Locked, executor: ManualExecutor
) -> None:
    code = make_recovery_code()
    locked.stepped.access.open(PASSPHRASE, lambda _: None)
    locked.stepped.access.run(lambda vault: vault.save_recovery_code(code), lambda _: None)
    executor.run_all()
    locked.keeper.start()
    locked.back_up()
    locked.keeper.stop()
    locked.stepped.access.close(lambda _: None)
    executor.run_all()
    damage_key_files(locked)
    entrance.unlock()
    page = entrance.window.page
    assert isinstance(page, RestorePage)
    entrance.press("restore_other_way")
    page.fields.code.setText(code[:-1])
    entrance.press("restore_main")
    assert page.fields.code.error
    page.fields.code.setText(code)
    entrance.press("restore_main")
    entrance.press("restore_main")
    assert entrance.text("restore_replaced")


def test_with_the_stick_away_it_says_so_and_finds_it_once_it_is_back(entrance: Entrance, locked: Locked) -> None:
    away = locked.target.rename(locked.target.with_name("drawer"))
    lose_file(locked)
    entrance.unlock()
    assert entrance.text("restore_made") == ""
    assert "No good backup" in entrance.text("restore_status")
    away.rename(locked.target)
    entrance.press("restore_main")
    assert "8 Sep 2026" in entrance.text("restore_made")


def test_a_chosen_file_that_is_no_backup_says_so_and_the_one_found_stays(entrance: Entrance, locked: Locked) -> None:
    lose_file(locked)
    entrance.unlock()
    page = entrance.window.page
    assert isinstance(page, RestorePage)
    other = locked.folder.with_name("holiday.stemsup")
    other.write_bytes(b"PK no backup")
    page._on_chosen((other,))
    locked.executor.run_all()
    assert "not a whole backup" in page._refusal._sentence.text()
    assert "8 Sep 2026" in entrance.text("restore_made")


def test_a_restore_is_cancelled_and_the_vault_is_as_it_was(
    entrance: Entrance, locked: Locked, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = restore_desk.restore_vault

    def restore(path: Path, folder: Path, entry: Entry, **options: object) -> object:
        entrance.window.close()  # the person closes the window while it is unpacked
        options["watch"].advance(Stage.UNPACK, 1, 2)  # type: ignore[attr-defined]
        return real(path, folder, entry, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(restore_desk, "restore_vault", restore)
    entrance.window.show_restore(locked.records[0].path)
    locked.executor.run_all()
    entrance.type()
    entrance.press("restore_main")
    before = locked.file.read_bytes()
    entrance.press("restore_main")
    assert entrance.window._restore is not None
    assert entrance.window._restore.state.refusal is not None
    assert entrance.window._restore.state.refusal.code == "backup-cancelled"
    assert locked.file.read_bytes() == before
    assert not list(locked.folder.glob("vault-replaced-*"))


def test_the_way_back_leads_to_the_passphrase(entrance: Entrance, locked: Locked) -> None:
    lose_file(locked)
    entrance.unlock()
    entrance.type()
    entrance.press("restore_main")
    entrance.press("restore_back")
    assert not entrance.text("restore_loss")
    entrance.press("restore_back")
    assert isinstance(entrance.window.page, UnlockPage)


def test_another_language_goes_on_where_the_page_was(
    entrance: Entrance, locked: Locked, window_language: WindowLanguage
) -> None:
    lose_file(locked)
    entrance.unlock()
    entrance.press("language_switch")
    assert window_language.language is Language.JA
    assert "2026年9月8日" in entrance.text("restore_made")


def test_the_foot_says_when_the_last_backup_was_in_both_languages(
    entrance: Entrance, locked: Locked, window_language: WindowLanguage
) -> None:
    foot = entrance.window.findChild(QWidget, "backup_foot")
    assert isinstance(foot, QWidget)
    assert not foot.isVisible()
    foot.ask()  # type: ignore[attr-defined]
    locked.executor.run_all()
    notice = entrance.window.findChild(QLabel, "backup_notice")
    assert isinstance(notice, QLabel)
    assert foot.isVisible()
    assert notice.text() == "Last tested backup: yesterday at 10:44."
    window_language.set_language(Language.JA)
    assert "昨日10:44" in notice.text()


def test_an_answer_that_comes_after_the_window_went_is_dropped(
    locked: Locked, theme: Theme, window_language: WindowLanguage, clock: SteppedClock
) -> None:
    """A dead share may answer after the person has unlocked."""
    foot = BackupFoot(theme, window_language, locked.stepped.access)
    desk = RestoreDesk(locked.runner, locked.folder, clock)
    foot.ask()
    desk.search()
    for gone in (foot, desk):
        shiboken6.delete(gone)
    locked.executor.run_all()
