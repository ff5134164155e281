"""What the preview of a certificate from CSV shows: rows that cannot be imported come first, each with why. No Qt."""

from dataclasses import dataclass

from stemsup_desktop.consultation.lots.certificate_csv import CsvPreview, PreviewRow
from stemsup_desktop.ui.components.line_breaks import NO_BREAK_SPACE
from stemsup_desktop.ui.view_parts import TagState
from stemsup_desktop.ui.words import Words


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One row of the file: its number, how it is written, and what it will be or what is wrong with it."""

    number: str
    name: str
    written: str
    state: TagState
    said: str


@dataclass(frozen=True, slots=True)
class ImportView:
    """A file before anything of it is imported; `reason` says why it cannot be, or is empty."""

    file_name: str
    state: TagState
    summary: str
    lines: tuple[ImportLine, ...]
    action: str
    reason: str = ""
    ignored: str = ""


def derive_import(file_name: str, preview: CsvPreview, words: Words) -> ImportView:
    """Derive the preview."""
    bad, count = preview.bad_rows, len(preview.rows)
    good = tuple(row for row in preview.rows if not row.faults)
    ignored = words("lots.import_ignored", names=words.listed(preview.ignored)) if preview.ignored else ""
    reason = words("lots.import_mend", count=len(bad)) if bad else ""
    return ImportView(
        file_name=file_name,
        state=TagState.STOP if bad else TagState.CLEAR,
        summary=words("lots.import_bad", count=len(bad), of=count) if bad else words("lots.import_good", count=count),
        lines=tuple(_derive_line(row, words) for row in (*bad, *good)),
        action=words("lots.import_items", count=count),
        reason=reason,
        ignored=ignored,
    )


def _derive_line(row: PreviewRow, words: Words) -> ImportLine:
    cells = row.cells
    written = (cells.form, cells.state, cells.value, cells.unit, cells.method, cells.limit)
    faults = [fault.text.in_language(words.language) for fault in row.faults]
    return ImportLine(
        number=words("lots.import_row", number=row.number),
        name=cells.name or cells.kind,
        written=f"{NO_BREAK_SPACE}· ".join(part for part in written if part),
        state=TagState.STOP if faults else TagState.CLEAR,
        said="\n".join(faults) if faults else row.said.in_language(words.language),
    )
