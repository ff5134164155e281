"""The pages and the parts of the settings as the palette names them, with the kana that find them. No Qt."""

from dataclasses import dataclass

from stemsup_desktop.consultation.people import Right

STEP_READINGS = ("らいいんりゆう", "しんさつ", "せつめい", "けいかく", "どうい", "ちりょう", "まとめ")


@dataclass(frozen=True, slots=True)
class PageName:
    """A page outside the visit; `others` are words that also find it."""

    page_id: str
    title_key: str
    icon: str
    reading: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SettingName:
    """A part of the settings; `right` is what one must hold for it to be there."""

    part: str
    title_key: str
    reading: str
    others: tuple[str, ...] = ()
    right: Right = Right.SIGN_IN


PAGES = (
    PageName("patients", "workspace.patients", "patients", "かんじゃ"),
    PageName("reference", "workspace.reference", "reference", "しりょう"),
    PageName("lots", "lots.title", "vial", "せいひんとろっと", ("lot book", "ロット台帳", "ろっとだいちょう")),
    PageName("documents", "workspace.documents", "docs", "しょるい"),
    PageName("settings", "workspace.settings", "settings", "せってい", ("preferences", "options")),
    PageName("forms", "forms.title", "pencil", "どういしょ", ("edit consent form", "同意書の編集")),
    PageName("people", "people.title", "key", "ゆーざー", ("users", "accounts", "アカウント", "パスフレーズ")),
)

SETTINGS = (
    SettingName("clinic", "settings.clinic", "くりにっく", ("address", "telephone", "住所", "電話番号")),
    SettingName(
        "policies", "settings.policies", "どういしょにはいるぶんしょう", ("refund", "cancellation", "キャンセル")
    ),
    SettingName("physician", "settings.physician", "いし", ("licence", "医籍登録番号")),
    SettingName("people", "settings.people", "ゆーざーとぱすふれーず", ("password", "users", "パスワード")),
    SettingName("checklists", "checklists.heading", "ちぇっくりすと", ("questionnaire", "質問票")),
    SettingName("forms", "forms.part", "どういしょ", ("consent text",)),
    SettingName("window", "settings.window", "がめん", ("language", "dark", "light", "言語", "配色", "げんご")),
    SettingName("lock", "settings.locking", "ろっく", ("idle", "minutes", "自動ロック")),
    SettingName("screen", "screen_pin.heading", "かんじゃさんようがめん", ("PIN", "patient screen", "暗証番号")),
    SettingName("backups", "backups.title", "ばっくあっぷ", ("copy", "restore", "復元", "ふくげん")),
    SettingName("seal", "seal.heading", "ふういん", ("certificate", "signature", "証明書", "電子署名")),
    SettingName("retention", "retention.title", "ほぞんきかんとさくじょ", ("delete", "years", "保存年限")),
    SettingName("data", "settings.data", "でーた", ("folder", "フォルダー")),
    SettingName("history", "history.part", "りれき", ("audit", "log", "監査"), Right.ADMINISTER),
    SettingName(
        "about", "settings.about", "このぷろぐらむについて", ("version", "licence", "バージョン", "ライセンス")
    ),
)
"""The parts of the settings in the order of their page, by the names that the page gives them."""
