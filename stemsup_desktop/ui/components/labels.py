"""Texts and lines: labels that never parse markup, icons, hairlines, headings."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.folding_row import FoldingRow
from stemsup_desktop.ui.components.line_breaks import keep_phrases, keep_words
from stemsup_desktop.ui.components.painting import draw_icon
from stemsup_desktop.ui.theme import Theme, set_look, sizes


def grow_with_text(widget: QWidget) -> None:
    """Let a widget take the size of text in use, where it has `grow` for that: it was sized by a type role before."""
    grow: Callable[[], None] | None = getattr(widget, "grow", None)
    if grow is not None:
        grow()


def set_shown(widget: QWidget, is_shown: bool) -> None:
    """Show or hide a part; one whose parent is not seen only loses its hiding and is shown with its parent.

    Qt would style a part that is shown and lay it out at once, and once more when the page is seen; one without a
    parent yet would become a window of its own.
    """
    parent = widget.parentWidget()
    if is_shown and widget.isVisible():
        return  # Qt would lay out and show once more what is on screen already
    if not is_shown or (parent is not None and parent.isVisible()):
        widget.setVisible(is_shown)
    elif widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide) and widget.isHidden():
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_Hidden, parent is None)
        widget.updateGeometry()
        layout = parent.layout() if parent is not None else None
        if layout is not None:
            layout.invalidate()  # Qt leaves that out for a part of a fixed size, which would stay where it was made


@contextmanager
def laid_out_once(widget: QWidget) -> Iterator[None]:
    """Lay a widget out once for all that comes and goes in it meanwhile: Qt would do so with each part that comes.

    One that is not seen is left as it is: Qt waits there by itself, and what is not styled yet has no size to lay out.
    """
    layout = widget.layout()
    if layout is None or not layout.isEnabled() or not widget.isVisible():
        yield
        return
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.activate()


_MARKED = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
MOST_SHOWN = 4_000
"""Characters that a wrapping label shows: Qt lays out 100,000 in seconds. Field and document have the text whole."""


class Label(QLabel):
    """Plain text in a type role and a tone (a colour token); text from people is shown as typed.

    Where lines are wrapped, a text longer than `MOST_SHOWN` ends in an ellipsis, and no word in katakana is broken.
    With `keeps_phrases` lines break between phrases; that is for text of our own, in columns wide enough for a phrase.
    """

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        *,
        role: str = "body",
        tone: str = "text",
        weight: int | None = None,
        wraps: bool = False,
        keeps_phrases: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keeps_phrases = keeps_phrases
        self._plain = self._told = ""
        self._is_copied = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role, weight))
        self.setMinimumHeight(theme.line_height(role))
        self.setProperty("tone", tone)
        self.setProperty("role", role)
        self.setProperty("weight", str(weight or 0))
        self.setWordWrap(wraps)
        self.setText(text)
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        is_cut = self.wordWrap() and len(text) > MOST_SHOWN
        plain = f"{text[:MOST_SHOWN]}…" if is_cut else text
        shown = plain
        if self.wordWrap() and not self._is_copied:
            shown = keep_phrases(plain) if self._keeps_phrases else keep_words(plain)
        self._plain = plain
        self._tell(plain if shown != plain or self._keeps_phrases else "")
        super().setText(shown)

    def text(self) -> str:
        return self._plain

    def setTextInteractionFlags(self, flags: Qt.TextInteractionFlag) -> None:
        """Let the text be marked; what is copied then is what was put in, and breaks as Qt does."""
        super().setTextInteractionFlags(flags)
        self._is_copied = bool(flags & _MARKED)
        if self._is_copied:
            self._tell("")
            super().setText(self._plain)

    def _tell(self, plain: str) -> None:
        """Be named by what is read, where something without ink stands in what is shown; a name of its own stays."""
        if self.accessibleName() == self._told and plain != self._told:
            self.setAccessibleName(plain)
            self._told = plain

    def grow(self) -> None:
        """Take the size of text in use, where a label outlives a change of it."""
        role, weight = str(self.property("role")), int(self.property("weight"))
        self.setFont(self._theme.font(role, weight or None))
        self.setMinimumHeight(self._theme.line_height(role))

    def set_tone(self, tone: str) -> None:
        """Show the text in another colour token."""
        set_look(self, tone=tone)

    def set_role(self, role: str, weight: int | None = None) -> None:
        """Show the text in another type role."""
        set_look(self, role=role, weight=str(weight or 0))


class ElidedLabel(Label):
    """One line that gives way on narrow windows: it ends in an ellipsis and its tooltip has the whole text."""

    def minimumSizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(hint.width(), 120), hint.height())

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(hint.width(), 640), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = self.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self._theme.colour(str(self.property("tone"))))
        painter.drawText(self.rect(), self.alignment() | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class IconLabel(QWidget):
    """An icon in a token colour that follows the theme; decoration, its meaning is in the text beside it.

    With a type role as `line` it stands in the middle of a line of that text.
    """

    def __init__(
        self,
        theme: Theme,
        icon: str = "",
        token: str = "text",
        size: int = 16,
        parent: QWidget | None = None,
        *,
        line: str = "",
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon = icon
        self._token = token
        self._size = size
        self._line = line
        self.grow()

    def grow(self) -> None:
        """Take the height of a line in the size of text in use."""
        self._height = max(self._size, self._theme.line_height(self._line)) if self._line else self._size
        self.setFixedSize(self._size, self._height)

    def set_icon(self, icon: str, token: str) -> None:
        """Show another icon; an empty name shows nothing."""
        if (icon, token) != (self._icon, self._token):
            self._icon, self._token = icon, token
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._height)

    def paint_ahead(self) -> None:
        """Draw the icon before it is seen; the theme keeps it."""
        if self._icon:
            self._theme.pixmap(self._icon, self._token, self._size, self.devicePixelRatio())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._icon:
            painter = QPainter(self)
            top = (self._height - self._size) // 2
            draw_icon(painter, self._theme, self._icon, self._token, QRectF(0, top, self._size, self._size))
            painter.end()


class Hairline(QWidget):
    """A line one pixel thick between things."""

    def __init__(
        self, theme: Theme, *, token: str = "line", is_vertical: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._token = token
        if is_vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour(self._token))
        painter.end()


_HEADING_PX = 320
"""What a heading with its note takes at most before what belongs to it goes below."""


class SectionHeading(QWidget):
    """A heading inside a page with a quiet note beside it and a rule beneath; `row` has what is at the right end."""

    def __init__(
        self, theme: Theme, title: str = "", note: str = "", *, has_rule: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = Label(theme, title, role="section")
        self._note: Label | None = None
        self._texts = QHBoxLayout()
        self._texts.setSpacing(sizes.S)
        self._texts.addWidget(self._title)
        self._texts.addStretch(0)
        across = FoldingRow(self._texts, least_px=theme.grown(_HEADING_PX))
        self.row = across.side
        self.row.setSpacing(sizes.S)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, sizes.XS if has_rule else 0, 0, 0)  # nearer to what it heads than to what is above
        outer.setSpacing(sizes.XS)
        outer.addWidget(across)
        if has_rule:
            outer.addWidget(Hairline(theme, token="line-strong"))
        self._show_note(note)

    def show_text(self, title: str, note: str = "") -> None:
        """Show a title and a note."""
        self._title.setText(title)
        self._show_note(note)

    def _show_note(self, note: str) -> None:
        if self._note is None and note:  # most headings have none
            self._note = Label(self._theme, role="compact", tone="text-3", wraps=True)
            self._texts.insertWidget(1, self._note, 1)
        if self._note is not None:
            self._note.setText(note)
            set_shown(self._note, bool(note))

    def add_trailing(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self.row.addWidget(widget)


class Card(QFrame):
    """A framed box: something one can act on, or a document."""

    def __init__(self, theme: Theme, *, flag: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.set_flag(flag)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(sizes.S, sizes.S, sizes.S, sizes.S)
        self.rows.setSpacing(sizes.XXS)

    def set_flag(self, flag: str) -> None:
        """Colour the card as stop, spec, caut, info, clear or open, or "" for plain."""
        set_look(self, kind="" if flag else "card", flag=flag)
