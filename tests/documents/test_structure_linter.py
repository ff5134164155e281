"""The linter finds what validators overlook; each fault is made on purpose in a form that has none."""

import io
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest
from documents.document_builders import consent_of, full_file
from documents.structure_linter import find_structure_faults
from pikepdf import Array, Dictionary, Name

from stemsup_desktop.language import Language

Damage = Callable[[pikepdf.Pdf], None]


@cache
def form() -> bytes:
    """Return a form without a fault, made once."""
    return consent_of(full_file(), Language.EN).pdf


def damaged(damage: Damage) -> bytes:
    """Return the form with one damage."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(form())) as pdf:
        damage(pdf)
        pdf.save(buffer, compress_streams=False)
    return buffer.getvalue()


def owners(pdf: pikepdf.Pdf, page: int = 1) -> pikepdf.Object:
    """Return the elements of the marked content of a page, as the parent tree has them."""
    return pdf.Root.StructTreeRoot.ParentTree.Nums[2 * page + 1]


def element(pdf: pikepdf.Pdf, tag: str) -> pikepdf.Object:
    """Return the last element of a type."""
    return [one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/S") == Name(f"/{tag}")][-1]


def rewrite(pdf: pikepdf.Pdf, before: bytes, after: bytes) -> None:
    """Change the operators of the second page once."""
    contents = pdf.pages[1].Contents
    operators = contents.read_bytes()
    assert before in operators
    contents.write(operators.replace(before, after, 1))


def forget_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].obj.StructParents


def give_to_another(pdf: pikepdf.Pdf) -> None:
    list_of_owners = owners(pdf)
    list_of_owners[2], list_of_owners[3] = list_of_owners[3], list_of_owners[2]


def shorten_owners(pdf: pikepdf.Pdf) -> None:
    del owners(pdf)[-1]


def drop_owner(pdf: pikepdf.Pdf) -> None:
    del element(pdf, "P").K


def claim_twice(pdf: pikepdf.Pdf) -> None:
    first, second = owners(pdf)[2], owners(pdf)[3]
    first.K = Array([first.K, second.K])


def claim_what_is_not_there(pdf: pikepdf.Pdf) -> None:
    elem = owners(pdf)[2]
    elem.K = Array([elem.K, 9_999])


def use_number_twice(pdf: pikepdf.Pdf) -> None:
    rewrite(pdf, b"<</MCID 3>> BDC", b"<</MCID 2>> BDC")


def mark_as_something_else(pdf: pikepdf.Pdf) -> None:
    elem = element(pdf, "P")
    elem.S = Name.H1 if elem.S != Name.H1 else Name.P


def paint_unmarked(pdf: pikepdf.Pdf) -> None:
    rewrite(pdf, b"/Artifact <</Type /Pagination /Subtype /Header>> BDC", b"0 0 5 5 re f /Artifact BMC")


def leave_open(pdf: pikepdf.Pdf) -> None:
    rewrite(pdf, b"EMC", b"")


def skip_a_level(pdf: pikepdf.Pdf) -> None:
    heading = next(one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/S") == Name.H2)
    heading.S = Name.H4


def silence_a_figure(pdf: pikepdf.Pdf) -> None:
    del element(pdf, "Figure").Alt


def forget_what_a_header_heads(pdf: pikepdf.Pdf) -> None:
    del element(pdf, "TH").A


def lose_the_field(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].StructParent = 0


def leave_the_field_out(pdf: pikepdf.Pdf) -> None:
    del element(pdf, "Form").K


def move_an_element(pdf: pikepdf.Pdf) -> None:
    element(pdf, "P").P = pdf.Root.StructTreeRoot


def use_the_next_key(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.ParentTreeNextKey = 3


def drop_the_structure(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


DAMAGES: tuple[tuple[Damage, str], ...] = (
    (forget_page, "no StructParents"),
    (give_to_another, "to another element"),
    (shorten_owners, "no list of its"),
    (drop_owner, "has no owner"),
    (claim_twice, "has 2 owners"),
    (claim_what_is_not_there, "MCID 9999, which is not there"),
    (use_number_twice, "MCID 2 is used twice"),
    (mark_as_something_else, "is marked as P and owned by /H1"),
    (paint_unmarked, "paints outside of marked content"),
    (leave_open, "open at the end of the page"),
    (skip_a_level, "an H4 follows an H1"),
    (silence_a_figure, "nothing is read instead of it"),
    (forget_what_a_header_heads, "does not say what it heads"),
    (lose_the_field, "does not lead from its annotation back"),
    (leave_the_field_out, "an annotation is in no element"),
    (move_an_element, "its parent is another"),
    (use_the_next_key, "is a key in use"),
    (drop_the_structure, "has no structure"),
)


def test_a_form_has_no_fault() -> None:
    assert find_structure_faults(form()) == []


@pytest.mark.parametrize(("damage", "said"), DAMAGES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_damage_is_found_and_named(damage: Damage, said: str) -> None:
    assert any(said in fault for fault in find_structure_faults(damaged(damage)))
