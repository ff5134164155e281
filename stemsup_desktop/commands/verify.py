"""`stemsup verify`: whether files are still what the clinic sealed."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemsup_desktop.commands.desk import AS_JSON, FILE, LANGUAGE, Desk, find_paths, read_path
from stemsup_desktop.commands.printing import Refusal, plain, print_json, print_words
from stemsup_desktop.commands.signing_in import SignIn, sign_in_options
from stemsup_desktop.errors import EnvironmentProblem, InputProblem
from stemsup_desktop.language import Language

if TYPE_CHECKING:
    from stemsup_desktop.consultation.seal_model import KnownCertificate, KnownSeals, SealReport

LoadKnown = Callable[[str], "KnownSeals"]
Answer = tuple[Path, "SealReport | InputProblem"]
MOST_CERTIFICATE_BYTES = 1_000_000
NOT_COMPARED = "The vault is open elsewhere, so nothing was compared with it. Close the window, or give --certificate."


@click.command(short_help="Find out whether files are genuine and unchanged.")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--certificate",
    type=FILE,
    help="The clinic's certificate, as `stemsup certificate export` writes it, instead of a vault.",
)
@sign_in_options
@LANGUAGE
@AS_JSON
@click.pass_obj
def verify(
    desk: Desk, files: tuple[Path, ...], certificate: Path | None, sign_in: SignIn, language: str, as_json: bool
) -> None:
    """Say of each FILE whether it is genuine and unchanged since the clinic sealed it, and if not, what became of it.

    Whose seal it is, only the vault or an exported certificate can tell; never the file itself. The vault is opened
    where there is one and somebody can be asked for the passphrase, or an option of signing in is given; it knows
    besides what was withdrawn or superseded, and where a changed file differs from the original. Without either the
    answer can at best be that a file is unchanged.

    Exit status 0 only if every file is genuine and unchanged, its certificate valid and in use, and nothing withdrawn.
    """
    if certificate is not None and sign_in.is_wanted:
        raise click.UsageError("--certificate goes without the options of signing in: no vault is opened.")
    paths = tuple(read_path(one) for one in files)
    with _knowing(desk, certificate, sign_in) as load_known:
        answers = tuple((path, _look(path, load_known, desk)) for path in paths)
    _print(answers, Language(language), as_json=as_json)


@contextmanager
def _knowing(desk: Desk, certificate: Path | None, sign_in: SignIn) -> Iterator[LoadKnown]:
    """Yield what is asked for what is known: the certificate file, the vault if one can be opened, or nothing."""
    from stemsup_desktop.consultation.seal_model import KnownSeals
    from stemsup_desktop.store.place import vault_exists

    known = KnownSeals() if certificate is None else KnownSeals(_read_certificates(certificate))
    if certificate is None and (sign_in.is_wanted or (desk.has_terminal() and vault_exists(find_paths().data))):
        try:
            vault = sign_in.open()
        except EnvironmentProblem as problem:
            if problem.code != "vault-in-use" or sign_in.is_wanted:
                raise
            click.echo(NOT_COMPARED, err=True)
        else:
            with vault:
                yield vault.load_known_seals
            return
    yield lambda _: known


def _read_certificates(path: Path) -> "tuple[KnownCertificate, ...]":
    from stemsup_desktop.bounded_files import OversizeError, read_bounded
    from stemsup_desktop.documents.sealing.certificates import read_certificates

    try:
        data = read_bounded(read_path(path), MOST_CERTIFICATE_BYTES, may_be_pipe=True)
    except (OSError, ValueError, OversizeError) as error:
        raise InputProblem("certificate-unreadable", "The certificate file cannot be read.") from error
    return read_certificates(data)


def _look(path: Path, load_known: LoadKnown, desk: Desk) -> "SealReport | InputProblem":
    from stemsup_desktop.clinic_seal import verify_file

    try:
        return verify_file(path, load_known, desk.clock())
    except InputProblem as problem:
        return problem


def _print(answers: tuple[Answer, ...], language: Language, *, as_json: bool) -> None:
    refused = sum(isinstance(one, InputProblem) or not one.is_genuine for _, one in answers)
    if as_json:
        print_json({"all_genuine": refused == 0, "files": [_as_facts(path, one) for path, one in answers]})
    else:
        print_words("\n".join(line for path, one in answers for line in _say(path, one, language)))
    if refused == 1 and len(answers) == 1:
        raise Refusal("The file is not simply genuine and unchanged.")
    if refused:
        raise Refusal(f"{refused} of {len(answers)} files are not simply genuine and unchanged.")


def _say(path: Path, answer: "SealReport | InputProblem", language: Language) -> Iterator[str]:
    name = plain(os.fsencode(path.name).decode("utf-8", "replace"))
    if isinstance(answer, InputProblem):
        yield f"{name}: {plain(answer.sentence)}"
        return
    yield f"{name}: {plain(answer.headline.in_language(language))}"
    yield from (f"  {plain(line.in_language(language))}" for line in answer.lines)


def _as_facts(path: Path, answer: "SealReport | InputProblem") -> dict[str, object]:
    place = os.fsencode(path).decode("utf-8", "replace")
    if isinstance(answer, InputProblem):
        return {"path": place, "state": answer.code, "is_genuine": False, "is_unchanged": False}
    return {
        "path": place,
        "state": answer.state,
        "is_genuine": answer.is_genuine,
        "is_unchanged": answer.state.is_unchanged,
        "document_number": answer.number,
        "headline": answer.headline,
        "lines": answer.lines,
        "seals": answer.seals,
    }
