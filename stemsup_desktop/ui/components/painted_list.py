"""What every list whose lines a delegate paints has in common."""

import weakref

from PySide6.QtCore import QItemSelection, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView

from stemsup_desktop.ui.components.painting import draw_box, draw_icon
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import ICONS, TagState


def set_up_painted_list(view: QListView, name: str, object_name: str) -> None:
    """Make a list one that is walked and read, one line at a time, and never edited or scrolled sideways."""
    view.setObjectName(object_name)
    view.setAccessibleName(name)
    view.setProperty("ring", False)  # the delegate rings the line
    view.setMouseTracking(True)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    let_selection_lead(view)


def find_frame(rect: QRect) -> QRectF:
    """Find where a line is filled and ringed that is chosen or under the pointer: as wide as the fields over it."""
    return QRectF(rect).adjusted(0, 1, 0, -1)


def let_selection_lead(view: QAbstractItemView) -> None:
    """Go to a line that assistive technology selects, as keys and pointer do: by itself Qt would only mark it.

    Called once the view has its model.
    """
    leading = weakref.ref(view)

    def follow(selected: QItemSelection) -> None:
        followed, chosen = leading(), selected.indexes()
        if followed is not None and chosen and chosen[0].row() != followed.currentIndex().row():
            followed.setCurrentIndex(chosen[0])

    view.selectionModel().selectionChanged.connect(follow)


TAG_PX = 22
"""How high a state is painted at the usual size of text."""


def paint_elided(painter: QPainter, theme: Theme, where: QRect, text: str, role: str, token: str = "text") -> None:
    """Paint one line of text, cut with an ellipsis where it has no room."""
    font = theme.font(role)
    painter.setFont(font)
    painter.setPen(theme.colour(token))
    shown = QFontMetrics(font).elidedText(" ".join(text.splitlines()), Qt.TextElideMode.ElideRight, where.width())
    painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def paint_state(painter: QPainter, theme: Theme, room: QRect, state: TagState, word: str) -> int:
    """Paint a state at the right end of a room and return the width it takes."""
    is_open = state is TagState.OPEN
    font = theme.font("compact", 700)
    width = QFontMetrics(font).horizontalAdvance(word) + 36
    box = QRectF(room.right() + 1 - width, room.top(), width, theme.grown(TAG_PX))
    fill = theme.colour("base" if is_open else f"{state}-bg")
    edge = theme.colour(f"{state}-line")
    draw_box(painter, box, fill=fill, line=edge, radius=theme.radius("tag"), is_dashed=is_open)
    draw_icon(painter, theme, ICONS[state], state.value, QRectF(box.left() + 7, round(box.center().y() - 8), 16, 16))
    painter.setFont(font)
    painter.setPen(theme.colour(state.value))
    painter.drawText(box.adjusted(28, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)
    return width + 8
