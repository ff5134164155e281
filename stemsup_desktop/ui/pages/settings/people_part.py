"""The section that leads to the people who may open the records, and reminds of a missing recovery sheet."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.consultation.people import Right
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
class PeopleSummary:
    """How many can sign in, and whether there is a recovery sheet."""

    count: int
    has_recovery_sheet: bool


class PeoplePart(QWidget):
    """`people_requested` asks for the page of people."""

    people_requested = Signal()

    def __init__(self, page: Page[Any], access: VaultAccess) -> None:
        super().__init__()
        self._page = page
        self._access = access
        theme, words = page.theme, page.words
        self._is_administered = page.context.session.may(Right.ADMINISTER)
        self._count = Label(theme, role="compact", tone="text-2", wraps=True, keeps_phrases=True)
        self._count.setObjectName("people_count")
        self._reminder = InlineMessage(theme)
        self._reminder.setObjectName("sheet_reminder")
        key = "settings.people_open" if self._is_administered else "settings.people_open_own"
        button = SecondaryButton(theme, words(key), icon_name="specialist")
        button.setObjectName("show_people")
        button.clicked.connect(self.people_requested)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.S)
        rows.addWidget(SectionHeading(theme, words("settings.people"), words("settings.people_note")))
        rows.addWidget(self._count)
        rows.addWidget(self._reminder)
        rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        set_shown(self._count, False)

    def load(self) -> None:
        """Read from the vault how it stands, for whoever can change it."""
        if not self._is_administered:
            return
        words = self._page.words

        def on_result(result: Ok[PeopleSummary] | Err) -> None:
            match result:
                case Ok(summary):
                    self._count.setText(words("settings.people_count", count=summary.count))
                    set_shown(self._count, True)
                    reminder = "" if summary.has_recovery_sheet else words("settings.people_no_sheet")
                    self._reminder.show_message(TagState.INFORMATION, reminder)
                case Err(problem):
                    self._reminder.show_message(TagState.STOP, words.sentence_of(problem))

        access = self._access
        self._page.run_job(lambda: load_summary(access.get_vault()), on_result, lane=Lane.VAULT)


def load_summary(vault: Vault) -> PeopleSummary:
    """Return what the section says of everyone."""
    able = [one for one in vault.list_accounts() if not one.is_removed and vault.has_slot(one.account_id)]
    return PeopleSummary(len(able), vault.has_recovery_sheet)
