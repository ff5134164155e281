"""The coded sites agree with the drawing."""

import json

from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.resources import find_resources


def test_every_zone_of_the_drawing_is_a_site_with_the_same_caution(library: ReferenceLibrary) -> None:
    drawing = json.loads((find_resources() / "sites" / "site-map.json").read_text(encoding="utf-8"))
    zones = {
        (view, zone["id"]): (zone["caution"], zone["side"], zone["en"], zone["ja"])
        for view, drawn in drawing.items()
        for zone in drawn["zones"]
    }
    sites = {
        (site.zone_view, site.zone_id): (site.is_caution, site.side, site.name.en, site.name.ja)
        for site in library.sites
        if site.zone_id is not None
    }
    assert sites == zones


def test_sites_that_cannot_be_drawn_are_still_there(library: ReferenceLibrary) -> None:
    undrawn = [site.site_id for site in library.sites if site.zone_id is None]
    assert undrawn == ["frontotemporal-l", "frontotemporal-r", "temporal-l", "temporal-r", "other"]


def test_only_the_site_other_takes_free_text(library: ReferenceLibrary) -> None:
    assert [site.site_id for site in library.sites if site.is_free_text] == ["other"]


def test_sites_with_caution_are_glabella_under_eye_and_nose(library: ReferenceLibrary) -> None:
    caution = {site.site_id for site in library.sites if site.is_caution}
    assert caution == {"glabella", "infraorbital-l", "infraorbital-r", "nose"}


def test_a_site_is_found_by_its_id(library: ReferenceLibrary) -> None:
    assert library.get_site("vertex").name.ja == "頭頂部"
    assert library.get_site("vertex").region == "scalp"
