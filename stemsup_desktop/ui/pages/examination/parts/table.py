"""Tables whose cells are editors, and matrices of questions that share their options."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.questionnaire.answers import Answer
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.model import AnswerOption, Item
from stemsup_desktop.ui.components.buttons import IconButton
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors import Editor
from stemsup_desktop.ui.pages.examination.editors.option_list import OptionList
from stemsup_desktop.ui.pages.examination.editors.options import Options
from stemsup_desktop.ui.pages.examination.parts.box import Box, CellBox, make_column
from stemsup_desktop.ui.pages.examination.parts.carried import CarriedSlot
from stemsup_desktop.ui.pages.examination.parts.notes import MessageSlot, name_both
from stemsup_desktop.ui.pages.examination.parts.part import Part, Wishes
from stemsup_desktop.ui.pages.examination.parts.question import icon_of
from stemsup_desktop.ui.pages.examination.view_model import RowView
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import sizes

_HEAD_PX = 168
_NUMBER_PX = 28
_ACTION_PX = 32


class TablePart(Part):
    """Column headers above rows of cells; the arrow keys go from cell to cell."""

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes) -> None:
        super().__init__(row, context, wishes)
        self.box: Box = Box(6)
        language = context.words.language
        self._has_titles = row.item.item_control == "grid" and not row.item.repeats
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(sizes.XS)
        corner = QWidget()
        corner.setFixedWidth(_HEAD_PX if self._has_titles else _NUMBER_PX)
        head.addWidget(corner)
        for item in _find_columns(row.item, has_titles=self._has_titles):
            unit = f" ({item.unit.text})" if item.unit is not None and item.type is not ItemType.QUANTITY else ""
            holder = make_column()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            text = item.label.in_language(language) + unit
            column.addWidget(Label(context.theme, text, role="small", tone="text-3", wraps=True))
            head.addWidget(holder, 1)
        if row.item.repeats:
            end = QWidget()
            end.setFixedWidth(_ACTION_PX)
            head.addWidget(end)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, sizes.XXS, 0, sizes.XS)
        outer.setSpacing(sizes.XS)
        if row.title:
            outer.addWidget(Label(context.theme, row.title, role="compact", weight=700, wraps=True))
        outer.addLayout(head)
        outer.addWidget(Hairline(context.theme))
        outer.addWidget(self.box)
        self.setObjectName(f"{row.link_id}_table")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        has_modifier = bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        if step is None or has_modifier or not self._move(*step):
            super().keyPressEvent(event)

    def _move(self, down: int, right: int) -> bool:
        """Put the focus into the cell beside the one that has it; return False beyond the edge."""
        rows = [_cells_of(part) for part in self.box.parts if part.is_asked and isinstance(part, TableRow)]
        focused = QApplication.focusWidget()
        for line, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if focused is not None and cell is not None and cell.isAncestorOf(focused):
                    return self._focus_from(rows, line, column, down, right)
        return False

    def _focus_from(self, rows: list[list[Part | None]], line: int, column: int, down: int, right: int) -> bool:
        line, column = line + down, column + right
        while 0 <= line < len(rows) and 0 <= column < len(rows[line]):
            cell = rows[line][column]
            if cell is not None and cell.editor is not None and not cell.row.locked:
                cell.editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            line, column = line + down, column + right
        return False


@spoken_as(Role.Grouping)
class TableRow(Part):
    """One row of a table: its number or title, its cells, and how to remove it."""

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes, columns: tuple[int, ...]) -> None:
        super().__init__(row, context, wishes)
        self.columns = columns
        self.box: CellBox = CellBox(columns)
        has_number = row.item.repeats or row.item.item_control in ("gtable", "table")
        self._title = Label(context.theme, role="small", tone="text-2", wraps=not has_number)
        self._title.setFixedWidth(_NUMBER_PX if has_number else _HEAD_PX)
        self._has_number = has_number
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(sizes.XS)
        line.addWidget(self._title, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.box, 1)
        if row.item.repeats:
            self._remove = IconButton(context.theme, "close", context.words("examination.remove"))
            self._remove.setFixedWidth(_ACTION_PX)
            self._remove.setObjectName(f"{row.name}_remove")
            self._remove.clicked.connect(lambda: wishes.remove_requested.emit(self.key))
            line.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.XXS)
        outer.addLayout(line)
        self._message = MessageSlot(context, outer)
        self.setObjectName(row.name)
        self.show_row(row)

    def show_row(self, row: RowView) -> None:
        super().show_row(row)
        label = row.item.label.in_language(self.words.language)
        self._title.setText((row.title or "") if self._has_number else label)
        self._message.show_message(row.problem, row.doubt)
        name = self.words("examination.occurrence", title=label, number=row.title) if row.item.repeats else label
        self.setAccessibleName(name)
        if row.item.repeats:
            self._remove.setEnabled(row.can_change and not row.locked)
            self._remove.set_name(f"{self.words('examination.remove')}: {name}")
            if row.locked:
                say_reason(self._remove, row.locked)


class MatrixPart(Part):
    """Questions one below the other, their shared options as columns."""

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes) -> None:
        super().__init__(row, context, wishes)
        self.box: Box = Box(0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(_make_share(2))
        options = Options(_find_shared(row.item), context.words.language)
        for _, text in options.pairs():
            holder = make_column()
            column = QVBoxLayout(holder)
            column.setContentsMargins(sizes.TIGHT, 0, sizes.TIGHT, 0)
            label = Label(context.theme, text, role="small", tone="text-3", wraps=True)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            column.addWidget(label)
            head.addWidget(holder, _option_share(len(options)))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, sizes.XXS, 0, sizes.XS)
        outer.setSpacing(sizes.XXS)
        if row.title:
            outer.addWidget(Label(context.theme, row.title, role="compact", weight=700, wraps=True))
        outer.addLayout(head)
        outer.addWidget(Hairline(context.theme))
        outer.addWidget(self.box)
        self.setObjectName(f"{row.name}_matrix")


class MatrixEditor(Editor):
    """The options of one row, without their words: these head the columns."""

    def __init__(self, item: Item, name: str, label: str, context: PageContext) -> None:
        super().__init__(item, name)
        self._options = Options(item.answer_options, context.words.language)
        self._list = OptionList(
            context.theme,
            label,
            name,
            self._options.pairs(),
            is_single=not item.repeats,
            exclusive=frozenset(code for code, option in self._options if option.is_exclusive),
            columns=max(len(self._options), 1),
            shows_text=False,
        )
        self.adopt(self._list)
        for button in self._list.buttons.values():
            button.installEventFilter(self)
        self._list.changed.connect(self._on_changed)

    def set_read_only(self, is_read_only: bool) -> None:
        self._list.set_read_only(is_read_only)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        codes = (self._options.find_code(answer) for answer in answers)
        self._list.set_chosen(tuple(code for code in codes if code is not None))

    def _on_changed(self, codes: tuple[str, ...]) -> None:
        answers = (self._options.find_answer(code) for code in codes)
        self.answered.emit(tuple(answer for answer in answers if answer is not None))


class MatrixRow(Part):
    """One question of a matrix."""

    editor: MatrixEditor

    def __init__(self, row: RowView, context: PageContext, wishes: Wishes) -> None:
        super().__init__(row, context, wishes)
        key = row.key
        title, other = name_both(row.item.label, context.words.language)
        self.editor = MatrixEditor(row.item, row.name, title, context)
        self.editor.answered.connect(lambda answers: wishes.answered.emit(key, answers))
        if row.item.is_read_only:
            self.editor.set_read_only(True)
        self._locked = ""
        self._mark = IconLabel(context.theme, "", "text-3", 16)
        texts = _make_share(2)
        column = QHBoxLayout(texts)
        column.setContentsMargins(0, sizes.XXS, sizes.XS, sizes.XXS)
        column.addWidget(self._mark)
        shown = f"{row.item.prefix} {title}" if row.item.prefix and row.item.text is not None else title
        label = Label(context.theme, shown, role="compact", wraps=True)
        label.setToolTip(other)
        column.addWidget(label, 1)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(texts)
        policy = make_column().sizePolicy()
        self.editor.setSizePolicy(policy)
        count = len(row.item.answer_options)
        across.addWidget(self.editor, _option_share(count) * count)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(across)
        self._message = MessageSlot(context, outer)
        self._carried = CarriedSlot(self, outer)
        outer.addWidget(Hairline(context.theme))
        self.show_row(row)

    def show_refusal(self, sentence: str) -> None:
        super().show_refusal(sentence)
        self._message.show_message(sentence, "")

    def show_row(self, row: RowView) -> None:
        if row.locked != self._locked:
            self._locked = row.locked
            self.editor.set_locked(row.locked)
        super().show_row(row)
        self.editor.set_answers(row.answers)
        self._mark.set_icon(*icon_of(row.mark))
        self._message.show_message(row.problem, row.doubt)
        self._carried.show_row(row)


def _has_column(child: Item) -> bool:
    return child.is_question and not child.is_hidden


def _find_columns(item: Item, *, has_titles: bool) -> tuple[Item, ...]:
    rows = [child for child in item.children if child.type is ItemType.GROUP and not child.is_hidden]
    longest = max(rows, key=lambda row: len(row.children), default=item) if has_titles else item
    return tuple(child for child in longest.children if _has_column(child))


def _find_shared(item: Item) -> tuple[AnswerOption, ...]:
    return next((child.answer_options for child in item.children if child.is_question and not child.is_hidden), ())


def _cells_of(row: TableRow) -> list[Part | None]:
    asked = {part.key[0]: part for part in row.box.parts if part.is_asked}
    return [asked.get(position) for position in row.columns]


def _make_share(stretch: int) -> QWidget:
    holder = make_column()
    policy = holder.sizePolicy()
    policy.setHorizontalStretch(stretch * 6)
    holder.setSizePolicy(policy)
    return holder


def _option_share(count: int) -> int:
    """Return the stretch of one option's column: all of them together take three fifths."""
    return max(18 // max(count, 1), 2)
