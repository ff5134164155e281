"""Items by their link ids below a node, found once for all expressions over the same response."""

from collections.abc import Iterator

from stemsup_desktop.questionnaire.fhirpath.budget import Meter
from stemsup_desktop.questionnaire.fhirpath.nodes import Collection, get_data, get_members, get_path

Index = dict[str, list[tuple[int, object]]]
"""Nodes by link id, each with its place in the walk."""


class Shared:
    """What evaluations over one unchanged response may share; make a new one for every new response."""

    __slots__ = ("_indexes",)

    def __init__(self) -> None:
        self._indexes: dict[tuple[int, str, str], tuple[object, Index]] = {}

    def find_below(self, node: object, way: str, link_ids: list[str], meter: Meter) -> Collection:
        """Return the items of some link ids below a node, in the order of the walk.

        The ways are "descendants", and those of `repeat`: "item", "answer.item", or both with a comma.
        """
        data = get_data(node)
        if not isinstance(data, dict):
            return []
        key = (id(data), get_path(node), way)
        known = self._indexes.get(key)
        if known is None:
            # The index keeps its data, so that no other object gets the same identity.
            known = self._indexes[key] = data, _make_index(node, way, meter)
        found = [entry for link_id in link_ids for entry in known[1].get(link_id, ())]
        found.sort(key=lambda entry: entry[0])
        return [node for _, node in found]


def step(node: object, way: str) -> Iterator[object]:
    """Go one step of a walk; of all descendants, those that hold something."""
    if way == "descendants":
        data = get_data(node)
        for key, value in data.items() if isinstance(data, dict) else ():
            if isinstance(value, dict | list):
                yield from get_members(node, key)
        return
    if way.startswith("item"):
        yield from get_members(node, "item")
    if way.endswith("answer.item"):
        for answer in get_members(node, "answer"):
            yield from get_members(answer, "item")


def _make_index(start: object, way: str, meter: Meter) -> Index:
    index: Index = {}
    place = 0
    level = [start]
    while level:
        level = [part for node in level for part in step(node, way) if isinstance(get_data(part), dict)]
        meter.spend(len(level))
        for node in level:
            data = get_data(node)
            link_id = data.get("linkId") if isinstance(data, dict) else None
            if isinstance(link_id, str):
                index.setdefault(link_id, []).append((place, node))
                place += 1
    return index
