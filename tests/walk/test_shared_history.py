"""Three people work on one visit, and its history tells who did what, in either language."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from driver import BASE, CONTROL, Keyboard, running
from history_visit import GOAL, GOAL_BEFORE, NOTE, NURSE, OFFICE, USERS, Steps, make_shared_visit, sign_in
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from visit import workspace_of

from stemsup_desktop.language import Language
from stemsup_desktop.ui.pages.history.entries import HistoryEntry
from stemsup_desktop.ui.pages.history.line_list import LineList
from stemsup_desktop.ui.pages.history.page import HistoryPage
from stemsup_desktop.ui.preferences import Preferences, save_preferences
from stemsup_desktop.ui.theme import Scheme
from stemsup_desktop.window_visits import OpenVisit

PHYSICIAN = "森 直人"
SAID = {
    Language.EN: (
        f"{PHYSICIAN} added the note beside “Temperature” in Examination.",
        f"{PHYSICIAN} changed the goal in Reason.",
        f"{PHYSICIAN} viewed the visit.",
        f"{NURSE.name} entered the goal in Reason.",
        f"{NURSE.name} started a visit.",
        f"{NURSE.name} changed the telephone number in the patient's details.",
        f"{NURSE.name} registered the patient.",
    ),
    Language.JA: (
        f"{PHYSICIAN}が「診察」の「体温」のメモを追加しました。",
        f"{PHYSICIAN}が「来院理由」の目標を変更しました。",
        f"{PHYSICIAN}が診察の記録を閲覧しました。",
        f"{NURSE.name}が「来院理由」の目標を入力しました。",
        f"{NURSE.name}が診察を開始しました。",
        f"{NURSE.name}が「患者情報」の電話番号を変更しました。",
        f"{NURSE.name}が患者を登録しました。",
    ),
}


@contextmanager
def signed_in(application: QApplication, folder: Path, name: str, language: Language) -> Iterator[Keyboard]:
    """Run the program on the folder and open it as one of the three."""
    save_preferences(folder, Preferences(language, Scheme.LIGHT))
    sign_in_name, passphrase = USERS[name]
    with running(application, folder, Steps(BASE)) as keys:
        keys.desktop._access.open(passphrase, keys.desktop._on_opened_without_asking, sign_in_name)
        keys.until(lambda: keys.desktop.workspace is not None, "the window")
        yield keys


def open_visit(keys: Keyboard, visit: OpenVisit) -> None:
    workspace_of(keys).start(visit)
    keys.until(lambda: workspace_of(keys).window.stack.current_id == visit.page_id, "the visit's page")


def lines(keys: Keyboard) -> list[HistoryEntry]:
    page = workspace_of(keys).window.stack.current_page
    shown = page.findChild(LineList).lines_model.lines if isinstance(page, HistoryPage) else ()
    return [line for line in shown if isinstance(line, HistoryEntry)]


def read_history(keys: Keyboard) -> list[HistoryEntry]:
    """Press the key of the history and wait for it."""
    keys.press(Qt.Key.Key_H, CONTROL)
    keys.until(lambda: bool(lines(keys)), "the history")
    return lines(keys)


@pytest.mark.parametrize("language", list(Language))
def test_the_history_of_a_visit_tells_who_did_what_and_nothing_of_it_is_in_titles_or_logs(
    qapp: QApplication, tmp_path: Path, language: Language, caplog: pytest.LogCaptureFixture
) -> None:
    visit = make_shared_visit(tmp_path)
    caplog.set_level(logging.DEBUG)
    with signed_in(qapp, tmp_path, "aoki", language) as keys:
        open_visit(keys, visit)
        of_visit = read_history(keys)
        page = workspace_of(keys).window.stack.current_page
        assert isinstance(page, HistoryPage)
        page._visit.choose("*")
        keys.until(lambda: len(lines(keys)) > len(of_visit), "the history of the patient")
        told = {line.sentence: line for line in lines(keys)}
        in_order = [line.sentence for line in lines(keys) if line.sentence in SAID[language]]
        assert [sentence for sentence in dict.fromkeys(in_order) if sentence != SAID[language][2]] == [
            SAID[language][place] for place in (0, 1, 5, 3, 4, 6)
        ]
        assert SAID[language][2] in told
        goal = told[SAID[language][1]]
        assert (goal.old, goal.new) == (GOAL_BEFORE, GOAL)
        assert told[SAID[language][3]].new == GOAL_BEFORE  # typed in many saves, told once
        assert NOTE.strip() in told[SAID[language][0]].new
        phone = told[SAID[language][5]]
        assert (phone.old, phone.new) == ("03-0000-0000", "03-1234-5678")
        assert {line.who for line in lines(keys)} == {PHYSICIAN, NURSE.name}
        titles = keys.titles | {window.title() for window in QGuiApplication.topLevelWindows()}
    for secret in (GOAL_BEFORE, NOTE[:20], NURSE.name, PHYSICIAN, "03-1234-5678"):
        assert secret not in caplog.text
        assert not any(secret in title for title in titles)


def test_the_office_sees_who_did_what_and_nothing_of_a_chart(qapp: QApplication, tmp_path: Path) -> None:
    make_shared_visit(tmp_path)
    with signed_in(qapp, tmp_path, "office", Language.EN) as keys:
        keys.press(Qt.Key.Key_H, CONTROL)  # nobody's chart is open, and none can be
        window = workspace_of(keys).window
        assert window.stack.current_id == "settings"
        page = window.stack.current_page
        keys.until(lambda: page.findChild(QWidget, "open_whole_history") is not None, "the rest of the page")
        page.findChild(QWidget, "open_whole_history").click()
        keys.until(lambda: bool(lines(keys)), "the whole history")
        spoken = "\n".join(line.spoken for line in lines(keys))
        assert f"{NURSE.name} changed the visit." in spoken
        assert f"{PHYSICIAN} locked the window." in spoken
        assert f"{OFFICE.name} opened the vault." in spoken
        for secret in (GOAL_BEFORE, NOTE[:20], "白石", "03-1234-5678", "Temperature"):
            assert secret not in spoken
        runs = [line for line in lines(keys) if line.sentence == f"{NURSE.name} changed the visit."]
        assert len(runs) == 1
        assert runs[0].rows.startswith("Rows ")


def test_a_lock_by_key_is_in_the_history_of_whoever_locked(qapp: QApplication, tmp_path: Path) -> None:
    visit = make_shared_visit(tmp_path)
    with signed_in(qapp, tmp_path, "aoki", Language.EN) as keys:
        open_visit(keys, visit)
        keys.press(Qt.Key.Key_L, CONTROL)
    with sign_in(tmp_path, "aoki", Steps(BASE)) as vault:
        newest = [row.act.value for row in vault.list_whole_history(limit=3)]
    assert newest == ["vault-opened", "vault-closed", "vault-locked"]


def test_the_history_is_reached_and_left_by_keys_and_comes_back_after_a_lock(
    qapp: QApplication, tmp_path: Path
) -> None:
    visit = make_shared_visit(tmp_path)
    with signed_in(qapp, tmp_path, "mori", Language.EN) as keys:
        open_visit(keys, visit)
        read_history(keys)
        assert keys.is_at("history_search")
        keys.type("goal")
        keys.until(lambda: 0 < len(lines(keys)) < 5, "what was searched for")
        keys.press(Qt.Key.Key_Down)
        keys.press(Qt.Key.Key_Return)
        page = workspace_of(keys).window.stack.current_page
        assert isinstance(page, HistoryPage)
        assert page._sheet is not None
        keys.press(Qt.Key.Key_Escape)
        assert page._sheet is None
        keys.press(Qt.Key.Key_Escape)
        assert workspace_of(keys).window.stack.current_id == "step-1"
        read_history(keys)
        keys.press(Qt.Key.Key_L, CONTROL)
        sign_in_name, passphrase = USERS["aoki"]
        keys.desktop._access.open(passphrase, keys.desktop._on_opened_without_asking, sign_in_name)
        keys.until(lambda: keys.desktop.workspace is not None, "the window")
        keys.until(lambda: bool(lines(keys)), "the history of the visit that was open")
        keys.press(Qt.Key.Key_Escape)
        assert workspace_of(keys).window.stack.current_id == "step-1"
