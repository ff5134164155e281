"""The fixed words of the treatment summary, in both languages."""

from stemsup_desktop.consultation.gate_model import Verdict
from stemsup_desktop.language import Text

TITLE = Text("Treatment summary", "治療のまとめ")
SUBTITLE = Text("Culture supernatant, {routes}. Visit {number}.", "培養上清液（{routes}）　{number}回目の受診")
SUBTITLE_NO_ROUTE = Text("Culture supernatant. Visit {number}.", "培養上清液　{number}回目の受診")

PATIENT = Text("Patient", "お名前")
OTHER_NAMES = Text("Reading · Latin letters", "フリガナ · ローマ字")
BORN = Text("Date of birth", "生年月日")
SEX = Text("Sex", "性別")
CHART_NUMBER = Text("Chart no.", "診察券番号")
ADDRESS = Text("Address", "住所")
PHONE = Text("Telephone", "電話番号")
VISIT_ON = Text("Visit", "受診日")
PHYSICIAN = Text("Physician", "担当医師")
LICENCE = Text("Licence no.", "医籍登録番号")
ALLERGIES = Text("Allergies", "アレルギー")
NO_ALLERGIES = Text("None known, asked on {day}", "なし（{day}に確認）")
ALERTS = Text("Alerts", "注意事項")
CLINIC = Text("Clinic", "医療機関")

NOT_ASKED = Text("Not asked", "未確認")
NOT_RECORDED = Text("Not recorded", "記録なし")

REASON = Text("Reason and diagnosis", "症状と診断")
SYMPTOM = Text("Symptom", "症状")
DIAGNOSIS = Text("Physician's diagnosis", "医師の診断")
CODE = Text("ICD-10", "ICD-10")
BASELINE = Text("Before the session 0-10", "治療前のつらさ 0〜10")
GOAL = Text("The patient's own goal", "ご本人の目標")
NOTE = Text("Note", "備考")

ELIGIBILITY = Text("Examination result", "診察の結果")
VERDICT = Text("Result", "判定")
ANSWERED = Text("Answered", "回答")
ANSWERED_COUNT = Text("{answered} of {askable} questions", "{askable}項目中 {answered}項目")
RULES_VERSION = Text("Rules", "基準の版")
CONDITIONS = Text("Conditions", "条件")
FINDING = Text("Finding", "所見")
WEIGHT = Text("Kind", "区分")
OPINION = Text("Physician's opinion", "医師の判断")
OPINION_BY = Text("By, when", "記録者・日時")
OPINION_LAPSED = Text("No longer valid: ", "（失効）")
STOP_LIFTED = Text("Earlier stop, lifted", "解除された中止の判定")
LIFTED_BECAUSE = Text("Why it was lifted", "解除の理由")

VERDICTS = {
    Verdict.STOP: Text("Stop", "中止"),
    Verdict.SPECIALIST: Text("Specialist's opinion wanted", "専門的な判断が必要"),
    Verdict.NOT_COMPLETE: Text("Not complete", "確認が終わっていません"),
    Verdict.CONDITIONS: Text("Eligible with conditions", "条件付きで実施可"),
    Verdict.CLEAR: Text("Eligible, nothing found", "実施可（所見なし）"),
}

CONSENT = Text("Consent", "同意")
CONSENT_NUMBER = Text("Consent form", "同意書の番号")
CONSENT_FORM_VERSION = Text("Version of the form", "同意書の版")
SIGNED_ON = Text("Signed on", "署名日")
SIGNED_BY = Text("Signed by", "署名者")
SIGNED_PHYSICIAN = Text("Physician who explained", "説明した医師")
GUARDIAN = Text("Guardian", "親権者・後見人")
INTERPRETER = Text("Interpreter", "通訳")
WITNESS = Text("Witness", "立会人")
INITIALS = Text("All initials present", "確認欄の記入")
ENTERED_AT = Text("Entered", "記録日時")
CONSENT_LANGUAGE = Text("Language read", "読んだ言語")
PHOTOGRAPHS = Text("Photographs for the chart", "診療記録の写真")
TEACHING = Text("Use in teaching", "教育での利用")
PUBLICATION = Text("Use in talks and papers", "学会や論文での利用")
THINKING_UNTIL = Text("Time to think until", "考える期間の期限")
DECLINED_ON = Text("The patient declined on", "治療を受けないと決めた日")
WITHDRAWN_AT = Text("Taken back on", "撤回の日時")
WITHDRAWN_WHAT = Text("What was taken back", "撤回した内容")
WITHDRAWN_WHOLE = Text("The whole consent", "同意の全体")
WITHDRAWN_BY = Text("By", "申し出た方")
WITHDRAWN_SLIP = Text("Slip", "撤回書")
NOT_SIGNED = Text("No signed consent is recorded.", "署名された同意書は記録されていません。")

PRODUCT = Text("Product", "製品")
PRODUCT_NAME = Text("Product", "製品名")
SOURCE = Text("Cell source", "由来")
MAKER = Text("Maker", "製造者")
LOT_USED = Text("Lot used", "使用ロット")
LOT_PLANNED = Text("Lot planned", "予定ロット")
EXPIRES = Text("Expiry", "使用期限")
CERTIFICATE = Text("Certificate of analysis", "試験成績書")
COMPLETE = Text("Certificate complete", "成績書の完備")
SHOWN_ABSENT = Text("Shown as not detected", "不検出とされたもの")
RESEARCH_ONLY = Text("Labelled for research use only", "「研究用」の表示")
APPROVAL = Text("Approval status", "承認の状況")
PROCUREMENT = Text("Procurement", "入手経路")
ON_FILE = Text("On file", "あり")
NOT_ON_FILE = Text("Not on file", "なし")

TREATMENT = Text("Treatment given", "行った治療")
ROUTES = Text("Route", "投与方法")
OPERATOR = Text("Given by", "実施者")
NEEDLE = Text("Needle", "針")
DRAWN_UP = Text("Drawn up", "吸い上げた量")
DRAWN_UP_WHOLE = Text("Drawn up, as entered beside the vials", "吸い上げた量（バイアルとは別に入力）")
DISCARDED = Text("Discarded", "廃棄した量")
LEFT_OVER = Text("Left over", "残量")
NONE_LEFT_OVER = Text(
    "None: {over} more is recorded than was drawn up", "なし（記録した量が、吸い上げた量より{over}多い）"
)
VIAL = Text("Vial", "バイアル")
VIAL_LOT = Text("Lot", "ロット")
VIAL_EXPIRES = Text("Expiry", "使用期限")
VIAL_ROUTE = Text("Route", "投与方法")
VIAL_DRAWN_UP = Text("Drawn up mL", "吸い上げた量 mL")
VIAL_DISCARDED = Text("Discarded mL", "廃棄した量 mL")
STARTED = Text("Start", "開始")
ENDED = Text("End", "終了")
OBSERVED_UNTIL = Text("Observed until", "経過観察の終了")
SITE = Text("Site", "部位")
POINTS = Text("Points", "箇所")
VOLUME = Text("mL", "mL")
TOTAL = Text("Total", "合計")
PER_POINT = Text("Each mL", "1点 mL")
DEPTH = Text("Depth mm", "深さ mm")
POINT_NEEDLE = Text("Needle", "針")
DRIP_VOLUME = Text("Drip: volume", "点滴：量")
DILUTION = Text("Drip: dilution", "点滴：希釈")
RATE = Text("Drip: rate", "点滴：速度")
FILTER = Text("Drip: filter", "点滴：フィルター")
LINE = Text("Drip: line", "点滴：ルート")
DRIP_STARTED = Text("Drip: start", "点滴：開始")
DRIP_ENDED = Text("Drip: end", "点滴：終了")
NASAL_VOLUME = Text("Nasal: volume", "点鼻：量")
SPRAYS = Text("Nasal: sprays each side", "点鼻：片側の回数")
UNITS = Text("Nasal: units handed out", "点鼻：渡した本数")
INSTRUCTION = Text("Nasal: written instructions given", "点鼻：説明書の交付")
TEACH_BACK = Text("Nasal: use shown back", "点鼻：使い方の確認")
HANDED_OUT_ON = Text("Nasal: handed out", "点鼻：渡した日")
HANDED_OUT_UNITS = Text("Units", "本数")
HANDED_OUT_LOT = Text("Lot", "ロット")
HANDED_OUT_USE_BY = Text("Use by", "期限")
NOT_TREATED = Text("No treatment is recorded for this visit.", "この受診で行った治療の記録はありません。")

VITALS = Text("Vital signs", "バイタルサイン")
WHEN = Text("Time", "時刻")
TEMPERATURE = Text("Temp. °C", "体温 ℃")
BLOOD_PRESSURE = Text("BP mmHg", "血圧 mmHg")
PULSE = Text("Pulse /min", "脈拍 /分")
SPO2 = Text("SpO2 %", "SpO2 %")
RESPIRATION = Text("Breaths /min", "呼吸 /分")
MOMENTS = {"before": Text("before", "前"), "during": Text("during", "途中"), "after": Text("after", "後")}

EVENTS = Text("Events", "起きたこと")
EVENT = Text("What", "内容")
GRADE = Text("Grade", "程度")
ACTION = Text("Action", "対応")
OUTCOME = Text("Outcome", "経過")
NO_REACTION = Text("No reaction was observed while you were here.", "院内では、反応は見られませんでした。")
REACTIONS_NOT_RECORDED = Text("Whether there was a reaction is not recorded.", "反応の有無は記録されていません。")

AFTERCARE = Text("Aftercare and next visit", "治療後の過ごし方と次回")
NEXT_VISIT = Text("Next visit", "次回の受診")
AFTERCARE_NOT_RECORDED = Text("No aftercare is recorded as given.", "渡した注意事項の記録はありません。")

SCORES = Text("Your own scores", "ご自身のつらさの点数")
SCORES_NOTE = Text(
    "ring: before the session · dot: at the end of the visit · 0 none, 10 worst",
    "○ 治療前 · ● 受診の終わり · 0 なし、10 最もつらい",
)
SCORES_CAUTION = Text(
    "The scores of one person cannot show whether the treatment caused a change.",
    "お一人の点数の変化からは、治療によるものかどうかはわかりません。",
)

CALL = Text("When to call", "連絡が必要なとき")
CALL_NUMBER = Text("24 hours", "24時間の連絡先")
HOSPITAL = Text("Out of hours", "時間外の受け入れ先")
STATUS = Text("Status", "位置づけ")
STATUS_WORDS = Text(
    "Not an approved medicine; no authority has reviewed this use. Self-pay. The national relief system for drug side"
    " effects does not cover it.",
    "国の承認を受けた医薬品ではなく、この使い方を審査した機関もありません。自由診療です。国の医薬品副作用被害救済制度の対象になりません。",
)

COURSE = Text("Planned course and cost", "予定と費用")
SESSIONS = Text("Sessions", "回数")
INTERVAL = Text("Interval", "間隔")
FIRST_SESSION = Text("First session", "初回")
FEE = Text("Fee per session", "1回の費用")
EXTRA_FEES = Text("Extra fees", "その他の費用")
TOTAL_FEE = Text("Total", "総額")
PLANNED_ROUTES = Text("Planned route", "予定の投与方法")
PLANNED_SITES = Text("Planned sites", "予定の部位")
PLANNED_AFTERCARE = Text("Planned aftercare", "予定の注意事項")
HOME_USE = Text("Nasal use at home", "自宅での点鼻")
ALTERNATIVES = Text("Alternatives explained", "ほかの方法の説明")

EXPLAINED = Text("Explained and asked", "説明と質問")
PAGE = Text("Page", "説明した項目")
EXPLAINED_AT = Text("When", "日時")
IN_LANGUAGE = Text("Language", "言語")
QUESTIONS = Text("The patient's questions", "ご質問")

ANSWERS = Text("Answers of the examination", "診察の回答")
QUESTION = Text("Question", "質問")
ANSWER = Text("Answer", "回答")

MAP_EDGES = {
    "right": Text("R", "右"),
    "left": Text("L", "左"),
    "front": Text("Front", "前"),
    "back": Text("Back", "後"),
}
"""What stands at the edges of a drawing; right and left are the patient's own."""
MAP_NOTE = Text(
    "Letters are those of the table; numbers count the points of a site. R and L are the patient's own right and left.",
    "文字は表の部位、数字は部位ごとの点の番号です。左右は患者さんご本人から見た左右です。",
)
MAP_CAUTION = Text("Hatched: site that needs caution.", "斜線は注意が必要な部位です。")
MAP_LOST = Text(
    "{count} points were set on a drawing that this version does not have; they are in the table only.",
    "{count}点は、このバージョンにない図に記録されているため、表にのみ示します。",
)
MAP_LOST_ONE = Text(
    "1 point was set on a drawing that this version does not have; it is in the table only.",
    "1点は、このバージョンにない図に記録されているため、表にのみ示します。",
)
MAP_ALT = Text("Map of the points, {view}. {zones}.", "投与した点の図、{view}。{zones}。")
MAP_BETWEEN = Text("; ", "；")
MAP_ZONE = Text("{letter} {site}: {count} points, {volume}", "{letter} {site}：{count}点、{volume}")
MAP_ZONE_ONE = Text("{letter} {site}: 1 point, {volume}", "{letter} {site}：1点、{volume}")
MAP_ZONE_CAUTION = Text("{site} (needs caution)", "{site}（注意が必要な部位）")
MAP_OPEN = Text("volume not recorded", "量の記録なし")
MAP_ML = Text("{volume} millilitres", "{volume}ミリリットル")
MAP_EACH = Text("{volume} each", "各{volume}")
MAP_AT_ONE = Text("{volume} at point {first}", "点{first}は{volume}")
MAP_AT = Text("{volume} each at points {first} to {last}", "点{first}から{last}は各{volume}")
MAP_IN_ALL = Text("{volume} in all", "合計{volume}")
