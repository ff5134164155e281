"""Nothing moves by itself where the system or the person asks for that."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QProgressBar
from pytestqt.qtbot import QtBot

import stemsup_desktop.ui
from stemsup_desktop.ui.components.messages import BusyStrip
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.theme.motion import EFFECTS, Motion
from stemsup_desktop.ui.words import Words

UI = Path(stemsup_desktop.ui.__file__).parent
MOVES = re.compile(r"QPropertyAnimation|QVariantAnimation|QSequentialAnimationGroup|QTimeLine|QMovie|setRange\(0, 0\)")


def test_with_less_motion_qt_moves_nothing_by_itself_and_afterwards_what_it_did_before(qapp: QApplication) -> None:
    before = [qapp.isEffectEnabled(effect) for effect in EFFECTS]
    motion = Motion(qapp)
    motion.set_wants_less(True)
    assert motion.is_reduced
    assert not any(qapp.isEffectEnabled(effect) for effect in EFFECTS)
    motion.set_wants_less(False)
    assert [qapp.isEffectEnabled(effect) for effect in EFFECTS] == before


@pytest.mark.parametrize("wants_less", [False, True])
def test_a_bar_of_work_that_is_not_measured_stands_still_with_less_motion(
    wants_less: bool, qtbot: QtBot, theme: Theme, english: Words
) -> None:
    strip = BusyStrip(theme, english)
    qtbot.addWidget(strip)
    theme.motion.set_wants_less(wants_less)
    try:
        strip.start("Reading")
        bar = strip.findChild(QProgressBar)
        assert isinstance(bar, QProgressBar)
        moves = bar.minimum() == bar.maximum()
        assert moves is not theme.motion.is_reduced
    finally:
        strip.stop()
        theme.motion.set_wants_less(False)


def test_who_is_told_of_a_change_is_told_once(qtbot: QtBot, qapp: QApplication) -> None:
    motion = Motion(qapp)
    told: list[bool] = []
    motion.changed.connect(lambda: told.append(motion.is_reduced))
    for wants_less in (True, True, False):
        motion.set_wants_less(wants_less)
    assert told == [True, False]


def test_no_part_of_the_window_moves_anything_on_its_own() -> None:
    asked = [path for path in UI.rglob("*.py") if MOVES.search(path.read_text("utf-8"))]
    assert [path.name for path in asked if "motion.is_reduced" not in path.read_text("utf-8")] == []
