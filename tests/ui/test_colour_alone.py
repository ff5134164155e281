"""Whatever a colour says, a word or a shape says as well."""

import itertools

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.ui.components.labels import IconLabel
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.step_bar import Step, StepMark, StepView
from stemsup_desktop.ui.components.tags import StateTag
from stemsup_desktop.ui.components.verdict import VerdictPanel
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import ICONS, VERDICT_TAGS, TagState, VerdictView
from stemsup_desktop.ui.words import Words

GREYS = 12
"""Two greys nearer than this look alike."""
SAME = "—"


def draw(widget: QWidget, size: QSize) -> QImage:
    """Return a widget as one sees it who sees no colour."""
    widget.resize(size)
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def count_differences(one: QImage, other: QImage) -> int:
    """Return how many pixels differ after the ground of each picture is taken away: shapes, not shades."""
    return sum(
        _is_ink(one, x, y) is not _is_ink(other, x, y)
        for x, y in itertools.product(range(one.width()), range(one.height()))
    )


def _is_ink(image: QImage, x: int, y: int) -> bool:
    ground = image.pixelColor(image.width() // 2, 3).value()
    return abs(image.pixelColor(x, y).value() - ground) > GREYS


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(TagState, 2)))
def test_two_states_with_the_same_word_still_differ_in_their_shape(
    one: TagState, other: TagState, qtbot: QtBot, theme: Theme
) -> None:
    assert ICONS[one] != ICONS[other]
    tags = [StateTag(theme, state, SAME) for state in (one, other)]
    for tag in tags:
        qtbot.addWidget(tag)
    pictures = [draw(tag, QSize(60, 22)) for tag in tags]
    assert count_differences(*pictures) > 8


def test_every_verdict_has_an_icon_of_its_own() -> None:
    icons = {ICONS[VERDICT_TAGS[verdict]] for verdict in Verdict}
    assert len(icons) == len(Verdict)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_is_said_in_words(verdict: Verdict, qtbot: QtBot, theme: Theme, words: Words) -> None:
    panel = VerdictPanel(theme)
    qtbot.addWidget(panel)
    title = words(f"common.{verdict.value.replace('-', '_')}")
    panel.show_view(VerdictView(verdict, title, "1"))
    assert title in panel.accessibleName()


@pytest.mark.parametrize("mark", [StepMark.DONE, StepMark.LOCKED])
def test_a_step_that_is_done_or_locked_has_a_sign_in_its_ring(mark: StepMark, qtbot: QtBot, theme: Theme) -> None:
    pictures = []
    for shown in (StepMark.OPEN, mark):
        step = Step(theme)
        qtbot.addWidget(step)
        step.show_view(StepView(1, "", "", shown))
        pictures.append(draw(step, QSize(60, 36)))
    assert count_differences(*pictures) > 20


def test_an_error_and_a_warning_in_a_field_have_an_icon_and_a_word(qtbot: QtBot, theme: Theme, words: Words) -> None:
    field = NumberField(theme, words, "Temperature")
    qtbot.addWidget(field)
    shown = {}
    for kind, put in (("error", field.set_error), ("warning", field.set_warning)):
        field.set_error("")
        field.set_warning("")
        put("36 or more.")
        shown[kind] = [icon._icon for icon in field.findChildren(IconLabel) if icon._icon in ("stop", "caution")]
        assert field.line_edit.accessibleDescription() == words(f"spoken.{kind}", sentence="36 or more.")
    assert shown == {"error": ["stop"], "warning": ["caution"]}


def test_a_message_has_the_icon_of_its_state_beside_its_words(qtbot: QtBot, theme: Theme) -> None:
    for state in TagState:
        message = InlineMessage(theme, state, "A sentence.")
        qtbot.addWidget(message)
        assert [icon._icon for icon in message.findChildren(IconLabel)] == [ICONS[state]]
