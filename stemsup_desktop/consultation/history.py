"""The life of a record as lines: what was done, one after the other, runs of edits of one field as one."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import msgspec

from stemsup_desktop.consultation.audit import AuditAct, AuditRow
from stemsup_desktop.consultation.history_joining import fold_change, join_changes
from stemsup_desktop.consultation.history_words import CHANGED_RECORDS, NO_NAMES, Names, RecordKind, say_act, say_change
from stemsup_desktop.consultation.record_changes import FieldChange, Path
from stemsup_desktop.language import Text

RUN = timedelta(minutes=10)
"""How long edits of one field by one person count as one, from the first of them."""

NOBODY = Text("Somebody who was not signed in", "サインインしていない人")
_BOOKKEEPING = frozenset(
    {
        "answered_at",
        "answered_by",
        "written_at",
        "written_by",
        "entered_at",
        "entered_by",
        "checked_on",
        "last_shown_at",
    }
)
"""Fields that follow from another field's change: what they say, the line says already."""


class HistoryLine(msgspec.Struct, frozen=True):
    """One line of a history, of one row or of a run of them.

    An edit has its `change`, from the first old to the last new value; any other act has its `facts` as recorded.
    `is_erased` means that old and new values went with a deleted chart, `is_withheld` that the reader may not see them.
    """

    act: AuditAct
    first_sequence: int
    last_sequence: int
    first_at: datetime
    last_at: datetime
    account_id: str
    account_name: str
    patient_id: str
    consultation_id: str
    subject: str
    change: FieldChange | None = None
    facts: tuple[FieldChange, ...] = ()
    is_erased: bool = False
    is_withheld: bool = False
    edits: int = 1

    @property
    def kind(self) -> RecordKind | None:
        """Return the record that was edited, or None for an act that is no edit."""
        return CHANGED_RECORDS.get(self.act)


_FieldOfRecord = tuple[AuditAct, str, str, str, Path]


def derive_history(rows: Iterable[AuditRow]) -> tuple[HistoryLine, ...]:
    """Return the lines of rows given in any order, the first act first.

    Edits of one field become one line while the same person makes them within `RUN` of the first, nobody else touches
    the field, and each begins where the last one ended. Edits within an entry that was added go to its line. Of edits
    that are withheld, those of one record count as those of one field.
    """
    lines: list[HistoryLine] = []
    latest: dict[_FieldOfRecord, int] = {}
    for row in sorted(rows, key=lambda one: one.sequence):
        for line in _derive_lines(row):
            if line.change is None and not (line.is_withheld and line.kind is not None):
                lines.append(line)
                continue
            record = (line.act, line.patient_id, line.consultation_id, line.subject)
            path = () if line.change is None else line.change.path
            outwards = ((*record, path[:length]) for length in range(len(path), 0 if path else -1, -1))
            for place in (latest[field] for field in outwards if field in latest):
                if (run := _join_lines(lines[place], line)) is not None:
                    lines[place] = run
                    break
            else:
                latest[(*record, path)] = len(lines)
                lines.append(line)
    return tuple(lines)


def say_line(line: HistoryLine, names: Names = NO_NAMES) -> Text:
    """Return a line as a sentence: "Dr Aoki changed the goal in Reason."."""
    if line.kind is not None and line.change is not None:
        said = say_change(line.kind, line.change, names, line.subject)
    else:
        said = say_act(line.act, line.subject, names)
    who = Text(line.account_name, line.account_name) if line.account_name.strip() else NOBODY
    return Text(f"{who.en} {said.en}.", f"{who.ja}が{said.ja}。")


def _derive_lines(row: AuditRow) -> Iterator[HistoryLine]:
    line = HistoryLine(
        act=row.act,
        first_sequence=row.sequence,
        last_sequence=row.sequence,
        first_at=row.at,
        last_at=row.at,
        account_id=row.account_id,
        account_name=row.account_name,
        patient_id=row.patient_id,
        consultation_id=row.consultation_id,
        subject=row.subject,
        is_erased=row.details is None and not row.is_withheld,
        is_withheld=row.is_withheld,
    )
    changes = row.details or ()
    if row.act not in CHANGED_RECORDS or not changes:
        yield msgspec.structs.replace(line, facts=changes)
        return
    told = {change.path[:-1] for change in changes if change.path[-1] not in _BOOKKEEPING}
    for change in changes:
        entry = change.path[:-1]
        if change.path[-1] in _BOOKKEEPING and any(path[: len(entry)] == entry for path in told):
            continue
        yield msgspec.structs.replace(line, change=change)


def _join_lines(run: HistoryLine, line: HistoryLine) -> HistoryLine | None:
    """Return a run with one more edit, or None if the edit begins a line of its own."""
    if run.account_id != line.account_id or not timedelta(0) <= line.first_at - run.first_at <= RUN:
        return None
    if run.is_withheld and line.is_withheld:
        return _lengthen_run(run, line, None)
    if run.change is None or line.change is None:
        return None
    join = join_changes if run.change.path == line.change.path else fold_change
    change = join(run.change, line.change)
    return None if change is None else _lengthen_run(run, line, change)


def _lengthen_run(run: HistoryLine, line: HistoryLine, change: FieldChange | None) -> HistoryLine:
    return msgspec.structs.replace(
        run, change=change, last_sequence=line.last_sequence, last_at=line.last_at, edits=run.edits + 1
    )
