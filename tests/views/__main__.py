"""`python -m tests.views`: goes once through every page, sheet and state in both languages, and has each judged twice.

It is what CI runs of `tests.said` and of `tests.layout`: the pages are made once for both. What is said is judged in
each state; how it lies, in the part of all sizes, looks and sizes of text that `layout.matrix` names for CI. Names of
kinds as arguments walk only those; `--language` walks one language.
"""

import argparse
import faulthandler
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "docs")]
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from program_rest import Rest  # noqa: E402 - found by its path

REST = Rest()
REST.listen()

from judged_walk import JudgingCamera, read_shipped_once  # noqa: E402 - made with timers that are heard
from layout.matrix import find_ci_pass  # noqa: E402
from layout.walker import Surveyor as LayoutSurveyor  # noqa: E402
from picture_tools import put_camera  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402
from said.names import Names  # noqa: E402
from said.surveyor import Surveyor  # noqa: E402
from said.switching import SWITCHED  # noqa: E402
from said.walk import WALKED, iter_walks, set_up  # noqa: E402
from said.words import PaintedTexts, Reader  # noqa: E402

from stemsup_desktop.language import Language  # noqa: E402
from stemsup_desktop.resources import find_resources  # noqa: E402
from stemsup_desktop.ui.theme import Scheme, make_application  # noqa: E402
from stemsup_desktop.ui.theme.tokens import read_tokens  # noqa: E402


class InItsRoom:
    """Has what is said judged in a window that is as much larger as its text.

    So as much is on show, and headings break, as with text of the usual size.
    """

    def __init__(self, camera: JudgingCamera, surveyor: Surveyor) -> None:
        self._camera = camera
        self._surveyor = surveyor

    def judge(self, widget: QWidget, state: str) -> None:
        """Judge what is on show, and leave the window as it was."""
        window, before = widget.window(), widget.window().size()
        if self._camera.text_percent != 100:
            self._camera.resize(window, before * self._camera.text_percent / 100)
        self._surveyor.judge(widget, state)
        window.resize(before)


class Walk:
    """Goes through kinds of pictures and says what is wrong there."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._camera = JudgingCamera(REST)
        self._said = Surveyor(Names(), Reader(PaintedTexts()))
        self._layout = LayoutSurveyor(self._camera, None, read_tokens(find_resources() / "tokens.json").all_spaces)
        put_camera(self._camera)

    def go(self, kind: str, language: Language) -> None:
        """Go through one kind in one language and say what was found there first."""
        began, known = time.process_time(), set(self._said.faults)
        measured = None if kind == SWITCHED else find_ci_pass(language, kind)
        in_its_room = InItsRoom(self._camera, self._said)
        if measured is None:
            self._camera.scheme, self._camera.text_percent = Scheme.LIGHT, 100  # in the dark the same is said
            self._camera.judges = (in_its_room,)
        else:
            self._layout.now = measured
            self._camera.scheme, self._camera.text_percent = measured.scheme, measured.text_percent
            self._camera.judges = (in_its_room, self._layout)
        set_up(self._application, kind, language, self._said)
        look = "" if measured is None else f", measured in {measured.name}"
        print(f"{kind} {language}: {time.process_time() - began:.1f} s{look}", flush=True)
        for fault in sorted(self._said.faults.keys() - known):
            print(f"    {self._said.faults[fault]}: {fault}", flush=True)

    def tell(self) -> int:
        """Say what was done; return how many faults there are."""
        said, layout = self._said, self._layout
        for fault in layout.faults:
            print(f"{fault.state} [{fault.combination}]\n    {fault.sentence}")
        print(f"{len(said.faults)} faults in what is said; {said.account}")
        print(f"{len(layout.faults)} faults in how it lies; {layout.views} views of {len(layout.states)} states")
        return len(said.faults) + len(layout.faults)


def main() -> int:
    """Walk, and say what is wrong; 1 if anything is."""
    faulthandler.enable()
    parser = argparse.ArgumentParser()
    parser.add_argument("kinds", nargs="*", choices=(*WALKED, []))
    parser.add_argument("--language", choices=[str(one) for one in Language])
    given = parser.parse_args()
    read_shipped_once()
    walk = Walk(make_application())
    for kind, language in iter_walks(tuple(given.kinds), given.language):
        walk.go(kind, language)
    faults = walk.tell()
    print(f"{time.process_time():.0f} s of a processor")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
