"""The scores that step 7 asks for at the end of a visit, derived from the record. No Qt."""

from dataclasses import dataclass

import msgspec

from stemsup_desktop.consultation.record import ConsultationFile, ScoreToday, Summary
from stemsup_desktop.consultation.scores.before_session import list_beside
from stemsup_desktop.consultation.scores.trend import derive_trend
from stemsup_desktop.content import Content
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One symptom: its score before the treatment and today."""

    symptom_id: str
    title: str
    before: str
    nrs: int | None
    is_beside: bool = False
    """Whether it is asked about without being a reason to come."""


def derive_scores(
    file: ConsultationFile, content: Content, words: Words, beside: tuple[str, ...]
) -> tuple[ScoreRow, ...]:
    """Return the symptoms of today, and those that were asked about at the end of earlier visits."""
    consultation = file.consultation
    before = {complaint.symptom_id: complaint.baseline_nrs for complaint in consultation.reason.complaints}
    today = {score.symptom_id: score.nrs for score in consultation.summary.scores}
    return tuple(
        ScoreRow(
            symptom_id,
            content.names.get_symptom(symptom_id, words.language),
            _say_before(before[symptom_id], words) if symptom_id in before else words("summary.beside"),
            today.get(symptom_id),
            is_beside=symptom_id not in before,
        )
        for symptom_id in dict.fromkeys((*before, *today, *list_beside(derive_trend(file)), *beside))
        if symptom_id in content.names.symptoms
    )


def _say_before(baseline: int | None, words: Words) -> str:
    return words("summary.before_open") if baseline is None else words("summary.before", score=baseline)


def with_score(summary: Summary, symptom_id: str, nrs: int | None) -> Summary:
    """Return the summary with today's score of a symptom, or without it."""
    others = tuple(score for score in summary.scores if score.symptom_id != symptom_id)
    scores = others if nrs is None else (*others, ScoreToday(symptom_id, nrs))
    return msgspec.structs.replace(summary, scores=scores)
