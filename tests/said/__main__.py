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

from said.rest import Rest  # noqa: E402 - found by its path

REST = Rest()
REST.listen()

from picture_tools import put_camera  # noqa: E402 - made with timers that are heard
from pictures import KINDS  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from said.names import Names  # noqa: E402
from said.surveyor import Surveyor  # noqa: E402
from said.switching import SWITCHED, take_switches  # noqa: E402
from said.words import PaintedTexts, Reader  # noqa: E402
from stemsup_desktop.language import Language  # noqa: E402
from stemsup_desktop.ui.theme import make_application  # noqa: E402

NO_STATES = ("components", "rooms")
"""Kinds that show states of other kinds again, or parts that are of no page."""
WALKED = (*(kind for kind in KINDS if kind not in NO_STATES), SWITCHED)


def main() -> int:
    """Walk, and say what is wrong; 1 if anything is."""
    faulthandler.enable()
    parser = argparse.ArgumentParser()
    parser.add_argument("kinds", nargs="*", choices=(*WALKED, []))
    parser.add_argument("--language", choices=[str(one) for one in Language])
    given = parser.parse_args()
    kinds = tuple(given.kinds) or WALKED
    languages = (Language(given.language),) if given.language else tuple(Language)
    surveyor = Surveyor(REST, Names(), Reader(PaintedTexts()))
    put_camera(surveyor)
    application = make_application()
    for kind in kinds:
        # Whoever switches from Japanese to English and back has been through both.
        for language in languages if kind != SWITCHED else languages[-1:]:
            walk(application, kind, language, surveyor)
    print(f"{len(surveyor.faults)} faults; {surveyor.account}; {time.process_time():.0f} s of a processor")
    return 1 if surveyor.faults else 0


def walk(application: QApplication, kind: str, language: Language, surveyor: Surveyor) -> None:
    """Walk one kind in one language and say what was found there first."""
    began, before = time.process_time(), set(surveyor.faults)
    surveyor.language = language
    if kind == SWITCHED:
        take_switches(application, language, surveyor)
    else:
        KINDS[kind](application, language)
    print(f"{kind} {language}: {time.process_time() - began:.1f} s", flush=True)
    for fault in sorted(surveyor.faults.keys() - before):
        print(f"    {surveyor.faults[fault]}: {fault}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
