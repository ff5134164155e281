"""The first run: clinic, physician, passphrase. Each page can be left and come back to."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.buttons import LinkLabel, PrimaryButton, QuietButton
from stemsup_desktop.ui.components.labels import Hairline, IconLabel, Label
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.entry.draft import SetupDraft, SetupStep, derive_open_items
from stemsup_desktop.ui.theme import Theme, set_look
from stemsup_desktop.ui.words import Words

if TYPE_CHECKING:
    from stemsup_desktop.ui.entry.new_passphrase import NewPassphrase

_STEP_WORDS = ("entry.step_clinic", "entry.step_physician", "entry.step_passphrase")
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


class FirstRunPage(QWidget):
    """Gathers a `SetupDraft`; `setup_finished` carries it when nothing is open."""

    setup_finished = Signal(object)
    demo_requested = Signal()
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
        self._steps = [Label(theme, "", role="compact") for _ in SetupStep]
        self._step_icons = [IconLabel(theme, "unanswered", "text-3", 20) for _ in SetupStep]
        self._pages = QStackedWidget()
        self._open_items = Label(theme, "", role="compact", tone="text-3", wraps=True)
        self._problem = Label(theme, "", role="compact", tone="stop", wraps=True)
        self._back = QuietButton(theme, words("entry.back"), icon_name="chevron-left", is_bar=True)
        self._continue = PrimaryButton(theme, words("entry.continue"), is_bar=True)
        self._new_passphrase: NewPassphrase | None = None
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
        self._problem.setText("")

    def show_problem(self, problem: Problem) -> None:
        """Say why the records could not be created."""
        self._refresh()
        self._problem.setText(self._words.sentence_of(problem))

    # Layout

    def _lay_out(self) -> None:
        words, theme = self._words, self._theme
        bar = QHBoxLayout()
        bar.setContentsMargins(32, 10, 32, 10)
        bar.setSpacing(12)
        bar.addWidget(self._back)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._open_items)
        texts.addWidget(self._problem)
        bar.addLayout(texts, 1)
        bar.addWidget(self._continue)
        work = QVBoxLayout()
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(0)
        work.addWidget(self._pages, 1)
        work.addWidget(Hairline(theme))
        work.addLayout(bar)
        right = QWidget()
        right.setLayout(work)
        set_look(right, surface="base")
        right.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._make_side(words("entry.set_up")))
        outer.addWidget(right, 1)
        # Last: a stack lays a page out as it comes, and everything around it would do so once more.
        self._make_pages_up_to(self._step)

    def _make_side(self, title: str) -> QWidget:
        theme, words = self._theme, self._words
        column = QVBoxLayout()
        column.setContentsMargins(20, 24, 16, 20)
        column.setSpacing(14)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconLabel(theme, "drop", "accent", 28))
        head.addWidget(Label(theme, title, role="heading"), 1)
        column.addLayout(head)
        column.addSpacing(12)
        for icon, label in zip(self._step_icons, self._steps, strict=True):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(icon)
            row.addWidget(label, 1)
            column.addLayout(row)
        column.addStretch(1)
        demo = LinkLabel(theme, words("entry.demo"))
        demo.setObjectName("demo")
        demo.clicked.connect(self.demo_requested)
        column.addWidget(demo, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Label(theme, words("entry.demo_note"), role="small", tone="text-3", wraps=True))
        language = QuietButton(theme, words("entry.language_switch"))
        language.setObjectName("language_switch")
        language.clicked.connect(self.language_switch_requested)
        column.addWidget(language, 0, Qt.AlignmentFlag.AlignLeft)
        side = QWidget()
        side.setFixedWidth(264)
        side.setLayout(column)
        set_look(side, surface="window")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        return side

    def _make_pages_up_to(self, step: SetupStep) -> None:
        """Make pages as they are reached; the first window waits for the first one only."""
        makers = (self._make_clinic_page, self._make_physician_page, self._make_passphrase_page)
        while self._pages.count() <= step:
            self._pages.addWidget(makers[self._pages.count()]())

    def _make_form(self, title: str, note: str) -> tuple[QWidget, QVBoxLayout]:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(36, 28, 36, 20)
        column.setSpacing(12)
        column.addWidget(Label(self._theme, title, role="title"))
        column.addWidget(Label(self._theme, note, role="body", tone="text-2", wraps=True))
        column.addSpacing(4)
        return page, column

    def _make_clinic_page(self) -> QWidget:
        page, column = self._make_form(self._words("entry.clinic_title"), self._words("entry.clinic_note"))
        fields = [self._make_clinic_field(*spec) for spec in _CLINIC_FIELDS]
        for left, right in zip(fields[::2], fields[1::2], strict=True):
            row = QHBoxLayout()
            row.setSpacing(16)
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
        self._go(SetupStep(self._step - 1))

    def _on_continue(self) -> None:
        if derive_open_items(self._draft, self._step):
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
        self._pages.setCurrentIndex(self._step)
        self._problem.setText("")
        for step, (icon, label) in enumerate(zip(self._step_icons, self._steps, strict=True)):
            is_current = step == self._step
            is_done = step < self._step
            icon.set_icon("clear" if is_done else "unanswered", "accent" if is_current or is_done else "text-3")
            label.setText(f"{step + 1}  {words(_STEP_WORDS[step])}")
            label.set_role("compact", 700 if is_current else 400)
            label.set_tone("accent" if is_current else "text-2")
        open_items = derive_open_items(self._draft, self._step)
        separator = "、" if words.language is Language.JA else ", "
        named = separator.join(words(key) for key in open_items)
        self._open_items.setText(words("entry.open_items", items=named) if open_items else "")
        is_last = self._step is SetupStep.PASSPHRASE
        self._continue.setText(words("entry.finish" if is_last else "entry.continue"))
        self._continue.setEnabled(not open_items)
        self._back.setEnabled(True)
        self._back.setVisible(self._step is not SetupStep.CLINIC)
        if is_last and self._new_passphrase is not None:
            self._new_passphrase.show_draft(self._draft)
