"""The words for every field of an adverse event. `{entry}` stands for the entry of a list."""

from collections.abc import Mapping

from stemsup_desktop.language import Text

EVENT_FIELDS: Mapping[tuple[str, ...], Text] = {
    ("event_id",): Text("the id", "ID"),
    ("patient_id",): Text("the patient", "患者"),
    ("consultation_id",): Text("the visit it followed", "先行する受診"),
    ("kind",): Text("the kind", "種類"),
    ("grade",): Text("the grade", "グレード"),
    ("recorded_at",): Text("when it was recorded", "記録日時"),
    ("recorded_by",): Text("who recorded it", "記録者"),
    ("description",): Text("the description", "内容"),
    ("onset_on",): Text("the day of the onset", "発現日"),
    ("onset_at",): Text("the time of the onset", "発現時刻"),
    ("site_id",): Text("the site", "部位"),
    ("point",): Text("the point", "注射点"),
    ("lot_numbers",): Text("the lots", "ロット"),
    ("seriousness",): Text("why it is serious", "重篤性"),
    ("action",): Text("what was done", "対応"),
    ("outcome",): Text("the outcome", "転帰"),
    ("notes",): Text("the note {entry}", "メモ{entry}"),
    ("notes", "text"): Text("the text of the note {entry}", "メモ{entry}の文章"),
    ("notes", "by"): Text("who wrote the note {entry}", "メモ{entry}の記録者"),
    ("notes", "at"): Text("when the note {entry} was written", "メモ{entry}の記録日時"),
    ("notes", "grade"): Text("the grade in the note {entry}", "メモ{entry}のグレード"),
    ("closed_at",): Text("when it was closed", "終了日時"),
    ("closed_by",): Text("who closed it", "終了の記録者"),
    ("reaction",): Text("the reaction it follows on", "もとの反応"),
}
