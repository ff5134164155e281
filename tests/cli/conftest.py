"""The command line as a test calls it: a fixed clock, a data folder that is not there, and no real window."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from clinic_at_the_desk import Clinic, copy_clinic, fill_clinic
from desk_samples import NOW, Windows
from shipped import get_fonts

from stemsup_desktop.cli import Desk, stemsup
from stemsup_desktop.documents import fonts
from stemsup_desktop.documents.fonts import FontFolder as Fonts
from stemsup_desktop.paths import DATA_VARIABLE
from stemsup_desktop.resources import find_resources


@pytest.fixture(scope="session", autouse=True)
def _fonts_read_once() -> Iterator[None]:
    """Every command that prints reads the shipped fonts; they are the same, and nothing changes them."""
    shipped_folder = find_resources() / "fonts"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "FontFolder", lambda folder: get_fonts() if folder == shipped_folder else Fonts(folder))
        yield


@pytest.fixture
def windows() -> Windows:
    return Windows()


@pytest.fixture
def run(windows: Windows, tmp_path: Path) -> Callable[..., Result]:
    desk = Desk(
        clock=lambda: NOW,
        environment={DATA_VARIABLE: str(tmp_path / "data")},
        open_window=windows.opened.append,
        open_demo_window=windows.open_demo,
        can_show_window=lambda: windows.can_show,
    )

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(stemsup, [str(argument) for argument in arguments], obj=desk)

    return invoke


@pytest.fixture(scope="session")
def made_clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("made") / "clinic"
    fill_clinic(data)
    return data


@pytest.fixture
def clinic(made_clinic: Path, tmp_path: Path) -> Clinic:
    return copy_clinic(made_clinic, tmp_path)
