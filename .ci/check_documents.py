"""Checks the PDFs that a demo wrote: syntax, embedded fonts, and the patient's name found by text extraction."""

import json
import subprocess
import sys
import unicodedata
from pathlib import Path


def run(*command: str) -> str:
    """Return what a command prints; a failing command ends the check with its output."""
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(command[:2])} failed:\n{result.stdout}{result.stderr}")
    return result.stdout


def fold(text: str) -> str:
    """Return text without spaces and widths, in which a name is found however it was set."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def find_faults(pdf: Path, patient: str) -> list[str]:
    """Return what is wrong with one document."""
    run("qpdf", "--check", str(pdf))
    faults = []
    rows = run("pdffonts", str(pdf)).splitlines()[2:]
    if not rows:
        faults.append("has no fonts")
    # Columns from the right: object number and generation, then uni, sub, emb.
    faults += [f"font not embedded: {row.split()[0]}" for row in rows if row.split()[-5] != "yes"]
    if fold(patient) not in fold(run("pdftotext", "-layout", str(pdf), "-")):
        faults.append("the patient's name is not found in the text")
    return faults


def main() -> None:
    """Check every document in the list that `stemsup demo --folder FOLDER --json` printed."""
    report = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    written = [
        (Path(document["path"]), patient["name"]) for patient in report["patients"] for document in patient["documents"]
    ]
    if len(report["patients"]) != 6 or len(written) < 6:
        raise SystemExit(f"expected six patients and at least six documents, found {len(written)} documents")
    if all(patient["documents"] for patient in report["patients"]):
        raise SystemExit("the patient with a stop has documents")
    faults = [f"{pdf.name}: {fault}" for pdf, name in written for fault in find_faults(pdf, name)]
    if faults:
        raise SystemExit("\n".join(faults))
    print(f"{len(written)} documents: syntax, embedded fonts and names are right")


if __name__ == "__main__":
    main()
