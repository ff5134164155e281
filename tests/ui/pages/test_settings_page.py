"""The page of settings on a real vault: saved as one types, and nothing that a document needs is ever emptied."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_strings import HOSTILE
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from vault_samples import SteppedVault
from visit_samples import CLINIC, PHYSICIAN

from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.content import Content
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.language import Language
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.auto_lock import DEFAULT_MIN, load_minutes
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.buttons import Button
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.line_breaks import keep_phrases
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.settings import notices
from stemsup_desktop.ui.pages.settings.backups_part import BackupsPart
from stemsup_desktop.ui.pages.settings.checklists_part import ChecklistsPart
from stemsup_desktop.ui.pages.settings.history_part import HistoryPart
from stemsup_desktop.ui.pages.settings.house_desk import HouseDesk
from stemsup_desktop.ui.pages.settings.lock_part import LockPart
from stemsup_desktop.ui.pages.settings.notices import read_notices
from stemsup_desktop.ui.pages.settings.page import SettingsPage
from stemsup_desktop.ui.pages.settings.people_part import PeoplePart
from stemsup_desktop.ui.pages.settings.retention_part import RetentionPart
from stemsup_desktop.ui.pages.settings.view import House, derive_settings, with_text
from stemsup_desktop.ui.palette.places import SETTINGS
from stemsup_desktop.ui.session import SaveKind
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.ui.words import Words

Show = Callable[[QWidget, int, int], QWidget]
OpenPage = Callable[[], SettingsPage]
_PROSE = 45
"""Characters from which a text has more than one line in a narrow window."""
HOUSE = House(CLINIC, PHYSICIAN)


@pytest.fixture
def desk(context: PageContext, stepped: SteppedVault) -> HouseDesk:
    return HouseDesk(context, stepped.access)


@pytest.fixture
def open_page(context: PageContext, content: Content, stepped: SteppedVault, desk: HouseDesk, shown: Show) -> OpenPage:
    def make() -> SettingsPage:
        page = SettingsPage(context, content, stepped.access, ChecklistLibrary(content.clinical), desk)
        page.make_whole()
        shown(page, 1280, 800)
        stepped.executor.run_all()
        return page

    return make


def field(page: SettingsPage, path: str) -> TextField | MultiLineField:
    found = page.findChild(QWidget, path)
    assert isinstance(found, TextField | MultiLineField)
    return found


def save(desk: HouseDesk, stepped: SteppedVault) -> None:
    desk.flush()
    stepped.executor.run_all()


def test_the_first_field_takes_the_focus_once_it_can_be_typed_into(
    context: PageContext, content: Content, stepped: SteppedVault, desk: HouseDesk, shown: Show
) -> None:
    page = SettingsPage(context, content, stepped.access, ChecklistLibrary(content.clinical), desk)
    page.make_whole()
    shown(page, 1280, 800)
    page.findChild(QWidget, "language").findChild(QRadioButton).setFocus()
    stepped.executor.run_all()
    assert field(page, "clinic.name").isAncestorOf(page.window().focusWidget())


@pytest.mark.parametrize("path", ["clinic.name", "physician.name"])
@pytest.mark.parametrize("text", ["", "  ", "\u3000"])
def test_what_every_document_needs_is_never_emptied(path: str, text: str) -> None:
    assert with_text(HOUSE, path, text) == HOUSE


def test_any_other_text_can_be_changed_and_emptied() -> None:
    changed = with_text(HOUSE, "clinic.harm_policy", "We treat it.")
    assert changed.clinic.harm_policy == "We treat it."
    assert with_text(changed, "clinic.harm_policy", "").clinic.harm_policy == ""
    assert with_text(HOUSE, "physician.licence_number", "9").physician.licence_number == "9"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_are_kept_as_typed(text: str) -> None:
    assert with_text(HOUSE, "clinic.address", text).clinic.address == normalise_text(text)


def test_the_versions_of_everything_shipped_are_named(content: Content, words: Words) -> None:
    view = derive_settings(HOUSE, content, words, Scheme.LIGHT, "/data")
    versions = [version for _, version in view.versions]
    assert content.reference.manifest.version in versions
    assert content.clinical.rules.version in versions
    assert f"{content.consent.form.id} {content.consent.form.version}" in versions
    assert all(versions)


def test_every_field_of_the_records_can_be_set(content: Content, english: Words) -> None:
    view = derive_settings(HOUSE, content, english, Scheme.LIGHT, "")
    wanted = {f"clinic.{name}" for name in Clinic.__struct_fields__}
    wanted |= {f"physician.{name}" for name in Physician.__struct_fields__}
    assert {path for path, _ in view.texts} == wanted


def test_what_is_typed_is_on_disk_soon_and_is_told_once(
    open_page: OpenPage, stepped: SteppedVault, qtbot: QtBot
) -> None:
    page = open_page()
    clinics: list[Clinic] = []
    physicians: list[Physician] = []
    page.clinic_changed.connect(clinics.append)
    page.physician_changed.connect(physicians.append)
    field(page, "clinic.phone").setText("03-1")
    field(page, "clinic.phone").setText("03-1234-5678")
    field(page, "clinic.harm_policy").setText("line one\nline two")
    qtbot.waitUntil(lambda: len(stepped.executor.queued) == 1, timeout=1000)
    stepped.executor.run_all()
    kept = stepped.vault.load_clinic()
    assert (kept.phone, kept.harm_policy) == ("03-1234-5678", "line one\nline two")
    assert clinics == [kept]
    assert physicians == []
    assert page._desk.save_state.kind is SaveKind.SAVED


def test_the_physician_is_told_apart_from_the_clinic(
    open_page: OpenPage, stepped: SteppedVault, desk: HouseDesk
) -> None:
    page = open_page()
    heard: list[object] = []
    page.clinic_changed.connect(heard.append)
    page.physician_changed.connect(heard.append)
    field(page, "physician.licence_number").setText("777")
    save(desk, stepped)
    assert heard == [stepped.vault.load_physician()]
    assert stepped.vault.load_physician().licence_number == "777"


def test_a_name_that_was_emptied_is_said_and_comes_back(open_page: OpenPage, desk: HouseDesk) -> None:
    page = open_page()
    name = field(page, "clinic.name")
    name.setFocus()
    name.setText("")
    assert name.error
    assert desk.house is not None
    assert desk.house.clinic.name == CLINIC.name
    field(page, "clinic.phone").setFocus()
    assert isinstance(name, TextField)
    assert (name.text(), name.error) == (CLINIC.name, "")


def test_a_failed_save_keeps_the_text_and_is_tried_again(
    open_page: OpenPage, stepped: SteppedVault, desk: HouseDesk
) -> None:
    page = open_page()

    def fail(vault: Vault, clinic: Clinic) -> None:
        raise EnvironmentProblem("vault-disk-full", "The disk is full.")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Vault, "save_clinic", fail)
        field(page, "clinic.phone").setText("1")
        save(desk, stepped)
        assert desk.save_state.kind is SaveKind.NOT_SAVED
        assert "The disk is full, so" in page.findChild(QWidget, "save_mark").accessibleName()
    assert not desk.is_saved
    page._mark.try_again_requested.emit()
    stepped.executor.run_all()
    assert stepped.vault.load_clinic().phone == "1"
    assert desk.is_saved


def test_typing_during_a_write_is_written_after_it(open_page: OpenPage, stepped: SteppedVault, desk: HouseDesk) -> None:
    page = open_page()
    field(page, "clinic.phone").setText("1")
    desk.flush()
    field(page, "clinic.phone").setText("12")
    save(desk, stepped)
    assert stepped.vault.load_clinic().phone == "12"
    assert desk.is_saved


def test_leaving_the_page_writes_at_once(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    field(page, "clinic.phone").setText("5")
    page.hide()
    stepped.executor.run_all()
    assert stepped.vault.load_clinic().phone == "5"


def test_what_is_unsaved_outlives_the_page(open_page: OpenPage, stepped: SteppedVault, desk: HouseDesk) -> None:
    page = open_page()
    with pytest.MonkeyPatch.context() as patched:

        def fail(vault: Vault, clinic: Clinic) -> None:
            raise EnvironmentProblem("vault-disk-full", "The disk is full.")

        patched.setattr(Vault, "save_clinic", fail)
        field(page, "clinic.phone").setText("7")
        page.hide()
        stepped.executor.run_all()
        again = open_page()
    phone = field(again, "clinic.phone")
    assert isinstance(phone, TextField)
    assert phone.text() == "7"
    save(desk, stepped)
    assert stepped.vault.load_clinic().phone == "7"


def test_language_and_look_are_told_and_showing_them_is_not(open_page: OpenPage) -> None:
    page = open_page()
    heard: list[object] = []
    page.language_chosen.connect(heard.append)
    page.scheme_chosen.connect(heard.append)
    page.refresh()
    assert heard == []
    for name in ("option_ja", "option_dark"):
        page.findChild(QRadioButton, name).click()
    assert heard == [Language.JA, Scheme.DARK]


def test_showing_the_records_reports_no_edit(open_page: OpenPage, desk: HouseDesk) -> None:
    page = open_page()
    page.refresh()
    assert desk.is_saved
    assert desk.save_state.kind is SaveKind.SAVED


def test_the_folder_and_the_licences_can_be_read(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    assert page.findChild(QWidget, "data_folder").text() == str(stepped.access.folder)
    page.findChild(QWidget, "show_notices").click()
    stepped.executor.run_all()
    shown = page.findChild(QWidget, "notices")
    assert shown.isVisibleTo(page)
    assert "Noto Sans JP" in shown.toPlainText()
    page.findChild(QWidget, "show_notices").click()
    assert not shown.isVisibleTo(page)


def test_every_act_is_as_wide_as_its_words_and_begins_where_its_part_does(
    open_page: OpenPage, stepped: SteppedVault
) -> None:
    page = open_page()
    stepped.executor.run_all()
    QApplication.sendPostedEvents()
    left = page.findChild(QWidget, "data_folder").mapTo(page, QPoint(0, 0)).x()
    for name in ("tour_again", "show_notices"):
        button = page.findChild(Button, name)
        assert (button.mapTo(page, QPoint(0, 0)).x(), button.width()) == (left, button.sizeHint().width())
        assert button.property("kind") == "secondary"  # its outline is what stands on the edge


def test_what_is_explained_breaks_between_phrases(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    stepped.executor.run_all()
    long = {one.text(): one for one in page._pane.findChildren(Label) if one.wordWrap() and len(one.text()) > _PROSE}
    assert len(long) > 4
    copied = Qt.TextInteractionFlag.TextSelectableByMouse  # breaks as Qt does, so that it is copied as it is
    own = {text: one for text, one in long.items() if not one.textInteractionFlags() & copied}
    assert [text for text, one in own.items() if QLabel.text(one) != keep_phrases(text)] == []


def test_missing_licences_are_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "_DISTRIBUTION", "no-such-distribution-here")
    with pytest.raises(EnvironmentProblem) as caught:
        read_notices(tmp_path / "resources")
    assert caught.value.code == "notices-missing"


def test_licences_that_are_no_text_are_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "THIRD-PARTY-NOTICES.md").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(EnvironmentProblem):
        read_notices(tmp_path / "resources")


@pytest.mark.parametrize("width", [1360, 904])
def test_nothing_is_wider_than_the_page(open_page: OpenPage, width: int) -> None:
    page = open_page()
    page.resize(width, 500)
    QApplication.processEvents()
    assert page._pane.content.minimumSizeHint().width() <= width


def test_the_time_until_the_lock_is_kept_as_soon_as_it_is_chosen(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    told: list[int] = []
    page.lock_minutes_saved.connect(told.append)
    assert page.findChild(LockPart).choice.value() == str(DEFAULT_MIN)
    page.findChild(LockPart).choice.findChild(QRadioButton, "option_10").click()
    assert told == []
    stepped.executor.run_all()
    assert told == [10]
    assert load_minutes(stepped.vault) == 10
    assert open_page().findChild(LockPart).choice.value() == "10"


def test_a_time_that_cannot_be_kept_is_told_and_not_shown_as_chosen(
    open_page: OpenPage, stepped: SteppedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page()

    def fail(*_: object) -> None:
        raise EnvironmentProblem("disk-full", "There is no room left on the disk.")

    monkeypatch.setattr(Vault, "save_settings", fail)
    page.findChild(LockPart).choice.findChild(QRadioButton, "option_10").click()
    stepped.executor.run_all()
    assert page.findChild(LockPart).choice.value() == str(DEFAULT_MIN)
    assert page._note.isVisibleTo(page)


def test_a_vault_that_gives_no_time_is_told_and_nothing_can_be_chosen(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise EnvironmentProblem("vault-damaged", "The records cannot be read.")

    monkeypatch.setattr(Vault, "load_settings", fail)
    page = open_page()
    assert not page.findChild(LockPart).choice.isEnabled()
    assert page._note.isVisibleTo(page)


def test_the_parts_below_the_fields_are_made_one_a_turn_and_stand_in_their_order(
    context: PageContext, content: Content, stepped: SteppedVault, shown: Show, qtbot: QtBot
) -> None:
    page = SettingsPage(context, content, stepped.access, ChecklistLibrary(content.clinical))
    kinds = (PeoplePart, ChecklistsPart, LockPart, BackupsPart, RetentionPart, HistoryPart)
    assert page.findChild(TextField, "clinic.name") is not None
    assert not any(page.findChild(kind) for kind in kinds)
    shown(page, 1280, 800)
    qtbot.waitUntil(lambda: page.findChild(QWidget, "show_notices") is not None)
    rows = page.findChild(ScrollPane).rows
    places = [rows.indexOf(page.findChild(kind)) for kind in kinds]
    assert min(places) > 0
    assert places == sorted(places)


@pytest.mark.parametrize("part", [part.part for part in SETTINGS if part.part not in ("history", "data")])
def test_each_part_that_the_palette_names_is_brought_into_view(open_page: OpenPage, part: str) -> None:
    page = open_page()
    page.show_part(part)
    QApplication.processEvents()
    place = page._places[part]
    top = place.mapTo(page._pane.viewport(), place.rect().topLeft()).y()
    assert -2 <= top < page._pane.viewport().height()
    focused = page.window().focusWidget()
    assert focused is not None
    assert page.isAncestorOf(focused)
