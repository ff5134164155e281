"""Where the reader is in the reference and was before. No Qt."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class History:
    """The ids of pages and sources opened, in order, and the one on screen."""

    ids: tuple[str, ...] = ()
    place: int = -1

    @property
    def current(self) -> str:
        """The id on screen, or empty."""
        return self.ids[self.place] if self.ids else ""

    @property
    def can_go_back(self) -> bool:
        """Whether something was open before."""
        return self.place > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether the reader went back from something."""
        return self.place + 1 < len(self.ids)

    def with_opened(self, target_id: str) -> "History":
        """Open something new; what lay ahead is let go. The same id again changes nothing."""
        if target_id == self.current:
            return self
        return History((*self.ids[: self.place + 1], target_id), self.place + 1)

    def with_move(self, by: int) -> "History":
        """Go back (-1) or forward (1), as far as there is anything."""
        return replace(self, place=min(max(self.place + by, 0), len(self.ids) - 1)) if self.ids else self


EMPTY_HISTORY = History()
"""Nothing was opened yet."""
