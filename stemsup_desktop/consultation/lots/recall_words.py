"""The words of a recall in both languages: in the window, on paper, in tables."""

from collections.abc import Mapping
from types import MappingProxyType

from stemsup_desktop.consultation.lots.recall_list import ContactState
from stemsup_desktop.language import Language, Text

TITLE = Text("Recall list", "回収対象ロットの使用患者一覧")
TITLE_USED = Text("Who received a lot", "ロットの使用患者一覧")
SUBTITLE = Text(
    "Working paper of the clinic. It names patients: not for a patient, and not part of a chart.",
    "院内の作業用資料です。患者さんの氏名を含むため、患者さんには渡さず、診療記録にも綴じません。",
)
FOOT = Text(
    "Names patients: keep it locked away, and destroy it when the work is done",
    "患者情報を含みます。施錠して保管し、用が済んだら破棄してください",
)
LOT, PRODUCT, MAKER = Text("Lot", "ロット"), Text("Product", "製品"), Text("Maker", "製造者")
EXPIRES = Text("Expires", "使用期限")
VIALS_LEFT = Text("Vials left", "残りのバイアル")
MADE_ON = Text("List of", "作成日時")
RECALLED_ON = Text("Recalled on", "回収対象とした日時")
RECALLED_BY = Text("Recorded by", "記録者")
REASON, SOURCE = Text("Reason", "理由"), Text("On whose word", "情報の出どころ")
RECALLED = Text("recalled", "回収対象")
NO_RECALL = Text("The lot is not marked as recalled", "回収対象ではありません")
NOT_IN_BOOK = Text("The lot is not in the lot book", "ロット台帳にありません")
COUNT = Text("Patients", "人数")
COUNT_VALUE = Text("{count}, of whom {reached} reached", "{count}名（うち連絡済み{reached}名）")
NOBODY = Text("Nobody received this lot.", "このロットを使用した患者はいません。")

CHART = Text("Chart no.", "診察券番号")
NAME, KANA, BORN = Text("Name", "氏名"), Text("Kana", "かな"), Text("Date of birth", "生年月日")
PHONE, ADDRESS, LANGUAGE = Text("Telephone", "電話番号"), Text("Address", "住所"), Text("Language", "言語")
STATE = Text("Contact", "連絡")
LANGUAGES: Mapping[Language, Text] = MappingProxyType(
    {Language.EN: Text("English", "英語"), Language.JA: Text("Japanese", "日本語")}
)
STATES: Mapping[ContactState, Text] = MappingProxyType(
    {
        ContactState.NOT_YET: Text("Not yet", "未連絡"),
        ContactState.TRIED: Text("Tried", "連絡つかず"),
        ContactState.REACHED: Text("Reached", "連絡済み"),
    }
)
LOST = Text("Died", "死亡")
CONTACTED = Text("{moment}, {way}: {result} ({by})", "{moment}　{way}：{result}（{by}）")
NOTED = Text("{said}. {note}", "{said}　{note}")

ROUTE_UNKNOWN = Text("route not recorded", "投与経路の記録なし")
VISIT = Text("{day} · Visit {number} · {route}", "{day}・{number}回目の受診・{route}")
GIVEN, DRAWN_UP = Text("Given", "投与量"), Text("Drawn up", "吸い上げ量")
OF_VIAL = Text("drawn up {volume}", "吸い上げ量 {volume}"), Text("discarded {volume}", "廃棄量 {volume}")
"""What was drawn up of a vial and thrown away, behind its number."""
VIALS, AT_HOME = Text("Vials", "バイアル"), Text("Taken home", "ご自宅用")
VIAL_PART = Text("{vial} ({parts})", "{vial}（{parts}）")
NO_NUMBER = Text("without a number", "番号なし")
HOME_PART = Text("{units} units on {day}", "{day}に{units}本")
HOME_USE_BY = Text("{part}, use by {use_by}", "{part}（使用期限{use_by}）")
SITE, POINTS, PER_POINT, VOLUME = (
    Text("Site", "部位"),
    Text("Points", "点数"),
    Text("Each point, mL", "各点（mL）"),
    Text("Volume, mL", "量（mL）"),
)
UNKNOWN = Text("not recorded", "記録なし")
REACTION = Text("{day}, at the treatment: {name}, {grade}", "{day}　治療時：{name}（グレード{grade}）")
REACTION_AT = Text("{name}, {place}", "{name}・{place}")
POINT = Text("{site}, point {point}", "{site}・{point}番の注射点")
EVENT = Text("{day}: {name}, {grade}, {state}", "{day}　{name}（グレード{grade}、{state}）")
NOTHING_AFTER = Text("No reaction or event is recorded", "副反応・有害事象の記録はありません")
AFTER = Text("What happened after", "その後の経過")
CONTACTS = Text("Contacts about this lot", "このロットについての連絡")
NO_CONTACT = Text("Nobody has tried to reach the patient yet", "まだ連絡していません")
