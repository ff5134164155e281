"""Six invented patients at different stages: on a throw-away vault for the window, or as documents in a folder.

The window has an invented lot book as well: lots that can be used, and lots that cannot.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import msgspec

from stemsup_desktop.consultation.form_versions import hash_form_version, write_form_hash
from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.consultation.lots.lot_model import Lot, LotProduct
from stemsup_desktop.consultation.past_visits import make_past_visit
from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.consultation.signing_roles import get_consent_form
from stemsup_desktop.consultation_file import read_consultation_file
from stemsup_desktop.content import Content, read_content
from stemsup_desktop.content_files import read_json
from stemsup_desktop.documents.document_model import DocumentRequest
from stemsup_desktop.documents.files import save_document
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import LanguageForm
from stemsup_desktop.paper_kinds import Paper
from stemsup_desktop.paperwork import list_papers, make_request, render_paper
from stemsup_desktop.resources import find_resources
from stemsup_desktop.store.entries import DocumentKind, DocumentRecord
from stemsup_desktop.store.keys import KdfParameters
from stemsup_desktop.store.vault import Vault, create_vault
from stemsup_desktop.ui.paper_view import make_blank_form, write_basis

PASSPHRASE = "six invented patients"
"""Opens the throw-away vault; it protects nobody, so it is no secret."""

CHEAP_KEY = KdfParameters(memory_kib=1024, passes=1, lanes=1)
LOTS_FILE = Path("lots", "example-lots.json")
Clock = Callable[[], datetime]


class DiscardedVial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An invented vial that was thrown away."""

    vial: str
    reason: str


class ExampleLot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An invented lot as it was entered, and whether the physician has checked its certificate."""

    lot: Lot
    is_checked: bool = False
    discarded: tuple[DiscardedVial, ...] = ()


class ExampleBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The invented lot book; lots name their products by the ids of the file."""

    products: tuple[LotProduct, ...]
    lots: tuple[ExampleLot, ...]


class DemoDocument(msgspec.Struct, frozen=True):
    """One document that was written."""

    kind: Paper
    path: str
    is_draft: bool


class DemoPatient(msgspec.Struct, frozen=True):
    """One example patient: where they stand, their documents, and why there are none where there are none."""

    example: str
    name: str
    verdict: Verdict
    documents: tuple[DemoDocument, ...]
    refusal: str = ""


class DemoReport(msgspec.Struct, frozen=True):
    """What was written where."""

    folder: str
    patients: tuple[DemoPatient, ...]

    def in_words(self) -> str:
        """Return the report as lines of text."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"The documents of six invented patients lie in {self.folder}"
        for patient in self.patients:
            yield f"{patient.example}: {patient.verdict}"
            for document in patient.documents:
                yield f"  {Path(document.path).name}{' (marked DRAFT)' if document.is_draft else ''}"
            if patient.refusal:
                yield f"  none: {patient.refusal}"


def list_examples(resources: Path) -> tuple[Path, ...]:
    """Return the six example files in a fixed order; raises `EnvironmentProblem` if there are none."""
    folder = resources / "examples"
    found = (*sorted(folder.glob("*.json")), *sorted((folder / "demo").glob("*.json")))
    if not found:
        raise EnvironmentProblem("examples-missing", "The example patients are missing. Install StemSup Desktop again.")
    return found


def read_earlier_visits(example: Path) -> tuple[Consultation, ...]:
    """Return the visits that an example patient had before the one in the file, in their order; most had none."""
    path = find_resources() / "earlier-visits" / example.name
    return read_json(path, tuple[Consultation, ...]) if path.exists() else ()


def read_example(path: Path, today: date) -> ConsultationFile:
    """Return an example as the vault would give it, with the visits before it; raises what the file's reader does."""
    file = read_consultation_file(path, today)
    visits = tuple(make_past_visit(one, file.patient.patient_id) for one in read_earlier_visits(path))
    background = msgspec.structs.replace(file.background, visits=(*visits, *file.background.visits))
    return msgspec.structs.replace(file, background=background)


@contextmanager
def make_demo_vault(clock: Clock) -> Iterator[Path]:
    """Make a vault with the example patients in a private temporary folder, closed; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="stemsup-demo-", ignore_cleanup_errors=True) as folder:
        fill_demo_vault(Path(folder), clock)
        yield Path(folder)


def fill_demo_vault(folder: Path, clock: Clock) -> None:
    """Create a vault in `folder` that holds the example patients and their visits."""
    today = clock().date()
    files = [read_consultation_file(path, today) for path in list_examples(find_resources())]
    first = files[0]
    with create_vault(folder, PASSPHRASE, first.clinic, first.physician, clock=clock, kdf=CHEAP_KEY) as vault:
        fill_lot_book(vault)
        for path, file in zip(list_examples(find_resources()), files, strict=True):
            vault.save_patient(file.patient)
            for visit in (*read_earlier_visits(path), file.consultation):
                vault.start_consultation(file.patient.patient_id, visit)
        content, fonts = read_content(find_resources()), FontFolder(find_resources() / "fonts")
        for file in files:
            _keep_signed_form(vault, file, content, fonts)


def fill_lot_book(vault: Vault) -> None:
    """Enter the invented products and lots as a clinic would; the vault gives them ids of their own."""
    book = read_json(find_resources() / LOTS_FILE, ExampleBook)
    ids = {
        product.product_id: vault.save_product(msgspec.structs.replace(product, product_id="")).product_id
        for product in book.products
    }
    for example in book.lots:
        lot = msgspec.structs.replace(example.lot, lot_id="", product_id=ids[example.lot.product_id])
        lot_id = vault.save_lot(lot).lot.lot_id
        if lot.certificate is not None:
            vault.save_certificate(lot_id, lot.certificate)
        if example.is_checked:
            vault.check_certificate(lot_id)
        for gone in example.discarded:
            vault.discard_vial(lot_id, gone.vial, gone.reason)


def _keep_signed_form(vault: Vault, file: ConsultationFile, content: Content, fonts: FontFolder) -> None:
    """Put the form that an example patient has signed on the vault's shelf, as if it had been printed there."""
    signature = file.consultation.consent.signature
    if signature is None:
        return
    form = make_blank_form(file)
    signed_at = signature.recorded_at or file.consultation.started_at
    language = get_consent_form(file)
    request = DocumentRequest(signature.document_number, signed_at, language)
    rendered = render_paper(Paper.CONSENT, form, content.derive_gate(form, signed_at), content, fonts, request)
    record = DocumentRecord(
        number=signature.document_number,
        kind=DocumentKind.CONSENT,
        patient_id=file.patient.patient_id,
        consultation_id=file.consultation.consultation_id,
        language=language,
        created_at=signed_at,
        sha256=rendered.sha256,
        snapshot=msgspec.json.encode(form),
        text_versions=(
            f"consent {content.consent.form.version}",
            write_form_hash(hash_form_version(content.consent)),
            write_basis(signature.basis_sha256),
        ),
    )
    while vault.next_document_number(DocumentKind.CONSENT, signed_at.year) < signature.document_number:
        pass  # the numbers up to this one were given to other patients
    vault.save_document(record, rendered.pdf)
    vault.mark_document_signed(signature.document_number, msgspec.json.encode(signature), signed_at)


IN_BOTH_LANGUAGES = "clear"
"""The example whose consent form is written in both languages too."""


def write_demo_documents(folder: Path | None, clock: Clock) -> DemoReport:
    """Write consent and summary of each example patient in that patient's language, as far as the gate permits.

    Without a folder, a new one in the temporary folder is used. Raises `EnvironmentProblem` if it cannot be made.
    """
    now, resources = clock(), find_resources()
    target = _make_folder(folder)
    content, fonts = read_content(resources), FontFolder(resources / "fonts")
    patients = tuple(
        _write_patient(path.stem, read_example(path, now.date()), target, content, fonts, now)
        for path in list_examples(resources)
    )
    return DemoReport(folder=str(target), patients=patients)


def _make_folder(folder: Path | None) -> Path:
    try:
        if folder is None:
            return Path(tempfile.mkdtemp(prefix="stemsup-demo-documents-"))
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem("demo-folder", "The folder for the example documents cannot be made.") from error
    return folder


def _write_patient(
    example: str, file: ConsultationFile, folder: Path, content: Content, fonts: FontFolder, now: datetime
) -> DemoPatient:
    gate = content.derive_gate(file, now)
    documents: list[DemoDocument] = []
    refusal = ""
    form = get_consent_form(file)
    wanted = [(paper, form) for paper in list_papers(file)]
    if example == IN_BOTH_LANGUAGES:
        wanted.append((Paper.CONSENT, LanguageForm.BOTH))
    for paper, form in wanted:
        request = make_request(paper, file, form, now)
        try:
            document = render_paper(paper, file, gate, content, fonts, request)
        except InputProblem as problem:
            if problem.code != "stop-stands":
                raise
            refusal = problem.sentence
            continue
        path = folder / f"{example}-{paper}-{form.name.lower()}.pdf"
        save_document(document.pdf, path)
        documents.append(DemoDocument(paper, str(path), document.is_draft))
    return DemoPatient(example, file.patient.name, gate.verdict, tuple(documents), refusal)
