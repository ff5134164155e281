"""The pages to explain as a painted list with a box to tick each; the reading follows the current row."""

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from stemsup_desktop.ui.components.line_breaks import keep_phrases
from stemsup_desktop.ui.components.painted_list import let_selection_lead
from stemsup_desktop.ui.components.painting import draw_box, draw_icon
from stemsup_desktop.ui.pages.explain.view import Topic
from stemsup_desktop.ui.theme import Theme

_ROOT = QModelIndex()
_TOPIC = Qt.ItemDataRole.UserRole
_BOX, _LEFT, _PAD = 18, 42, 10
_FLAGS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_SUMMARY_LINES = 2


class TopicsModel(QAbstractListModel):
    """Frozen topics for a list view; the check state says whether a page was explained."""

    def __init__(self) -> None:
        super().__init__()
        self._topics: tuple[Topic, ...] = ()

    def set_topics(self, topics: tuple[Topic, ...]) -> None:
        """Show other topics; where the pages are the same, rows stay and only what changed is told."""
        if [topic.page_id for topic in topics] != [topic.page_id for topic in self._topics]:
            self.beginResetModel()
            self._topics = topics
            self.endResetModel()
        elif topics != self._topics:
            self._topics = topics
            self.dataChanged.emit(self.index(0), self.index(len(topics) - 1))

    def topic_at(self, row: int) -> Topic:
        """Return the topic of a row."""
        return self._topics[row]

    def find_row(self, page_id: str) -> int | None:
        """Return the row of a page, or None."""
        return next((row for row, topic in enumerate(self._topics) if topic.page_id == page_id), None)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._topics)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        own = super().flags(index)
        return own | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else own

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._topics):
            return None
        topic = self._topics[index.row()]
        if role == _TOPIC:
            return topic
        if role == Qt.ItemDataRole.CheckStateRole:
            return (Qt.CheckState.Checked if topic.is_explained else Qt.CheckState.Unchecked).value
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = (topic.kind, topic.title, topic.other_title, topic.badge, topic.note)
            return ", ".join(part for part in parts if part)
        return None


_Line = tuple[str, QFont, str, float]
_MOST_MEASURED = 200


class TopicDelegate(QStyledItemDelegate):
    """Paints a topic: box, kind, title, badge, the first lines of the summary, and when it was explained."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._measured: dict[tuple[Topic, float], tuple[_Line, ...]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = self._view.viewport().width()
        topic: Topic = index.data(_TOPIC)
        lines = self._lines(topic, width - _LEFT - _PAD)
        return QSize(width, round(sum(height for _, _, _, height in lines)) + 2 * _PAD)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        topic: Topic = index.data(_TOPIC)
        rect = QRectF(option.rect).adjusted(0, 1, 0, -1)
        colour = self._theme.colour
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_current = index.row() == self._view.currentIndex().row()
        if is_current:
            draw_box(painter, rect, fill=colour("tint-2"), radius=8)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            draw_box(painter, rect, fill=colour("hover"), radius=8)
        if is_current and self._view.hasFocus():
            draw_box(painter, rect, line=colour("accent"), width=2, radius=8)
        self._paint_box(painter, rect, topic, is_current=is_current)
        top = rect.top() + _PAD - 1
        for text, font, tone, height in self._lines(topic, rect.width() - _LEFT - _PAD):
            painter.setFont(font)
            painter.setPen(colour("text-2" if is_current and tone == "text-3" else tone))
            painter.drawText(QRectF(rect.left() + _LEFT, top, rect.width() - _LEFT - _PAD, height + 2), _FLAGS, text)
            top += height
        painter.restore()

    def box_rect(self, rect: QRectF) -> QRectF:
        """Return where the box to tick stands in a row."""
        return QRectF(rect.left() + 12, rect.top() + _PAD + 18, _BOX, _BOX)

    def _paint_box(self, painter: QPainter, rect: QRectF, topic: Topic, *, is_current: bool) -> None:
        colour, box = self._theme.colour, self.box_rect(rect)
        if topic.is_explained:
            draw_box(painter, box, fill=colour("accent"), radius=4)
            draw_icon(painter, self._theme, "check", "on-accent", box.adjusted(1, 1, -1, -1))
        else:
            draw_box(painter, box, fill=colour("base"), line=colour("text-2" if is_current else "control"), radius=4)

    def _lines(self, topic: Topic, width: float) -> tuple[_Line, ...]:
        """Return text, font, tone and height of each line; measured once, Qt asks for them again and again."""
        key = (topic, width)
        if key not in self._measured:
            if len(self._measured) >= _MOST_MEASURED:
                self._measured.clear()
            self._measured[key] = tuple(self._measure(topic, width))
        return self._measured[key]

    def _measure(self, topic: Topic, width: float) -> list[_Line]:
        font = self._theme.font
        note_tone = "caut" if topic.has_changed else "accent"
        wanted = (
            (topic.kind, font("small"), "text-3"),
            (keep_phrases(topic.title), font("body", 700), "text"),
            (topic.other_title, font("small"), "text-2"),
            (keep_phrases(topic.badge), font("small", 500), "text-2"),
            (self._shorten(topic.summary, font("small"), width), font("small"), "text-3"),
            (topic.note, font("small", 500), note_tone),
        )
        return [(text, face, tone, self._height(text, face, width)) for text, face, tone in wanted if text]

    def _height(self, text: str, font: QFont, width: float) -> float:
        return QFontMetricsF(font).boundingRect(QRectF(0, 0, max(width, 1.0), 10_000), _FLAGS, text).height()

    def _shorten(self, text: str, font: QFont, width: float) -> str:
        """Return the text cut to the lines that a row shows; the whole stands in the reading beside it."""
        most = QFontMetricsF(font).height() * _SUMMARY_LINES + 2
        if self._height(text, font, width) <= most:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            fits = self._height(f"{text[:middle].rstrip()}…", font, width) <= most
            low, high = (middle, high) if fits else (low, middle - 1)
        return f"{text[:low].rstrip()}…"


class TopicList(QListView):
    """Up and Down move, Space ticks, Enter opens the full page. Showing topics reports nothing."""

    topic_reached = Signal(str)
    topic_ticked = Signal(str)
    topic_opened = Signal(str)

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.topics = TopicsModel()
        self._delegate = TopicDelegate(theme, self)
        self._is_showing = False
        self.setObjectName("topics")
        self.setAccessibleName(name)
        self.setModel(self.topics)
        let_selection_lead(self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setProperty("ring", False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.doubleClicked.connect(lambda index: self.topic_opened.emit(self.topics.topic_at(index.row()).page_id))

    def show_topics(self, topics: tuple[Topic, ...], current_id: str) -> None:
        """Show topics with one current."""
        self._is_showing = True
        self.topics.set_topics(topics)
        row = self.topics.find_row(current_id)
        if row is not None and row != self.currentIndex().row():
            self.setCurrentIndex(self.topics.index(row))
        self._is_showing = False

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if current.isValid() and not self._is_showing:
            self.topic_reached.emit(self.topics.topic_at(current.row()).page_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() == Qt.Key.Key_Space:
            self.topic_ticked.emit(self.topics.topic_at(index.row()).page_id)
        elif index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.topic_opened.emit(self.topics.topic_at(index.row()).page_id)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            box = self._delegate.box_rect(QRectF(self.visualRect(index)).adjusted(0, 1, 0, -1))
            if box.adjusted(-8, -8, 8, 8).contains(event.position()):
                self.topic_ticked.emit(self.topics.topic_at(index.row()).page_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.viewport().update()
        return super().viewportEvent(event)
