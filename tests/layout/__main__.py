"""`python -m tests.layout`: looks at every page, sheet and state in each size, language, look and size of text.

Without arguments it goes through what CI does. `--all` goes through the full matrix; `--kinds`, `--sizes`,
`--languages`, `--schemes` and `--text` choose parts of it, `--pictures FOLDER` keeps a picture of each fault.
"""

import argparse
import gc
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "docs")]
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from program_rest import Rest  # noqa: E402 - found by its path

REST = Rest()
REST.listen()

from layout.matrix import SCREENS, Pass, ci_passes, every_pass  # noqa: E402

from stemsup_desktop.language import Language  # noqa: E402
from stemsup_desktop.ui.theme import Scheme  # noqa: E402
from stemsup_desktop.ui.theme.tokens import TEXT_PERCENTS  # noqa: E402

NO_STATES = ("components", "rooms")
"""Kinds that show states of other kinds again."""
LOOKS = (Scheme.LIGHT, Scheme.DARK)


def main() -> int:
    arguments = _read_arguments()
    if arguments.shard:
        return _run_shard(arguments)
    began = time.monotonic()
    shards = [_start_shard(language) for language in arguments.languages]
    faults, views, states = [], 0, set()
    for shard in shards:
        said, _ = shard.communicate()
        if shard.returncode:
            print(said)
            return shard.returncode
        found = json.loads(said.splitlines()[-1])
        faults += found["faults"]
        views += found["views"]
        states |= set(found["states"])
    for fault in faults:
        print(f"{fault['state']} [{fault['combination']}]\n    {fault['sentence']}")
    seconds = time.monotonic() - began
    print(f"{len(faults)} faults in {views} views of {len(states)} states, {seconds:.0f} s")
    return 1 if faults else 0


def _start_shard(language: str) -> "subprocess.Popen[str]":
    """Go through one language in a process of its own."""
    command = [sys.executable, "-m", "tests.layout", *sys.argv[1:], "--shard", language]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _run_shard(arguments: argparse.Namespace) -> int:
    from judged_walk import JudgingCamera, read_shipped_once
    from layout.walker import Surveyor
    from picture_tools import put_camera
    from pictures import KINDS

    from stemsup_desktop.resources import find_resources
    from stemsup_desktop.ui.theme import make_application
    from stemsup_desktop.ui.theme.tokens import read_tokens

    if arguments.pictures:
        arguments.pictures = arguments.pictures / arguments.shard
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    camera = JudgingCamera(REST)
    surveyor = Surveyor(camera, arguments.pictures, read_tokens(find_resources() / "tokens.json").all_spaces)
    camera.judges = (surveyor,)
    put_camera(camera)
    read_shipped_once()
    application = make_application()
    language = Language(arguments.shard)
    for one, kinds in _list_passes(arguments, language):
        surveyor.now, camera.scheme, camera.text_percent = one, one.scheme, one.text_percent
        for kind in kinds:
            began = time.monotonic()
            KINDS[kind](application, language)
            gc.collect()  # on this thread, which made what is left of the windows
            print(f"{one.name} {kind}: {time.monotonic() - began:.1f} s", file=sys.stderr)
    found = {"faults": [asdict(one) for one in surveyor.faults], "views": surveyor.views}
    print(json.dumps(found | {"states": sorted(surveyor.states)}))
    return 0


def _list_passes(arguments: argparse.Namespace, language: Language) -> tuple[tuple[Pass, tuple[str, ...]], ...]:
    if not arguments.is_whole:
        return tuple((one, tuple(arguments.kinds or kinds)) for one, kinds in ci_passes(language))
    screens = tuple(SCREENS[name] for name in arguments.sizes)
    passes = every_pass(language, screens, tuple(map(Scheme, arguments.schemes)), tuple(arguments.text))
    return tuple((one, tuple(arguments.kinds or arguments.every_kind)) for one in passes)


def _read_arguments() -> argparse.Namespace:
    from pictures import KINDS

    parser = argparse.ArgumentParser(prog="python -m tests.layout", description=__doc__)
    parser.add_argument("--all", action="store_true", help="the full matrix, in hours")
    parser.add_argument("--sizes", nargs="+", choices=tuple(SCREENS))
    parser.add_argument("--languages", nargs="+", choices=[str(one) for one in Language])
    parser.add_argument("--schemes", nargs="+", choices=[str(one) for one in LOOKS])
    parser.add_argument("--text", nargs="+", type=int, choices=TEXT_PERCENTS)
    parser.add_argument("--kinds", nargs="+", choices=tuple(KINDS))
    parser.add_argument("--pictures", type=Path, help="where to keep a picture of each fault")
    parser.add_argument("--shard", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.is_whole = given.all or bool(given.sizes or given.schemes or given.text)
    given.sizes = given.sizes or list(SCREENS)
    given.languages = given.languages or [str(one) for one in Language]
    given.schemes = given.schemes or [str(one) for one in LOOKS]
    given.text = given.text or list(TEXT_PERCENTS)
    given.every_kind = [kind for kind in KINDS if kind not in NO_STATES]
    return given


if __name__ == "__main__":
    sys.exit(main())
