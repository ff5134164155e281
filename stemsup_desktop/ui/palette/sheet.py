"""The palette's sheet: a line to type in, the list of what was found, and the keys at its foot."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import KeyHint
from stemsup_desktop.ui.components.labels import Hairline, Label, set_shown
from stemsup_desktop.ui.components.search_line import SearchLine
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.palette.line_list import LineList
from stemsup_desktop.ui.palette.lines import Line, PaletteView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_WIDTH_PX, _HEIGHT_PX, _AROUND_PX = 680, 560, 64


class PaletteSheet(Sheet):
    """`query_changed` carries what stands in the line; `line_wanted` the line that was opened by key or pointer."""

    query_changed = Signal(str)
    entered = Signal()
    line_wanted = Signal(object)

    def __init__(self, theme: Theme, words: Words, host: QWidget, *, sees_patients: bool) -> None:
        super().__init__(theme, host, words("palette.title"), accept_text=words("palette.title"), dismiss_text="")
        self.setObjectName("palette")
        self.title.hide()
        self.accept_button.hide()
        hint = words("palette.hint" if sees_patients else "palette.hint_office")
        self.search = SearchLine(theme, words("palette.title"), hint, words("palette.clear"))
        self.search.line_edit.setObjectName("palette_search")
        self.list = LineList(theme, words("palette.list"))
        self.nothing = Label(theme, role="body", tone="text-2", wraps=True)
        self.nothing.setObjectName("palette_nothing")
        self.nothing.setContentsMargins(sizes.M, sizes.XS, sizes.M, sizes.XS)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        rows = self.card.rows
        rows.setContentsMargins(0, sizes.M, 0, sizes.S)
        rows.setSpacing(sizes.XS)
        line = QHBoxLayout()
        line.setContentsMargins(sizes.M, 0, sizes.M, 0)
        line.addWidget(self.search)
        self.body.setSpacing(0)
        self.body.addLayout(line)
        self.body.addSpacing(sizes.S)
        self.body.addWidget(Hairline(theme))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.nothing, 1)
        self.body.addWidget(Hairline(theme))
        rows.addLayout(_make_foot(theme, words))
        rows.setStretchFactor(self.body, 1)
        set_shown(self.nothing, False)
        self.search.text_changed.connect(self.query_changed)
        self.search.line_edit.installEventFilter(self)
        self.list.line_opened.connect(self.line_wanted)
        self.list.chosen_changed.connect(self._say_chosen)

    def show_view(self, view: PaletteView) -> None:
        """Show what was found."""
        self.list.show_rows(view.rows)
        self.nothing.setText(view.nothing)
        set_shown(self.nothing, bool(view.nothing))
        set_shown(self.list, not view.nothing)

    def chosen(self) -> Line | None:
        """Return the line that Enter would open, or None."""
        return self.list.chosen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_typed = watched is self.search.line_edit and event.type() == QEvent.Type.KeyPress
        if is_typed and isinstance(event, QKeyEvent) and self._take_key(event):
            return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match event.key():
            case Qt.Key.Key_Down if is_plain:
                self.list.move_choice(1)
            case Qt.Key.Key_Up if is_plain:
                self.list.move_choice(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if is_plain:
                self.entered.emit()
            case Qt.Key.Key_Escape:
                self.dismiss()
            case _:
                return False
        return True

    def _say_chosen(self) -> None:
        """Let the line say what Enter would open: the focus never leaves it."""
        chosen = self.list.chosen()
        self.search.line_edit.setAccessibleDescription(chosen.spoken if chosen is not None else self.nothing.text())

    def _fit(self) -> None:
        """Cover the window; the card keeps its height, whatever is found, so that nothing moves under the eye."""
        self.setGeometry(self._cover.rect())
        self.card.setFixedWidth(min(_WIDTH_PX, self.width() - 32))
        self.card.setFixedHeight(min(_HEIGHT_PX, self.height() - _AROUND_PX))


def _make_foot(theme: Theme, words: Words) -> QHBoxLayout:
    foot = QHBoxLayout()
    foot.setContentsMargins(sizes.M, 0, sizes.M, 0)
    foot.setSpacing(sizes.XS)
    for keys, text in (("↑ ↓", "choose"), ("Enter", "open"), ("Esc", "close")):
        foot.addWidget(KeyHint(theme, keys))
        foot.addWidget(Label(theme, words(f"palette.foot_{text}"), role="compact", tone="text-3"))
        foot.addSpacing(sizes.S)
    foot.addStretch(1)
    return foot
