"""What comes back or is brought to a clinic: scans, sealed files, certificates, page codes, form versions, records."""

import io
from functools import cache
from random import Random

import pikepdf
from border import NOW, Act, Border
from consultation.consent_builders import shipped_text
from documents.sealing.key_samples import PASSPHRASE, certify, make_rsa_key, write_pkcs12
from documents.sealing.seal_samples import know, make_key, make_pdf, seal
from guard import Place
from judging import BorderFault
from mutate_bytes import damage
from mutate_json import TEXTS, mutate_json
from PIL import Image

from borders.papers import list_papers
from borders.visits import read_own_content
from stemsup_desktop.consultation.consent_text import read_coverage
from stemsup_desktop.consultation.fhir_record import FILE_NAME
from stemsup_desktop.consultation.fhir_record_reading import read_fhir_record
from stemsup_desktop.consultation.form_versions import read_form_version, write_form_version
from stemsup_desktop.documents.page_code import read_page_code, write_page_code
from stemsup_desktop.documents.scans.reading import read_scan
from stemsup_desktop.documents.sealing.certificates import read_certificates, read_pkcs12
from stemsup_desktop.documents.sealing.verification import verify_pdf
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.resources import find_resources

_CODE = write_page_code("CNS-2026-00417", 3, 11, "ab" * 32)


@cache
def _list_scans() -> tuple[bytes, ...]:
    pictures = [Image.new("RGB", (200, 280), colour) for colour in ("white", "grey", "black")]
    made = []
    for kind in ("JPEG", "PNG", "TIFF"):
        buffer = io.BytesIO()
        more = {"save_all": True, "append_images": pictures[1:]} if kind == "TIFF" else {}
        pictures[0].save(buffer, kind, **more)
        made.append(buffer.getvalue())
    return (*made, make_pdf(pages=2))


def _make_scan(rng: Random, place: Place) -> Act:
    data = rng.choice(_list_scans())
    if rng.random() < 0.9:
        data = damage(rng, data, _list_scans())

    def act() -> None:
        pages = read_scan(data, lambda done, total: None)
        if not pages:
            raise BorderFault("a scan without pages that is not refused")

    return act


@cache
def _get_key() -> tuple[object, bytes]:
    key = make_key()
    return key, seal(make_pdf(), key)


def _make_sealed(rng: Random, place: Place) -> Act:
    key, whole = _get_key()
    is_whole = rng.random() < 0.15
    data = whole if is_whole else damage(rng, whole, [make_pdf(), *_list_scans()])

    def act() -> None:
        report = verify_pdf(data, know(key), NOW)  # type: ignore[arg-type]
        if report.is_genuine != (data == whole):
            raise BorderFault(f"{report.state} for a file that is {'whole' if data == whole else 'changed'}")
        if not report.is_genuine:
            raise InputProblem("not-genuine", "The file is not what was sealed.")

    return act


def _make_code(rng: Random, place: Place) -> Act:
    text = _CODE if rng.random() < 0.1 else damage(rng, _CODE.encode()).decode("utf-8", "surrogateescape")
    text = rng.choice(TEXTS) if rng.random() < 0.1 else text

    def act() -> None:
        found = read_page_code(text)
        if found is None:
            raise InputProblem("no-code", "This is no code of a page.")
        if text != _CODE:
            raise BorderFault("a damaged code names a page")

    return act


@cache
def _get_pkcs12() -> bytes:
    return write_pkcs12(
        make_rsa_key(),
        certify(make_rsa_key(), "Example Clinic", start=NOW.replace(year=2025), end=NOW.replace(year=2040)),
    )


def _make_pkcs12(rng: Random, place: Place) -> Act:
    data = _get_pkcs12() if rng.random() < 0.1 else damage(rng, _get_pkcs12())
    secret = PASSPHRASE if rng.random() < 0.9 else rng.choice(TEXTS)

    def act() -> None:
        if rng.random() < 0.3:
            read_certificates(data)
        else:
            read_pkcs12(data, secret, NOW)

    return act


@cache
def _get_form() -> str:
    return write_form_version(shipped_text()).decode()


def _make_form(rng: Random, place: Place) -> Act:
    data = mutate_json(rng, _get_form()) if rng.random() < 0.6 else damage(rng, _get_form().encode())
    coverage, is_draft = read_coverage(find_resources() / "consent"), rng.random() < 0.5

    def act() -> None:
        write_form_version(read_form_version(data, coverage, is_draft=is_draft))

    return act


@cache
def _list_records() -> tuple[str, ...]:
    found = []
    for paper in list_papers()[:-2]:
        with pikepdf.open(io.BytesIO(paper)) as pdf:
            if FILE_NAME in pdf.attachments:
                found.append(pdf.attachments[FILE_NAME].get_file().read_bytes().decode())
    return tuple(found)


def _make_record(rng: Random, place: Place) -> Act:
    text = rng.choice(_list_records())
    data = mutate_json(rng, text) if rng.random() < 0.6 else damage(rng, text.encode())
    questionnaire = read_own_content().clinical.questionnaire if rng.random() < 0.3 else None

    def act() -> None:
        read_fhir_record(data, questionnaire)

    return act


SCANS = Border("scan of a signed page", 240, _make_scan)
SEALED = Border("sealed file", 200, _make_sealed)
CODES = Border("code of a page", 600, _make_code)
PKCS12 = Border("certificate file", 300, _make_pkcs12, holds_patients=False)
FORMS = Border("form version", 200, _make_form, holds_patients=False)
RECORDS = Border("embedded record", 200, _make_record)
