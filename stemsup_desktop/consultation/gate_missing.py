"""What is required and not there, in the order of the steps, each with the place to jump to.

Targets are link ids in step 2, else names of fields of the record: "complaints", "goal", "diagnosis:<symptom id>",
"baseline_nrs:<symptom id>" and "patient.allergies" in step 1, paths below the plan ("product.lot_number") in step 4.
What the checklist itself lacks has the target "questionnaire" or "rule:<rule id>" in step 2.
"""

from collections.abc import Iterable, Iterator

from stemsup_desktop.consultation.codes import Route
from stemsup_desktop.consultation.content import ClinicalContent
from stemsup_desktop.consultation.gate_model import Missing
from stemsup_desktop.consultation.gate_rules import Assessment
from stemsup_desktop.consultation.patient import Patient
from stemsup_desktop.consultation.plan_model import Plan, Product
from stemsup_desktop.consultation.record import Examination, Reason
from stemsup_desktop.consultation.rule_reading import get_reads, is_unknown
from stemsup_desktop.consultation.rules import Severity
from stemsup_desktop.language import Text
from stemsup_desktop.questionnaire.form import Form
from stemsup_desktop.questionnaire.item_types import ItemType
from stemsup_desktop.questionnaire.typed_text import is_blank
from stemsup_desktop.questionnaire.validation import is_refused


def find_missing_in_reason(patient: Patient, reason: Reason, content: ClinicalContent) -> Iterator[Missing]:
    """Go through what step 1 lacks: symptoms, a diagnosis and a baseline for each, the goal, the allergies."""
    if not patient.allergies and patient.allergies_asked_on is None:
        yield Missing(1, "patient.allergies", Text("Allergies asked about", "アレルギーの確認"))
    if not reason.complaints:
        yield Missing(1, "complaints", Text("At least one symptom", "症状（1つ以上）"))
    for complaint in reason.complaints:
        name = content.name_symptom(complaint.symptom_id)
        if is_blank(complaint.diagnosis):
            label = Text(f"Diagnosis: {name.en}", f"診断名：{name.ja}")
            yield Missing(1, f"diagnosis:{complaint.symptom_id}", label)
        if complaint.baseline_nrs is None:
            label = Text(f"Baseline score: {name.en}", f"治療前の点数：{name.ja}")
            yield Missing(1, f"baseline_nrs:{complaint.symptom_id}", label)
    if is_blank(reason.goal):
        yield Missing(1, "goal", Text("The patient's goal", "患者さんの目標"))


def find_missing_in_checklist(
    examination: Examination, content: ClinicalContent
) -> Iterator[tuple[Missing, tuple[Route, ...]]]:
    """Go through what cannot be known by this checklist, each with the routes it concerns (none: all).

    Answers to another checklist than the visit began with, and rules that this one does not ask enough for.
    """
    begun = examination.questionnaire
    if begun and begun != content.questionnaire.canonical:
        label = Text(
            f"The checklist that this visit began with ({begun})", f"この診察を始めたときのチェックリスト（{begun}）"
        )
        yield Missing(2, "questionnaire", label), ()
    for rule in content.rules_not_judged:
        label = Text(
            f"{rule.title.en} (not judged by this checklist)",
            f"{rule.title.ja}（このチェックリストでは判定できません）",
        )
        yield Missing(2, f"rule:{rule.id}", label), rule.routes


def find_missing_answers(
    form: Form, assessments: tuple[Assessment, ...]
) -> Iterator[tuple[Missing, tuple[Route, ...]]]:
    """Go through items without an answer that counts, each with the routes it concerns (none: all).

    An impossible answer counts as none. "Unknown" counts as none where a rule wants an enquiry, and, for a required
    item, where no rule says what it is worth. What an expression cannot judge is missing, and so is what an answer
    owes to the others.
    """
    asked, weighed = _find_asked(assessments), _find_weighed(assessments)
    filled = _find_filled(form)
    for index in form.enabled_indices():
        item, given = form.item_at(index), form.values[index]
        if item.is_question and given and is_refused(item, given):
            yield _missing_item(form, index, " (not a possible answer)", "（入力できない値）"), ()
        elif item.is_required and index not in filled and item.type is not ItemType.DISPLAY:
            yield _missing_item(form, index), ()
        elif item.link_id in asked and any(map(is_unknown, given)):
            yield _missing_item(form, index, " (answered unknown)", "（「不明」と回答）"), asked[item.link_id]
        elif item.is_required and any(map(is_unknown, given)) and item.link_id not in weighed:
            yield _missing_item(form, index, " (answered unknown)", "（「不明」と回答）"), ()
    for problem in form.problems:
        if problem.severity == "error":
            yield Missing(2, problem.link_id, problem.message), ()


def find_missing_in_plan(plan: Plan, product: Product, routes: tuple[Route, ...]) -> Iterator[Missing]:
    """Go through what the plan lacks for some routes; no routes is itself a gap.

    `product` is the planned one with what the lot book says of its lot.
    """
    yield from _find_missing_in_product(product)
    if not routes:
        yield Missing(4, "routes", Text("At least one route", "投与経路（1つ以上）"))
    if Route.INTRADERMAL in routes and not plan.sites:
        yield Missing(4, "sites", Text("Sites for intradermal injection", "皮内注射の部位"))
    if plan.sessions is None:
        yield Missing(4, "sessions", Text("Number of sessions", "回数"))
    elif plan.sessions > 1 and plan.interval_days is None:
        yield Missing(4, "interval_days", Text("Interval between sessions", "間隔"))
    if plan.fee_per_session_yen is None:
        yield Missing(4, "fee_per_session_yen", Text("Fee per session", "1回の費用"))
    if not plan.alternatives_explained:
        yield Missing(4, "alternatives_explained", Text("Alternatives explained", "他の治療法の説明"))


def _find_missing_in_product(product: Product) -> Iterator[Missing]:
    certificate = product.certificate
    if is_blank(product.name):
        yield Missing(4, "product.name", Text("Product", "製品名"))
    if product.cell_source is None:
        yield Missing(4, "product.cell_source", Text("Source tissue", "細胞の由来"))
    if is_blank(product.lot_number):
        yield Missing(4, "product.lot_number", Text("Lot number", "ロット番号"))
    if product.expires is None:
        yield Missing(4, "product.expires", Text("Expiry of the lot", "ロットの使用期限"))
    if certificate.is_on_file is None:
        yield Missing(4, "product.certificate.is_on_file", Text("Certificate looked for", "試験成績書の有無の確認"))
    elif certificate.is_on_file and certificate.is_complete is None:
        yield Missing(4, "product.certificate.is_complete", Text("Certificate read", "試験成績書の内容の確認"))
    if certificate.is_on_file and certificate.has_failed_item is None:
        label = Text("Whether an item of the certificate failed", "試験成績書の不適合の有無の確認")
        yield Missing(4, "product.certificate.has_failed_item", label)
    if certificate.is_research_use_only is None:
        label = Text("Whether the product is for research use only", "研究用試薬でないことの確認")
        yield Missing(4, "product.certificate.is_research_use_only", label)
    if product.is_recalled is None:
        yield Missing(4, "product.is_recalled", Text("Whether the lot is recalled", "ロットの回収の有無の確認"))
    if product.had_temperature_excursion is None:
        label = Text("Temperature of transport and storage", "輸送・保管中の温度の確認")
        yield Missing(4, "product.had_temperature_excursion", label)


def _find_filled(form: Form) -> set[int]:
    """Return the occurrences that hold an answer, themselves or below."""
    filled: set[int] = set()
    for index in form.enabled_indices():
        above: int | None = index if form.values[index] else None
        while above is not None and above not in filled:
            filled.add(above)
            above = form.occurrences[above].parent
    return filled


def _missing_item(form: Form, index: int, english: str = "", japanese: str = "") -> Missing:
    label, place = form.item_at(index).label, form.occurrences[index].place
    number = f" ({'.'.join(str(one + 1) for one in place)})" if any(place) else ""
    return Missing(
        2, form.item_at(index).link_id, Text(label.en + number + english, label.ja + number + japanese), place
    )


def _find_asked(assessments: Iterable[Assessment]) -> dict[str, tuple[Route, ...]]:
    """Return the questions about which some rule wants an enquiry, with the routes these rules concern."""
    asked: dict[str, tuple[Route, ...]] = {}
    for assessment in assessments:
        routes = assessment.rule.routes
        for link_id in assessment.asks:
            asked[link_id] = _join_routes(asked[link_id], routes) if link_id in asked else routes
    return asked


def _find_weighed(assessments: Iterable[Assessment]) -> set[str]:
    """Return the questions about which some rule raises more than information."""
    return {
        link_id
        for assessment in assessments
        if assessment.severity is not Severity.INFORMATION and not assessment.is_not_judged
        for link_id in get_reads(assessment.rule)
    }


def _join_routes(left: tuple[Route, ...], right: tuple[Route, ...]) -> tuple[Route, ...]:
    return () if not left or not right else tuple(route for route in Route if route in (*left, *right))
