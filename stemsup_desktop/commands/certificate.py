"""`stemsup certificate`: the clinic's certificate for those who are to check its seals."""

from pathlib import Path

import click

from stemsup_desktop.commands.desk import AS_JSON, FILE, check_target, read_path
from stemsup_desktop.commands.printing import plain, print_json, print_words
from stemsup_desktop.commands.signing_in import SignIn, sign_in_options
from stemsup_desktop.store.problems import make_input_problem


@click.group(short_help="The clinic's certificate, for others to check its seals with.")
def certificate() -> None:
    """The certificate with which the clinic seals its documents."""


@certificate.command(short_help="Write the clinic's certificates to a file.")
@click.option("--out", "target", type=FILE, required=True, help="The file to write; an existing one is left alone.")
@sign_in_options
@AS_JSON
def export(target: Path, sign_in: SignIn, as_json: bool) -> None:
    """Write every certificate that the clinic seals or has sealed with, for patients, courts and other programs.

    The file holds no secret: with it anybody can check documents, `stemsup verify --certificate FILE`, and nobody can
    seal any. Pass it on in another way than the documents, or read its fingerprint to whoever receives it.
    """
    from stemsup_desktop.documents.files import save_document
    from stemsup_desktop.documents.sealing.certificates import describe_certificate, write_certificates

    check_target(read_path(target))
    with sign_in.open() as vault:
        known = vault.list_seal_certificates()
    if not known:
        raise make_input_problem("seal-key-missing")
    save_document(write_certificates(known), read_path(target))
    facts = tuple(describe_certificate(one.certificate) for one in known)
    if as_json:
        print_json({"path": str(read_path(target)), "certificates": facts})
    else:
        print_words(
            "\n".join([plain(str(target)), *(f"{plain(one.name)}  SHA-256 {one.fingerprint}" for one in facts)])
        )
