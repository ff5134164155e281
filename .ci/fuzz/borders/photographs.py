"""Photographs: whatever a file says, what is kept of it is a bare picture of bounded size, or nothing."""

from functools import cache
from random import Random

from border import Act, Border
from documents.photograph_samples import TOLD, make_png_bomb, make_told_jpeg, make_told_png, make_told_webp
from guard import Place
from judging import BorderFault
from mutate_bytes import damage

from stemsup_desktop.consultation.photographs.clean_jpeg import find_clean_size
from stemsup_desktop.documents.photographs import KEPT_SIDE_PX, PREVIEW_SIDE_PX, read_photograph


@cache
def _list_photographs() -> tuple[bytes, ...]:
    return (*(make_told_jpeg(orientation) for orientation in (1, 6)), make_told_png(), make_told_webp())


def _make(rng: Random, _: Place) -> Act:
    photographs = _list_photographs()
    match rng.random():
        case chance if chance < 0.04:
            data = make_png_bomb(rng.choice((1, 300, 8_000, 30_001, 2**31 - 1)))
        case chance if chance < 0.1:
            data = rng.choice(photographs)
        case _:
            data = damage(rng, rng.choice(photographs), photographs)

    def act() -> None:
        kept = read_photograph(data)
        for picture, most in ((kept.data, KEPT_SIDE_PX), (kept.preview, PREVIEW_SIDE_PX)):
            size = find_clean_size(picture)
            if size is None or max(size) > most:
                raise BorderFault(f"a picture of {size} that is not clean or not bounded")
            if any(word in picture for word in TOLD if len(word) > 4):
                raise BorderFault("something that the camera wrote was kept")

    return act


PHOTOGRAPHS = Border("photograph", 800, _make)
