"""What the first run asks last: a passphrase twice, how strong it is, and whether it is written down."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.entry.draft import SetupDraft
from stemsup_desktop.ui.entry.passphrase_pair import PassphrasePair
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class NewPassphrase(QWidget):
    """The fields of a new passphrase; what is entered is reported and shown again with `show_draft`."""

    passphrase_changed = Signal(object)
    passphrase_again_changed = Signal(object)
    written_down_changed = Signal(bool)

    def __init__(self, theme: Theme, words: Words, draft: SetupDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pair = PassphrasePair(theme, words)
        self._pair.first.set_value(draft.passphrase)
        self._pair.again.set_value(draft.passphrase_again)
        self._pair.first.value_changed.connect(self.passphrase_changed)
        self._pair.again.value_changed.connect(self.passphrase_again_changed)
        self._is_written_down = CheckBox(theme, words("entry.is_written_down"))
        self._is_written_down.setObjectName("is_written_down")
        self._is_written_down.set_value(draft.is_written_down)
        self._is_written_down.toggled.connect(self.written_down_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.S)
        column.addWidget(self._pair)
        column.addSpacing(sizes.XS)
        column.addWidget(self._is_written_down)
        column.addStretch(1)
        self.show_draft(draft)

    def show_draft(self, draft: SetupDraft) -> None:
        """Judge the passphrase by what anyone would guess first."""
        clinic, physician = draft.clinic, draft.physician
        self._pair.set_known_words((clinic.name, clinic.name_en, physician.name, physician.name_en))

    def forget(self) -> None:
        """Empty both fields."""
        self._pair.forget()
