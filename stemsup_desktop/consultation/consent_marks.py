"""What on a form is new or reworded since the consent that the patient gave before, and the words for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from stemsup_desktop.consultation.consent_clauses import ClauseText
from stemsup_desktop.consultation.consent_model import ClauseMark
from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.signing_model import EarlierConsent
from stemsup_desktop.language import Language, Text

MARK_WORDS: Mapping[ClauseMark, Text] = {
    ClauseMark.NEW: Text("New", "新規"),
    ClauseMark.REWORDED: Text("Changed", "変更"),
}
"""What stands in the margin; an unchanged clause has no mark there."""

_SINCE = Text(
    "In the margin: “New” and “Changed” say what was added or reworded since your consent of {date}.",
    "{date}の同意のあとに加わった項目には「新規」、文章が変わった項目には「変更」と、欄外に示しています。",
)
_NOTHING_SINCE = Text(
    "No clause is new or reworded since your consent of {date}.",
    "{date}の同意のあとに、加わった項目や文章が変わった項目はありません。",
)


@dataclass(frozen=True, slots=True)
class EarlierText:
    """What a patient agreed to before: the day, and the version of each clause by its id."""

    day: date
    versions: Mapping[str, str] = field(repr=False)

    def mark(self, clause: ClauseText) -> ClauseMark:
        """Return how a clause stands to it: a version stands for its exact words."""
        version = self.versions.get(clause.id)
        if version is None:
            return ClauseMark.NEW
        return ClauseMark.UNCHANGED if version == clause.version else ClauseMark.REWORDED

    def say(self, marks: Iterable[ClauseMark], language: Language) -> str:
        """Return the sentence on the form that explains the marks on it."""
        has_marks = any(mark in MARK_WORDS for mark in marks)
        words = (_SINCE if has_marks else _NOTHING_SINCE).in_language(language)
        return words.format(date=format_date(self.day, language))


def find_earlier_text(consultation: Consultation) -> EarlierText | None:
    """Find what the form of a visit is to be marked against; None where its clauses are not known."""
    earlier: EarlierConsent | None = consultation.consent.earlier
    if earlier is None or not earlier.agreed_clauses:
        return None
    return EarlierText(earlier.signed_on, {one.clause_id: one.version for one in earlier.agreed_clauses})
