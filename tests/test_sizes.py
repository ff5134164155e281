"""The size of a file is said in one way."""

import pytest

from stemsup_desktop.sizes import say_size


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (12_440_000, "12.4 MB"),
        (25_000_000, "25 MB"),
        (999_949_999, "999.9 MB"),
        (999_950_000, "1 GB"),
        (4_200_000_000_000, "4.2 TB"),
        (4_200_000_000_000_000, "4200 TB"),
    ],
)
def test_a_size_is_said_in_the_unit_that_fits(size: int, said: str) -> None:
    assert say_size(size).en == said


def test_bytes_are_said_in_both_languages() -> None:
    assert say_size(12).ja == "12バイト"
