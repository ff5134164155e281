"""The page of a history on a real vault: read, narrowed down, searched, scrolled, and opened line by line."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot
from vault_samples import SteppedVault, make_consultation, make_patient
from visit_samples import NOW, PATIENT, SteppedClock

from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.content import Content
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.audit_trail import MOST_ROWS
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.pages.history import page as history_page
from stemsup_desktop.ui.pages.history.entries import HistoryEntry
from stemsup_desktop.ui.pages.history.line_list import LineList
from stemsup_desktop.ui.pages.history.line_model import LinesModel
from stemsup_desktop.ui.pages.history.page import HistoryPage
from stemsup_desktop.ui.pages.history.place import EVERY_VISIT, HistoryFilter, HistoryPlace, Subject
from stemsup_desktop.ui.pages.history.view import DayLine, EndLine

Show = Callable[[QWidget, int, int], QWidget]
OpenPage = Callable[[], HistoryPage]
LONG = "the hairline has moved back since spring, " * 12


@pytest.fixture
def stepped(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[SteppedVault]:
    made = SteppedVault(runner, executor, tmp_path / "vault", clock)
    made.vault.save_patients((PATIENT, make_patient(2)))
    made.vault.start_consultation(PATIENT.patient_id, Consultation("c1", NOW))
    made.vault.start_consultation("patient-2", make_consultation("c2"))
    yield made
    made.close()


@pytest.fixture
def place() -> HistoryPlace:
    return HistoryPlace()


@pytest.fixture
def open_page(
    context: PageContext, content: Content, stepped: SteppedVault, place: HistoryPlace, shown: Show
) -> OpenPage:
    def make() -> HistoryPage:
        page = HistoryPage(context, content, stepped.access, ChecklistLibrary(content.clinical), place)
        shown(page, 1200, 700)
        stepped.executor.run_all()
        return page

    return make


def save_goals(stepped: SteppedVault, clock: SteppedClock, *goals: str, minutes: float = 11) -> None:
    for goal in goals:
        clock.advance(minutes=minutes)
        visit = Consultation("c1", NOW)
        visit = msgspec.structs.replace(visit, reason=msgspec.structs.replace(visit.reason, goal=goal))
        stepped.vault.save_consultation(visit, PATIENT.patient_id)


def lines(page: HistoryPage) -> list[HistoryEntry]:
    model = page.findChild(LineList).lines_model
    return [line for line in model.lines if isinstance(line, HistoryEntry)]


def sentences(page: HistoryPage) -> list[str]:
    return [line.sentence for line in lines(page)]


def search(page: HistoryPage, stepped: SteppedVault, text: str) -> None:
    page._search.setText(text)
    page._debounce.timeout.emit()
    stepped.executor.run_all()


def choose(page: HistoryPage, stepped: SteppedVault, name: str, code: str) -> None:
    page.findChild(ChoiceField, name).choose(code)
    stepped.executor.run_all()


def test_an_open_visits_history_is_shown_without_asking_and_has_no_other_patients_rows(
    open_page: OpenPage, stepped: SteppedVault, clock: SteppedClock
) -> None:
    save_goals(stepped, clock, "more hair")
    page = open_page()
    assert sentences(page)[:2] == [
        "青木 健 entered the goal in Reason.",
        "青木 健 started a visit.",
    ]
    assert lines(page)[0].new == "more hair"
    assert page.findChild(ChoiceField, "visit").value() == "c1"
    QAbstractItemModelTester(page.findChild(LineList).lines_model)


def test_all_of_a_patients_visits_are_shown_where_the_patient_was_asked_for(
    open_page: OpenPage, stepped: SteppedVault, place: HistoryPlace
) -> None:
    place.subject = Subject("patient-2")
    page = open_page()
    assert "髙橋 花子" in page.header._subtitle.text()
    assert any(sentence.endswith("registered the patient.") for sentence in sentences(page))
    assert page.findChild(ChoiceField, "visit").value() == EVERY_VISIT


def test_that_somebody_read_the_history_is_in_it(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    page.open_history(Subject(PATIENT.patient_id), EVERY_VISIT, "patients")
    stepped.executor.run_all()
    assert any("viewed the history" in sentence for sentence in sentences(page))


def test_a_history_is_narrowed_by_person_kind_and_words(
    open_page: OpenPage, stepped: SteppedVault, clock: SteppedClock
) -> None:
    save_goals(stepped, clock, "more hair", "stronger nails")
    page = open_page()
    everything = sentences(page)
    search(page, stepped, "NAILS hair")
    assert [line.new for line in lines(page)] == ["stronger nails"]
    search(page, stepped, "")
    assert sentences(page) == everything
    choose(page, stepped, "kind", "decided")
    assert sentences(page) == []
    page._nothing.button.click()
    stepped.executor.run_all()
    assert sentences(page) == everything
    own = page.findChild(ChoiceField, "who")
    choose(page, stepped, "who", own.combo.itemData(1))
    assert sentences(page) == everything


def test_another_visit_of_the_patient_is_asked_of_the_vault(
    open_page: OpenPage, stepped: SteppedVault, clock: SteppedClock
) -> None:
    clock.advance(days=7)
    stepped.vault.start_consultation(PATIENT.patient_id, make_consultation("c3"))
    page = open_page()
    choose(page, stepped, "visit", "c3")
    assert "added the symptom" in sentences(page)[0]
    choose(page, stepped, "visit", EVERY_VISIT)
    assert any(sentence.endswith("registered the patient.") for sentence in sentences(page))


def test_older_rows_come_as_one_scrolls_until_the_history_begins(
    open_page: OpenPage, stepped: SteppedVault, clock: SteppedClock
) -> None:
    save_goals(stepped, clock, *(f"goal {number}" for number in range(MOST_ROWS + 20)))
    page = open_page()
    view = page.findChild(LineList)
    assert len(lines(page)) == MOST_ROWS
    assert isinstance(view.lines_model.lines[0], DayLine)
    first = view.lines_model.lines[:50]
    QApplication.processEvents()  # Qt lays the list out a moment later
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    place = view.verticalScrollBar().value()
    stepped.executor.run_all()
    assert len(lines(page)) > MOST_ROWS
    assert view.lines_model.lines[:50] == first
    assert view.verticalScrollBar().value() == place
    assert view.lines_model.lines[-1] == EndLine(page.words("history.beginning"))


def test_a_search_goes_on_into_older_rows_and_asks_before_it_goes_too_far(
    open_page: OpenPage, stepped: SteppedVault, clock: SteppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_page, "ROWS_AHEAD", MOST_ROWS)
    save_goals(
        stepped, clock, "the oldest wish", *(f"goal {number}" for number in range(2 * MOST_ROWS)), "the newest wish"
    )
    page = open_page()
    search(page, stepped, "wish")
    assert [line.new for line in lines(page)] == ["the newest wish"]
    view = page.findChild(LineList)
    end = view.lines_model.lines[-1]
    assert isinstance(end, EndLine)
    assert end.leads_on
    monkeypatch.setattr(history_page, "ROWS_AHEAD", 10 * MOST_ROWS)
    view.setCurrentIndex(view.lines_model.index(len(view.lines_model.lines) - 1, 0))
    view.open_chosen()
    stepped.executor.run_all()
    assert [line.new for line in lines(page) if not line.old] == ["the oldest wish"]


def test_enter_shows_a_long_text_to_its_end_and_esc_comes_back(
    open_page: OpenPage, stepped: SteppedVault, clock: SteppedClock, qtbot: QtBot
) -> None:
    save_goals(stepped, clock, LONG)
    page = open_page()
    page.start_search()
    qtbot.keyClick(page._search.line_edit, Qt.Key.Key_Down)
    view = page.findChild(LineList)
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    sheet = page.window().findChild(Sheet)
    assert sheet.findChild(MultiLineField, "history_after").value().strip("…") == LONG
    assert page.close_top()
    assert view.hasFocus()
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert page._search.line_edit.hasFocus()
    assert not page.close_top()


def test_the_arrow_keys_pass_by_the_days(
    open_page: OpenPage, stepped: SteppedVault, clock: SteppedClock, qtbot: QtBot
) -> None:
    save_goals(stepped, clock, "a", "b", minutes=60 * 24)
    page = open_page()
    view = page.findChild(LineList)
    view.enter()
    walked = []
    for _ in range(3):
        walked.append(view.currentIndex().row())
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert walked == [1, 3, 5]


def test_the_page_leads_back_to_where_one_came_from(open_page: OpenPage, stepped: SteppedVault) -> None:
    page, asked = open_page(), list[str]()
    page.page_requested.connect(asked.append)
    page.open_history(Subject(PATIENT.patient_id), "c1", "step-3")
    stepped.executor.run_all()
    page.action_bar.trigger_back()
    assert asked == ["step-3"]


def test_the_whole_history_says_who_did_what_and_nothing_of_a_chart(
    open_page: OpenPage, stepped: SteppedVault, clock: SteppedClock, place: HistoryPlace
) -> None:
    save_goals(stepped, clock, "a secret wish")
    place.subject = Subject(is_whole=True)
    page = open_page()
    said = "\n".join(line.spoken for line in lines(page))
    assert "changed the visit" in said
    assert "registered the patient" in said
    assert "created the vault" in said
    assert "secret" not in said
    assert PATIENT.name not in said
    own = page.findChild(ChoiceField, "who")
    choose(page, stepped, "who", own.combo.itemData(1))
    assert "created the vault" in "\n".join(sentences(page))


def test_a_page_made_anew_reads_what_was_read_before(
    open_page: OpenPage, stepped: SteppedVault, place: HistoryPlace, clock: SteppedClock
) -> None:
    save_goals(stepped, clock, "more hair")
    page = open_page()
    search(page, stepped, "goal")
    page.hide()
    again = open_page()
    assert place.filter == HistoryFilter(visit="c1", query="goal")
    assert again._search.text() == "goal"
    assert sentences(again) == ["青木 健 entered the goal in Reason."]


def test_an_answer_about_an_earlier_wish_is_dropped(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    page.open_history(Subject(PATIENT.patient_id), EVERY_VISIT, "patients")
    page.open_history(Subject("patient-2"), EVERY_VISIT, "patients")
    stepped.executor.run_all()
    assert "髙橋 花子" in page.header._subtitle.text()


def test_a_vault_that_fails_is_said_in_words_and_the_page_goes_on(
    open_page: OpenPage, stepped: SteppedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(vault: Vault, *_: object, **__: object) -> object:
        raise EnvironmentProblem("vault-disk-failed", "The disk reported an error.")

    with monkeypatch.context() as patch:
        patch.setattr(Vault, "list_patient_history", fail)
        page = open_page()
    assert page._note._sentence.text().startswith("The disk reported an error while the vault")
    assert sentences(page) == []
    page.open_history(Subject(PATIENT.patient_id), "c1", "patients")
    stepped.executor.run_all()
    assert page._note.isHidden()
    assert sentences(page)


def test_a_locked_vault_is_said_in_words(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    stepped.access.close(lambda _: None)
    page.open_history(Subject("patient-2"), EVERY_VISIT, "patients")
    stepped.executor.run_all()
    assert "locked" in page._note._sentence.text()


def test_lines_of_every_length_can_be_painted(
    open_page: OpenPage, stepped: SteppedVault, clock: SteppedClock, shown: Show
) -> None:
    save_goals(stepped, clock, LONG, "short", f"{LONG}\n{LONG}", "")
    page = open_page()
    page.findChild(LineList).enter()
    for width in (1200, 700):
        page.resize(width, 700)
        QApplication.processEvents()
        assert not page.grab().isNull()


def test_a_list_keeps_what_begins_alike(qtbot: QtBot) -> None:
    model, removed = LinesModel(), []
    model.rowsRemoved.connect(lambda _, first, last: removed.append((first, last)))
    day, end = DayLine("day"), EndLine("end")
    model.set_lines((day, end))
    model.set_lines((day, DayLine("other"), end))
    assert removed == [(1, 1)]
    model.set_lines((day, DayLine("other"), end))
    model.set_lines(())
    assert removed == [(1, 1), (0, 2)]
    assert model.rowCount() == 0


@pytest.mark.parametrize("steps", [0, 1])
def test_what_comes_for_a_page_that_has_gone_is_let_be(open_page: OpenPage, stepped: SteppedVault, steps: int) -> None:
    page = open_page()
    page._desk.drop()
    page._desk.open(Subject(PATIENT.patient_id), HistoryFilter())
    for _ in range(steps):
        stepped.executor.step()
    desk = page._desk
    desk.setParent(None)
    desk.deleteLater()
    QApplication.sendPostedEvents(desk, QEvent.Type.DeferredDelete.value)
    with capture_exceptions() as raised:
        stepped.executor.run_all()
    assert raised == []
