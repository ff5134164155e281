"""The desk: the one mark in hand. What is to be read, and the pad or the answers; it stays where it is for the next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.patient_check import LONGEST_LINE
from stemsup_desktop.consultation.signing_model import Ink
from stemsup_desktop.ui.components.buttons import QuietButton
from stemsup_desktop.ui.components.ink_record import INITIALS_BOX, SIGNATURE_BOX
from stemsup_desktop.ui.components.labels import ElidedLabel, Hairline, Label, laid_out_once, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.consent.answer_buttons import AnswerButtons
from stemsup_desktop.ui.pages.consent.ink_hand import FindFault, InkHand
from stemsup_desktop.ui.pages.consent.marks import DeskView, MarkKind
from stemsup_desktop.ui.pages.consent.tick_list import TickList
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

INITIALS_WIDTH_PX = 316
_GAP = 20
_MARGIN = 24
_RING_PX = 4
"""Room for the focus ring at the edge of what scrolls: everything in hand begins there."""
_READING_PX = {
    MarkKind.INITIAL: (176, 216),
    MarkKind.ANSWER: (120, 264),
    MarkKind.CHOICES: (120, 264),
    MarkKind.SIGNATURE: (0, 0),
}
"""The least and the greatest height of what is read."""


class WritingDesk(QFrame):
    """Speaks the language of the form: who signs on this screen reads it."""

    initialled = Signal(str, object)
    """The clause and the ink."""
    signed = Signal(str, object, str, str)
    """The role, the ink, and what stands in the fields for the name and for what is said beside it."""
    answered = Signal(str, str)
    """The question and the option."""
    again_requested = Signal(object)
    """The `MarkKey` of what is to be made anew."""
    ticked = Signal(str, bool)
    """A box of the clause in hand, and whether it is ticked."""
    written = Signal(object, object)
    """The `MarkKey` in hand, and the `Ink` on the pad that is not confirmed yet."""
    put_off = Signal()
    paper_requested = Signal()

    def __init__(self, theme: Theme, words: Words, initial_fault: FindFault, signature_fault: FindFault) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._view: DeskView | None = None
        self._step = ElidedLabel(theme, role="small", tone="text-2")
        self._heading = Label(theme, role="heading", wraps=True)
        self._heading.setObjectName("desk.heading")
        self._passage = Label(theme, wraps=True)
        self._passage.setObjectName("desk.passage")
        self._note = InlineMessage(theme)
        self._note.setObjectName("desk.note")
        self._statement = Label(theme, wraps=True)
        self._statement.setObjectName("desk.statement")
        self._name = TextField(theme, words, words("desk.name"), is_required=True, max_length=LONGEST_LINE)
        self._name.setObjectName("desk.name")
        self._extra = TextField(theme, words, words("desk.name"), is_required=True, max_length=LONGEST_LINE)
        self._extra.setObjectName("desk.extra")
        self.initials = InkHand(theme, words, "initials", INITIALS_BOX, initial_fault, width=INITIALS_WIDTH_PX)
        self.signature = InkHand(theme, words, "signature", SIGNATURE_BOX, signature_fault)
        self.answers = AnswerButtons(theme)
        self.ticks = TickList(theme, "desk.tick")
        self.later = QuietButton(theme)
        self.later.setObjectName("desk.later")
        self.paper = QuietButton(theme, icon_name="print")
        self.paper.setObjectName("desk.paper")
        self._reading = self._make_reading()
        self._signing = self._make_signing()
        self._connect()
        self._lay_out()
        self.set_words(words)
        self.hide()

    @property
    def view(self) -> DeskView | None:
        """What is in hand."""
        return self._view

    def set_words(self, words: Words) -> None:
        """Speak another language."""
        self._words = words
        for hand in (self.initials, self.signature):
            hand.set_words(words)
        self._name.set_label(words("desk.name"))
        self.later.setText(words("desk.later"))
        self.paper.setText(words("desk.paper"))

    def show_view(self, view: DeskView | None) -> None:
        """Show what is in hand; the same mark keeps what was written on the pad."""
        before, self._view = self._view, view
        if view == before:
            return
        if view is None:
            set_shown(self, False)
            return
        with laid_out_once(self):
            self._put(view, before)
        set_shown(self, True)
        self._fit_reading()

    def _put(self, view: DeskView, before: DeskView | None) -> None:
        is_other = before is None or (before.key, before.kept) != (view.key, view.kept)
        is_next = before is not None and before.key != view.key and self.has_focus
        self._show_texts(view)
        self._show_fields(view, is_other)
        hand = self._find_hand(view)
        self._show_parts(view, hand, is_next=is_next)
        for one in (self.initials, self.signature):
            if is_other:
                one.show_mark(view.pad_name, view.instruction, view.kept if one is hand else None)
        set_shown(self.paper, hand is not None and view.kept is None)
        self._refresh_ready()
        if is_other:
            self._reading.verticalScrollBar().setValue(0)

    def _show_parts(self, view: DeskView, hand: InkHand | None, *, is_next: bool) -> None:
        """Show what the mark is made with, and hand the focus on before what had it goes: Qt would look for another.

        It would go through the whole window for that.
        """
        is_signature = view.key.kind is MarkKind.SIGNATURE
        parts: dict[QWidget, bool] = {
            self._reading: not is_signature,
            self._signing: is_signature,
            self.answers: bool(view.options),
            self.initials: hand is self.initials,
            self.signature: hand is self.signature,
        }
        if view.options:
            self.answers.show_options(view.options)
        for part in (part for part, is_shown in parts.items() if is_shown):
            set_shown(part, True)
        if is_next:
            self.take_focus()
        for part in (part for part, is_shown in parts.items() if not is_shown):
            set_shown(part, False)
        self.ticks.show_ticks(view.ticks)
        if not view.options:
            self.answers.show_options(())

    @property
    def has_focus(self) -> bool:
        """Whether the focus of the window is on the desk."""
        focus = self.window().focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_reading()

    def _fit_reading(self) -> None:
        """Let what is read be seen whole, as far as the list below keeps room; beyond that it scrolls."""
        view = self._view
        if view is None:
            return
        beside = INITIALS_WIDTH_PX + _GAP if view.key.kind is MarkKind.INITIAL else 0
        room = self.width() - 2 * _MARGIN - beside
        self._reading.rows.invalidate()
        needed = self._reading.rows.totalHeightForWidth(max(room, 160)) + 2 * self._reading.rows.spacing()
        least, most = _READING_PX[view.key.kind]
        self._reading.setFixedHeight(min(max(needed, least), most))

    def take_focus(self) -> None:
        """Put the focus where the person goes on: an empty field, the pad, or the first answer."""
        if self._view is None:
            return
        hand = self._find_hand(self._view)
        if hand is None:
            self.answers.take_focus()
            return
        first: QWidget = hand.pad
        for field in (self._extra, self._name):
            if not field.isHidden() and is_blank(field.text()):
                first = field
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find_hand(self, view: DeskView) -> InkHand | None:
        match view.key.kind:
            case MarkKind.INITIAL:
                return self.initials
            case MarkKind.SIGNATURE:
                return self.signature
            case MarkKind.ANSWER | MarkKind.CHOICES:
                return None

    # What the person does

    def _connect(self) -> None:
        self.initials.confirmed.connect(lambda ink: self.initialled.emit(self._id, ink))
        self.signature.confirmed.connect(self._on_signed)
        for hand in (self.initials, self.signature):
            hand.again_requested.connect(self._on_again)
            hand.incomplete.connect(self.take_focus)
            hand.pad.ink_changed.connect(self._on_written)
        self.ticks.ticked.connect(self.ticked)
        self.later.clicked.connect(self.put_off)
        self.paper.clicked.connect(self.paper_requested)
        self.answers.chosen.connect(lambda option_id: self.answered.emit(self._id, option_id))
        for field in (self._name, self._extra):
            field.value_changed.connect(lambda _: self._refresh_ready())

    @property
    def _id(self) -> str:
        return self._view.key.id if self._view is not None else ""

    def _on_signed(self, ink: object) -> None:
        view = self._view
        if view is not None:
            name = self._name.text() if view.is_name_typed else view.name
            self.signed.emit(view.key.id, ink, name, self._extra.text())

    def put_ink(self, ink: Ink) -> None:
        """Put ink on the pad that was there before the page was made anew."""
        hand = None if self._view is None else self._find_hand(self._view)
        if hand is not None:
            hand.put_ink(ink)

    def _on_written(self) -> None:
        view = self._view
        hand = None if view is None else self._find_hand(view)
        if view is not None and hand is not None and view.kept is None:
            self.written.emit(view.key, hand.pad.ink())

    def _on_again(self) -> None:
        if self._view is not None:
            self.again_requested.emit(self._view.key)

    # Showing

    def _show_texts(self, view: DeskView) -> None:
        self._step.setText(view.step)
        self._heading.setText(view.heading)
        self._passage.setText("\n".join(view.passage))
        set_shown(self._passage, bool(view.passage))
        self._note.show_message(view.note_state, view.note)
        self._statement.setText("\n".join(view.passage))

    def _show_fields(self, view: DeskView, is_other: bool) -> None:
        set_shown(self._name, view.is_name_typed)
        set_shown(self._extra, view.extra is not None)
        if view.extra is not None:
            self._extra.set_label(view.extra.label)
        if is_other:
            self._name.set_value(view.name)
            self._extra.set_value(view.extra.value if view.extra is not None else "")

    def _refresh_ready(self) -> None:
        fields = [field for field in (self._name, self._extra) if not field.isHidden()]
        self.signature.set_ready(all(not is_blank(field.text()) and not field.error for field in fields))

    def _make_reading(self) -> ScrollPane:
        pane = ScrollPane(margins=(_RING_PX, sizes.XXS, sizes.S, sizes.XXS), spacing=sizes.XS)
        for widget in (self._heading, self._note, self._passage, self.ticks, self.answers):
            pane.add(widget)
        pane.add_stretch()
        return pane

    def _make_signing(self) -> QWidget:
        self.signature.side.insertWidget(0, self._name)
        self.signature.side.insertWidget(1, self._extra)
        holder = QWidget()
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(_RING_PX, 0, 0, 0)
        rows.setSpacing(sizes.XS)
        rows.addWidget(self._statement)
        rows.addWidget(self.signature)
        return holder

    def _lay_out(self) -> None:
        self.setProperty("surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = QHBoxLayout()
        head.setContentsMargins(_RING_PX, 0, 0, 0)
        head.setSpacing(sizes.XS)
        head.addWidget(self._step, 1)
        head.addWidget(self.paper)
        head.addWidget(self.later)
        body = QHBoxLayout()
        body.setSpacing(_GAP)
        body.addWidget(self._reading, 1, Qt.AlignmentFlag.AlignTop)
        body.addWidget(self.initials, 0, Qt.AlignmentFlag.AlignTop)
        body.addWidget(self._signing, 1)
        inner = QVBoxLayout()
        inner.setContentsMargins(_MARGIN - _RING_PX, sizes.XS, _MARGIN, sizes.S)
        inner.setSpacing(sizes.XS)
        inner.addLayout(head)
        inner.addLayout(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(inner)
        outer.addWidget(Hairline(self._theme, token="line-strong"))
