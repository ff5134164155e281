"""The score of each symptom at the end of the visit, with the one before the session beside it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.labels import Hairline, Label, set_shown
from stemsup_desktop.ui.components.score_field import ScoreField
from stemsup_desktop.ui.pages.summary.score_view import ScoreRow
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_ALSO_PX = 332


class _Row(QWidget):
    def __init__(self, theme: Theme, words: Words, view: ScoreRow) -> None:
        super().__init__()
        self.field = ScoreField(theme, words, "", name=words("summary.score_name", symptom=view.title))
        self.field.setObjectName(f"score:{view.symptom_id}")
        self.before = Label(theme, role="compact", tone="text-2")
        head = QHBoxLayout()
        head.addWidget(Label(theme, view.title, wraps=True), 1)
        head.addWidget(self.before)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, sizes.XXS)
        column.setSpacing(sizes.XXS)
        column.addLayout(head)
        column.addWidget(self.field)
        column.addSpacing(sizes.XXS)
        column.addWidget(Hairline(theme))


class ScoreRows(QWidget):
    """`score_changed` carries the symptom's id and the score or None, `symptom_wanted` that of one more."""

    score_changed = Signal(str, object)
    symptom_wanted = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._rows: dict[str, _Row] = {}
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(sizes.XS)
        self._also = ChoiceField(theme, words, words("summary.also_score"))
        self._also.setObjectName("also_score")
        self._also.setMaximumWidth(theme.grown(_ALSO_PX))
        self._also.value_changed.connect(self._on_also_chosen)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.XS)
        outer.addLayout(self._column)
        outer.addWidget(self._also)

    def offer(self, symptoms: tuple[tuple[str, str], ...]) -> None:
        """Offer symptoms that are not asked about yet."""
        self._also.set_options(symptoms)

    def show_rows(self, rows: tuple[ScoreRow, ...], *, is_closed: bool) -> None:
        """Show the scores; reports nothing."""
        wanted = [row.symptom_id for row in rows]
        if wanted != list(self._rows):
            self._make_anew(rows)
        for row in rows:
            shown = self._rows[row.symptom_id]
            shown.before.setText(row.before)
            shown.field.set_value(row.nrs)
            shown.field.setEnabled(not is_closed)
        set_shown(self._also, not is_closed)

    def stops(self) -> list[QWidget]:
        """Return what Tab can stop at, in reading order."""
        return [*(button for row in self._rows.values() for button in row.field.buttons), self._also.combo]

    def _on_also_chosen(self, symptom_id: object) -> None:
        if isinstance(symptom_id, str):
            self.symptom_wanted.emit(symptom_id)

    def _make_anew(self, rows: tuple[ScoreRow, ...]) -> None:
        for old in self._rows.values():
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows.clear()
        for row in rows:
            made = _Row(self._theme, self._words, row)
            symptom_id = row.symptom_id
            made.field.value_changed.connect(lambda nrs, at=symptom_id: self.score_changed.emit(at, nrs))
            self._rows[symptom_id] = made
            self._column.addWidget(made)
