"""What was derived already, so that no expression is evaluated twice for one change."""

from collections.abc import Hashable
from threading import Lock


class Memo:
    """Results by what they are of, each with exactly what it was derived from.

    A result counts only while what it was derived from is the same; so forgetting any of it changes nothing but time.
    """

    MOST = 4096

    def __init__(self) -> None:
        self._known: dict[Hashable, tuple[object, object]] = {}
        # The window and a job that prints may judge by one questionnaire at the same time.
        self._lock = Lock()
        self.evaluations = 0
        """How many results had to be derived; for benchmarks and tests."""

    def find(self, key: Hashable, basis: object) -> object | None:
        """Find a result that was derived from just this."""
        known = self._known.get(key)
        return known[1] if known is not None and known[0] == basis else None

    def put(self, key: Hashable, basis: object, result: object) -> None:
        """Keep a result in place of the one before; the oldest go when there are too many."""
        with self._lock:
            self.evaluations += 1
            self._known.pop(key, None)
            if len(self._known) >= self.MOST:
                self._known.pop(next(iter(self._known)))
            self._known[key] = (basis, result)


class Same:
    """Equal to another only where each part is the very same object; it holds them, so that none can be another's."""

    __slots__ = ("_parts",)

    def __init__(self, *parts: object) -> None:
        self._parts = parts

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Same) or len(self._parts) != len(other._parts):
            return False
        return all(mine is theirs for mine, theirs in zip(self._parts, other._parts, strict=True))

    __hash__ = None  # type: ignore[assignment]
