"""A dated correction or addition to a kept document, with author and reason; the document itself stays as it was."""

from datetime import datetime
from typing import Literal

import msgspec

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.consent_model import Facts, Paragraph
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.sheet_facing import SheetFacing
from stemsup_desktop.consultation.sheet_model import Sheet
from stemsup_desktop.consultation.sheet_text import SheetForm
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.language import Language, Text

LONGEST_TEXT = 20_000
LONGEST_REASON = 2_000

_KIND = Text("Kind", "種類")
_NUMBER = Text("Number", "番号")
_MADE_AT = Text("Made", "作成日時")
_SHA256 = Text("Check sum (SHA-256)", "チェックサム（SHA-256）")
_AUTHOR = Text("Author", "記載者")
_WRITTEN_AT = Text("Written", "記載日時")
_REASON = Text("Reason", "理由")
_TEXT = Text("Correction or addition", "訂正・補足")


class Original(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The document that an addendum belongs to; `sha256` is of the file that is attached, in hexadecimal."""

    number: str
    kind: str
    made_at: datetime
    sha256: str


class Addendum(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was corrected or added, by whom, when and why."""

    original: Original
    author: str
    written_at: datetime
    reason: str
    text: str
    author_id: str = ""


class AddendumFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an addendum is rendered from: the snapshot that is kept beside its PDF."""

    file: ConsultationFile
    addendum: Addendum
    format: Literal["stemsup-addendum/1"] = "stemsup-addendum/1"


def check_addendum(addendum: Addendum) -> None:
    """Raise `InputProblem` unless author, reason and text are there and not too long."""
    if is_blank(addendum.author) or is_blank(addendum.reason) or is_blank(addendum.text):
        raise InputProblem("addendum-incomplete", "An addendum needs an author, a reason and a text.")
    if len(addendum.reason) > LONGEST_REASON or len(addendum.text) > LONGEST_TEXT:
        raise InputProblem("addendum-long", "The reason or the text of the addendum is too long. Shorten it.")


def derive_addendum(
    file: ConsultationFile, addendum: Addendum, form: SheetForm, kind: Text, language: Language
) -> Sheet:
    """Return an addendum in one language; `kind` is what the original is called. No verdict keeps it back.

    Raises `InputProblem` addendum-incomplete, addendum-long.
    """
    check_addendum(addendum)
    facing, original = SheetFacing(file, language), addendum.original
    named = facing.facts(
        (_KIND, facing.say(kind)),
        (_NUMBER, original.number),
        (_MADE_AT, facing.say_moment(original.made_at)),
        (_SHA256, say_sha256(original.sha256)),
    )
    written = facing.facts((_AUTHOR, addendum.author), (_WRITTEN_AT, facing.say_moment(addendum.written_at)))
    correction = (
        *(written, Paragraph(facing.say(_REASON), is_strong=True), Paragraph(addendum.reason)),
        *(Paragraph(facing.say(_TEXT), is_strong=True), Paragraph(addendum.text)),
    )
    return Sheet(
        language=language,
        title=facing.say(form.title),
        subtitle=facing.say(form.subtitle),
        form_id=form.id,
        form_version=form.version,
        who=_who(facing),
        parts=(
            facing.part(form.get_section("original"), named),
            facing.part(form.get_section("correction"), *correction),
            facing.part(form.get_section("kept")),
        ),
    )


def say_sha256(sha256: str) -> str:
    """Return a hash in groups of four, so that two of them can be compared by eye."""
    return " ".join(sha256[start : start + 4] for start in range(0, len(sha256), 4))


def _who(facing: SheetFacing) -> Facts:
    physician = facing.file.physician.name
    return facing.who((labels.PHYSICIAN, physician)) if physician else facing.who()
