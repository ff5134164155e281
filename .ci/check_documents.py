"""Checks the PDFs that a demo wrote, and two recovery sheets: two validators, syntax, fonts, the name that is found.

Every document is to be tagged (PDF/UA-1) and archivable (PDF/A-3a) at once. What else is to be checked alike, such as
sealed documents, is named after the list: `check_documents.py LIST FILE...`; a name is looked for only in the list's.
"""

import json
import subprocess
import sys
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

from documents.pdf_checks import find_validator_faults

from stemsup_desktop.consultation.clinic import Clinic
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.documents.recovery_sheet import render_recovery_sheet
from stemsup_desktop.language import Language
from stemsup_desktop.resources import find_resources


def run(*command: str) -> str:
    """Return what a command prints; a failing command ends the check with its output."""
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if result.returncode != 0:
        raise SystemExit(f"{' '.join(command[:2])} failed:\n{result.stdout}{result.stderr}")
    return result.stdout


def fold(text: str) -> str:
    """Return text without spaces and widths, in which a name is found however it was set."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def write_recovery_sheets(folder: Path) -> list[tuple[Path, str]]:
    """Write the recovery sheet of no vault in both languages, and return each path with the clinic's name."""
    fonts = FontFolder(find_resources() / "fonts")
    clinic, made_at = Clinic("見本クリニック東京"), datetime(2026, 11, 17, tzinfo=UTC)
    sheets = []
    for language in Language:
        path = folder / f"recovery-sheet-{language}.pdf"
        sheet = render_recovery_sheet(" ".join(["7K2M"] * 8), "0000-0000", clinic, made_at, language, fonts)
        path.write_bytes(sheet.pdf)
        sheets.append((path, clinic.name))
    return sheets


def find_faults(pdf: Path, name: str) -> list[str]:
    """Return what is wrong with one document; an empty name is not looked for."""
    faults = find_validator_faults(pdf)
    if "WARNING" in run("qpdf", "--check", str(pdf)):
        faults.append("qpdf warns")
    rows = run("pdffonts", str(pdf)).splitlines()[2:]
    if not rows:
        faults.append("has no fonts")
    # Columns from the right: object number and generation, then uni, sub, emb.
    faults += [f"font not embedded: {row.split()[0]}" for row in rows if row.split()[-5] != "yes"]
    if fold(name) not in fold(run("pdftotext", "-layout", str(pdf), "-")):
        faults.append("the name of patient or clinic is not found in the text")
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
    written += write_recovery_sheets(Path(sys.argv[1]).parent)
    written += [(Path(path), "") for path in sys.argv[2:]]
    faults = [f"{pdf.name}: {fault}" for pdf, name in written for fault in find_faults(pdf, name)]
    if faults:
        raise SystemExit("\n".join(faults))
    print(f"{len(written)} documents: tagged (PDF/UA-1), archivable (PDF/A-3a), fonts embedded, names found")


if __name__ == "__main__":
    main()
