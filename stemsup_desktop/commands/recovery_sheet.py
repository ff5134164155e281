"""`stemsup recovery-sheet`: a new code that opens the vault when every passphrase is lost, on a page to print."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemsup_desktop.commands.desk import (
    AS_JSON,
    FILE,
    LANGUAGE,
    Desk,
    check_target,
    read_path,
)
from stemsup_desktop.commands.printing import plain, print_json, print_words
from stemsup_desktop.commands.signing_in import SignIn, sign_in_options
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import Language

if TYPE_CHECKING:
    from stemsup_desktop.store.vault import Vault

TO_STDOUT = Path("-")
WARNING = (
    "This sheet opens everything, without any passphrase. Print it, lock it away, and delete the file: "
    "a copy of it is a copy of the key. An earlier sheet opens the vault no longer, but still its earlier backups."
)


@click.command(name="recovery-sheet", short_help="Make a sheet that opens the vault when all else is lost.")
@click.option(
    "--out",
    "target",
    type=FILE,
    required=True,
    help="The PDF to write, a new file; “-” for standard output, to pass it on to the printer without a file.",
)
@sign_in_options
@LANGUAGE
@AS_JSON
@click.pass_obj
def recovery_sheet(desk: Desk, target: Path, sign_in: SignIn, language: str, as_json: bool) -> None:
    """Make a new recovery sheet, which opens the vault when every passphrase is lost.

    THE SHEET OPENS EVERYTHING. On disk it lies in clear: print it at once and delete the file, or let it never be one:

        stemsup recovery-sheet --out - | lp

    Only an administrator may make one. The sheet that was made before opens the vault no longer.
    """
    from stemsup_desktop.store.recovery_code import make_recovery_code

    is_piped = target == TO_STDOUT
    if is_piped and as_json:
        raise click.UsageError("With --out - standard output holds the sheet; --json goes with a file.")
    if is_piped and sys.stdout.isatty():
        raise InputProblem("sheet-to-terminal", "A terminal cannot show the sheet. Give a file, or pass it on: | lp.")
    if not is_piped:
        check_target(read_path(target))
    with sign_in.open() as vault:
        vault.require_administrator()
        code = make_recovery_code()
        pdf = _render(desk, vault, code, Language(language))
        _keep(vault, code, pdf, target)
    if as_json:
        print_json({"path": str(target), "opens_everything": True})
    elif not is_piped:
        print_words(plain(str(target)))
    click.echo(WARNING, err=True)


def _render(desk: Desk, vault: "Vault", code: str, language: Language) -> bytes:
    from stemsup_desktop.documents.fonts import FontFolder
    from stemsup_desktop.documents.recovery_sheet import render_recovery_sheet
    from stemsup_desktop.resources import find_resources

    fonts = FontFolder(find_resources() / "fonts")
    return render_recovery_sheet(code, vault.vault_number, vault.load_clinic(), desk.clock(), language, fonts).pdf


def _keep(vault: "Vault", code: str, pdf: bytes, target: Path) -> None:
    """Write the sheet, then let it open the vault: a sheet that was not written has not made an earlier one void."""
    from stemsup_desktop.documents.files import save_document

    if target == TO_STDOUT:
        try:
            sys.stdout.buffer.write(pdf)
            sys.stdout.buffer.flush()
        except OSError as error:
            raise EnvironmentProblem(
                "sheet-not-passed-on", "The sheet could not be passed on, so no new one was made. Try again."
            ) from error
        vault.save_recovery_code(code)
        return
    save_document(pdf, target)
    try:
        vault.save_recovery_code(code)
    except BaseException:
        with suppress(OSError):  # what went wrong first is what is said; the code on this sheet opens nothing
            target.unlink()
        raise
