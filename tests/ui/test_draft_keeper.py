"""A draft that the vault refuses is not taken for written, and outlives its window."""

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import QObject
from vault_samples import SteppedVault

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.store.vault import Vault
from stemsup_desktop.ui.draft_keeper import DraftKeeper, load_kept_record, save_kept_record

SETTING = "a-form"


class Form(msgspec.Struct, frozen=True):
    """What somebody types."""

    text: str = ""


class Desk:
    """A form, its keeper, and a disk that may be full."""

    def __init__(self, stepped: SteppedVault) -> None:
        self.form = Form()
        self.is_full = False
        self._stepped = stepped
        self._parent = QObject()
        self.keeper: DraftKeeper[Form] = DraftKeeper(
            SETTING, lambda: self.form, stepped.access, self._parent, self._save
        )
        self.keeper.start(Form())

    def _save(self, vault: Vault, setting: str, kept: msgspec.Struct) -> None:
        if self.is_full:
            raise EnvironmentProblem("vault-disk-full", "The disk is full.")
        save_kept_record(vault, setting, kept)

    def type(self, text: str) -> None:
        """Type, and let the keeper look; the vault answers later."""
        self.form = Form(text)
        self.keeper.flush()

    def answer(self) -> None:
        """Let the vault do what it was asked for."""
        self._stepped.executor.run_all()

    @property
    def kept(self) -> str:
        """What the vault holds."""
        return load_kept_record(self._stepped.vault, SETTING, Form).text


@pytest.fixture
def desk(stepped: SteppedVault) -> Iterator[Desk]:
    made = Desk(stepped)
    yield made
    made.keeper.close()
    stepped.executor.run_all()


def test_what_is_refused_at_the_end_is_still_there(desk: Desk) -> None:
    desk.type("written")
    desk.answer()
    assert desk.keeper.unwritten is None
    desk.is_full = True
    desk.form = Form("refused")
    desk.keeper.close()
    desk.answer()
    assert desk.keeper.unwritten == Form("refused")
    assert desk.kept == "written"


def test_what_waits_for_an_answer_counts_as_unwritten_until_it_comes(desk: Desk) -> None:
    desk.form = Form("on its way")
    desk.keeper.close()
    assert desk.keeper.unwritten == Form("on its way")
    desk.answer()
    assert desk.keeper.unwritten is None
    assert desk.kept == "on its way"


def test_what_is_taken_back_after_it_was_refused_is_wanted_no_more(desk: Desk) -> None:
    desk.is_full = True
    desk.type("refused")
    desk.answer()
    desk.form = Form()
    desk.keeper.close()
    desk.answer()
    assert desk.keeper.unwritten is None


def test_two_refusals_in_a_row_leave_nothing_taken_for_written(desk: Desk) -> None:
    """The first of two that were asked for together was once taken for what the vault holds."""
    desk.is_full = True
    desk.type("one")
    desk.type("two")
    desk.answer()
    desk.is_full = False
    desk.type("one")
    desk.answer()
    assert desk.kept == "one"
    assert desk.keeper.unwritten is None


def test_an_early_refusal_does_not_undo_a_later_write(desk: Desk) -> None:
    desk.is_full = True
    desk.type("one")
    desk.answer()
    desk.is_full = False
    desk.type("two")
    desk.answer()
    desk.keeper.close()
    assert desk.keeper.unwritten is None
    assert desk.kept == "two"
