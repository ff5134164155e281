"""The sheets in which a decision is confirmed, each naming the thing and the person: to decline, and to seal."""

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.record import Declined
from stemsup_desktop.consultation.signing import MarkState, Signing
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.pages.consent.marks_view import find_unticked_clauses
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_WIDTH = 520


class DeclineSheet(Sheet):
    """Asks when the patient declined, and for a note if the patient wishes one."""

    def __init__(self, theme: Theme, words: Words, host: QWidget, patient: str, today: date) -> None:
        super().__init__(
            theme,
            host,
            words("consent.decline_title", patient=patient),
            accept_text=words("consent.decline_accept"),
            dismiss_text=words("consent.decline_dismiss"),
            width=_WIDTH,
        )
        self._today = today
        self._day = DateField(theme, words, words("consent.declined_on"), latest=today, is_required=True)
        self._day.setObjectName("consent.declined_on")
        self._day.set_value(today)
        self.note = MultiLineField(theme, words, words("consent.decline_note"))
        self.note.setObjectName("consent.decline_note")
        self.add_text(words("consent.decline_text"))
        self.body.addWidget(self._day)
        self.body.addWidget(self.note)
        self._day.value_changed.connect(lambda value: self.accept_button.setEnabled(value is not None))

    def read(self) -> Declined:
        """Return what was entered."""
        return Declined(self._day.value() or self._today, normalise_text(self.note.value()))


def make_seal_sheet(theme: Theme, words: Words, host: QWidget, patient: str, form: str, signing: Signing) -> Sheet:
    """Return the sheet that says what is sealed, whose it is, and who signed."""
    sheet = Sheet(
        theme,
        host,
        words("consent.seal_title", patient=patient),
        accept_text=words("consent.seal_accept"),
        dismiss_text=words("consent.seal_dismiss"),
        width=_WIDTH,
    )
    sheet.add_text(words("consent.seal_text", form=form))
    signers = QVBoxLayout()
    signers.setSpacing(sizes.XXS)
    signers.addWidget(Label(theme, words("consent.seal_who"), role="compact", weight=700))
    for one in signing.signers:
        if one.state is MarkState.DONE:
            said = words("desk.fact", label=one.title.in_language(words.language), value=one.name)
            signers.addWidget(Label(theme, said, role="compact", wraps=True))
    sheet.body.addLayout(signers)
    if unticked := find_unticked_clauses(signing):
        message = InlineMessage(theme, TagState.CAUTION)
        message.setObjectName("seal.unticked")
        message.show_message(TagState.CAUTION, words("consent.seal_unticked", numbers=words.listed(unticked)))
        sheet.body.addWidget(message)
    return sheet
