"""A chart of one patient over visits: painted lines, direct labels, values at the pointer and by arrow key."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from stemsup_desktop.consultation.formats import format_number
from stemsup_desktop.consultation.scores.chart_geometry import lay_chart
from stemsup_desktop.consultation.scores.chart_model import Chart, Mark, Metrics, Part, find_marker, outline_marker
from stemsup_desktop.consultation.scores.plots import Plot
from stemsup_desktop.ui.components.chart_spots import ChartSpots
from stemsup_desktop.ui.components.painting import draw_box, outline_pen, start_painting
from stemsup_desktop.ui.spoken import Role, say, spoken_as
from stemsup_desktop.ui.theme import Theme

HEIGHT_PX = 340
_WIDEST_PX = 1180
_RADIUS = 5.5
_GAP = 8
_SERIES = ("series-1", "series-2", "series-3")
_ROLES = {Part.NAME: ("section", 700), Part.NOTE: ("small", 400), Part.DAY: ("small", 500), Part.AXIS: ("small", 400)}
_TOKENS = {Part.NAME: "text", Part.NOTE: "text-3", Part.DAY: "text-2", Part.AXIS: "text-3"}


@spoken_as(Role.Chart)
class TrendChart(QWidget):
    """`visit_reached` carries the number of the column whose values are shown, -1 for none.

    Left and right, Home and End move between the columns, up and down between the values of one; what stands there is
    announced. Escape takes it away again. Assistive technology finds each value as a part of its own.
    """

    visit_reached = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._plot: Plot | None = None
        self._chart: Chart | None = None
        self._column = -1
        self._line = -1
        """The line whose value alone is read, -1 for those of all."""
        self._points: tuple[tuple[str, ...], ...] = ()
        self._name = ""
        self._readings: tuple[str, ...] = ()
        self._fonts = {part: theme.font(role, weight) for part, (role, weight) in _ROLES.items()}
        widths = {part: QFontMetricsF(font) for part, font in self._fonts.items()}
        heights = {part: float(theme.line_height(role)) for part, (role, _) in _ROLES.items()}
        self._metrics = Metrics(lambda text, part: widths[part].horizontalAdvance(text), heights, _GAP, _RADIUS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(HEIGHT_PX)
        self._spots = ChartSpots(self)

    @property
    def chart(self) -> Chart | None:
        """The chart as it is laid out, None before there is one."""
        return self._chart

    def show_plot(
        self,
        plot: Plot,
        name: str,
        sentences: tuple[str, ...],
        readings: tuple[str, ...],
        points: tuple[tuple[str, ...], ...] = (),
    ) -> None:
        """Show a chart; `sentences` say all of it, `readings` each column, `points` each value by line and column.

        Columns that are the same stay reached.
        """
        if plot != self._plot:
            kept = self._plot is not None and self._plot.columns == plot.columns
            kept = kept and self._plot is not None and self._plot.patient_id == plot.patient_id
            self._plot = plot
            self._column = self._column if kept else -1
            self._line = -1
            self._lay_out()
        self._name, self._readings, self._points = name, readings, points
        self.setAccessibleDescription(" ".join(sentences))
        self._tell_spots()
        self._say()

    def reach(self, column: int, line: int = -1) -> None:
        """Show and announce the values of a column, or that of one line there; -1 for none, and for every line."""
        before = self._column
        line = line if self._has_value(line, column) else -1
        if (column, line) == (before, self._line):
            return
        self._column, self._line = column, line
        self._tell_spots()
        self._say()
        self.update()
        if column != before:
            self.visit_reached.emit(column)

    def is_reached(self, line: int, column: int) -> bool:
        """Tell whether the value of a line in a column is what is read now, or a part of it."""
        return column == self._column and self._line in (-1, line)

    def reading(self) -> str:
        """Return what is read out now, empty where no column is reached."""
        if self._line >= 0 and self._has_value(self._line, self._column):
            return self._points[self._line][self._column]
        return self._readings[self._column] if 0 <= self._column < len(self._readings) else ""

    def measure(self, text: str, part: Part) -> float:
        """Return the width of a text of the chart, in px."""
        return self._metrics.measure(text, part)

    def sizeHint(self) -> QSize:
        return QSize(640, self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(360, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._chart is not None:
            self.reach(self._chart.find_column(event.position().x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)  # a finger points without moving first

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.reach(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._plot.columns) - 1 if self._plot is not None else -1
        here = self._column
        match event.key():
            case Qt.Key.Key_Left:
                self.reach(max(here - 1, 0) if here >= 0 else last, self._line)
            case Qt.Key.Key_Right:
                self.reach(min(here + 1, last), self._line)
            case Qt.Key.Key_Home:
                self.reach(min(0, last), self._line)
            case Qt.Key.Key_End:
                self.reach(last, self._line)
            case Qt.Key.Key_Up | Qt.Key.Key_Down if last >= 0:
                self._go_along_column(last if here < 0 else here, 1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Escape if here >= 0:
                self.reach(-1)
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chart is None or self._plot is None:
            return
        painter = start_painting(self)
        self._paint_frame(painter, self._chart)
        self._paint_lines(painter, self._chart, self._plot)
        self._paint_texts(painter, self._chart)
        if 0 <= self._column < len(self._plot.columns):
            self._paint_reading(painter, self._chart, self._plot)
        painter.end()

    # Inside

    def _has_value(self, line: int, column: int) -> bool:
        return (
            0 <= line < len(self._points) and 0 <= column < len(self._points[line]) and bool(self._points[line][column])
        )

    def _go_along_column(self, column: int, by: int) -> None:
        """Go to the next value of a column; beyond the last one, and before the first, all of them are read."""
        stops = [-1, *(line for line in range(len(self._points)) if self._has_value(line, column))]
        here = stops.index(self._line) if self._line in stops and column == self._column else 0
        self.reach(column, stops[(here + by) % len(stops)])

    def _tell_spots(self) -> None:
        if self._chart is not None:
            self._spots.show(self._chart, self._points)

    def _lay_out(self) -> None:
        if self._plot is not None and self.width() > 0:
            width = min(self.width(), _WIDEST_PX)
            self._chart = lay_chart(self._plot, width, HEIGHT_PX, self._metrics)
            self.setMinimumHeight(round(self._chart.height))
            self._tell_spots()
            self.updateGeometry()
            self.update()

    def _say(self) -> None:
        reading = self.reading()
        name = f"{self._name}. {reading}" if reading else self._name
        if name != self.accessibleName():
            self.setAccessibleName(name)
            if reading:
                say(self, reading)

    def _tone(self, line: int) -> QColor:
        return self._theme.colour(_SERIES[line % len(_SERIES)])

    def _paint_frame(self, painter: QPainter, chart: Chart) -> None:
        painter.setPen(outline_pen(self._theme.colour("line")))
        for y in chart.rules:
            painter.drawLine(QPointF(chart.left, round(y) + 0.5), QPointF(chart.right + _GAP, round(y) + 0.5))
        for at, x in enumerate(chart.columns):
            is_here = at == self._column
            pen = outline_pen(self._theme.colour("accent" if is_here else "line-strong"))
            if not is_here:
                pen.setDashPattern([1.5, 4.0])
            painter.setPen(pen)
            if at or is_here:
                painter.drawLine(QPointF(round(x) + 0.5, chart.top), QPointF(round(x) + 0.5, chart.bottom))
            painter.setPen(outline_pen(self._theme.colour("control")))
            painter.drawLine(QPointF(round(x) + 0.5, chart.bottom), QPointF(round(x) + 0.5, chart.bottom + 5))

    def _paint_lines(self, painter: QPainter, chart: Chart, plot: Plot) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line, start, end in chart.leaders:
            tone = self._tone(line)
            tone.setAlpha(110)
            painter.setPen(outline_pen(tone))
            painter.drawLine(QPointF(*start), QPointF(*end))
        for line, points in chart.strokes:
            is_dashed = plot.lines[line].is_dashed
            painter.setPen(outline_pen(self._tone(line), 1.5 if is_dashed else 2.25, is_dashed=is_dashed))
            painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))
        for mark in chart.marks:
            self._paint_mark(painter, plot, mark)

    def _paint_mark(self, painter: QPainter, plot: Plot, mark: Mark) -> None:
        marker, tone = find_marker(mark.line, plot.lines[mark.line]), self._tone(mark.line)
        radius = _RADIUS + 1.5 if self.is_reached(mark.line, mark.column) else _RADIUS
        painter.setPen(outline_pen(tone, 1.75))
        painter.setBrush(self._theme.colour("base") if marker.is_hollow else tone)
        points = outline_marker(marker.shape, mark.x, mark.y, radius)
        if points:
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
        else:
            painter.drawEllipse(QPointF(mark.x, mark.y), radius - 0.5, radius - 0.5)

    def _paint_texts(self, painter: QPainter, chart: Chart) -> None:
        for one in chart.texts:
            is_name = one.part is Part.NAME and one.line is not None
            tone = self._tone(one.line or 0) if is_name else self._theme.colour(_TOKENS[one.part])
            x = one.x - one.align * self._metrics.measure(one.text, one.part)
            self._write(painter, one.text, x, one.top, one.part, tone)

    def _write(self, painter: QPainter, text: str, x: float, top: float, part: Part, tone: QColor) -> None:
        painter.setFont(QFont(self._fonts[part]))
        painter.setPen(tone)
        room = QRectF(x, top, self._metrics.measure(text, part) + 2, self._metrics.heights[part])
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_reading(self, painter: QPainter, chart: Chart, plot: Plot) -> None:
        """Paint the values of the reached column in a box beside it."""
        column, missing = plot.columns[self._column], " ".join(plot.missing)
        heading = " · ".join((*column.days, *column.notes))
        rows = [
            (at, " / ".join(line.names), missing if value is None else format_number(value))
            for at, line in enumerate(plot.lines)
            for value in (line.values[self._column],)
        ]
        measure, height = self._metrics.measure, self._metrics.heights[Part.NOTE]
        values = max(measure(value, Part.DAY) for _, _, value in rows)
        names = max(measure(name, Part.NOTE) for _, name, _ in rows)
        width = max(20 + names + 16 + values, measure(heading, Part.DAY)) + 20
        x = chart.columns[self._column] + 12
        if x + width > chart.width:
            x -= width + 24
        box = QRectF(max(x, 0), chart.top + 4, width, (len(rows) + 1) * height + 16)
        draw_box(painter, box, fill=self._theme.colour("raised"), line=self._theme.colour("line-strong"))
        left, top = box.left() + 10, box.top() + 8
        self._write(painter, heading, left, top, Part.DAY, self._theme.colour("text"))
        for at, name, value in rows:
            top += height
            self._paint_mark(painter, plot, Mark(at, -2, left + 6, top + height / 2))
            self._write(painter, name, left + 20, top, Part.NOTE, self._theme.colour("text-2"))
            end = box.right() - 10 - measure(value, Part.DAY)
            self._write(painter, value, end, top, Part.DAY, self._theme.colour("text"))
