"""The palette over the window: finds as one types, opens what is chosen, and keeps nothing of anybody."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from staff_samples import OFFICE
from visit_samples import CLINIC, PATIENT, PHYSICIAN, SteppedClock

from stemsup_desktop.demo import CHEAP_KEY
from stemsup_desktop.language import Language
from stemsup_desktop.reference.reader import read_reference
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.vault import Vault, create_vault
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.palette.desk import PaletteDesk, PaletteWays
from stemsup_desktop.ui.palette.lines import Kind, Line
from stemsup_desktop.ui.palette.sheet import PaletteSheet
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.shell.main_window import MainWindow
from stemsup_desktop.ui.shell.rail_view import RailEntry
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage

OTHER = msgspec.structs.replace(PATIENT, patient_id="", chart_number="Z-1", name="森 花", kana="モリ ハナ", romaji="")
PASSPHRASE = "correct horse battery staple"


class RoomPage(Page[str]):
    """A page outside the visit."""

    needs_visit = False

    def derive(self) -> str:
        return "room"

    def show_view(self, view: str) -> None:
        self.header.show_text(view)


class Opened:
    """What the palette asked the composition root to show."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def ways(self) -> PaletteWays:
        def note(kind: str) -> Callable[[str], object]:
            return lambda target: self.asked.append((kind, target))

        return PaletteWays(note("chart"), note("reference"), note("setting"))


@pytest.fixture
def access(runner: JobRunner, tmp_path: Path, clock: SteppedClock, executor: ManualExecutor) -> Iterator[VaultAccess]:
    with create_vault(tmp_path, PASSPHRASE, CLINIC, PHYSICIAN, clock=clock, kdf=CHEAP_KEY) as vault:
        vault.save_patient(PATIENT)
        vault.save_patient(OTHER)
    made = VaultAccess(runner, tmp_path, clock)
    made.open(PASSPHRASE, lambda result: None)
    executor.run_all()
    yield made
    made.close(lambda result: None)
    executor.run_all()


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def window(context: PageContext, qapp: QApplication, shown: Callable[..., QWidget]) -> Iterator[MainWindow]:
    made = MainWindow(context, qapp)
    made.register_step(1, lambda: RoomPage(context))
    for page_id in ("patients", "settings"):
        made.register_page(page_id, lambda: RoomPage(context), RailEntry("patients", f"workspace.{page_id}"))
    shown(made, 1024, 768)
    made.go_to("patients")
    yield made
    made.focus_ring.deleteLater()


@pytest.fixture
def desk(
    window: MainWindow,
    context: PageContext,
    access: VaultAccess,
    opened: Opened,
    window_language: WindowLanguage,
) -> PaletteDesk:
    library = read_reference(find_resources() / "reference")
    return PaletteDesk(window, context, access, library, opened.ways(), window_language.words_in, window)


Type = Callable[[str], PaletteSheet]


@pytest.fixture
def typed(window: MainWindow, desk: PaletteDesk, executor: ManualExecutor) -> Type:
    """Open the palette if it is closed, and type."""

    def do(text: str) -> PaletteSheet:
        if desk.sheet is None:
            QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        sheet = desk.sheet
        assert sheet is not None
        executor.run_all()
        sheet.search.setText(text)
        executor.run_all()
        return sheet

    return do


def lines(sheet: PaletteSheet, kind: Kind) -> list[Line]:
    return [row for row in sheet.list.lines_model.rows if isinstance(row, Line) and row.kind is kind]


def press(sheet: PaletteSheet, key: Qt.Key) -> None:
    QTest.keyClick(sheet.search.line_edit, key)
    QApplication.processEvents()


@pytest.mark.parametrize("query", ["森", "もり", "モリ", "ﾓﾘ", "mori", "z-1"])
def test_a_patient_is_found_in_any_script_and_opened_by_enter(typed: Type, opened: Opened, query: str) -> None:
    sheet = typed(query)
    assert [line.title for line in lines(sheet, Kind.PATIENT)] == ["森 花  モリ ハナ"]
    found = lines(sheet, Kind.PATIENT)[0]
    press(sheet, Qt.Key.Key_Return)
    assert opened.asked == [("chart", found.target)]


@pytest.mark.parametrize("query", ["vegf", "ＶＥＧＦ", "血管内皮", "けっかんないひ"])
def test_a_growth_factor_is_found_in_any_script(typed: Type, opened: Opened, query: str) -> None:
    sheet = typed(query)
    targets = [line.target for line in lines(sheet, Kind.REFERENCE)]
    assert any("vegf" in target.lower() for target in targets)


def test_a_setting_and_a_page_are_found_by_the_words_of_either_language(typed: Type, opened: Opened) -> None:
    sheet = typed("バックアップ")
    press(sheet, Qt.Key.Key_Return)
    assert opened.asked == [("setting", "backups")]
    assert [line.target for line in lines(typed("かんじゃ"), Kind.PAGE)] == ["patients"]


def test_enter_waits_for_the_patients_of_what_was_typed(
    typed: Type, desk: PaletteDesk, executor: ManualExecutor, opened: Opened
) -> None:
    sheet = typed("")
    sheet.search.setText("mori")
    press(sheet, Qt.Key.Key_Return)
    assert opened.asked == []
    executor.run_all()
    QApplication.processEvents()
    assert [kind for kind, _ in opened.asked] == ["chart"]


def test_an_answer_to_what_is_no_longer_typed_is_dropped(typed: Type, executor: ManualExecutor) -> None:
    sheet = typed("")
    sheet.search.setText("mori")
    sheet.search.setText("lock")
    executor.run_all()
    assert lines(sheet, Kind.PATIENT) == []


def test_what_cannot_be_done_says_why_and_stays(typed: Type, desk: PaletteDesk) -> None:
    sheet = typed("undo")
    chosen = sheet.chosen()
    assert chosen is not None
    assert (chosen.target, bool(chosen.reason)) == ("undo", True)
    press(sheet, Qt.Key.Key_Return)
    assert desk.sheet is sheet
    assert chosen.reason in sheet.search.line_edit.accessibleDescription()


def test_an_action_is_done_after_the_palette_has_closed(typed: Type, window: MainWindow, desk: PaletteDesk) -> None:
    asked: list[bool] = []
    window.lock_requested.connect(lambda: asked.append(desk.sheet is None))
    press(typed("lock"), Qt.Key.Key_Return)
    assert asked == [True]


def test_arrows_walk_past_the_headings_and_round(typed: Type) -> None:
    sheet = typed("")
    count = sum(isinstance(row, Line) for row in sheet.list.lines_model.rows)
    walked = []
    for _ in range(count):
        walked.append(sheet.chosen())
        press(sheet, Qt.Key.Key_Down)
    assert None not in walked
    assert sheet.chosen() == walked[0]
    press(sheet, Qt.Key.Key_Up)
    assert sheet.chosen() == walked[-1]


def test_a_click_opens_a_line_and_a_heading_does_nothing(typed: Type, opened: Opened) -> None:
    sheet = typed("mori")
    view = sheet.list
    for place in (0, 1):
        where = view.visualRect(view.lines_model.index(place, 0)).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
        QApplication.processEvents()
        assert len(opened.asked) == place


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_K])
def test_esc_or_the_same_key_closes_it_and_nothing_of_anybody_stays(
    typed: Type, desk: PaletteDesk, key: Qt.Key
) -> None:
    sheet = typed("mori")
    modifier = Qt.KeyboardModifier.ControlModifier if key == Qt.Key.Key_K else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(sheet.search.line_edit, key, modifier)
    assert desk.sheet is None
    assert sheet.list.lines_model.rows == ()
    assert sheet.search.text() == ""
    assert "森" not in repr(vars(desk))


def test_an_answer_that_comes_after_the_lock_is_dropped(
    typed: Type, desk: PaletteDesk, executor: ManualExecutor
) -> None:
    sheet = typed("")
    sheet.search.setText("mori")
    desk.forget()
    executor.run_all()
    assert "森" not in repr(vars(desk))
    assert sheet.list.lines_model.rows == ()


def test_an_administrator_finds_pages_and_settings_and_asks_for_no_patient(
    typed: Type, session: Session, executor: ManualExecutor
) -> None:
    session._author = OFFICE
    sheet = typed("mori")
    assert lines(sheet, Kind.PATIENT) == []
    assert "patient" not in sheet.nothing.text().lower()


def test_recent_patients_come_first_and_are_each_accounts_own(
    typed: Type, access: VaultAccess, executor: ManualExecutor
) -> None:
    def note(vault: Vault) -> None:
        for hit in sorted(vault.find_patients(""), key=lambda hit: hit.chart_number):
            vault.note_recent_patient(hit.patient_id)

    access.run(note, lambda result: None)
    executor.run_all()
    first = lines(typed(""), Kind.PATIENT)
    assert first[0].title.startswith("森")
    assert len(first) == 2


@pytest.mark.parametrize("language", list(Language))
def test_nothing_found_is_said_in_words(typed: Type, window_language: WindowLanguage, language: Language) -> None:
    window_language.set_language(language)
    sheet = typed("qqqq")
    assert "qqqq" in sheet.nothing.text()
    assert sheet.nothing.isVisible()
    assert not sheet.list.isVisible()


def test_the_focus_is_where_it_was_once_it_closes(typed: Type, window: MainWindow) -> None:
    before = window.focusWidget()
    press(typed(""), Qt.Key.Key_Escape)
    assert window.focusWidget() is before


def test_it_does_not_open_over_a_sheet_of_a_page(window: MainWindow, desk: PaletteDesk) -> None:
    page = window.stack.current_page
    assert page is not None
    sheet = Sheet(page.theme, page, "Half typed", accept_text="Save", dismiss_text="Back")
    sheet.open()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert desk.sheet is None
    assert sheet.isVisible()
    sheet.dismiss()


def test_the_search_key_opens_it_where_a_page_has_no_search(window: MainWindow, desk: PaletteDesk) -> None:
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert desk.sheet is not None
