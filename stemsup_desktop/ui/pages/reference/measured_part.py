"""Strips of lots for one factor: linear, from zero; a value, below the limit and not measured never look alike."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.lots.measured import BarState
from stemsup_desktop.ui.components.labels import Card, Label, set_shown
from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.pages.reference.measured_view import MeasuredView, StripGroup, StripView
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_BAR_PX, _BAR_HIGH, _ROW_PX = 84, 8, 26
_SPOT_HIGH = 16
"""A bar with what surrounds it: less than any line of words beside it."""


@spoken_as(Role.StaticText)
class StripBar(QWidget):
    """The bar of one lot; its words stand beside it."""

    def __init__(self, theme: Theme, strip: StripView) -> None:
        super().__init__()
        self._theme = theme
        self._strip = strip
        self.setFixedSize(_BAR_PX, _SPOT_HIGH)
        self.setAccessibleName(strip.spoken)
        self.setToolTip(strip.spoken)

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour, strip = start_painting(self), self._theme.colour, self._strip
        track = QRectF(0, (self.height() - _BAR_HIGH) / 2, self.width(), _BAR_HIGH)
        radius = _BAR_HIGH / 2
        if strip.share is None and strip.state is not BarState.BELOW_LIMIT:
            draw_box(painter, track, line=colour("open-line"), radius=radius, is_dashed=True)
            painter.end()
            return
        draw_box(painter, track, fill=colour("hover"), radius=radius)
        length = max(_BAR_HIGH, round(float(strip.share or 0) * track.width()))
        bar = QRectF(track.left(), track.top(), length, track.height())
        token = "accent" if strip.is_chosen else "mark"
        if strip.state is BarState.BELOW_LIMIT:
            draw_box(painter, bar, fill=colour("base"), line=colour(token), width=1.5, radius=radius)
        else:
            draw_box(painter, bar, fill=colour(token), radius=radius)
        painter.end()


@spoken_as(Role.StaticText)
class _Axis(QWidget):
    """Where the bars begin and where they would end."""

    def __init__(self, theme: Theme, end: str) -> None:
        super().__init__()
        self._theme = theme
        self._end = end
        self.setAccessibleName(f"0 – {end}")
        self.setFixedSize(_BAR_PX, theme.line_height("label"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        painter.setFont(self._theme.font("label"))
        painter.setPen(self._theme.colour("text-3"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | middle, "0")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight | middle, self._end)
        painter.end()


class MeasuredPart(Card):
    """Shows a `MeasuredView`, made anew where it differs."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self.setObjectName("measured")
        self._words = words
        self._view: MeasuredView | None = None
        self._content = QWidget()
        self.rows.setContentsMargins(sizes.M, sizes.S, sizes.M, sizes.S)
        self.rows.addWidget(self._content)
        self.hide()

    def show_view(self, view: MeasuredView | None) -> None:
        """Show what was measured, or nothing at all."""
        if view != self._view and view is not None:
            fresh = self._make_content(view)
            self.rows.replaceWidget(self._content, fresh)
            self._content.hide()
            self._content.deleteLater()
            self._content = fresh
        self._view = view
        set_shown(self, view is not None)

    def _make_content(self, view: MeasuredView) -> QWidget:
        theme = self.theme
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.XS)
        column.addWidget(Label(theme, self._words("reference.measured"), role="section"))
        for group in view.groups:
            column.addWidget(self._make_group(group))
        column.addWidget(Label(theme, view.sentence, role="small", tone="text-2", wraps=True, keeps_phrases=True))
        return content

    def _make_group(self, group: StripGroup) -> QWidget:
        theme = self.theme
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(WrapLabel(theme, group.title, role="small", tone="text-3"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(sizes.XS)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(2, 6)
        for number, strip in enumerate(group.strips):
            tone = "text" if strip.state is BarState.MEASURED else "text-3"
            weight = 700 if strip.is_chosen else 400
            name = WrapLabel(theme, strip.number, role="small", weight=weight)
            is_bold = strip.is_chosen and strip.state is BarState.MEASURED
            value = WrapLabel(theme, strip.said, role="small", tone=tone, weight=700 if is_bold else 400, is_right=True)
            middle = Qt.AlignmentFlag.AlignVCenter
            grid.setRowMinimumHeight(number, theme.grown(_ROW_PX))
            grid.addWidget(name, number, 0, middle)
            grid.addWidget(StripBar(theme, strip), number, 1, middle)
            grid.addWidget(value, number, 2, middle)
        if group.end:
            grid.addWidget(_Axis(theme, group.end), len(group.strips), 1)
        column.addLayout(grid)
        return part
