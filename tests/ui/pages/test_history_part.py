"""The history in the settings: where it ends, the check piece by piece, and what waits for nobody meanwhile."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from vault_samples import SteppedVault, make_patient
from visit_samples import SteppedClock

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.people import Author, Role
from stemsup_desktop.content import Content
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.checklist_library import ChecklistLibrary
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.pages.settings import history_part
from stemsup_desktop.ui.pages.settings.history_part import HistoryPart
from stemsup_desktop.ui.pages.settings.page import SettingsPage

Show = Callable[[QWidget, int, int], QWidget]
OpenPage = Callable[[], SettingsPage]


@pytest.fixture
def stepped(runner: JobRunner, executor: ManualExecutor, tmp_path: Path, clock: SteppedClock) -> Iterator[SteppedVault]:
    made = SteppedVault(runner, executor, tmp_path / "vault", clock)
    made.vault.save_patients(tuple(make_patient(number) for number in range(30)))
    yield made
    made.close()


@pytest.fixture
def open_page(
    context: PageContext, content: Content, stepped: SteppedVault, shown: Show, monkeypatch: pytest.MonkeyPatch
) -> OpenPage:
    monkeypatch.setattr(history_part, "ROWS_AT_ONCE", 5)

    def make() -> SettingsPage:
        page = SettingsPage(context, content, stepped.access, ChecklistLibrary(content.clinical))
        page.make_whole()
        shown(page, 1000, 800)
        stepped.executor.run_all()
        return page

    return make


def text_of(page: SettingsPage, name: str) -> str:
    widget = page.findChild(QWidget, name)
    if name == "history_head":
        return widget.text()
    return "" if widget.isHidden() else widget._sentence.text()


def change_a_row(vault: Vault) -> None:
    database = vault._database
    with database.atomic():
        database.execute("drop trigger audit_trail_refuse_update")
        database.execute("update audit_trail set account_name = 'x' where sequence = 12")


def test_the_head_is_shown_to_be_written_down(open_page: OpenPage, stepped: SteppedVault) -> None:
    page, head = open_page(), stepped.vault.read_audit_head()
    assert f"{head.sequence:,}" in text_of(page, "history_head")
    assert head.hash[:16] in text_of(page, "history_head")
    assert head.hash[:17] not in text_of(page, "history_head")


def test_a_check_says_what_it_found_and_is_a_row_itself(open_page: OpenPage, stepped: SteppedVault) -> None:
    page, before = open_page(), stepped.vault.read_audit_head().sequence
    page.findChild(QWidget, "check_history").click()
    stepped.executor.run_all()
    assert text_of(page, "history_result").startswith(f"All {before} rows are unchanged and in order.")
    assert stepped.vault.list_whole_history(limit=1)[0].act is AuditAct.TRAIL_VERIFIED
    assert f"{before + 1}" in text_of(page, "history_head")
    assert page.findChild(QWidget, "check_history").isEnabled()


def test_a_fault_is_said_with_its_row(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    change_a_row(stepped.vault)
    page.findChild(QWidget, "check_history").click()
    stepped.executor.run_all()
    assert text_of(page, "history_result") == "Row 12 was changed after it was written."


def test_whatever_the_vault_has_to_do_comes_between_two_pieces(open_page: OpenPage, stepped: SteppedVault) -> None:
    page, saved = open_page(), list[object]()
    page.findChild(QWidget, "check_history").click()
    for _ in range(3):
        stepped.executor.step()
    stepped.access.run(lambda vault: vault.save_unfinished({"draft": "x"}), saved.append)
    waited = 0
    while not saved:
        stepped.executor.step()
        waited += 1
    assert waited <= 2
    assert text_of(page, "history_result") == ""
    stepped.executor.run_all()
    assert text_of(page, "history_result").startswith("All ")


def test_a_check_that_is_cancelled_says_how_far_it_came_and_leaves_no_row(
    open_page: OpenPage, stepped: SteppedVault
) -> None:
    page, before = open_page(), stepped.vault.read_audit_head()
    page.findChild(QWidget, "check_history").click()
    for _ in range(3):
        stepped.executor.step()
    page.busy.cancel_requested.emit()
    stepped.executor.run_all()
    assert text_of(page, "history_result").startswith("The check was stopped after 15 rows.")
    assert stepped.vault.read_audit_head() == before


def test_a_second_press_does_not_begin_a_second_check(open_page: OpenPage, stepped: SteppedVault) -> None:
    page = open_page()
    page.findChild(HistoryPart).start()
    page.findChild(HistoryPart).start()
    stepped.executor.run_all()
    acts = [row.act for row in stepped.vault.list_whole_history(limit=3)]
    assert acts.count(AuditAct.TRAIL_VERIFIED) == 1


def test_a_vault_that_fails_half_way_is_said_in_words_and_the_check_can_be_tried_again(
    open_page: OpenPage, stepped: SteppedVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page()

    def fail(vault: Vault, *_: object) -> object:
        raise EnvironmentProblem("vault-disk-failed", "The disk reported an error.")

    page.findChild(HistoryPart).start()
    stepped.executor.step()
    with monkeypatch.context() as patch:
        patch.setattr(Vault, "go_on_checking", fail)
        stepped.executor.run_all()
    assert page._note._sentence.text().startswith("The disk reported an error")
    page.findChild(HistoryPart).start()
    stepped.executor.run_all()
    assert text_of(page, "history_result").startswith("All ")


def test_only_an_administrator_is_offered_the_whole_history(
    context: PageContext, content: Content, stepped: SteppedVault, shown: Show
) -> None:
    context.session._author = Author("a", "森 恵美", (Role.STAFF,))
    page = SettingsPage(context, content, stepped.access, ChecklistLibrary(content.clinical))
    page.make_whole()
    shown(page, 1000, 800)
    stepped.executor.run_all()
    assert page.findChild(QWidget, "check_history") is None
