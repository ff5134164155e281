"""The verdict of the gate: as a panel, as a bar on narrow windows, and small per route."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.ui.components.buttons import Button
from stemsup_desktop.ui.components.labels import ElidedLabel, Hairline, IconLabel, Label, set_shown
from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import ICONS, VERDICT_TAGS, TagState, VerdictView

__all__ = ["VERDICT_TAGS", "RouteVerdicts", "VerdictBar", "VerdictPanel", "VerdictView"]

_PANEL_PX, _BAR_PX = 80, 48


@spoken_as(Role.AlertMessage)
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
        self._sentence = Label(theme, role="compact", wraps=True, keeps_phrases=True)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.M, sizes.S, sizes.M, sizes.S)
        row.setSpacing(sizes.S)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.setMinimumHeight(theme.grown(_PANEL_PX))
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


@spoken_as(Role.AlertMessage)
class VerdictBar(QWidget):
    """The verdict in one line, 48 px high, with the button that opens the gate."""

    open_requested = Signal()

    def __init__(self, theme: Theme, open_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[VerdictView, str] | None = None
        self._verdict = Verdict.NOT_COMPLETE
        self.setObjectName("verdict_bar")
        self._icon = IconLabel(theme, size=20)
        self._title = Label(theme, role="heading")
        self._sentence = ElidedLabel(theme, role="compact")
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.open_button = Button(theme, open_text, key_hint="Alt+G")
        self.open_button.setObjectName("open_gate")
        self.open_button.clicked.connect(self.open_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(sizes.XL, 0, sizes.XL, 0)
        row.setSpacing(sizes.S)
        row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addWidget(self._sentence, 1)
        row.addWidget(self.open_button)
        self.grow()

    def grow(self) -> None:
        """Be as high as the size of text in use asks for."""
        self.setMinimumHeight(self._theme.grown(_BAR_PX))

    def show_view(self, view: VerdictView, open_text: str) -> None:
        """Show a verdict."""
        if (view, open_text) == self._shown:
            return
        self._shown = view, open_text
        self._verdict = view.verdict
        tag = VERDICT_TAGS[view.verdict]
        tone = "on-stop" if view.verdict is Verdict.STOP else tag.value
        self._icon.set_icon(ICONS[tag], tone)
        self._title.setText(view.title)
        self._title.set_tone(tone)
        self._sentence.setText(view.sentence)
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


class _RouteCell(QWidget):
    """A route above its verdict, or before it where the routes stand one below the other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._name = Label(theme, role="small", tone="text-3")
        self._icon = IconLabel(theme, size=14)
        self._word = Label(theme, role="compact", weight=700)
        verdict = QHBoxLayout()
        verdict.setSpacing(sizes.XXS)
        verdict.addWidget(self._icon)
        verdict.addWidget(self._word)
        verdict.addStretch(1)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._parts.setContentsMargins(sizes.XS, 0, sizes.XXS, 0)
        self._parts.setSpacing(0)
        self._parts.addWidget(self._name, 1)
        self._parts.addLayout(verdict, 1)

    def show_route(self, route: str, state: TagState, verdict: str) -> None:
        self._name.setText(route)
        self._icon.set_icon(ICONS[state], state.value)
        self._word.setText(verdict)
        self._word.set_tone(state.value)
        self._word.setAccessibleName(f"{route}: {verdict}")

    def natural_width(self) -> int:
        """Return the width it needs in a column of its own."""
        verdict = self._icon.sizeHint().width() + 4 + self._word.sizeHint().width()
        return max(self._name.sizeHint().width(), verdict) + 14

    def set_direction(self, direction: QBoxLayout.Direction) -> None:
        self._parts.setDirection(direction)


class RouteVerdicts(QFrame):
    """One small verdict per route: side by side, or one below the other where the words are too long for that."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("kind", "card")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, sizes.XS, 0, sizes.XS)
        self._row.setSpacing(0)
        self._cells: list[_RouteCell] = []
        self._rules: list[Hairline] = []

    def show_view(self, routes: tuple[tuple[str, TagState, str], ...]) -> None:
        """Show (route, state, word) for every route; their number does not change while the window is open."""
        while len(self._cells) < len(routes):
            self._add_cell()
        for cell, route in zip(self._cells, routes, strict=True):
            cell.show_route(*route)
        self._arrange()

    def iter_ahead(self, count: int) -> Iterator[None]:
        """Make the cells of so many routes."""
        while len(self._cells) < count:
            self._add_cell()
            yield

    def minimumSizeHint(self) -> QSize:
        widest = max((cell.natural_width() for cell in self._cells), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        widest = max((cell.natural_width() for cell in self._cells), default=0)
        fits = widest * len(self._cells) + len(self._rules) <= self.width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if fits else down)
        for cell in self._cells:
            cell.set_direction(down if fits else across)
        for rule in self._rules:
            set_shown(rule, fits)

    def _add_cell(self) -> None:
        if self._cells:
            rule = Hairline(self._theme, is_vertical=True)
            self._rules.append(rule)
            self._row.addWidget(rule)
        cell = _RouteCell(self._theme)
        self._row.addWidget(cell, 1)
        self._cells.append(cell)
