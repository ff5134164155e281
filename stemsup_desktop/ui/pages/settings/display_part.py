"""The part of the settings that says on which display the patient screen stands."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.ui.components.check_box import RadioGroup
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.patient_desk.display_keeper import DisplayKeeper
from stemsup_desktop.ui.theme import sizes

_FEWEST_TO_CHOOSE = 3
"""With two there is nothing to choose: it is the one that the records are not on."""


class DisplayPart(QWidget):
    """Follows the displays as they come and go; what is chosen is kept for this set of them."""

    def __init__(self, page: Page[Any], keeper: DisplayKeeper) -> None:
        super().__init__()
        self._page = page
        self._keeper = keeper
        self._choice: RadioGroup | None = None
        self._note = Label(page.theme, role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        self._note.setObjectName("display_note")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(sizes.S)
        self._rows.addWidget(self._note)
        keeper.displays_changed.connect(self.load)

    def load(self) -> None:
        """Show the displays that there are, and which one it would be."""
        page, found = self._page, self._keeper.list_displays()
        if self._choice is not None:
            self._rows.removeWidget(self._choice)
            set_shown(self._choice, False)
            self._choice.deleteLater()
            self._choice = None
        kinds = {1: "one", 2: "two"}
        self._note.setText(page.words(f"patient_display.{kinds.get(len(found), 'several')}"))
        if len(found) < _FEWEST_TO_CHOOSE:
            return
        options = tuple((display_id, display.label) for display_id, display in found.items())
        choice = RadioGroup(page.theme, page.words("patient_display.choice"), options)
        choice.setObjectName("patient_display")
        current = self._keeper.find_patient_display(self.window())
        if current is not None:
            choice.set_value(next(display_id for display_id, one in found.items() if one == current))
        choice.value_changed.connect(lambda display_id: self._keeper.choose(str(display_id)))
        self._rows.insertWidget(0, choice)
        self._choice = choice
