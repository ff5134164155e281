"""The list of event kinds reads into typed records, and every fault in it names file and path."""

import json
import shutil
from pathlib import Path

import pytest

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.events.event_list import (
    EVENTS_FILE,
    EventCourse,
    EventList,
    read_event_list,
    suggest_kinds,
)
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.reference.reader import read_reference
from stemsup_desktop.resources import find_resources

RESOURCES = find_resources()


@pytest.fixture(scope="module")
def events() -> EventList:
    return read_event_list(RESOURCES / EVENTS_FILE)


def test_every_route_has_common_kinds_and_serious_ones(events: EventList) -> None:
    for route in Route:
        courses = {kind.course for kind in suggest_kinds(events, (route,))}
        assert {EventCourse.COMMON, EventCourse.SERIOUS} <= courses


def test_common_kinds_come_first_and_no_other_route_s_kind_is_suggested(events: EventList) -> None:
    kinds = suggest_kinds(events, (Route.INTRADERMAL,))
    places = [list(EventCourse).index(kind.course) for kind in kinds]
    assert places == sorted(places)
    assert {"bruise", "granuloma", "fever", "anaphylaxis"} <= {kind.id for kind in kinds}
    assert not {"nosebleed", "vein-pain"} & {kind.id for kind in kinds}
    assert suggest_kinds(events, ()) == tuple(
        kind for kind in sorted(events.kinds, key=lambda one: list(EventCourse).index(one.course)) if not kind.routes
    )


def test_fever_is_looked_at_on_the_same_day_and_a_granuloma_may_show_for_three_months(events: EventList) -> None:
    assert "fever" in events.same_day_ids
    assert "bruise" not in events.same_day_ids
    granuloma = events.find_kind("granuloma")
    assert granuloma is not None
    assert (granuloma.window.first_day, granuloma.window.last_day) == (14, 90)
    assert events.find_kind("none such") is None


def test_a_kind_is_found_by_what_it_is_called_in_either_language(events: EventList) -> None:
    for words in ("Bruise", " bruise ", "内出血"):
        found = events.find_named(words)
        assert found is not None
        assert found.id == "bruise"
    assert events.find_named("") is None


def test_every_source_is_one_of_the_reference(events: EventList) -> None:
    known = set(read_reference(RESOURCES / "reference").sources)
    assert {source for kind in events.kinds for source in kind.sources} <= known


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"id": ""}, "needs an id"),
        ({"id": "other"}, "on no list"),
        ({"id": "redness"}, "already used"),
        ({"window": {"first_day": 5, "last_day": 2}}, "ends before it begins"),
        ({"status": "verified", "sources": []}, "verified needs a source"),
        ({"name": {"en": "Pain", "ja": " "}}, "the ja text is empty"),
        ({"routes": ["by mouth"]}, "$.kinds[0].routes[0]"),
        ({"window": {"first_day": -1, "last_day": 2}}, "$.kinds[0].window.first_day"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_a_fault_names_file_and_path(tmp_path: Path, change: dict[str, object], expected: str) -> None:
    path = tmp_path / "events.json"
    shutil.copy(RESOURCES / EVENTS_FILE, path)
    data = json.loads(path.read_text())
    data["kinds"][0] |= change
    path.write_text(json.dumps(data))
    with pytest.raises(InputProblem) as caught:
        read_event_list(path)
    assert caught.value.code == "content-invalid"
    assert "events.json" in caught.value.sentence
    assert expected in caught.value.sentence
    assert "$.kinds[" in caught.value.sentence


def test_a_list_that_is_not_there_or_no_json_is_said(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as missing:
        read_event_list(tmp_path / "events.json")
    assert missing.value.code == "content-unreadable"
    (tmp_path / "events.json").write_bytes(b"\xff{")
    with pytest.raises(InputProblem):
        read_event_list(tmp_path / "events.json")
