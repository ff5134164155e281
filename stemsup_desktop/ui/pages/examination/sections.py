"""One section of the checklist, and the index of all sections."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.ui.components.labels import Label, SectionHeading
from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors import Editor
from stemsup_desktop.ui.pages.examination.rows import EditorGrid, QuestionRow, icon_of
from stemsup_desktop.ui.pages.examination.view import SectionView, is_field_group
from stemsup_desktop.ui.theme import Theme


class SectionPanel(QWidget):
    """A section: heading with its count, then rows of questions or one grid of measured values."""

    answered = Signal(str, object)

    def __init__(self, group: Item, context: PageContext) -> None:
        super().__init__()
        self.group = group
        self._context = context
        self._heading = SectionHeading(context.theme)
        self._grid: EditorGrid | None = None
        self._rows: dict[str, QuestionRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(4)
        self._column.addWidget(self._heading)
        self._add_help()
        if is_field_group(group):
            self._grid = EditorGrid(context)
            self._grid.answered.connect(self.answered)
            self._column.addSpacing(6)
            self._column.addWidget(self._grid)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def editors(self) -> tuple[Editor, ...]:
        """Every editor on show, in order."""
        if self._grid is not None:
            return self._grid.editors
        return tuple(editor for row in self._rows.values() if not row.isHidden() for editor in row.editors)

    @property
    def unbuilt(self) -> tuple[Item, ...]:
        """The questions without a row yet."""
        if self._grid is not None:
            return ()
        return tuple(
            item
            for item in self.group.children
            if (item.is_question or item.type is ItemType.GROUP) and item.link_id not in self._rows
        )

    def build_row(self, item: Item) -> None:
        """Make the row of one question; it is shown with the next view."""
        row = QuestionRow(item, self._context)
        row.answered.connect(self.answered)
        row.hide()
        self._rows[item.link_id] = row
        self._column.addWidget(row)

    def show_view(self, view: SectionView, only: frozenset[str] | None) -> None:
        """Show the section as far as it is built; with `only`, rows that hold none of these link ids are left out."""
        self._heading.show_text(view.title, view.count)
        views = {row.link_id: row for row in view.rows}
        if self._grid is not None:
            questions = tuple(child for child in self.group.children if child.link_id in views)
            shown = tuple(item for item in questions if only is None or item.link_id in only)
            self._grid.show_rows(shown, views)
            self.setVisible(bool(shown))
            return
        is_any_shown = False
        for link_id, row in self._rows.items():
            is_asked = link_id in views
            if is_asked:
                followers = tuple(views[inner] for inner in row.link_ids[1:] if inner in views)
                row.show_rows(views[link_id], followers)
            is_wanted = only is None or any(inner in only for inner in row.link_ids)
            row.setVisible(is_asked and is_wanted)
            is_any_shown = is_any_shown or (is_asked and is_wanted)
        self.setVisible(is_any_shown)

    def _add_help(self) -> None:
        for child in self.group.children:
            if child.type is ItemType.DISPLAY:
                text = child.label.in_language(self._context.words.language)
                self._column.addWidget(Label(self._context.theme, text, role="small", tone="text-3", wraps=True))


class IndexItem(QAbstractButton):
    """One section in the index: mark, name, count."""

    def __init__(self, theme: Theme, link_id: str) -> None:
        super().__init__()
        self._theme = theme
        self.link_id = link_id
        self._view: SectionView | None = None
        self._is_current = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(theme.font("compact"))
        self.setObjectName(f"index_{link_id}")

    def show_view(self, view: SectionView, *, is_current: bool) -> None:
        """Show a section's state."""
        if view == self._view and is_current == self._is_current:
            return
        self._view, self._is_current = view, is_current
        self.setText(view.title)
        self.setAccessibleName(f"{view.title} {view.count} {view.mark.value}".strip())
        self.setToolTip(view.title)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, max(32, self._theme.line_height("compact") + 12))

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
        count_width = painter.fontMetrics().horizontalAdvance(self._view.count) + 12
        painter.setFont(self._theme.font("compact", 700 if self._is_current else 400))
        painter.setPen(colour("text"))
        room = rect.adjusted(30, 0, -8 - count_width, 0)
        text = painter.fontMetrics().elidedText(self._view.title, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)


class SectionIndex(QWidget):
    """All sections in one list; `section_requested` carries the section's link id."""

    section_requested = Signal(str)

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self._theme = theme
        self._items: dict[str, IndexItem] = {}
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        heading = Label(theme, title, role="small", tone="text-3")
        heading.setContentsMargins(8, 0, 0, 6)
        pane = ScrollPane(margins=(12, 16, 8, 16), spacing=2)
        pane.add(heading)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        pane.rows.addLayout(self._list)
        pane.add_stretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(pane)

    def show_sections(self, sections: tuple[SectionView, ...], current: str) -> None:
        """Show the sections as they stand."""
        for section in sections:
            if section.link_id not in self._items:
                self._add(section.link_id)
            self._items[section.link_id].show_view(section, is_current=section.link_id == current)
        asked = {section.link_id for section in sections}
        for link_id, item in self._items.items():
            item.setVisible(link_id in asked)

    def _add(self, link_id: str) -> None:
        item = IndexItem(self._theme, link_id)
        item.clicked.connect(lambda: self.section_requested.emit(link_id))
        self._items[link_id] = item
        self._list.addWidget(item)
