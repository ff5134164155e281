"""Asks everyone who can judge a PDF: two validators, qpdf's own check and our linter of the structure."""

from pathlib import Path
from tempfile import TemporaryDirectory

import outloud
import page
import pikepdf
from documents.structure_linter import find_structure_faults

PROFILES = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A)
MEANT_SO = frozenset({"LNK-010", "TBL-012"})
"""Addresses on a reference card are read on paper: the program opens no page of the net. A diary has empty cells."""


def find_pdf_faults(pdf: bytes) -> list[str]:
    """Return what keeps a file from being tagged (PDF/UA-1) and archivable (PDF/A-3a), in the words of who found it."""
    faults = [f"linter: {fault}" for fault in find_structure_faults(pdf)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(pdf)
        faults += find_validator_faults(path)
        with pikepdf.open(path) as document:
            faults += [f"qpdf: {problem}" for problem in document.check_pdf_syntax()]
    return faults


def find_validator_faults(path: Path) -> list[str]:
    """Return what either validator has against a document, each with the rule first."""
    faults = []
    for profile in PROFILES:
        report = page.validate_pdf(path, profile=profile)
        faults += [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
        if not report.is_compliant and not report.failures:
            faults.append(f"does not conform to {profile}")
    result = outloud.check(str(path))
    if result.error:
        faults.append(f"outloud: {result.error}")
    findings = [one for one in result.findings if one.severity != "info" and one.rule not in MEANT_SO]
    return faults + [f"{one.rule}: page {one.page}: {one.message}" for one in findings]
