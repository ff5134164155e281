"""`stemsup consents`: which consent form is in force, how many patients are on which, and whose consent is outdated."""

from typing import TYPE_CHECKING

import click

from stemsup_desktop.commands.desk import AS_JSON, Desk
from stemsup_desktop.commands.printing import plain, print_result
from stemsup_desktop.commands.signing_in import SignIn, sign_in_options

if TYPE_CHECKING:
    from stemsup_desktop.store.patient_consents import ConsentCount, ConsentLine


@click.command(short_help="Who is on which version of the consent form.")
@sign_in_options
@AS_JSON
@click.pass_obj
def consents(desk: Desk, sign_in: SignIn, as_json: bool) -> None:
    """Which consent form is in force, how many patients are on which version, and whose consent is outdated.

    A consent is outdated here when the form has a newer version, or a year has passed; whether a plan has moved on,
    each visit says. Without the right to see patients nobody is named.
    """
    from stemsup_desktop.consultation.people import Right

    with sign_in.open() as vault:
        found = vault.find_form_in_force(desk.clock().date())
        version = "" if found is None else found.form.version
        counts = vault.count_consents()
        lines = vault.list_outdated_consents() if vault.author.may(Right.PATIENTS) else ()
    facts = {
        "in_force": version,
        "in_force_from": None if found is None else found.in_force_from.isoformat(),
        "versions": counts,
        "outdated": [
            {
                "chart_number": line.patient.chart_number,
                "form_version": line.form_version,
                "signed_on": line.signed_on.isoformat(),
                "document_number": line.document_number,
                "is_other_version": line.is_other_version,
                "is_over_a_year": line.is_over_a_year,
            }
            for line in lines
        ],
    }
    print_result(facts, as_json, lambda: _describe(version, counts, lines))


def _describe(version: str, counts: "tuple[ConsentCount, ...]", lines: "tuple[ConsentLine, ...]") -> str:
    said = [f"In force: {version}." if version else "No consent form was used yet."]
    for count in counts:
        name = count.form_version or "a version that was not kept"
        said.append(f"{plain(name)}: patients {count.patients}, signed more than a year ago {count.over_a_year}")
    for line in lines:
        why = [
            *(["another version"] if line.is_other_version else []),
            *(["over a year old"] if line.is_over_a_year else []),
        ]
        chart = plain(line.patient.chart_number)
        said.append(f"{chart}: {line.form_version or '-'}, signed on {line.signed_on}, {' and '.join(why)}")
    return "\n".join(said)
