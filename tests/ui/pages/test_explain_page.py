"""Step 3 with a real session: ticking, undoing, reading, asking."""

from collections.abc import Callable

import msgspec
import pytest
from hostile_strings import HOSTILE
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QWidget

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import Complaint, ExplainedPage, Explanation, Reason
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.reference.library import content_sha256, page_bytes
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.explain.page import ExplainPage
from stemsup_desktop.ui.pages.explain.topic_list import TopicList


@pytest.fixture
def page(context: PageContext, content: Content, shown: Callable[..., QWidget]) -> ExplainPage:
    """Step 3 of a visit for stiff shoulders."""
    state = context.session.state
    reason = Reason((Complaint("SYM05"),))
    context.session.change("reason", msgspec.structs.replace(state.consultation, reason=reason))
    made = ExplainPage(context, content)
    made.set_room(1440, 900)
    shown(made, 992, 772)
    return made


def topics_of(page: ExplainPage) -> TopicList:
    return page.findChild(TopicList, "topics")


def explanation_of(page: ExplainPage) -> Explanation:
    return page.context.session.state.consultation.explanation


def test_space_records_the_current_page_and_hands_over_its_exact_bytes(page: ExplainPage, content: Content) -> None:
    kept: list[bytes] = []
    page.text_shown.connect(lambda data: kept.append(bytes(data)))
    QTest.keyClick(topics_of(page), Qt.Key.Key_Space)
    entry = content.reference.get_page("SYM05")
    (done,) = explanation_of(page).pages
    assert done == ExplainedPage("SYM05", Language.JA, page.context.clock(), content_sha256(entry, Language.JA))
    assert kept == [page_bytes(entry, Language.JA)]
    assert page.findChild(QCheckBox, "explained").isChecked()


def test_space_again_takes_it_back_and_undo_brings_it_again(page: ExplainPage) -> None:
    offered: list[str] = []
    page.context.session.change_made.connect(offered.append)
    QTest.keyClick(topics_of(page), Qt.Key.Key_Space)
    QTest.keyClick(topics_of(page), Qt.Key.Key_Space)
    assert explanation_of(page).pages == ()
    assert offered == ["Explained mark taken back"]
    page.context.session.undo()
    assert [done.page_id for done in explanation_of(page).pages] == ["SYM05"]
    page.context.session.undo()
    assert explanation_of(page).pages == ()


def test_down_moves_on_and_the_reading_follows(page: ExplainPage) -> None:
    topics_of(page).setFocus()
    QTest.keyClick(topics_of(page), Qt.Key.Key_Down)
    assert page.findChild(QLabel, "reading_title").text() == "皮内注射"
    QTest.keyClick(topics_of(page), Qt.Key.Key_Space)
    assert [done.page_id for done in explanation_of(page).pages] == ["intradermal"]


def test_the_box_over_the_reading_ticks_the_same_page(page: ExplainPage) -> None:
    page.findChild(QCheckBox, "explained").click()
    assert [done.page_id for done in explanation_of(page).pages] == ["SYM05"]


def test_a_click_on_the_box_of_a_row_ticks_it_and_elsewhere_only_shows_it(page: ExplainPage) -> None:
    QApplication.processEvents()
    view = topics_of(page)
    rect = view.visualRect(view.topics.index(1))
    beside = rect.center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert explanation_of(page).pages == ()
    assert page.findChild(QLabel, "reading_title").text() == "皮内注射"
    box = rect.topLeft()
    box.setX(box.x() + 20)
    box.setY(box.y() + 38)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert [done.page_id for done in explanation_of(page).pages] == ["intradermal"]


def test_a_page_whose_text_changed_is_recorded_anew(page: ExplainPage, content: Content) -> None:
    stale = ExplainedPage("SYM05", Language.JA, page.context.clock(), "0" * 64)
    consultation = page.context.session.state.consultation
    changed = msgspec.structs.replace(consultation, explanation=Explanation((stale,)))
    page.context.session.change("stale", changed)
    assert topics_of(page).topics.topic_at(0).has_changed
    QTest.keyClick(topics_of(page), Qt.Key.Key_Space)
    (done,) = explanation_of(page).pages
    assert done.content_sha256 == content_sha256(content.reference.get_page("SYM05"), Language.JA)
    assert not topics_of(page).topics.topic_at(0).has_changed


def test_the_full_page_is_asked_for_by_button_and_enter(page: ExplainPage) -> None:
    asked: list[str] = []
    page.reference_requested.connect(asked.append)
    page.findChild(QPushButton, "open_full").click()
    QTest.keyClick(topics_of(page), Qt.Key.Key_Return)
    assert asked == ["SYM05", "SYM05"]


@pytest.mark.parametrize("name", list(HOSTILE))
def test_questions_are_kept_as_typed(page: ExplainPage, name: str) -> None:
    field = page.findChild(MultiLineField, "questions_asked")
    field.setText(HOSTILE[name])
    assert explanation_of(page).questions_asked == normalise_text(field.value())


def test_typing_a_question_is_one_step_of_undo(page: ExplainPage) -> None:
    field = page.findChild(MultiLineField, "questions_asked")
    for text in ("a", "ab", "abc"):
        field.setText(text)
    page.context.session.undo()
    assert explanation_of(page).questions_asked == ""
    assert field.value() == ""


def test_showing_a_view_reports_nothing(page: ExplainPage) -> None:
    before = page.context.session.state
    QTest.keyClick(topics_of(page), Qt.Key.Key_Space)
    ticked = page.context.session.state
    page.show_view(page.derive())
    assert page.context.session.state is ticked
    assert ticked is not before


def test_rows_and_current_page_stay_while_a_question_is_typed(page: ExplainPage) -> None:
    topics_of(page).setFocus()
    QTest.keyClick(topics_of(page), Qt.Key.Key_Down)
    resets: list[int] = []
    topics_of(page).topics.modelReset.connect(lambda: resets.append(1))
    page.findChild(MultiLineField, "questions_asked").setText("いつから？")
    assert resets == []
    assert topics_of(page).currentIndex().row() == 1


def test_back_and_on_lead_to_the_steps_beside(page: ExplainPage) -> None:
    asked: list[str] = []
    page.page_requested.connect(asked.append)
    page.action_bar.trigger_back()
    page.action_bar.trigger_primary()
    assert asked == ["step-2", "step-4"]


def test_the_patient_reads_large_type(page: ExplainPage) -> None:
    labels = page.findChildren(QLabel)
    summary = next(label for label in labels if label.objectName() == "reading_summary")
    assert summary.fontInfo().pixelSize() >= 20


def test_the_model_is_sound(page: ExplainPage) -> None:
    tester = QAbstractItemModelTester(topics_of(page).topics, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert topics_of(page).topics.rowCount() == 5
    QTest.keyClick(topics_of(page), Qt.Key.Key_Space)
    assert tester.model() is topics_of(page).topics


def test_it_fits_the_narrowest_window(page: ExplainPage) -> None:
    page.resize(904, 364)
    page.set_room(960, 540)
    QApplication.processEvents()
    assert page.minimumSizeHint().width() <= 904
    assert topics_of(page).horizontalScrollBar().maximum() == 0
