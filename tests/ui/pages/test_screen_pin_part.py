"""The PIN of the patient screen in the settings: set, replaced and removed by whoever may, shown by nobody."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from staff_samples import NURSE
from vault_samples import SteppedVault
from visit_samples import SavedDrafts, SteppedClock

from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.people import Author, Role
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.settings.screen_pin_part import ScreenPinPart
from stemsup_desktop.ui.session import make_session
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.window_language import WindowLanguage

OFFICE = Author("office", "Office Example", (Role.ADMINISTRATOR,))
DOCTOR = Author("doctor", "Dr Example", (Role.PHYSICIAN,))


class PinPage(Page[str]):
    """A page with nothing but the section on it."""

    needs_visit = False

    def __init__(self, context: PageContext, stepped: SteppedVault) -> None:
        super().__init__(context)
        self.part = ScreenPinPart(self, stepped.access)
        self.stepped = stepped
        self.set_body(self.part)

    def derive(self) -> str:
        return ""

    def show_view(self, view: str) -> None:
        self.part.load()

    def type(self, new: str, again: str) -> None:
        for name, text in (("screen_pin_new", new), ("screen_pin_again", again)):
            self.find(name).findChild(QLineEdit).setText(text)

    def press(self, name: str) -> None:
        button = self.find(name)
        assert isinstance(button, QPushButton)
        button.click()
        self.stepped.executor.run_all()

    def find(self, name: str) -> QWidget:
        found = self.findChild(QWidget, name)
        assert isinstance(found, QWidget)
        return found

    def says(self) -> str:
        labels = (*self.part.findChildren(QLabel), *self.part.findChildren(WrapLabel))
        return " ".join(one.text() for one in labels if one.isVisibleTo(self))

    def fields(self) -> list[str]:
        return [self.find(name).findChild(QLineEdit).text() for name in ("screen_pin_new", "screen_pin_again")]


Open = Callable[..., PinPage]


@pytest.fixture
def open_page(
    theme: Theme,
    window_language: WindowLanguage,
    runner: JobRunner,
    drafts: SavedDrafts,
    clock: SteppedClock,
    stepped: SteppedVault,
    shown: Callable[..., QWidget],
    clinical_content: ClinicalContent,
) -> Open:
    def open_it(author: Author = DOCTOR) -> PinPage:
        session = make_session(clinical_content, runner, drafts.save, clock, author)
        page = PinPage(PageContext(theme, window_language, session, runner, clock), stepped)
        shown(page, 900, 700)
        page.refresh()
        stepped.executor.run_all()
        return page

    return open_it


@pytest.mark.parametrize("author", [DOCTOR, OFFICE], ids=["physician", "administrator"])
def test_a_pin_is_set_and_is_in_no_field_any_more(open_page: Open, stepped: SteppedVault, author: Author) -> None:
    page = open_page(author)
    assert "No PIN is set yet." in page.says()
    page.type("4711", "4711")
    page.press("screen_pin_set")
    assert "The PIN is set." in page.says()
    assert "A PIN is set." in page.says()
    assert page.fields() == ["", ""]
    stepped.vault.check_screen_pin("4711")


def test_two_that_differ_are_not_set(open_page: Open, stepped: SteppedVault) -> None:
    page = open_page()
    page.type("4711", "4712")
    page.press("screen_pin_set")
    assert "The two PINs are not alike." in page.says()
    assert not stepped.vault.has_screen_pin()
    page.type("4711", "4711")
    assert "The two PINs are not alike." not in page.says()


@pytest.mark.parametrize(("pin", "said"), [("12", "A PIN has 4 to 8 digits"), ("1234", "too easy to guess")])
def test_why_a_pin_is_refused_is_said(open_page: Open, stepped: SteppedVault, pin: str, said: str) -> None:
    page = open_page()
    page.type(pin, pin)
    page.press("screen_pin_set")
    assert said in page.says()
    assert page.fields() == [pin, pin]
    assert not stepped.vault.has_screen_pin()


def test_it_is_replaced_and_removed(open_page: Open, stepped: SteppedVault) -> None:
    page = open_page()
    for pin in ("4711", "90210"):
        page.type(pin, pin)
        page.press("screen_pin_set")
    with pytest.raises(InputProblem):
        stepped.vault.check_screen_pin("4711")
    page.press("screen_pin_remove")
    assert "The PIN is removed." in page.says()
    assert not page.find("screen_pin_remove").isVisible()
    assert not stepped.vault.has_screen_pin()


def test_staff_are_told_who_may(open_page: Open) -> None:
    page = open_page(NURSE)
    assert "The PIN is set by a physician or an administrator." in page.says()
    assert not page.find("screen_pin_set").isEnabled()


def test_what_is_typed_is_not_shown(open_page: Open) -> None:
    page = open_page()
    for name in ("screen_pin_new", "screen_pin_again"):
        assert page.find(name).findChild(QLineEdit).echoMode() is QLineEdit.EchoMode.Password
