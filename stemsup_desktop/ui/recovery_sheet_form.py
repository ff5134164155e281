"""Making a recovery sheet: the code is seen once, and goes to a printer or a file before it is kept nowhere else."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.clinic import Clinic
from stemsup_desktop.consultation.formats import format_time
from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.documents.files import save_document, suggested_file_name
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.recovery_sheet import render_recovery_sheet
from stemsup_desktop.errors import Problem
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.buttons import QuietButton, SecondaryButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.entry.code_groups import CodeGroups
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.print_sheet import print_pdf
from stemsup_desktop.ui.printing import choose_save_path
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words


class RecoverySheetForm(QWidget):
    """Shows a new code. Before the first sheet leaves the program the vault takes the code, so no sheet is void.

    `kept` says that the vault took it; `changed` that `is_ready` may differ.
    """

    changed = Signal()
    kept = Signal()

    def __init__(self, theme: Theme, words: Words, access: VaultAccess, code: str) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._access = access
        self._code = code
        self._is_kept = False
        self._is_busy = False
        groups = CodeGroups(theme)
        groups.setObjectName("new_code")
        groups.setAccessibleName(f"{words('entry.recovery_code')}: {code}")
        groups.show_groups(tuple(code.split(" ")))
        self._print = SecondaryButton(theme, words("entry.sheet_print"), icon_name="print")
        self._print.setObjectName("print_sheet")
        self._print.clicked.connect(lambda: self._render(self._on_print))
        self._save = QuietButton(theme, words("entry.sheet_save"))
        self._save.setObjectName("save_sheet")
        self._save.clicked.connect(lambda: self._render(self._on_save))
        self._status = Label(theme, role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        self._status.setObjectName("sheet_status")
        self._problem = InlineMessage(theme)
        self._problem.setObjectName("sheet_problem")
        self._is_safe = CheckBox(theme, words("entry.sheet_is_safe"))
        self._is_safe.setObjectName("sheet_is_safe")
        self._is_safe.toggled.connect(lambda _: self.changed.emit())
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.XS)
        buttons.addWidget(self._print)
        buttons.addWidget(self._save)
        buttons.addWidget(self._status, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.S)
        rows.addWidget(groups)
        rows.addLayout(buttons)
        rows.addWidget(
            Label(theme, words("entry.sheet_save_note"), role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        )
        rows.addWidget(self._problem)
        rows.addWidget(self._is_safe)

    @property
    def is_ready(self) -> bool:
        """Whether the person says that the sheet is in its place, and nothing is under way."""
        return self._is_safe.isChecked() and not self._is_busy

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self._print

    def finish(self, on_done: Callable[[], None]) -> None:
        """See that the vault takes the code, also one that was copied by hand, then go on."""
        self._keep(on_done)

    # The vault takes the code

    def _keep(self, on_kept: Callable[[], None]) -> None:
        if self._is_kept:
            on_kept()
            return
        code = self._code
        self._set_busy(self._words("entry.sheet_keeping"))

        def on_result(result: Ok[None] | Err) -> None:
            if not shiboken6.isValid(self):
                return
            self._set_busy("")
            match result:
                case Ok():
                    self._is_kept = True
                    self.kept.emit()
                    on_kept()
                case Err(problem):
                    self._refuse(problem)

        self._access.run(lambda vault: vault.save_recovery_code(code), on_result)

    # Paper

    def _render(self, on_rendered: Callable[[RenderedDocument], None]) -> None:
        self._problem.show_message(TagState.STOP, "")
        self._keep(partial(self._load_facts, on_rendered))

    def _load_facts(self, on_rendered: Callable[[RenderedDocument], None]) -> None:
        def on_result(result: Ok[tuple[Clinic, str]] | Err) -> None:
            if isinstance(result, Ok):
                self._set_type(*result.value, on_rendered)
            elif shiboken6.isValid(self):
                self._refuse(result.problem)

        self._access.run(load_facts, on_result)

    def _set_type(self, clinic: Clinic, vault_number: str, on_rendered: Callable[[RenderedDocument], None]) -> None:
        code, made_at, language = self._code, self._access.clock(), self._words.language

        def work() -> RenderedDocument:
            fonts = FontFolder(find_resources() / "fonts")
            return render_recovery_sheet(code, vault_number, clinic, made_at, language, fonts)

        def on_result(result: Ok[RenderedDocument] | Err) -> None:
            if not shiboken6.isValid(self):
                return
            match result:
                case Ok(document):
                    on_rendered(document)
                case Err(problem):
                    self._refuse(problem)

        self._access.runner.run(work, on_result, lane=Lane.WORK)

    def _on_print(self, document: RenderedDocument) -> None:
        try:
            run = print_pdf(
                document.pdf,
                self.window(),
                document.document_number,
                theme=self._theme,
                words=self._words,
                runner=self._access.runner,
            )
        except Problem as problem:
            self._refuse(problem)
            return

        def on_ended(problem: Problem | None) -> None:
            if not shiboken6.isValid(self):
                return
            if problem is not None:
                self._refuse(problem)
            elif not run.was_cancelled:
                self._say_done("entry.sheet_printed")

        run.ended.connect(on_ended)

    def _on_save(self, document: RenderedDocument) -> None:
        def on_result(result: Ok[None] | Err) -> None:
            if not shiboken6.isValid(self):
                return
            match result:
                case Ok():
                    self._say_done("entry.sheet_saved")
                case Err(problem):
                    self._refuse(problem)

        def save(path: Path) -> None:
            self._access.runner.run(partial(save_document, document.pdf, path), on_result, lane=Lane.WORK)

        name = suggested_file_name(document.document_number)
        choose_save_path(self.window(), name, self._words("entry.sheet_save_title"), save)

    # Showing

    def _say_done(self, key: str) -> None:
        self._status.setText(self._words(key, time=format_time(self._access.clock(), self._words.language)))

    def _refuse(self, problem: Problem) -> None:
        self._problem.show_message(TagState.STOP, self._words.sentence_of(problem))

    def _set_busy(self, sentence: str) -> None:
        self._is_busy = bool(sentence)
        self._status.setText(sentence)
        for button in (self._print, self._save):
            button.setEnabled(not sentence)
        self.changed.emit()


def load_facts(vault: Vault) -> tuple[Clinic, str]:
    """Return what a sheet says besides the code: the clinic, and the number of the vault."""
    return vault.load_clinic(), vault.vault_number
