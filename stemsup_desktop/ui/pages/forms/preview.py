"""The printed page of the edited form, rendered in the work lane as one goes."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from stemsup_desktop.consultation.consent_clauses import Applies
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.answer_segments import ViewSwitch
from stemsup_desktop.ui.components.labels import Label
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.page_preview import PagePreview
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

DEBOUNCE_MS = 500

Render = Callable[[ConsentText, Applies, Language], Callable[[], bytes]]
Run = Callable[[Callable[[], bytes], Callable[[Ok[bytes] | Err], None]], None]


@dataclass(frozen=True, slots=True)
class _Source:
    text: ConsentText
    applies: Applies
    language: Language


class FormPreview(QWidget):
    """Shows the last page that could be made until its successor is there; nothing is rendered while it is hidden."""

    def __init__(self, theme: Theme, words: Words, render: Render, run: Run) -> None:
        super().__init__()
        self._words = words
        self._render = render
        self._run = run
        self._source: _Source | None = None
        self._done: _Source | None = None
        self._is_rendering = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._start)
        options = tuple((one.value, words(f"forms.language_{one.value}")) for one in Language)
        self._language = ViewSwitch(theme, words("forms.preview_language"), options)
        self._language.setObjectName("preview_language")
        self._language.set_value(words.language.value)
        self._language.value_changed.connect(lambda _code: self._on_language())
        self._note = Label(
            theme, words("forms.preview_note"), role="small", tone="text-3", wraps=True, keeps_phrases=True
        )
        self._problem = InlineMessage(theme, is_strip=True)
        self.pages = PagePreview(theme, words)
        self.pages.setObjectName("form_preview")
        self.pages.print_button.hide()
        head = QVBoxLayout()
        head.setContentsMargins(sizes.M, sizes.S, sizes.M, sizes.XS)
        head.setSpacing(sizes.XS)
        head.addWidget(self._language)
        head.addWidget(self._note)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(self._problem)
        rows.addWidget(self.pages, 1)

    def look(self, text: ConsentText, applies: Applies) -> None:
        """Say which form is to be seen, for a patient to whom these conditions apply."""
        source = _Source(text, applies, self._get_language())
        if source == self._source:
            return
        is_first = self._source is None
        self._source = source
        if self.isVisible():
            self._timer.start(0 if is_first else DEBOUNCE_MS)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        if self._source is not None and self._source != self._done:
            self._timer.start(0)

    def _get_language(self) -> Language:
        code = self._language.value()
        return Language(code) if code else self._words.language

    def _on_language(self) -> None:
        if self._source is not None:
            self.look(self._source.text, self._source.applies)

    def _start(self) -> None:
        source = self._source
        if source is None or self._is_rendering or source == self._done or not self.isVisible():
            return
        self._is_rendering = True
        self._run(self._render(source.text, source.applies, source.language), lambda result: self._end(source, result))

    def _end(self, source: _Source, result: Ok[bytes] | Err) -> None:
        self._is_rendering = False
        self._done = source
        match result:
            case Ok(pdf):
                self._show(pdf)
            case Err(problem):
                self._problem.show_message(TagState.CAUTION, self._words.sentence_of(problem))
        if source != self._source:
            self._start()

    def _show(self, pdf: bytes) -> None:
        try:
            self.pages.show_pdf(pdf)
        except EnvironmentProblem as problem:
            self._problem.show_message(TagState.STOP, self._words.sentence_of(problem))
            return
        self._problem.show_message(TagState.INFORMATION, "")
