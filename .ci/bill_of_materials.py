"""Writes the software bill of materials (CycloneDX JSON) of what the wheel installs, and checks what it names."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = re.compile(r"http://cyclonedx\.org/schema/bom-[0-9.]+\.schema\.json")


def fold(name: str) -> str:
    """Return the name of a package as every spelling of it compares."""
    return re.sub(r"[-_.]+", "-", name).lower()


def list_dependencies() -> list[str]:
    """Return the names of the runtime dependencies that every system installs."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    return [fold(re.split(r"[^A-Za-z0-9._-]", one, maxsplit=1)[0]) for one in declared if ";" not in one]


def without_links(node: Any) -> Any:
    """Return a part of the bill without links: names, versions, licences and what needs what are all it is to say."""
    match node:
        case dict():
            return {key: without_links(value) for key, value in node.items() if key != "externalReferences"}
        case list():
            return [without_links(value) for value in node]
    return node


def find_faults(bill: dict[str, Any]) -> list[str]:
    """Return what a bill lacks, or says of the machine that wrote it."""
    components = bill["components"]
    named = {fold(component["name"]) for component in components if component.get("version")}
    faults = [f"{name} is not named" for name in list_dependencies() if name not in named]
    faults += [f"{component['name']} has no package URL" for component in components if not component.get("purl")]
    text = SCHEMA.sub("", json.dumps(bill, ensure_ascii=False))
    faults += [f"it holds an address: {match}" for match in re.findall(r"\w+://[^\"]*", text)]
    faults += [f"it holds a path of this machine: {path}" for path in list_places() if path in text]
    return faults


def list_places() -> list[str]:
    """Return the folders of this machine that no bill may name."""
    places = (ROOT, Path.home(), Path(sys.argv[2]).parent, Path(sys.argv[3]).resolve().parent)
    return [str(path) for path in places if path != path.parent]


def main() -> None:
    """Write and check the bill: `bill_of_materials.py CYCLONEDX_PY ENVIRONMENT_PYTHON BILL`."""
    cyclonedx, python, target = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    command = [cyclonedx, "environment", "--pyproject", ROOT / "pyproject.toml", "--output-reproducible", python]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if result.returncode != 0:
        raise SystemExit(f"cyclonedx-py failed:\n{result.stderr}")
    bill = without_links(json.loads(result.stdout))
    if faults := find_faults(bill):
        raise SystemExit("\n".join(faults))
    target.write_text(json.dumps(bill, ensure_ascii=False, indent=2) + "\n", "utf-8")
    print(f"{len(bill['components'])} components, each runtime dependency among them")


if __name__ == "__main__":
    main()
