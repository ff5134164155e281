"""Whatever is done to a sealed file, it is never taken for what was sealed."""

import io
import random
from collections.abc import Callable, Iterator
from datetime import timedelta

import pikepdf
import pytest
from asn1crypto import cms
from documents.sealing.seal_samples import CLINIC, NUMBER, SEALED, know, make_key, make_pdf, seal
from pikepdf import Array, Dictionary, Name, String
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from stemsup_desktop.consultation.seal_model import KnownSeals, SealState
from stemsup_desktop.documents.sealing.verification import verify_pdf

KEY, FORGER = make_key(), make_key(CLINIC)
NOT_GENUINE = (SealState.CHANGED, SealState.NOT_OURS)


@pytest.fixture(scope="module")
def sealed() -> bytes:
    return seal(make_pdf(), KEY)


@pytest.fixture(scope="module")
def twice() -> bytes:
    """A document with two seals."""
    first = seal(make_pdf(("PatientSeal", "ClinicSeal")), KEY, "PatientSeal", is_last=False)
    return seal(first, KEY, at=SEALED + timedelta(minutes=5))


def judge(pdf: bytes, known: KnownSeals | None = None) -> SealState:
    return verify_pdf(pdf, known or know(KEY), SEALED).state


def choose_places(pdf: bytes, many: int, seed: int) -> Iterator[tuple[int, int]]:
    """Yield places and the byte to put there: spread over the whole file, and every kind of place within the seal."""
    chosen = random.Random(seed)
    step = len(pdf) / many
    for at in range(many):
        place = min(len(pdf) - 1, int(at * step + chosen.random() * step))
        new = chosen.randrange(256)
        yield place, new if new != pdf[place] else new ^ 1


@pytest.mark.parametrize("which", ["sealed", "twice"])
@pytest.mark.parametrize("part", range(4))
def test_no_byte_can_be_changed(which: str, part: int, request: pytest.FixtureRequest) -> None:
    pdf: bytes = request.getfixturevalue(which)
    assert judge(pdf) is SealState.GENUINE
    for place, new in choose_places(pdf, 100, part):
        changed = bytearray(pdf)
        changed[place] = new
        assert judge(bytes(changed)) in NOT_GENUINE, (place, new)


def test_no_digit_of_the_seal_itself_can_be_changed_not_even_its_case(sealed: bytes) -> None:
    start = sealed.index(b"/Contents <") + 11
    end = sealed.index(b">", start)
    for place in range(start - 12, end + 2, 29):
        for new in {sealed[place] ^ 0x20, sealed[place] ^ 1, 0x30, 0x20} - {sealed[place]}:
            changed = bytearray(sealed)
            changed[place] = new
            assert judge(bytes(changed)) in NOT_GENUINE, (place, new)


@pytest.mark.parametrize("known", [KnownSeals(), know(FORGER)])
def test_nor_is_a_changed_file_unchanged_to_whoever_does_not_know_the_clinic(sealed: bytes, known: KnownSeals) -> None:
    for place, new in choose_places(sealed, 40, 9):
        changed = bytearray(sealed)
        changed[place] = new
        assert judge(bytes(changed), known) in NOT_GENUINE, (place, new)


# Structural tamperings: what somebody does to a file with tools


def rewrite(change: Callable[[pikepdf.Pdf], None]) -> Callable[[bytes], bytes]:
    """Open the file, change it, and write it anew."""

    def tamper(pdf: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            change(opened)
            out = io.BytesIO()
            opened.save(out)
        return out.getvalue()

    return tamper


def update(change: Callable[[IncrementalPdfFileWriter], None]) -> Callable[[bytes], bytes]:
    """Leave the sealed bytes alone and add a revision after them."""

    def tamper(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        change(writer)
        out = io.BytesIO()
        writer.write(out)
        assert out.getvalue().startswith(pdf)
        return out.getvalue()

    return tamper


def make(writer: IncrementalPdfFileWriter, **entries: object) -> generic.IndirectObject:
    made = generic.DictionaryObject({generic.NameObject(f"/{key}"): value for key, value in entries.items()})
    reference: generic.IndirectObject = writer.add_object(made)
    return reference


def name(text: str) -> generic.NameObject:
    return generic.NameObject(f"/{text}")


def numbers(*values: int) -> generic.ArrayObject:
    return generic.ArrayObject(generic.NumberObject(value) for value in values)


def page_of(writer: IncrementalPdfFileWriter, number: int = 0) -> generic.DictionaryObject:
    reference, _ = writer.find_page_for_modification(number)
    writer.mark_update(reference)
    return reference.get_object()  # type: ignore[no-any-return]


def add_annotation(writer: IncrementalPdfFileWriter, kind: str = "FreeText") -> None:
    note = make(
        writer, Type=name("Annot"), Subtype=name(kind), Rect=numbers(50, 50, 300, 300), F=generic.NumberObject(4)
    )
    page = page_of(writer)
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", ()), note])


def replace_content(writer: IncrementalPdfFileWriter) -> None:
    stream = generic.StreamObject(stream_data=b"BT (another text) Tj ET")
    page_of(writer)["/Contents"] = writer.add_object(stream)


def add_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    page = make(writer, Type=name("Page"), Parent=writer.root.raw_get("/Pages"), MediaBox=numbers(0, 0, 595, 842))
    pages["/Kids"] = generic.ArrayObject([*(pages["/Kids"].raw_get(at) for at in range(len(pages["/Kids"]))), page])
    pages["/Count"] = generic.NumberObject(4)
    writer.update_container(pages)
    writer.mark_update(writer.root.raw_get("/Pages").reference)


def change_metadata(writer: IncrementalPdfFileWriter) -> None:
    stream = generic.StreamObject(stream_data=b"<x/>")
    stream["/Type"], stream["/Subtype"] = name("Metadata"), name("XML")
    writer.root["/Metadata"] = writer.add_object(stream)
    writer.update_root()


def change_title(writer: IncrementalPdfFileWriter) -> None:
    writer.trailer["/Info"].get_object()["/Title"] = generic.TextStringObject("Consent form CNS-2026-99999")
    writer.mark_update(writer.trailer.raw_get("/Info"))


def change_attachment(writer: IncrementalPdfFileWriter) -> None:
    spec = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]
    stream = generic.StreamObject(stream_data=b'{"resourceType":"Forged"}')
    stream["/Type"] = name("EmbeddedFile")
    spec["/EF"]["/F"] = writer.add_object(stream)
    writer.update_container(spec)
    writer.mark_update(writer.root["/Names"]["/EmbeddedFiles"]["/Names"].raw_get(1).reference)


def drop_attachment(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Names"]
    writer.update_root()


def add_script(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/OpenAction"] = make(writer, S=name("JavaScript"), JS=generic.TextStringObject("app.alert(1)"))
    writer.update_root()


def add_field(writer: IncrementalPdfFileWriter, kind: str = "Tx") -> None:
    field = make(writer, FT=name(kind), T=generic.TextStringObject("extra"), V=generic.TextStringObject("x"))
    fields = writer.root["/AcroForm"]["/Fields"]
    writer.root["/AcroForm"]["/Fields"] = generic.ArrayObject(
        [*(fields.raw_get(at) for at in range(len(fields))), field]
    )
    writer.update_root()


def drop_form(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/AcroForm"]
    writer.update_root()


def empty_field(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"].raw_get(0)
    del field.get_object()["/V"]
    writer.mark_update(field.reference)


def touch_nothing(writer: IncrementalPdfFileWriter) -> None:
    writer.add_object(generic.TextStringObject("an object that nobody uses"))


def seal_again(pdf: bytes) -> bytes:
    """Add a field and a seal by somebody else with the clinic's name over everything."""

    def add_seal_field(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/Perms"]  # which says that nothing may follow
        add_field(writer, "Sig")
        fields = writer.root["/AcroForm"]["/Fields"]
        field = fields[-1]
        del field["/V"]
        field["/Type"], field["/Subtype"], field["/Rect"] = name("Annot"), name("Widget"), numbers(0, 0, 0, 0)

    return sign_freely(update(add_seal_field)(pdf), "extra")


def sign_freely(pdf: bytes, field: str) -> bytes:
    """Sign as any other program would."""
    from asn1crypto import keys, x509
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    signer = SimpleSigner(
        x509.Certificate.load(FORGER.certificate),
        keys.PrivateKeyInfo.load(FORGER.private_key),
        SimpleCertificateStore(),
    )
    out = sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), PdfSignatureMetadata(field_name=field), signer)
    return bytes(out.getvalue())


def transplant(pdf: bytes) -> bytes:
    """Put the clinic's signature, with its certificate, into a document that somebody else made."""
    forged = seal(make_pdf(pages=4), FORGER)
    start, end = find_contents(pdf)
    own_start, own_end = find_contents(forged)
    digits = pdf[start:end].rstrip(b"0")
    return forged[:own_start] + digits.ljust(own_end - own_start, b"0") + forged[own_end:]


def swap_certificate(pdf: bytes) -> bytes:
    """Let a forger's signature claim to be made with the clinic's certificate."""
    forged = seal(make_pdf(), FORGER)
    start, end = find_contents(forged)
    info = cms.ContentInfo.load(bytes.fromhex(forged[start:end].decode()))
    signed = info["content"]
    signed["certificates"] = [cms.Certificate.load(KEY.certificate)]
    own = cms.Certificate.load(KEY.certificate)
    signed["signer_infos"][0]["sid"] = cms.SignerIdentifier(
        {"issuer_and_serial_number": {"issuer": own.issuer, "serial_number": own.serial_number}}
    )
    digits = info.dump().hex().upper().encode()
    return forged[:start] + digits.ljust(end - start, b"0")[: end - start] + forged[end:]


def find_contents(pdf: bytes) -> tuple[int, int]:
    start = pdf.rindex(b"/Contents <") + 11
    return start, pdf.index(b">", start)


def widen_byte_range(pdf: bytes) -> bytes:
    """Say that the seal covers what was added after it."""
    added = b"% something more\n"
    start = pdf.rindex(b"/ByteRange [") + 12
    end = pdf.index(b"]", start)
    _, first, second, length = (int(part) for part in pdf[start:end].split())
    text = b"0 %d %d %d" % (first, second, length + len(added))
    return pdf[:start] + text + b"]" + pdf[start + len(text) + 1 :] + added


def hide_in_gap(pdf: bytes) -> bytes:
    """Put a second content into the zeros after the signature."""
    _, end = find_contents(pdf)
    return pdf[: end - 40] + b"DEADBEEF" * 5 + pdf[end:]


def shadow(pdf: bytes) -> bytes:
    """Hide other content behind an object of the sealed file by a new cross-reference to it."""
    marker = pdf.rindex(b"startxref")
    offset = int(pdf[marker:].split()[1])
    number = int(pdf[offset:].split()[0])
    body = b"%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (number + 1, number)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\n" % (
        number + 1, len(pdf), number + 2, number + 1, offset,
    )  # fmt: skip
    return pdf + body + table + b"startxref\n%d\n%%%%EOF\n" % (len(pdf) + len(body))


def swap_startxref(pdf: bytes) -> bytes:
    """Let the file's end point at the cross-references from before the seal."""
    first = pdf.index(b"startxref\n") + 10
    last = pdf.rindex(b"startxref\n") + 10
    return pdf[:last] + pdf[first : pdf.index(b"\n", first)] + pdf[pdf.index(b"\n", last) :]


def append_old_revision(pdf: bytes) -> bytes:
    """Point back to the cross-references from before the seal in a new revision."""
    first = pdf.index(b"startxref\n") + 10
    return pdf + b"startxref\n" + pdf[first : pdf.index(b"\n", first)] + b"\n%%EOF\n"


def set_page(entry: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: pdf.pages[0].obj.__setitem__(Name(f"/{entry}"), value)


def set_root(entry: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: pdf.Root.__setitem__(Name(f"/{entry}"), value)


def replace_stream(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Contents = pdf.make_stream(b"BT (60 sessions) Tj ET")


def replace_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["record.json"] = pikepdf.AttachedFileSpec(pdf, b"{}", filename="record.json")


def attach_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["more.json"] = pikepdf.AttachedFileSpec(pdf, b"{}", filename="more.json")


def change_reason(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].V.Reason = String("Sealed CNS-2026-99999")


TAMPERINGS: dict[str, Callable[[bytes], bytes]] = {
    # Written anew
    "saved anew": rewrite(lambda pdf: None),
    "text changed": rewrite(replace_stream),
    "page added": rewrite(lambda pdf: pdf.add_blank_page()),
    "page removed": rewrite(lambda pdf: pdf.pages.__delitem__(1)),
    "pages swapped": rewrite(lambda pdf: pdf.pages.reverse()),
    "page turned": rewrite(set_page("Rotate", 180)),
    "page cut": rewrite(set_page("CropBox", Array([0, 0, 100, 100]))),
    "attachment replaced": rewrite(replace_file),
    "attachment removed": rewrite(lambda pdf: pdf.attachments.__delitem__("record.json")),
    "attachment added": rewrite(attach_file),
    "title changed": rewrite(lambda pdf: pdf.docinfo.__setitem__("/Title", "Consent form CNS-2026-99999")),
    "metadata removed": rewrite(lambda pdf: pdf.Root.__delitem__("/Metadata")),
    "structure removed": rewrite(lambda pdf: pdf.Root.__delitem__("/StructTreeRoot")),
    "permission removed": rewrite(lambda pdf: pdf.Root.__delitem__("/Perms")),
    "seal emptied": rewrite(lambda pdf: pdf.Root.AcroForm.Fields[0].__delitem__("/V")),
    "reason changed": rewrite(change_reason),
    "language changed": rewrite(set_root("Lang", String("en-GB"))),
    "script added": rewrite(set_root("OpenAction", Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))),
    # Added after the seal
    "note added": update(add_annotation),
    "stamp added": update(lambda writer: add_annotation(writer, "Stamp")),
    "ink added": update(lambda writer: add_annotation(writer, "Ink")),
    "link added": update(lambda writer: add_annotation(writer, "Link")),
    "cover added": update(lambda writer: add_annotation(writer, "Square")),
    "content replaced": update(replace_content),
    "page appended": update(add_page),
    "metadata replaced": update(change_metadata),
    "title replaced": update(change_title),
    "attachment exchanged": update(change_attachment),
    "attachments dropped": update(drop_attachment),
    "script appended": update(add_script),
    "field appended": update(add_field),
    "empty seal appended": update(lambda writer: add_field(writer, "Sig")),
    "form dropped": update(drop_form),
    "seal taken out": update(empty_field),
    "unused object": update(touch_nothing),
    "two revisions": lambda pdf: update(change_title)(update(add_annotation)(pdf)),
    # Bytes
    "a blank appended": lambda pdf: pdf + b" ",
    "a comment appended": lambda pdf: pdf + b"% nothing\n",
    "another PDF appended": lambda pdf: pdf + make_pdf(),
    "the same appended": lambda pdf: pdf + pdf,
    "something put before": lambda pdf: b"\n" + pdf,
    "the last byte cut": lambda pdf: pdf[:-1],
    "the end cut": lambda pdf: pdf[:-300],
    "cut within the seal": lambda pdf: pdf[: find_contents(pdf)[0] + 900],
    "cut before the seal": lambda pdf: pdf[: find_contents(pdf)[0] - 30],
    "half the file": lambda pdf: pdf[: len(pdf) // 2],
    "line ends exchanged": lambda pdf: pdf.replace(b"\nendobj", b"\r\nendobj"),
    "two parts swapped": lambda pdf: pdf[:200] + pdf[260:320] + pdf[200:260] + pdf[320:],
    # Seals and cross-references
    "sealed by another of the same name": lambda pdf: seal(make_pdf(), FORGER),
    "sealed over by another of the same name": seal_again,
    "signature in another document": transplant,
    "signature of another with the clinic's certificate": swap_certificate,
    "byte range widened": widen_byte_range,
    "something hidden beside the signature": hide_in_gap,
    "signature emptied": lambda pdf: pdf[: find_contents(pdf)[0]] + b"0" * 40 + pdf[find_contents(pdf)[0] + 40 :],
    "byte range renamed": lambda pdf: pdf.replace(b"/ByteRange", b"/ByteRangf"),
    "kind of signature renamed": lambda pdf: pdf.replace(b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached"),
    "permission widened": lambda pdf: pdf.replace(b"/P 1\n", b"/P 3\n"),
    "moment changed": lambda pdf: pdf.replace(b"20260908", b"20260808"),
    "shadowed": shadow,
    "cross-reference swapped": swap_startxref,
    "back to before the seal": append_old_revision,
}  # fmt: skip


@pytest.mark.parametrize("how", TAMPERINGS)
@pytest.mark.parametrize("which", ["sealed", "twice"])
def test_no_tampered_file_is_genuine(how: str, which: str, request: pytest.FixtureRequest) -> None:
    pdf: bytes = request.getfixturevalue(which)
    tampered = TAMPERINGS[how](pdf)
    assert tampered != pdf
    report = verify_pdf(tampered, know(KEY), SEALED)
    assert report.state in NOT_GENUINE
    assert report.lines or report.headline.en.endswith("has no seal.")
    assert verify_pdf(tampered, KnownSeals(), SEALED).state not in (SealState.GENUINE, SealState.UNFINISHED)
    original = KnownSeals(know(KEY).certificates, {NUMBER: pdf})
    assert verify_pdf(tampered, original, SEALED).state in NOT_GENUINE


def test_there_are_enough_of_them() -> None:
    assert len(TAMPERINGS) >= 50


def test_the_first_of_two_seals_alone_is_not_the_finished_document(twice: bytes) -> None:
    first = twice[: twice.index(b"%%EOF", twice.index(b"/ByteRange")) + 6]
    assert judge(first) is SealState.UNFINISHED


def test_nobody_else_fills_the_field_that_was_left_for_the_clinic(twice: bytes) -> None:
    first = seal(make_pdf(("PatientSeal", "ClinicSeal")), KEY, "PatientSeal", is_last=False)
    assert judge(seal(first, FORGER)) in NOT_GENUINE
    assert judge(sign_freely(first, "ClinicSeal")) in NOT_GENUINE


def test_between_two_seals_of_the_clinic_nothing_else_may_change() -> None:
    first = seal(make_pdf(("PatientSeal", "ClinicSeal")), KEY, "PatientSeal", is_last=False)
    for change in (
        add_annotation,
        replace_content,
        change_title,
        change_metadata,
        change_attachment,
        add_script,
        add_field,
    ):
        between = update(change)(first)
        report = verify_pdf(seal(between, KEY), know(KEY), SEALED)
        assert report.state is SealState.CHANGED, change
        assert "Between the seals" in report.lines[0].en
