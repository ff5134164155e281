"""The history in plain words: what every act is called, and what was done to a field of a record."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from stemsup_desktop.consultation.audit import AuditAct
from stemsup_desktop.consultation.history_care_fields import COURSE_FIELDS
from stemsup_desktop.consultation.history_event_fields import EVENT_FIELDS
from stemsup_desktop.consultation.history_fields import CONSULTATION_FIELDS, Fields
from stemsup_desktop.consultation.history_lot_fields import LOT_FIELDS, PRODUCT_FIELDS
from stemsup_desktop.consultation.record_changes import FieldChange, Key, Path
from stemsup_desktop.language import Text, quote

Names = Mapping[str, Text]
"""Words for ids: of symptoms, questions, rules, sites, pages and accounts; an id without any is quoted as it is."""

NO_NAMES: Names = MappingProxyType({})


class RecordKind(StrEnum):
    """A record whose changes are told field by field."""

    PATIENT = "patient"
    CONSULTATION = "consultation"
    COURSE = "course"
    CLINIC = "clinic"
    PHYSICIAN = "physician"
    ACCOUNT = "account"
    SETTINGS = "settings"
    PRODUCT = "product"
    LOT = "lot"
    EVENT = "event"


CHANGED_RECORDS: Mapping[AuditAct, RecordKind] = MappingProxyType(
    {
        AuditAct.PATIENT_CHANGED: RecordKind.PATIENT,
        AuditAct.CONSULTATION_CHANGED: RecordKind.CONSULTATION,
        AuditAct.CONSENT_WITHDRAWN: RecordKind.CONSULTATION,
        AuditAct.COURSE_CHANGED: RecordKind.COURSE,
        AuditAct.COURSE_STOPPED: RecordKind.COURSE,
        AuditAct.SESSION_GIVEN: RecordKind.COURSE,
        AuditAct.EVENT_CHANGED: RecordKind.EVENT,
        AuditAct.CLINIC_CHANGED: RecordKind.CLINIC,
        AuditAct.PHYSICIAN_CHANGED: RecordKind.PHYSICIAN,
        AuditAct.ACCOUNT_CHANGED: RecordKind.ACCOUNT,
        AuditAct.SETTINGS_CHANGED: RecordKind.SETTINGS,
        AuditAct.PRODUCT_SAVED: RecordKind.PRODUCT,
        AuditAct.LOT_CHANGED: RecordKind.LOT,
        AuditAct.CERTIFICATE_ENTERED: RecordKind.LOT,
    }
)

_NAME, _NAME_EN = Text("the name", "氏名"), Text("the name in Latin letters", "ローマ字の氏名")
_LICENCE = Text("the medical licence number", "医籍登録番号")

FIELDS: Mapping[RecordKind, Mapping[Fields, Text]] = MappingProxyType(
    {
        RecordKind.CONSULTATION: CONSULTATION_FIELDS,
        RecordKind.COURSE: COURSE_FIELDS,
        RecordKind.PATIENT: {
            ("patient_id",): Text("the id", "ID"),
            ("chart_number",): Text("the chart number", "診察券番号"),
            ("name",): _NAME,
            ("birth_date",): Text("the date of birth", "生年月日"),
            ("sex",): Text("the sex", "性別"),
            ("kana",): Text("the kana", "フリガナ"),
            ("romaji",): _NAME_EN,
            ("language",): Text("the preferred language", "希望言語"),
            ("phone",): Text("the telephone number", "電話番号"),
            ("address",): Text("the address", "住所"),
            ("allergies",): Text("the allergy {entry}", "アレルギー{entry}"),
            ("allergies", "substance"): Text("the substance of the allergy {entry}", "アレルギー{entry}の原因物質"),
            ("allergies", "reaction"): Text("the reaction to {entry}", "{entry}で起きた症状"),
            ("allergies", "year"): Text("the year of the allergy {entry}", "アレルギー{entry}の年"),
            ("allergies_asked_on",): Text("when allergies were asked about", "アレルギーの確認日"),
            ("alerts",): Text("the alerts", "注意事項"),
        },
        RecordKind.CLINIC: {
            ("name",): Text("the clinic's name", "クリニック名"),
            ("name_en",): Text("the clinic's name in English", "英語のクリニック名"),
            ("address",): Text("the address", "住所"),
            ("phone",): Text("the telephone number", "電話番号"),
            ("emergency_phone",): Text("the 24-hour contact", "24時間の連絡先"),
            ("emergency_hospital",): Text("the hospital for emergencies", "緊急時の搬送先"),
            ("harm_policy",): Text("the text on harm", "健康被害についての文章"),
            ("cancellation_policy",): Text("the text on cancellation", "キャンセルと返金についての文章"),
        },
        RecordKind.PHYSICIAN: {("name",): _NAME, ("licence_number",): _LICENCE, ("name_en",): _NAME_EN},
        RecordKind.ACCOUNT: {
            ("account_id",): Text("the id", "ID"),
            ("name",): _NAME,
            ("roles",): Text("the roles", "役割"),
            ("sign_in_name",): Text("the name for signing in", "サインイン名"),
            ("name_en",): _NAME_EN,
            ("licence_number",): _LICENCE,
            ("is_removed",): Text("whether the account is removed", "アカウントが削除されているか"),
        },
        RecordKind.EVENT: EVENT_FIELDS,
        RecordKind.SETTINGS: {},
        RecordKind.PRODUCT: PRODUCT_FIELDS,
        RecordKind.LOT: LOT_FIELDS,
    }
)

_PLACES: Mapping[object, Text] = {
    RecordKind.PATIENT: Text("the patient's details", "患者情報"),
    RecordKind.CONSULTATION: Text("the visit", "診察"),
    RecordKind.COURSE: Text("the course", "治療コース"),
    RecordKind.CLINIC: Text("the clinic's details", "クリニックの情報"),
    RecordKind.PHYSICIAN: Text("the physician's details", "医師の情報"),
    RecordKind.ACCOUNT: Text("the account", "アカウント"),
    RecordKind.EVENT: Text("the adverse event", "有害事象"),
    RecordKind.SETTINGS: Text("the settings", "設定"),
    RecordKind.PRODUCT: Text("the lot book", "ロット台帳"),
    RecordKind.LOT: Text("the lot book", "ロット台帳"),
    "reason": Text("Reason", "来院理由"),
    "examination": Text("Examination", "診察"),
    "explanation": Text("Explain", "説明"),
    "plan": Text("Plan", "計画"),
    "consent": Text("Consent", "同意"),
    "treatment": Text("Treatment", "治療"),
    "summary": Text("Summary", "まとめ"),
}
_NAMED: Mapping[RecordKind, Text] = {
    RecordKind.PRODUCT: Text("the product", "製品"),
    RecordKind.LOT: Text("the lot", "ロット"),
}
_MOMENTS: Names = {
    "before": Text("before the treatment", "（治療前）"),
    "during": Text("during the treatment", "（治療中）"),
    "after": Text("after the treatment", "（治療後）"),
}
_SUBJECT = re.compile(r" ?\(?\{subject\}\)?")
_SHA256 = re.compile("[0-9a-f]{64}")
_EMPTY: tuple[object, ...] = (None, "", [])


def find_fields(path: Path) -> Fields:
    """Return a path without the keys of entries; a text within an answer is the answer."""
    fields = tuple(part for part in path if isinstance(part, str))
    return fields[:-1] if "answers" in fields[:-1] else fields


def say_field(kind: RecordKind, path: Path, names: Names = NO_NAMES) -> Text:
    """Return the words for a field, such as "the diagnosis of “hair loss”"; a setting is named as it is."""
    fields, keys = find_fields(path), [part for part in path if not isinstance(part, str)]
    if kind is RecordKind.SETTINGS:
        return _quote_name(fields[0], names)
    words = FIELDS[kind][fields]
    if not keys:
        return Text(" ".join(words.en.replace("{entry}", "").split()), words.ja.replace("{entry}", ""))
    entry = _say_key(keys[0], names)
    if "vitals" in fields:
        entry = _MOMENTS.get(str(keys[0][0]), entry)
    return Text(words.en.replace("{entry}", entry.en), words.ja.replace("{entry}", entry.ja))


def say_change(kind: RecordKind, change: FieldChange, names: Names = NO_NAMES, subject: str = "") -> Text:
    """Return what was done to a field, as a phrase after a name: "changed the goal in Reason".

    Of a product or a lot, `subject` says which: "changed the expiry date in the lot LOT-1".
    """
    field, place = say_field(kind, change.path, names), say_place(kind, change.path)
    if subject.strip() and kind in _NAMED:
        place = Text(f"{_NAMED[kind].en} {subject}", f"{_NAMED[kind].ja}{subject}")
    english, japanese = _choose_verb(kind, change)
    if kind is RecordKind.CONSULTATION and change.path[0] not in _PLACES:
        return Text(f"{english} {field.en}", f"{field.ja}{japanese}")  # the visit itself, of no step
    return Text(f"{english} {field.en} in {place.en}", f"「{place.ja}」の{field.ja}{japanese}")


def say_place(kind: RecordKind, path: Path) -> Text:
    """Return where a field stands: the step of a visit, or the record."""
    return _PLACES.get(path[0], _PLACES[kind]) if kind is RecordKind.CONSULTATION else _PLACES[kind]


def say_act(act: AuditAct, subject: str = "", names: Names = NO_NAMES) -> Text:
    """Return an act as a phrase after a name: "printed the document CNS-2026-00418"."""
    words, named = _OUTCOMES.get((act, subject), ACTS[act]), _name_subject(subject, names)
    if named is None:
        return Text(_SUBJECT.sub("", words.en), _SUBJECT.sub("", words.ja))
    return Text(words.en.replace("{subject}", named.en), words.ja.replace("{subject}", f"「{named.ja}」"))


def _name_subject(subject: str, names: Names) -> Text | None:
    if not subject.strip():
        return None
    short = f"{subject[:8]}…" if _SHA256.fullmatch(subject) else subject
    return names.get(subject, Text(short, short))


def _say_key(key: Key, names: Names) -> Text:
    name, *numbers = key
    if isinstance(name, int):
        return Text(f"no. {name + 1}", f"（{name + 1}件目）")
    place = "-".join(str(number + 1) for number in numbers if isinstance(number, int))
    quoted = _quote_name(name, names)
    return Text(f"{quoted.en} {place}", f"{quoted.ja}{place}") if place else quoted


def _quote_name(name: str, names: Names) -> Text:
    words = names.get(name)
    return quote(name) if words is None else Text(f"“{words.en}”", f"「{words.ja}」")


def _choose_verb(kind: RecordKind, change: FieldChange) -> tuple[str, str]:
    is_entry = not isinstance(change.path[-1], str) and "answers" not in change.path
    is_order = not is_entry and isinstance(change.new, list) and _is_list_of_entries(kind, change.path)
    if change.old == change.new:
        return "changed and changed back", "を変更し、元に戻しました"
    if is_order:
        return "changed the order of", "の順番を変更しました"
    if change.offset is None and change.old in _EMPTY:
        return ("added", "を追加しました") if is_entry else ("entered", "を入力しました")
    if change.offset is None and change.new in _EMPTY:
        return ("removed", "を削除しました") if is_entry else ("cleared", "を消去しました")
    return "changed", "を変更しました"


def _is_list_of_entries(kind: RecordKind, path: Sequence[object]) -> bool:
    fields = tuple(part for part in path if isinstance(part, str))
    words = FIELDS[kind].get(fields)
    return words is not None and "{entry}" in words.en and len(fields) == len(path)


ACTS: Mapping[AuditAct, Text] = MappingProxyType(
    {
        AuditAct.VAULT_CREATED: Text("created the vault", "保管庫を作成しました"),
        AuditAct.VAULT_OPENED: Text("opened the vault", "保管庫を開きました"),
        AuditAct.VAULT_LOCKED: Text("locked the window", "画面をロックしました"),
        AuditAct.VAULT_CLOSED: Text("closed the vault", "保管庫を閉じました"),
        AuditAct.VAULT_MIGRATED: Text("brought the vault up to a new version", "保管庫を新しい版に更新しました"),
        AuditAct.UNLOCK_FAILED: Text("failed to open the vault", "保管庫を開けませんでした"),
        AuditAct.REFUSED: Text("was refused an act ({subject})", "権限のない操作{subject}を拒否されました"),
        AuditAct.ACCOUNT_ADDED: Text("added the account {subject}", "アカウント{subject}を追加しました"),
        AuditAct.ACCOUNT_CHANGED: Text("changed the account {subject}", "アカウント{subject}を変更しました"),
        AuditAct.ACCOUNT_REMOVED: Text("removed the account {subject}", "アカウント{subject}を削除しました"),
        AuditAct.PASSPHRASE_CHANGED: Text(
            "changed the passphrase of an account {subject}", "アカウント{subject}のパスフレーズを変更しました"
        ),
        AuditAct.PASSPHRASE_RESET: Text(
            "set a new passphrase for an account {subject}", "アカウント{subject}のパスフレーズを再設定しました"
        ),
        AuditAct.RECOVERY_SHEET_MADE: Text("made a recovery sheet", "復旧シートを作成しました"),
        AuditAct.RECOVERY_SHEET_USED: Text("used the recovery sheet", "復旧シートを使用しました"),
        AuditAct.REKEYED: Text("encrypted the vault with a new key", "保管庫を新しい鍵で暗号化し直しました"),
        AuditAct.CLINIC_CHANGED: Text("changed the clinic's details", "クリニックの情報を変更しました"),
        AuditAct.PHYSICIAN_CHANGED: Text("changed the physician's details", "医師の情報を変更しました"),
        AuditAct.SETTINGS_CHANGED: Text("changed the settings", "設定を変更しました"),
        AuditAct.SCREEN_PIN_SET: Text("set the PIN of the patient screen", "患者さん用画面の暗証番号を設定しました"),
        AuditAct.SCREEN_PIN_REMOVED: Text(
            "removed the PIN of the patient screen", "患者さん用画面の暗証番号を削除しました"
        ),
        AuditAct.SCREEN_PIN_WRONG: Text(
            "was signed in when a wrong PIN was entered on the patient screen",
            "サインイン中に、患者さん用画面で誤った暗証番号の入力がありました",
        ),
        AuditAct.FORM_ENTERED: Text(
            "kept the consent form {subject} that the program brought along",
            "本ソフトに付属の同意書{subject}を保管しました",
        ),
        AuditAct.FORM_PUBLISHED: Text("put the consent form {subject} in force", "同意書{subject}を使用開始にしました"),
        AuditAct.CHECKLIST_ADDED: Text("added the checklist {subject}", "チェックリスト{subject}を追加しました"),
        AuditAct.TEXT_KEPT: Text("kept a text that a patient was shown", "患者さんに示した文章を保管しました"),
        AuditAct.PATIENT_CREATED: Text("registered the patient", "患者を登録しました"),
        AuditAct.PATIENT_CHANGED: Text("changed the patient's details", "患者情報を変更しました"),
        AuditAct.PATIENT_VIEWED: Text("viewed the patient's record", "患者の記録を閲覧しました"),
        AuditAct.CONSULTATION_STARTED: Text("started a visit", "診察を開始しました"),
        AuditAct.CONSULTATION_CHANGED: Text("changed the visit", "診察の記録を変更しました"),
        AuditAct.CONSULTATION_VIEWED: Text("viewed the visit", "診察の記録を閲覧しました"),
        AuditAct.CONSULTATION_CLOSED: Text("closed the visit", "診察を終了しました"),
        AuditAct.OPINION_RECORDED: Text(
            "recorded an opinion on the finding {subject}", "所見{subject}に対する意見を記録しました"
        ),
        AuditAct.STOP_LIFTED: Text(
            "recorded why the stop {subject} no longer holds", "中止の所見{subject}の解除理由を記録しました"
        ),
        AuditAct.CONSENT_WITHDRAWN: Text(
            "recorded that the consent {subject} was taken back", "同意{subject}の撤回を記録しました"
        ),
        AuditAct.COURSE_BEGUN: Text("began a course of treatment", "治療コースを開始しました"),
        AuditAct.COURSE_CHANGED: Text("changed the course of treatment", "治療コースを変更しました"),
        AuditAct.COURSE_STOPPED: Text("stopped the course of treatment", "治療コースを中止しました"),
        AuditAct.SESSION_GIVEN: Text(
            "recorded session {subject} of the course as given", "治療コースの回{subject}を実施済みと記録しました"
        ),
        AuditAct.EVENT_RECORDED: Text("recorded an adverse event", "有害事象を記録しました"),
        AuditAct.EVENT_CHANGED: Text("changed an adverse event", "有害事象の記録を変更しました"),
        AuditAct.EVENT_CLOSED: Text("closed an adverse event", "有害事象の経過観察を終了しました"),
        AuditAct.EVENT_REOPENED: Text("opened an adverse event again", "有害事象の経過観察を再開しました"),
        AuditAct.CONTACT_RECORDED: Text("recorded a contact with the patient", "患者への連絡を記録しました"),
        AuditAct.ATTACHMENT_ADDED: Text("added a file {subject}", "ファイル{subject}を追加しました"),
        AuditAct.ATTACHMENT_VIEWED: Text("viewed a file {subject}", "ファイル{subject}を閲覧しました"),
        AuditAct.PHOTOGRAPH_ADDED: Text("added a photograph", "写真を追加しました"),
        AuditAct.PHOTOGRAPH_VIEWED: Text("viewed photographs", "写真を閲覧しました"),
        AuditAct.PHOTOGRAPH_MEASURED: Text("measured the scale of a photograph", "写真の縮尺を記録しました"),
        AuditAct.PHOTOGRAPH_REMOVED: Text("removed a photograph", "写真を削除しました"),
        AuditAct.DOCUMENT_NUMBER_TAKEN: Text("took the document number {subject}", "書類番号{subject}を取得しました"),
        AuditAct.DOCUMENT_SEALED: Text("produced the document {subject}", "書類{subject}を作成しました"),
        AuditAct.DOCUMENT_SIGNED: Text(
            "recorded a signature on the document {subject}", "書類{subject}への署名を記録しました"
        ),
        AuditAct.DOCUMENT_VIEWED: Text("viewed the document {subject}", "書類{subject}を閲覧しました"),
        AuditAct.DOCUMENT_PRINTED: Text("printed the document {subject}", "書類{subject}を印刷しました"),
        AuditAct.DOCUMENT_SAVED: Text(
            "saved a copy of the document {subject} outside the vault", "書類{subject}の複製を保管庫の外に保存しました"
        ),
        AuditAct.SEAL_KEY_SAVED: Text(
            "gave the clinic the certificate {subject} to seal with",
            "封印に使うクリニックの証明書{subject}を登録しました",
        ),
        AuditAct.SEAL_ADDED: Text("sealed the document {subject}", "書類{subject}を封印しました"),
        AuditAct.SCANS_FILED: Text(
            "filed the signed pages of the document {subject}", "書類{subject}の署名済みページを保管しました"
        ),
        AuditAct.SCAN_VIEWED: Text(
            "viewed the signed pages of the document {subject}", "書類{subject}の署名済みページを閲覧しました"
        ),
        AuditAct.PRODUCT_SAVED: Text("entered or changed the product {subject}", "製品{subject}を登録・変更しました"),
        AuditAct.LOT_ADDED: Text("added the lot {subject}", "ロット{subject}を登録しました"),
        AuditAct.LOT_CHANGED: Text("changed the lot {subject}", "ロット{subject}の情報を変更しました"),
        AuditAct.LOT_FILE_ADDED: Text("added a file to the lot {subject}", "ロット{subject}にファイルを追加しました"),
        AuditAct.CERTIFICATE_ENTERED: Text(
            "entered the certificate of the lot {subject}", "ロット{subject}の試験成績書を入力しました"
        ),
        AuditAct.CERTIFICATE_CHECKED: Text(
            "checked the certificate of the lot {subject}", "ロット{subject}の試験成績書を確認しました"
        ),
        AuditAct.LOT_RECALLED: Text("marked the lot {subject} as recalled", "ロット{subject}を回収対象にしました"),
        AuditAct.RECALL_LIFTED: Text("lifted the recall of the lot {subject}", "ロット{subject}の回収を解除しました"),
        AuditAct.LOT_DELETED: Text(
            "deleted the lot {subject}, whose time was over", "保存期間を過ぎたロット{subject}を削除しました"
        ),
        AuditAct.VIAL_TAKEN: Text("took the vial {subject}", "バイアル{subject}を使用に回しました"),
        AuditAct.VIAL_RELEASED: Text("put the vial {subject} back", "バイアル{subject}を未使用に戻しました"),
        AuditAct.VIAL_DISCARDED: Text("discarded the vial {subject}", "バイアル{subject}を廃棄しました"),
        AuditAct.VIAL_RESTORED: Text(
            "took back that the vial {subject} was discarded", "バイアル{subject}の廃棄を取り消しました"
        ),
        AuditAct.EXPORTED: Text("exported records {subject}", "記録{subject}を書き出しました"),
        AuditAct.RECALL_LISTED: Text(
            "listed the patients who received the lot {subject}", "ロット{subject}を使用した患者を一覧表示しました"
        ),
        AuditAct.RECALL_EXPORTED: Text(
            "took the list of patients who received the lot {subject} out of the vault",
            "ロット{subject}を使用した患者の一覧を保管庫から出しました",
        ),
        AuditAct.CONSENTS_LISTED: Text(
            "listed the patients whose consent is not of the form {subject}, or is over a year old",
            "同意書{subject}以外の版の患者と、同意から1年を過ぎた患者を一覧表示しました",
        ),
        AuditAct.HISTORY_VIEWED: Text("viewed the history", "履歴を閲覧しました"),
        AuditAct.TRAIL_VERIFIED: Text("verified the audit trail", "監査記録を検証しました"),
        AuditAct.BACKUP_MADE: Text("made a backup {subject}", "バックアップ{subject}を作成しました"),
        AuditAct.BACKUP_TESTED: Text("tested a backup {subject}", "バックアップ{subject}を試験しました"),
        AuditAct.BACKUP_FAILED: Text("could not make a backup {subject}", "バックアップ{subject}に失敗しました"),
        AuditAct.RESTORED: Text("restored a backup {subject}", "バックアップ{subject}から復元しました"),
        AuditAct.RETENTION_CHANGED: Text("changed how long records are kept", "記録の保存期間を変更しました"),
        AuditAct.RETENTION_LISTED: Text(
            "listed the records whose time was over", "保存期間を過ぎた記録を一覧表示しました"
        ),
        AuditAct.RETENTION_DELETED: Text("deleted records whose time was over", "保存期間を過ぎた記録を削除しました"),
    }
)

_OUTCOMES: Mapping[tuple[AuditAct, str], Text] = {
    (AuditAct.TRAIL_VERIFIED, "whole"): Text(
        "verified the audit trail and found nothing wrong", "監査記録を検証し、異常がないことを確認しました"
    ),
    (AuditAct.TRAIL_VERIFIED, "faulty"): Text(
        "verified the audit trail and found a fault", "監査記録を検証し、異常を見つけました"
    ),
}
"""Acts whose subject is how they went."""
