"""What every paper around a consent says alike: whose it is, and the texts of its form with the clinic's facts."""

from datetime import datetime

import msgspec

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.consent_model import Block, Bullets, Facts, Paragraph
from stemsup_desktop.consultation.eras import format_legal_date
from stemsup_desktop.consultation.formats import format_date, format_datetime
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.sheet_model import SheetPart
from stemsup_desktop.consultation.sheet_text import SheetSection
from stemsup_desktop.language import Language, Text

NOT_GIVEN = Text("(not entered)", "（未記入）")


class SheetFacing(msgspec.Struct, frozen=True):
    """One person and visit, faced in one language."""

    file: ConsultationFile
    language: Language

    def say(self, text: Text) -> str:
        """Return a text in the language of the paper."""
        return text.in_language(self.language)

    def say_moment(self, moment: datetime) -> str:
        """Return date and time in words, on the clock the moment carries."""
        return format_datetime(moment, self.language)

    def fill(self, text: Text) -> str:
        """Return a text with the clinic's facts in it; one that the clinic has not entered says so."""
        clinic = self.file.clinic
        name = (self.language is Language.EN and clinic.name_en) or clinic.name
        given = {
            "clinic_name": name,
            "clinic_phone": clinic.phone,
            "emergency_phone": clinic.emergency_phone or clinic.phone,
            "emergency_hospital": clinic.emergency_hospital,
        }
        return self.say(text).format(**{key: value or self.say(NOT_GIVEN) for key, value in given.items()})

    def facts(self, *pairs: tuple[Text, str]) -> Facts:
        """Return labels and values as one block."""
        return Facts(tuple((self.say(label), value) for label, value in pairs))

    def recorded(self, *pairs: tuple[Text, str]) -> tuple[Facts, ...]:
        """Return only the pairs that have a value, as at most one block."""
        kept = [pair for pair in pairs if pair[1].strip()]
        return (self.facts(*kept),) if kept else ()

    def who(self, *more: tuple[Text, str], has_era: bool = False) -> Facts:
        """Return patient, chart number and birth date, with what a paper adds; a paper of law wants the era."""
        patient = self.file.patient
        born = (format_legal_date if has_era else format_date)(patient.birth_date, self.language)
        return self.facts(
            (labels.PATIENT, patient.name),
            (labels.CHART_NUMBER, patient.chart_number),
            (labels.BORN, born),
            *more,
        )

    def part(self, section: SheetSection, *blocks: Block) -> SheetPart:
        """Return a section of the form; `blocks` stand between its first sentence and its list."""
        lead = (Paragraph(self.fill(section.lead)),) if section.lead is not None else ()
        items = (Bullets(tuple(map(self.fill, section.items))),) if section.items else ()
        return SheetPart(self.say(section.heading), (*lead, *blocks, *items))
