"""The patient banner: who this is, on every page while a chart is open. Allergy text is never cut off."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.labels import ElidedLabel, Hairline, Label, set_shown
from stemsup_desktop.ui.components.painting import draw_box, draw_icon, start_painting
from stemsup_desktop.ui.shell.frame_view import BannerView, BoxView
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import ICONS, TagState

_HEIGHT_PX, _LOW_PX = 72, 44

_NAME_PX = 280
"""A name up to this width is never cut off, on the narrowest window."""
_TIGHT_PX = 760
"""A window with less room leaves out the sex, for allergies come first."""
_ICON_BOX_PX, _LEAST_TEXT_PX, _ENDLESS_PX = 44, 40, 10_000


class BannerBox(QAbstractButton):
    """Allergies or alerts; a click opens the full list."""

    shortens_text = True
    """Where two lines are too few; name and tooltip have every entry."""

    def __init__(self, theme: Theme, *, may_shrink: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._may_shrink = may_shrink
        self._is_low = False
        self._view = BoxView(TagState.OPEN, "", "", ())
        self.setProperty("ring_radius", 8)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_view(self, view: BoxView) -> None:
        """Show the box."""
        if view == self._view:
            return
        self._view = view
        self.setText(view.text)
        self.setAccessibleName(f"{view.caption}: {', '.join(view.entries) or view.text}")
        self.setToolTip("\n".join(view.entries))
        self.updateGeometry()
        self.update()

    def set_low(self, is_low: bool) -> None:
        """Leave out the caption on low windows."""
        if is_low != self._is_low:
            self._is_low = is_low
            self.grow()

    def grow(self) -> None:
        """Take the room for the size of text in use."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        text = QFontMetricsF(self._theme.font("body", 500)).horizontalAdvance(self._view.text)
        caption = QFontMetricsF(self._theme.font("label", 500)).horizontalAdvance(self._view.caption)
        width = max(text, 0 if self._is_low else caption) + 12 + 20 + 12 + 14
        return QSize(round(width), self._theme.grown(36 if self._is_low else 48))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        if self._is_low:
            return QSize(min(hint.width(), _ICON_BOX_PX), hint.height()) if self._may_shrink else hint
        # It breaks into two lines before anything of it is cut off.
        halved = hint.width() // 2 + 48
        return QSize(min(hint.width(), min(halved, 160) if self._may_shrink else max(180, halved)), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = start_painting(self)
        view, colour = self._view, self._theme.colour
        rect = QRectF(self.rect())
        is_open = view.state is TagState.OPEN
        fill = colour("base" if is_open else f"{view.state}-bg")
        draw_box(painter, rect, fill=fill, line=colour(f"{view.state}-line"), radius=8, is_dashed=is_open)
        draw_icon(
            painter, self._theme, ICONS[view.state], view.state, QRectF(12, round(rect.height() / 2 - 10), 20, 20)
        )
        room = rect.adjusted(44, 0, -8, 0)
        wide = QFontMetricsF(self._theme.font("body", 500)).horizontalAdvance(view.text) > room.width()
        small = self._theme.font("label" if self._is_low else "small", 500)
        wrapped = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        fits = QFontMetricsF(small).boundingRect(room, int(wrapped), view.text).height() <= room.height()
        if wide and (fits or not self._may_shrink):
            painter.setFont(small)
            painter.setPen(colour(view.state if is_open else "text"))
            painter.drawText(room, wrapped, _shorten(view.text, QFontMetricsF(small), room, int(wrapped)))
            painter.end()
            return
        if not self._is_low:
            painter.setFont(self._theme.font("label", 500))
            painter.setPen(colour("text-2"))
            painter.drawText(room.adjusted(0, self._theme.grown(6), 0, 0), Qt.AlignmentFlag.AlignTop, view.caption)
            room = room.adjusted(0, self._theme.grown(18), 0, 0)
        font = self._theme.font("body", 500)
        painter.setFont(font)
        painter.setPen(colour(view.state if is_open else "text"))
        if room.width() >= self._theme.grown(_LEAST_TEXT_PX):  # less than that is no word, only its first letter
            text = QFontMetricsF(font).elidedText(view.text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()


def _shorten(text: str, metrics: QFontMetricsF, room: QRectF, flags: int) -> str:
    """Return as much of a text as its lines have room for, with an ellipsis that says that there is more."""

    def fits(shown: str) -> bool:
        return metrics.boundingRect(room.adjusted(0, 0, 0, _ENDLESS_PX), flags, shown).height() <= room.height()

    if fits(text):
        return text
    least, most = 0, len(text)
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if fits(f"{text[:middle]}…") else (least, middle)
    return f"{text[:least].rstrip()}…"


class _Fact(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.caption = Label(theme, role="label", tone="text-3")
        self.value = Label(theme, role="body", weight=500)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addStretch(1)
        rows.addWidget(self.caption)
        rows.addWidget(self.value)
        rows.addStretch(1)


@spoken_as(Role.Grouping)
class PatientBanner(QWidget):
    """72 px high, 44 on low windows; name, birth date, chart number, allergies and alerts are never hidden."""

    full_list_requested = Signal(object)
    """The `BoxView` whose entries someone wants to read."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: BannerView | None = None
        self.setObjectName("banner")
        self.setProperty("surface", "base")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._kana = Label(theme, role="label", tone="text-3")
        self._name = ElidedLabel(theme, role="name")
        self._romaji = Label(theme, role="compact", tone="text-2")
        self._facts: list[_Fact] = []
        self.allergy_box = BannerBox(theme, may_shrink=False)
        self.alerts_box = BannerBox(theme, may_shrink=True)
        self.allergy_box.setObjectName("allergy_box")
        self.alerts_box.setObjectName("alerts_box")
        for box in (self.allergy_box, self.alerts_box):
            box.clicked.connect(lambda _=False, box=box: self._on_box(box))
        self._row = QHBoxLayout()
        self._lay_out()

    def show_view(self, view: BannerView) -> None:
        """Show a patient."""
        if view == self._view:
            return
        self._view = view
        self._kana.setText(view.kana)
        self._name.setText(view.name)
        self.grow()
        self._romaji.setText(view.romaji)
        while len(self._facts) < len(view.facts):
            fact = _Fact(self._theme)
            self._row.insertWidget(3 + len(self._facts), fact)
            self._facts.append(fact)
        for fact, (caption, value) in zip(self._facts, view.facts, strict=True):
            fact.caption.setText(caption)
            fact.value.setText(value)
        self.allergy_box.show_view(view.allergy)
        if view.alerts is not None:
            self.alerts_box.show_view(view.alerts)
        set_shown(self.alerts_box, view.alerts is not None)
        facts = ", ".join(f"{caption} {value}" for caption, value in view.facts)
        self.setAccessibleName(", ".join(part for part in (view.name, view.kana, facts) if part))

    def grow(self) -> None:
        """Give the name the width that it takes in the size of text in use."""
        self._name.grow()
        self._name.setMinimumWidth(0)  # else the width of the name before would count
        self._name.setMinimumWidth(min(self._name.sizeHint().width(), _NAME_PX))

    def set_room(self, width: int, height: int) -> None:
        """Leave out what may be left out on narrow or low windows."""
        is_low = height < 720
        set_shown(self._romaji, width >= 1360 and bool(self._romaji.text()))
        set_shown(self._kana, not is_low)
        for position, fact in enumerate(self._facts):
            set_shown(fact.caption, not is_low)
            set_shown(fact, (position > 0 or width >= _TIGHT_PX) and (position < 3 or width >= 1152))
        for box in (self.allergy_box, self.alerts_box):
            box.set_low(is_low)
        spacing = sizes.XL if width >= 1152 else sizes.S
        if spacing != self._row.spacing():  # Qt would lay the row out anew all the same
            self._row.setSpacing(spacing)
        self.setFixedHeight(self._theme.grown(_LOW_PX if is_low else _HEIGHT_PX))

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        below = QHBoxLayout()
        below.setSpacing(sizes.S)
        below.addWidget(self._name)
        below.addWidget(self._romaji, 0, Qt.AlignmentFlag.AlignBottom)
        names.addStretch(1)
        names.addWidget(self._kana)
        names.addLayout(below)
        names.addStretch(1)
        rule = Hairline(self._theme, token="line-strong", is_vertical=True)
        rule.setMaximumHeight(_LOW_PX)
        self._row.setContentsMargins(sizes.XL, 0, sizes.XL, 0)
        self._row.addLayout(names)
        self._row.addWidget(rule)
        self._row.addSpacing(0)
        self._row.addStretch(1)
        boxes = QHBoxLayout()
        boxes.setSpacing(sizes.XS)
        boxes.addWidget(self.allergy_box)
        boxes.addWidget(self.alerts_box)
        self._row.addLayout(boxes)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._row, 1)
        outer.addWidget(Hairline(self._theme, token="line-strong"))

    def _on_box(self, box: BannerBox) -> None:
        if self._view is not None:
            self.full_list_requested.emit(self._view.allergy if box is self.allergy_box else self._view.alerts)
