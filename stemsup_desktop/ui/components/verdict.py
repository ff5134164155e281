"""The verdict of the gate: as a panel, as a bar on narrow windows, and small per route."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.ui.components.buttons import Button
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label
from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.view_parts import ICONS, VERDICT_TAGS, TagState, VerdictView

__all__ = ["VERDICT_TAGS", "RouteVerdicts", "VerdictBar", "VerdictPanel", "VerdictView"]


class VerdictPanel(QFrame):
    """The verdict with its sentence, at least 80 px high; Alt+G lands here."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._verdict = Verdict.NOT_COMPLETE
        self.setObjectName("verdict")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("ring_radius", 8)
        self._icon = IconLabel(theme, size=36)
        self._title = Label(theme, role="title")
        self._sentence = Label(theme, role="compact", wraps=True)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.setMinimumHeight(80)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_view(self, view: VerdictView) -> None:
        """Show a verdict."""
        self._verdict = view.verdict
        tag = VERDICT_TAGS[view.verdict]
        tone = "on-stop" if view.verdict is Verdict.STOP else tag.value
        self._icon.set_icon(ICONS[tag], tone)
        self._title.setText(view.title)
        self._sentence.setText(view.sentence)
        self._title.set_tone(tone)
        self._sentence.set_tone(tone)
        self.setAccessibleName(f"{view.title}. {view.sentence}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        colour = self._theme.colour
        rect = QRectF(self.rect())
        if self._verdict is Verdict.STOP:
            draw_box(painter, rect, fill=colour("stop-fill"), radius=8)
        elif self._verdict is Verdict.NOT_COMPLETE:
            draw_box(painter, rect, fill=colour("base"), line=colour("open-line"), radius=8, is_dashed=True)
        else:
            tag = VERDICT_TAGS[self._verdict]
            draw_box(painter, rect, fill=colour(f"{tag}-bg"), line=colour(tag), radius=8)
        painter.end()


class VerdictBar(QWidget):
    """The verdict in one line, 48 px high, with the button that opens the gate."""

    open_requested = Signal()

    def __init__(self, theme: Theme, open_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._verdict = Verdict.NOT_COMPLETE
        self.setObjectName("verdict_bar")
        self._icon = IconLabel(theme, size=20)
        self._title = Label(theme, role="heading")
        self._sentence = Label(theme, role="compact")
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.open_button = Button(theme, open_text, key_hint="Alt G")
        self.open_button.setObjectName("open_gate")
        self.open_button.clicked.connect(self.open_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addWidget(self._sentence, 1)
        row.addWidget(self.open_button)
        self.setMinimumHeight(48)

    def show_view(self, view: VerdictView, open_text: str) -> None:
        """Show a verdict."""
        self._verdict = view.verdict
        tag = VERDICT_TAGS[view.verdict]
        tone = "on-stop" if view.verdict is Verdict.STOP else tag.value
        self._icon.set_icon(ICONS[tag], tone)
        self._title.setText(view.title)
        self._title.set_tone(tone)
        self._sentence.setText(view.sentence)
        self._sentence.setToolTip(view.sentence)
        self._sentence.set_tone(tone)
        self.open_button.setText(open_text)
        self.open_button.set_kind("on-stop" if view.verdict is Verdict.STOP else "secondary")
        self.setAccessibleName(f"{view.title}. {view.sentence}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        colour = self._theme.colour
        is_stop = self._verdict is Verdict.STOP
        tag = VERDICT_TAGS[self._verdict]
        painter.fillRect(self.rect(), colour("stop-fill" if is_stop else f"{tag}-bg"))
        if not is_stop:
            painter.fillRect(0, self.height() - 1, self.width(), 1, colour(f"{tag}-line"))
        painter.end()


class RouteVerdicts(QFrame):
    """One small verdict per route, side by side."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "card")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 8, 0, 8)
        self._row.setSpacing(0)
        self._cells: list[tuple[Label, IconLabel, Label]] = []

    def show_view(self, routes: tuple[tuple[str, TagState, str], ...]) -> None:
        """Show (route, state, word) for every route; their number does not change while the window is open."""
        while len(self._cells) < len(routes):
            self._add_cell()
        for (name, icon, word), (route, state, verdict) in zip(self._cells, routes, strict=True):
            name.setText(route)
            icon.set_icon(ICONS[state], state.value)
            word.setText(verdict)
            word.set_tone(state.value)
            word.setAccessibleName(f"{route}: {verdict}")

    def _add_cell(self) -> None:
        if self._cells:
            self._row.addWidget(Hairline(self._theme, is_vertical=True))
        name = Label(self._theme, role="small", tone="text-3")
        icon = IconLabel(self._theme, size=14)
        word = Label(self._theme, role="compact", weight=700)
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(icon)
        below.addWidget(word)
        below.addStretch(1)
        cell = QVBoxLayout()
        cell.setContentsMargins(9, 0, 5, 0)
        cell.setSpacing(0)
        cell.addWidget(name)
        cell.addLayout(below)
        self._row.addLayout(cell, 1)
        self._cells.append((name, icon, word))
