"""The head of a document: its clinic, its title, and whose it is."""

from datetime import date

from stemsup_desktop.consultation.formats import format_age, format_date, format_sex
from stemsup_desktop.consultation.patient import age_in_years
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.documents import words
from stemsup_desktop.documents.facing import Facing, merge
from stemsup_desktop.documents.pen import SLASH, Pen
from stemsup_desktop.documents.pieces import Drawing, Piece, Stack
from stemsup_desktop.documents.structure import Tag
from stemsup_desktop.documents.styles import ACCENT, RULE_TITLE, SUBTITLE, TITLE, WIDTH
from stemsup_desktop.documents.typesetter import Typesetter
from stemsup_desktop.language import Language


def title_block(setter: Typesetter, title: str, subtitle: str) -> Piece:
    """Return title, subtitle and the strong rule under them."""

    def rule(pen: Pen, x: float, top: float) -> None:
        pen.rule(x, top - 6, WIDTH, RULE_TITLE, ACCENT)

    parts: list[Piece] = [setter.prose(title, title, TITLE, tag=Tag.H1)]
    if subtitle:
        parts.append(setter.prose(subtitle, title, SUBTITLE))
    return Stack([*parts, Drawing(9, rule)])


def identity_pairs(file: ConsultationFile, day: date, language: Language) -> list[tuple[str, str]]:
    """Return labels and values of the patient, as old as on that day, of the physician and the clinic."""
    patient, clinic = file.patient, file.clinic
    age = format_age(age_in_years(patient.birth_date, day), language)
    born = f"{format_date(patient.birth_date, language)} ({age}) · {format_sex(patient.sex, language)}"
    if language is Language.JA:
        born = born.replace(" (", "（").replace(") ", "）")
    physician = file.physician.name
    if language is Language.EN and file.physician.name_en:
        physician = f"{file.physician.name_en}  {file.physician.name}"
    return [
        (_name_label(file, language), _name(file, language)),
        (words.BORN.in_language(language), born),
        (words.CHART_NUMBER.in_language(language), patient.chart_number),
        (words.PHYSICIAN.in_language(language), physician),
        (words.EXPLAINED_ON.in_language(language), format_date(file.consultation.started_at.date(), language)),
        (words.EMERGENCY.in_language(language), clinic.emergency_phone or clinic.phone),
    ]


def _name_label(file: ConsultationFile, language: Language) -> str:
    label = words.PATIENT.in_language(language)
    if language is Language.JA and file.patient.kana:
        return f"{label}（{file.patient.kana}）"
    return label


def _name(file: ConsultationFile, language: Language) -> str:
    patient = file.patient
    if language is Language.JA:
        return f"{patient.name} 様"
    return f"{patient.romaji}  {patient.name}" if patient.romaji else patient.name


def say_clinic(file: ConsultationFile, facing: Facing) -> str:
    """Return the clinic's name in each language of the document, once where it is the same."""
    return SLASH.join(merge(clinic_name(file, language) for language in facing.languages))


def clinic_name(file: ConsultationFile, language: Language) -> str:
    """Return the clinic's name in the language of the document, as far as there is one."""
    return (language is Language.EN and file.clinic.name_en) or file.clinic.name
