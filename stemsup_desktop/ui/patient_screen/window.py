"""The second window: only this patient, only what the physician shows. It is given pages and knows no record."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_screen.pages import (
    ClauseScreen,
    QuestionScreen,
    ScreenPage,
    SignatureScreen,
    Wants,
    WelcomePage,
)
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.focus_ring import FocusRing
from stemsup_desktop.ui.laying_out import hold_back_styles, iter_getting_ready, paint_in_next_turn
from stemsup_desktop.ui.patient_screen.frame import Foot, TopBar
from stemsup_desktop.ui.patient_screen.views import PageView
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.theme.patient_theme import PatientTheme, choose_scale
from stemsup_desktop.ui.theme.picture import let_paint
from stemsup_desktop.ui.turns import take_in_turns
from stemsup_desktop.ui.words import Words

_LEAST_PX = 640, 480

WordsIn = Callable[[Language], Words]
_REPAINT_MS = 120
"""How long after the last change the physician's small copy is drawn anew."""


class PatientScreen(QWidget):
    """A window of its own, without a title that says anything, without a menu, and without the main window's keys.

    Every signal carries the key of the page on which it was done: whoever takes it compares it with what is shown.
    """

    answered = Signal(str, str)
    """A key, and the option that was pressed."""
    chosen = Signal(str, str)
    """A key, and what was chosen of it."""
    ticked = Signal(str, str, bool)
    initialed = Signal(str, object)
    """A key, and the `Ink`."""
    signed = Signal(str, object, str, str)
    """A role, the `Ink`, the name and what else was typed; both are empty where nothing is typed."""
    again_pressed = Signal(str)
    """The patient wants to write once more what is kept at this key."""
    asked = Signal(str)
    """The patient wants to hear it again, or has a question, at this key."""
    page_shown = Signal(str)
    language_chosen = Signal(object)
    next_pressed = Signal()
    back_pressed = Signal()
    cover_pressed = Signal()
    leave_pressed = Signal()
    """On one display: the physician wants to go back to the records."""
    look_changed = Signal()
    """What is seen has changed; comes once for changes in quick succession."""

    def __init__(self, theme: Theme, words_in: WordsIn, app: QApplication, clinic: str = "") -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._theme = theme
        self._words_in = words_in
        self._page: ScreenPage = WelcomePage(clinic, key="cover")
        self._language = Language.JA
        self._languages: tuple[Language, ...] = ()
        self._is_alone = False
        self._look = PatientTheme(theme, 1.0)
        self.takes_turns = False
        """Whether a page that comes after another is made ready in turns; a cover and a page set anew come at once."""
        self._parts: list[QWidget] = []
        self._coming: list[QWidget] = []
        """What is made ready and is not seen yet."""
        self._attic = QWidget()
        self._view: PageView | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        plain, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        self._leads: dict[tuple[int, Qt.KeyboardModifier], SignalInstance] = {
            (Qt.Key.Key_F8, plain): self.next_pressed,
            (Qt.Key.Key_F8, shift): self.back_pressed,
            (Qt.Key.Key_F9, plain): self.cover_pressed,
        }
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REPAINT_MS)
        self._soon.timeout.connect(self.look_changed)
        self.setObjectName("patient_screen")
        self.setWindowTitle("")
        self.setProperty("surface", "patient")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # the physician goes on typing where they are
        self.setPalette(self._look.make_palette())
        self.setStyleSheet(self._look.make_stylesheet())
        self.setMinimumSize(*_LEAST_PX)
        self.resize(1280, 800)
        self._set_page(None)
        self.focus_ring = FocusRing(self._look, self, app)

    # What it shows

    @property
    def page(self) -> ScreenPage:
        """What is shown; the cover while nothing is."""
        return self._page

    @property
    def language(self) -> Language:
        """The language of what is shown."""
        return self._language

    @property
    def is_whole(self) -> bool:
        """Whether what is seen is the page that is shown: one may still be on its way."""
        return not self._coming

    @property
    def is_covered(self) -> bool:
        """Whether nothing but the clinic's name is seen."""
        return self._page.key == "cover"

    @property
    def view(self) -> PageView | None:
        """The widget of the page that is shown."""
        return self._view

    def show_page(self, page: ScreenPage, language: Language) -> None:
        """Show a page in place of the one before, of which nothing stays but what is under way on this same page."""
        before = self._view if self._page.key == page.key and self._language is language else None
        if before is not None and self._page == page:
            return
        is_cover = page.key == "cover" or self.is_covered
        self._page, self._language = page, language
        self._set_page(before, in_turns=self.takes_turns and before is None and not is_cover and self.isVisible())
        self.page_shown.emit(page.key)

    def cover(self, clinic: str) -> None:
        """Take everything off at once; what was being written goes with it."""
        self.show_page(WelcomePage(clinic, key="cover"), self._language)
        let_paint(self)
        self.setUpdatesEnabled(True)  # whoever keeps its picture for a turn
        self.repaint()

    def set_languages(self, languages: Sequence[Language]) -> None:
        """Say between which languages the patient may change on the pages to come."""
        self._languages = tuple(languages)

    def set_alone(self, is_alone: bool) -> None:
        """Say whether this is the only display: then the ways on, back and out are on the pages themselves."""
        if is_alone != self._is_alone:
            self._is_alone = is_alone
            self._set_page(self._view)
        if is_alone:
            self.activateWindow()

    @property
    def is_alone(self) -> bool:
        """Whether the ways on, back and out are on the pages."""
        return self._is_alone

    # Building

    def _set_page(self, before: PageView | None, *, in_turns: bool = False) -> None:
        """Build the page; `before` is this same page as it was, whose ink and typing go on."""
        self._drop_coming()
        page, words, look = self._page, self._words_in(self._language), self._look
        view = PageView(look, words, page, self.width())
        if before is not None:
            _carry_over(before, view)
        focus = self.focusWidget()
        focused = focus.objectName() if before is not None and focus is not None else ""
        parts: list[QWidget] = []
        if not isinstance(page, WelcomePage):
            top = TopBar(look, page.clinic, page.place, self._languages, self._language)
            top.language_chosen.connect(self.language_chosen)
            parts.append(top)
        parts.append(view)
        if not isinstance(page, WelcomePage) or self._is_alone:
            text = "" if isinstance(page, WelcomePage) else page.foot
            foot = Foot(look, words, text, is_alone=self._is_alone, wants_next=_may_go_on(page))
            foot.next_pressed.connect(self.next_pressed)
            foot.back_pressed.connect(self.back_pressed)
            foot.leave_pressed.connect(self.leave_pressed)
            parts.append(foot)
        self._view = view
        self._connect(view)
        if in_turns:
            self._bring_in_turns(parts, view)
        else:
            self._swap(parts)
            self._begin(view, focused)

    def _begin(self, view: PageView, focused: str = "") -> None:
        """Begin on what had the focus before, or where the page begins."""
        target = (self.findChild(QWidget, focused) if focused else None) or view.first
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._note_change()

    def _bring_in_turns(self, parts: list[QWidget], view: PageView) -> None:
        """Style a page and lay it out a piece at a time; what is seen meanwhile takes nothing any more."""
        for old in self._parts:
            old.blockSignals(True)
        for part in parts:
            part.hide()
            part.setParent(self)
        hold_back_styles()
        self._coming = parts
        take_in_turns(view, self._iter_ready(parts, view), partial(self._bring_ready, parts, view))

    def _iter_ready(self, parts: list[QWidget], view: PageView) -> Iterator[None]:
        height = self.height()
        for part in parts:
            if part is not view:
                part.ensurePolished()
                height -= part.sizeHint().height()
        yield
        yield from iter_getting_ready(view, QSize(self.width(), height))

    def _bring_ready(self, parts: list[QWidget], view: PageView) -> None:
        if parts is self._coming:
            self._coming = []
            paint_in_next_turn(self)
            self._swap(parts)
            for part in parts:
                part.show()
            self._begin(view)
            if self.focusWidget() is None:
                self.focusNextChild()  # as Qt does where what had the focus goes

    def _drop_coming(self) -> None:
        """Let go of a page that was not seen yet: another one comes."""
        for part in self._coming:
            part.setParent(self._attic)
            part.deleteLater()
        self._coming = []

    def _swap(self, parts: list[QWidget]) -> None:
        """Take the page before out of sight and out of the window, and only then put the next one in."""
        for old in self._parts:
            old.blockSignals(True)  # a late press on it is of a page that is no longer there, whatever has the same key
            old.hide()
            self._rows.removeWidget(old)
            old.setParent(self._attic)  # it may be in the middle of an event: it goes when that is over
            old.deleteLater()
        self._parts = parts
        for part in parts:
            self._rows.addWidget(part, 1 if isinstance(part, PageView) else 0)

    def _connect(self, view: PageView) -> None:
        key = self._page.key
        view.answered.connect(lambda choice: self.answered.emit(key, choice))
        view.chosen.connect(lambda choice: self.chosen.emit(key, choice))
        view.ticked.connect(lambda tick, is_ticked: self.ticked.emit(key, tick, is_ticked))
        view.initialed.connect(lambda ink: self.initialed.emit(key, ink))
        view.signed.connect(lambda ink, name, extra: self.signed.emit(key.partition(":")[2], ink, name, extra))
        view.again_pressed.connect(lambda: self.again_pressed.emit(key))
        view.asked.connect(lambda: self.asked.emit(key))
        if view.hand is not None:
            view.hand.pad.ink_changed.connect(self._note_change)

    def _note_change(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    # The window

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read on by the usual keys wherever the focus is, and let the physician lead from here as well.

        No other key does anything: those of the main window are not known here.
        """
        lead = self._leads.get((event.key(), event.modifiers()))
        if lead is not None:
            if not event.isAutoRepeat():
                lead.emit()
            return
        reading = None if self._view is None else self._view.reading
        if reading is None or event.modifiers() or not reading.take_key(event.key()):
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        scale = choose_scale(self.width(), self.height())
        if scale != self._look.scale:
            self._look = PatientTheme(self._theme, scale)
            self.setStyleSheet(self._look.make_stylesheet())
            self._set_page(self._view)
        self._note_change()

    def sizeHint(self) -> QSize:
        return QSize(1280, 800)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody closes it from the outside while it hides the records; the program itself always may."""
        if event.spontaneous() and self._is_alone:
            event.ignore()
            self.leave_pressed.emit()
            return
        super().closeEvent(event)


def _carry_over(before: PageView, view: PageView) -> None:
    """Let what is being written and typed go on in the same page set anew."""
    for field in view.entries:
        if text := before.read_entry(field.name):
            field.line.setText(text)
    if before.hand is not None and view.hand is not None and not before.hand.pad.is_empty:
        view.hand.put_ink(before.hand.pad.ink())


def _may_go_on(page: ScreenPage) -> bool:
    """Tell whether the way on is open on the page itself: what asks for something goes on when that is done."""
    match page:
        case ClauseScreen(wants=Wants.INITIALS):
            return page.kept is not None
        case ClauseScreen(wants=Wants.CHOICE):
            return bool(page.chosen)
        case QuestionScreen():
            return page.is_settled
        case SignatureScreen():
            return page.kept is not None
        case _:
            return True
