"""The first run: clinic, physician, passphrase, and a recovery sheet once the records are made."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.components.buttons import BAR_PADDING_PX, PrimaryButton, QuietButton
from stemsup_desktop.ui.components.labels import Hairline, Label, set_shown
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.entry.draft import SetupDraft, SetupStep, derive_open_items
from stemsup_desktop.ui.entry.setup_side import SetupSide
from stemsup_desktop.ui.theme import Theme, set_look, sizes
from stemsup_desktop.ui.words import Words

if TYPE_CHECKING:
    from stemsup_desktop.ui.entry.new_passphrase import NewPassphrase
    from stemsup_desktop.ui.recovery_sheet_form import RecoverySheetForm

_CLINIC_FIELDS = (
    ("name", "clinic_name", True),
    ("name_en", "clinic_name_en", False),
    ("address", "clinic_address", False),
    ("phone", "clinic_phone", True),
    ("emergency_phone", "emergency_phone", True),
    ("emergency_hospital", "emergency_hospital", False),
)
_PHYSICIAN_FIELDS = (
    ("name", "physician_name", True),
    ("name_en", "physician_name_en", False),
    ("licence_number", "licence_number", True),
)


_WIDEST_PX = 832
"""The widest form: the same fields as in the settings, as wide as there."""


def _keep_readable(part: QWidget, theme: Theme) -> QHBoxLayout:
    """Return a row in which a part with the form's margins stands at the left, no wider than a form."""
    part.setMaximumWidth(theme.grown(_WIDEST_PX) + 2 * sizes.WIDE)
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(part, 1)
    row.addStretch(0)
    return row


class FirstRunPage(QWidget):
    """Gathers a `SetupDraft`; `setup_finished` carries it when nothing is open.

    Each page can be left and come back to, until the records are made: then `show_sheet` offers a recovery sheet, and
    `sheet_finished` says that there is one, or that it is put off.
    """

    setup_finished = Signal(object)
    sheet_finished = Signal()
    demo_requested = Signal()
    restore_requested = Signal()
    language_switch_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        words: Words,
        draft: SetupDraft | None = None,
        step: SetupStep = SetupStep.CLINIC,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._draft = draft or SetupDraft()
        self._step = step
        self._side = SetupSide(theme, words)
        self._side.demo_requested.connect(self.demo_requested)
        self._side.restore_requested.connect(self.restore_requested)
        self._side.language_switch_requested.connect(self.language_switch_requested)
        self._pages = QStackedWidget()
        self._open_items = Label(theme, "", role="compact", tone="text-3", wraps=True, keeps_phrases=True)
        self._problem = Label(theme, "", role="compact", tone="stop", wraps=True, keeps_phrases=True)
        self._back = QuietButton(theme, words("entry.back"), icon_name="chevron-left", is_bar=True)
        self._continue = PrimaryButton(theme, words("entry.continue"), is_bar=True)
        self._new_passphrase: NewPassphrase | None = None
        self._sheet: RecoverySheetForm | None = None
        self._lay_out()
        self._back.setObjectName("setup_back")
        self._continue.setObjectName("setup_continue")
        self._back.clicked.connect(self._on_back)
        self._continue.clicked.connect(self._on_continue)
        self._refresh()

    @property
    def draft(self) -> SetupDraft:
        """What was entered so far, to survive a switch of language."""
        return self._draft

    @property
    def step(self) -> SetupStep:
        """The page on show."""
        return self._step

    def focus_first(self) -> None:
        """Put the cursor into the first field of the page on show."""
        if self._sheet is not None:
            self._sheet.first.setFocus()
            return
        page = self._pages.widget(self._step)
        for field in page.findChildren(TextField) if page is not None else ():
            if not field.text():
                field.line_edit.setFocus()
                return
        self._continue.setFocus()

    def show_busy(self, sentence: str) -> None:
        """Say what is going on and take no second start meanwhile."""
        self._continue.setEnabled(False)
        self._back.setEnabled(False)
        self._open_items.setText(sentence)
        self._say("")

    def forget_passphrases(self) -> None:
        """Let go of the passphrase, which was sent; a second try is typed anew."""
        self._draft = replace(self._draft, passphrase="", passphrase_again="")
        if self._new_passphrase is not None:
            self._new_passphrase.forget()

    def show_sheet(self, form: "RecoverySheetForm") -> None:
        """Offer a recovery sheet for the records that were just made."""
        page, column = self._make_form(self._words("entry.sheet_title"), self._words("entry.sheet_note"))
        column.addWidget(form)
        column.addStretch(1)
        form.changed.connect(self._refresh)
        self._sheet = form
        self._pages.addWidget(page)
        self._step = SetupStep.SHEET
        self._pages.setCurrentWidget(page)
        self._refresh()
        self.focus_first()

    def show_problem(self, problem: Problem) -> None:
        """Say why the records could not be created."""
        self._refresh()
        self._say(self._words.sentence_of(problem))

    # Layout

    def _lay_out(self) -> None:
        theme = self._theme
        bar = QHBoxLayout()
        # As in the action bar: the icon of the way back stands where the form begins, its padding before that.
        bar.setContentsMargins(sizes.WIDE - BAR_PADDING_PX, sizes.S, sizes.WIDE, sizes.S)
        bar.setSpacing(sizes.S)
        bar.addWidget(self._back)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._open_items)
        texts.addWidget(self._problem)
        for text in (self._open_items, self._problem):
            text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        set_shown(self._problem, False)
        bar.addLayout(texts, 1)
        bar.addWidget(self._continue)
        work = QVBoxLayout()
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(0)
        work.addLayout(_keep_readable(self._pages, theme), 1)
        work.addWidget(Hairline(theme))
        foot = QWidget()
        foot.setLayout(bar)
        work.addLayout(_keep_readable(foot, theme))
        right = QWidget()
        right.setLayout(work)
        set_look(right, surface="base")
        right.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._side)
        outer.addWidget(right, 1)
        # Last: a stack lays a page out as it comes, and everything around it would do so once more.
        self._make_pages_up_to(self._step)

    def _make_pages_up_to(self, step: SetupStep) -> None:
        """Make pages as they are reached; the first window waits for the first one only."""
        makers = (self._make_clinic_page, self._make_physician_page, self._make_passphrase_page)
        while self._pages.count() <= min(step, SetupStep.PASSPHRASE):
            self._pages.addWidget(makers[self._pages.count()]())

    def _make_form(self, title: str, note: str) -> tuple[QWidget, QVBoxLayout]:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(sizes.WIDE, sizes.XXL, sizes.WIDE, sizes.L)
        column.setSpacing(sizes.S)
        column.addWidget(Label(self._theme, title, role="title"))
        column.addWidget(Label(self._theme, note, role="body", tone="text-2", wraps=True, keeps_phrases=True))
        column.addSpacing(sizes.XXS)
        return page, column

    def _make_clinic_page(self) -> QWidget:
        page, column = self._make_form(self._words("entry.clinic_title"), self._words("entry.clinic_note"))
        fields = [self._make_clinic_field(*spec) for spec in _CLINIC_FIELDS]
        for left, right in zip(fields[::2], fields[1::2], strict=True):
            row = QHBoxLayout()
            row.setSpacing(sizes.M)
            row.addWidget(left, 1)
            row.addWidget(right, 1)
            column.addLayout(row)
        column.addStretch(1)
        return page

    def _make_clinic_field(self, attribute: str, word: str, is_required: bool) -> TextField:
        def on_changed(text: object) -> None:
            clinic = msgspec.structs.replace(self._draft.clinic, **{attribute: str(text)})
            self._change(replace(self._draft, clinic=clinic))

        return self._make_field(word, is_required, str(getattr(self._draft.clinic, attribute)), on_changed)

    def _make_physician_page(self) -> QWidget:
        page, column = self._make_form(self._words("entry.physician_title"), self._words("entry.physician_note"))
        for attribute, word, is_required in _PHYSICIAN_FIELDS:
            column.addWidget(self._make_physician_field(attribute, word, is_required))
        column.addStretch(1)
        return page

    def _make_physician_field(self, attribute: str, word: str, is_required: bool) -> TextField:
        def on_changed(text: object) -> None:
            physician = msgspec.structs.replace(self._draft.physician, **{attribute: str(text)})
            self._change(replace(self._draft, physician=physician))

        return self._make_field(word, is_required, str(getattr(self._draft.physician, attribute)), on_changed)

    def _make_field(self, word: str, is_required: bool, text: str, on_changed: Callable[[object], None]) -> TextField:
        field = TextField(self._theme, self._words, self._words(f"entry.{word}"), is_required=is_required)
        field.setObjectName(word)
        field.set_value(text)
        field.value_changed.connect(on_changed)
        field.line_edit.returnPressed.connect(self._on_continue)
        return field

    def _make_passphrase_page(self) -> QWidget:
        from stemsup_desktop.ui.entry.new_passphrase import NewPassphrase  # not before it is reached

        page, column = self._make_form(self._words("entry.passphrase_title"), self._words("entry.passphrase_note"))
        fields = NewPassphrase(self._theme, self._words, self._draft)
        fields.passphrase_changed.connect(lambda text: self._change(replace(self._draft, passphrase=str(text))))
        fields.passphrase_again_changed.connect(
            lambda text: self._change(replace(self._draft, passphrase_again=str(text)))
        )
        fields.written_down_changed.connect(lambda is_on: self._change(replace(self._draft, is_written_down=is_on)))
        self._new_passphrase = fields
        column.addWidget(fields, 1)
        return page

    # What the person does

    def _change(self, draft: SetupDraft) -> None:
        self._draft = draft
        self._refresh()

    def _on_back(self) -> None:
        if self._sheet is not None:
            self.sheet_finished.emit()  # put off: the settings go on reminding of it
            return
        self._go(SetupStep(self._step - 1))

    def _on_continue(self) -> None:
        if self._sheet is not None:
            self._sheet.finish(self.sheet_finished.emit)
        elif derive_open_items(self._draft, self._step):
            self.focus_first()
        elif self._step is SetupStep.PASSPHRASE:
            self.setup_finished.emit(self._draft)
        else:
            self._go(SetupStep(self._step + 1))

    def _go(self, step: SetupStep) -> None:
        self._step = step
        self._make_pages_up_to(step)
        self._refresh()
        self.focus_first()

    # What is shown

    def _refresh(self) -> None:
        words = self._words
        if self._step < self._pages.count():
            self._pages.setCurrentIndex(self._step)
        self._say("")
        self._side.show_step(self._step)
        open_items = derive_open_items(self._draft, self._step)
        named = words.listed(words(key) for key in open_items)
        is_last, is_made = self._step is SetupStep.PASSPHRASE, self._step is SetupStep.SHEET
        wanted = words("entry.sheet_open") if self._sheet is not None and not self._sheet.is_ready else ""
        self._open_items.setText(words("entry.open_items", items=named) if open_items else wanted)
        finish = "entry.sheet_finish" if is_made else "entry.finish" if is_last else "entry.continue"
        self._continue.setText(words(finish))
        self._continue.setEnabled(not open_items and (self._sheet is None or self._sheet.is_ready))
        self._continue.setAccessibleDescription(self._open_items.text())
        self._back.setText(words("entry.sheet_later" if is_made else "entry.back"))
        self._back.set_icon_name("" if is_made else "chevron-left")
        self._back.setEnabled(True)
        self._back.setVisible(self._step is not SetupStep.CLINIC)
        if is_last and self._new_passphrase is not None:
            self._new_passphrase.show_draft(self._draft)

    def _say(self, sentence: str) -> None:
        """Say why the records could not be created; without a reason the line takes no room in the bar."""
        self._problem.setText(sentence)
        set_shown(self._problem, bool(sentence))
