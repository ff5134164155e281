"""The section of checklists: a file is chosen or dropped, read, looked at, and added; one is used for new visits."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from stemsup_desktop.consultation.checklist_report import ChecklistReport, derive_report
from stemsup_desktop.consultation.checklists import Checklist, read_checklist, with_checklist
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.json_reading import MOST_BYTES
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.checklist_library import ChecklistLibrary, Shelf
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.check_box import RadioGroup
from stemsup_desktop.ui.components.drop_area import DropArea
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import ReasonLine, say_reason
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.settings.checklist_preview import ChecklistPreview
from stemsup_desktop.ui.pages.settings.checklists_view import derive_checklists, say_refusal
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A checklist that was read and not added yet, with its report."""

    checklist: Checklist
    report: ChecklistReport


class ChecklistsPart(QWidget):
    """Adds and chooses checklists through the library. `get_name` says who adds."""

    def __init__(
        self, page: Page[Any], library: ChecklistLibrary, access: VaultAccess, get_name: Callable[[], str]
    ) -> None:
        super().__init__()
        self._page = page
        self._library = library
        self._access = access
        self._get_name = get_name
        self._shelf: Shelf | None = None
        self._candidate: Candidate | None = None
        self._options: tuple[tuple[str, str], ...] = ()
        self._group: RadioGroup | None = None
        theme, words = page.theme, page.words
        self._locked = "" if page.context.session.may(Right.ADMINISTER) else words("checklists.locked")
        choose = SecondaryButton(theme, words("checklists.choose"))
        choose.setEnabled(not self._locked)
        say_reason(choose, self._locked)
        choose.setObjectName("choose_checklist")
        choose.clicked.connect(self._on_choose)
        self._drop = DropArea(theme, words("checklists.drop"), choose)
        self._drop.setObjectName("drop_checklist")
        self._drop.setAccessibleName(words("checklists.add"))
        self._drop.file_dropped.connect(self.read_file)
        self._note = InlineMessage(theme)
        self._note.setObjectName("checklist_note")
        self._preview = ChecklistPreview(theme, words)
        self._preview.accepted.connect(self._on_accepted)
        self._preview.cancelled.connect(self._on_cancelled)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(sizes.S)
        self._rows.addWidget(SectionHeading(theme, words("checklists.heading"), words("checklists.note")))
        self._rows.addWidget(
            Label(theme, words("checklists.use_note"), role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        )
        self._drop.setAcceptDrops(not self._locked)
        self._drop.setToolTip(self._locked)
        why_not = ReasonLine(theme, self._locked)
        why_not.setObjectName("why_not_checklists")
        self._rows.insertWidget(1, why_not)
        self._rows.addWidget(self._drop)
        self._rows.addWidget(self._note)
        self._rows.addWidget(self._preview)
        set_shown(self._preview, False)

    def load(self) -> None:
        """Read from the vault what can be used."""
        self._ask(self._library.load_shelf, self._show_shelf)

    def read_file(self, path: Path) -> None:
        """Read a file and show what is in it; nothing is added yet. Only for whoever may add it."""
        if self._locked:
            return
        self._candidate = None
        self._say(TagState.INFORMATION, "")
        self._show()
        shipped = self._library.shipped

        def on_result(result: Ok[Candidate] | Err) -> None:
            match result:
                case Ok(candidate):
                    self._candidate = candidate
                    self._show()
                    self._preview.setFocus(Qt.FocusReason.OtherFocusReason)
                case Err(problem):
                    self._say(TagState.STOP, say_refusal(problem, self._page.words))

        self._page.run_job(
            partial(read_candidate, path, shipped), on_result, busy=self._page.words("checklists.reading")
        )

    # What the person does

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self._page.words("checklists.choose_title"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("FHIR Questionnaire (*.json)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.read_file(Path(path)))
        dialog.open()

    def _on_accepted(self) -> None:
        if self._locked:
            return
        candidate, library, by = self._candidate, self._library, self._get_name()
        if candidate is None:
            return
        before = () if self._shelf is None else self._shelf.added

        def on_added(shelf: Shelf) -> None:
            self._candidate = None
            note = "checklists.known_note" if shelf.added == before else "checklists.added_note"
            self._say(TagState.INFORMATION, self._page.words(note))
            self._show_shelf(shelf)

        self._ask(lambda vault: library.add(vault, candidate.checklist, by), on_added)

    def _on_cancelled(self) -> None:
        self._candidate = None
        self._say(TagState.INFORMATION, "")
        self._show()

    def _on_chosen(self, canonical: str) -> None:
        if self._locked:
            self._show()
            return
        library = self._library
        self._ask(lambda vault: library.use(vault, canonical), self._show_shelf)

    # Showing

    def _show_shelf(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._show()

    def _show(self) -> None:
        if self._shelf is None:
            return
        report = None if self._candidate is None else self._candidate.report
        view = derive_checklists(self._shelf, report, self._page.words)
        self._show_options(view.options, view.in_use)
        if view.preview is not None:
            self._preview.show_view(view.preview)
        set_shown(self._preview, view.preview is not None)

    def _show_options(self, options: tuple[tuple[str, str], ...], in_use: str) -> None:
        if self._group is None or options != self._options:
            if self._group is not None:
                self._rows.removeWidget(self._group)
                self._group.hide()
                self._group.deleteLater()
            self._group = RadioGroup(self._page.theme, self._page.words("checklists.use"), options)
            self._group.setObjectName("checklist_in_use")
            self._group.value_changed.connect(self._on_chosen)
            self._group.setEnabled(not self._locked)
            say_reason(self._group, self._locked)
            self._rows.insertWidget(2, self._group)
            self._options = options
        self._group.set_value(in_use)

    def _say(self, state: TagState, sentence: str) -> None:
        self._note.show_message(state, sentence)

    def _ask(self, work: Callable[[Vault], T], on_done: Callable[[T], None]) -> None:
        access = self._access

        def on_result(result: Ok[T] | Err) -> None:
            match result:
                case Ok(value):
                    on_done(value)
                case Err(problem):
                    self._say(TagState.STOP, self._page.words.sentence_of(problem))
                    self._show()

        self._page.run_job(lambda: work(access.get_vault()), on_result, lane=Lane.VAULT)


def read_candidate(path: Path, shipped: ClinicalContent) -> Candidate:
    """Read a file as a checklist, with its report.

    Raises `InputProblem` checklist-unreadable, content-too-large, and what `read_checklist` raises.
    """
    try:
        if not path.is_file():
            raise InputProblem("checklist-unreadable", "The file cannot be read.")
        if path.stat().st_size > MOST_BYTES:
            raise InputProblem("content-too-large", f"Larger than {MOST_BYTES // 2**20} MB.")
        data = path.read_bytes()
    except (OSError, ValueError) as error:  # a path with a null byte is a ValueError
        raise InputProblem("checklist-unreadable", "The file cannot be read.") from error
    checklist = read_checklist(data, path.name)
    return Candidate(checklist, derive_report(checklist, with_checklist(shipped, checklist)))
