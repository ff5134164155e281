"""One small vault for each test that wants it, closed afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from store.builders import make_vault

from stemsup_desktop.store.vault import Vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with make_vault(tmp_path / "clinic") as opened:
        yield opened
