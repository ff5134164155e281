"""The annex of a consent in words: what the patient saw on the patient screen, for how long, and what they answered.

It is no part of the text that is signed, so that a page that is shown between two signatures makes neither void; it is
part of the document that is sealed. Nothing here says whether an answer was right.
"""

import msgspec

from stemsup_desktop.consultation.formats import NO_BREAK, format_date, format_datetime, format_time
from stemsup_desktop.consultation.screen_model import ScreenAnswer, ScreenRecord, SeenPage
from stemsup_desktop.consultation.signing_seal import write_check_number
from stemsup_desktop.language import Language, Text

HEADING = Text("Annex: what was shown on the patient screen", "付録：患者さん用画面に表示した内容")
NOTE = Text(
    "The patient saw these pages on a screen of their own, up to when this form was made. Only time in which a page "
    "could really be seen is counted. The check number is the beginning of the SHA-256 of the exact text, which the "
    "clinic keeps.",
    "この書類を作成するまでに、患者さん用画面に表示したページです。実際に見えていた時間だけを数えています。"
    "照合番号は表示した文章のSHA-256の先頭部分です。文章はクリニックが保管しています。",
)
ANSWERS_HEADING = Text("Answers on the patient screen", "患者さん用画面での回答")
ANSWERS_NOTE = Text(
    "The last answer to each question, as it stood on the screen. Attempts are recorded and are no score.",
    "各質問への最後の回答を、画面に表示したとおりに記録しています。回答した回数は記録であり、評価ではありません。",
)
PAGE_COLUMNS = (
    Text("Page", "ページ"),
    Text("Language", "言語"),
    Text("When", "日時"),
    Text("For how long", "表示時間"),
    Text("Check number", "照合番号"),
)
ANSWER_COLUMNS = (
    Text("Question", "質問"),
    Text("Answer", "回答"),
    Text("Attempts", "回答した回数"),
    Text("When", "日時"),
)
_LANGUAGES = {Language.EN: Text("English", "英語"), Language.JA: Text("Japanese", "日本語")}
_TIMES = Text("{duration}\n{count} times", "{duration}\n{count}回表示")
_LESS_THAN_A_SECOND = Text(f"less than 1{NO_BREAK}s", "1秒未満")
_ATTEMPTS = Text("{count}", "{count}回")
_TO = Text("{first}–{last}", "{first}〜{last}")


class AnnexRow(msgspec.Struct, frozen=True):
    """One row in one language; the cells that quote the screen, which come first, are in the language shown there."""

    cells: tuple[str, ...]
    quoted: int
    shown_in: Language


class AnnexTable(msgspec.Struct, frozen=True):
    """A table with its heading and what to know of it; there is no table without rows."""

    heading: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[AnnexRow, ...]


def derive_screen_annex(screen: ScreenRecord, language: Language) -> tuple[AnnexTable, ...]:
    """Return the tables of the annex in one language, none where nothing was shown."""
    tables = []
    if screen.pages:
        rows = tuple(_make_page_row(page, language) for page in screen.pages)
        tables.append(_make_table(HEADING, NOTE, PAGE_COLUMNS, rows, language))
    if screen.answers:
        heading = ANSWERS_HEADING if screen.pages else HEADING
        rows = tuple(_make_answer_row(attempts, language) for attempts in _gather_attempts(screen.answers))
        tables.append(_make_table(heading, ANSWERS_NOTE, ANSWER_COLUMNS, rows, language))
    return tuple(tables)


def format_duration(milliseconds: int, language: Language) -> str:
    """Return "1 min 5 s" or "1分5秒": whole seconds, rounded down, so that no table says more than was shown."""
    seconds = milliseconds // 1000
    if not seconds:
        return _LESS_THAN_A_SECOND.in_language(language)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, Text("h", "時間")), (minutes, Text("min", "分")), (seconds, Text("s", "秒")))
    said = [(count, unit.in_language(language)) for count, unit in parts if count]
    if language is Language.JA:
        return "".join(f"{count}{unit}" for count, unit in said)
    return NO_BREAK.join(f"{count}{NO_BREAK}{unit}" for count, unit in said)


def _make_table(
    heading: Text, note: Text, columns: tuple[Text, ...], rows: tuple[AnnexRow, ...], language: Language
) -> AnnexTable:
    titles = tuple(one.in_language(language) for one in columns)
    return AnnexTable(heading.in_language(language), note.in_language(language), titles, rows)


def _make_page_row(page: SeenPage, language: Language) -> AnnexRow:
    cells = (
        page.title,
        _LANGUAGES[page.language].in_language(language),
        _say_span(page, language),
        _say_length(page, language),
        _in_pairs(write_check_number(page.content_sha256)),
    )
    return AnnexRow(cells, 1, page.language)


def _say_span(page: SeenPage, language: Language) -> str:
    """Return the day, and below it from when to when; where that is another day, both in full."""
    first, last = page.first_shown_at, page.last_shown_at.astimezone(page.first_shown_at.tzinfo)
    if first.date() != last.date():
        return f"{format_datetime(first, language)} –\n{format_datetime(last, language)}"
    start, end = format_time(first, language), format_time(last, language)
    times = start if start == end else _TO.in_language(language).format(first=start, last=end)
    return f"{format_date(first.date(), language)}\n{times}"


def _in_pairs(digits: str) -> str:
    """Return groups of digits as two halves, between which alone a line may end."""
    groups = digits.split()
    half = len(groups) // 2
    return " ".join(NO_BREAK.join(part) for part in (groups[:half], groups[half:]))


def _say_length(page: SeenPage, language: Language) -> str:
    duration = format_duration(page.shown_ms, language)
    if page.times_shown == 1:
        return duration
    return _TIMES.in_language(language).format(duration=duration, count=page.times_shown)


def _gather_attempts(answers: tuple[ScreenAnswer, ...]) -> tuple[tuple[ScreenAnswer, ...], ...]:
    """Return the answers by the page that asked, each in the order in which they were given."""
    gathered: dict[str, list[ScreenAnswer]] = {}
    for answer in answers:
        gathered.setdefault(answer.page_id, []).append(answer)
    return tuple(map(tuple, gathered.values()))


def _make_answer_row(attempts: tuple[ScreenAnswer, ...], language: Language) -> AnnexRow:
    last = attempts[-1]
    count = _ATTEMPTS.in_language(language).format(count=len(attempts))
    at = f"{format_date(last.answered_at.date(), language)}\n{format_time(last.answered_at, language)}"
    cells = (last.question, last.answer, count, at)
    return AnnexRow(cells, 2, last.language)
