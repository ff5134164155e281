"""The gate as staff see it: what it wants of the physician is shown, locked with its reason, and still jumps."""

from collections.abc import Callable, Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from staff_samples import DOCTOR, NURSE, OFFICE
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN, SavedDrafts, SteppedClock

from stemsup_desktop.consultation.authority_fields import ReservedAct
from stemsup_desktop.consultation.authority_words import REASONS, make_author_refusal
from stemsup_desktop.consultation.changes import with_answers
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.people import Author
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import NO, YES
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import ReasonLine
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.session import Session, make_session
from stemsup_desktop.ui.shell.finding_card import FindingCard
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.window_language import WindowLanguage

Open = Callable[[Author], MainWindow]
GIVEN = (("x12", YES), ("x07", YES), ("x01", YES), ("x01", NO))


@pytest.fixture
def open_window(
    theme: Theme,
    window_language: WindowLanguage,
    runner: JobRunner,
    drafts: SavedDrafts,
    clock: SteppedClock,
    clinical_content: ClinicalContent,
    qapp: QApplication,
    shown: Callable[..., QWidget],
) -> Iterator[Open]:
    """Open the window on a visit with findings that want an opinion, and a stop that waits for its reason."""
    made: list[tuple[MainWindow, Session]] = []

    def open_it(author: Author) -> MainWindow:
        session = make_session(clinical_content, runner, drafts.save, clock, author)
        visit = Consultation("c1", NOW)
        for link_id, answer in GIVEN:
            visit = with_answers(visit, clinical_content, PATIENT, link_id, (answer,), PHYSICIAN.name, NOW)
        session.open_visit(PATIENT, visit, CLINIC, PHYSICIAN)
        window = MainWindow(PageContext(theme, window_language, session, runner, clock), qapp)
        shown(window, 1440, 900)
        made.append((window, session))
        return window

    yield open_it
    for window, session in made:
        window.focus_ring.deleteLater()
        session.close_visit()


def card(window: MainWindow, rule_id: str) -> FindingCard:
    found = window.gate.findChild(FindingCard, f"finding_{rule_id}")
    assert isinstance(found, FindingCard)
    return found


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("rule_id", "act"), [("X12", ReservedAct.OPINION), ("X01", ReservedAct.STOP_LIFTED)])
def test_the_button_is_shown_with_the_reason_why_it_is_not_ones_own(
    open_window: Open, window_language: WindowLanguage, rule_id: str, act: ReservedAct, language: Language
) -> None:
    window_language.set_language(language)
    found, reason = card(open_window(NURSE), rule_id), REASONS[act].in_language(language)
    assert not found.act_button.isHidden()
    assert not found.act_button.isEnabled()
    assert (found.act_button.toolTip(), found.act_button.accessibleDescription()) == (reason, reason)
    lines = [line for line in found.findChildren(ReasonLine) if not line.isHidden()]
    assert [line.sentence for line in lines] == [reason]


def test_no_way_opens_an_editor(open_window: Open) -> None:
    window = open_window(NURSE)
    before = window._context.session.state
    for rule_id in ("X12", "X07", "X01"):
        card(window, rule_id).open_editor()
        card(window, rule_id).restore_draft("half a sen")
        QTest.mouseClick(card(window, rule_id).act_button, Qt.MouseButton.LeftButton)
        window.gate.open_editor(rule_id)
    QTest.keyClick(window.gate, Qt.Key.Key_O)
    assert not window.gate.open_first_editor()
    assert window.gate.drafts() == {}
    window.gate.opinion_recorded.emit("X12", "Stable")
    window.gate.stop_reason_given.emit("X01", "An error")
    assert window._context.session.state == before


def test_what_is_open_leads_to_its_card_where_one_cannot_write(open_window: Open) -> None:
    window = open_window(NURSE)
    window.gate.open_editor("X12")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert card(window, "X12").isAncestorOf(focused)


def test_everything_missing_still_jumps(open_window: Open) -> None:
    window, asked = open_window(NURSE), []
    window.gate.jump_requested.connect(lambda step, target: asked.append((step, target)))
    window.gate._open.more_button.click()
    for number, point in enumerate(window.gate._open._points):
        link = window.gate.findChild(QWidget, f"open_{number}")
        assert link is not None
        link.clicked.emit()
        assert point.rule_id or asked[-1] == (point.step, point.target)


def test_the_physician_writes_there(open_window: Open) -> None:
    window = open_window(DOCTOR)
    window.gate.open_editor("X12")
    card(window, "X12").editor.field.setText("Stable for years")
    window.gate.findChild(QPushButton, "record_X12").click()
    opinions = window._context.session.state.consultation.examination.opinions
    assert [(one.rule_id, one.physician) for one in opinions] == [("X12", DOCTOR.name)]


def test_the_window_made_anew_by_another_language_is_locked_too(
    open_window: Open, window_language: WindowLanguage
) -> None:
    window = open_window(NURSE)
    for language in (Language.JA, Language.EN):
        window_language.set_language(language)
        assert not card(window, "X12").act_button.isEnabled()
        card(window, "X12").open_editor()
    assert window.gate.drafts() == {}


def test_a_refusal_is_said_in_a_strip_until_something_else_is_done(open_window: Open) -> None:
    window = open_window(NURSE)
    session = window._context.session
    strip = window.findChild(InlineMessage, "refusal_strip")
    assert isinstance(strip, InlineMessage)
    assert strip.isHidden()
    visit = session.state.consultation
    session.change("Plan", msgspec.structs.replace(visit, plan=Plan(sessions=2)))
    assert not strip.isHidden()
    assert "The plan is set by the physician." in strip._sentence.text()
    reason = msgspec.structs.replace(visit.reason, goal="shine")
    session.change("Goal", msgspec.structs.replace(visit, reason=reason))
    assert strip.isHidden()


@pytest.mark.parametrize("language", list(Language))
def test_what_the_vault_refuses_is_said_in_full_with_what_to_do_until_it_is_saved(
    open_window: Open,
    window_language: WindowLanguage,
    drafts: SavedDrafts,
    executor: ManualExecutor,
    language: Language,
) -> None:
    window_language.set_language(language)
    window = open_window(NURSE)
    session, words = window._context.session, window._context.words
    drafts.problem = make_author_refusal()
    visit = session.state.consultation
    changed = msgspec.structs.replace(visit.reason, goal="shine")
    session.change("Goal", msgspec.structs.replace(visit, reason=changed))
    session.flush()
    executor.run_all()
    said = window.refusal_strip._sentence.text()
    assert said.startswith(words("problem.author-not-own"))
    assert said.endswith(words("common.take_back"))
    drafts.problem = None
    session.try_again()
    executor.run_all()
    assert session.is_saved
    assert window.refusal_strip.isHidden()


def test_no_key_of_the_window_does_anything_for_an_administrator_without_a_visit(open_window: Open) -> None:
    window = open_window(OFFICE)
    session = window._context.session
    session.close_visit()
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    for number in range(10):
        for modifier in (control, alt):
            QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), modifier)
    for key in (Qt.Key.Key_K, Qt.Key.Key_S, Qt.Key.Key_P, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_Return):
        QTest.keyClick(window, key, control)
    QTest.keyClick(window, Qt.Key.Key_G, alt)
    assert not session.has_visit
    assert window.stack.current_page is None
