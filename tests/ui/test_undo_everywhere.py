"""Undo and redo: whatever was done and undone in full leaves the record as it was; fields of text come first."""

from collections.abc import Callable, Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from visit_samples import CLINIC, NOW, PATIENT, PHYSICIAN

from stemsup_desktop.consultation.changes import with_answers
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.same_record import is_same
from stemsup_desktop.consultation.signing_model import HandSignature, Ink, SignerRole
from stemsup_desktop.consultation.signing_seal import without_returning_signatures
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import NO, UNKNOWN, YES, Answer
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.questionnaire.validation import check_answers
from stemsup_desktop.ui.components.line_edit import LineEdit
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.shell.rail_view import RailEntry
from stemsup_desktop.ui.words import Words

Act = Callable[[Session], None]


def change_reason(field: str, text: str) -> Act:
    def do(session: Session) -> None:
        visit = session.state.consultation
        reason = msgspec.structs.replace(visit.reason, **{field: text})
        session.change(field, msgspec.structs.replace(visit, reason=reason), merge=field)

    return do


def change_plan(sessions: int) -> Act:
    def do(session: Session) -> None:
        visit = session.state.consultation
        plan = msgspec.structs.replace(visit.plan, sessions=sessions)
        session.change("plan", msgspec.structs.replace(visit, plan=plan), is_announced=True)

    return do


def change_treatment(note: str) -> Act:
    def do(session: Session) -> None:
        visit = session.state.consultation
        treatment = msgspec.structs.replace(visit.treatment, note=note)
        session.change("treatment", msgspec.structs.replace(visit, treatment=treatment))

    return do


def answer(place: int, answers: tuple[Answer, ...]) -> Act:
    def do(session: Session) -> None:
        items = [item for item in session.clinical.questionnaire.iter_items() if is_yes_or_no(item)]
        visit, item = session.state.consultation, items[place % len(items)]
        session.change("answer", with_answers(visit, session.clinical, PATIENT, item.link_id, answers, "AOKI", NOW))

    return do


def is_yes_or_no(item: Item) -> bool:
    return not check_answers(item, (YES,)) and not check_answers(item, (UNKNOWN,)) and not item.children


def undo(session: Session) -> None:
    session.undo()


def redo(session: Session) -> None:
    session.redo()


ACTS = st.one_of(
    st.builds(change_reason, st.sampled_from(("goal", "note")), st.sampled_from(("", "a", "ab"))),
    st.builds(change_plan, st.integers(1, 4)),
    st.builds(change_treatment, st.sampled_from(("", "x", "y"))),
    st.builds(answer, st.integers(0, 40), st.sampled_from(((YES,), (NO,), (UNKNOWN,), ()))),
    st.sampled_from((undo, redo)),
)


def without_memory(visit: Consultation) -> Consultation:
    """A visit without what undo keeps on purpose: that a stop was raised is never forgotten."""
    examination = msgspec.structs.replace(visit.examination, stops_raised=())
    return msgspec.structs.replace(visit, examination=examination)


def undo_all(session: Session) -> None:
    while session.undo_description:
        session.undo()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=12))
def test_any_changes_undone_in_full_leave_the_record_as_it_was(session: Session, acts: list[Act]) -> None:
    session.open_visit(PATIENT, Consultation("c1", NOW), CLINIC, PHYSICIAN)
    before = session.state.consultation
    for act in acts:
        act(session)
    done = session.state.consultation
    undo_all(session)
    assert is_same(without_memory(session.state.consultation), without_memory(before))
    while session.redo_description:
        session.redo()
    if not any(act in (undo, redo) for act in acts):
        assert is_same(without_memory(session.state.consultation), without_memory(done))


def test_what_a_field_took_back_itself_leaves_no_step_that_does_nothing(session: Session) -> None:
    for text in ("a", "ab", "a", ""):
        change_reason("goal", text)(session)
    assert session.undo_description == ""


def sign(at: int) -> HandSignature:
    ink = Ink(100, 100, ())
    return HandSignature(SignerRole.PATIENT, f"{at}", NOW, Language.JA, "0" * 64, "0" * 64, ink)


def with_signatures(*signatures: HandSignature) -> Consultation:
    visit = Consultation("c1", NOW)
    return msgspec.structs.replace(visit, consent=msgspec.structs.replace(visit.consent, signatures=signatures))


def test_undo_takes_a_signature_back_and_neither_undo_nor_redo_ever_makes_one(session: Session) -> None:
    session.change("Signed", with_signatures(sign(1)))
    session.undo()
    assert session.state.consultation.consent.signatures == ()
    session.redo()
    assert session.state.consultation.consent.signatures == ()
    here, there = with_signatures(sign(1)), with_signatures(sign(1), sign(2))
    assert without_returning_signatures(here, there).consent.signatures == (sign(1),)
    assert without_returning_signatures(there, here) is here


@pytest.fixture(params=["one line", "several lines"])
def field(request: pytest.FixtureRequest, context: PageContext, shown: Callable[..., QWidget]) -> QWidget:
    holder = QWidget()
    rows = QVBoxLayout(holder)
    kind = TextField if request.param == "one line" else MultiLineField
    made = kind(context.theme, context.words, "Goal")
    rows.addWidget(made)
    shown(holder, 400, 200)
    editor = made.line_edit if isinstance(made, TextField) else made.text_edit
    editor.setFocus()
    return editor


def text_of(field: QWidget) -> str:
    return field.text() if isinstance(field, LineEdit) else field.toPlainText()  # type: ignore[attr-defined]


@pytest.mark.parametrize(("keys", "key"), [("Ctrl+Z", Qt.Key.Key_Z), ("Ctrl+Y", Qt.Key.Key_Y)])
def test_a_field_takes_back_its_own_first_and_then_the_window_does(field: QWidget, keys: str, key: Qt.Key) -> None:
    asked: list[str] = []
    shortcut = QShortcut(QKeySequence(keys), field.window())
    shortcut.activated.connect(lambda: asked.append(text_of(field)))
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClicks(field, "shine")
    if key == Qt.Key.Key_Y:
        QTest.keyClick(field, Qt.Key.Key_Z, control)
    QTest.keyClick(field, key, control)
    assert asked == []
    after = text_of(field)
    assert after == ("shine" if key == Qt.Key.Key_Y else "")
    QTest.keyClick(field, key, control)
    QApplication.processEvents()
    assert asked == [after]


class GoalPage(Page[str]):
    """A step, or a page outside of the visit."""

    needs_visit = False

    def derive(self) -> str:
        return "page"

    def show_view(self, view: str) -> None:
        self.header.show_text(view)


@pytest.fixture
def window(context: PageContext, qapp: QApplication, shown: Callable[..., QWidget]) -> Iterator[MainWindow]:
    made = MainWindow(context, qapp)
    made.register_step(1, lambda: GoalPage(context))
    made.register_page("patients", lambda: GoalPage(context), RailEntry("patients", "shell.consult"))
    shown(made, 1024, 768)
    made.go_to_step(1)
    yield made
    made.focus_ring.deleteLater()


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.focusWidget() or window, key, Qt.KeyboardModifier.ControlModifier)


def test_undo_and_redo_say_what_they_did(window: MainWindow, session: Session) -> None:
    change_reason("goal", "shine")(session)
    press(window, Qt.Key.Key_Z)
    assert session.state.consultation.reason.goal == ""
    assert "goal" in window.undo_bar.accessibleName()
    assert window.undo_bar.isVisible()
    assert not window.undo_bar.button.isVisible()
    press(window, Qt.Key.Key_Y)
    assert session.state.consultation.reason.goal == "shine"
    assert "goal" in window.undo_bar.accessibleName()


def test_nothing_of_a_visit_is_undone_from_a_page_that_does_not_show_it(window: MainWindow, session: Session) -> None:
    change_reason("goal", "shine")(session)
    window.go_to("patients")
    press(window, Qt.Key.Key_Z)
    assert session.state.consultation.reason.goal == "shine"
    (offer,) = [one for one in window.acts.list_offers("patients") if one.offer_id == "undo"]
    assert offer.reason == context_words(window)("actions.why_no_step")


def context_words(window: MainWindow) -> Words:
    return window._context.words


def test_what_was_removed_can_be_had_back_by_the_button_after_an_undo_was_said(
    window: MainWindow, session: Session
) -> None:
    change_reason("goal", "shine")(session)
    press(window, Qt.Key.Key_Z)
    change_plan(2)(session)
    assert window.undo_bar.button.isVisible()
    window.undo_bar.button.click()
    assert session.state.consultation.plan.sessions is None
