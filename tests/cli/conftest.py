"""The command line as a test calls it: a fixed clock, a data folder that is not there, and no real window."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from clinic_at_the_desk import Clinic, copy_clinic, fill_clinic
from desk_samples import NOW, Windows

from stemsup_desktop.cli import Desk, stemsup
from stemsup_desktop.paths import DATA_VARIABLE


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
