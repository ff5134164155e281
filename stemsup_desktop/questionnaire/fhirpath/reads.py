"""What an expression reads, derived from its tree by following where each path leads.

A path leads through the response (`root`), items and answers. As long as it only walks and filters, it reads nothing
but what the filter names; whatever else is done with what it holds (counting, testing, positions) reads all of it.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from stemsup_desktop.questionnaire.fhirpath.link_ids import find_link_ids, find_repeat_way
from stemsup_desktop.questionnaire.fhirpath.syntax import Tree, iter_trees

VOLATILE = frozenset({"now", "today", "timeOfDay"})
RESPONSE_VARIABLES = frozenset({"resource", "rootResource", "context"})

_PASSING = frozenset({"trace", "distinct", "single", "first", "last", "tail", "take", "skip", "as", "ofType"})
"""Functions that yield some of what they are given, unchanged."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a path has led.

    `within` are the link ids that bound it, None if nothing does; `is_exact` says that it stands at these items and not
    below them; `is_one` that it stands for one of them, whose own link id is no news; `is_distinct` that equal ones
    were left out, which depends on all that lies in them.
    """

    kind: Literal["root", "items", "answers", "mixed", "value"]
    within: frozenset[str] | None = None
    is_exact: bool = True
    is_one: bool = False
    is_distinct: bool = False


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
        if left.kind != "items" or right.kind != "items":
            self.consume(left)
            return self.consume(right)
        within = None if left.within is None or right.within is None else left.within | right.within
        self.whole |= within or frozenset()
        return Place("items", within, left.is_exact and right.is_exact, is_distinct=True)

    def _invoke(self, tree: Tree, place: Place, scope: _Scope) -> Place:
        if tree.kind == "member":
            return self._enter(tree.text, place)
        if tree.kind != "call":
            return self._start(tree, scope)
        match tree.text:
            case "repeat" if find_repeat_way(tree) and place.kind in ("root", "items"):
                return Place("items", place.within, is_exact=False, is_distinct=True)
            case "where" | "all" | "select" | "repeat" | "aggregate" if tree.children:
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
        counted = place
        link_ids = find_link_ids(call.children[0]) if call.text == "where" else None
        if link_ids is not None:
            self.link_ids |= link_ids
            self.whole |= link_ids if place.is_distinct else frozenset()
            place = Place("items", link_ids) if place.kind in ("items", "mixed", "root") else place
        result = self.follow(call.children[0], _Scope(replace(place, is_one=True), counted))
        match call.text:
            case "where":
                self.consume(result)
                return place
            case "select" if result.kind != "value" and _starts_inside(call.children[0]):
                return replace(result, is_one=False)
            case "select":
                self.consume(place)
                return replace(result, is_one=False)
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
            case "root", "answer" | "value" | "extension":
                return self.consume(place)
            case "root", _:
                return place if name[:1].isupper() else _VALUE
            case "items", "item" | "answer" if place.is_distinct:
                return self.consume(place)
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


def _starts_inside(projection: Tree) -> bool:
    """Say whether a projection leads on from each value, and so yields nothing for a value that holds nothing."""
    while projection.kind in ("invocation", "indexer"):
        projection = projection.children[0]
    return projection.kind in ("member", "this")
