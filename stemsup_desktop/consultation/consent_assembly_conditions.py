"""Which clauses of the consent text apply to a consultation."""

from collections.abc import Set

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.consent_clauses import Applies, ClauseReference, Situation, list_references
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.record import ConsultationFile


def derive_situations(file: ConsultationFile) -> frozenset[Situation]:
    """Return the circumstances of a consultation that clauses ask about."""
    plan = file.consultation.plan
    certificate = plan.product.certificate
    holds = {
        Situation.SEVERAL_ROUTES: len(set(plan.routes)) > 1,
        Situation.CERTIFICATE_NOT_ON_FILE: certificate.is_on_file is not True,
        Situation.RESEARCH_USE_ONLY: certificate.is_research_use_only is True,
        Situation.HARM_POLICY_GIVEN: not is_blank(file.clinic.harm_policy),
        Situation.HARM_POLICY_NOT_GIVEN: is_blank(file.clinic.harm_policy),
        Situation.CANCELLATION_POLICY_GIVEN: not is_blank(file.clinic.cancellation_policy),
        Situation.CANCELLATION_POLICY_NOT_GIVEN: is_blank(file.clinic.cancellation_policy),
    }
    return frozenset(situation for situation, is_so in holds.items() if is_so)


def is_for_treatment(applies: Applies, file: ConsultationFile) -> bool:
    """Return whether a clause belongs to these symptoms, routes and cells, whatever the circumstances."""
    consultation = file.consultation
    symptoms = {complaint.symptom_id for complaint in consultation.reason.complaints}
    return (
        _meets(applies.symptoms, symptoms)
        and _meets(applies.routes, set(consultation.plan.routes))
        and _meets(applies.cell_sources, {consultation.plan.product.cell_source})
    )


def is_applicable(applies: Applies, file: ConsultationFile) -> bool:
    """Return whether a clause is printed on the form of this consultation."""
    return is_for_treatment(applies, file) and _meets(applies.situations, set(derive_situations(file)))


def find_treatment_clauses(text: ConsentText, file: ConsultationFile) -> tuple[ClauseReference, ...]:
    """Return the clause versions that belong to this treatment, in the order of the form."""
    return tuple(
        reference
        for reference in list_references(text.form)
        if is_for_treatment(text.get_clause(reference).applies, file)
    )


def _meets(wanted: tuple[object, ...], given: Set[object]) -> bool:
    return not wanted or any(one in given for one in wanted)
