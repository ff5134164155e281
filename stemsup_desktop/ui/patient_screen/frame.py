"""What stands round every page: clinic, place in the whole and language above; who leads, and the ways on, below."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from stemsup_desktop.consultation.patient_screen.pages import NOWHERE, Place
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.painting import draw_box, start_painting
from stemsup_desktop.ui.patient_screen.buttons import Look, ScreenButton
from stemsup_desktop.ui.patient_screen.texts import ScreenText
from stemsup_desktop.ui.theme.patient_theme import PatientTheme
from stemsup_desktop.ui.words import Words

MARGIN_PX = 88
_MOST_BARS = 20
_OWN_NAMES = {Language.JA: "日本語", Language.EN: "English"}
"""Each language by its own name, whichever is on the screen."""


class Bars(QWidget):
    """Dashes of which those so far are dark; the numbers beside them say the same."""

    def __init__(self, theme: PatientTheme, place: Place) -> None:
        super().__init__()
        self._theme, self._place = theme, place
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(min(38 * self._place.count, 400)), self._theme.px(8))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, count = start_painting(self), self._place.count
        if count > _MOST_BARS:
            self._paint_whole(painter)
            painter.end()
            return
        step = self.width() / max(count, 1)
        gap = min(self._theme.px(8), step / 3)
        for index in range(count):
            token = "accent" if index < self._place.number else "tint-2"
            bar = QRectF(index * step, 0, step - gap, self.height())
            draw_box(painter, bar, fill=self._theme.colour(token), radius=self.height() / 2)
        painter.end()

    def _paint_whole(self, painter: QPainter) -> None:
        """Draw one bar that fills, where so many dashes would be dots."""
        whole, radius = QRectF(self.rect()), self.height() / 2
        draw_box(painter, whole, fill=self._theme.colour("tint-2"), radius=radius)
        done = max(whole.width() * self._place.number / self._place.count, whole.height())
        draw_box(painter, QRectF(0, 0, done, whole.height()), fill=self._theme.colour("accent"), radius=radius)


class TopBar(QWidget):
    """`language_chosen` carries the language that was pressed."""

    language_chosen = Signal(object)

    def __init__(
        self, theme: PatientTheme, clinic: str, place: Place, languages: Sequence[Language], language: Language
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        margin = theme.px(MARGIN_PX)
        row.setContentsMargins(margin, theme.px(16), margin, theme.px(8))
        row.setSpacing(theme.px(28))
        self._clinic = ScreenText(theme, clinic, "meta", tone="text-2", name="screen.clinic")
        row.addWidget(self._clinic, 1, Qt.AlignmentFlag.AlignVCenter)
        if place != NOWHERE:
            text = f"{place.name} {place.number} / {place.count}"
            label = ScreenText(theme, text, "meta", tone="text-2", name="screen.place")
            label.setMinimumWidth(label.sizeHint().width())
            row.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(Bars(theme, place), 0, Qt.AlignmentFlag.AlignVCenter)
        if len(languages) > 1:
            row.addLayout(self._make_switch(theme, languages, language))

    def _make_switch(self, theme: PatientTheme, languages: Sequence[Language], language: Language) -> QHBoxLayout:
        switch = QHBoxLayout()
        switch.setSpacing(theme.px(8))
        for one in languages:
            button = ScreenButton(theme, _OWN_NAMES[one], Look.SMALL, name=f"screen.language:{one}")
            button.set_chosen(one is language)
            button.clicked.connect(lambda _=False, one=one: self.language_chosen.emit(one))
            switch.addWidget(button)
        return switch


class Foot(QWidget):
    """The edition of what is shown, and who leads; on the one display of both also the ways on, back and out."""

    back_pressed = Signal()
    next_pressed = Signal()
    leave_pressed = Signal()

    def __init__(self, theme: PatientTheme, words: Words, foot: str, *, is_alone: bool, wants_next: bool) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        margin = theme.px(MARGIN_PX)
        row.setContentsMargins(margin, theme.px(10), margin, theme.px(14))
        row.setSpacing(theme.px(24))
        row.addWidget(ScreenText(theme, foot, "note", tone="text-2", name="screen.foot"), 1)
        if not is_alone:
            led = ScreenText(theme, words("patient_screen.led"), "note", tone="text-2", name="screen.led")
            led.setMinimumWidth(led.sizeHint().width())
            row.addWidget(led)
            return
        ways = (
            ("leave", self.leave_pressed, True),
            ("back", self.back_pressed, True),
            ("next", self.next_pressed, wants_next),
        )
        for name, signal, is_there in ways:
            button = ScreenButton(theme, words(f"patient_screen.{name}"), Look.SMALL, name=f"screen.{name}")
            button.clicked.connect(signal)
            row.addWidget(button)
            set_shown(button, is_there)
