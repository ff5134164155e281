"""All that the parts of a summary read, and how they say it in the summary's language."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import msgspec

from stemsup_desktop.consultation import summary_labels as labels
from stemsup_desktop.consultation.aftercare import Aftercare
from stemsup_desktop.consultation.consent_assembly_names import Names
from stemsup_desktop.consultation.consent_model import Facts
from stemsup_desktop.consultation.formats import format_date, format_datetime, format_number, format_volume
from stemsup_desktop.consultation.gate_model import Gate
from stemsup_desktop.consultation.record import Consultation, ConsultationFile
from stemsup_desktop.consultation.sites.drawings import Drawing
from stemsup_desktop.language import Language, LanguageForm, Text


class SummaryFacing(msgspec.Struct, frozen=True):
    """One consultation, faced in one language."""

    file: ConsultationFile
    gate: Gate
    names: Names
    aftercare: Aftercare
    language: Language
    page_titles: Mapping[str, Text]
    clause_titles: Mapping[str, Text] = {}
    drawings: tuple[Drawing, ...] = ()

    @property
    def consultation(self) -> Consultation:
        """Return the consultation."""
        return self.file.consultation

    def say(self, text: Text) -> str:
        """Return a text in the language of the summary."""
        return text.in_language(self.language)

    def say_date(self, day: date | None) -> str:
        """Return a date in words, empty if there is none."""
        return "" if day is None else format_date(day, self.language)

    def say_moment(self, moment: datetime | None) -> str:
        """Return date and time in words, empty if there is none."""
        return "" if moment is None else format_datetime(moment, self.language)

    def say_volume(self, volume_ml: Decimal | None) -> str:
        """Return a volume with its unit, empty if there is none."""
        return "" if volume_ml is None else format_volume(volume_ml)

    def say_number(self, value: Decimal | int | None) -> str:
        """Return a number, empty if there is none."""
        return "" if value is None else format_number(value)

    def say_pairs(self, *pairs: tuple[Text, str]) -> Facts:
        """Return labels and values as one block."""
        return Facts(tuple((self.say(label), value) for label, value in pairs))

    def say_recorded(self, *pairs: tuple[Text, str]) -> tuple[Facts, ...]:
        """Return only the pairs that have a value, as at most one block."""
        kept = [pair for pair in pairs if pair[1].strip()]
        return (self.say_pairs(*kept),) if kept else ()

    def join(self, words: list[str]) -> str:
        """Return words as a list within a line."""
        return ("、" if self.language is Language.JA else ", ").join(words)

    def say_language(self, form: LanguageForm | None) -> str:
        """Return the name of a language, or of both."""
        match form:
            case None:
                return ""
            case LanguageForm.EN:
                return self.say(Text("English", "英語"))
            case LanguageForm.JA:
                return self.say(Text("Japanese", "日本語"))
            case LanguageForm.BOTH:
                return self.say(Text("Japanese and English", "日本語・英語"))

    def say_not_asked(self) -> str:
        """Return the words for something nobody asked."""
        return self.say(labels.NOT_ASKED)
