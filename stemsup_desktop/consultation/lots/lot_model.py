"""The lot book of a clinic: products, lots and their certificates of analysis, as they are kept in the vault."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.volumes import check_volume

MOST_VIALS = 100_000
MOST_PLACES = 30
"""Of a concentration."""


class FileRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in the vault by the SHA-256 of its bytes; `name` is what its owner called it."""

    sha256: str
    name: str
    media_type: str
    size: int


class LotProduct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A product as the clinic buys it. The GTINs are what its codes carry, 14 digits each."""

    product_id: str
    name_en: str
    name_ja: str
    maker: str = ""
    cell_source: CellSource | None = None
    approval_status: str = ""
    procurement: str = ""
    storage: str = ""
    vial_ml: Decimal | None = None
    routes: tuple[Route, ...] = ()
    instructions: str = ""
    gtins: tuple[str, ...] = ()
    is_retired: bool = False

    def __post_init__(self) -> None:
        check_volume(self.vial_ml)


class ItemState(StrEnum):
    """How a reporting item stands on a certificate. An item that nobody entered yet is none of these."""

    PASSED = "passed"
    FAILED = "failed"
    ABSENT = "absent"


class ReportedItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One reporting item of a certificate; value and limit in the maker's words, with unit and method."""

    item_id: str
    state: ItemState
    value: str = ""
    unit: str = ""
    method: str = ""
    limit: str = ""


class MeasuredState(StrEnum):
    """What a certificate says of a factor: a value, under the limit of detection, or nothing."""

    MEASURED = "measured"
    BELOW_LIMIT = "below-limit"
    NOT_MEASURED = "not-measured"


class ConcentrationUnit(StrEnum):
    """The unit as it was printed."""

    PG_PER_ML = "pg/mL"
    NG_PER_ML = "ng/mL"


class MeasuredFactor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A growth factor or cytokine on a certificate.

    `factor_id` is the id of a reference page or a name of its own ("IL-6"); `form` tells isoforms apart ("AA", "β1").
    `value` is there exactly for MEASURED, `limit` may be there for BELOW_LIMIT; both in `unit`, as printed.
    """

    factor_id: str
    state: MeasuredState
    value: Decimal | None = None
    unit: ConcentrationUnit | None = None
    method: str = ""
    limit: Decimal | None = None
    form: str = ""

    def __post_init__(self) -> None:
        numbers = [one for one in (self.value, self.limit) if one is not None]
        if not all(map(_is_concentration, numbers)):
            raise ValueError("a concentration is a number that is not negative")
        if (self.value is not None) != (self.state is MeasuredState.MEASURED):
            raise ValueError("a measured factor has a value, and no other has one")
        if numbers and self.unit is None:
            raise ValueError("a concentration has a unit")


def _is_concentration(number: Decimal) -> bool:
    """Say whether a number is at most 10^12, not negative, and written with at most 30 digits behind the point."""
    if not number.is_finite() or not 0 <= number <= Decimal(10) ** 12:
        return False
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and -MOST_PLACES <= exponent <= MOST_PLACES


class LotCertificate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The certificate of analysis of one lot.

    `shown_absent` are codes of the checklist's allergen list that it shows as not detected. What it says counts in the
    gate only once a physician has checked it against the maker's paper: `checked_by` with `checked_at`.
    """

    reference: str = ""
    issued_on: date | None = None
    items: tuple[ReportedItem, ...] = ()
    factors: tuple[MeasuredFactor, ...] = ()
    shown_absent: tuple[str, ...] = ()
    is_research_use_only: bool | None = None
    file: FileRef | None = None
    entered_by: str = ""
    entered_at: datetime | None = None
    checked_by: str = ""
    checked_at: datetime | None = None


class TemperatureCheck(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the temperature log of transport and storage shows; `had_excursion` None means nobody has read it."""

    had_excursion: bool | None = None
    note: str = ""
    file: FileRef | None = None
    checked_by: str = ""
    checked_on: date | None = None


class Recall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That a lot must not be used any more, who said so and why. One that was lifted stays, with the reason."""

    recalled_at: datetime
    recalled_by: str
    reason: str
    source: str = ""
    lifted_at: datetime | None = None
    lifted_by: str = ""
    lifted_reason: str = ""


class Lot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One production lot in the clinic's hands; how many vials are used, discarded and left is counted, not kept."""

    lot_id: str
    product_id: str
    number: str
    made_on: date | None = None
    expires_on: date | None = None
    received_on: date | None = None
    vials_received: Annotated[int, Meta(ge=0, le=MOST_VIALS)] = 0
    storage_place: str = ""
    temperature: TemperatureCheck = TemperatureCheck()
    certificate: LotCertificate | None = None
    recalls: tuple[Recall, ...] = ()
    note: str = ""

    @property
    def is_recalled(self) -> bool:
        """Say whether a recall stands."""
        return any(recall.lifted_at is None for recall in self.recalls)


class VialFate(StrEnum):
    """What became of a vial. One that is in none of these is left."""

    USED = "used"
    DISCARDED = "discarded"


class Vial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One vial whose fate is known: a vial serves one patient in one session.

    `vial` is its serial number where the code carries one, else its running number in the lot, from "1".
    """

    lot_id: str
    vial: str
    fate: VialFate
    at: datetime
    by: str
    patient_id: str = ""
    consultation_id: str = ""
    reason: str = ""


class LotEntry(msgspec.Struct, frozen=True):
    """A lot with its product and the count of its vials."""

    lot: Lot
    product: LotProduct
    vials_used: int = 0
    vials_discarded: int = 0

    @property
    def vials_left(self) -> int:
        """Return how many vials are left; negative if more were used than received."""
        return self.lot.vials_received - self.vials_used - self.vials_discarded
