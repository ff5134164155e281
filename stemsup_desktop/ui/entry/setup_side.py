"""The column beside the first run: its steps, the example patients and the switch of language."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import PADDING_PX, QuietButton
from stemsup_desktop.ui.components.labels import IconLabel, Label, set_shown
from stemsup_desktop.ui.components.wrapped_link import WrappedLink
from stemsup_desktop.ui.entry.draft import SetupStep
from stemsup_desktop.ui.theme import Theme, set_look, sizes
from stemsup_desktop.ui.words import Words

_WIDTH_PX = 264
_LOW_PX = 420
_STEP_WORDS = ("entry.step_clinic", "entry.step_physician", "entry.step_passphrase", "entry.step_sheet")


class SetupSide(QWidget):
    """Shows how far one is."""

    demo_requested = Signal()
    restore_requested = Signal()
    language_switch_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._is_made = False
        self._steps = [Label(theme, "", role="compact") for _ in SetupStep]
        self._step_icons = [IconLabel(theme, "unanswered", "text-3", 20) for _ in SetupStep]
        self._demo = WrappedLink(theme, words("entry.demo"))
        self._demo.setObjectName("demo")
        self._demo.clicked.connect(self.demo_requested)
        self._restore = WrappedLink(theme, words("entry.first_restore"))
        self._restore.setObjectName("first_restore")
        self._restore.clicked.connect(self.restore_requested)
        self._restore_note = Label(
            theme, words("entry.first_restore_note"), role="small", tone="text-3", wraps=True, keeps_phrases=True
        )
        self._demo_note = Label(
            theme, words("entry.demo_note"), role="small", tone="text-3", wraps=True, keeps_phrases=True
        )
        self._lay_out()
        self.setFixedWidth(_WIDTH_PX)
        set_look(self, surface="window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def _lay_out(self) -> None:
        theme, words = self._theme, self._words
        outer = QVBoxLayout(self)
        outer.setContentsMargins(sizes.L - PADDING_PX, sizes.XL, sizes.M, sizes.L)
        outer.setSpacing(sizes.M)
        column = QVBoxLayout()
        column.setContentsMargins(PADDING_PX, 0, 0, 0)
        column.setSpacing(sizes.M)
        outer.addLayout(column, 1)
        head = QHBoxLayout()
        head.setSpacing(sizes.S)
        head.addWidget(IconLabel(theme, "drop", "accent", 28))
        head.addWidget(Label(theme, words("entry.set_up"), role="heading"), 1)
        column.addLayout(head)
        column.addSpacing(sizes.S)
        for icon, label in zip(self._step_icons, self._steps, strict=True):
            row = QHBoxLayout()
            row.setSpacing(sizes.S)
            row.addWidget(icon)
            row.addWidget(label, 1)
            column.addLayout(row)
        column.addStretch(1)
        for link, note in ((self._restore, self._restore_note), (self._demo, self._demo_note)):
            pair = QVBoxLayout()
            pair.setSpacing(sizes.XXS)
            pair.addWidget(link)
            pair.addWidget(note)
            column.addLayout(pair)
        language = QuietButton(theme, words("entry.language_switch"))
        language.setObjectName("language_switch")
        language.clicked.connect(self.language_switch_requested)
        # Without an outline its text stands under the texts above, its padding before that.
        outer.addWidget(language, 0, Qt.AlignmentFlag.AlignLeft)

    def show_step(self, current: SetupStep) -> None:
        """Mark the steps; once the records are made, neither the example patients nor a backup are offered any more."""
        for step, (icon, label) in enumerate(zip(self._step_icons, self._steps, strict=True)):
            is_current, is_done = step == current, step < current
            icon.set_icon("clear" if is_done else "unanswered", "accent" if is_current or is_done else "text-3")
            label.setText(f"{step + 1}  {self._words(_STEP_WORDS[step])}")
            label.set_role("compact", 700 if is_current else 400)
            label.set_tone("accent" if is_current else "text-2")
        self._is_made = current is SetupStep.SHEET
        self._show_offers()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_offers()

    def _show_offers(self) -> None:
        """Offer what is not to be made; on a low window the links alone, for their notes would be cut."""
        is_low = self.height() < self._theme.grown(_LOW_PX)
        for link, note in ((self._restore, self._restore_note), (self._demo, self._demo_note)):
            set_shown(link, not self._is_made)
            set_shown(note, not self._is_made and not is_low)
