"""The words for what a clause asks about and prints: conditions, places for facts, choices."""

from collections.abc import Mapping

from stemsup_desktop.consultation.codes import CellSource, Route
from stemsup_desktop.consultation.consent_clauses import Applies, Insert, Placeholder, Situation
from stemsup_desktop.language import Text

EVERY_FORM = Text("every form", "すべての同意書")

ROUTE_WORDS: Mapping[Route, Text] = {
    Route.INTRADERMAL: Text("injection into the skin", "皮内注射"),
    Route.INTRAVENOUS: Text("drip", "点滴"),
    Route.INTRANASAL: Text("nasal use", "点鼻"),
}
CELL_SOURCE_WORDS: Mapping[CellSource, Text] = {
    CellSource.BONE_MARROW: Text("bone marrow", "骨髄"),
    CellSource.ADIPOSE: Text("fat", "脂肪"),
    CellSource.UMBILICAL_CORD: Text("umbilical cord", "臍帯"),
    CellSource.DENTAL_PULP: Text("dental pulp", "歯髄"),
}
SITUATION_WORDS: Mapping[Situation, Text] = {
    Situation.SEVERAL_ROUTES: Text("more than one route", "投与の方法が2つ以上"),
    Situation.CERTIFICATE_NOT_ON_FILE: Text("no certificate of the lot on file", "ロットの試験成績書がない"),
    Situation.RESEARCH_USE_ONLY: Text("product for research use only", "研究用試薬の表示がある製品"),
    Situation.HARM_POLICY_GIVEN: Text("the clinic has a policy on harm", "健康被害への方針が登録されている"),
    Situation.HARM_POLICY_NOT_GIVEN: Text("the clinic has no policy on harm", "健康被害への方針が登録されていない"),
    Situation.CANCELLATION_POLICY_GIVEN: Text("the clinic has terms of cancelling", "解約の条件が登録されている"),
    Situation.CANCELLATION_POLICY_NOT_GIVEN: Text(
        "the clinic has no terms of cancelling", "解約の条件が登録されていない"
    ),
}
INSERT_WORDS: Mapping[Insert, Text] = {
    Insert.COMPLAINTS: Text("symptoms and diagnoses", "症状と診断"),
    Insert.GOAL: Text("the patient's goal", "患者さんの目標"),
    Insert.PRODUCT: Text("product and lot", "製品とロット"),
    Insert.PRODUCT_ORIGIN: Text("origin of the product", "製品の由来"),
    Insert.COURSE: Text("the plan", "計画"),
    Insert.CONDITIONS: Text("conditions from the gate", "適否判定の条件"),
    Insert.OPINIONS: Text("the physician's opinions", "医師の判断"),
    Insert.AFTERCARE: Text("aftercare", "治療後の注意"),
    Insert.CONTACTS: Text("telephone numbers", "連絡先"),
    Insert.COST: Text("the cost", "費用"),
    Insert.CANCELLATION_POLICY: Text("the clinic's terms of cancelling", "医療機関の解約の条件"),
    Insert.HARM_POLICY: Text("the clinic's policy on harm", "医療機関の健康被害への方針"),
    Insert.QUESTIONS: Text("the patient's questions", "患者さんの質問"),
    Insert.DATES: Text("who explained, and when", "説明した医師と日付"),
    Insert.FORM_SIGNED: Text("which form was signed", "署名した同意書"),
}
PLACEHOLDER_WORDS: Mapping[Placeholder, Text] = {
    Placeholder.ROUTES: Text("the routes", "投与の方法"),
    Placeholder.CLINIC_NAME: Text("the clinic's name", "医療機関名"),
    Placeholder.CLINIC_PHONE: Text("the clinic's telephone", "医療機関の電話番号"),
    Placeholder.EMERGENCY_PHONE: Text("the telephone for day and night", "24時間の連絡先"),
    Placeholder.EMERGENCY_HOSPITAL: Text("the hospital in an emergency", "緊急時の受け入れ病院"),
    Placeholder.PHYSICIAN_NAME: Text("the physician's name", "医師名"),
    Placeholder.PRODUCT_NAME: Text("the product's name", "製品名"),
    Placeholder.CELL_SOURCE: Text("the source tissue", "由来組織"),
    Placeholder.LOT_NUMBER: Text("the lot", "ロット番号"),
    Placeholder.SESSIONS: Text("the number of sessions", "回数"),
    Placeholder.FEE_PER_SESSION: Text("the fee per session", "1回の費用"),
    Placeholder.TOTAL_FEE: Text("the total", "合計"),
}


def say_applies(applies: Applies, symptoms: Mapping[str, Text] | None = None) -> Text:
    """Return for which forms a clause is printed; symptoms by their ids where no words for them are given."""
    known = symptoms or {}
    groups = (
        tuple(known.get(one, Text(one, one)) for one in applies.symptoms),
        tuple(ROUTE_WORDS[one] for one in applies.routes),
        tuple(CELL_SOURCE_WORDS[one] for one in applies.cell_sources),
        tuple(SITUATION_WORDS[one] for one in applies.situations),
    )
    said = [_join_any(group) for group in groups if group]
    if not said:
        return EVERY_FORM
    return Text("; and ".join(one.en for one in said), "、かつ".join(one.ja for one in said))


def _join_any(names: tuple[Text, ...]) -> Text:
    return Text(" or ".join(one.en for one in names), "または".join(one.ja for one in names))
