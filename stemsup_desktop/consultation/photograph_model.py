"""A photograph of one patient as it is known beside its bytes."""

from datetime import datetime

import msgspec


class Photograph(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A photograph in the vault: re-encoded, so that place and device are gone.

    Width and height in pixels; `scale` is pixels per mm where somebody measured it, as text of a decimal number.
    """

    photo_id: str
    patient_id: str
    consultation_id: str
    taken_at: datetime
    added_by: str
    sha256: str
    width: int
    height: int
    size: int
    site_id: str = ""
    view: str = ""
    note: str = ""
    scale: str = ""
