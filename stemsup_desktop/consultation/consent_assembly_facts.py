"""Facts of a consultation as words and blocks of a consent form. Text from people stays as it was typed."""

from collections.abc import Mapping
from datetime import date

import msgspec

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.consent_assembly_labels import Labels
from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.consent_clauses import Placeholder
from stemsup_desktop.consultation.consent_model import Facts
from stemsup_desktop.consultation.course import derive_total_yen
from stemsup_desktop.consultation.eras import format_legal_date
from stemsup_desktop.consultation.formats import (
    format_age,
    format_date,
    format_sessions,
    format_sex,
    format_yen,
)
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.patient import age_in_years
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.language import Language, Text

BLANK = "________"
"""Stands in a sentence for a fact that is not recorded: a line to write on."""


class Facing(msgspec.Struct, frozen=True):
    """All that an assembly reads, in one language."""

    file: ConsultationFile
    gate: Gate
    labels: Labels
    names: Names
    language: Language
    form: str

    def say(self, text: Text) -> str:
        """Return a text in the language of the form."""
        return text.in_language(self.language)

    def say_date(self, day: date | None) -> str:
        """Return a date in words, empty if there is none."""
        return "" if day is None else format_date(day, self.language)

    def say_legal_date(self, day: date) -> str:
        """Return a date with its era, as a signed form has it in Japanese."""
        return format_legal_date(day, self.language)

    def say_yen(self, amount: int | None) -> str:
        """Return a sum in words, empty if there is none."""
        return "" if amount is None else format_yen(amount, self.language)

    def say_aside(self, words: str) -> str:
        """Return words in brackets, to stand behind others."""
        return f" ({words})" if self.language is Language.EN else f"（{words}）"

    def say_pairs(self, *pairs: tuple[Text, str]) -> Facts:
        """Return labels and values as one block."""
        return Facts(tuple((self.say(label), value) for label, value in pairs))


def derive_values(facing: Facing) -> Mapping[Placeholder, str]:
    """Return the words for every placeholder; what is not recorded is a line to write on."""
    file, plan, names, language = facing.file, facing.file.consultation.plan, facing.names, facing.language
    source = plan.product.cell_source
    values = {
        Placeholder.ROUTES: names.get_routes(plan.routes, language),
        Placeholder.CLINIC_NAME: say_clinic_name(facing),
        Placeholder.CLINIC_PHONE: file.clinic.phone,
        Placeholder.EMERGENCY_PHONE: file.clinic.emergency_phone,
        Placeholder.EMERGENCY_HOSPITAL: file.clinic.emergency_hospital,
        Placeholder.PHYSICIAN_NAME: say_physician_name(facing),
        Placeholder.PRODUCT_NAME: plan.product.name,
        Placeholder.CELL_SOURCE: "" if source is None else names.get_cell_source(source, language),
        Placeholder.LOT_NUMBER: plan.product.lot_number,
        Placeholder.SESSIONS: "" if plan.sessions is None else format_sessions(plan.sessions, language),
        Placeholder.FEE_PER_SESSION: facing.say_yen(plan.fee_per_session_yen),
        Placeholder.TOTAL_FEE: facing.say_yen(derive_total_yen(plan)),
    }
    return {name: BLANK if is_blank(value) else value for name, value in values.items()}


def say_clinic_name(facing: Facing) -> str:
    """Return the clinic's name in the language of the form, as far as there is one."""
    clinic = facing.file.clinic
    return clinic.name_en if facing.language is Language.EN and clinic.name_en.strip() else clinic.name


def say_physician_name(facing: Facing) -> str:
    """Return the physician's name in the language of the form, as far as there is one."""
    physician = facing.file.physician
    return physician.name_en if facing.language is Language.EN and physician.name_en.strip() else physician.name


def derive_who(facing: Facing) -> Facts:
    """Return who the form is about, who explains, and when."""
    file, labels, language = facing.file, facing.labels, facing.language
    patient, day = file.patient, file.consultation.started_at.date()
    age = facing.say_aside(format_age(age_in_years(patient.birth_date, day), language))
    sex = f"{', ' if language is Language.EN else '・'}{format_sex(patient.sex, language)}"
    reading = patient.kana or patient.romaji
    pairs = (
        (facing.say(labels.patient) + (facing.say_aside(reading) if reading.strip() else ""), patient.name),
        (facing.say(labels.born_and_sex), f"{facing.say_legal_date(patient.birth_date)}{age}{sex}"),
        (facing.say(labels.chart_number), patient.chart_number),
        (facing.say(labels.physician), say_physician_name(facing)),
        (facing.say(labels.explained_on), say_explained_on(facing)),
        (facing.say(labels.emergency_phone), file.clinic.emergency_phone),
    )
    return Facts(pairs)


def say_explained_on(facing: Facing) -> str:
    """Return the days of explanation, or the day the consultation began, in words."""
    consultation = facing.file.consultation
    days = sorted({page.explained_at.date() for page in consultation.explanation.pages})
    separator = ", " if facing.language is Language.EN else "、"
    return separator.join(facing.say_date(day) for day in days or [consultation.started_at.date()])
