"""The words for what a visit keeps of lots, points, vials, measures and courses. `{entry}` is the entry of a list."""

from collections.abc import Mapping

from stemsup_desktop.language import Text

Fields = tuple[str, ...]
"""A path without the keys of entries."""

PLAN_CARE_FIELDS: Mapping[Fields, Text] = {
    ("product", "lot_id"): Text("which lot of the lot book it is", "ロット台帳のどのロットか"),
    ("product", "is_recalled"): Text("whether the lot is recalled", "ロットの回収の有無"),
    ("product", "had_temperature_excursion"): Text("whether the lot left its temperature range", "温度逸脱の有無"),
    ("product", "certificate", "has_failed_item"): Text("whether an item failed", "試験成績書の不適合の有無"),
    ("sites", "points"): Text("the point {entry} planned", "計画した点{entry}"),
    ("sites", "points", "drawing"): Text("the drawing of the point {entry} planned", "計画した点{entry}の図"),
    ("sites", "points", "x"): Text("the place across of the point {entry} planned", "計画した点{entry}の横の位置"),
    ("sites", "points", "y"): Text("the place down of the point {entry} planned", "計画した点{entry}の縦の位置"),
    ("sites", "points", "volume_ml"): Text("the volume at the point {entry} planned", "計画した点{entry}の量"),
    ("sites", "points", "depth_mm"): Text("the depth at the point {entry} planned", "計画した点{entry}の深さ"),
    ("sites", "points", "needle"): Text("the needle at the point {entry} planned", "計画した点{entry}の針"),
}

TREATMENT_CARE_FIELDS: Mapping[Fields, Text] = {
    ("sites", "marked"): Text("the point {entry}", "治療した点{entry}"),
    ("sites", "marked", "drawing"): Text("the drawing of the point {entry}", "治療した点{entry}の図"),
    ("sites", "marked", "x"): Text("the place across of the point {entry}", "治療した点{entry}の横の位置"),
    ("sites", "marked", "y"): Text("the place down of the point {entry}", "治療した点{entry}の縦の位置"),
    ("sites", "marked", "volume_ml"): Text("the volume at the point {entry}", "治療した点{entry}の量"),
    ("sites", "marked", "depth_mm"): Text("the depth at the point {entry}", "治療した点{entry}の深さ"),
    ("sites", "marked", "needle"): Text("the needle at the point {entry}", "治療した点{entry}の針"),
    ("drip", "line"): Text("the line of the drip", "点滴のルート"),
    ("drip", "started_at"): Text("the start of the drip", "点滴の開始時刻"),
    ("drip", "ended_at"): Text("the end of the drip", "点滴の終了時刻"),
    ("reactions", "site_id"): Text("the site of the reaction {entry}", "反応{entry}の部位"),
    ("reactions", "point"): Text("the point of the reaction {entry}", "反応{entry}の点"),
    ("reactions", "seriousness"): Text("why the reaction {entry} is serious", "反応{entry}の重篤の理由"),
    ("reactions", "event_id"): Text("where the reaction {entry} is followed", "反応{entry}の経過を追う記録"),
    ("vials",): Text("the vial {entry}", "バイアル{entry}"),
    ("vials", "lot_number"): Text("the lot of the vial {entry}", "バイアル{entry}のロット"),
    ("vials", "vial"): Text("the number of the vial {entry}", "バイアル{entry}の番号"),
    ("vials", "route"): Text("the route of the vial {entry}", "バイアル{entry}の投与経路"),
    ("vials", "lot_id"): Text("the entry in the lot book of the vial {entry}", "バイアル{entry}のロット台帳の項目"),
    ("vials", "expires_on"): Text("the expiry date of the vial {entry}", "バイアル{entry}の使用期限"),
    ("vials", "drawn_up_ml"): Text("what was drawn up from the vial {entry}", "バイアル{entry}から吸い上げた量"),
    ("vials", "discarded_ml"): Text("what was discarded of the vial {entry}", "バイアル{entry}の廃棄量"),
}

COURSE_FIELDS: Mapping[Fields, Text] = {
    ("course_id",): Text("the id", "ID"),
    ("patient_id",): Text("whose course it is", "患者"),
    ("consultation_id",): Text("the visit that planned it", "計画した診察"),
    ("begun_at",): Text("when it began", "開始日時"),
    ("interval_days",): Text("the interval", "間隔"),
    ("total_yen",): Text("the total cost", "総額"),
    ("stopped_on",): Text("the day on which it was stopped", "中止した日"),
    ("stopped_reason",): Text("why it was stopped", "中止の理由"),
    ("stopped_by",): Text("who stopped it", "中止した人"),
    ("sessions",): Text("the session {entry}", "回{entry}"),
    ("sessions", "number"): Text("the number of the session {entry}", "回{entry}の番号"),
    ("sessions", "planned_on"): Text("the planned day of the session {entry}", "回{entry}の予定日"),
    ("sessions", "state"): Text("how the session {entry} stands", "回{entry}の状態"),
    ("sessions", "consultation_id"): Text("the visit of the session {entry}", "回{entry}の診察"),
    ("sessions", "given_on"): Text("the day on which the session {entry} was given", "回{entry}の実施日"),
    ("sessions", "reason"): Text("the reason at the session {entry}", "回{entry}の理由"),
    ("sessions", "changed_by"): Text("who last changed the session {entry}", "回{entry}の変更者"),
    ("sessions", "changed_at"): Text("when the session {entry} was last changed", "回{entry}の変更日時"),
    ("sessions", "moves"): Text("a move of the session {entry}", "回{entry}の日程変更"),
    ("sessions", "moves", "from_day"): Text("the day before a move of the session {entry}", "回{entry}の変更前の日"),
    ("sessions", "moves", "to_day"): Text("the day after a move of the session {entry}", "回{entry}の変更後の日"),
    ("sessions", "moves", "reason"): Text("why the session {entry} was moved", "回{entry}の日程変更の理由"),
    ("sessions", "moves", "moved_by"): Text("who moved the session {entry}", "回{entry}の日程を変更した人"),
    ("sessions", "moves", "moved_at"): Text("when the session {entry} was moved", "回{entry}の日程を変更した日時"),
}

CARE_FIELDS: Mapping[Fields, Text] = {
    ("session",): Text("the session of the course", "治療の回"),
    ("session", "course_id"): Text("the course", "治療コース"),
    ("session", "number"): Text("the number of the session", "回の番号"),
    ("measures", "instruments"): Text("the total of the instrument {entry}", "尺度{entry}の合計"),
    ("measures", "instruments", "name"): Text("the name of the instrument {entry}", "尺度{entry}の名称"),
    ("measures", "instruments", "version"): Text("the version of the instrument {entry}", "尺度{entry}の版"),
    ("measures", "instruments", "total"): Text("the total of the instrument {entry}", "尺度{entry}の合計点"),
    ("measures", "instruments", "lowest"): Text("the lowest total of the instrument {entry}", "尺度{entry}の最低点"),
    ("measures", "instruments", "highest"): Text("the highest total of the instrument {entry}", "尺度{entry}の最高点"),
    ("measures", "instruments", "rater"): Text("who rated the instrument {entry}", "尺度{entry}の評価者"),
    ("measures", "instruments", "taken_on"): Text("the day of the instrument {entry}", "尺度{entry}の評価日"),
    ("measures", "grades"): Text("the grade {entry}", "グレード{entry}"),
    ("measures", "grades", "scale"): Text("the scale of the grade {entry}", "グレード{entry}の尺度"),
    ("measures", "grades", "grade"): Text("the value of the grade {entry}", "グレード{entry}の値"),
    ("measures", "grades", "rater"): Text("who gave the grade {entry}", "グレード{entry}の評価者"),
    ("measures", "grades", "given_on"): Text("the day of the grade {entry}", "グレード{entry}の評価日"),
    ("measures", "hair"): Text("the hair measure {entry}", "毛髪の測定{entry}"),
    ("measures", "hair", "kind"): Text("the kind of the hair measure {entry}", "毛髪の測定{entry}の種類"),
    ("measures", "hair", "value"): Text("the value of the hair measure {entry}", "毛髪の測定{entry}の値"),
    ("measures", "hair", "site_id"): Text("the site of the hair measure {entry}", "毛髪の測定{entry}の部位"),
    ("measures", "hair", "area_cm2"): Text("the area of the hair measure {entry}", "毛髪の測定{entry}の面積"),
    ("measures", "hair", "method"): Text("the method of the hair measure {entry}", "毛髪の測定{entry}の方法"),
    ("measures", "hair", "rater"): Text("who took the hair measure {entry}", "毛髪の測定{entry}の測定者"),
    ("measures", "hair", "measured_on"): Text("the day of the hair measure {entry}", "毛髪の測定{entry}の測定日"),
}
