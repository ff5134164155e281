"""The section on keeping and deleting in the settings, on a real vault whose charts are past their time."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from vault_samples import SteppedVault, make_consultation, make_document, make_patient
from visit_samples import NOW, SteppedClock

from stemsup_desktop.consultation.people import Author, Role
from stemsup_desktop.consultation.retention import Ground, RetentionPolicy
from stemsup_desktop.content import Content
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language
from stemsup_desktop.store.retention import DueChart, DueList
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.pages.settings.page import SettingsPage
from stemsup_desktop.ui.pages.settings.retention_list import RetentionList
from stemsup_desktop.ui.pages.settings.retention_part import RetentionPart
from stemsup_desktop.ui.pages.settings.retention_view import (
    COLUMNS,
    MOST_NAMED,
    Outcome,
    RetentionState,
    derive_retention,
    say_question,
)
from stemsup_desktop.ui.session import Session
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

Show = Callable[[QWidget, int, int], QWidget]
OpenSection = Callable[[], "Section"]


class Section:
    """The section as an administrator meets it."""

    def __init__(self, page: SettingsPage, stepped: SteppedVault) -> None:
        self.page, self.stepped = page, stepped

    def find(self, kind: type[QWidget], name: str) -> QWidget:
        found = self.page.findChild(kind, name)
        assert found is not None
        return found  # type: ignore[no-any-return]

    def run(self) -> None:
        self.stepped.executor.run_all()
        QApplication.processEvents()

    def press(self, name: str) -> None:
        button = self.find(QPushButton, name)
        assert button.isEnabled()
        button.click()  # type: ignore[attr-defined]
        self.run()

    def says(self, name: str) -> str:
        holder = self.find(QWidget, name)
        labels = [holder] if isinstance(holder, QLabel) else holder.findChildren(QLabel)
        return " ".join(label.text() for label in labels if holder.isVisible()).strip()

    @property
    def due(self) -> RetentionList:
        found = self.page.findChild(RetentionList)
        assert isinstance(found, RetentionList)
        return found

    @property
    def charts(self) -> list[str]:
        return [row.cells[0] for row in self.due.table.rows_model._rows]

    def type_reason(self, text: str) -> None:
        field = self.find(TextField, "retention_reason")
        field.line_edit.setText(text)  # type: ignore[attr-defined]

    def set_years(self, name: str, text: str) -> None:
        field = self.find(NumberField, name)
        field.line_edit.setText(text)  # type: ignore[attr-defined]
        field.left.emit()  # type: ignore[attr-defined]
        self.run()

    @property
    def sheet(self) -> Sheet:
        return next(one for one in self.page.window().findChildren(Sheet) if one.isVisible())


@pytest.fixture
def stepped(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[SteppedVault]:
    """Three charts of 2026, one with a consent; it is 2033, and the vault was in use the day before."""
    made = SteppedVault(runner, executor, tmp_path / "clinic", clock)
    vault = made.vault
    for number in (1, 2, 3):
        vault.save_patient(make_patient(number))
        visit = make_consultation(f"visit-{number}")
        vault.start_consultation(f"patient-{number}", visit)
        if number == 3:
            vault.save_document(make_document("CNS-2026-00001", b"%PDF", "patient-3", "visit-3"), b"%PDF")
        vault.save_consultation(make_consultation(f"visit-{number}", closed_at=NOW), f"patient-{number}")
        clock.advance(days=1)
    clock.advance(days=7 * 365)
    vault.save_text(b"in use")
    clock.advance(days=1)
    yield made
    made.close()


@pytest.fixture
def open_section(context: PageContext, content: Content, stepped: SteppedVault, shown: Show) -> OpenSection:
    def make() -> Section:
        page = SettingsPage(context, content, stepped.access, ChecklistLibrary(content.clinical))
        page.make_whole()
        shown(page, 1024, 768)
        section = Section(page, stepped)
        section.run()
        return section

    return make


def test_what_could_go_is_shown_when_asked_for_and_nothing_before(open_section: OpenSection) -> None:
    section = open_section()
    assert not section.due.isVisible()
    section.press("show_what_could_go")
    assert section.charts == ["A-0001", "A-0002"]
    assert section.due.table.rows_model._rows[0].cells[1:] == (
        "8 Sep 2026",
        "1, all",
        "0",
        "9 Sep 2031",
        "5 years since the last visit",
    )
    assert "in use" in section.says("retention_list_note")
    assert not section.find(QPushButton, "delete_records").isEnabled()


def test_a_deletion_needs_a_choice_a_reason_and_a_yes(open_section: OpenSection) -> None:
    section = open_section()
    section.press("show_what_could_go")
    section.due.table.selectAll()
    assert not section.find(QPushButton, "delete_records").isEnabled()
    section.type_reason("保存期間の満了")
    assert section.find(QPushButton, "delete_records").text() == "Delete 2 charts"
    section.press("delete_records")
    said = " ".join(label.text() for label in section.sheet.findChildren(QLabel))
    assert "2 charts" in said
    assert "A-0001, A-0002" in said
    assert "cannot be undone" in said
    section.sheet.dismiss_button.click()
    section.run()
    assert section.stepped.vault.list_deleted_records() == ()
    section.press("delete_records")
    section.sheet.accept_button.click()
    section.run()
    assert section.says("retention_outcome") == "Records of 2 charts were deleted."
    assert section.charts == []
    assert "No records are past their time" in section.says("retention_list_note")
    assert {one.reason for one in section.stepped.vault.list_deleted_records()} == {"保存期間の満了"}
    assert not section.stepped.vault.has_traces()
    assert section.says("retention_traces") == ""


def test_a_click_on_a_heading_sorts_and_keeps_what_is_selected(open_section: OpenSection) -> None:
    section = open_section()
    section.press("show_what_could_go")
    section.due.table.selectRow(0)
    header = section.due.table.horizontalHeader()
    for _ in range(2):
        header.sectionClicked.emit(COLUMNS.index("chart"))
    assert section.charts == ["A-0002", "A-0001"]
    assert section.due.list_chosen() == ("patient-1",)
    assert header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
    assert section.find(QPushButton, "delete_records").text() == "Delete 1 chart"


def test_times_are_made_longer_once_a_field_is_left_and_never_shorter(open_section: OpenSection) -> None:
    section = open_section()
    section.press("show_what_could_go")
    section.set_years("charts_years", "8")
    assert section.stepped.vault.load_retention_policy() == RetentionPolicy(8, 20, 20)
    assert not section.due.isVisible()
    section.press("show_what_could_go")
    assert section.charts == []
    for wrong in ("4", "100", "", "x"):
        section.set_years("charts_years", wrong)
        assert section.stepped.vault.load_retention_policy() == RetentionPolicy(8, 20, 20)


def test_what_the_store_refuses_is_said_and_what_is_done_stays_counted(
    open_section: OpenSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = open_section()
    section.press("show_what_could_go")
    section.due.table.selectAll()
    section.type_reason("x")
    section.press("delete_records")
    section.stepped.vault.start_consultation("patient-2", make_consultation("visit-4"))
    section.sheet.accept_button.click()
    section.run()
    assert section.says("retention_outcome").startswith("Records of 1 chart were deleted, then it stopped.")
    assert "still open" in section.says("retention_outcome")
    section.press("clear_traces")
    assert not section.stepped.vault.has_traces()
    assert not section.find(QPushButton, "clear_traces").isVisible()
    vault = section.stepped.vault
    vault._opened.author = msgspec.structs.replace(vault.author, roles=(Role.STAFF,))
    section.press("show_what_could_go")
    assert "administrator" in section.says("retention_outcome")


@pytest.mark.parametrize("role", [Role.PHYSICIAN, Role.STAFF])
def test_who_does_not_administer_does_not_see_the_section(
    open_section: OpenSection, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    author = Author("a", "森", (role,))
    monkeypatch.setattr(Session, "may", lambda self, right: author.may(right))
    section = open_section()
    part = section.page.findChild(RetentionPart)
    assert isinstance(part, RetentionPart)
    assert not part.isVisible()


CHART = DueChart("p", "A-1", date(2026, 9, 8), date(2046, 9, 9), Ground.CONSENT, 1, 2, 3, 0)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("ground", list(Ground))
def test_everything_is_said_in_both_languages(catalogue: object, language: Language, ground: Ground) -> None:
    words: Words = catalogue.in_language(language)  # type: ignore[attr-defined]
    charts = (msgspec.structs.replace(CHART, ground=ground), msgspec.structs.replace(CHART, visits=0, kept_visits=0))
    outcome = Outcome(1, ("vault-before-x.db",), InputProblem("retention-in-use", "x"))
    state = RetentionState(
        RetentionPolicy(), True, DueList(date(2046, 9, 10), charts), ("p",), "x", is_descending=True, outcome=outcome
    )
    view = derive_retention(state, words)
    assert view.can_delete
    assert view.outcome[0] is TagState.STOP
    assert "vault-before-x.db" in view.copies[1]
    assert view.traces[1]
    assert len({row.cells for row in view.rows}) == 2
    assert all(cell for row in view.rows for cell in row.cells)
    title, named, *rest = say_question(charts * 6, date(2046, 9, 11) + timedelta(1), words)
    assert str(len(charts) * 6) in title
    assert all(chart.chart_number in named for chart in charts)
    assert str(len(charts) * 6 - MOST_NAMED) in named
    assert len(rest) == 4
