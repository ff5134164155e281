"""The order in which things that depend on one another can be evaluated, and where they go round in a circle."""

from collections.abc import Sequence


def derive_order(sources: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return an order with every source before what reads it, and for each position the number of its circle.

    Positions with the same number depend on one another (Tarjan's strongly connected components, without recursion).
    A source from the same circle, and a position that reads itself, cannot be put in order; a circle's members come in
    document order, so that parents stand before what they hold.
    """
    count = len(sources)
    seen_at = [-1] * count
    lowest = [0] * count
    component = [-1] * count
    path: list[int] = []
    order: list[int] = []
    clock = components = 0
    for start in range(count):
        if seen_at[start] >= 0:
            continue
        work = [(start, 0)]
        while work:
            position, taken = work.pop()
            if taken == 0:
                seen_at[position] = lowest[position] = clock
                clock += 1
                path.append(position)
            for number in range(taken, len(sources[position])):
                source = sources[position][number]
                if seen_at[source] < 0:
                    work += [(position, number + 1), (source, 0)]
                    break
                if component[source] < 0:
                    lowest[position] = min(lowest[position], lowest[source])
            else:
                if lowest[position] == seen_at[position]:
                    members = [path.pop()]
                    while members[-1] != position:
                        members.append(path.pop())
                    for member in members:
                        component[member] = components
                    order += sorted(members)
                    components += 1
                if work:
                    above = work[-1][0]
                    lowest[above] = min(lowest[above], lowest[position])
    return tuple(order), tuple(component)


def is_circular(position: int, source: int, components: Sequence[int]) -> bool:
    """Say whether reading a source would go round in a circle."""
    return components[position] == components[source]
