"""A new passphrase, typed twice, with how hard it is to guess."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.store.passphrase import JUDGED_CHARACTERS, derive_strength
from stemsup_desktop.ui.entry.passphrase_field import PassphraseField
from stemsup_desktop.ui.entry.strength_bar import StrengthBar
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class PassphrasePair(QWidget):
    """Two fields side by side, or one above the other; `changed` comes with every key."""

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str = "",
        *,
        is_stacked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._known_words: tuple[str, ...] = ()
        self._judged: tuple[str, tuple[str, ...]] | None = None
        self.first = PassphraseField(theme, words, label or words("entry.passphrase"))
        self.first.setObjectName("new_passphrase")
        self.again = PassphraseField(theme, words, words("entry.passphrase_again"))
        self.again.setObjectName("new_passphrase_again")
        self._strength = StrengthBar(theme, words("entry.strength_name"))
        for field in (self.first, self.again):
            field.value_changed.connect(self._on_changed)
        left = QVBoxLayout()
        left.addWidget(self.first)
        left.addWidget(self._strength)
        row: QBoxLayout = QVBoxLayout(self) if is_stacked else QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.S if is_stacked else sizes.M)
        row.addLayout(left, 0 if is_stacked else 1)
        row.addWidget(self.again, 0 if is_stacked else 1, Qt.AlignmentFlag.AlignTop)
        self.refresh()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.first.text() and not self.again.text()

    @property
    def is_matching(self) -> bool:
        """Whether something was typed, and the same twice."""
        return bool(self.first.text()) and self.first.text() == self.again.text()

    def set_known_words(self, known_words: tuple[str, ...]) -> None:
        """Say what anyone would guess first, such as the person's name."""
        self._known_words = tuple(word for word in known_words if word)
        self.refresh()

    def take(self) -> str:
        """Return the passphrase and forget it in both fields."""
        self.again.forget()
        passphrase = self.first.take()
        self.refresh()
        return passphrase

    def forget(self) -> None:
        """Empty both fields."""
        self.take()

    def refresh(self) -> None:
        """Show how strong the passphrase is, and whether it was typed alike twice."""
        passphrase, again = self.first.text(), self.again.text()
        judged = (passphrase[:JUDGED_CHARACTERS], self._known_words)
        if judged != self._judged:  # each key asks several times, and each answer takes 20 ms
            self._judged = judged
            strength = derive_strength(*judged)
            text = strength.words.in_language(self._words.language) if passphrase else ""
            self._strength.show_strength(strength.score if passphrase else -1, text)
        self.again.set_error(self._words("entry.no_match") if again and again != passphrase else "")

    def _on_changed(self, value: object) -> None:
        self.first.set_error("")
        self.refresh()
        self.changed.emit()
