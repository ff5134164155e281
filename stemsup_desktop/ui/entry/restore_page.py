"""The locked window where a backup takes the vault's place: because it is damaged, or because a person asked for it."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.actions.binding import bind_action
from stemsup_desktop.ui.components.buttons import Button, PrimaryButton, SecondaryButton
from stemsup_desktop.ui.components.labels import Card, Label, set_shown
from stemsup_desktop.ui.components.messages import CANCEL_AFTER_MS, InlineMessage
from stemsup_desktop.ui.components.progress_line import ProgressLine
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.entry.card_page import fill_with_card, make_head
from stemsup_desktop.ui.entry.restore_desk import RestoreDesk, RestorePhase
from stemsup_desktop.ui.entry.restore_fields import RestoreFields
from stemsup_desktop.ui.entry.restore_view import RestoreView, derive_restore
from stemsup_desktop.ui.file_dialogs import choose_files
from stemsup_desktop.ui.theme import Theme, set_look, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

CARD_WIDTH = 480


class RestorePage(QWidget):
    """Shows what a `RestoreDesk` knows, and tells it what the person did. `left` asks for the page to sign in at."""

    left = Signal()
    language_switch_requested = Signal()

    def __init__(self, theme: Theme, words: Words, desk: RestoreDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._desk = desk
        self._phase: RestorePhase | None = None
        set_look(self, surface="window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = Label(theme, role="title", wraps=True)
        self._title.setObjectName("restore_title")
        self._damage = InlineMessage(theme, TagState.STOP)
        self._refusal = InlineMessage(theme, TagState.CAUTION)
        self._refusal.setObjectName("restore_refusal")
        self._status = self._make_text("body", "text-2")
        self._status.setObjectName("restore_status")
        self._made = Label(theme, role="section", wraps=True)
        self._made.setObjectName("restore_made")
        self._facts = self._make_text("compact", "text-2")
        self._facts.setObjectName("restore_facts")
        self._loss_title = Label(theme, words("restore.loss_title"), role="section", tone="caut")
        self._loss = self._make_text("body", "text")
        self._loss.setObjectName("restore_loss")
        self._kept = self._make_text("compact", "text-2")
        self._replaced = self._make_text("compact", "text")
        self._replaced.setObjectName("restore_replaced")
        selectable = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self._replaced.setTextInteractionFlags(selectable)
        self._card = Card(theme)
        self._bar = ProgressLine(theme, words)
        self.fields = RestoreFields(theme, words)
        self.fields.submitted.connect(self._on_continue)
        self._make_buttons()
        self._offer_cancel = QTimer(self)
        self._offer_cancel.setSingleShot(True)
        self._offer_cancel.setInterval(CANCEL_AFTER_MS)
        self._offer_cancel.timeout.connect(lambda: set_shown(self._cancel, True))
        self._lay_out()
        desk.state_changed.connect(self._refresh)
        self._refresh()

    def focus_first(self) -> None:
        """Put the focus where the person goes on."""
        match self._desk.state.phase:
            case RestorePhase.OFFERED | RestorePhase.CHECKING:
                self.fields.focus_first()
            case RestorePhase.CONFIRMING:
                self._back.setFocus()  # the harmless one
            case RestorePhase.RESTORING:
                self._cancel.setFocus()
            case _:
                self._main.setFocus()

    def show_busy(self, sentence: str) -> None:
        """Say what is going on elsewhere, as a start of the example patients."""
        self._status.setText(sentence)
        set_shown(self._status, True)

    def show_problem(self, problem: Problem) -> None:
        """Say what failed elsewhere."""
        self._refusal.show_message(TagState.CAUTION, self._words.sentence_of(problem))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # the system hides a minimised window; that is no leaving
            self.fields.forget()

    # Layout

    def _make_buttons(self) -> None:
        theme, words = self._theme, self._words
        self._back = SecondaryButton(
            theme, words("restore.back"), icon_name="chevron-left", key_hint="Esc", is_bar=True
        )
        self._back.setObjectName("restore_back")
        self._back.clicked.connect(self._on_back)
        self._choose = Button(theme, words("restore.choose_other"), is_bar=True)
        self._choose.setObjectName("restore_choose")
        self._choose.clicked.connect(self._on_choose)
        self._cancel = Button(theme, words("restore.cancel"), is_bar=True)
        self._cancel.setObjectName("restore_cancel")
        self._cancel.clicked.connect(self._desk.cancel)
        self._main = PrimaryButton(theme, words("restore.continue"), is_bar=True)
        self._main.setObjectName("restore_main")
        self._main.clicked.connect(self._on_main)
        bind_action(self, "entry.back", self._back.click)

    def _make_text(self, role: str, tone: str) -> Label:
        return Label(self._theme, role=role, tone=tone, wraps=True, keeps_phrases=True)

    def _lay_out(self) -> None:
        self._card.rows.setContentsMargins(sizes.M, sizes.S, sizes.M, sizes.S)
        self._card.rows.setSpacing(sizes.XS)
        for part in (self._made, self._facts, self._loss_title, self._loss):
            self._card.rows.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(sizes.XS)
        buttons.addWidget(self._back)
        buttons.addStretch(1)
        for button in (self._choose, self._cancel, self._main):
            buttons.addWidget(button)
        holder = QWidget()
        holder.setFixedWidth(CARD_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, sizes.XL, 0, sizes.XL)
        column.setSpacing(sizes.S)
        head, language = make_head(self._theme, self._words)
        language.clicked.connect(self.language_switch_requested)
        column.addLayout(head)
        column.addSpacing(sizes.S)
        parts = (self._title, self._damage, self._status, self._bar, self._card, self._refusal, self._kept)
        for widget in (*parts, self._replaced, self.fields):
            column.addWidget(widget)
        column.addSpacing(sizes.XS)
        column.addLayout(buttons)
        fill_with_card(self, holder, ScrollPane(margins=(sizes.M, 0, sizes.M, 0), spacing=0))

    # Showing

    def _refresh(self) -> None:
        state = self._desk.state
        view = derive_restore(state, self._words, self._desk.clock())
        self._show_texts(view)
        self._show_controls(view)
        if view.is_restoring:
            self._bar.show_progress(state.percent, 100)
        else:
            self._bar.stop()
        if state.phase is not self._phase:
            is_shown_already, self._phase = self._phase is not None, state.phase
            self._offer_cancel.stop()
            if view.is_restoring:
                self._offer_cancel.start()
            if view.is_done:
                self.fields.forget()
            if is_shown_already:
                self.focus_first()

    def _show_texts(self, view: RestoreView) -> None:
        self._title.setText(view.title)
        self._damage.show_message(TagState.STOP, view.damage)
        self._refusal.show_message(TagState.CAUTION, view.refusal)
        for label, text in (
            (self._status, view.status),
            (self._made, view.made),
            (self._facts, "\n".join(view.facts)),
            (self._loss, view.loss),
            (self._kept, view.kept),
            (self._replaced, view.replaced),
        ):
            label.setText(text)
            set_shown(label, bool(text))
        set_shown(self._loss_title, bool(view.loss))
        set_shown(self._card, bool(view.made))

    def _show_controls(self, view: RestoreView) -> None:
        words = self._words
        self.fields.show_state(asks_for_name=view.asks_for_name, is_read_only=view.is_busy, error=view.field_error)
        set_shown(self.fields, view.can_type)
        set_shown(self._bar, view.is_restoring)
        set_shown(self._choose, view.can_choose)
        self._choose.setText(words("restore.choose_other" if view.made else "restore.choose"))
        self._cancel.setEnabled(not view.is_stopping)
        if not view.is_restoring:
            set_shown(self._cancel, False)
        set_shown(self._back, not view.is_restoring and not view.is_done)
        self._back.setEnabled(not view.is_busy)
        set_shown(self._main, not view.is_restoring)
        self._main.setEnabled(not view.is_busy)
        key = "sign_in" if view.is_done else "restore" if view.is_confirming else "continue"
        self._main.setText(words("restore.look_again" if view.can_search else f"restore.{key}"))

    # What the person does

    def _on_main(self) -> None:
        match self._desk.state.phase:
            case RestorePhase.NOTHING_FOUND:
                self._desk.search()
            case RestorePhase.OFFERED:
                self._on_continue()
            case RestorePhase.CONFIRMING:
                self._desk.restore()
            case RestorePhase.DONE:
                self.left.emit()
            case _:
                return

    def _on_continue(self) -> None:
        entry = self.fields.read() if self._desk.state.phase is RestorePhase.OFFERED else None
        if entry is not None:
            self._desk.check(entry)

    def _on_back(self) -> None:
        if self._desk.state.phase is RestorePhase.CONFIRMING:
            self._desk.go_back()
        else:
            self.left.emit()

    def _on_choose(self) -> None:
        choose_files(self, self._words("restore.file_title"), self._on_chosen, takes_several=False)

    def _on_chosen(self, paths: tuple[Path, ...]) -> None:
        for path in paths:
            self._desk.choose(path)
