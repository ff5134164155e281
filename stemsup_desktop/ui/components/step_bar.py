"""The seven steps: number in a ring, check when done, lock with its reason, the current one bold and underlined."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import IconButton
from stemsup_desktop.ui.components.labels import Hairline, Label, set_shown
from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import StepMark, StepView

__all__ = ["Step", "StepBar", "StepMark", "StepView"]


_RING_PX, _BESIDE_PX = 22, 8


@spoken_as(Role.PageTab)
class Step(QAbstractButton):
    """One step as a button."""

    shortens_text = True
    """To its ring, where not all titles fit; name and tooltip have it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = StepView(1, "", "")
        self._has_caption = self._has_title = True
        self._title_px: int | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_view(self, view: StepView) -> None:
        """Show a step; one that is shown already is not painted again with each letter that is typed on a page."""
        if view == self._view:
            return
        self._view = view
        self.setText(view.title)
        self.setObjectName(f"step_{view.number}")
        self.setAccessibleName(f"{view.number} {view.title}, {view.caption}")
        self.setToolTip(f"{view.title}\n{view.caption}\nCtrl+{view.number}")
        self.grow()

    @property
    def is_selected(self) -> bool:
        """Whether the step is on show."""
        return self._view.is_current

    def set_caption_shown(self, is_shown: bool) -> None:
        """Hide the caption on narrow windows; the tooltip and the screen reader still have it."""
        if is_shown != self._has_caption:
            self._has_caption = is_shown
            self.grow()

    def set_title_shown(self, is_shown: bool) -> None:
        """Show only the ring where not all titles fit; the tooltip and the screen reader still have the title."""
        if is_shown != self._has_title:
            self._has_title = is_shown
            self.grow()

    def grow(self) -> None:
        """Take the room for the size of text in use."""
        self._title_px = None
        self.updateGeometry()
        self.update()

    def measure_title(self) -> int:
        """Return the width that the step needs with its title."""
        if self._title_px is None:  # the bar asks with each letter that is typed on a page
            self._title_px = round(QFontMetricsF(self._theme.font("body", 700)).horizontalAdvance(self._view.title))
        return self._title_px + _RING_PX + 8 + 20

    def sizeHint(self) -> QSize:
        if not self._has_title:
            return self.minimumSizeHint()
        width = QFontMetricsF(self._theme.font("body", 700)).horizontalAdvance(self._view.title)
        if self._has_caption:
            caption = QFontMetricsF(self._theme.font("small")).horizontalAdvance(self._view.caption)
            width = max(width, caption)
        return QSize(round(width) + _RING_PX + 8 + 24, self._theme.grown(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.measure_title() if self._has_title else _RING_PX + 20, self._theme.grown(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        view, colour = self._view, self._theme.colour
        if view.is_current:
            painter.fillRect(self.rect(), colour("base"))
            painter.fillRect(0, self.height() - 3, self.width(), 3, colour("accent"))
        elif self.underMouse():
            painter.fillRect(self.rect(), colour("hover"))
        self._paint_ring(painter, QRectF(10, round((self.height() - _RING_PX) / 2), _RING_PX, _RING_PX))
        if self._has_title:
            self._paint_texts(painter, 10 + _RING_PX + 8)
        painter.end()

    def _paint_ring(self, painter: QPainter, ring: QRectF) -> None:
        view, colour = self._view, self._theme.colour
        radius = _RING_PX / 2
        if view.mark is StepMark.LOCKED:
            draw_box(painter, ring, line=colour("open-line"), radius=radius, is_dashed=True)
            draw_icon(painter, self._theme, "lock", "open", ring.adjusted(5, 5, -5, -5))
        elif view.mark is StepMark.DONE and not view.is_current:
            draw_box(painter, ring, fill=colour("accent"), radius=radius)
            draw_icon(painter, self._theme, "check", "on-accent", ring.adjusted(3, 3, -3, -3))
        else:
            line = colour("accent" if view.is_current else "control")
            draw_box(painter, ring, fill=colour("base"), line=line, width=2 if view.is_current else 1, radius=radius)
            painter.setPen(colour("accent" if view.is_current else "text-2"))
            painter.setFont(self._theme.font("small", 700 if view.is_current else 400))
            painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(view.number))

    def _paint_texts(self, painter: QPainter, x: float) -> None:
        view, colour = self._view, self._theme.colour
        room = self.width() - x - 4
        painter.setFont(self._theme.font("body", 700 if view.is_current else 400))
        painter.setPen(colour("text" if view.is_current else "text-2"))
        if not self._has_caption:
            painter.drawText(QRectF(x, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, view.title)
            return
        middle = self.height() / 2
        high, low = self._theme.grown(20), self._theme.grown(18)
        painter.drawText(QRectF(x, middle - high + 1, room + 8, high), Qt.AlignmentFlag.AlignVCenter, view.title)
        font = self._theme.font("small")
        painter.setFont(font)
        painter.setPen(colour("stop" if view.is_alarming else "text-3"))
        caption = QFontMetricsF(font).elidedText(view.caption, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(x, middle, room, low), Qt.AlignmentFlag.AlignVCenter, caption)


@spoken_as(Role.PageTabList)
class StepBar(QWidget):
    """All steps and, at the right, which visit this is."""

    step_requested = Signal(int)
    history_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps: list[Step] = []
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(sizes.S, 0, sizes.XL, 0)
        self._row.setSpacing(0)
        self._visit = QWidget()
        visit = QVBoxLayout(self._visit)
        visit.setContentsMargins(sizes.S, 0, 0, 0)
        visit.setSpacing(0)
        self._visit_title = Label(theme, role="compact", weight=500)
        self._visit_note = Label(theme, role="small", tone="text-3")
        visit.addStretch(1)
        for label in (self._visit_title, self._visit_note):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            visit.addWidget(label)
        visit.addStretch(1)
        self._row.addStretch(1)
        self._row.addWidget(self._visit)
        self.history_button = IconButton(theme, "clock", "")
        self.history_button.setObjectName("visit_history")
        self.history_button.clicked.connect(self.history_requested)
        self._row.addSpacing(_BESIDE_PX)
        self._row.addWidget(self.history_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._row, 1)
        outer.addWidget(Hairline(theme, token="line-strong"))

    def show_view(self, steps: tuple[StepView, ...], visit: str, note: str) -> None:
        """Show the steps and the visit."""
        while len(self._steps) < len(steps):
            self._add_step()
        for step, view in zip(self._steps, steps, strict=True):
            step.show_view(view)
        self._visit_title.setText(visit)
        self._visit_note.setText(note)
        self._fit()

    def name_history(self, name: str, tip: str) -> None:
        """Name the button that opens the history; `tip` also says its key."""
        self.history_button.set_name(name)
        self.history_button.setToolTip(tip)

    def set_compact(self, *, hides_captions: bool, hides_visit: bool) -> None:
        """Leave out captions and the visit on narrow windows."""
        for step in self._steps:
            step.set_caption_shown(not hides_captions)
        set_shown(self._visit, not hides_visit)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where not all titles fit, leave only that of the step on show."""
        margins = self._row.contentsMargins()
        taken = margins.left() + margins.right() + self.history_button.sizeHint().width() + _BESIDE_PX
        taken += 0 if self._visit.isHidden() else self._visit.sizeHint().width()
        fit = sum(step.measure_title() for step in self._steps) + taken <= self.width()
        for step in self._steps:
            step.set_title_shown(fit or step.is_selected)

    def _add_step(self) -> None:
        step = Step(self._theme, self)
        number = len(self._steps) + 1
        step.clicked.connect(lambda: self.step_requested.emit(number))
        # No stretch: each step is as wide as its words while there is room, and gives way evenly where there is none.
        self._row.insertWidget(len(self._steps), step)
        self._steps.append(step)
