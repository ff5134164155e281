"""The backup when the program closes: unseen if it is quick, and nobody is kept from closing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from backup_samples import BackedUp
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from visit_samples import SteppedClock

from stemsup_desktop.ui.closing_backup import ClosingBackup
from stemsup_desktop.ui.components.messages import BUSY_AFTER_MS
from stemsup_desktop.ui.jobs import JobRunner, Lane, ManualExecutor
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

COPIED = 3
"""The job beside the vault that comes after the copy."""


class Closing:
    """The end of a day: `finished` counts how often the program was told to go on."""

    def __init__(self, clinic: BackedUp, theme: Theme, words: Words, qtbot: QtBot) -> None:
        self.clinic = clinic
        self.backup = ClosingBackup(theme, words, clinic.keeper)
        self.window = self.backup.window
        self.finished: list[bool] = []
        self.backup.finished.connect(lambda: self.finished.append(True))

    @property
    def appears(self) -> QTimer:
        return self.backup._appear

    def press(self, name: str) -> None:
        button = self.window.findChild(QPushButton, name)
        assert isinstance(button, QPushButton)
        button.click()


@pytest.fixture
def clinic(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[BackedUp]:
    made = BackedUp(runner, executor, tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def closing(clinic: BackedUp, theme: Theme, words: Words, qtbot: QtBot) -> Closing:
    return Closing(clinic, theme, words, qtbot)


def test_a_quick_backup_is_made_unseen(closing: Closing) -> None:
    closing.backup.start()
    assert closing.appears.interval() == BUSY_AFTER_MS
    closing.clinic.executor.run_all()
    assert closing.finished == [True]
    assert not closing.window.isVisible()
    assert not closing.appears.isActive()
    assert len(closing.clinic.records) == 1


def test_a_slow_one_says_how_far_it_is(closing: Closing) -> None:
    closing.backup.start()
    closing.clinic.step_to(Lane.COPY, 3)
    closing.appears.timeout.emit()
    assert closing.window.isVisible()
    assert "55" in closing.window._status.text()
    closing.clinic.executor.run_all()
    assert closing.finished == [True]
    assert not closing.window.isVisible()


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_one_can_close_without_it_at_any_moment(closing: Closing, steps: int) -> None:
    closing.backup.start()
    closing.clinic.step_to(Lane.COPY, steps)
    closing.appears.timeout.emit()
    closing.window.close()
    assert closing.finished == [True]
    closing.clinic.executor.run_all()
    assert closing.finished == [True]
    assert closing.clinic.left == []
    # What was copied whole is kept, and counts for nothing until it is tested.
    assert [record.is_proven for record in closing.clinic.records] == [False] * (steps == COPIED)


def test_with_the_stick_gone_it_says_so_and_closes_on_the_persons_word(closing: Closing) -> None:
    closing.clinic.target.rename(closing.clinic.target.with_name("drawer"))
    closing.backup.start()
    closing.clinic.executor.run_all()
    assert closing.window.isVisible()
    assert closing.finished == []
    QApplication.processEvents()
    message = closing.window._message
    assert message.height() >= message._sentence.heightForWidth(message._sentence.width())
    closing.press("closing_skip")
    assert closing.finished == [True]


def test_with_the_stick_back_it_is_tried_again(closing: Closing) -> None:
    away = closing.clinic.target.rename(closing.clinic.target.with_name("drawer"))
    closing.backup.start()
    closing.clinic.executor.run_all()
    away.rename(closing.clinic.target)
    closing.press("closing_again")
    closing.clinic.executor.run_all()
    assert closing.finished == [True]
    assert len(closing.clinic.records) == 1


def test_a_backup_under_way_already_is_waited_for(closing: Closing) -> None:
    closing.clinic.keeper.back_up()
    closing.clinic.step_to(Lane.COPY, 2)
    closing.backup.start()
    closing.clinic.executor.run_all()
    assert closing.finished == [True]
    assert len(closing.clinic.records) == 1


@pytest.mark.parametrize("changes", [{"folder": None}, {"is_automatic": False}])
def test_where_none_is_wanted_nothing_is_asked(closing: Closing, changes: dict[str, object]) -> None:
    closing.clinic.choose(**changes)
    closing.backup.start()
    closing.clinic.executor.run_all()
    assert closing.finished == [True]
    assert closing.clinic.records == ()


def test_a_locked_vault_closes_without_a_question(closing: Closing) -> None:
    closing.clinic.stepped.access.close(lambda _: None)
    closing.backup.start()
    closing.clinic.executor.run_all()
    assert closing.finished == [True]
