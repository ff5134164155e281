"""A clinic with an open vault and an empty backup folder; the vaults are made once and copied."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from store.backup.backup_builders import Clinic, fill_vault, open_clinic


@pytest.fixture(scope="session")
def made_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "clinic"
    fill_vault(folder)
    return folder


@pytest.fixture(scope="session")
def other_backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of another vault, with other rows in it."""
    parent = tmp_path_factory.mktemp("other")
    fill_vault(parent / "clinic", patients=13)
    with open_clinic(parent) as other:
        return other.write().path


@pytest.fixture
def clinic(tmp_path: Path, made_vault: Path) -> Iterator[Clinic]:
    shutil.copytree(made_vault, tmp_path / "clinic")
    with open_clinic(tmp_path) as opened:
        yield opened
