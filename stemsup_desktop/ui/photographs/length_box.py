"""Asks for a known length on a photograph: first both ends, then how long it is."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import PrimaryButton, SecondaryButton
from stemsup_desktop.ui.components.labels import Card, Label, set_shown
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_USUAL_MM = Decimal(10)


class LengthBox(Card):
    """Asks how long the marked length is; `length_entered` carries millimetres, None where it is given up."""

    length_entered = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, flag="info")
        self.setObjectName("length")
        self._sentence = Label(theme, words("photographs.mark_ends"), role="compact", wraps=True, keeps_phrases=True)
        self.field = NumberField(
            theme, words, words("photographs.length"), unit="mm", decimals=2, possible=(Decimal("0.1"), Decimal(1000))
        )
        self.field.setObjectName("length_mm")
        self._keep = PrimaryButton(theme, words("photographs.keep_scale"))
        self._keep.setObjectName("keep_scale")
        cancel = SecondaryButton(theme, words("common.cancel"))
        cancel.setObjectName("give_up_scale")
        self._part = QWidget()
        row = QHBoxLayout(self._part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.S)
        row.addWidget(self.field)
        row.addWidget(self._keep, 0, Qt.AlignmentFlag.AlignBottom)
        across = QHBoxLayout()
        across.setSpacing(sizes.S)
        across.addWidget(self._sentence, 1)
        across.addWidget(self._part)
        across.addWidget(cancel, 0, Qt.AlignmentFlag.AlignBottom)
        self.rows.addLayout(across)
        self._words = words
        self.field.value_changed.connect(lambda _: self._keep.setEnabled(self.field.value() is not None))
        self._keep.clicked.connect(lambda: self.length_entered.emit(self.field.value()))
        cancel.clicked.connect(lambda: self.length_entered.emit(None))
        self.hide()

    def ask_ends(self) -> None:
        """Say that the ends are to be marked."""
        self._sentence.setText(self._words("photographs.mark_ends"))
        set_shown(self._part, False)
        self.show()

    def ask_length(self) -> None:
        """Ask for the length between them."""
        self._sentence.setText(self._words("photographs.how_long"))
        self.field.set_value(_USUAL_MM)
        self._keep.setEnabled(True)
        set_shown(self._part, True)
        self.field.line_edit.setFocus()
        self.field.line_edit.selectAll()
