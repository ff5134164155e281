"""`stemsup audit`: whether the history is whole, and who did what on which record."""

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemsup_desktop.commands.desk import AS_JSON, FILE, LANGUAGE, Desk, read_path
from stemsup_desktop.commands.printing import Refusal, plain, print_json, print_words
from stemsup_desktop.commands.signing_in import SignIn, sign_in_options
from stemsup_desktop.commands.watching import PROGRESS, watching
from stemsup_desktop.language import Language

if TYPE_CHECKING:
    from stemsup_desktop.consultation.audit import Anchor, AuditRow
    from stemsup_desktop.store.audit_faults import TrailReport
    from stemsup_desktop.store.backup.anchors import BackupAnchors
    from stemsup_desktop.store.vault import Vault

_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(short_help="Who did what, and whether the history is whole.")
def audit() -> None:
    """The history of the vault: whether it is whole, and who did what."""


@audit.command(short_help="Find out whether the history is whole.")
@click.option("--backups", type=FILE, help="Compare with the vault's backups in this folder too.")
@click.option("--head", metavar="SEQUENCE:HASH", help="Compare with a last row that `stemsup backup` printed.")
@sign_in_options
@LANGUAGE
@PROGRESS
@AS_JSON
def verify(
    backups: Path | None, head: str | None, sign_in: SignIn, language: str, as_lines: bool, as_json: bool
) -> None:
    """Read every row of the history and name the first that was changed, removed, inserted or moved.

    Rows that were cut off at the end are missed by what was made when they were there: each sealed document in the
    vault, and, where given, backups and a last row written down elsewhere. Exit status 1 if the history is not whole.
    """
    given = () if head is None else (_read_head(head),)
    found: BackupAnchors | None = None
    with sign_in.open() as vault, watching(as_lines=as_lines) as watcher:
        if backups is not None:
            found = vault.list_backup_anchors(read_path(backups))
            given = (*given, *found.anchors)
        report = vault.verify_history(
            given, lambda done, total: watcher.advance("verify", done, total), watcher.is_cancelled
        )
    if found is not None and report.is_whole:
        _say_what_is_not_compared(found)
    _print_report(report, found, Language(language), is_json=as_json)


@audit.command(short_help="Show who looked at a record, and who did what.")
@click.option("--patient", metavar="CHART", help="The history of one patient's records, by chart number.")
@click.option(
    "--all", "is_all", is_flag=True, help="Instead: everything, for administrators; with --by, your own acts."
)
@click.option("--by", metavar="ACCOUNT", default="", help="Only what this person did: sign-in name, name or id.")
@click.option("--from", "first_day", type=_DAY, metavar="YYYY-MM-DD", help="Only from this day on.")
@click.option("--to", "last_day", type=_DAY, metavar="YYYY-MM-DD", help="Only up to this day, itself included.")
@click.option(
    "--last", type=click.IntRange(0), default=1000, show_default=True, help="Only the last so many; 0 for all."
)
@sign_in_options
@LANGUAGE
@AS_JSON
@click.pass_obj
def show(
    desk: Desk,
    patient: str | None,
    is_all: bool,
    by: str,
    first_day: datetime | None,
    last_day: datetime | None,
    last: int,
    sign_in: SignIn,
    language: str,
    as_json: bool,
) -> None:
    """Show who looked at a record, and who did what with it, in plain words.

    That somebody asked is a row of the history too. Without the right to see patients, nothing of a chart is shown.
    """
    from stemsup_desktop.commands.audit_lines import describe_lines, load_told_lines
    from stemsup_desktop.commands.people import find_account

    if (patient is None) is not is_all:
        raise click.UsageError("Give --patient or --all.")
    zone = desk.clock().tzinfo
    since = None if first_day is None else datetime.combine(first_day, time.min, zone)
    until = None if last_day is None else datetime.combine(last_day + timedelta(days=1), time.min, zone)
    with sign_in.open() as vault:
        account_id = find_account(vault.list_accounts(), by).account_id if by else None
        every = _iter_rows(vault, patient, account_id)
        wanted = (row for row in every if (since is None or row.at >= since) and (until is None or row.at < until))
        rows, is_cut = _take(wanted, last)
        lines = load_told_lines(vault, rows)
    if as_json:
        print_json({"rows": len(rows), "is_cut": is_cut, "lines": [line.as_facts() for line in lines]})
    else:
        print_words(describe_lines(lines, Language(language), zone))
    if is_cut:
        click.echo(f"Only the last {last:,} rows are shown; earlier ones with --last 0.", err=True)


def _read_head(text: str) -> "Anchor":
    from stemsup_desktop.consultation.audit import Anchor, AuditHead

    found = _HEAD.fullmatch(text.strip())
    if found is None:
        raise click.UsageError("--head is a number, a colon and 64 hexadecimal digits, as `stemsup backup` prints it.")
    return Anchor(f"{found[1]}:{found[2][:8]}…", AuditHead(int(found[1]), found[2]))


def _say_what_is_not_compared(found: "BackupAnchors") -> None:
    for path in found.replaced:
        click.echo(f"Not compared, for it is of a vault that a restore replaced since: {plain(path.name)}", err=True)
    for path in found.unchecked:
        click.echo(f"Not compared, for it is damaged or was made with an earlier key: {plain(path.name)}", err=True)


def _print_report(report: "TrailReport", found: "BackupAnchors | None", language: Language, *, is_json: bool) -> None:
    from stemsup_desktop.store.audit_faults import say_report

    words = say_report(report).in_language(language)
    if is_json:
        facts = {
            "is_whole": report.is_whole,
            "rows": report.rows,
            "anchors": report.anchors,
            "was_cancelled": report.was_cancelled,
            "fault": report.fault,
            "not_compared": [] if found is None else [str(path) for path in (*found.replaced, *found.unchecked)],
            "words": words,
        }
        print_json(facts)
    if not report.is_whole:
        raise Refusal(words)
    if not is_json:
        print_words(words)


def _iter_rows(vault: "Vault", chart_number: str | None, account_id: str | None) -> Iterator["AuditRow"]:
    """Yield rows, the last first, page by page: a history may be longer than the memory."""
    from stemsup_desktop.consultation.patient_check import normalise_text

    patient_id = None if chart_number is None else vault.find_patient_id(normalise_text(chart_number))
    before: int | None = None
    while True:
        if patient_id is None:
            page = vault.list_whole_history(account_id, before_sequence=before)
        else:
            page = vault.list_patient_history(patient_id, before_sequence=before)
        for row in page:
            if account_id is None or row.account_id == account_id:
                yield row
        if not page:
            return
        before = page[-1].sequence


def _take(rows: Iterator["AuditRow"], most: int) -> tuple[list["AuditRow"], bool]:
    """Return up to so many rows, and whether there are more; 0 takes all."""
    taken: list[AuditRow] = []
    for row in rows:
        if most and len(taken) == most:
            return taken, True
        taken.append(row)
    return taken, False
