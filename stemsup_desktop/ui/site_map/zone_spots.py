"""The zones of a drawing as assistive technology finds them: each with its name, and whether it is chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from stemsup_desktop.ui.components.spoken_spot import SpokenSpot
from stemsup_desktop.ui.spoken import PRESS, TOGGLE, Role

if TYPE_CHECKING:
    from stemsup_desktop.ui.site_map.canvas import SiteCanvas


class ZoneSpots:
    """Made when the drawing is first seen or made ready for that: one that stays hidden costs nothing."""

    def __init__(self, canvas: SiteCanvas) -> None:
        self._canvas = canvas
        self._spots: dict[str, SpokenSpot] = {}

    def make(self) -> None:
        """Make the spots, once."""
        for zone_id in self._canvas.zone_ids if not self._spots else ():
            acts = {TOGGLE: partial(self._choose, zone_id), PRESS: partial(self._canvas.zone_reached.emit, zone_id)}
            spot = SpokenSpot(self._canvas, Role.CheckBox, acts)
            spot.setObjectName(f"zone.{zone_id}")
            spot.show()
            self._spots[zone_id] = spot
        self.refresh()
        self.place()

    def refresh(self) -> None:
        """Say the zones as they are now."""
        view = self._canvas.view
        for zone_id, spot in self._spots.items():
            chosen = view.find_zone(zone_id)
            name = self._canvas.name_of(zone_id) if chosen is None else chosen.name
            spot.tell(name, checked=chosen is not None, selected=zone_id == view.current)

    def place(self) -> None:
        """Lie where the zones are drawn."""
        for zone_id, spot in self._spots.items():
            spot.place(self._canvas.box_of(zone_id))

    def _choose(self, zone_id: str) -> None:
        """Choose a zone or take it back, unless nothing may be changed."""
        self._canvas.zone_reached.emit(zone_id)
        if not self._canvas.view.is_read_only:
            self._canvas.zone_toggled.emit(zone_id)
