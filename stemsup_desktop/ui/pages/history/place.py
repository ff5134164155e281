"""Whose history is read, how far it is narrowed down, and where the way back leads."""

from dataclasses import dataclass

from stemsup_desktop.consultation.history_kinds import HistoryKind

EVERYONE = "*"
EVERYTHING = "*"
EVERY_VISIT = "*"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose history: a patient's, or with `is_whole` that of the house; without either nobody was chosen yet."""

    patient_id: str = ""
    is_whole: bool = False

    def __bool__(self) -> bool:
        return bool(self.patient_id) or self.is_whole


NOBODY_YET = Subject()


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """How a history is narrowed down; `who` is an account id, `visit` a consultation id, `query` as typed."""

    who: str = EVERYONE
    kind: str = EVERYTHING
    visit: str = EVERY_VISIT
    query: str = ""

    @property
    def narrows(self) -> bool:
        """Whether some of what is loaded may be left out."""
        return self.who != EVERYONE or self.kind != EVERYTHING or bool(self.query.strip())

    def admits_kind(self, kinds: tuple[HistoryKind, ...]) -> bool:
        """Tell whether an act of these kinds is looked for."""
        return self.kind == EVERYTHING or any(kind.value == self.kind for kind in kinds)


NO_FILTER = HistoryFilter()


@dataclass(slots=True)
class HistoryPlace:
    """Where the person is in it, kept by the composition root while the page is made anew."""

    subject: Subject = NOBODY_YET
    filter: HistoryFilter = NO_FILTER
    back: str = ""
    """The page one came from."""
