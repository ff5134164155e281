"""Yes and no; yes, no and unknown; a few short options: one row of segments."""

from PySide6.QtCore import Qt

from stemsup_desktop.questionnaire.answers import Answer, BooleanAnswer
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.ui.components.answer_segments import AnswerSegments, Look, Segments
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.pages.examination.editors.base import Editor
from stemsup_desktop.ui.pages.examination.editors.options import Options


class BooleanEditor(Editor):
    """Yes or no; neither is no answer."""

    def __init__(self, item: Item, name: str, label: str, context: PageContext) -> None:
        super().__init__(item, name)
        self._segments = AnswerSegments(context.theme, context.words, label, has_unknown=False)
        self.adopt(self._segments)
        self.column.setAlignment(self._segments, Qt.AlignmentFlag.AlignLeft)
        self._segments.value_changed.connect(
            lambda code: self.answered.emit(() if code is None else (BooleanAnswer(code == "Y"),))
        )

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        first = answers[0] if answers else None
        self._segments.set_value(("Y" if first.value else "N") if isinstance(first, BooleanAnswer) else None)

    def set_read_only(self, is_read_only: bool) -> None:
        self._segments.set_read_only(is_read_only)


class SegmentsEditor(Editor):
    """Yes, no, unknown by their keys; or a few short options."""

    def __init__(
        self, item: Item, name: str, label: str, context: PageContext, options: Options, *, is_yes_no_unknown: bool
    ) -> None:
        super().__init__(item, name)
        self._options = options
        if is_yes_no_unknown:
            self._segments: Segments = AnswerSegments(context.theme, context.words, label)
        else:
            shown = tuple((code, text, Look.TINTED) for code, text in options.pairs())
            unanswered = context.words("common.unanswered")
            self._segments = Segments(context.theme, label, shown, unanswered_word=unanswered)
        self.adopt(self._segments)
        self.column.setAlignment(self._segments, Qt.AlignmentFlag.AlignLeft)
        self._segments.value_changed.connect(self._on_changed)

    def set_answers(self, answers: tuple[Answer, ...]) -> None:
        self._segments.set_value(self._options.find_code(answers[0]) if answers else None)

    def set_read_only(self, is_read_only: bool) -> None:
        self._segments.set_read_only(is_read_only)

    def _on_changed(self, code: str | None) -> None:
        answer = self._options.find_answer(code)
        self.answered.emit(() if answer is None else (answer,))
