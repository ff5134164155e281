"""Cases that must fail, each in its own way: a harness that finds nothing has to show that it could."""

import os
import signal
import socket
import sys
import time
from random import Random

from border import Act, Border
from guard import Place
from judging import SENTINELS

from stemsup_desktop.errors import InputProblem

EXPECTED = ("fault", "died", "hung", "fault", "fault", "fault", "fault", "fault", "fault", "refused", "accepted")
"""What must become of each canary, by its number."""


def _make(rng: Random, place: Place) -> Act:
    number = int((place.folder / "number").read_text())

    def act() -> None:
        match number:
            case 0:
                raise ValueError("not a problem")
            case 1:
                os.kill(os.getpid(), signal.SIGSEGV)
            case 2:
                time.sleep(3_600)
            case 3:
                (place.outside / "kept.json").open("a").close()
            case 4:
                (place.folder / "link").symlink_to(place.outside / "new")
                (place.folder / "link").write_text("through a link")
            case 5:
                raise InputProblem("canary", f"The name {SENTINELS[0]} is wrong.")
            case 6:
                print(SENTINELS[1], file=sys.stderr)
            case 7:
                (place.folder / SENTINELS[0]).touch()
            case 8:
                socket.socket().connect_ex(("127.0.0.1", 9))
            case 9:
                raise InputProblem("canary", "This was refused as it should be.")

    return act


CANARIES = Border("canary", len(EXPECTED), _make)
