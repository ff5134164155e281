"""The pad with its buttons: what was written is confirmed, cleared, or named as no signature with what to do."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.signing_model import Ink
from stemsup_desktop.language import Text
from stemsup_desktop.ui.components.buttons import PrimaryButton, SecondaryButton
from stemsup_desktop.ui.components.ink_record import Box
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.signature_pad import SignaturePad
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_WIDEST_PX = 640
_LEAST_HEIGHT_PX = 104
"""However low the window: initials are written with a finger too."""
FindFault = Callable[[Ink], Text | None]


class InkHand(QWidget):
    """`find_fault` says why ink is no mark, or None; `set_ready` says whether all beside it is filled in."""

    confirmed = Signal(object)
    """The `Ink`, which has no fault."""
    again_requested = Signal()
    incomplete = Signal()
    """The person confirmed before everything beside the pad was filled in."""

    def __init__(
        self, theme: Theme, words: Words, name: str, box: Box, find_fault: FindFault, *, width: int = 0
    ) -> None:
        """With a `width` the pad has it and its buttons stand below; without, the pad takes the room beside them."""
        super().__init__()
        self._words = words
        self._find_fault = find_fault
        self._kept: Ink | None = None
        self._is_ready = True
        self.pad = SignaturePad(theme, words, "", box)
        self.pad.setObjectName(f"desk.{name}")
        self._instruction = Label(theme, role="compact", weight=500, wraps=True, keeps_phrases=True)
        self.confirm = PrimaryButton(theme)
        self.confirm.setObjectName(f"desk.{name}_confirm")
        self.clear = SecondaryButton(theme)
        self.clear.setObjectName(f"desk.{name}_clear")
        self._fault = InlineMessage(theme)
        self._fault.setObjectName(f"desk.{name}_fault")
        self.pad.ink_changed.connect(self._on_ink_changed)
        self.pad.confirm_requested.connect(self._on_confirmed)
        self.confirm.clicked.connect(self._on_confirmed)
        self.clear.clicked.connect(self._on_cleared)
        self.side = QHBoxLayout() if width else QVBoxLayout()
        self._lay_out(width)
        self._refresh()

    def set_words(self, words: Words) -> None:
        """Speak another language."""
        self._words = words
        self.pad.set_words(words)
        self._refresh()

    def show_mark(self, name: str, instruction: str, kept: Ink | None) -> None:
        """Begin a mark of a person and thing called `name`, or show the one that is there."""
        self._kept = kept
        self._instruction.setText(instruction)
        set_shown(self._instruction, bool(instruction))
        self._fault.show_message(TagState.STOP, "")
        self.pad.set_name(name)
        self.pad.set_ink(kept, is_read_only=kept is not None)
        self._refresh()

    def put_ink(self, ink: Ink) -> None:
        """Show ink that was written and not confirmed; it goes on from there."""
        self.pad.set_ink(ink)
        self._refresh()

    def set_ready(self, is_ready: bool) -> None:
        """Say whether a mark can be taken now."""
        self._is_ready = is_ready
        self._refresh()

    def _lay_out(self, width: int) -> None:
        self.side.setSpacing(sizes.XS)
        self.side.addWidget(self.confirm)
        self.side.addWidget(self.clear)
        self.side.addStretch(1)
        if width:
            self.pad.setFixedWidth(width)
            self.pad.setMinimumHeight(_LEAST_HEIGHT_PX)
            self.setMaximumWidth(width)
            rows = QVBoxLayout(self)
            rows.addWidget(self._instruction)
            rows.addWidget(self.pad)
            rows.addWidget(self._fault)
            rows.addLayout(self.side)
        else:
            self.pad.setMaximumWidth(_WIDEST_PX)
            across = QHBoxLayout()
            across.setSpacing(sizes.M)
            across.addWidget(self.pad, 4)
            across.addLayout(self.side, 1)
            rows = QVBoxLayout(self)
            rows.addWidget(self._instruction)
            rows.addLayout(across)
            rows.addWidget(self._fault)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(sizes.XS)

    def _on_ink_changed(self) -> None:
        self._fault.show_message(TagState.STOP, "")
        self._refresh()

    def _on_cleared(self) -> None:
        if self._kept is not None:
            self.again_requested.emit()
            return
        self.pad.clear_ink()
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_confirmed(self) -> None:
        if self._kept is not None:
            return
        ink = self.pad.ink()
        fault = self._find_fault(ink)
        if fault is not None:
            sentence = fault.in_language(self._words.language)
            self.pad.set_fault(sentence)
            self._fault.show_message(TagState.STOP, sentence)
        elif self._is_ready:
            self.confirmed.emit(ink)
        else:
            self.incomplete.emit()

    def _refresh(self) -> None:
        is_kept = self._kept is not None
        self.confirm.setText(self._words("desk.confirm"))
        self.clear.setText(self._words("desk.again" if is_kept else "desk.clear"))
        self.confirm.setEnabled(not self.pad.is_empty and self._is_ready)
        self.clear.setEnabled(is_kept or not self.pad.is_empty)
        for button in (self.confirm, self.clear):
            button.setAccessibleDescription("" if button.isEnabled() else self._words("spoken.draw_first"))
        set_shown(self.confirm, not is_kept)
