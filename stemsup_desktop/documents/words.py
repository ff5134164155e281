"""The fixed words on every form, in both languages."""

from stemsup_desktop.language import Language, Text

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
CHECK_NUMBER = Text("check number {digits}", "照合番号 {digits}")
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
TICKED = Text("ticked", "選択済み")
NOT_TICKED = Text("not ticked", "未選択")
INITIALS_BOX = Text("Box for the patient's initials, empty", "患者さんの確認（イニシャル）の欄：未記入")
INITIALS_INK = Text("The patient's handwritten initials", "患者さんの手書きの確認（イニシャル）")
SIGNATURE_INK = Text("Handwritten signature: {role}", "手書きの署名：{role}")
SIGNATURE_BOX = Text("Place for a signature by hand: {role}", "署名欄（手書き）：{role}")
SEAL_FIELD = Text(
    "Field for an electronic seal, not visible on the page: {name}", "電子署名の欄（紙面には表示されません）：{name}"
)
RECOVERY_QR = Text("QR code that holds the same recovery code", "同じ復旧コードを収めたQRコード")
SCALE = Text("Scale from 0 to 10", "0から10までの目盛り")
SCALE_FIRST = Text("before the session {score}", "治療前{score}")
SCALE_NOW = Text("at the end of the visit {score}", "受診の終わり{score}")
DATE = Text("Date", "日付")
TIME = Text("Time", "時刻")
NAME = Text("Name", "氏名")
IF_PRESENT = Text("if present", "該当するとき")
READ_IN = Text("read in {language}", "{language}で読みました")
RELATION = Text("{name} ({relation})", "{name}（{relation}）")
LANGUAGE_NAMES = {Language.EN: Text("English", "英語"), Language.JA: Text("Japanese", "日本語")}
NOBODY_ELSE = Text("{roles}: none", "{roles}：なし")

UNDERSTANDING = Text("What was understood", "理解の確認")
UNDERSTANDING_NOTE = Text("answered by the patient on screen", "患者さんが画面で答えました")
QUESTION = Text("Question", "質問")
ANSWER = Text("The patient's answer", "患者さんの答え")
RECORD = Text("Record", "記録")
FITTED_AT_ONCE = Text("fitted at the first attempt", "1回目で一致")
FITTED_LATER = Text("explained again, fitted at attempt {count}", "再説明し、{count}回目で一致")

SEALED_AT = Text("Electronic seal, {moment}", "電子封印　{moment}")
SEALED_LATER = Text("Not sealed yet", "未封印")
SEALED_LATER_WHAT = Text(
    "This is how the form looks before the seal. Sealing puts number and moment here, and nothing changes after it.",
    "封印前の表示です。封印すると、文書番号と日時がここに入り、その後は何も変わりません。",
)
SEALED_WHAT = Text(
    "Text, answers and handwriting were sealed together. If a single letter changes, verification says so.",
    "本文、回答、筆跡をまとめて封印しました。1文字でも変わると、検証で「変更あり」と表示されます。",
)
SEALED_COUNT = Text(
    "check number {digits} · signatures {signatures} · initials {initials} · version {version}",
    "照合番号 {digits} · 署名 {signatures} · 確認 {initials} · 版 {version}",
)

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
KNOWN = Text("What is known", "わかっていること")
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
