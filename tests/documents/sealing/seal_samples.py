"""Small tagged PDFs with fields to seal, keys to seal them with, and a time-stamp service of the test's own."""

import io
import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pikepdf
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pikepdf import Array, Dictionary, Name, String
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from stemsup_desktop.consultation.seal_model import KnownCertificate, KnownSeals, SealKey
from stemsup_desktop.documents.sealing.certificates import make_clinic_key
from stemsup_desktop.documents.sealing.sealing import SealRequest, seal_pdf

JST = timezone(timedelta(hours=9))
MADE = datetime(2026, 9, 1, 9, 0, tzinfo=JST)
SEALED = datetime(2026, 9, 8, 10, 5, tzinfo=JST)
NUMBER = "CNS-2026-00418"
CLINIC = "青空スキンクリニック"
XMP = (
    b"<?xpacket begin='' id='x'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>"
    b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></x:xmpmeta><?xpacket end='r'?>"
)


def make_pdf(fields: tuple[str, ...] = ("ClinicSeal",), pages: int = 3, number: str = NUMBER) -> bytes:
    """Return a document like one of the printing room: pages, an attached record, metadata, tagged invisible fields."""
    pdf = pikepdf.new()
    for at in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pdf.make_stream(f"/P <</MCID 0>> BDC BT (page {at} of the consent) Tj ET EMC".encode())
        page.obj.StructParents = at - 1
    root = pdf.Root
    document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([document])))
    document.P = tree
    root.StructTreeRoot, root.MarkInfo, root.Lang = tree, Dictionary(Marked=True), String("ja-JP")
    root.AcroForm = Dictionary(SigFlags=3, Fields=Array())
    for place, field in enumerate(fields):
        _add_field(pdf, document, field, pages + place)
    spec = pikepdf.AttachedFileSpec(
        pdf, b'{"resourceType":"Bundle"}' * 20, filename="record.json", mime_type="application/json"
    )
    pdf.attachments["record.json"] = spec
    root.AF = Array([spec.obj])
    pdf.docinfo = pdf.make_indirect(Dictionary(Title=String(f"Consent form {number}"), Producer=String("StemSup")))
    root.Metadata = pdf.make_stream(XMP)
    root.Metadata.Type, root.Metadata.Subtype = Name.Metadata, Name.XML
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        min_version="1.7",
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


def _add_field(pdf: pikepdf.Pdf, document: pikepdf.Object, name: str, key: int) -> None:
    look = pdf.make_stream(b"")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 0, 0])
    page = pdf.pages[-1].obj
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String(name), TU=String("Seal"), F=132,
            Rect=Array([0, 0, 0, 0]), P=page, StructParent=key, AP=Dictionary(N=look),
        )
    )  # fmt: skip
    page.Annots = Array([*page.get("/Annots", Array()), widget])
    pdf.Root.AcroForm.Fields.append(widget)
    form = Dictionary(Type=Name.StructElem, S=Name.Form, P=document, Alt=String("Seal"))
    form.K = Dictionary(Type=Name.OBJR, Obj=widget, Pg=page)  # in an array, pyHanko takes a later seal for a change
    document.K.append(pdf.make_indirect(form))


def make_key(name: str = CLINIC, at: datetime = MADE) -> SealKey:
    """Return a clinic's key."""
    return make_clinic_key(name, at)


def seal(pdf: bytes, key: SealKey, field: str = "ClinicSeal", *, is_last: bool = True, **more: object) -> bytes:
    """Return the PDF sealed at `SEALED`."""
    at = more.pop("at", SEALED)
    return seal_pdf(pdf, key, SealRequest(field, f"Sealed {NUMBER}", at, is_last, **more))  # type: ignore[arg-type]


def know(*keys: SealKey, retired_at: datetime | None = None) -> KnownSeals:
    """Return what a clinic with these keys knows."""
    return KnownSeals(tuple(KnownCertificate(one.certificate, one.chain, retired_at) for one in keys))


class TimeStampAuthority:
    """A time-stamp service (RFC 3161) on this computer, with pyHanko's own stand-in behind it.

    `answer` may be replaced by what a broken service says.
    """

    def __init__(self) -> None:
        key = rsa.generate_private_key(65537, 2048)
        self.certificate = _make_tsa_certificate(key)
        private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self._stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(self.certificate),
            asn1_keys.PrivateKeyInfo.load(private),
            fixed_dt=SEALED + timedelta(seconds=3),
        )
        self.answer: Callable[[bytes], bytes] = self.stamp
        self.status, self.asked = 200, 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._make_handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/stamp"

    def stamp(self, request: bytes) -> bytes:
        """Return a time stamp for a request."""
        return bytes(self._stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump())

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                authority.asked += 1
                answer = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(authority.status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *given: object) -> None:
                """Say nothing."""

        return Handler


def _make_tsa_certificate(key: rsa.RSAPrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Example Time Stamps")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(MADE)
        .not_valid_after(MADE + timedelta(days=3650))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )
