"""Types answers into editors as a person would: into the field, on the button, in the list."""

from PySide6.QtWidgets import QWidget

from stemsup_desktop.questionnaire.answers import (
    Answer,
    BooleanAnswer,
    DateAnswer,
    DateTimeAnswer,
    QuantityAnswer,
    ReferenceAnswer,
    StringAnswer,
    TimeAnswer,
    UriAnswer,
)
from stemsup_desktop.questionnaire.compare import get_number
from stemsup_desktop.ui.components.answer_segments import Segments
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.score_field import ScoreField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.examination.editors import Editor
from stemsup_desktop.ui.pages.examination.editors.choices import AutocompleteField
from stemsup_desktop.ui.pages.examination.editors.open_choices import OpenChoiceEditor
from stemsup_desktop.ui.pages.examination.editors.option_list import OptionList
from stemsup_desktop.ui.pages.examination.editors.options import Options
from stemsup_desktop.ui.pages.examination.editors.repeated import RepeatedEditor


class Listener:
    """Keeps what an editor reports, and shows it back as the page does."""

    def __init__(self, editor: Editor) -> None:
        self.answers: tuple[Answer, ...] = ()
        self.count = 0
        self._editor = editor
        editor.answered.connect(self._on_answered)

    def _on_answered(self, answers: tuple[Answer, ...]) -> None:
        self.answers = answers
        self.count += 1
        self._editor.set_answers(answers)


def enter(editor: Editor, answers: tuple[Answer, ...], options: Options) -> None:
    """Enter answers into an editor that is empty."""
    if isinstance(editor, RepeatedEditor):
        for number, answer in enumerate(answers):
            if number:
                editor.add_line()
            enter(editor.editors[number], (answer,), options)
        return
    if isinstance(editor, OpenChoiceEditor):
        inner, text = editor.controls()
        chosen = tuple(answer for answer in answers if options.find_code(answer) is not None)
        words = [answer for answer in answers if answer not in chosen]
        assert isinstance(inner, Editor)
        assert isinstance(text, TextField)
        if chosen:
            enter(inner, chosen, options)
        for word in words:
            assert isinstance(word, StringAnswer)
            text.setText(word.value)
        return
    for answer in answers:
        _enter_one(editor, answer, options)


def _enter_one(editor: Editor, answer: Answer, options: Options) -> None:
    control = find_control(editor)
    code = options.find_code(answer)
    match control:
        case Segments():
            control.choose(("Y" if answer.value else "N") if isinstance(answer, BooleanAnswer) else str(code))
        case AutocompleteField() | ChoiceField() | OptionList():
            assert code is not None
            control.choose(code)
        case ScoreField():
            control.choose(int(get_number(answer) or 0))
        case TextField() | MultiLineField():
            _choose_unit(editor, answer)
            control.setText(write(answer))
        case _:
            raise AssertionError(f"no way to enter into {type(control).__name__}")


def _choose_unit(editor: Editor, answer: Answer) -> None:
    unit = editor.findChild(ChoiceField, f"{editor.name}_unit")
    if isinstance(unit, ChoiceField) and isinstance(answer, QuantityAnswer):
        unit.choose(next(str(n) for n, one in enumerate(editor.item.unit_options) if one.code == answer.code))


def find_control(editor: Editor) -> QWidget:
    """Find the control of an editor by its name."""
    found = [one for one in editor.findChildren(QWidget, editor.name) if not isinstance(one, Editor)]
    assert found, editor.name
    return found[0]


def write(answer: Answer) -> str:
    """Write an answer as a person would type it."""
    match answer:
        case StringAnswer() | UriAnswer():
            return answer.value
        case ReferenceAnswer():
            return answer.display
        case DateAnswer():
            return answer.value.isoformat()
        case DateTimeAnswer():
            return answer.value.isoformat()
        case TimeAnswer():
            return answer.value.isoformat()
        case _:
            return str(get_number(answer))
