"""The window with sample pages: going about, keys, gate, languages, and what stays visible at every size."""

from collections.abc import Callable, Iterator

import msgspec
import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.changes import with_answers
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate_model import FindingState, Verdict
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import UNKNOWN, YES
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.rail import RailItem
from stemsup_desktop.ui.components.step_bar import Step
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import ManualExecutor
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.shell.finding_card import FindingCard
from stemsup_desktop.ui.shell.gate_panel import SPARE_CARDS
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.shell.rail_view import RailEntry
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

SIZES = ((1440, 900), (1280, 800), (1024, 768), (960, 540))


class GoalPage(Page[str]):
    """Edits the goal of the visit."""

    wants_gate = True

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.field = TextField(context.theme, context.words, "Goal")
        self.field.setObjectName("goal")
        self.field.value_changed.connect(self._on_goal_changed)
        self.set_body(self.field)
        self.main_done = 0

    def derive(self) -> str:
        return self.context.session.state.consultation.reason.goal

    def show_view(self, view: str) -> None:
        self.field.set_value(view)

    def page_actions(self) -> PageActions:
        return PageActions(primary=Action("Continue", self._on_main))

    def _on_main(self) -> None:
        self.main_done += 1

    def _on_goal_changed(self, text: object) -> None:
        consultation = self.context.session.state.consultation
        reason = msgspec.structs.replace(consultation.reason, goal=str(text))
        self.context.session.change("Goal", msgspec.structs.replace(consultation, reason=reason), merge="goal")


class RoomPage(Page[str]):
    """A page outside the visit."""

    needs_visit = False

    def derive(self) -> str:
        return "room"

    def show_view(self, view: str) -> None:
        self.header.show_text(view)


@pytest.fixture
def window(
    context: PageContext, qapp: QApplication, clinical_content: ClinicalContent, shown: Callable[..., QWidget]
) -> Iterator[MainWindow]:
    made = MainWindow(context, qapp)
    for step in range(1, 8):
        made.register_step(step, lambda: GoalPage(context))
    made.register_page("patients", lambda: RoomPage(context), RailEntry("patients", "shell.consult"))
    shown(made, 1440, 900)
    made.go_to_step(1)
    yield made
    made.focus_ring.deleteLater()


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    QTest.keyClick(window.focusWidget() or window, key, modifiers)


def goal_page(window: MainWindow) -> GoalPage:
    page = window.stack.current_page
    assert isinstance(page, GoalPage)
    return page


class Counted(QObject):
    """Counts the events of a type that a widget gets."""

    def __init__(self, watched: QWidget, wanted: QEvent.Type) -> None:
        super().__init__(watched)
        self.count = 0
        self._wanted = wanted
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == self._wanted
        return False


def raise_findings(window: MainWindow, content: ClinicalContent, severity: Severity) -> str:
    """Answer yes until a finding of a severity is open; return its rule id."""
    session = window._context.session
    for item in content.questionnaire.iter_items():
        if item.find_option(YES) is None:
            continue
        consultation = with_answers(
            session.state.consultation, content, session.state.patient, item.link_id, (YES,), "Aoki", NOW
        )
        session.change("Answer", consultation)
        for finding in session.state.gate.findings:
            if finding.severity is severity and finding.state is FindingState.OPEN:
                return finding.rule_id
    raise AssertionError("the content has no such finding")


def test_a_keystroke_reaches_the_state_and_the_page_shows_it_without_echo(window: MainWindow) -> None:
    page = goal_page(window)
    QTest.keyClicks(page.field.line_edit, "shine")
    assert window._context.session.state.consultation.reason.goal == "shine"
    window._context.session.undo()
    assert page.field.text() == ""
    assert window._context.session.redo_description == "Goal"


class PaintWatch(QObject):
    """Notes which of the watched parts are painted, and which are to be laid out anew."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self.seen: list[QObject] = []
        for part in parts:
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Paint, QEvent.Type.LayoutRequest):
            self.seen.append(watched)
        return False


def test_a_letter_paints_nothing_of_the_frame_that_shows_what_it_did_before(window: MainWindow, qtbot: QtBot) -> None:
    editor = goal_page(window).field.line_edit
    QTest.keyClicks(editor, "ab")
    QApplication.processEvents()
    items, steps = window.rail.findChildren(RailItem), window.step_bar.findChildren(Step)
    frame = (window.rail, window.step_bar, window.banner, window.banner.allergy_box, *items, *steps)
    watch = PaintWatch(*frame, goal_page(window).field.box)
    QTest.keyClicks(editor, "c")
    QApplication.processEvents()
    assert {type(part).__name__ for part in watch.seen} <= {"FieldBox"}
    window.go_to_step(2)  # it is painted in the turn after that which brings it
    qtbot.waitUntil(lambda: {steps[0], steps[1]} <= set(watch.seen))


def test_the_frame_is_laid_out_for_the_size_of_text_though_it_says_the_same(window: MainWindow) -> None:
    steps, box = window.step_bar.findChildren(Step), window.banner.allergy_box
    before = [part.sizeHint() for part in (*steps, box)]
    theme = window._context.theme
    try:
        theme.set_text_percent(150)
        QApplication.processEvents()
        assert all(part.sizeHint().height() > was.height() for part, was in zip((*steps, box), before, strict=True))
        assert all(step.width() >= step.minimumSizeHint().width() for step in steps)
        assert box.height() == box.sizeHint().height()
    finally:
        theme.set_text_percent(100)


@pytest.mark.parametrize("step", range(1, 8))
def test_ctrl_and_a_number_open_a_step(window: MainWindow, step: int) -> None:
    press(window, Qt.Key(Qt.Key.Key_0 + step), Qt.KeyboardModifier.ControlModifier)
    assert window.stack.current_id == f"step-{step}"


def test_alt_and_a_number_walk_the_rail_and_come_back_to_the_same_step(window: MainWindow) -> None:
    window.go_to_step(4)
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.stack.current_id == "patients"
    assert window.banner.isVisible()
    assert not window.step_bar.isVisible()
    press(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.stack.current_id == "step-4"


def test_ctrl_enter_does_the_main_action_also_from_a_field(window: MainWindow) -> None:
    page = goal_page(window)
    page.field.line_edit.setFocus()
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.main_done == 1


def test_a_letter_typed_in_a_field_is_text(window: MainWindow) -> None:
    page = goal_page(window)
    page.field.line_edit.setFocus()
    QTest.keyClicks(page.field.line_edit, "ynuo")
    assert page.field.text() == "ynuo"


def test_ctrl_l_asks_to_lock(window: MainWindow) -> None:
    asked: list[int] = []
    window.lock_requested.connect(lambda: asked.append(1))
    press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert asked == [1]


def test_f6_walks_through_the_panes_and_round(window: MainWindow) -> None:
    seen: list[QWidget | None] = []
    for _ in range(8):
        press(window, Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier)
        seen.append(window.focusWidget())
    homes = [next(p for p in (window.rail, window.banner, window.step_bar, window.stack, window.gate)
                  if widget is not None and p.isAncestorOf(widget)) for widget in seen]  # fmt: skip
    assert {window.rail, window.banner, window.step_bar, window.stack, window.gate} <= set(homes)


def test_f1_shows_the_keys_and_esc_closes_them(window: MainWindow) -> None:
    press(window, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    assert window.findChild(QWidget, "key_sheet") is not None
    press(window, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not window.has_sheet


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_who_the_patient_is_and_the_verdict_are_seen_at_every_size(window: MainWindow, width: int, height: int) -> None:
    window.resize(width, height)
    QTest.qWait(1)
    assert window.banner.allergy_box.isVisible()
    assert window.banner.allergy_box.width() >= window.banner.allergy_box.sizeHint().width()
    assert window.banner._name.isVisible()
    shown = [fact.value.text() for fact in window.banner._facts if fact.isVisible()]
    assert PATIENT.chart_number in shown
    assert any("1972" in text for text in shown)
    assert window.verdict_bar.isVisible() != window.gate.isVisible()
    assert window.width() == width


def test_the_gate_opens_beside_a_narrow_page_and_esc_closes_it(window: MainWindow) -> None:
    window.resize(1024, 768)
    assert not window.gate.isVisible()
    press(window, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert window.gate.isVisible()
    assert window.gate.verdict.hasFocus()
    press(window, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not window.gate.isVisible()


def test_an_opinion_is_recorded_inside_its_card_in_the_physicians_name(
    window: MainWindow, clinical_content: ClinicalContent
) -> None:
    rule_id = raise_findings(window, clinical_content, Severity.SPECIALIST)
    window.go_to_step(2)
    assert window.gate.open_first_editor()
    card = window.gate.findChild(QWidget, f"finding_{rule_id}")
    card.open_editor()
    card.editor.field.setText("Small scar on the chest only.")
    card.editor.record_button.click()
    opinion = window._context.session.state.consultation.examination.opinions[-1]
    assert (opinion.rule_id, opinion.physician) == (rule_id, PHYSICIAN.name)
    assert opinion.reason == "Small scar on the chest only."
    assert card.is_folded


def test_a_blank_opinion_cannot_be_recorded(window: MainWindow, clinical_content: ClinicalContent) -> None:
    rule_id = raise_findings(window, clinical_content, Severity.SPECIALIST)
    card = window.gate.findChild(QWidget, f"finding_{rule_id}")
    card.open_editor()
    card.editor.field.setText("   ")
    assert not card.editor.record_button.isEnabled()


def test_an_opinion_being_typed_survives_another_answer(window: MainWindow, clinical_content: ClinicalContent) -> None:
    rule_id = raise_findings(window, clinical_content, Severity.SPECIALIST)
    card = window.gate.findChild(QWidget, f"finding_{rule_id}")
    card.open_editor()
    card.editor.field.setText("half a sen")
    goal_page(window).field.setText("shine")
    assert window.gate.findChild(QWidget, f"finding_{rule_id}") is card
    assert card.editor.field.value() == "half a sen"


def test_a_stop_offers_its_answer_not_an_opinion(window: MainWindow, clinical_content: ClinicalContent) -> None:
    rule_id = raise_findings(window, clinical_content, Severity.STOP)
    assert window._context.session.state.gate.verdict is Verdict.STOP
    card = window.gate.findChild(QWidget, f"finding_{rule_id}")
    assert card.act_button.isHidden()
    assert not card.answer_button.isHidden()


def test_a_gate_that_leaves_the_page_no_room_stands_in_its_place_until_it_is_closed(window: MainWindow) -> None:
    window.resize(720, 480)
    press(window, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert window.gate.isVisible()
    assert not window.stack.isVisible()
    assert window.gate.isAncestorOf(window.focusWidget())
    press(window, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert not window.gate.isVisible()
    assert window.stack.isAncestorOf(window.focusWidget())
    press(window, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    window.go_to_step(1)
    assert window.stack.isVisible()
    press(window, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    window.resize(1440, 900)
    assert window.stack.isVisible()
    assert window.gate.isVisible()


def test_escape_leads_from_the_gate_back_to_where_one_was(window: MainWindow) -> None:
    goal_page(window).field.line_edit.setFocus()
    press(window, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert window.gate.isAncestorOf(window.focusWidget())
    press(window, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert window.stack.current_id == "step-1"
    assert window.focusWidget() is goal_page(window).field.line_edit


def test_another_visit_begins_each_page_anew(window: MainWindow) -> None:
    session = window._context.session
    goal_page(window).action_bar.findChild(QAbstractButton).setFocus()
    window.go_to_step(2)
    state = session.state
    another = msgspec.structs.replace(state.consultation, consultation_id="another")
    session.open_visit(state.patient, another, state.clinic, state.physician)
    window.go_to_step(1)
    assert window.focusWidget() is goal_page(window).field.line_edit


def test_each_page_is_begun_where_typing_begins_and_found_again_where_it_was_left(window: MainWindow) -> None:
    goal_page(window).action_bar.findChild(QAbstractButton).setFocus()
    window.go_to_step(2)
    assert window.focusWidget() is goal_page(window).field.line_edit
    window.go_to_step(1)
    assert window.focusWidget() is goal_page(window).action_bar.findChild(QAbstractButton)


def test_a_missing_thing_is_one_click_away(window: MainWindow) -> None:
    point = window._context.session.state.gate.open_points[0]
    link = window.gate.findChild(QAbstractButton, "open_0")
    window.go_to_step(7)
    link.click()
    assert window.stack.current_id == f"step-{point.step}"


def test_an_opinion_that_is_wanted_is_one_click_away_in_its_card(
    window: MainWindow, clinical_content: ClinicalContent, qtbot: QtBot
) -> None:
    rule_id = raise_findings(window, clinical_content, Severity.SPECIALIST)
    window.go_to_step(2)
    points = window._context.session.state.gate.open_points
    position = next(n for n, point in enumerate(points) if point.rule_id == rule_id)
    card = window.gate.findChild(FindingCard, f"finding_{rule_id}")
    qtbot.waitUntil(card.isVisible)
    window.gate.findChild(QAbstractButton, f"open_{position}").click()
    assert card.editor.field.isVisible()
    focused = window.focusWidget()
    assert focused is not None
    assert card.isAncestorOf(focused)


def test_why_opens_in_the_card_by_keyboard_and_says_who_answered_and_by_which_rule(
    window: MainWindow, clinical_content: ClinicalContent
) -> None:
    rule_id = raise_findings(window, clinical_content, Severity.STOP)
    window.go_to_step(2)
    card = window.gate.findChild(FindingCard, f"finding_{rule_id}")
    card.why_button.setFocus()
    assert not card.is_why_open
    press(window, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    assert card.is_why_open
    said = "\n".join(label.text() for label in card.findChild(QWidget, f"why_pane_{rule_id}").findChildren(QLabel))
    assert f"Rule {rule_id}, version 1.0" in said
    assert "8 Sep 2026, 10:44, Aoki" in said
    assert "descendants()" in said.replace("\u200b", "")
    QTest.keyClicks(card, "?")
    assert not card.is_why_open


def test_why_follows_the_answer_while_it_is_open_and_leads_to_the_source(
    window: MainWindow, clinical_content: ClinicalContent
) -> None:
    rule_id = raise_findings(window, clinical_content, Severity.STOP)
    window.go_to_step(2)
    card = window.gate.findChild(FindingCard, f"finding_{rule_id}")
    card.why_button.click()
    session, asked = window._context.session, []
    window.source_requested.connect(asked.append)
    link_id = card._view.target
    answers = {one.link_id: one.answers for one in session.state.consultation.examination.responses}[link_id]
    again = with_answers(
        session.state.consultation, clinical_content, session.state.patient, link_id, answers, "Nurse Ito", NOW
    )
    session.change("Answer", again)
    said = "\n".join(label.text() for label in card.findChild(QWidget, f"why_pane_{rule_id}").findChildren(QLabel))
    assert "8 Sep 2026, 10:44, Nurse Ito" in said
    rule = clinical_content.find_rule(rule_id)
    assert rule is not None
    for source in rule.sources:
        card.findChild(QAbstractButton, f"source_{source}").click()
    assert asked == list(rule.sources)


def test_the_text_of_a_lapsed_opinion_is_offered_for_reuse(
    window: MainWindow, clinical_content: ClinicalContent
) -> None:
    rule_id = raise_findings(window, clinical_content, Severity.SPECIALIST)
    window.go_to_step(2)
    card = window.gate.findChild(FindingCard, f"finding_{rule_id}")
    card.open_editor()
    assert card.editor.reuse_link.isHidden()
    card.editor.field.setText("Stable for years.")
    card.editor.record_button.click()
    session = window._context.session
    link_id = card._view.target
    changed = with_answers(
        session.state.consultation, clinical_content, session.state.patient, link_id, (UNKNOWN,), "Aoki", NOW
    )
    session.change("Answer", changed)
    card.open_editor()
    card.editor.reuse_link.click()
    assert card.editor.field.value() == "Stable for years."
    card.editor.record_button.click()
    opinions = session.state.consultation.examination.opinions
    assert [opinion.reason for opinion in opinions if opinion.rule_id == rule_id] == ["Stable for years."] * 2
    assert opinions[0].answers_sha256 != opinions[1].answers_sha256


def test_the_language_switches_the_whole_frame_and_back(window: MainWindow) -> None:
    english = window.rail.findChild(QAbstractButton, "rail_consult").text()
    window.rail.findChild(QAbstractButton, "rail_language").click()
    assert window._context.language.language is Language.JA
    assert window.rail.findChild(QAbstractButton, "rail_consult").text() != english
    assert goal_page(window).words.language is Language.JA
    window.rail.findChild(QAbstractButton, "rail_language").click()
    assert window.rail.findChild(QAbstractButton, "rail_consult").text() == english


def test_where_pages_are_made_ahead_the_other_language_comes_whole_and_keeps_what_was_typed_meanwhile(
    window: MainWindow, clinical_content: ClinicalContent, qtbot: QtBot
) -> None:
    rule_id = raise_findings(window, clinical_content, Severity.SPECIALIST)
    window.stack.warm_up()
    old, looks = window.gate, (window.gate.isHidden(), window.gate.width())
    card = old.findChild(FindingCard, f"finding_{rule_id}")
    card.open_editor()
    rail = window.rail.findChild(QAbstractButton, "rail_language")
    rail.click()
    rail.click()  # it is on its way: not back again
    assert (window._context.language.language, window.gate) == (Language.EN, old)
    card.editor.field.setText("Stable for years.")
    qtbot.waitUntil(lambda: window._context.language.language is Language.JA)
    assert window.gate is not old
    assert window.gate.findChild(FindingCard, f"finding_{rule_id}").draft == "Stable for years."
    qtbot.waitUntil(lambda: (window.gate.isHidden(), window.gate.width()) == looks)
    window.stack.stop_warming_up()


def test_a_gate_made_ahead_for_another_language_than_the_one_that_came_is_not_used(window: MainWindow) -> None:
    language = window._context.language
    for _ in window._gate_desk.iter_next(language.words_in(Language.JA)):
        pass
    ahead = window._gate_desk._next
    for _ in window._gate_desk.iter_next(language.words_in(Language.EN)):
        pass
    language.set_language(Language.JA)
    assert not window._gate_desk.has_next
    assert ahead is not None
    assert window.gate is not ahead[0]
    assert window.gate._words.language is Language.JA


def test_a_gate_that_is_made_ahead_is_left_as_it_is_where_another_is_begun_with(window: MainWindow) -> None:
    desk, words_in = window._gate_desk, window._context.language.words_in
    count = sum(1 for _ in desk.iter_next(words_in(Language.JA)))
    assert count > 9
    for done in range(1, count):
        pieces = desk.iter_next(words_in(Language.JA))
        for _ in range(done):
            next(pieces)
        later = desk.iter_next(words_in(Language.EN))
        next(later)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert list(pieces) == [], done
        assert desk.has_next
    desk.renew().deleteLater()


def test_a_gate_that_another_language_makes_anew_while_it_is_laid_out_holds_nothing_up(
    window: MainWindow, clinical_content: ClinicalContent
) -> None:
    raise_findings(window, clinical_content, Severity.SPECIALIST)
    language = window._context.language
    for done in range(1, 40):
        window.gate.hide()
        window.step_bar.hide()
        pieces = window.iter_frame_ready()
        for _ in range(done):
            next(pieces, None)
        old = window.gate
        language.set_language(Language.JA if language.language is Language.EN else Language.EN)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        for _ in pieces:
            pass
        assert not shiboken6.isValid(old)
        assert window.gate._words.language is language.language


def test_where_pages_are_made_ahead_the_keys_come_in_the_next_turn_and_the_key_pressed_twice_brings_none(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.stack.warm_up()
    for _ in range(2):
        press(window, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert window.findChild(QWidget, "key_sheet") is None
    press(window, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    assert not window.has_sheet
    qtbot.waitUntil(lambda: window.has_sheet)
    press(window, Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    assert not window.has_sheet
    window.stack.stop_warming_up()


def test_the_gate_is_made_ahead_out_of_sight_and_its_cards_are_those_that_are_shown(
    window: MainWindow, clinical_content: ClinicalContent
) -> None:
    gate = window.gate
    seen = gate.grab().toImage()
    pieces = sum(1 for _ in gate.iter_ahead())
    assert pieces > SPARE_CARDS
    assert gate.grab().toImage() == seen
    ahead = set(gate.findChildren(FindingCard))
    assert ahead
    assert all(card.isHidden() for card in ahead)
    assert sum(1 for _ in gate.iter_ahead()) <= 1  # all is there
    rule_id = raise_findings(window, clinical_content, Severity.STOP)
    card = gate.findChild(FindingCard, f"finding_{rule_id}")
    assert card in ahead
    assert card.isVisible()
    assert card.property("state") == "stop"


def test_the_card_of_a_stop_that_was_made_ahead_is_not_styled_once_more(
    theme: Theme, english: Words, qtbot: QtBot
) -> None:
    card = FindingCard(theme, english)
    qtbot.addWidget(card)
    card.expect(TagState.STOP)
    card.ensurePolished()
    styled = Counted(card, QEvent.Type.DynamicPropertyChange)  # with which it is styled anew
    card._show_look(TagState.STOP, is_settled=False)
    assert styled.count == 0
    card._show_look(TagState.STOP, is_settled=True)
    assert styled.count > 0


def test_where_pages_are_made_ahead_the_gate_follows_an_answer_in_the_next_turn(
    window: MainWindow, clinical_content: ClinicalContent, qtbot: QtBot
) -> None:
    window.stack.warm_up()
    rule_id = raise_findings(window, clinical_content, Severity.SPECIALIST)
    assert window.gate.findChild(FindingCard, f"finding_{rule_id}") is None
    qtbot.waitUntil(lambda: window.gate.findChild(FindingCard, f"finding_{rule_id}") is not None)
    card = window.gate.findChild(FindingCard, f"finding_{rule_id}")
    card.open_editor()
    card.editor.field.setText("Stable for years.")
    card.editor.record_button.setFocus()
    card.editor.record_button.click()
    assert not card.can_act  # who is at the gate sees it at once, and records nothing twice
    window.stack.stop_warming_up()


def test_a_text_that_was_being_written_comes_back_with_its_visit_though_the_gate_comes_later(
    window: MainWindow, clinical_content: ClinicalContent, qtbot: QtBot
) -> None:
    rule_id = raise_findings(window, clinical_content, Severity.SPECIALIST)
    session = window._context.session
    here = session.state.consultation
    card = window.gate.findChild(FindingCard, f"finding_{rule_id}")
    card.open_editor()
    card.editor.field.setText("Stable for")
    window.stack.warm_up()
    session.open_visit(PATIENT, Consultation("other", NOW), CLINIC, PHYSICIAN)
    session.open_visit(PATIENT, here, CLINIC, PHYSICIAN)
    assert window.read_gate_texts().get(here.consultation_id) == {rule_id: "Stable for"}  # not lost before it is shown
    qtbot.waitUntil(lambda: window.gate.drafts() == {rule_id: "Stable for"})
    assert window.read_gate_texts().get("other") == {}
    window.stack.stop_warming_up()


def test_a_page_that_is_gone_gets_no_result(window: MainWindow, executor: ManualExecutor) -> None:
    seen: list[object] = []
    page = goal_page(window)
    page.run_job(lambda: 1, seen.append)
    window._context.language.set_language(Language.JA)
    QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    executor.run_all()
    assert seen == []


def test_closing_the_window_writes_the_last_keystroke(
    window: MainWindow, executor: ManualExecutor, drafts: SavedDrafts
) -> None:
    goal_page(window).field.setText("last")
    window.close()
    executor.run_all()
    assert drafts.written[-1].consultation.reason.goal == "last"


def test_the_title_of_the_window_names_no_patient(window: MainWindow) -> None:
    assert PATIENT.name not in window.windowTitle()


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow, clinical_content: ClinicalContent) -> None:
    raise_findings(window, clinical_content, Severity.STOP)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    assert nameless == []


def test_a_hostile_name_is_shown_as_typed_and_breaks_no_layout(window: MainWindow, clock: SteppedClock) -> None:
    name = "<b>山田</b>" * 5000
    window._context.session.set_patient(msgspec.structs.replace(PATIENT, name=name, alerts=("x" * 100_000,)))
    QTest.qWait(1)
    assert window.banner._name.text() == name
    assert window.banner.width() <= window.width()
    assert window.minimumSizeHint().width() <= 1440


def test_the_ring_is_round_the_frame_of_the_focused_field(window: MainWindow) -> None:
    page = goal_page(window)
    page.field.line_edit.setFocus()
    assert isinstance(page.field.line_edit, QLineEdit)
    assert window.focus_ring.target is page.field.box


def test_every_step_of_a_closed_visit_says_so_and_keeps_its_record(window: MainWindow) -> None:
    session = window._context.session
    assert window.closed_strip.isHidden()
    consultation = session.state.consultation
    summary = msgspec.structs.replace(consultation.summary, closed_at=NOW)
    session.change("Closed", msgspec.structs.replace(consultation, summary=summary))
    for step in range(1, 8):
        window.go_to_step(step)
        assert window.closed_strip.isVisible()
    assert "addendum" in window.closed_strip._sentence.text()
    page = goal_page(window)
    page.field.line_edit.setFocus()
    QTest.keyClicks(page.field.line_edit, "shine")
    page.refresh()
    assert session.state.consultation.reason.goal == ""
    assert page.field.text() == ""
    window._context.language.set_language(Language.JA)
    assert "追記" in window.closed_strip._sentence.text()
    window.go_to("patients")
    assert window.closed_strip.isHidden()


def test_a_page_that_is_made_anew_is_made_when_it_is_seen_or_at_once_if_it_is(window: MainWindow) -> None:
    window.go_to_step(2)
    second = window.stack.current_page
    window.go_to_step(1)
    window.stack.make_anew("step-2")
    assert window.stack.current_id == "step-1"
    window.go_to_step(2)
    assert window.stack.current_page is not second

    seen = window.stack.current_page
    window.stack.make_anew("step-2")
    assert window.stack.current_page is not seen
    assert window.stack.currentWidget() is window.stack.current_page
    window.stack.make_anew("settings")


@pytest.mark.parametrize("language", list(Language))
def test_nothing_in_the_gate_is_wider_than_the_gate(
    window: MainWindow, clinical_content: ClinicalContent, language: Language, qtbot: QtBot
) -> None:
    raise_findings(window, clinical_content, Severity.INFORMATION)
    window._context.language.set_language(language)
    window.go_to_step(2)
    cards = window.gate.findChildren(FindingCard)
    assert {card._view.tag for card in cards} >= {TagState.STOP, TagState.SPECIALIST, TagState.CAUTION}
    qtbot.waitUntil(cards[-1].isVisible)
    for card in cards:
        card.open_editor()
        if card.is_folded:
            card._fold.click()
        card.why_button.click()
    pane = window.gate._pane
    content, room = pane.rows.parentWidget(), pane.viewport().width()
    assert content.minimumSizeHint().width() <= room
    wide = [w.objectName() or w.text() for w in content.findChildren(QLabel) if w.minimumSizeHint().width() > room]
    assert wide == []


def test_what_was_done_in_one_chart_is_not_offered_to_be_undone_in_another(window: MainWindow) -> None:
    session = window._context.session
    state = session.state
    session.change("Reason changed", msgspec.structs.replace(state.consultation, visit_number=2), is_announced=True)
    assert window.undo_bar.isVisibleTo(window)
    other = msgspec.structs.replace(state.consultation, consultation_id="another")
    session.open_visit(state.patient, other, state.clinic, state.physician)
    assert not window.undo_bar.isVisibleTo(window)


def test_an_opinion_being_typed_stays_with_its_visit_and_is_there_again(
    window: MainWindow, clinical_content: ClinicalContent
) -> None:
    rule_id = raise_findings(window, clinical_content, Severity.SPECIALIST)
    window.gate.open_editor(rule_id)
    window.gate.findChild(FindingCard, f"finding_{rule_id}").editor.field.setText("half a sen")
    session = window._context.session
    state = session.state
    other = msgspec.structs.replace(state.consultation, consultation_id="another")
    session.open_visit(state.patient, other, state.clinic, state.physician)
    assert window.gate.drafts() == {}
    session.open_visit(state.patient, state.consultation, state.clinic, state.physician)
    assert window.gate.drafts() == {rule_id: "half a sen"}
