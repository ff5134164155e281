"""The sheet in which an adverse event is entered, followed and closed. Nothing in it is chosen before a person does."""

from dataclasses import dataclass
from datetime import datetime, time

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.events.event_faults import FAULT_WORDS, NOTICES, EventFault, find_event_faults
from stemsup_desktop.consultation.events.event_list import OTHER, EventList
from stemsup_desktop.consultation.events.event_model import AdverseEvent, EventNote, EventOutcome, Seriousness
from stemsup_desktop.consultation.events.event_words import GRADE_WORDS, OUTCOME_WORDS, SERIOUSNESS_WORDS
from stemsup_desktop.consultation.events.treated import TreatedVisit
from stemsup_desktop.consultation.formats import format_datetime
from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.questionnaire.answers import DateAnswer
from stemsup_desktop.ui.components.buttons import LinkLabel
from stemsup_desktop.ui.components.check_box import CheckBox
from stemsup_desktop.ui.components.choice_field import ChoiceField
from stemsup_desktop.ui.components.form_sheet import FormSheet
from stemsup_desktop.ui.components.labels import Label, set_shown
from stemsup_desktop.ui.components.messages import InlineMessage
from stemsup_desktop.ui.components.moment_fields import DayField, TimeField
from stemsup_desktop.ui.components.multi_line_field import MultiLineField
from stemsup_desktop.ui.components.text_field import TextField
from stemsup_desktop.ui.events.view import (
    count_site_points,
    list_kind_options,
    list_site_options,
    say_visit,
    say_window,
)
from stemsup_desktop.ui.theme import Theme, sizes
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words

_REFUSALS = (EventFault.FATAL, EventFault.GRADE_5, EventFault.CLOSED, EventFault.ONSET_AHEAD, EventFault.POINT_BEYOND)


@dataclass(frozen=True, slots=True)
class EventSubject:
    """Whose event it is, the treatments it may have followed, the last one last, and the event as it is so far.

    Without an `event` a new one is entered; one without an id follows a reaction, whose treatment is given.
    """

    patient_id: str
    patient_name: str
    treated: tuple[TreatedVisit, ...]
    event: AdverseEvent | None = None

    @property
    def is_new(self) -> bool:
        """Say whether the event is not in the vault yet."""
        return self.event is None or not self.event.event_id


class EventSheet(FormSheet):
    """`submitted` comes once nothing is missing; `take` is the event as it was entered."""

    others_requested = Signal(str)
    """The number of a lot whose other patients are asked for."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        host: QWidget,
        subject: EventSubject,
        events: EventList,
        names: Names,
        now: datetime,
    ) -> None:
        key = "title_new" if subject.is_new else "title"
        super().__init__(theme, words, host, words(f"events.{key}", patient=subject.patient_name), words("events.save"))
        self.subject = subject
        self._events = events
        self._names = names
        self._now = now
        self._lots: tuple[str, ...] | None = None
        self._make_what(theme, words)
        self._make_when_and_where(theme, words)
        self._make_how_bad(theme, words)
        self._make_how_it_goes(theme, words)
        self._fill()
        self._on_visit_changed()
        self._connect()
        self.finish_layout()

    @property
    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self._kind.combo if self.subject.is_new else self._note.text_edit

    @property
    def is_touched(self) -> bool:
        """Say whether anything differs from what is kept."""
        return self._make_event() != self._start()

    def take(self) -> AdverseEvent:
        """Return the event as it was entered; raises ValueError while something is missing."""
        made = self._make_event()
        if made is None:
            raise ValueError("the event is not complete")
        return made

    def say_keep_first(self) -> None:
        """Say that what was entered is to be kept before the sheet is left."""
        self._doubt.show_message(TagState.CAUTION, self.words("events.keep_first"))
        self.pane.ensureWidgetVisible(self._doubt)
        self.refit()

    def list_open(self) -> tuple[str, ...]:
        words = self.words
        wanted = (
            ("wants_kind", not self._kind.value()),
            ("wants_description", self._kind.value() == OTHER and not self._description.text().strip()),
            ("wants_grade", self._grade.value() is None),
            ("wants_day", bool(self._day.error) or (self._day.value() is None and bool(self._day.text().strip()))),
            ("wants_time", self._time.value() is None and bool(self._time.text().strip())),
            ("wants_day_of_time", self._time.value() is not None and self._day.value() is None),
        )
        missing = tuple(words(f"events.{key}") for key, is_open in wanted if is_open)
        faults = self._find_faults()
        refused = tuple(FAULT_WORDS[one].in_language(words.language) for one in faults if one in _REFUSALS)
        return (*missing, *refused)

    def refresh(self, value: object = None) -> None:
        super().refresh(value)
        language = self.words.language
        notices = [FAULT_WORDS[one].in_language(language) for one in self._find_faults() if one in NOTICES]
        self._doubt.show_message(TagState.CAUTION, " ".join(notices))
        kind = self._events.find_kind(self._kind.value() or "")
        self._window.setText("" if kind is None else say_window(kind, self.words))
        set_shown(self._window, kind is not None)
        same_day = "" if kind is None or not kind.is_same_day else self.words("events.same_day")
        advice = "" if kind is None or kind.advice is None else kind.advice.in_language(language)
        separator = "" if language == "ja" else " "
        self._same_day.show_message(TagState.STOP, separator.join(part for part in (same_day, advice) if part))
        self.refit()

    # Layout

    def _make_what(self, theme: Theme, words: Words) -> None:
        options = tuple((one.consultation_id, say_visit(one, self._names, words)) for one in self.subject.treated)
        self._visit = ChoiceField(theme, words, words("events.after"), options, allows_none=False)
        self._visit.setObjectName("event.visit")
        self._visit.set_read_only(self.subject.event is not None or len(options) == 1)
        self._kind = ChoiceField(theme, words, words("events.kind"), is_required=True)
        self._kind.setObjectName("event.kind")
        self._description = TextField(theme, words, words("events.description"))
        self._description.setObjectName("event.description")
        self._window = Label(theme, role="small", tone="text-3", wraps=True)
        self._same_day = InlineMessage(theme)
        self._same_day.setObjectName("event.same_day")
        self.rows.addWidget(self._visit)
        self.add_row(self._kind, self._description)
        self.rows.addWidget(self._window)
        self.rows.addWidget(self._same_day)

    def _make_when_and_where(self, theme: Theme, words: Words) -> None:
        self._day = DayField(theme, words, words("events.onset_day"))
        self._day.setObjectName("event.day")
        self._time = TimeField(theme, words, words("events.onset_time"))
        self._time.setObjectName("event.time")
        self._site = ChoiceField(theme, words, words("events.site"), none_text=words("events.no_site"))
        self._site.setObjectName("event.site")
        self._point = ChoiceField(theme, words, words("events.point"), none_text=words("events.no_point"))
        self._point.setObjectName("event.point")
        self._doubt = InlineMessage(theme)
        self._doubt.setObjectName("event.doubt")
        self.add_row(self._day, self._time)
        self.add_row(self._site, self._point)
        self.rows.addWidget(self._doubt)

    def _make_how_bad(self, theme: Theme, words: Words) -> None:
        language = words.language
        grades = tuple((str(grade), text.in_language(language)) for grade, text in GRADE_WORDS.items())
        self._grade = ChoiceField(theme, words, words("events.grade"), grades, is_required=True)
        self._grade.setObjectName("event.grade")
        outcomes = tuple((one.value, text.in_language(language)) for one, text in OUTCOME_WORDS.items())
        self._outcome = ChoiceField(theme, words, words("events.outcome"), outcomes)
        self._outcome.setObjectName("event.outcome")
        self.add_row(self._grade, self._outcome)
        self.rows.addWidget(Label(theme, words("events.seriousness"), role="compact", tone="text-2"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(sizes.M)
        grid.setVerticalSpacing(sizes.XXS)
        self._serious: dict[Seriousness, CheckBox] = {}
        for number, (one, text) in enumerate(SERIOUSNESS_WORDS.items()):
            box = CheckBox(theme, text.in_language(language))
            box.setObjectName(f"event.serious.{one.value}")
            self._serious[one] = box
            grid.addWidget(box, number // 2, number % 2)
        self.rows.addLayout(grid)

    def _make_how_it_goes(self, theme: Theme, words: Words) -> None:
        self._action = TextField(theme, words, words("events.action"))
        self._action.setObjectName("event.action")
        self.rows.addWidget(self._action)
        event = self.subject.event
        for note in () if event is None else event.notes:
            at = format_datetime(note.at.astimezone(self._now.tzinfo), words.language)
            said = " · ".join(part for part in (at, note.by, note.text) if part.strip())
            self.rows.addWidget(Label(theme, said, role="compact", tone="text-2", wraps=True))
        self._note = MultiLineField(theme, words, words("events.note"))
        self._note.setObjectName("event.note")
        self.rows.addWidget(self._note)
        self._closed = CheckBox(theme, words("events.close"))
        self._closed.setObjectName("event.closed")
        self.rows.addWidget(self._closed)
        self._others = [self._make_link(theme, lot) for lot in self._list_lots()]
        for link in self._others:
            self.rows.addWidget(link)

    def _make_link(self, theme: Theme, lot_number: str) -> LinkLabel:
        link = LinkLabel(theme, self.words("events.others", lot=lot_number))
        link.setObjectName(f"event.others.{lot_number}")
        link.clicked.connect(lambda: self.others_requested.emit(lot_number))
        return link

    def _connect(self) -> None:
        self._visit.value_changed.connect(self._on_visit_changed)
        self._site.value_changed.connect(self._on_site_changed)
        fields = (self._kind, self._description, self._day, self._time, self._point, self._grade, self._outcome)
        for field in (*fields, self._action, self._note):
            field.value_changed.connect(self.refresh)
        for box in (*self._serious.values(), self._closed):
            box.toggled.connect(self.refresh)

    # What is in it

    def _fill(self) -> None:
        """Show the event as it is so far; of a new one nothing but the last treatment."""
        event, treated = self.subject.event, self.subject.treated
        self._visit.set_value(treated[-1].consultation_id if event is None else event.consultation_id)
        self._offer()
        if event is None:
            return
        self._kind.set_value(event.kind)
        self._description.set_value(event.description)
        day = event.onset_at.date() if event.onset_at is not None else event.onset_on
        self._day.set_value(None if day is None else DateAnswer(day))
        self._time.set_value(None if event.onset_at is None else event.onset_at.time())
        self._site.set_value(event.site_id or None)
        self._offer_points()
        self._point.set_value(None if event.point is None else str(event.point))
        self._grade.set_value(str(event.grade))
        self._outcome.set_value(None if event.outcome is None else event.outcome.value)
        for one, box in self._serious.items():
            box.set_value(one in event.seriousness)
        self._action.set_value(event.action)
        self._closed.set_value(not event.is_open)

    def _find_treated(self) -> TreatedVisit:
        chosen = self._visit.value()
        return next((one for one in self.subject.treated if one.consultation_id == chosen), self.subject.treated[-1])

    def _list_lots(self) -> tuple[str, ...]:
        event = self.subject.event
        return () if event is None or not event.event_id else event.lot_numbers

    def _offer(self) -> None:
        treated, language = self._find_treated(), self.words.language
        self._kind.set_options(list_kind_options(treated, self._events, language))
        self._site.set_options(list_site_options(treated, self._names, language))

    def _offer_points(self) -> None:
        count = count_site_points(self._find_treated(), self._site.value() or "")
        self._point.set_options(tuple((str(number), str(number)) for number in range(1, count + 1)))
        self._point.set_read_only(not count)

    def _on_visit_changed(self, chosen: object = None) -> None:
        self._offer()
        self._on_site_changed()

    def _on_site_changed(self, chosen: object = None) -> None:
        self._offer_points()
        if chosen is not None:
            self.refresh()

    def _find_faults(self) -> tuple[EventFault, ...]:
        event = self._make_event()
        return () if event is None else find_event_faults(event, self._find_treated().treatment, self._now)

    def _start(self) -> AdverseEvent:
        subject, treated = self.subject, self._find_treated()
        if subject.event is not None:
            return subject.event
        return AdverseEvent(
            "", subject.patient_id, treated.consultation_id, "", 1, self._now, "", lot_numbers=treated.lot_numbers
        )

    def _make_event(self) -> AdverseEvent | None:
        """Return the event as far as it was entered, None while it has no kind or grade."""
        kind, grade = self._kind.value(), self._grade.value()
        if kind is None or grade is None:
            return None
        start, day = self._start(), self._day.value()
        text = normalise_text(self._note.value()).strip()
        closed_at = (start.closed_at or self._now) if self._closed.isChecked() else None
        outcome, point = self._outcome.value(), self._point.value()
        return msgspec.structs.replace(
            start,
            kind=kind,
            description=normalise_text(self._description.text()).strip(),
            grade=int(grade),
            onset_on=None if day is None else day.value,
            onset_at=self._find_moment(start, day, self._time.value()),
            site_id=self._site.value() or "",
            point=None if point is None else int(point),
            seriousness=tuple(one for one, box in self._serious.items() if box.isChecked()),
            action=normalise_text(self._action.text()).strip(),
            outcome=None if outcome is None else EventOutcome(outcome),
            notes=(*start.notes, EventNote(text, "", self._now, int(grade))) if text else start.notes,
            closed_at=closed_at,
            closed_by=start.closed_by if closed_at is not None else "",
        )

    def _find_moment(self, start: AdverseEvent, day: DateAnswer | None, at: time | None) -> datetime | None:
        """Return the moment of the onset on the clinic's clock; one that was not changed stays as it was recorded."""
        if day is None or at is None:
            return None
        kept = start.onset_at
        if kept is not None and (kept.date(), kept.time()) == (day.value, at):
            return kept
        return datetime.combine(day.value, at, self._now.tzinfo)
