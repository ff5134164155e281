"""A consent form, assembled for one consultation in one language, in reading order."""

from datetime import date
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation.signing_model import SignerRole
from stemsup_desktop.language import Language


class Paragraph(msgspec.Struct, frozen=True, tag=True):
    """Running text."""

    text: str
    is_strong: bool = False


class Bullets(msgspec.Struct, frozen=True, tag=True):
    """A list."""

    items: tuple[str, ...]


class Facts(msgspec.Struct, frozen=True, tag=True):
    """Label and value pairs, as on a form; an empty value prints as a dash."""

    pairs: tuple[tuple[str, str], ...]


class Grid(msgspec.Struct, frozen=True, tag=True):
    """A table with a header row; `right_aligned` holds the indexes of number columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right_aligned: tuple[int, ...] = ()


class TickBox(msgspec.Struct, frozen=True, tag=True):
    """A box beside a sentence, drawn ticked or empty. `tick_id` names one that a hand ticks, in ink or on screen."""

    text: str
    is_ticked: bool
    tick_id: str = ""


class YesNoChoice(msgspec.Struct, frozen=True, tag=True):
    """A separate choice with a yes and a no box; unset prints at no."""

    choice_id: str
    text: str
    is_yes: bool


class WriteLine(msgspec.Struct, frozen=True, tag=True):
    """A labelled line to write on by hand."""

    label: str


class WriteTable(msgspec.Struct, frozen=True, tag=True):
    """A table to write in by hand: its headings, and how many empty rows stand under them."""

    columns: tuple[str, ...]
    rows: int


Block = Paragraph | Bullets | Facts | Grid | TickBox | YesNoChoice | WriteLine | WriteTable


class ClauseMark(StrEnum):
    """How a clause stands to the consent given before; NONE where there was none, or its clauses are not known."""

    NONE = ""
    NEW = "new"
    REWORDED = "reworded"
    UNCHANGED = "unchanged"


class Clause(msgspec.Struct, frozen=True):
    """One numbered part with its own version; `number` is as printed ("5a"); initials wanted or not.

    `mark` says how it stands to the consent of `AssembledConsent.marked_since`.
    """

    clause_id: str
    version: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    wants_initials: bool
    mark: ClauseMark = ClauseMark.NONE


class ConsentSection(msgspec.Struct, frozen=True):
    """One section of the form with its heading; it holds at least one clause."""

    number: str
    heading: str
    clauses: tuple[Clause, ...]
    note: str = ""


class SignatureLine(msgspec.Struct, frozen=True):
    """Who signs, and the sentence that they sign. `name` is printed under the line; empty leaves a line to write it.

    `role` is what the signer is called on the form, `code` who it is in the record.
    """

    role: str
    statement: str
    name: str
    is_required: bool
    code: SignerRole


class AssembledConsent(msgspec.Struct, frozen=True):
    """The whole form.

    `text_sha256` is over the exact text in this language, without the names that a signer gives with the signature;
    `basis_sha256` over what is agreed to, in any language: clause versions, symptoms, product class and lot, routes,
    sites, sessions and cost. `who` stands first on the form: patient, clinic, physician and date.
    `signatures_heading` carries its number. `marked_since` is the day of the consent that clauses are marked against,
    and `marks_note` the sentence that says so on the form.
    """

    language: Language
    title: str
    subtitle: str
    form_version: str
    key_points_heading: str
    key_points: tuple[str, ...]
    sections: tuple[ConsentSection, ...]
    signatures_heading: str
    signatures: tuple[SignatureLine, ...]
    withdrawal: ConsentSection
    text_sha256: str
    basis_sha256: str
    who: Facts = Facts(())
    marked_since: date | None = None
    marks_note: str = ""
