"""The part of a page that is read: it scrolls downwards only, and says when there is more below."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QScrollBar, QWidget

from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.patient_screen.buttons import Look, ScreenButton
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme.patient_theme import PatientTheme
from stemsup_desktop.ui.words import Words

_ABOVE_CUE_PX = 12
_LEAST_PX = 60
"""Two lines of the smallest type, and where they begin and end."""
_Act = QAbstractSlider.SliderAction
_KEYS: dict[int, QAbstractSlider.SliderAction] = {
    Qt.Key.Key_PageDown: _Act.SliderPageStepAdd,
    Qt.Key.Key_PageUp: _Act.SliderPageStepSub,
    Qt.Key.Key_Down: _Act.SliderSingleStepAdd,
    Qt.Key.Key_Up: _Act.SliderSingleStepSub,
    Qt.Key.Key_Home: _Act.SliderToMinimum,
    Qt.Key.Key_End: _Act.SliderToMaximum,
}


@spoken_as(Role.Document)
class ReadingArea(ScrollPane):
    """Takes the focus while it scrolls, so that it can be read through by keyboard as well."""

    def __init__(self, theme: PatientTheme, words: Words, margin: int) -> None:
        super().__init__(margins=(margin, theme.px(8), margin, theme.px(24)), spacing=theme.px(12))
        self.setObjectName("screen.reading")
        self.setAccessibleName(words("patient_screen.reading"))
        self._theme = theme
        self._margin = margin
        self._more = ScreenButton(theme, words("patient_screen.more"), Look.SMALL, name="screen.more", parent=self)
        self._more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._more.clicked.connect(self.read_on)
        self._more.hide()
        bar = self.verticalScrollBar()
        bar.setSingleStep(theme.line_height("body"))
        bar.rangeChanged.connect(self._on_scrolled)
        bar.valueChanged.connect(self._on_scrolled)

    @property
    def has_more(self) -> bool:
        """Whether something stands below what is seen."""
        bar = self.verticalScrollBar()
        return bar.value() < bar.maximum()

    def read_on(self) -> None:
        """Go on by what fits, with a line of what was read."""
        bar: QScrollBar = self.verticalScrollBar()
        bar.setValue(bar.value() + max(bar.pageStep() - self._theme.line_height("body"), 1))

    def take_key(self, key: int) -> bool:
        """Read on or back by a key; return whether it was one of those."""
        act = _KEYS.get(key)
        if act is None:
            return False
        self.verticalScrollBar().triggerAction(act)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(320), max(self._theme.line_height("body") * 2, _LEAST_PX))

    def _on_scrolled(self) -> None:
        scrolls = self.verticalScrollBar().maximum() > 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus)
        foot = self._more.sizeHint().height() + self._theme.px(_ABOVE_CUE_PX) if scrolls else 0
        if foot != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, foot)  # the cue stands below the text, never over it
        set_shown(self._more, self.has_more)
        self._place()

    def _place(self) -> None:
        self._more.adjustSize()
        size: QWidget = self._more
        self._more.move(self.width() - self._margin - size.width(), self.height() - size.height() - self._theme.px(8))
        self._more.raise_()
