"""What is typed into the patient form before it is a patient: pure, so that it outlives the widgets. No Qt."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from stemsup_desktop.consultation.eras import parse_era_year
from stemsup_desktop.consultation.patient import Allergy, Patient, Sex
from stemsup_desktop.consultation.patient_check import (
    OLDEST_BIRTH_DATE,
    FieldProblem,
    check_patient,
    normalise_patient,
    normalise_text,
)
from stemsup_desktop.consultation.patient_search import parse_birth_dates
from stemsup_desktop.language import Language, Text
from stemsup_desktop.ui.parsing import parse_date, parse_number

_FORM_ORDER = ("name", "kana", "romaji", "birth_date", "chart_number", "phone")


@dataclass(frozen=True, slots=True)
class AllergyDraft:
    """One allergy as typed."""

    substance: str = ""
    reaction: str = ""
    year: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not (self.substance.strip() or self.reaction.strip() or self.year.strip())


@dataclass(frozen=True, slots=True)
class PatientDraft:
    """The form as typed; `patient_id` is empty and `version` 0 for a new patient."""

    patient_id: str = ""
    version: int = 0
    name: str = ""
    kana: str = ""
    romaji: str = ""
    sex: Sex = Sex.UNKNOWN
    birth_date: str = ""
    chart_number: str = ""
    language: Language = Language.JA
    phone: str = ""
    address: str = ""
    allergies: tuple[AllergyDraft, ...] = ()
    allergies_asked_on: date | None = None
    alerts: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether the patient is not in the vault yet."""
        return not self.patient_id


class LineField(StrEnum):
    """The one-line fields, by the record's own names, in the order of the form."""

    NAME = "name"
    KANA = "kana"
    ROMAJI = "romaji"
    CHART_NUMBER = "chart_number"
    PHONE = "phone"
    ADDRESS = "address"


def make_draft(patient: Patient, version: int) -> PatientDraft:
    """Return the form for editing a patient."""
    return PatientDraft(
        patient_id=patient.patient_id,
        version=version,
        name=patient.name,
        kana=patient.kana,
        romaji=patient.romaji,
        sex=patient.sex,
        birth_date=patient.birth_date.isoformat(),
        chart_number=patient.chart_number,
        language=patient.language,
        phone=patient.phone,
        address=patient.address,
        allergies=tuple(
            AllergyDraft(allergy.substance, allergy.reaction, "" if allergy.year is None else str(allergy.year))
            for allergy in patient.allergies
        ),
        allergies_asked_on=patient.allergies_asked_on,
        alerts=patient.alerts,
    )


def make_draft_from_query(query: str) -> PatientDraft:
    """Return the form of a new patient that takes over what was searched for, in the field it looks like."""
    text = normalise_text(query).strip()
    if not text:
        return PatientDraft()
    birth_date = parse_birth_date(text)
    if birth_date is not None:
        return PatientDraft(birth_date=birth_date.isoformat())
    if any(unicodedata.category(character) == "Nd" for character in text):
        return PatientDraft(chart_number=text)
    if all(_is_kana(character) for character in text):
        return with_line_folded(PatientDraft(kana=text), LineField.KANA)
    if all("LATIN" in unicodedata.name(character, "") for character in text if character.isalpha()):
        return PatientDraft(name=text, romaji=text)
    return PatientDraft(name=text)


def with_line(draft: PatientDraft, field: LineField, text: str) -> PatientDraft:
    """Return the draft with another text in a one-line field."""
    return replace(draft, **{field.value: normalise_text(text)})  # type: ignore[arg-type]


def with_line_folded(draft: PatientDraft, field: LineField) -> PatientDraft:
    """Return the draft with a field as it will be kept: one width, half-width kana made full, spaces trimmed."""
    patient = normalise_patient(_make_patient(draft, date.min))
    return replace(draft, **{field.value: getattr(patient, field.value)})


def with_allergy(draft: PatientDraft, row: int, allergy: AllergyDraft) -> PatientDraft:
    """Return the draft with another allergy in a row; a row after the last one adds it."""
    changed = AllergyDraft(*(normalise_text(text) for text in (allergy.substance, allergy.reaction, allergy.year)))
    return replace(draft, allergies=(*draft.allergies[:row], changed, *draft.allergies[row + 1 :]))


def without_allergy(draft: PatientDraft, row: int) -> PatientDraft:
    """Return the draft without the allergy of a row."""
    return replace(draft, allergies=draft.allergies[:row] + draft.allergies[row + 1 :])


def with_none_known(draft: PatientDraft, today: date, *, is_asked: bool) -> PatientDraft:
    """Return the draft with allergies asked about today and none known, or not asked about."""
    return replace(draft, allergies_asked_on=today if is_asked else None)


def with_alert(draft: PatientDraft, row: int, text: str) -> PatientDraft:
    """Return the draft with another alert in a row; a row after the last one adds it."""
    return replace(draft, alerts=(*draft.alerts[:row], normalise_text(text), *draft.alerts[row + 1 :]))


def without_alert(draft: PatientDraft, row: int) -> PatientDraft:
    """Return the draft without the alert of a row."""
    return replace(draft, alerts=draft.alerts[:row] + draft.alerts[row + 1 :])


def has_entries(draft: PatientDraft, before: PatientDraft) -> bool:
    """Tell whether anything was typed that would be lost; rows added but left blank do not count."""
    return _without_blanks(draft) != _without_blanks(before)


def derive_birth_date(draft: PatientDraft) -> date | None:
    """Return the day that was typed, or None."""
    return parse_birth_date(draft.birth_date)


def parse_birth_date(text: str) -> date | None:
    """Return a day written in any of the ways of a date field, or in an era: S47.4.18, 昭和47年4月18日."""
    day = parse_date(text)
    if day is not None:
        return day
    days = parse_birth_dates(text)
    return days[0] if days is not None and days[0] == days[1] else None


def derive_patient(draft: PatientDraft) -> Patient | None:
    """Return the patient as it would be kept, or None while the date of birth is no day."""
    birth_date = derive_birth_date(draft)
    return None if birth_date is None else normalise_patient(_make_patient(draft, birth_date))


def check_draft(draft: PatientDraft, today: date) -> tuple[FieldProblem, ...]:
    """Return every problem of the form, in its order; a row's field is written `allergies.0.year`."""
    birth_date = derive_birth_date(draft)
    patient = normalise_patient(_make_patient(draft, birth_date or OLDEST_BIRTH_DATE))
    problems = list(check_patient(patient, today))
    if birth_date is None:
        if draft.birth_date.strip():
            text = Text("This is no day of the calendar.", "日付として読み取れません。")
        else:
            text = Text("Enter the date of birth.", "生年月日を入力してください。")
        problems.append(FieldProblem("birth_date", text))
        problems.sort(key=lambda problem: _FORM_ORDER.index(problem.field))
    for row, allergy in enumerate(draft.allergies):
        problems += _check_allergy(row, allergy, today)
    return tuple(problems)


def _check_allergy(row: int, allergy: AllergyDraft, today: date) -> list[FieldProblem]:
    problems = []
    if not allergy.is_blank and not allergy.substance.strip():
        text = Text("Enter the substance.", "原因物質を入力してください。")
        problems.append(FieldProblem(f"allergies.{row}.substance", text))
    if allergy.year.strip() and _read_year(allergy.year, today.year) is None:
        text = Text(
            f"Enter a year from {OLDEST_BIRTH_DATE.year} to {today.year}.",
            f"{OLDEST_BIRTH_DATE.year}年から{today.year}年までの西暦で入力してください。",
        )
        problems.append(FieldProblem(f"allergies.{row}.year", text))
    return problems


def _read_year(text: str, latest: int = date.max.year) -> int | None:
    era_year = parse_era_year(text)
    number = parse_number(text, is_whole=True) if era_year is None else Decimal(era_year)
    if number is None or number != int(number) or not OLDEST_BIRTH_DATE.year <= number <= latest:
        return None
    return int(number)


def _make_patient(draft: PatientDraft, birth_date: date) -> Patient:
    allergies = tuple(
        Allergy(allergy.substance, allergy.reaction, _read_year(allergy.year))
        for allergy in draft.allergies
        if not allergy.is_blank
    )
    return Patient(
        patient_id=draft.patient_id,
        chart_number=draft.chart_number,
        name=draft.name,
        birth_date=birth_date,
        sex=draft.sex,
        kana=draft.kana,
        romaji=draft.romaji,
        language=draft.language,
        phone=draft.phone,
        address=draft.address,
        allergies=allergies,
        allergies_asked_on=draft.allergies_asked_on,
        alerts=draft.alerts,
    )


def _without_blanks(draft: PatientDraft) -> PatientDraft:
    allergies = tuple(allergy for allergy in draft.allergies if not allergy.is_blank)
    return replace(draft, allergies=allergies, alerts=tuple(alert for alert in draft.alerts if alert.strip()))


def _is_kana(character: str) -> bool:
    if character.isspace() or character in "ー・":
        return True
    name = unicodedata.name(character, "")
    return name.startswith(("HIRAGANA", "KATAKANA", "HALFWIDTH KATAKANA"))
