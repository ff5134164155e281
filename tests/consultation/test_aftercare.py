"""Aftercare fits the routes, urgent things are called urgent, and faults in its files are named."""

import json
import shutil
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from consultation.consent_builders import RESOURCES

from stemsup_desktop.consultation.aftercare import Aftercare, Urgency, aftercare_for, read_aftercare
from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.errors import EnvironmentProblem, InputProblem

GENERAL = "items-1-general.json"


@pytest.fixture(scope="module")
def shipped() -> Aftercare:
    return read_aftercare(RESOURCES / "aftercare")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(RESOURCES / "aftercare", tmp_path / "aftercare")


@pytest.mark.parametrize("routes", [routes for count in range(4) for routes in combinations(Route, count)], ids=str)
def test_only_advice_for_the_chosen_routes_and_for_all_is_given(shipped: Aftercare, routes: tuple[Route, ...]) -> None:
    given = aftercare_for(shipped, routes)
    assert all(not item.routes or set(item.routes) & set(routes) for item in given)
    for route in routes:
        assert {item.urgency for item in given if route in item.routes} == set(Urgency)
    assert sum(not item.routes for item in given) == sum(not item.routes for item in shipped.items)


def test_advice_is_ordered_from_care_to_calls_at_once(shipped: Aftercare) -> None:
    urgencies = [item.urgency for item in aftercare_for(shipped, tuple(Route))]
    assert urgencies == sorted(urgencies, key=list(Urgency).index)


@pytest.mark.parametrize(
    ("item_id", "urgency", "words"),
    [
        ("general-fever", Urgency.SAME_DAY, "38 °C"),
        ("general-allergy", Urgency.AT_ONCE, "Trouble breathing"),
        ("general-vessels", Urgency.AT_ONCE, "Chest pain"),
        ("intradermal-necrosis", Urgency.AT_ONCE, "first 3 days"),
        ("intravenous-clot", Urgency.AT_ONCE, "Short breath"),
        ("intravenous-temperature", Urgency.CARE, "48 hours"),
    ],
)
def test_the_signs_of_harm_carry_their_urgency(shipped: Aftercare, item_id: str, urgency: Urgency, words: str) -> None:
    item = shipped.find_item(item_id)
    assert item is not None
    assert item.urgency is urgency
    assert words in item.text.en


def test_an_id_that_no_file_holds_is_not_found(shipped: Aftercare) -> None:
    assert shipped.find_item("rest-forever") is None


def test_every_item_has_a_name_and_every_urgency_a_heading(shipped: Aftercare) -> None:
    assert list(shipped.list_names()) == [item.id for item in shipped.items]
    assert len({shipped.headings.get_heading(urgency) for urgency in Urgency}) == 3


def change(path: Path, edit: Callable[[Any], None]) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    edit(data)
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


FAULTS: list[tuple[str, str, Callable[[Any], None], str]] = [
    ("a missing translation", GENERAL, lambda d: d["items"][0]["text"].pop("ja"), "$.items[0].text"),
    ("an id twice", GENERAL, lambda d: d["items"].append(d["items"][0]), "already used"),
    ("an item without a version", GENERAL, lambda d: d["items"][0].update(version=""), "needs an id and a version"),
    ("an unknown urgency", GENERAL, lambda d: d["items"][0].update(urgency="later"), "later"),
    ("an unknown route", GENERAL, lambda d: d["items"][0].update(routes=["oral"]), "oral"),
    ("an unknown field", GENERAL, lambda d: d["items"][0].update(colour="red"), "colour"),
    ("a missing heading", "headings.json", lambda d: d.pop("at_once"), "at_once"),
]


@pytest.mark.parametrize(("name", "file", "edit", "expected"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_each_fault_is_named(folder: Path, name: str, file: str, edit: Callable[[Any], None], expected: str) -> None:
    change(folder / file, edit)
    with pytest.raises(InputProblem) as caught:
        read_aftercare(folder)
    assert caught.value.sentence.startswith(file)
    assert expected in caught.value.sentence


def test_a_truncated_file_is_named(folder: Path) -> None:
    (folder / GENERAL).write_text('{"items": [', encoding="utf-8")
    with pytest.raises(InputProblem, match=GENERAL):
        read_aftercare(folder)


def test_a_folder_without_items_is_named(folder: Path) -> None:
    for path in folder.glob("items-*.json"):
        path.unlink()
    with pytest.raises(EnvironmentProblem, match="items-"):
        read_aftercare(folder)


def test_missing_headings_are_named(folder: Path) -> None:
    (folder / "headings.json").unlink()
    with pytest.raises(EnvironmentProblem, match=r"headings\.json"):
        read_aftercare(folder)
