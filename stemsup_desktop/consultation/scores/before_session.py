"""What the start of a visit shows of the visits before it: the symptoms they had, and their scores, each with its day.

A score is never carried over: it is asked anew at each visit, or it is a gap.
"""

import msgspec

from stemsup_desktop.consultation.formats import format_date
from stemsup_desktop.consultation.record import Complaint, ConsultationFile, PastVisit, Reason
from stemsup_desktop.consultation.scores.trend_model import Trend
from stemsup_desktop.language import Language, Text

SHOWN = 3
"""How many of the last visits stand beside the score that is asked now."""

_SCORE = Text("{score} on {day}", "{day}は{score}点")
_NOT_ASKED = Text("not asked on {day}", "{day}は確認なし")


def find_visit_before(file: ConsultationFile, trend: Trend) -> PastVisit | None:
    """Return the last visit before this one that had a symptom, None if there is none."""
    order = {visit.consultation_id: at for at, visit in enumerate(trend.visits) if not visit.is_this}
    known = [one for one in file.background.visits if one.complaints and one.consultation_id in order]
    return max(known, key=lambda one: order[one.consultation_id], default=None)


def with_symptoms_of(reason: Reason, before: PastVisit, *, with_diagnoses: bool) -> Reason:
    """Return the reason with the symptoms of a visit before, each still to be scored; what is there already stays."""
    here = {complaint.symptom_id for complaint in reason.complaints}
    added = tuple(
        Complaint(one.symptom_id, one.diagnosis, one.icd10) if with_diagnoses else Complaint(one.symptom_id)
        for one in before.complaints
        if one.symptom_id not in here
    )
    return msgspec.structs.replace(reason, complaints=(*reason.complaints, *added))


def say_earlier_scores(trend: Trend, symptom_id: str, language: Language) -> str:
    """Return what was scored before the last sessions, the latest first, with every gap; empty if it never was."""
    series = next((one for one in trend.symptoms if one.symptom_id == symptom_id), None)
    earlier = [] if series is None else list(zip(trend.visits, series.scores, strict=True))[:-1]
    if all(score is None for _, score in earlier):
        return ""
    said = []
    for visit, score in reversed(earlier[-SHOWN:]):
        day = format_date(visit.day, language)
        said.append((_NOT_ASKED if score is None else _SCORE).in_language(language).format(score=score, day=day))
    return ("、" if language is Language.JA else ", ").join(said)


def list_beside(trend: Trend) -> tuple[str, ...]:
    """Return the symptoms that were asked about at the end of visits without being a reason to come."""
    return tuple(series.symptom_id for series in trend.symptoms if series.is_beside)
