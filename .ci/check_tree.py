"""Holds a whole consultation in the real window by its accessibility tree alone, in each language.

Without a key, a pointer or a look at a widget: what is found by role and name, read by state and done by what it offers
on the bus of assistive technology is all there is. `python .ci/check_tree.py [en] [ja]`. Where a Debian package that it
needs is missing, it says which and ends with status 0; with `--required` with status 1.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TREE = Path(__file__).resolve().parent / "tree"
sys.path[:0] = [str(ROOT), str(TREE)]

from script import PATIENT, make_script  # noqa: E402 - found by its path
from stage import SYSTEM_PYTHON, Stage, find_missing  # noqa: E402 - found by its path

from stemsup_desktop.language import Language  # noqa: E402 - the tree it lies in, not an installed one
from stemsup_desktop.ui.preferences import Preferences, save_preferences  # noqa: E402 - as above
from stemsup_desktop.ui.theme import Scheme  # noqa: E402 - as above

SCREEN = "1440x900"
LONGEST_S = 420
PAPERS = 2
"""The consent form and the summary."""


def hold_consultation(language: Language, script: dict[str, Any], folder: Path) -> str:
    """Hold one and return how long its parts took; raises RuntimeError with what the screen showed where it failed."""
    data = folder / "data"
    data.mkdir(mode=0o700)
    save_preferences(data, Preferences(language, Scheme.LIGHT))
    written = folder / "script.json"
    written.write_text(json.dumps(script), "utf-8")
    stage = Stage(folder)
    stage.environment["PYTHONPATH"] = str(ROOT)
    try:
        stage.open(SCREEN)
        program = stage.start("program", sys.executable, "-X", "faulthandler", str(TREE / "program.py"), str(data))
        client = stage.start("client", SYSTEM_PYTHON, str(TREE / "consultation.py"), str(written))
        try:
            status = client.wait(LONGEST_S)
        except subprocess.TimeoutExpired:
            raise RuntimeError(_explain(stage, f"not done within {LONGEST_S} s")) from None
        if program.poll() is not None:
            raise RuntimeError(_explain(stage, f"the program ended with status {program.returncode}"))
        if status:
            raise RuntimeError(_explain(stage, "the walk stopped"))
    finally:
        stage.close()
    papers = list(data.glob("printed-*.pdf"))
    if len(papers) != PAPERS:
        raise RuntimeError(f"{language}: {len(papers)} papers were printed")
    if any(PATIENT.encode() in path.read_bytes() for path in (data / "logs").rglob("*") if path.is_file()):
        raise RuntimeError(f"{language}: the patient's name is in the log")
    return ", ".join(stage.log("client").read_text("utf-8").splitlines())


def _explain(stage: Stage, what: str) -> str:
    said = "\n".join(stage.log(name).read_text("utf-8", "replace")[-12_000:] for name in ("client", "client-errors"))
    return f"{what}\n{said}\n{stage.log('program-errors').read_text('utf-8', 'replace')[-4_000:]}"


def main(arguments: list[str]) -> None:
    """Hold one in each language that is asked for, or in both."""
    missing = find_missing()
    if missing:
        print(f"The accessibility tree is not tested here: these Debian packages are missing: {' '.join(missing)}")
        sys.exit(1 if "--required" in arguments else 0)
    wanted = [language for language in Language if language.value in arguments] or list(Language)
    today = datetime.now().astimezone().date()
    scripts = [make_script(language, today) for language in wanted]  # msgspec cannot look at a type in two threads
    with ThreadPoolExecutor(len(wanted)) as stages:
        for language, said in zip(wanted, stages.map(report, wanted, scripts), strict=True):
            print(f"{language}: {said}")


def report(language: Language, script: dict[str, Any]) -> str:
    """Hold one in a folder of its own and say how long it took; what stops it ends the check."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="stemsup-tree-") as name:
        try:
            parts = hold_consultation(language, script, Path(name))
        except (RuntimeError, TimeoutError) as failure:
            raise SystemExit(f"{language}: {failure}") from None
    return f"a whole consultation by the tree alone in {time.monotonic() - began:.0f} s ({parts})"


if __name__ == "__main__":
    os.environ.pop("DISPLAY", None)
    main(sys.argv[1:])
