"""The sheets of a recall: how its list leaves the vault, to whom letters are written, and what is done with them."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.lots.recall_list import RecallList, RecallPerson
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.check_box import RadioGroup
from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.progress_line import ProgressLine
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.components.sheet import Sheet
from stemsup_desktop.ui.theme import Theme
from stemsup_desktop.ui.words import Words

_LEFT, _ALL = "left", "all"


class ExportForm(StrEnum):
    """How a list leaves the vault."""

    PRINT = "print"
    PDF = "pdf"
    CSV = "csv"


class ExportSheet(FormSheet):
    """Asks how the list is taken out, and says what that means."""

    def __init__(self, theme: Theme, words: Words, host: QWidget, recall: RecallList) -> None:
        title = words("recall.export_title", lot=recall.lot_number)
        super().__init__(theme, words, host, title, words("recall.export_accept"))
        self.add_text(words("recall.export_count", count=len(recall.people)))
        options = tuple((one.value, words(f"recall.export_{one.value}")) for one in ExportForm)
        self.form = RadioGroup(theme, words("recall.export_form"), options)
        self.form.setObjectName("export_form")
        self.form.value_changed.connect(self.refresh)
        self.rows.addWidget(self.form)
        self.add_text(words("recall.export_note"))
        self.finish_layout()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self.form.findChildren(QWidget, f"option_{ExportForm.PRINT}")[0]

    def list_open(self) -> tuple[str, ...]:
        return () if self.form.value() else (self.words("recall.export_form"),)


class LetterSheet(FormSheet):
    """Asks to whom letters are written; while they are, it counts them and can be stopped."""

    stop_requested = Signal()

    def __init__(self, theme: Theme, words: Words, host: QWidget, recall: RecallList) -> None:
        title = words("recall.letters_title", lot=recall.lot_number)
        super().__init__(theme, words, host, title, words("recall.letters_accept"))
        self._living = tuple(one for one in recall.people if not one.is_lost)
        standing = recall.recall
        self.add_text(words("recall.letters_note"))
        self.add_text(words("recall.letters_reason", reason="" if standing is None else standing.reason))
        left = sum(one.is_to_reach for one in self._living)
        options = (
            (_LEFT, words("recall.letters_left", count=left)),
            (_ALL, words("recall.letters_all", count=len(self._living))),
        )
        self.whom = RadioGroup(theme, words("recall.letters_whom"), options)
        self.whom.setObjectName("letters_whom")
        self.whom.set_value(_LEFT if left else _ALL)
        self.whom.value_changed.connect(self.refresh)
        self._kept = Label(theme, role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        self._bar = ProgressLine(theme, words)
        self._bar.setObjectName("letters_bar")
        for widget in (self.whom, self._kept, self._bar):
            self.rows.addWidget(widget)
        set_shown(self._bar, False)
        self.finish_layout()

    @property
    def is_running(self) -> bool:
        """Whether letters are being written."""
        return self._is_busy

    def list_people(self) -> tuple[RecallPerson, ...]:
        """Return to whom letters go."""
        is_all = self.whom.value() == _ALL
        return tuple(one for one in self._living if is_all or one.is_to_reach)

    def list_open(self) -> tuple[str, ...]:
        people = self.list_people()
        kept = sum(bool(one.letters) for one in people)
        self._kept.setText(self.words("recall.letters_kept", count=kept) if kept else "")
        set_shown(self._kept, bool(kept))
        return () if people else (self.words("recall.letters_nobody"),)

    def show_progress(self, done: int, count: int) -> None:
        """Say which letter is being written."""
        set_shown(self._bar, True)
        self._bar.show_progress(done, count)
        self.dismiss_button.setText(self.words("recall.letters_stop"))
        self.whom.setEnabled(False)
        say_reason(self.whom, self.words("spoken.under_way"), *self.whom.buttons)
        self.show_busy(self.words("recall.letters_running", done=min(done + 1, count), count=count))

    def end_running(self) -> None:
        """Let the sheet be closed without stopping anything: nothing is being written any more."""
        self._is_busy = False

    def dismiss(self) -> None:
        if self.is_running:
            self.stop_requested.emit()
        super().dismiss()


class LettersDoneSheet(Sheet):
    """Says that the letters are kept, and offers them to the printer, to a file, and as sent."""

    save_requested = Signal()
    sent_requested = Signal()

    def __init__(self, theme: Theme, words: Words, host: QWidget, count: int, *, can_send: bool) -> None:
        super().__init__(
            theme,
            host,
            words("recall.letters_done", count=count),
            accept_text=words("recall.letters_print"),
            dismiss_text=words("common.close"),
            width=640,
        )
        note = words("recall.letters_done_note")
        self.body.addWidget(Label(theme, note, tone="text-2", wraps=True, keeps_phrases=True))
        self.save_button = SecondaryButton(theme, words("recall.letters_save"))
        self.save_button.setObjectName("save_letters")
        self.save_button.clicked.connect(self.save_requested)
        self.sent_button = SecondaryButton(theme, words("recall.sent"))
        self.sent_button.setObjectName("letters_sent")
        self.sent_button.clicked.connect(self.sent_requested)
        set_shown(self.sent_button, can_send)
        self.buttons.insertWidget(1, self.sent_button)
        self.buttons.insertWidget(2, self.save_button)
        self.dismissed.connect(self.deleteLater)
