"""Asks the vault for documents, and then, a few at a time, whether their files are still what was kept."""

from collections import deque
from dataclasses import replace

import shiboken6
from PySide6.QtCore import QObject, Signal

from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, JobControl, Ok
from stemsup_desktop.ui.pages.documents.finding import Filters, Found, load_found, part_for_check
from stemsup_desktop.ui.vault_access import VaultAccess


class FindingDesk(QObject):
    """`found_changed` carries a `Problem`, or None; an answer to an earlier question is dropped."""

    found_changed = Signal(object)

    def __init__(self, context: PageContext, access: VaultAccess, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._access = access
        self._found: Found | None = None
        self._wanted: Filters | None = None
        self._control: JobControl | None = None
        self._to_check: deque[tuple[str, ...]] = deque()
        self._checked: set[str] = set()

    @property
    def found(self) -> Found | None:
        """What was found last; None until the vault has answered."""
        return self._found

    def find(self, filters: Filters) -> None:
        """Look for documents."""
        self._ask(filters, None)

    def find_more(self) -> None:
        """Look for those behind the last one."""
        if self._found is not None and self._found.has_more:
            self._ask(self._found.filters, self._found)

    def _ask(self, filters: Filters, before: Found | None) -> None:
        if self._control is not None:
            self._control.cancel()
        self._wanted = filters
        zone = self._context.clock().tzinfo

        def on_result(result: Ok[Found] | Err) -> None:
            if not shiboken6.isValid(self) or filters != self._wanted:
                return
            match result:
                case Ok(found):
                    known = frozenset() if self._found is None else self._found.changed
                    numbers = {hit.entry.number for hit in found.hits}
                    self._found = replace(found, changed=found.changed | (known & numbers))
                    self.found_changed.emit(None)
                    self._check(found)
                case Err(problem):
                    self.found_changed.emit(problem)

        self._control = self._access.run(lambda vault: load_found(vault, filters, zone, before), on_result)

    def _check(self, found: Found) -> None:
        numbers = [hit.entry.number for hit in found.hits if hit.entry.number not in self._checked]
        is_under_way = bool(self._to_check)
        self._to_check = deque(part_for_check(numbers))
        if not is_under_way:
            self._check_next()

    def _check_next(self) -> None:
        if not self._to_check:
            return
        part = self._to_check[0]

        def on_result(result: Ok[frozenset[str]] | Err) -> None:
            if not shiboken6.isValid(self):
                return
            if self._to_check and self._to_check[0] == part:
                self._to_check.popleft()
            if isinstance(result, Ok):
                self._checked.update(part)
                self._take_in(result.value)
            self._check_next()  # a file that cannot be read says so when it is opened

        self._access.run(lambda vault: vault.find_changed_documents(part), on_result)

    def _take_in(self, changed: frozenset[str]) -> None:
        if self._found is not None and changed - self._found.changed:
            self._found = replace(self._found, changed=self._found.changed | changed)
            self.found_changed.emit(None)
