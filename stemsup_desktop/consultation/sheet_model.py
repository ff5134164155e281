"""A paper around a consent, assembled for one person in one language: slip, addendum, self-administration sheet."""

import msgspec

from stemsup_desktop.consultation.consent_model import Block, Facts, SignatureLine
from stemsup_desktop.consultation.signing_model import HandSignature
from stemsup_desktop.language import Language


class SheetPart(msgspec.Struct, frozen=True):
    """One part of a paper in reading order."""

    heading: str
    blocks: tuple[Block, ...]
    note: str = ""


class Sheet(msgspec.Struct, frozen=True):
    """The whole paper. `who` stands first; `mark` is the signature that was made on screen, if any."""

    language: Language
    title: str
    subtitle: str
    form_id: str
    form_version: str
    who: Facts
    parts: tuple[SheetPart, ...]
    signatures_heading: str = ""
    signatures: tuple[SignatureLine, ...] = ()
    mark: HandSignature | None = None
