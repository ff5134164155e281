"""The upper part of the product pane: lots to choose from, the way to their certificate and to the lot book."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import QuietButton, SecondaryButton
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.wrapped_link import WrappedLink
from stemsup_desktop.ui.pages.plan.lot_cards import LotCards
from stemsup_desktop.ui.pages.plan.lot_view import LotChoice
from stemsup_desktop.ui.spoken import say
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words


class LotsPart(QWidget):
    """Shows a `LotChoice`; without a lot book only its heading is there."""

    lot_wanted = Signal(str)
    certificate_requested = Signal()
    all_lots_requested = Signal()
    by_hand_requested = Signal()
    details_toggled = Signal()
    narrowing_toggled = Signal()
    cards_added = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._words = words
        self._heading = SectionHeading(theme, words("plan.product_and_lot"))
        self._narrow = InlineMessage(theme, TagState.STOP)
        self._narrow.setObjectName("lots_allergy")
        self._narrow_link = WrappedLink(theme)
        self._narrow_link.setObjectName("lots_free_of")
        self._narrow_link.clicked.connect(self.narrowing_toggled)
        self._typed = InlineMessage(theme)
        self._typed.setObjectName("lot_typed")
        self._nothing = InlineMessage(theme, TagState.STOP)
        self._cards = LotCards(theme)
        self._cards.setObjectName("lots")
        self._refused = InlineMessage(theme, TagState.STOP)
        self._refused.setObjectName("lot_refused")
        self._more = Label(theme, role="small", tone="text-3", wraps=True)
        self._certificate = SecondaryButton(theme, words("plan.open_certificate"), icon_name="docs")
        self._certificate.setObjectName("open_certificate")
        self._all = SecondaryButton(theme, words("plan.all_lots"), icon_name="list")
        self._all.setObjectName("all_lots")
        self._hand = QuietButton(theme, words("plan.by_hand"), icon_name="pencil")
        self._hand.setObjectName("lot_by_hand")
        self._details = QuietButton(theme, words("plan.details_show"))
        self._details.setObjectName("lot_details")
        self._reasons: dict[str, str] = {}
        self._connect()
        self._lay_out()

    def show_view(self, view: LotChoice, locked: str, *, has_details: bool) -> None:
        """Show the lots; reports nothing."""
        self._heading.show_text(self._words("plan.product_and_lot"), view.note)
        self._narrow.show_message(TagState.CLEAR if view.is_narrow else TagState.STOP, view.narrow)
        self._narrow_link.setText(view.narrow_link)
        set_shown(self._narrow_link, bool(view.narrow))
        self._typed.show_message(TagState.INFORMATION, view.typed)
        self._nothing.show_message(TagState.STOP, view.nothing)
        self._reasons = {card.lot_id: f"{card.number}: {card.reason}" for card in view.cards if card.reason}
        self._cards.show_cards(view.cards, locked)
        self._refused.show_message(TagState.STOP, "")
        self._more.setText(view.more)
        set_shown(self._more, bool(view.more))
        for part in (self._cards, self._buttons):
            set_shown(part, view.has_book)
        self._certificate.setEnabled(view.is_from_book)
        say_reason(self._certificate, "" if view.is_from_book else self._words("plan.choose_lot_first"))
        set_shown(self._hand, view.has_book)
        self._hand.setEnabled(not locked)
        say_reason(self._hand, locked)
        set_shown(self._details, view.is_from_book)
        self._details.setText(self._words("plan.details_hide" if has_details else "plan.details_show"))
        self._details.set_icon_name("chevron-down" if has_details else "chevron-right")

    def focus_first(self) -> None:
        """Put the focus on the chosen lot, else on the first."""
        self._cards.focus_first()

    def say_problem(self, sentence: str) -> None:
        """Say why something did not work, until something else is shown."""
        self._refused.show_message(TagState.STOP, sentence)

    def _connect(self) -> None:
        self._cards.lot_wanted.connect(self.lot_wanted)
        self._cards.lot_refused.connect(self._on_refused)
        self._cards.cards_added.connect(self.cards_added)
        self._certificate.clicked.connect(self.certificate_requested)
        self._all.clicked.connect(self.all_lots_requested)
        self._hand.clicked.connect(self.by_hand_requested)
        self._details.clicked.connect(self.details_toggled)

    def _lay_out(self) -> None:
        self._buttons = QWidget()
        grid = QGridLayout(self._buttons)
        grid.setContentsMargins(0, sizes.TIGHT, 0, 0)
        grid.setHorizontalSpacing(sizes.XS)
        left = Qt.AlignmentFlag.AlignLeft
        grid.addWidget(self._certificate, 0, 0, left)
        grid.addWidget(self._all, 0, 1, left)
        grid.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.XS)
        for widget in (
            self._heading,
            self._typed,
            self._narrow,
            self._narrow_link,
            self._nothing,
            self._cards,
            self._refused,
        ):
            column.addWidget(widget)
        column.addWidget(self._more)
        column.addWidget(self._buttons)
        column.addWidget(self._hand, 0, left)
        column.addWidget(self._details, 0, left)

    def _on_refused(self, lot_id: str) -> None:
        """Say at once why a lot cannot be chosen; its card says so as well."""
        sentence = self._words("plan.lot_refused", reason=self._reasons.get(lot_id, ""))
        self._refused.show_message(TagState.STOP, sentence)
        say(self, sentence, is_urgent=True)
