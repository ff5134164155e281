"""One chosen site of step 4 in the table: letter, zone, points, mL a point, mL."""

from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.consultation.formats import format_number
from stemsup_desktop.consultation.sites.sums import sum_points_ml
from stemsup_desktop.ui.components.cells import make_volume_cell
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label, set_shown
from stemsup_desktop.ui.pages.plan.view import SiteChoice
from stemsup_desktop.ui.site_map.letter import LetterDisc
from stemsup_desktop.ui.site_map.point_changes import get_shared, is_shared
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

POINTS_PX, EACH_PX, SUM_PX = 36, 60, 44
"""Narrow enough that no name is broken in the bold of the current row which is not broken in another."""
_DASH = "–"
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@spoken_as(Role.ListItem)
class SiteRow(QFrame):
    """One chosen site. The focus makes it current, as on the map; Delete removes it."""

    remove_requested = Signal(str)
    reached = Signal(str)
    each_changed = Signal(str, object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.site_id = ""
        self._theme = theme
        self._words = words
        self._reason = ""
        self._is_current = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._letter = LetterDisc(theme)
        self._title = Label(theme, role="compact", wraps=True)
        within = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        within.setHeightForWidth(True)
        self._title.setSizePolicy(within)
        self._points, self._sum = Label(theme, role="compact"), Label(theme, role="compact")
        self.each = make_volume_cell(theme, words, "")
        self.each.box.row.setContentsMargins(sizes.XS, sizes.HAIR, sizes.XS, sizes.HAIR)
        self.each.line_edit.setAlignment(RIGHT)
        self.each.value_changed.connect(lambda number: self.each_changed.emit(self.site_id, number))
        self.each.line_edit.installEventFilter(self)
        self._caution = self._make_caution()
        self._lay_out()

    def take(self, site: SiteChoice) -> None:
        """Be the row of a site from now on; a row is for one site only, as a field keeps what is half typed in it."""
        self.site_id = site.site_id
        self.setObjectName(f"site:{site.site_id}")
        self.each.setObjectName(f"each_ml:{site.site_id}")
        self.each.set_name(self._words("sites.each", site=site.title))
        set_shown(self._caution, site.is_caution)

    def show_view(self, site: SiteChoice, reason: str, *, is_current: bool) -> None:
        """Show letter, name and numbers, and with a reason why the site cannot be changed."""
        self._reason = reason
        self._is_current = is_current
        count = len(site.points)
        self._letter.set_letter(site.letter)
        separator = "：" if self._words.language == "ja" else ": "
        title = f"{site.title}{separator}{site.other}" if site.other.strip() else site.title
        self._title.setText(title)
        self._points.setText(str(count) if site.is_drawn else _DASH)
        each, volume = get_shared(site.points, "volume_ml"), sum_points_ml(site.points)
        self.each.set_value(each if isinstance(each, Decimal) else None)
        self.each.set_placeholder("" if is_shared(site.points, "volume_ml") else self._words("sites.varies"))
        self.each.set_locked(reason)
        set_shown(self.each, count > 0)
        self._sum.setText(_DASH if volume is None else format_number(volume))
        for label in (self._title, self._points, self._sum):
            label.set_role("compact", 700 if is_current else None)
        name = self._words("plan.site_name", letter=site.letter, site=title)
        caution = self._words("plan.caution_site") if site.is_caution else ""
        numbers = self._words("sites.row", count=count, volume=self._sum.text()) if count else ""
        self.setAccessibleName(name)
        self.setAccessibleDescription(" ".join(part for part in (numbers, caution, reason) if part))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_current:
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._theme.colour("tint-2"))
            painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit(self.site_id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.reached.emit(self.site_id)
        super().mousePressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.reached.emit(self.site_id)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.hasFocus() and not self._reason:
            self.remove_requested.emit(self.site_id)
        else:
            super().keyPressEvent(event)

    def _make_caution(self) -> QWidget:
        holder = QWidget()
        mark = QHBoxLayout(holder)
        mark.setContentsMargins(0, 0, 0, 0)
        mark.setSpacing(sizes.XXS)
        mark.addWidget(IconLabel(self._theme, "caution", "caut", 16))
        mark.addWidget(Label(self._theme, self._words("plan.caution_site"), role="small", tone="caut", weight=700))
        mark.addStretch(1)
        return holder

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._title)
        names.addWidget(self._caution)
        holder = QWidget()
        each = QVBoxLayout(holder)
        each.setContentsMargins(0, 0, 0, 0)
        each.addWidget(self.each)
        row = QHBoxLayout()
        row.setContentsMargins(sizes.XXS, sizes.TIGHT, sizes.XXS, sizes.TIGHT)
        row.setSpacing(sizes.XS)
        row.addWidget(self._letter)
        row.addLayout(names, 1)
        for widget, width in ((self._points, POINTS_PX), (holder, EACH_PX), (self._sum, SUM_PX)):
            widget.setFixedWidth(self._theme.grown(width))
            row.addWidget(widget)
        for label in (self._points, self._sum):
            label.setAlignment(RIGHT)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(row)
        outer.addWidget(Hairline(self._theme))
