"""Which reference pages are explained in a visit, and in which language the patient is told."""

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.signing_roles import choose_read_language
from stemsup_desktop.language import Language
from stemsup_desktop.reference.library import ReferenceLibrary
from stemsup_desktop.reference.model import Page, PageKind, page_kind

COMBINATION = "combination"
_ORDER = (
    PageKind.SYMPTOM,
    PageKind.GROWTH_FACTOR,
    PageKind.ROUTE,
    PageKind.CELL_SOURCE,
    PageKind.TOPIC,
    PageKind.LAW,
)


def patient_language(patient: Patient, consultation: Consultation) -> Language:
    """Return the language in which the patient is told: that of the consent, else the patient's own."""
    form = consultation.consent.language
    return patient.language if form is None else choose_read_language(patient, form.languages)


def find_pages_to_explain(consultation: Consultation, library: ReferenceLibrary) -> tuple[Page, ...]:
    """Return the symptoms chosen, factors linked with them, routes planned (or all), and the legal position.

    A page explained earlier stays in the list even if its symptom or route was taken back since.
    """
    symptoms = {complaint.symptom_id for complaint in consultation.reason.complaints}
    planned = consultation.plan.routes or tuple(Route)
    wanted = symptoms | {route.value for route in planned}
    if len(consultation.plan.routes) > 1:
        wanted.add(COMBINATION)
    for symptom_id in symptoms:
        if library.find_page(symptom_id) is not None:
            related = library.related(symptom_id).pages
            wanted |= {page.id for page in related if page_kind(page) is PageKind.GROWTH_FACTOR}
    wanted |= {page.id for page in library.pages_of_kind(PageKind.LAW)}
    wanted |= {page.page_id for page in consultation.explanation.pages}
    found = [page for page in library.pages if page.id in wanted]
    return tuple(sorted(found, key=lambda page: _ORDER.index(page_kind(page))))
