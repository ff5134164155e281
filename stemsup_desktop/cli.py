"""The `stemsup` command. What needs no window is done here; opening one is handed in by `app`."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from stemsup_desktop.errors import EnvironmentProblem, InputProblem, Problem
from stemsup_desktop.language import Language
from stemsup_desktop.paths import DataPaths, find_data_paths

if TYPE_CHECKING:
    from stemsup_desktop.documents.document_model import RenderedDocument

# Rooms are imported inside the commands that need them: `stemsup schema` should not wait for ReportLab.


class _File(click.Path):
    """A path that may be missing; a name that no file can have is wrong usage."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except ValueError:
            self.fail("no file can have this name", param, ctx)


FILE = _File(dir_okay=True, path_type=Path)
_PATHS = "stemsup_desktop.paths"
"""Where the context keeps the folders that the command line was given."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the command line is given: the clock, the environment, and the ways to open a window or run the demo."""

    clock: Callable[[], datetime]
    environment: Mapping[str, str]
    open_window: Callable[[DataPaths], None]
    open_demo_window: Callable[[], None]
    can_show_window: Callable[[], bool]


class _Refusal(click.ClickException):
    """Shows a problem as the one sentence it is; exit status 1."""

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.message, file=file, err=file is None)


class _Stemsup(click.Group):
    """Turns problems into refusals; anything else is a bug and goes on to `sys.excepthook`."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            raise _Refusal(problem.sentence) from problem


@click.group(cls=_Stemsup, invoke_without_command=True)
@click.version_option(package_name="stemsup-desktop")
@click.option("--data-folder", type=FILE, help="Where the vault lies; else STEMSUP_DATA, else the usual place.")
@click.pass_context
def stemsup(ctx: click.Context, data_folder: Path | None) -> None:
    """StemSup Desktop: an offline consultation aid. Without a command, opens the window."""
    desk: Desk = ctx.obj
    paths = find_data_paths(data_folder, desk.environment)
    ctx.meta[_PATHS] = paths
    if ctx.invoked_subcommand is None:
        desk.open_window(paths)


@stemsup.command()
@click.option("--folder", type=FILE, help="Write the example documents there instead of opening a window.")
@click.option("--json", "as_json", is_flag=True, help="With documents: print what was written as JSON.")
@click.pass_obj
def demo(desk: Desk, folder: Path | None, as_json: bool) -> None:
    """Six invented patients on a throw-away vault; without a display, their documents in a folder."""
    from stemsup_desktop.demo import write_demo_documents

    if folder is None and not as_json and desk.can_show_window():
        desk.open_demo_window()
        return
    report = write_demo_documents(folder, desk.clock)
    _print(report, as_json, report.in_words)


@stemsup.command()
@click.argument("kind", type=click.Choice(["consent", "summary"]))
@click.option("--input", "source", type=FILE, required=True, help="The consultation, a JSON file.")
@click.option("--language", type=click.Choice([one.value for one in Language]), required=True)
@click.option("--out", "target", type=FILE, required=True, help="The PDF to write; an existing file is left alone.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@click.pass_obj
def render(desk: Desk, kind: str, source: Path, language: str, target: Path, as_json: bool) -> None:
    """Write the consent form or the treatment summary of a consultation as PDF."""
    from stemsup_desktop.consultation_file import read_consultation_file
    from stemsup_desktop.content import read_content
    from stemsup_desktop.documents.files import save_document
    from stemsup_desktop.documents.fonts import FontFolder
    from stemsup_desktop.paperwork import Paper, make_request, render_paper
    from stemsup_desktop.resources import find_resources

    now, paper = desk.clock(), Paper(kind)
    file = read_consultation_file(source, now.date())
    _check_target(target)
    resources = find_resources()
    content = read_content(resources, _content_pack())
    fonts = FontFolder(resources / "fonts")
    gate = content.derive_gate(file, now)
    document = render_paper(paper, file, gate, content, fonts, make_request(paper, file, Language(language), now))
    save_document(document.pdf, target)
    if as_json:
        _print_json(_describe_document(target, document))
    else:
        _print_words(f"{target}: {document.page_count} pages{', marked DRAFT' if document.is_draft else ''}")
    if document.missing_characters:
        characters = " ".join(dict.fromkeys(missing.code_point for missing in document.missing_characters))
        click.echo(f"No font holds these characters, which are printed as 〓: {characters}", err=True)


def _check_target(target: Path) -> None:
    """Refuse what cannot be written, before the rendering; an existing file is never replaced."""
    try:
        exists, has_folder = target.exists(), target.parent.is_dir()
    except (OSError, ValueError) as error:
        raise InputProblem("target-impossible", "The document cannot have that name or lie in that folder.") from error
    if exists:
        raise InputProblem("target-exists", f"{target} exists already; nothing was changed.")
    if not has_folder:
        raise InputProblem("target-folder-missing", f"The folder {target.parent} does not exist.")


def _describe_document(target: Path, document: "RenderedDocument") -> dict[str, object]:
    return {
        "path": os.fsencode(target).decode("utf-8", "replace"),
        "document_number": document.document_number,
        "page_count": document.page_count,
        "is_draft": document.is_draft,
        "sha256": document.sha256,
        "missing_characters": [missing.code_point for missing in document.missing_characters],
    }


@stemsup.command()
@click.option("--input", "source", type=FILE, help="The consultation, a JSON file.")
@click.option("--questionnaire", type=FILE, help="Instead: a FHIR R4 Questionnaire,")
@click.option("--response", type=FILE, help="with a QuestionnaireResponse to it,")
@click.option("--rules", type=FILE, help="and a folder of rules with their examples.")
@click.option("--language", type=click.Choice([one.value for one in Language]), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.pass_obj
def check(
    desk: Desk,
    source: Path | None,
    questionnaire: Path | None,
    response: Path | None,
    rules: Path | None,
    language: str,
    as_json: bool,
) -> None:
    """Derive the gate of a consultation, or check a response against a questionnaire and rules."""
    if source is not None:
        if questionnaire is not None or response is not None or rules is not None:
            raise click.UsageError("--input goes with none of --questionnaire, --response and --rules.")
        _check_consultation(desk, source, Language(language), as_json)
    elif questionnaire is None or response is None:
        raise click.UsageError("Give --input, or --questionnaire and --response.")
    else:
        _check_questionnaire(desk, questionnaire, response, rules, Language(language), as_json)


def _check_consultation(desk: Desk, source: Path, language: Language, as_json: bool) -> None:
    from stemsup_desktop.cli_words import describe_gate
    from stemsup_desktop.consultation_file import read_consultation_file
    from stemsup_desktop.content import read_content
    from stemsup_desktop.resources import find_resources

    now = desk.clock()
    file = read_consultation_file(source, now.date())
    gate = read_content(find_resources(), _content_pack()).derive_gate(file, now)
    _print(gate, as_json, lambda: describe_gate(gate, language))


def _check_questionnaire(
    desk: Desk, questionnaire: Path, response: Path, rules: Path | None, language: Language, as_json: bool
) -> None:
    """Judge by the rules given, or by the clinic's own where the questionnaire is its checklist."""
    from stemsup_desktop.cli_words import describe_check
    from stemsup_desktop.consultation.content import read_clinical_content
    from stemsup_desktop.questionnaire_check import derive_questionnaire_check, read_check_files, read_rules_folder
    from stemsup_desktop.resources import find_resources

    read, answers = read_check_files(questionnaire, response)
    pack = _content_pack()
    own = read_clinical_content(find_resources(), pack=pack) if rules is None else read_rules_folder(rules, read)
    content = own if own.questionnaire == read else None
    result = derive_questionnaire_check(read, answers, content, desk.clock())
    _print(result, as_json, lambda: describe_check(result, language))


@stemsup.command()
@click.argument("query", nargs=-1)
@click.option("--language", type=click.Choice([one.value for one in Language]), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the pages in full as JSON.")
def reference(query: tuple[str, ...], language: str, as_json: bool) -> None:
    """List the reference pages in which QUERY is found, or all pages."""
    from stemsup_desktop.cli_words import describe_entries, find_entries
    from stemsup_desktop.reference.reader import read_reference
    from stemsup_desktop.resources import find_resources

    library = read_reference(find_resources() / "reference")
    entries = find_entries(library, " ".join(query))
    _print(entries, as_json, lambda: describe_entries(entries, Language(language)))


@stemsup.command()
def schema() -> None:
    """Print the JSON Schema of the input file."""
    from stemsup_desktop.consultation_file import make_schema

    _print_json(make_schema())


def _content_pack() -> Path:
    """Return where the clinic's own content lies: rules are judged as in the clinic's window."""
    paths: DataPaths = click.get_current_context().meta[_PATHS]
    return paths.content_pack


def _print(value: object, as_json: bool, in_words: Callable[[], str]) -> None:
    if as_json:
        _print_json(value)
    else:
        _print_words(in_words())


def _print_json(value: object) -> None:
    """Print JSON, which is UTF-8 whatever the terminal's own encoding is (RFC 8259)."""
    import msgspec

    encoder = msgspec.json.Encoder(decimal_format="number")
    _write(msgspec.json.format(encoder.encode(value), indent=2))


def _print_words(text: str) -> None:
    """Print text; what the terminal's encoding does not hold comes out as a question mark."""
    _write(text.encode(getattr(sys.stdout, "encoding", None) or "utf-8", "replace"))


def _write(line: bytes) -> None:
    try:
        click.echo(line)
    except BrokenPipeError:
        raise  # the reader has gone, which click takes for the end
    except OSError as error:
        # What is left in the buffer would fail once more when the interpreter ends, with lines of its own.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise EnvironmentProblem("output-failed", "The output cannot be written: is the disk full?") from error
