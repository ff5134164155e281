"""`stemsup restore`: puts a backup in the vault's place, after saying what would be lost."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemsup_desktop.commands.desk import AS_JSON, FILE, Desk, find_paths, read_path
from stemsup_desktop.commands.printing import plain, print_result
from stemsup_desktop.commands.signing_in import SignIn, sign_in_options
from stemsup_desktop.commands.watching import PROGRESS, watching
from stemsup_desktop.errors import EnvironmentProblem, InputProblem

if TYPE_CHECKING:
    from stemsup_desktop.store.backup.manifest import Manifest
    from stemsup_desktop.store.backup.restore_loss import RestoreLoss
    from stemsup_desktop.store.backup.restoring import RestoredVault
    from stemsup_desktop.store.restore import Entry


@click.command(short_help="Make a backup the vault.")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Put it in the place of the vault that lies there, which is set aside.")
@click.option("--yes", is_flag=True, help="With --replace: do not ask, after saying what would be lost.")
@sign_in_options
@PROGRESS
@AS_JSON
@click.pass_obj
def restore(desk: Desk, file: Path, replace: bool, yes: bool, sign_in: SignIn, as_lines: bool, as_json: bool) -> None:
    """Make the backup FILE the vault of the data folder.

    An administrator of the backup may do this, with the passphrase of its day, or whoever holds the recovery sheet of
    its day (--recovery). The backup is opened and checked, page by page, before anything is touched. A vault that lies
    there already is left alone unless --replace is given; then what would be lost is said first, and the replaced
    vault is set aside, whole. The history of the restored vault keeps that this was done.
    """
    from stemsup_desktop.store.backup.reading import open_archive
    from stemsup_desktop.store.backup.restoring import settle_restore
    from stemsup_desktop.store.place import vault_exists
    from stemsup_desktop.store.problems import make_environment_problem
    from stemsup_desktop.store.restore import read_backup, restore_vault

    file, folder = read_path(file), find_paths().data
    settle_restore(folder)
    has_vault = vault_exists(folder)
    if has_vault and not replace:
        raise make_environment_problem("vault-exists")
    with open_archive(file) as archive:
        header = archive.header
    entry = sign_in.ask_entry(header)
    manifest = read_backup(file, folder, entry, clock=desk.clock)
    loss, said = _find_what_is_lost(desk, folder, entry, manifest) if has_vault else (None, "")
    if has_vault and not yes:
        _ask(desk, said)
    with watching(as_lines=as_lines) as watcher:
        restored = restore_vault(file, folder, entry, clock=desk.clock, replace=replace, loss=loss, watch=watcher.watch)
    facts = {**_as_facts(folder, restored), "lost": loss, "lost_words": said}
    print_result(facts, as_json, lambda: _describe(folder, restored, said, desk.clock()))


def _find_what_is_lost(
    desk: Desk, folder: Path, entry: "Entry", manifest: "Manifest"
) -> tuple["RestoreLoss | None", str]:
    """Return what the vault holds that the backup does not, as far as it can be known, and how that is said."""
    from stemsup_desktop.store.backup.restore_loss import say_loss
    from stemsup_desktop.store.restore import find_loss

    zone = desk.clock().tzinfo
    made = f"The backup was made {manifest.created_at.astimezone(zone):%Y-%m-%d %H:%M}."
    try:
        loss = find_loss(folder, entry, manifest, clock=desk.clock)
    except EnvironmentProblem as problem:
        if problem.code == "vault-in-use":
            raise
        return None, f"{made} It cannot be compared with the vault in its place. {problem.sentence}"
    if loss is None:
        return None, f"{made} The vault in its place does not open with this passphrase, so they cannot be compared."
    return loss, say_loss(loss, zone).en


def _ask(desk: Desk, said: str) -> None:
    """Let the person decide, who was told; raises `InputProblem` restore-not-confirmed, restore-declined."""
    if not desk.has_terminal():
        raise InputProblem(
            "restore-not-confirmed", f"{said} Nothing was changed. Add --yes to restore without being asked."
        )
    click.echo(f"{said} The vault that lies here will be set aside, not deleted.", err=True)
    if not click.confirm("Put the backup in its place?", default=False, err=True):
        raise InputProblem("restore-declined", "Nothing was changed.")


def _as_facts(folder: Path, restored: "RestoredVault") -> dict[str, object]:
    return {
        "folder": plain(str(folder)),
        "created_at": restored.manifest.created_at,
        "rows": dict(restored.rows),
        "audit_head": restored.manifest.facts.audit_head,
        "replaced": None if restored.replaced is None else plain(str(restored.replaced)),
    }


def _describe(folder: Path, restored: "RestoredVault", said: str, now: datetime) -> str:
    made = restored.manifest.created_at.astimezone(now.tzinfo)
    rows = sum(restored.rows.values())
    lines = [f"Restored to {plain(str(folder))}: the vault of {made:%Y-%m-%d %H:%M}, {rows:,} rows."]
    if restored.replaced is not None:
        lines.append(said)
        lines.append(f"The vault that lay there is kept in {plain(str(restored.replaced))}")
    return "\n".join(lines)
