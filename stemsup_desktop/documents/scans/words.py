"""What is said of pages that came back: why one is refused, and what is missing. Never more of a page than its code."""

from collections.abc import Sequence

from stemsup_desktop.documents.scans.matching import ExpectedPages, PageMatch, Refusal, RefusedPage
from stemsup_desktop.language import Language, Text

_REFUSALS = {
    Refusal.OTHER_DOCUMENT: Text(
        "This is page {page} of {number}, which belongs to another document.",
        "これは{number}の{page}ページ目で、別の書類のものです。",
    ),
    Refusal.EARLIER_VERSION: Text(
        "This is page {page} of {number}, another version of this form.",
        "これは{number}の{page}ページ目で、この用紙の別の版のものです。",
    ),
    Refusal.OTHER_TEXT: Text(
        "This page says {number}, page {page}, but was printed with another text than the document kept here.",
        "{number}の{page}ページ目とありますが、保管されている書類とは文面が異なります。",
    ),
    Refusal.NOT_KEPT: Text(
        "This page is of a draft or a preview, which is not signed. Print the form itself.",
        "下書きまたはプレビューのページです。正式な用紙を印刷して署名してください。",
    ),
    Refusal.SEVERAL_PAGES: Text(
        "There is more than one page in this picture. Take each page by itself.",
        "1枚の画像に複数のページが写っています。1ページずつ撮り直してください。",
    ),
    Refusal.BLANK: Text("This side is blank and is left out.", "白紙のため、取り込みません。"),
}
COMPLETE = Text("All {count} pages are there.", "全{count}ページがそろっています。")
MISSING_ONE = Text("Page {pages} of {count} is missing.", "全{count}ページのうち、{pages}ページ目がありません。")
MISSING_MANY = Text("Pages {pages} of {count} are missing.", "全{count}ページのうち、{pages}ページ目がありません。")
UNREAD = Text(
    "No page code can be read here. Place the page by hand in the window, or take it again.",
    "ページコードを読み取れません。画面で手動で割り当てるか、撮り直してください。",
)
FILED = Text("They are filed.", "保管しました。")
NOT_FILED = Text("Nothing was filed.", "何も保管していません。")
PLACE = Text("File {file}, page {place}", "ファイル{file}の{place}ページ目")
UNCODED = Text(
    "This document was printed without page codes. Say of each page which one it is.",
    "この書類にはページコードが印刷されていません。どのページかを1枚ずつ指定してください。",
)


def say_refusal(refused: RefusedPage) -> Text:
    """Return why a page is refused, in one sentence."""
    words = _REFUSALS[refused.why]
    return Text(
        *(words.in_language(one).format(number=refused.number, page=refused.page) for one in (Language.EN, Language.JA))
    )


def say_missing(match: PageMatch, expected: ExpectedPages) -> Text:
    """Return which pages are missing, or that none is."""
    words = MISSING_ONE if len(match.missing) == 1 else MISSING_MANY if match.missing else COMPLETE
    english, japanese = _list_numbers(match.missing)
    return Text(
        words.en.format(pages=english, count=expected.page_count),
        words.ja.format(pages=japanese, count=expected.page_count),
    )


def _list_numbers(pages: Sequence[int]) -> tuple[str, str]:
    """Return page numbers in words, runs of three and more as ranges."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    parts = [part for run in runs for part in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run))]
    english = " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
    return english, "、".join(parts)
