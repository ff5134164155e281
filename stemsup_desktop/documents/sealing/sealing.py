"""Seals a PDF: a PAdES signature in a field that the document already has, added after its bytes."""

import asyncio
import io
import re
from datetime import datetime
from typing import Any

import msgspec
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.stamp.noop import NoOpStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from stemsup_desktop.consultation.seal_model import SealKey
from stemsup_desktop.documents.sealing.seal_writer import SealWriter
from stemsup_desktop.documents.sealing.time_stamps import ServiceFailedError, TimeStampClient, make_time_stamp_problem

DIGEST = "sha256"
MOST_TRIES = 8
_XREF_STREAM = re.compile(rb"/Length (\d+)\b[^>]*>>\s*stream\r?\n")


class SealRequest(msgspec.Struct, frozen=True):
    """One seal: the field it goes into, why, when (aware), and whether nothing may be added after it.

    With `time_stamp_url` the seal carries a time stamp of that service (RFC 3161), and what is needed to check it.
    """

    field: str
    reason: str
    at: datetime
    is_last: bool
    time_stamp_url: str | None = None


def seal_pdf(pdf: bytes, key: SealKey, request: SealRequest) -> bytes:
    """Return the PDF with one seal more; its own bytes stay as they are and come first.

    The first seal of a document says what may follow: other seals, or with `is_last` nothing. Raises ValueError for a
    document without this field, or where it is sealed already; `EnvironmentProblem` time-stamp-failed: then the same
    request without `time_stamp_url` seals all the same.
    """
    try:
        for more in range(MOST_TRIES):
            sealed = asyncio.run(_seal(pdf, key, request, 2 * more))
            if not has_ambiguous_end(sealed):
                return sealed
    except ServiceFailedError as error:
        raise make_time_stamp_problem(error) from error
    raise RuntimeError(f"{MOST_TRIES} seals in a row end in a line break")


def has_ambiguous_end(pdf: bytes) -> bool:
    """Tell whether the table of objects at the end of a file is a stream that ends in a carriage return.

    It is compressed, so one in 256 does. The file is sound, but a reader that counts bytes up to the line break before
    `endstream` takes that byte for part of the break, and the length for a wrong one.
    """
    start = int(pdf[pdf.rindex(b"startxref") + len(b"startxref") :].split(maxsplit=1)[0])
    found = _XREF_STREAM.search(pdf, start)
    if found is None:
        return False
    end = found.end() + int(found[1])
    return pdf[end - 1 : end] == b"\r"


async def _seal(pdf: bytes, key: SealKey, request: SealRequest, more_room: int = 0) -> bytes:
    """Seal once; `more_room` is how many bytes the seal gets besides what it needs, so that all after it moves."""
    writer = SealWriter(io.BytesIO(pdf))
    is_first = _check_field(writer, request.field)
    if is_first and not request.is_last:
        _prepare_last_field(writer, request.field)
    signer = _make_signer(key)
    client = None if request.time_stamp_url is None else TimeStampClient(request.time_stamp_url)
    metadata = PdfSignatureMetadata(
        field_name=request.field,
        md_algorithm=DIGEST,
        reason=request.reason or None,
        certify=is_first,
        docmdp_permissions=MDPPerm.NO_CHANGES if request.is_last else MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES,
        **({} if client is None else await _ask_for_long_term(key, client)),
    )
    pdf_signer = PdfSigner(metadata, signer, timestamper=client, stamp_style=NoOpStampStyle())
    session = pdf_signer.init_signing_session(writer, existing_fields_only=True)
    session.system_time = request.at.replace(microsecond=0)
    validation = await session.perform_presign_validation(writer)
    reserved = await session.estimate_signature_container_size(validation)
    tbs = session.prepare_tbs_document(validation, bytes_reserved=reserved + more_room)
    digest, output = tbs.digest_tbs_document()
    await tbs.perform_signature(digest.document_digest, PdfCMSSignedAttributes(signing_time=session.system_time))
    output.seek(0)
    sealed: bytes = output.read()
    if not sealed.startswith(pdf):
        raise RuntimeError("sealing changed bytes of the document")
    return sealed


def _check_field(writer: SealWriter, field: str) -> bool:
    """Tell whether no field is sealed yet; raise ValueError where the one wanted is missing or sealed."""
    try:
        states = {name: value is not None for name, value, _ in enumerate_sig_fields(writer.prev)}
    except PdfError as error:
        raise ValueError("the document has no fields to seal") from error
    if field not in states:
        raise ValueError(f"the document has no field {field}")
    if states[field]:
        raise ValueError(f"the field {field} is sealed already")
    return not any(states.values())


def _prepare_last_field(writer: SealWriter, first: str) -> None:
    """Let the seal in the document's last field forbid every later change, which the first one cannot (12.7.5.5).

    It has to be said before the first seal: a field that gets its lock later counts as changed.
    """
    *_, (name, _, reference) = enumerate_sig_fields(writer)
    widget = reference.get_object()
    if name == first or "/Lock" in widget:
        return
    widget["/Lock"] = generic.DictionaryObject(
        {
            generic.NameObject("/Type"): generic.NameObject("/SigFieldLock"),
            generic.NameObject("/Action"): generic.NameObject("/Include"),
            generic.NameObject("/Fields"): generic.ArrayObject(),
            generic.NameObject("/P"): generic.NumberObject(MDPPerm.NO_CHANGES.value),
        }
    )
    writer.mark_update(reference)


def _make_signer(key: SealKey) -> SimpleSigner:
    store = SimpleCertificateStore()
    for one in key.chain:
        store.register(asn1_x509.Certificate.load(one))
    certificate = asn1_x509.Certificate.load(key.certificate)
    return SimpleSigner(certificate, asn1_keys.PrivateKeyInfo.load(key.private_key), store)


async def _ask_for_long_term(key: SealKey, client: TimeStampClient) -> dict[str, Any]:
    """Return what embeds the certificates and revocation lists that somebody needs who checks the seal much later.

    They go into the same revision as the seal, so that it covers them. The roots are only what the lists are looked up
    from: what is trusted is decided by whoever checks.
    """
    await client.async_dummy_response(DIGEST)
    latest = client.latest
    given = [key.certificate, *key.chain, *((latest.certificate, *latest.others) if latest else ())]
    certificates = [asn1_x509.Certificate.load(one) for one in given]
    issued = {one.subject.dump() for one in certificates}
    roots = [one for one in certificates if one.issuer.dump() == one.subject.dump() or one.issuer.dump() not in issued]
    context = ValidationContext(
        trust_roots=roots, other_certs=certificates, allow_fetching=True, revocation_mode="soft-fail"
    )
    settings = DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE)
    return {
        "validation_context": context,
        "embed_validation_info": True,
        "signer_key_usage": set(),
        "dss_settings": settings,
    }
