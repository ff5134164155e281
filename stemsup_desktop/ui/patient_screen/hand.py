"""The pad on the patient screen with its buttons: what was written is confirmed, cleared, or named as no mark."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.signing_ink import find_ink_fault
from stemsup_desktop.consultation.signing_model import Ink
from stemsup_desktop.ui.components.ink_record import Box
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.signature_pad import SignaturePad
from stemsup_desktop.ui.patient_screen.buttons import GAP_PX, Look, ScreenButton
from stemsup_desktop.ui.patient_screen.texts import ScreenText
from stemsup_desktop.ui.theme.patient_theme import PatientTheme
from stemsup_desktop.ui.words import Words

_WIDEST_PX = 560

LEAST_WIDTH_PX, LEAST_HEIGHT_PX = 480, 200
"""The pen area is at least this large on every screen, in logical px."""
_WIDE = 3.0
"""A box wider than this, in heights, has its buttons below it."""


class Hand(QWidget):
    """`confirmed` carries the ink, which has no fault; `again_pressed` asks to take back what is kept."""

    confirmed = Signal(object)
    again_pressed = Signal()
    later_pressed = Signal()

    def __init__(
        self, theme: PatientTheme, words: Words, name: str, box: Box, kept: Ink | None, *, for_initials: bool
    ) -> None:
        super().__init__()
        self._words = words
        self._kept = kept
        self._for_initials = for_initials
        self._is_ready = True
        across, down = box
        self.pad = SignaturePad(theme, words, name, box)
        self.pad.setObjectName("screen.pad")
        self.pad.set_ink(kept, is_read_only=kept is not None)
        width = max(
            theme.px(720 if across / down < _WIDE else 1100), LEAST_WIDTH_PX, LEAST_HEIGHT_PX * across // down + 1
        )
        self.pad.setFixedSize(width, round(width * down / across))
        self.fault = ScreenText(theme, "", "detail", tone="text", name="screen.fault")
        self.fault.hide()
        self.confirm = ScreenButton(theme, words("patient_screen.confirm"), Look.PRIMARY, name="screen.confirm")
        text = words("patient_screen.again" if kept is not None else "patient_screen.clear")
        self.clear = ScreenButton(theme, text, name="screen.clear")
        self.later = ScreenButton(theme, words("patient_screen.question"), Look.LINK, name="screen.later")
        self._lay_out(theme, is_wide=across / down >= _WIDE)
        self.pad.ink_changed.connect(self._on_ink_changed)
        self.pad.confirm_requested.connect(self._on_confirmed)
        self.confirm.clicked.connect(self._on_confirmed)
        self.clear.clicked.connect(self._on_cleared)
        self.later.clicked.connect(self.later_pressed)
        self._refresh()

    def set_ready(self, is_ready: bool) -> None:
        """Say whether all beside the pad is filled in."""
        self._is_ready = is_ready
        self._refresh()

    def put_ink(self, ink: Ink) -> None:
        """Go on with ink that was written before the page was set anew."""
        if self._kept is None:
            self.pad.set_ink(ink)
            self._refresh()

    def _lay_out(self, theme: PatientTheme, *, is_wide: bool) -> None:
        gap = theme.px(GAP_PX)
        buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        buttons.setSpacing(gap)
        for button in (self.confirm, self.clear, self.later):
            buttons.addWidget(button)
        buttons.addStretch(1)
        across = QBoxLayout(QBoxLayout.Direction.TopToBottom if is_wide else QBoxLayout.Direction.LeftToRight)
        across.setSpacing(gap if is_wide else theme.px(40))
        across.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        across.addLayout(buttons, 1)
        if not is_wide:
            for button in (self.confirm, self.clear, self.later):
                button.setMaximumWidth(theme.px(_WIDEST_PX))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        rows.addLayout(across)
        rows.addWidget(self.fault)

    def _on_ink_changed(self) -> None:
        self._say_fault("")
        self._refresh()

    def _on_cleared(self) -> None:
        if self._kept is not None:
            self.again_pressed.emit()
            return
        self.pad.clear_ink()
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_confirmed(self) -> None:
        if self._kept is not None or not self._is_ready or self.pad.is_empty:
            return
        ink = self.pad.ink()
        fault = find_ink_fault(ink, self._for_initials)
        if fault is None:
            self.confirmed.emit(ink)
        else:
            self._say_fault(fault.in_language(self._words.language))

    def _say_fault(self, sentence: str) -> None:
        self.pad.set_fault(sentence)
        self.fault.show_text(sentence)
        set_shown(self.fault, bool(sentence))

    def _refresh(self) -> None:
        is_kept = self._kept is not None
        set_shown(self.confirm, not is_kept)
        self.confirm.setEnabled(not self.pad.is_empty and self._is_ready)
        self.clear.setEnabled(is_kept or not self.pad.is_empty)
        why_not = self._words("spoken.draw_first" if self.pad.is_empty else "spoken.beside_first")
        for button in (self.confirm, self.clear):
            button.setAccessibleDescription("" if button.isEnabled() else why_not)
