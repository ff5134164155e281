"""Which questions on understanding a consultation asks: drawn from the clauses that apply, the same ones each time."""

import hashlib

from stemsup_desktop.consultation.consent_assembly_conditions import Applicability
from stemsup_desktop.consultation.consent_clauses import ClauseText
from stemsup_desktop.consultation.consent_text import ConsentText
from stemsup_desktop.consultation.record import ConsultationFile
from stemsup_desktop.consultation.teach_back_text import TeachBackQuestion

FEWEST_DRAWN, MOST_DRAWN = 4, 5
"""Three to five are wanted: four keep a signing short, five are asked where three routes each have one of their own."""


def draw_questions(text: ConsentText, file: ConsultationFile) -> tuple[TeachBackQuestion, ...]:
    """Return the questions of a consultation: always the same ones while symptoms, routes and circumstances stay.

    First those asked of everybody, then one for each planned route, then others until there are enough. Which of
    several are taken follows from the visit's id, so that a patient who comes again meets others. A question about
    another version of its clause is about another text, and is not asked.
    """
    questions, clauses = text.teach_back, text.clauses
    about = Applicability(file)
    fitting = [one for one in questions if _is_asked(one, clauses, about)]
    turned = sorted(fitting, key=lambda one: _shuffle(one, file))
    drawn = [one for one in fitting if one.is_key]
    for route in dict.fromkeys(file.consultation.plan.routes):
        on_it = (one for one in turned if route in (*clauses[one.clause.id].applies.routes, *one.applies.routes))
        drawn += [one for one in [next((one for one in on_it if one not in drawn), None)] if one is not None]
    drawn += [one for one in turned if one not in drawn][: max(0, FEWEST_DRAWN - len(drawn))]
    return tuple(one for one in questions if one in drawn[:MOST_DRAWN])


def _is_asked(question: TeachBackQuestion, clauses: dict[str, ClauseText], about: Applicability) -> bool:
    clause = clauses.get(question.clause.id)
    if clause is None or clause.version != question.clause.version:
        return False
    return about.is_applicable(clause.applies) and about.is_for_treatment(question.applies)


def _shuffle(question: TeachBackQuestion, file: ConsultationFile) -> str:
    return hashlib.sha256(f"{file.consultation.consultation_id}\n{question.id}".encode("utf-8", "replace")).hexdigest()
