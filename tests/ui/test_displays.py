"""The patient screen goes to the display that the records are not on, as it was chosen for these displays."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stemsup_desktop.errors import EnvironmentProblem
from stemsup_desktop.ui.patient_desk.displays import (
    FILE_NAME,
    MOST_SETS,
    Display,
    DisplayChoice,
    choose_display,
    identify,
    name_set,
    read_choice,
    save_choice,
)

LAPTOP = Display("eDP-1", "BOE", "Panel", "", 1280, 800)
WALL = Display("HDMI-1", "EIZO", "EV2495", "123", 1920, 1080)
TABLET = Display("DP-2", "Wacom", "One", "9", 1920, 1080)
TWINS = (Display("DP-1", "DEL", "U24", ""), Display("DP-2", "DEL", "U24", ""))
TEXTS = st.sampled_from(["", "A", "B"])
DISPLAYS = st.lists(
    st.builds(Display, st.sampled_from([f"S-{number}" for number in range(6)]), TEXTS, TEXTS, TEXTS),
    min_size=1,
    max_size=5,
    unique_by=lambda one: one.socket,
)


def test_on_two_displays_it_is_the_other_one() -> None:
    assert choose_display((LAPTOP, WALL), LAPTOP) == WALL
    assert choose_display((LAPTOP, WALL), WALL) == LAPTOP


def test_on_one_display_there_is_none() -> None:
    assert choose_display((LAPTOP,), LAPTOP) is None


def test_of_several_it_is_the_largest_or_the_chosen_one() -> None:
    small = Display("VGA-1", "X", "Old", "", 1024, 768)
    assert choose_display((LAPTOP, small, TABLET), LAPTOP) == TABLET
    assert choose_display((LAPTOP, WALL, TABLET), LAPTOP, "Wacom One 9") == TABLET
    assert choose_display((LAPTOP, WALL, TABLET), LAPTOP, "gone") == WALL


def test_the_records_own_display_is_never_it_even_if_it_was_chosen() -> None:
    assert choose_display((LAPTOP, WALL), WALL, "EIZO EV2495 123") == LAPTOP


def test_a_display_on_another_socket_is_the_same_and_twins_are_told_by_socket() -> None:
    moved = Display("DP-3", "EIZO", "EV2495", "123", 1920, 1080)
    assert list(identify((WALL,))) == list(identify((moved,))) == ["EIZO EV2495 123"]
    assert list(identify(TWINS)) == ["DEL U24 at DP-1", "DEL U24 at DP-2"]


def test_a_choice_holds_for_its_set_of_displays_alone() -> None:
    choice = DisplayChoice().with_chosen((LAPTOP, WALL, TABLET), "Wacom One 9")
    assert choice.find((TABLET, LAPTOP, WALL)) == "Wacom One 9"
    assert choice.find((LAPTOP, TABLET)) == ""
    assert choice.with_chosen((LAPTOP, WALL, TABLET), "EIZO EV2495 123").find((LAPTOP, WALL, TABLET)) != "Wacom One 9"


def test_only_the_latest_sets_are_remembered() -> None:
    choice = DisplayChoice()
    for number in range(MOST_SETS + 5):
        choice = choice.with_chosen((LAPTOP, Display(f"S-{number}")), f"at S-{number}")
    assert len(choice.chosen) == MOST_SETS
    assert choice.find((LAPTOP, Display("S-0"))) == ""
    assert choice.find((LAPTOP, Display(f"S-{MOST_SETS + 4}"))) == f"at S-{MOST_SETS + 4}"


@given(DISPLAYS, st.integers(0, 4), st.text(max_size=9))
def test_whatever_is_plugged_in_it_is_never_the_records_display(displays: list[Display], at: int, chosen: str) -> None:
    records = displays[at % len(displays)]
    found = choose_display(displays, records, chosen)
    assert (found is None) == (len(displays) == 1)
    assert found != records
    assert len(identify(displays)) == len(displays)
    assert name_set(displays) == name_set(reversed(displays))


def test_a_choice_is_kept_on_disk_and_a_damaged_file_is_no_choice(tmp_path: Path) -> None:
    choice = DisplayChoice().with_chosen((LAPTOP, WALL), "EIZO EV2495 123")
    save_choice(tmp_path, choice)
    assert read_choice(tmp_path) == choice
    for damage in (b"", b"{", b'{"chosen": 7}', b"\xff\xfe", b"[" * 100_000):
        (tmp_path / FILE_NAME).write_bytes(damage)
        assert read_choice(tmp_path) == DisplayChoice()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(EnvironmentProblem):
        save_choice(tmp_path, DisplayChoice())
