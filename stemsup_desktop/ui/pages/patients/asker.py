"""What the parts of the page need of it."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import Err, JobControl, Ok

T = TypeVar("T")


class Asker(Protocol):
    """The context, and a way to the vault whose answers are dropped once the page is gone."""

    context: PageContext

    def ask(
        self, work: Callable[[Vault], T], on_result: Callable[[Ok[T] | Err], None], *, busy: str = ""
    ) -> JobControl:
        """Do something with the open vault on its own thread."""
