"""Which lot's values the reference shows: that of the open visit, else the one that is chosen here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.consultation.lots.lot_model import LotEntry
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.lots.book_keeper import NO_LOTS, KnownLots, LotBookKeeper
from stemsup_desktop.ui.theme import sizes

MOST_OFFERED = 100


class LotChooser(QWidget):
    """`changed` says that another lot is shown, or that the lot book was read anew."""

    changed = Signal()

    def __init__(self, context: PageContext, book: LotBookKeeper | None) -> None:
        super().__init__()
        self._context = context
        self._book = book
        self._own: tuple[str, str] | None = None
        words = context.words
        self._field = ChoiceField(context.theme, words, words("reference.lot"), none_text=words("reference.lot_none"))
        self._field.setObjectName("reference_lot")
        self._field.value_changed.connect(self._on_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(sizes.S, 0, sizes.S, sizes.XXS)
        column.addWidget(self._field)
        if book is not None:
            book.changed.connect(self.changed)

    @property
    def lots(self) -> KnownLots:
        """The lot book as far as it was read."""
        return NO_LOTS if self._book is None else self._book.lots

    def refresh(self) -> None:
        """Read the lot book anew."""
        if self._book is not None:
            self._book.refresh()

    def find_planned(self) -> LotEntry | None:
        """Find the lot of the open visit in the lot book."""
        session = self._context.session
        if not session.has_visit:
            return None
        product = session.state.consultation.plan.product
        return self.lots.find_named(product.lot_id, product.lot_number)

    def find_chosen(self) -> LotEntry | None:
        """Find the lot whose values are shown: the one chosen here for this visit, else the visit's own."""
        if self._own is not None and self._own[0] == self._visit_id:
            return self.lots.find(self._own[1])
        return self.find_planned()

    def show_lots(self) -> None:
        """Offer the lots of the lot book; reports nothing."""
        entries, chosen = self.lots.entries[:MOST_OFFERED], self.find_chosen()
        self._field.set_options(tuple((entry.lot.lot_id, entry.lot.number) for entry in entries))
        self._field.set_value(None if chosen is None else chosen.lot.lot_id)

    @property
    def _visit_id(self) -> str:
        session = self._context.session
        return session.state.consultation.consultation_id if session.has_visit else ""

    def _on_chosen(self, lot_id: object) -> None:
        self._own = (self._visit_id, str(lot_id) if lot_id is not None else "")
        self.changed.emit()
