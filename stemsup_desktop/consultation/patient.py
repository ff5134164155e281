"""The patient as the clinic knows them."""

from datetime import date
from enum import StrEnum

import msgspec

from stemsup_desktop.language import Language


class Sex(StrEnum):
    """Administrative gender, FHIR R4 codes."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class Allergy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One allergy in the patient's own words; `year` is when it happened, if known."""

    substance: str
    reaction: str = ""
    year: int | None = None


class Patient(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One patient.

    `name` is the name as written (kanji or Latin letters). No allergy listed and `allergies_asked_on` None means
    "not asked", never "none known".
    """

    patient_id: str
    chart_number: str
    name: str
    birth_date: date
    sex: Sex = Sex.UNKNOWN
    kana: str = ""
    romaji: str = ""
    language: Language = Language.JA
    phone: str = ""
    address: str = ""
    allergies: tuple[Allergy, ...] = ()
    allergies_asked_on: date | None = None
    alerts: tuple[str, ...] = ()


def age_in_years(birth_date: date, on: date) -> int:
    """Return completed years of age on a day; 29 February counts from 1 March in common years."""
    had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    return on.year - birth_date.year - (0 if had_birthday else 1)
