"""`python -m tests.said`: asks and reads every page, sheet and state in both languages, as whoever cannot see it does.

The kinds of pictures set them up; instead of keeping a picture, every control is asked for its name, role and state and
why it cannot be used, every text is read for what is left behind in the other language, and headings and icons are
looked at. Names of kinds as arguments walk only those; `--language` walks one language.
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
from picture_tools import put_camera  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from said.names import Names  # noqa: E402
from said.surveyor import Surveyor  # noqa: E402
from said.walk import WALKED, iter_walks, set_up  # noqa: E402
from said.words import PaintedTexts, Reader  # noqa: E402
from stemsup_desktop.language import Language  # noqa: E402
from stemsup_desktop.ui.theme import Scheme, make_application  # noqa: E402


def main() -> int:
    """Walk, and say what is wrong; 1 if anything is."""
    faulthandler.enable()
    parser = argparse.ArgumentParser()
    parser.add_argument("kinds", nargs="*", choices=(*WALKED, []))
    parser.add_argument("--language", choices=[str(one) for one in Language])
    given = parser.parse_args()
    surveyor, camera = Surveyor(Names(), Reader(PaintedTexts())), JudgingCamera(REST)
    camera.scheme, camera.judges = Scheme.LIGHT, (surveyor,)  # in the dark the same is said
    put_camera(camera)
    read_shipped_once()
    application = make_application()
    for kind, language in iter_walks(tuple(given.kinds), given.language):
        walk(application, kind, language, surveyor)
    print(f"{len(surveyor.faults)} faults; {surveyor.account}; {time.process_time():.0f} s of a processor")
    return 1 if surveyor.faults else 0


def walk(application: QApplication, kind: str, language: Language, surveyor: Surveyor) -> None:
    """Walk one kind in one language and say what was found there first."""
    began, before = time.process_time(), set(surveyor.faults)
    set_up(application, kind, language, surveyor)
    print(f"{kind} {language}: {time.process_time() - began:.1f} s", flush=True)
    for fault in sorted(surveyor.faults.keys() - before):
        print(f"    {surveyor.faults[fault]}: {fault}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
