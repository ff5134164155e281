"""A sheet over the window, one at a time: a question or a small form in place, never a dialog over a dialog.

A sheet that is opened while another is open puts that one aside; it comes back, as it was, when the newer one goes.
"""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import Button, SecondaryButton
from stemsup_desktop.ui.components.labels import Card, Label
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes

_EDGE_PX = 12
"""What is seen of the window round a sheet at least."""


@spoken_as(Role.Dialog)
class Sheet(QWidget):
    """Covers the window of its host, holds the focus inside, and leaves with Esc or with its host, seen or aside.

    `accepted` and `dismissed` say how it ended.
    """

    accepted = Signal()
    dismissed = Signal()

    def __init__(
        self,
        theme: Theme,
        host: QWidget,
        title: str,
        *,
        accept_text: str,
        dismiss_text: str,
        is_grave: bool = False,
        width: int = 480,
    ) -> None:
        self._cover = find_cover(host)
        super().__init__(self._cover)
        self._theme = theme
        self._host = host
        host.destroyed.connect(self.deleteLater)
        self._before: QWidget | None = None
        self._inside: QWidget | None = None
        self._is_open = False
        self._is_aside = False
        self.setObjectName("sheet")
        self.card = Card(theme)
        self._wanted_px = theme.grown(width)
        self.card.setFixedWidth(min(self._wanted_px, self._cover.width()))
        self.card.rows.setContentsMargins(sizes.XL, sizes.L, sizes.XL, sizes.L)
        self.card.rows.setSpacing(sizes.S)
        self.title = Label(theme, title, role="title", wraps=True)
        self.card.rows.addWidget(self.title)
        self.body = QVBoxLayout()
        self.body.setSpacing(sizes.S)
        self.card.rows.addLayout(self.body)
        self.dismiss_button = SecondaryButton(theme, dismiss_text)
        self.dismiss_button.setObjectName("sheet_dismiss")
        self.accept_button = Button(theme, accept_text, kind="danger" if is_grave else "primary")
        self.accept_button.setObjectName("sheet_accept")
        self.dismiss_button.clicked.connect(self.dismiss)
        self.accept_button.clicked.connect(self.accepted)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(sizes.S)
        self.buttons.setContentsMargins(0, sizes.XS, 0, 0)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.dismiss_button)
        self.buttons.addWidget(self.accept_button)
        if not dismiss_text:
            self.dismiss_button.hide()
        self.card.rows.addLayout(self.buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addStretch(1)
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)
        self.setAccessibleName(title)
        self.hide()

    def add_text(self, text: str) -> None:
        """Put a paragraph into the sheet."""
        self.body.addWidget(Label(self._theme, text, tone="text-2", wraps=True, keeps_phrases=True))

    @property
    def is_open(self) -> bool:
        """Whether it has been opened and has not ended, on top or aside."""
        return self._is_open

    @property
    def is_aside(self) -> bool:
        """Whether it waits, out of sight, for a newer sheet to end."""
        return self._is_aside

    def open(self, first: QWidget | None = None) -> None:
        """Show the sheet over its host, with the focus on `first` or the harmless button; an open one goes aside."""
        below = find_top_sheet(self._cover)
        self._before = self._host.window().focusWidget() if below is None else below._before
        if below is not None:
            below._inside = self._host.window().focusWidget()
        self._is_open = True
        for watched in {self._host, self._cover}:
            watched.installEventFilter(self)
        self._appear(first)
        if below is not None:  # only now: hidden with the focus in it, it would hand that to the page behind
            below._is_aside = True
            below.hide()

    def accept(self) -> None:
        """Accept as its button does, while that can be pressed."""
        if self.accept_button.isEnabled() and self.accept_button.isVisibleTo(self):
            self.accepted.emit()

    def dismiss(self) -> None:
        """Close without doing anything."""
        self.close_sheet()
        self.dismissed.emit()

    def close_sheet(self) -> None:
        """Close and give the focus back to where it was; the sheet that was put aside last comes back."""
        if not self._is_open:
            return
        was_on_top = not self._is_aside
        self._is_open = self._is_aside = False
        for watched in {self._host, self._cover}:
            watched.removeEventFilter(self)
        waiting = _list_open(self._cover) if was_on_top else []
        if waiting:
            waiting[-1]._come_back()
        self.hide()
        if was_on_top and not waiting and self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = self._inside = None

    def take_back_focus(self, behind: QWidget) -> None:
        """Take the focus from what took it behind the sheet; it goes there once the sheet has gone."""
        self._before = behind
        inside = self.focusWidget()
        self._start_at(inside if inside is not None and inside.isVisibleTo(self) else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._cover and event.type() == QEvent.Type.Resize:
            self._fit()
        elif watched is self._host and event.type() == QEvent.Type.Hide and self._host is not self._cover:
            self._on_host_hidden(is_minimised=event.spontaneous())
        return False

    def _on_host_hidden(self, *, is_minimised: bool) -> None:
        """Leave with the host; a window that is only minimised keeps what was typed."""
        if not is_minimised:
            self.dismiss()

    def _come_back(self) -> None:
        """Stand on top again, with the focus where it was."""
        self._is_aside = False
        inside = self._inside
        is_there = inside is not None and shiboken6.isValid(inside) and self.isAncestorOf(inside)
        self._appear(inside if is_there else None)

    def _appear(self, first: QWidget | None) -> None:
        self._fit()
        self.raise_()
        self.show()
        self._start_at(first)

    def _start_at(self, first: QWidget | None) -> None:
        harmless = self.dismiss_button if self.dismiss_button.isVisibleTo(self) else self.accept_button
        # A control that cannot take the focus would leave it on the page behind.
        start = first if first is not None and first.isEnabledTo(self) else harmless
        start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """Cover the window; the card is as high as its wrapped paragraphs need, as far as the host has room."""
        self.setGeometry(self._cover.rect())
        self.card.setFixedWidth(min(self._wanted_px, self.width() - 2 * _EDGE_PX))
        needed = self.card.rows.totalHeightForWidth(self.card.width())
        self.card.setMinimumHeight(max(0, min(needed, self.height() - 2 * _EDGE_PX)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers():
            self.accept()
        event.accept()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        inside = [w for w in self.findChildren(QWidget) if _takes_tab(w) and w.isVisibleTo(self)]
        now = self.window().focusWidget()
        if not inside:
            return False
        position = inside.index(now) if now in inside else -1
        inside[(position + (1 if is_next else -1)) % len(inside)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(self._theme.colour("text" if not self._theme.is_dark else "window"))
        veil.setAlphaF(0.38)
        painter.fillRect(self.rect(), veil)
        painter.end()


def find_top_sheet(cover: QWidget) -> Sheet | None:
    """Find the sheet that is open on top of what fills a window."""
    return next((sheet for sheet in reversed(_list_open(cover)) if not sheet.is_aside), None)


def _list_open(cover: QWidget) -> list[Sheet]:
    """Return the open sheets over a window from the lowest to the newest: raising one puts it last among its kin."""
    kin = cover.findChildren(Sheet, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [sheet for sheet in kin if sheet.is_open]


def find_cover(host: QWidget) -> QWidget:
    """Return what fills the window of a widget."""
    window = host.window()
    central = window.centralWidget() if isinstance(window, QMainWindow) else None
    return window if central is None else central


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return bool(policy & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and widget.focusProxy() is None
