"""One page or source, built at once in a pane that scrolls as a whole."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.explaining_picture import PictureFigure
from stemsup_desktop.ui.components.folding_row import FoldingRow
from stemsup_desktop.ui.components.labels import Card, IconLabel, Label, SectionHeading
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.tags import ReviewTag
from stemsup_desktop.ui.pages.reference.evidence_table import EvidenceTable
from stemsup_desktop.ui.pages.reference.lines import LineList, Open, SourceList
from stemsup_desktop.ui.pages.reference.measured_part import MeasuredPart
from stemsup_desktop.ui.pages.reference.measured_view import MeasuredView
from stemsup_desktop.ui.pages.reference.page_view import DetailView, Group, SourceView
from stemsup_desktop.ui.pages.reference.parts import ClaimTable, FactStrip, make_link, selectable
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_UNBOUNDED = 16_777_215

SIDE_PX = 316
_TITLE_PX = 300
"""What symbol and title take beside the button before that goes below them."""
_ALONE_PX = 440
"""The widest that the measured values become where they stand above the page."""
_WIDE_PX = 900
"""From this width the safety column stands beside the page, below it under the page."""


def _make_column(spacing: int = 4) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column


class DetailBody(QWidget):
    """The widgets of one page, laid out at once for a width in logical px; thrown away with the page."""

    print_requested = Signal()

    def __init__(
        self, theme: Theme, words: Words, view: DetailView, content_note: str, open_target: Open, width: int
    ) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._open = open_target
        self._to_verify = words("common.to_verify")
        self.evidence: EvidenceTable | None = None
        self._is_wide: bool | None = None
        self.measured = MeasuredPart(theme, words)
        self._main = self._make_main(view)
        self._side = self._make_side(view)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(sizes.XXL)
        self._grid.setVerticalSpacing(sizes.L)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.S)
        outer.addWidget(self._make_head(view, content_note))
        if view.facts:
            outer.addWidget(FactStrip(theme, words, view.facts, width))
        outer.addLayout(self._grid)
        outer.addStretch(1)
        self.set_wide(is_wide=theme.room(width) >= _WIDE_PX)

    def set_wide(self, *, is_wide: bool) -> None:
        """Put safety, medicines and links beside the page or under it, the measured values on top."""
        if is_wide == self._is_wide:
            return
        self._is_wide = is_wide
        top = Qt.AlignmentFlag.AlignTop
        if is_wide:
            self._grid.addWidget(self._main, 0, 0, 2, 1, top)
            self._grid.addWidget(self.measured, 0, 1)
            self._grid.addWidget(self._side, 1, 1, top)
        else:
            self._grid.addWidget(self.measured, 0, 0)
            self._grid.addWidget(self._main, 1, 0, top)
            self._grid.addWidget(self._side, 2, 0, top)
        self._grid.setRowStretch(1, 1 if is_wide else 0)
        side_px = self._theme.grown(SIDE_PX)
        self.measured.setMinimumWidth(side_px if is_wide else 0)
        self.measured.setMaximumWidth(side_px if is_wide else self._theme.grown(_ALONE_PX))
        self._grid.setColumnStretch(0, 1)
        self._side.setMinimumWidth(side_px if is_wide else 0)
        self._side.setMaximumWidth(side_px if is_wide else _UNBOUNDED)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.set_wide(is_wide=self._theme.room(event.size().width()) >= _WIDE_PX)

    # Parts

    def _make_head(self, view: DetailView, content_note: str) -> QWidget:
        theme, words = self._theme, self._words
        names = _make_column(0)
        title = Label(theme, view.title, role="section" if view.symbol else "name", wraps=True)
        if view.symbol:
            title.set_role("heading")
        title.setObjectName("detail_title")
        names.addWidget(selectable(title))
        names.addWidget(selectable(Label(theme, view.other_title, role="compact", tone="text-2", wraps=True)))
        button = SecondaryButton(theme, words("reference.print_card"), icon_name="print", key_hint="Ctrl+P")
        button.setObjectName("print_card")
        button.clicked.connect(self.print_requested)
        texts = QHBoxLayout()
        texts.setSpacing(sizes.M)
        if view.symbol:
            symbol = Label(theme, view.symbol, role="display")
            symbol.setObjectName("detail_symbol")
            texts.addWidget(selectable(symbol))
        texts.addLayout(names, 1)
        row = FoldingRow(texts, least_px=theme.grown(_TITLE_PX), gap=sizes.M)
        row.side.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.XXS)
        column.addWidget(row)
        column.addWidget(Label(theme, f"{view.kind}  ·  {content_note}", role="small", tone="text-3", wraps=True))
        if view.names:
            also = words("reference.also_known", names=view.names)
            column.addWidget(selectable(Label(theme, also, role="small", tone="text-3", wraps=True)))
        return head

    def _make_main(self, view: DetailView) -> QWidget:
        words = self._words
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.M)
        if view.rationale:
            column.addWidget(self._make_lead(view))
        column.addWidget(self._make_summary(view))
        for picture in view.pictures:
            column.addWidget(PictureFigure(self._theme, picture))
        if view.actions is not None:
            column.addWidget(self._make_group(view.actions))
        if view.claims:
            claims = self._make_section(words("reference.claims"), has_rule=False)
            claims.addWidget(ClaimTable(self._theme, words, view.claims, self._open))
            column.addWidget(_holder(claims))
        column.addWidget(self._make_evidence(view))
        for group in view.groups:
            column.addWidget(self._make_group(group))
        if view.sources:
            column.addWidget(self._make_sources(view))
        return main

    def _make_lead(self, view: DetailView) -> QWidget:
        card = Card(self._theme, flag="info" if view.notice else "")
        card.setObjectName("rationale")
        if view.notice:
            row = QHBoxLayout()
            row.setSpacing(sizes.XS)
            row.addWidget(IconLabel(self._theme, "info", "info", 20), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label(self._theme, view.notice, role="heading", wraps=True), 1)
            card.rows.addLayout(row)
        card.rows.addWidget(Label(self._theme, view.rationale, wraps=True))
        known = f"{self._words('reference.known')}: {view.badge}"
        card.rows.addWidget(Label(self._theme, known, role="compact", tone="text-2", wraps=True))
        return card

    def _make_summary(self, view: DetailView) -> QWidget:
        heading = SectionHeading(self._theme, self._words("reference.summary"), has_rule=False)
        if view.summary_needs_check:
            heading.add_trailing(ReviewTag(self._theme, self._words))
        column = _make_column(4)
        column.addWidget(heading)
        column.addWidget(selectable(Label(self._theme, view.summary, wraps=True)))
        return _holder(column)

    def _make_evidence(self, view: DetailView) -> QWidget:
        words = self._words
        heading = SectionHeading(self._theme, words("reference.evidence"), has_rule=False)
        heading.add_trailing(Label(self._theme, view.evidence_counts, role="compact", tone="text-2"))
        column = _make_column(4)
        column.addWidget(heading)
        if view.evidence:
            self.evidence = EvidenceTable(self._theme, words, view.evidence)
            self.evidence.source_opened.connect(self._open)
            column.addWidget(self.evidence)
        else:
            column.addWidget(Label(self._theme, words("reference.no_evidence"), role="compact", tone="text-3"))
        return _holder(column)

    def _make_group(self, group: Group) -> QWidget:
        column = self._make_section(group.title)
        column.addWidget(LineList(self._theme, self._to_verify, group.lines, self._open))
        return _holder(column)

    def _make_sources(self, view: DetailView) -> QWidget:
        column = self._make_section(self._words("reference.sources"))
        column.addWidget(SourceList(self._theme, view.sources, self._open))
        return _holder(column)

    def _make_side(self, view: DetailView) -> QWidget:
        words = self._words
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.L)
        safety = self._make_section(words("reference.safety"))
        if view.safety is not None:
            lines = view.safety.lines
            safety.addWidget(LineList(self._theme, self._to_verify, lines, self._open, has_severity=True))
        else:
            note = Label(self._theme, words("reference.no_safety"), role="compact", tone="text-3", wraps=True)
            safety.addWidget(note)
        column.addWidget(_holder(safety))
        for group in view.side:
            column.addWidget(self._make_group(group))
        if view.related:
            column.addWidget(self._make_related(view))
        return side

    def _make_related(self, view: DetailView) -> QWidget:
        column = self._make_section(self._words("reference.related"))
        for kind, links in view.related:
            column.addWidget(Label(self._theme, kind, role="small", tone="text-3"))
            for link in links:
                column.addWidget(make_link(self._theme, link, link.text, self._open))
            column.addSpacing(sizes.XS)
        return _holder(column)

    def _make_section(self, title: str, *, has_rule: bool = True) -> QVBoxLayout:
        column = _make_column(4)
        column.addWidget(SectionHeading(self._theme, title, has_rule=has_rule))
        return column


class SourceBody(QWidget):
    """A source: what it is, where it is found, and which pages cite it."""

    def __init__(self, theme: Theme, words: Words, view: SourceView, open_target: Open) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.XS)
        head = f"{words('reference.source', id=view.source_id)}  ·  {view.kind}"
        column.addWidget(Label(theme, head, role="small", tone="text-3"))
        title = Label(theme, view.citation, role="title", wraps=True)
        title.setObjectName("detail_title")
        column.addWidget(selectable(title))
        column.addWidget(selectable(Label(theme, view.other_citation, role="compact", tone="text-2", wraps=True)))
        if view.note:
            column.addWidget(Label(theme, view.note, wraps=True))
        for label, value in view.details:
            column.addSpacing(sizes.XS)
            column.addWidget(Label(theme, label, role="small", tone="text-3"))
            text = Label(theme, value, role="compact", weight=500, wraps=True)
            text.setObjectName(f"source:{label}")
            flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            text.setTextInteractionFlags(flags)
            text.setAccessibleName(f"{label}: {value}")
            column.addWidget(text)
        column.addSpacing(sizes.M)
        column.addWidget(SectionHeading(theme, words("reference.cited_on")))
        if not view.citing:
            column.addWidget(Label(theme, words("reference.cited_nowhere"), tone="text-3", wraps=True))
        for link in view.citing:
            column.addWidget(make_link(theme, link, link.text, open_target))
        column.addStretch(1)


class DetailPane(ScrollPane):
    """Shows one page or source at a time, from its top. `target_opened` carries the id of a link that was followed."""

    target_opened = Signal(str)
    print_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(margins=(sizes.XXL, sizes.L, sizes.XXL, sizes.XXL), spacing=0)
        self._theme = theme
        self._words = words
        self._body: QWidget | None = None

    def show_detail(self, view: DetailView | SourceView, content_note: str) -> None:
        """Show another page or source."""
        if self._body is not None:
            self.rows.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        if isinstance(view, SourceView):
            self._body = SourceBody(self._theme, self._words, view, self.target_opened.emit)
        else:
            body = DetailBody(self._theme, self._words, view, content_note, self.target_opened.emit, self._room())
            body.print_requested.connect(self.print_requested)
            self._body = body
        self.add(self._body)
        self.verticalScrollBar().setValue(0)

    def show_measured(self, view: MeasuredView | None) -> None:
        """Show what certificates measured of the factor on show, or nothing."""
        if isinstance(self._body, DetailBody):
            self._body.measured.show_view(view)

    def _room(self) -> int:
        margins = self.rows.contentsMargins()
        return self.viewport().width() - margins.left() - margins.right()


def _holder(layout: QVBoxLayout) -> QWidget:
    widget = QWidget()
    widget.setLayout(layout)
    return widget
