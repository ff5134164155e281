"""Reads every questionnaire of a folder: each is read or refused with an InputProblem, and nothing else happens."""

import sys
from pathlib import Path

from stemsup_desktop.errors import InputProblem
from stemsup_desktop.questionnaire.reader import read_questionnaire


def main() -> None:
    """Read all `*.json` files of the folder named on the command line."""
    paths = sorted(Path(sys.argv[1]).glob("*.json"))
    if not paths:
        raise SystemExit("there are no questionnaires")
    refused = []
    for path in paths:
        try:
            read_questionnaire(path.read_bytes(), path.name)
        except InputProblem as problem:
            refused.append(f"{path.name}: {problem.sentence}")
    print("\n".join(refused))
    print(f"{len(paths)} questionnaires: {len(paths) - len(refused)} read, {len(refused)} refused with a sentence")


if __name__ == "__main__":
    main()
