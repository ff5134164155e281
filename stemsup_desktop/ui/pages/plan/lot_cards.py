"""The lots of the lot book as radio cards: one can be chosen, one that cannot says why and stays in sight."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.check_box import paint_radio
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.components.tags import StateTag, TagState
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.pages.plan.lot_view import LotCard
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes

_MARK, _PAD, _GAP = 18, 12, 12
_LINES = 7


@spoken_as(Role.RadioButton)
class LotCardButton(QAbstractButton):
    """`clicked` says that the person wants this lot; its owner decides whether it is chosen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._card: LotCard | None = None
        self._reason = ""
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._number = WrapLabel(theme, role="section")
        self._tag = StateTag(theme, TagState.OPEN, "")
        self._lines = [WrapLabel(theme, role="small", tone="text-2", keeps_phrases=True) for _ in range(_LINES)]
        self._why = WrapLabel(theme, role="small", tone="stop", weight=500)
        head = QHBoxLayout()
        head.setSpacing(sizes.XS)
        head.addWidget(self._number, 1)
        head.addWidget(self._tag, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PAD + _MARK + _GAP, sizes.XS, _PAD, sizes.XS)
        column.setSpacing(0)
        column.addLayout(head)
        for line in (*self._lines, self._why):
            column.addWidget(line)
        for part in (self._number, self._tag, *self._lines, self._why):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def lot_id(self) -> str:
        """The lot on the card."""
        return "" if self._card is None else self._card.lot_id

    def show_card(self, card: LotCard, locked: str) -> None:
        """Show a lot; reports nothing."""
        self._reason = locked
        self.setAccessibleDescription(locked or card.reason)
        self.setToolTip(locked)
        self.setChecked(card.is_chosen)
        if card == self._card:
            return
        self._card = card
        self.setObjectName(f"lot:{card.lot_id}")
        self.setAccessibleName(card.spoken)
        self._number.setText(card.number)
        self._tag.show_state(card.state, card.word)
        for position, label in enumerate(self._lines):
            text = card.lines[position] if position < len(card.lines) else ""
            label.setText(text)
            set_shown(label, bool(text))
        self._why.setText(card.reason)
        self._why.set_tone("stop" if card.state is TagState.STOP else "text-2")
        set_shown(self._why, bool(card.reason))
        self._number.set_tone("text" if card.is_usable or card.is_chosen else "text-2")
        self.update()

    def nextCheckState(self) -> None:
        """The owner decides."""

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 64)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return 72 if layout is None else max(72, layout.totalHeightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        card = self._card
        if card is None:
            return
        painter, colour = start_painting(self), self._theme.colour
        is_on, is_hot = self.isChecked(), self.underMouse() and not self._reason
        fill = colour("hover" if is_hot and not is_on else "base")
        line = colour("accent" if is_on else "open-line" if not card.is_usable else "control")
        is_dashed = not card.is_usable and not is_on
        rect = QRectF(self.rect())
        draw_box(painter, rect, fill=fill, line=line, width=2 if is_on else 1, radius=8, is_dashed=is_dashed)
        mark = QRectF(_PAD, 11, _MARK, _MARK)
        if is_dashed:
            draw_box(painter, mark, line=colour("open-line"), radius=_MARK / 2, is_dashed=True)
        else:
            paint_radio(painter, self._theme, mark, is_on, not self._reason, is_hot)
        painter.end()


@spoken_as(Role.Grouping)
class LotCards(QWidget):
    """`lot_wanted` carries the id of a lot that can be chosen, `lot_refused` that of one that cannot."""

    lot_wanted = Signal(str)
    lot_refused = Signal(str)
    cards_added = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._cards: list[LotCardButton] = []
        self._shown: tuple[LotCard, ...] = ()
        self._reason = ""
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(sizes.XS)

    def show_cards(self, cards: tuple[LotCard, ...], locked: str) -> None:
        """Show these lots and no others; reports nothing."""
        self._shown, self._reason = cards, locked
        before = len(self._cards)
        while len(self._cards) < len(cards):
            self._add_card()
        for position, button in enumerate(self._cards):
            if position < len(cards):
                button.show_card(cards[position], locked)
            set_shown(button, position < len(cards))
        if len(self._cards) > before:
            self.cards_added.emit()

    def focus_first(self) -> None:
        """Put the focus on the chosen lot, else on the first."""
        shown = self._cards[: len(self._shown)]
        wanted = next((card for card in shown if card.isChecked()), shown[0] if shown else None)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_card(self) -> None:
        button = LotCardButton(self._theme)
        button.clicked.connect(lambda: self._on_clicked(button.lot_id))
        self._cards.append(button)
        self._rows.addWidget(button)

    def _on_clicked(self, lot_id: str) -> None:
        card = next((one for one in self._shown if one.lot_id == lot_id), None)
        if card is None or card.is_chosen or self._reason:
            return
        (self.lot_wanted if card.is_usable else self.lot_refused).emit(lot_id)
