"""Step 4 as it is kept: product and lot, routes, sites, sessions, cost. Nothing here is ever suggested."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.site_model import SitePoint


class Certificate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the lot's certificate of analysis says; `is_on_file` None means nobody has looked yet.

    `shown_absent` names substances (codes of the allergen list) that the certificate shows as not detected.
    """

    is_on_file: bool | None = None
    is_complete: bool | None = None
    shown_absent: tuple[str, ...] = ()
    is_research_use_only: bool | None = None
    has_failed_item: bool | None = None


class Product(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The product and the lot to be used.

    With a `lot_id` the lot is one of the clinic's lot book, and what the book says now counts over what stands here.
    """

    name: str = ""
    cell_source: CellSource | None = None
    maker: str = ""
    approval_status: str = ""
    procurement: str = ""
    lot_number: str = ""
    expires: date | None = None
    certificate: Certificate = Certificate()
    lot_id: str = ""
    is_recalled: bool | None = None
    had_temperature_excursion: bool | None = None


class PlannedPoint(SitePoint, frozen=True, forbid_unknown_fields=True):
    """A point as the physician set it beforehand."""


class PlannedSite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A coded site of the scalp or face list; `other` is free text for the site "other"."""

    site_id: str
    other: str = ""
    points: tuple[PlannedPoint, ...] = ()


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is intended. Nothing here is ever suggested by the program, least of all a dose.

    `home_use` is amount and times of the spray at home in the physician's own words.
    """

    product: Product = Product()
    routes: tuple[Route, ...] = ()
    sites: tuple[PlannedSite, ...] = ()
    sessions: Annotated[int, Meta(ge=1, le=100)] | None = None
    interval_days: Annotated[int, Meta(ge=1, le=3650)] | None = None
    fee_per_session_yen: Annotated[int, Meta(ge=0, le=100_000_000)] | None = None
    extra_fees_yen: Annotated[int, Meta(ge=0, le=100_000_000)] = 0
    first_session_on: date | None = None
    aftercare_ids: tuple[str, ...] = ()
    alternatives_explained: bool = False
    note: str = ""
    home_use: str = ""
