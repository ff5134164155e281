"""What each site received, in a summary: the map with its points, the table beside it, and the balance."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.consent_model import Grid, Paragraph
from stemsup_desktop.consultation.course import count_points, derive_volume_balance, sum_site_ml
from stemsup_desktop.consultation.formats import format_number
from stemsup_desktop.consultation.plan_model import PlannedSite
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.sites.balance import say_balance
from stemsup_desktop.consultation.sites.drawings import Drawing, find_drawing, name_drawing
from stemsup_desktop.consultation.sites.letters import name_letter, say_runs
from stemsup_desktop.consultation.sites.sums import sum_points_ml
from stemsup_desktop.consultation.summary_facing import SummaryFacing
from stemsup_desktop.consultation.summary_model import (
    MappedPoint,
    MappedSite,
    MappedView,
    SiteMap,
    SummaryBlock,
    TotalledGrid,
)
from stemsup_desktop.consultation.treatment_model import SiteTreated
from stemsup_desktop.language import Language


def derive_sites(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return the map of the sites with points, the table of all sites and the sentence on the sum; nothing without."""
    treatment = facing.consultation.treatment
    if not treatment.sites:
        return ()
    is_mapped = any(site.marked for site in treatment.sites)
    balance = Paragraph(facing.say(say_balance(derive_volume_balance(treatment))))
    if not is_mapped:
        return (_table(facing), balance)
    return (*_map(facing), _table_by_point(facing), balance)


def _name(facing: SummaryFacing, site: SiteTreated) -> str:
    return facing.names.get_site(PlannedSite(site.site_id, site.other), facing.language)


# Tables

_LONGEST_NAME = 60
"""Characters of a described site that stand in the narrow column of sites; a longer description is the note's."""


def _name_and_note(facing: SummaryFacing, site: SiteTreated) -> tuple[str, str]:
    """Return what stands in the columns of the site and of the note, the last of its row.

    A long text goes on over the page in the last column alone: what is drawn is then in the order in which it is read.
    """
    if len(site.other) <= _LONGEST_NAME:
        return _name(facing, site), site.note
    return _name(facing, msgspec.structs.replace(site, other="")), "\n".join(filter(None, (site.other, site.note)))


def _table(facing: SummaryFacing) -> SummaryBlock:
    """Return sites with their counts and volumes where nobody marked a point."""
    sites = [(site, *_name_and_note(facing, site)) for site in facing.consultation.treatment.sites]
    rows = tuple(
        (name, facing.say_number(site.points), facing.say_number(site.volume_ml), note) for site, name, note in sites
    )
    columns = tuple(map(facing.say, (labels.SITE, labels.POINTS, labels.VOLUME, labels.NOTE)))
    points, volume = _totals(facing)
    return TotalledGrid(Grid(columns, rows, right_aligned=(1, 2)), (facing.say(labels.TOTAL), points, volume, ""))


def _table_by_point(facing: SummaryFacing) -> SummaryBlock:
    """Return sites with their letters, and what their points have alike or one by one."""
    wanted = (
        labels.SITE,
        labels.POINTS,
        labels.PER_POINT,
        labels.DEPTH,
        labels.POINT_NEEDLE,
        labels.VOLUME,
        labels.NOTE,
    )
    sites = [(site, *_name_and_note(facing, site)) for site in facing.consultation.treatment.sites]
    rows = tuple(
        (
            f"{name_letter(position)}  {name}",
            facing.say_number(count_points(site)),
            say_runs([facing.say_number(point.volume_ml) for point in site.marked]) if site.marked else "",
            say_runs([facing.say_number(point.depth_mm) for point in site.marked]) if site.marked else "",
            say_runs([point.needle for point in site.marked]) if site.marked else "",
            facing.say_number(sum_site_ml(site)),
            note,
        )
        for position, (site, name, note) in enumerate(sites)
    )
    kept = [index for index in range(len(wanted)) if index not in (3, 4, 6) or any(row[index] for row in rows)]
    points, volume = _totals(facing)
    total = (facing.say(labels.TOTAL), points, "", "", "", volume, "")
    grid = Grid(
        tuple(facing.say(wanted[index]) for index in kept),
        tuple(tuple(row[index] for index in kept) for row in rows),
        right_aligned=tuple(place for place, index in enumerate(kept) if index in (1, 2, 3, 5)),
    )
    return TotalledGrid(grid, tuple(total[index] for index in kept))


def _totals(facing: SummaryFacing) -> tuple[str, str]:
    balance = derive_volume_balance(facing.consultation.treatment)
    return f"{balance.points}", format_number(balance.injected_ml)


# The map


def _map(facing: SummaryFacing) -> tuple[SummaryBlock, ...]:
    """Return the views on which points were set, that of the first site first, and how many cannot be drawn."""
    sites = facing.consultation.treatment.sites
    found = [find_drawing(facing.drawings, point.drawing) for site in sites for point in site.marked]
    drawings = list({name_drawing(drawing): drawing for drawing in found if drawing is not None}.values())
    lost = found.count(None)
    blocks: list[SummaryBlock] = []
    if drawings:
        note = [facing.say(labels.MAP_NOTE)]
        if any(zone.is_caution for drawing in drawings for zone in drawing.zones):
            note.append(facing.say(labels.MAP_CAUTION))
        separator = "" if facing.language is Language.JA else " "
        blocks.append(SiteMap(tuple(_view(facing, drawing) for drawing in drawings), separator.join(note)))
    if lost:
        blocks.append(Paragraph(facing.say(labels.MAP_LOST if lost > 1 else labels.MAP_LOST_ONE).format(count=lost)))
    return tuple(blocks)


def _view(facing: SummaryFacing, drawing: Drawing) -> MappedView:
    sites = [
        MappedSite(
            site.site_id,
            name_letter(position),
            tuple(
                MappedPoint(number, point.x, point.y)
                for number, point in enumerate(site.marked, start=1)
                if point.drawing == name_drawing(drawing)
            ),
        )
        for position, site in enumerate(facing.consultation.treatment.sites)
    ]
    shown = tuple(site for site in sites if site.points)
    left, right = (facing.say(labels.MAP_EDGES[edge]) for edge in drawing.edges)
    title = facing.say(drawing.name)
    return MappedView(drawing, title, (left, right), _say_view(facing, title, drawing, shown), shown)


def _say_view(facing: SummaryFacing, title: str, drawing: Drawing, shown: tuple[MappedSite, ...]) -> str:
    """Return what is read instead of a view: every zone with its points, their volumes and what they add up to."""
    by_letter = {name_letter(position): site for position, site in enumerate(facing.consultation.treatment.sites)}
    caution = {zone.zone_id for zone in drawing.zones if zone.is_caution}
    said = []
    for site in shown:
        treated = by_letter[site.letter]
        points = {point.number: treated.marked[point.number - 1] for point in site.points}
        words = labels.MAP_ZONE if len(points) > 1 else labels.MAP_ZONE_ONE
        name = _name(facing, treated)
        if site.site_id in caution:
            name = facing.say(labels.MAP_ZONE_CAUTION).format(site=name)
        volumes = facing.join(_say_volumes(facing, points))
        said.append(facing.say(words).format(letter=site.letter, site=name, count=len(points), volume=volumes))
    return facing.say(labels.MAP_ALT).format(view=title, zones=facing.say(labels.MAP_BETWEEN).join(said))


def _say_volumes(facing: SummaryFacing, points: Mapping[int, SitePoint]) -> list[str]:
    """Return what points received, by number where they differ, and in all where that is known; spelled to be heard."""

    def say_ml(volume_ml: Decimal | None) -> str:
        if volume_ml is None:
            return facing.say(labels.MAP_OPEN)
        return facing.say(labels.MAP_ML).format(volume=format_number(volume_ml))

    runs: list[tuple[int, int, str]] = []
    for number, point in points.items():
        volume = say_ml(point.volume_ml)
        if runs and runs[-1][1:] == (number - 1, volume):
            runs[-1] = (runs[-1][0], number, volume)
        else:
            runs.append((number, number, volume))
    total = sum_points_ml(points.values())
    if len(points) == 1 or {volume for _, _, volume in runs} == {say_ml(None)}:
        return [runs[0][2]]
    if len({volume for _, _, volume in runs}) == 1:
        said = [facing.say(labels.MAP_EACH).format(volume=runs[0][2])]
    else:
        said = [
            facing.say(labels.MAP_AT_ONE if first == last else labels.MAP_AT).format(
                volume=volume, first=first, last=last
            )
            for first, last, volume in runs
        ]
    return said if total is None else [*said, facing.say(labels.MAP_IN_ALL).format(volume=say_ml(total))]
