"""One chosen symptom: diagnosis, code, score, and what to rule out first."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.labels import Hairline, Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.reason_line import say_reason
from stemsup_desktop.ui.components.score_field import ScoreField
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.reason.view import CodeChoice, ComplaintView
from stemsup_desktop.ui.signals import signals_blocked
from stemsup_desktop.ui.spoken import Role, spoken_as
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_CODE_PX = 112


class _CodeButton(SecondaryButton):
    """A suggested code: where its name has no room, the tooltip says so as soon as it has its width."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tell_whole()


@spoken_as(Role.Grouping)
class ComplaintCard(QWidget):
    """Reports each change with the symptom's id; shows what it is given. It may be made before its symptom is known."""

    diagnosis_changed = Signal(str, str)
    icd10_changed = Signal(str, str)
    code_chosen = Signal(str, object)
    score_changed = Signal(str, object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._symptom_id = ""
        self._theme = theme
        self._words = words
        self._codes: tuple[CodeChoice, ...] = ()
        self._code_rows: list[tuple[QWidget, SecondaryButton]] = []
        self._title = Label(theme, role="section")
        self._urgent = InlineMessage(theme)
        self._other = Label(theme, role="small", tone="text-3", wraps=True)
        self._diagnosis = TextField(theme, words, words("reason.diagnosis"), is_required=True)
        self._icd10 = TextField(theme, words, words("reason.icd10"), max_length=20)
        self._icd10.setFixedWidth(theme.grown(_CODE_PX))
        self._score = ScoreField(
            theme,
            words,
            words("reason.score"),
            low=words("reason.score_low"),
            high=words("reason.score_high"),
        )
        self._earlier = Label(theme, role="compact", tone="text-2", wraps=True)
        self._lay_out(theme, words)
        self._diagnosis.value_changed.connect(lambda text: self.diagnosis_changed.emit(self._symptom_id, text))
        self._icd10.value_changed.connect(lambda text: self.icd10_changed.emit(self._symptom_id, text))
        self._score.value_changed.connect(lambda score: self.score_changed.emit(self._symptom_id, score))

    def take(self, view: ComplaintView) -> None:
        """Be the card of a symptom from now on; a card is for one only, as a field keeps what is half typed in it."""
        self._symptom_id = view.symptom_id
        self.setAccessibleName(view.title)
        self._title.setText(view.title)
        self._diagnosis.setObjectName(f"diagnosis:{view.symptom_id}")
        self._icd10.setObjectName(f"icd10:{view.symptom_id}")
        self._score.setObjectName(f"baseline_nrs:{view.symptom_id}")
        self._score.set_name(self._words("reason.score_name", symptom=view.title))
        self._earlier.setObjectName(f"earlier_scores:{view.symptom_id}")
        urgent = self._words("reason.rule_out_urgent", flags=view.urgent_flags) if view.urgent_flags else ""
        self._urgent.show_message(TagState.CAUTION, urgent)
        self._other.setText(self._words("reason.rule_out", flags=view.other_flags) if view.other_flags else "")
        set_shown(self._other, bool(view.other_flags))
        self._codes = view.codes
        self.make_codes(len(view.codes))
        for position, (row, button) in enumerate(self._code_rows):
            code = view.codes[position] if position < len(view.codes) else None
            set_shown(row, code is not None)
            button.setText("" if code is None else f"{code.code}  {code.name}")
            button.setObjectName("" if code is None else f"code:{view.symptom_id}:{code.code}")

    def make_codes(self, count: int) -> None:
        """Make the buttons for a number of suggested codes, where they are not there yet."""
        while len(self._code_rows) < count:
            self._code_rows.append(self._make_code(len(self._code_rows)))

    def show_view(self, view: ComplaintView, why_not: str = "") -> None:
        """Show what was entered, and why the diagnosis cannot be; reports nothing."""
        self._diagnosis.set_locked(why_not)
        self._icd10.set_locked(why_not)
        self._diagnosis.set_value(view.diagnosis)
        self._icd10.set_value(view.icd10)
        self._score.set_value(view.baseline_nrs)
        self._earlier.setText(view.earlier)
        set_shown(self._earlier, bool(view.earlier))
        for code, (_, button) in zip(self._codes, self._code_rows, strict=False):
            with signals_blocked(button):
                button.setChecked(code.code == view.icd10)
            button.setEnabled(not why_not)
            say_reason(button, why_not)
            button.tell_whole()

    def _lay_out(self, theme: Theme, words: Words) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, sizes.S)
        column.setSpacing(sizes.XS)
        for widget in (self._title, self._urgent, self._other):
            column.addWidget(widget)
        fields = QHBoxLayout()
        fields.setSpacing(sizes.S)
        fields.addWidget(self._diagnosis, 1)
        fields.addWidget(self._icd10)
        column.addLayout(fields)
        self._code_column = QVBoxLayout()
        self._code_column.setSpacing(sizes.XXS)
        self._code_column.addWidget(Label(theme, words("reason.suggested"), role="small", tone="text-3", wraps=True))
        column.addLayout(self._code_column)
        column.addWidget(self._score)
        column.addWidget(self._earlier)
        column.addWidget(Hairline(theme))

    def _make_code(self, position: int) -> tuple[QWidget, SecondaryButton]:
        button = _CodeButton(self._theme, "")
        button.let_shorten()
        button.setCheckable(True)
        button.clicked.connect(partial(self._choose_code, position))
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(button)
        row.addStretch(1)
        self._code_column.addWidget(holder)
        return holder, button

    def _choose_code(self, position: int, _is_checked: bool = False) -> None:
        self.code_chosen.emit(self._symptom_id, self._codes[position])
