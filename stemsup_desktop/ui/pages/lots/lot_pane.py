"""The chosen lot: what it is, what stands against it, its certificate, papers, vials and recalls."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.fact_strip import FactStrip
from stemsup_desktop.ui.components.labels import Card, IconLabel, SectionHeading, set_shown
from stemsup_desktop.ui.components.line_breaks import keep_phrases
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.tags import StateTag
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.laying_out import paint_in_next_turn
from stemsup_desktop.ui.lots.certificate_part import CertificatePart
from stemsup_desktop.ui.lots.part import Part
from stemsup_desktop.ui.pages.lots.files_part import FilesPart
from stemsup_desktop.ui.pages.lots.lot_view import Alert, LotView, ProductView
from stemsup_desktop.ui.pages.lots.stock_part import RecallsPart, VialsPart
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.turns import take_in_turns
from stemsup_desktop.ui.view_parts import ICONS, TagState
from stemsup_desktop.ui.words import Words

_PARTS = 4
"""Certificate, vials, papers and recalls."""


class AlertsPart(Part[tuple[Alert, ...]]):
    """What stands against using the lot, each in its colours."""

    def _fill(self, rows: QVBoxLayout, view: tuple[Alert, ...]) -> None:
        rows.setSpacing(sizes.XS)
        for alert in view:
            card = Card(self.theme, flag=alert.state.value)
            row, tone = QHBoxLayout(), alert.state.value
            row.setSpacing(sizes.S)
            row.addWidget(IconLabel(self.theme, ICONS[alert.state], tone, 20), 0, Qt.AlignmentFlag.AlignTop)
            said = keep_phrases(alert.sentence)
            row.addWidget(WrapLabel(self.theme, said, role="compact", tone=tone, weight=500), 1)
            card.rows.addLayout(row)
            rows.addWidget(card)


class LotPane(ScrollPane):
    """Shows a `LotView`; its parts say what was asked for."""

    product_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(margins=(sizes.XL, sizes.L, sizes.XL, sizes.XL), spacing=sizes.M)
        self._lot_id = ""
        self._view: LotView | None = None
        self._shown_parts = 0
        self._turn = 0
        self._number = WrapLabel(theme, role="name")
        self._number.setObjectName("lot_number")
        self._tag = StateTag(theme, TagState.OPEN, "")
        self._tag.setObjectName("lot_state")
        self._product = LinkLabel(theme)
        self._product.setObjectName("open_product")
        self._product.clicked.connect(self.product_requested)
        self._alerts = AlertsPart(theme, words)
        self._alerts.setObjectName("lot_alerts")
        self._facts = FactStrip(theme)
        self._note = WrapLabel(theme, role="compact", tone="text-2")
        self.certificate = CertificatePart(theme, words)
        self.files = FilesPart(theme, words)
        self.vials = VialsPart(theme, words)
        self.recalls = RecallsPart(theme, words)
        self._lay_out()

    def show_view(self, view: LotView) -> None:
        """Show a lot, another one from its top; parts that do not differ stay as they are.

        Of another lot what is seen first is shown at once, and what stands below it in turns.
        """
        self._view, is_other = view, view.lot_id != self._lot_id
        if is_other:
            self._lot_id = view.lot_id
            self.verticalScrollBar().setValue(0)
        self._number.setText(view.number)
        self._tag.show_state(view.state, view.word)
        self._product.setText(view.product)
        self._alerts.show_view(view.alerts or None)
        self._facts.show_facts(view.facts)
        self._note.setText(view.note)
        set_shown(self._note, bool(view.note))
        if is_other:
            self._shown_parts = 0
            for part in (self.certificate, self.vials, self.files, self.recalls):
                part.show_view(None)
            self._turn += 1
            take_in_turns(self, self._iter_showing(self._turn), self._show_parts)
        else:
            self._show_parts()

    @property
    def is_whole(self) -> bool:
        """Whether every part of the lot is shown."""
        return self._shown_parts == _PARTS

    def make_whole(self) -> None:
        """Show at once what is not shown yet; it is for whoever needs to find a part."""
        if self._view is not None:
            self._shown_parts = _PARTS
            self._show_parts()

    def _iter_showing(self, turn: int) -> Iterator[None]:
        """Show one part after the other, unless another lot was chosen meanwhile."""
        for _ in self._iter_certificate_ahead():
            yield
            if turn != self._turn or self.is_whole:
                return
        while turn == self._turn and not self.is_whole:
            self._shown_parts += 1
            paint_in_next_turn(self)
            self._show_parts()
            yield

    def _iter_certificate_ahead(self) -> Iterator[None]:
        """Make the part with the most in it piece by piece."""
        if self._view is not None:
            yield from self.certificate.iter_ahead(self._view.certificate, self._facts.width())

    def _show_parts(self) -> None:
        view, count = self._view, self._shown_parts
        if view is None:
            return
        self.certificate.show_view(view.certificate if count > 0 else None)
        self.vials.show_view(view.vials if count > 1 else None)
        self.files.show_view(view.files if count > 2 else None)
        self.recalls.show_view(view.recalls if count > 3 else None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(sizes.S)
        head.addWidget(self._number)
        head.addWidget(self._tag, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        texts = QVBoxLayout()
        texts.setSpacing(sizes.XXS)
        texts.addLayout(head)
        texts.addWidget(self._product, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows.addLayout(texts)
        for part in (
            self._alerts,
            self._facts,
            self._note,
            self.certificate,
            self.vials,
            self.files,
            self.recalls,
        ):
            self.rows.addWidget(part)
        self.add_stretch()


class ProductPane(ScrollPane):
    """Shows a `ProductView`."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(margins=(sizes.XL, sizes.L, sizes.XL, sizes.XL), spacing=sizes.M)
        self._name = WrapLabel(theme, role="name")
        self._name.setObjectName("product_name")
        self._other = WrapLabel(theme, role="compact", tone="text-2")
        self._retired = StateTag(theme, TagState.INFORMATION, words("lots.retired"))
        self._facts = FactStrip(theme)
        self._instructions_heading = SectionHeading(theme, words("lots.instructions"))
        self._instructions = WrapLabel(theme, role="body")
        self._lots = WrapLabel(theme, role="compact", tone="text-2")
        names = QVBoxLayout()
        names.setSpacing(0)
        for label in (self._name, self._other):
            names.addWidget(label)
        self.rows.addLayout(names)
        self.rows.addWidget(self._retired, 0, Qt.AlignmentFlag.AlignLeft)
        rest: tuple[QWidget, ...] = (self._facts, self._instructions_heading, self._instructions, self._lots)
        for widget in rest:
            self.rows.addWidget(widget)
        self.add_stretch()

    def show_view(self, view: ProductView) -> None:
        """Show a product."""
        self._name.setText(view.name)
        self._other.setText(view.other_name)
        set_shown(self._other, bool(view.other_name))
        set_shown(self._retired, view.is_retired)
        self._facts.show_facts(view.facts)
        self._instructions.setText(view.instructions)
        set_shown(self._instructions_heading, bool(view.instructions))
        set_shown(self._instructions, bool(view.instructions))
        self._lots.setText(view.lots)
