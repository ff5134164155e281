"""What the page of the lot book keeps while the window lives: search, filter, choice, forms under way. No Qt."""

from dataclasses import dataclass, field
from enum import StrEnum

from stemsup_desktop.ui.field_history import FieldHistory
from stemsup_desktop.ui.pages.lots.draft import Draft


class LotFilter(StrEnum):
    """Which lots the list shows."""

    ALL = "all"
    USABLE = "usable"
    NOT_READY = "not-ready"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    RECALLED = "recalled"
    USED_UP = "used-up"


@dataclass(frozen=True, slots=True)
class FormEntry:
    """A form under way: as typed, as it began, which fields were left already, and whether saving was tried."""

    draft: Draft
    before: Draft
    left: frozenset[str] = frozenset()
    is_save_tried: bool = False

    @property
    def is_unfinished(self) -> bool:
        """Whether something would be lost."""
        return self.draft != self.before


@dataclass(slots=True)
class LotsMemory:
    """Made once by the composition root and given to each page of the lot book in turn.

    `chosen` is the key of a line, "lot:<id>" or "product:<id>", or empty. `entries` are the forms under way by the key
    of their draft, `histories` what undo knows of them; `form_key` is the one that is open, or empty.
    """

    query: str = ""
    filter: LotFilter = LotFilter.ALL
    chosen: str = ""
    entries: dict[str, FormEntry] = field(default_factory=dict)
    histories: dict[str, FieldHistory[Draft]] = field(default_factory=dict)
    form_key: str = ""
    discarded: FormEntry | None = None

    @property
    def entry(self) -> FormEntry | None:
        """The form that is open, or None."""
        return self.entries.get(self.form_key) if self.form_key else None

    def keep(self, entry: FormEntry) -> None:
        """Keep the newer state of a form."""
        self.entries[entry.draft.key] = entry

    def forget(self, key: str) -> FormEntry | None:
        """Let go of a form and of what undo knows of it, and return it as it was."""
        self.histories.pop(key, None)
        return self.entries.pop(key, None)

    def find_history(self, key: str) -> FieldHistory[Draft]:
        """Return what undo knows of a form; nothing yet for a new one."""
        return self.histories.setdefault(key, FieldHistory())

    def find_unfinished(self) -> FormEntry | None:
        """Return a form that was left with something in it, or None."""
        return next((entry for entry in self.entries.values() if entry.is_unfinished), None)
