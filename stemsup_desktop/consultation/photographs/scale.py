"""The scale of a photograph in pixels per mm, from a known length that was marked on it."""

from decimal import ROUND_HALF_UP, Decimal

Place = tuple[Decimal, Decimal]
"""Right and down from the upper left corner, in pixels."""

LEAST_MARKED_PX = Decimal(10)
"""Ends that are nearer to each other say too little: a pixel more or less would be a tenth of the scale."""
SMALLEST, LARGEST = Decimal("0.01"), Decimal(1000)
_DIGITS = Decimal("0.001")


def measure_length_px(one: Place, other: Place) -> Decimal:
    """Return how far two places of a photograph are apart, in pixels."""
    across, down = one[0] - other[0], one[1] - other[1]
    return (across * across + down * down).sqrt()


def derive_scale(one: Place, other: Place, length_mm: Decimal) -> str:
    """Return pixels per mm as the record keeps them, empty where the mark is too short or the length is no length."""
    length_px = measure_length_px(one, other)
    if length_mm <= 0 or length_px < LEAST_MARKED_PX:
        return ""
    scale = (length_px / length_mm).quantize(_DIGITS, ROUND_HALF_UP)
    return f"{scale}" if SMALLEST <= scale <= LARGEST else ""
