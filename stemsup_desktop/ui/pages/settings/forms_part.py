"""The section that leads to the consent form: which version is in force, and whether edits wait to be published."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.people import Right
from stemsup_desktop.store.form_shelf import Publication
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.theme import sizes
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.view_parts import TagState


@dataclass(frozen=True, slots=True)
class FormsSummary:
    """What is in force today, and whether something is being edited."""

    in_force: Publication | None
    has_draft: bool


class FormsPart(QWidget):
    """`forms_requested` asks for the page of the consent form."""

    forms_requested = Signal()

    def __init__(self, page: Page[Any], access: VaultAccess) -> None:
        super().__init__()
        self._page = page
        self._access = access
        theme, words = page.theme, page.words
        self._version = Label(theme, role="compact", tone="text-2", wraps=True, keeps_phrases=True)
        self._version.setObjectName("form_in_force")
        self._draft = InlineMessage(theme)
        self._draft.setObjectName("form_draft")
        button = SecondaryButton(theme, words("forms.part_open"), icon_name="docs")
        button.setObjectName("show_forms")
        button.clicked.connect(self.forms_requested)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.S)
        rows.addWidget(SectionHeading(theme, words("forms.part"), words("forms.part_note")))
        rows.addWidget(self._version)
        rows.addWidget(self._draft)
        rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        set_shown(self._version, False)

    def load(self) -> None:
        """Read from the vault how it stands."""
        access, today = self._access, self._page.context.clock().date()
        is_administered = self._page.context.session.may(Right.ADMINISTER)

        def work() -> FormsSummary:
            vault: Vault = access.get_vault()
            return FormsSummary(vault.find_form_in_force(today), is_administered and bool(vault.load_form_draft()))

        self._page.run_job(work, self._on_loaded, lane=Lane.VAULT)

    def _on_loaded(self, result: Ok[FormsSummary] | Err) -> None:
        words = self._page.words
        match result:
            case Ok(summary):
                found = summary.in_force
                if found is not None:
                    day = format_date(found.in_force_from, words.language)
                    self._version.setText(words("forms.part_in_force", version=found.form.version, date=day))
                set_shown(self._version, found is not None)
                self._draft.show_message(TagState.INFORMATION, words("forms.part_draft") if summary.has_draft else "")
            case Err(problem):
                self._draft.show_message(TagState.STOP, words.sentence_of(problem))
