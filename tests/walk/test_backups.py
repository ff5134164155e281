"""Backups of the running program: typing goes on meanwhile, a lock stops them, closing waits, a restore is made."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from driver import CONTROL, Keyboard, RunningClock, running
from opened import opened, put_visit, read_example, unlock
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from store import faults
from visit import PASSPHRASE, workspace_of

from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.store.backup.shelf import BackupRecord, list_backups
from stemsup_desktop.store.backup.snapshot import Snapshot
from stemsup_desktop.store.vault import open_vault
from stemsup_desktop.ui import backup_run
from stemsup_desktop.ui.backup_keeper import BackupKeeper
from stemsup_desktop.ui.entry.entry_window import EntryWindow
from stemsup_desktop.ui.entry.restore_page import RestorePage
from stemsup_desktop.ui.entry.unlock import UnlockPage
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.window_visits import OpenVisit

GOAL = "back up this sentence"


class HeldCopy:
    """Holds a backup just before it copies, until the test lets it go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go = threading.Event(), threading.Event()
        real = backup_run.write_backup

        def write(snapshot: Snapshot, *given: object, **options: object) -> BackupRecord:
            self.reached.set()
            if not self.go.wait(60):
                raise TimeoutError("the test never let the copy go")
            return real(snapshot, *given, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(backup_run, "write_backup", write)


@pytest.fixture(autouse=True)
def _cheap_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stemsup_desktop.desktop.VaultAccess", partial(VaultAccess, kdf=CHEAP_KEY))


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldCopy]:
    made = HeldCopy(monkeypatch)
    yield made
    made.go.set()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def visit(tmp_path: Path, stick: Path) -> OpenVisit:
    """A visit in a vault whose backups go to the stick."""
    file = read_example("clear")
    put_visit(tmp_path / "data", file, file.consultation)
    with open_vault(tmp_path / "data", PASSPHRASE, clock=RunningClock()) as vault:
        vault.save_backup_settings(BackupSettings(folder=stick))
    return OpenVisit(file.patient.patient_id, file.consultation.consultation_id, "step-1")


def keeper_of(keys: Keyboard) -> BackupKeeper:
    return workspace_of(keys)._parts.backups


def load_goal(keys: Keyboard, visit: OpenVisit) -> str:
    """Return the goal as it is on disk by now."""
    found: list[str] = []
    workspace_of(keys)._parts.access.run(
        lambda vault: vault.load_consultation(visit.consultation_id).reason.goal,
        lambda result: found.append(result.value),  # type: ignore[union-attr]
    )
    keys.until(lambda: bool(found), "the answer of the vault")
    return found[0]


def press(keys: Keyboard, window: QWidget, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    keys.until(lambda: button.isVisible() and button.isEnabled(), name)
    button.click()


def test_typing_reaches_the_disk_while_a_backup_is_copied(
    qapp: QApplication, tmp_path: Path, stick: Path, visit: OpenVisit, held: HeldCopy
) -> None:
    with opened(qapp, tmp_path / "data", visit) as keys:
        keeper_of(keys).look()
        keys.until(held.reached.is_set, "the copy")
        keys.reach("goal")
        keys.press(Qt.Key.Key_A, CONTROL)
        keys.type(GOAL)
        keys.until(lambda: load_goal(keys, visit) == GOAL, "the draft on disk, with the copy still held")
        assert not held.go.is_set()
        held.go.set()
        keys.until(lambda: not keeper_of(keys).is_running, "the end of the backup")
        assert [record.is_proven for record in list_backups(stick).records] == [True]
        assert load_goal(keys, visit) == GOAL


def test_a_lock_amid_a_backup_leaves_nothing_and_it_is_made_after_the_next_unlock(
    qapp: QApplication, tmp_path: Path, stick: Path, visit: OpenVisit, held: HeldCopy
) -> None:
    with opened(qapp, tmp_path / "data", visit) as keys:
        keeper_of(keys).look()
        keys.until(held.reached.is_set, "the copy")
        keys.press(Qt.Key.Key_L, CONTROL)
        assert isinstance(keys.desktop.window, EntryWindow)
        unlock(keys)  # while the copy still hangs
        held.go.set()
        keys.until(lambda: not keeper_of(keys).is_running, "the end of the backup that was given up")
        assert list(stick.iterdir()) == []
        assert list((tmp_path / "data").glob("vault.trial-*")) == []
        keeper_of(keys).look()
        keys.until(lambda: bool(list_backups(stick).records), "the backup")
        keys.until(lambda: not keeper_of(keys).is_running, "its end")
        assert [record.is_proven for record in list_backups(stick).records] == [True]


def test_closing_makes_the_last_backup_with_everything_in_it(
    qapp: QApplication, tmp_path: Path, stick: Path, visit: OpenVisit
) -> None:
    with opened(qapp, tmp_path / "data", visit) as keys:
        keys.reach("goal")
        keys.press(Qt.Key.Key_A, CONTROL)
        keys.type(GOAL)
        keys.window.close()
        ended: list[bool] = []
        assert keys.desktop.back_up_on_closing(lambda: ended.append(True))
        keys.until(lambda: bool(ended), "the end of the backup")
        assert [record.is_proven for record in list_backups(stick).records] == [True]
    with open_vault(tmp_path / "data", PASSPHRASE, clock=RunningClock()) as vault:
        assert vault.load_consultation(visit.consultation_id).reason.goal == GOAL


def test_a_locked_program_closes_at_once(qapp: QApplication, tmp_path: Path, visit: OpenVisit) -> None:
    with opened(qapp, tmp_path / "data", visit) as keys:
        keys.press(Qt.Key.Key_L, CONTROL)
        assert not keys.desktop.back_up_on_closing(lambda: None)


def test_a_demo_is_neither_backed_up_nor_nags(
    qapp: QApplication, tmp_path: Path, stick: Path, visit: OpenVisit
) -> None:
    with running(qapp, tmp_path / "data", RunningClock()) as keys:
        keys.desktop.open_with(PASSPHRASE, is_demo=True)
        keys.until(lambda: keys.desktop.workspace is not None, "the window")
        assert keeper_of(keys).notice is None
        assert not keeper_of(keys)._often.isActive()
        assert not keys.desktop.back_up_on_closing(lambda: None)
    assert list(stick.iterdir()) == []


def test_a_restore_asked_for_in_the_settings_locks_and_brings_the_older_records(
    qapp: QApplication, tmp_path: Path, stick: Path, visit: OpenVisit
) -> None:
    with opened(qapp, tmp_path / "data", visit) as keys:
        before = load_goal(keys, visit)
        keeper_of(keys).back_up()
        keys.until(lambda: not keeper_of(keys).is_running, "the backup")
        keys.reach("goal")
        keys.press(Qt.Key.Key_A, CONTROL)
        keys.type(GOAL)
        keys.until(lambda: load_goal(keys, visit) == GOAL, "the draft on disk")
        workspace_of(keys).restore_requested.emit(list_backups(stick).records[0].path)
        page = entry_of(keys).page
        assert isinstance(page, RestorePage)
        keys.until(page.fields.isVisible, "the backup")
        page.fields.passphrase.setText(PASSPHRASE)
        press(keys, page, "restore_main")
        keys.until(lambda: "1 earlier visit" in page._loss.text(), "what would be lost")
        press(keys, page, "restore_main")
        keys.until(lambda: bool(page._replaced.text()), "the end of the restore")
        press(keys, page, "restore_main")
        assert isinstance(entry_of(keys).page, UnlockPage)
        unlock(keys)
        assert load_goal(keys, visit) == before
        assert not workspace_of(keys).session.has_visit


def test_a_page_found_damaged_as_the_records_open_offers_the_backup(
    qapp: QApplication, tmp_path: Path, stick: Path, visit: OpenVisit
) -> None:
    with open_vault(tmp_path / "data", PASSPHRASE, clock=RunningClock()) as vault:
        vault.make_backup(BackupSettings(folder=stick), "1")
        root = vault._database.execute("select rootpage from sqlite_master where name = 'house_records'").fetchone()[0]
    faults.flip_bit(tmp_path / "data" / "vault" / "vault.db", (root - 1) * faults.PAGE_BYTES + 2000)
    with running(qapp, tmp_path / "data", RunningClock()) as keys:
        keys.desktop.open_with(PASSPHRASE)
        keys.until(lambda: isinstance(entry_of(keys).page, RestorePage), "the offer")
        page = entry_of(keys).page
        assert isinstance(page, RestorePage)
        keys.until(lambda: bool(page._made.text()), "the backup")


def test_a_restore_that_was_cut_short_is_ended_before_the_first_window(
    qapp: QApplication, tmp_path: Path, visit: OpenVisit
) -> None:
    """Killed between the two renames: there is no vault, and a whole one waits."""
    data = tmp_path / "data"
    (data / "vault").rename(data / "vault.restored")
    with running(qapp, data, RunningClock()) as keys:
        assert isinstance(entry_of(keys).page, UnlockPage)
        unlock(keys)
    assert not (data / "vault.restored").exists()


def entry_of(keys: Keyboard) -> EntryWindow:
    window = keys.desktop.window
    assert isinstance(window, EntryWindow)
    return window
