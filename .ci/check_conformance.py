"""Checks every kind of document in every language form, from twelve consultations, before and after it is sealed.

Each file is to be tagged (PDF/UA-1) and archivable (PDF/A-3a) for two validators that know nothing of one another, and
`qpdf --check` is to be silent. Each sealed file begins with the unsealed one byte for byte, is genuine for the program
and intact and trusted for pyHanko's own validator. First three damaged files show that each judge can say no.

`check_conformance.py PROCESSES` shares the work among so many; without a number, among as many as there are processors.
"""

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.path.insert(1, str(Path(__file__).resolve().parent.parent / "tests"))

import pikepdf
from asn1crypto import x509
from documents.pages_read_once import reading_pages_once
from documents.pdf_checks import find_validator_faults
from documents.reading_order import find_order_faults
from documents.twelve_consultations import TWELVE
from documents.twelve_papers import SEALED_AT, Made, key, make_papers
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from stemsup_desktop.consultation.seal_model import KnownCertificate, KnownSeals
from stemsup_desktop.documents.sealing.verification import verify_pdf
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.paper_kinds import Paper

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

HEAVY = {at for at, case in enumerate(TWELVE) if case.is_heavy}
FORMS = tuple(LanguageForm)
GUESSES = ("ORD-001", "PAG-001")
"""Warnings of `outloud` by likeness.

It takes the foreign words of a sentence for what is read after it: where it says so, the tree itself is asked. And it
takes a sentence that several clauses share for a running foot where it happens to stand low on three pages; feet are
artifacts here, or read once.
"""
Task = tuple[int, LanguageForm]
Checked = tuple[int, list[str]]
"""How many files were looked at, and what is wrong with them."""


def find_file_faults(pdf: bytes, path: Path) -> list[str]:
    """Return what both validators and qpdf have against a file, which is put at `path` for them."""
    path.write_bytes(pdf)
    said = find_validator_faults(path)
    faults = find_qpdf_faults(path) + [fault for fault in said if not fault.startswith(GUESSES)]
    if any(fault.startswith("ORD-001") for fault in said):
        faults += [f"order: {fault}" for fault in find_order_faults(pdf)]
    return faults


def find_qpdf_faults(path: Path) -> list[str]:
    """Return what qpdf has against a file."""
    result = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    has_faults = result.returncode != 0 or "WARNING" in result.stdout + result.stderr
    return [f"qpdf: {result.stdout} {result.stderr}".replace("\n", " ")] if has_faults else []


def find_seal_faults(pdf: bytes) -> list[str]:
    """Return what the program and pyHanko's own validator have against the seal of a file."""
    certificate = key().certificate
    state = verify_pdf(pdf, KnownSeals((KnownCertificate(certificate),)), SEALED_AT)
    faults = [] if state.is_genuine else [f"verify: {state.state}: {[line.en for line in state.lines]}"]
    context = ValidationContext(trust_roots=[x509.Certificate.load(certificate)])
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        said = [validate_pdf_signature(one, context).summary() for one in signatures]
    except Exception as error:  # noqa: BLE001 - whatever the other validator stumbles over is a fault of the file
        return [*faults, f"pyHanko: {error!r}"]
    return faults if said == ["INTACT:TRUSTED,UNTOUCHED"] else [*faults, f"pyHanko: {said}"]


def find_faults(made: Made, path: Path) -> list[str]:
    """Return what is wrong with a document before and after its seal."""
    with reading_pages_once(made.before, made.sealed):
        faults = [f"before its seal: {fault}" for fault in find_file_faults(made.before, path)]
        faults += [f"sealed: {fault}" for fault in find_file_faults(made.sealed, path)]
    faults += [f"sealed: {fault}" for fault in find_seal_faults(made.sealed)]
    if not made.sealed.startswith(made.before):
        faults.append("sealed: it does not begin with what was there before")
    return faults


def check(task: Task) -> Checked:
    """Make and check every document of one consultation in one language form."""
    case, form = TWELVE[task[0]], task[1]
    papers = make_papers(case, form)
    missing = set(Paper) - {made.paper for made in papers}
    faults = [f"{case.name}, {form}: no {paper}" for paper in missing]
    with TemporaryDirectory() as folder:
        path = Path(folder, "document.pdf")
        for made in papers:
            faults += [f"{case.name}, {form}, {made.paper}: {fault}" for fault in find_faults(made, path)]
    return 2 * len(papers), faults


def list_deaf_judges(made: Made) -> Iterator[str]:
    """Name each judge that has nothing to say of a file that was damaged for it."""
    half = len(made.before) // 2
    damaged = made.sealed[:half] + bytes([made.sealed[half] ^ 1]) + made.sealed[half + 1 :]
    with TemporaryDirectory() as folder:
        path = Path(folder, "damaged.pdf")
        path.write_bytes(made.sealed[:-200])
        if not find_qpdf_faults(path):
            yield "qpdf"
        path.write_bytes(_without(made.sealed, "/StructTreeRoot"))
        said = find_validator_faults(path)
        yield from {"PDFUA1", "PDFA3A", "DOC"} - {fault.split("-")[0] for fault in said}
    judges = {fault.split(":")[0] for fault in find_seal_faults(damaged)}
    yield from {"verify", "pyHanko"} - judges


def _without(pdf: bytes, name: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        del document.Root[name]
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()


def run_all(tasks: list[Task], act: Callable[[Task], Checked], processes: int) -> Checked:
    """Return the sum of all tasks, which some processes share; one is this one, in which the validators are loaded."""
    if processes == 1:
        done = [act(task) for task in tasks]
    else:
        # Not forked: a validator that keeps threads of its own would wait for them forever in a fork.
        with get_context("spawn").Pool(min(processes, len(tasks))) as pool:
            done = list(pool.imap_unordered(act, tasks))
    return sum(count for count, _ in done), [fault for _, faults in done for fault in faults]


def main() -> None:
    """Check everything and say how much it was; exit status 1 and a line for each fault."""
    began = time.monotonic()
    deaf = list(list_deaf_judges(make_papers(TWELVE[0], LanguageForm.EN)[1]))
    if deaf:
        raise SystemExit(f"these judges hear nothing: {deaf}")
    # The longest first: nobody waits at the end for one that began late.
    tasks = sorted(((at, form) for at in range(len(TWELVE)) for form in FORMS), key=lambda one: one[0] not in HEAVY)
    processes = int(sys.argv[1]) if len(sys.argv) > 1 else os.cpu_count() or 2
    count, faults = run_all(tasks, check, processes)
    if faults:
        raise SystemExit("\n".join([*faults, f"{len(faults)} faults in {count} files"]))
    print(
        f"{count} files of {len(Paper)} kinds from {len(TWELVE)} consultations in {len(FORMS)} language forms: tagged "
        f"(PDF/UA-1) and archivable (PDF/A-3a) before and after sealing, {count // 2} seals genuine and accepted by "
        f"pyHanko, qpdf silent, in {time.monotonic() - began:.0f} s"
    )


if __name__ == "__main__":
    main()
