"""The published codes for places on the body: HL7 v2 table 0550, and the modifiers of table 0495 that go with it."""

from typing import Literal

import msgspec

BODY_PARTS_SYSTEM = "http://terminology.hl7.org/CodeSystem/v2-0550"
MODIFIERS_SYSTEM = "http://terminology.hl7.org/CodeSystem/v2-0495"

BODY_PARTS = {
    "CHEEK": "Cheek",
    "CHIN": "Chin",
    "FOREH": "Forehead",
    "JAW": "Jaw",
    "LIP": "Lip",
    "NECK": "Neck",
    "NOSE": "Nose/Nose(outside)",
    "OCCIP": "Occipital",
    "PARIE": "Parietal",
    "PORBI": "Periorbital",
    "SCALP": "Scalp",
    "TEMPO": "Temporal",
}
"""What is used of table 0550, each with the name that the table gives it."""

MODIFIERS = {
    "ANT": "Anterior",
    "L": "Left",
    "LAT": "Lateral",
    "LOW": "Lower",
    "MED": "Medial",
    "R": "Right",
    "UPP": "Upper",
}
"""What is used of table 0495."""


class BodyPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code of table 0550 with modifiers of table 0495, as JP Core writes the place of an injection.

    `match` is "same" where the table has the site itself, "nearest" where it has only something wider beside it.
    """

    code: str
    match: Literal["same", "nearest"]
    modifiers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.code not in BODY_PARTS or not set(self.modifiers) <= set(MODIFIERS):
            raise ValueError("a body part is a code of the tables 0550 and 0495 that this program knows")
        if len(set(self.modifiers)) < len(self.modifiers):
            raise ValueError("a modifier stands once")
