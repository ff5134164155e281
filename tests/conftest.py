"""What every test shares: Qt draws off screen."""

import os

import pytest

from stemsup_desktop.ui.theme.theme import APPLICATION_ARGUMENTS

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The application of the tests starts as the program's own does."""
    return list(APPLICATION_ARGUMENTS)
