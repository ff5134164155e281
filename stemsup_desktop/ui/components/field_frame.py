"""The frame round every field: label above, unit inside on the right, one sentence beneath, dashed while open."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.composition import Composition
from stemsup_desktop.ui.components.labels import IconLabel, Label, set_shown
from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.spoken import say
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

ROW_PX = 32


class FieldBox(QWidget):
    """The painted outline; the editor inside it has none of its own."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_hovered = False
        self.is_open = False
        self.has_error = False
        self.is_read_only = False
        self._look = (False, False, False)
        self.setMinimumHeight(theme.grown(ROW_PX))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(sizes.FIELD, sizes.HAIR, sizes.FIELD, sizes.HAIR)
        self.row.setSpacing(sizes.XS)

    def show_look(self, *, is_open: bool, has_error: bool) -> None:
        """Paint the outline anew if it is to look otherwise."""
        look = (is_open, has_error, self.is_read_only)
        if look != self._look:
            self._look = look
            self.is_open, self.has_error = is_open, has_error
            self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_hovered = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        editor = self.focusProxy()
        if editor is not None:
            editor.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        is_grey = self.is_read_only or not self.isEnabled()
        fill = self._theme.colour("hover" if is_grey else "base")
        rect = QRectF(self.rect())
        if self.has_error:
            draw_box(painter, rect, fill=fill, line=self._theme.colour("stop"), width=2)
        elif is_grey:
            draw_box(painter, rect, fill=fill, line=self._theme.colour("line-strong"))
        elif self.is_open:
            line = self._theme.colour("text-2" if self._is_hovered else "open-line")
            draw_box(painter, rect, fill=fill, line=line, is_dashed=True)
        else:
            draw_box(painter, rect, fill=fill, line=self._theme.colour("text-2" if self._is_hovered else "control"))
        painter.end()


class _Message(QWidget):
    """A sentence under a field, after the icon of an error or a warning."""

    def __init__(self, theme: Theme, *, keeps_phrases: bool) -> None:
        super().__init__()
        self._icon = IconLabel(theme, size=16, line="small")
        self._sentence = Label(theme, role="small", wraps=True, keeps_phrases=keeps_phrases)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, sizes.TIGHT, 0, 0)
        row.setSpacing(sizes.XS)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sentence, 1)

    def show_sentence(self, icon: str, tone: str, sentence: str) -> None:
        """Show a sentence, or nothing if it is empty; without an icon if that has no name."""
        self._icon.set_icon(icon, tone)
        set_shown(self._icon, bool(icon))
        self._sentence.set_tone(tone)
        self._sentence.setText(sentence)
        set_shown(self, bool(sentence))


class FieldFrame(QWidget):
    """Base of the fields. `value_changed` carries what the person entered, or None; setting a value emits nothing."""

    value_changed = Signal(object)
    left = Signal()
    """The person left the field."""

    keeps_phrases = False
    """Whether the lines under the field break between phrases; it has to be wide enough for one."""
    open_icon_alignment = Qt.AlignmentFlag.AlignVCenter

    def __init__(
        self,
        theme: Theme,
        words: Words,
        label: str,
        *,
        unit: str = "",
        is_required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self.words = words
        self._label_text = label
        self._unit_text = unit
        self._is_required = is_required
        self._error = ""
        self._said_error = ""
        self._limit = ""
        self._warning = ""
        self._hint = ""
        self._reason = ""
        self._placeholder = ""
        self._editor: QWidget | None = None
        self._look: tuple[object, ...] = ()
        self._label = Label(theme, label, role="compact", tone="text-2")
        set_shown(self._label, bool(label))
        self.box = FieldBox(theme)
        # A page has a hundred fields; what most of them never show is made when it is first needed.
        self._open_icon: IconLabel | None = None
        self._message: _Message | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        if self._unit_text:
            self.box.row.addWidget(Label(self.theme, self._unit_text, role="small", tone="text-3"))
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(sizes.XXS)
        self._outer.addWidget(self._label)
        self._outer.addWidget(self.box)
        self._outer.addStretch(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def set_label(self, label: str) -> None:
        """Show another label."""
        self._label_text = label
        self._label.setText(label)
        set_shown(self._label, bool(label))
        self._update_name()

    def hide_label(self) -> None:
        """Leave the label to screen readers: the question stands beside or above the field already."""
        self._label.hide()

    def set_placeholder(self, text: str) -> None:
        """Show a quiet example in the empty field, where it has room for one."""
        self._placeholder = text
        self.refresh_look()

    def set_required(self, is_required: bool) -> None:
        """Say whether an empty field counts as open."""
        self._is_required = is_required
        self.refresh_look()

    def set_error(self, sentence: str) -> None:
        """Show what is wrong, or nothing."""
        if sentence != self._error:
            self._error = sentence
            self._show_message()

    def set_limit(self, sentence: str) -> None:
        """Show how much the field may hold, as an error; an error of its own comes first."""
        if sentence != self._limit:
            self._limit = sentence
            self._show_message()

    def set_warning(self, sentence: str) -> None:
        """Show what to check, or nothing."""
        if sentence != self._warning:
            self._warning = sentence
            self._show_message()

    def set_hint(self, sentence: str) -> None:
        """Show a quiet sentence under the field, or nothing."""
        if sentence != self._hint:
            self._hint = sentence
            self._show_message()

    def set_read_only(self, is_read_only: bool) -> None:
        """Show the value without letting it be changed; the reason stands nearby."""
        if is_read_only != self.box.is_read_only:
            self.box.is_read_only = is_read_only
            if self._editor is not None:
                self._set_editor_read_only(is_read_only)
            self.refresh_look()

    def set_locked(self, reason: str) -> None:
        """Show the value without letting it be changed, and say why; an empty reason lets it be changed."""
        if reason != self._reason:
            self._reason = reason
            self.box.setToolTip(reason)
            self.set_read_only(bool(reason))

    @property
    def sentence(self) -> str:
        """What stands under the field: an error before a warning before a hint, or empty."""
        return self.error or self._warning or self._hint

    @property
    def error(self) -> str:
        """The sentence shown as an error, or empty."""
        return self._error or self._limit

    @property
    def warning(self) -> str:
        """The sentence shown as a warning, or empty."""
        return self._warning

    @property
    def is_open(self) -> bool:
        """Whether the field is required and empty: dashed."""
        return self._is_required and self._is_empty() and not self.error

    def set_editor(self, editor: QWidget) -> None:
        """Put the editor into the frame; the frame takes its focus, ring and name from it."""
        self._editor = editor
        self._look = ()
        self.box.row.insertWidget(0, editor, 1)
        self.box.setFocusProxy(editor)
        self.setFocusProxy(editor)
        editor.setProperty("ring_owner", self.box)
        editor.installEventFilter(self)
        self._update_name()
        self.refresh_look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and watched is self._editor:
            self._on_left()
            self.left.emit()
            self._say_error()
        return False

    def setObjectName(self, name: str) -> None:
        """Name the field; its editor is found as `<name>_editor`."""
        super().setObjectName(name)
        if self._editor is not None:
            self._editor.setObjectName(f"{name}_editor")

    @property
    def composition(self) -> Composition | None:
        """What is being composed in the field, for fields that are typed into."""
        composition = getattr(self._editor, "composition", None)
        return composition if isinstance(composition, Composition) else None

    def _hold_value(self, read: Callable[[], str], show: Callable[[], None]) -> bool:
        """Put off showing a value while one is composed; what the person commits meanwhile counts, not that value."""
        before = read()
        composition = self.composition
        return composition is not None and composition.hold("value", lambda: show() if read() == before else None)

    def refresh_look(self) -> None:
        """Repaint after value, error or lock changed; with each letter typed every field of a page is asked."""
        is_open = self.is_open
        sentences = self._error, self._limit, self._warning, self._hint, self._reason
        look = is_open, self.box.is_read_only, self._placeholder, self._label_text, self._unit_text, sentences
        if look == self._look:
            return
        self._look = look
        self._show_open_icon(is_open)
        self._show_placeholder(self.words("common.open") if is_open else "")
        self.box.show_look(is_open=is_open, has_error=bool(self.error))
        self._update_name()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self._message is None or self._message.isHidden():
            return hint
        # Qt takes it for the most that the field may be high, and knows nothing of the lines of the message in it.
        return QSize(hint.width(), max(hint.height(), self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._message is not None and event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _is_empty(self) -> bool:
        raise TypeError(f"{type(self).__name__} does not say whether it is empty")

    def _show_placeholder(self, text: str) -> None:
        """Show a word in an empty editor; editors without one show only the dashes."""

    def _set_editor_read_only(self, is_read_only: bool) -> None:
        if self._editor is not None:
            self._editor.setEnabled(not is_read_only)

    def _on_left(self) -> None:
        """Tidy up when the person leaves the field."""

    def _show_open_icon(self, is_open: bool) -> None:
        if is_open and self._open_icon is None:
            self._open_icon = IconLabel(self.theme, "unanswered", "text-3", 16)
            self.box.row.insertWidget(0, self._open_icon, 0, self.open_icon_alignment)
        if self._open_icon is not None:
            set_shown(self._open_icon, is_open)

    def _show_message(self) -> None:
        if self.composition is not None and self.composition.hold("message", self._show_message):
            return
        sentence = self.sentence
        if sentence and self._message is None:
            self._message = _Message(self.theme, keeps_phrases=self.keeps_phrases)
            self._outer.insertWidget(2, self._message)
        if self._message is not None:
            icon, tone = ("stop", "stop") if self.error else ("caution", "caut") if self._warning else ("", "text-3")
            self._message.show_sentence(icon, tone, sentence)
        self.refresh_look()

    def _update_name(self) -> None:
        if self._editor is None:
            return
        parts = [self._label_text, self._unit_text, self.words("common.unanswered") if self.is_open else ""]
        name = ", ".join(part for part in parts if part)
        description = " ".join(part for part in (self._say_sentence(), self._reason) if part)
        if name != self._editor.accessibleName():
            self._editor.setAccessibleName(name)
        if description != self._editor.accessibleDescription():
            self._editor.setAccessibleDescription(description)

    def _say_error(self) -> None:
        """Have an error read out when the field is left with it: once, until it is another one."""
        if self.error != self._said_error:
            self._said_error = self.error
            if self.error:
                say(self, f"{self._label_text}. {self._say_sentence()}", is_urgent=True)

    def _say_sentence(self) -> str:
        """Return what stands under the field, with a word for what icon and colour say of an error or a warning."""
        if self.error:
            return self.words("spoken.error", sentence=self.error)
        return self.words("spoken.warning", sentence=self._warning) if self._warning else self._hint
