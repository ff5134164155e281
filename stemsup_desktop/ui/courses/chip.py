"""A session as a chip: number, day and state, by a shape and a word as well as a colour."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.courses.view import SessionLine
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme

_PAD, _ICON = 8, 16


@spoken_as(Role.RadioButton)
class SessionChip(QAbstractButton):
    """`clicked` says that the person wants to see the session in full. Dashed while no course has begun."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._line: SessionLine | None = None
        self._fonts = (theme.font("label"), theme.font("compact", 500), theme.font("label", 700))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """Its owner decides which session is shown in full."""

    def show_line(self, line: SessionLine, *, is_chosen: bool) -> None:
        """Show a session."""
        self.setObjectName(f"session:{line.number}")
        self.setAccessibleName(line.spoken)
        self.setEnabled(not line.is_open)
        self.setChecked(is_chosen)
        if line != self._line:
            self._line = line
            self.setToolTip(line.spoken)
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        heights = [round(QFontMetricsF(font).height()) for font in self._fonts]
        line = self._line
        texts = ("", "", "") if line is None else (f"{line.number} · {line.year}", line.day, line.word)
        widths = [QFontMetricsF(font).horizontalAdvance(text) for font, text in zip(self._fonts, texts, strict=True)]
        return QSize(round(max(widths[0] + _ICON + 4, widths[1], widths[2])) + 2 * _PAD, sum(heights) + 12)

    def minimumSizeHint(self) -> QSize:
        return QSize(56, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        line = self._line
        if line is None:
            return
        painter, colour, rect = start_painting(self), self._theme.colour, QRectF(self.rect())
        is_marked = self.isChecked() or line.is_now
        fill = "tint" if line.is_now else "hover" if self.underMouse() and self.isEnabled() else "base"
        outline = "accent" if is_marked else "control" if line.is_open or self.isEnabled() else "line-strong"
        draw_box(
            painter,
            rect,
            fill=colour(fill),
            line=colour(outline),
            width=2 if self.isChecked() else 1,
            is_dashed=line.is_open,
        )
        top = 6.0
        pairs = (
            (f"{line.number} · {line.year}", "text-2" if line.is_now else "text-3"),
            (line.day, "text-2" if line.is_past and not line.is_now else "text"),
            (line.word, line.tone),
        )
        for (text, tone), font in zip(pairs, self._fonts, strict=True):
            metrics = QFontMetricsF(font)
            height = round(metrics.height())
            painter.setFont(font)
            painter.setPen(colour(tone))
            room = QRectF(_PAD, top, rect.width() - 2 * _PAD + 4, height)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            top += height
        draw_icon(painter, self._theme, line.icon, line.tone, QRectF(rect.width() - _PAD - _ICON + 2, 6, _ICON, _ICON))
        painter.end()
