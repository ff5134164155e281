"""That the judge of inert files, which reads with the library that writes them, sees what another reader sees."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from documents.document_builders import LANGUAGES, consent_of, full_file, summary_of
from documents.inert_files import assert_is_inert, assert_is_inert_for_another_reader
from hostile_strings import HOSTILE
from pikepdf import Array, Dictionary, Name, Pdf, String

from stemsup_desktop.documents.document_model import RenderedDocument
from stemsup_desktop.language import Language

JUDGES = (assert_is_inert, assert_is_inert_for_another_reader)
Damage = Callable[[Pdf], object]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [summary_of, consent_of])
@pytest.mark.parametrize("name", list(HOSTILE)[::30])
def test_both_readers_find_a_hostile_document_inert(
    name: str, make: Callable[..., RenderedDocument], language: Language
) -> None:
    pdf = make(full_file(HOSTILE[name][:1_000]), language).pdf
    for judge in JUDGES:
        judge(pdf)


def _attach(pdf: Pdf) -> None:
    pdf.attachments["other.txt"] = pikepdf.AttachedFileSpec(pdf, b"x", filename="other.txt")


def _link(pdf: Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://example.com")))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def _field(pdf: Pdf) -> None:
    field = Dictionary(FT=Name.Sig, AA=Dictionary())
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(field)])


def _picture(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.XObject = Dictionary(Im1=pdf.make_stream(b""))


DAMAGES: dict[str, Damage] = {
    "an action on opening": lambda pdf: setattr(pdf.Root, "OpenAction", Dictionary(S=Name.JavaScript, JS=String("x"))),
    "names of scripts": lambda pdf: setattr(pdf.Root, "Names", Dictionary(JavaScript=Dictionary())),
    "another file": _attach,
    "a link": _link,
    "a field with actions": _field,
    "a page with actions": lambda pdf: setattr(pdf.pages[0].obj, "AA", Dictionary()),
    "a picture": _picture,
}


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("damage", DAMAGES)
def test_both_readers_find_what_is_not_inert(damage: str, judge: Callable[[bytes], None]) -> None:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(summary_of(full_file("plain"), Language.EN).pdf)) as pdf:
        DAMAGES[damage](pdf)
        pdf.save(buffer)
    with pytest.raises((AssertionError, KeyError)):
        judge(buffer.getvalue())
