"""Reads what is on show in a window into records."""

from collections.abc import Iterator

from layout.parts import Box, Gap, Need, Part, View
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollArea,
    QStackedLayout,
    QStackedWidget,
    QTextEdit,
    QWidget,
)

from stemsup_desktop.ui.components.buttons import IconButton
from stemsup_desktop.ui.components.focus_ring import FocusRing
from stemsup_desktop.ui.components.labels import ElidedLabel
from stemsup_desktop.ui.components.save_mark import UndoBar
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.patient_screen.window import PatientScreen
from stemsup_desktop.ui.shell.lock_strip import LockStrip

_FLOATING = (FocusRing, Sheet, UndoBar, LockStrip)
_WHOLE = (QLabel, QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractItemView, QAbstractSlider)
"""What Qt puts together itself: its inner parts are no business of a layout."""
_ICON_PX = 20
INK = 0.92
"""The share of a line that is ever inked: the type scale sets Japanese tighter than the font's own lines."""


def read_view(window: QWidget) -> View:
    """Return all that is on show in a window."""
    parts: list[Part] = []
    gaps: list[Gap] = []
    _read_children(window, -1, window, parts, gaps)
    return View((window.width(), window.height()), tuple(parts), tuple(gaps))


def iter_texts(window: QWidget) -> Iterator[tuple[QWidget, str, QRect]]:
    """Return the widgets with text that are in sight, and where, in px of the window."""
    top = find_topmost(window)
    for widget in top.findChildren(QWidget):
        text = _read_text(widget)
        if text.strip() and widget.isVisibleTo(window) and not _is_inside_whole(widget, top):
            seen = widget.visibleRegion().boundingRect()
            if seen.width() > 4 and seen.height() > 4 and seen.height() >= widget.height() - 2:
                yield widget, text, QRect(widget.mapTo(window, seen.topLeft()), seen.size())


def find_topmost(window: QWidget) -> QWidget:
    """Return the sheet over a window, or the window."""
    sheets = [sheet for sheet in window.findChildren(Sheet) if sheet.isVisible()]
    return sheets[-1] if sheets else window


def _is_inside_whole(widget: QWidget, top: QWidget) -> bool:
    at = widget.parentWidget()
    while at is not None and at is not top:
        if isinstance(at, _WHOLE):
            return True
        at = at.parentWidget()
    return False


def _read_children(holder: QWidget, number: int, window: QWidget, parts: list[Part], gaps: list[Gap]) -> None:
    for child in holder.children():
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
            if isinstance(holder, QAbstractScrollArea) and child is not holder.viewport():
                continue  # scroll bars
            if isinstance(holder, QStackedWidget) and child is not holder.currentWidget():
                continue
            _read_widget(child, holder, number, window, parts, gaps)


def _read_widget(
    widget: QWidget, holder: QWidget, parent: int, window: QWidget, parts: list[Part], gaps: list[Gap]
) -> None:
    place, number = widget.mapTo(window, QPoint(0, 0)), len(parts)
    is_whole = isinstance(widget, (*_WHOLE, QAbstractButton, WrapLabel))
    has_children = not is_whole and any(isinstance(one, QWidget) and one.isVisible() for one in widget.children())
    area = holder.parentWidget()
    parts.append(
        Part(
            number,
            parent,
            name_widget(widget),
            Box(place.x(), place.y(), widget.width(), widget.height()),
            text=_read_text(widget),
            told="\n".join((widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())),
            need=Need() if has_children else _measure_need(widget),
            is_elided=_may_shorten(widget),
            is_leaf=not has_children,
            floats=isinstance(widget, _FLOATING) or bool(widget.property("floats")),
            scrolls=isinstance(area, QScrollArea) and area.viewport() is holder,
            cut_line=_measure_cut_line(widget),
            sideways=_measure_sideways(widget),
            is_enabled=widget.isEnabled(),
        )
    )
    if is_whole:
        return
    gaps.extend(_read_gaps(widget))
    _read_children(widget, number, window, parts, gaps)


def _read_gaps(widget: QWidget) -> Iterator[Gap]:
    """Return the spaces of a layout; one part alone has none beside it, and those of a stack Qt does not use.

    Those on the patient's screen are shares of its size, as its type is.
    """
    layout = widget.layout()
    if layout is None or isinstance(layout, QStackedLayout) or isinstance(widget.window(), PatientScreen):
        return
    margins, name = layout.contentsMargins(), name_widget(widget)
    between = {max(0, layout.spacing())} if layout.count() > 1 else set()
    for size in between | {margins.left(), margins.top(), margins.right(), margins.bottom()}:
        yield Gap(name, size)


def name_widget(widget: QWidget) -> str:
    """Return the class of a widget and the nearest names it has in the window."""
    names: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(names) < 2:
        if at.objectName() and not at.objectName().startswith("qt_"):
            names.append(at.objectName())
        at = at.parentWidget()
    around = "" if widget.parentWidget() is None else type(widget.parentWidget()).__name__
    return f"{type(widget).__name__} in {around} ({' < '.join(names)})"


def _read_text(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton | WrapLabel):
        return str(widget.text())
    if isinstance(widget, QLineEdit):
        return widget.text() or widget.placeholderText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else ""


def _may_shorten(widget: QWidget) -> bool:
    """Whether a widget ends its text in an ellipsis by itself, as Qt's fields do with what they ask for."""
    is_asking = isinstance(widget, QLineEdit) and not widget.text()
    return is_asking or isinstance(widget, ElidedLabel) or bool(getattr(widget, "shortens_text", False))


def _measure_need(widget: QWidget) -> Need:
    if isinstance(widget, ElidedLabel):
        natural = QLabel.sizeHint(widget)
        return Need(natural.width(), round(natural.height() * INK))
    if isinstance(widget, QLabel):
        return _measure_label(widget)
    if isinstance(widget, QLineEdit):
        metrics = widget.fontMetrics()
        placeholder = "" if widget.text() else widget.placeholderText()
        return Need(metrics.horizontalAdvance(placeholder), metrics.height())
    if isinstance(widget, QComboBox):
        metrics = widget.fontMetrics()
        return Need(metrics.horizontalAdvance(widget.currentText()), metrics.height())
    if isinstance(widget, QAbstractItemView) or (isinstance(widget, QProgressBar) and not widget.isTextVisible()):
        return Need()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return Need(0, widget.fontMetrics().height())
    if isinstance(widget, IconButton):
        return Need(_ICON_PX, _ICON_PX)
    least = widget.minimumSizeHint()
    if widget.hasHeightForWidth():
        return Need(least.width(), round(widget.heightForWidth(widget.width()) * INK))
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    wide = widget.fontMetrics().horizontalAdvance(text) if text and not _wraps(widget) else 0
    return Need(max(least.width(), wide), least.height())


def _wraps(button: QWidget) -> bool:
    """Whether a button may have broken its text into lines: it is higher than two lines of it."""
    return button.height() > 2 * button.fontMetrics().height()


def _measure_label(label: QLabel) -> Need:
    natural = label.sizeHint()
    if label.wordWrap():
        return Need(0, round(label.heightForWidth(label.width()) * INK))
    return Need(natural.width(), round(natural.height() * INK)) if label.text() else Need()


def _measure_cut_line(widget: QWidget) -> int:
    """Return how much is seen of a line that is cut by the lower edge of a field, or 0."""
    if not isinstance(widget, QPlainTextEdit):
        return 0
    line = widget.fontMetrics().lineSpacing()
    room = widget.viewport().height()
    if widget.document().size().height() * line <= room + 2:
        return 0
    rest = (room - round(widget.document().documentMargin())) % line
    return rest if 6 < rest < line - 3 else 0


def _measure_sideways(widget: QWidget) -> int:
    """Return how far a pane can be scrolled sideways; Qt leaves some room at the ends of the lines of a field."""
    if not isinstance(widget, QAbstractScrollArea):
        return 0
    most = widget.horizontalScrollBar().maximum()
    return 0 if isinstance(widget, QPlainTextEdit) and most < widget.fontMetrics().height() else most


def find_short_rows(window: QWidget) -> Iterator[str]:
    """Find rows of lists and tables that are lower than what is painted in them."""
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if model is None or not view.isVisible() or view.parentWidget() is None:
            continue
        for row in range(min(model.rowCount(), 60)):
            index = model.index(row, 0)
            given, wanted = view.visualRect(index), view.sizeHintForIndex(index)
            if given.isValid() and _is_short(given, wanted):
                yield f"a row {given.height()} px high that needs {wanted.height()}: {name_widget(view)} row {row}"


def _is_short(given: QRect, wanted: QSize) -> bool:
    return wanted.height() > given.height() + 1
