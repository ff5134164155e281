"""Checks the declared lower bounds: with every runtime dependency at its own, the wheel installs and runs.

`lower_bounds.py WHEEL FOLDER PYTHON`: the Python that runs this is the one that is checked, with the pip of `PYTHON`,
which may be a newer one than comes with the other.
"""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DECLARED = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)>=(?P<bound>[0-9][0-9A-Za-z.]*)(?P<marker>\s*;.*)?")

IMPORT_ALL = """
import importlib, pkgutil, stemsup_desktop
for module in pkgutil.walk_packages(stemsup_desktop.__path__, "stemsup_desktop."):
    importlib.import_module(module.name)
"""


def read_bounds(pyproject: Path) -> dict[str, tuple[str, str]]:
    """Return bound and marker of each runtime dependency by name; one without exactly a lower bound ends the check."""
    bounds = {}
    for declared in tomllib.loads(pyproject.read_text("utf-8"))["project"]["dependencies"]:
        match = DECLARED.fullmatch(declared)
        if match is None:
            raise SystemExit(f"this dependency is not declared as NAME>=VERSION: {declared}")
        bounds[match["name"]] = (match["bound"], match["marker"] or "")
    return bounds


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, without a display, and return what it said."""
    surroundings = {"QT_QPA_PLATFORM": "offscreen", "STEMSUP_DATA": str(folder / "data"), "PIP_QUIET": "0"}
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | surroundings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def require(*command: str | Path, folder: Path) -> str:
    """Return what a command prints; a failing command ends the check with what it said."""
    result = run(*command, folder=folder)
    if result.returncode != 0:
        raise SystemExit(
            f"at the lower bounds this fails: {' '.join(map(str, command))}\n{result.stdout}{result.stderr}"
        )
    return result.stdout


def has_index(pip: tuple[str | Path, ...], name: str, folder: Path) -> bool:
    """Tell whether a package index answers: without one pip speaks of a conflict, as it does of a wrong bound."""
    return run(*pip, "index", "versions", name, folder=folder).returncode == 0


def find_other_versions(pip: tuple[str | Path, ...], bounds: dict[str, tuple[str, str]], folder: Path) -> list[str]:
    """Return the dependencies that were not installed at their lower bound, with what was installed."""
    listed = json.loads(require(*pip, "list", "--format", "json", folder=folder))
    installed = {re.sub(r"[-_.]+", "-", one["name"]).lower(): one["version"] for one in listed}
    wanted = {re.sub(r"[-_.]+", "-", name).lower(): bound for name, (bound, marker) in bounds.items() if not marker}
    return [
        f"{name} {installed.get(name)} instead of {bound}"
        for name, bound in wanted.items()
        if re.sub(r"(\.0)+$", "", installed.get(name, "")) != re.sub(r"(\.0)+$", "", bound)
    ]


def smoke(stemsup: Path, python: Path, folder: Path) -> None:
    """Let the wheel load every module, write the example documents, judge an example and print the schema."""
    require(python, "-c", IMPORT_ALL, folder=folder)
    require(stemsup, "demo", "--folder", folder / "documents", folder=folder)
    if len(list((folder / "documents").rglob("*.pdf"))) < 6:
        raise SystemExit("at the lower bounds the demo writes fewer than six documents")
    example = ROOT / "resources" / "examples" / "stop.json"
    if "verdict" not in json.loads(require(stemsup, "check", "--input", example, "--json", folder=folder)):
        raise SystemExit("at the lower bounds the check gives no verdict")
    json.loads(require(stemsup, "schema", folder=folder))


def main() -> None:
    """Check a wheel in a new environment."""
    wheel, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    folder.mkdir(parents=True)
    bounds = read_bounds(ROOT / "pyproject.toml")
    constraints = folder / "constraints.txt"
    constraints.write_text("".join(f"{name}=={bound}{marker}\n" for name, (bound, marker) in bounds.items()), "utf-8")
    require(sys.executable, "-m", "venv", "--without-pip", folder / "venv", folder=folder)
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    pip = (sys.argv[3], "-m", "pip", "--python", python)
    installed = run(*pip, "install", "--no-compile", "-c", constraints, wheel, folder=folder)
    if installed.returncode != 0:
        if not has_index(pip, next(iter(bounds)), folder):
            print("not checked: the package index gives no answer")
            return
        raise SystemExit(f"the package does not install at its lower bounds:\n{installed.stdout}{installed.stderr}")
    if others := find_other_versions(pip, bounds, folder):
        raise SystemExit("not at the lower bounds: " + ", ".join(others))
    smoke(scripts / "stemsup", python, folder)
    held = sum(not marker for _, marker in bounds.values())
    print(f"{held} lower bounds hold on Python {sys.version_info.major}.{sys.version_info.minor}")


if __name__ == "__main__":
    main()
