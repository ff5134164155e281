"""The window of the patient screen: large type at every size, nothing sideways, every button by keyboard."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import msgspec
import pytest
from consultation.signing_builders import NAME_INK, SHI_INK
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from stemsup_desktop.consultation.patient_screen.pages import (
    ClauseScreen,
    Column,
    ColumnKind,
    Entry,
    KnownScreen,
    Line,
    Option,
    Place,
    QuestionScreen,
    ScreenPage,
    SignatureScreen,
    Tick,
    Wants,
    WelcomePage,
    list_texts,
)
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.line_breaks import WORD_JOINER
from stemsup_desktop.ui.patient_screen.reading import ReadingArea
from stemsup_desktop.ui.patient_screen.texts import ScreenText, find_texts
from stemsup_desktop.ui.patient_screen.views import PageView
from stemsup_desktop.ui.patient_screen.window import PatientScreen
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.theme.patient_theme import PatientTheme
from stemsup_desktop.ui.theme.picture import hold_painting, keep_picture
from stemsup_desktop.ui.words import Catalogue

TOKEN, CLINIC = "t" * 64, "見本クリニック東京"
LONG = "この治療の効果と安全性は、まだ十分に確かめられていません。人によって結果は異なります。" * 12
COLUMNS = tuple(
    Column(kind, f"見出し{number}", (Line("人での試験で差は確認されませんでした。", "上清液 · 20人"), Line(LONG[:60])))
    for number, kind in enumerate((ColumnKind.REPORTED, ColumnKind.UNKNOWN, ColumnKind.HARM), 1)
)
KNOWN = KnownScreen(
    "known:SYM01",
    TOKEN,
    CLINIC,
    "培養上清液と薄毛",
    "わかっていることと、まだわからないこと",
    COLUMNS,
    "裏づけ",
    "少ない",
    "足",
)
CLAUSE = ClauseScreen(
    "clause:legal",
    TOKEN,
    CLINIC,
    "山田 花子 様の同意書　3 法律上の位置づけ",
    "3a  国の救済制度について",
    (LONG, "・二つ目の項目"),
    Wants.INITIALS,
    "内容を理解したら、枠の中に名字を書いてください。",
    pad_name="3aの確認",
    box=(2550, 1050),
    ticks=(Tick("t1", "説明を受けました。", False),),
    place=Place("同意書", 4, 30),
)
CHOICE = ClauseScreen(
    "choice:teaching",
    TOKEN,
    CLINIC,
    "山田 花子 様の同意書",
    "院内の教育に使う",
    ("どれを選んでも、治療には影響しません。",),
    Wants.CHOICE,
    "これに同意しますか。",
    options=(Option("yes", "はい"), Option("no", "いいえ")),
    chosen="no",
)
QUESTION = QuestionScreen(
    "question:q1",
    TOKEN,
    CLINIC,
    "山田 花子 様の同意書",
    "この治療で髪が増えることは、確かめられていますか。",
    "正しいと思う答えを選んでください。",
    (Option("a", "確かめられている"), Option("b", "まだ確かめられていない"), Option("c", "分からない")),
    "clause:legal",
)
SIGNATURE = SignatureScreen(
    "signature:guardian",
    TOKEN,
    CLINIC,
    "山田 花子 様の同意書",
    "guardian",
    "代諾者",
    "",
    "説明を受け、内容を理解したうえで、治療を受けることに同意します。",
    "この文に同意したら、枠の中に署名してください。",
    "署名",
    (8000, 1900),
    Entry("氏名"),
    Entry("患者さんとの続柄"),
)
PAGES: tuple[ScreenPage, ...] = (WelcomePage(CLINIC, "ようこそ。"), KNOWN, CLAUSE, CHOICE, QUESTION, SIGNATURE)
SIZES = ((960, 540), (1024, 768), (1280, 800), (1920, 1080), (3840, 2160))
Screens = Callable[..., PatientScreen]


@pytest.fixture
def show(qapp: QApplication, theme: Theme, catalogue: Catalogue) -> Iterator[Screens]:
    screens: list[PatientScreen] = []

    def make(
        page: ScreenPage = CLAUSE, size: tuple[int, int] = (1280, 800), *, is_alone: bool = False
    ) -> PatientScreen:
        screen = PatientScreen(theme, catalogue.in_language, qapp, CLINIC)
        screens.append(screen)
        screen.set_languages((Language.JA, Language.EN))
        screen.resize(*size)
        screen.show()
        screen.show_page(page, Language.JA)
        screen.set_alone(is_alone)
        qapp.processEvents()
        return screen

    yield make
    for screen in screens:
        screen.close()
        screen.deleteLater()


def seen(screen: PatientScreen, kind: type[QWidget] = QWidget) -> list[QWidget]:
    return [one for one in screen.findChildren(kind) if one.isVisible()]


def find(screen: PatientScreen, name: str) -> QAbstractButton:
    return next(one for one in screen.findChildren(QAbstractButton, name) if one.isVisible())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_every_text_of_a_page_is_there_whole_at_every_size(
    page: ScreenPage, size: tuple[int, int], show: Screens, qapp: QApplication
) -> None:
    screen = show(page, size)
    texts = find_texts(screen)
    buttons = [one.text() for one in seen(screen, QAbstractButton) if isinstance(one, QAbstractButton)]
    said = "\n".join((*texts, *buttons))
    assert not [text for text in list_texts(page) if text not in said]
    for label in seen(screen, ScreenText):
        assert isinstance(label, ScreenText)
        assert label.height() >= label.heightForWidth(label.width()), label.plain
    for area in seen(screen, ReadingArea):
        assert isinstance(area, ReadingArea)
        assert area.content.width() <= area.viewport().width()
        assert area.height() >= 60
    for widget in seen(screen):
        parent = widget.parentWidget()
        if not isinstance(parent, ReadingArea) and not _is_in_reading(widget):
            assert parent is None or widget is screen or parent.rect().contains(widget.geometry())
            assert screen.rect().contains(
                widget.geometry().translated(widget.mapTo(screen, widget.rect().topLeft()) - widget.pos())
            )


def _is_in_reading(widget: QWidget) -> bool:
    parent: QWidget | None = widget
    while parent is not None:
        if isinstance(parent, ReadingArea):
            return True
        parent = parent.parentWidget()
    return False


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
@pytest.mark.parametrize("size", SIZES[:2])
def test_nothing_is_set_smaller_than_twenty_pixels(page: ScreenPage, size: tuple[int, int], show: Screens) -> None:
    screen = show(page, size)
    sizes = [label._font.pixelSize() for label in seen(screen, ScreenText) if isinstance(label, ScreenText)]
    sizes += [QFontInfo(one.font()).pixelSize() for one in seen(screen, QAbstractButton)]
    assert min(sizes) >= 20


def test_type_grows_with_the_screen(show: Screens) -> None:
    small, large = show(CLAUSE, (1280, 800)), show(CLAUSE, (3840, 2160))
    heights = [
        next(one for one in screen.findChildren(ScreenText, "screen.title") if one.isVisible())._line_height
        for screen in (small, large)
    ]
    assert heights[1] > 2 * heights[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_tab_reaches_every_control_and_the_ring_is_round_it(
    page: ScreenPage, show: Screens, qapp: QApplication
) -> None:
    screen = show(page, is_alone=True)
    screen.activateWindow()
    qapp.processEvents()
    wanted = {
        one.objectName()
        for one in seen(screen, QAbstractButton)
        if one.isEnabled() and one.focusPolicy() != Qt.FocusPolicy.NoFocus
    }
    reached = set()
    for _ in range(len(wanted) + 12):
        QTest.keyClick(screen.focusWidget() or screen, Qt.Key.Key_Tab)
        focus = screen.focusWidget()
        assert focus is not None
        reached.add(focus.objectName())
        assert screen.focus_ring.target is not None
    assert wanted <= reached


def test_no_answer_is_chosen_or_focused_beforehand(show: Screens) -> None:
    screen = show(QUESTION)
    focus = screen.focusWidget()
    assert focus is None or not focus.objectName().startswith("screen.option:")
    assert not any(one.property("is_chosen") for one in seen(screen) if one.objectName().startswith("screen.option:"))


def test_what_is_pressed_is_reported_with_the_key_of_its_page(show: Screens) -> None:
    screen, told = show(QUESTION), []
    screen.answered.connect(lambda key, choice: told.append((key, choice)))
    find(screen, "screen.option:b").click()
    assert told == [("question:q1", "b")]


def test_a_choice_shows_what_holds_now(show: Screens) -> None:
    screen = show(CHOICE)
    assert find(screen, "screen.option:no").property("is_chosen") is True
    assert not find(screen, "screen.option:yes").property("is_chosen")


def test_what_cannot_be_pressed_is_grey_and_what_was_chosen_still_shows(show: Screens, theme: Theme) -> None:
    grey, light, tint = (PatientTheme(theme, 1.0).colour(token) for token in ("hover", "base", "tint"))
    screen = show(CLAUSE)
    for name in ("screen.confirm", "screen.clear"):
        assert not find(screen, name).isEnabled()
        assert fill_of(find(screen, name)) == grey
    waiting = show(msgspec.structs.replace(QUESTION, why_not="先に3aを読みます。"))
    assert [fill_of(find(waiting, f"screen.option:{one}")) for one in "abc"] == [grey] * 3
    open_to_all = show(QUESTION)
    assert [fill_of(find(open_to_all, f"screen.option:{one}")) for one in "abc"] == [light] * 3
    settled = show(msgspec.structs.replace(CHOICE, why_not="署名のあとは変えられません。"))
    assert fill_of(find(settled, "screen.option:no")) == tint
    assert fill_of(find(settled, "screen.option:yes")) == grey


def fill_of(button: QAbstractButton) -> QColor:
    """Return the colour of a button beside its words."""
    picture = button.grab().toImage()
    return picture.pixelColor(picture.width() // 2, picture.height() // 8)


@pytest.mark.parametrize("size", SIZES)
def test_a_heading_of_a_column_breaks_between_its_phrases(show: Screens, size: tuple[int, int]) -> None:
    titles = ("これまでに報告されていること", "わかっていないこと", "害と注意点")
    columns = tuple(msgspec.structs.replace(one, title=title) for one, title in zip(COLUMNS, titles, strict=True))
    screen = show(msgspec.structs.replace(KNOWN, columns=columns), size)
    headings = [one for one in seen(screen, ScreenText) if isinstance(one, ScreenText) and one.plain in titles]
    assert len(headings) == 3
    for heading in headings:
        for layout in heading._break(heading.width()):
            starts = [layout.lineAt(at).textStart() for at in range(layout.lineCount())]
            lines = [layout.text()[a:b].replace(WORD_JOINER, "") for a, b in pairwise([*starts, None])]
            assert min(map(len, lines)) > 1, lines


def test_initials_are_confirmed_and_a_blank_is_none(show: Screens) -> None:
    screen, told = show(CLAUSE), []
    screen.initialed.connect(lambda key, ink: told.append((key, ink)))
    assert not find(screen, "screen.confirm").isEnabled()
    view = screen.view
    assert view is not None
    assert view.hand is not None
    view.hand.put_ink(msgspec.structs.replace(SHI_INK, strokes=(SHI_INK.strokes[0][:2],)))
    view.hand._on_confirmed()
    assert told == []
    assert view.hand.fault.plain
    view.hand.put_ink(SHI_INK)
    find(screen, "screen.confirm").click()
    assert [key for key, _ in told] == ["clause:legal"]


def test_a_signer_who_has_no_name_yet_types_it_first(show: Screens) -> None:
    screen, told = show(SIGNATURE), []
    screen.signed.connect(lambda *what: told.append(what))
    view = screen.view
    assert view is not None
    assert view.hand is not None
    view.hand.put_ink(SHI_INK)
    assert not find(screen, "screen.confirm").isEnabled()
    for field, text in zip(view.entries, ("山田 太郎", "父"), strict=True):
        field.line.setText(text)
    assert find(screen, "screen.confirm").isEnabled()


def test_what_was_written_and_typed_stays_when_the_page_is_set_anew(show: Screens, qapp: QApplication) -> None:
    screen = show(SIGNATURE)
    view = screen.view
    assert view is not None
    assert view.hand is not None
    view.hand.put_ink(NAME_INK)
    view.entries[0].line.setText("山田 太郎")
    screen.show_page(msgspec.structs.replace(SIGNATURE, note="もう一度お願いします。"), Language.JA)
    screen.resize(1920, 1080)
    qapp.processEvents()
    after = screen.view
    assert after is not None
    assert after is not view
    assert after.hand is not None
    assert after.hand.pad.ink().strokes == NAME_INK.strokes
    assert after.read_entry("screen.name") == "山田 太郎"


def test_nothing_written_goes_on_to_another_page(show: Screens) -> None:
    screen = show(CLAUSE)
    view = screen.view
    assert view is not None
    assert view.hand is not None
    view.hand.put_ink(SHI_INK)
    screen.show_page(msgspec.structs.replace(CLAUSE, key="clause:other"), Language.JA)
    screen.show_page(CLAUSE, Language.JA)
    assert screen.view is not None
    assert screen.view.hand is not None
    assert screen.view.hand.pad.is_empty


def test_long_text_scrolls_downwards_with_a_cue_and_by_key(show: Screens, qapp: QApplication) -> None:
    screen = show(CLAUSE, (1024, 768))
    assert screen.view is not None
    area = screen.view.reading
    assert area is not None
    assert area.has_more
    assert find(screen, "screen.more").isVisible()
    QTest.keyClick(screen, Qt.Key.Key_PageDown)
    assert area.verticalScrollBar().value() > 0
    QTest.keyClick(screen, Qt.Key.Key_End)
    qapp.processEvents()
    assert not area.has_more
    assert not [one for one in screen.findChildren(QAbstractButton, "screen.more") if one.isVisible()]
    assert area.horizontalScrollBar().maximum() == 0


def test_short_text_has_no_cue(show: Screens) -> None:
    screen = show(CHOICE)
    assert not [one for one in screen.findChildren(QAbstractButton, "screen.more") if one.isVisible()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_it_is_as_light_while_the_physician_works_in_the_dark(
    page: ScreenPage, show: Screens, theme: Theme, qapp: QApplication
) -> None:
    light = show(page).grab().toImage()
    theme.set_scheme(Scheme.DARK)
    screen = show(page)
    assert screen.grab().toImage() == light
    for scheme in (Scheme.LIGHT, Scheme.DARK):  # and while it is on show
        theme.set_scheme(scheme)
        assert screen.grab().toImage() == light, scheme


def test_the_keys_that_lead_are_the_only_ones(show: Screens) -> None:
    screen, told = show(CLAUSE), []
    screen.next_pressed.connect(lambda: told.append("next"))
    screen.back_pressed.connect(lambda: told.append("back"))
    screen.cover_pressed.connect(lambda: told.append("cover"))
    QTest.keyClick(screen, Qt.Key.Key_F8)
    QTest.keyClick(screen, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(screen, Qt.Key.Key_F9)
    QTest.keyClick(screen, Qt.Key.Key_F9, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F6, Qt.Key.Key_Escape, Qt.Key.Key_K):
        QTest.keyClick(screen, key, Qt.KeyboardModifier.ControlModifier)
    assert told == ["next", "back", "cover"]


def test_on_the_only_display_the_ways_on_are_on_the_page_and_wait_for_what_is_asked(show: Screens) -> None:
    screen = show(KNOWN, is_alone=True)
    assert find(screen, "screen.next").isVisible()
    assert find(screen, "screen.leave").isVisible()
    screen = show(QUESTION, is_alone=True)
    assert not [one for one in screen.findChildren(QAbstractButton, "screen.next") if one.isVisible()]
    screen = show(KNOWN)
    assert not [one for one in screen.findChildren(QAbstractButton, "screen.leave") if one.isVisible()]


def test_the_cover_has_nothing_but_the_clinic(show: Screens) -> None:
    screen = show(SIGNATURE)
    screen.cover(CLINIC)
    assert find_texts(screen) == (CLINIC,)
    assert screen.is_covered
    assert screen.findChildren(QAbstractButton) == []


def look_at(screen: PatientScreen) -> QImage:
    screen.activateWindow()
    for _ in range(6):
        QApplication.processEvents()
    return screen.grab().toImage()


@pytest.mark.parametrize("page", [KNOWN, CLAUSE, QUESTION, SIGNATURE], ids=lambda page: str(page.key))
def test_a_page_that_comes_in_turns_looks_like_one_that_comes_at_once(
    show: Screens, page: ScreenPage, qtbot: QtBot
) -> None:
    QApplication.setCursorFlashTime(0)
    at_once, in_turns = show(CHOICE), show(CHOICE)
    at_once.show_page(page, Language.JA)
    in_turns.takes_turns = True
    in_turns.show_page(page, Language.JA)
    view = in_turns.view
    assert view is not None
    qtbot.waitUntil(view.isVisible)
    assert look_at(in_turns) == look_at(at_once)
    focused, wanted = in_turns.focusWidget(), at_once.focusWidget()
    assert (focused and focused.objectName()) == (wanted and wanted.objectName())


def test_the_page_before_stays_until_the_next_is_whole_and_takes_nothing_more(show: Screens, qtbot: QtBot) -> None:
    screen = show(CHOICE)
    screen.takes_turns = True
    said: list[tuple[str, str]] = []
    screen.chosen.connect(lambda key, choice: said.append((key, choice)))
    before = screen.view
    assert before is not None
    answer = before.findChild(QAbstractButton)
    screen.show_page(QUESTION, Language.JA)
    assert before.isVisible()
    answer.click()
    assert said == []
    view = screen.view
    assert view is not None
    qtbot.waitUntil(view.isVisible)
    assert [one for one in screen.findChildren(PageView) if one.isVisible()] == [view]


@pytest.mark.parametrize("keep", [hold_painting, keep_picture])
def test_a_cover_takes_everything_off_at_once_also_where_the_screen_keeps_its_picture(
    show: Screens, keep: Callable[[QWidget], bool]
) -> None:
    screen = show(KNOWN)
    look_at(screen)
    assert not is_empty(read_picture(screen))
    assert keep(screen)
    screen.cover(CLINIC)
    assert is_empty(read_picture(screen))
    for _ in range(6):
        QApplication.processEvents()
    assert not is_empty(read_picture(screen)), "the clinic's name"


def is_empty(picture: QImage) -> bool:
    """Whether a picture has one colour."""
    blank = QImage(picture.size(), picture.format())
    blank.fill(picture.pixelColor(0, 0))
    return picture == blank


def read_picture(window: QWidget) -> QImage:
    """What the window shows, with nothing painted for the asking."""
    device = window.backingStore().paintDevice()
    assert isinstance(device, QImage)
    return device.copy()


def test_a_cover_comes_at_once_and_what_was_on_its_way_never_comes(show: Screens, qtbot: QtBot) -> None:
    screen = show(CHOICE)
    screen.takes_turns = True
    screen.show_page(KNOWN, Language.JA)
    coming = screen.view
    screen.cover(CLINIC)
    assert screen.is_covered
    assert screen.view is not coming
    look_at(screen)
    assert find_texts(screen) == (CLINIC,)
    screen.show_page(QUESTION, Language.JA)  # at once, as nothing is read on the cover
    assert screen.page == QUESTION
    view = screen.view
    assert view is not None
    qtbot.waitUntil(view.isVisible)
