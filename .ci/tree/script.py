"""What the walk by the tree says and looks for in one language, as plain data for a Python that knows none of it."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.formats import format_sex
from stemsup_desktop.consultation.patient import Sex
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation_file import read_consultation_file
from stemsup_desktop.content import read_content
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import Answer, CodingAnswer
from stemsup_desktop.questionnaire.model import Item
from stemsup_desktop.reference.reader import read_reference
from stemsup_desktop.resources import find_resources

PATIENT = "白石 拓也"
MODEL = "clear"
"""The example whose answers are given."""
STOP = "x01"
"""The question that is answered Yes first, which stops everything, and then as in the model."""


def make_script(language: Language, today: date) -> dict[str, Any]:
    """Return words, questions with their answers, and what is entered beside them."""
    resources = find_resources()
    visit = read_consultation_file(resources / "examples" / f"{MODEL}.json", today).consultation
    content = read_content(resources)
    complaint = visit.reason.complaints[0]
    symptom = read_reference(resources / "reference").get_page(complaint.symptom_id)
    words: dict[str, str] = {}
    for path in sorted((resources / "i18n").glob("*.json")):
        for key, entry in json.loads(path.read_bytes()).items():
            words[f"{path.stem}.{key}"] = entry[language.value]
    asked = {item.link_id: item for item in content.clinical.questionnaire.iter_items()}
    stop = next(rule for rule in content.clinical.rules.rules if rule.id == STOP.upper())
    return {
        "language": language.value,
        "today": today.isoformat(),
        "route": content.names.get_routes((Route.INTRADERMAL,), language),
        "drawing": content.drawings[1].name.in_language(language),
        "words": words,
        "patient": PATIENT,
        "sex": format_sex(Sex.MALE, language),
        "symptom": symptom.title.in_language(language),
        "questions": [_make_question(asked[one.link_id], one.answers, language) for one in visit.examination.responses],
        "stop": {"question": _label(asked[STOP], language), "finding": stop.title.in_language(language)},
        "visit": _make_entries(visit, content.names.get_cell_source(visit.plan.product.cell_source, language)),
    }


def _label(item: Item, language: Language) -> str:
    text = item.label.in_language(language)
    return f"{item.prefix} {text}" if item.prefix and item.text is not None else text


def _make_question(item: Item, answers: tuple[Answer, ...], language: Language) -> dict[str, object]:
    return {"label": _label(item, language), "answers": [_say(item, answer, language) for answer in answers]}


def _say(item: Item, answer: Answer, language: Language) -> str:
    option = item.find_option(answer)
    if option is not None:
        return option.text.in_language(language)
    if isinstance(answer, CodingAnswer):
        raise LookupError(f"{item.link_id} does not offer {answer.code}")
    value = getattr(answer, "value", "")
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _make_entries(visit: Consultation, cell_source: str) -> dict[str, object]:
    """Return what is entered on the pages beside the checklist."""
    product, complaint = visit.plan.product, visit.reason.complaints[0]
    return {
        "diagnosis": complaint.diagnosis,
        "icd10": complaint.icd10,
        "score": complaint.baseline_nrs,
        "goal": visit.reason.goal,
        "product": product.name,
        "cell_source": cell_source,
        "lot": product.lot_number,
        "maker": product.maker,
        "approval_status": product.approval_status,
        "procurement": product.procurement,
        "sessions": visit.plan.sessions,
        "interval_days": visit.plan.interval_days,
    }
