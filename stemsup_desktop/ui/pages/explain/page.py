"""Step 3 in the window: pages at the left, one of them in large type, what the patient asked beneath."""

import hashlib
from functools import partial

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.patient_screen.topics import patient_language
from stemsup_desktop.consultation.record import Explanation
from stemsup_desktop.content import Content
from stemsup_desktop.language import Language
from stemsup_desktop.reference.model import Page as ReferenceEntry
from stemsup_desktop.reference.pictures import shown_bytes
from stemsup_desktop.ui.components.action_bar import Action, PageActions
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.labels import Hairline, Label, set_shown
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.explain.reading_pane import ReadingPane
from stemsup_desktop.ui.pages.explain.topic_list import TopicList
from stemsup_desktop.ui.pages.explain.view import (
    ExplainView,
    derive_explain,
    has_changed,
    with_explained,
    with_questions,
    without_explained,
)
from stemsup_desktop.ui.theme import sizes

LIST_PX, NARROW_LIST_PX = 320, 264
_MIDDLE_PX, _WIDE_PX = 1152, 1360


class ExplainPage(Page[ExplainView]):
    """What is known, not known and harmful about this patient's symptoms and routes, and what was explained."""

    wants_gate = True

    reference_requested = Signal(str)
    """Asks for the full reference page of an id."""
    text_shown = Signal(bytes)
    """The exact bytes of a page that was recorded as explained, to be kept."""

    def __init__(self, context: PageContext, content: Content) -> None:
        super().__init__(context)
        self._library = content.reference
        self._pictures = content.pictures
        self._current_id = ""
        self._sha256: dict[tuple[str, Language], str] = {}
        self._topics = TopicList(self.theme, self.words("explain.topics"))
        self._reading = ReadingPane(self.theme)
        self._explained = CheckBox(self.theme, self.words("explain.explained"))
        self._explained.setObjectName("explained")
        self._language = Label(self.theme, role="small", tone="text-3")
        self._open = SecondaryButton(self.theme, self.words("explain.open_full"), icon_name="reference")
        self._open.setObjectName("open_full")
        self._questions = MultiLineField(self.theme, self.words, self.words("explain.questions"), max_lines=4)
        self._questions.setObjectName("questions_asked")
        self.setFocusProxy(self._topics)
        self._left = QWidget()
        self.set_body(self._make_body())
        self._connect()

    def derive(self) -> ExplainView:
        state = self.context.session.state
        return derive_explain(
            state.patient,
            state.consultation,
            self._library,
            self.words,
            current_id=self._current_id,
            sha256_of=self._sha256_of,
            pictures=self._pictures,
        )

    def show_view(self, view: ExplainView) -> None:
        self._current_id = view.current_id
        self.header.show_text(self.words("explain.title"), view.subtitle)
        self._topics.show_topics(view.topics, view.current_id)
        self._language.setText(view.language_note)
        self._explained.set_value(view.is_explained)
        self._explained.update()
        self._reading.show_reading(view.reading, view.pictures)
        self._questions.set_value(view.questions_asked)

    def page_actions(self) -> PageActions:
        return PageActions(
            back=Action(self.words("explain.back"), lambda: self.page_requested.emit("step-2"), name="back"),
            primary=Action(
                self.words("explain.continue"),
                lambda: self.page_requested.emit("step-4"),
                key_hint="Ctrl+Enter",
                name="continue",
            ),
            keys=("Space",),
            keys_note=self.words("explain.key_tick"),
        )

    def set_room(self, width: int, height: int) -> None:
        super().set_room(width, height)
        self._left.setFixedWidth(self.theme.side(LIST_PX if width >= _WIDE_PX else NARROW_LIST_PX, width))
        set_shown(self._language, width >= _MIDDLE_PX)

    @property
    def current_id(self) -> str:
        """The id of the page that is read, or empty while there is nothing to explain."""
        return self._current_id

    # Layout

    def _make_body(self) -> QWidget:
        self._left.setProperty("surface", "sunken")
        list_column = QVBoxLayout(self._left)
        list_column.setContentsMargins(sizes.XS, sizes.XS, sizes.XS, sizes.XS)
        list_column.addWidget(self._topics)
        self._left.setFixedWidth(self.theme.grown(NARROW_LIST_PX))
        bar = QHBoxLayout()
        bar.setContentsMargins(sizes.XXL, sizes.XS, sizes.XL, sizes.XS)
        bar.setSpacing(sizes.M)
        bar.addWidget(self._explained)
        bar.addWidget(self._language)
        bar.addStretch(1)
        bar.addWidget(self._open)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(bar)
        right.addWidget(Hairline(self.theme))
        right.addWidget(self._reading, 1)
        right.addWidget(Hairline(self.theme, token="line-strong"))
        asked = QVBoxLayout()
        asked.setContentsMargins(sizes.XXL, sizes.XS, sizes.XL, sizes.S)
        asked.addWidget(self._questions)
        right.addLayout(asked)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left)
        row.addWidget(Hairline(self.theme, token="line-strong", is_vertical=True))
        row.addLayout(right, 1)
        return body

    def _connect(self) -> None:
        self._topics.topic_reached.connect(self._on_topic_reached)
        self._topics.topic_ticked.connect(self._on_topic_ticked)
        self._topics.topic_opened.connect(self.reference_requested)
        self._explained.toggled.connect(lambda _: self._on_topic_ticked(self._current_id))
        self._open.clicked.connect(lambda: self.reference_requested.emit(self._current_id))
        self._questions.value_changed.connect(self._on_questions_changed)
        self.bind("topic.up", partial(self._scroll, -1))
        self.bind("topic.down", partial(self._scroll, 1))

    def _scroll(self, by: int) -> None:
        bar = self._reading.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep() * 9 // 10)

    # What the person does

    @property
    def _explanation(self) -> Explanation:
        return self.context.session.state.consultation.explanation

    def _change(self, what: str, explanation: Explanation, *, merge: str = "", is_announced: bool = False) -> None:
        consultation = msgspec.structs.replace(self.context.session.state.consultation, explanation=explanation)
        text = self.words(f"explain.change_{what}")
        self.context.session.change(text, consultation, merge=merge, is_announced=is_announced)

    def _on_topic_reached(self, page_id: str) -> None:
        self._current_id = page_id
        self.refresh()

    def _on_topic_ticked(self, page_id: str) -> None:
        """Record that a page was explained, or take it back; one whose text changed since is recorded anew."""
        page = self._library.find_page(page_id)
        if page is None:
            return
        done = next((one for one in self._explanation.pages if one.page_id == page_id), None)
        if done is not None and not has_changed(done, page, self._sha256_of):
            self._change("taken_back", without_explained(self._explanation, page_id), is_announced=True)
            return
        state = self.context.session.state
        language = patient_language(state.patient, state.consultation)
        sha256 = self._sha256_of(page, language)
        self.text_shown.emit(shown_bytes(page, self._pictures, language))
        explanation = with_explained(self._explanation, page, language, self.context.clock(), sha256)
        self._change("explained", explanation)

    def _on_questions_changed(self, text: object) -> None:
        explanation = with_questions(self._explanation, normalise_text(str(text)))
        self._change("questions", explanation, merge="explain.questions_asked")

    def _sha256_of(self, page: ReferenceEntry, language: Language) -> str:
        key = (page.id, language)
        if key not in self._sha256:
            self._sha256[key] = hashlib.sha256(shown_bytes(page, self._pictures, language)).hexdigest()
        return self._sha256[key]
