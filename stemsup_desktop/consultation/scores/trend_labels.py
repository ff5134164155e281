"""The fixed words of trends, on screen and on paper, in both languages."""

from stemsup_desktop.consultation.scores.trend_model import MeasureKind
from stemsup_desktop.language import Text

TITLE = Text("Your scores over the visits", "これまでの点数")
CAPTION = Text(
    "From 0 (none) to 10 (worst), asked before each session. Nobody asked where a line has a gap.",
    "0（なし）から10（最もつらい）までの点数です。毎回、治療の前にうかがいました。線が切れているところは確認していません。",
)
MEASURES = Text("Other measures", "そのほかの測定・評価")
ALT = Text("Chart of the scores over the visits. {sentences}", "これまでの点数のグラフ。{sentences}")
LOW = Text("none", "なし")
HIGH = Text("worst", "最もつらい")
CANNOT_SHOW = Text(
    "This patient only. These values cannot show whether the treatment caused a change.",
    "この患者さんお一人の記録です。値の変化が治療によるものかどうかは、ここからはわかりません。",
)

FIRST_VISIT = Text("first visit", "初診")
VISIT = Text("visit {number}", "{number}回目の受診")
SESSION = Text("session {number}", "治療{number}回目")

NOT_TREATED = Text("recorded, not treated", "記録のみ・治療の対象外")
AT_END_ONLY = Text("recorded, not treated; asked at the end of the visit", "記録のみ・治療の対象外、受診の終わりに確認")
GOAL = Text("goal: {goal}", "目標：{goal}")
LAST_ASKED = Text("last asked {day}", "最後の確認 {day}")
LAST_TAKEN = Text("last taken {day}", "最後の測定 {day}")

NOT_ASKED = Text("not asked", "確認なし")
NOT_TAKEN = Text("not taken", "測定なし")
VALUE_ON = Text("{value} on {when}", "{when}では{value}")
NAMED = Text("{name}: {value}", "{name}：{value}")
LINE = Text("{name}: {values}.", "{name}：{values}。")
LINE_NOTED = Text("{name} ({note}): {values}.", "{name}（{note}）：{values}。")
SCORE = Text("{score}", "{score}点")
SCORES = Text("{score} (at the end: {end})", "{score}（終わりには{end}点）")
ON_VISIT = Text("{day} ({label})", "{day}の{label}")
WHEN = Text("{day} ({label})", "{day}（{label}）")
GRADE_SENTENCE = Text("{name} on {day}: {grade}.", "{day}の{name}：{grade}。")

DAY = Text("Day", "日付")
AT_END = Text("at the end: {score}", "終わり：{score}")
MEASURE = Text("Measure", "測定・評価")
VALUE = Text("Value", "値")
RATER = Text("By", "評価者")

INSTRUMENT = Text("{name}, {version}", "{name}、{version}")
RANGE = Text("{low} to {high}", "{low}〜{high}")
VALUE_IN_RANGE = Text("{value} (range {low} to {high})", "{value}（範囲 {low}〜{high}）")
HAIR_NAMES = {
    MeasureKind.HAIR_COUNT: Text("Hair count", "毛髪数"),
    MeasureKind.HAIR_DENSITY: Text("Hair density", "毛髪密度"),
}
COUNT_UNIT = Text("{value} in {area} cm²", "{value}本（{area} cm²）")
COUNT_UNIT_UNKNOWN = Text("{value}, area not recorded", "{value}本（面積の記録なし）")
DENSITY_UNIT = Text("{value} per cm²", "{value}本/cm²")
