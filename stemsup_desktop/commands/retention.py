"""`stemsup retention`: what could go at the end of its time, and its deletion."""

from typing import TYPE_CHECKING

import click

from stemsup_desktop.commands.desk import AS_JSON
from stemsup_desktop.commands.printing import plain, print_result
from stemsup_desktop.commands.signing_in import SignIn, sign_in_options
from stemsup_desktop.errors import InputProblem

if TYPE_CHECKING:
    from stemsup_desktop.store.lot_retention import DueLot
    from stemsup_desktop.store.retention import DueChart, DueList
    from stemsup_desktop.store.retention_deletion import Deletion


@click.group()
def retention() -> None:
    """Records at the end of their time. Nothing goes by itself, and only an administrator lists or deletes.

    Charts are kept for 5 years after the patient's last visit, visits with a consent or a lot for 20, or longer if the
    clinic chose so. A lot of the lot book stays as long, and as long as a visit in which it was used.
    """


@retention.command(name="list")
@sign_in_options
@AS_JSON
def list_command(sign_in: SignIn, as_json: bool) -> None:
    """List the charts of which something could go, by chart number and without names, and the lots that could."""
    with sign_in.open() as vault:
        due = vault.list_what_could_go()
    print_result(due, as_json, lambda: _describe(due))


@retention.command(short_help="Delete for good what could go of these charts.")
@click.argument("charts", nargs=-1, required=True, metavar="CHART...")
@click.option("--reason", required=True, help="Why; it stays on record, so write no patient's name.")
@click.option("--yes", "is_sure", is_flag=True, help="Delete: it cannot be undone.")
@sign_in_options
@AS_JSON
def delete(charts: tuple[str, ...], reason: str, is_sure: bool, sign_in: SignIn, as_json: bool) -> None:
    """Delete for good what could go of each CHART, a chart number or an id of `stemsup retention list --json`.

    Backups made until now keep the records until they are rotated out. Each document's number and SHA-256 stay on
    record, with who deleted it, when and why.
    """
    with sign_in.open() as vault:
        vault.require_administrator()
        wanted = [_get_due(vault.list_what_could_go(), chart) for chart in dict.fromkeys(charts)]
        if not is_sure:
            raise InputProblem(
                "deletion-not-sure",
                f"This deletes for good. Charts: {len(wanted)}. If you are sure, add --yes.",
            )
        done = []
        try:
            for chart in wanted:
                done.append(vault.delete_records(chart.patient_id, reason))
        finally:
            if done:
                vault.clear_traces()
    print_result(done, as_json, lambda: _describe_deletions(done))


@retention.command(name="delete-lot", short_help="Delete for good a lot that could go.")
@click.argument("lot")
@click.option("--reason", required=True, help="Why; it stays on record.")
@click.option("--yes", "is_sure", is_flag=True, help="Delete: it cannot be undone.")
@sign_in_options
@AS_JSON
def delete_lot(lot: str, reason: str, is_sure: bool, sign_in: SignIn, as_json: bool) -> None:
    """Delete for good LOT, a number or an id of `stemsup retention list --json`, with its certificate and files."""
    with sign_in.open() as vault:
        vault.require_administrator()
        due = _get_due_lot(vault.list_what_could_go(), lot)
        if not is_sure:
            raise InputProblem("deletion-not-sure", "This deletes for good. If you are sure, add --yes.")
        try:
            vault.delete_lot(due.lot_id, reason)
        finally:
            if vault.has_traces():
                vault.clear_traces()
    print_result(due, as_json, lambda: f"Deleted: the lot {plain(due.number)} of {plain(due.product)}.")


def _get_due_lot(due: "DueList", wanted: str) -> "DueLot":
    from stemsup_desktop.consultation.lots.lot_numbers import fold_lot_number

    found = [lot for lot in due.lots if lot.lot_id == wanted or fold_lot_number(lot.number) == fold_lot_number(wanted)]
    if len(found) > 1:
        raise InputProblem("lot-not-one", "Several lots have this number. Give the id that the list says.")
    if not found:
        raise InputProblem("lot-not-due", "This lot cannot go; nothing was deleted. See stemsup retention list.")
    return found[0]


def _get_due(due: "DueList", wanted: str) -> "DueChart":
    from stemsup_desktop.consultation.patient_search import fold_chart_number

    key = fold_chart_number(wanted)
    for chart in due.charts:
        if chart.patient_id == wanted or fold_chart_number(chart.chart_number) == key:
            return chart
    raise InputProblem(
        "chart-not-due", "Nothing of one of these charts could go; nothing was deleted. See stemsup retention list."
    )


def _describe(due: "DueList") -> str:
    counted = f"As of {due.as_of}, the last day before today on which the vault was in use"
    if not (due.charts or due.lots):
        return f"{counted}, no records are past their time."
    lines = [
        f"{plain(chart.chart_number)}: last visit {chart.last_visit_on}, could go since {chart.since} ({chart.ground}),"
        f" visits: {chart.visits} of {chart.visits + chart.kept_visits}, documents: {chart.documents}"
        for chart in due.charts
    ]
    lines += [
        f"Lot {plain(lot.number)} of {plain(lot.product)}: last entry {lot.last_on}, could go since {lot.since}"
        for lot in due.lots
    ]
    return "\n".join([f"{counted}:", *lines])


def _describe_deletions(done: "list[Deletion]") -> str:
    visits, documents = sum(one.visits for one in done), sum(one.documents for one in done)
    patients = sum(one.took_patient for one in done)
    lines = [f"Deleted. Visits: {visits}, documents: {documents}, patients gone with their last visit: {patients}."]
    copies = sorted({name for one in done for name in one.older_copies})
    lines += [f"Still in an older copy beside the vault: {plain(name)}" for name in copies]
    return "\n".join(lines)
