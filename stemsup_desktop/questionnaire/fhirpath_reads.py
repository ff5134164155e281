"""What an expression reads, derived from its tree by following where each path leads.

A path leads through the response (`root`), items and answers. As long as it only walks and filters, it reads nothing
but what the filter names; whatever else is done with what it holds (counting, testing, positions) reads all of it.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from stemsup_desktop.questionnaire.fhirpath_link_ids import find_link_ids, find_repeat_ways
from stemsup_desktop.questionnaire.fhirpath_syntax import Tree, iter_trees

VOLATILE = frozenset({"now", "today", "timeOfDay"})
RESPONSE_VARIABLES = frozenset({"resource", "rootResource", "context"})

_PASSING = frozenset({"trace", "distinct", "single", "first", "last", "tail", "take", "skip", "as", "ofType"})
"""Functions that yield some of what they are given, unchanged."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path has led.

    `within` are the link ids that bound it, None if nothing does; `is_exact` says that it stands at these items and not
    below them; `is_one` that it stands for one of them, whose own link id is no news.
    """

    kind: Literal["root", "items", "answers", "mixed", "value"]
    within: frozenset[str] | None = None
    is_exact: bool = True
    is_one: bool = False


_ROOT, _VALUE = Place("root"), Place("value")


@dataclass(frozen=True, slots=True)
class Reads:
    """What an expression reads of answers: see `Expression`."""

    link_ids: frozenset[str]
    whole_link_ids: frozenset[str]
    reads_everything: bool


def derive_reads(tree: Tree) -> Reads:
    """Return what an expression reads."""
    walk = _Walk()
    walk.consume(walk.follow(tree, _Scope(_ROOT, _ROOT)))
    return Reads(frozenset(walk.link_ids | walk.whole), frozenset(walk.whole), walk.reads_everything)


def find_variables(tree: Tree) -> frozenset[str]:
    """Return the names after %."""
    return frozenset(part.text for part in iter_trees(tree) if part.kind == "variable")


def is_volatile(tree: Tree) -> bool:
    """Say whether an expression reads the clock."""
    return any(part.kind == "call" and part.text in VOLATILE for part in iter_trees(tree))


@dataclass(frozen=True, slots=True)
class _Scope:
    """What `$this` stands for, and the collection that `$index` counts."""

    this: Place
    counted: Place


@dataclass(slots=True)
class _Walk:
    link_ids: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    reads_everything: bool = False

    def consume(self, place: Place) -> Place:
        """Note that everything at a place is read."""
        if place.kind != "value":
            if place.within is None:
                self.reads_everything = True
            else:
                self.whole |= place.within
        return _VALUE

    def follow(self, tree: Tree, scope: _Scope) -> Place:
        """Follow an expression from its start to where it leads."""
        spine: list[Tree] = []
        while tree.kind in ("invocation", "indexer", "operator", "type", "sign"):
            spine.append(tree)
            tree = tree.children[0]
        place = self._start(tree, scope)
        for step in reversed(spine):
            place = self._step(step, place, scope)
        return place

    def _start(self, tree: Tree, scope: _Scope) -> Place:
        match tree.kind:
            case "this":
                return scope.this
            case "index":
                return self.consume(scope.counted)
            case "member" | "call":
                return self._invoke(tree, scope.this, scope)
            case "variable" if tree.text in RESPONSE_VARIABLES:
                return _ROOT
            case _:
                return _VALUE

    def _step(self, tree: Tree, place: Place, scope: _Scope) -> Place:
        match tree.kind:
            case "invocation":
                return self._invoke(tree.children[1], place, scope)
            case "indexer":
                self.consume(self.follow(tree.children[1], scope))
                return self._pick(place)
            case "type" if tree.text == "as":
                return self._pick(place)
            case "operator" if tree.text == "|":
                return self._join(place, self.follow(tree.children[1], scope))
            case "operator":
                self.consume(self.follow(tree.children[1], scope))
                return self.consume(place)
            case _:
                return self.consume(place)

    def _pick(self, place: Place) -> Place:
        """Go on with some of what is there, which depends on all of it; one resource is one."""
        if place.kind == "root":
            return place
        self.consume(place)
        return place

    def _join(self, left: Place, right: Place) -> Place:
        if left.kind != right.kind:
            self.consume(left)
            return self.consume(right)
        if left.kind == "value":
            return _VALUE
        within = None if left.within is None or right.within is None else left.within | right.within
        return Place(left.kind, within, left.is_exact and right.is_exact)

    def _invoke(self, tree: Tree, place: Place, scope: _Scope) -> Place:
        if tree.kind == "member":
            return self._enter(tree.text, place)
        if tree.kind != "call":
            return self._start(tree, scope)
        match tree.text:
            case "repeat" if find_repeat_ways(tree) and place.kind in ("root", "items"):
                return Place("items", place.within, is_exact=False)
            case "where" | "exists" | "all" | "select" | "repeat" | "aggregate" if tree.children:
                return self._each(tree, place)
            case "children" | "descendants" if place.kind != "value":
                return Place("mixed", place.within, is_exact=False)
            case name if name in VOLATILE:
                return _VALUE
            case "iif" | "coalesce":
                inner = _Scope(place, scope.counted)
                places = [self.follow(child, inner) for child in tree.children]
                if tree.text == "iif" and places:
                    self.consume(places.pop(0))
                return self._join_all(places)
            case "union" if len(tree.children) == 1:
                return self._join(place, self.follow(tree.children[0], scope))
            case name if name in _PASSING:
                for child in tree.children if name in ("take", "skip", "trace") else ():
                    self.consume(self.follow(child, scope))
                return self._pick(place)
            case _:
                for child in tree.children:
                    self.consume(self.follow(child, scope))
                return self.consume(place)

    def _join_all(self, places: list[Place]) -> Place:
        joined = places[0] if places else _VALUE
        for place in places[1:]:
            joined = self._join(joined, place)
        return joined

    def _each(self, call: Tree, place: Place) -> Place:
        """Follow a function that evaluates its parameter for each of the values."""
        inside = replace(place, is_one=True)
        link_ids = find_link_ids(call.children[0]) if call.text in ("where", "exists") else None
        if call.text == "where" and link_ids is not None:
            self.link_ids |= link_ids
            if place.kind in ("items", "mixed", "root"):
                place = Place("items", link_ids)
                inside = replace(place, is_one=True)
        elif link_ids is not None:
            self.link_ids |= link_ids
        counted = inside if call.text != "where" or link_ids is None else _uncounted(inside)
        result = self.follow(call.children[0], _Scope(inside, replace(counted, is_one=False)))
        match call.text:
            case "where":
                self.consume(result)
                return place
            case "select":
                return result
            case _:
                for child in call.children[1:]:
                    self.consume(self.follow(child, _Scope(place, place)))
                self.consume(result)
                return self.consume(place)

    def _enter(self, name: str, place: Place) -> Place:
        """Enter a field."""
        match place.kind, name:
            case "value", _:
                return _VALUE
            case "root", "item":
                return Place("items")
            case "root", "answer" | "value":
                return self.consume(place)
            case "root", _:
                return place if name[:1].isupper() else _VALUE
            case "items", "item":
                return Place("items", place.within, is_exact=False)
            case "items", "answer":
                return Place("answers", place.within, place.is_exact)
            case "items", "linkId" if place.is_one:
                return _VALUE
            case "answers", "item":
                return Place("items", place.within, is_exact=False)
            case "answers", _ if place.is_exact and place.within is not None and name.startswith("value"):
                self.link_ids |= place.within
                return _VALUE
            case _:
                return self.consume(place)


def _uncounted(place: Place) -> Place:
    """Return what `$index` counts in a filtered collection: all of it, before the filter."""
    return replace(place, within=None)
