"""What the walks share: what ships is read once. `test_walk` reads it at every start, as the program does."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from stemsup_desktop import content, desktop
from stemsup_desktop.documents import fonts

READING_EACH_TIME = "test_walk.py"

_read, _read_shipped = content.read_content, cache(content.read_content)
_read_fonts, _read_catalogue = cache(fonts.FontFolder), cache(desktop.read_catalogue)


def _read_once(resources: Path, pack: Path | None = None) -> content.Content:
    """Return what ships as it was read before; a clinic's own pack is read."""
    return _read_shipped(resources) if pack is None or not pack.exists() else _read(resources, pack)


@pytest.fixture(scope="module", autouse=True)
def _read_what_ships_once(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if request.path.name != READING_EACH_TIME:
            patch.setattr(content, "read_content", _read_once)
            patch.setattr(fonts, "FontFolder", _read_fonts)
            patch.setattr(desktop, "read_catalogue", _read_catalogue)
        yield
