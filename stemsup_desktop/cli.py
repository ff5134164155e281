"""The `stemsup` command. What needs no window is done here; opening one is handed in by `app`."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from stemsup_desktop.commands.desk import FILE, PATHS, Desk, check_target, find_paths
from stemsup_desktop.commands.late import LateCommands
from stemsup_desktop.commands.printing import Refusal, print_json, print_result, print_words
from stemsup_desktop.errors import Problem
from stemsup_desktop.language import Language, LanguageForm
from stemsup_desktop.paths import find_data_paths

if TYPE_CHECKING:
    from stemsup_desktop.documents.document_model import RenderedDocument

# Rooms are imported inside the commands that need them: `stemsup schema` should not wait for ReportLab.

__all__ = ["Desk", "stemsup"]

FORMS = {"en": LanguageForm.EN, "ja": LanguageForm.JA, "both": LanguageForm.BOTH}
"""What `--language` takes where a document is made."""


ROOMS = {
    **{name: name for name in ("audit", "backup", "certificate", "consents", "export", "init", "recall", "record")},
    **{name: name for name in ("restore", "retention", "scans", "verify")},
    **{"accounts": "people", "rekey": "people", "recovery-sheet": "recovery_sheet"},
}
"""The module of `commands` in which each command lies that is not below."""


class _Stemsup(click.Group):
    """Turns problems into refusals; anything else is a bug and goes on to `sys.excepthook`."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            raise Refusal(problem.sentence) from problem


@click.group(cls=_Stemsup, invoke_without_command=True, commands=LateCommands(ROOMS))
@click.version_option(package_name="stemsup-desktop")
@click.option("--data-folder", type=FILE, help="Where the vault lies; else STEMSUP_DATA, else the usual place.")
@click.pass_context
def stemsup(ctx: click.Context, data_folder: Path | None) -> None:
    """StemSup Desktop: an offline consultation aid. Without a command, opens the window."""
    desk: Desk = ctx.obj
    paths = find_data_paths(data_folder, desk.environment)
    ctx.meta[PATHS] = paths
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
    print_result(report, as_json, report.in_words)


@stemsup.command()
@click.argument("kind", type=click.Choice(["consent", "summary", "self-administration", "withdrawal"]))
@click.option("--input", "source", type=FILE, required=True, help="The consultation, a JSON file.")
@click.option("--language", type=click.Choice(list(FORMS)), required=True, help="both: in facing columns.")
@click.option("--out", "target", type=FILE, required=True, help="The PDF to write; an existing file is left alone.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@click.pass_obj
def render(desk: Desk, kind: str, source: Path, language: str, target: Path, as_json: bool) -> None:
    """Write a document of a consultation as PDF; a withdrawal is the slip of the last one."""
    from stemsup_desktop.consultation_file import read_consultation_file
    from stemsup_desktop.content import read_content
    from stemsup_desktop.documents.files import save_document
    from stemsup_desktop.documents.fonts import FontFolder
    from stemsup_desktop.paper_kinds import Paper
    from stemsup_desktop.paperwork import make_request, render_paper
    from stemsup_desktop.resources import find_resources

    now, paper = desk.clock(), Paper(kind)
    file = read_consultation_file(source, now.date())
    check_target(target)
    resources = find_resources()
    content = read_content(resources, _content_pack())
    fonts = FontFolder(resources / "fonts")
    gate = content.derive_gate(file, now)
    document = render_paper(paper, file, gate, content, fonts, make_request(paper, file, FORMS[language], now))
    save_document(document.pdf, target)
    if as_json:
        print_json(_describe_document(target, document))
    else:
        print_words(f"{target}: {document.page_count} pages{', marked DRAFT' if document.is_draft else ''}")
    if document.missing_characters:
        characters = " ".join(dict.fromkeys(missing.code_point for missing in document.missing_characters))
        click.echo(f"No font holds these characters, which are printed as 〓: {characters}", err=True)


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
    print_result(gate, as_json, lambda: describe_gate(gate, language))


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
    print_result(result, as_json, lambda: describe_check(result, language))


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
    print_result(entries, as_json, lambda: describe_entries(entries, Language(language)))


@stemsup.command()
def schema() -> None:
    """Print the JSON Schema of the input file."""
    from stemsup_desktop.consultation_file import make_schema

    print_json(make_schema())


def _content_pack() -> Path:
    """Return where the clinic's own content lies: rules are judged as in the clinic's window."""
    return find_paths().content_pack
