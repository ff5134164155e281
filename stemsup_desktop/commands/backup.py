"""`stemsup backup`: makes, lists and tests backups."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from stemsup_desktop.commands.desk import AS_JSON, FILE, Desk, find_paths, read_path, read_version
from stemsup_desktop.commands.printing import plain, print_json, print_result, print_words
from stemsup_desktop.commands.signing_in import SignIn, sign_in_options
from stemsup_desktop.commands.watching import PROGRESS, watching
from stemsup_desktop.errors import InputProblem
from stemsup_desktop.sizes import say_size

if TYPE_CHECKING:
    from stemsup_desktop.store.backup.proving import BackupProof
    from stemsup_desktop.store.backup.shelf import BackupRecord, BackupShelf
    from stemsup_desktop.store.vault import Vault


@click.group(invoke_without_command=True, short_help="Make a backup, list them, test one.")
@click.option("--folder", type=FILE, help="Where to; else the folder that was chosen in the window.")
@sign_in_options
@PROGRESS
@AS_JSON
@click.pass_context
def backup(ctx: click.Context, folder: Path | None, sign_in: SignIn, as_lines: bool, as_json: bool) -> None:
    """Back up the vault, and restore the backup on trial before it counts as good.

    A backup is encrypted like the vault and opens with the passphrases of its day. Older ones that the rotation lets go
    are removed once the new one is good. Close the window first: one program at a time has the vault open.
    """
    if ctx.invoked_subcommand is not None:
        _refuse_options_before(ctx)
        return
    with sign_in.open() as vault, watching(as_lines=as_lines) as watcher:
        settings = vault.load_backup_settings()
        chosen = _require_chosen(vault) if folder is None else read_path(folder)
        proof = vault.make_backup(replace(settings, folder=chosen), read_version(), watcher.watch)
    _print_proof(proof, "Made and tested", is_json=as_json)


@backup.command(name="list", short_help="List backups, and which are proven good.")
@click.option("--folder", type=FILE, help="Which folder; else the one that was chosen in the window.")
@sign_in_options
@AS_JSON
@click.pass_obj
def list_command(desk: Desk, folder: Path | None, sign_in: SignIn, as_json: bool) -> None:
    """List the vault's backups, the newest first, and which of them were proven good.

    With --folder nobody signs in: what is listed stands in every backup for all to read. Where there is no vault, as on
    a new computer, the backups of every vault are listed.
    """
    from stemsup_desktop.store.backup.shelf import list_backups
    from stemsup_desktop.store.header import read_vault_header
    from stemsup_desktop.store.place import vault_exists

    data = find_paths().data
    if folder is None:
        with sign_in.open() as vault:
            folder = _require_chosen(vault)
    vault_id = read_vault_header(data).vault_id if vault_exists(data) else None
    shelf = list_backups(read_path(folder), vault_id)
    print_result(_as_facts(shelf), as_json, lambda: _describe_shelf(shelf, desk.clock()))


@backup.command(short_help="Restore a backup on trial.")
@click.argument("file", type=FILE)
@sign_in_options
@PROGRESS
@AS_JSON
def test(file: Path, sign_in: SignIn, as_lines: bool, as_json: bool) -> None:
    """Restore the backup FILE on trial: open it, check every page and the history, count what is in it.

    Nothing of the vault is touched; what was unpacked for the trial is encrypted too, and removed.
    """
    with sign_in.open() as vault, watching(as_lines=as_lines) as watcher:
        proof = vault.test_backup(read_path(file), watcher.watch)
    _print_proof(proof, "Good", is_json=as_json)


def _refuse_options_before(ctx: click.Context) -> None:
    """Options of `backup` do not reach `backup list`: said, not ignored."""
    given = [name for name in ctx.params if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if given:
        raise click.UsageError(f"Give the options after “{ctx.invoked_subcommand}”.")


def _require_chosen(vault: "Vault") -> Path:
    folder = vault.load_backup_settings().folder
    if folder is None:
        raise InputProblem("backup-folder-not-chosen", "No folder for backups was chosen yet. Say where: --folder.")
    return folder


def _print_proof(proof: "BackupProof", verdict: str, *, is_json: bool) -> None:
    head, rows = proof.manifest.facts.audit_head, dict(proof.rows)
    facts = {
        "path": str(proof.record.path),
        "created_at": proof.record.created_at,
        "proven_at": proof.record.proven_at,
        "size_bytes": proof.record.size_bytes,
        "sha256": proof.manifest.database.sha256,
        "rows": rows,
        "audit_head": head,
    }
    if is_json:
        print_json(facts)
        return
    print_words(f"{verdict}: {plain(str(proof.record.path))}")
    print_words(f"  {say_size(proof.record.size_bytes).en}, {sum(rows.values()):,} rows in {len(rows)} tables")
    if head is not None:
        print_words(f"  last row of the history {head.sequence}:{head.hash}")


def _as_facts(shelf: "BackupShelf") -> dict[str, object]:
    from stemsup_desktop.store.recovery_code import short_vault_id

    records = [
        {
            "path": str(record.path),
            "vault_number": short_vault_id(record.vault_id),
            "created_at": record.created_at,
            "proven_at": record.proven_at,
            "size_bytes": record.size_bytes,
        }
        for record in shelf.records
    ]
    return {"backups": records, "unreadable": [str(path) for path in shelf.unreadable]}


def _describe_shelf(shelf: "BackupShelf", now: datetime) -> str:
    lines = [_describe_record(record, now) for record in shelf.records]
    lines += [f"unreadable: {plain(path.name)}" for path in shelf.unreadable]
    return "\n".join(lines) or "There is no backup in this folder."


def _describe_record(record: "BackupRecord", now: datetime) -> str:
    from stemsup_desktop.store.recovery_code import short_vault_id

    made = record.created_at.astimezone(now.tzinfo)
    state = "proven" if record.is_proven else "not proven"
    number = short_vault_id(record.vault_id)
    size = say_size(record.size_bytes).en
    return f"{made:%Y-%m-%d %H:%M}  {size:>9}  {state:<10}  vault {number}  {plain(record.path.name)}"
