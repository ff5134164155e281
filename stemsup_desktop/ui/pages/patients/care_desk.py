"""What the page of patients does about events, calls and reminders: loads them, opens the sheets, follows them up."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stemsup_desktop.consultation.events.event_model import AdverseEvent, ContactPurpose
from stemsup_desktop.consultation.events.reminders import Reminder, ReminderKind, say_reminder
from stemsup_desktop.content import Content
from stemsup_desktop.ui.events.desk import EventDesk, say_about
from stemsup_desktop.ui.events.view import (
    NOTHING_TO_SHOW,
    CallLine,
    CareView,
    ReminderLine,
    derive_care,
    derive_reminder_lines,
)
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.pages.patients.asker import Asker
from stemsup_desktop.ui.pages.patients.care_rows import CarePart
from stemsup_desktop.ui.pages.patients.chart import Chart
from stemsup_desktop.ui.vault_access import VaultAccess


def has_treatment(chart: Chart) -> bool:
    """Whether there was a treatment that an event could follow."""
    return any(entry.is_treated for entry in chart.consultations)


class CareDesk(QObject):
    """`changed` says that reminders or a chart are to be read anew; `failed` carries a `Problem`."""

    changed = Signal()
    kept = Signal(str)
    """The key of the words that say what was kept."""
    chart_requested = Signal(str)
    recall_requested = Signal(str)
    failed = Signal(object)

    def __init__(self, page: Asker, access: VaultAccess, content: Content, host: QWidget) -> None:
        super().__init__(host)
        self._page = page
        self._content = content
        self._reminders: tuple[Reminder, ...] | None = None
        self.events = EventDesk(page.context, access, content, host)
        self.events.event_kept.connect(lambda _: self._on_kept("events.kept"))
        self.events.contact_kept.connect(lambda _: self._on_kept("events.contact_kept"))
        self.events.chart_requested.connect(self.chart_requested)
        self.events.recall_requested.connect(self.recall_requested)
        self.events.failed.connect(self.failed)

    def load(self) -> None:
        """Ask the vault what waits today."""
        today, kinds = self._page.context.clock().date(), self._content.events.same_day_ids

        def on_result(result: Ok[tuple[Reminder, ...]] | Err) -> None:
            match result:
                case Ok(reminders):
                    self._reminders = reminders
                    self.changed.emit()
                case Err(problem):
                    self.failed.emit(problem)

        self._page.ask(lambda vault: vault.list_reminders(today, kinds), on_result)

    def derive_lines(self) -> tuple[ReminderLine, ...] | None:
        """Return the lines of what waits, None until the vault has answered."""
        if self._reminders is None:
            return None
        return derive_reminder_lines(self._reminders, self._content.names.events, self._page.context.words)

    def derive_care(self, chart: Chart | None) -> CareView:
        """Return what the chart says of events and calls."""
        if chart is None:
            return NOTHING_TO_SHOW
        context, content = self._page.context, self._content
        return derive_care(
            chart.care,
            content.events,
            content.names,
            context.words,
            context.clock(),
            is_treated=any(entry.is_treated for entry in chart.consultations),
            open_visits=frozenset(one.consultation_id for one in chart.consultations if one.closed_at is None),
        )

    def connect_part(self, part: CarePart, find_chart: Callable[[], Chart | None]) -> None:
        """Let the rows of the chart open the sheets."""

        def with_patient(act: Callable[..., None]) -> Callable[..., None]:
            def do(*given: object) -> None:
                chart = find_chart()
                if chart is not None:
                    act(chart, *given)

            return do

        part.event_requested.connect(self.events.ask_event)
        part.new_requested.connect(with_patient(self.ask_new))
        part.following_requested.connect(
            with_patient(lambda chart, visit, place: self.events.ask_following(_id(chart), visit, place))
        )
        part.others_requested.connect(with_patient(lambda chart, lot: self.events.ask_others(lot, _id(chart))))
        part.contact_requested.connect(with_patient(self._ask_call))
        part.event_contact_requested.connect(with_patient(self._ask_event_contact))

    def ask_new(self, chart: Chart) -> None:
        """Open the sheet for a new event; there must have been a treatment that it follows."""
        if has_treatment(chart):
            self.events.ask_new(_id(chart))

    def open_reminder(self, reminder: Reminder) -> None:
        """Show the chart and, over it, the sheet in which the thing is done."""
        self.chart_requested.emit(reminder.patient_id)
        match reminder.kind:
            case ReminderKind.EVENT:
                self.events.ask_event(reminder.subject)
            case ReminderKind.CALL_BACK | ReminderKind.RECALL:
                words, kinds = self._page.context.words, self._content.names.events
                about = say_reminder(reminder, kinds).in_language(words.language)
                self.events.ask_contact(
                    reminder.patient_id,
                    reminder.purpose or ContactPurpose.RECALL,
                    reminder.consultation_id,
                    reminder.subject,
                    about if reminder.kind is ReminderKind.RECALL else "",
                )
            case ReminderKind.SESSION:
                pass

    def _ask_call(self, chart: Chart, line: CallLine) -> None:
        self.events.ask_contact(_id(chart), line.purpose, line.consultation_id, about=line.detail)

    def _ask_event_contact(self, chart: Chart, event_id: str) -> None:
        event: AdverseEvent | None = next((one for one in chart.care.events if one.event_id == event_id), None)
        if event is not None:
            about = say_about(event, self._content, self._page.context)
            self.events.ask_contact(_id(chart), ContactPurpose.EVENT, event.consultation_id, event_id, about)

    def _on_kept(self, key: str) -> None:
        self.kept.emit(key)
        self.load()


def _id(chart: Chart) -> str:
    return chart.patient.patient_id
