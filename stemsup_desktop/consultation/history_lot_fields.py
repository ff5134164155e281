"""The words for what the lot book keeps of products and lots. `{entry}` is the entry of a list."""

from collections.abc import Mapping

from stemsup_desktop.language import Text

Fields = tuple[str, ...]
"""A path without the keys of entries."""


def _name_file(place: Fields, en: str, ja: str) -> dict[Fields, Text]:
    return {
        (*place, "file"): Text(f"the file of {en}", f"{ja}のファイル"),
        (*place, "file", "sha256"): Text(f"the hash of the file of {en}", f"{ja}のファイルのハッシュ値"),
        (*place, "file", "name"): Text(f"the name of the file of {en}", f"{ja}のファイル名"),
        (*place, "file", "media_type"): Text(f"the kind of the file of {en}", f"{ja}のファイルの種類"),
        (*place, "file", "size"): Text(f"the size of the file of {en}", f"{ja}のファイルのサイズ"),
    }


PRODUCT_FIELDS: Mapping[Fields, Text] = {
    ("product_id",): Text("the id", "ID"),
    ("name_en",): Text("the English name", "英語の名称"),
    ("name_ja",): Text("the Japanese name", "日本語の名称"),
    ("maker",): Text("the maker", "製造者"),
    ("cell_source",): Text("the cell source", "細胞の由来"),
    ("approval_status",): Text("the approval status", "承認の状況"),
    ("procurement",): Text("how it was procured", "入手方法"),
    ("storage",): Text("the storage", "保管条件"),
    ("vial_ml",): Text("the volume of a vial", "1バイアルの量"),
    ("routes",): Text("the routes", "投与経路"),
    ("instructions",): Text("the instructions", "使用上の注意"),
    ("gtins",): Text("the GTINs", "GTIN"),
    ("is_retired",): Text("whether it is no longer used", "使用終了の有無"),
}

LOT_FIELDS: Mapping[Fields, Text] = {
    ("lot_id",): Text("the id", "ID"),
    ("product_id",): Text("the product", "製品"),
    ("number",): Text("the lot number", "ロット番号"),
    ("made_on",): Text("the day it was made", "製造日"),
    ("expires_on",): Text("the expiry date", "使用期限"),
    ("received_on",): Text("the day it was received", "入荷日"),
    ("vials_received",): Text("how many vials were received", "入荷本数"),
    ("storage_place",): Text("where it is stored", "保管場所"),
    ("temperature", "had_excursion"): Text("whether it left its temperature range", "温度逸脱の有無"),
    ("temperature", "note"): Text("the note on the temperature log", "温度記録のメモ"),
    **_name_file(("temperature",), "the temperature log", "温度記録"),
    ("temperature", "checked_by"): Text("who read the temperature log", "温度記録の確認者"),
    ("temperature", "checked_on"): Text("when the temperature log was read", "温度記録の確認日"),
    ("certificate",): Text("the certificate", "試験成績書"),
    ("certificate", "reference"): Text("the certificate's number", "試験成績書の番号"),
    ("certificate", "issued_on"): Text("the certificate's date", "試験成績書の発行日"),
    ("certificate", "items"): Text("the certificate's item {entry}", "試験項目{entry}"),
    ("certificate", "items", "item_id"): Text("the name of the item {entry}", "試験項目{entry}の名称"),
    ("certificate", "items", "state"): Text("how the item {entry} stands", "試験項目{entry}の判定"),
    ("certificate", "items", "value"): Text("the value of the item {entry}", "試験項目{entry}の値"),
    ("certificate", "items", "unit"): Text("the unit of the item {entry}", "試験項目{entry}の単位"),
    ("certificate", "items", "method"): Text("the method of the item {entry}", "試験項目{entry}の方法"),
    ("certificate", "items", "limit"): Text("the limit of the item {entry}", "試験項目{entry}の規格"),
    ("certificate", "factors"): Text("the factor {entry}", "因子{entry}"),
    ("certificate", "factors", "factor_id"): Text("the name of the factor {entry}", "因子{entry}の名称"),
    ("certificate", "factors", "state"): Text("whether the factor {entry} was measured", "因子{entry}の測定の有無"),
    ("certificate", "factors", "value"): Text("the value of the factor {entry}", "因子{entry}の値"),
    ("certificate", "factors", "unit"): Text("the unit of the factor {entry}", "因子{entry}の単位"),
    ("certificate", "factors", "method"): Text("the method of the factor {entry}", "因子{entry}の方法"),
    ("certificate", "factors", "limit"): Text("the limit of detection of the factor {entry}", "因子{entry}の検出限界"),
    ("certificate", "factors", "form"): Text("the form of the factor {entry}", "因子{entry}の型"),
    ("certificate", "shown_absent"): Text("which allergens it shows as not detected", "不検出と示されたアレルゲン"),
    ("certificate", "is_research_use_only"): Text("whether it is for research use only", "研究用表示の有無"),
    **_name_file(("certificate",), "the certificate", "試験成績書"),
    ("certificate", "entered_by"): Text("who entered the certificate", "試験成績書の入力者"),
    ("certificate", "entered_at"): Text("when the certificate was entered", "試験成績書の入力日時"),
    ("certificate", "checked_by"): Text("who checked the certificate", "試験成績書の確認者"),
    ("certificate", "checked_at"): Text("when the certificate was checked", "試験成績書の確認日時"),
    ("recalls",): Text("the recall {entry}", "回収{entry}"),
    ("recalls", "recalled_at"): Text("when the recall {entry} was entered", "回収{entry}の登録日時"),
    ("recalls", "recalled_by"): Text("who entered the recall {entry}", "回収{entry}の登録者"),
    ("recalls", "reason"): Text("the reason of the recall {entry}", "回収{entry}の理由"),
    ("recalls", "source"): Text("the source of the recall {entry}", "回収{entry}の通知元"),
    ("recalls", "lifted_at"): Text("when the recall {entry} was lifted", "回収{entry}の解除日時"),
    ("recalls", "lifted_by"): Text("who lifted the recall {entry}", "回収{entry}の解除者"),
    ("recalls", "lifted_reason"): Text("why the recall {entry} was lifted", "回収{entry}の解除理由"),
    ("note",): Text("the note", "メモ"),
}
