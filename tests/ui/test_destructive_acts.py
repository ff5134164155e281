"""Every act that destroys can be undone, or is asked about in words that name what goes, by its verb, from safety."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from visit_samples import NOW

from stemsup_desktop import ui
from stemsup_desktop.consultation.lots.recall_model import LotReach
from stemsup_desktop.consultation.people import Account, Role
from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.pages.lots.sheets import DiscardSheet, RecallSheet
from stemsup_desktop.ui.pages.people.person_form import RemovalForm
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.withdrawal_sheet import WithdrawalSheet, WithdrawalSubject
from stemsup_desktop.ui.words import Words

ROOT = Path(ui.__file__).parent
GRAVE = re.compile(r'is_grave=True|kind="danger"')
GUARDED = {
    "withdrawal_sheet.py": "a sheet that names the consent and the patient",
    "pages/lots/sheets.py": "sheets that name the lot, with a reason",
    "pages/lots/stock_part.py": "opens the sheet of a recall",
    "pages/settings/retention_part.py": "a sheet that names the charts",
    "pages/settings/retention_list.py": "opens that sheet",
    "pages/settings/backups_part.py": "a sheet that says what would be lost; the replaced vault is kept",
    "pages/people/person_form.py": "a sheet that names the person",
    "photographs/looking.py": "asks for a reason and names the day",
    "photographs/overview.py": "asks for a reason and says how far it goes",
    "photographs/reason_box.py": "the box in which both ask",
}
"""Where something looks dangerous, and what stands between a slip of the hand and the loss."""
UNDONE = {
    "pages/patients/page.py": "_on_undo_discard",
    "pages/lots/page.py": "_on_discard_undone",
    "pages/forms/page.py": "undo",
    "pages/consent/paper_form.py": "bring_back",
}
"""Acts without a question, each with the way back in the same file."""
LOOSE_WORDS = {"ok", "yes", "はい", "了解"}

Make = Callable[[Theme, Words, QWidget], FormSheet]
NAMED = "UC-2026-0042"
SHEETS: dict[str, Make] = {
    "recall": lambda theme, words, host: RecallSheet(theme, words, host, NAMED, LotReach(3, 2)),
    "discard": lambda theme, words, host: DiscardSheet(theme, words, host, NAMED),
    "remove": lambda theme, words, host: RemovalForm(theme, words, host, Account("a", NAMED, (Role.STAFF,))),
    "withdraw": lambda theme, words, host: WithdrawalSheet(
        theme, words, host, WithdrawalSubject("c1", NAMED, "Hanako", "", (), ()), NOW
    ),
}


def test_nothing_looks_dangerous_that_nobody_has_thought_about() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "components" not in path.parts and "theme" not in path.parts and GRAVE.search(path.read_text("utf-8"))
    }
    assert found == set(GUARDED)


@pytest.mark.parametrize("file", UNDONE)
def test_what_is_thrown_away_without_a_question_can_be_brought_back(file: str) -> None:
    assert UNDONE[file] in (ROOT / file).read_text("utf-8")


@pytest.fixture
def opened(theme: Theme, words: Words, shown: Callable[..., QWidget]) -> Iterator[Callable[[str], FormSheet]]:
    host, made = shown(QWidget(), 1024, 768), list[FormSheet]()

    def make(kind: str) -> FormSheet:
        sheet = SHEETS[kind](theme, words, host)
        made.append(sheet)
        sheet.open()
        return sheet

    yield make
    for sheet in made:
        sheet.close_sheet()
        sheet.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.parametrize("kind", SHEETS)
def test_a_sheet_names_what_goes_and_its_button_the_act(opened: Callable[[str], FormSheet], kind: str) -> None:
    sheet = opened(kind)
    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert NAMED in said
    assert sheet.accept_button.text().strip().casefold() not in LOOSE_WORDS
    assert sheet.accept_button.text() != sheet.dismiss_button.text()
    assert sheet.accept_button.property("kind") == "danger"


@pytest.mark.parametrize("kind", SHEETS)
def test_the_focus_begins_where_enter_and_space_do_no_harm(opened: Callable[[str], FormSheet], kind: str) -> None:
    sheet, sent = opened(kind), list[bool]()
    sheet.submitted.connect(lambda: sent.append(True))
    assert sheet.window().focusWidget() is sheet.dismiss_button
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    assert sent == []
    QTest.keyClick(sheet.dismiss_button, Qt.Key.Key_Space)
    assert sent == []
    assert not sheet.is_open


@pytest.mark.parametrize("kind", ["recall", "discard"])
def test_without_a_reason_nothing_goes_not_even_by_the_main_key(opened: Callable[[str], FormSheet], kind: str) -> None:
    sheet, sent = opened(kind), list[bool]()
    sheet.submitted.connect(lambda: sent.append(True))
    QTest.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    sheet.accept_button.click()
    sheet.submit()
    assert sent == []
