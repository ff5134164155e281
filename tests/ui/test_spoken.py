"""What assistive technology is told: roles, states and acts of what is painted, and what is read out, said once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent
from PySide6.QtWidgets import QApplication, QLabel, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.ui import spoken
from stemsup_desktop.ui.components.answer_segments import AnswerSegments
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.option_button import OptionButton
from stemsup_desktop.ui.components.step_bar import StepBar, StepView
from stemsup_desktop.ui.components.tags import StateTag, TagState
from stemsup_desktop.ui.shell.gate_view import FindingAct, FindingView, GateView, GroupView
from stemsup_desktop.ui.shell.why_view import WhyView
from stemsup_desktop.ui.shell.window_voice import WindowVoice
from stemsup_desktop.ui.spoken import NEXT, PRESS, TOGGLE, Role, spoken_as
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import VerdictView
from stemsup_desktop.ui.visit_state import SaveKind, SaveState
from stemsup_desktop.ui.words import Words

POLITE, URGENT = QAccessible.AnnouncementPoliteness.Polite, QAccessible.AnnouncementPoliteness.Assertive
AT = datetime(2026, 9, 8, 10, 44, tzinfo=UTC)
_installed: list[QApplication] = []


@pytest.fixture(autouse=True)
def _voices(qapp: QApplication) -> None:
    """The application of the tests is not the one that the program makes."""
    if qapp not in _installed:
        _installed.append(qapp)
        spoken.install_voices()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, QAccessible.AnnouncementPoliteness]]]:
    """What was read out, and how urgently."""
    heard: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    def hear(announcement: QAccessibleAnnouncementEvent) -> None:
        heard.append((announcement.message(), announcement.politeness()))

    monkeypatch.setattr(spoken, "_tell", hear)
    return heard


def role_of(widget: QWidget) -> Role:
    return QAccessible.queryAccessibleInterface(widget).role()


def acts_of(widget: QWidget) -> list[str]:
    return QAccessible.queryAccessibleInterface(widget).actionInterface().actionNames()


def do(widget: QWidget, act: str) -> None:
    QAccessible.queryAccessibleInterface(widget).actionInterface().doAction(act)


def leave(field: DateField) -> None:
    """Go on to something else; the window of a test has no focus to give."""
    QApplication.sendEvent(field.line_edit, QFocusEvent(QEvent.Type.FocusOut))


def test_an_answer_is_one_of_several_and_is_given_and_taken_back_by_its_act(
    qtbot: QtBot, theme: Theme, words: Words
) -> None:
    answer = AnswerSegments(theme, words, "X18")
    qtbot.addWidget(answer)
    yes = answer.buttons[0]
    assert (role_of(answer), role_of(yes)) == (Role.Grouping, Role.RadioButton)
    assert TOGGLE in acts_of(yes)
    do(yes, TOGGLE)
    assert answer.value() == "Y"
    state = QAccessible.queryAccessibleInterface(yes).state()
    assert (bool(state.checkable), bool(state.checked)) == (True, True)
    do(yes, TOGGLE)
    assert answer.value() is None


def test_a_locked_answer_takes_no_act_and_says_why(qtbot: QtBot, theme: Theme, words: Words) -> None:
    answer = AnswerSegments(theme, words, "X18")
    qtbot.addWidget(answer)
    answer.set_locked("The visit is closed.")
    do(answer.buttons[0], TOGGLE)
    assert answer.value() is None
    assert answer.buttons[0].accessibleDescription() == "The visit is closed."
    answer.buttons[1].setEnabled(False)
    assert TOGGLE not in acts_of(answer.buttons[1])


def test_an_option_says_whether_others_can_be_chosen_beside_it(qtbot: QtBot, theme: Theme) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    one, many = (OptionButton(theme, "Rash", is_round=is_round, parent=holder) for is_round in (True, False))
    assert (role_of(one), role_of(many)) == (Role.RadioButton, Role.CheckBox)


def test_the_step_on_show_is_the_selected_one(qtbot: QtBot, theme: Theme) -> None:
    bar = StepBar(theme)
    qtbot.addWidget(bar)
    bar.show_view((StepView(1, "Reason", "Not started"), StepView(2, "Plan", "Open", is_current=True)), "", "")
    reason, plan = (bar.findChild(QWidget, f"step_{number}") for number in (1, 2))
    selected = [bool(QAccessible.queryAccessibleInterface(step).state().selected) for step in (reason, plan)]
    assert selected == [False, True]
    with qtbot.waitSignal(bar.step_requested) as asked:
        do(reason, PRESS)
    assert asked.args == [1]


def test_a_list_field_has_a_label_beside_it_and_takes_a_choice_while_it_is_closed(
    qtbot: QtBot, theme: Theme, words: Words
) -> None:
    field = ChoiceField(theme, words, "Sex", (("f", "Female"), ("m", "Male")))
    qtbot.addWidget(field)
    labels = [label for label in field.findChildren(QLabel) if label.buddy() is field.combo]
    assert [label.accessibleName() for label in labels] == ["Sex"]
    view = field.combo.view()
    assert isinstance(view, QListView)
    view.setCurrentIndex(view.model().index(2, 0))
    assert field.value() == "m"
    field.set_locked("Signed.")
    view.setCurrentIndex(view.model().index(1, 0))
    assert field.value() == "m"


def test_two_classes_of_one_name_cannot_both_have_a_role() -> None:
    with pytest.raises(ValueError, match="StateTag"):
        spoken_as(Role.Button)(type("StateTag", (QWidget,), {}))


@spoken_as(Role.Canvas)
class Drawing(QWidget):
    steps = 0

    @property
    def spoken_acts(self) -> dict[str, object]:
        return {NEXT: self.walk}

    def walk(self) -> None:
        self.steps += 1


def test_what_a_widget_offers_is_done_and_a_widget_that_is_off_offers_nothing(qtbot: QtBot) -> None:
    drawing = Drawing()
    qtbot.addWidget(drawing)
    do(drawing, NEXT)
    assert (drawing.steps, role_of(drawing)) == (1, Role.Canvas)
    drawing.setEnabled(False)
    assert NEXT not in acts_of(drawing)


def test_voices_of_widgets_that_are_gone_are_given_up_and_never_before(qtbot: QtBot, theme: Theme) -> None:
    kept = StateTag(theme, TagState.STOP, "Stop")
    qtbot.addWidget(kept)
    assert role_of(kept) == Role.StaticText
    for _ in range(700):
        holder = QWidget()
        rows = QVBoxLayout(holder)
        rows.addWidget(StateTag(theme, TagState.CLEAR, "Clear"))
        QAccessible.queryAccessibleInterface(holder).child(0)
        holder.deleteLater()
        QApplication.sendPostedEvents(None, 52)
    assert len(spoken._voices) <= 2 * spoken._PRUNE_EVERY
    assert role_of(kept) == Role.StaticText


# What is read out

CLEAR = VerdictView(Verdict.CLEAR, "Clear", "96 of 96 answered.")
STOP = VerdictView(Verdict.STOP, "Stop", "1 stop. Consent and Treatment stay locked.")
FINDING = FindingView(
    rule_id="X01",
    tag=TagState.STOP,
    title="Cancer",
    said="",
    reason="",
    advice="",
    sources=(),
    state="",
    opinion="",
    act=FindingAct.NONE,
    act_reason="",
    opinion_by="",
    clinic="",
    why=WhyView("", (), "", (), "", (), "", ()),
    is_settled=False,
    step=2,
    target="x01",
)


def gate(verdict: VerdictView, *findings: FindingView) -> GateView:
    return GateView(verdict, verdict, (), (GroupView(TagState.STOP, "Stop", "", findings),), (), ())


def test_a_stop_is_read_out_at_once_with_what_was_found_and_only_once(
    qtbot: QtBot, english: Words, said: list[tuple[str, object]]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    voice = WindowVoice(window)
    voice.take_gate("v1", gate(CLEAR), english)
    assert said == []  # what stood when the visit was opened is no news
    for _ in range(2):
        voice.take_gate("v1", gate(STOP, FINDING), english)
    assert said == [("Stop. 1 stop. Consent and Treatment stay locked. New at the gate: Cancer", URGENT)]


def test_a_finding_that_does_not_change_the_verdict_is_still_read_out(
    qtbot: QtBot, english: Words, said: list[tuple[str, object]]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    voice = WindowVoice(window)
    caution = replace(FINDING, rule_id="X19", tag=TagState.CAUTION, title="Keloids")
    voice.take_gate("v1", gate(STOP, FINDING), english)
    voice.take_gate("v1", gate(STOP, FINDING, caution), english)
    voice.take_gate("v1", gate(STOP, FINDING, replace(caution, is_settled=True)), english)
    voice.take_gate("v2", gate(CLEAR), english)
    assert said == [("New at the gate: Keloids", POLITE)]


def test_a_draft_that_is_not_on_disk_is_said_at_once_and_that_it_is_again(
    qtbot: QtBot, words: Words, said: list[tuple[str, object]]
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    voice = WindowVoice(window)
    full = EnvironmentProblem("disk-full", "The disk is full.")
    kinds = (SaveKind.SAVED, SaveKind.NOT_SAVED, SaveKind.SAVING, SaveKind.NOT_SAVED, SaveKind.SAVED, SaveKind.SAVED)
    for kind in kinds:
        voice.take_save_state(SaveState(kind, AT, full if kind is SaveKind.NOT_SAVED else None), words)
    assert [urgency for _, urgency in said] == [URGENT, POLITE]
    assert said[0][0].startswith(words("common.not_saved_since", time="10:44"))
    assert said[1][0] == words("common.saved_at", time="10:44")


def test_an_error_is_read_out_as_the_field_is_left_and_not_while_it_is_typed(
    qtbot: QtBot, theme: Theme, words: Words, said: list[tuple[str, object]]
) -> None:
    born = DateField(theme, words, "Born")
    qtbot.addWidget(born)
    born.setText("2031")
    assert said == []
    for _ in range(2):
        leave(born)
    [(sentence, urgency)] = said
    assert sentence == f"Born. {words('spoken.error', sentence=born.error)}"
    assert urgency == URGENT
    assert born.line_edit.accessibleDescription() == words("spoken.error", sentence=born.error)
    born.setText("1984-05-17")
    leave(born)
    assert len(said) == 1
