"""The single fields of step 6 in parts: lot, who and with what, times, drip, nasal spray."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stemsup_desktop.consultation.course import derive_drawn_up_ml
from stemsup_desktop.consultation.formats import format_volume
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.treatment_model import DripRecord, NasalRecord
from stemsup_desktop.ui.actions.registry import key_of
from stemsup_desktop.ui.components.buttons import SecondaryButton
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.date_field import DateField
from stemsup_desktop.ui.components.field_frame import FieldFrame
from stemsup_desktop.ui.components.labels import ElidedLabel, SectionHeading
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.number_field import NumberField
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.pages.treatment.changes import TIMES, whole
from stemsup_desktop.ui.pages.treatment.fields import TimeField, make_volume_field
from stemsup_desktop.ui.pages.treatment.view import Line, TreatmentView
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.words import Words

TAKE_OVER_KEY = key_of("treatment.planned_lot")
_LINES = 3
_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 12, 31)


class Part(QWidget):
    """A heading with rows under it. `field_changed` carries the record's field and its value."""

    field_changed = Signal(str, object)

    def __init__(self, theme: Theme, words: Words, title: str, note: str = "") -> None:
        super().__init__()
        self.theme = theme
        self.words = words
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(sizes.XS)
        self.column.addWidget(SectionHeading(theme, title, note))

    def add_row(self, *widgets: QWidget) -> None:
        """Put fields side by side."""
        row = QHBoxLayout()
        row.setSpacing(sizes.S)
        for widget in widgets:
            row.addWidget(widget, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    def make_text(self, field: str) -> TextField:
        """Return a text field that reports itself."""
        made = TextField(self.theme, self.words, self.words(f"treatment.{field}"))
        made.value_changed.connect(lambda text: self.field_changed.emit(field, normalise_text(str(text))))
        return made

    def make_volume(self, field: str, key: str) -> NumberField:
        """Return a field for a volume in mL that reports itself."""
        made = make_volume_field(self.theme, self.words, self.words(f"treatment.{key}"))
        made.value_changed.connect(lambda number: self.field_changed.emit(field, number))
        return made

    def make_count(self, field: str, most: int) -> NumberField:
        """Return a field for a count that reports itself."""
        limits = (Decimal(0), Decimal(most))
        made = NumberField(self.theme, self.words, self.words(f"treatment.{field}"), possible=limits)
        made.value_changed.connect(lambda number: self.field_changed.emit(field, whole(number)))
        return made


class LotPart(Part):
    """The lot really used, compared with the plan at once."""

    take_over_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words, words("treatment.lot"), words("treatment.lot_note"))
        self._take_over = SecondaryButton(theme, icon_name="check", key_hint=TAKE_OVER_KEY)
        self._take_over.setObjectName("take_over_lot")
        self._take_over.clicked.connect(self.take_over_requested)
        self._planned = ElidedLabel(theme, weight=700)
        self._planned.setObjectName("planned_lot")
        self._number = self.make_text("lot_number")
        self._number.setObjectName("lot_number")
        self._expires = DateField(theme, words, words("treatment.lot_expires"))
        self._expires.setObjectName("lot_expires")
        self._expires.value_changed.connect(lambda day: self.field_changed.emit("lot_expires", day))
        self._lines = [InlineMessage(theme) for _ in range(_LINES)]
        button = QHBoxLayout()
        button.setSpacing(sizes.S)
        button.addWidget(self._take_over)
        button.addWidget(self._planned, 1)
        self.column.addLayout(button)
        self.add_row(self._number, self._expires)
        for line in self._lines:
            self.column.addWidget(line)

    def show_view(self, view: TreatmentView) -> None:
        """Show the lot; reports nothing."""
        has_planned = bool(view.planned_lot.strip())
        self._take_over.setText(self.words("treatment.take_over" if has_planned else "treatment.take_over_none"))
        self._planned.setText(view.planned_lot)
        self._take_over.setEnabled(has_planned and not view.is_lot_locked)
        self._take_over.setAccessibleDescription("" if has_planned else self._take_over.text())
        self._number.set_value(view.treatment.lot_number or "")
        self._expires.set_value(view.treatment.lot_expires)
        for field in (self._number, self._expires):
            field.set_read_only(view.is_lot_locked)
        for position, message in enumerate(self._lines):
            line = view.lot_lines[position] if position < len(view.lot_lines) else Line(TagState.INFORMATION, "")
            message.show_message(line.state, line.sentence)


class WhoPart(Part):
    """Operator, needle and the volume drawn up."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words, words("treatment.who"))
        self._operator, self._needle = self.make_text("operator"), self.make_text("needle")
        self._drawn = self.make_volume("drawn_up_ml", "drawn_up_ml")
        self._operator.setObjectName("operator")
        self._needle.setObjectName("needle")
        self._drawn.setObjectName("drawn_up_ml")
        self.add_row(self._operator, self._needle, self._drawn)

    def show_view(self, view: TreatmentView) -> None:
        """Show who gave it and with what; reports nothing."""
        self._operator.set_value(view.treatment.operator)
        self._needle.set_value(view.treatment.needle)
        self._drawn.set_value(view.treatment.drawn_up_ml)
        drawn = derive_drawn_up_ml(view.treatment)
        is_counted = drawn is not None and drawn != view.treatment.drawn_up_ml
        volume = "" if drawn is None else format_volume(drawn)
        self._drawn.set_hint(self.words("treatment.vial_counted", volume=volume) if is_counted else "")
        for field in (self._operator, self._needle, self._drawn):
            field.set_read_only(view.is_locked)


class TimesPart(Part):
    """The day, start, end and observation."""

    def __init__(self, theme: Theme, words: Words, clock: Callable[[], datetime]) -> None:
        super().__init__(theme, words, words("treatment.times"))
        self._day = DateField(theme, words, words("treatment.day"), earliest=_EARLIEST, latest=_LATEST)
        self._day.setObjectName("treatment_day")
        self._day.value_changed.connect(lambda day: self.field_changed.emit("day", day))
        self._times = {field: self._make_time(field, clock) for field in TIMES}
        self._line = InlineMessage(theme)
        self.add_row(self._day, *self._times.values())
        self.column.addWidget(self._line)

    def show_view(self, view: TreatmentView) -> None:
        """Show the times; reports nothing."""
        self._day.set_value(view.day)
        self._day.set_read_only(view.is_locked)
        for field, made in self._times.items():
            made.set_day(view.day, view.zone)
            made.set_value(getattr(view.treatment, field))
            made.set_read_only(view.is_locked)
        line = view.time_line or Line(TagState.INFORMATION, "")
        self._line.show_message(line.state, line.sentence)

    def _make_time(self, field: str, clock: Callable[[], datetime]) -> TimeField:
        made = TimeField(self.theme, self.words, self.words(f"treatment.{field}"), clock)
        made.setObjectName(field)
        made.value_changed.connect(lambda moment: self.field_changed.emit(field, moment))
        return made


class DripPart(Part):
    """How the drip was given; rate, dilution, filter and line in the words of whoever gave it."""

    def __init__(self, theme: Theme, words: Words, clock: Callable[[], datetime]) -> None:
        super().__init__(theme, words, words("treatment.drip"), words("treatment.drip_note"))
        self._volume = self.make_volume("volume_ml", "drip_volume")
        self._texts = {field: self.make_text(field) for field in ("dilution", "rate", "filter", "line")}
        self._times = {field: self._make_time(field, clock) for field in ("started_at", "ended_at")}
        fields: dict[str, FieldFrame] = {"volume_ml": self._volume, **self._texts, **self._times}
        for name, field in fields.items():
            field.setObjectName(f"drip.{name}")
        self._late = InlineMessage(theme)
        self._late.setObjectName("drip_times")
        self.add_row(self._volume, self._texts["dilution"], self._texts["rate"])
        self.add_row(self._times["started_at"], self._times["ended_at"], self._texts["filter"], self._texts["line"])
        self.column.addWidget(self._late)

    def show_view(self, view: TreatmentView) -> None:
        """Show the drip; reports nothing."""
        drip = view.treatment.drip or DripRecord()
        self._volume.set_value(drip.volume_ml)
        self._volume.set_read_only(view.is_locked)
        for field, text in self._texts.items():
            text.set_value(getattr(drip, field))
            text.set_read_only(view.is_locked)
        for field, made in self._times.items():
            made.set_day(view.day, view.zone)
            made.set_value(getattr(drip, field))
            made.set_read_only(view.is_locked)
        is_late = drip.started_at is not None and drip.ended_at is not None and drip.ended_at < drip.started_at
        self._late.show_message(TagState.STOP, self.words("treatment.end_before_start") if is_late else "")

    def _make_time(self, field: str, clock: Callable[[], datetime]) -> TimeField:
        made = TimeField(self.theme, self.words, self.words(f"treatment.drip_{field}"), clock)
        made.value_changed.connect(lambda moment: self.field_changed.emit(field, moment))
        return made


class NasalPart(Part):
    """How the spray was given or handed out."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words, words("treatment.nasal"))
        self._volume = self.make_volume("volume_ml", "nasal_volume")
        self._volume.setObjectName("nasal.volume_ml")
        self._sprays = self.make_count("sprays_per_nostril", 100)
        self._sprays.setObjectName("nasal.sprays_per_nostril")
        self._units = self.make_count("units_dispensed", 1000)
        self._units.setObjectName("nasal.units_dispensed")
        self._boxes = {field: self._make_box(field) for field in ("instruction_given", "teach_back_done")}
        self.add_row(self._volume, self._sprays, self._units)
        for box in self._boxes.values():
            self.column.addWidget(box)

    def show_view(self, view: TreatmentView) -> None:
        """Show the spray; reports nothing."""
        nasal = view.treatment.nasal or NasalRecord()
        self._volume.set_value(nasal.volume_ml)
        self._sprays.set_value(None if nasal.sprays_per_nostril is None else Decimal(nasal.sprays_per_nostril))
        by_day = sum(one.units for one in nasal.dispensed)
        self._units.set_value(None if nasal.units_dispensed is None else Decimal(nasal.units_dispensed))
        is_other = bool(by_day) and nasal.units_dispensed not in (None, by_day)
        self._units.set_warning(self.words("treatment.units_differ", count=by_day) if is_other else "")
        self._units.set_hint(self.words("treatment.units_by_day", count=by_day) if by_day else "")
        fields: tuple[FieldFrame, ...] = (self._volume, self._sprays, self._units)
        for field in fields:
            field.set_read_only(view.is_locked)
        for name, box in self._boxes.items():
            box.set_value(getattr(nasal, name))
            box.setEnabled(not view.is_locked)

    def _make_box(self, field: str) -> CheckBox:
        box = CheckBox(self.theme, self.words(f"treatment.{field}"))
        box.setObjectName(f"nasal.{field}")
        box.toggled.connect(lambda is_done: self.field_changed.emit(field, is_done))
        return box
