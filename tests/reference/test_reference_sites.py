"""The coded sites agree with the drawing."""

import json

import msgspec
import pytest

from stemsup_desktop.reference.body_parts import BodyPart
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
        (view, site.site_id): (site.is_caution, site.side, site.name.en, site.name.ja)
        for site in library.sites
        for view in site.views
    }
    assert sites == zones


def test_only_the_site_other_cannot_be_drawn(library: ReferenceLibrary) -> None:
    assert [site.site_id for site in library.sites if not site.views] == ["other"]


def test_only_the_site_other_takes_free_text(library: ReferenceLibrary) -> None:
    assert [site.site_id for site in library.sites if site.is_free_text] == ["other"]


def test_sites_with_caution_are_glabella_under_eye_and_nose(library: ReferenceLibrary) -> None:
    caution = {site.site_id for site in library.sites if site.is_caution}
    assert caution == {"glabella", "infraorbital-l", "infraorbital-r", "nose"}


def test_a_site_is_found_by_its_id(library: ReferenceLibrary) -> None:
    assert library.get_site("vertex").name.ja == "頭頂部"
    assert library.get_site("vertex").region == "scalp"


def test_every_site_but_the_free_one_has_a_published_code_with_its_side(library: ReferenceLibrary) -> None:
    for site in library.sites:
        part = site.body_part
        assert (part is None) == site.is_free_text
        if part is not None:
            wanted = {"left": ["L"], "right": ["R"]}.get(site.side or "", [])
            assert [one for one in part.modifiers if one in ("L", "R")] == wanted


def test_no_two_sites_share_a_code_but_those_for_which_the_table_has_none_of_their_own(
    library: ReferenceLibrary,
) -> None:
    same = [(site.body_part.code, site.body_part.modifiers) for site in library.sites if is_the_same(site.body_part)]
    assert len(same) == len(set(same)) == 17


def is_the_same(part: BodyPart | None) -> bool:
    return part is not None and part.match == "same"


@pytest.mark.parametrize(("code", "modifiers"), [("SCALPS", []), ("SCALP", ["LEFT"]), ("SCALP", ["L", "L"])])
def test_a_code_that_the_tables_do_not_have_is_refused(code: str, modifiers: list[str]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"code": code, "match": "same", "modifiers": modifiers}, BodyPart)
