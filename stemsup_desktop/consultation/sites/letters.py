"""The letters and numbers that tie a table of sites to its map."""

from collections.abc import Sequence

from stemsup_desktop.consultation.formats import NO_BREAK

_LETTERS = 26


def name_letter(position: int) -> str:
    """Return the letter of a site by its place in the list: A to Z, then AA, AB."""
    head, tail = divmod(position, _LETTERS)
    return (chr(ord("A") + head - 1) if head else "") + chr(ord("A") + tail)


def say_runs(values: Sequence[str]) -> str:
    """Return what each point has, said once where all have it alike, else by number: "1–3: 0.05, 4: 0.10".

    A number stays with what it numbers: the space between them does not break.
    """
    runs: list[tuple[int, int, str]] = []
    for number, value in enumerate(values, start=1):
        if runs and runs[-1][2] == value:
            runs[-1] = (runs[-1][0], number, value)
        else:
            runs.append((number, number, value))
    if len(runs) == 1:
        return runs[0][2]
    said = ((f"{first}" if first == last else f"{first}–{last}", value or "–") for first, last, value in runs)
    return ", ".join(f"{numbers}:{NO_BREAK}{value}" for numbers, value in said)
