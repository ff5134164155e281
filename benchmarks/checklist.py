"""The checklist at 1,000 items, 500 conditions, 150 calculations: one answer, and the time to a usable first page."""

import json
import statistics
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from benchmarks.comparison import Comparison
from stemsup_desktop.consultation.clinic import Clinic, Physician
from stemsup_desktop.consultation.content import ClinicalContent, make_clinical_content
from stemsup_desktop.consultation.patient import Patient, Sex
from stemsup_desktop.consultation.record import Consultation
from stemsup_desktop.consultation.rules import RuleSet
from stemsup_desktop.language import Language
from stemsup_desktop.questionnaire.answers import Answer, BooleanAnswer, DecimalAnswer, IntegerAnswer, StringAnswer
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.reader import read_questionnaire
from stemsup_desktop.resources import find_resources
from stemsup_desktop.ui.context import PageContext
from stemsup_desktop.ui.jobs import JobRunner, ManualExecutor
from stemsup_desktop.ui.pages.examination.page import ExaminationPage
from stemsup_desktop.ui.pages.examination.view_model import RowView
from stemsup_desktop.ui.session import make_session
from stemsup_desktop.ui.theme import Scheme, Theme
from stemsup_desktop.ui.vault_access import VaultAccess
from stemsup_desktop.ui.window_language import WindowLanguage
from stemsup_desktop.ui.words import read_catalogue

ANSWER_BUDGET_MS, OPEN_BUDGET_MS = 16.0, 300.0
IN_GROUP, CONDITIONS, CALCULATIONS = 20, 500, 150
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
NOW = datetime(2026, 1, 15, 9, tzinfo=UTC)
PATIENT = Patient(
    patient_id="p1",
    chart_number="1",
    name="山田 花子",
    kana="ヤマダ ハナコ",
    birth_date=date(1972, 4, 18),
    sex=Sex.FEMALE,
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds to the first page, to all rows and per answer; results derived per answer."""

    open_ms: float
    whole_ms: float
    answer_ms: float
    slowest_ms: float
    evaluations: float


def make_checklist(count: int) -> dict[str, Any]:
    """Make a questionnaire of `count` items with conditions on half of them and calculations on three in twenty."""
    items = [_make_item(number) for number in range(count - count // IN_GROUP)]
    for item in [one for one in items if one["type"] != "boolean"][: CONDITIONS * count // 1000]:
        number = int(item["linkId"][1:])
        # Half on the question just before, half on one further up.
        source = number // 4 * 4 if number % 8 < 4 else number // 16 * 16
        item["enableWhen"] = [{"question": f"q{source}", "operator": "=", "answerBoolean": True}]
    for item in [one for one in items if one["type"] == "decimal"][: CALCULATIONS * count // 1000]:
        _calculate(item)
    size = IN_GROUP - 1
    groups = [
        {"linkId": f"g{at // size}", "type": "group", "text": f"Group {at // size + 1}", "item": items[at : at + size]}
        for at in range(0, len(items), size)
    ]
    return {"resourceType": "Questionnaire", "url": "https://example.org/large", "item": groups}


def _make_item(number: int) -> dict[str, Any]:
    kind = ("boolean", "integer", "decimal", "string")[number % 4]
    text = f"Question {number} about something that matters"
    return {"linkId": f"q{number}", "text": text, "type": kind, "required": kind == "boolean"}


def _calculate(item: dict[str, Any]) -> None:
    read = max(int(item["linkId"][1:]) - 5, 1)
    expression = f"%resource.descendants().where(linkId='q{read}').answer.value.first() * 2 + {read}"
    item["readOnly"] = True
    item["extension"] = [
        {"url": CALCULATED, "valueExpression": {"language": "text/fhirpath", "expression": expression}}
    ]


def measure_checklist(count: int, answers: int) -> Measured:
    """Open a checklist of `count` items and give `answers` answers all over it."""
    application = QApplication.instance()
    app = application if isinstance(application, QApplication) else QApplication([])
    data = json.dumps(make_checklist(count)).encode()
    content = make_clinical_content(read_questionnaire(data, "large.json"), RuleSet("1", ()))
    resources = find_resources()
    theme = Theme(resources, app, Scheme.LIGHT)
    language = WindowLanguage(read_catalogue(resources / "i18n"), Language.EN)
    runner = JobRunner(ManualExecutor())
    session = make_session(content, runner, lambda _: None, lambda: NOW)
    session.open_visit(PATIENT, Consultation("c1", NOW), Clinic("Benchmark"), Physician("Benchmark"))
    context = PageContext(theme, language, session, runner, lambda: NOW)
    page, open_ms, whole_ms = _open(app, context, content)
    taken, evaluations = _answer(app, page, content, answers)
    page.close()
    page.deleteLater()
    session.close_visit()
    runner.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    median, mean = statistics.median(taken), statistics.fmean(evaluations)
    return Measured(open_ms, whole_ms, median, max(taken), mean)


def _open(app: QApplication, context: PageContext, content: ClinicalContent) -> tuple[ExaminationPage, float, float]:
    """Show the page; it is usable once its first rows are painted and take input."""
    began = time.perf_counter()
    access = VaultAccess(context.runner, Path("no-vault"), context.clock)
    page = ExaminationPage(context, content, access)
    page.resize(1024, 768)
    page.show()
    app.processEvents()
    page.repaint()
    open_ms = (time.perf_counter() - began) * 1000
    while not page.is_built:
        app.processEvents()
    app.processEvents()
    return page, open_ms, (time.perf_counter() - began) * 1000


def _answer(
    app: QApplication, page: ExaminationPage, content: ClinicalContent, count: int
) -> tuple[list[float], list[int]]:
    """Answer questions from the first to the last; each time from the widget's report to the repainted window."""
    memo = content.questionnaire.memo
    taken: list[float] = []
    evaluations: list[int] = []
    rows = [row for row in page.derive().rows.values() if row.item.is_question and not row.item.is_read_only]
    for number in range(count):
        row = rows[number * len(rows) // count]
        part = page.find_part(row.key)
        if part is None or part.editor is None or row.key not in page.derive().rows:
            continue
        page.jump_to(row.name)
        app.processEvents()
        answers, before = _make_answers(row, number), memo.evaluations
        began = time.perf_counter()
        part.editor.answered.emit(answers)
        app.processEvents()
        taken.append((time.perf_counter() - began) * 1000)
        evaluations.append(memo.evaluations - before)
        while not page.is_built:
            app.processEvents()
    return taken, evaluations


def _make_answers(row: RowView, number: int) -> tuple[Answer, ...]:
    match row.item.type:
        case ItemType.BOOLEAN:
            return (BooleanAnswer(number % 3 != 0),)
        case ItemType.INTEGER:
            return (IntegerAnswer(number),)
        case ItemType.DECIMAL:
            return (DecimalAnswer(Decimal(number)),)
        case _:
            return (StringAnswer(f"answer {number}"),)


def compare_checklist(count: int, answers: int) -> list[Comparison]:
    """Return one answer and the first page, each beside the whole page made anew."""
    measured = measure_checklist(count, answers)
    what = f"checklist of {count:,} items, {measured.evaluations:.1f} results derived per answer"
    return [
        Comparison(
            what=f"one answer in a {what} (median)",
            ours="what changed",
            ours_ms=measured.answer_ms,
            theirs="the page anew",
            theirs_ms=measured.whole_ms,
            budget_ms=ANSWER_BUDGET_MS,
        ),
        Comparison(
            what=f"a usable first page of {count:,} items",
            ours="rows as they are seen",
            ours_ms=measured.open_ms,
            theirs="all rows at once",
            theirs_ms=measured.whole_ms,
            budget_ms=OPEN_BUDGET_MS,
        ),
    ]
