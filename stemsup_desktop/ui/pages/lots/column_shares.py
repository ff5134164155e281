"""How the columns of a table share its width. No Qt."""


def share_out(room: int, shares: tuple[int, ...], least: tuple[int, ...]) -> tuple[int, ...]:
    """Return widths in these shares; what would come out narrower than its least has that, before the others share.

    Where not even the least have room, all that have a share are narrower than that.
    """
    held = {place for place, share in enumerate(shares) if not share}
    while True:
        left = max(room - sum(least[place] for place in held), 0)
        whole = sum(share for place, share in enumerate(shares) if place not in held)
        if not whole:
            return _squeeze(room, shares, least)
        widths = [least[at] if at in held else left * share // whole for at, share in enumerate(shares)]
        narrow = {at for at, width in enumerate(widths) if width < least[at]}
        if not narrow:
            return tuple(widths)
        held |= narrow


def _squeeze(room: int, shares: tuple[int, ...], least: tuple[int, ...]) -> tuple[int, ...]:
    firm = sum(width for width, share in zip(least, shares, strict=True) if not share)
    wanted, left = sum(least) - firm, max(room - firm, 0)
    return tuple(width * left // wanted if share else width for width, share in zip(least, shares, strict=True))
