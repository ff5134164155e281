"""Step 6 as it is kept: what was really done, to whom it was done, and what was seen."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.events.event_model import Seriousness
from stemsup_desktop.consultation.site_model import SitePoint
from stemsup_desktop.consultation.volumes import check_volume
from stemsup_desktop.language import Language


class Vitals(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One set of vital signs in the treatment room."""

    moment: Literal["before", "during", "after"]
    taken_at: datetime
    temperature_c: Decimal | None = None
    systolic_mmhg: int | None = None
    diastolic_mmhg: int | None = None
    pulse_per_min: int | None = None
    spo2_percent: int | None = None
    respiration_per_min: int | None = None

    def __post_init__(self) -> None:
        if self.temperature_c is not None and not self.temperature_c.is_finite():
            raise ValueError("a temperature is a number of degrees Celsius")


class SiteTreated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a site really received.

    With `marked` points, their count and the sum of their volumes are what it received; `points` and `volume_ml` are
    for a site whose points nobody marked.
    """

    site_id: str
    points: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    volume_ml: Decimal | None = None
    other: str = ""
    note: str = ""
    marked: tuple[SitePoint, ...] = ()

    def __post_init__(self) -> None:
        check_volume(self.volume_ml)
        if self.marked and (self.points is not None or self.volume_ml is not None):
            raise ValueError("a site with marked points has no count or volume of its own")


class DripRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the drip was given, as entered by the person who gave it."""

    volume_ml: Decimal | None = None
    dilution: str = ""
    rate: str = ""
    filter: str = ""
    line: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        check_volume(self.volume_ml)


class Dispensed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Units of one lot that were handed out for use at home on one day; `use_by` is what their label says."""

    units: Annotated[int, Meta(ge=1, le=1000)]
    dispensed_on: date
    lot_number: str = ""
    use_by: date | None = None


class UseAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to a question on use at home; every attempt is kept, none is counted against the patient."""

    question_id: str
    question_version: str
    option_id: str
    language: Language
    answered_at: datetime


class NasalRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the spray was given or handed out for self-use."""

    volume_ml: Decimal | None = None
    sprays_per_nostril: Annotated[int, Meta(ge=0, le=100)] | None = None
    units_dispensed: Annotated[int, Meta(ge=0, le=1000)] | None = None
    instruction_given: bool = False
    teach_back_done: bool = False
    dispensed: tuple[Dispensed, ...] = ()
    answers: tuple[UseAnswer, ...] = ()

    def __post_init__(self) -> None:
        check_volume(self.volume_ml)


class Reaction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An adverse event at the treatment; `grade` is 1 mild to 5 death, `point` counts from 1 at its site.

    `event_id` names the event of the patient's list under which it is followed.
    """

    kind: str
    grade: Annotated[int, Meta(ge=1, le=5)]
    onset_at: datetime | None = None
    action: str = ""
    outcome: str = ""
    site_id: str = ""
    point: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    seriousness: tuple[Seriousness, ...] = ()
    event_id: str = ""


class VialUsed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One vial that was opened for this session, and how much of it; volumes in mL, as entered.

    `lot_id` is empty for a lot that is not in the lot book.
    """

    lot_number: str
    vial: str
    route: Route
    lot_id: str = ""
    expires_on: date | None = None
    drawn_up_ml: Decimal | None = None
    discarded_ml: Decimal | None = None

    def __post_init__(self) -> None:
        check_volume(self.drawn_up_ml)
        check_volume(self.discarded_ml)


class Treatment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was really done; None for `lot_number` means not yet recorded.

    Where `vials` say what was drawn up, they count over `drawn_up_ml`. The vials of one route are of one lot.
    """

    lot_number: str | None = None
    lot_expires: date | None = None
    operator: str = ""
    needle: str = ""
    drawn_up_ml: Decimal | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    observed_until: datetime | None = None
    sites: tuple[SiteTreated, ...] = ()
    drip: DripRecord | None = None
    nasal: NasalRecord | None = None
    vitals: tuple[Vitals, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    no_reaction_observed: bool = False
    note: str = ""
    vials: tuple[VialUsed, ...] = ()

    def __post_init__(self) -> None:
        check_volume(self.drawn_up_ml)
