"""The fixed words on every form, in both languages."""

from stemsup_desktop.language import Text

DASH = "–"

PATIENT = Text("Patient", "お名前")
BORN = Text("Born · sex", "生年月日 · 性別")
CHART_NUMBER = Text("Chart no.", "診察券番号")
PHYSICIAN = Text("Physician", "担当医師")
ADDRESS = Text("Address", "住所")
PHONE = Text("Telephone", "電話番号")
EXPLAINED_ON = Text("Date", "説明日")
EMERGENCY = Text("24-hour contact", "24時間の連絡先")
CLINIC = Text("Clinic", "医療機関")
HOSPITAL = Text("Out-of-hours hospital", "時間外の受け入れ先")

VERSION = Text("version", "版")
DOCUMENT = Text("Document", "文書番号")
MADE = Text("made {when}", "{when} 作成")
NOT_SEALED = Text("Not sealed", "未封印")
PREVIEW = Text("Preview, not issued", "確認用の表示（未発行）")
CARD = Text("Reference card, not part of a chart", "説明用の資料（診療記録ではありません）")
COPY = Text("a copy goes to the patient", "写しを患者さんにお渡しします")

DRAFT = Text("DRAFT 下書き", "下書き DRAFT")
DRAFT_SPECIALIST = Text(
    "A specialist's opinion is still wanted. Not for signature.",
    "専門的な判断がまだ記録されていません。署名には使えません。",
)
DRAFT_NOT_COMPLETE = Text(
    "Required answers are still missing. Not for signature.", "必要な項目がまだそろっていません。署名には使えません。"
)

INITIALS = Text("Initials", "確認")
YES = Text("Yes", "はい")
NO = Text("No", "いいえ")
DATE = Text("Date", "日付")
TIME = Text("Time", "時刻")
NAME = Text("Name", "氏名")
IF_PRESENT = Text("if present", "該当するとき")

STOP_STANDS = Text(
    "This document is not produced while a stop stands: {rules}.",
    "中止の判定があるため、この書類は作成できません：{rules}。",
)

ALSO_KNOWN_AS = Text("Also known as", "別名")
GENES = Text("Genes (UniProt)", "遺伝子（UniProt）")
RECEPTORS = Text("Receptors", "受容体")
CO_RECEPTOR = Text("co-receptor", "共受容体")
FAMILY = Text("Family", "ファミリー")
MASS = Text("Mass", "分子量")
SIGNALLING = Text("Signalling", "シグナル伝達")
ACTIONS = Text("Actions", "作用")
MEDICINES = Text("Related medicines", "関連する医薬品")
NAMING = Text("Names that mislead", "名前の注意")
CAUTIONS = Text("Cautions", "注意点")
RATIONALE = Text("Link to growth factors", "増殖因子との関係")
KNOWN = Text("What is known", "分かっていること")
CODES = Text("ICD-10 for the chart", "記録用のICD-10")
RED_FLAGS = Text("Rule out first", "先に除外する病気")
URGENT_MARK = Text("urgent", "緊急")
CARE = Text("Established care", "標準的な治療")
PREPARATION = Text("Before", "始める前")
TECHNIQUE = Text("How studies did it", "研究での方法")
MONITORING = Text("Watching", "観察")
COMMON = Text("Common effects", "よくある反応")
SERIOUS = Text("Serious effects", "重い反応")
AFTERCARE = Text("Afterwards", "終わった後")
RECORDS = Text("To record", "記録すること")
SAFETY = Text("Safety", "安全に関わること")
CLAIMS = Text("What clinics say, and what can be said", "うたわれていることと、言えること")
CLAIMED = Text("Said", "うたわれていること")
VIEW = Text("What can be said", "言えること")
EVIDENCE = Text("Evidence", "根拠")
STATEMENT = Text("Finding", "内容")
GRADE = Text("Kind of study", "研究の種類")
DIRECTION = Text("Direction", "方向")
CHECKED = Text("Checked", "確認")
SOURCES = Text("Sources", "出典")
PEOPLE = Text("{count} people", "{count}人")
NO_EVIDENCE = Text("No study is listed on this page.", "この資料には研究の記載がありません。")
REVIEWED = Text("Reviewed by {name}, {day}.", "監修：{name}、{day}。")
NOT_REVIEWED = Text("No physician has reviewed this content yet.", "この内容は、まだ医師による監修を受けていません。")
