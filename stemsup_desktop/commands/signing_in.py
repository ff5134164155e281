"""How a person signs in at the command line: by a hidden prompt, or from standard input; never from an argument."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stemsup_desktop.commands.desk import Desk, find_paths
from stemsup_desktop.errors import InputProblem

if TYPE_CHECKING:
    from stemsup_desktop.store.entering import Entry
    from stemsup_desktop.store.header import VaultHeader
    from stemsup_desktop.store.vault import Vault

MOST_BYTES = 4096
"""The longest line that can be a passphrase."""


class Secrets:
    """Where secrets come from, one after the other, in the order in which they are asked for."""

    def __init__(self, desk: Desk, *, from_stdin: bool) -> None:
        self._desk = desk
        self._from_stdin = from_stdin

    def ask(self, what: str) -> str:
        """Return a secret; raises `InputProblem` passphrase-no-terminal, passphrase-unreadable."""
        if self._from_stdin:
            return _read_line()
        self._require_terminal()
        return str(click.prompt(what, hide_input=True, default="", show_default=False, err=True))

    def ask_new(self, what: str) -> str:
        """Return a secret that is chosen now; a terminal asks twice. Raises `InputProblem` passphrases-differ."""
        first = self.ask(what)
        if not self._from_stdin and self.ask(f"{what}, once more") != first:
            raise InputProblem("passphrases-differ", "The two passphrases are not the same. Nothing was changed.")
        return first

    def ask_name(self) -> str:
        """Return the sign-in name; raises `InputProblem` sign-in-name-missing where nobody can be asked."""
        if self._from_stdin or not self._desk.has_terminal():
            raise InputProblem(
                "sign-in-name-missing", "Several people use this vault. Say who signs in with --as NAME."
            )
        return str(click.prompt("Sign-in name", err=True))

    def _require_terminal(self) -> None:
        if not self._desk.has_terminal():
            raise InputProblem(
                "passphrase-no-terminal",
                "There is no terminal to ask for the passphrase. "
                "Give it as the first line of standard input, with --passphrase-stdin.",
            )


class SignIn:
    """Who signs in, as the options of a command say; the roles are those of the account, whatever the options."""

    def __init__(self, desk: Desk, name: str, *, is_recovery: bool, from_stdin: bool) -> None:
        self.secrets = Secrets(desk, from_stdin=from_stdin)
        self._desk = desk
        self._name = name
        self._is_recovery = is_recovery
        self.is_wanted = bool(name) or is_recovery or from_stdin

    def ask_entry(self, header: "VaultHeader") -> "Entry":
        """Ask for what opens a vault or backup with this key file.

        Raises `InputProblem` as `Secrets` and `read_recovery_code`.
        """
        from stemsup_desktop.store.entering import Entry
        from stemsup_desktop.store.keys import Credentials
        from stemsup_desktop.store.recovery_code import read_recovery_code

        if self._is_recovery:
            return Entry(Credentials(read_recovery_code(self.secrets.ask("Recovery code"))), is_recovery=True)
        name = self._name or (self.secrets.ask_name() if header.asks_for_name else "")
        return Entry(Credentials(self.secrets.ask("Passphrase"), name))

    def open_vault(self, folder: Path | None = None) -> tuple["Vault", str]:
        """Open the vault of the data folder; return it with the secret that did, for an act that asks for it again.

        Raises as `ask_entry` and `open_vault`.
        """
        from stemsup_desktop.store.backup.restoring import settle_restore
        from stemsup_desktop.store.entering import enter_vault
        from stemsup_desktop.store.header import read_vault_header

        place = folder or find_paths().data
        settle_restore(place)
        entry = self.ask_entry(read_vault_header(place))
        return enter_vault(place, entry, clock=self._desk.clock), entry.credentials.passphrase

    def open(self) -> "Vault":
        """Open the vault of the data folder; raises as `open_vault`."""
        return self.open_vault()[0]


def sign_in_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of signing in; it receives them as `sign_in`."""

    @click.option(
        "--as", "as_name", default="", metavar="NAME", help="Your sign-in name, where the vault asks for one."
    )
    @click.option("--recovery", is_flag=True, help="Sign in with the code of the recovery sheet instead.")
    @click.option(
        "--passphrase-stdin",
        is_flag=True,
        help="Read the passphrase, or the code, from the first line of standard input instead of asking.",
    )
    @wraps(function)
    def with_sign_in(*given: Any, as_name: str, recovery: bool, passphrase_stdin: bool, **options: Any) -> None:
        if recovery and as_name:
            raise click.UsageError("--recovery goes without --as: the sheet belongs to the vault, not to a person.")
        desk: Desk = click.get_current_context().obj
        sign_in = SignIn(desk, as_name, is_recovery=recovery, from_stdin=passphrase_stdin)
        function(*given, sign_in=sign_in, **options)

    return with_sign_in


def _read_line() -> str:
    if sys.stdin is None:
        return ""
    line = sys.stdin.buffer.readline(MOST_BYTES + 2).rstrip(b"\r\n")
    try:
        if len(line) <= MOST_BYTES:
            return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass  # said below, and not chained: the error holds what was read
    raise InputProblem(
        "passphrase-unreadable", "The line on standard input is too long, or not UTF-8, so it is no passphrase."
    )
