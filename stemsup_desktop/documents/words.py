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
