"""The rules of the layout, over records of what is on show. No Qt; each returns one sentence for each fault."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from layout.parts import Box, Gap, Painted, Part, View

TEXT_RATIO, LARGE_RATIO, OFF_RATIO = 4.5, 3.0, 3.0
"""WCAG 2.2, 1.4.3; what is switched off is exempt there and still to be read here."""
SLACK_PX = 1
"""Sizes of text are rounded."""
LEAST_OVERLAP_PX = 2
HAIRLINE_PX = 1


def find_faults(view: View, grid: frozenset[int]) -> list[str]:
    """Return every fault of a view; `grid` has the spaces that the tokens name."""
    by_number = {part.number: part for part in view.parts}
    found = [*find_clipped(view.parts), *find_overlaps(view.parts), *find_outside(view.parts, by_number, view.size)]
    return [*found, *find_sideways(view.parts), *find_off_grid(view.gaps, grid)]


def find_clipped(parts: Iterable[Part]) -> Iterator[str]:
    """Find texts that have less room than they need, and lines of which only a part is seen."""
    for part in parts:
        short_of = part.need.width - part.box.width, part.need.height - part.box.height
        if short_of[0] > SLACK_PX and not part.is_elided:
            yield f"clipped by {short_of[0]} px in width: {_say(part)}"
        elif short_of[0] > SLACK_PX and part.text not in part.told:
            yield f"shortened and told nowhere: {_say(part)}"
        if short_of[1] > SLACK_PX:
            yield f"clipped by {short_of[1]} px in height: {_say(part)}"
        if part.cut_line:
            yield f"a line of which {part.cut_line} px are seen: {_say(part)}"


def find_overlaps(parts: Iterable[Part]) -> Iterator[str]:
    """Find parts that lie in the same holder and over one another."""
    families: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        if not part.floats and part.box.width and part.box.height:
            families[part.parent].append(part)
    for family in families.values():
        family.sort(key=lambda part: part.box.top)
        for place, part in enumerate(family):
            for other in family[place + 1 :]:
                if other.box.top >= part.box.bottom:
                    break
                shared = part.box.within(other.box)
                if min(shared.width, shared.height) >= LEAST_OVERLAP_PX:
                    yield f"overlap of {shared.width} × {shared.height} px: {_say(part)} and {_say(other)}"


def find_outside(parts: Iterable[Part], by_number: dict[int, Part], size: tuple[int, int]) -> Iterator[str]:
    """Find parts that stick out of what they lie in, or of the window."""
    window = Box(0, 0, *size)
    for part in parts:
        holder = by_number.get(part.parent)
        box = window if holder is None else holder.box
        if part.floats or not part.box.width or not part.box.height:
            continue
        if part.scrolls:
            out = max(box.left - part.box.left, part.box.right - box.right, 0)
        else:
            inside = part.box.within(box)
            out = max(part.box.width - inside.width, part.box.height - inside.height)
        if out > SLACK_PX:
            yield f"sticks out by {out} px of {_say(holder) if holder else 'the window'}: {_say(part)}"


def find_sideways(parts: Iterable[Part]) -> Iterator[str]:
    """Find panes that can be scrolled sideways."""
    for part in parts:
        if part.sideways:
            yield f"scrolls sideways by {part.sideways} px: {_say(part)}"


def find_off_grid(gaps: Iterable[Gap], grid: frozenset[int]) -> Iterator[str]:
    """Find spaces that are no token."""
    for gap in gaps:
        if gap.size not in grid:
            yield f"{gap.size} px are no space of the grid: {gap.holder}"


def find_pale(painted: Iterable[Painted]) -> Iterator[str]:
    """Find texts with too little contrast against what is painted behind them."""
    for text in painted:
        ratio = measure_contrast(text.ground, text.ink)
        least = OFF_RATIO if not text.is_enabled else LARGE_RATIO if text.is_large else TEXT_RATIO
        if ratio < least:
            yield f"contrast {ratio:.1f} under {least}: {text.name} “{text.text[:40]}”"


def measure_contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    lighter, darker = sorted((measure_luminance(one), measure_luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def measure_luminance(colour: tuple[int, int, int]) -> float:
    """Return the relative luminance of WCAG 2.2."""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _say(part: Part | None) -> str:
    if part is None:
        return ""
    shown = f" “{part.text[:40]}”" if part.text else ""
    return f"{part.name}{shown} at {part.box.left},{part.box.top} {part.box.width} × {part.box.height}"
