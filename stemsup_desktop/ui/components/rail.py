"""The rail at the left edge: the rooms of the program, as an icon over a word."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.avatar import paint_avatar
from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import RailView

__all__ = ["Rail", "RailItem", "RailView"]

_WIDTH_PX, _RAIL_PX, _NARROW_PX, _MARK_PX = 72, 80, 56, 36
_INSET_PX = 2


@spoken_as(Role.PageTab)
class RailItem(QAbstractButton):
    """One entry: icon over word, 60 px high; only the icon on narrow windows."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = RailView("", "list", "", "")
        self._is_narrow = False
        self.setProperty("ring_radius", 8)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_view(self, view: RailView) -> None:
        """Show an entry; one that is shown already is not painted again with each letter that is typed on a page."""
        if view == self._view:
            return
        self._view = view
        self.setText(view.title)
        self.setObjectName(f"rail_{view.page_id}")
        tip = view.tip or view.title
        self.setAccessibleName(tip)
        self.setToolTip(f"{tip} ({view.key})" if view.key else tip)
        self.update()

    @property
    def spoken_role(self) -> Role:
        """A page of several, or a button that does something at once."""
        return Role.Button if self._view.is_act else Role.PageTab

    @property
    def shortens_text(self) -> bool:
        """On narrow windows there is no word: name and tooltip say it."""
        return self._is_narrow

    @property
    def is_selected(self) -> bool:
        """Whether its page is on show."""
        return self._view.is_current

    def set_narrow(self, is_narrow: bool) -> None:
        """Show only the icon."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self.grow()

    def grow(self) -> None:
        """Take the room for the size of text in use."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if self._is_narrow:
            return QSize(44, 36)
        return QSize(self._theme.grown(_WIDTH_PX), 38 + len(self.lines) * self._theme.line_height("label"))

    @property
    def room_px(self) -> int:
        """How wide a line of the title may be."""
        return self.width() - 2 * _INSET_PX

    @property
    def lines(self) -> tuple[str, ...]:
        """The title in one line, or in two where it is too long for one and has two words."""
        title = self._view.title
        metrics = QFontMetricsF(self._theme.font("label", 700))
        if metrics.horizontalAdvance(title) <= self._theme.grown(_WIDTH_PX) - 2 * _INSET_PX or " " not in title:
            return (title,)
        first, _, rest = title.partition(" ")
        return (first, rest)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        rect = QRectF(self.rect())
        if self._view.is_current:
            draw_box(painter, rect, fill=self._theme.colour("tint-2"), radius=8)
        elif self.underMouse():
            draw_box(painter, rect, fill=self._theme.colour("hover"), radius=8)
        token = "accent-press" if self._view.is_current else "text-2"
        top = rect.height() / 2 - 10 if self._is_narrow else 9
        box = QRectF(round(rect.width() / 2 - 10), round(top), 20, 20)
        if self._view.is_person:
            paint_avatar(painter, self._theme, box.adjusted(-3, -3, 3, 3), self._view.glyph, "label")
        elif self._view.glyph:
            draw_box(painter, box, line=self._theme.colour(token), width=1.5, radius=4)
            painter.setFont(self._theme.font("label", 700))
            painter.setPen(self._theme.colour(token))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._view.glyph)
        else:
            draw_icon(painter, self._theme, self._view.icon, token, box)
        if not self._is_narrow:
            painter.setPen(self._theme.colour(token))
            painter.setFont(self._theme.font("label", 700 if self._view.is_current else 400))
            below = rect.adjusted(_INSET_PX, 32, -_INSET_PX, -2)
            for line in self.lines:
                shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, round(below.width()))
                painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, shown)
                below.translate(0, self._theme.line_height("label"))
        painter.end()


class _ProgramMark(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(_MARK_PX, _MARK_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        draw_box(painter, QRectF(self.rect()), fill=self._theme.colour("accent"), radius=8)
        draw_icon(painter, self._theme, "drop", "on-accent", QRectF(6, 6, 24, 24))
        painter.end()


@spoken_as(Role.PageTabList)
class Rail(QWidget):
    """Entries from the top, others from the foot; `page_requested` carries the page id."""

    page_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._items: dict[str, RailItem] = {}
        self.setProperty("surface", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(sizes.XXS, sizes.S, sizes.XXS, sizes.S)
        self._rows.setSpacing(sizes.XXS)
        self._rows.addWidget(_ProgramMark(theme), 0, Qt.AlignmentFlag.AlignHCenter)
        self._rows.addSpacing(sizes.S)
        self._first = self._rows.count()
        self._rows.addStretch(1)
        self._upper = 0
        self.set_narrow(False)

    def show_view(self, upper: tuple[RailView, ...], lower: tuple[RailView, ...]) -> None:
        """Show the entries at the top and at the foot."""
        before = len(self._items)
        for view in (*upper, *lower):
            if view.page_id not in self._items:
                self._add(view, is_upper=view in upper)
            self._items[view.page_id].show_view(view)
        for view in (*upper, *lower) if len(self._items) > before else ():
            self._items[view.page_id].raise_()  # assistive technology reads them in the order of Qt's children

    def grow(self) -> None:
        """Take the size of text in use."""
        self.set_narrow(self.width() <= _NARROW_PX)

    def set_narrow(self, is_narrow: bool) -> None:
        """Shrink to 56 px with icons only."""
        self.setFixedWidth(_NARROW_PX if is_narrow else self._theme.grown(_RAIL_PX))
        for item in self._items.values():
            item.set_narrow(is_narrow)

    def _add(self, view: RailView, *, is_upper: bool) -> None:
        item = RailItem(self._theme, self)
        item.set_narrow(self.width() <= _NARROW_PX)
        item.clicked.connect(lambda: self.page_requested.emit(view.page_id))
        self._items[view.page_id] = item
        if is_upper:
            self._rows.insertWidget(self._first + self._upper, item)
            self._upper += 1
        else:
            self._rows.addWidget(item)
