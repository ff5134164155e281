"""Saves a copy of a lot's paper where the person says, none of it on the window's thread."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from stemsup_desktop.consultation.lots.lot_model import FileRef
from stemsup_desktop.documents.files import save_document
from stemsup_desktop.questionnaire.file_kinds import find_ending
from stemsup_desktop.ui.file_dialogs import choose_copy_path
from stemsup_desktop.ui.jobs import Err, Lane, Ok
from stemsup_desktop.ui.page import Page
from stemsup_desktop.ui.vault_access import VaultAccess


def save_paper_copy(
    page: Page[Any], access: VaultAccess, file: FileRef, title: str, on_saved: Callable[[Ok[None] | Err], None]
) -> None:
    """Ask where a copy goes, and write it there; the name that is proposed names nothing."""

    def load(path: Path) -> None:
        page.run_job(lambda: access.get_vault().load_lot_file(file.sha256)[1], partial(write, path), lane=Lane.VAULT)

    def write(path: Path, result: Ok[bytes] | Err) -> None:
        match result:
            case Err():
                on_saved(result)
            case Ok(data):
                page.run_job(partial(save_document, data, path), on_saved)

    choose_copy_path(page, f"lot-paper.{find_ending(file.media_type)}", title, load)
