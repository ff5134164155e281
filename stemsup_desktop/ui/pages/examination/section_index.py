"""The sections at a glance, as an index or a menu: mark, name and count, and a way to what is missing in each."""

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.line_breaks import keep_phrases
from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.stack import Stack, set_stacked
from stemsup_desktop.ui.pages.examination.parts.question import icon_of
from stemsup_desktop.ui.pages.examination.view_model import Key, RowMark, SectionView
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_MENU_PX, _WIDE_MENU_PX = 200, 296
_BESIDE_MENU_PX = 600
"""What title, save mark and filter take of the header."""
_keep = lru_cache(maxsize=128)(keep_phrases)
"""Names of sections are measured again and again; there are some dozens of them."""

_LEFT_PX, _RIGHT_PX, _COUNT_GAP_PX = 30, 8, 8
_MOST_LINES = 2
_MARKS = {
    RowMark.INFORMATION: "common.information",
    RowMark.CAUTION: "common.caution",
    RowMark.SPECIALIST: "common.specialist",
    RowMark.STOP: "common.stop",
    RowMark.OPEN: "common.unanswered",
}


class IndexItem(QAbstractButton):
    """One section in the index: mark, name, count. A long name takes two lines."""

    def __init__(self, theme: Theme, words: Words, link_id: str) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._view: SectionView | None = None
        self._is_current = False
        self._measured: tuple[tuple[str, int, int, int], int] | None = None
        """What the height was last asked for, and the height: a layout asks many times."""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(theme.font("compact"))
        self.setObjectName(f"index_{link_id}")

    @property
    def is_current(self) -> bool:
        """Whether it is the section that is being worked on."""
        return self._is_current

    def show_view(self, view: SectionView, *, is_current: bool) -> None:
        """Show a section's state."""
        if view == self._view and is_current == self._is_current:
            return
        self._view, self._is_current = view, is_current
        self.setText(view.title)
        mark = self._words(_MARKS[view.mark]) if view.mark in _MARKS else ""
        self.setAccessibleName(", ".join(part for part in (view.title, view.count, mark) if part))
        self.setToolTip(view.title)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        width = max(self.width(), 160)
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        # As strong as the current one, so that no name moves when it becomes current.
        high = self._theme.line_height("compact")
        key = (self.text(), width, self._count_width(), high)
        if self._measured is None or self._measured[0] != key:
            metrics = QFontMetrics(self._theme.font("compact", 500))
            least = max(30, 10 + min(self.measure(metrics, width).height(), _MOST_LINES * metrics.height()))
            self._measured = key, least
        return self._measured[1]

    def measure(self, metrics: QFontMetrics, width: int) -> QRect:
        """Return the room that the name takes at a width of the whole item."""
        room = QRect(0, 0, width - _LEFT_PX - _RIGHT_PX - self._count_width(), 1000)
        return metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, _keep(self.text()))

    def _count_width(self) -> int:
        required = self._view.required if self._view is not None else 0
        # As wide as it will be in the end, so that no name breaks anew while questions are answered.
        count = f"{required}/{required}" if required else ""
        return QFontMetrics(self._theme.font("label")).horizontalAdvance(count) + _COUNT_GAP_PX if count else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._view is None:
            return
        painter = start_painting(self)
        colour = self._theme.colour
        rect = QRectF(self.rect())
        if self._is_current or self.underMouse():
            draw_box(painter, rect, fill=colour("tint" if self._is_current else "hover"))
        icon, token = icon_of(self._view.mark)
        if not icon and self._view.required:
            icon, token = "clear", "clear"
        if icon:
            draw_icon(painter, self._theme, icon, token, QRectF(8, round(rect.height() / 2 - 8), 16, 16))
        self._paint_texts(painter, rect)
        painter.end()

    def _paint_texts(self, painter: QPainter, rect: QRectF) -> None:
        assert self._view is not None
        colour = self._theme.colour
        painter.setFont(self._theme.font("label"))
        painter.setPen(colour("text-3"))
        painter.drawText(
            rect.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._view.count
        )
        painter.setFont(self._theme.font("compact", 500 if self._is_current else 400))
        painter.setPen(colour("text"))
        room = rect.adjusted(_LEFT_PX, 0, -_RIGHT_PX - self._count_width(), 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, _keep(self._view.title))


class SectionIndex(QWidget):
    """All sections in one list; `section_requested` carries the section's key."""

    section_requested = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._items: dict[Key, IndexItem] = {}
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        heading = Label(theme, words("examination.sections"), role="small", tone="text-3")
        heading.setContentsMargins(sizes.XS, 0, 0, sizes.XS)
        pane = ScrollPane(margins=(sizes.S, sizes.M, sizes.XS, sizes.M), spacing=0)
        pane.add(heading)
        self._list = Stack(2)
        pane.add(self._list)
        pane.add_stretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(pane)

    def show_sections(self, sections: tuple[SectionView, ...], current: Key | None) -> None:
        """Show the sections as they stand."""
        for section in sections:
            item = self._items.get(section.key) or self._make(section)
            item.show_view(section, is_current=section.key == current)
            if item.parentWidget() is None:
                self._list.insert(sum(other < section.key for other in self._items), item)
                self._items[section.key] = item
        asked = {section.key for section in sections}
        for key, item in self._items.items():
            if item.isHidden() == (key in asked):
                set_stacked(item, key in asked)

    def _make(self, section: SectionView) -> IndexItem:
        key = section.key
        item = IndexItem(self._theme, self._words, section.link_id)
        item.clicked.connect(lambda: self.section_requested.emit(key))
        return item


class SectionMenu(ChoiceField):
    """The same in a list that opens, where the index has no room."""

    section_requested = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words, "", allows_none=False)
        self._sections: tuple[SectionView, ...] = ()
        self.set_label(words("examination.sections"))
        self.hide_label()
        self.setObjectName("section_menu")
        self._grown = theme.grown
        self.set_room(0)
        self.value_changed.connect(self._on_chosen)

    def set_room(self, width: int) -> None:
        """Be wide enough for the longest name, as far as a header of this width has room beside what else is in it."""
        self.setMinimumWidth(max(_MENU_PX, min(_WIDE_MENU_PX, width - self._grown(_BESIDE_MENU_PX))))

    def show_sections(self, sections: tuple[SectionView, ...], current: Key | None) -> None:
        """Show the sections as they stand."""
        self._sections = sections
        options = tuple((str(number), f"{one.title}  {one.count}") for number, one in enumerate(sections))
        chosen = next((str(number) for number, one in enumerate(sections) if one.key == current), None)
        with signals_blocked(self):
            self.set_options(options)
            if self.value() != chosen:
                self.set_value(chosen)

    def _on_chosen(self, code: object) -> None:
        if isinstance(code, str):
            self.section_requested.emit(self._sections[int(code)].key)
