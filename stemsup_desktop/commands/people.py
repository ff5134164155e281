"""`stemsup accounts`, `recovery-sheet` and `rekey`: who may open the vault, and with what."""

from collections.abc import Iterable

import click

from stemsup_desktop.commands.desk import AS_JSON
from stemsup_desktop.commands.printing import plain, print_json, print_result, print_words
from stemsup_desktop.commands.signing_in import SignIn, sign_in_options
from stemsup_desktop.commands.watching import PROGRESS, watching
from stemsup_desktop.consultation.people import RECOVERY_ID, Account, Role
from stemsup_desktop.errors import InputProblem

ROLES = click.option(
    "--role",
    "roles",
    type=click.Choice([role.value for role in Role]),
    multiple=True,
    required=True,
    help="What that person is; give it again for several.",
)
_NEW = "Passphrase of the new account"


@click.group()
def accounts() -> None:
    """Who may open the vault. Only an administrator adds, changes or removes people.

    WHO is a sign-in name, a name, or an id as `stemsup accounts list --json` shows it. New passphrases are asked for
    like your own; with --passphrase-stdin they stand on the second line of standard input.
    """


@accounts.command(name="list")
@sign_in_options
@AS_JSON
def list_command(sign_in: SignIn, as_json: bool) -> None:
    """List the people, those who were removed too."""
    with sign_in.open() as vault:
        everyone = vault.list_accounts()
    print_result(everyone, as_json, lambda: "\n".join(_describe(account) for account in everyone))


@accounts.command(short_help="Add a person.")
@click.argument("name")
@click.option("--sign-in", "sign_in_name", required=True, metavar="NAME", help="What that person types to sign in.")
@ROLES
@click.option("--name-en", default="", help="The name in Latin letters, for documents.")
@click.option("--licence", default="", help="A physician's licence number, for documents.")
@sign_in_options
@AS_JSON
def add(
    name: str, sign_in_name: str, roles: tuple[str, ...], name_en: str, licence: str, sign_in: SignIn, as_json: bool
) -> None:
    """Add a person called NAME, who gets a passphrase and should change it soon."""
    wanted = tuple(Role(role) for role in roles)
    with sign_in.open() as vault:
        vault.require_administrator()
        account = Account("", name, wanted, sign_in_name, name_en=name_en, licence_number=licence)
        kept = vault.add_account(account, sign_in.secrets.ask_new(_NEW))
    _tell("Added", kept, is_json=as_json)


@accounts.command(short_help="Remove WHO.")
@click.argument("who")
@sign_in_options
@AS_JSON
def remove(who: str, sign_in: SignIn, as_json: bool) -> None:
    """Remove WHO: that passphrase opens the vault no longer.

    A copy of the vault that was taken before still opens with it; `stemsup rekey` ends that for what is written later.
    """
    with sign_in.open() as vault:
        vault.require_administrator()
        account = find_account(vault.list_accounts(), who)
        vault.remove_account(account.account_id)
    _tell("Removed", account, is_json=as_json)


@accounts.command()
@click.argument("who")
@ROLES
@sign_in_options
@AS_JSON
def roles(who: str, roles: tuple[str, ...], sign_in: SignIn, as_json: bool) -> None:
    """Give WHO these roles, and no others."""
    import msgspec

    with sign_in.open() as vault:
        vault.require_administrator()
        account = find_account(vault.list_accounts(), who)
        kept = vault.change_account(msgspec.structs.replace(account, roles=tuple(Role(role) for role in roles)))
    _tell("Changed", kept, is_json=as_json)


@accounts.command(short_help="Change your own passphrase, or give WHO a new one.")
@click.argument("who", required=False)
@click.option("--sign-in", "sign_in_name", default="", metavar="NAME", help="A new sign-in name as well.")
@sign_in_options
@AS_JSON
def passphrase(who: str | None, sign_in_name: str, sign_in: SignIn, as_json: bool) -> None:
    """Change your own passphrase, or, as an administrator, give WHO a new one.

    With --recovery, this is how people get in again when every passphrase is lost.
    """
    vault, present = sign_in.open_vault()
    with vault:
        own = vault.author.account_id
        if who is None and own == RECOVERY_ID:
            raise InputProblem(
                "account-not-said", "Say whose passphrase is to be set: stemsup accounts passphrase WHO --recovery."
            )
        account = vault.get_own_account() if who is None else find_account(vault.list_accounts(), who)
        if account.account_id == own:
            chosen = sign_in.secrets.ask_new("New passphrase")
            kept = vault.change_own_passphrase(present, chosen, sign_in_name)
        else:
            vault.require_administrator()
            chosen = sign_in.secrets.ask_new(f"New passphrase for {plain(account.name)}")
            kept = vault.reset_passphrase(account.account_id, chosen, sign_in_name or account.sign_in_name)
    _tell("New passphrase set", kept, is_json=as_json)


@click.command(short_help="Encrypt the vault with a new key.")
@sign_in_options
@PROGRESS
@AS_JSON
def rekey(sign_in: SignIn, as_lines: bool, as_json: bool) -> None:
    """Encrypt the whole vault anew, with a key that nobody who was removed ever held.

    Every passphrase and the recovery sheet go on opening it. Backups made before keep the key and the passphrases of
    their day. Stopping it, or a power cut, leaves the vault as it was.
    """
    with sign_in.open() as vault, watching(as_lines=as_lines) as watcher:
        vault.rekey(watcher.advance_rekeying)
        head = vault.read_audit_head()
    if as_json:
        print_json({"rekeyed": True, "audit_head": head})
    else:
        print_words("The vault is encrypted with a new key. Make a backup: earlier ones have the old key.")


def find_account(everyone: Iterable[Account], who: str) -> Account:
    """Return the one account with this sign-in name, name or id; raises `InputProblem` account-not-found."""
    from stemsup_desktop.store.keys import fold_sign_in_name

    wanted, everyone = fold_sign_in_name(who), tuple(everyone)
    present = [account for account in everyone if not account.is_removed]
    found = [account for account in everyone if account.account_id == who]
    found = found or [one for one in present if wanted and fold_sign_in_name(one.sign_in_name) == wanted]
    found = found or [one for one in everyone if wanted and fold_sign_in_name(one.name) == wanted]
    if len(found) != 1:
        several = "Several people have" if found else "Nobody has"
        raise InputProblem(
            "account-not-found", f"{several} this name. Give the sign-in name or the id: stemsup accounts list --json."
        )
    return found[0]


def _tell(done: str, account: Account, *, is_json: bool) -> None:
    print_result(account, is_json, lambda: f"{done}: {_describe(account)}")


def _describe(account: Account) -> str:
    roles_said = ", ".join(account.roles)
    signs_in = f", signs in as {account.sign_in_name}" if account.sign_in_name else ""
    removed = " (removed)" if account.is_removed else ""
    return plain(f"{account.name}: {roles_said}{signs_in}{removed}")
