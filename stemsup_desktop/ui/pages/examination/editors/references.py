"""Who or what is meant, in words; the address of a record from elsewhere stays with them."""

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.questionnaire.answers import Answer, ReferenceAnswer
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.stack import set_stacked
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors.base import FieldEditor


class ReferenceEditor(FieldEditor):
    """A field for the words. Changing them keeps the address that was given; taking them back takes both."""

    row_width_px = 320

    def __init__(self, item: Item, name: str, label: str, context: PageContext) -> None:
        self._text = TextField(context.theme, context.words, "", is_required=item.is_required)
        super().__init__(item, name, label, self._text)
        self._words = context.words
        self._reference = ""
        self._address = Label(context.theme, role="small", tone="text-3", wraps=True)
        self._address.setObjectName(f"{name}_address")
        self._address.hide()
        self.column.addWidget(self._address)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        first = answers[0] if answers else None
        given = first if isinstance(first, ReferenceAnswer) else ReferenceAnswer()
        self._text.set_value(given.display)
        self._keep(given.reference)

    def _read(self, value: object) -> tuple[Answer, ...]:
        words = normalise_text(str(value))
        if not words:
            self._keep("")
            return ()
        return (ReferenceAnswer(self._reference, words),)

    def _keep(self, reference: str) -> None:
        self._reference = reference
        self._address.setText(self._words("examination.reference_address", address=reference) if reference else "")
        set_stacked(self._address, bool(reference))
