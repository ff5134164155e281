"""The form in which a signature in ink is recorded, in place and not in a dialog; it names what is missing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_check import LONGEST_LINE
from stemsup_desktop.ui.components.buttons import Button, QuietButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import Lockable, say_reason
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.consent.paper_form_view import SigningView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_NAMES = ("patient_name", "physician_name", "guardian_name", "interpreter_name", "witness_name")


class PaperForm(QWidget):
    """`entry_changed` carries the name of an entry and its value; the other signals say what is wanted of all of it."""

    entry_changed = Signal(str, object)
    record_requested = Signal()
    discard_requested = Signal()
    bring_back_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._documents: tuple[tuple[str, str], ...] = ()
        self._document = ChoiceField(theme, words, words("consent.document"), is_required=True)
        self._document.setObjectName("consent.document_number")
        self._signed_on = DateField(theme, words, words("consent.signed_on"), is_required=True)
        self._signed_on.setObjectName("consent.signed_on")
        self._names = {
            name: TextField(
                theme, words, words(f"consent.{name}"), is_required=name in _NAMES[:2], max_length=LONGEST_LINE
            )
            for name in _NAMES
        }
        for name, field in self._names.items():
            field.setObjectName(f"consent.{name}")
        self._initials = CheckBox(theme, words("consent.all_initials"))
        self._initials.setObjectName("consent.all_initials_present")
        self._missing_heading = Label(theme, words("consent.missing"), role="compact", weight=700)
        self._missing = Label(theme, role="compact", tone="text-2", wraps=True)
        self._missing.setObjectName("consent.missing")
        self._problem = InlineMessage(theme)
        self._note = InlineMessage(theme)
        self._note.setObjectName("consent.entries_note")
        self._not_kept = InlineMessage(theme)
        self._not_kept.setObjectName("consent.entries_not_kept")
        self._discard = QuietButton(theme, words("consent.discard"))
        self._discard.setObjectName("consent.discard")
        self._discard.clicked.connect(self.discard_requested)
        self._bring_back = QuietButton(theme, words("consent.bring_back"), icon_name="undo")
        self._bring_back.setObjectName("consent.bring_back")
        self._bring_back.clicked.connect(self.bring_back_requested)
        self.record_button = Button(theme, words("consent.record"), icon_name="pen")
        self.record_button.setObjectName("consent.record")
        self._lay_out(theme, words)
        self._document.value_changed.connect(lambda number: self._report("document_number", number or ""))
        self._signed_on.value_changed.connect(lambda day: self._report("signed_on", day))
        for name, field in self._names.items():
            field.value_changed.connect(lambda text, name=name: self._report(name, text))
        self._initials.toggled.connect(lambda is_on: self._report("all_initials_present", is_on))
        self.record_button.clicked.connect(self.record_requested)

    def show_view(self, view: SigningView, *, is_recording: bool, locked: str = "") -> None:
        """Show what was entered and what is missing, and with `locked` why nothing can be entered; reports nothing."""
        draft = view.draft
        if view.documents != self._documents:
            self._documents = view.documents
            self._document.set_options(view.documents)
        self._document.set_value(draft.document_number or None)
        self._signed_on.set_value(draft.signed_on)
        self._names["guardian_name"].set_required(view.wants_guardian)
        self._names["interpreter_name"].set_required(view.wants_interpreter)
        for name, field in self._names.items():
            field.set_value(getattr(draft, name))
        self._initials.set_value(draft.all_initials_present)
        self._note.show_message(TagState.CAUTION, view.note)
        set_shown(self._discard, view.can_discard)
        set_shown(self._bring_back, view.can_bring_back)
        self._missing.setText("\n".join(view.missing))
        set_shown(self._missing, bool(view.missing))
        set_shown(self._missing_heading, bool(view.missing))
        self.record_button.setEnabled(not view.missing and not is_recording and not locked)
        self.record_button.setToolTip(locked or "\n".join(view.missing))
        self.record_button.setAccessibleDescription(locked or " ".join(view.missing))
        entries: tuple[Lockable, ...] = (self._document, self._signed_on, *self._names.values(), self._initials)
        for entry in entries:
            entry.set_locked(locked)
        for button in (self._discard, self._bring_back):
            button.setEnabled(not is_recording and not locked)
            say_reason(button, locked)

    def show_problem(self, sentence: str) -> None:
        """Say why a signature could not be recorded, or nothing."""
        self._problem.show_message(TagState.STOP, sentence)

    def show_not_kept(self, sentence: str) -> None:
        """Say that the entries are not on disk, or nothing."""
        self._not_kept.show_message(TagState.CAUTION, sentence)

    def _report(self, name: str, value: object) -> None:
        self.entry_changed.emit(name, value)

    def _lay_out(self, theme: Theme, words: Words) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(sizes.S)
        grid.setVerticalSpacing(sizes.XS)
        fields = [self._document, self._signed_on, *self._names.values()]
        for position, field in enumerate(fields):
            grid.addWidget(field, position // 2, position % 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        button = QHBoxLayout()
        button.setSpacing(sizes.S)
        for one in (self.record_button, self._discard, self._bring_back):
            button.addWidget(one)
        button.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes.S)
        column.addWidget(SectionHeading(theme, words("consent.sign_heading"), words("consent.sign_note")))
        column.addWidget(self._note)
        column.addLayout(grid)
        column.addWidget(self._initials)
        column.addWidget(self._missing_heading)
        column.addWidget(self._missing)
        column.addWidget(self._problem)
        column.addWidget(self._not_kept)
        column.addLayout(button)
