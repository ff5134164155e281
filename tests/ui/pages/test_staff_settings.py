"""The settings by role: each changes what is theirs, and reads the rest with the reason why it is locked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from checklist_samples import make_question, write_checklist
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from shipped import get_content
from staff_samples import DOCTOR, NURSE, OFFICE, OWNER
from vault_samples import SteppedVault
from visit_samples import CLINIC, PHYSICIAN, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.people import Author
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.drop_area import DropArea
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner
from stemsup_desktop.ui.pages.settings.checklists_part import ChecklistsPart
from stemsup_desktop.ui.pages.settings.house_desk import HouseDesk
from stemsup_desktop.ui.pages.settings.lock_part import LockPart
from stemsup_desktop.ui.pages.settings.page import SettingsPage
from stemsup_desktop.ui.pages.settings.view import House
from stemsup_desktop.ui.session import SaveKind, make_session
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.window_language import WindowLanguage

Open = Callable[[Author], tuple[SettingsPage, HouseDesk]]
LINES = ("why_not_clinic", "why_not_physician", "why_not_checklists", "why_not_lock")


@pytest.fixture
def open_page(
    theme: Theme,
    window_language: WindowLanguage,
    runner: JobRunner,
    drafts: SavedDrafts,
    clock: SteppedClock,
    stepped: SteppedVault,
    shown: Callable[[QWidget, int, int], QWidget],
) -> Open:
    """Open the settings as a person; the vault itself is the owner's, so that what it is asked can be seen."""

    def open_it(author: Author) -> tuple[SettingsPage, HouseDesk]:
        content = get_content()
        session = make_session(content.clinical, runner, drafts.save, clock, author)
        context = PageContext(theme, window_language, session, runner, clock)
        desk = HouseDesk(context, stepped.access)
        page = SettingsPage(context, content, stepped.access, ChecklistLibrary(content.clinical), desk)
        page.make_whole()
        shown(page, 1280, 800)
        stepped.executor.run_all()
        return page, desk

    return open_it


def find(page: QWidget, kind: type[Any], name: str) -> Any:
    widget = page.findChild(kind, name)
    assert isinstance(widget, kind), name
    return widget


def type_everywhere(page: SettingsPage) -> None:
    for kind in (QLineEdit, QPlainTextEdit):
        for editor in page.findChildren(kind):
            QTest.keyClicks(editor, "z")


def shown_lines(page: SettingsPage) -> list[str]:
    return [name for name in LINES if not find(page, ReasonLine, name).isHidden()]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("author", "locked"),
    [(NURSE, LINES), (OFFICE, LINES[1:2]), (DOCTOR, (LINES[0], *LINES[2:])), (OWNER, ())],
)
def test_each_role_reads_why_the_rest_is_not_theirs(
    open_page: Open, window_language: WindowLanguage, author: Author, locked: tuple[str, ...], language: Language
) -> None:
    window_language.set_language(language)
    page, _ = open_page(author)
    assert shown_lines(page) == list(locked)


@pytest.mark.parametrize(("author", "is_clinic", "is_physician"), [(NURSE, 0, 0), (OFFICE, 1, 0), (DOCTOR, 0, 1)])
def test_what_is_typed_reaches_the_vault_only_where_it_is_ones_own(
    open_page: Open, stepped: SteppedVault, author: Author, is_clinic: int, is_physician: int
) -> None:
    page, desk = open_page(author)
    type_everywhere(page)
    desk.flush()
    stepped.executor.run_all()
    assert desk.is_saved
    assert (stepped.vault.load_clinic() != CLINIC) == is_clinic
    assert (stepped.vault.load_physician() != PHYSICIAN) == is_physician
    shown_text = find(page, QLineEdit, "clinic.name_editor").text()
    assert shown_text == stepped.vault.load_clinic().name


def test_the_desk_takes_over_only_what_is_ones_own_and_asks_the_vault_for_nothing_else(
    open_page: Open, stepped: SteppedVault
) -> None:
    _, desk = open_page(DOCTOR)
    desk.change(House(Clinic(name="Other"), Physician(name="Other")), "clinic.name")
    desk.flush()
    stepped.executor.run_all()
    assert desk.is_saved
    assert stepped.vault.load_clinic() == CLINIC
    assert stepped.vault.load_physician().name == "Other"


@pytest.mark.parametrize("code", ["administrator-only", "physician-only"])
def test_a_refused_save_of_the_settings_is_not_tried_for_ever(
    open_page: Open, stepped: SteppedVault, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    def refuse(_vault: Vault, _record: object) -> None:
        raise InputProblem(code, "Not yours.")

    monkeypatch.setattr(Vault, "save_clinic", refuse)
    page, desk = open_page(OWNER)
    find(page, QLineEdit, "clinic.phone_editor").setText("03-1")
    desk.flush()
    stepped.executor.run_all()
    assert desk.save_state.kind is SaveKind.NOT_SAVED
    assert not desk._retry.isActive()


def test_the_time_until_the_lock_stays_as_an_administrator_set_it(open_page: Open, stepped: SteppedVault) -> None:
    page, _ = open_page(NURSE)
    chosen = page.findChild(LockPart).choice.value()
    page.findChild(LockPart).choice.value_changed.emit("5")
    for button in page.findChild(LockPart).findChildren(QAbstractButton):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QTest.keyClick(button, Qt.Key.Key_Space)
    stepped.executor.run_all()
    assert page.findChild(LockPart).choice.value() == chosen
    assert stepped.vault.load_settings() == {}


@pytest.mark.parametrize("author", [NURSE, DOCTOR])
def test_checklists_are_looked_at_and_neither_added_nor_chosen(
    open_page: Open, stepped: SteppedVault, tmp_path: Path, author: Author
) -> None:
    page, _ = open_page(author)
    reason = page.words("checklists.locked")
    choose = find(page, QPushButton, "choose_checklist")
    assert (choose.isEnabled(), choose.toolTip()) == (False, reason)
    path = tmp_path / "own.json"
    path.write_bytes(write_checklist(make_question("q")))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    area = find(page, DropArea, "drop_checklist")
    assert not area.acceptDrops()
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    area.dropEvent(QDropEvent(QPointF(4, 4), Qt.DropAction.CopyAction, data, buttons, keys))
    page.findChild(ChecklistsPart).read_file(path)
    page.findChild(ChecklistsPart)._on_accepted()
    page.findChild(ChecklistsPart)._on_chosen("https://clinic.example/other|1")
    for button in page.findChild(ChecklistsPart).findChildren(QAbstractButton):
        if button.isVisible():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            QTest.keyClick(button, Qt.Key.Key_Space)
    stepped.executor.run_all()
    assert stepped.vault.load_settings() == {}
    assert stepped.vault.list_checklists() == ()
