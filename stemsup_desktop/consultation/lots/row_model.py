"""One line of a certificate as it is written, and what reading it gives: a thing to keep, or cells that are wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from stemsup_desktop.consultation.lots.certificate_checks import Column, LineFault
from stemsup_desktop.consultation.lots.certificate_items import CertificateCatalogue, fold_name
from stemsup_desktop.consultation.lots.lot_model import Lot, MeasuredFactor, ReportedItem
from stemsup_desktop.language import Text


class CertificateRow(msgspec.Struct, frozen=True):
    """The cells of one line as they are written; all may be empty but one of kind and name."""

    kind: str = ""
    name: str = ""
    form: str = ""
    state: str = ""
    value: str = ""
    unit: str = ""
    method: str = ""
    limit: str = ""


class ReadRow(msgspec.Struct, frozen=True):
    """A line that was read: at most one of the fields is set, or there are faults.

    `said` is what the line will be, in words. `shown_absent` is the code of a substance, `shown_present` one that the
    certificate does not show as absent.
    """

    said: Text
    faults: tuple[LineFault, ...] = ()
    item: ReportedItem | None = None
    factor: MeasuredFactor | None = None
    shown_absent: str = ""
    shown_present: str = ""
    is_research_use_only: bool | None = None


@dataclass(frozen=True, slots=True)
class RowContext:
    """What a line is read against: the catalogue, the substances by code, the lot, and whether a comma is a point."""

    catalogue: CertificateCatalogue
    allergens: Mapping[str, Text]
    lot: Lot | None = None
    may_have_comma: bool = True
    names: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        names = {fold_name(name): code for code, text in self.allergens.items() for name in (code, text.en, text.ja)}
        object.__setattr__(self, "names", names)


class CellError(Exception):
    """One cell that cannot be read."""

    def __init__(self, column: Column, english: str, japanese: str) -> None:
        super().__init__(english)
        self.fault = LineFault(column, Text(english, japanese))
