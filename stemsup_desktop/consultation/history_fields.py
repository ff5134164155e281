"""The words for every field of the records whose changes are told. `{entry}` stands for the entry of a list."""

from collections.abc import Mapping
from types import MappingProxyType

from stemsup_desktop.consultation.history_care_fields import CARE_FIELDS, PLAN_CARE_FIELDS, TREATMENT_CARE_FIELDS
from stemsup_desktop.consultation.history_screen_fields import SCREEN_FIELDS
from stemsup_desktop.consultation.history_signing_fields import SIGNING_FIELDS
from stemsup_desktop.language import Text

Fields = tuple[str, ...]
"""A path without the keys of entries."""

_EXAMINATION: Mapping[Fields, Text] = {
    ("questionnaire",): Text("the checklist", "チェックリスト"),
    ("responses",): Text("the answer to {entry}", "{entry}への回答"),
    ("responses", "link_id"): Text("the question of {entry}", "{entry}の質問"),
    ("responses", "answers"): Text("the answer to {entry}", "{entry}への回答"),
    ("responses", "answered_at"): Text("when {entry} was answered", "{entry}の回答日時"),
    ("responses", "answered_by"): Text("who answered {entry}", "{entry}の回答者"),
    ("responses", "place"): Text("the place of {entry}", "{entry}の位置"),
    ("opinions",): Text("the opinion on {entry}", "{entry}に対する意見"),
    ("opinions", "rule_id"): Text("the rule of the opinion {entry}", "意見{entry}のルール"),
    ("opinions", "rule_version"): Text("the version of rule {entry} judged", "判断したルール{entry}の版"),
    ("opinions", "answers_sha256"): Text(
        "which answers the opinion on {entry} judged", "{entry}の意見のもとになった回答"
    ),
    ("opinions", "reason"): Text("the reason of the opinion on {entry}", "{entry}に対する意見の理由"),
    ("opinions", "physician"): Text("who gave the opinion on {entry}", "{entry}に対する意見の記録者"),
    ("opinions", "recorded_at"): Text("when the opinion on {entry} was recorded", "{entry}に対する意見の記録日時"),
    ("stops_raised",): Text("the stop {entry}", "中止の所見{entry}"),
    ("stops_raised", "rule_id"): Text("the rule of the stop {entry}", "中止の所見{entry}のルール"),
    ("stops_raised", "raised_at"): Text("when the stop {entry} was raised", "中止の所見{entry}の発生日時"),
    ("stops_lifted",): Text("the lifting of the stop {entry}", "中止の所見{entry}の解除"),
    ("stops_lifted", "rule_id"): Text("the rule of the lifted stop {entry}", "解除した中止の所見{entry}のルール"),
    ("stops_lifted", "reason"): Text("why the stop {entry} was lifted", "中止の所見{entry}の解除理由"),
    ("stops_lifted", "physician"): Text("who lifted the stop {entry}", "中止の所見{entry}の解除者"),
    ("stops_lifted", "lifted_at"): Text("when the stop {entry} was lifted", "中止の所見{entry}の解除日時"),
    ("carried",): Text("the proposed answer to {entry}", "{entry}の確認待ちの回答"),
    ("carried", "link_id"): Text("the question of the proposed answer {entry}", "確認待ちの回答{entry}の質問"),
    ("carried", "answers"): Text("the proposed answer to {entry}", "{entry}の確認待ちの回答"),
    ("carried", "given_on"): Text("the day of the proposed answer to {entry}", "{entry}の確認待ちの回答の日付"),
    ("carried", "consultation_id"): Text(
        "where the proposed answer to {entry} is from", "{entry}の確認待ちの回答の出所"
    ),
    ("notes",): Text("the note beside {entry}", "{entry}のメモ"),
    ("notes", "link_id"): Text("the question of the note {entry}", "メモ{entry}の質問"),
    ("notes", "text"): Text("the note beside {entry}", "{entry}のメモ"),
    ("notes", "written_by"): Text("who wrote the note beside {entry}", "{entry}のメモの記入者"),
    ("notes", "written_at"): Text("when the note beside {entry} was written", "{entry}のメモの記入日時"),
}

_REASON: Mapping[Fields, Text] = {
    ("complaints",): Text("the symptom {entry}", "症状{entry}"),
    ("complaints", "symptom_id"): Text("the name of the symptom {entry}", "症状{entry}の名称"),
    ("complaints", "diagnosis"): Text("the diagnosis of {entry}", "{entry}の診断"),
    ("complaints", "icd10"): Text("the ICD-10 code of {entry}", "{entry}のICD-10コード"),
    ("complaints", "baseline_nrs"): Text("the score of {entry} before the session", "{entry}の治療前の点数"),
    ("goal",): Text("the goal", "目標"),
    ("note",): Text("the notes", "メモ"),
}

_EXPLANATION: Mapping[Fields, Text] = {
    ("pages",): Text("the explained page {entry}", "説明したページ{entry}"),
    ("pages", "page_id"): Text("the name of the explained page {entry}", "説明したページ{entry}の名称"),
    ("pages", "language"): Text("the language of the explained page {entry}", "説明したページ{entry}の言語"),
    ("pages", "explained_at"): Text("when the page {entry} was explained", "ページ{entry}の説明日時"),
    ("pages", "content_sha256"): Text("which text of the page {entry} was shown", "説明したページ{entry}の文面"),
    ("questions_asked",): Text("the questions the patient asked", "患者さんからの質問"),
    **SCREEN_FIELDS,
}

_PLAN: Mapping[Fields, Text] = {
    ("product", "name"): Text("the product", "製品名"),
    ("product", "cell_source"): Text("the source tissue", "細胞の由来"),
    ("product", "maker"): Text("the maker", "製造者"),
    ("product", "approval_status"): Text("the approval status", "承認の状況"),
    ("product", "procurement"): Text("the procurement", "入手経路"),
    ("product", "lot_number"): Text("the lot number", "ロット番号"),
    ("product", "expires"): Text("the expiry date of the lot", "ロットの使用期限"),
    ("product", "certificate", "is_on_file"): Text("whether the certificate is on file", "試験成績書の有無"),
    ("product", "certificate", "is_complete"): Text("whether the certificate is complete", "試験成績書に不足がないか"),
    ("product", "certificate", "shown_absent"): Text(
        "what the certificate shows as not detected", "試験成績書で不検出と示された物質"
    ),
    ("product", "certificate", "is_research_use_only"): Text(
        "whether the lot is for research use only", "研究用の表示の有無"
    ),
    ("routes",): Text("the routes", "投与経路"),
    ("sites",): Text("the site {entry}", "部位{entry}"),
    ("sites", "site_id"): Text("the name of the site {entry}", "部位{entry}の名称"),
    ("sites", "other"): Text("the description of the site {entry}", "部位{entry}の説明"),
    ("sessions",): Text("the number of sessions", "回数"),
    ("interval_days",): Text("the interval", "間隔"),
    ("fee_per_session_yen",): Text("the fee per session", "1回の費用"),
    ("extra_fees_yen",): Text("the extra fees", "その他の費用"),
    ("first_session_on",): Text("the day of the first session", "初回の日"),
    ("aftercare_ids",): Text("the aftercare", "治療後の注意"),
    ("alternatives_explained",): Text("whether alternatives were explained", "他の治療法の説明の有無"),
    ("note",): Text("the notes", "メモ"),
    ("home_use",): Text("amount and times of use at home", "自宅で使う量と回数"),
    **PLAN_CARE_FIELDS,
}

_CONSENT: Mapping[Fields, Text] = {
    ("language",): Text("the language of the form", "同意書の言語"),
    ("choices", "photographs"): Text("the choice on photographs", "写真についての選択"),
    ("choices", "teaching"): Text("the choice on use in teaching", "教育での利用についての選択"),
    ("choices", "publication"): Text("the choice on talks and papers", "学会や論文での利用についての選択"),
    ("thinking_until",): Text("the end of the time to think", "考える期間の期限"),
    ("signature",): Text("the consent given", "同意の記録"),
    ("signature", "document_number"): Text("which print was signed", "署名された用紙"),
    ("signature", "signed_on"): Text("the date of the signature", "署名日"),
    ("signature", "patient_name"): Text("the patient's name at the signature", "署名の患者氏名"),
    ("signature", "physician_name"): Text("the physician's name at the signature", "署名の医師氏名"),
    ("signature", "all_initials_present"): Text("whether all initials are there", "確認欄の記入の有無"),
    ("signature", "basis_sha256"): Text("what the signature covers", "署名の対象"),
    ("signature", "guardian_name"): Text("the guardian's name", "親権者・後見人の氏名"),
    ("signature", "interpreter_name"): Text("the interpreter's name", "通訳者の氏名"),
    ("signature", "witness_name"): Text("the witness's name", "立会人の氏名"),
    ("signature", "recorded_at"): Text("when the signature was recorded", "署名の記録日時"),
    ("signature", "agreed_parts"): Text("the agreed part {entry}", "同意した内容{entry}"),
    ("signature", "agreed_parts", "name"): Text("the name of the agreed part {entry}", "同意した内容{entry}の名称"),
    ("signature", "agreed_parts", "sha256"): Text("what was agreed to of {entry}", "{entry}の同意した内容"),
    ("signature", "medium"): Text("whether it was signed on paper or on screen", "紙か画面かの別"),
    ("signature", "form_version"): Text("the version of the signed form", "署名した同意書の版"),
    ("signature", "agreed_clauses"): Text("the agreed clause {entry}", "同意した項目{entry}"),
    ("signature", "agreed_clauses", "clause_id"): Text(
        "the name of the agreed clause {entry}", "同意した項目{entry}の名称"
    ),
    ("signature", "agreed_clauses", "version"): Text(
        "the version of the agreed clause {entry}", "同意した項目{entry}の版"
    ),
    ("signature", "agreed_clauses", "sha256"): Text(
        "the text of the agreed clause {entry}", "同意した項目{entry}の文章"
    ),
    **SIGNING_FIELDS,
    ("declined",): Text("the patient's decision against the treatment", "希望しないという患者さんの意思"),
    ("declined", "declined_on"): Text("the day the patient declined", "希望しないと伝えられた日"),
    ("declined", "note"): Text("the note on the patient's decision", "患者さんの意思についてのメモ"),
}

_TREATMENT: Mapping[Fields, Text] = {
    ("lot_number",): Text("the lot used", "使用ロット"),
    ("lot_expires",): Text("the expiry date of the lot used", "使用ロットの使用期限"),
    ("operator",): Text("who gave it", "実施者"),
    ("needle",): Text("the needle", "針"),
    ("drawn_up_ml",): Text("the volume drawn up", "吸い上げた量"),
    ("started_at",): Text("the start", "開始時刻"),
    ("ended_at",): Text("the end", "終了時刻"),
    ("observed_until",): Text("the end of observation", "経過観察の終了"),
    ("sites",): Text("the treated site {entry}", "治療した部位{entry}"),
    ("sites", "site_id"): Text("the name of the treated site {entry}", "治療した部位{entry}の名称"),
    ("sites", "points"): Text("the points at {entry}", "{entry}の箇所数"),
    ("sites", "volume_ml"): Text("the volume at {entry}", "{entry}の量"),
    ("sites", "other"): Text("the description of the treated site {entry}", "治療した部位{entry}の説明"),
    ("sites", "note"): Text("the note on {entry}", "{entry}の備考"),
    ("drip",): Text("the drip", "点滴の記録"),
    ("drip", "volume_ml"): Text("the volume of the drip", "点滴の量"),
    ("drip", "dilution"): Text("the dilution of the drip", "点滴の希釈"),
    ("drip", "rate"): Text("the rate of the drip", "点滴の速度"),
    ("drip", "filter"): Text("the filter of the drip", "点滴のフィルター"),
    ("nasal",): Text("the nasal spray", "点鼻の記録"),
    ("nasal", "volume_ml"): Text("the volume of the nasal spray", "点鼻の量"),
    ("nasal", "sprays_per_nostril"): Text("the sprays each side", "点鼻の片側の回数"),
    ("nasal", "units_dispensed"): Text("the units handed out", "渡した本数"),
    ("nasal", "instruction_given"): Text("whether written instructions were given", "説明書を渡したか"),
    ("nasal", "teach_back_done"): Text("whether the patient showed the use back", "使い方を見せてもらったか"),
    ("nasal", "dispensed"): Text("the units handed out {entry}", "渡した製品{entry}"),
    ("nasal", "dispensed", "units"): Text("how many units were handed out {entry}", "渡した製品{entry}の本数"),
    ("nasal", "dispensed", "dispensed_on"): Text(
        "the day on which units were handed out {entry}", "渡した製品{entry}の日付"
    ),
    ("nasal", "dispensed", "lot_number"): Text("the lot of the units handed out {entry}", "渡した製品{entry}のロット"),
    ("nasal", "dispensed", "use_by"): Text("the date on the label of the units {entry}", "渡した製品{entry}の期限"),
    ("nasal", "answers"): Text("the answer {entry} on use at home", "自宅での使い方の回答{entry}"),
    ("nasal", "answers", "question_id"): Text("the question {entry} on use at home", "自宅での使い方の質問{entry}"),
    ("nasal", "answers", "question_version"): Text(
        "the version of the question {entry} on use at home", "自宅での使い方の質問{entry}の版"
    ),
    ("nasal", "answers", "option_id"): Text(
        "what was answered at {entry} on use at home", "自宅での使い方の回答{entry}の内容"
    ),
    ("nasal", "answers", "language"): Text(
        "the language of the answer {entry} on use at home", "自宅での使い方の回答{entry}の言語"
    ),
    ("nasal", "answers", "answered_at"): Text(
        "when the answer {entry} on use at home was given", "自宅での使い方の回答{entry}の日時"
    ),
    ("vitals",): Text("the vital signs {entry}", "バイタルサイン{entry}"),
    ("vitals", "moment"): Text("the moment of the vital signs {entry}", "バイタルサイン{entry}の時点"),
    ("vitals", "taken_at"): Text("the time of the vital signs {entry}", "バイタルサイン{entry}の時刻"),
    ("vitals", "temperature_c"): Text("the temperature {entry}", "体温{entry}"),
    ("vitals", "systolic_mmhg"): Text("the systolic pressure {entry}", "収縮期血圧{entry}"),
    ("vitals", "diastolic_mmhg"): Text("the diastolic pressure {entry}", "拡張期血圧{entry}"),
    ("vitals", "pulse_per_min"): Text("the pulse {entry}", "脈拍{entry}"),
    ("vitals", "spo2_percent"): Text("the SpO2 {entry}", "SpO2{entry}"),
    ("vitals", "respiration_per_min"): Text("the breaths {entry}", "呼吸数{entry}"),
    ("reactions",): Text("the reaction {entry}", "反応{entry}"),
    ("reactions", "kind"): Text("what the reaction {entry} was", "反応{entry}の内容"),
    ("reactions", "grade"): Text("the grade of the reaction {entry}", "反応{entry}の程度"),
    ("reactions", "onset_at"): Text("the onset of the reaction {entry}", "反応{entry}の発現時刻"),
    ("reactions", "action"): Text("what was done about the reaction {entry}", "反応{entry}への対応"),
    ("reactions", "outcome"): Text("the outcome of the reaction {entry}", "反応{entry}の経過"),
    **TREATMENT_CARE_FIELDS,
    ("no_reaction_observed",): Text("whether no reaction was observed", "反応が見られなかったかどうか"),
    ("note",): Text("the notes", "メモ"),
}

_SUMMARY: Mapping[Fields, Text] = {
    ("language",): Text("the language of the summary", "まとめの言語"),
    ("scores",): Text("the score of {entry} at the end of the visit", "{entry}の受診の終わりの点数"),
    ("scores", "symptom_id"): Text("the symptom of the score {entry} at the end", "受診の終わりの点数{entry}の症状"),
    ("scores", "nrs"): Text("the score of {entry} at the end of the visit", "{entry}の受診の終わりの点数"),
    ("aftercare_given_ids",): Text("the aftercare given", "説明した注意事項"),
    ("next_visit_on",): Text("the next visit", "次回の受診日"),
    ("note",): Text("the note for the patient", "患者さんへのメモ"),
    ("closed_at",): Text("when the visit was closed", "診察の終了日時"),
}


def _under(step: str, fields: Mapping[Fields, Text]) -> dict[Fields, Text]:
    return {(step, *path): words for path, words in fields.items()}


CONSULTATION_FIELDS: Mapping[Fields, Text] = MappingProxyType(
    {
        ("consultation_id",): Text("the id of the visit", "診察のID"),
        ("started_at",): Text("the start of the visit", "診察の開始日時"),
        ("visit_number",): Text("the number of the visit", "受診回数"),
        **_under("reason", _REASON),
        **_under("examination", _EXAMINATION),
        **_under("explanation", _EXPLANATION),
        **_under("plan", _PLAN),
        **_under("consent", _CONSENT),
        **_under("treatment", _TREATMENT),
        **_under("summary", _SUMMARY),
        **CARE_FIELDS,
    }
)
