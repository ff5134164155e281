"""An example patient for whom the edited form is shown as it will be printed. No Qt."""

from datetime import datetime
from typing import Any

import msgspec

from stemsup_desktop.consultation.consent_assembly import derive_consent
from stemsup_desktop.consultation.consent_clauses import Applies, Situation
from stemsup_desktop.consultation.consent_text import ConsentText, check_text
from stemsup_desktop.consultation.gate_model import Gate, Verdict
from stemsup_desktop.consultation.plan_model import Plan
from stemsup_desktop.consultation.record import Complaint, Consent, ConsultationFile
from stemsup_desktop.content import Content
from stemsup_desktop.content_files import read_json
from stemsup_desktop.documents.consent import render_consent
from stemsup_desktop.documents.document_model import DocumentRequest
from stemsup_desktop.documents.fonts import FontFolder
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.resources import find_resources

EXAMPLE = "clear"
NUMBER = "CNS-EXAMPLE"
_GATE = Gate(Verdict.CLEAR, (), (), (), (), 0, 0, "-")


def render_example(
    text: ConsentText, applies: Applies, content: Content, fonts: FontFolder, language: Language, now: datetime
) -> bytes:
    """Return the printed form for an example patient to whom a clause with these conditions applies.

    Raises `InputProblem` content-invalid for a text that no form can be printed from.
    """
    check_text(text)
    file = make_example(applies)
    consent = derive_consent(file, _GATE, text, content.names, language)
    request = DocumentRequest(NUMBER, now, LanguageForm(language), is_preview=True)
    return render_consent((consent,), file, _GATE, request, fonts).pdf


def make_example(applies: Applies) -> ConsultationFile:
    """Return the example visit, its plan such that a clause with these conditions is printed."""
    file = read_json(find_resources() / "examples" / f"{EXAMPLE}.json", ConsultationFile)
    consultation = file.consultation
    plan = _fit_plan(consultation.plan, applies)
    complaints = consultation.reason.complaints
    if applies.symptoms and not any(one.symptom_id in applies.symptoms for one in complaints):
        complaints = (*complaints, Complaint(applies.symptoms[0]))
    reason = msgspec.structs.replace(consultation.reason, complaints=complaints)
    visit = msgspec.structs.replace(consultation, reason=reason, plan=plan, consent=Consent())
    clinic = msgspec.structs.replace(file.clinic, **_fit_clinic(applies))
    return msgspec.structs.replace(file, consultation=visit, clinic=clinic)


def _fit_plan(plan: Plan, applies: Applies) -> Plan:
    product, routes = plan.product, plan.routes
    if applies.routes and not any(route in routes for route in applies.routes):
        routes = (*routes, applies.routes[0])
    if Situation.SEVERAL_ROUTES in applies.situations and len(routes) < 2:
        routes = (*routes, next(route for route in type(routes[0]) if route not in routes))
    if applies.cell_sources and product.cell_source not in applies.cell_sources:
        product = msgspec.structs.replace(product, cell_source=applies.cell_sources[0])
    certificate = product.certificate
    if Situation.CERTIFICATE_NOT_ON_FILE in applies.situations:
        certificate = msgspec.structs.replace(certificate, is_on_file=False)
    if Situation.RESEARCH_USE_ONLY in applies.situations:
        certificate = msgspec.structs.replace(certificate, is_research_use_only=True)
    return msgspec.structs.replace(
        plan, routes=routes, product=msgspec.structs.replace(product, certificate=certificate)
    )


def _fit_clinic(applies: Applies) -> dict[str, Any]:
    wanted = set(applies.situations)
    changed: dict[str, Any] = {}
    if Situation.HARM_POLICY_NOT_GIVEN in wanted:
        changed["harm_policy"] = ""
    elif Situation.HARM_POLICY_GIVEN in wanted:
        changed["harm_policy"] = "…"
    if Situation.CANCELLATION_POLICY_NOT_GIVEN in wanted:
        changed["cancellation_policy"] = ""
    elif Situation.CANCELLATION_POLICY_GIVEN in wanted:
        changed["cancellation_policy"] = "…"
    return changed
