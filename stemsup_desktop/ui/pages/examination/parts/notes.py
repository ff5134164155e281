"""What is said about a question or group: instructions, help on demand, addresses to copy."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.language import Language, Text
from stemsup_desktop.questionnaire.model import Item, SupportLink
from stemsup_desktop.ui.components.buttons import IconButton, QuietButton
from stemsup_desktop.ui.components.labels import IconLabel, Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.stack import set_stacked
from stemsup_desktop.ui.components.styled_text import StyledText
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.theme import sizes

_ON_DEMAND = ("help", "flyover")
_BY_EDITOR = ("unit", "lower", "upper")
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse
_ICONS = {"instructions": "info", "security": "lock"}


def make_text(item: Item, context: PageContext, *, role: str = "body", tone: str = "text", weight: int = 0) -> Label:
    """Return the words of an item: styled where the file gives Markdown in the window's language, else plain."""
    text, language = item.label, context.words.language
    if item.markdown is not None and text.en == text.ja:
        return StyledText(context.theme, item.markdown.in_language(language), role=role, tone=tone)
    return Label(context.theme, text.in_language(language), role=role, tone=tone, weight=weight or None, wraps=True)


def name_both(text: Text, language: Language) -> tuple[str, str]:
    """Return a text in the window's language and in the other one; the other is empty where it says the same."""
    title, other = (text.ja, text.en) if language is Language.JA else (text.en, text.ja)
    return title, "" if other == title else other


class NoteLine(QWidget):
    """A text with a mark of its kind: instruction, security, legal."""

    def __init__(self, item: Item, context: PageContext, *, role: str = "small", tone: str = "text-2") -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.XS)
        icon = _ICONS.get(item.display_category, "docs" if item.item_control == "legal" else "")
        if icon:
            mark = IconLabel(context.theme, icon, "text-3", 16)
            mark.setAccessibleName(context.words(f"examination.{item.display_category or 'legal'}"))
            mark.setToolTip(context.words(f"examination.{item.display_category or 'legal'}"))
            row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(make_text(item, context, role=role, tone=tone), 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)


class LinkLine(QWidget):
    """An address to copy; nothing here opens it."""

    def __init__(self, link: SupportLink, context: PageContext) -> None:
        super().__init__()
        words = context.words
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.XS)
        address = Label(context.theme, link.url, role="small", tone="text-2", wraps=True)
        address.setTextInteractionFlags(_SELECTABLE)
        copy = QuietButton(context.theme, words("examination.copy_address"))
        copy.setAccessibleName(f"{words('examination.copy_address')}: {link.url}")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(link.url))
        row.addWidget(address, 1)
        row.addWidget(copy)


class Notes:
    """The notes of one row: a button for what is shown on demand, and lines for the rest; made when there are any."""

    def __init__(
        self,
        item: Item,
        context: PageContext,
        name: str,
        head: QHBoxLayout,
        below: QVBoxLayout,
        head_place: int | None = None,
    ) -> None:
        self._item = item
        self._context = context
        self._name = name
        self._head, self._head_place = head, head.count() if head_place is None else head_place
        self._below, self._below_place = below, below.count()
        self._notes: tuple[Item, ...] = ()
        self._button: IconButton | None = None
        self._lines: QWidget | None = None
        self._column: QVBoxLayout | None = None
        self._help: list[QWidget] = []
        if item.support_links:
            self._show(())

    def show_notes(self, notes: tuple[Item, ...]) -> None:
        """Show the notes that are asked now."""
        if notes != self._notes:
            self._notes = notes
            self._show(notes)

    def _show(self, notes: tuple[Item, ...]) -> None:
        column = self._clear()
        for note in notes:
            if note.item_control in _BY_EDITOR:
                continue
            line = NoteLine(note, self._context)
            column.addWidget(line)
            if note.item_control in _ON_DEMAND:
                self._help.append(line)
        for link in self._item.support_links:
            column.addWidget(LinkLine(link, self._context))
        if self._help and self._button is None:
            self._button = self._make_button()
        if self._button is not None:
            set_stacked(self._button, bool(self._help))
        self._on_toggled(self._button is not None and self._button.isChecked())

    def _clear(self) -> QVBoxLayout:
        self._help.clear()
        if self._lines is not None:
            self._below.removeWidget(self._lines)
            self._lines.hide()
            self._lines.deleteLater()
        self._lines = QWidget()
        self._lines.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._column = QVBoxLayout(self._lines)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(sizes.TIGHT)
        self._below.insertWidget(self._below_place, self._lines)
        return self._column

    def _make_button(self) -> IconButton:
        words = self._context.words
        name = f"{words('examination.help')}: {self._item.label.in_language(words.language)}"
        button = IconButton(self._context.theme, "info", name)
        button.setCheckable(True)
        button.setObjectName(f"{self._name}_help")
        button.toggled.connect(self._on_toggled)
        self._head.insertWidget(self._head_place, button)
        return button

    def _on_toggled(self, is_open: bool) -> None:
        for line in self._help:
            set_stacked(line, is_open)
        if self._lines is not None and self._column is not None:
            set_stacked(self._lines, self._column.count() > (0 if is_open else len(self._help)))


class MessageSlot:
    """A sentence below a row where its editor cannot say it; made when there is one."""

    def __init__(self, context: PageContext, layout: QVBoxLayout) -> None:
        self._context = context
        self._layout, self._place = layout, layout.count()
        self._message: InlineMessage | None = None

    def show_message(self, problem: str, doubt: str) -> None:
        """Show what is wrong, else what to check, else nothing."""
        sentence = problem or doubt
        if self._message is None:
            if not sentence:
                return
            self._message = InlineMessage(self._context.theme)
            self._layout.insertWidget(self._place, self._message)
        self._message.show_message(TagState.STOP if problem else TagState.CAUTION, sentence)
