"""The rows of the patient form that grow: allergies and alerts. Rows are made and dropped at the end only."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.ui.components.buttons import IconButton, SecondaryButton
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.patients.draft import (
    AllergyDraft,
    PatientDraft,
    with_alert,
    with_allergy,
    without_alert,
    without_allergy,
)
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

Edit = Callable[[PatientDraft], PatientDraft]


class _Row(QWidget):
    """Fields side by side with a button that removes the row."""

    def __init__(self, theme: Theme, fields: tuple[tuple[TextField, int], ...], remove_name: str, name: str) -> None:
        super().__init__()
        self.fields = tuple(field for field, _ in fields)
        self.remove_button = IconButton(theme, "close", remove_name)
        self.remove_button.setObjectName(f"remove:{name}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(sizes.XS)
        for field, stretch in fields:
            row.addWidget(field, stretch, Qt.AlignmentFlag.AlignTop)
        holder = QVBoxLayout()
        holder.setContentsMargins(0, theme.line_height("compact") + 4, 0, 0)  # beside the boxes, below the labels
        holder.addWidget(self.remove_button)
        holder.addStretch(1)
        row.addLayout(holder)


class GrowingRows(QWidget):
    """Base: keeps as many rows as there are entries and reports each edit as a function of the draft."""

    edited = Signal(object)
    left = Signal(str)
    """The record's path of a field that was left."""

    def __init__(self, theme: Theme, words: Words, add_text: str, name: str) -> None:
        super().__init__()
        self.theme = theme
        self.words = words
        self.rows: list[_Row] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(sizes.S)
        self.add_button = SecondaryButton(theme, add_text, icon_name="plus")
        self.add_button.setObjectName(f"add:{name}")
        self.add_button.clicked.connect(self._on_add)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(sizes.XS)
        outer.addLayout(self._column)
        outer.addLayout(foot)

    def _fit(self, count: int) -> None:
        while len(self.rows) > count:
            row = self.rows.pop()
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < count:
            number = len(self.rows)
            row = self._make_row(number)
            row.remove_button.clicked.connect(lambda _=False, at=number: self._on_remove(at))
            self.rows.append(row)
            self._column.addWidget(row)

    def _on_add(self) -> None:
        number = len(self.rows)
        self.edited.emit(self._adding(number))
        if number < len(self.rows):
            self.rows[number].fields[0].setFocus()

    def _on_remove(self, number: int) -> None:
        self.edited.emit(self._removing(number))
        left = self.rows[min(number, len(self.rows) - 1)].fields[0] if self.rows else self.add_button
        left.setFocus()

    def _make_row(self, number: int) -> _Row:
        raise TypeError(f"{type(self).__name__} makes no rows")

    def _adding(self, number: int) -> Edit:
        raise TypeError(f"{type(self).__name__} adds nothing")

    def _removing(self, number: int) -> Edit:
        raise TypeError(f"{type(self).__name__} removes nothing")


class AllergyRows(GrowingRows):
    """Substance, reaction and year of each allergy."""

    _PARTS = (("substance", 5), ("reaction", 5), ("year", 2))

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words, words("patients.form_add_allergy"), "allergies")

    def show_rows(self, allergies: tuple[AllergyDraft, ...], errors: Mapping[str, str]) -> None:
        """Show allergies and what is wrong with them; reports nothing."""
        self._fit(len(allergies))
        for number, (row, allergy) in enumerate(zip(self.rows, allergies, strict=True)):
            for (part, _), field in zip(self._PARTS, row.fields, strict=True):
                field.set_value(getattr(allergy, part))
                field.set_error(errors.get(f"allergies.{number}.{part}", ""))

    def _make_row(self, number: int) -> _Row:
        fields = []
        for part, stretch in self._PARTS:
            field = TextField(self.theme, self.words, self.words(f"patients.form_{part}"))
            field.setObjectName(f"allergies.{number}.{part}")
            field.value_changed.connect(lambda _text, at=number: self._on_changed(at))
            field.left.connect(lambda path=f"allergies.{number}.{part}": self.left.emit(path))
            fields.append((field, stretch))
        name = self.words("patients.form_remove_allergy", number=number + 1)
        return _Row(self.theme, tuple(fields), name, f"allergies.{number}")

    def _on_changed(self, number: int) -> None:
        allergy = AllergyDraft(*(field.text() for field in self.rows[number].fields))
        self.edited.emit(lambda draft: with_allergy(draft, number, allergy))

    def _adding(self, number: int) -> Edit:
        return lambda draft: with_allergy(draft, number, AllergyDraft())

    def _removing(self, number: int) -> Edit:
        return lambda draft: without_allergy(draft, number)


class AlertRows(GrowingRows):
    """One line of text per alert."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words, words("patients.form_add_alert"), "alerts")

    def show_rows(self, alerts: tuple[str, ...]) -> None:
        """Show alerts; reports nothing."""
        self._fit(len(alerts))
        for row, text in zip(self.rows, alerts, strict=True):
            row.fields[0].set_value(text)

    def _make_row(self, number: int) -> _Row:
        field = TextField(self.theme, self.words, self.words("patients.form_alert"))
        field.setObjectName(f"alerts.{number}")
        field.value_changed.connect(lambda text, at=number: self._on_changed(at, str(text)))
        name = self.words("patients.form_remove_alert", number=number + 1)
        return _Row(self.theme, ((field, 1),), name, f"alerts.{number}")

    def _on_changed(self, number: int, text: str) -> None:
        self.edited.emit(lambda draft: with_alert(draft, number, text))

    def _adding(self, number: int) -> Edit:
        return lambda draft: with_alert(draft, number, "")

    def _removing(self, number: int) -> Edit:
        return lambda draft: without_alert(draft, number)
