"""Turns what was done on the map of step 6 into changes of the treatment, each one step of undo."""

from collections.abc import Callable
from typing import Protocol

import msgspec
from PySide6.QtCore import QObject

from stemsup_desktop.consultation.plan_model import Plan, PlannedSite
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.sites.drawings import Drawing
from stemsup_desktop.consultation.sites.site_points import (
    with_marked_point,
    with_marked_point_changed,
    with_planned_points_taken,
    without_marked_point,
)
from stemsup_desktop.consultation.treatment_model import Treatment
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.ui.components.tags import TagState
from stemsup_desktop.ui.pages.treatment import changes
from stemsup_desktop.ui.pages.treatment.sites_part import SitesPart
from stemsup_desktop.ui.site_map.point_changes import make_next, with_each, with_point_changed
from stemsup_desktop.ui.site_map.point_places import Place
from stemsup_desktop.ui.words import Words


class Change(Protocol):
    """Changes the treatment of the open visit unless it is locked."""

    def __call__(
        self, what: str, make: Callable[[Treatment], Treatment], merge: str = "", *, is_announced: bool = False
    ) -> None: ...


class PointsDesk(QObject):
    """Hears from the sites' part; `plan` and `treatment` give the record as it stands."""

    def __init__(
        self,
        part: SitesPart,
        drawings: tuple[Drawing, ...],
        words: Words,
        plan: Callable[[], Plan],
        treatment: Callable[[], Treatment],
        change: Change,
    ) -> None:
        super().__init__()
        self._part = part
        self._drawings = drawings
        self._words = words
        self._plan = plan
        self._treatment = treatment
        self._change = change
        part.take_over_requested.connect(self._on_take_over)
        board, detail = part.board, part.detail
        board.place_changed.connect(part.select)
        board.point_added.connect(self._on_added)
        board.point_moved.connect(self._on_moved)
        board.point_nudged.connect(
            lambda site_id, position, place: self._on_moved(site_id, position, place, f"nudge.{site_id}.{position}")
        )
        board.point_removed.connect(self._on_removed)
        detail.point_reached.connect(lambda position: part.select(board.current[0], position))
        detail.point_removed.connect(lambda position: self._on_removed(board.current[0], position))
        detail.each_changed.connect(self._on_each_changed)
        detail.point_changed.connect(self._on_point_changed)
        part.table.site_reached.connect(lambda site_id: part.select(site_id, None))
        part.table.site_changed.connect(self._on_site_changed)

    def _on_take_over(self) -> None:
        plan = self._plan()
        self._change(
            "points_taken",
            lambda treatment: changes.with_sites_in_order(with_planned_points_taken(treatment, plan), plan),
            is_announced=True,
        )

    def _on_added(self, site_id: str, drawing: str, place: Place) -> None:
        plan, known = self._plan(), changes.find_marked(self._treatment(), site_id)
        point = make_next(known, SitePoint, drawing, place)
        try:
            added = with_marked_point(self._treatment(), self._drawings, site_id, point)
        except InputProblem as problem:
            self._part.refused.show_message(TagState.CAUTION, self._words.sentence_of(problem))
            return
        self._change("point_added", lambda _: changes.with_sites_in_order(added, plan))
        count = len(changes.find_marked(self._treatment(), site_id))
        self._part.select(site_id, count - 1 if count else None)

    def _on_moved(self, site_id: str, position: int, place: Place, merge: str = "") -> None:
        points = changes.find_marked(self._treatment(), site_id)
        if position < len(points):
            moved = msgspec.structs.replace(points[position], x=place[0], y=place[1])
            self._change(
                "point_moved",
                lambda treatment: with_marked_point_changed(treatment, self._drawings, site_id, position, moved),
                merge and f"treatment.{merge}",
            )

    def _on_removed(self, site_id: str, position: int) -> None:
        plan = self._plan()
        if position >= len(changes.find_marked(self._treatment(), site_id)):
            return
        self._change(
            "point_removed",
            lambda treatment: changes.with_sites_in_order(without_marked_point(treatment, site_id, position), plan),
            is_announced=True,
        )
        left = len(changes.find_marked(self._treatment(), site_id))
        self._part.select(site_id, min(position, left - 1) if left else None)

    def _on_each_changed(self, field: str, value: object) -> None:
        site_id = self._part.board.current[0]
        self._change(
            "sites",
            lambda treatment: changes.with_marked(treatment, site_id, lambda points: with_each(points, field, value)),
            f"treatment.each.{site_id}.{field}",
        )

    def _on_point_changed(self, position: int, field: str, value: object) -> None:
        site_id = self._part.board.current[0]
        self._change(
            "sites",
            lambda treatment: changes.with_marked(
                treatment, site_id, lambda points: with_point_changed(points, position, field, value)
            ),
            f"treatment.point.{site_id}.{position}.{field}",
        )

    def _on_site_changed(self, site: PlannedSite, field: str, value: object) -> None:
        plan = self._plan()
        self._change(
            "sites",
            lambda treatment: changes.with_site(treatment, site, plan, **{field: value}),
            f"treatment.{field}.{site.site_id}",
        )
