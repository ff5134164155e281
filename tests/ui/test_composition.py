"""What an input method composes is left in peace: by values from state, by messages, by keys; for every field."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from composing import commit, compose, compose_name, send
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.composition import Composition, find_composition
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.line_edit import LineEdit
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.search_line import SearchLine
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.palette.sheet import PaletteSheet
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

Show = Callable[[QWidget, int, int], QWidget]
KINDS = {"text": TextField, "lines": MultiLineField, "number": NumberField, "date": DateField}
VALUES = {"text": "別の値", "lines": "別の値", "number": Decimal("36.5"), "date": date(1972, 4, 18)}


def editor_of(field: FieldFrame) -> QLineEdit | QPlainTextEdit:
    return field.text_edit if isinstance(field, MultiLineField) else field.line_edit


def text_of(field: FieldFrame) -> str:
    editor = editor_of(field)
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()


class Room:
    """A field in a window that has keys of its own, with everything it reports."""

    def __init__(self, theme: Theme, words: Words, kind: str, show: Show) -> None:
        self.window = QWidget()
        self.field = KINDS[kind](theme, words, "氏名", **({"decimals": 1} if kind == "number" else {}))
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.field)
        self.fired: list[str] = []
        for keys in ("Ctrl+S", "Return", "Esc", "N", "Alt+1"):
            shortcut = QShortcut(QKeySequence(keys), self.window)
            shortcut.activated.connect(lambda keys=keys: self.fired.append(keys))
        self.values: list[object] = []
        self.field.value_changed.connect(self.values.append)
        show(self.window, 400, 300)
        self.editor = editor_of(self.field)
        self.editor.setFocus()


@pytest.fixture(params=list(KINDS))
def kind(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def room(theme: Theme, english: Words, kind: str, shown: Show) -> Room:
    return Room(theme, english, kind, shown)


def test_what_is_composed_is_no_text_yet(room: Room) -> None:
    compose(room.editor, "h", "ひ", "ひg", "ひが", "日が")
    assert text_of(room.field) == ""
    assert room.values == []
    assert room.editor.composition.is_open


def test_what_is_committed_is_reported_once(room: Room, kind: str) -> None:
    text = {"number": "36.5", "date": "1972/4/18"}.get(kind, "髪の毛")
    compose(room.editor, "か", "かみ")
    commit(room.editor, text)
    assert text_of(room.field) == text
    assert room.values == [{"number": Decimal("36.5"), "date": date(1972, 4, 18)}.get(kind, text)]
    assert not room.editor.composition.is_open


def test_a_value_from_the_state_waits_until_the_composition_ends(room: Room, kind: str) -> None:
    compose(room.editor, "か", "かみ")
    room.field.set_value(VALUES[kind])
    assert text_of(room.field) == ""
    assert room.editor.composition.is_open
    compose(room.editor, "")
    assert room.field.value() == VALUES[kind]


def test_what_a_person_commits_counts_more_than_a_value_that_waits(room: Room, kind: str) -> None:
    compose(room.editor, "さん")
    room.field.set_value(VALUES[kind])
    commit(room.editor, "7")
    assert text_of(room.field) == "7"


def test_no_message_appears_before_the_composition_ends(room: Room) -> None:
    compose(room.editor, "さん")
    before = room.field.sizeHint().height()
    room.field.set_error("Not a name.")
    room.field.set_warning("Look again.")
    assert room.field.sizeHint().height() == before
    assert not room.field.box.has_error
    compose(room.editor, "")
    assert room.field.sizeHint().height() > before
    assert room.field.box.has_error


def test_no_key_does_anything_of_its_own_while_composing(room: Room) -> None:
    compose(room.editor, "に", "にほん")
    for key, modifiers in (
        (Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier),
    ):
        QTest.keyClick(room.editor, key, modifiers)
    assert room.fired == []
    assert room.window.focusWidget() is room.editor
    assert room.editor.composition.is_open
    commit(room.editor, "日本")
    assert text_of(room.field) == "日本"


def test_keys_work_again_after_it(room: Room) -> None:
    compose(room.editor, "に")
    commit(room.editor, "二")
    QTest.keyClick(room.editor, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(room.editor, Qt.Key.Key_Backspace)
    assert room.fired == ["Ctrl+S"]
    assert text_of(room.field) == ""


def test_leaving_the_field_ends_the_composition(room: Room) -> None:
    ended = []
    room.editor.composition.ended.connect(lambda: ended.append(True))
    before = room.field.sizeHint().height()
    compose(room.editor, "に")
    room.field.set_hint("As on the passport.")
    assert room.field.sizeHint().height() == before
    room.editor.clearFocus()
    assert ended == [True]
    assert not room.editor.composition.is_open
    assert room.field.sizeHint().height() > before


def test_only_the_field_that_has_the_focus_composes(room: Room) -> None:
    assert find_composition(room.window) is None
    compose(room.editor, "に")
    assert find_composition(room.window) is room.editor.composition
    assert find_composition(room.field) is room.editor.composition
    other = QWidget(room.window)
    assert find_composition(other) is None


def test_of_two_acts_that_wait_under_one_name_the_later_is_done(room: Room) -> None:
    done: list[str] = []
    composition = room.editor.composition
    assert not composition.hold("look", lambda: done.append("now"))
    compose(room.editor, "に")
    assert composition.hold("look", lambda: done.append("first"))
    assert composition.hold("look", lambda: done.append("second"))
    assert composition.hold("save", lambda: done.append("third"))
    assert done == []
    commit(room.editor, "2")
    assert done == ["second", "third"]


def test_a_search_begins_with_what_is_committed(theme: Theme, shown: Show) -> None:
    line = SearchLine(theme, "患者", "氏名", "消す")
    shown(line, 300, 60)
    line.line_edit.setFocus()
    asked: list[str] = []
    entered: list[bool] = []
    line.text_changed.connect(asked.append)
    line.entered.connect(lambda: entered.append(True))
    compose(line.line_edit, "わ", "わた", "わたn", "わたなべ", "渡辺")
    QTest.keyClick(line.line_edit, Qt.Key.Key_Return)
    QTest.keyClick(line.line_edit, Qt.Key.Key_Down)
    line.set_text("別人")
    assert (asked, entered) == ([], [])
    commit(line.line_edit, "渡辺")
    assert (asked, line.text()) == (["渡辺"], "別人")


@pytest.fixture
def line(shown: Show) -> LineEdit:
    made = LineEdit()
    shown(made, 300, 60)
    made.setFocus()
    return made


def readings(composition: Composition) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    composition.committed.connect(lambda text, reading: found.append((text, reading)))
    return found


def test_the_kana_a_name_was_composed_from_is_its_reading(line: LineEdit) -> None:
    found = readings(line.composition)
    compose_name(line, "しらいし", "白石")
    compose(line, "t", "た", "たk", "たく", "たくy", "たくや", "拓也", "卓也")
    commit(line, "卓也")
    assert found == [("白石", "しらいし"), ("卓也", "たくや")]


def test_a_clause_committed_while_the_next_is_composed_has_only_its_own_reading(line: LineEdit) -> None:
    found = readings(line.composition)
    compose(line, "しらいし", "しらいしたくや")
    send(line, "たくや", "白石")
    compose(line, "拓也")
    commit(line, "拓也")
    assert found == [("白石", "しらいし"), ("拓也", "たくや")]


def test_what_was_deleted_while_composing_is_in_no_reading(line: LineEdit) -> None:
    found = readings(line.composition)
    compose(line, "しろ", "し", "")
    compose(line, "た", "たか", "高")
    commit(line, "高")
    send(line, "", "x")
    assert found == [("高", "たか"), ("x", "")]


def test_the_palette_looks_for_what_is_committed_and_stays_open_meanwhile(
    theme: Theme, english: Words, shown: Show
) -> None:
    host = QWidget()
    shown(host, 800, 600)
    palette = PaletteSheet(theme, english, host, sees_patients=True)
    asked: list[str] = []
    entered: list[bool] = []
    palette.query_changed.connect(asked.append)
    palette.entered.connect(lambda: entered.append(True))
    line = palette.search.line_edit
    palette.open(line)
    line.setFocus()
    compose(line, "も", "もr", "もり", "森")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        QTest.keyClick(line, key)
    assert (asked, entered, palette.isVisible()) == ([], [], True)
    commit(line, "森")
    assert asked == ["森"]
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert entered == [True]
