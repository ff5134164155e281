"""Where the physician writes an opinion on a finding, or why a stop no longer holds, inside its card."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.questionnaire.typed_text import is_blank
from stemsup_desktop.ui.components.buttons import Button, LinkLabel
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class OpinionEditor(QWidget):
    """The text of an opinion or of a reason, and who records it."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.field = MultiLineField(theme, words, words("gate.opinion_label"), min_lines=2, max_lines=6)
        self.signed = Label(theme, role="small", tone="text-3", wraps=True)
        self.record_button = Button(theme, kind="primary")
        self.cancel_button = Button(theme, words("common.cancel"), kind="quiet")
        self.reuse_link = LinkLabel(theme, words("gate.reuse_opinion"), role="small")
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.XS)
        buttons.addWidget(self.record_button)
        buttons.addWidget(self.cancel_button)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, sizes.XXS, 0, 0)
        rows.setSpacing(sizes.XS)
        rows.addWidget(self.reuse_link)
        rows.addWidget(self.field)
        rows.addWidget(self.signed)
        rows.addLayout(buttons)
        self.field.value_changed.connect(lambda text: self.record_button.setEnabled(not is_blank(str(text))))
