"""What can be wrong with the audit trail, in plain words."""

from enum import StrEnum

import msgspec

from stemsup_desktop.language import Text


class FaultKind(StrEnum):
    """How a row is not as it was written."""

    CHANGED = "changed"
    DETAILS_CHANGED = "details-changed"
    DETAILS_REMOVED = "details-removed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    REWRITTEN = "rewritten"
    FOREIGN = "foreign"
    TRUNCATED = "truncated"
    ORPHANED = "orphaned"
    REPLACED = "replaced"


class TrailFault(msgspec.Struct, frozen=True):
    """The first row that is not as it was written, and what is wrong with it. Words and numbers carry no patient data.

    For a removed row, `sequence` is the number that is missing; for a truncated tail, the first number that is.
    """

    kind: FaultKind
    sequence: int
    words: Text


class TrailReport(msgspec.Struct, frozen=True):
    """What a check of the trail found: it is whole if it went to the end and met no fault.

    `rows` were read; `anchors` of those given were met and matched. `is_whole` without any anchor says nothing of rows
    that were removed at the end.
    """

    rows: int
    anchors: int
    fault: TrailFault | None = None
    was_cancelled: bool = False

    @property
    def is_whole(self) -> bool:
        """Tell whether everything was read and nothing is wrong."""
        return self.fault is None and not self.was_cancelled


def make_fault(kind: FaultKind, sequence: int, where: str = "", after: int = 0) -> TrailFault:
    """Return a fault with its sentence; `where` names the anchor that shows it, `after` the last row shown right."""
    words = _SENTENCES[kind]
    values = {"row": f"{sequence:,}", "before": f"{sequence - 1:,}", "next": f"{sequence + 1:,}"}
    values |= {"where": where, "after": f"{after:,}"}
    return TrailFault(kind, sequence, Text(words.en.format_map(values), words.ja.format_map(values)))


def say_report(report: TrailReport) -> Text:
    """Return what a check found as a sentence or two."""
    if report.fault is not None:
        return report.fault.words
    rows, anchors = f"{report.rows:,}", f"{report.anchors:,}"
    if report.was_cancelled:
        return Text(
            f"The check was stopped after {rows} rows. Nothing was wrong in these.",
            f"{rows}行まで確認したところで中止しました。ここまでに異常はありません。",
        )
    if not report.anchors:
        return Text(
            f"All {rows} rows are unchanged and in order. There was no document or backup to compare the end with.",
            f"{rows}行すべてに変更はなく、順番も正しいことを確認しました。"
            "末尾を照合できる書類やバックアップはありませんでした。",
        )
    return Text(
        f"All {rows} rows are unchanged and in order. Documents and backups that match: {anchors}.",
        f"{rows}行すべてに変更はなく、順番も正しいことを確認しました。書類とバックアップ{anchors}件とも一致しています。",
    )


_SENTENCES = {
    FaultKind.CHANGED: Text(
        "Row {row} was changed after it was written.",
        "{row}行目が、記録されたあとで書き換えられています。",
    ),
    FaultKind.DETAILS_CHANGED: Text(
        "The old and new values kept with row {row} were changed after they were written.",
        "{row}行目の変更前・変更後の値が、記録されたあとで書き換えられています。",
    ),
    FaultKind.DETAILS_REMOVED: Text(
        "The old and new values kept with row {row} are gone, and no recorded deletion explains it.",
        "{row}行目の変更前・変更後の値が失われています。削除の記録はありません。",
    ),
    FaultKind.REMOVED: Text(
        "Row {row} is missing: it was removed.",
        "{row}行目がありません。削除されています。",
    ),
    FaultKind.INSERTED: Text(
        "Row {row} does not belong here: it was inserted afterwards.",
        "{row}行目は、あとから挿入されたものです。",
    ),
    FaultKind.REORDERED: Text(
        "Row {row} is not in its place: rows were put in another order.",
        "{row}行目の位置が違います。行の順番が入れ替えられています。",
    ),
    FaultKind.REWRITTEN: Text(
        "Row {row} is not the one after which row {next} was written: it was rewritten, or rows between them are gone.",
        "{next}行目が記録されたときの直前の行は、今の{row}行目ではありません。"
        "{row}行目が書き換えられたか、間の行が削除されています。",
    ),
    FaultKind.FOREIGN: Text(
        "Row {row} does not begin this vault's trail: rows before it were removed, or it comes from another vault.",
        "{row}行目は、この保管庫の記録の始まりではありません。"
        "前の行が削除されたか、別の保管庫の記録に置き換えられています。",
    ),
    FaultKind.TRUNCATED: Text(
        "The trail ends before row {row}: the last rows were removed. {where} was made when they were there.",
        "{row}行目以降がありません。末尾の行が削除されています。{where}の作成時には存在していました。",
    ),
    FaultKind.ORPHANED: Text(
        "The old and new values of row {row} are there, but the row is not: it was removed.",
        "{row}行目の変更前・変更後の値は残っていますが、行そのものが削除されています。",
    ),
    FaultKind.REPLACED: Text(
        "Row {row} is not the one that {where} was made with: the trail was rewritten somewhere after row {after}.",
        "{row}行目は、{where}の作成時の行と異なります。{after}行目より後の記録が書き換えられています。",
    ),
}
