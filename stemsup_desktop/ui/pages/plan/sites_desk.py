"""Joins the map and the table of step 4: one current site and point, and every act on them as one step of undo."""

from collections.abc import Callable
from typing import Protocol

import msgspec
from PySide6.QtCore import QObject

from stemsup_desktop.consultation.patient_check import normalise_text
from stemsup_desktop.consultation.plan_model import Plan, PlannedPoint
from stemsup_desktop.consultation.sites.drawings import Drawing
from stemsup_desktop.consultation.sites.letters import name_letter
from stemsup_desktop.consultation.sites.site_points import (
    with_planned_point,
    with_planned_point_changed,
    without_planned_point,
)
from stemsup_desktop.ui.pages.plan import changes
from stemsup_desktop.ui.pages.plan.sites_numbers import SitesNumbers
from stemsup_desktop.ui.site_map.map_board import MapBoard
from stemsup_desktop.ui.site_map.point_changes import make_next, with_each, with_point_changed
from stemsup_desktop.ui.site_map.point_places import Place


class Change(Protocol):
    """Changes the plan of the open visit: what happened, how, with what it merges, and whether undo is offered."""

    def __call__(
        self,
        what: str,
        make: Callable[[Plan], Plan],
        merge: str = "",
        *,
        is_announced: bool = False,
        letter: str = "",
    ) -> None: ...


class SitesDesk(QObject):
    """Hears from map and table alike, so that neither knows the other."""

    def __init__(
        self,
        board: MapBoard,
        numbers: SitesNumbers,
        drawings: tuple[Drawing, ...],
        plan: Callable[[], Plan],
        change: Change,
    ) -> None:
        super().__init__()
        self._drawings = drawings
        self._board = board
        self._numbers = numbers
        self._plan = plan
        self._change = change
        board.place_changed.connect(numbers.select)
        board.site_toggled.connect(self._on_zone_toggled)
        board.point_added.connect(self._on_point_added)
        board.point_moved.connect(self._on_point_moved)
        board.point_nudged.connect(self._on_point_nudged)
        board.point_removed.connect(self._on_point_removed)
        numbers.place_changed.connect(self.select)
        numbers.site_toggled.connect(self._on_site_toggled)
        numbers.site_described.connect(self._on_site_described)
        numbers.each_changed.connect(self._on_each_changed)
        numbers.point_changed.connect(self._on_point_changed)
        numbers.point_removed.connect(self._on_point_removed)

    def select(self, site_id: str, point: int | None) -> None:
        """Make a site and perhaps one of its points current, on the map and in the table."""
        self._board.select(site_id, point)
        self._numbers.select(site_id, point)

    def _letter(self, site_id: str) -> str:
        """Return the letter of a site, or the next one for a site that is not planned yet."""
        known = [site.site_id for site in self._plan().sites]
        return name_letter(known.index(site_id) if site_id in known else len(known))

    def _is_planned(self, site_id: str) -> bool:
        return any(site.site_id == site_id for site in self._plan().sites)

    def _on_zone_toggled(self, site_id: str) -> None:
        self._on_site_toggled(site_id, not self._is_planned(site_id))

    def _on_site_toggled(self, site_id: str, is_chosen: bool) -> None:
        self._change(
            "site_added" if is_chosen else "site_removed",
            lambda plan: changes.with_site(plan, site_id, is_chosen=is_chosen),
            is_announced=not is_chosen,
        )
        if is_chosen:
            self.select(site_id, None)

    def _on_site_described(self, site_id: str, text: str) -> None:
        described = normalise_text(text)
        self._change("site", lambda plan: changes.with_site_words(plan, site_id, described), f"plan.site.{site_id}")

    def _on_point_added(self, site_id: str, drawing: str, place: Place) -> None:
        point = make_next(changes.find_points(self._plan(), site_id), PlannedPoint, drawing, place)
        self._act("point_added", site_id, lambda plan: with_planned_point(plan, self._drawings, site_id, point))
        count = len(changes.find_points(self._plan(), site_id))
        self.select(site_id, count - 1 if count else None)

    def _on_point_moved(self, site_id: str, position: int, place: Place, merge: str = "") -> None:
        points = changes.find_points(self._plan(), site_id)
        if position < len(points):
            moved = msgspec.structs.replace(points[position], x=place[0], y=place[1])
            self._act(
                "point_moved",
                site_id,
                lambda plan: with_planned_point_changed(plan, self._drawings, site_id, position, moved),
                merge,
            )

    def _on_point_nudged(self, site_id: str, position: int, place: Place) -> None:
        """Moves by the arrow keys in a row are one step of undo."""
        self._on_point_moved(site_id, position, place, f"plan.nudge.{site_id}.{position}")

    def _on_point_removed(self, site_id: str, position: int) -> None:
        self._act(
            "point_removed",
            site_id,
            lambda plan: without_planned_point(plan, site_id, position),
            is_announced=True,
        )
        left = len(changes.find_points(self._plan(), site_id))
        self.select(site_id, min(position, left - 1) if left else None)

    def _on_each_changed(self, site_id: str, field: str, value: object) -> None:
        self._act(
            "points",
            site_id,
            lambda plan: changes.with_points(plan, site_id, lambda points: with_each(points, field, value)),
            f"plan.each.{site_id}.{field}",
        )

    def _on_point_changed(self, site_id: str, position: int, field: str, value: object) -> None:
        self._act(
            "points",
            site_id,
            lambda plan: changes.with_points(
                plan, site_id, lambda points: with_point_changed(points, position, field, value)
            ),
            f"plan.point.{site_id}.{position}.{field}",
        )

    def _act(
        self,
        what: str,
        site_id: str,
        make: Callable[[Plan], Plan],
        merge: str = "",
        *,
        is_announced: bool = False,
    ) -> None:
        self._change(what, make, merge, is_announced=is_announced, letter=self._letter(site_id))
