"""The certificate of the chosen lot: whether it counts, its items, its factors, and what it shows as not detected."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.lots.lot_model import MeasuredState
from stemsup_desktop.ui.components.buttons import QuietButton, SecondaryButton
from stemsup_desktop.ui.components.fact_strip import FactStrip
from stemsup_desktop.ui.components.labels import Label, SectionHeading
from stemsup_desktop.ui.components.line_breaks import keep_phrases
from stemsup_desktop.ui.components.measured_mark import MeasuredMark
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.tags import StateTag
from stemsup_desktop.ui.lots.certificate_view import CertificateView, FactorLine, ItemLine
from stemsup_desktop.ui.lots.part import Part
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_ABOVE_HEADING_PX = 6
"""Beyond the space between rows: a heading stands as far below what is over it as a part below a part."""


class CertificatePart(Part[CertificateView]):
    """Says that it is to be edited, imported or checked; one that is not there yet shows the two ways to enter it."""

    edit_requested = Signal()
    import_requested = Signal()
    check_requested = Signal()

    def __init__(self, theme: Theme, words: Words, *, is_read_only: bool = False) -> None:
        super().__init__(theme, words)
        self._is_read_only = is_read_only

    def find_first(self) -> QWidget | None:
        return self.findChild(QWidget, "edit_certificate")

    def _iter_fill(self, rows: QVBoxLayout, view: CertificateView) -> Iterator[None]:
        words = self.words
        heading = SectionHeading(self.theme, words("lots.certificate"), view.count)
        edit = words("lots.edit_certificate" if view.count else "lots.enter")
        ways = (
            ("import_certificate", words("lots.import"), "docs", self.import_requested),
            ("edit_certificate", edit, "pencil", self.edit_requested),
        )
        for name, text, icon, signal in () if self._is_read_only else ways:
            button = QuietButton(self.theme, text, icon_name=icon)
            button.setObjectName(name)
            button.clicked.connect(signal)
            heading.add_trailing(button)
        rows.addWidget(heading)
        if not view.count:
            rows.addWidget(InlineMessage(self.theme, TagState.OPEN, view.standing))
            return
        yield
        rows.addLayout(self._make_standing(view))
        if view.lacking:
            rows.addWidget(InlineMessage(self.theme, TagState.OPEN, view.lacking))
        facts = FactStrip(self.theme, across=4)
        facts.show_facts(view.facts)
        rows.addWidget(facts)
        rows.addSpacing(_ABOVE_HEADING_PX)
        yield
        yield from self._iter_items(rows, view.items)
        rows.addSpacing(_ABOVE_HEADING_PX)
        rows.addWidget(SectionHeading(self.theme, words("lots.factors"), words("lots.factors_note")))
        if view.factors:
            yield from self._iter_factors(rows, view.factors)
        else:
            rows.addWidget(InlineMessage(self.theme, TagState.OPEN, words("lots.no_factors")))
        rows.addSpacing(_ABOVE_HEADING_PX)
        rows.addWidget(SectionHeading(self.theme, words("lots.absent")))
        rows.addWidget(self.make_text(view.absent or words("lots.no_absent"), "text" if view.absent else "text-3"))
        yield

    def _make_standing(self, view: CertificateView) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(sizes.S)
        row.addWidget(StateTag(self.theme, view.state, view.word), 0, Qt.AlignmentFlag.AlignVCenter)
        texts = QVBoxLayout()
        texts.setSpacing(sizes.TIGHT)
        texts.addWidget(self._make_sentence(view.standing, "compact", "text-2"))
        if view.refusal and not self._is_read_only:
            texts.addWidget(self._make_sentence(view.refusal, "small", "text-3"))
        row.addLayout(texts, 1)
        if view.can_check and not self._is_read_only:
            check = SecondaryButton(self.theme, self.words("lots.check"))
            check.setObjectName("check_certificate")
            check.clicked.connect(self.check_requested)
            row.addWidget(check, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _make_sentence(self, text: str, role: str, tone: str) -> Label:
        return Label(self.theme, text, role=role, tone=tone, wraps=True, keeps_phrases=True)

    def _iter_items(self, rows: QVBoxLayout, items: tuple[ItemLine, ...]) -> Iterator[None]:
        keys = ("item", "item_state", "value", "method", "limit")
        grid = self.make_grid(tuple(self.words(f"lots.{key}") for key in keys), (5, 0, 4, 3, 2))
        rows.addLayout(grid)
        for number, item in enumerate(items, start=1):
            grid.addWidget(self.make_text(keep_phrases(item.name)), number, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(StateTag(self.theme, item.state, item.word), number, 1, Qt.AlignmentFlag.AlignVCenter)
            self.put_texts(grid, number, 2, (item.value, item.method, item.limit))
            yield

    def _iter_factors(self, rows: QVBoxLayout, factors: tuple[FactorLine, ...]) -> Iterator[None]:
        captions = tuple(self.words(f"lots.{key}") for key in ("factor", "value", "method"))
        grid = self.make_grid(captions, (5, 4, 3))
        rows.addLayout(grid)
        for number, factor in enumerate(factors, start=1):
            is_there = factor.state is MeasuredState.MEASURED
            value = QHBoxLayout()
            value.setSpacing(sizes.XS)
            value.addWidget(MeasuredMark(self.theme, factor.state), 0, Qt.AlignmentFlag.AlignTop)
            value.addWidget(self.make_text(factor.value, "text" if is_there else "text-3"), 1)
            grid.addWidget(self.make_text(keep_phrases(factor.name)), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(value, number, 1)
            self.put_texts(grid, number, 2, (factor.method,))
            yield
