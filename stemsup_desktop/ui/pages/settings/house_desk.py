"""Saves clinic and physician as one types: within a second, again after a failure, and nothing typed is dropped."""

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from stemsup_desktop.consultation.joined_changes import join_changes
from stemsup_desktop.consultation.people import Author, Right
from stemsup_desktop.errors import Problem
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.field_history import FieldHistory, FieldStep
from stemsup_desktop.ui.jobs import Err, Ok
from stemsup_desktop.ui.pages.settings.view import House, load_house, save_house
from stemsup_desktop.ui.session import DEBOUNCE_MS, LONGEST_WAIT_MS, RETRY_MS, SaveKind, SaveState
from stemsup_desktop.ui.vault_access import VaultAccess

NOT_ALLOWED = ("administrator-only", "physician-only")
"""Refusals that no second try changes."""


class HouseDesk(QObject):
    """Holds the clinic's records while the window lives; outlasts the page, which is made anew with the language.

    What was typed is undone here, field by field, whether it is on disk or not.
    """

    house_changed = Signal(object)
    """The `House`, as loaded or as just typed."""
    clinic_saved = Signal(object)
    """The `Clinic` that is on disk now."""
    physician_saved = Signal(object)
    save_state_changed = Signal(object)
    failed = Signal(object)
    travelled = Signal(str)
    """The path of the field that was just undone or done again."""

    def __init__(self, context: PageContext, access: VaultAccess) -> None:
        super().__init__()
        self._context = context
        self._access = access
        self._house: House | None = None
        self._saved: House | None = None
        self._history: FieldHistory[House] = FieldHistory()
        self._is_writing = self._is_left = False
        self._save_state = SaveState(SaveKind.SAVED, context.clock())
        self._debounce = self._make_timer(DEBOUNCE_MS)
        self._limit = self._make_timer(LONGEST_WAIT_MS)
        self._retry = self._make_timer(RETRY_MS)

    @property
    def author(self) -> Author | None:
        """Who signed in and types."""
        return self._context.session.author

    @property
    def house(self) -> House | None:
        """The records as typed, or None before they were loaded."""
        return self._house

    @property
    def save_state(self) -> SaveState:
        """How they stand on disk."""
        return self._save_state

    @property
    def is_saved(self) -> bool:
        """Whether everything typed is on disk."""
        return self._house == self._saved

    def load(self) -> None:
        """Read the records unless something typed waits to be written."""
        if not self.is_saved or self._is_writing:
            return

        def on_result(result: Ok[House] | Err) -> None:
            if isinstance(result, Err):
                self.failed.emit(result.problem)
            elif self.is_saved and result.value != self._house:
                self._house = self._saved = result.value
                self._history.clear()
                self.house_changed.emit(result.value)

        self._access.run(load_house, on_result)

    @property
    def undo_description(self) -> str:
        """What undo would take back, or empty."""
        return self._describe(self._history.undo_path)

    @property
    def redo_description(self) -> str:
        """What redo would do again, or empty."""
        return self._describe(self._history.redo_path)

    def undo(self) -> None:
        """Take the last change of a field back."""
        if self._house is not None and (step := self._history.undo(self._house)) is not None:
            self._travel(step, step.before)

    def redo(self) -> None:
        """Do the last undone change of a field again."""
        if self._house is not None and (step := self._history.redo(self._house)) is not None:
            self._travel(step, step.after)

    def change(self, house: House, path: str) -> None:
        """Take over what was typed into a field, as far as whoever signed in may, and see that it is written."""
        house = self._with_allowed(house)
        if self._house is not None:
            self._history.note(path, self._house, house, is_typed=True)
        self._put(house)

    def _travel(self, step: FieldStep[House], house: House) -> None:
        self._put(house)
        self.travelled.emit(step.path)

    def _describe(self, path: str) -> str:
        if not path:
            return ""
        words, (record, field) = self._context.words, path.split(".")
        label = words(f"settings.{record}_{field}")
        return words("undo.of_record", record=words(f"settings.{record}"), field=label)

    def _put(self, house: House) -> None:
        if house == self._house:
            return
        self._house = house
        self._set_state(SaveKind.SAVING, self._save_state.at)
        self._debounce.start()
        if not self._limit.isActive():
            self._limit.start()
        self.house_changed.emit(house)

    def flush(self) -> None:
        """Write now what is unwritten."""
        self._stop_waiting()
        house, saved = self._house, self._saved
        if house is None or saved is None or house == saved or self._is_writing or self._is_left:
            return
        self._is_writing = True
        self._access.run(lambda vault: save_house(vault, house, saved), lambda result: self._on_written(house, result))

    def stop_trying(self) -> None:
        """Write nothing more, as when the page goes: whoever has the vault open by then would get these details."""
        self._is_left = True
        self._stop_waiting()

    def take_over(self, earlier: "HouseDesk") -> None:
        """Write what another desk of the same person could not, beside what others changed meanwhile."""
        if earlier.is_saved or earlier._house is None or earlier._saved is None:
            return
        mine, base = self._house, self._saved = earlier._house, earlier._saved
        earlier._house = base

        def on_result(result: Ok[House] | Err) -> None:
            if isinstance(result, Ok) and self._house is mine:
                self._saved = result.value
                self._put(_join(base, mine, result.value))
            self.flush()

        self._access.run(load_house, on_result)

    def _stop_waiting(self) -> None:
        for timer in (self._debounce, self._limit, self._retry):
            timer.stop()

    def _with_allowed(self, house: House) -> House:
        """Return the records without what the vault would refuse: the other record would wait for ever behind it."""
        may, before = self._context.session.may, self._house
        if before is None:
            return house
        return House(
            house.clinic if may(Right.ADMINISTER) else before.clinic,
            house.physician if may(Right.DECIDE) else before.physician,
        )

    def _on_written(self, house: House, result: Ok[None] | Err) -> None:
        self._is_writing = False
        if isinstance(result, Err):
            self._set_state(SaveKind.NOT_SAVED, self._save_state.at, result.problem)
            if result.problem.code not in NOT_ALLOWED and not self._is_left:
                self._retry.start()
            return
        before, self._saved = self._saved, house
        if self.is_saved:
            self._set_state(SaveKind.SAVED, self._context.clock())
        else:
            self.flush()
        if before is None or before.clinic != house.clinic:
            self.clinic_saved.emit(house.clinic)
        if before is None or before.physician != house.physician:
            self.physician_saved.emit(house.physician)

    def _set_state(self, kind: SaveKind, at: datetime, problem: Problem | None = None) -> None:
        self._save_state = SaveState(kind, at, problem)
        self.save_state_changed.emit(self._save_state)

    def _make_timer(self, interval_ms: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(self.flush)
        return timer


def _join(base: House, mine: House, theirs: House) -> House:
    return House(
        join_changes(base.clinic, mine.clinic, theirs.clinic),
        join_changes(base.physician, mine.physician, theirs.physician),
    )
