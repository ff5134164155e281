"""The section of backups in the settings, on a real vault with a folder for its backups."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from backup_samples import BackedUp
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QVBoxLayout, QWidget
from store import faults
from visit_samples import NOW, SteppedClock

from stemsup_desktop.consultation.people import Author, Right, Role
from stemsup_desktop.content import Content
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.store.backup.rotation import RotationPolicy
from stemsup_desktop.store.backup.settings import BackupSettings
from stemsup_desktop.ui.backup_keeper import BackupStatus
from stemsup_desktop.ui.backup_strip import BackupStrip
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.data_table import DataTable
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.copy_work import CopyProgress, CopyStage
from stemsup_desktop.ui.jobs import JobRunner, Lane, ManualExecutor
from stemsup_desktop.ui.pages.settings.backups_part import BackupsPart
from stemsup_desktop.ui.pages.settings.backups_view import BackupsState, derive_backups
from stemsup_desktop.ui.pages.settings.page import SettingsPage
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

Show = Callable[[QWidget, int, int], QWidget]
OpenPage = Callable[[], "Section"]


class Section:
    """The section as a person meets it."""

    def __init__(self, page: SettingsPage, clinic: BackedUp) -> None:
        self.page, self.clinic = page, clinic
        self.asked: list[Path] = []
        page.restore_requested.connect(self.asked.append)

    @property
    def part(self) -> BackupsPart:
        found = self.page.findChild(BackupsPart)
        assert isinstance(found, BackupsPart)
        return found

    def button(self, name: str) -> QPushButton:
        found = self.page.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found

    def press(self, name: str) -> None:
        assert self.button(name).isEnabled()
        self.button(name).click()
        self.run()

    def run(self) -> None:
        self.clinic.executor.run_all()
        QApplication.processEvents()

    def says(self, name: str) -> str:
        holder = self.page.findChild(QWidget, name)
        assert isinstance(holder, QWidget)
        labels = [holder] if isinstance(holder, QLabel) else holder.findChildren(QLabel)
        return " ".join(label.text() for label in labels if holder.isVisible())

    @property
    def table(self) -> DataTable:
        found = self.page.findChild(DataTable, "backup_table")
        assert isinstance(found, DataTable)
        return found

    @property
    def saved(self) -> BackupSettings:
        return self.clinic.stepped.vault.load_backup_settings()

    def set_count(self, name: str, text: str) -> NumberField:
        field = self.page.findChild(NumberField, name)
        assert isinstance(field, NumberField)
        field.line_edit.setText(text)
        self.run()
        return field


@pytest.fixture
def clinic(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[BackedUp]:
    made = BackedUp(runner, executor, tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def open_section(context: PageContext, content: Content, clinic: BackedUp, shown: Show) -> OpenPage:
    def make() -> Section:
        library = ChecklistLibrary(content.clinical)
        page = SettingsPage(context, content, clinic.stepped.access, library, backups=clinic.keeper)
        page.make_whole()
        shown(page, 1024, 768)
        section = Section(page, clinic)
        section.run()
        return section

    return make


def test_a_backup_by_hand_shows_how_far_it_is_and_is_listed(open_section: OpenPage) -> None:
    section = open_section()
    assert "No backup" in section.page.findChild(BackupsPart)._list._note.text()  # type: ignore[union-attr]
    section.button("back_up_now").click()
    section.clinic.step_to(Lane.COPY, 3)
    assert "%" in section.says("backup_progress")
    assert section.button("cancel_backup").isVisible()
    section.run()
    assert section.says("backup_outcome") == "Backed up at 10:44, and restored on trial."
    assert section.table.rows_model.rowCount() == 1
    made, size, tested, name = section.table.rows_model._rows[0].cells
    assert (made, tested) == ("8 Sep 2026 10:44", "Good, 8 Sep 2026")
    assert size.endswith("kB")
    assert name == section.clinic.records[0].path.name


def test_a_backup_is_cancelled(open_section: OpenPage) -> None:
    section = open_section()
    section.button("back_up_now").click()
    section.clinic.step_to(Lane.COPY, 2)
    section.press("cancel_backup")
    assert section.says("backup_outcome").startswith("Stopped.")
    assert section.clinic.left == []


def test_a_folder_is_tried_before_it_is_kept(open_section: OpenPage, tmp_path: Path) -> None:
    section = open_section()
    other, inside = tmp_path / "other", section.clinic.folder / "vault"
    other.mkdir()
    section.part.take_folder(other)
    section.run()
    assert section.saved.folder == other
    assert list(other.iterdir()) == []
    section.part.take_folder(inside)
    section.run()
    assert "inside the vault" in section.says("backup_outcome")
    section.part.take_folder(tmp_path / "gone")
    section.run()
    assert "cannot be reached" in section.says("backup_outcome")
    with faults.read_only(section.clinic.target):
        section.part.take_folder(section.clinic.target)
        section.run()
    assert "cannot be written" in section.says("backup_outcome")
    assert section.saved.folder == other


def test_the_folder_says_when_it_is_away_and_when_it_is_on_the_same_drive(open_section: OpenPage) -> None:
    section = open_section()
    assert "same drive" in section.says("backup_folder_note")
    section.clinic.target.rename(section.clinic.target.with_name("drawer"))
    section.part.load()
    section.run()
    assert "cannot be reached" in section.says("backup_folder_note")


def test_a_number_counts_once_its_field_is_left(open_section: OpenPage) -> None:
    section = open_section()
    field = section.set_count("backup_daily", "1")
    assert section.saved.policy == RotationPolicy()
    section.set_count("backup_daily", "14")
    field.left.emit()
    section.run()
    assert section.saved.policy == RotationPolicy(daily=14)
    for wrong in ("", "0", "x", "1000"):
        section.set_count("backup_daily", wrong)
        field.left.emit()
        section.run()
    assert section.saved.policy == RotationPolicy(daily=14)


def test_automatic_backups_are_turned_off_and_on(open_section: OpenPage) -> None:
    section = open_section()
    box = section.page.findChild(QCheckBox, "backup_automatic")
    assert isinstance(box, QCheckBox)
    for wanted in (False, True):
        box.click()
        section.run()
        assert section.saved.is_automatic is wanted


def test_an_old_backup_is_tested(open_section: OpenPage) -> None:
    section = open_section()
    section.press("back_up_now")
    record = section.clinic.records[0]
    record.path.with_name(record.path.name + ".proof").unlink()
    section.part.load()
    section.run()
    assert section.table.rows_model._rows[0].cells[2] == "Not yet"
    assert not section.button("test_backup").isEnabled()
    section.table.selectRow(0)
    section.press("test_backup")
    assert section.says("backup_outcome") == "Tested at 10:44: this backup is good."
    assert section.table.rows_model._rows[0].cells[2] == "Good, 8 Sep 2026"


def test_a_restore_says_what_would_be_lost_and_asks_for_the_lock(open_section: OpenPage) -> None:
    section = open_section()
    section.press("back_up_now")
    section.clinic.add_patient(1)
    section.clinic.clock.advance(hours=30)
    section.table.selectRow(0)
    section.press("restore_backup")
    sheet = section.page.window().findChild(Sheet)
    assert isinstance(sheet, Sheet)
    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert "8 Sep 2026, 10:44" in said
    assert "30 hours since then is not in it: 1 new patient" in said
    sheet.dismiss_button.click()
    assert section.asked == []
    section.run()
    section.press("restore_backup")
    sheets = [one for one in section.page.window().findChildren(Sheet) if one.isVisible()]
    sheets[0].accept_button.click()
    assert section.asked == [section.clinic.records[0].path]
    section.run()


def test_a_file_that_is_no_backup_says_so(open_section: OpenPage, tmp_path: Path) -> None:
    section = open_section()
    other = tmp_path / "other.stemsup"
    other.write_bytes(b"no backup")
    section.part.ask_restore(other)
    section.run()
    assert "not a whole backup" in section.says("backup_outcome")


@pytest.mark.parametrize("role", [Role.PHYSICIAN, Role.STAFF])
def test_who_does_not_administer_sees_how_it_stands_and_why_nothing_can_be_changed(
    open_section: OpenPage, session: Session, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    author = Author("a", "森", (role,))
    monkeypatch.setattr(Session, "may", lambda self, right: author.may(right))
    section = open_section()
    assert not session.may(Right.ADMINISTER)
    assert "Only an administrator" in section.says("backup_reason")
    section.press("back_up_now")
    section.table.selectRow(0)
    enabled = {
        name: section.button(name).isEnabled()
        for name in ("choose_backup_folder", "restore_backup", "restore_file", "test_backup", "back_up_now")
    }
    assert [name for name, is_on in enabled.items() if is_on] == ["test_backup", "back_up_now"]
    for name in ("backup_automatic", "backup_daily", "backup_weekly", "backup_monthly"):
        control = section.page.findChild(QWidget, name)
        assert control is not None
        assert not control.isEnabled()


def test_what_the_store_refuses_is_said_and_shown_as_it_stays(
    open_section: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = open_section()
    vault = section.clinic.stepped.vault
    vault._opened.author = msgspec.structs.replace(vault.author, roles=(Role.STAFF,))
    box = section.page.findChild(QCheckBox, "backup_automatic")
    assert isinstance(box, QCheckBox)
    box.click()
    section.run()
    assert "Only an administrator" in section.says("backup_outcome")
    assert box.isChecked()


def test_the_first_page_nags_in_proportion_and_backs_up_at_a_press(
    clinic: BackedUp, theme: Theme, english: Words, shown: Show
) -> None:
    host = QWidget()
    strip = BackupStrip(theme, english, clinic.keeper)
    QVBoxLayout(host).addWidget(strip)
    shown(host, 800, 60)
    clinic.back_up()
    assert not strip.isVisible()
    clinic.clock.advance(days=8)
    clinic.keeper.refresh_notice()
    clinic.executor.run_all()
    assert strip.isVisible()
    strip.link_followed.emit()
    clinic.executor.run_all()
    assert clinic.records[0].created_at.day == 16
    assert not strip.isVisible()


def test_the_first_page_leads_to_the_settings_while_no_folder_is_chosen(
    clinic: BackedUp, theme: Theme, english: Words
) -> None:
    strip = BackupStrip(theme, english, clinic.keeper)
    asked: list[bool] = []
    strip.settings_requested.connect(lambda: asked.append(True))
    clinic.choose(folder=None)
    clinic.keeper.refresh_notice()
    clinic.executor.run_all()
    strip.link_followed.emit()
    assert asked == [True]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (BackupStatus(CopyProgress()), "Starting"),
        (BackupStatus(CopyProgress(CopyStage.COPYING, 43)), "Backing up: 43\u00a0%"),
        (BackupStatus(CopyProgress(CopyStage.TESTING, 80)), "Restoring it on trial: 80\u00a0%"),
        (BackupStatus(CopyProgress(CopyStage.TESTING, 8), Path("x.stemsup")), "Testing x.stemsup: 8\u00a0%"),
        (BackupStatus(CopyProgress(CopyStage.COPYING, 4), is_stopping=True), "Stopping"),
    ],
)
def test_what_runs_is_said(english: Words, status: BackupStatus, said: str) -> None:
    view = derive_backups(BackupsState(True, BackupSettings(Path("/x")), status=status), english, NOW)
    assert (view.progress, view.can_back_up, view.can_choose) == (said, False, False)


@pytest.mark.parametrize("language", list(Language))
def test_what_came_of_it_is_said_in_both_languages(catalogue: object, language: Language) -> None:
    words = catalogue.in_language(language)  # type: ignore[attr-defined]
    state = BackupsState(True, BackupSettings(Path("/x")))
    failed = EnvironmentProblem("backup-disk-full", "x")
    stopped = InputProblem("backup-cancelled", "x")
    tags = [
        derive_backups(replace(state, status=status), words, NOW).outcome[0]
        for status in (BackupStatus(problem=failed), BackupStatus(problem=stopped), BackupStatus(done_at=NOW))
    ]
    assert tags == [TagState.STOP, TagState.INFORMATION, TagState.CLEAR]
