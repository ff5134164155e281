"""Which clauses of the consent text apply to a consultation."""

from stemsup_desktop.consultation.blanks import is_blank
from stemsup_desktop.consultation.consent_clauses import (
    Applies,
    ClauseReference,
    ClauseText,
    Situation,
    list_references,
)
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


class Applicability:
    """What one consultation is about, looked up once for all the clauses that are asked of it."""

    def __init__(self, file: ConsultationFile) -> None:
        plan = file.consultation.plan
        self._symptoms = frozenset(complaint.symptom_id for complaint in file.consultation.reason.complaints)
        self._routes = frozenset(plan.routes)
        self._cell_sources = frozenset((plan.product.cell_source,))
        self._situations = derive_situations(file)

    def is_for_treatment(self, applies: Applies) -> bool:
        """Return whether a clause belongs to these symptoms, routes and cells, whatever the circumstances."""
        return (
            _meets(applies.symptoms, self._symptoms)
            and _meets(applies.routes, self._routes)
            and _meets(applies.cell_sources, self._cell_sources)
        )

    def is_applicable(self, applies: Applies) -> bool:
        """Return whether a clause is printed on the form of this consultation."""
        return self.is_for_treatment(applies) and _meets(applies.situations, self._situations)


def find_treatment_clauses(text: ConsentText, file: ConsultationFile) -> tuple[ClauseReference, ...]:
    """Return the clause versions that belong to this treatment, in the order of the form."""
    about = Applicability(file)
    return tuple(
        reference
        for reference in list_references(text.form)
        if about.is_for_treatment(text.get_clause(reference).applies)
    )


def find_printed_clauses(text: ConsentText, file: ConsultationFile) -> tuple[ClauseText, ...]:
    """Return the clauses that the form of this consultation prints, in its order."""
    about = Applicability(file)
    clauses = map(text.get_clause, list_references(text.form))
    return tuple(clause for clause in clauses if about.is_applicable(clause.applies))


def _meets(wanted: tuple[object, ...], given: frozenset[object]) -> bool:
    return not wanted or not given.isdisjoint(wanted)
