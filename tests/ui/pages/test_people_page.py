"""The page of people on a real vault: what administrators do, what others see, and that nothing secret stays."""

import logging
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from vault_samples import SteppedVault
from visit_samples import PHYSICIAN, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.people import Account, Author, Role
from stemsup_desktop.store.header import read_vault_header
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.people.own_form import OwnChange
from stemsup_desktop.ui.pages.people.page import PeoplePage
from stemsup_desktop.ui.pages.people.person_form import PersonDraft
from stemsup_desktop.ui.pages.people.view import Household, derive_people
from stemsup_desktop.ui.pages.settings.people_part import PeoplePart
from stemsup_desktop.ui.session import make_session
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import Words

OWN, HERS, NEW = "correct horse battery", "seven tall reeds bend", "six slow boats at dusk"
STAFF = Account("", "Kaga Yuri", (Role.STAFF,), "kaga")
Show = Callable[[QWidget, int, int], QWidget]


class People:
    """A shown page and the person before it."""

    def __init__(self, page: PeoplePage, stepped: SteppedVault) -> None:
        self.page = page
        self.stepped = stepped

    @property
    def sheet(self) -> Sheet:
        """The form on show."""
        [found] = [one for one in self.page.window().findChildren(Sheet) if one.isVisible()]
        return found

    @property
    def has_sheet(self) -> bool:
        return any(one.isVisible() for one in self.page.window().findChildren(Sheet))

    def button(self, name: str) -> QPushButton:
        found = self.page.window().findChild(QPushButton, name)
        assert found is not None, name
        return found

    def press(self, name: str) -> None:
        self.button(name).click()
        self.settle()

    def settle(self) -> None:
        """Let the vault work, and the window put what is new on show and what is gone away."""
        self.stepped.executor.run_all()
        QApplication.sendPostedEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def fill(self, **texts: str) -> None:
        for name, text in texts.items():
            found = self.sheet.findChild(TextField, name)
            assert found is not None, name
            found.setText(text)

    def tick(self, name: str) -> None:
        box = self.sheet.findChild(QCheckBox, name)
        assert box is not None
        box.click()

    def accept(self) -> None:
        self.sheet.accept_button.click()
        self.settle()

    def texts(self) -> str:
        return " ".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())

    def accounts(self) -> list[Account]:
        return list(self.stepped.vault.list_accounts())

    def sealed_key(self) -> bytes:
        """Return the data key as it lies in the administrator's slot."""
        return read_vault_header(self.stepped.access.folder).slots[0].sealed_key

    def opens(self, passphrase: str, name: str) -> str:
        """Close the vault, open it as someone, and return who it is."""
        access = self.stepped.access
        access.open(passphrase, lambda _: None, name)
        self.stepped.executor.run_all()
        return access.get_vault().author.name


Enter = Callable[..., People]


@pytest.fixture
def enter(
    theme: Theme,
    window_language: WindowLanguage,
    runner: JobRunner,
    drafts: SavedDrafts,
    clinical_content: ClinicalContent,
    clock: SteppedClock,
    stepped: SteppedVault,
    shown: Show,
) -> Enter:
    def make() -> People:
        author: Author = stepped.vault.author
        session = make_session(clinical_content, runner, drafts.save, clock, author)
        context = PageContext(theme, window_language, session, runner, clock)
        page = PeoplePage(context, stepped.access)
        shown(page, 1024, 768)
        people = People(page, stepped)
        people.settle()
        return people

    return make


@pytest.fixture
def clinic(stepped: SteppedVault) -> str:
    """Give names to the first person and a colleague; return the colleague's id."""
    stepped.vault.change_own_passphrase(OWN, OWN, "aoki")
    return stepped.vault.add_account(STAFF, HERS).account_id


def test_the_first_colleague_is_added_after_a_name_for_oneself(enter: Enter) -> None:
    people = enter()
    people.press("add_person")
    people.fill(present_passphrase=OWN, own_sign_in_name="aoki")
    people.accept()
    people.fill(person_name="Kaga Yuri", person_sign_in_name="kaga", new_passphrase=HERS)
    people.tick("role_staff")
    assert not people.sheet.accept_button.isEnabled()
    people.fill(new_passphrase_again=HERS)
    people.accept()
    assert not people.has_sheet
    assert "Kaga Yuri" in people.texts()
    assert people.opens(HERS, "KAGA") == "Kaga Yuri"
    assert people.opens(OWN, "aoki") == PHYSICIAN.name


def test_a_wrong_present_passphrase_counts_as_a_try_and_from_the_fifth_on_it_waits(enter: Enter, clinic: str) -> None:
    people = enter()
    people.press("change_own")
    for _ in range(6):
        people.fill(present_passphrase="wrong", new_passphrase=NEW, new_passphrase_again=NEW)
        people.accept()
        assert people.has_sheet
    field = people.sheet.findChild(TextField, "present_passphrase")
    assert field is not None
    assert "5 seconds" in field.error


def test_ones_own_passphrase_is_changed_with_the_present_one(enter: Enter, clinic: str) -> None:
    people = enter()
    people.press("change_own")
    people.fill(present_passphrase=OWN)
    assert not people.sheet.accept_button.isEnabled()
    people.fill(new_passphrase=NEW, new_passphrase_again=NEW)
    people.accept()
    assert not people.has_sheet
    assert people.opens(NEW, "aoki") == PHYSICIAN.name


def test_a_colleague_is_edited_and_the_change_undone(enter: Enter, clinic: str) -> None:
    people = enter()
    people.press(f"edit_{clinic}")
    people.fill(person_name="Kaga Yurika")
    people.tick("role_administrator")
    people.accept()
    assert people.accounts()[1].name == "Kaga Yurika"
    assert people.accounts()[1].roles == (Role.STAFF, Role.ADMINISTRATOR)
    undo = people.page.findChild(QWidget, "note").findChild(QPushButton)
    undo.click()
    people.stepped.executor.run_all()
    assert people.accounts()[1].name == "Kaga Yuri"
    assert people.accounts()[1].roles == (Role.STAFF,)


def test_a_forgotten_passphrase_is_set_anew_and_the_old_one_opens_nothing(enter: Enter, clinic: str) -> None:
    people = enter()
    people.press(f"reset_{clinic}")
    people.fill(new_passphrase=NEW, new_passphrase_again=NEW)
    people.accept()
    assert people.opens(NEW, "kaga") == "Kaga Yuri"


@pytest.mark.parametrize("wants_rekey", [False, True])
def test_a_person_is_removed_by_name_and_the_key_changed_if_asked_for(
    enter: Enter, clinic: str, wants_rekey: bool
) -> None:
    people = enter()
    before = people.sealed_key()
    people.press(f"remove_{clinic}")
    assert "Kaga Yuri" in people.sheet.accessibleName()
    assert people.sheet.dismiss_button.hasFocus()
    if wants_rekey:
        people.tick("remove_rekey")
    people.accept()
    assert people.accounts()[1].is_removed
    assert (people.sealed_key() != before) is wants_rekey
    assert ("The key was changed." in people.texts()) is wants_rekey
    assert people.page.findChild(QPushButton, f"remove_{clinic}") is None
    people.press("show_removed")
    assert "Kaga Yuri" in people.texts()
    assert people.opens(OWN, "aoki") == PHYSICIAN.name


def test_the_key_is_changed_on_its_own_and_everyone_signs_in_as_before(enter: Enter, clinic: str) -> None:
    people = enter()
    before = people.sealed_key()
    people.press("rekey")
    assert people.button("rekey").isEnabled()
    assert people.sealed_key() != before
    assert people.opens(HERS, "kaga") == "Kaga Yuri"


def test_a_change_of_the_key_says_how_long_it_takes_and_cancelled_changes_nothing(
    enter: Enter, clinic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = enter()
    before, busy, parts = people.sealed_key(), people.page.busy, list[float]()
    real = type(people.stepped.vault).rekey

    def rekey(vault: Vault, on_progress: Callable[[float], None]) -> None:
        def on_part(part: float) -> None:
            parts.append(part)
            if len(parts) == 1:
                busy.cancel_requested.emit()  # as the button does, while the vault's own thread is at work
            on_progress(part)

        real(vault, on_part)

    monkeypatch.setattr(type(people.stepped.vault), "rekey", rekey)
    people.press("rekey")
    assert parts
    assert people.sealed_key() == before
    assert "Stopped. The records have the key that they had" in people.texts()
    assert people.button("rekey").isEnabled()
    assert not busy.isVisible()
    monkeypatch.undo()
    people.press("rekey")
    assert people.sealed_key() != before
    assert "Stopped." not in people.texts()


def test_a_vault_that_was_locked_meanwhile_is_said_and_the_key_can_be_changed_later(enter: Enter, clinic: str) -> None:
    people = enter()
    people.stepped.access.close(lambda _: None)
    people.press("rekey")
    assert "locked" in people.texts()
    assert people.button("rekey").isEnabled()


def test_nobody_removes_themselves_and_the_last_administrator_stays_one(enter: Enter, clinic: str) -> None:
    people = enter()
    own = people.accounts()[0].account_id
    assert people.page.findChild(QPushButton, f"remove_{own}") is None
    assert "Only another administrator can remove you." in people.texts()
    people.press(f"edit_{own}")
    box = people.sheet.findChild(QCheckBox, "role_administrator")
    assert box is not None
    assert box.isChecked()
    assert not box.isEnabled()


def test_a_recovery_sheet_is_made_and_the_page_says_so(enter: Enter, clinic: str) -> None:
    people = enter()
    assert "no recovery sheet yet" in people.texts()
    people.press("make_sheet")
    done = people.sheet.accept_button
    assert not done.isEnabled()
    assert done.accessibleDescription() == done.toolTip() == people.page.words("entry.sheet_open")
    people.tick("sheet_is_safe")
    assert (done.isEnabled(), done.toolTip()) == (True, "")
    people.accept()
    assert not people.has_sheet
    assert "A recovery sheet opens these records." in people.texts()
    assert people.stepped.vault.has_recovery_sheet


def test_staff_see_their_own_part_alone_with_the_reasons(enter: Enter, clinic: str, stepped: SteppedVault) -> None:
    stepped.access.open(HERS, lambda _: None, "kaga")
    stepped.executor.run_all()
    people = enter()
    shown = people.texts()
    assert "Kaga Yuri" in shown
    assert PHYSICIAN.name not in shown
    assert "wait for a physician" in shown
    assert "administrators only" in shown
    for name in ("add_person", "make_sheet", "rekey"):
        assert not people.button(name).isVisible()
    people.press("change_own")
    people.fill(present_passphrase=HERS, new_passphrase=NEW, new_passphrase_again=NEW)
    people.accept()
    assert people.opens(NEW, "kaga") == "Kaga Yuri"


def test_escape_closes_a_form_and_the_focus_is_back_at_its_button(enter: Enter, clinic: str) -> None:
    people = enter()
    people.button(f"reset_{clinic}").setFocus()
    people.press(f"reset_{clinic}")
    people.fill(new_passphrase=NEW)
    QTest.keyClick(people.page.window().focusWidget(), Qt.Key.Key_Escape)
    assert not people.has_sheet
    assert people.button(f"reset_{clinic}").hasFocus()
    assert not people.page.close_top()


def test_no_passphrase_stays_in_a_field_a_representation_or_the_log(
    enter: Enter, clinic: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    people = enter()
    for present in ("wrong " + OWN, OWN):
        people.press("change_own")
        people.fill(present_passphrase=present, new_passphrase=NEW, new_passphrase_again=NEW)
        people.sheet.accept_button.click()
        texts = [edit.text() for edit in people.page.window().findChildren(QLineEdit)]
        assert not any(OWN in text or NEW in text for text in texts)
        people.stepped.executor.run_all()
        people.page.close_top()
    said = caplog.text + repr(OwnChange(OWN, NEW, "a")) + repr(PersonDraft(STAFF, NEW))
    assert OWN not in said
    assert NEW not in said


def test_someone_without_a_passphrase_is_named_as_such(words: Words) -> None:
    own = Account("1", "Aoki", (Role.ADMINISTRATOR,), "aoki")
    view = derive_people(Household(own.author, own, (own, STAFF), frozenset({"1"})), words)
    assert [bool(one.warning) for one in view.people] == [False, True]
    assert [line.is_held for line in view.role_lines] == [False, False, True]


class PartPage(Page[str]):
    """Holds the section of the settings."""

    needs_visit = False

    def derive(self) -> str:
        return ""

    def show_view(self, view: str) -> None:
        self.header.show_text(view)


def test_the_settings_remind_of_the_sheet_until_there_is_one(
    context: PageContext, stepped: SteppedVault, shown: Show
) -> None:
    page = PartPage(context)
    part = PeoplePart(page, stepped.access)
    page.set_body(part)
    shown(page, 800, 600)
    reminder = part.findChild(QWidget, "sheet_reminder")
    for has_sheet in (False, True):
        if has_sheet:
            stepped.vault.save_recovery_code("K7RM 2QXD 9FTA HV4C 6ZNP W3TE 8BGY 5JVS")
        part.load()
        stepped.executor.run_all()
        assert reminder.isVisible() is not has_sheet
