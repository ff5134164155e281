"""What the last page of the first run asks: a passphrase twice, how strong it is, and whether it is written down."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.store.passphrase import derive_strength
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.entry.draft import SetupDraft
from stemsup_desktop.ui.entry.passphrase_field import PassphraseField
from stemsup_desktop.ui.entry.strength_bar import StrengthBar
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words


class NewPassphrase(QWidget):
    """The fields of a new passphrase; what is entered is reported and shown again with `show_draft`."""

    passphrase_changed = Signal(object)
    passphrase_again_changed = Signal(object)
    written_down_changed = Signal(bool)

    def __init__(self, theme: Theme, words: Words, draft: SetupDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._first = PassphraseField(theme, words, words("entry.passphrase"))
        self._first.setObjectName("new_passphrase")
        self._first.set_value(draft.passphrase)
        self._first.value_changed.connect(self.passphrase_changed)
        self._strength = StrengthBar(theme, words("entry.strength_name"))
        self._again = PassphraseField(theme, words, words("entry.passphrase_again"))
        self._again.setObjectName("new_passphrase_again")
        self._again.set_value(draft.passphrase_again)
        self._again.value_changed.connect(self.passphrase_again_changed)
        self._is_written_down = CheckBox(theme, words("entry.is_written_down"))
        self._is_written_down.setObjectName("is_written_down")
        self._is_written_down.set_value(draft.is_written_down)
        self._is_written_down.toggled.connect(self.written_down_changed)
        self._lay_out()
        self.show_draft(draft)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self._first)
        left.addWidget(self._strength)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self._again, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(self._is_written_down)
        column.addStretch(1)

    def show_draft(self, draft: SetupDraft) -> None:
        """Show how strong the passphrase is, and whether it was typed alike twice."""
        known = (draft.clinic.name, draft.clinic.name_en, draft.physician.name, draft.physician.name_en)
        strength = derive_strength(draft.passphrase, tuple(word for word in known if word))
        text = strength.words.in_language(self._words.language) if draft.passphrase else ""
        self._strength.show_strength(strength.score if draft.passphrase else -1, text)
        mismatch = bool(draft.passphrase_again) and draft.passphrase_again != draft.passphrase
        self._again.set_error(self._words("entry.no_match") if mismatch else "")
