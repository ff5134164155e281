"""Where the patient screen stands, in the settings: chosen only where there is something to choose."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from stemsup_desktop.ui.components.check_box import RadioGroup
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.settings.display_part import DisplayPart
from stemsup_desktop.ui.patient_desk.display_keeper import DisplayKeeper
from stemsup_desktop.ui.patient_desk.displays import Display, choose_display, read_choice

DESK, WALL, TABLET = Display("eDP-1", "BOE", "Panel"), Display("HDMI-1", "EIZO", "EV2495"), Display("DP-1")


class Plugged(DisplayKeeper):
    """A keeper to which a test says which displays there are; the records are on the first."""

    displays: tuple[Display, ...] = (DESK,)

    def plug(self, *displays: Display) -> None:
        self.displays = displays
        self.displays_changed.emit()
        QApplication.processEvents()  # a part that came is shown in the next turn

    def read_displays(self) -> tuple[Display, ...]:
        return self.displays

    def find_patient_display(self, beside: QWidget) -> Display | None:
        return choose_display(self.displays, DESK, self._choice.find(self.displays))


class DisplayPage(Page[str]):
    """A page with nothing but the section on it."""

    needs_visit = False

    def __init__(self, context: PageContext, keeper: DisplayKeeper) -> None:
        super().__init__(context)
        self.part = DisplayPart(self, keeper)
        self.set_body(self.part)

    def derive(self) -> str:
        return ""

    def show_view(self, view: str) -> None:
        self.part.load()

    @property
    def choice(self) -> RadioGroup | None:
        found = [one for one in self.part.findChildren(RadioGroup) if one.isVisibleTo(self)]
        return found[0] if found else None

    def says(self) -> str:
        note = self.part.findChild(QLabel, "display_note")
        assert isinstance(note, QLabel)
        return note.text()


@pytest.fixture
def keeper(qapp: QApplication, tmp_path: Path, runner: JobRunner) -> Iterator[Plugged]:
    parent = QObject()
    yield Plugged(qapp, tmp_path, runner, parent)
    parent.deleteLater()


@pytest.fixture
def page(context: PageContext, keeper: Plugged, shown: Callable[..., QWidget]) -> DisplayPage:
    made = DisplayPage(context, keeper)
    shown(made, 900, 600)
    made.refresh()
    return made


def test_with_one_or_two_displays_there_is_nothing_to_choose(page: DisplayPage, keeper: Plugged) -> None:
    assert "the PIN leads back" in page.says()
    assert page.choice is None
    keeper.plug(DESK, WALL)
    assert "that the records are not on" in page.says()
    assert page.choice is None


def test_with_three_one_is_chosen_and_kept(
    page: DisplayPage, keeper: Plugged, executor: ManualExecutor, tmp_path: Path
) -> None:
    keeper.plug(DESK, WALL, TABLET)
    assert page.choice is not None
    assert page.choice.value() == "EIZO EV2495"
    page.choice.set_value("at DP-1")
    page.choice.value_changed.emit("at DP-1")
    executor.run_all()
    QApplication.processEvents()
    assert page.choice is not None
    assert page.choice.value() == "at DP-1"
    kept = read_choice(tmp_path)
    assert list(kept.chosen.values()) == ["at DP-1"]


def test_what_is_unplugged_is_no_choice_any_more(page: DisplayPage, keeper: Plugged) -> None:
    keeper.plug(DESK, WALL, TABLET)
    keeper.plug(DESK)
    assert page.choice is None
