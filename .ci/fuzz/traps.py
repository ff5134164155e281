"""Things that lie where a file is expected: links that lead out or round, pipes, devices, sockets, folders."""

import os
import socket
from pathlib import Path
from random import Random

from guard import Place


def lay_trap(rng: Random, path: Path, place: Place) -> None:
    """Put something else at `path`; whatever was there goes."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    match rng.randrange(11):
        case 0:
            path.symlink_to(place.outside / "kept.json")
        case 1:
            path.symlink_to(place.outside / "new.json")
        case 2:
            path.symlink_to(path.name)
        case 3:
            path.symlink_to("/dev/zero")
        case 4:
            os.mkfifo(path)
        case 5:
            path.mkdir()
        case 6:
            path.symlink_to("../" * 3 + "outside/inner")
        case 7:
            path.symlink_to(
                rng.choice(("/dev/full", "/dev/null", "/proc/self/mem", "/proc/self/environ", "/dev/random"))
            )
        case 8:
            path.symlink_to(".")
        case 9:
            _make_socket(path)
        case _:
            path.symlink_to("/")


def _make_socket(path: Path) -> None:
    """Bind by a short relative name: a socket's path may have 107 bytes only."""
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name[:90])
    finally:
        os.chdir(before)
