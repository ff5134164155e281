"""Brings papers of a lot into the vault and copies of them out, none of it on the window's thread."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from stemsup_desktop.consultation.lots.lot_model import FileRef, LotEntry
from stemsup_desktop.ui.file_dialogs import choose_files
from stemsup_desktop.ui.file_reading import ChosenFile, read_chosen_file
from stemsup_desktop.ui.jobs import Err, JobControl, Lane, Ok
from stemsup_desktop.ui.lots.paper_copy import save_paper_copy
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.pages.lots.acts import attach_file
from stemsup_desktop.ui.pages.lots.lot_view import FileSlot
from stemsup_desktop.ui.vault_access import VaultAccess

Taken = Callable[[Ok[LotEntry] | Err], None]


class FileDesk:
    """`page` is what its jobs end with."""

    def __init__(self, page: Page[Any], access: VaultAccess) -> None:
        self._page = page
        self._access = access

    def choose(self, title: str, on_chosen: Callable[[Path], None]) -> None:
        """Ask for one file."""
        choose_files(self._page, title, lambda paths: on_chosen(paths[0]), takes_several=False)

    def add(self, lot_id: str, slot: FileSlot, path: Path, on_taken: Taken) -> None:
        """Read a file and keep it with a lot."""
        control, access = JobControl(), self._access

        def on_read(result: Ok[ChosenFile] | Err) -> None:
            match result:
                case Err():
                    on_taken(result)
                case Ok(chosen):
                    self._page.run_job(
                        lambda: attach_file(access.get_vault(), lot_id, slot, chosen), on_taken, lane=Lane.VAULT
                    )

        self._page.run_job(
            partial(read_chosen_file, path, control.report),
            on_read,
            busy=self._page.words("lots.adding_file"),
            control=control,
            on_progress=self._page.busy.show_progress,
        )

    def save_copy(self, file: FileRef, title: str, on_saved: Callable[[Ok[None] | Err], None]) -> None:
        """Ask where a copy goes, and write it there; the name that is proposed names nothing."""
        save_paper_copy(self._page, self._access, file, title, on_saved)
