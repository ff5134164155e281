"""Programs that are broken on purpose: a harness that finds nothing in them would find nothing in ours."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from unittest.mock import patch

from crashes.scenarios import SCENARIOS, Scenario

from stemsup_desktop.store import building, connection, files


@contextmanager
def _without_sync_of_files() -> Iterator[None]:
    with patch.object(files.os, "fsync", lambda descriptor: None):
        yield


@contextmanager
def _without_sync_of_folders() -> Iterator[None]:
    with (
        patch.object(files, "sync_folder", lambda folder: None),
        patch.object(building, "sync_folder", lambda folder: None),
        patch.object(connection, "sync_folder", lambda folder: None),
    ):
        yield


@contextmanager
def _with_commits_that_do_not_wait() -> Iterator[None]:
    pragmas = tuple(one.replace("synchronous = full", "synchronous = normal") for one in connection._PRAGMAS)
    with patch.object(connection, "_PRAGMAS", pragmas):
        yield


@contextmanager
def _without_the_salt_of_the_wal() -> Iterator[None]:
    with patch.object(connection, "list_salts", lambda path: ()):
        yield


def _break(name: str, of: str, program: Callable[[], AbstractContextManager[None]]) -> Scenario:
    scenario = next(one for one in SCENARIOS if one.name == of)
    return replace(scenario, name=name, program=program)


BROKEN = (
    _break("no sync of files", "passphrase", _without_sync_of_files),
    _break("no sync of folders", "first vault", _without_sync_of_folders),
    _break("commits that do not wait", "drafts", _with_commits_that_do_not_wait),
    _break("salt from the file alone", "sealing", _without_the_salt_of_the_wal),
)
