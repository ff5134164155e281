"""Components: set from state they report nothing; used by a person they report values; keys and names as specified."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas
from visit_samples import NOW

from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.ui.components.action_bar import Action, ActionBar, PageActions
from stemsup_desktop.ui.components.answer_segments import AnswerSegments, ViewSwitch
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.check_box import CheckBox, RadioGroup
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.data_table import Column, DataTable, Row
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.focus_ring import FocusRing
from stemsup_desktop.ui.components.labels import MOST_SHOWN, IconLabel, Label, set_shown
from stemsup_desktop.ui.components.line_breaks import keep_phrases
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.page_preview import PagePreview
from stemsup_desktop.ui.components.save_mark import SaveMark
from stemsup_desktop.ui.components.score_field import ScoreField
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.components.verdict import VerdictPanel, VerdictView
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Scheme, Theme, sizes
from stemsup_desktop.ui.visit_state import SaveKind, SaveState
from stemsup_desktop.ui.words import Words

Show = Callable[[QWidget, int, int], QWidget]
MARKUP = '<b>x</b> <img src="file:///etc/passwd"> &amp; \u202eabc'


def temperature(theme: Theme, words: Words) -> NumberField:
    return NumberField(
        theme,
        words,
        "Temperature",
        unit="°C",
        decimals=1,
        possible=(Decimal(30), Decimal(45)),
        plausible=(Decimal(35), Decimal(38)),
        is_required=True,
    )


def reported(field: object) -> list[object]:
    seen: list[object] = []
    field.value_changed.connect(seen.append)  # type: ignore[attr-defined]
    return seen


def test_every_digit_that_is_typed_counts_key_by_key(theme: Theme, words: Words) -> None:
    field = temperature(theme, words)
    seen = reported(field)
    QTest.keyClicks(field.line_edit, "36.0")
    assert [None if one is None else str(one) for one in seen][-2:] == ["36", "36.0"]
    field.set_value(Decimal("36"))
    assert field.text() == "36"


# Setting from state


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_a_button_as_space_does(theme: Theme, shown: Show, key: Qt.Key) -> None:
    button, pressed = SecondaryButton(theme, "Start"), []
    button.clicked.connect(lambda: pressed.append(True))
    shown(button, 120, 40)
    QTest.keyClick(button, key)
    assert pressed == [True]


def test_enter_with_another_key_is_left_to_the_window(theme: Theme, shown: Show) -> None:
    button, pressed = SecondaryButton(theme, "Start"), []
    button.clicked.connect(lambda: pressed.append(True))
    shown(button, 120, 40)
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == []


def test_signals_blocked_blocks_and_lets_go_also_after_an_error(qapp: QApplication) -> None:
    edit, seen = QLineEdit(), []
    edit.textChanged.connect(seen.append)

    def fail_half_way() -> None:
        with signals_blocked(edit):
            edit.setText("from state")
            raise ValueError("x")

    with pytest.raises(ValueError, match="x"):
        fail_half_way()
    edit.setText("typed")
    assert seen == ["typed"]


def test_no_field_reports_what_state_sets(theme: Theme, english: Words) -> None:
    options = (("a", "A"), ("b", "B"))
    pairs: list[tuple[object, object]] = [
        (TextField(theme, english, "T"), "text"),
        (MultiLineField(theme, english, "M"), "text"),
        (temperature(theme, english), Decimal("36.5")),
        (DateField(theme, english, "D"), date(2026, 9, 8)),
        (ChoiceField(theme, english, "C", options), "b"),
        (AnswerSegments(theme, english, "Q"), "Y"),
        (ScoreField(theme, english, "S"), 7),
        (RadioGroup(theme, "R", options), "a"),
    ]
    for field, value in pairs:
        seen = reported(field)
        field.set_value(value)  # type: ignore[attr-defined]
        assert field.value() == value  # type: ignore[attr-defined]
        assert seen == [], type(field).__name__
    box, seen = CheckBox(theme, "B"), []
    box.toggled.connect(seen.append)
    box.set_value(True)
    assert box.isChecked()
    assert seen == []


def test_what_was_typed_is_plain_text_everywhere(theme: Theme, english: Words) -> None:
    assert Label(theme, MARKUP).textFormat() is Qt.TextFormat.PlainText
    field = MultiLineField(theme, english, "M")
    field.setText(MARKUP)
    assert field.value() == MARKUP
    message = InlineMessage(theme, TagState.CAUTION, MARKUP)
    labels = message.findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_showing_a_part_without_a_parent_opens_no_window(theme: Theme) -> None:
    part, host = Label(theme, "x"), QWidget()
    set_shown(part, False)
    set_shown(part, True)
    assert not part.isVisible()
    QVBoxLayout(host).addWidget(part)
    assert part.isVisibleTo(host)
    InlineMessage(theme, TagState.STOP, "sentence")
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == []


def test_an_icon_that_is_shown_while_its_page_is_out_of_sight_has_its_place_when_that_comes(
    theme: Theme, qtbot: QtBot
) -> None:
    """Qt lays nothing out anew for a part of a fixed size that is shown where nobody sees it."""
    page, icon, text = QWidget(), IconLabel(theme, "unanswered"), QWidget()
    qtbot.addWidget(page)
    row = QHBoxLayout(page)
    row.addWidget(icon)
    row.addWidget(text, 1)
    set_shown(icon, False)
    page.resize(200, 60)
    page.show()
    qtbot.waitUntil(lambda: text.width() > 100)
    page.hide()
    set_shown(icon, True)
    page.show()
    qtbot.waitUntil(lambda: icon.x() >= row.contentsMargins().left() and icon.y() > 10)
    assert text.x() >= icon.x() + icon.width()


# Numbers and days


def test_a_number_is_reported_as_it_becomes_one(theme: Theme, english: Words) -> None:
    field = temperature(theme, english)
    seen = reported(field)
    for text in ("3", "36", "36,", "36,5"):
        field.setText(text)
    assert seen == [Decimal(36), Decimal("36.5")]


def test_an_impossible_number_never_leaves_the_old_one_standing(theme: Theme, english: Words) -> None:
    field = temperature(theme, english)
    field.set_value(Decimal("36.5"))
    seen = reported(field)
    field.setText("365")
    assert seen == [None]
    field.set_value(None)
    assert field.text() == "365"
    field._on_left()
    assert "30" in field.error
    assert "45" in field.error
    assert not field.is_open


def test_an_unusual_number_is_kept_and_warned_of(theme: Theme, english: Words) -> None:
    field = temperature(theme, english)
    field.setText("39")
    assert field.value() == 39
    assert field.error == ""
    assert field.warning


def test_an_empty_required_field_is_open_and_says_so(theme: Theme, words: Words) -> None:
    field = temperature(theme, words)
    assert field.is_open
    assert words("common.unanswered") in field.line_edit.accessibleName()
    assert field.line_edit.placeholderText() == words("common.open")
    field.setText("36")
    assert not field.is_open


def test_too_many_decimals_are_refused(theme: Theme, english: Words) -> None:
    field = temperature(theme, english)
    field.setText("36.55")
    assert field.value() is None


def test_a_day_is_written_out_in_the_language_on_leaving(theme: Theme, words: Words) -> None:
    field = DateField(theme, words, "Born")
    field.setText("20260908")
    field._on_left()
    assert field.text() in ("8 Sep 2026", "2026年9月8日")
    assert field.value() == date(2026, 9, 8)


def test_a_day_outside_its_limits_is_refused(theme: Theme, english: Words) -> None:
    field = DateField(theme, english, "Born", latest=date(2026, 9, 8))
    field.setText("9 Sep 2026")
    field._on_left()
    assert field.value() is None
    assert "8 Sep 2026" in field.error


def test_the_wheel_changes_no_choice(theme: Theme, english: Words) -> None:
    field = ChoiceField(theme, english, "C", (("a", "A"), ("b", "B")))
    field.set_value("a")
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field.combo, turn)
    assert field.value() == "a"


def test_a_choice_that_is_not_offered_shows_as_open(theme: Theme, english: Words) -> None:
    field = ChoiceField(theme, english, "C", (("a", "A"),), is_required=True)
    field.set_value("gone")
    assert field.value() is None
    assert field.is_open


# Answers


def test_the_keys_answer_and_the_same_key_takes_it_back(theme: Theme, english: Words) -> None:
    segments = AnswerSegments(theme, english, "X18 Blood pressure")
    seen = reported(segments)
    for key in (Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_U, Qt.Key.Key_U):
        QTest.keyClick(segments.buttons[0], key)
    assert seen == ["Y", "N", "UNK", None]


def test_arrows_move_without_choosing_and_space_chooses(theme: Theme, english: Words, shown: Show) -> None:
    segments = AnswerSegments(theme, english, "X18")
    shown(segments, 300, 40)
    seen = reported(segments)
    segments.buttons[0].setFocus()
    QTest.keyClick(segments.buttons[0], Qt.Key.Key_Right)
    assert seen == []
    QTest.keyClick(segments.buttons[1], Qt.Key.Key_Space)
    assert seen == ["N"]


def test_a_double_click_answers_once(theme: Theme, english: Words, shown: Show) -> None:
    segments = AnswerSegments(theme, english, "X18")
    shown(segments, 300, 40)
    seen = reported(segments)
    QTest.mouseClick(segments.buttons[0], Qt.MouseButton.LeftButton)
    QTest.mouseDClick(segments.buttons[0], Qt.MouseButton.LeftButton)
    assert seen == ["Y"]


def test_the_name_of_a_question_says_whether_it_is_answered(theme: Theme, words: Words) -> None:
    segments = AnswerSegments(theme, words, "X18")
    assert words("common.unanswered") in segments.accessibleName()
    segments.set_value("N")
    assert segments.accessibleName() == f"X18, {words('common.no')}"


def test_tab_stops_once_in_a_question(theme: Theme, english: Words) -> None:
    segments = AnswerSegments(theme, english, "X18")
    for value in (None, "Y", "UNK"):
        segments.set_value(value)
        stops = [b for b in segments.buttons if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert len(stops) == 1


def test_a_sealed_answer_cannot_be_changed(theme: Theme, english: Words, shown: Show) -> None:
    segments = AnswerSegments(theme, english, "X18")
    segments.set_value("N")
    segments.set_read_only(True)
    shown(segments, 300, 40)
    seen = reported(segments)
    QTest.mouseClick(segments.buttons[0], Qt.MouseButton.LeftButton)
    QTest.keyClick(segments.buttons[1], Qt.Key.Key_Y)
    QTest.keyClick(segments.buttons[1], Qt.Key.Key_Space)
    assert seen == []
    assert segments.value() == "N"


def test_a_view_switch_is_never_empty(theme: Theme) -> None:
    switch = ViewSwitch(theme, "Pane", (("map", "Map"), ("numbers", "Numbers")))
    seen = reported(switch)
    switch.choose("map")
    assert switch.value() == "map"
    switch.choose("numbers")
    assert seen[-1] == "numbers"


def test_one_then_zero_scores_ten(theme: Theme, english: Words) -> None:
    field = ScoreField(theme, english, "Thinning")
    seen = reported(field)
    QTest.keyClick(field.buttons[0], Qt.Key.Key_1)
    QTest.keyClick(field.buttons[1], Qt.Key.Key_0)
    assert seen == [1, 10]
    QTest.keyClick(field.buttons[10], Qt.Key.Key_0)
    assert field.value() == 0


@pytest.fixture
def large_theme(theme: Theme) -> Iterator[Theme]:
    """The theme with text at 150 %."""
    theme.set_text_percent(150)
    yield theme
    theme.set_text_percent(100)


@pytest.mark.parametrize("label", ["", "Thinning", "How bad is it now, before any treatment today, on the worst day?"])
def test_the_digits_of_a_score_stand_side_by_side_and_grow_with_the_text(
    large_theme: Theme, english: Words, shown: Show, label: str
) -> None:
    field = ScoreField(large_theme, english, label, low="none", high="worst")
    shown(field, 900, 160)
    width = field.buttons[10].width()
    assert width >= QFontMetricsF(large_theme.font("compact", 700)).horizontalAdvance("10") + 12
    assert [button.x() for button in field.buttons] == [width * digit for digit in range(11)]
    assert {button.width() for button in field.buttons} == {width}
    worst = next(one for one in field.findChildren(Label) if one.text() == "worst")
    assert worst.mapTo(field, worst.rect().topRight()).x() == 11 * width - 1


def test_a_chosen_yes_or_no_has_its_check_in_large_text_too(large_theme: Theme, words: Words) -> None:
    for button in AnswerSegments(large_theme, words, "Smoking").buttons[:2]:
        text = QFontMetricsF(large_theme.font("compact", 700)).horizontalAdvance(button.text())
        assert button.sizeHint().width() >= text + 30, button.text()


def test_a_score_is_taken_back_by_choosing_it_again(theme: Theme, english: Words) -> None:
    field = ScoreField(theme, english, "Thinning")
    field.choose(4)
    field.choose(4)
    assert field.value() is None


# Frame parts


def test_the_ring_follows_the_focus_and_is_clipped_by_nothing_else(
    theme: Theme, qapp: QApplication, shown: Show
) -> None:
    host = QWidget()
    column = QVBoxLayout(host)
    first, second = QPushButton("a"), QPushButton("b")
    column.addWidget(first)
    column.addWidget(second)
    ring = FocusRing(theme, host, qapp)
    shown(host, 300, 200)
    first.setFocus()
    assert ring.target is first
    second.setFocus()
    assert ring.geometry() == second.geometry().adjusted(-4, -4, 4, 4)
    second.hide()
    assert ring.target is not second


def test_a_save_failure_shows_since_when_and_why(theme: Theme, english: Words) -> None:
    mark = SaveMark(theme, english, lambda: NOW)
    mark.show_state(SaveState(SaveKind.NOT_SAVED, NOW, EnvironmentProblem("disk-full", "The disk is full.")))
    assert "10:44" in mark.accessibleName()
    assert "The disk is full." in mark.accessibleName()


def test_a_verdict_says_itself_to_a_screen_reader(theme: Theme) -> None:
    panel = VerdictPanel(theme)
    panel.show_view(VerdictView(Verdict.STOP, "Stop", "1 stop."))
    assert panel.accessibleName() == "Stop. 1 stop."


def test_buttons_that_come_on_a_bar_on_screen_are_seen_in_the_same_turn(theme: Theme, shown: Show) -> None:
    bar = ActionBar(theme)
    shown(bar, 900, 64)
    bar.show_actions(PageActions(primary=Action("Continue", lambda: None, name="go_on")))
    button = bar.findChild(QPushButton, "go_on")
    assert button.isVisible()
    assert button.width() >= button.sizeHint().width()


def test_an_action_that_is_not_available_shows_why_and_does_nothing(theme: Theme) -> None:
    done: list[str] = []
    bar = ActionBar(theme)
    bar.show_actions(PageActions(primary=Action("Seal", lambda: done.append("seal"), reason="Initials are missing")))
    bar.trigger_primary()
    assert done == []
    assert any(label.text() == "Initials are missing" for label in bar.findChildren(QLabel))


@pytest.mark.parametrize("width", [400, 460, 600, 700, 1000])
def test_a_reason_without_room_beside_the_buttons_stands_over_them(theme: Theme, shown: Show, width: int) -> None:
    host = QWidget()
    shown(host, 1000, 200)
    bar = ActionBar(theme, host)
    reason = "先に左のチェックで書類を選んでください"
    actions = (Action("書き出し", lambda: None, reason=reason), Action("コピーを保存", lambda: None))
    bar.show_actions(PageActions(secondary=actions, primary=Action("印刷", lambda: None, key_hint="Ctrl+Enter")))
    label = next(one for one in bar.findChildren(QLabel) if one.text() == reason)
    buttons = bar.findChildren(QPushButton)

    def lay_out(width: int) -> bool:
        """Give the bar a width; return whether the reason stands over the buttons."""
        for _ in range(2):  # the second time in the height that the first one asks for
            bar.setGeometry(0, 0, width, bar.minimumSizeHint().height())
            bar.grab()
        inside = [one.geometry() for one in (*buttons, label)]
        assert all(one.left() >= 0 and one.right() < width for one in inside)
        return label.geometry().bottom() < min(one.geometry().top() for one in buttons)

    assert lay_out(width) is (width < 600)
    assert label.heightForWidth(label.width()) <= label.height()
    assert label.height() < 3 * label.fontMetrics().lineSpacing()
    assert all(one.width() >= one.sizeHint().width() for one in buttons)
    assert max(one.geometry().bottom() for one in buttons) <= bar.height() - sizes.XS
    height = bar.height()
    assert not lay_out(1000)
    assert bar.height() < height or width >= 600


def test_actions_that_look_the_same_keep_their_button_but_do_the_new_thing(theme: Theme) -> None:
    done: list[str] = []
    bar = ActionBar(theme)
    bar.show_actions(PageActions(primary=Action("Go", lambda: done.append("old"), name="go")))
    button = bar.findChild(QPushButton, "go")
    bar.show_actions(PageActions(primary=Action("Go", lambda: done.append("new"), name="go")))
    assert bar.findChild(QPushButton, "go") is button
    button.click()
    assert done == ["new"]


def test_a_sheet_keeps_the_focus_and_gives_it_back(theme: Theme, shown: Show) -> None:
    host = QWidget()
    column = QVBoxLayout(host)
    outside = QLineEdit()
    column.addWidget(outside)
    shown(host, 700, 500)
    outside.setFocus()
    sheet = Sheet(theme, host, "Delete the draft?", accept_text="Delete draft", dismiss_text="Keep")
    ended: list[str] = []
    sheet.dismissed.connect(lambda: ended.append("dismissed"))
    sheet.open()
    assert host.focusWidget() is sheet.dismiss_button
    for _ in range(3):
        QTest.keyClick(host.focusWidget(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(host.focusWidget())
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert ended == ["dismissed"]
    assert host.focusWidget() is outside


def test_a_table_is_a_sound_model_and_keeps_its_choice(theme: Theme, qtmodeltester: object) -> None:
    table = DataTable(theme, "Lots", (Column("Lot", is_wide=True), Column("mL", is_number=True)))
    rows = tuple(Row(f"k{n}", (f"UC-{n}", str(n))) for n in range(4))
    table.set_rows(rows)
    qtmodeltester.check(table.rows_model)  # type: ignore[attr-defined]
    table.selectRow(2)
    table.set_rows(rows[1:])
    assert table.chosen_key() == "k2"


def test_a_heading_of_a_table_stands_over_its_column_and_is_no_larger(theme: Theme, shown: Show) -> None:
    host = QWidget()
    host.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    host.setProperty("surface", "base")
    table = DataTable(theme, "Lots", (Column("|H", is_wide=True), Column("H|", is_number=True)), host)
    table.set_rows((Row("a", ("|H", "H|")),))
    table.resize(400, 120)
    shown(host, 400, 120)
    theme.set_scheme(Scheme.DARK)
    theme.set_scheme(Scheme.LIGHT)

    header = table.horizontalHeader()
    assert header.font().pixelSize() == theme.font("small").pixelSize() < table.font().pixelSize()
    picture = host.grab().toImage()
    lines = range(4, header.height() - 3), range(header.height() + 4, header.height() + table.rowHeight(0) - 3)
    for edges in (range(picture.width()), range(picture.width() - 1, -1, -1)):
        heading, cell = (
            next(x for x in edges if any(picture.pixelColor(x, y).lightness() < 200 for y in rows)) for rows in lines
        )
        assert abs(heading - cell) <= 1


def test_a_cell_breaks_between_phrases_and_is_read_as_it_was_put_in(theme: Theme) -> None:
    day = "2026年9月22日（2回目の受診）"
    for keeps_phrases in (False, True):
        table = DataTable(theme, "Scores", (Column("Day", is_wide=True),), keeps_phrases=keeps_phrases)
        table.set_rows((Row("a", (day,)),))
        cell = table.rows_model.index(0, 0)
        assert cell.data() == (keep_phrases(day) if keeps_phrases else day)
        assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == day


def make_pdf(pages: int) -> bytes:
    canvas = Canvas("never-written.pdf")
    for page in range(pages):
        canvas.drawString(72, 700, f"page {page}")
        canvas.showPage()
    return bytes(canvas.getpdfdata())


def test_pages_turn_by_key_and_stay_inside_the_document(theme: Theme, english: Words, shown: Show) -> None:
    preview = PagePreview(theme, english)
    shown(preview, 600, 700)
    preview.show_pdf(make_pdf(2))
    for key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown):
        QTest.keyClick(preview, key)
    assert (preview.page, preview.page_count) == (1, 2)
    assert preview.accessibleName() == "Page 2 of 2"


def test_a_page_is_paper_white_in_both_themes(theme: Theme, english: Words, shown: Show) -> None:
    preview = PagePreview(theme, english)
    shown(preview, 600, 700)
    preview.show_pdf(make_pdf(1))
    image = preview._sheet.grab().toImage()
    assert image.pixelColor(image.width() // 2, image.height() - 60).name() == "#ffffff"


@pytest.mark.parametrize("data", [b"", b"no pdf", make_pdf(1)[:200]])
def test_bytes_that_are_no_pdf_are_a_problem(theme: Theme, english: Words, data: bytes) -> None:
    preview = PagePreview(theme, english)
    with pytest.raises(EnvironmentProblem):
        preview.show_pdf(data)
    assert preview.page_count == 0


def test_a_label_with_wrapped_lines_shows_the_beginning_of_a_text_too_long_to_lay_out(theme: Theme) -> None:
    text = "0123456789" * 10_000
    assert Label(theme, text, wraps=True).text() == f"{text[:MOST_SHOWN]}…"
    assert Label(theme, text[:MOST_SHOWN], wraps=True).text() == text[:MOST_SHOWN]
    assert Label(theme, text).text() == text


@pytest.mark.parametrize("text", ["a\u00a0b", "a\u2028b", "a\ufffcb", "a\nb", "0123456789" * 10_000])
def test_a_field_of_several_lines_changes_no_character(text: str, theme: Theme, english: Words) -> None:
    field = MultiLineField(theme, english, "Note")
    for put in (field.set_value, field.setText):
        put("abc")
        put(text)
        assert field.value() == text


def test_a_field_breaks_only_long_paragraphs_inside_words(theme: Theme, english: Words) -> None:
    field = MultiLineField(theme, english, "Note")
    usual = field.text_edit.wordWrapMode()
    field.setText("0123456789" * 10_000)
    assert field.text_edit.wordWrapMode() is not usual
    field.setText("short\n" * 1_000)
    assert field.text_edit.wordWrapMode() is usual


def test_a_field_with_a_longest_text_keeps_more_and_says_how_long_it_may_be(theme: Theme, words: Words) -> None:
    field = TextField(theme, words, "Code", max_length=20)
    reported: list[object] = []
    field.value_changed.connect(reported.append)
    field.setText("x" * 21)
    assert (field.text(), reported) == ("x" * 21, ["x" * 21])
    assert field.error == words("common.too_long", most=20, count=21)
    field.setText("x" * 20)
    assert field.error == ""


def test_a_sheet_of_a_page_covers_the_whole_window_and_leaves_with_its_page(theme: Theme, shown: Show) -> None:
    window, page = QMainWindow(), QWidget()
    root = QWidget()
    rows = QVBoxLayout(root)
    rows.addWidget(QLabel("Frame"))
    rows.addWidget(page)
    window.setCentralWidget(root)
    shown(window, 800, 600)
    sheet = Sheet(theme, page, "Close the visit?", accept_text="Close", dismiss_text="Keep")
    ended: list[str] = []
    sheet.dismissed.connect(lambda: ended.append("dismissed"))
    sheet.open()
    assert sheet.geometry() == root.rect()
    page.hide()
    assert not sheet.isVisible()
    assert ended == ["dismissed"]
