"""The lists beside the pages: scales, sites, labels, shared entries, and the manifest of the content."""

from datetime import date
from typing import Literal

import msgspec

from stemsup_desktop.language import Text
from stemsup_desktop.reference.body_parts import BodyPart
from stemsup_desktop.reference.model import (
    Direction,
    Evidence,
    Grade,
    PageId,
    PageKind,
    ReviewStatus,
    Scope,
    Section,
    Statement,
)


class Scale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tracking scale and what its terms let the program hold: everything, only a grade, only a total."""

    id: str
    name: Text
    licence: Statement
    may_record: Literal["score", "grade", "total"]
    use: Literal["default", "grade-only", "total-only", "cautious", "optional"]
    may_show_items: bool = False
    lowest: int | None = None
    highest: int | None = None
    kana: str = ""


ViewId = Literal["face-front", "scalp-top", "head-right", "head-left", "head-back"]
"""The drawings of the site map."""


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A coded place on scalp, face or neck.

    `views` name the drawings of the site map that show it, each as the zone with the id of the site, that from which it
    is seen best first; a site that no drawing shows is chosen from the list only. `body_part` is its published code.
    """

    site_id: str
    name: Text
    region: Literal["scalp", "face", "neck", "other"]
    side: Literal["right", "centre", "left"] | None = None
    is_caution: bool = False
    views: tuple[ViewId, ...] = ()
    body_part: BodyPart | None = None
    is_free_text: bool = False
    kana: str = ""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The version of the content, its reading order, and who reviewed it; an empty `reviewed_by` means nobody yet.

    `order` holds page ids; pages that it does not name come after those it does.
    """

    version: str
    order: tuple[PageId, ...] = ()
    reviewed_by: str = ""
    reviewed_on: date | None = None


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words for every code of this room; a missing one is an error at load."""

    kinds: dict[PageKind, Text]
    scopes: dict[Scope, Text]
    scope_notes: dict[Scope, Text]
    grades: dict[Grade, Text]
    directions: dict[Direction, Text]
    statuses: dict[ReviewStatus, Text]
    claimed: Text


class Shared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Evidence and sections that several pages show."""

    evidence: tuple[Evidence, ...] = ()
    sections: tuple[Section, ...] = ()
