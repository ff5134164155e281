"""Whose each field of a consultation is: a table of every record in it, which a test keeps complete.

From the table of who may do what: staff enter and print, and never decide or sign.
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation import (
    plan_model,
    record,
    score_model,
    screen_model,
    signing_model,
    site_model,
    treatment_model,
)
from stemsup_desktop.consultation.courses import course_model
from stemsup_desktop.questionnaire import answers


class ReservedAct(StrEnum):
    """What the physician alone does in a consultation, in the order in which refusals name it."""

    DIAGNOSIS = "diagnosis"
    ELIGIBILITY = "eligibility"
    OPINION = "opinion"
    STOP_LIFTED = "stop-lifted"
    PLAN = "plan"
    CONSENT = "consent"
    CLOSING = "closing"
    CHECKLIST = "checklist"
    VISIT = "visit"


class Standing(StrEnum):
    """Whose a field is where it is not the physician's alone.

    FREE: anyone may change it, whatever lies in it. WITHIN: it holds one record, whose own fields say. JUDGED: it
    depends on what else stands in the record; `authority` has a function for it.
    """

    FREE = "free"
    WITHIN = "within"
    JUDGED = "judged"


Fields = Mapping[str, Standing | ReservedAct]

FREE, WITHIN, JUDGED = Standing.FREE, Standing.WITHIN, Standing.JUDGED
DIAGNOSIS, OPINION, STOP_LIFTED = ReservedAct.DIAGNOSIS, ReservedAct.OPINION, ReservedAct.STOP_LIFTED
PLAN, CONSENT, VISIT = ReservedAct.PLAN, ReservedAct.CONSENT, ReservedAct.VISIT

_CONSULTATION: Mapping[type[msgspec.Struct], Fields] = {
    record.Consultation: {
        "consultation_id": VISIT,
        # Expiry and age are judged on no day before the visit began: whoever moves its beginning moves the gate.
        "started_at": VISIT,
        "visit_number": VISIT,
        "reason": WITHIN,
        "examination": WITHIN,
        "explanation": FREE,
        "plan": WITHIN,
        "consent": WITHIN,
        "treatment": FREE,
        "summary": WITHIN,
        "measures": FREE,
        # Staff receive a patient for the session that is due; the course itself is the physician's.
        "session": FREE,
    },
}

_REASON: Mapping[type[msgspec.Struct], Fields] = {
    record.Reason: {"complaints": JUDGED, "goal": FREE, "note": FREE},
    # A symptom that has a diagnosis cannot become another, or go, without it.
    record.Complaint: {"symptom_id": JUDGED, "diagnosis": DIAGNOSIS, "icd10": DIAGNOSIS, "baseline_nrs": FREE},
}

_EXAMINATION: Mapping[type[msgspec.Struct], Fields] = {
    record.Examination: {
        "questionnaire": JUDGED,
        "responses": JUDGED,
        "opinions": OPINION,
        "stops_raised": JUDGED,
        "stops_lifted": STOP_LIFTED,
        "carried": JUDGED,
        "notes": JUDGED,
    },
    record.Opinion: dict.fromkeys(
        ("rule_id", "rule_version", "answers_sha256", "reason", "physician", "recorded_at"), OPINION
    ),
    record.StopRaised: {"rule_id": JUDGED, "raised_at": JUDGED},
    record.StopLifted: dict.fromkeys(("rule_id", "reason", "physician", "lifted_at"), STOP_LIFTED),
    record.CarriedAnswer: dict.fromkeys(("link_id", "answers", "given_on", "consultation_id"), JUDGED),
    record.AnswerNote: dict.fromkeys(("link_id", "text", "written_by", "written_at"), JUDGED),
    answers.ItemAnswers: dict.fromkeys(("link_id", "answers", "answered_at", "answered_by", "place"), JUDGED),
    # Every kind of answer, by the question that it answers.
    answers.BooleanAnswer: {"value": JUDGED},
    answers.DecimalAnswer: {"value": JUDGED},
    answers.IntegerAnswer: {"value": JUDGED},
    answers.DateAnswer: {"value": JUDGED, "precision": JUDGED},
    answers.DateTimeAnswer: {"value": JUDGED, "precision": JUDGED},
    answers.TimeAnswer: {"value": JUDGED},
    answers.StringAnswer: {"value": JUDGED},
    answers.UriAnswer: {"value": JUDGED},
    answers.CodingAnswer: {"code": JUDGED, "system": JUDGED, "display": JUDGED},
    answers.QuantityAnswer: {"value": JUDGED, "unit": JUDGED, "system": JUDGED, "code": JUDGED},
    answers.AttachmentAnswer: dict.fromkeys(("url", "content_type", "title", "size_bytes", "sha1_base64"), JUDGED),
    answers.ReferenceAnswer: {"reference": JUDGED, "display": JUDGED},
}

_EXPLANATION: Mapping[type[msgspec.Struct], Fields] = {
    # What was seen on the patient screen is a record of fact; the vault keeps all of it, whoever saves.
    record.Explanation: {"pages": FREE, "questions_asked": FREE, "screen": FREE},
    screen_model.ScreenRecord: {"pages": FREE, "answers": FREE},
    screen_model.SeenPage: {
        "page_id": FREE,
        "title": FREE,
        "language": FREE,
        "content_sha256": FREE,
        "first_shown_at": FREE,
        "last_shown_at": FREE,
        "shown_ms": FREE,
        "times_shown": FREE,
    },
    screen_model.ScreenAnswer: dict.fromkeys(
        ("page_id", "question", "option_id", "answer", "language", "content_sha256", "answered_at"), FREE
    ),
    record.ExplainedPage: dict.fromkeys(("page_id", "language", "explained_at", "content_sha256"), FREE),
}

_PLAN: Mapping[type[msgspec.Struct], Fields] = {
    plan_model.Plan: {
        "product": PLAN,
        "routes": PLAN,
        "sites": PLAN,
        "sessions": PLAN,
        "interval_days": PLAN,
        "fee_per_session_yen": PLAN,
        "extra_fees_yen": PLAN,
        "first_session_on": PLAN,
        "aftercare_ids": PLAN,
        "alternatives_explained": PLAN,
        "note": PLAN,
        "home_use": PLAN,
    },
    plan_model.Product: {
        "name": PLAN,
        "cell_source": PLAN,
        "maker": PLAN,
        "approval_status": PLAN,
        "procurement": PLAN,
        "lot_number": PLAN,
        "expires": PLAN,
        # What the certificate shows can resolve a stop, so reading it is part of the decision.
        "certificate": PLAN,
        "lot_id": PLAN,
        "is_recalled": PLAN,
        "had_temperature_excursion": PLAN,
    },
    plan_model.Certificate: dict.fromkeys(
        ("is_on_file", "is_complete", "shown_absent", "is_research_use_only", "has_failed_item"), PLAN
    ),
    plan_model.PlannedPoint: dict.fromkeys(("drawing", "x", "y", "volume_ml", "depth_mm", "needle"), PLAN),
    plan_model.PlannedSite: {"site_id": PLAN, "other": PLAN, "points": PLAN},
}

_CONSENT: Mapping[type[msgspec.Struct], Fields] = {
    record.Consent: {
        # A form is printed in any language; once signed or declined, it is the language of what was agreed.
        "language": JUDGED,
        "choices": CONSENT,
        "thinking_until": CONSENT,
        "signature": CONSENT,
        "declined": CONSENT,
        "initials": CONSENT,
        "signatures": CONSENT,
        "teach_back": CONSENT,
        # Anyone may record that consent was taken back; that it was is forgotten by nobody.
        "withdrawals": JUDGED,
        "earlier": CONSENT,
        "choices_seen_sha256": CONSENT,
        "ticks": CONSENT,
    },
    record.Choices: {"photographs": CONSENT, "teaching": CONSENT, "publication": CONSENT},
    record.GivenConsent: {
        "document_number": CONSENT,
        "signed_on": CONSENT,
        "patient_name": CONSENT,
        "physician_name": CONSENT,
        "all_initials_present": CONSENT,
        "basis_sha256": CONSENT,
        "guardian_name": CONSENT,
        "interpreter_name": CONSENT,
        "witness_name": CONSENT,
        "recorded_at": CONSENT,
        "agreed_parts": CONSENT,
        "medium": CONSENT,
        "form_version": CONSENT,
        "agreed_clauses": CONSENT,
    },
    signing_model.AgreedPart: {"name": CONSENT, "sha256": CONSENT},
    signing_model.AgreedClause: dict.fromkeys(("clause_id", "version", "sha256"), CONSENT),
    signing_model.Ink: dict.fromkeys(("width", "height", "strokes"), CONSENT),
    signing_model.InkPoint: dict.fromkeys(("x", "y", "t_ms", "pressure"), CONSENT),
    signing_model.Initial: dict.fromkeys(
        ("clause_id", "clause_version", "clause_sha256", "language", "made_at", "ink"), CONSENT
    ),
    signing_model.HandSignature: {
        "role": CONSENT,
        "name": CONSENT,
        "signed_at": CONSENT,
        "language": CONSENT,
        "text_sha256": CONSENT,
        "basis_sha256": CONSENT,
        "ink": CONSENT,
        "spoken_language": CONSENT,
        "relation": CONSENT,
        "agreed_parts": CONSENT,
    },
    signing_model.TeachBackAnswer: dict.fromkeys(
        ("question_id", "question_version", "clause_id", "option_id", "language", "answered_at"), CONSENT
    ),
    signing_model.Withdrawal: {
        "document_number": JUDGED,
        "withdrawn_at": JUDGED,
        "by_role": JUDGED,
        "by_name": JUDGED,
        "scope": JUDGED,
        "reason": JUDGED,
        "recorded_by": JUDGED,
        "slip_number": JUDGED,
        "ink": JUDGED,
    },
    signing_model.EarlierConsent: {
        "consultation_id": CONSENT,
        "document_number": CONSENT,
        "signed_on": CONSENT,
        "form_version": CONSENT,
        "basis_sha256": CONSENT,
        "agreed_parts": CONSENT,
        "agreed_clauses": CONSENT,
        "withdrawals": CONSENT,
    },
    record.Declined: {"declined_on": CONSENT, "note": CONSENT},
}

# What was really done is a record of fact, and whoever did it enters it: it decides nothing that comes after.
_TREATMENT: Mapping[type[msgspec.Struct], Fields] = {
    treatment_model.Treatment: {
        "lot_number": FREE,
        "lot_expires": FREE,
        "operator": FREE,
        "needle": FREE,
        "drawn_up_ml": FREE,
        "started_at": FREE,
        "ended_at": FREE,
        "observed_until": FREE,
        "sites": FREE,
        "drip": FREE,
        "nasal": FREE,
        "vitals": FREE,
        "reactions": FREE,
        "no_reaction_observed": FREE,
        "note": FREE,
        "vials": FREE,
    },
    treatment_model.Vitals: {
        "moment": FREE,
        "taken_at": FREE,
        "temperature_c": FREE,
        "systolic_mmhg": FREE,
        "diastolic_mmhg": FREE,
        "pulse_per_min": FREE,
        "spo2_percent": FREE,
        "respiration_per_min": FREE,
    },
    treatment_model.SiteTreated: dict.fromkeys(("site_id", "points", "volume_ml", "other", "note", "marked"), FREE),
    # A point is the physician's in the plan; here it is what was done.
    site_model.SitePoint: dict.fromkeys(("drawing", "x", "y", "volume_ml", "depth_mm", "needle"), FREE),
    treatment_model.DripRecord: dict.fromkeys(
        ("volume_ml", "dilution", "rate", "filter", "line", "started_at", "ended_at"), FREE
    ),
    treatment_model.NasalRecord: {
        "volume_ml": FREE,
        "sprays_per_nostril": FREE,
        "units_dispensed": FREE,
        "instruction_given": FREE,
        "teach_back_done": FREE,
        "dispensed": FREE,
        "answers": FREE,
    },
    treatment_model.Dispensed: dict.fromkeys(("units", "dispensed_on", "lot_number", "use_by"), FREE),
    treatment_model.UseAnswer: dict.fromkeys(
        ("question_id", "question_version", "option_id", "language", "answered_at"), FREE
    ),
    treatment_model.Reaction: dict.fromkeys(
        ("kind", "grade", "onset_at", "action", "outcome", "site_id", "point", "seriousness", "event_id"), FREE
    ),
    treatment_model.VialUsed: dict.fromkeys(
        ("lot_number", "vial", "route", "lot_id", "expires_on", "drawn_up_ml", "discarded_ml"), FREE
    ),
}

_SUMMARY: Mapping[type[msgspec.Struct], Fields] = {
    record.Summary: {
        "language": FREE,
        "scores": FREE,
        "aftercare_given_ids": FREE,
        "next_visit_on": FREE,
        "note": FREE,
        "closed_at": ReservedAct.CLOSING,
    },
    record.ScoreToday: {"symptom_id": FREE, "nrs": FREE},
}

_MEASURES: Mapping[type[msgspec.Struct], Fields] = {
    score_model.Measures: dict.fromkeys(("instruments", "grades", "hair"), FREE),
    score_model.InstrumentScore: dict.fromkeys(
        ("name", "version", "total", "lowest", "highest", "rater", "taken_on"), FREE
    ),
    score_model.GradeGiven: dict.fromkeys(("scale", "grade", "rater", "given_on"), FREE),
    score_model.HairMeasure: dict.fromkeys(
        ("kind", "value", "site_id", "area_cm2", "method", "rater", "measured_on"), FREE
    ),
    course_model.SessionRef: {"course_id": FREE, "number": FREE},
}

FIELDS: Mapping[type[msgspec.Struct], Fields] = {
    **_CONSULTATION,
    **_REASON,
    **_EXAMINATION,
    **_EXPLANATION,
    **_PLAN,
    **_CONSENT,
    **_TREATMENT,
    **_SUMMARY,
    **_MEASURES,
}
