"""Making a recovery sheet on a real vault: whatever leaves the program opens it, and a code put off opens nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QLabel, QPushButton, QWidget
from visit_samples import CLINIC, NOW, PHYSICIAN, SteppedClock

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.recovery_code import make_recovery_code
from stemsup_desktop.store.vault import open_vault_by_recovery
from stemsup_desktop.ui.entry.entry_window import EntryWindow
from stemsup_desktop.ui.entry.first_run import FirstRunPage
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.printing import PrintRun
from stemsup_desktop.ui.recovery_sheet_form import RecoverySheetForm
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.words import Words

CHEAP = KdfParameters(memory_kib=64, passes=1, lanes=1)
CODE = make_recovery_code()
Show = Callable[[QWidget, int, int], QWidget]


class Maker:
    """A shown form on an open vault."""

    def __init__(self, form: RecoverySheetForm, access: VaultAccess, executor: ManualExecutor) -> None:
        self.form = form
        self.access = access
        self.executor = executor
        self.kept: list[bool] = []
        form.kept.connect(lambda: self.kept.append(True))

    def press(self, name: str) -> None:
        button = self.form.findChild(QPushButton, name)
        assert button is not None
        button.click()
        self.executor.run_all()

    def text(self, name: str) -> str:
        found = self.form.findChild(QWidget, name)
        assert found is not None
        label = found if isinstance(found, QLabel) else next(iter(found.findChildren(QLabel)))
        return label.text()

    def tick(self) -> None:
        box = self.form.findChild(QCheckBox, "sheet_is_safe")
        assert box is not None
        box.click()

    def save_to(self, path: Path) -> None:
        self.press("save_sheet")
        [dialog] = self.form.window().findChildren(QFileDialog)
        dialog.fileSelected.emit(str(path))
        dialog.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.executor.run_all()

    def opens(self) -> bool:
        """Close the vault and tell whether the code opens it."""
        self.access.close(lambda _: None)
        self.executor.run_all()
        try:
            open_vault_by_recovery(self.access.folder, CODE, clock=lambda: NOW).close()
        except InputProblem as problem:
            if problem.code != "vault-wrong-passphrase":
                raise
            return False
        return True


@pytest.fixture
def maker(
    theme: Theme,
    english: Words,
    runner: JobRunner,
    executor: ManualExecutor,
    clock: SteppedClock,
    tmp_path: Path,
    shown: Show,
) -> Iterator[Maker]:
    access = VaultAccess(runner, tmp_path / "vault", clock, CHEAP)
    access.create("correct horse battery", CLINIC, PHYSICIAN, lambda _: None)
    executor.run_all()
    form = RecoverySheetForm(theme, english, access, CODE)
    shown(form, 600, 400)
    yield Maker(form, access, executor)
    access.close(lambda _: None)
    executor.run_all()


def test_a_code_that_is_only_looked_at_opens_nothing(maker: Maker) -> None:
    maker.tick()
    assert maker.form.is_ready
    assert not maker.opens()


def test_a_saved_sheet_opens_the_vault_even_if_the_person_goes_no_further(maker: Maker, tmp_path: Path) -> None:
    maker.save_to(tmp_path / "stick.pdf")
    assert (tmp_path / "stick.pdf").read_bytes().startswith(b"%PDF")
    assert "Saved" in maker.text("sheet_status")
    assert maker.kept == [True]
    assert maker.opens()


def test_a_code_copied_by_hand_opens_the_vault_once_the_person_says_that_it_is_put_away(maker: Maker) -> None:
    assert not maker.form.is_ready
    maker.tick()
    done: list[bool] = []
    maker.form.finish(lambda: done.append(True))
    maker.executor.run_all()
    assert done == [True]
    assert maker.opens()


def test_the_print_dialog_gets_the_sheet_and_a_cancelled_one_says_nothing(maker: Maker) -> None:
    maker.press("print_sheet")
    [run] = maker.form.window().findChildren(PrintRun)
    run.cancel()
    for dialog in maker.form.window().findChildren(QWidget):
        if dialog.isWindow():
            dialog.close()
    assert run.page_count == 1
    assert maker.text("sheet_status") == ""
    assert maker.opens()


def test_a_place_that_cannot_be_written_to_is_named_and_the_code_stays_on_screen(maker: Maker, tmp_path: Path) -> None:
    maker.save_to(tmp_path / "missing" / "stick.pdf")
    assert "folder" in maker.text("sheet_problem")
    maker.save_to(tmp_path / "stick.pdf")
    assert maker.text("sheet_problem") == ""


def test_a_vault_that_refuses_the_code_lets_no_sheet_out(maker: Maker, tmp_path: Path) -> None:
    maker.access.close(lambda _: None)
    maker.executor.run_all()
    maker.press("save_sheet")
    assert maker.form.window().findChildren(QFileDialog) == []
    assert "locked" in maker.text("sheet_problem")
    assert maker.kept == []


def test_the_first_run_keeps_its_code_through_a_switch_of_language(
    qapp: QApplication, theme: Theme, access: VaultAccess, window_language: object
) -> None:
    window = EntryWindow(theme, window_language, access, qapp, is_first_run=True)  # type: ignore[arg-type]
    window._sheet_code = CODE
    window.page.show_sheet(window._make_sheet_form())  # type: ignore[union-attr]
    window._on_language_switch()
    code = window.page.findChild(QWidget, "new_code")
    assert code is not None
    assert CODE in code.accessibleName()
    window.deleteLater()


def test_the_first_run_says_what_is_wanted_until_the_sheet_is_put_away(
    theme: Theme, words: Words, maker: Maker
) -> None:
    page = FirstRunPage(theme, words)
    page.show_sheet(maker.form)
    go_on = page.findChild(QPushButton, "setup_continue")
    said = [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]
    assert words("entry.sheet_open") in said
    assert (go_on.isEnabled(), go_on.accessibleDescription()) == (False, words("entry.sheet_open"))
    maker.tick()
    assert words("entry.sheet_open") not in [label.text() for label in page.findChildren(QLabel)]
    assert (go_on.isEnabled(), go_on.accessibleDescription()) == (True, "")
    maker.form.setParent(None)
    page.deleteLater()
