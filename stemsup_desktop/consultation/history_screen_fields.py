"""What the fields of what was seen and answered on the patient screen are called in the history."""

from collections.abc import Mapping

from stemsup_desktop.language import Text

SCREEN_FIELDS: Mapping[tuple[str, ...], Text] = {
    ("screen", "pages"): Text("the page {entry} on the patient screen", "患者さん用画面に表示したページ{entry}"),
    ("screen", "pages", "page_id"): Text(
        "the name of the page {entry} on the patient screen", "患者さん用画面のページ{entry}の名称"
    ),
    ("screen", "pages", "title"): Text(
        "the heading of the page {entry} on the patient screen", "患者さん用画面のページ{entry}の見出し"
    ),
    ("screen", "pages", "language"): Text(
        "the language of the page {entry} on the patient screen", "患者さん用画面のページ{entry}の言語"
    ),
    ("screen", "pages", "content_sha256"): Text(
        "which text of the page {entry} the patient saw", "患者さん用画面のページ{entry}の文面"
    ),
    ("screen", "pages", "first_shown_at"): Text(
        "when the patient first saw the page {entry}", "患者さん用画面のページ{entry}を最初に表示した日時"
    ),
    ("screen", "pages", "last_shown_at"): Text(
        "when the patient last saw the page {entry}", "患者さん用画面のページ{entry}を最後に表示した日時"
    ),
    ("screen", "pages", "shown_ms"): Text(
        "how long the patient saw the page {entry} (milliseconds)",
        "患者さん用画面のページ{entry}の表示時間（ミリ秒）",
    ),
    ("screen", "pages", "times_shown"): Text(
        "how often the patient saw the page {entry}", "患者さん用画面のページ{entry}の表示回数"
    ),
    ("screen", "answers"): Text("the answer {entry} on the patient screen", "患者さん用画面での回答{entry}"),
    ("screen", "answers", "page_id"): Text(
        "the page of the answer {entry} on the patient screen", "患者さん用画面での回答{entry}のページ"
    ),
    ("screen", "answers", "question"): Text(
        "the question of the answer {entry} on the patient screen", "患者さん用画面での回答{entry}の質問"
    ),
    ("screen", "answers", "option_id"): Text(
        "the choice of the answer {entry} on the patient screen", "患者さん用画面での回答{entry}の選択肢"
    ),
    ("screen", "answers", "answer"): Text(
        "the words of the answer {entry} on the patient screen", "患者さん用画面での回答{entry}の内容"
    ),
    ("screen", "answers", "language"): Text(
        "the language of the answer {entry} on the patient screen", "患者さん用画面での回答{entry}の言語"
    ),
    ("screen", "answers", "content_sha256"): Text(
        "which text the answer {entry} on the patient screen is to", "患者さん用画面での回答{entry}の対象の文面"
    ),
    ("screen", "answers", "answered_at"): Text(
        "when the answer {entry} on the patient screen was given", "患者さん用画面での回答{entry}の日時"
    ),
}
