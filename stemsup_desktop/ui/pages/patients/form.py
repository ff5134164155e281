"""The patient form: fields in the order one asks for them; it reports edits and shows what it is given."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from stemsup_desktop.consultation.formats import format_sex
from stemsup_desktop.consultation.patient import Sex
from stemsup_desktop.language import Language
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.labels import Label, SectionHeading, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.scroll_pane import ScrollPane
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.components.wrap_label import WrapLabel
from stemsup_desktop.ui.pages.patients.birth_date_field import BirthDateField
from stemsup_desktop.ui.pages.patients.draft import LineField
from stemsup_desktop.ui.pages.patients.duplicates_card import DuplicatesCard
from stemsup_desktop.ui.pages.patients.form_rows import AlertRows, AllergyRows
from stemsup_desktop.ui.pages.patients.form_view import FormView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_PLACES: tuple[tuple[str, int, int, int], ...] = (
    ("name", 0, 0, 2),
    ("kana", 1, 0, 1),
    ("romaji", 1, 1, 1),
    ("birth_date", 2, 0, 1),
    ("sex", 2, 1, 1),
    ("chart_number", 3, 0, 1),
)
_REACH: tuple[tuple[str, int, int, int], ...] = (("language", 0, 0, 1), ("phone", 0, 1, 1), ("address", 1, 0, 2))
_REQUIRED = frozenset({LineField.NAME, LineField.CHART_NUMBER})


class PatientForm(ScrollPane):
    """Every entry is reported at once as a function from draft to draft; the form keeps no copy of its own."""

    edited = Signal(object)
    line_edited = Signal(str, str)
    """Name and text of a one-line field."""
    name_composed = Signal(str, str)
    """What an input method put into the name, and the kana it was composed from."""
    birth_date_edited = Signal(str)
    sex_chosen = Signal(object)
    language_chosen = Signal(object)
    none_known_toggled = Signal(bool)
    field_left = Signal(str)
    patient_opened = Signal(str)
    duplicates_accepted = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(margins=(sizes.XL, sizes.L, sizes.XL, sizes.XL), spacing=sizes.M)
        self._title = WrapLabel(theme, role="title")
        self._title.setObjectName("form_title")
        self.duplicates = DuplicatesCard(theme, words)
        self.lines = {field: self._make_line(theme, words, field) for field in LineField}
        self.birth_date = BirthDateField(theme, words, words("patients.form_birth_date"), is_required=True)
        self.sex = ChoiceField(theme, words, words("patients.form_sex"), _list_sexes(words), allows_none=False)
        self.language = ChoiceField(
            theme, words, words("patients.form_language"), _list_languages(words), allows_none=False
        )
        self.allergies = AllergyRows(theme, words)
        self.none_known = CheckBox(theme, words("patients.form_asked_none"))
        self._asked_on = Label(theme, role="compact", tone="text-3")
        self._not_asked = InlineMessage(theme, TagState.OPEN)
        self.alerts = AlertRows(theme, words)
        self._name_fields()
        self._lay_out(theme, words)
        self._connect()

    def show_view(self, view: FormView) -> None:
        """Show a draft with what is wrong; reports nothing."""
        self._title.setText(view.title)
        self.duplicates.show_hits(view.duplicates, view.accept_duplicates)
        for field, widget in self.lines.items():
            widget.set_value(getattr(view.draft, field.value))
            widget.set_error(view.errors.get(field.value, ""))
        self.birth_date.show_text(view.draft.birth_date)
        self.birth_date.set_hint(view.age)
        if not self.birth_date.error:
            self.birth_date.set_error(view.errors.get("birth_date", ""))
        self.sex.set_value(view.draft.sex.value)
        self.language.set_value(view.draft.language.value)
        self.allergies.show_rows(view.draft.allergies, view.errors)
        set_shown(self.none_known, view.can_have_none)
        self.none_known.set_value(bool(view.asked_on))
        self._asked_on.setText(view.asked_on)
        set_shown(self._asked_on, bool(view.asked_on))
        self._not_asked.show_message(TagState.OPEN, view.not_asked)
        self.alerts.show_rows(view.draft.alerts)

    def focus_first(self) -> None:
        """Put the cursor into the first field that is still empty, else into the name."""
        every = (self.lines[LineField.NAME], self.lines[LineField.KANA], self.birth_date)
        empty = next((field for field in every if not field.text().strip()), every[0])
        empty.setFocus()

    def focus_field(self, path: str) -> None:
        """Put the cursor into a field by the record's own name; `allergies` means the first row or the check box."""
        if path == "allergies":
            rows = self.allergies.rows
            target: QWidget = rows[0].fields[0] if rows else self.none_known
        else:
            found = self.findChild(FieldFrame, path)
            if not isinstance(found, FieldFrame):
                return
            target = found
        target.setFocus()
        self.show_widget(target)

    def bring_into_view(self, path: str) -> None:
        """Scroll to the field at a path, or to the rows that it names, and leave the cursor where it is."""
        rows = {"allergies": self.allergies, "alerts": self.alerts, "allergies_asked_on": self.none_known}
        place = rows.get(path) or self.findChild(FieldFrame, path)
        if isinstance(place, QWidget):
            self.show_widget(place)

    def _make_line(self, theme: Theme, words: Words, field: LineField) -> TextField:
        return TextField(theme, words, words(f"patients.form_{field.value}"), is_required=field in _REQUIRED)

    def _name_fields(self) -> None:
        for field, widget in self.lines.items():
            widget.setObjectName(field.value)
        self.birth_date.setObjectName("birth_date")
        self.sex.setObjectName("sex")
        self.language.setObjectName("language")
        self.none_known.setObjectName("none_known")

    def _lay_out(self, theme: Theme, words: Words) -> None:
        fields: dict[str, QWidget] = {field.value: widget for field, widget in self.lines.items()}
        fields |= {"birth_date": self.birth_date, "sex": self.sex, "language": self.language}
        self.add(self._title)
        self.add(self.duplicates)
        self.add(SectionHeading(theme, words("patients.form_who")))
        self.rows.addLayout(_make_grid(fields, _PLACES))
        self.add(SectionHeading(theme, words("patients.allergies")))
        asked = QHBoxLayout()
        asked.setSpacing(sizes.S)
        asked.addWidget(self.none_known)
        asked.addWidget(self._asked_on)
        asked.addStretch(1)
        self.rows.addLayout(asked)
        self.add(self._not_asked)
        self.add(self.allergies)
        self.add(SectionHeading(theme, words("patients.alerts")))
        self.add(self.alerts)
        self.add(SectionHeading(theme, words("patients.form_reach")))
        self.rows.addLayout(_make_grid(fields, _REACH))
        self.add_stretch()

    def _connect(self) -> None:
        for field, widget in self.lines.items():
            widget.value_changed.connect(lambda text, name=field.value: self.line_edited.emit(name, text))
            widget.left.connect(lambda name=field.value: self.field_left.emit(name))
        self.lines[LineField.NAME].line_edit.composition.committed.connect(self.name_composed)
        self.birth_date.line_edit.textChanged.connect(self.birth_date_edited)
        self.birth_date.left.connect(lambda: self.field_left.emit("birth_date"))
        self.sex.value_changed.connect(lambda code: self.sex_chosen.emit(Sex(code)))
        self.language.value_changed.connect(lambda code: self.language_chosen.emit(Language(code)))
        self.none_known.toggled.connect(self.none_known_toggled)
        for rows in (self.allergies, self.alerts):
            rows.edited.connect(self.edited)
            rows.left.connect(self.field_left)
        self.duplicates.patient_opened.connect(self.patient_opened)
        self.duplicates.accepted.connect(self.duplicates_accepted)


def _make_grid(fields: dict[str, QWidget], places: tuple[tuple[str, int, int, int], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(sizes.M)
    grid.setVerticalSpacing(sizes.S)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    for name, row, column, span in places:
        grid.addWidget(fields[name], row, column, 1, span, Qt.AlignmentFlag.AlignTop)
    return grid


def _list_sexes(words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((sex.value, format_sex(sex, words.language)) for sex in Sex)


def _list_languages(words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((language.value, words(f"documents.language_{language.value}")) for language in Language)
