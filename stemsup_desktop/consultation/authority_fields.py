"""Whose each field of a consultation is: a table of every record in it, which a test keeps complete.

From the table of who may do what: staff enter and print, and never decide or sign.
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from stemsup_desktop.consultation import record
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
    record.Explanation: {"pages": FREE, "questions_asked": FREE},
    record.ExplainedPage: dict.fromkeys(("page_id", "language", "explained_at", "content_sha256"), FREE),
}

_PLAN: Mapping[type[msgspec.Struct], Fields] = {
    record.Plan: {
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
    },
    record.Product: {
        "name": PLAN,
        "cell_source": PLAN,
        "maker": PLAN,
        "approval_status": PLAN,
        "procurement": PLAN,
        "lot_number": PLAN,
        "expires": PLAN,
        # What the certificate shows can resolve a stop, so reading it is part of the decision.
        "certificate": PLAN,
    },
    record.Certificate: dict.fromkeys(("is_on_file", "is_complete", "shown_absent", "is_research_use_only"), PLAN),
    record.PlannedSite: {"site_id": PLAN, "other": PLAN},
}

_CONSENT: Mapping[type[msgspec.Struct], Fields] = {
    record.Consent: {
        # A form is printed in any language; once signed or declined, it is the language of what was agreed.
        "language": JUDGED,
        "choices": CONSENT,
        "thinking_until": CONSENT,
        "signature": CONSENT,
        "declined": CONSENT,
    },
    record.Choices: {"photographs": CONSENT, "teaching": CONSENT, "publication": CONSENT},
    record.PaperSignature: {
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
    },
    record.AgreedPart: {"name": CONSENT, "sha256": CONSENT},
    record.Declined: {"declined_on": CONSENT, "note": CONSENT},
}

# What was really done is a record of fact, and whoever did it enters it: it decides nothing that comes after.
_TREATMENT: Mapping[type[msgspec.Struct], Fields] = {
    record.Treatment: {
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
    },
    record.Vitals: {
        "moment": FREE,
        "taken_at": FREE,
        "temperature_c": FREE,
        "systolic_mmhg": FREE,
        "diastolic_mmhg": FREE,
        "pulse_per_min": FREE,
        "spo2_percent": FREE,
        "respiration_per_min": FREE,
    },
    record.SiteTreated: dict.fromkeys(("site_id", "points", "volume_ml", "other", "note"), FREE),
    record.DripRecord: dict.fromkeys(("volume_ml", "dilution", "rate", "filter"), FREE),
    record.NasalRecord: {
        "volume_ml": FREE,
        "sprays_per_nostril": FREE,
        "units_dispensed": FREE,
        "instruction_given": FREE,
        "teach_back_done": FREE,
    },
    record.Reaction: dict.fromkeys(("kind", "grade", "onset_at", "action", "outcome"), FREE),
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

FIELDS: Mapping[type[msgspec.Struct], Fields] = {
    **_CONSULTATION,
    **_REASON,
    **_EXAMINATION,
    **_EXPLANATION,
    **_PLAN,
    **_CONSENT,
    **_TREATMENT,
    **_SUMMARY,
}
