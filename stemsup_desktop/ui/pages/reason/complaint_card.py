"""One chosen symptom: diagnosis, code, score, and what to rule out first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Hairline, Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.components.score_field import ScoreField
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.reason.view import CodeChoice, ComplaintView
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_CODE_PX = 112


class ComplaintCard(QWidget):
    """Reports each change with the symptom's id; shows what it is given."""

    diagnosis_changed = Signal(str, str)
    icd10_changed = Signal(str, str)
    code_chosen = Signal(str, object)
    score_changed = Signal(str, object)

    def __init__(self, theme: Theme, words: Words, view: ComplaintView) -> None:
        super().__init__()
        self._symptom_id = view.symptom_id
        self._theme = theme
        self._codes = QButtonGroup(self)
        self._codes.setExclusive(False)
        self._code_buttons: dict[str, SecondaryButton] = {}
        self._diagnosis = TextField(theme, words, words("reason.diagnosis"), is_required=True)
        self._diagnosis.setObjectName(f"diagnosis:{view.symptom_id}")
        self._icd10 = TextField(theme, words, words("reason.icd10"), max_length=20)
        self._icd10.setObjectName(f"icd10:{view.symptom_id}")
        self._icd10.setFixedWidth(theme.grown(_CODE_PX))
        self._score = ScoreField(
            theme,
            words,
            words("reason.score"),
            low=words("reason.score_low"),
            high=words("reason.score_high"),
            name=words("reason.score_name", symptom=view.title),
        )
        self._score.setObjectName(f"baseline_nrs:{view.symptom_id}")
        self._earlier = Label(theme, role="compact", tone="text-2", wraps=True)
        self._earlier.setObjectName(f"earlier_scores:{view.symptom_id}")
        self._urgent = InlineMessage(theme)
        self._lay_out(theme, words, view)
        self._diagnosis.value_changed.connect(lambda text: self.diagnosis_changed.emit(self._symptom_id, text))
        self._icd10.value_changed.connect(lambda text: self.icd10_changed.emit(self._symptom_id, text))
        self._score.value_changed.connect(lambda score: self.score_changed.emit(self._symptom_id, score))

    def show_view(self, view: ComplaintView, why_not: str = "") -> None:
        """Show what was entered, and why the diagnosis cannot be; reports nothing."""
        self._diagnosis.set_locked(why_not)
        self._icd10.set_locked(why_not)
        self._diagnosis.set_value(view.diagnosis)
        self._icd10.set_value(view.icd10)
        self._score.set_value(view.baseline_nrs)
        self._earlier.setText(view.earlier)
        set_shown(self._earlier, bool(view.earlier))
        for code, button in self._code_buttons.items():
            with signals_blocked(button):
                button.setChecked(code == view.icd10)
            button.setEnabled(not why_not)
            say_reason(button, why_not)

    def _lay_out(self, theme: Theme, words: Words, view: ComplaintView) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, sizes.S)
        column.setSpacing(sizes.XS)
        column.addWidget(Label(theme, view.title, role="section"))
        if view.urgent_flags:
            self._urgent.show_message(TagState.CAUTION, words("reason.rule_out_urgent", flags=view.urgent_flags))
            column.addWidget(self._urgent)
        if view.other_flags:
            sentence = words("reason.rule_out", flags=view.other_flags)
            column.addWidget(Label(theme, sentence, role="small", tone="text-3", wraps=True))
        fields = QHBoxLayout()
        fields.setSpacing(sizes.S)
        fields.addWidget(self._diagnosis, 1)
        fields.addWidget(self._icd10)
        column.addLayout(fields)
        column.addLayout(self._make_codes(theme, words, view.codes))
        column.addWidget(self._score)
        column.addWidget(self._earlier)
        column.addWidget(Hairline(theme))

    def _make_codes(self, theme: Theme, words: Words, codes: tuple[CodeChoice, ...]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(sizes.XXS)
        column.addWidget(Label(theme, words("reason.suggested"), role="small", tone="text-3", wraps=True))
        for code in codes:
            button = SecondaryButton(theme, f"{code.code}  {code.name}")
            button.let_shorten()
            button.setCheckable(True)
            button.setObjectName(f"code:{self._symptom_id}:{code.code}")
            button.clicked.connect(lambda _checked=False, chosen=code: self.code_chosen.emit(self._symptom_id, chosen))
            self._code_buttons[code.code] = button
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        return column
