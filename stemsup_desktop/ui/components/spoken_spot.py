"""A place on something painted that assistive technology finds as a part of its own: a value, a zone."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QWidget

from stemsup_desktop.ui.spoken import Role, spoken_as, tell_state

LEAST_PX = 8


@spoken_as(Role.ListItem)
class SpokenSpot(QWidget):
    """Paints nothing, takes no focus and no pointer: what it lies on does all of that."""

    def __init__(self, on: QWidget, role: Role, acts: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(on)
        self.spoken_role = role
        self.spoken_acts = acts
        self.spoken_checked: bool | None = None
        self.spoken_selected: bool | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setProperty("floats", True)

    def tell(self, name: str, *, checked: bool | None = None, selected: bool | None = None) -> None:
        """Say what is there and how it stands; what differs is told on."""
        self.setAccessibleName(name)
        if checked != self.spoken_checked:
            self.spoken_checked = checked
            tell_state(self, "checked")
        if selected != self.spoken_selected:
            self.spoken_selected = selected
            tell_state(self, "selected")

    def place(self, box: QRectF) -> None:
        """Lie where it is painted; never smaller than what a finger of software can hit."""
        short = max(0.0, LEAST_PX - box.width()) / 2, max(0.0, LEAST_PX - box.height()) / 2
        self.setGeometry(box.adjusted(-short[0], -short[1], short[0], short[1]).toAlignedRect())
