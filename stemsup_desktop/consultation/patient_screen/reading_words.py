"""The fixed words of what is shown to the patient, in both languages: the patient's need not be the window's."""

from stemsup_desktop.language import Text

REPORTED = Text("What has been reported", "これまでに報告されていること")
NOT_KNOWN = Text("What is not known", "わかっていないこと")
HARMS = Text("Harms and cautions", "害と注意点")
NOTHING_REPORTED = Text(
    "No study that has been checked is listed on this page.", "確認済みの研究は、この資料にはありません。"
)
NO_HUMAN_STUDY = Text(
    "No checked study of supernatant in people is listed on this page.",
    "上清液を人で調べた確認済みの研究は、この資料にはありません。",
)
NOT_FOR_ONE = Text(
    "Whether what has been reported holds for one person is not known.",
    "報告されたことが一人ひとりに当てはまるかどうかは、わかっていません。",
)
NO_HARM_LISTED = Text(
    "No harm is listed on this page. That does not mean that there is none.",
    "この資料に害の記載はありません。害がないという意味ではありません。",
)
NOT_CHECKED = Text(
    "Points that nobody has checked against their source yet and that are not shown here: {count}. "
    "Your physician can tell you about them.",
    "出典との照合がまだのため、ここに示していない点が{count}件あります。医師からお話しすることができます。",
)
SUMMARY_NOT_REVIEWED = Text(
    "No physician has reviewed the wording of this summary yet.",
    "この要約の文章は、まだ医師による監修を受けていません。",
)
SECONDARY = Text("From a secondary source", "二次資料による")
PEOPLE = Text("{count} people", "{count}人")
DIRECTIONS = Text(
    "{supports} support · {contradicts} contradict · {uncertain} uncertain",
    "支持 {supports} · 矛盾 {contradicts} · 不確か {uncertain}",
)
