"""The way in: first run and unlocking, on a real vault."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.vault import create_vault
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.entry.draft import SetupDraft, SetupStep, derive_open_items
from stemsup_desktop.ui.entry.entry_window import EntryWindow
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import read_catalogue

CHEAP = KdfParameters(memory_kib=64, passes=1, lanes=1)
PASSPHRASE = "four quiet herons wade"


def clock() -> datetime:
    return datetime(2026, 11, 17, 1, 0, tzinfo=UTC)


class Entrance:
    """An entry window on a vault folder, with jobs stepped by hand."""

    def __init__(self, qtbot: QtBot, qapp: QApplication, folder: Path, *, is_first_run: bool) -> None:
        self.executor = ManualExecutor()
        self.runner = JobRunner(self.executor)
        self.access = VaultAccess(self.runner, folder, clock, CHEAP)
        catalogue = read_catalogue(find_resources() / "i18n")
        theme = Theme(find_resources(), qapp, Scheme.LIGHT)
        self.language = WindowLanguage(catalogue, Language.EN)
        self.window = EntryWindow(theme, self.language, self.access, qapp, is_first_run=is_first_run)
        qtbot.addWidget(self.window)
        self.opened: list[bool] = []
        self.window.opened.connect(lambda: self.opened.append(True))

    def enter(self, name: str, text: str) -> None:
        field = self.window.page.findChild(TextField, name)
        assert field is not None
        field.setText(text)

    def error_of(self, name: str) -> str:
        field = self.window.page.findChild(TextField, name)
        assert field is not None
        return field.error

    def press(self, name: str) -> None:
        button = self.window.page.findChild(QPushButton, name)
        assert button is not None
        button.click()

    def is_enabled(self, name: str) -> bool:
        button = self.window.page.findChild(QPushButton, name)
        assert button is not None
        return button.isEnabled()


def list_texts(entrance: Entrance) -> list[str]:
    """Return what stands in the fields of the window."""
    return [edit.text() for edit in entrance.window.findChildren(QLineEdit)]


@pytest.fixture
def entrances(qtbot: QtBot, qapp: QApplication) -> Iterator[list[Entrance]]:
    made: list[Entrance] = []
    yield made
    for entrance in made:
        entrance.access.close(lambda _result: None)
        entrance.runner.close()


def make_vault(folder: Path) -> None:
    create_vault(folder, PASSPHRASE, Clinic("Mihon"), Physician("Aoki"), clock=clock, kdf=CHEAP).close()


def test_the_right_passphrase_opens(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, entrances: list[Entrance]
) -> None:
    make_vault(tmp_path / "vault")
    entrance = Entrance(qtbot, qapp, tmp_path / "vault", is_first_run=False)
    entrances.append(entrance)
    entrance.enter("passphrase", PASSPHRASE)
    entrance.press("unlock")
    assert not entrance.is_enabled("unlock")
    entrance.executor.run_all()
    assert entrance.opened == [True]


def test_a_wrong_passphrase_says_so_and_lets_the_person_try_again(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, entrances: list[Entrance]
) -> None:
    make_vault(tmp_path / "vault")
    entrance = Entrance(qtbot, qapp, tmp_path / "vault", is_first_run=False)
    entrances.append(entrance)
    for wrong in ("", "four quiet herons", PASSPHRASE.upper()):
        entrance.enter("passphrase", wrong)
        entrance.press("unlock")
        entrance.executor.run_all()
        assert entrance.error_of("passphrase")
        assert entrance.is_enabled("unlock")
    assert entrance.opened == []


@pytest.mark.parametrize("language", list(Language))
def test_the_passphrase_is_seen_whole_with_the_sentence_under_it(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, entrances: list[Entrance], language: Language
) -> None:
    make_vault(tmp_path / "vault")
    entrance = Entrance(qtbot, qapp, tmp_path / "vault", is_first_run=False)
    entrances.append(entrance)
    entrance.language.set_language(language)
    entrance.window.show()
    entrance.enter("passphrase", "wrong")
    entrance.press("unlock")
    entrance.executor.run_all()
    qtbot.waitExposed(entrance.window)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    field = entrance.window.page.findChild(TextField, "passphrase")
    assert field is not None
    assert field.error
    assert field.box.height() >= field.box.minimumHeight()
    assert field.box.geometry().bottom() < field.height()
    assert field.height() >= field.heightForWidth(field.width())


def test_the_first_run_names_what_is_open_and_creates_the_vault(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, entrances: list[Entrance]
) -> None:
    entrance = Entrance(qtbot, qapp, tmp_path / "vault", is_first_run=True)
    entrances.append(entrance)
    assert not entrance.is_enabled("setup_continue")
    for name, text in (
        ("clinic_name", "見本クリニック"),
        ("clinic_phone", "03-0000-0000"),
        ("emergency_phone", "03-1"),
    ):
        entrance.enter(name, text)
    entrance.press("setup_continue")
    entrance.enter("physician_name", "青木 健")
    entrance.enter("licence_number", "123456")
    entrance.press("setup_continue")
    entrance.enter("new_passphrase", PASSPHRASE)
    entrance.enter("new_passphrase_again", PASSPHRASE + "x")
    assert entrance.error_of("new_passphrase_again")
    entrance.enter("new_passphrase_again", PASSPHRASE)
    assert not entrance.error_of("new_passphrase_again")
    assert not entrance.is_enabled("setup_continue")
    box = entrance.window.page.findChild(QCheckBox, "is_written_down")
    assert box is not None
    box.click()
    entrance.press("setup_continue")
    assert PASSPHRASE not in list_texts(entrance)
    entrance.executor.run_all()
    assert entrance.opened == []
    entrance.press("setup_back")
    assert entrance.opened == [True]
    clinics: list[object] = []
    entrance.access.run(lambda vault: vault.load_clinic().name, clinics.append)
    entrance.executor.run_all()
    assert [getattr(result, "value", None) for result in clinics] == ["見本クリニック"]


def test_a_switch_of_language_keeps_what_was_entered(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, entrances: list[Entrance]
) -> None:
    entrance = Entrance(qtbot, qapp, tmp_path / "vault", is_first_run=True)
    entrances.append(entrance)
    entrance.enter("clinic_name", "見本クリニック")
    entrance.press("language_switch")
    assert entrance.language.language is Language.JA
    field = entrance.window.page.findChild(TextField, "clinic_name")
    assert field is not None
    assert field.text() == "見本クリニック"


def test_a_vault_in_use_by_another_program_says_so(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, entrances: list[Entrance]
) -> None:
    make_vault(tmp_path / "vault")
    first = Entrance(qtbot, qapp, tmp_path / "vault", is_first_run=False)
    second = Entrance(qtbot, qapp, tmp_path / "vault", is_first_run=False)
    entrances.extend((first, second))
    for entrance in (first, second):
        entrance.enter("passphrase", PASSPHRASE)
        entrance.press("unlock")
        entrance.executor.run_all()
    assert first.opened == [True]
    assert second.opened == []
    assert second.error_of("passphrase")


def test_a_draft_never_shows_its_passphrase() -> None:
    draft = SetupDraft(passphrase=PASSPHRASE, passphrase_again=PASSPHRASE)
    assert PASSPHRASE not in repr(draft)


@pytest.mark.parametrize("step", [SetupStep.CLINIC, SetupStep.PHYSICIAN, SetupStep.PASSPHRASE])
def test_blanks_count_as_open(step: SetupStep) -> None:
    draft = SetupDraft(clinic=Clinic(name=" \u3000"), physician=Physician(name="\t"))
    assert derive_open_items(draft, step)


def test_on_a_low_window_nothing_of_the_lock_screen_lies_over_anything_else(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, entrances: list[Entrance]
) -> None:
    make_vault(tmp_path / "vault")
    entrance = Entrance(qtbot, qapp, tmp_path / "vault", is_first_run=False)
    entrances.append(entrance)
    entrance.window.resize(640, 320)
    entrance.window.show()
    entrance.enter("passphrase", "wrong")
    entrance.press("unlock")
    entrance.executor.run_all()
    QApplication.sendPostedEvents()
    assert entrance.window.height() <= 340
    field = entrance.window.page.findChild(TextField, "passphrase")
    assert field is not None
    assert field.height() >= field.heightForWidth(field.width())
    assert field.box.height() >= field.box.minimumHeight()
