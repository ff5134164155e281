"""What a volume may be. Volumes are decimal numbers of mL, kept with the digits that were entered."""

from collections.abc import Iterable
from decimal import Context, Decimal, localcontext

_EXACT = Context(prec=1000)
MOST_ML = Decimal(10_000)


def check_volume(volume_ml: Decimal | None) -> None:
    """Raise ValueError unless a volume in mL is absent or a finite number from 0 to 10,000."""
    if volume_ml is not None and not (volume_ml.is_finite() and 0 <= volume_ml <= MOST_ML):
        raise ValueError("a volume lies between 0 and 10,000 mL")


def sum_volumes(volumes: Iterable[Decimal | None]) -> Decimal | None:
    """Return the exact sum of volumes in mL; None for none at all, or while one of them is not known."""
    known: list[Decimal] = []
    for volume in volumes:
        if volume is None:
            return None
        known.append(volume)
    if not known:
        return None
    with localcontext(_EXACT):
        return sum(known[1:], known[0])
