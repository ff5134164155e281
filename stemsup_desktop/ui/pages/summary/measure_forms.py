"""The fields of one measure: an instrument, a grade, or hair. What is wrong is said under its field."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.score_model import GradeGiven, GradeScale, HairMeasure, InstrumentScore
from stemsup_desktop.consultation.scores.measure_entry import (
    Draft,
    Fault,
    Measure,
    find_grade_faults,
    find_hair_faults,
    find_instrument_faults,
)
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.labels import set_shown
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.components.value_field import ValueField
from stemsup_desktop.ui.pages.summary.trend_view import MeasuresView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

_MOST = Decimal(1_000_000)
_LONGEST = 120
Options = tuple[tuple[str, str], ...]


class MeasureForm(QWidget):
    """Base of the three forms: fields by the names of the record, in rows."""

    typed = Signal()
    find_faults: Callable[[Draft], dict[str, Fault]]
    first = ""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.theme = theme
        self.words = words
        self.fields: dict[str, FieldFrame] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(sizes.XS)

    def offer(self, view: MeasuresView) -> None:
        """Offer what can be chosen."""
        for field in self.fields.values():
            field.set_read_only(view.is_closed)

    def stops(self) -> list[QWidget]:
        """Return what Tab can stop at, in reading order."""
        return [
            field.combo if isinstance(field, ChoiceField) else field.line_edit
            for field in self.fields.values()
            if isinstance(field, ChoiceField | TextField)
        ]

    def find_measure(self) -> Measure | None:
        """Return the measure that the fields make, or None after saying under which field something is wrong."""
        draft = self._read()
        faults = type(self).find_faults(draft)
        for name, field in self.fields.items():
            fault = faults.get(name)
            if fault is not None:
                field.set_error(self._say(fault, draft))
            elif not (isinstance(field, ValueField) and field.value() is None and field.text().strip()):
                field.set_error("")
        wrong = next((field for field in self.fields.values() if field.error), None)
        if wrong is not None:
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return self._make(draft)

    def list_texts(self) -> dict[str, str]:
        """Return what stands in each field: a text as typed, or the code of a choice."""
        return {
            name: (field.value() or "") if isinstance(field, ChoiceField) else normalise_text(field.text())
            for name, field in self.fields.items()
            if isinstance(field, ChoiceField | TextField)
        }

    def put_texts(self, texts: dict[str, str]) -> None:
        """Put texts back into the fields as they were typed, and empty the others."""
        for name, field in self.fields.items():
            text = texts.get(name, "")
            if isinstance(field, ChoiceField):
                field.set_value(text or None)
                self._on_chosen(name)
            elif isinstance(field, TextField) and normalise_text(field.text()) != text:
                field.setText(text)

    def say_already(self) -> None:
        """Say under the first field that this is recorded already."""
        self.fields[self.first].set_error(self.words("scores.already"))
        self.fields[self.first].setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Empty every field but the one of who rated."""
        for name, field in self.fields.items():
            field.set_error("")
            if name == "rater":
                continue
            if isinstance(field, ValueField | ChoiceField):
                field.set_value(None)
            elif isinstance(field, TextField):
                field.set_value("")

    def add_row(self, **fields: tuple[FieldFrame, int]) -> None:
        """Put fields side by side, each with the share of the width that it takes."""
        row = QHBoxLayout()
        row.setSpacing(sizes.S)
        for name, (field, share) in fields.items():
            field.setObjectName(f"measure.{name}")
            self.fields[name] = field
            field.value_changed.connect(lambda _: self.typed.emit())
            if isinstance(field, TextField):
                field.line_edit.textChanged.connect(lambda _: self.typed.emit())
            row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)

    def make_text(self, key: str) -> TextField:
        """Return a field for a few words."""
        return TextField(self.theme, self.words, self.words(f"scores.{key}"), max_length=_LONGEST)

    def make_number(self, key: str, lowest: Decimal = -_MOST, unit: str = "") -> NumberField:
        """Return a field for a measured number."""
        label = self.words(f"scores.{key}")
        return NumberField(self.theme, self.words, label, unit=unit, decimals=4, possible=(lowest, _MOST))

    def make_choice(self, key: str, options: Options = (), *, allows_none: bool = True) -> ChoiceField:
        """Return a field to choose from a list."""
        return ChoiceField(self.theme, self.words, self.words(f"scores.{key}"), options, allows_none=allows_none)

    def make_day(self) -> DateField:
        """Return a field for the day, which is the visit's where it is empty."""
        return DateField(self.theme, self.words, self.words("scores.day"), earliest=date(1990, 1, 1))

    def _read(self) -> dict[str, object]:
        return {
            name: normalise_text(value).strip() if isinstance(value, str) else value
            for name, field in self.fields.items()
            for value in (field.value(),)  # type: ignore[attr-defined]
        }

    def _say(self, fault: Fault, draft: Draft) -> str:
        low, high = draft.get("lowest"), draft.get("highest")
        return self.words(f"scores.{fault}", low=low, high=high)

    def _on_chosen(self, name: str) -> None:
        """Offer what follows from a choice that was put back."""

    def _make(self, draft: Draft) -> Measure:
        raise TypeError(f"{type(self).__name__} makes no measure")


class InstrumentForm(MeasureForm):
    """Name, version, range, total and rater; a known instrument fills in its name and range."""

    find_faults = staticmethod(find_instrument_faults)
    first = "name"

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words)
        self._known = self.make_choice("known")
        self._known.value_changed.connect(self._on_known_chosen)
        self._name = self.make_text("name")
        self._lowest, self._highest = self.make_number("lowest"), self.make_number("highest")
        self._ranges: dict[str, tuple[str, Decimal | None, Decimal | None]] = {}
        self.add_row(known=(self._known, 3), name=(self._name, 2), version=(self.make_text("version"), 1))
        self.add_row(total=(self.make_number("total"), 1), lowest=(self._lowest, 1), highest=(self._highest, 1))
        self.add_row(rater=(self.make_text("rater"), 1), taken_on=(self.make_day(), 1))

    def offer(self, view: MeasuresView) -> None:
        super().offer(view)
        options = tuple((one.scale_id, title) for one, title in view.instruments)
        if not self._ranges:
            self._ranges = {one.scale_id: (one.name, one.lowest, one.highest) for one, _ in view.instruments}
            self._known.set_options(options)

    def _on_known_chosen(self, scale_id: object) -> None:
        if isinstance(scale_id, str):
            name, lowest, highest = self._ranges[scale_id]
            self._name.set_value(name)
            self._lowest.set_value(lowest)
            self._highest.set_value(highest)

    def _make(self, draft: Draft) -> Measure:
        return msgspec.convert({name: value for name, value in draft.items() if name != "known"}, InstrumentScore)


class GradeForm(MeasureForm):
    """A scale and one of its grades."""

    find_faults = staticmethod(find_grade_faults)
    first = "scale"

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words)
        self._scale, self._grade = self.make_choice("scale"), self.make_choice("grade")
        self._grades: dict[str, Options] = {}
        self._scale.value_changed.connect(self._on_scale_chosen)
        self.add_row(scale=(self._scale, 1), grade=(self._grade, 1))
        self.add_row(rater=(self.make_text("rater"), 1), given_on=(self.make_day(), 1))

    def offer(self, view: MeasuresView) -> None:
        super().offer(view)
        if self._grades != view.grades:
            self._grades = view.grades
            self._scale.set_options(view.scales)

    def _on_chosen(self, name: str) -> None:
        if name == "scale":
            self._grade.set_options(self._grades.get(self._scale.value() or "", ()))

    def _on_scale_chosen(self, scale: object) -> None:
        self._grade.set_value(None)
        self._grade.set_options(self._grades.get(str(scale), ()))

    def _make(self, draft: Draft) -> Measure:
        return msgspec.convert({**draft, "scale": GradeScale(str(draft["scale"]))}, GradeGiven)


class HairForm(MeasureForm):
    """A count in an area, or a density."""

    find_faults = staticmethod(find_hair_faults)
    first = "value"

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words)
        kinds = tuple((kind, words(f"scores.hair_{kind}")) for kind in ("density", "count"))
        self._kind = self.make_choice("hair_kind", kinds, allows_none=False)
        self._kind.set_value("density")
        self._kind.value_changed.connect(lambda _: self._show_area())
        self._site = self.make_choice("site")
        self._area = NumberField(
            theme, words, words("scores.area"), unit="cm²", decimals=4, possible=(Decimal("0.0001"), Decimal(10_000))
        )
        value = self.make_number("value", Decimal(0))
        self.add_row(kind=(self._kind, 2), value=(value, 1), area_cm2=(self._area, 1))
        self.add_row(site_id=(self._site, 1), method=(self.make_text("method"), 1))
        self.add_row(rater=(self.make_text("rater"), 1), measured_on=(self.make_day(), 1))
        self._show_area()

    def offer(self, view: MeasuresView) -> None:
        super().offer(view)
        if self._site.combo.count() <= 1:
            self._site.set_options(view.sites)

    def clear(self) -> None:
        kind = self._kind.value()
        super().clear()
        self._kind.set_value(kind)

    def _on_chosen(self, name: str) -> None:
        if name == "kind":
            self._kind.set_value(self._kind.value() or "density")
            self._show_area()

    def _show_area(self) -> None:
        set_shown(self._area, self._kind.value() == "count")
        if self._kind.value() != "count":
            self._area.set_value(None)

    def _make(self, draft: Draft) -> Measure:
        return msgspec.convert({**draft, "site_id": draft["site_id"] or ""}, HairMeasure)
