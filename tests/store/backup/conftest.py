"""A clinic with an open vault and an empty backup folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from store.backup.backup_builders import Clinic, open_clinic


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    with open_clinic(tmp_path) as opened:
        yield opened
