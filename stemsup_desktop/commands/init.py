"""`stemsup init`: makes a vault without a window."""

from typing import Any

import click

from stemsup_desktop.commands.desk import AS_JSON, Desk, find_paths
from stemsup_desktop.commands.printing import plain, print_result
from stemsup_desktop.commands.signing_in import Secrets


@click.command(short_help="Make a vault.")
@click.option("--clinic", required=True, help="The clinic's name, as documents give it.")
@click.option("--clinic-en", default="", help="The same in English.")
@click.option("--physician", required=True, help="The name of the physician, who is the first to have an account.")
@click.option("--physician-en", default="", help="The same in Latin letters.")
@click.option("--licence", default="", help="The physician's licence number.")
@click.option(
    "--sign-in", "sign_in_name", default="", metavar="NAME", help="A sign-in name; needed once there are more."
)
@click.option("--passphrase-stdin", is_flag=True, help="Read the passphrase from the first line of standard input.")
@AS_JSON
@click.pass_obj
def init(desk: Desk, /, sign_in_name: str, passphrase_stdin: bool, as_json: bool, **names: Any) -> None:
    """Make a new vault in the data folder, with one account that has every role.

    Nobody can open the vault without the passphrase: make a recovery sheet next, `stemsup recovery-sheet`.
    """
    from stemsup_desktop.clinic_seal import give_seal_key
    from stemsup_desktop.consultation.clinic import Clinic, Physician
    from stemsup_desktop.consultation.patient_check import normalise_text
    from stemsup_desktop.store.passphrase import check_passphrase
    from stemsup_desktop.store.place import vault_exists
    from stemsup_desktop.store.problems import make_environment_problem
    from stemsup_desktop.store.vault import create_vault

    folder = find_paths().data
    if vault_exists(folder):
        raise make_environment_problem("vault-exists")
    said = {name: normalise_text(text) for name, text in names.items()}
    clinic = Clinic(name=said["clinic"], name_en=said["clinic_en"])
    physician = Physician(said["physician"], said["licence"], said["physician_en"])
    passphrase = Secrets(desk, from_stdin=passphrase_stdin).ask_new("Passphrase of the vault")
    check_passphrase(passphrase)
    with create_vault(folder, passphrase, clinic, physician, clock=desk.clock, sign_in_name=sign_in_name) as vault:
        give_seal_key(vault, desk.clock())
        head = vault.read_audit_head()
    place = plain(str(folder))
    print_result({"folder": place, "audit_head": head}, as_json, lambda: f"Made: {place}")
