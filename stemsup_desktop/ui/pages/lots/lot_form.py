"""The form of a lot."""

from collections.abc import Mapping

from PySide6.QtCore import Qt

from stemsup_desktop.ui.components.answer_segments import Look, Segments
from stemsup_desktop.ui.components.labels import SectionHeading
from stemsup_desktop.ui.pages.lots.draft import HAD_EXCURSION, NO_EXCURSION, NOT_READ, LotDraft
from stemsup_desktop.ui.pages.lots.form_parts import DraftForm
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

Options = tuple[tuple[str, str], ...]


class LotForm(DraftForm):
    """Fields in the order in which they stand on a box and its papers."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words)
        self._product = self.make_choice("product_id", (), is_required=True)
        self._options: Options = ()
        self.add_grid(
            (self._product,),
            (self.make_text("number", is_required=True), self.make_text("vials_received", is_required=True)),
        )
        self.add_grid((self.make_day("made_on"), self.make_day("expires_on"), self.make_day("received_on")), columns=3)
        self.add_grid((self.make_text("storage_place"),))
        self.add(SectionHeading(theme, words("lots.temperature"), words("lots.form_temperature_hint")))
        segments = (
            (NO_EXCURSION, words("lots.log_in_range"), Look.TINTED),
            (HAD_EXCURSION, words("lots.log_excursion"), Look.SOLID),
        )
        self._temperature = Segments(
            theme, words("lots.temperature"), segments, unanswered_word=words("lots.log_not_read")
        )
        self._temperature.setObjectName("temperature")
        self._temperature.value_changed.connect(lambda code: self.edit("temperature", code or NOT_READ))
        self.rows.addWidget(self._temperature, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_grid((self.make_text("temperature_note"),))
        self.add(SectionHeading(theme, words("lots.note")))
        note = self.make_lines("note")
        note.hide_label()
        self.add(note)
        self.add_stretch()

    def show_draft(self, draft: LotDraft, errors: Mapping[str, str], products: Options) -> None:
        """Show what was typed and what is wrong; `products` are those to choose from, as (id, name)."""
        if products != self._options:
            self._options = products
            self._product.set_options(products)
        self.show_fields(draft, errors)
        self._temperature.set_value(draft.temperature or None)
