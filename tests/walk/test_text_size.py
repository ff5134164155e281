"""The size of text: chosen by key or in the settings, at once, for everything on show, and kept."""

from functools import partial
from pathlib import Path

from driver import CONTROL, Keyboard, RunningClock, running
from opened import opened, put_visit, read_example
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QRadioButton
from visit import workspace_of

from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.buttons import Button
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.preferences import read_preferences
from stemsup_desktop.ui.theme.theme import FAMILY
from stemsup_desktop.window_visits import OpenVisit

MIXED = -1


def open_clear(folder: Path) -> OpenVisit:
    file = read_example("clear")
    put_visit(folder, file, file.consultation)
    return OpenVisit(file.patient.patient_id, file.consultation.consultation_id, "step-1")


def read_sizes(keys: Keyboard) -> dict[str, int]:
    """Return the px of the labels of each type role on show, and of the buttons; while they turn, some are `MIXED`."""
    found: dict[str, int] = {}
    for label in keys.window.findChildren(Label):
        if label.isVisible() and label.text() and label.font().family() == FAMILY:
            role = str(label.property("role"))
            size = label.fontInfo().pixelSize()
            found[role] = size if found.get(role, size) == size else MIXED
    bar = next((button for button in keys.window.findChildren(Button, "continue") if button.isVisible()), None)
    if bar is None:
        return found | {"button": MIXED, "button height": MIXED}
    return found | {"button": bar.font().pixelSize(), "button height": bar.height()}


def find_small(now: dict[str, int], usual: dict[str, int]) -> set[str]:
    """Return what on show has not grown by 15 %."""
    return {role for role in usual.keys() & now.keys() if abs(now[role] - usual[role] * 1.15) > 1}


def test_keys_make_text_larger_and_smaller_at_once_and_what_was_typed_stays(qapp: QApplication, tmp_path: Path) -> None:
    with opened(qapp, tmp_path, open_clear(tmp_path)) as keys:
        usual = read_sizes(keys)
        assert MIXED not in usual.values()
        theme = keys.desktop._theme
        keys.fill("goal", "To feel well")
        session = workspace_of(keys).session
        keys.press(Qt.Key.Key_Plus, CONTROL)
        keys.until(lambda: theme.text_percent == 115, "larger text")
        keys.until(lambda: not find_small(read_sizes(keys), usual), "larger text on the page", 60)
        assert {"body", "button", "button height"} <= read_sizes(keys).keys()
        assert session.state.consultation.reason.goal == "To feel well"
        assert session.undo_description
        keys.press(Qt.Key.Key_0, CONTROL)
        keys.until(lambda: read_sizes(keys) == usual, "text at its usual size", 60)


def has_turned(keys: Keyboard, wanted: Language) -> bool:
    """Whether size and language have come, in a window that paints them."""
    window = workspace_of(keys).window
    is_wanted = keys.desktop._language.language is wanted and window.gate._words.language is wanted
    return is_wanted and not keys.desktop._theme.is_turning and window.updatesEnabled()


def test_another_size_of_text_and_the_other_language_at_once_both_come(qapp: QApplication, tmp_path: Path) -> None:
    with opened(qapp, tmp_path, open_clear(tmp_path)) as keys:
        theme, window, language = keys.desktop._theme, workspace_of(keys).window, keys.desktop._language
        for key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus, None):
            wanted = Language.JA if language.language is Language.EN else Language.EN
            if key is None:  # the other way round: the text is on its way already, and so is the gate in it
                keys.press(Qt.Key.Key_Plus, CONTROL)
                keys.until(lambda: window._gate_desk.has_next, "the gate in the larger text")
            window.rail.findChild(QAbstractButton, "rail_language").click()
            if key is not None:
                keys.press(key, CONTROL)
            is_there = partial(has_turned, keys, wanted)
            keys.until(is_there, f"{wanted} in the other size")
        theme.set_text_percent(100)


def test_the_size_chosen_in_the_settings_is_kept_for_the_next_time(qapp: QApplication, tmp_path: Path) -> None:
    with opened(qapp, tmp_path, open_clear(tmp_path)) as keys:
        workspace_of(keys).window.go_to("settings")
        page = workspace_of(keys).window.stack.current_page
        keys.until(lambda: page.findChild(QLabel, "data_folder") is not None, "the whole page")
        keys.until(lambda: bool(find_choices(keys)), "the choice of a size")
        next(one for one in find_choices(keys) if one.text() == "130 %").click()
        keys.until(lambda: keys.desktop._theme.text_percent == 130, "larger text")
        keys.until(lambda: read_preferences(tmp_path).text_percent == 130, "the size on disk")
    with running(qapp, tmp_path, RunningClock()) as keys:
        assert keys.desktop._theme.text_percent == 130


def find_choices(keys: Keyboard) -> list[QRadioButton]:
    group = next((one for one in keys.window.findChildren(QRadioButton) if one.text() == "130 %"), None)
    return [] if group is None else group.parentWidget().findChildren(QRadioButton)
