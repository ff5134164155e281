"""The shipped reference, read once."""

from pathlib import Path

import pytest

from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.reader import read_reference
from stemsup_desktop.resources import find_resources


@pytest.fixture(scope="session")
def reference_folder() -> Path:
    return find_resources() / "reference"


@pytest.fixture(scope="session")
def library(reference_folder: Path) -> ReferenceLibrary:
    return read_reference(reference_folder)
