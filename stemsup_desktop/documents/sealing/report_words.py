"""What is said of a file after a look at its seals, in both languages."""

from datetime import datetime

from stemsup_desktop.consultation.formats import format_date, format_datetime, format_offset
from stemsup_desktop.consultation.seal_model import SealState, Standing, StandingKind, TimeStamp
from stemsup_desktop.language import Language, Text

HEADLINES = {
    SealState.GENUINE: Text("Genuine and unchanged.", "本物です。封印後の変更はありません。"),
    SealState.CHANGED: Text("Changed after it was sealed.", "封印後に変更されています。"),
    SealState.NOT_OURS: Text("Not from this clinic.", "このクリニックの書類ではありません。"),
    SealState.EXPIRED: Text(
        "Genuine and unchanged; the clinic's certificate has expired since.",
        "本物です。封印後の変更はありません。封印に使われた証明書は、その後有効期限が切れています。",
    ),
    SealState.REPLACED: Text(
        "Genuine and unchanged; sealed with an earlier certificate of the clinic.",
        "本物です。封印後の変更はありません。クリニックの以前の証明書で封印されています。",
    ),
    SealState.WITHDRAWN: Text(
        "Genuine and unchanged, but withdrawn since.", "本物です。封印後の変更はありませんが、その後撤回されています。"
    ),
    SealState.SUPERSEDED: Text(
        "Genuine and unchanged, but a newer document has taken its place.",
        "本物です。封印後の変更はありませんが、新しい書類に置き換えられています。",
    ),
    SealState.UNFINISHED: Text(
        "Unchanged so far, but the closing seal is missing: this is not the finished document.",
        "これまでの封印後に変更はありませんが、最後の封印がありません。完成した書類ではありません。",
    ),
}

NO_PDF = Text(
    "Not from this clinic: the file is no PDF.", "このクリニックの書類ではありません。PDFファイルではありません。"
)
NO_SEAL = Text("Not from this clinic: the file has no seal.", "このクリニックの書類ではありません。封印がありません。")
UNKNOWN_CERTIFICATE = Text(
    "Not from this clinic: sealed with a certificate that this clinic does not know.",
    "このクリニックの書類ではありません。このクリニックの知らない証明書で封印されています。",
)
AFTER_RETIREMENT = Text(
    "Not from this clinic: sealed with a certificate that the clinic had already given up by then.",
    "このクリニックの書類ではありません。封印の時点でクリニックが使用をやめていた証明書で封印されています。",
)
SAME_NAME = Text(
    "The certificate is in the clinic's name, but it is not the clinic's: anybody can write a name into one.",
    "証明書の名義はクリニックと同じですが、クリニックの証明書ではありません（名義は誰でも自由に記載できます）。",
)
DAMAGED_SEAL = Text("The seal itself was changed or damaged.", "封印そのものが変更されているか、壊れています。")
FORGED_SEAL = Text(
    "The seal does not fit its own certificate, so nobody can say whose it is.",
    "封印とその証明書が一致しないため、誰の封印か判断できません。",
)
CUT_SHORT = Text("The file is cut short: its end is missing.", "ファイルが途中で切れており、末尾が失われています。")
ODD_STRUCTURE = Text(
    "Between the seals something was changed that no seal may change.",
    "封印と封印の間に、許されていない変更があります。",
)
ADDED_LATER = Text(
    "Something was added after the last seal; what was sealed before is still there unchanged.",
    "最後の封印の後に内容が追加されています。封印された部分はそのまま残っています。",
)
NOTHING_SHOWN = Text(
    "Nothing that is shown or attached looks different.", "表示される内容や添付ファイルに違いは見つかりません。"
)
ORIGINAL_KEPT = Text(
    "The clinic's vault holds the sealed original to compare with.", "封印された原本はクリニックの保管庫にあります。"
)
SEAL_OF_ANOTHER_COPY = Text(
    "The clinic's vault holds another copy of this document that was sealed at another moment.",
    "クリニックの保管庫には、別の時点で封印された同じ書類があります。",
)
OUTSIDE_VALIDITY = Text(
    "Unchanged, and sealed by the clinic; but by its own date the seal was made while the certificate was not valid.",
    "クリニックによる封印後の変更はありません。ただし、封印の日付が証明書の有効期間から外れています。",
)
WITHDRAWN_IN_PART = Text(
    "Genuine and unchanged, but withdrawn in part since.",
    "本物です。封印後の変更はありませんが、その後一部が撤回されています。",
)
ANYWHERE = Text(
    "Where it was changed cannot be told from this file alone: compare it with the clinic's original.",
    "このファイルだけでは変更箇所を特定できません。クリニックの原本と比べてください。",
)


def say_unconfirmed(name: str) -> Text:
    """Say that a file is unchanged, and that nobody here knows whose the certificate is."""
    return Text(
        f"Unchanged since it was sealed by “{name}”; whether this is the clinic's certificate cannot be told here.",
        f"「{name}」による封印後の変更はありません。ただし、クリニック本人の証明書かどうかは、ここでは確認できません。",
    )


def say_seal(name: str, at: datetime | None, reason: str) -> Text:
    """Say who sealed, and by the seal's own words when and why."""
    en = f"Sealed by “{name}”" + (f" on {_say(at, Language.EN)}" if at else "")
    ja = f"封印者：「{name}」" + (f"、封印日時：{_say(at, Language.JA)}" if at else "")
    return Text(f"{en}: {reason}" if reason else f"{en}.", f"{ja}（{reason}）" if reason else ja)


def say_stamp(stamp: TimeStamp) -> Text:
    """Say what a time-stamp service attests, and whether the clinic knows it."""
    en, ja = _say(stamp.at, Language.EN), _say(stamp.at, Language.JA)
    if stamp.is_known:
        return Text(
            f"The time-stamp service “{stamp.by}” attests that the seal existed on {en}.",
            f"タイムスタンプ局「{stamp.by}」が、{ja}に封印が存在したことを証明しています。",
        )
    return Text(
        f"A time stamp in the name of “{stamp.by}” says {en}; whether it is that service's cannot be told here.",
        f"「{stamp.by}」名義のタイムスタンプは{ja}を示していますが、本物かどうかはここでは確認できません。",
    )


def say_document(number: str) -> Text:
    """Say which document it is."""
    return Text(f"Document {number}.", f"書類番号：{number}")


def say_valid(not_before: datetime, not_after: datetime) -> Text:
    """Say when a certificate is or was valid."""
    return Text(
        f"The certificate is valid from {format_date(not_before.date(), Language.EN)} to "
        f"{format_date(not_after.date(), Language.EN)}.",
        f"証明書の有効期間：{format_date(not_before.date(), Language.JA)}から"
        f"{format_date(not_after.date(), Language.JA)}まで",
    )


def say_retired(at: datetime) -> Text:
    """Say since when another certificate is in use."""
    return Text(
        f"The clinic has used another certificate since {format_date(at.date(), Language.EN)}.",
        f"クリニックは{format_date(at.date(), Language.JA)}から別の証明書を使用しています。",
    )


def say_standing(standing: Standing) -> Text:
    """Say what became of the document."""
    en, ja = format_date(standing.at.date(), Language.EN), format_date(standing.at.date(), Language.JA)
    number_en = f" ({standing.number})" if standing.number else ""
    number_ja = f"（{standing.number}）" if standing.number else ""
    if standing.kind is StandingKind.SUPERSEDED:
        return Text(
            f"A newer document{number_en} took its place on {en}.",
            f"{ja}に、新しい書類{number_ja}に置き換えられました。",
        )
    if standing.is_partial:
        return Text(f"Part of it was withdrawn on {en}{number_en}.", f"{ja}に、一部が撤回されました{number_ja}。")
    return Text(f"It was withdrawn on {en}{number_en}.", f"{ja}に撤回されました{number_ja}。")


def say_covered(covers: int, at: datetime | None) -> Text:
    """Say that an earlier seal still holds, so that the change lies behind it."""
    en, ja = (f" of {_say(at, Language.EN)}", f"（{_say(at, Language.JA)}）") if at else ("", "")
    return Text(
        f"The earlier seal{en} still holds for the first {covers:,} bytes: the change came after it.",
        f"それより前の封印{ja}は先頭{covers:,}バイトについて有効です。変更はその後に行われています。",
    )


def _say(at: datetime, language: Language) -> str:
    return f"{format_datetime(at, language)} ({format_offset(at)})"
