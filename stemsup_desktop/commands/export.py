"""`stemsup export`: documents into a folder, with a manifest of their hashes."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from stemsup_desktop.commands.desk import AS_JSON, FILE, Desk
from stemsup_desktop.commands.printing import plain, print_result
from stemsup_desktop.commands.signing_in import SignIn, sign_in_options
from stemsup_desktop.errors import InputProblem

if TYPE_CHECKING:
    from stemsup_desktop.documents.export import ExportReport
    from stemsup_desktop.store.vault import Vault


@click.command()
@click.argument("numbers", nargs=-1, metavar="[NUMBER]...")
@click.option("--chart", "charts", multiple=True, help="Every document of this chart number; may be given again.")
@click.option("--out", "folder", type=FILE, required=True, help="An existing folder; the export is a new one in it.")
@sign_in_options
@AS_JSON
@click.pass_obj
def export(
    desk: Desk, numbers: tuple[str, ...], charts: tuple[str, ...], folder: Path, sign_in: SignIn, as_json: bool
) -> None:
    """Write documents into a new folder: by NUMBER, such as CNS-2026-00418, or every one of a chart.

    Each is the file as it was kept, sealed where it was sealed. File names hold numbers only; the files themselves are
    not encrypted. The history of the vault keeps which ones left it.
    """
    from stemsup_desktop.documents.export import write_export
    from stemsup_desktop.outgoing_export import make_exported

    with sign_in.open() as vault:
        wanted = tuple(dict.fromkeys((*numbers, *(one for chart in charts for one in _list_of_chart(vault, chart)))))
        copies = tuple(vault.load_copy(number) for number in wanted)
        head = vault.read_audit_head()
        report = write_export(folder, make_exported(copies), desk.clock(), f"{head.sequence}:{head.hash}")
        vault.note_documents_exported(wanted, report.manifest_sha256)
    print_result(report, as_json, lambda: _describe(report))


def _list_of_chart(vault: "Vault", chart: str) -> tuple[str, ...]:
    from stemsup_desktop.consultation.patient_search import fold_chart_number

    key = fold_chart_number(chart)
    hits = [hit for hit in vault.find_patients(chart) if fold_chart_number(hit.chart_number) == key]
    if not hits:
        raise InputProblem("chart-unknown", "There is no patient with one of these chart numbers.")
    return tuple(entry.number for entry in vault.list_documents(hits[0].patient_id))


def _describe(report: "ExportReport") -> str:
    lines = [f"{entry.sha256}  {entry.file}" for entry in report.documents]
    return "\n".join([f"{plain(report.folder)}: {len(report.documents)} documents", *lines])
